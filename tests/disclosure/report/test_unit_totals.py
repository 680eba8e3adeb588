"""Totals of units: added to single requests, checked by every identity, and led to from each cell."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from disclosure.catalogue.file import SCHEMA
from disclosure.model.taxonomy import Taxonomy
from disclosure.pages.site import Site
from disclosure.registers import Registers
from disclosure.report import request_table
from disclosure.report.edition2021 import APPLICANTS, DONE, NEW, NEXT, OVER, REQUESTS
from disclosure.report.editions import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.published_files import number
from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS as REQUEST_HEAD
from tests.kit.reports import report, request, said
from tests.kit.unit_totals import HEAD, changed, line_of_cell, totals

pytestmark = pytest.mark.xdist_group("report")

REGISTER = "registers/report_figures.csv"
OPEN_, DENIED = "（一）予以公开", "不予公开：1. 属于国家秘密"
SEVEN = {NEW: (5, 2, 0, 0, 0, 0), OVER: (1, 0, 0, 0, 0, 0), OPEN_: (4, 1, 0, 0, 0, 0), DENIED: (1, 0, 0, 0, 0, 0), NEXT: (1, 1, 0, 0, 0, 0)}
"""Seven new requests and one carried over: six dealt with, two carried to next year."""


def table(project: Quick, path: str) -> dict[str, list]:
    """Return the rows of the table of requests on a page: label → seven numbers."""
    rows = project.soup(path).table.select("tbody tr")
    return {row.th.get_text(): [number(cell.get_text() or "—") for cell in row.find_all("td")] for row in rows}


def test_totals_of_units_and_single_requests_add_up_and_each_cell_leads_to_both(quick: Quick) -> None:
    single = REQUEST_HEAD + request("1", "2021-03-01", "2021-03-10") + request("2", "2021-04-01", "2022-01-05", applicant="商业企业")
    found = said(quick, {
        "registers/requests.csv": single, "reports/2021.md": report("收到[9件](figure:收到申请数)。\n", 2021),
        REGISTER: HEAD + totals("区财政局", 2021, REQUESTS, SEVEN) + totals("区民政局", 2021, REQUESTS),
    })
    assert found == []
    rows = table(quick, "reports/2021/requests.html")
    assert rows[NEW] == [6, 3, 0, 0, 0, 0, 9] and rows[OVER] == [1, 0, 0, 0, 0, 0, 1]
    assert rows[DONE] == [6, 1, 0, 0, 0, 0, 7] and rows[NEXT] == [1, 2, 0, 0, 0, 0, 3] and rows[OPEN_][0] == 5
    page = quick.soup("reports/2021/requests.html")
    for cell in (cell for cell in page.table.select("tbody td") if cell.get_text() not in ("", "0")):
        place = page.find(id=cell.a["href"].partition("#")[2])
        assert place is not None
    ids = [place["id"] for place in page.select("[id]")]
    assert len(ids) == len(set(ids))
    group = page.find(id="r0-0-report_figures")
    assert "区财政局" not in page.find(id="r0-0").get_text()
    assert [cell.get_text() for cell in group.find_all("tr")[1].find_all(["th", "td"])][:6] == ["区财政局", "2021", "表3", NEW, "自然人", "5"]
    units = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in page.find(id="units").find_parent("section").select("tbody tr")}
    assert units == {"区政府办公室": ["2", "0", "1", "1", "逐件"], "区财政局": ["7", "1", "6", "2", "合计"], "区民政局": ["0", "0", "0", "0", "合计"]}
    lists = quick.soup("reports/2021/" + next(path.name for path in (quick.output / "reports/2021").glob("f-*.html") if "收到申请数" in path.read_text()[:900])).select("h2")
    assert [heading.get_text() for heading in lists if "行" in heading.get_text()] == ["依申请公开登记簿：2 行", "各单位年度合计：12 行"]


def test_a_unit_that_states_totals_and_lists_single_requests_too_is_told_with_both_places(quick: Quick) -> None:
    rows = HEAD + totals("区政府办公室", 2021, REQUESTS, SEVEN)
    found = said(quick, {REGISTER: rows, "registers/requests.csv": REQUEST_HEAD + request("1", "2021-03-01", "2021-03-10")})
    assert found == [f"registers/requests.csv:2: 区政府办公室2021年的表3已经登记了合计（{REGISTER}:2），这里又逐件登记；两样只登记一样：删去合计，或者删去这一行"]
    assert said(quick, {"registers/requests.csv": REQUEST_HEAD + request("1", "2019-06-03", "2019-06-10")}) == []


def test_disputes_are_kept_one_by_one_or_as_totals_too(quick: Quick) -> None:
    head = "number,kind,agency,received,closed,outcome,request\n"
    rows = HEAD + totals("区政府办公室", 2021, "表4", {"行政复议": (2, 0, 1, 0)})
    found = said(quick, {REGISTER: rows, "registers/disputes.csv": head + "1,行政复议,区政府办公室,2021-03-01,2021-05-06,结果维持,\n"})
    assert len(found) == 1 and found[0].startswith(f"registers/disputes.csv:2: 区政府办公室2021年的表4已经登记了合计（{REGISTER}:2）")
    files = {"registers/disputes.csv": head + "1,行政复议,区民政局,2021-03-01,2021-05-06,结果维持,\n", "reports/2021.md": report("复议[4件](figure:行政复议数)，诉讼[0件](figure:行政诉讼数)。\n", 2021)}
    assert said(quick, files) == []
    assert [cell.get_text() for cell in quick.soup("reports/2021/disputes.html").table.select("tbody tr")[0].find_all("td")] == ["3", "0", "1", "0", "4"]


@pytest.mark.parametrize(("label", "column", "stated", "words"), [
    (NEW, "自然人", 6, "关系不成立（自然人）：一、本年新收政府信息公开申请数量与二、上年结转政府信息公开申请数量之和是 7，（七）总计与四、结转下年度继续办理之和是 6"),
    (OPEN_, "其他", 1, "关系不成立（其他）：一、本年新收政府信息公开申请数量与二、上年结转政府信息公开申请数量之和是 0"),
    (DENIED, "自然人", None, f"少了“{DENIED}”（自然人）；补上；没有的写 0"),
    (NEW, "自然人", "5.5", "有小数；写整数"),
    (NEW, "自然人", -5, "不能是负数"),
])
def test_a_fault_planted_in_the_totals_is_told_at_its_line(quick: Quick, label: str, column: str, stated: object, words: str) -> None:
    rows = HEAD + totals("区财政局", 2021, REQUESTS, SEVEN)
    assert said(quick, {REGISTER: rows}) == []
    found = said(quick, {REGISTER: changed(rows, label, column, stated)})
    assert any(words in line and f"{REGISTER}:" in line and "区财政局2021年的表3" in line for line in found), found


def test_a_sum_that_a_unit_states_is_checked_against_its_parts(quick: Quick) -> None:
    rows = HEAD + totals("区财政局", 2021, REQUESTS, SEVEN) + f"区财政局,2021,表3,{DONE},自然人,5,报送\n区财政局,2021,表3,{NEW},总计,8,报送\n"
    rows += totals("区财政局", 2021, "表4") + "区财政局,2021,表4,行政复议,总计,1,报送\n"
    found = "\n".join(said(quick, {REGISTER: rows.replace(f"{DONE},自然人,5", f"{DONE},自然人,6")}))
    assert "关系不成立（自然人）：（七）总计是 6，“（一）予以公开”等21项之和是 5" in found
    assert f"关系不成立（{NEW}）：总计是 8，自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之和是 7" in found
    assert "区财政局2021年的表4关系不成立（行政复议）：总计是 1，结果维持、结果纠正、其他结果、尚未审结之和是 0" in found


@pytest.mark.parametrize(("row", "words"), [
    ("区财政局,2021,统计表,（一）收到申请数,,3,报送", "2021年的年报没有“统计表”；这一年的表有：表2、表3、表4"),
    ("区财政局,2016,表3,（七）总计,自然人,3,报送", "2016年的年报没有“表3”；这一年的表有：统计表"),
    ("区财政局,2021,表3,（一）予以公布,自然人,3,报送", "表3里没有“（一）予以公布”这一行；是不是“（一）予以公开”？"),
    ("区财政局,2021,表3,三、本年度办理结果,自然人,3,报送", "“三、本年度办理结果”是标题，没有数"),
    ("区财政局,2021,表3,（七）总计,自然的人,3,报送", "表3里没有“自然的人”这一列；是不是“自然人”？"),
    ("区财政局,2021,表2,第二十条第（五）项：行政许可,本年制发件数,3,报送", "表2的“第二十条第（五）项：行政许可”（本年制发件数）这一格不填"),
    ("区财政局,2016,统计表,（一）收到申请数,,3,报送\n区财政局,2016,统计表,（一） 收到申请数,统计数,3,报送", "与第 2 行重复：同一单位、同一年、同一格"),
])
def test_a_row_that_stands_in_no_cell_or_in_one_that_is_taken_is_told(quick: Quick, row: str, words: str) -> None:
    found = said(quick, {REGISTER: HEAD + row + "\n"})
    assert any(words in line for line in found), found


def test_the_full_wording_of_the_form_names_a_row_too(quick: Quick) -> None:
    rows = totals("区财政局", 2021, REQUESTS, SEVEN).replace("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）").replace(DENIED, "1.属于国家秘密")
    assert said(quick, {REGISTER: HEAD + rows}) == []


def test_what_a_unit_carries_over_is_what_it_left_open_whichever_way_it_keeps_its_requests(quick: Quick) -> None:
    """The request of 2020 that was answered in 2021 stands in the totals of 2020, and singly in 2021."""
    before = HEAD + totals("区政府办公室", 2020, REQUESTS, {NEW: (1, 0, 0, 0, 0, 0), NEXT: (1, 0, 0, 0, 0, 0)})
    single = REQUEST_HEAD + request("1", "2020-12-20", "2021-01-12") + request("2", "2021-03-01", "2021-03-10")
    assert said(quick, {REGISTER: before, "registers/requests.csv": single, "reports/2021.md": report("收到[1件](figure:收到申请数)，结转[1件](figure:上年结转申请数)。\n", 2021)}) == []
    found = said(quick, {"registers/requests.csv": single.replace("2020-12-20", "2021-01-04")})
    place = line_of_cell(before, NEXT, "自然人")
    assert f"{REGISTER}:{place}: 区政府办公室2020年的表3（自然人）：2021年的上年结转是 0，2020年的结转下年度是 1；核对两年的数" in found
    both = before + totals("区政府办公室", 2021, REQUESTS)
    found = said(quick, {REGISTER: both, "registers/requests.csv": REQUEST_HEAD})
    assert any("区政府办公室2021年的表3（自然人）：2021年的上年结转是 0，2020年的结转下年度是 1" in line for line in found)


def test_a_figure_that_a_unit_does_not_state_is_unknown_and_says_who_left_it_out(quick: Quick) -> None:
    single = REQUEST_HEAD + request("1", "2021-03-01", "2021-03-10")
    found = said(quick, {
        REGISTER: HEAD + totals("区财政局", 2021, REQUESTS, SEVEN), "registers/requests.csv": single,
        "reports/2021.md": report("网络申请[1件](figure:网络申请数)。\n", 2021),
    })
    assert len(found) == 1 and "“网络申请数”没有登记" in found[0]
    page = next(page for path in (quick.output / "reports/2021").glob("f-*.html") if (page := quick.soup(f"reports/2021/{path.name}")).h1.get_text().startswith("网络申请数"))
    assert "区财政局只报全年的合计，合计里没有这个数。" in page.get_text()


def test_table_2_is_the_sum_of_the_units_and_their_documents_are_not_counted_twice(quick: Quick) -> None:
    filed = quick.content / "items/a.md"
    filed.write_text(filed.read_text(encoding="utf-8").replace("2014-", "2021-"), encoding="utf-8")
    agency = next(line.partition(": ")[2].strip() for line in filed.read_text(encoding="utf-8").splitlines() if line.startswith("Agency"))
    made = {"第二十条第（一）项：行政规范性文件": (4, 0, 9), "第二十条第（八）项：行政事业性收费": ("12.345678",)}
    rows = HEAD + totals(agency, 2021, "表2", made) + totals("区民政局", 2021, "表2", {"第二十条第（五）项：行政许可": (30,)})
    text = "制发[4件](figure:制发规范性文件数)，许可[30件](figure:行政许可决定数)，收费[12.345678万元](figure:行政事业性收费金额)。\n"
    assert said(quick, {REGISTER: rows, "reports/2021.md": report(text, 2021)}) == []
    page = quick.soup("reports/2021/index.html").find(id=lambda name: name and name.startswith("f-"), string=lambda text: text and text.startswith("制发规范性文件数：4 件"))
    assert page is not None and "各单位年度合计" in page.find_parent("section").get_text()
    found = said(quick, {REGISTER: HEAD + totals(agency, 2021, "表2")})
    assert any(f"提醒：{agency}2021年的“制发规范性文件数”登记的是 0，公开目录里有 1" in line for line in found)


def test_a_number_that_the_district_knows_as_a_whole_is_not_added_to_and_that_is_told(quick: Quick) -> None:
    resources = "year,offices,reading_points,full_time,part_time,budget,source\n2016,1,2,3,4,5,区政府办公室\n"
    stated = "区财政局,2016,统计表,1. 专职人员数,,2,报送\n区财政局,2016,统计表,六、举报投诉数量,,1,报送\n"
    found = said(quick, {"registers/resources.csv": resources, REGISTER: HEAD + stated, "reports/2016.md": report("专职[3人](figure:专职人员数)，投诉[1件](figure:举报投诉数)。\n", 2016)})
    assert found == [f"{REGISTER}:2: 提醒：全区的“专职人员数”是另外得出的 3（机构建设和保障），不加区财政局的 2；全区的数要加上这个数的，在 declared.csv 登记，写明其中结转"]


NUMBERS = st.lists(st.tuples(
    st.sampled_from(["甲局", "乙局", "丙局"]), st.integers(0, 5), st.sampled_from(["2019-04-02", "2020-11-02", "2021-02-03", "2021-12-30"]),
    st.sampled_from(["", "2019-06-03", "2021-03-04", "2021-12-31", "2022-02-01"]), st.sampled_from(["予以公开", "无法提供/本机关不掌握相关政府信息", "其他处理/其他", "同意公开"]),
), max_size=30)


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(NUMBERS, st.lists(st.integers(0, 9), min_size=6, max_size=6), st.sampled_from([2019, 2020, 2021]))
def test_the_district_is_the_sum_of_its_units_in_every_cell(tmp_path_factory: pytest.TempPathFactory, drawn: list, opened: list[int], year: int) -> None:
    folder = tmp_path_factory.mktemp("sums")
    (folder / "registers").mkdir()
    rows = REQUEST_HEAD
    for position, (agency, applicant, received, answered, decision) in enumerate(drawn):
        closed = answered if answered >= received else ""
        rows += f"{position},{agency},{received},网络,{APPLICANTS[applicant]},某,{closed},{decision if closed else ''}\n"
    (folder / "registers/requests.csv").write_text(rows, encoding="utf-8")
    stated = totals("丁局", year, REQUESTS, {NEW: tuple(opened), OPEN_: tuple(opened)})
    (folder / "registers/report_figures.csv").write_text(HEAD + stated, encoding="utf-8")
    site = bare_site(folder)
    layout = edition_of(year).layout(REQUESTS)
    whole = request_table.table(site, layout, year)
    parts = [request_table.table(site, layout, year, unit) for unit in ("甲局", "乙局", "丙局", "丁局")]
    for place, row in enumerate(whole.rows):
        for column, cell in enumerate(row.cells):
            assert (cell.value or 0) == sum(part.rows[place].cells[column].value or 0 for part in parts)
    assert [cell.value for cell in whole.row(NEW).cells[:6]] == [
        number + sum(one[1] == place and one[2].startswith(str(year)) for one in drawn) for place, number in enumerate(opened)
    ]


def bare_site(folder: Path) -> Site:
    """Return a site without items, with the registers of a folder."""
    from disclosure.model.settings import add_defaults

    chosen: dict = {"SITENAME": "某区", "SITEURL": ""}
    add_defaults(chosen)
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return Site(connection, Taxonomy.of(chosen), Registers(str(folder)), chosen, str(folder), [])
