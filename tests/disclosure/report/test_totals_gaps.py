"""A year that a unit leaves out between years of which it states totals is told, with what is carried over it."""

from __future__ import annotations

import pytest
from disclosure.report.edition2021 import NEW, NEXT, OVER, REQUESTS

from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS as REQUEST_HEAD
from tests.kit.reports import report, request, said
from tests.kit.unit_totals import HEAD, totals

pytestmark = pytest.mark.xdist_group("report")

REGISTER = "registers/report_figures.csv"
LEFT = totals("区财政局", 2021, REQUESTS, {NEW: (2, 0, 0, 0, 0, 0), NEXT: (2, 0, 0, 0, 0, 0)})


def carried(number: int, year: int = 2023) -> str:
    """Return the totals of a year with so many requests carried over, all still open."""
    return totals("区财政局", year, REQUESTS, {OVER: (number, 0, 0, 0, 0, 0), NEXT: (number, 0, 0, 0, 0, 0)})


def gaps(project: Quick, rows: str, **files: str) -> list[str]:
    """Return what is said of years and tables that are left out."""
    return [line for line in said(project, {REGISTER: HEAD + rows} | files) if "没有报，也没有逐件登记" in line or "前后的年份都报了" in line]


@pytest.mark.parametrize(("rows", "words"), [
    (LEFT + carried(2), "区财政局2022年没有报，也没有逐件登记；2021年的结转下年度是 2，2023年的上年结转是 2；"),
    (LEFT + carried(3), "区财政局2022年没有报，也没有逐件登记；2021年的结转下年度是 2，2023年的上年结转是 3，各列不同的有：自然人（2 与 3）、总计（2 与 3）；"),
    (LEFT + carried(2, 2024), "区财政局2022、2023年没有报，也没有逐件登记；2021年的结转下年度是 2，2024年的上年结转是 2；"),
    (LEFT + totals("区民政局", 2022, REQUESTS), "区财政局2022年没有报，也没有逐件登记；2021年的结转下年度是 2；"),
])
def test_a_year_that_is_left_out_is_told_with_what_is_carried_over_it(quick: Quick, rows: str, words: str) -> None:
    found = gaps(quick, rows)
    assert len(found) == 1 and found[0].startswith(f"{REGISTER}:") and f"提醒：{words}" in found[0], found


def test_a_report_of_the_district_asks_for_the_year_of_a_unit_that_left_requests_open(quick: Quick) -> None:
    found = gaps(quick, LEFT, **{"reports/2022.md": report("收到[1件](figure:收到申请数)，结转[0件](figure:结转下年度申请数)。\n", 2022)})
    assert len(found) == 1 and "区财政局2022年没有报" in found[0]
    closed = totals("区财政局", 2021, REQUESTS)
    assert gaps(quick, closed) == []


def test_a_table_that_is_left_out_of_a_year_is_told(quick: Quick) -> None:
    rows = LEFT + totals("区财政局", 2022, "表4") + carried(2)
    found = gaps(quick, rows)
    assert len(found) == 1 and "区财政局2022年没有报表3，前后的年份都报了" in found[0]
    single = REQUEST_HEAD + request("1", "2022-03-01", "2022-03-10").replace("区政府办公室", "区财政局")
    assert gaps(quick, rows, **{"registers/requests.csv": single}) == []


def test_single_rows_and_years_after_the_last_day_of_an_agency_leave_no_gap(quick: Quick) -> None:
    single = REQUEST_HEAD + request("1", "2022-03-01", "2022-03-10").replace("区政府办公室", "区财政局")
    assert gaps(quick, LEFT + carried(2), **{"registers/requests.csv": single}) == []
    agencies = "code,name,office,leader,responsible,address,hours,phone,email,short,document_words,since,until,predecessors\n" + "".join(
        f"{code},{name},办公室,副局长,主任,某街1号,工作日 9:00–12:00,0791-0100 0875,a@example.com,,,,{until},\n"
        for code, name, until in (("014500858", "区政府办公室", ""), ("014500863", "区财政局", "{until}"), ("014500864", "区民政局", ""))
    )
    rows, none = LEFT + totals("区民政局", 2022, REQUESTS), {"registers/requests.csv": REQUEST_HEAD}
    assert [len(gaps(quick, rows, **none | {"registers/agencies.csv": agencies.format(until=until)})) for until in ("2021-12-31", "2022-01-01")] == [0, 1]
