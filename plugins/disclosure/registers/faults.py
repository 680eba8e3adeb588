"""What is wrong with one row, and what several checks of rows ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..model.problems import ERROR

Row = dict[str, Any]


class Fault(NamedTuple):
    """What is wrong with a row, how to mend it, and how grave it is."""

    message: str
    remedy: str
    severity: str = ERROR


def in_order(row: Row, *pairs: tuple[str, str, str, str]) -> Iterator[Fault]:
    """Yield the dates that are the wrong way round. A pair is: earlier column, its title, later column, its title."""
    for first, first_title, second, second_title in pairs:
        if row[first] and row[second] and row[second] < row[first]:
            yield Fault(f"{second_title} {row[second]} 早于{first_title} {row[first]}", "看原件，改正写错的那一个")


def both_or_none(row: Row, date_column: str, word_column: str, titles: tuple[str, str]) -> Iterator[Fault]:
    """Yield a fault where only one of two cells is filled that belong together."""
    for filled, empty, (said, missing) in ((date_column, word_column, titles), (word_column, date_column, titles[::-1])):
        if row[filled] and not row[empty]:
            yield Fault(f"写了{said}，没有写{missing}", f"补上{missing}，或者删去{said}")
