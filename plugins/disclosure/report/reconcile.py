"""Reconciliation: every figure of a report's text beside the computed figure.

Nothing is corrected here: a report is a document. Where it differs from the computed figure,
the difference is shown and must be explained in the report. That is also so for a report that
was issued long ago, where the catalogue has changed since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from ..model import rounding
from ..model.problems import WARNING, Problem, did_you_mean
from ..model.rounding import Number
from . import identities, marks, measures, unmarked
from .catalogue_figures import SOURCE
from .edition2008 import CATEGORIES
from .figures import Figure, derive
from .identities import Checked
from .marks import Mark, MarkedTable, StatedNumber
from .tables import Table, TableRow, plain
from .unmarked import Unmarked

_AMOUNTS = re.compile(r"[十百千万亿]*元")
AGREES, DECLARED, EXPLAINED, DIFFERS = "agrees", "declared", "explained", "differs"


class Source(NamedTuple):
    """A report's file."""

    year: int
    path: str
    """Relative to the content folder."""
    text: str
    draft: bool
    code: str = ""
    """Code of the unit whose report it is; '' for the district's."""


@dataclass(frozen=True)
class Entry:
    """One figure of the text beside the computed figure."""

    mark: Mark
    figure: Figure
    state: str
    difference: Decimal | None = None
    """The stated number minus the computed one, or minus the declared one where none is computed."""
    parts: tuple[Figure, ...] = ()
    """The figures from which a derived figure is computed."""


@dataclass(frozen=True)
class CellDifference:
    """A cell of a table in the text that differs from the computed one."""

    line: int
    row: str
    column: str
    stated: str
    computed: Number | None
    difference: Decimal | None
    counts_items: bool = False
    reason: str = ""
    """Why it differs, as the cell itself says."""
    unit: str = ""
    """The unit of the computed number, where the text states one."""


@dataclass(frozen=True)
class TableEntry:
    """One table of the text beside the computed one."""

    marked: MarkedTable
    table: Table
    cells: int
    """How many cells of the text have a number."""
    differences: tuple[CellDifference, ...] = ()
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What the text states in each cell, by plain label of the row and column."""


@dataclass(frozen=True)
class Report:
    """One reconciled report: its figures, its tables, the identities, and its problems."""

    year: int
    path: str
    """Its file, relative to the content folder."""
    entries: tuple[Entry, ...] = ()
    sources: tuple[Mark, ...] = ()
    """Numbers for which the text states a source, since nothing here computes them."""
    unmarked: tuple[Unmarked, ...] = ()
    """Numbers without a mark."""
    tables: tuple[TableEntry, ...] = ()
    checked: tuple[Checked, ...] = ()
    problems: tuple[Problem, ...] = ()
    grids: Mapping[str, identities.Grid] = field(default_factory=dict)
    """The numbers that its tables state, by key of the table. Next year's report is checked against them."""
    unit: str = ""
    """The agency whose report it is; '' for the district's."""
    name: str = ""
    """Its name, as its address has it."""
    draft: bool = False
    issued: str = ""
    """The day on which it was issued with these numbers; '' before that."""


def number_text(value: Number | None) -> str:
    """Return a number as reports print it."""
    return "—" if value is None else rounding.number_text(value)


def beside(stated: StatedNumber, computed: Number) -> str:
    """Return a computed number with as many decimals as it takes to see that a stated one differs."""
    return rounding.number_text(computed, stated.places_beside(computed))


def difference_text(difference: Decimal) -> str:
    """Return a difference in words: 多 or 少, and how much."""
    return f"{'多' if difference > 0 else '少'} {number_text(abs(difference))}"


