"""Agencies that were renamed, merged or divided: the days on which each exists, and what came before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.registers import Registers, agencies

from tests.kit.project import item
from tests.kit.published_files import table
from tests.kit.quick_builds import Quick

HEADER = "code,name,since,until,predecessors\n"
RENAMED = "1,区卫生局,,2012-05-31,\n2,区人口和计划生育委员会,2002-01-01,2012-05-31,\n3,区卫生和计划生育委员会,2012-06-01,,区卫生局、区人口和计划生育委员会\n"


def read(folder: Path, rows: str) -> Registers:
    """Return the registers of a folder with these agencies."""
    (folder / "registers").mkdir(exist_ok=True)
    (folder / "registers/agencies.csv").write_text(HEADER + rows, encoding="utf-8")
    found = Registers(str(folder))
    assert not found.problems
    return found


@pytest.mark.parametrize(("name", "day", "exists"), [
    ("区卫生局", "1990-01-01", True), ("区卫生局", "2012-05-31", True), ("区卫生局", "2012-06-01", False),
    ("区人口和计划生育委员会", "2001-12-31", False), ("区人口和计划生育委员会", "2002-01-01", True),
    ("区卫生和计划生育委员会", "2012-05-31", False), ("区卫生和计划生育委员会", "2012-06-01", True), ("区卫生和计划生育委员会", "2030-01-01", True),
    ("名册上没有的局", "2014-01-01", True),
])
def test_an_agency_exists_from_its_first_day_to_its_last(tmp_path: Path, name: str, day: str, exists: bool) -> None:
    assert agencies.exists_on(read(tmp_path, RENAMED), name, day) is exists


def test_successors_follow_from_predecessors(tmp_path: Path) -> None:
    known = agencies.tenures(read(tmp_path, RENAMED))
    assert known["区卫生局"].successors == ("区卫生和计划生育委员会",) and not known["区卫生局"].predecessors
    assert known["区卫生和计划生育委员会"].predecessors == ("区卫生局", "区人口和计划生育委员会")


@pytest.mark.parametrize(("rows", "said"), [
    (RENAMED, []),
    ("1,甲局,2012-06-01,2012-05-31,\n", ["2: 终止日期 2012-05-31 早于起始日期 2012-06-01"]),
    ("1,甲局,,,甲局\n", ["2: “甲局”把自己写成了前身"]),
    ("1,甲局,,,乙局\n", ["2: 前身“乙局”不在名册上"]),
    ("1,甲局,,2012-01-01,乙局\n2,乙局,2013-01-01,,\n", ["2: 前身“乙局”从 2013-01-01 起才有，晚于“甲局”的终止日期 2012-01-01"]),
    ("1,甲局,2012-06-01,,乙局\n2,乙局,,2012-06-01,\n", ["2: 前身“乙局”到 2012-06-01 为止，“甲局”从 2012-06-01 起，两个名称有几天同时存在"]),
    ("1,甲局,,,乙局\n2,乙局,,,丙局\n3,丙局,,,甲局\n4,丁局,,,甲局\n", ["2: “甲局”的前身里又有“甲局”自己：丙局、乙局"]),
])
def test_successions_that_cannot_be_are_told_at_their_rows(tmp_path: Path, rows: str, said: list[str]) -> None:
    assert [f"{problem.line}: {problem.message}" for problem in agencies.problems(read(tmp_path, rows))] == said


OLD_NEW = HEADER + "1,区卫生局,,2012-05-31,\n3,区卫生和计划生育委员会,2012-06-01,,区卫生局\n"


@pytest.fixture
def renamed(project: Quick) -> Quick:
    """Return a project with a document of an agency's former name and one of its new name."""
    def made(number: int, agency: str, day: str) -> str:
        return item(Index=f"1/{number}", Title=f"第{number}号", Agency=agency, Created=day, Date=day, Review=f"{day} 甲 可以公开")

    project.write({
        "registers/agencies.csv": OLD_NEW, "items/1.md": made(1, "区卫生局", "2012-05-02"), "items/2.md": made(2, "区卫生和计划生育委员会", "2014-05-02"),
    })
    project.good()
    return project


def test_the_pages_of_an_agency_lead_to_those_before_and_after_it_and_old_documents_keep_their_name(renamed: Quick) -> None:
    old, new = renamed.soup("agencies/1/index.html"), renamed.soup("agencies/3/index.html")
    assert old.find("a", string="区卫生和计划生育委员会")["href"] == "../../agencies/3/index.html"
    assert "用到 2012-05-31 为止" in old.main.get_text() and "从 2012-06-01 起使用" in new.main.get_text()
    assert new.main.find("a", string="区卫生局")["href"] == "../../agencies/1/index.html"
    assert renamed.soup("items/2012/1-1.html").find("meta", attrs={"name": "ContentSource"})["content"] == "区卫生局"


def test_the_directory_lists_agencies_of_former_times_apart(renamed: Quick) -> None:
    tables = renamed.soup("agencies/index.html").find_all("table")
    assert [[row.th.a.get_text() for row in table.tbody.find_all("tr")] for table in tables] == [["区卫生和计划生育委员会"], ["区卫生局"]]
    assert "前身 区卫生局" in tables[0].get_text() and "后继 区卫生和计划生育委员会" in tables[1].get_text()


def test_an_agency_of_former_times_is_not_called_stale(renamed: Quick) -> None:
    units = table(renamed, "supervision/index.html", "units")
    assert {name: row["情况"] for name, row in units.items()} == {"区卫生局": "已终止", "区卫生和计划生育委员会": "正常"}


def test_a_change_of_the_register_changes_the_pages_as_a_clean_build_makes_them(renamed: Quick) -> None:
    renamed.write({"registers/agencies.csv": OLD_NEW.replace("2012-05-31", "2012-05-30")})
    renamed.good()
    assert "用到 2012-05-30 为止" in renamed.soup("agencies/1/index.html").main.get_text()
    renamed.assert_clean()
