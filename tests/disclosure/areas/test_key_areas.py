"""Key areas: pages made of items and registers, and the faults that the registers' rules name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from disclosure.areas import AREAS
from disclosure.areas.checks import level_of
from disclosure.pages.sheet import percent

from tests.kit.project import ROOT, Project, item

pytestmark = pytest.mark.xdist_group("pages")


def page(folder: Path, slug: str) -> BeautifulSoup:
    return BeautifulSoup((folder / f"key-areas/{slug}/index.html").read_text(encoding="utf-8"), "html.parser")


def table(soup: BeautifulSoup, id: str) -> list[list[str]]:
    """Return the rows of the table under a heading, header first."""
    rows = soup.find(id=id).find_parent("section").table.find_all("tr")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def register(name: str) -> list[dict[str, str]]:
    """Return a register of content/, read without the project's reader."""
    with (ROOT / f"content/registers/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_environmental_approvals_and_checks_are_those_of_the_report(own: Path) -> None:
    rows = {row[0]: row for row in table(page(own, "environment"), "environment-by-year")}
    assert rows["2014年"] == ["2014年", "17", "4", "21", "100%"]
    counted = register("environment")
    for year in ("2012", "2013"):
        of_year = [row for row in counted if row["date"].startswith(year)]
        published = sum(row["published"] == "是" for row in of_year)
        assert rows[f"{year}年"][3:] == [str(published), percent(published, len(of_year))]
        assert 0 < published < len(of_year)


@pytest.mark.parametrize(("part", "whole", "shown"), [
    (21, 21, "100%"), (0, 4, "0%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (9999, 10000, "99.99%"), (29, 586, "4.9%"), (1, 2, "50%"), (0, 0, "—"),
])
def test_a_rate_is_rounded_half_up_and_a_hundred_only_when_all_is_published(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_three_public_expenses_add_up_by_unit_and_year(own: Path) -> None:
    soup = page(own, "budget")
    rows = {row[0]: row for row in table(soup, "budgets-by-year")}
    parts = ("abroad", "vehicles_bought", "vehicles_run", "reception")
    for year, kind, column in ((2013, "预算", 3), (2013, "决算", 6), (2014, "预算", 3), (2012, "决算", 6)):
        own_rows = [row for row in register("budgets") if row["year"] == str(year) and row["kind"] == kind]
        assert rows[f"{year}年"][column] == f"{sum(int(row[part]) for row in own_rows for part in parts):,}"
    assert rows["2014年"][3] == "2,214", "as the budget item of that year says"
    by_unit = table(soup, "budgets-2014")
    assert [row[0] for row in by_unit[1:-1]] == [row["name"] for row in register("agencies") if not row["until"]]
    assert by_unit[-1][4] == "2,214"
    chart = soup.find(id="budgets-by-year").find_parent("section").svg
    assert [text.get_text() for text in chart.select(".rr-chart__label")] == ["2012", "2013"]
    assert chart.title.get_text() and chart.desc.get_text()


def test_results_of_audits_stand_with_the_budgets_and_add_up(own: Path) -> None:
    header, *rows, total = table(page(own, "budget"), "audits")
    assert header[:3] == ["审计项目", "编号", "被审计单位"] and len(rows) == len(register("audits"))
    assert total[4:7] == ["16", "15", "402.77"]
    links = page(own, "budget").find(id="audits").find_parent("section").select("tbody a")
    assert [link.get_text() for link in links] == ["2013年度保障性安居工程资金审计"]


def test_the_four_steps_of_an_expropriation_are_shown_with_their_dates(own: Path) -> None:
    header, *rows = table(page(own, "expropriation"), "expropriation-steps")
    assert header[3:7] == ["公告", "告知", "论证", "听取意见"]
    by_name = {row[0]: row for row in rows}
    assert by_name["城南路东侧旧城改造项目"][3:] == ["2012-10-18", "2012-08-13", "2012-09-25", "2012-11-19", "2013-01-28"]
    assert by_name["施尧路延伸工程用地"][5:] == ["尚未办理", "尚未办理", "尚未批准"]


def test_housing_says_how_far_each_project_is(own: Path) -> None:
    rows = {row[0]: row for row in table(page(own, "housing"), "housing-projects")[1:]}
    assert rows["岱山廉租住房"][-1] == "已竣工" and rows["城南路东侧安置小区"][-1] == "在建"
    assert table(page(own, "housing"), "housing-plans")[1] == ["2014年", "3", "584", "584", "0"]


def test_offences_stand_with_the_area_that_they_are_filed_under(own: Path) -> None:
    filed = register("violations")
    for slug, area in (("tenders", "招投标"), ("food", "食品安全"), ("environment", "环境保护"), ("prices", "价格和收费"), ("safety", "生产安全事故")):
        parties = [row[0] for row in table(page(own, slug), "violations")[1:]]
        assert sorted(parties) == sorted(row["party"] for row in filed if row["area"] == area) and parties


@pytest.mark.parametrize("slug", AREAS)
def test_every_table_can_be_downloaded(own: Path, slug: str) -> None:
    for link in page(own, slug).select(".rr-count__download a"):
        assert (own / f"key-areas/{slug}" / link["href"]).resolve().read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_area_without_items_says_so_and_since_when(project: Project) -> None:
    project.write({"items/a.md": item(), "items/b.md": item(Index="1/2012-1", Date="2012-05-08", Created="2012-05-01", Review="2012-05-02 甲 可以公开")})
    project.good()
    empty = project.soup("key-areas/housing/index.html").select_one(".rr-empty").get_text()
    assert empty == "本站最早的信息公开于 2012年5月，从那时到现在，这个领域没有公开过信息。"
    project.write({"items/c.md": item(Index="1/2010-1", Date="2010-01-08", Created="2010-01-01", Review="2010-01-02 甲 可以公开")})
    project.good()
    assert "2010年1月" in project.soup("key-areas/housing/index.html").select_one(".rr-empty").get_text()


def test_an_empty_register_says_so(project: Project) -> None:
    project.write({"items/a.md": item(), "registers/accidents.csv": "number,date,kind,place,level,deaths,injuries,agency,status\n"})
    project.good()
    assert "登记簿里没有记录" in project.soup("key-areas/safety/index.html").get_text()
    assert project.soup("key-areas/food/index.html").select(".rr-count") == []


def test_a_row_leads_to_its_item_only_while_that_can_be_read(project: Project) -> None:
    header = "code,name,kind,agency,standard,basis,since,item\n"
    project.write({"items/a.md": item(), "registers/charges.csv": f"{header}1,学费,政府定价,区教育局,每学期320元,省文件,2013-01-01,014500858/2014-00001\n"})
    project.good()
    name = lambda: project.soup("key-areas/prices/index.html").find(id="charges").find_parent("section").tbody.th  # noqa: E731
    assert name().a["href"] == "../../items/2014/014500858-2014-00001.html"
    project.write({"items/a.md": item(Withdrawn="2014-06-01 内容有误")})
    project.good()
    assert name().a is None and name().get_text() == "学费"


FAULTS = {
    "audits": ("number,project,audited,agency,published,problems,mended\n1,某项目,甲,区审计局,2014-05-05,2,3\n", "已整改 3 个多于发现问题 2 个"),
    "budgets": ("year,agency,kind,income,expenditure,abroad,vehicles_bought,vehicles_run,reception\n2014,甲,预算,10,10,3,3,3,3\n", "“三公”经费 12 万元多于支出 10 万元"),
    "housing": ("code,name,kind,method,address,agency,plan_year,units,started,completed\n1,甲,廉租住房,新建,某路,乙,2014,3,2014-05-01,2014-04-01\n", "早于开工日期"),
    "allocations": ("number,date,agency,audience,method,offered,applicants,allocated\n1,2014-05-01,甲,家庭,公开摇号,10,9,11\n", "多于推出套数"),
    "food_inspections": ("number,date,agency,kind,subject,checked,failed,published\n1,2014-05-01,甲,日常检查,餐馆,3,4,是\n", "不合格数 4 多于检查数 3"),
    "environment": ("number,name,kind,agency,date,result,published\n1,甲,竣工验收监测,乙,2014-05-01,同意,是\n", "结果不能是“同意”"),
    "tenders": ("number,name,kind,agency,method,announced,opened,outcome\n1,甲,工程,乙,公开招标,2014-05-01,2014-04-01,已中标\n", "没有写中标单位"),
    "violations": ("number,area,date,agency,party,fact,basis,decision\n1,食品卫生,2014-05-01,甲,乙,丙,丁,戊\n", "重点领域“食品卫生”不在名单上"),
    "accidents": ("number,date,kind,place,level,deaths,injuries,agency,status\n1,2014-05-01,建筑,某地,一般,3,0,甲,已结案\n", "应当是“较大”"),
    "expropriations": ("code,name,kind,agency,place,announced,informed,heard,approved\n1,甲,征收集体土地,乙,某地,2014-01-02,2014-01-01,2014-03-01,2014-02-01\n", "没有办理论证"),
    "charges": ("code,name,kind,agency,standard,basis,since,until\n1,学费,政府定价,甲,3元,乙,2014-05-01,2014-04-01\n", "早于执行日期"),
}


def test_a_fine_is_compared_with_the_words_of_its_decision(project: Project) -> None:
    head, row = "number,area,date,agency,party,fact,basis,decision,fine\n", "{},食品安全,2014-05-01,甲,某单位,丙,丁,责令改正，罚款{},{}\n"
    project.write({"items/a.md": item(Key_Area="食品安全"), "registers/violations.csv": head + row.format(1, "二万元", 2) + row.format(2, "二万元", 20000) + row.format(3, "", 500)})
    told = [line.partition("violations.csv:")[2] for line in project.build().stdout.splitlines() if "写的罚款是" in line]
    assert told == ["2: 处理结果写的罚款是 20,000 元，罚款是 2 元；罚款以元计，写 20000；或者改正处理结果"]


def test_faulty_rows_are_named_all_at_once_and_take_no_page_with_them(project: Project) -> None:
    project.write({"items/a.md": item(Key_Area="食品安全")} | {f"registers/{name}.csv": text for name, (text, _) in FAULTS.items()})
    done = project.build()
    assert done.returncode == 0
    for name, (_, message) in FAULTS.items():
        assert any(line.startswith(f"{name}.csv:2") or f"registers/{name}.csv:2: " in line for line in done.stdout.splitlines() if message in line), (
            name, done.stdout,
        )
    assert len(list((project.output / "key-areas").glob("*/index.html"))) == 9


@pytest.mark.parametrize(("deaths", "injuries", "loss", "level"), [
    (0, 0, "", "一般"), (2, 9, 999, "一般"), (3, 0, 0, "较大"), (0, 10, 0, "较大"), (0, 0, 1000, "较大"), (9, 49, 4999, "较大"),
    (10, 0, 0, "重大"), (0, 50, 0, "重大"), (0, 0, 5000, "重大"), (29, 99, 9999, "重大"), (30, 0, 0, "特别重大"), (0, 100, 0, "特别重大"),
    (0, 0, 10000, "特别重大"),
])
def test_an_accident_has_the_level_of_its_numbers(deaths: int, injuries: int, loss: object, level: str) -> None:
    assert level_of(deaths, injuries, loss) == level
