"""Workbooks in which units type their figures: in the shape of the form, and read back into the register."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from disclosure.report import entry_form, forms
from disclosure.report.edition2021 import DONE, WHOLE
from disclosure.report.editions import EDITIONS, edition_of
from openpyxl import load_workbook

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

UNITS = [f"区第{number}局" for number in range(1, 31)]
AGENCIES = "code,name,since,until\n" + "".join(f"{number:09d},{name},,\n" for number, name in enumerate(UNITS, 1)) + "000000099,区旧局,,2018-12-31\n"


def filled(data: bytes, change) -> bytes:
    """Return a workbook after a change to it."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def typed(year: int, number: int = 1):
    """Return a change that types a number into every cell to fill in, a different one in each."""
    def change(book) -> None:
        for form in forms.forms_of(edition_of(year)):
            for position, address in enumerate(dict(entry_form._cells(form)).values()):
                cell = book[form.key][address]
                if not str(cell.value or "").startswith("="):
                    cell.value = number + position
    return change


def run(project: Quick, *options: str) -> subprocess.CompletedProcess:
    """Run `make figures`'s command."""
    command = [sys.executable, "-m", "disclosure.commands.figures", str(project.content), str(project.output), "--release", str(project.base / "release"), *options]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True, check=False)


@pytest.fixture
def district(tmp_path: Path) -> Quick:
    """A district of thirty units."""
    project = Quick(tmp_path)
    project.write({"registers/agencies.csv": AGENCIES, "items/a.md": item(Agency=UNITS[0], Index="000000001/2014-00001")})
    return project


@pytest.mark.parametrize("year", [2014, 2019, 2021])
def test_what_is_typed_comes_back_from_every_form(year: int) -> None:
    entered = entry_form.read(filled(entry_form.workbook(year, UNITS[0]), typed(year)))
    assert (entered.agency, entered.year, entered.faults, entered.notes) == (UNITS[0], year, [], [])
    wanted = []
    for form in forms.forms_of(edition_of(year)):
        sums = {place for place in dict(entry_form._cells(form)) if WHOLE in place or DONE in place} if form.key in ("表3", "表4") else set()
        wanted += [(form.key, *place, str(1 + position)) for position, place in enumerate(dict(entry_form._cells(form))) if place not in sums]
    assert entered.rows == wanted


def test_the_workbook_has_the_words_of_the_form_and_adds_sums_itself() -> None:
    book = load_workbook(io.BytesIO(entry_form.workbook(2021, UNITS[0])))
    assert book.sheetnames == ["填写说明", "表2", "表3", "表4"]
    sheet, form = book["表3"], next(form for form in forms.forms_of(EDITIONS[-1]) if form.key == "表3")
    cells = dict(entry_form._cells(form))
    assert sheet[cells["一、本年新收政府信息公开申请数量", WHOLE]].value == "=D6+E6+F6+G6+H6+I6"
    done = sheet[cells[DONE, "自然人"]].value
    decisions = [address for (row, column), address in cells.items() if column == "自然人"][2:-2]
    assert done == f"=SUM({','.join(decisions)})" and len(decisions) == 21


def test_thirty_units_are_written_filled_in_and_read_back_into_tables_that_hold(district: Quick, tmp_path: Path) -> None:
    folder = tmp_path / "填报"
    assert run(district, "--year", "2021", "--file", str(folder)).returncode == 0
    paths = sorted(folder.glob("*.xlsx"))
    assert len(paths) == 30 and not any("旧" in path.name for path in paths)

    def fill(book) -> None:
        sheet = book["表3"]
        cells = dict(entry_form._cells(next(form for form in forms.forms_of(EDITIONS[-1]) if form.key == "表3")))
        sheet[cells["一、本年新收政府信息公开申请数量", "自然人"]] = 5
        sheet[cells["（一）予以公开", "自然人"]] = "３"
        sheet[cells["四、结转下年度继续办理", "自然人"]] = 2

    for path in paths:
        path.write_bytes(filled(path.read_bytes(), fill))
    done = run(district, "--file", str(folder))
    assert done.returncode == 0 and "表3空着的 141 格按 0 计" in done.stdout and "新 4320 行，替换 0 行" in done.stdout, done.stdout + done.stderr
    said = district.build().stdout
    assert "共 0 处错误" in said or "没有发现问题" in said, said
    rows = list(csv.DictReader(io.StringIO((district.content / "registers/report_figures.csv").read_text(encoding="utf-8"))))
    assert {row["agency"] for row in rows} == set(UNITS) and sum(int(row["number"]) for row in rows if row["row"].startswith("一、")) == 150
    again = run(district, "--file", str(folder))
    assert "新 4320 行，替换 4320 行，其余 0 行" in again.stdout


