"""Ratios of a report: rounded to one decimal, whole where they are whole, unknown where nothing can be said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from disclosure.report.figures import Figure, Number, Ratio, from_ratio

RATIO = Ratio("同意公开率", "同意公开数占答复数的百分比。", "同意公开数", "答复数")


def ratio(part: Number | None, whole: Number | None, carried: Number | None = None) -> Figure:
    """Return the figure of one figure in per cent of another."""
    return from_ratio(RATIO, {
        "同意公开数": Figure("同意公开数", "件", "甲。", "申请", itemised=part, carried=carried), "答复数": Figure("答复数", "件", "乙。", "申请", itemised=whole),
    })


@pytest.mark.parametrize(("part", "whole", "shown"), [
    (1, 8, "12.5"), (1, 3, "33.3"), (2, 3, "66.7"), (3, 16, "18.8"), (3, 80, "3.8"), (11, 80, "13.8"), (1, 7, "14.3"), (1, 1000, "0.1"), (999, 1000, "99.9"),
    (133, 400, "33.2"), (1, 2, "50"), (7, 7, "100"), (0, 7, "0"), (3, 2, "150"), (9996, 10000, "100"), (4, 10000, "0"), (6, 10000, "0.1"),
])
def test_a_ratio_is_rounded_to_one_decimal(part: int, whole: int, shown: str) -> None:
    """Where two and a half hundredths are left, the cases are those in which every way of rounding to the nearest agrees."""
    figure = ratio(part, whole)
    assert str(figure.value) == shown
    assert figure.unit == "%" and figure.parts == ("同意公开数", "答复数")


def test_no_ratio_has_more_than_one_decimal_and_none_is_off_by_more_than_half_of_it() -> None:
    for whole in range(1, 60):
        for part in range(whole + 1):
            value = ratio(part, whole).value
            assert isinstance(value, int) == ("." not in str(value))
            assert len(str(value).partition(".")[2]) <= 1 and not str(value).endswith(".0")
            assert abs(Decimal(value) * whole - 100 * part) <= Decimal("0.05") * whole


def test_what_is_carried_forward_counts_in_a_ratio() -> None:
    assert ratio(1, 8, carried=1).value == 25


@pytest.mark.parametrize(("part", "whole"), [(None, 8), (1, None), (1, 0), (0, 0), (None, None)])
def test_a_ratio_to_nothing_is_unknown(part: int | None, whole: int | None) -> None:
    assert ratio(part, whole).value is None
