"""Agencies that were renamed, merged or divided: the days on which each exists, and what came before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.registers import Registers, agencies

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