def reconcile(
    source: Source, known: Mapping[str, Figure], tables: Mapping[str, Table], last: Mapping[str, identities.Grid], removed: int = 0
) -> Report:
    """Compare a report with the figures and tables of its year.

    `last` are the grids of last year's tables, as `identities.for_next_year` returns them. Problems
    of a draft are warnings, and do not stop a publication. `removed` is how many items of this year and earlier ones were
    removed since: a difference of so many in a figure that counts items is a warning, since a take-down must not wait.
    """
    comparison = _Reconciler(source.path, known, tables, last, removed)
    found = marks.read(source.text)
    comparison.reasons = {(mark.name, plain(mark.text)): mark for mark in found.identities}
    entries = tuple(entry for mark in found.figures if (entry := comparison.figure(mark)))
    checked_tables = tuple(entry for marked in found.tables if (entry := comparison.table(marked)))
    for line in found.unreadable:
        comparison.complain(line, "这一行的数字标记写得不对", "写成 [4件](figure:收到申请数)，方括号后面紧跟半角圆括号和冒号")
    for line, text in found.stray:
        comparison.complain(line, f"“{text[:20]}”的标记是表里一格的，这里不是有标记的表", f"写成 [{text}](figure:数字名称) 或者 [{text}](source: \"出处\")")
    comparison.needless_reasons(found.identities)
    for mark in found.sources:
        if not (mark.name or mark.reason):
            comparison.complain(mark.line, f"“{mark.text[:20]}”的出处没有写", f"写成 [{mark.text}](source: \"出处\")")
    loose = unmarked.find(source.text, found.tables, known)
    for one in loose:
        comparison.unmarked(one)
    gaps = found.unwritten[:1] if source.draft else found.unwritten  # a draft is known to be unfinished
    for line, gap in gaps:
        more = f"等 {len(found.unwritten)} 处" if source.draft and len(found.unwritten) > 1 else ""
        comparison.complain(line, f"还有没写的地方“{gap}”{more}", "写好这一段，删去方头括号里的提示")
    problems, since = _by_state(source, comparison.problems)
    return Report(
        source.year, source.path, entries, found.sources, loose, checked_tables, tuple(comparison.checked), tuple(sorted(problems)), comparison.grids,
        issued=since, draft=source.draft,
    )


def _by_state(source: Source, found: list[Problem]) -> tuple[list[Problem], str]:
    """Return the problems of a report by its state (draft, written, issued), and the day on which it was issued or ''.

    The code in the header of an issued report proves that its numbers are those of that day.
    A later change of the catalogue is explained beside a number; the number itself stays.
    """
    if source.draft:
        return [replace(problem, severity=WARNING) for problem in found], ""
    issued = marks.issued(source.text)
    if issued is None:
        return found, ""
    line, day, code = issued
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return [*found, Problem(source.path, line, f"定稿日期“{day}”的写法不对", "写成 Issued: 2015-03-20")], ""
    right = marks.code_of_numbers(source.text)
    if code == right:
        return found, day
    if any(problem.is_error for problem in found):
        return found, ""  # the editor gets the code only when all numbers are right
    if code:
        remedy = f"改回原来的数字，用引号写明与算出的数为什么不同；确实要改定稿的数字，写成 Issued: {day} {right}"
        return [*found, Problem(source.path, line, "定稿以后有数字改过", remedy)], ""
    return [*found, Problem(source.path, line, "数字已经核对一致，还没有核对码", f"写成 Issued: {day} {right}")], ""


