"""Which numbers a register may state for a figure."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.rounding import Number

CHANGE = "本年增减"
"""End of the names of figures that may be negative."""
MONEY = ("金额", "费用", "经费", "率")
"""Ends of the names of figures that may have decimals. All others are counts."""


def faults_of_number(figure: str, number: Number) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a number that a register states for a figure, and how to mend it: only amounts have decimals, only changes are negative."""
    if number != int(number) and not figure.endswith(MONEY):
        yield f"“{figure}”是件数、条数一类的数，{number} 有小数", "写整数"
    if number < 0 and not figure.endswith(CHANGE):
        yield f"“{figure}”是 {number}，不能是负数", "核对这个数"
