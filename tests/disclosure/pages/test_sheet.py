"""Sheets: columns that are empty in every row are left out on pages, and all parts of a divided sheet have the same columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from disclosure.pages.sheet import DATE, NONE, PAGE, TEXT, Column, Line, Sheet, divide_sheets

from tests.kit.project import item
from tests.kit.quick_builds import Quick

COLUMNS = [Column("名称"), Column("日期", DATE), Column("说明", TEXT)]


def sheet(*rows: list[str], **more: object) -> Sheet:
    """Return a sheet with some rows."""
    return Sheet("s", "表", COLUMNS, [Line(row) for row in rows], **more)


@pytest.mark.parametrize(("made", "places"), [
    (sheet(["甲", NONE, "x"], ["乙", "", "y"]), (0, 2)), (sheet(["甲", NONE, "x"], ["乙", "2014-03-03", NONE]), (0, 1, 2)), (sheet([NONE, NONE, NONE]), (0,)),
    (sheet(["甲", "0", NONE]), (0, 1)), (sheet(), (0, 1, 2)), (sheet(["甲", NONE, "x"], totals=[["共", "3", NONE]]), (0, 1, 2)),
    (sheet(["甲", NONE, NONE], shown_columns=(0, 1, 2)), (0, 1, 2)),
])
def test_a_column_without_anything_is_left_out(made: Sheet, places: tuple[int, ...]) -> None:
    assert made.places == places


def test_all_parts_of_a_divided_sheet_have_the_columns_of_the_whole() -> None:
    rows = [["甲", NONE, "x"] for _ in range(PAGE)] + [["乙", "2014-03-03", NONE]]
    assert [part.places for page in divide_sheets([sheet(*rows)]) for part in page] == [(0, 1, 2), (0, 1, 2)]
    assert [part.places for page in divide_sheets([sheet(*rows[:-1], ["乙", NONE, "y"])]) for part in page] == [(0, 2), (0, 2)]


def test_the_row_id_does_not_change_when_a_column_appears() -> None:
    assert sheet(["甲", NONE, "x"]).row_ids[0] == sheet(["甲", NONE, "x"], ["乙", "2014-03-03", "y"]).row_ids[0]


def empty_columns(path: Path) -> list[str]:
    """Return the headings of the columns of a page's tables that are empty in every row, where the table has one row of headings."""
    found = []
    for table in BeautifulSoup(path.read_bytes(), "html.parser").select("main table.rr-figures"):
        heads = [head.get_text(strip=True) for row in table.select("thead tr") for head in row.find_all("th")]
        rows = [row for part in table.select("tbody tr, tfoot tr") if len(row := part.find_all(["th", "td"])) == len(heads)]
        for place, head in enumerate(heads):
            if rows and all(row[place].get_text(strip=True) in ("", NONE) for row in rows):
                found.append(head)
    return found


def test_no_table_of_the_site_has_an_empty_column_but_statutory_forms(own: Path) -> None:
    pages = [path for name in ("normative", "registers", "services", "counts", "key-areas", "supervision", "standards", "ledger", "article-20") for path in (own / name).rglob("*.html")]
    assert len(pages) > 50
    assert {path.relative_to(own).as_posix(): found for path in pages if (found := empty_columns(path))} == {}


def test_a_column_comes_with_the_first_row_that_has_something_and_goes_with_it(tmp_path: Path) -> None:
    project = Quick(tmp_path)

    def heads() -> list[str]:
        return [head.get_text() for head in project.soup("normative/index.html").select("table")[-1].select("thead th")]

    project.write({"items/a.md": item(Validity="有效")})
    project.good()
    assert "有效期至" not in heads() and "停止适用日期" not in heads()
    project.write({"items/b.md": item(Index="014500858/2014-00009", Validity="有效", **{"Valid-Until": "2998-12-31"})})
    project.good()
    assert "有效期至" in heads()
    project.assert_clean()
