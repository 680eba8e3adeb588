"""The annual report: figures of the text beside those computed, tables, identities, the page."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.project import item
from tests.kit.published_files import number
from tests.kit.quick_builds import Quick, few

pytestmark = pytest.mark.xdist_group("report")

HEAD = "Title: 年报\nSlug: {year}\nSave_As: reports/{year}.html\n"
FACTS = {  # section 1 of what the report of 2014 says: name → text, value
    "年末信息总数": ("58,660条", 58660), "互动交流人次": ("1,172人次", 1172), "保留审批事项数": ("285项", 285),
    "承接审批事项数": ("45项", 45), "取消审批事项数": ("2项", 2), "网上审批事项数": ("285项", 285), "环评审批数": ("17个", 17),
    "竣工验收监测数": ("4个", 4), "环评信息公开率": ("100%", 100), "收到申请数": ("4件", 4), "免收费用申请数": ("4件", 4),
    "举报投诉数": ("0件", 0), "办事指南数": ("150余件", 156), "表格数": ("174个", 174), "行政复议数": ("1件", 1), "行政诉讼数": ("0件", 0),
}
REQUESTS = "number,agency,received,channel,applicant,subject,closed,decision\n"


def report(body: str, year: int = 2014, *more: str) -> str:
    """Return a report's file; its body begins on line 5, further header lines push it down."""
    return HEAD.format(year=year) + "".join(f"{line}\n" for line in more) + "\n" + body


def request(name: str, received: str, closed: str, decision: str = "予以公开", applicant: str = "自然人") -> str:
    """Return a row of the register of requests."""
    return f"{name},区政府办公室,{received},网络,{applicant},某项信息,{closed},{decision if closed else ''}\n"


@pytest.fixture
def quick(tmp_path: Path) -> Quick:
    """Two items: one of 2013, one of 2014."""
    project = Quick(tmp_path)
    old = item(Index="1/2", Date="2013-05-02", Created="2013-05-01", Review="2013-05-01 甲 可以公开")
    project.write({"items/a.md": item(), "items/b.md": old})
    return project


@pytest.fixture
def copy(own_project: Quick, tmp_path: Path) -> Quick:
    """A copy of the project's own content, to be spoilt."""
    project = Quick(tmp_path)
    shutil.copytree(own_project.content, project.content, dirs_exist_ok=True)
    return project


def entries(project: Quick, year: int = 2014) -> dict[str, list]:
    """Return the reconciliation: name → what the text says, what was computed, the result, the page behind it."""
    table = project.soup(f"reports/{year}.html").select_one(".rr-figures--check")
    found: dict[str, list] = {}
    for row in table.select("tbody tr"):
        text, computed, state, basis = row.find_all("td")
        found.setdefault(row.th.contents[0].strip(), [text.get_text(), number(computed.contents[0]), state.get_text(), basis.a["href"]])
    return found


def said(project: Quick, files: dict[str, str]) -> list[str]:
    """Build with these files; return what is said of reports and registers, without the folder."""
    project.write(files)
    done = project.build()
    lines = [line.partition("/content/")[2] for line in done.stdout.splitlines()]
    return [line for line in lines if line.startswith(("reports/", "registers/"))]


