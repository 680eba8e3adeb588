"""The annual report: statutory tables beside those computed, sums that must hold, charts; reports from year to year."""

from __future__ import annotations

import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from disclosure.report import marks
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.project import item
from tests.kit.published_files import number
from tests.kit.quick_builds import Quick, few
from tests.kit.reports import REQUESTS, entries, line_of, report, request, said, spoilt

pytestmark = pytest.mark.xdist_group("report")

CATEGORIES = "[各类](table:分类)\n\n| 类别 | 总数 | 新增 |\n|---|--:|--:|\n"


def categories(total: int, new: int, whole: int | None = None) -> str:
    """Return a marked table of categories with numbers for one of them only."""
    names = ("概况信息", "法规文件", "发展规划", "工作动态", "人事信息", "财经信息", "行政执法", "公共服务")
    rows = [f"| {name} | {total if name == '法规文件' else 0} | {new if name == '法规文件' else 0} |\n" for name in names]
    return CATEGORIES + "".join(rows) + f"| **合计** | {total if whole is None else whole} | {new} |\n"


def test_a_cell_off_by_one_and_the_sum_that_breaks_are_named(quick: Quick) -> None:
    assert said(quick, {"reports/2014.md": report(categories(2, 1))}) == []
    found = said(quick, {"reports/2014.md": report(categories(2, 1, whole=3))})
    assert [line.split("；")[0] for line in found] == [
        "reports/2014.md:17: “各类”的“合计”（2014年底总数）文中是 3，算出来是 2，文中多 1",
        "reports/2014.md:17: “各类”的关系不成立（2014年底总数）：合计是 3，“概况信息”等8项之和是 2",
        "reports/2014.md:17: “各类”的关系不成立（合计）：年末总数是 3，上年年末总数加本年新增减本年撤下是 2",
    ]


def test_totals_across_years_are_checked_between_the_reports_themselves(quick: Quick) -> None:
    """Carried figures of two years must add up, and so must the tables of two reports."""
    carried = "category,year,total,new,source\n法规文件,2013,9,1,年报\n法规文件,2014,20,11,年报\n"
    before, after = report(categories(10, 2), 2013), report(categories(22, 12), 2014)
    assert said(quick, {"registers/carried_forward.csv": carried, "reports/2013.md": before, "reports/2014.md": after}) == []
    found = spoilt(quick, "registers/carried_forward.csv", "2014,20,11", "2014,21,11")
    assert found[0] == "registers/carried_forward.csv:3: 法规文件2014年结转总数是 21，上年总数 9 加本年新增 11 是 20"
    found = said(quick, {"registers/carried_forward.csv": carried, "reports/2014.md": report(categories(23, 12))})
    assert any("关系不成立（法规文件）：年末总数是 23，上年年末总数加本年新增减本年撤下是 22" in line for line in found)


def test_withdrawn_items_are_taken_off_the_total_across_years(quick: Quick) -> None:
    quick.write({"items/b.md": item(Index="1/2", Date="2013-05-02", Created="2013-05-01", Review="2013-05-01 甲 可以公开", Withdrawn="2014-02-01 重复")})
    assert said(quick, {"reports/2013.md": report(categories(1, 1), 2013), "reports/2014.md": report(categories(1, 1))}) == []


def test_table_3_off_by_one_in_one_column_is_found_in_the_cell_and_in_the_column(copy: Quick) -> None:
    label = "| 不予公开：4. 保护第三方合法权益 | 0 | "
    place = line_of(copy, "reports/2021.md", label)
    found = spoilt(copy, "reports/2021.md", f"{label}1 |", f"{label}2 |")
    table = "“收到和处理政府信息公开申请情况”"
    done = line_of(copy, "reports/2021.md", "| （七）总计 |")
    assert found == [
        f"reports/2021.md:{place}: {table}的“不予公开：4. 保护第三方合法权益”（商业企业）文中是 2，算出来是 1，文中多 1",
        f"reports/2021.md:{place}: {table}的关系不成立（不予公开：4. 保护第三方合法权益）：总计是 1，自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之和是 2",
        f"reports/2021.md:{done}: {table}的关系不成立（商业企业）：（七）总计是 2，“（一）予以公开”等21项之和是 3",
    ]


