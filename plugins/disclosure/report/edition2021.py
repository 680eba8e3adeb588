"""The statutory tables of the 2021 format (国办公开办函〔2021〕30号): tables 2, 3 and 4.

Table 3 counts requests by applicant and decision. In each of its columns, new + carried over =
dealt with + carried to next year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..model.regulations import EDITIONS
from ..model.reporting_year import Year
from ..pages.site import Site
from ..registers import Register
from .definitions import OUTCOMES, REVIEW, SUITS
from .edition2008 import by_category
from .figures import Figure, Row
from .register_years import recorded
from .tables import Cell, Table, TableRow, figure_cell

ACTIONS, REQUESTS, DISPUTES = "表2", "表3", "表4"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NEW, OVER, DONE, NEXT = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（七）总计", "四、结转下年度继续办理"
HEAD = "三、本年度办理结果"

_NUMERALS = "一二三四五六"

RESULTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (
        f"（{numeral}）{group.name}",
        tuple((f"{group.name}：{number}. {ground}", f"{group.name}/{ground}") for number, ground in enumerate(group.grounds, 1)),
    )
    for numeral, group in zip(_NUMERALS, EDITIONS[-1].groups, strict=True)
)
"""Rows of part three, in the order of the decisions of the 2019 edition: label, and for each row below it label and decision."""


def tables(site: Site, known: Mapping[str, Figure], year: int) -> Iterator[Table]:
    """Yield the tables of a report in the 2021 format."""
    yield by_category(site, known, year)
    yield _actions(known)
    yield _requests(site.registers["requests"], Year(year))
    yield _disputes(known)


def _actions(known: Mapping[str, Figure]) -> Table:
    """Return table 2: numbers on what 2019 Art. 20 requires to be published."""
    def row(label: str, *names: str) -> TableRow:
        return TableRow(label, tuple(figure_cell(known.get(name)) if name else Cell() for name in names))

    return Table(
        ACTIONS, "actions", "主动公开政府信息情况", ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额（万元）"), (
            row("第二十条第（一）项：规章", "制发规章数", "废止规章数", "现行有效规章数", "", ""),
            row("第二十条第（一）项：行政规范性文件", "制发规范性文件数", "废止规范性文件数", "现行有效规范性文件数", "", ""),
            row("第二十条第（五）项：行政许可", "", "", "", "行政许可决定数", ""),
            row("第二十条第（六）项：行政处罚", "", "", "", "行政处罚决定数", ""),
            row("第二十条第（六）项：行政强制", "", "", "", "行政强制决定数", ""),
            row("第二十条第（八）项：行政事业性收费", "", "", "", "", "行政事业性收费金额"),
        ),
        "规范性文件由公开目录得出，其余照登记的数列出；横线表示这一格不填。", "信息内容",
    )


def _requests(register: Register, year: Year) -> Table:
    """Return table 3: requests received and dealt with, by kind of applicant."""
    entries = list(register.numbered_rows())
    known = recorded(register, year)

    def line(label: str, where: Callable[[Row], bool], level: int) -> TableRow:
        found = [(row, number) for row, number in entries if where(row)]
        groups = [[number for row, number in found if row["applicant"] == applicant] for applicant in APPLICANTS]
        groups.append([number for _, number in found])
        return TableRow(label, tuple(Cell(len(group) if known else None, rows=(("requests", tuple(group)),)) for group in groups), level)

    rows = [
        line(NEW, year.received, 0),
        line(OVER, year.carried_over, 0),
        TableRow(HEAD, (), 0),
    ]
    for group, (label, below) in zip(EDITIONS[-1].groups, RESULTS, strict=True):
        if not below:
            rows.append(line(label, lambda row, decision=group.name: year.closed(row) and row["decision"] == decision, 1))
            continue
        rows.append(TableRow(label, (), 1))
        rows += [line(lower, lambda row, decision=decision: year.closed(row) and row["decision"] == decision, 2) for lower, decision in below]
    rows.append(line(DONE, year.closed, 1))
    rows.append(line(NEXT, year.left_open, 0))
    return Table(
        REQUESTS, "requests", "收到和处理政府信息公开申请情况", (*APPLICANTS, "总计"), tuple(rows),
        "由依申请公开登记簿按申请人类别和答复数出；每一列的第一项加第二项，等于第三项的总计加第四项。", "申请和办理",
    )


def _disputes(known: Mapping[str, Figure]) -> Table:
    """Return table 4: reconsiderations and lawsuits. The form has its fifteen numbers in one row; here each kind has a row."""
    rows = [
        TableRow(kind, (*(figure_cell(known.get(f"{kind}/{outcome}")) for outcome in OUTCOMES), figure_cell(known.get(f"{kind}/总计"))))
        for kind in (REVIEW, *SUITS)
    ]
    return Table(
        DISPUTES, "disputes", "政府信息公开行政复议、行政诉讼情况", (*OUTCOMES, "总计"), tuple(rows),
        "由行政复议和行政诉讼登记簿按类型和结果数出：当年审结的按结果算，不论何时收到；到年底没有审结的算尚未审结。", "类型",
    )
