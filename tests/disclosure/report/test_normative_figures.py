"""Figures of normative documents agree with the library at the end of every year, whatever ended or revived a document."""

from __future__ import annotations

import re

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.reports import report, said

pytestmark = pytest.mark.xdist_group("report")

HEADER = "decision,decided,decision_item,item,document,document_number,result,since\n"
YEARS = range(2012, 2017)


def document(number: int, **changes: str) -> dict[str, str]:
    """Return the file of a normative document of 2012."""
    days = {"Created": "2012-01-10", "Date": "2012-01-11", "Review": "2012-01-10 甲 可以公开"}
    return {f"items/{number}.md": item(**({"Index": f"9/{number}", "Title": f"第{number}号文件", "Category": "法规文件/规范性文件"} | days | changes))}


def decided(number: int, day: str, result: str) -> str:
    return f"{day[:4]}年清理,{day},,9/{number},第{number}号文件,,{result},\n"


DOCUMENTS = (
    document(1, Validity="有效", Validity_History="2013-06-30 失效 到期; 2015-03-01 有效 重新公布")
    | document(2, Validity="废止 2014-05-01") | document(3, Validity="废止") | document(4, Validity="有效")
    | document(5, Valid_Until="2014-06-30", Validity="失效 2014-07-01") | document(6, Valid_Until="2013-06-30", Validity="有效")
    | document(7, Created="2015-02-02", Date="2015-02-02", Review="2015-02-02 甲 可以公开", Replaces="9/8") | document(8, Validity="废止 2016-05-05")
    | document(9, Validity="失效", Validity_History="2013-02-01 失效 到期; 2013-10-01 有效 重新公布; 2016-02-01 失效 到期")
)
CLEARANCES = HEADER + decided(3, "2014-05-01", "废止") + decided(4, "2014-05-01", "废止") + decided(4, "2016-03-01", "保留") + decided(6, "2014-12-01", "保留")


def figure(project: Quick, year: int, name: str) -> int:
    """Return a figure as the page that lists all figures of a year shows it."""
    lines = {line.th.get_text(): line.td.get_text(" ") for line in project.soup(f"reports/{year}/index.html").select("main .rr-figures--check tbody tr")}
    return int(lines[name].split()[0])


def test_report_and_library_name_as_many_documents_in_force_at_the_end_of_every_year(quick: Quick) -> None:
    quick.write(DOCUMENTS | {"registers/clearances.csv": CLEARANCES} | {f"reports/{year}.md": report("正文。\n", year) for year in YEARS})
    told = quick.build().stdout
    assert "没有写从哪一天起" not in told
    listed = [int(re.search(r"共 ([\d,]+) 件", quick.soup(f"normative/on-{year}-12-31.html").main.get_text())[1]) for year in YEARS]
    assert [figure(quick, year, "现行有效规范性文件数") for year in YEARS] == listed == [8, 7, 5, 6, 6]
    assert [figure(quick, year, "废止规范性文件数") for year in YEARS] == [0, 3, 4, 1, 1]


def test_the_figures_follow_the_register_of_clearances_as_a_clean_build_makes_them(quick: Quick) -> None:
    quick.write(document(1) | {"reports/2014.md": report("废止[0件](figure:废止规范性文件数)。\n"), "registers/clearances.csv": HEADER})
    quick.build()
    before = figure(quick, 2014, "废止规范性文件数")
    quick.write({"registers/clearances.csv": HEADER + decided(1, "2014-05-01", "废止") + decided(1, "2016-05-01", "保留")})
    assert any("算出来是 1" in line for line in said(quick, {}))
    assert (before, figure(quick, 2014, "废止规范性文件数")) == (0, 1)
    quick.assert_clean()
