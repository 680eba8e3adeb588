"""What items and registers say against each other is told at its line; what is true is left alone."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from disclosure.catalogue import contradictions
from disclosure.registers import Register, Registers, names, schema
from disclosure.registers.agencies import Tenure
from disclosure.registers.telephones import Telephones

from tests.kit.project import item
from tests.kit.quick_builds import Quick

AGENCIES = (
    "code,name,phone,short,document_words,since,until,predecessors\n"
    "014500858,区政府办公室,0791-0100 0858,区府办,青府发、青府办发,,,\n014500866,区环境保护局,0791-0100 0866,环保局,青环字,,2019-03-19,\n"
    "014500870,区卫生和计划生育委员会,0791-0100 0870,卫计委,青卫计字,2014-05-26,,区卫生局\n014500892,区卫生局,,,,,2014-05-25,\n"
)
NEW = "区卫生和计划生育委员会"


def built(tmp_path: Path, files: dict[str, str], agencies: str = AGENCIES) -> list[str]:
    """Return what a build says of files, without the folder."""
    project = Quick(tmp_path)
    project.write({"registers/agencies.csv": agencies} | files)
    return [line.partition("/content/")[2] for line in project.build().stdout.splitlines() if "/content/" in line]


def one(tmp_path: Path, **changes: str) -> list[str]:
    """Return what a build says of one item, as told at its lines."""
    return [line for line in built(tmp_path, {"items/a.md": item(**changes)}) if "items/a.md" in line]


@pytest.mark.parametrize(("changes", "told"), [
    ({"Agency": NEW, "Index": "014500870/2014-00001"}, "items/a.md:4: 公开日期 2014-03-18 的时候还没有“区卫生和计划生育委员会”（机构名册：2014-05-26 起）；发布机构写当时的名称，如区卫生局"),
    ({"Agency": "区卫生局", "Index": "014500892/2015-00001", "Created": "2014-05-26", "Date": "2014-05-27", "Review": "2014-05-26 甲 可以公开"},
     "items/a.md:4: 生成日期 2014-05-26 的时候已经没有“区卫生局”（机构名册：2014-05-25 止）；发布机构写后来的名称，如区卫生和计划生育委员会"),
    ({"Agency": "区卫生局", "Index": "014500892/2014-00001", "Created": "2014-05-20", "Date": "2014-05-27", "Review": "2014-05-26 甲 可以公开"},
     "items/a.md:4: 提醒：公开日期 2014-05-27 晚于“区卫生局”的终止日期 2014-05-25"),
    ({"Agency": NEW, "Index": "014500870/2014-00001", "Created": "2014-05-20", "Date": "2014-05-27", "Review": "2014-05-26 甲 可以公开"},
     "items/a.md:4: 提醒：生成日期 2014-05-20 早于“区卫生和计划生育委员会”的起始日期"),
    ({"Agency": "区环境保护局", "Index": "014500866/2014-00001", "Document_Number": "青府发〔2014〕3号"},
     "items/a.md:9: 文号 青府发〔2014〕3号 的“青府发”是区政府办公室的发文代字，发布机构却是区环境保护局"),
    ({"Document_Number": "青府发〔2015〕3号"}, "items/a.md:9: 文号 青府发〔2015〕3号 是2015年的，公开日期是 2014-03-18"),
    ({"Document_Number": "青府发〔2013〕3号"}, "items/a.md:9: 提醒：文号 青府发〔2013〕3号 是2013年的，生成日期是 2014-03-03"),
    ({"Index": "014500866/2014-00001"}, "items/a.md:2: 提醒：索引号 014500866/2014-00001 的机构代码是区环境保护局的，发布机构却是区政府办公室"),
    ({"Index": "014500858/2009-00001"}, "items/a.md:2: 提醒：索引号 014500858/2009-00001 是2009年的，生成日期 2014-03-03、公开日期 2014-03-18 都不在那一年"),
])
def test_each_contradiction_is_told_at_its_line(tmp_path: Path, changes: dict, told: str) -> None:
    said = one(tmp_path, **changes)
    assert sum(line.startswith(told) for line in said) == 1, said


@pytest.mark.parametrize("changes", [
    {"Document_Number": "青府办发〔2014〕3号"}, {"Document_Number": "外来字〔2014〕3号"}, {"Agency": "区卫生局", "Index": "014500892/2014-00001"},
    {"Agency": NEW, "Index": "014500892/2014-00001", "Created": "2014-05-26", "Date": "2014-05-26", "Review": "2014-05-26 甲 可以公开"},
    {"Agency": "区卫生局", "Created": "2014-05-25", "Date": "2014-05-25", "Index": "014500870/2014-00001", "Review": "2014-05-25 甲 可以公开"},
    {"Created": "2013-12-30", "Date": "2014-01-06", "Document_Number": "青府发〔2013〕90号", "Review": "2013-12-31 甲 可以公开"}, {"Index": "1/2"},
])
def test_what_is_true_is_left_alone(tmp_path: Path, changes: dict) -> None:
    assert one(tmp_path, **changes) == []


def test_rows_of_registers_name_agencies_of_their_day(tmp_path: Path) -> None:
    told = built(tmp_path, {
        "items/a.md": item(),
        "registers/requests.csv": f"number,agency,received,channel,applicant,subject\n1,{NEW},2014-05-23,网络,自然人,某\n2,{NEW},2014-05-26,网络,自然人,某\n3,区环境保护局,2019-03-20,网络,自然人,某\n",
        "registers/report_figures.csv": "agency,year,table,row,column,number,source\n区环境保护局,2020,表3,一、本年新收政府信息公开申请数量,自然人,1,某\n",
        "registers/services.csv": f"code,name,agency,audience,life_event,limit,fee,status,changed,item\nF1,某,{NEW},公民,社会保障,5日,不收费,现行,,014500858/2014-00001\nF2,某,区政府办公室,公民,社会保障,5日,不收费,现行,,014500858/2014-00001\n",
    })
    for start in (
        "registers/requests.csv:2: 2014-05-23 的时候没有“区卫生和计划生育委员会”（机构名册：2014-05-26 起）", "registers/requests.csv:4: 2019-03-20 的时候没有“区环境保护局”（机构名册：2019-03-19 止）",
        "registers/report_figures.csv:2: 2020年没有“区环境保护局”", f"registers/services.csv:2: 提醒：这一行是{NEW}的，条目 014500858/2014-00001 却是区政府办公室发布的",
    ):
        assert sum(line.startswith(start) for line in told) == 1, (start, told)
    assert not [line for line in told if line.startswith(("registers/requests.csv:3: 2014", "registers/services.csv:3: 提醒：这一行"))]


TITLED = {
    "licences": "decided", "penalties": "decided", "decisions": "started", "meetings": "date", "proposals": "assigned", "consultations": "opened", "allocations": "date", "audits": "published",
    "environment": "date", "food_inspections": "date", "violations": "date", "training": "date", "tenders": "announced", "expropriations": "announced", "accidents": "date", "services": "changed",
    "charges": "since", "approvals": "received", "housing": "started", "requests": "received", "disputes": "received", "complaints": "received", "letters": "received", "budgets": "year", "report_figures": "year",
}
"""The day or year of each register's rows that is compared with the days of their agency."""
WITHOUT = {"standards", "forms", "clearances", "agencies", "removed", "resources", "channels", "declared", "carried_forward"}