def spoilt(project: Quick, path: str, old: str, new: str) -> list[str]:
    """Change a text that stands once in a file; return what is said then, without the mends."""
    text = (project.content / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return [line.partition("；改正")[0].partition("；核对")[0] for line in said(project, {path: text.replace(old, new)})]


def line_of(project: Quick, path: str, start: str) -> int:
    """Return the number of the line that starts so."""
    lines = (project.content / path).read_text(encoding="utf-8").splitlines()
    return next(position for position, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize("name", FACTS)
def test_the_2014_report_reproduces_every_figure(own_project: Quick, name: str) -> None:
    text, computed, state, basis = entries(own_project)[name]
    assert (text, computed) == FACTS[name]
    assert state.startswith("一致")
    assert (own_project.output / "reports" / basis.partition("#")[0]).resolve().is_file()


def test_the_number_that_does_not_add_up_stands_beside_the_counted_one(own_project: Quick) -> None:
    text, computed, state, _ = entries(own_project)["主动公开政府信息数"]
    assert (text, computed) == ("23,462条", 11693)
    assert "不一致" in state and "多 11,769" in state and "说明：" in state


def test_what_is_carried_forward_is_named_as_such(own_project: Quick) -> None:
    rows = own_project.soup("reports/2014.html").select(".rr-figures--check tbody tr")
    total = next(row for row in rows if row.th.contents[0].strip() == "年末信息总数").get_text(" ")
    here = len(list((own_project.content / "items").rglob("*.md"))) - 1  # one was withdrawn
    match = re.search(r"本站登记 ([\d,]+)\s+结转 ([\d,]+)", total)
    assert sum(map(number, match.groups())) == 58660
    assert abs(number(match[1]) - here) <= 2 and "结转数：" in total


def test_behind_a_figure_stand_as_many_rows_as_it_counts(own_project: Quick) -> None:
    checked = 0
    for name, (_, computed, _, basis) in entries(own_project).items():
        page = BeautifulSoup((own_project.output / "reports" / basis.partition("#")[0]).read_text(encoding="utf-8"), "html.parser")
        if basis.startswith("../reports/2014/f-") and "申报/" not in name and name not in ("互动交流人次", "查阅点数", "收取费用", "环评信息公开率"):
            assert len(page.select("main tbody tr")) == computed, name
            checked += 1
    assert checked > 10


def test_behind_the_sums_of_all_items_every_item_is_listed(own_project: Quick) -> None:
    assert entries(own_project)["年末信息总数"][3] == entries(own_project)["主动公开政府信息数"][3] == "../reports/2014/index.html#archive"
    section = own_project.soup("reports/2014/index.html").find(id="archive").find_parent("section")
    listed: dict[str, set[str]] = {}
    for cell in section.select(".rr-figures__row--level-1 td a"):
        path = os.path.normpath(f"reports/2014/{cell['href']}")
        here = {os.path.basename(link["href"]) for link in own_project.soup(path).select("a.rr-rows__link")}
        assert len(here) == number(cell.get_text()), path
        listed.setdefault(path[-9:-5], set()).update(here)
    total, new = (sum(map(number, re.findall(f"{what}里还有 ([\\d,]+) 条", section.get_text()))) for what in ("总数", "新增"))
    counts = own_project.soup("counts/2014.html").find(id="by-leaf").find_parent("section").select("tfoot td")
    assert [sum(map(len, listed.values())) + total, len(listed["2014"]) + new] == [number(cell.get_text()) for cell in counts[:2]]
    assert [number(cell.get_text()) for cell in section.select("tfoot td")] == [*(len(listed[year]) for year in sorted(listed)), sum(map(len, listed.values()))]
    assert all((own_project.output / "reports/2014" / link["href"]).is_file() for link in section.select(".rr-count__download a"))


def test_behind_the_figures_of_normative_documents_stand_just_those(quick: Quick) -> None:
    """Published, made, abolished and in force are four lists; a withdrawn one is counted, and listed where withdrawn ones are."""
    filed = {"Category": "法规文件/规范性文件"}
    old = {"Created": "2013-05-01", "Date": "2013-05-02", "Review": "2013-05-01 甲 可以公开"}
    quick.write({
        "items/a.md": item(Title="旧的", Index="1/1", **filed, **old),
        "items/b.md": item(Title="新的", Index="1/2", Replaces="1/1", **filed),
        "items/c.md": item(Title="撤下的", Index="1/3", Withdrawn="2014-08-01 有误", **filed),
        "reports/2014.md": report("正文。\n"),
    })
    quick.build()

    def listed(name: str) -> tuple[list[str], int, bool]:
        page = quick.soup("reports/2014/index.html")
        (link,) = [link for link in page.select("main tbody th a") if link.get_text() == name]
        section = page.find(id=link["href"].partition("#")[2]).find_parent("section")
        titles = [link.get_text() for link in section.select("a.rr-rows__link")]
        return titles, number(re.search(r"：([\d,]+)", section.h2.get_text())[1]), "已经撤下" in section.get_text()

    assert listed("主动公开规范性文件数") == listed("制发规范性文件数") == (["新的"], 2, True)
    assert listed("废止规范性文件数") == (["旧的"], 2, True)
    assert listed("现行有效规范性文件数") == (["新的"], 1, False)
    quick.write({"items/d.md": item(Title="又一件", Index="1/4", **filed)})
    quick.build()
    assert listed("现行有效规范性文件数") == (["新的", "又一件"], 2, False)
    quick.assert_clean()


def test_every_figure_says_in_one_sentence_what_it_counts(own_project: Quick) -> None:
    rows = own_project.soup("reports/2014/index.html").select("main .rr-figures--check tbody tr")
    assert len(rows) > 80
    for row in rows:
        sentence = row.find_all("td")[1].contents[0].strip()
        assert sentence.endswith("。") and sentence.count("。") == 1, sentence


def test_a_marked_number_leads_to_its_line(own_project: Quick) -> None:
    page = own_project.soup("reports/2014.html")
    links = page.select("a.rr-figure")
    assert len(links) >= len(FACTS)
    assert all(page.find(id=link["href"][1:]) for link in links)
    assert page.select_one("a.rr-figure--differs").get_text() == "23,462条"


def test_the_report_of_2021_has_its_tables_and_all_identities_hold(own_project: Quick) -> None:
    text = own_project.soup("reports/2021.html").select_one(".rr-check").get_text(" ")
    assert "不成立" not in text and "不一致" not in text
    for words in ("175 格，全部与算出的一致", "上年结转 = 上年的结转下年度", "15 格"):
        assert words in text
    table = own_project.soup("reports/2021/requests.html")
    rows = {row.th.get_text(): [number(cell.get_text()) for cell in row.find_all("td")] for row in table.table.select("tbody tr")}
    new, over, done, left = (rows[name] for name in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（七）总计", "四、结转下年度继续办理"))
    assert [a + b for a, b in zip(new, over, strict=True)] == [a + b for a, b in zip(done, left, strict=True)]
    assert new[-1] == 30 and over[-1] == 2


def test_a_figure_off_by_one_is_named_with_line_and_difference(quick: Quick) -> None:
    body = "公开[1条](figure:主动公开政府信息数)，共[3条](figure:年末信息总数)。\n"
    assert said(quick, {"reports/2014.md": report(body)}) == [
        "reports/2014.md:5: “年末信息总数”文中是 3，算出来是 2，文中多 1；改正数字，或写明原因：[3条](figure:年末信息总数 \"原因\")",
    ]
    done = quick.build(conf="publishconf.py")
    assert done.returncode == 1 and "不会发布" in done.stdout


@pytest.mark.parametrize("quotes", ['""', "“”"])
def test_an_explained_difference_is_shown_and_published(quick: Quick, quotes: str) -> None:
    body = f"共[3条](figure:年末信息总数 {quotes[0]}另有一条在报纸上{quotes[1]})。\n"
    assert said(quick, {"reports/2014.md": report(body)}) == []
    quick.good(conf="publishconf.py")
    text, computed, state, _ = entries(quick)["年末信息总数"]
    assert (text, computed) == ("3条", 2)
    assert "文中多 1" in state and "说明：另有一条在报纸上" in state


FAULTS = {
    "[1条](figure:主动公开信息数)": "没有“主动公开信息数”这个数字；是不是“主动公开政府信息数”？",
    "[若干条](figure:主动公开政府信息数)": "“若干条”里没有数；方括号里写数字，如 [4件](figure:收到申请数)",
    "[4件](figure:收到申请数)": "“收到申请数”没有登记，文中的“4件”没有出处；登记进名册，或在 registers/declared.csv 写明数和出处",
    "[1条](figure：主动公开政府信息数)": "这一行的数字标记写得不对；写成 [4件](figure:收到申请数)，方括号后面紧跟半角圆括号和冒号",
    "〔在这里写：组织领导〕": "还有没写的地方“〔在这里写：组织领导〕”；写好这一段，删去方头括号里的提示",
    "[表](table:表九)": "没有“表九”这个表；可以写：分类、统计表",
    "[1条](figure:主动公开政府信息数 \"多余的说明\")": "提醒：“主动公开政府信息数”已经一致，不用再说明；删去引号里的说明",
}


@pytest.mark.parametrize("mark", FAULTS)
def test_every_fault_of_a_mark_is_told_with_its_mend(quick: Quick, mark: str) -> None:
    assert said(quick, {"reports/2014.md": report(f"第一行。\n\n见{mark}。\n")}) == [f"reports/2014.md:7: {FAULTS[mark]}"]


def test_a_declared_figure_is_shown_as_declared(quick: Quick) -> None:
    declared = "year,figure,value,source\n2014,回应热点数,7,区政府办公室统计\n"
    files = {"registers/declared.csv": declared, "reports/2014.md": report("回应热点[7次](figure:回应热点数)。\n")}
    assert said(quick, files) == []
    assert entries(quick)["回应热点数"][2].startswith("申报数")
    assert "区政府办公室统计" in quick.soup("reports/2014.html").select_one(".rr-figures--check").get_text()
    assert "申报是 7，文中多 1" in said(quick, {"reports/2014.md": report("回应热点[8次](figure:回应热点数)。\n")})[0]


def test_a_number_without_a_mark_is_told_and_shown(quick: Quick) -> None:
    body = "收集意见37条，增加35.5%。\n\n|项目|数|\n|---|---|\n|走访|12次|\n"
    told = [line.partition("；")[0] for line in said(quick, {"reports/2014.md": report(body)})]
    assert told == [
        "reports/2014.md:5: 提醒：“增加35.5%”没有标明出处，没有核对", "reports/2014.md:5: 提醒：“收集意见37条”没有标明出处，没有核对",
        "reports/2014.md:9: 提醒：“|走访|12次”没有标明出处，没有核对",
    ]
    assert quick.build(conf="publishconf.py").returncode == 0
    shown = quick.soup("reports/2014.html").select_one(".rr-check").get_text()
    assert "收集意见37条没有出处，没有核对" in shown and "没有标明出处的3处" in shown


@pytest.mark.parametrize(("text", "severity"), [("3条", ""), ("三条", ""), ("2条", "提醒："), ("两条", "提醒：")])
def test_an_unmarked_number_behind_a_figures_name_is_compared_with_it(quick: Quick, text: str, severity: str) -> None:
    found = said(quick, {"reports/2014.md": report(f"到年底，年末信息总数为{text}。\n")})
    assert len(found) == 1 and found[0].startswith(f"reports/2014.md:5: {severity}“年末信息总数")
    assert ("文中是 3，算出来是 2，文中多 1，也没有标明出处" in found[0]) == (not severity)
    assert f"[{text}](figure:年末信息总数" in found[0]
    assert quick.build(conf="publishconf.py").returncode == (not severity)
    assert f"年末信息总数为{text}年末信息总数算出是 2" in quick.soup("reports/2014.html").select_one(".rr-check").get_text()


def test_a_number_that_nothing_here_computes_names_its_source(quick: Quick) -> None:
    body = '另有[8个](source: "原报告所列")部门，[9个](source:统计局)街道，[7个](source:)社区。\n'
    found = said(quick, {"reports/2014.md": report(body)})
    assert found == ["reports/2014.md:5: “7个”的出处没有写；写成 [7个](source: \"出处\")"]
    page = quick.soup("reports/2014.html")
    rows = [row.get_text("：") for row in page.select(".rr-check tbody tr")]
    assert rows == ["8个：原报告所列", "9个：统计局", "7个：没有写"]
    links = page.select("a.rr-figure")
    assert [page.find(id=link["href"][1:]).th.get_text() for link in links] == ["8个", "9个", "7个"]


def test_a_number_may_be_worked_out_of_two_figures(quick: Quick) -> None:
    declared = "year,figure,value,source\n2014,主动公开政府信息数,5,年报\n"
    body = "占[50%](figure:主动公开政府信息数÷年末信息总数)，差[4条](figure:申报/主动公开政府信息数－主动公开政府信息数)，共[3条](figure:主动公开政府信息数＋年末信息总数)。\n"
    assert said(quick, {"registers/declared.csv": declared, "reports/2014.md": report(body)}) == []
    found = said(quick, {"reports/2014.md": report(body.replace("50%", "51%"))})
    assert len(found) == 1 and "文中是 51，算出来是 50，文中多 1" in found[0]


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


def test_a_difference_in_a_table_may_be_explained_once_for_all(copy: Quick) -> None:
    text = (copy.content / "reports/2021.md").read_text(encoding="utf-8")
    text = re.sub("Issued:.*\n", "", text)
    text = text.replace("](table:表4)", '](table:表4 "统计口径不同")').replace("| 行政复议 | 1 | 1 | 0 | 1 | 3 |", "| 行政复议 | 2 | 1 | 0 | 0 | 3 |")
    assert said(copy, {"reports/2021.md": text}) == []
    shown = copy.soup("reports/2021.html").select_one(".rr-check").get_text(" ")
    assert "说明：统计口径不同" in shown and "多 1" in shown and "少 1" in shown


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
    assert len(found) == 1 and found[0].startswith("reports/2014.md:6: “年末信息总数”文中是 2，算出来是 3，文中少 1；")
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
    assert entries(quick)["收到申请数"][1] == 0
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
    (2014, "chart-totals", "polyline"), (2014, "chart-categories", "rect"), (2014, "units-publication", "rect"), (2014, "chart-outcomes", "rect"),
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
