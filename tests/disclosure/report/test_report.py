"""The annual report: figures of the text beside those computed, and the page."""

from __future__ import annotations

import os
import re

import pytest
from bs4 import BeautifulSoup

from tests.kit.project import item
from tests.kit.published_files import number
from tests.kit.quick_builds import Quick
from tests.kit.reports import entries, report, said

pytestmark = pytest.mark.xdist_group("report")

FACTS = {  # section 1 of what the report of 2014 says: name → text, value
    "年末信息总数": ("58,660条", 58660), "互动交流人次": ("1,172人次", 1172), "保留审批事项数": ("285项", 285),
    "承接审批事项数": ("45项", 45), "取消审批事项数": ("2项", 2), "网上审批事项数": ("285项", 285), "环评审批数": ("17个", 17),
    "竣工验收监测数": ("4个", 4), "环评信息公开率": ("100%", 100), "收到申请数": ("4件", 4), "免收费用申请数": ("4件", 4),
    "办事指南数": ("150余件", 156), "行政复议数": ("1件", 1), "行政诉讼数": ("0件", 0),
}




@pytest.mark.parametrize("name", FACTS)
def test_the_2014_report_reproduces_every_figure(own_project: Quick, name: str) -> None:
    text, computed, state, basis = entries(own_project)[name]
    assert (text, computed) == FACTS[name]
    assert state.startswith("一致")
    assert (own_project.output / "reports" / basis.partition("#")[0]).resolve().is_file()


def test_a_zero_that_no_row_shows_is_one_that_a_document_declares(own_project: Quick) -> None:
    """The register of complaints has no rows: that is no data, and not yet a zero."""
    text, computed, state, _ = entries(own_project)["举报投诉数"]
    assert (text, computed) == ("0件", "—") and state.startswith("申报数") and "2014年度政府信息公开工作年度报告" in state


def test_forms_to_download_are_those_that_can_be_downloaded(own_project: Quick) -> None:
    text, computed, state, basis = entries(own_project)["可下载表格数"]
    assert text == "174个" and state.startswith("不一致，已说明")
    listed = own_project.soup(f"reports/{basis}").select("main tbody tr") if not basis.startswith("..") else own_project.soup(basis[3:]).select("main tbody tr")
    links = own_project.soup("services/forms.html").select("main tbody a[href*='/items/']")
    assert computed == len(listed) == len({link["href"] for link in links if "-form" not in link["href"] and not link["href"].endswith(".html")}) > 5


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
        if basis.startswith("../reports/2014/f-") and "申报/" not in name and name not in ("互动交流人次", "查阅点数", "收取费用", "环评信息公开率", "举报投诉数"):
            if told := re.search(r"其中本站登记 ([\d,]+) 条，结转 ([\d,]+) 条", page.main.get_text()):
                assert "÷" in name or sum(map(number, told.groups())) == computed, name
                continue
            assert len(page.select("main tbody tr")) == computed, name
            checked += 1
    assert checked > 10


def test_behind_the_sums_of_all_items_every_item_is_listed(own_project: Quick) -> None:
    """A sum with a part that is carried forward leads to a page that tells both parts; the items lie behind its own."""
    for name in ("年末信息总数", "主动公开政府信息数"):
        page = own_project.soup(os.path.normpath(f"reports/{entries(own_project)[name][3]}"))
        assert [link["href"] for link in page.main.find_all("a") if "条" in link.get_text()] == ["../../reports/2014/index.html#archive"]
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
        "reports/2014.md:5: “年末信息总数”文中是 3条，算出来是 2条，文中多 1条；改正数字，或写明原因：[3条](figure:年末信息总数 \"原因\")",
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
    assert "申报是 7次，文中多 1次" in said(quick, {"reports/2014.md": report("回应热点[8次](figure:回应热点数)。\n")})[0]


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
    assert ("文中是 3条，算出来是 2条，文中多 1条，也没有标明出处" in found[0]) == (not severity)
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
    assert len(found) == 1 and "文中是 51%，算出来是 50%，文中多 1%" in found[0]