def of_row(name: str, agency: str, **days: str) -> list[str]:
    """Return what is said of a row of an agency that is there from 2014-05-26, or until 2014-05-25."""
    fields = {field["name"]: "" for field in schema(name)["fields"]}
    row = fields | {"agency": agency} | {column: int(value) if column == "year" else value for column, value in days.items()}
    known = {"新局": Tenure("2014-05-26", "", ("旧局",)), "旧局": Tenure("", "2014-05-25", (), ("新局",))}
    registers = {other: Register(other, rows=[row] if other == name else [], lines=[2] if other == name else []) for other in TITLED}
    return [problem.message for problem in (*contradictions._rows_of_no_agency(registers, known), *contradictions._acts_of_no_agency(registers, known))]


@pytest.mark.parametrize("name", TITLED)
def test_a_row_of_any_register_is_of_an_agency_that_was_there(name: str) -> None:
    column = TITLED[name]
    late, in_time = ("2015", "2014") if column == "year" else ("2014-05-26", "2014-05-25")
    assert [message.partition("（")[0].rpartition("没有")[2] for message in of_row(name, "旧局", **{column: late})] == ["“旧局”"]
    assert of_row(name, "旧局", **{column: in_time}) == [] and of_row(name, "新局", **{column: late}) == [] and of_row(name, "别局", **{column: late}) == []


def test_every_register_of_agencies_with_a_day_is_compared() -> None:
    held = {name for name in names() if {"agency"} <= {field["name"] for field in schema(name)["fields"]}}
    assert held - set(TITLED) - WITHOUT == set()


