"""What a year's figures count: answers in time, outcomes in their own year, what is carried over, and what nobody knows."""

from __future__ import annotations

import re

import pytest
from disclosure.model.regulations import EDITIONS, in_latest_terms
from disclosure.report import draft, marks

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.reports import report, said

pytestmark = pytest.mark.xdist_group("report")

HEAD = "number,agency,received,channel,applicant,subject,extended,closed,decision\n"
DISPUTES = "number,kind,agency,received,closed,outcome,request\n"


def row(name: str, received: str, extended: str, closed: str) -> str:
    """Return a row of the register of requests."""
    return f"{name},区政府办公室,{received},网络,自然人,某项信息,{extended},{closed},{'同意公开' if closed else ''}\n"


def figures(project: Quick, year: int) -> dict[str, str]:
    """Return the figures of a year as the page that lists all of them shows them."""
    lines = project.soup(f"reports/{year}/index.html").select("main .rr-figures--check tbody tr")
    return {line.th.get_text(): line.td.get_text(" ").split()[0] for line in lines}


def test_an_answer_that_was_late_is_not_counted_as_timely(quick: Quick) -> None:
    """15 working days from 2014-03-03 end on 2014-03-24, 15 more on 2014-04-15."""
    quick.write({
        "reports/2014.md": report("正文。\n"),
        "registers/requests.csv": HEAD + row("1", "2014-03-03", "", "2014-03-24") + row("2", "2014-03-03", "", "2014-03-25")
        + row("3", "2014-03-03", "2014-03-20", "2014-04-15") + row("4", "2014-03-03", "2014-03-20", "2014-04-16"),
    })
    quick.build()
    known = figures(quick, 2014)
    names = ("申请办结数", "按时办结数", "延期办结数", "逾期办结数", "不能判断期限的办结数")
    assert [known[name] for name in names] == ["4", "1", "1", "2", "0"]
    lines = quick.soup("registers/requests.html").find(id="requests-by-year").find_parent("section").select("tbody tr")
    assert [[cell.get_text() for cell in line.find_all("td")] for line in lines] == [["0", "4", "4", "1", "1", "2", "0"]]
    rows = quick.soup("reports/2014/statistics.html").table.select("tr")
    table = "[表](table:统计表)\n\n" + "\n".join("| " + " | ".join(cell.get_text() for cell in one.find_all(["th", "td"])) + " |" for one in rows)
    lines = table.split("\n")
    table = "\n".join([*lines[:3], "|---|---|--:|", *lines[3:]]) + "\n"
    assert not [line for line in said(quick, {"reports/2014.md": report(table)}) if "关系不成立" in line]
    found = said(quick, {"reports/2014.md": report(table.replace("| 1. 按时办结数 | 件 | 1 |", "| 1. 按时办结数 | 件 | 3 |"))})
    assert any("（二）申请办结数是 4" in line and "1. 按时办结数" in line and "6" in line for line in found)


def test_an_outcome_counts_in_the_year_of_the_outcome_and_what_is_open_is_carried_over(quick: Quick) -> None:
    quick.write({
        "reports/2020.md": report("正文。\n", 2020), "reports/2021.md": report("正文。\n", 2021),
        "registers/disputes.csv": DISPUTES + "1,行政复议,区政府办公室,2020-11-02,2021-01-15,结果纠正,\n2,行政复议,区政府办公室,2020-03-02,2020-05-06,结果维持,\n"
        "3,行政诉讼（复议后起诉）,区政府办公室,2019-05-02,2021-02-03,其他结果,\n",
    })
    quick.build()
    wanted = ("行政复议/结果维持", "行政复议/结果纠正", "行政复议/尚未审结", "行政复议/总计", "行政复议数", "行政复议/新收", "行政复议/上年结转")
    assert [figures(quick, 2020)[name] for name in wanted] == ["1", "0", "1", "2", "2", "2", "0"]
    assert [figures(quick, 2021)[name] for name in wanted] == ["0", "1", "0", "1", "1", "0", "1"]
    assert [figures(quick, year)[f"行政诉讼/{name}"] for year in (2020, 2021) for name in ("尚未审结", "其他结果")] == ["1", "0", "0", "1"]
    lines = quick.soup("registers/disputes.html").find(id="disputes-by-year").find_parent("section").select("tbody tr")
    shown = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in lines if "行政复议" in line.get_text()]
    assert shown[:2] == [["2021年", "行政复议", "0", "1", "0", "0", "1"], ["2020年", "行政复议", "1", "0", "0", "1", "2"]]


