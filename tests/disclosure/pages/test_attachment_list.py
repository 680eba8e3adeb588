"""The list of attachments on an item's page: once, by name, with its extent and how each begins."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from disclosure.content.first_page import HEIGHT, WIDTH, first_page
from openpyxl import Workbook
from PIL import Image

from tests.kit.planted_leaks import pdf, xlsx
from tests.kit.project import item
from tests.kit.quick_builds import Quick

PAGE = "items/2014/014500858-2014-00001.html"
BOMB = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000000 1] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
)


def hidden_book() -> bytes:
    """Return a workbook with hidden sheets, rows and columns."""
    book = Workbook()
    book.active.title = "底稿"
    book.active["A1"] = "藏起来的表"
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("公开")
    for row in (["标题甲"], ["部门", "藏列", "金额"], ["区财政局", "藏列", 1234.5], ["藏行", "藏列", 9], ["合计", "藏列", 0.035], *(["某局", "藏列", n] for n in range(20))):
        shown.append(row)
    shown["C3"].number_format, shown["C5"].number_format = "#,##0.00", "0.0%"
    shown.row_dimensions[4].hidden = True
    shown.column_dimensions["B"].hidden = True
    book.create_sheet("第二")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """An item whose text lists its attachments before the signature."""
    made = Quick(tmp_path_factory.mktemp("attachments"))
    made.write({
        "items/a.md": item(body="各单位：\n\n现将预算公开。\n\n附件：1．[2014年预算表](budget.xlsx)\n2．[说明](note.pdf)\n\n区财政局\n2014年3月3日\n"),
        "items/budget.xlsx": hidden_book(), "items/note.pdf": pdf(["first line"]), "items/a-beside.csv": "甲,乙\n1,2\n",
    })
    made.good()
    return made


def test_attachments_are_listed_once_where_the_text_lists_them(project: Quick) -> None:
    page = project.soup(PAGE)
    assert [link.get_text() for link in page.select("main a[href*='014500858-2014-00001/']")] == ["附件1：2014年预算表", "附件2：说明", "附件（a-beside.csv）"]
    main = page.select_one(".rr-item").get_text()
    assert main.index("现将预算公开") < main.index("附件1：2014年预算表") < main.index("2014年3月3日")
    assert [" ".join(kind.get_text().split()) for kind in page.select(".rr-files__kind")] == [
        "电子表格（xlsx），6 KB，2 个工作表，第一个有 24 行", "要用表格软件打开", "PDF 文件，1 KB，1 页", "电子表格（csv），1 KB，2 行", "要用表格软件打开",
    ]


def test_first_rows_show_what_a_reader_of_the_first_sheet_sees_and_nothing_hidden(project: Quick) -> None:
    [first, *_] = project.soup(PAGE).select(".rr-first")
    rows = [[cell.get_text() for cell in row.select("td")] for row in first.select("tr")]
    assert rows[:4] == [["标题甲"], ["部门", "金额"], ["区财政局", "1,234.50"], ["合计", "3.5%"]] and len(rows) == 8
    assert first.select_one("td[colspan]")["colspan"] == "2" and "后面还有 16 行" in first.get_text()
    assert "藏" not in (project.output / PAGE).read_text(encoding="utf-8")


def test_the_first_page_is_a_small_picture_with_its_size_and_an_honest_description(project: Quick) -> None:
    image = project.soup(PAGE).select_one("img.rr-first__page")
    file = project.output / "items/2014" / image["src"]
    with Image.open(file.resolve()) as picture:
        assert picture.size == (int(image["width"]), int(image["height"])) and picture.width <= WIDTH and picture.height <= HEIGHT
        assert len(picture.convert("L").getcolors()) > 2  # something is drawn
    assert image["alt"] == "附件2：说明第一页的缩小图，文字在文件里" and image["loading"] == "lazy"


def test_the_same_bytes_give_the_same_picture_and_other_ones_another() -> None:
    one = first_page(pdf(["甲".encode().hex()]))
    assert one.data and one == first_page(pdf(["甲".encode().hex()])) and one.data != first_page(pdf(["other"])).data


@pytest.mark.parametrize(("data", "fault"), [
    (BOMB, "第一页的大小不像一页纸"),
    (pdf(["a"]).replace(b"842", b"0.1"), "第一页的大小不像一页纸"),
    (b"%PDF-1.4 nothing", "第一页画不出来"),
    (pdf(["a"]).replace(b"/Subtype /Type1 /BaseFont /Helvetica", b"/Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >> ]").replace(b"(a) Tj", b"<75327532> Tj"), "第一页的字体不在文件里，各台电脑画出来不一样"),
])
def test_what_cannot_be_drawn_has_a_reason_and_no_picture(data: bytes, fault: str) -> None:
    assert first_page(data) == (b"", 0, 0, fault)


def test_a_picture_has_limits_of_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.content.first_page.SECONDS", 0)
    assert first_page(pdf(["a"])).fault == "画它用的时间或内存超过限度"


def test_files_that_cannot_be_drawn_are_told_and_published_without_a_picture(tmp_path: Path) -> None:
    site = Quick(tmp_path)
    site.write({"items/a.md": item(body="见[大图](a.pdf)和[坏的](b.pdf)。\n"), "items/a.pdf": BOMB, "items/b.pdf": pdf(["a"])[:300]})
    done = site.build().stdout
    assert "items/a.pdf: 提醒：网页上没有这个文件第一页的图：第一页的大小不像一页纸" in done
    assert "items/b.pdf: 提醒：看不进去" in done and not list(site.output.rglob("*.webp")) and "rr-first" not in (site.output / PAGE).read_text(encoding="utf-8")


def test_an_incremental_build_is_a_clean_one_and_makes_no_picture_again(tmp_path: Path) -> None:
    site = Quick(tmp_path)
    site.write({"items/a.md": item(body="见[表](a.pdf)和[册](b.xlsx)。\n"), "items/a.pdf": pdf(["a"]), "items/b.xlsx": xlsx([["甲"], ["乙"]])})
    site.good()
    [before] = site.output.rglob("*.webp")
    stamp = before.stat().st_mtime_ns
    site.write({"items/b.xlsx": xlsx([["甲"], ["丙"]])})
    site.good()
    assert before.stat().st_mtime_ns == stamp and "<td>丙</td>" in (site.output / PAGE).read_text(encoding="utf-8")
    site.assert_clean()
    site.write({"items/a.pdf": pdf(["b"])})
    site.good()
    assert [path != before for path in site.output.rglob("*.webp")] == [True]
    site.assert_clean()
    (site.content / "items/a.pdf").unlink()
    site.write({"items/a.md": item(body="没有表了。\n")})
    site.good()
    assert not list(site.output.rglob("*.webp"))
    site.assert_clean()