def test_what_is_carried_over_is_what_was_left_open_last_year(quick: Quick) -> None:
    """Last year's report is the measure, where it stands here."""
    rows = REQUESTS + request("2020-1", "2020-12-20", "2021-01-12") + request("2021-1", "2021-03-01", "2021-03-10")
    quick.write({"registers/requests.csv": rows})
    files = {}
    for year in (2020, 2021):
        quick.write({f"reports/{year}.md": report("正文。\n", year)})
    quick.build()
    for year in (2020, 2021):
        page = quick.soup(f"reports/{year}/requests.html")
        lines = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.table.select("tr")]
        cells = [f"| {' | '.join(line)} |" for line in lines]
        files[f"reports/{year}.md"] = report("[表三](table:表3)\n\n" + "\n".join([cells[0], "|---" * 8 + "|", *cells[1:]]) + "\n", year)
    assert said(quick, files) == []
    spoiled = files["reports/2020.md"].replace("| 四、结转下年度继续办理 | 1 |", "| 四、结转下年度继续办理 | 2 |")
    assert spoiled != files["reports/2020.md"]
    found = said(quick, {"reports/2020.md": spoiled})
    assert any("reports/2021.md" in line and "（自然人）：上年结转是 1，上年的结转下年度是 2" in line for line in found)


def without_issue(project: Quick) -> str:
    """Return the project's report of 2021 as one that was not issued yet."""
    return re.sub("Issued:.*\n", "", (project.content / "reports/2021.md").read_text(encoding="utf-8"))


DISPUTES = "| 行政复议 | 1 | 1 | 0 | 1 | 3 |"


def test_a_reason_belongs_to_one_cell_and_silences_no_other(copy: Quick) -> None:
    text = without_issue(copy).replace(DISPUTES, '| 行政复议 | [2](cell: "统计口径不同") | 1 | 0 | [0](cell: "到年底已经撤回") | 3 |')
    assert said(copy, {"reports/2021.md": text}) == []
    page = copy.soup("reports/2021.html")
    rows = {row.find("td").get_text(): row for row in page.select(".rr-check__table tr:has(.rr-figures__cell--differs)")}
    assert [cell.get_text() for cell in rows["结果维持"].find_all("td")[1:]] == ["2", "1", "多 1", "统计口径不同"]
    assert rows["尚未审结"].find_all("td")[-1].get_text() == "到年底已经撤回"
    (link,) = [link for link in page.select(".rr-prose td a.rr-figure--differs") if link.get_text() == "2"]
    assert page.find(id=link["href"][1:]).h3.get_text() == "政府信息公开行政复议、行政诉讼情况"
    found = said(copy, {"reports/2021.md": text.replace('[0](cell: "到年底已经撤回")', "0")})
    assert len(found) == 1 and "的“行政复议”（尚未审结）文中是 0，算出来是 1，文中少 1；改正这一格，或在格里写明原因：[0](cell: \"原因\")" in found[0]


def test_a_reason_on_a_whole_table_silences_nothing_and_is_told(copy: Quick) -> None:
    text = without_issue(copy).replace("](table:表4)", '](table:表4 "统计口径不同")').replace(DISPUTES, "| 行政复议 | 2 | 1 | 0 | 1 | 3 |")
    found = "\n".join(said(copy, {"reports/2021.md": text}))
    assert "提醒：“政府信息公开行政复议、行政诉讼情况”整张表的说明不算数" in found and '如 [2](cell: "统计口径不同")' in found
    assert "（结果维持）文中是 2，算出来是 1" in found and "关系不成立（行政复议）：总计是 3" in found


def test_a_sum_that_does_not_hold_needs_a_reason_that_names_it(copy: Quick) -> None:
    text = without_issue(copy).replace(DISPUTES, '| 行政复议 | [2](cell: "口径不同") | 1 | 0 | 1 | 3 |')
    found = said(copy, {"reports/2021.md": text})
    assert len(found) == 1 and "关系不成立（行政复议）：总计是 3，结果维持、结果纠正、其他结果、尚未审结之和是 4" in found[0]
    mark = re.search(r"写明：(\[.*\]\(identity:表4 \"原因\"\))", found[0])[1]
    explained = text.replace("| 行政诉讼（复议后起诉） | 0 | 0 | 0 | 1 | 1 |", "| 行政诉讼（复议后起诉） | 0 | 0 | 0 | 1 | 1 |\n\n" + mark.replace("原因", "原表如此"))
    assert said(copy, {"reports/2021.md": explained}) == []
    page = copy.soup("reports/2021.html")
    assert "行政复议：3 对 4，说明：原表如此" in page.select_one(".rr-check").get_text()
    (link,) = [link for link in page.select(".rr-prose p a.rr-figure") if "总计＝" in link.get_text()]
    assert page.find(id=link["href"][1:]).td.get_text() == "政府信息公开行政复议、行政诉讼情况"
    wrong = explained.replace("](identity:表4", "](identity:表3")
    assert [("关系不成立" in line, "没有核对“行政复议：总计＝" in line) for line in said(copy, {"reports/2021.md": wrong})] == [(True, False), (False, True)]