def test_a_year_without_rows_is_no_data_and_a_declared_zero_is_one(quick: Quick) -> None:
    quick.write({"registers/requests.csv": HEAD + row("1", "2012-03-03", "", "2012-03-05"), "registers/complaints.csv": "number,received,agency,subject,closed,outcome\n"})
    found = said(quick, {"reports/2014.md": report("收到[0件](figure:收到申请数)，投诉[0件](figure:举报投诉数)。\n")})
    assert ["“收到申请数”没有登记" in line or "“举报投诉数”没有登记" in line for line in found] == [True, True]
    assert figures(quick, 2014)["收到申请数"] == figures(quick, 2014)["申请办结数"] == "无记录"
    declared = "year,figure,value,carried,source\n2014,收到申请数,0,,某年报\n2014,举报投诉数,0,,某年报\n"
    assert said(quick, {"registers/declared.csv": declared}) == []


def test_a_word_written_today_does_not_change_the_figures_of_earlier_years(quick: Quick) -> None:
    filed = {"Category": "法规文件/规范性文件"}
    quick.write({"items/a.md": item(Index="1/1", **filed), "reports/2014.md": report("正文。\n"), "reports/2015.md": report("正文。\n", 2015)})
    quick.build()
    assert figures(quick, 2014)["现行有效规范性文件数"] == "2"
    quick.write({"items/a.md": item(Index="1/1", Validity="失效", **filed)})
    told = [line for line in quick.build().stdout.splitlines() if "没有写从哪一天起" in line]
    assert len(told) == 1 and re.search(r"items/a\.md:\d+: 提醒", told[0]) and "Validity: 失效 2015-06-30" in told[0]
    assert figures(quick, 2014)["现行有效规范性文件数"] == "2"
    quick.write({"items/a.md": item(Index="1/1", Validity="失效 2015-06-30", **filed), "items/c.md": item(Index="1/3", Category="法规文件/其他有关文件", Date="2015-03-18", Created="2015-03-17", Review="2015-03-17 甲 可以公开")})
    assert "没有写从哪一天起" not in quick.build().stdout
    assert [figures(quick, year)["现行有效规范性文件数"] for year in (2014, 2015)] == ["2", "1"]
    assert [figures(quick, year)["废止规范性文件数"] for year in (2014, 2015)] == ["0", "1"]


def test_amounts_take_decimals_and_counts_do_not(quick: Quick) -> None:
    declared = "year,figure,value,carried,source\n2021,行政事业性收费金额,863.25,,区财政局\n2021,行政许可决定数,12.5,,区政府\n"
    found = said(quick, {"registers/declared.csv": declared, "reports/2021.md": report("收费[863.25万元](figure:行政事业性收费金额)。\n", 2021)})
    assert len(found) == 1 and found[0].startswith("registers/declared.csv:3: “行政许可决定数”是件数、条数一类的数，12.5 有小数")
    cells = [cell.get_text() for cell in quick.soup("reports/2021/actions.html").table.select("tbody tr:last-child td")]
    assert cells[-1] == "863.25"


def test_amounts_are_exact_to_the_fen_and_no_further(quick: Quick) -> None:
    declared = "year,figure,value,carried,source\n2021,行政事业性收费金额,863.123456,,区财政局\n"
    assert said(quick, {"registers/declared.csv": declared, "reports/2021.md": report("收费[863.123456万元](figure:行政事业性收费金额)。\n", 2021)}) == []
    assert quick.soup("reports/2021/actions.html").table.select("tbody tr:last-child td")[-1].get_text() == "863.123456"
    found = said(quick, {"registers/declared.csv": declared.replace("123456", "1234567")})
    assert found[0].startswith("registers/declared.csv:2: “公布的数”（value）：“863.1234567”不是数，或者小数超过六位")


def test_only_a_change_may_be_negative(quick: Quick) -> None:
    declared = "year,figure,value,carried,source\n2020,行政许可/本年增减,-3,,区政府\n2020,行政许可决定数,-3,,区政府\n"
    found = said(quick, {"registers/declared.csv": declared, "reports/2020.md": report("许可[-3项](figure:行政许可/本年增减)。\n", 2020)})
    assert found == ["registers/declared.csv:3: “行政许可决定数”是 -3，不能是负数；核对这个数"]
    found = said(quick, {"registers/declared.csv": declared.partition("2020,行政许可决定数")[0], "reports/2020.md": report("许可[3项](figure:行政许可/本年增减)。\n", 2020)})
    assert len(found) == 1 and "文中是 3，申报是 -3，文中多 6" in found[0]


