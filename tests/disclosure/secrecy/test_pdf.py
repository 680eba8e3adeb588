"""PDF: what counts as read, what a reader sees, and that no font of the machine has a say."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from disclosure.secrecy.examine import Examination, examine_file
from disclosure.secrecy.pdf import FONTS

from tests.kit.planted_leaks import identity
from tests.kit.printed_pages import CHINESE, UNMAPPED, changed_pdf, chinese_font, pdf_of, picture, written
from tests.kit.stand_in_font import stand_in_font

SECRET = identity(31)
TEXT = ["为进一步做好本区政务服务事项的梳理和公开工作，方便群众办理各类政", "务服务事项，现将有关要求通知如下。"]


def told(seen: Examination) -> list[str]:
    """Return what is told as unread."""
    return [one.masked for one in seen.findings if one.kind == "unreadable"]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not() -> None:
    drawing = written(["关于政务服务事项的通知"], x=220, y=760, size=16) + written(TEXT) + written(["二、工作要求"], y=660)
    assert examine_file("a.pdf", pdf_of([drawing])).text == "关于政务服务事项的通知\n" + "".join(TEXT) + "\n二、工作要求"


def test_a_paragraph_begins_where_a_line_is_indented() -> None:
    lines = written(["办理时限为收到全部材料之日起二十个工作日，需要现场核查的可以延长"]) + written(["　　各窗口应当公开办事指南。"], y=700)
    assert len(examine_file("a.pdf", pdf_of([lines])).text.splitlines()) == 2


def test_rows_of_a_table_stay_rows() -> None:
    rows = "".join(
        written([text], x=x, y=720 - 20 * row) for row in range(2) for x, text in ((72, "多媒体教学设备"), (250, "套"), (400, "四十六万元整"))
    )
    first, second = examine_file("a.pdf", pdf_of([rows])).text.splitlines()
    assert first.split() == second.split() == ["多媒体教学设备", "套", "四十六万元整"]


def test_a_word_that_a_hyphen_divides_is_found_whole() -> None:
    lines = ["The administrative licence and other infor-", "mation of the office shall be published."]
    assert "other information of" in examine_file("a.pdf", pdf_of([written(lines)])).text


def test_columns_are_read_one_after_the_other() -> None:
    left, right = ["左栏第一行写满了这一栏的全部宽度政", "务服务。"], ["右栏第一行写满了这一栏的全部宽度公", "开目录。"]
    text = examine_file("a.pdf", pdf_of([written(left) + written(right, x=320)])).text
    assert text.splitlines() == ["".join(left), "".join(right)]


@pytest.mark.parametrize(("page", "pages"), [
    ([picture(0, 0, 595, 842)] * 2, "第 1—2 页没有文字"), ([picture(0, 0, 595, 842) + written(["- 1 -"], y=40)], "第 1 页是图片"),
    ([written(TEXT), picture(40, 40, 500, 700) + written(["第二页"], y=30), written(TEXT)], "第 2 页是图片"),
    (["".join(picture(0, y, 595, 85) for y in range(0, 840, 84)) + written(["1"], y=30)], "第 1 页是图片"),
    ([written(TEXT) + picture(100, 100, 300, 300)], "第 1 页有图片，图片里的字没有看"),
    (["".join(f"{x} {y} m {x + 5} {y + 5} l S\n" for x in range(72, 500, 10) for y in range(100, 700, 50))], "第 1 页的文字可能画成了图形"),
])
def test_a_page_whose_words_are_a_picture_is_told(page: list[str], pages: str) -> None:
    (said,) = told(examine_file("a.pdf", pdf_of(page)))
    assert said.startswith(pages)


@pytest.mark.parametrize("page", [written(TEXT), "", written(TEXT) + picture(500, 780, 40, 40)])
def test_a_page_of_words_or_of_nothing_is_quiet(page: str) -> None:
    assert told(examine_file("a.pdf", pdf_of([page]))) == []


def test_a_font_without_a_map_to_characters_is_told_and_its_guesses_are_not_searched() -> None:
    seen = examine_file("a.pdf", pdf_of([written(TEXT)], font=UNMAPPED))
    assert told(seen) == ["第 1 页的字体没有文字对照表，读出来的不是原文"]
    assert seen.text == ""


@pytest.mark.parametrize(("encoding", "codec"), [("UniGB-UCS2-H", "utf-16-be"), ("UniGB-UTF16-H", "utf-16-be"), ("GBK-EUC-H", "gbk"), ("GB-EUC-H", "gb2312")])
def test_standard_maps_are_known(encoding: str, codec: str) -> None:
    seen = examine_file("a.pdf", pdf_of([written(TEXT, codec=codec)], font=chinese_font(encoding)))
    assert (seen.text, told(seen)) == ("".join(TEXT), [])


def test_a_character_by_itself_is_not_lost() -> None:
    """Without a font PDFium gives characters no size, and leaves out those that stand alone."""
    cells = "".join(written([text], x=72 + 60 * place) for place, text in enumerate("套张见批"))
    assert examine_file("a.pdf", pdf_of([cells])).text.split() == [*"套张见批"]


def test_glyphs_are_measured_by_the_stand_in_and_by_no_font_of_the_machine() -> None:
    """Every font of a machine has a flat 一. Without any font it has no size."""
    page = pypdfium2.PdfDocument(pdf_of([written(["一"], size=100)]))[0]
    left, bottom, right, top = page.get_textpage().get_charbox(0)
    assert round(right - left) == 90 and top - bottom > 90


def test_the_font_is_made_by_the_tests_and_is_the_only_one() -> None:
    (font,) = [path for path in Path(FONTS).iterdir() if path.suffix.lower() in (".ttf", ".otf", ".ttc")]
    assert font.read_bytes() == stand_in_font()


HIDDEN = {
    "link": pdf_of([written(TEXT)], page_entries=f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://x/{SECRET}) >> >>]"),
    "outline": pdf_of([written(TEXT)], catalogue="/Outlines 5 0 R", objects=("<< /First 6 0 R /Last 6 0 R >>", f"<< /Title ({SECRET}) /Parent 5 0 R >>")),
    "xmp": pdf_of([written(TEXT)], catalogue="/Metadata 5 0 R", objects=(
        f"<< /Type /Metadata /Subtype /XML /Length 90 >>\nstream\n<?xpacket?><x><dc:description>{SECRET}</dc:description></x>\nendstream",)),
    "own property": pdf_of([written(TEXT)], objects=(f"<< /Remark ({SECRET}) >>",)),
    "hexadecimal": pdf_of([written(TEXT)], objects=(f"<< /Remark <FEFF{SECRET.encode('utf-16-be').hex()}> >>",)),
    "field without page": pdf_of([written(TEXT)], catalogue="/AcroForm << /Fields [5 0 R] >>", objects=(f"<< /FT /Tx /T (n) /V ({SECRET}) >>",)),
    "earlier string": changed_pdf(pdf_of([written(TEXT)], objects=(f"<< /Remark ({SECRET}) >>",)), 5, "<< >>"),
    "earlier page": changed_pdf(pdf_of([written([SECRET])]), 5, "<< /Length 0 >>\nstream\n\nendstream"),
    "rewritten without its encryption": pdf_of([written(TEXT)], catalogue=f"/Remark ({SECRET})") + b"%/Encrypt\n",
    "beside the page": pdf_of([written(TEXT) + written([SECRET], x=-900)]),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_what_does_not_show_is_checked_and_not_searched(place: str) -> None:
    seen = examine_file("a.pdf", HIDDEN[place])
    assert "id" in {one.kind for one in seen.findings}, seen
    assert SECRET not in seen.text


def test_the_font_named_in_a_file_changes_nothing() -> None:
    texts = {examine_file("a.pdf", pdf_of([written(TEXT)], font=CHINESE.replace("STSong-Light", name))).text for name in ("SimSun", "KaiTi_GB2312", "Anything")}
    assert texts == {"".join(TEXT)}


LATIN = "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Song /Encoding /WinAnsiEncoding {} >>"


def test_characters_that_a_font_numbers_as_it_likes_are_told() -> None:
    """Subsets of Chinese fonts number their glyphs from ! on."""
    drawing = written(["!\"#$%&'()*+,-./0123456789:;<=>?@ABC", "!#\"$&%'*)(+-/.,"], codec="latin-1")
    assert told(examine_file("a.pdf", pdf_of([drawing], font=LATIN.format("")))) == ["第 1 页的字体没有文字对照表，读出来的不是原文"]
    english = written(["Notice on the publication of 12 items (2014): see https://example.com/?a=1", "Fees: $5.00; 3,500 * 2 = 7,000"], codec="latin-1")
    assert told(examine_file("a.pdf", pdf_of([english], font=LATIN.format("")))) == []


@pytest.mark.parametrize("target", ["0000", "FFFD", "E123", "0020"])
def test_a_map_that_leads_nowhere_is_told(target: str) -> None:
    table = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <21> <7E> <{target}> endbfrange endcmap"
    cmap = f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"
    if target in ("FFFD", "0020", "0000"):  # one character for all
        table = table.replace(f"<{target}>", "[" + f"<{target}> " * 94 + "]")
        cmap = f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"
    seen = examine_file("a.pdf", pdf_of([written(["ABCDEFGHIJKLMNOPQRSTUVWXYZ"], codec="latin-1")], font=LATIN.format("/ToUnicode 5 0 R"), objects=(cmap,)))
    assert told(seen) == ["第 1 页的字体没有文字对照表，读出来的不是原文"], seen


def test_many_earlier_versions_are_read_in_bounds() -> None:
    data = pdf_of([written(TEXT)] * 40)
    for _ in range(25):
        data = changed_pdf(data, 3, CHINESE)
    assert told(examine_file("a.pdf", data)) == ["文件里有 25 个以前的版本，只看了最后 20 个", "以前的版本有很多页，只看了前 600 页"]


def test_a_map_that_leads_nowhere_for_some_characters_is_told() -> None:
    table = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
        f" 2 beginbfrange <41> <4D> [{'<0000> ' * 13}] <4E> <5A> <004E> endbfrange endcmap"
    )
    font, cmap = LATIN.format("/ToUnicode 5 0 R"), f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"
    seen = examine_file("a.pdf", pdf_of([written(["ABCDEFGHIJKLMNOPQRSTUVWXYZ"], codec="latin-1")], font=font, objects=(cmap,)))
    assert told(seen) == ["第 1 页的字体没有文字对照表，读出来的不是原文"] and seen.text == ""
