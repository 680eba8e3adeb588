"""Ratios of a report: exact, rounded half up and only once, unknown where nothing can be said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from disclosure.model.rounding import Number, half_up, number_text, rate_text
from disclosure.report import marks
from disclosure.report.figures import Figure, Ratio, derive, from_ratio

RATIO = Ratio("同意公开率", "同意公开数占答复数的百分比。", "同意公开数", "答复数")


def ratio(part: Number | None, whole: Number | None, carried: Number | None = None) -> Figure:
    """Return the figure of one figure in per cent of another."""
    return from_ratio(RATIO, {
        "同意公开数": Figure("同意公开数", "件", "甲。", "申请", itemised=part, carried=carried), "答复数": Figure("答复数", "件", "乙。", "申请", itemised=whole),
    })


@pytest.mark.parametrize(("part", "whole", "shown"), [
    (1, 8, "12.5"), (1, 3, "33.33"), (2, 3, "66.67"), (29, 586, "4.95"), (1, 32, "3.13"), (3, 32, "9.38"), (1, 2, "50"), (7, 7, "100"), (0, 7, "0"), (3, 2, "150"),
    (9996, 10000, "99.96"), (10001, 10000, "100.01"), (99999, 100000, "99.999"), (1, 100000, "0.001"), (100001, 100000, "100.001"),
])
def test_a_ratio_is_exact_and_shown_rounded_half_up(part: int, whole: int, shown: str) -> None:
    figure = ratio(part, whole)
    assert figure.value == Fraction(100 * part, whole) and number_text(figure.value) == shown
    assert figure.unit == "%" and figure.parts == ("同意公开数", "答复数")


@pytest.mark.parametrize(("part", "whole", "right", "wrong"), [
    (29, 586, ("4.9%", "4.95%", "4.949%", "5%"), ("5.0%", "4.94%")), (1, 8, ("12.5%", "13%", "12.50%"), ("12%",)), (1, 32, ("3.13%", "3.1%", "3.125%"), ("3.12%",)),
    (9999, 10000, ("99.99%", "100.0%"), ("100.00%", "100.01%")), (10000, 10000, ("100%", "100.00%"), ("100.01%", "99.99%")), (10001, 10000, ("100.01%", "100%"), ("100.00%",)),
])
def test_a_stated_rate_is_right_if_it_is_the_exact_quotient_rounded_once_to_its_own_decimals(part: int, whole: int, right: tuple, wrong: tuple) -> None:
    known = {"甲": Figure("甲", "件", "甲。", "申请", itemised=part), "乙": Figure("乙", "件", "乙。", "申请", itemised=whole)}
    computed = derive("甲÷乙", known).value
    for text in right:
        assert marks.stated_number(text).difference(computed) == 0, text
    for text in wrong:
        assert marks.stated_number(text).difference(computed) != 0, text


@pytest.mark.parametrize(("value", "places", "rounded"), [
    (Fraction(5, 2), 0, "3"), (Fraction(-5, 2), 0, "-3"), (Fraction(1, 8), 2, "0.13"), (Fraction(100 * 29, 586), 1, "4.9"), (2, 2, "2.00"),
])
def test_halves_are_rounded_away_from_zero(value: Number, places: int, rounded: str) -> None:
    assert str(half_up(value, places)) == rounded


@pytest.mark.parametrize(("rate", "shown"), [(Fraction(9996, 100), "99.96"), (Fraction(1, 25), "0.04"), (100, "100"), (0, "0"), (Fraction(10001, 100), "100.01"), (Fraction(199, 2), "99.5")])
def test_a_rate_never_looks_like_all_or_nothing_and_is_not(rate: Number, shown: str) -> None:
    assert rate_text(rate) == shown


def test_what_is_carried_forward_counts_in_a_ratio() -> None:
    assert ratio(1, 8, carried=1).value == 25


@pytest.mark.parametrize(("part", "whole"), [(None, 8), (1, None), (1, 0), (0, 0), (None, None)])
def test_a_ratio_to_nothing_is_unknown(part: int | None, whole: int | None) -> None:
    assert ratio(part, whole).value is None