def test_what_was_asked_before_the_regulations_changed_and_answered_after_stands_in_the_form_of_its_year(quick: Quick) -> None:
    """It may be decided in the terms of either edition. In those of the old one it counts under the decision that says the same."""
    head = "number,agency,received,channel,applicant,subject,closed,decision\n"
    decided = [
        ("2019-03-04", "2019-03-20", "同意公开", "（一）予以公开"), ("2019-05-10", "2019-05-20", "予以公开", "（一）予以公开"), ("2019-05-10", "2019-05-22", "同意部分公开", "（二）部分公开"),
        ("2019-05-10", "2019-05-23", "不同意公开/涉及个人隐私", "不予公开：4. 保护第三方合法权益"), ("2019-05-14", "2019-05-24", "申请信息不存在", "无法提供：1. 本机关不掌握相关政府信息"),
        ("2019-05-15", "2019-05-27", "其他处理/申请人逾期未按收费通知要求缴纳费用", "（六）其他处理"), ("2019-01-10", "2019-01-20", "告知通过其他途径办理", "（六）其他处理"),
    ]
    rows = head + "".join(f"{number},区政府办公室,{received},网络,自然人,某,{closed},{decision}\n" for number, (received, closed, decision, _) in enumerate(decided))
    assert said(quick, {"registers/requests.csv": rows, "reports/2019.md": report("办结[7件](figure:申请办结数)。\n", 2019)}) == []
    lines = {line.th.get_text(): line.find_all("td") for line in quick.soup("reports/2019/requests.html").table.select("tbody tr")}
    shown = {label: int(cells[-1].get_text()) for label, cells in lines.items() if cells[-1].get_text() not in ("", "0", "—")}
    assert shown == {
        "一、本年新收政府信息公开申请数量": 7, "（一）予以公开": 2, "（二）部分公开": 1, "不予公开：4. 保护第三方合法权益": 1, "无法提供：1. 本机关不掌握相关政府信息": 1,
        "（六）其他处理": 2, "（七）总计": 7,
    }
    chart = quick.soup("reports/2019.html").find(id="chart-outcomes").find_parent("section")
    assert [cell.get_text() for cell in chart.select("tfoot tr td")][-1:] == ["7"]
    pages = quick.soup("registers/requests.html")
    assert [int(pages.find(id=f"requests-outcomes-{since}").find_parent("section").select("tfoot td")[-1].get_text()) for since in (2008, 2019)] == [5, 2]
    assert "没有登记答复" not in pages.get_text()
    for received, closed in (("2019-03-04", "2019-05-14"), ("2019-05-15", "2019-06-03")):
        wrong = "予以公开" if closed < "2019-05-15" else "同意公开"
        found = said(quick, {"registers/requests.csv": head + f"1,区政府办公室,{received},网络,自然人,某,{closed},{wrong}\n", "reports/2019.md": report("正文。\n", 2019)})
        assert any(f"答复“{wrong}”不在" in line for line in found), found


@pytest.mark.parametrize("decision", EDITIONS[0].decisions)
def test_every_decision_of_the_old_edition_has_one_of_the_new(decision: str) -> None:
    assert in_latest_terms(decision) in EDITIONS[1].decisions


@pytest.mark.parametrize(("text", "number"), [
    ("〔在这里写：存在的问题〕", 1), ("在这里写：存在的问题", 1), ("〔 在这里写 ：存在的", 1), ("正文〔看完删去：半角方括号〕。", 1), ("方括号里的数字由公开目录和登记表得出，圆括号里", 1),
    ("依据国办发〔2014〕12号，写在这里。", 0),
])
def test_an_instruction_of_a_draft_is_never_published(quick: Quick, text: str, number: int) -> None:
    found = said(quick, {"reports/2014.md": report(text + "\n")})
    assert len([line for line in found if "还有没写的地方" in line and "提醒" not in line]) == number


@pytest.mark.parametrize("year", ["2008", "2021"])
def test_every_instruction_of_a_draft_is_one_that_stops_the_report(year: str) -> None:
    text = (draft.DRAFTS / f"{year}.md").read_text(encoding="utf-8")
    assert "写明原因" in text and all(marks.read(line).unwritten for line in text.splitlines() if re.search("写明|写出|删去|写：", line))


