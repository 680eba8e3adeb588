"""Reports of units (2019 Regulations Art. 49): restricted to the unit, listed by year and unit, and adding up to the district's."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.kit.project import ROOT
from tests.kit.published_files import sheet
from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS, request, said
from tests.kit.unit_totals import HEAD, totals

pytestmark = pytest.mark.xdist_group("report")

AGENCIES = "code,name,office,leader,responsible,address,hours,phone,email\nA1,区财政局,科,甲,乙,某路,工作日,0791-0100 0858,\nB2,区民政局,科,甲,乙,某路,工作日,0791-0100 0859,\n014500858,区政府办公室,科,甲,乙,某路,工作日,0791-0100 0860,\n"
ROWS = REQUESTS + "".join(
    request(str(position), received, closed).replace("区政府办公室", agency)
    for position, (agency, received, closed) in enumerate([
        ("区财政局", "2021-03-01", "2021-03-10"), ("区财政局", "2020-12-20", "2021-01-12"), ("区民政局", "2021-04-01", "2021-04-09"), ("区民政局", "2021-05-06", "2021-05-10"),
    ])
)


def unit_report(code: str, body: str, year: int = 2021) -> str:
    """Return the file of a unit's report; its body begins on line 5."""
    return f"Title: {code}的年报\nSlug: {year}-{code}\nSave_As: reports/{year}-{code}.html\n\n{body}"


@pytest.fixture
def units(quick: Quick) -> Quick:
    quick.write({"registers/agencies.csv": AGENCIES, "registers/requests.csv": ROWS})
    return quick


def draft(project: Quick, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "disclosure.commands.report", str(project.content), str(project.output), "--conf", str(ROOT / "pelicanconf.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": "plugins", "PATH": "/usr/bin:/bin"}, check=False)


def finished(project: Quick, agency: str, code: str, year: int = 2021) -> str:
    """Return the draft of a unit's report, with something written in each bracket."""
    done = draft(project, f"--year={year}", f"--agency={agency}")
    assert done.returncode == 0, done.stderr
    path = project.content / f"reports/{year}-{code}.md"
    text = path.read_text(encoding="utf-8").replace("Status: draft\n", "")
    path.unlink()
    return re.sub("〔[^〕]*〕", "已写", text)


def test_a_unit_s_numbers_are_those_of_its_own_rows(units: Quick) -> None:
    assert said(units, {"reports/2021-A1.md": unit_report("A1", "收到[1件](figure:收到申请数)，结转[1件](figure:上年结转申请数)，办结[2件](figure:申请办结数)。\n")}) == []
    found = said(units, {"reports/2021-A1.md": unit_report("A1", "收到[3件](figure:收到申请数)。\n")})
    assert [line.partition("；")[0] for line in found] == ["reports/2021-A1.md:5: “收到申请数”文中是 3件，算出来是 1件，文中多 2件"]
    shown = units.soup("reports/2021-A1/requests.html")
    assert {row.th.get_text() for row in shown.select("tbody[id] tr:has(td)")} == {"0", "1"} and "区财政局" in shown.h1.get_text()


def test_reports_are_listed_by_year_and_unit(units: Quick) -> None:
    files = {"reports/2020-B2.md": unit_report("B2", "正文。\n", 2020), "reports/2021-B2.md": unit_report("B2", "正文。\n"), "reports/2021-A1.md": unit_report("A1", "正文。\n")}
    assert said(units, files) == []
    page = units.soup("reports/index.html")
    listed = [(entry.select_one(".rr-ledger__year").get_text(), [link["href"] for link in entry.select("a")]) for entry in page.select(".rr-ledger__entry")]
    assert listed == [("2021", ["../reports/2021-A1.html", "../reports/2021-B2.html"]), ("2020", ["../reports/2020-B2.html"])]
    assert "2021年各单位的年报（2个单位）" in page.get_text() and units.soup("index.html").find("a", string="政府信息公开年报")


@pytest.mark.parametrize(("code", "right"), [("A2", "A1"), ("区财政局", "A1"), ("zzz", "A1")])
def test_a_report_of_a_unit_that_nobody_knows_is_an_error(units: Quick, code: str, right: str) -> None:
    found = said(units, {"reports/x.md": unit_report(code, "收到[3件](figure:收到申请数)。\n")})
    assert len(found) == 1 and found[0].startswith(f"reports/x.md:3: 没有代码是“{code}”的单位") and f"reports/2021-{right}.html" in found[0]
    assert units.build(conf="publishconf.py").returncode == 1


@pytest.mark.parametrize("year", [2016, 2020, 2021])
def test_a_unit_s_draft_is_in_the_format_of_its_year_and_agrees_with_itself_when_it_is_finished(units: Quick, year: int) -> None:
    text = finished(units, "区财政局", "A1", year)
    assert f"Save_As: reports/{year}-A1.html" in text and text.startswith(f"Title: 区财政局{year}年政府信息公开工作年度报告")
    assert ("table:统计表" in text, "本年新制作数量" in text, "本年制发件数" in text) == (year == 2016, year == 2020, year == 2021)
    assert said(units, {f"reports/{year}-A1.md": text}) == []


