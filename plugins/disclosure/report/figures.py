"""Figures that a report may state for a year, each with definition, source and the rows behind it.

A figure has up to three numbers that are never mixed:

- *itemised*: counted from items or rows of registers on this site;
- *carried*: from the time before this system, stated as a sum in a register, with its source;
- *declared*: published in another document.

Its value is itemised plus carried. A declared number stands beside it and does not change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from ..model.reporting_year import Year
from ..model.rounding import Number
from ..registers import Register, Registers

Row = dict[str, Any]


class Stated(NamedTuple):
    """What units state of a figure of the district for a year."""

    number: Number
    """The sum of their numbers."""
    units: int
    """How many units state it."""
    silent: tuple[str, ...]
    """Units of the register of agencies that exist in the year, and of which nothing is known."""
    is_added: bool
    """Whether the sum is part of the figure's value. It is not where the district declares a number of its own."""


@dataclass(frozen=True)
class Figure:
    """One figure of a year. Numbers are None where they are unknown."""

    name: str
    """The name that marks in a report use, e.g. ``收到申请数``."""
    unit: str
    definition: str
    """One sentence that says what is counted."""
    source: str
    """Where it comes from, in words for readers: 公开目录, or a register's title."""
    itemised: Number | None = None
    carried: Number | None = None
    carried_source: str = ""
    declared: Number | None = None
    declared_source: str = ""
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """The rows behind it: names of registers, each with lines of its file. Empty for a figure that counts items."""
    items: tuple[int, ...] | None = None
    """The items behind it by their numbers in the catalogue, where no list of the site has just these items."""
    parts: tuple[str, ...] = ()
    """Names of the figures from which it is computed."""
    path: str = ""
    """Where the site lists the items behind it. Empty for rows of registers: they get a page of their own."""
    listed: str = ""
    """Where the site lists the items among what it counts, where a page of its own tells the rest of it, too."""
    carries: bool = False
    """Whether the register `carried_forward` gives its carried number. A declared part must then not be added."""
    derived: bool = False
    """Whether a mark computes it from two others (`derive`). The evidence is then that of its parts."""
    missing: tuple[str, ...] = ()
    """Units that state totals of the year, but not this figure. It is then unknown."""
    stated: Stated | None = None
    """What units state of it. None where no unit does, and for figures of a unit."""

    @property
    def value(self) -> Number | None:
        """The computed value, itemised plus carried; None where it is unknown."""
        if self.itemised is None:
            return None
        return self.itemised + (self.carried or 0)

    @property
    def anchor(self) -> str:
        """The fragment of its line on pages that list figures."""
        return anchor(self.name)


def anchor(name: str) -> str:
    """Return the fragment for the figure of a name: letters and digits that depend on the name only."""
    return "f-" + hashlib.sha256(name.encode()).hexdigest()[:8]


class Counting(NamedTuple):
    """How a figure is counted in a register: which rows belong to a year, and what each adds."""

    name: str
    unit: str
    definition: str
    register: str
    where: Callable[[Row, Year], bool]
    amount: Callable[[Row], Number] | None = None
    """What a row adds; None: each row adds one."""
    stated: bool = False
    """Whether a row states the figure of a whole year. Without such a row the figure is unknown, not zero."""
    column: str = ""
    """The column that states it. Where the cell is empty the figure is unknown."""

    def says(self, row: Row) -> bool:
        """Return whether a row of the year states this figure."""
        return not self.column or row[self.column] != ""


class Ratio(NamedTuple):
    """A figure that is one figure in per cent of another. It is unknown where the other is zero."""

    name: str
    definition: str
    part: str
    whole: str


def from_register(counting: Counting, register: Register, title: str, year: Year, recorded: bool) -> Figure:
    """Return the figure that counts rows of a register.

    It is unknown, not zero, where the register says nothing of the year (`recorded`, see `register_years`).
    """
    figure = Figure(counting.name, counting.unit, counting.definition, title)
    if not recorded:
        return figure
    found = [(row, line) for row, line in register.numbered_rows() if counting.where(row, year)]
    if counting.stated and not any(counting.says(row) for row, _ in found):
        return figure
    value = len(found) if counting.amount is None else sum(counting.amount(row) for row, _ in found)
    return replace(figure, itemised=value, rows=((counting.register, tuple(line for _, line in found)),))