@pytest.mark.parametrize(("old", "new", "words"), [
    (DISPUTES, '| 行政复议 | [1](cell: "多余") | 1 | 0 | 1 | 3 |', "提醒：“行政复议”（结果维持）已经一致，不用再说明"),
    (DISPUTES, "| 行政复议 | [2](cell:) | 1 | 0 | 1 | 3 |", "“行政复议”（结果维持）的标记没有写原因"),
    ("全年没有收取信息处理费。", '没有收[2](cell: "别处")。', "“2”的标记是表里一格的"),
    ("全年没有收取信息处理费。", '[自然人：（七）总计＝“（一）予以公开”等21项之和](identity:表3 "多余")', "提醒：“自然人：（七）总计＝“（一）予以公开”等21项之和”这个关系成立"),
])
def test_a_reason_that_is_not_needed_says_nothing_or_stands_nowhere_is_told(copy: Quick, old: str, new: str, words: str) -> None:
    text = without_issue(copy)
    assert text.count(old) == 1
    assert any(words in line for line in said(copy, {"reports/2021.md": text.replace(old, new)}))


def test_reasons_in_a_table_leave_the_code_of_an_issued_report_as_it_is() -> None:
    head, body = "Issued: 2022-01-26\n\n", "[表](table:表4)\n\n| 类型 | 结果维持 |\n|---|---|\n| 行政复议 | 2 |\n"
    explained = body.replace("| 2 |", '| [2](cell: "2023年改判1件") |') + '\n[2014年：甲＝乙等8项之和](identity:表4 "5件未计")\n'
    assert marks.code_of_numbers(head + body) == marks.code_of_numbers(head + explained)


def test_a_draft_is_checked_stands_nowhere_and_stops_nobody(quick: Quick) -> None:
    body = "共[3条](figure:年末信息总数)。\n"
    found = said(quick, {"reports/2014.md": report(body, 2014, "Status: draft")})
    assert len(found) == 1 and found[0].startswith("reports/2014.md:6: 提醒：“年末信息总数”文中是 3")
    assert quick.build(conf="publishconf.py").returncode == 0
    assert not list(quick.output.glob("reports/*")) and not (quick.output / "drafts").exists()


def test_an_issued_report_is_not_rewritten_and_a_later_difference_must_be_explained(quick: Quick) -> None:
    """What was backfilled after the report was issued is no excuse: the reader is told why the numbers differ."""
    body = "共[2条](figure:年末信息总数)。\n"
    found = said(quick, {"reports/2014.md": report(body, 2014, "Issued: 2015-03-20")})
    code = re.fullmatch(r"reports/2014.md:4: 数字已经核对一致，还没有核对码；写成 Issued: 2015-03-20 ([0-9a-f]{8})", found[0])[1]
    issued = f"Issued: 2015-03-20 {code}"
    assert said(quick, {"reports/2014.md": report(body, 2014, issued)}) == []
    found = said(quick, {"items/c.md": item(Index="1/3", Date="2014-06-03")})
    assert len(found) == 1 and found[0].startswith("reports/2014.md:6: “年末信息总数”文中是 2条，算出来是 3条，文中少 1条；")
    assert quick.build(conf="publishconf.py").returncode == 1
    explained = body.replace(")。", ' "2016年补录1条")。')
    assert said(quick, {"reports/2014.md": report(explained, 2014, issued)}) == []
    quick.good(conf="publishconf.py")
    assert "说明：2016年补录1条" in entries(quick)["年末信息总数"][2] and "2015-03-20 定稿" in quick.soup("reports/2014.html").get_text()
    found = said(quick, {"reports/2014.md": report(body.replace("2条", "3条"), 2014, issued)})
    assert len(found) == 1 and "定稿以后有数字改过；改回原来的数字，用引号写明与算出的数为什么不同" in found[0]
    assert quick.build(conf="publishconf.py").returncode == 1


def test_the_page_follows_items_and_registers_and_stays_what_a_clean_build_makes(quick: Quick) -> None:
    body = "公开[1条](figure:主动公开政府信息数)，申请[1件](figure:收到申请数 \"登记迟了\")。\n\n" + categories(2, 1)
    quick.write({"reports/2014.md": report(body), "registers/requests.csv": REQUESTS})
    quick.build()
    assert entries(quick)["收到申请数"][1] == "—"
    quick.write({"registers/requests.csv": REQUESTS + request("1", "2014-05-05", "2014-05-09", "同意公开")})
    quick.build()
    assert entries(quick)["收到申请数"][1] == 1
    quick.assert_clean()
    quick.write({"items/c.md": item(Index="1/3", Date="2014-06-03")})
    quick.build()
    assert entries(quick)["主动公开政府信息数"][1] == 2
    quick.assert_clean()
    (quick.content / "reports/2014.md").unlink()
    quick.build()
    quick.assert_clean()
    assert not (quick.output / "reports").exists()