def test_a_draft_for_an_agency_that_is_none_is_told(units: Quick) -> None:
    done = draft(units, "--year=2021", "--agency=区财政厅")
    assert done.returncode == 1 and "没有“区财政厅”这个单位；是不是“区财政局”？" in done.stderr


def district(project: Quick) -> str:
    done = draft(project, "--year=2021")
    assert done.returncode == 0, done.stderr
    path = project.content / "reports/2021.md"
    return re.sub("〔[^〕]*〕", "已写", path.read_text(encoding="utf-8").replace("Status: draft\n", ""))


def test_where_a_unit_states_otherwise_the_district_states_so_too_or_says_why_not(units: Quick) -> None:
    own, whole = finished(units, "区财政局", "A1"), district(units)
    assert said(units, {"reports/2021-A1.md": own, "reports/2021.md": whole}) == []
    row = "| 一、本年新收政府信息公开申请数量 | 1 |"
    assert row in own
    own = own.replace(row, '| 一、本年新收政府信息公开申请数量 | [2](cell: "补录1件") |').replace("| 0 | 1 |\n| 二、", '| 0 | [2](cell: "补录1件") |\n| 二、')
    own = own.replace("## 四、", '[自然人：一、本年新收政府信息公开申请数量与二、上年结转政府信息公开申请数量之和＝（七）总计与四、结转下年度继续办理之和](identity:表3 "补录")\n\n[总计：一、本年新收政府信息公开申请数量与二、上年结转政府信息公开申请数量之和＝（七）总计与四、结转下年度继续办理之和](identity:表3 "补录")\n\n## 四、')
    found = said(units, {"reports/2021-A1.md": own})
    place = next(position for position, line in enumerate(whole.splitlines(), 1) if line.startswith("| 一、本年新收"))
    assert [line.partition("；")[0] for line in found] == [
        f"reports/2021.md:{place}: 提醒：“收到和处理政府信息公开申请情况”的“一、本年新收政府信息公开申请数量”（{column}）不是各单位年报之和：各单位年报合计 4，算出来是 3（区财政局的年报多 1）"
        for column in ("总计", "自然人")
    ]
    line = next(line for line in whole.splitlines() if line.startswith("| 一、本年新收"))
    explained = whole.replace(line, '| 一、本年新收政府信息公开申请数量 | [5](cell: "区财政局补录2件") | 0 | 0 | 0 | 0 | 0 | [5](cell: "区财政局补录1件") |')
    found = said(units, {"reports/2021.md": explained})
    assert not any("不是各单位年报之和" in line for line in found)


def test_pages_of_units_follow_registers_and_stay_what_a_clean_build_makes(units: Quick) -> None:
    units.write({"reports/2021-A1.md": unit_report("A1", "收到[1件](figure:收到申请数)。\n"), "reports/2021.md": "Title: 年报\nSlug: 2021\nSave_As: reports/2021.html\n\n正文。\n"})
    units.build()
    units.write({"registers/requests.csv": ROWS + request("9", "2021-08-02", "2021-08-05").replace("区政府办公室", "区财政局")})
    units.build()
    assert "算出来是 2" in "".join(said(units, {}))
    units.assert_clean()
    units.write({"registers/report_figures.csv": HEAD + totals("区政府办公室", 2021, "表3")})
    units.build()
    units.assert_clean()
    units.write({"registers/agencies.csv": AGENCIES.replace("A1", "C3"), "reports/2021-A1.md": unit_report("C3", "收到[2件](figure:收到申请数)。\n")})
    units.build()
    units.assert_clean()
    assert (units.output / "reports/2021-C3/index.html").is_file() and not (units.output / "reports/2021-A1").exists()
    (units.content / "reports/2021-A1.md").unlink()
    units.build()
    units.assert_clean()
    assert not (units.output / "reports/2021-C3").exists()


RENAMED = "code,name,since,until,predecessors\nA1,区人事局,,2010-08-31,\nB2,区人社局,2010-09-01,,区人事局\n014500858,区政府办公室,,,\n"
HANDED = request("1", "2010-08-20", "2011-01-10", "同意公开") + request("2", "2010-03-01", "2010-03-05", "同意公开") + request("3", "2010-12-30", "", "") + request("4", "2009-12-28", "2010-09-10", "同意公开")


def handed(agency: str = "区人事局") -> str:
    """Return the register of requests in which an agency left two of three open when it was renamed."""
    return REQUESTS + HANDED.replace("区政府办公室", agency).replace(f"3,{agency}", "3,区政府办公室")