@pytest.mark.parametrize(("name", "days", "told"), [
    ("licences", {"decided": "2014-05-25"}, "许可决定日期 2014-05-25 的时候没有“新局”（机构名册：2014-05-26 起）"), ("meetings", {"date": "2014-05-25"}, "日期 2014-05-25 的时候没有“新局”"),
    ("proposals", {"assigned": "2014-03-03", "replied": "2014-05-25"}, "答复日期 2014-05-25 的时候没有“新局”"), ("proposals", {"assigned": "2014-03-03", "replied": "2014-05-26"}, ""),
    ("proposals", {"assigned": "2014-03-03"}, ""), ("consultations", {"opened": "2014-05-01"}, ""), ("budgets", {"year": "2013"}, "2013年没有“新局”"), ("services", {"changed": "2014-05-25"}, ""), ("charges", {"since": "2009-01-01"}, ""),
])
def test_a_successor_has_what_was_begun_before_it_and_nothing_that_was_done(name: str, days: dict[str, str], told: str) -> None:
    said = of_row(name, "新局", **days)
    assert len(said) == bool(told) and "".join(said).startswith(told)


def numbers(tmp_path: Path, text: str) -> list[str]:
    """Return what is told of telephone numbers in a text."""
    (tmp_path / "registers").mkdir(exist_ok=True)
    (tmp_path / "registers/agencies.csv").write_text(AGENCIES, encoding="utf-8")
    (tmp_path / "registers/reading_points.csv").write_text("name,kind,address,hours,phone\n区政府办公室,查阅点,某,某,0791-0100 3858\n", encoding="utf-8")
    return [problem.message for problem in Telephones(Registers(str(tmp_path))).problems("a.md", text)]


@pytest.mark.parametrize("text", [
    "区政府办公室 0791-0100 0866", "区政府办公室咨询电话：0791-01000866", "| 区府办 | 0791-0100 0866 |", "**区政府办公室**电话是 01000866", "区政府办公室（0791-0100 0866）",
])
def test_a_telephone_that_the_register_gives_to_another_is_told(tmp_path: Path, text: str) -> None:
    [message] = numbers(tmp_path, text.replace("**区政府办公室**", "区政府办公室"))
    assert "那是区环境保护局的；机构名册上是 0791-0100 0858" in message


@pytest.mark.parametrize("text", [
    "区政府办公室 0791-0100 0858", "区政府办公室电话 0791-01000858", "区政府办公室 0791-0100 3858", "区政府办公室政务公开科 0791-0100 0866", "传真：区政府办公室 0791-0100 2858",
    "区卫生局 0791-0100 0001", "区政府办公室〔2014〕12号", "区政府办公室2014年3月18日", "区环境保护局窗口电话 0791-0100 0014",
])
def test_a_telephone_that_agrees_or_is_somebodys_own_is_left_alone(tmp_path: Path, text: str) -> None:
    assert numbers(tmp_path, text) == []


def test_pages_and_guides_are_compared_and_old_texts_are_not(tmp_path: Path) -> None:
    guide = item(Category="公共服务/面向公民", Genre="办事指南", body="## 地点\n\n区环境保护局 0791-0100 0867\n")
    told = built(tmp_path, {
        "items/a.md": guide, "items/b.md": guide.replace("2014-00001", "2014-00002").replace("Summary", "Validity: 失效\nSummary").replace("Title: ", "Title: 旧"),
        "pages/help.md": "Title: 帮助\nSlug: help\n\n有事打区府办电话 0791-0100 0866。\n",
    })
    assert [line.split(":")[:2] for line in told if "的电话写成" in line] == [["items/a.md", "13"], ["pages/help.md", "4"]], told


def test_the_checks_of_a_large_archive_take_a_scan(tmp_path: Path) -> None:
    """58,660 items, each with a document number: all checks together take less than two seconds on a busy machine."""
    from disclosure.catalogue import contradictions

    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/agencies.csv").write_text(AGENCIES, encoding="utf-8")
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(Path(contradictions.__file__).with_name("schema.sql").read_text(encoding="utf-8"))
    columns = [row["name"] for row in connection.execute("PRAGMA table_info(item)")]
    empty = dict.fromkeys(columns, "") | {"draft": 0, "sound": 1, "work_days": None, "state": "public", "lines": "{}", "created": "2014-03-03", "date": "2014-03-18", "agency": "区政府办公室"}
    rows = ([{**empty, "id": n, "path": f"{n}.md", "index_number": f"014500858/2014-{n:05d}", "document_number": f"青府发〔2014〕{n}号"}[c] for c in columns] for n in range(58_660))
    connection.executemany(f"INSERT INTO item VALUES ({','.join('?' * len(columns))})", rows)
    connection.execute("UPDATE item SET document_number = '青环字〔2014〕9号' WHERE id = 7")
    started = time.process_time()
    found = list(contradictions.problems(connection, Registers(str(tmp_path))))
    assert [problem.path for problem in found] == ["7.md"] and time.process_time() - started < 2