def test_a_year_of_many_requests_is_divided_among_pages_and_each_cell_leads_to_its_rows(quick: Quick) -> None:
    rows = "".join(
        f"{number},区政府办公室,2021-03-{number % 28 + 1:02d},网络,{'自然人' if number % 3 else '商业企业'},{'某项信息' * 100},,2021-04-06,予以公开\n" for number in range(1, 2001)
    )
    quick.write({"registers/requests.csv": HEAD + rows, "reports/2021.md": report("正文。\n", 2021)})
    quick.good(conf="publishconf.py")
    pages = sorted(path for path in quick.output.glob("reports/2021/requests*.html"))
    assert len(pages) > 3 and max(path.stat().st_size for path in quick.output.rglob("*.html")) < 1_000_000
    first = quick.soup("reports/2021/requests.html")
    for cell in first.table.select("tbody td a"):
        path, _, place = cell["href"].partition("#")
        target = quick.soup(f"reports/{path.removeprefix('../')}")
        assert target.find(id=place), cell["href"]
    listed = {number for path in pages for number in re.findall(r'scope="row">(\d+)</th>', path.read_text(encoding="utf-8"))}
    assert listed == {str(number) for number in range(1, 2001)}
    assert "这里是第" in quick.soup(f"reports/2021/{pages[1].name}").get_text()
    assert next(link["href"] for link in first.select(".rr-pager a")).endswith("reports/2021/requests.html")


def test_decisions_are_counted_in_the_year_in_which_they_were_made(quick: Quick) -> None:
    """Days until which a decision holds or is shown make no year recorded."""
    licence = "number,document,party,party_kind,kind,content,decided,valid_from,valid_until,agency,status,published\n"
    rows = "".join(f"许{number},决定书,某某有限公司,法人及非法人组织,普通,某事,{day},{day},2036-02-28,区财政局,有效,{day}\n" for number, day in enumerate(("2021-03-01", "2021-04-01", "2022-03-01"), 1))
    quick.write({"registers/licences.csv": licence + rows, **{f"reports/{year}.md": report("正文。\n", year) for year in (2021, 2022, 2023)}})
    quick.build()
    assert [figures(quick, year)["行政许可决定数"] for year in (2021, 2022)] == ["2", "1"]
    assert figures(quick, 2023)["行政许可决定数"] == "无记录"
    cells = [cell.get_text() for cell in quick.soup("reports/2021/actions.html").table.select("tbody tr td")]
    assert "2" in cells
    found = said(quick, {"registers/declared.csv": "year,figure,value,carried,source\n2021,行政许可决定数,3,,区政府\n", "reports/2021.md": report("许可[3件](figure:行政许可决定数)。\n", 2021)})
    assert len(found) == 1 and "文中是 3" in found[0]


def test_a_fee_counts_in_the_year_of_payment_else_of_closing_and_no_fee_in_the_year_of_closing(quick: Quick) -> None:
    head = "number,agency,received,channel,applicant,subject,fee_asked,fee_paid,closed,decision,fee\n"

    def asked(name: str, days: str, decision: str = "同意公开", fee: str = "") -> str:
        received, rest = days.split(",", 1)
        return f"{name},区政府办公室,{received},网络,自然人,某项信息,{rest},{decision},{fee}\n"

    quick.write({
        "reports/2014.md": report("正文。\n"), "reports/2015.md": report("正文。\n", 2015), "reports/2021.md": report("正文。\n", 2021), "reports/2022.md": report("正文。\n", 2022),
        "registers/requests.csv": head + asked("1", "2014-12-29,,2015-01-08,2015-01-09", fee="300") + asked("2", "2014-12-30,,,2015-01-12", fee="250")
        + asked("3", "2014-12-30,,2014-12-31,2015-01-13", fee="40") + asked("4", "2014-12-26,,,2015-01-07") + asked("5", "2014-12-01,,,2014-12-09", fee="0")
        + asked("6", "2015-12-30,,,", "", "70") + asked("7", "2021-12-01,2021-12-03,,2022-02-07", "其他处理/申请人逾期未按收费通知要求缴纳费用", "900")
        + asked("8", "2021-12-01,2021-12-03,2021-12-06,2022-01-07", "予以公开", "500"),
    })
    out = quick.build().stdout
    told = [line for line in out.splitlines() if "registers/requests.csv" in line and "费" in line]
    assert len(told) == 1 and "registers/requests.csv:8: 提醒：已经办结，没有写缴费日期，收费 900 元不算进收取的费用" in told[0], out
    amounts = {year: (figures(quick, year)["收取费用"], figures(quick, year)["免收费用申请数"]) for year in (2014, 2015, 2021, 2022)}
    assert amounts == {2014: ("0.004", "1"), 2015: ("0.055", "1"), 2021: ("0.05", "0"), 2022: ("0", "0")}
