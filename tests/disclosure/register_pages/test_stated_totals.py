"""Pages that count single rows name the units that are not among them, since they state totals only."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.report.edition2021 import DISPUTES, NEW, REQUESTS

from tests.kit.project import item
from tests.kit.published_files import sheet
from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS as REQUEST_HEAD
from tests.kit.reports import report, request
from tests.kit.unit_totals import HEAD, totals

pytestmark = pytest.mark.xdist_group("report")

STATED = "只报全年合计，没有逐件登记，不在表里"
UNITS = ("区财政局", "区民政局", "区审计局", "区教育局", "区商务局", "区统计局")


def said(project: Quick, path: str) -> list[str]:
    """Return what a page says of units that state totals."""
    return [part.get_text(" ", strip=True) for part in project.soup(path).select("main p, main li") if "只报全年合计" in part.get_text()]


def test_pages_of_single_rows_name_the_units_that_state_totals(tmp_path: Path) -> None:
    quick = Quick(tmp_path)
    rows = HEAD + "".join(totals(unit, 2021, REQUESTS, {NEW: (2, 0, 0, 0, 0, 0), "四、结转下年度继续办理": (2, 0, 0, 0, 0, 0)}) for unit in UNITS) + totals("区财政局", 2022, DISPUTES)
    quick.write({
        "registers/report_figures.csv": rows, "registers/requests.csv": REQUEST_HEAD + request("1", "2021-03-01", "2021-03-10"),
        "registers/disputes.csv": "number,kind,agency,received,closed,outcome,request\n1,行政复议,区政府办公室,2021-03-01,2021-04-01,结果维持,\n", "reports/2021.md": report("正文。\n", 2021),
        "items/u.md": item(Title="统计", Index="1/77", Agency="区财政局", Created="2021-05-03", Date="2021-05-06", Review="2021-05-04 甲 可以公开"),
    })
    quick.build()
    pointer, note = said(quick, "registers/requests.html")
    assert "2021年有" in pointer and "2021年有 6 个单位" + STATED in note and note.count("局") == 5 and "等）" in note
    (named,) = said(quick, "supervision/2021.html")
    assert named == note
    assert ["2022年有 1 个单位" + STATED in one or "2022年有" in one for one in said(quick, "registers/disputes.html")] == [True, True]
    by_unit = {row["发布机构"]: (row["收到申请"], row["办结申请"]) for row in sheet(quick, "supervision/units.csv") if row["年份"] == "2021"}
    assert by_unit == {"区政府办公室": ("1", "1"), "区财政局": ("", "")}
    quick.write({"registers/report_figures.csv": HEAD + totals("区财政局", 2021, REQUESTS)})
    quick.build()
    assert "2021年有 1 个单位" in said(quick, "supervision/2021.html")[0] and said(quick, "registers/disputes.html") == []
    quick.assert_clean()
