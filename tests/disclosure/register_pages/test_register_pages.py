"""Pages of registers: what they show is what the registers of the project's own content say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.disclosure.registers.test_register_checks import GOOD
from tests.disclosure.registers.test_register_checks import sheet as register
from tests.kit.project import item
from tests.kit.published_files import sheet, table
from tests.kit.quick_builds import Quick

OWN = pytest.mark.xdist_group("own-registers")


@OWN
def test_requests_of_a_year_add_up_as_the_statutory_table_does(own_project: Quick) -> None:
    rows = sheet(own_project, "data/requests.csv")
    shown = table(own_project, "registers/requests.html", "requests-by-year")
    for year in ("2014", "2020", "2021", "2022"):
        line = shown[f"{year}年"]
        assert line["收到"] == sum(row["received"].startswith(year) for row in rows)
        assert line["办结"] == sum(row["closed"].startswith(year) for row in rows)
        assert line["上年结转"] + line["收到"] == line["办结"] + line["结转下年"]
        assert line["办结"] == line["办结其中按时"] + line["办结其中延期"] + line["办结其中逾期"]
    assert shown["2014年"] == {"上年结转": 0, "收到": 4, "办结": 4, "办结其中按时": 3, "办结其中延期": 1, "办结其中逾期": 0, "结转下年": 0}
    assert (shown["2021年"]["上年结转"], shown["2021年"]["收到"], shown["2021年"]["结转下年"]) == (2, 30, 3)


@OWN
def test_outcomes_channels_and_applicants_add_up(own_project: Quick) -> None:
    rows = sheet(own_project, "data/requests.csv")
    outcomes = table(own_project, "registers/requests.html", "requests-outcomes-2019")
    groups = [row for name, row in outcomes.items() if not name.startswith("其中") and name != "合计"]
    for column in ("2021年", "2022年", "合计"):
        assert sum(row[column] for row in groups) == outcomes["合计"][column]
    assert outcomes["不予公开"]["合计"] == sum(row["decision"].startswith("不予公开/") for row in rows)
    for part, column in (("channel", "当面"), ("applicant", "自然人")):
        shown = table(own_project, "registers/requests.html", f"requests-by-{part}")
        assert shown[column]["合计"] == sum(row[part] == column for row in rows)
        assert sum(row["合计"] for name, row in shown.items() if name != "合计") == len(rows)


@OWN
def test_the_chart_of_outcomes_is_drawn_described_and_has_the_tables_numbers(own_project: Quick) -> None:
    chart = own_project.soup("registers/requests.html").find("svg", attrs={"aria-labelledby": re.compile("requests-outcomes-2019")})
    assert chart.title.string == "办理结果（2019年条例）" and chart.desc.string
    labels = [text.get_text() for text in chart.select(".rr-chart__label")]
    values = [int(text.get_text()) for text in chart.select(".rr-chart__value")]
    outcomes = table(own_project, "registers/requests.html", "requests-outcomes-2019")
    assert {label: outcomes[label]["合计"] for label in labels} == dict(zip(labels, values, strict=True))


@OWN
def test_each_request_shows_its_limit_and_whether_it_was_kept(own_project: Quick) -> None:
    shown = table(own_project, "registers/requests.html", "requests-list")
    assert len(shown) == len(sheet(own_project, "data/requests.csv"))
    assert (shown["2014-002"]["期限"], shown["2014-002"]["是否按时"]) == ("2014-06-11", "延期后按时")
    assert (shown["2014-004"]["期限"], shown["2014-004"]["是否按时"]) == ("2014-10-15", "按时")
    assert shown["2021-025"]["是否按时"] == "逾期" and shown["2021-024"]["期限"] == "等待申请人补正"


@OWN
def test_a_dispute_counts_as_pending_in_a_year_that_ended_before_it_did(own_project: Quick) -> None:
    section = own_project.soup("registers/disputes.html").find("section", attrs={"aria-labelledby": "disputes-by-year"})
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in section.table.find_all("tr")]
    assert rows[0][2:] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert ["2021年", "行政复议", "1", "1", "0", "1", "3"] in rows and ["2021年", "行政诉讼（复议后起诉）", "0", "0", "0", "1", "1"] in rows
    assert ["2014年", "行政复议", "1", "0", "0", "0", "1"] in rows


@OWN
def test_an_empty_register_says_so_and_can_be_downloaded(own_project: Quick) -> None:
    page = own_project.soup("registers/complaints.html")
    assert page.select_one(".rr-empty").string == "登记簿里没有记录：没有接到举报和投诉。"
    assert not page.find("table") and (own_project.output / "data/complaints.csv").read_text(encoding="utf-8-sig").count("\n") == 1


@OWN
def test_approvals_are_the_reports_own_numbers(own_project: Quick) -> None:
    rows = sheet(own_project, "data/approvals.csv")
    total = table(own_project, "registers/approvals.html", "approvals-by-kind")["合计"]
    assert total == {"保留": 285, "保留其中承接": 45, "已经取消": 2}
    assert len(rows) == 287 and len({row["code"] for row in rows}) == 287
    page = own_project.soup("registers/approvals.html").get_text()
    assert all(row["name"] in page and row["basis"] in page for row in rows)


@OWN
def test_letters_stand_with_their_answers_beside_what_was_declared(own_project: Quick) -> None:
    page = own_project.soup("registers/letters.html")
    rows = sheet(own_project, "data/letters.csv")
    assert len(page.select(".rr-letter")) == len(rows)
    assert all(row["question"] in page.get_text() and row["answer"] in page.get_text() for row in rows)
    assert "2014年申报的互动交流是1,172人次" in page.get_text()
    assert "来信12封，征集和调查参加488人次" in page.get_text()


@OWN
def test_a_consultation_leads_to_its_item(own_project: Quick) -> None:
    link = own_project.soup("registers/consultations.html").find("a", string="政府网站满意度调查")
    assert (own_project.output / "registers" / link["href"]).resolve().is_file()


@OWN
def test_the_index_lists_every_register_with_its_download_and_the_way_to_its_page(own_project: Quick) -> None:
    index = own_project.soup("registers/index.html")
    files = {path.stem for path in (own_project.content / "registers").glob("*.csv")}
    links = [link["href"] for link in index.select("main a")]
    assert {f"../data/{name}.csv" for name in files} <= set(links)
    assert all((own_project.output / "registers" / link).resolve().is_file() for link in links)
    assert len([link for link in links if not link.endswith(".csv")]) == len(files)
    package = json.loads((own_project.output / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["path"]: resource["schema"] for resource in package["resources"]}
    names = {resource["name"] for resource in package["resources"]}
    for name in files:
        keys = resources[f"data/{name}.csv"].get("foreignKeys", ())
        assert all(key["reference"]["resource"] in names for key in keys)


def test_no_register_no_page_and_a_page_goes_with_its_register(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write({"items/a.md": item()})
    project.good()
    assert not (project.output / "registers").exists()
    project.write({f"registers/{name}.csv": register(name, GOOD[name]) for name in GOOD})
    project.good()
    assert {path.stem for path in (project.output / "registers").glob("*.html")} == {"index", *GOOD}
    (project.content / "registers/letters.csv").unlink()
    project.good()
    assert not (project.output / "registers/letters.html").exists()
    project.assert_clean()


def test_formulas_in_a_register_are_not_handed_out_as_formulas(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    evil = GOOD["requests"] | {"subject": "=HYPERLINK(\"http://x\",\"点\")"}
    project.write({"items/a.md": item(Title="+1+cmd|'/c calc'!A0", Agency="@SUM(1)"), "registers/requests.csv": register("requests", evil)})
    project.build()
    cells = [cell for path in project.output.rglob("*.csv") for row in sheet(project, str(path.relative_to(project.output))) for cell in row.values()]
    assert "'=HYPERLINK(\"http://x\",\"点\")" in cells and "'+1+cmd|'/c calc'!A0" in cells and "'@SUM(1)" in cells
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r" and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]


def test_a_long_register_shows_its_newest_rows_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    rows = [GOOD["letters"] | {"number": f"X{number}", "received": f"2021-03-{number % 28 + 1:02d}", "answered": "2021-04-06"} for number in range(65)]
    project.write({"items/a.md": item(), "registers/letters.csv": register("letters", *rows)})
    project.good()
    page = project.soup("registers/letters.html")
    assert len(page.select(".rr-letter")) == 60 and "另有 5 封较早的" in page.get_text()


def test_a_long_register_is_divided_among_pages_that_an_old_computer_opens(tmp_path: Path) -> None:
    """Every matter stands on one page, and behind the figure of a report each of its rows does."""
    offices = {"区财政局": 1_000, "区档案局": 700, "区商务局": 90}
    rows = [f"{office}的事项{number},{office}" for office, count in offices.items() for number in range(count)]
    head = "code,name,agency,kind,basis,origin,status,online\n"
    project = Quick(tmp_path)
    project.write({f"items/{place}.md": item(Index=f"1/{place}", Agency=office) for place, office in enumerate(offices)})
    project.write({
        "reports/2014.md": "Title: 年报\nSlug: 2014\nSave_As: reports/2014.html\n\n正文。\n",
        "registers/approvals.csv": head + "".join(f"A{place},{row},行政许可,某法,保留,保留,是\n" for place, row in enumerate(rows)),
    })
    project.build()
    pages = [project.soup(f"registers/approvals{more}.html") for more in ("", "-2", "-3")]
    found = [cell.get_text() for page in pages for cell in page.select("tbody th") if re.fullmatch(r"A\d+", cell.get_text())]
    assert sorted(found) == sorted(f"A{place}" for place in range(len(rows)))
    assert all(len(page.select("tbody tr")) <= 800 for page in pages)
    for page in pages:
        assert [link["href"] for link in page.select(".rr-pager a")] == [f"../registers/approvals{more}.html" for more in ("", "-2", "-3")]
        assert len({heading["id"] for heading in page.select("h2[id]")}) == len(page.select("h2[id]"))
    (link,) = [link for link in project.soup("reports/2014/index.html").select("main th a") if link.get_text() == "保留审批事项数"]
    first = f"reports/2014/{link['href'].rpartition('/')[2]}"
    behind = [project.soup(first.replace(".html", f"{more}.html")) for more in ("", "-2", "-3")]
    assert [len(page.select("tbody tr")) for page in behind] == [800, 800, 190]
    assert ["第 801—1,600 行" in page.h2.get_text() for page in behind] == [False, True, False]
    project.write({"registers/approvals.csv": head + "A1,一项,区财政局,行政许可,某法,保留,保留,是\n"})
    project.build()
    assert not (project.output / "registers/approvals-2.html").exists() and not (project.output / first.replace(".html", "-2.html")).exists()
    project.assert_clean()