def numbers_of(project: Quick, path: str) -> list[int]:
    """Return new, carried over, dealt with and left open of a unit, from the table of its report's page."""
    wanted = ("收到申请数", "上年结转申请数", "申请办结数", "结转下年度申请数")
    lines = {line.th.get_text(): line.td.get_text(" ").split()[0] for line in project.soup(path).select("main .rr-figures--check tbody tr")}
    return [int(lines[name]) if lines[name].isdecimal() else -1 for name in wanted]


def test_what_an_agency_left_open_when_it_was_renamed_is_its_successors(quick: Quick) -> None:
    page = "Title: 年报\nSlug: {0}\nSave_As: reports/{0}.html\nURL: reports/{0}.html\n\n正文。\n"
    names = ("2009-A1", "2010-A1", "2010-B2", "2011-B2", "2010", "2011")
    found = said(quick, {"registers/agencies.csv": RENAMED, "registers/requests.csv": handed()} | {f"reports/{name}.md": page.format(name) for name in names})
    told = [line for line in found if "区人事局" in line]
    assert told == ["registers/requests.csv:2: 提醒：“区人事局”到 2010-08-31 止，第 2、5 行的 2 件到那时没有办结，年报和监督考核里算它的后继“区人社局”的；核对后继；不是的，改机构名册里的前身"], found
    assert [numbers_of(quick, f"reports/{name}/index.html") for name in names] == [[1, 0, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1], [0, 1, 1, 0], [3, 1, 2, 2], [0, 2, 1, 1]]
    rows = {row["发布机构"]: (row["收到申请"], row["办结申请"]) for row in sheet(quick, "supervision/units.csv") if row["年份"] == "2011"}
    assert rows == {"区人社局": ("0", "1")}
    found = said(quick, {"reports/2011-A1.md": page.format("2011-A1")})
    assert "reports/2011-A1.md:1: 2011年没有“区人事局”（机构名册：2010-08-31 止）；写区人社局的年报" in found
    drafted = draft(quick, "--year=2011", "--agency=区人事局")
    assert drafted.returncode == 1 and "2011年没有“区人事局”（机构名册：2010-08-31 止）；写区人社局的年报" in drafted.stderr
    assert draft(quick, "--year=2009", "--agency=区人社局").stderr.startswith("2009年没有“区人社局”（机构名册：2010-09-01 起）；写区人事局的年报")


def test_where_several_took_over_the_row_names_the_one(quick: Quick) -> None:
    agencies = RENAMED + "C3,区编办,2010-09-01,,区人事局\n"
    found = said(quick, {"registers/agencies.csv": agencies, "registers/requests.csv": handed()})
    assert any("第 2、5 行的 2 件到那时没有办结，后继有几个（区人社局、区编办），不知道是哪一个承接的；机构改成承接的那一个" in line for line in found), found
    found = said(quick, {"registers/requests.csv": handed().replace("1,区人事局", "1,区编办").replace("4,区人事局", "4,区人社局")})
    assert not [line for line in found if "区人事局" in line or "的时候没有" in line], found
    found = said(quick, {"registers/requests.csv": handed().replace("2,区人事局", "2,区编办")})
    assert any("registers/requests.csv:3: 2010-03-01 的时候没有“区编办”" in line for line in found), found
    found = said(quick, {"registers/agencies.csv": RENAMED.replace("2010-09-01,,区人事局", "2010-09-01,,"), "registers/requests.csv": handed()})
    assert any("第 2、5 行的 2 件到那时没有办结，名册上没有它的后继" in line for line in found), found


def test_years_in_which_matters_pass_on_are_not_compared_as_if_nothing_had_passed(quick: Quick) -> None:
    """The former agency left three open at the end of 2019, and answered one of them; the new one has the other two."""
    agencies = RENAMED.replace("2010", "2020")
    rows = REQUESTS + "".join(
        request(str(number), "2019-12-28", closed).replace("区政府办公室", "区人事局") for number, closed in enumerate(("2020-01-10", "2020-09-10", "2021-01-08"))
    )
    quick.write({"registers/agencies.csv": agencies, "registers/requests.csv": rows})
    wanted = (("区人事局", "A1", 2019), ("区人事局", "A1", 2020), ("区人社局", "B2", 2020), ("区人社局", "B2", 2021))
    texts = {f"reports/{year}-{code}.md": finished(quick, agency, code, year) for agency, code, year in wanted}
    found = said(quick, texts)
    assert not [line for line in found if "上年结转" in line or "关系不成立" in line], found
    wrong = texts["reports/2021-B2.md"].replace("| 二、上年结转政府信息公开申请数量 | 1 |", "| 二、上年结转政府信息公开申请数量 | 2 |")
    assert wrong != texts["reports/2021-B2.md"]
    assert [line for line in said(quick, {"reports/2021-B2.md": wrong}) if "上年结转是 2，上年的结转下年度是 1" in line]