class _Reconciler:
    """Compares the parts of one report with the computed figures and tables; collects problems, identities and grids."""

    def __init__(
        self, path: str, known: Mapping[str, Figure], tables: Mapping[str, Table], last: Mapping[str, identities.Grid], removed: int
    ) -> None:
        self._path, self._known, self._tables, self._last, self._removed = path, known, tables, last, removed
        self.problems: list[Problem] = []
        self.checked: list[Checked] = []
        self.grids: dict[str, identities.Grid] = {}
        self.reasons: Mapping[tuple[str, str], Mark] = {}
        """Reasons for sums that do not hold, by the table's key and the identity's plain name."""
        self._names: dict[str, list[str]] = {}
        self._breached: set[tuple[str, str]] = set()

    def complain(self, line: int, message: str, remedy: str, severity: str = "error") -> None:
        self.problems.append(Problem(self._path, line, message, remedy, severity))

    def _differs(self, line: int, message: str, remedy: str, difference: Decimal, counts_items: bool) -> None:
        """Tell of a number that differs. Items that were removed since may be the reason."""
        if counts_items and 0 < abs(difference) <= self._removed:
            self.complain(line, f"{message}；有 {self._removed} 条信息后来移除了，差的可能就是这些", remedy, WARNING)
        else:
            self.complain(line, message, remedy)

    def _counts_items(self, name: str) -> bool:
        """Return whether a figure counts items, or is computed from one that does."""
        figure = self._known.get(name) or derive(name, self._known)
        return figure is not None and (figure.source == SOURCE or any(self._counts_items(part) for part in figure.parts))

    def figure(self, mark: Mark) -> Entry | None:
        """Compare one marked figure."""
        figure = self._known.get(mark.name) or derive(mark.name, self._known)
        if figure is None:
            self.complain(mark.line, f"没有“{mark.name}”这个数字", did_you_mean(mark.name, self._known) or "用 make report 看有哪些数字，或在 registers/declared.csv 登记")
            return None
        found = measures.measured(mark.text, figure.unit, mark.behind)
        if found is None:
            self.complain(mark.line, f"“{mark.text[:20]}”里没有数", "方括号里写数字，如 [4件](figure:收到申请数)")
            return None
        stated, foreign = found
        if foreign:
            said = f"“{mark.name}”的单位是“{figure.unit}”，文中的“{mark.text}”写的是“{foreign}”"
            self.complain(mark.line, said, f"核对是不是这个数，单位写成“{figure.unit}”")
            return Entry(mark, figure, DIFFERS, parts=tuple(self._known[part] for part in figure.parts) if figure.derived else ())
        value = figure.value if figure.value is not None else figure.declared
        parts = tuple(self._known[part] for part in figure.parts) if figure.derived else ()
        if value is None:
            if not mark.reason:
                self.complain(mark.line, f"“{mark.name}”没有登记，文中的“{mark.text}”没有出处", "登记进名册，或在 registers/declared.csv 写明数和出处")
            return Entry(mark, figure, EXPLAINED if mark.reason else DIFFERS, parts=parts)
        difference = stated.difference(value)
        if not difference:
            if mark.reason:
                self.complain(mark.line, f"“{mark.name}”已经一致，不用再说明", "删去引号里的说明", WARNING)
            return Entry(mark, figure, AGREES if figure.value is not None else DECLARED, difference, parts)
        if not mark.reason:
            kind = "算出来" if figure.value is not None else "申报"
            self._differs(
                mark.line, f"“{mark.name}”文中是 {stated.value:,f}{figure.unit}，{kind}是 {beside(stated, value)}{figure.unit}，文中{difference_text(difference)}{figure.unit}",
                f"改正数字，或写明原因：[{mark.text}](figure:{mark.name} \"原因\")", difference, self._counts_items(mark.name),
            )
        return Entry(mark, figure, EXPLAINED if mark.reason else DIFFERS, difference, parts)

    def unmarked(self, one: Unmarked) -> None:
        """Tell of a number without a mark. It is a warning, or an error where the number follows a figure's name and differs from it."""
        figure = one.figure
        if figure is None or not one.sure:
            guess = f"，是不是 [{one.text}](figure:{figure.name})" if figure else ""
            self.complain(
                one.line, f"“{one.before[-12:].strip()}{one.text}”没有标明出处，没有核对",
                f"写成 [{one.text}](figure:数字名称){guess}；本站不统计的，写成 [{one.text}](source: \"出处\")", WARNING,
            )
            return
        value = figure.value if figure.value is not None else figure.declared
        if one.stated.agrees(value):
            self.complain(one.line, f"“{one.before[-12:].strip()}{one.text}”没有标明出处", f"写成 [{one.text}](figure:{figure.name})", WARNING)
            return
        self.complain(
            one.line, f"“{figure.name}”文中是 {one.stated.value:,f}{figure.unit}，算出来是 {beside(one.stated, value)}{figure.unit}，文中{difference_text(one.stated.difference(value))}{figure.unit}，也没有标明出处",
            f"改正数字，或写明原因：[{one.text}](figure:{figure.name} \"原因\")；不是这个数的，写成 [{one.text}](source: \"出处\")",
        )

    def table(self, marked: MarkedTable) -> TableEntry | None:
        """Compare one marked table: its rows and cells, then the identities."""
        table = self._tables.get(marked.key)
        if table is None:
            self.complain(marked.line, f"没有“{marked.key}”这个表", did_you_mean(marked.key, self._tables) or "可以写：" + "、".join(self._tables))
            return None
        width = len(table.columns) + 1 + table.units
        if len(marked.columns) != width:
            self.complain(marked.line, f"“{marked.title}”有 {len(marked.columns)} 列，应当有 {width} 列", "照 make report 写出的表改正")
            return None
        self._units_of(marked, table)
        grid: dict[tuple[str, str], Decimal] = {}
        lines: dict[str, int] = {}
        differences: list[CellDifference] = []
        stated: dict[tuple[str, str], str] = {}
        for line, label, texts in marked.rows:
            row = table.row(label)
            if row is None:
                labels = [other.label for other in table.rows]
                self.complain(line, f"“{marked.title}”里没有“{label}”这一行", did_you_mean(label, labels) or "照 make report 写出的表改正")
                continue
            lines[plain(row.label)] = line
            stated |= {(plain(row.label), column): marks.cell(written).text for column, written in zip(table.columns, texts[table.units :], strict=False)}
            differences += self._cells(table, row, line, texts[table.units :], grid)
        for row in table.rows:
            if row.cells and not row.is_optional and plain(row.label) not in lines:
                self.complain(marked.line, f"“{marked.title}”少了“{row.label}”这一行", "照 make report 写出的表补上")
        for cell in differences:
            if not cell.reason:
                self._complain_of(marked, cell)
        if marked.reason:
            self.complain(
                marked.line, f"“{marked.title}”整张表的说明不算数：一个说明只管一格",
                f"删去这里的说明，写进不一致的那一格，如 [2](cell: \"{marked.reason}\")；关系不成立的，在表下面另起一行写明是哪一个关系", WARNING,
            )
        self._identities(marked, table, grid, lines)
        self.grids[table.key] = identities.for_next_year(table, grid)
        return TableEntry(marked, table, len(grid), tuple(differences), stated)

    def _cells(self, table: Table, row: TableRow, line: int, texts: tuple[str, ...], grid: dict) -> Iterator[CellDifference]:
        for column, cell, written in zip(table.columns, row.cells, texts, strict=False):
            text, reason, is_marked = marks.cell(written)
            if is_marked and not reason:
                self.complain(line, f"“{row.label}”（{column}）的标记没有写原因", f"写成 [{text}](cell: \"原因\")")
            stated = self._of_cell(table, row, line, (column, cell.figure), text) if text and text != "—" else None
            if stated is not None:
                grid[plain(row.label), column] = stated.value
            if stated is None and cell.value is None:
                self._needless(line, row.label, column, reason)
                continue
            difference = None if stated is None or cell.value is None else stated.difference(cell.value)
            if difference is None or difference:
                yield CellDifference(line, row.label, column, text, cell.value, difference, self._counts_items(cell.figure), reason, self._unit(table, row, cell.figure) if text.endswith("元") else "")
            else:
                self._needless(line, row.label, column, reason)

    def _of_cell(self, table: Table, row: TableRow, line: int, place: tuple[str, str], text: str) -> StatedNumber | None:
        """Return the number of a cell in the unit of its figure. `place` is its column and the name of its figure."""
        unit = self._unit(table, row, place[1])
        found = measures.measured(text, unit)
        if found is None:
            return None
        if found.fault:
            self.complain(line, f"“{row.label}”（{place[0]}）的单位是“{unit}”，格里的“{text}”写的是“{found.fault}”", "格里只写数")
        return found.stated

    def _unit(self, table: Table, row: TableRow, name: str) -> str:
        """Return the unit of a cell that shows the figure of a name."""
        figure = self._known.get(name)
        return row.unit or (figure.unit if figure else table.unit)

    def _units_of(self, marked: MarkedTable, table: Table) -> None:
        """Tell of units in the headings, and in the column of units, that are not those of the numbers below."""
        for written in marked.columns:
            for unit in _AMOUNTS.findall(written):
                if unit != measures.AMOUNT:
                    self.complain(marked.line, f"“{marked.title}”的列名“{written}”写的单位是“{unit}”，金额的单位是“{measures.AMOUNT}”", f"写成“{measures.AMOUNT}”，核对这一列的数")
        for line, label, texts in marked.rows if table.units else ():
            row = table.row(label)
            if row is not None and texts and plain(texts[0]) not in ("", "—", plain(row.unit)):
                self.complain(line, f"“{row.label}”的单位是“{row.unit}”，表里写的是“{texts[0]}”", "照 make report 写出的表改正，核对这个数")

    def _needless(self, line: int, row: str, column: str, reason: str) -> None:
        if reason:
            self.complain(line, f"“{row}”（{column}）已经一致，不用再说明", "删去引号里的说明", WARNING)

    def _complain_of(self, marked: MarkedTable, cell: CellDifference) -> None:
        place = f"“{marked.title}”的“{cell.row}”（{cell.column}）"
        remedy = f"改正这一格，或在格里写明原因：[{cell.stated or '—'}](cell: \"原因\")"
        if cell.difference is None:
            computed = "没有登记" if cell.computed is None else f"算出来是 {number_text(cell.computed)}"
            self.complain(cell.line, f"{place}文中是“{cell.stated or '空'}”，{computed}", remedy)
        else:
            said = f"{place}文中是 {cell.stated}，算出来是 {number_text(cell.computed)}{cell.unit}，文中{difference_text(cell.difference)}{cell.unit}"
            self._differs(cell.line, said, remedy, cell.difference, cell.counts_items)

    def needless_reasons(self, found: tuple[Mark, ...]) -> None:
        """Tell of reasons for sums that hold, that are not checked in this report, or that say nothing. The tables come first."""
        for mark in found:
            names = self._names.get(mark.name, [])
            if (mark.name, plain(mark.text)) in self._breached:
                if not mark.reason:
                    self.complain(mark.line, f"“{mark.text}”的标记没有写原因", f"写成 [{mark.text}](identity:{mark.name} \"原因\")")
            elif plain(mark.text) in map(plain, names):
                self.complain(mark.line, f"“{mark.text}”这个关系成立，不用再说明", "删去这一行", WARNING)
            else:
                remedy = did_you_mean(mark.text, names) or "照检查给出的写法写，说明写在哪个表的关系，就写哪个表的名称"
                self.complain(mark.line, f"“{mark.name}”这个表里没有核对“{mark.text}”这个关系", remedy)

    def _identities(self, marked: MarkedTable, table: Table, grid: identities.Grid, lines: Mapping[str, int]) -> None:
        withdrawn = {
            row.label: Decimal(figure.value or 0)
            for row in table.rows if (figure := self._known.get("本年撤下信息数" if row.label == "合计" else f"{row.label}/撤下"))
        }
        found = [*identities.within(table, grid, self._known), *identities.across(table, grid, self._last.get(table.key, {}), withdrawn)]
        self._names.setdefault(table.key, []).extend(one.name for one in found)
        for one in found:
            reason = self.reasons.get((table.key, plain(one.name)))
            if not one.holds:
                self._breached.add((table.key, plain(one.name)))
            self.checked.append(one._replace(reason=reason.reason) if reason and not one.holds else one)
        for breach in found:
            if not breach.holds and not ((reason := self.reasons.get((table.key, plain(breach.name)))) and reason.reason):
                self._differs(
                    lines.get(breach.row, marked.line),
                    f"“{marked.title}”的关系不成立（{breach.where}）：{breach.left}是 {number_text(breach.left_sum)}，{breach.right}是 {number_text(breach.right_sum)}",
                    f"核对这一列（行）各格；原文如此的，在表下面另起一行写明：[{breach.name}](identity:{table.key} \"原因\")", Decimal(breach.left_sum - breach.right_sum), table.key == CATEGORIES,
                )
