"""What lies beside the registers and is none: told at once, with the nearest right name, and never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disclosure.registers import Registers

from tests.kit.project import Project, item

ROWS = "code,name\n014500858,区政府办公室\n"


def told(content: Path) -> dict[str, tuple[bool, str]]:
    """Return the problems of a folder's registers, by file name: whether an error, and the words."""
    return {Path(problem.path).name: (problem.is_error, f"{problem.message}；{problem.remedy}") for problem in Registers(str(content)).problems}


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    """A folder of registers."""
    (tmp_path / "registers").mkdir()
    return tmp_path / "registers"


@pytest.mark.parametrize(("name", "right"), [
    ("letters.xlsx", "letters.csv"), ("Letters.CSV", "letters.csv"), ("letter.csv", "letters.csv"), ("letters.ods", "letters.csv"), ("LETTERS.XLS", "letters.csv"),
    ("来信和答复.csv", "letters.csv"), ("来信和答复.xlsx", "letters.csv"), ("lettres.xlsx", "letters.csv"), ("requests.txt", "requests.csv"),
    ("agencies .csv", "agencies.csv"), ("agencies.et", "agencies.csv"),
])
def test_a_table_that_is_no_register_is_an_error_with_the_right_name(registers: Path, name: str, right: str) -> None:
    (registers / name).write_text("x")
    is_error, words = told(registers.parent)[name]
    assert is_error and right in words


def test_a_table_with_no_name_like_a_register_is_an_error_that_lists_the_registers(registers: Path) -> None:
    (registers / "甲乙丙.csv").write_text("x")
    is_error, words = told(registers.parent)["甲乙丙.csv"]
    assert is_error and "requests.csv" in words and "letters.csv" in words


@pytest.mark.parametrize("name", ["agencies.xlsx", "readme.md", "Thumbs.db", ".~lock.agencies.csv#", "~$agencies.xlsx"])
def test_what_takes_no_rows_away_is_a_reminder(registers: Path, name: str) -> None:
    (registers / "agencies.csv").write_text(ROWS)
    (registers / name).write_text("x")
    assert [*told(registers.parent)] == [name] and not told(registers.parent)[name][0]


def test_registers_and_hidden_files_are_not_told(registers: Path) -> None:
    (registers / "agencies.csv").write_text(ROWS)
    (registers / ".gitkeep").write_text("")
    assert told(registers.parent) == {}


@pytest.mark.parametrize(("inside", "is_error"), [("letters.csv", True), ("a/b/letters.XLSX", True), ("note.md", False)])
def test_a_folder_is_told_and_is_an_error_if_it_holds_tables(registers: Path, inside: str, is_error: bool) -> None:
    (registers / "2014" / inside).parent.mkdir(parents=True)
    (registers / "2014" / inside).write_text("x")
    assert told(registers.parent)["2014"][0] is is_error


@pytest.mark.parametrize("name", ["agencies.csv", "list.csv"])
@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "dangling link"])
def test_what_is_no_plain_file_is_told_and_never_opened(registers: Path, name: str, kind: str) -> None:
    place, elsewhere = registers / name, registers.parent / "elsewhere.csv"
    elsewhere.write_text(ROWS)
    {
        "pipe": lambda: os.mkfifo(place), "link": lambda: place.symlink_to(elsewhere), "dangling link": lambda: place.symlink_to("nowhere"),
        "folder": place.mkdir,
    }[kind]()
    is_error, words = told(registers.parent)[name]
    assert is_error or (kind, name) == ("folder", "list.csv")
    assert words and len(Registers(str(registers.parent)).problems) == 1
    assert not Registers(str(registers.parent))["agencies"].rows


def test_a_folder_of_registers_that_is_a_link_or_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/agencies.csv").write_text(ROWS)
    (tmp_path / "registers").symlink_to(tmp_path / "elsewhere")
    assert told(tmp_path)["registers"][0] and not Registers(str(tmp_path))["agencies"].rows
    (tmp_path / "registers").unlink()
    (tmp_path / "registers").write_text("x")
    assert told(tmp_path)["registers"][0]


def test_a_build_tells_it_and_a_check_fails(project: Project) -> None:
    project.write({"items/a.md": item(), "registers/letters.xlsx": "x"})
    done = project.build(DISCLOSURE_STRICT=True)
    assert done.returncode == 1
    assert "registers/letters.xlsx: 没有读这个文件：登记簿的文件名只能是 letters.csv；用表格软件另存为“CSV UTF-8”，文件名 letters.csv" in done.stdout