def from_ratio(ratio: Ratio, known: Mapping[str, Figure]) -> Figure:
    """Return the figure of a ratio in per cent. It stays exact: it is rounded once, where it is shown or compared."""
    part, whole = known[ratio.part], known[ratio.whole]
    figure = Figure(ratio.name, "%", ratio.definition, whole.source, rows=whole.rows, parts=(ratio.part, ratio.whole))
    if part.value is None or not whole.value:
        return figure
    return replace(figure, itemised=Fraction(part.value) * 100 / Fraction(whole.value))


def from_sum(name: str, unit: str, definition: str, parts: tuple[str, ...], known: Mapping[str, Figure]) -> Figure:
    """Return the figure that is the sum of others. It is unknown where one of them is: a part is no sum."""
    added = [known[part] for part in parts]
    source = "、".join(dict.fromkeys(known[part].source for part in parts))
    figure = Figure(name, unit, definition, source, parts=parts)
    if any(part.value is None for part in added):
        return figure
    return replace(figure, itemised=sum(part.value for part in added), rows=tuple(pair for part in added for pair in part.rows))


OPERATORS = {"÷": "除以", "－": "减", "＋": "加"}
DECLARED = "申报/"
"""Prefix of a declared figure's name, where the name without it is that of a computed figure."""


def derive(name: str, known: Mapping[str, Figure]) -> Figure | None:
    """Return the figure of a name with an operator, such as ``工作动态/新增÷主动公开政府信息数``, computed from two others.

    A quotient is in per cent and stays exact. None where the name has no operator, or one of the two is no figure.
    """
    for operator, word in OPERATORS.items():
        left, found, right = name.partition(operator)
        if not found or left not in known or right not in known:
            continue
        one, other = known[left], known[right]
        figure = Figure(
            name, "%" if operator == "÷" else one.unit, f"{left}{word}{right}。", "由其他数字算出", parts=(left, right), derived=True,
        )
        a, b = (part.value if part.value is not None else part.declared for part in (one, other))
        if a is None or b is None or (operator == "÷" and not b):
            return figure
        if operator == "÷" or isinstance(a, Fraction) or isinstance(b, Fraction):
            a, b = Fraction(a), Fraction(b)
        return replace(figure, itemised=a * 100 / b if operator == "÷" else a - b if operator == "－" else a + b)
    return None


def unit_of_name(name: str) -> str:
    """Return the unit of a figure that nothing here computes: amounts are in 万元, rates in per cent; that of others is not known."""
    return "万元" if name.endswith(("金额", "费用", "经费")) else "%" if name.endswith("率") else ""


def with_declared(figures: dict[str, Figure], registers: Registers, year: Year) -> dict[str, Figure]:
    """Return the figures with what the register `declared` states for the year.

    A name that nothing here computes becomes a figure of its own. For a computed one there is also
    a figure with the prefix `DECLARED`, so that a report may mark the declared number.
    """
    result = dict(figures)
    for row, line in _declared(registers, year):
        name = row["figure"]
        known = result.get(name) or Figure(
            name, unit_of_name(name), "本站没有逐条登记，照文件里公布的数列出。", "已公布的数字", rows=(("declared", (line,)),)
        )
        changes: dict[str, Any] = {"declared": row["value"], "declared_source": row["source"]}
        if row.get("carried", "") != "" and known.itemised is not None and not known.carries:
            changes |= {"carried": row["carried"], "carried_source": row["source"]}
        result[name] = replace(known, **changes)
        if known.value is not None:
            result[DECLARED + name] = Figure(
                DECLARED + name, known.unit, f"别处公布的{name}，本站不改动它。", "已公布的数字", declared=row["value"], declared_source=row["source"],
                rows=(("declared", (line,)),),
            )
    return result


def _declared(registers: Registers, year: Year) -> Iterator[tuple[Row, int]]:
    register = registers["declared"]
    for row, line in register.numbered_rows():
        if row["year"] == year.number and row["value"] != "" and row["figure"]:
            yield row, line