@pytest.mark.parametrize(("change", "told"), [
    (lambda book: book["表3"].insert_rows(5), "表3!"), (lambda book: book.remove(book["表4"]), "没有工作表“表4”"),
    (lambda book: book["表3"].__setitem__("D6", "五"), "表3!D6 写的“五”不是数字"), (lambda book: book["表3"].__setitem__("D6", 1.5), "表3!D6 写的“1.5”不是件数"),
    (lambda book: book["表3"].__setitem__("D6", -1), "表3!D6 写的“-1”不是件数"), (lambda book: book["填写说明"].__setitem__("B2", "区第一百局"), "单位“区第一百局”不在名册上"),
    (lambda book: book["填写说明"].__setitem__("B2", UNITS[1]), "表3!A1 是“区第1局2021年度”，“填写说明”里写的却是 区第2局（B2）2021年（B3）"),
    (lambda book: book["填写说明"].__setitem__("B3", 2022), "填写说明!A1 是“区第1局2021年度政府信息公开统计表”，“填写说明”里写的却是 区第1局（B2）2022年（B3）"),
    (lambda book: book["表4"].__setitem__("A1", f"{UNITS[2]}2021年度"), "表4!A1 是“区第3局2021年度”"), (lambda book: book["表2"].__setitem__("A1", None), "表2!A1 是空的"),
    (lambda book: [book["表3"].__setitem__(cell, value) for cell, value in (("D6", 4), ("J6", 1))], "表3!J6 的总计写的是 1，各格相加是 4；"),
    (lambda book: [book["表3"].__setitem__(cell, value) for cell, value in (("D6", 4), ("J6", "四"))], "表3!J6 写的“四”不是数字"),
    (lambda book: book["表3"].__setitem__("J6", 4), "表3只填了总计（J6），其他格全空着；分开填各格"), (lambda book: book["表4"].__setitem__("E6", 2), "表4只填了总计（E6）"),
    (lambda book: book["填写说明"].__setitem__("B3", "今年"), "年份（B3）不对"), (lambda book: book.remove(book["填写说明"]), "不是用 make figures 写出的填报表"),
])
def test_a_workbook_that_is_not_as_it_was_sent_is_told_and_nothing_is_written(district: Quick, tmp_path: Path, change, told: str) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(filled(entry_form.workbook(2021, UNITS[0]), change))
    done = run(district, "--file", str(path))
    assert done.returncode == 1 and told in done.stderr and "登记表没有动" in done.stderr, done.stderr
    assert not (district.content / "registers/report_figures.csv").exists()


def test_rows_of_others_stay_and_a_table_sent_again_replaces_the_one_before(district: Quick, tmp_path: Path) -> None:
    head = ",".join(("agency", "year", "table", "row", "column", "number", "source"))
    other = f"{UNITS[1]},2021,表4,行政复议,结果维持,1,某"
    district.write({"registers/report_figures.csv": f"{head}\n{other}\n{UNITS[0]},2021,表4,行政复议,结果维持,7,旧\n".encode("gb18030")})
    path = tmp_path / "one.xlsx"
    path.write_bytes(filled(entry_form.workbook(2021, UNITS[0]), lambda book: book["表4"].__setitem__("A6", 2)))
    done = run(district, "--file", str(path))
    assert "替换 1 行，其余 1 行没有动" in done.stdout, done.stdout + done.stderr
    text = (district.content / "registers/report_figures.csv").read_bytes().decode("gb18030")
    assert other in text and f"{UNITS[0]},2021,表4,行政复议,结果维持,2," in text and ",7,旧" not in text


def test_the_same_unit_twice_and_a_file_inside_the_content_are_refused(district: Quick, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.xlsx").write_bytes(entry_form.workbook(2021, UNITS[0]))
    assert "已经有了；留下一个" in run(district, "--file", str(folder)).stderr
    assert "在 INPUTDIR" in run(district, "--year", "2021", "--file", str(district.content / "x")).stderr


def test_a_file_name_of_another_unit_or_year_is_refused_and_any_other_name_is_let_pass(district: Quick, tmp_path: Path) -> None:
    data = filled(entry_form.workbook(2021, UNITS[0]), lambda book: book["表4"].__setitem__("A6", 2))
    told = {}
    for name in ("2021-000000002-区第2局", "2022-000000001-区第1局", "2021-000000001-区第1局（已填）", "填好的表", "2021-0-x"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        told[name] = run(district, "--file", str(path)).stderr
        path.unlink()
    assert "文件名是 区第2局2021年的，里面写的却是 区第1局2021年的" in told["2021-000000002-区第2局"]
    assert "文件名是 区第1局2022年的" in told["2022-000000001-区第1局"] and not any([*told.values()][2:]), told


def test_a_sum_typed_right_is_let_pass_and_what_was_not_read_is_told(district: Quick, tmp_path: Path) -> None:
    def change(book) -> None:
        for address, value in (("D6", 4), ("E6", 1), ("J6", "5"), ("J7", "=9"), ("M2", "请核对")):
            book["表3"][address] = value
        book.create_sheet("草稿")["A1"] = 7

    entered = entry_form.read(filled(entry_form.workbook(2021, UNITS[0]), change))
    assert entered.faults == [] and ("表3", "一、本年新收政府信息公开申请数量", "自然人", "4") in entered.rows
    assert "表3有的总计公式改过（J7），照各格重新加" in entered.notes
    assert "表3里表以外的格没有读（M2）" in entered.notes and "多出来的工作表没有读（草稿）" in entered.notes


def test_rows_of_a_table_that_comes_back_empty_stay_and_are_told(district: Quick, tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(filled(entry_form.workbook(2021, UNITS[0]), lambda book: book["表4"].__setitem__("A6", 2)))
    assert run(district, "--file", str(path)).returncode == 0
    path.write_bytes(filled(entry_form.workbook(2021, UNITS[0]), lambda book: book["表3"].__setitem__("D6", 2)))
    assert "登记表里原来的表4 12 行没有动，不要了的请删去" in run(district, "--file", str(path)).stdout