@few(6)
@given(st.lists(st.tuples(st.integers(0, 900), st.one_of(st.none(), st.integers(0, 400)), st.integers(0, 5), st.integers(0, 20)), max_size=25))
def test_table_3_adds_up_whatever_the_register_says(drawn: list[tuple]) -> None:
    """Computed against plain counting: new, carried over, done and left open of two years."""
    applicants = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    rows, plain = REQUESTS, []
    for position, (start, length, applicant, _) in enumerate(drawn):
        received = date(2020, 1, 1) + timedelta(days=start)
        closed = received + timedelta(days=length) if length is not None else None
        rows += request(str(position), str(received), str(closed or ""), applicant=applicants[applicant])
        plain.append((received.year, closed.year if closed else 9999))
    with tempfile.TemporaryDirectory() as place:
        project = Quick(Path(place))
        project.write({"items/a.md": item(), "registers/requests.csv": rows} | {f"reports/{year}.md": report("正文。\n", year) for year in (2020, 2021)})
        project.build()
        for year in (2020, 2021):
            table = project.soup(f"reports/{year}/requests.html")
            shown = {row.th.get_text(): number(row.find_all("td")[-1].get_text()) for row in table.table.select("tbody tr")}
            if not any(received <= year <= closed for received, closed in plain):
                assert shown["一、本年新收政府信息公开申请数量"] == shown["四、结转下年度继续办理"] == "—"
                continue
            assert shown["一、本年新收政府信息公开申请数量"] == sum(received == year for received, _ in plain)
            assert shown["二、上年结转政府信息公开申请数量"] == sum(received < year <= closed for received, closed in plain)
            assert shown["（七）总计"] == sum(closed == year for _, closed in plain)
            assert shown["四、结转下年度继续办理"] == sum(received <= year < closed for received, closed in plain)


def test_every_cell_of_table_3_leads_to_the_rows_that_it_counts(own_project: Quick) -> None:
    page = own_project.soup("reports/2021/requests.html")
    cells = [cell for cell in page.table.select("tbody td") if number(cell.get_text() or "0") not in (0, "—")]
    assert len(cells) > 50
    for cell in cells:
        place = page.find(id=cell.a["href"].partition("#")[2])
        listed = (place if place.name == "tbody" else place.find_parent("section")).select("tr:not(.rr-figures__row--total):has(td)")
        assert len(listed) == number(cell.get_text())
    over = page.find(id="r1-whole").find_parent("section")
    assert {row.th.get_text() for row in over.select("tr:has(td)")} == {"2020-001", "2020-002"}
    assert page.find("a", href="../../registers/requests.html")


@pytest.mark.parametrize("year", [2014, 2021])
def test_every_number_in_the_tables_of_a_reports_text_leads_to_its_list(own_project: Quick, year: int) -> None:
    cells = own_project.soup(f"reports/{year}.html").select(".rr-prose td.rr-right")
    numbers = [cell for cell in cells if number(cell.get_text() or "—") not in ("—", "") and (cell.a or number(cell.get_text()) != 0)]
    assert len(numbers) > 50
    for cell in numbers:
        path, _, place = cell.a["href"].partition("#")
        target = (own_project.output / "reports" / path).resolve()
        assert target.is_file() and (not place or f'id="{place}"' in target.read_text(encoding="utf-8"))


def test_totals_by_year_are_a_line_with_the_table_beside_it(own_project: Quick) -> None:
    section = own_project.soup("counts/index.html").find("section", attrs={"aria-labelledby": "by-year"})
    line = section.select_one("svg:has(polyline)")
    assert line.title.get_text() == "各年年末本站条目总数" and line.desc.get_text()
    rows = {row.th.get_text().removesuffix("年"): row.find_all("td")[1].get_text() for row in section.select("tbody tr")}
    texts = [text.get_text() for text in line.select("text")]
    assert len(line.polyline["points"].split()) == len(rows)
    assert set(texts) == set(rows) | set(rows.values())


@pytest.mark.parametrize(("year", "chart", "shape"), [
    (2014, "chart-totals", "polyline"), (2014, "chart-categories", "rect"), (2014, "chart-outcomes", "rect"),
    (2021, "chart-outcomes", "rect"),
])
def test_a_report_shows_its_figures_as_charts_under_the_table_that_they_are_drawn_from(own_project: Quick, year: int, chart: str, shape: str) -> None:
    section = own_project.soup(f"reports/{year}.html").find("section", attrs={"aria-labelledby": chart})
    drawn = section.svg
    assert drawn.title.get_text() and drawn.desc.get_text().endswith("上表。") and drawn["role"] == "img" and drawn.select(shape)
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in section.select("tbody tr")]
    texts = [text.get_text() for text in drawn.select("text")]
    assert len(texts) >= 2 * len(rows) > 2
    for row in rows:
        assert row[0].removesuffix("年") in texts
        assert any(cell.removesuffix("%") in texts for cell in row[1:]), row
    for link in section.select("tbody a"):
        assert (own_project.output / "reports" / link["href"]).resolve().is_file()
