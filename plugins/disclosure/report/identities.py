"""Identities: sums that must hold within a table, and from one year to the next.

A grid is the numbers of a table by row and column, either computed or as a report states
them. The same identities are checked on both. An identity with an unknown number is not
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from .edition2008 import CATEGORIES, STATISTICS
from .edition2021 import DISPUTES, DONE, NEW, NEXT, OVER, REQUESTS
from .editions import EDITIONS
from .figures import Figure
from .tables import Table, plain

Grid = Mapping[tuple[str, str], Decimal]
"""Numbers by (plain row label, column)."""


class Equation(NamedTuple):
    """The sum of some rows equals the sum of others, in every column."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    figures: tuple[str, ...] = ()
    """Names of figures that the table has no row for, and that are added to the right."""


class Checked(NamedTuple):
    """One identity checked on one column or row: both sides in words and in numbers."""

    table: str
    where: str
    left: str
    right: str
    left_sum: Decimal
    right_sum: Decimal
    row: str
    """Plain label of the row at which a breach is told."""
    reason: str = ""
    """Why it does not hold, as the report says."""

    @property
    def name(self) -> str:
        """The name by which a mark in a report gives the reason for a breach."""
        return f"{self.where}：{self.left}＝{self.right}"

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left_sum == self.right_sum


def _parts_of_done() -> tuple[tuple[str, ...], ...]:
    """Return the rows that add up to （七）总计, for each edition that has table 3."""
    layouts = (edition.layout(REQUESTS) for edition in reversed(EDITIONS))
    return tuple(tuple(line.label for line in layout.lines if line.level and line.counts and line.label != DONE) for layout in layouts if layout)


EQUATIONS: dict[str, tuple[Equation, ...]] = {
    CATEGORIES: (),
    STATISTICS: (
        Equation(("（一）收到申请数",), ("1. 当面申请数", "2. 传真申请数", "3. 网络申请数", "4. 信函申请数")),
        Equation(("（二）申请办结数",), ("1. 按时办结数", "2. 延期办结数"), ("逾期办结数", "不能判断期限的办结数")),
        Equation(("（三）申请答复数",), (
            "1. 属于已主动公开范围数", "2. 同意公开答复数", "3. 同意部分公开答复数", "4. 不同意公开答复数", "5. 不属于本行政机关公开数",
            "6. 申请信息不存在数", "7. 告知作出更改补充数", "8. 告知通过其他途径办理数",
        )),
        Equation(("4. 不同意公开答复数",), (
            "其中：涉及国家秘密", "涉及商业秘密", "涉及个人隐私", "危及国家安全、公共安全、经济安全和社会稳定", "不是条例所指政府信息", "法律法规规定的其他情形",
        )),
        Equation(("四、行政复议数量",), ("（一）复议维持具体行政行为数", "（二）复议被依法纠错数", "（三）复议其他情形数")),
        Equation(("五、行政诉讼数量",), ("（一）诉讼维持具体行政行为或者驳回原告诉讼请求数", "（二）诉讼被依法纠错数", "（三）诉讼其他情形数")),
        Equation(("（三）从事政府信息公开工作人员数",), ("1. 专职人员数", "2. 兼职人员数")),
    ),
    REQUESTS: (*(Equation((DONE,), parts) for parts in _parts_of_done()), Equation((NEW, OVER), (DONE, NEXT))),
    DISPUTES: (),
}
"""Identities that hold in each column of a table, by the table's key. One whose rows a table does not have is not checked."""

ROW_TOTALS = {REQUESTS, DISPUTES}
"""Tables whose last column is the sum of the others, in every row."""


def within(table: Table, grid: Grid, known: Mapping[str, Figure]) -> Iterator[Checked]:
    """Check the identities within one table; yield each with its two sums. `known` are the figures of the year."""
    equations = list(EQUATIONS.get(table.key, ()))
    if table.key == CATEGORIES:
        equations.append(Equation(("合计",), tuple(row.label for row in table.rows[:-1])))
    for left, right, names in equations:
        more = {name: value for name in names if (value := known[name].value)}
        for column in table.columns:
            sides = _sum(grid, left, column), _sum(grid, right, column)
            if None not in sides:
                yield Checked(table.title, column, _words(left), _words((*right, *more)), sides[0], sides[1] + sum(more.values()), plain(left[0]))
    if table.key in ROW_TOTALS:
        *parts, whole = table.columns
        for row in table.rows:
            cells = [grid.get((plain(row.label), column)) for column in (whole, *parts)]
            if None not in cells:
                yield Checked(table.title, row.label, whole, "、".join(parts) + "之和", cells[0], sum(cells[1:]), plain(row.label))


def _sum(grid: Grid, labels: Sequence[str], column: str) -> Decimal | None:
    cells = [grid.get((plain(label), column)) for label in labels]
    return None if None in cells else sum(cells, Decimal(0))


def _words(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else "与".join(labels) + "之和" if len(labels) < 4 else f"“{labels[0]}”等{len(labels)}项之和"


def across(table: Table, grid: Grid, last: Grid, withdrawn: Mapping[str, Decimal]) -> Iterator[Checked]:
    """Check a table against the grid of the year before, as `for_next_year` returns it.

    In each row of the categories, total = last year's total + new − withdrawn. In each column of
    table 3, carried over = last year's carried to next year. `withdrawn` are the numbers by row label.
    """
    if table.key == REQUESTS:
        for column in table.columns:
            over, left = grid.get((plain(OVER), column)), last.get((plain(NEXT), column))
            if over is not None and left is not None:
                yield Checked(table.title, column, "上年结转", "上年的结转下年度", over, left, plain(OVER))
    if table.key == CATEGORIES:
        total, new = table.columns
        for row in table.rows:
            label = plain(row.label)
            cells = [grid.get((label, total)), last.get((label, "总数")), grid.get((label, new))]
            if None not in cells:
                gone = withdrawn.get(row.label, Decimal(0))
                yield Checked(table.title, row.label, "年末总数", "上年年末总数加本年新增减本年撤下", cells[0], cells[1] + cells[2] - gone, label)


def computed(table: Table) -> dict[tuple[str, str], Decimal]:
    """Return the grid of a table's computed numbers."""
    return {
        (plain(row.label), column): Decimal(cell.value)
        for row in table.rows for column, cell in zip(table.columns, row.cells, strict=False) if cell.value is not None
    }


def for_next_year(table: Table, grid: Grid) -> Grid:
    """Return what `across` needs of a grid a year later. The column of totals names its year, so it becomes 总数."""
    if table.key != CATEGORIES:
        return grid
    return {(label, "总数"): number for (label, column), number in grid.items() if column == table.columns[0]}
