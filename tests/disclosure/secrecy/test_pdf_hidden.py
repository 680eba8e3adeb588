"""PDF: what stands beside the pages is checked, and what of a page cannot be read is told."""

from __future__ import annotations

import base64
import zlib

import pytest
from disclosure.secrecy.examine import Examination, examine_file

from tests.kit.planted_leaks import identity
from tests.kit.printed_pages import CHINESE, pdf_of, picture, written

SECRET = identity(57)
TEXT = ["为进一步做好本区政务服务事项的梳理和公开工作，方便群众办理各类政", "务服务事项，现将有关要求通知如下。"]
PAGE = written(TEXT)
RESOURCES = "/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >>"


def told(seen: Examination) -> list[str]:
    """Return what is told as unread."""
    return [one.masked for one in seen.findings if one.kind == "unreadable"]


def stream(content: str, entries: str = "") -> str:
    """Return a stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def appearance(kind: str, content: str) -> bytes:
    """Return a PDF whose page has an annotation that shows something."""
    form = stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {RESOURCES}")
    return pdf_of([PAGE], objects=(form,), page_entries=f"/Annots [<< /Type /Annot /Subtype /{kind} /Rect [0 0 595 842] /AP << /N 5 0 R >> >>]")


@pytest.mark.parametrize("kind", ["Stamp", "FreeText", "Watermark", "Square"])
def test_what_an_annotation_shows_is_on_the_page(kind: str) -> None:
    seen = examine_file("a.pdf", appearance(kind, written([SECRET], y=100)))
    assert [one.kind for one in seen.findings] == ["id"] and SECRET in seen.text


def test_a_picture_in_a_stamp_is_told() -> None:
    assert told(examine_file("a.pdf", appearance("Stamp", picture(0, 0, 595, 700)))) == ["第 1 页是图片，可能是扫描件，图片里的字没有看"]


CSV = f"姓名,号码\n某某,{SECRET}\n".encode().decode("latin-1")
XMP = f"<x:xmpmeta><rdf:RDF><d>{SECRET}</d></rdf:RDF></x:xmpmeta>"
SCRIPT = f'var number = "{SECRET}";'
LOOSE = written([SECRET], y=100)
BESIDE = {
    "file of an annotation": ((stream(CSV, "/Type /EmbeddedFile"),), "", "/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (a.csv) /EF << /F 5 0 R >> >> >>]"),
    "associated file": ((stream(CSV),), "/AF [<< /F (a.csv) /EF << /F 5 0 R >> >>]", ""),
    "script": ((stream(SCRIPT),), "/OpenAction << /S /JavaScript /JS 5 0 R >>", ""),
    "packed script": ((stream(zlib.compress(SCRIPT.encode()).decode("latin-1"), "/Filter /FlateDecode"),), "/OpenAction << /JS 5 0 R >>", ""),
    "hexadecimal XMP": ((stream(XMP.encode().hex() + ">", "/Subtype /XML /Filter /ASCIIHexDecode"),), "/Metadata 5 0 R", ""),
    "XMP packed twice": ((stream(base64.a85encode(zlib.compress(XMP.encode())).decode() + "~>", "/Subtype /XML /Filter [/A85 /Fl]"),), "/Metadata 5 0 R", ""),
    "pattern": ((stream(LOOSE, f"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 595 842] /XStep 595 /YStep 842 {RESOURCES}"),), "", ""),
    "loose drawing": ((stream(LOOSE),), "", ""), "loose form": ((stream(LOOSE, f"/Subtype /Form /BBox [0 0 595 842] {RESOURCES}"),), "", ""),
    "page outside the tree": ((stream(LOOSE), f"<< /Type /Page /MediaBox [0 0 595 842] /Contents 5 0 R {RESOURCES} >>"), "", ""),
}


@pytest.mark.parametrize("place", BESIDE)
def test_what_stands_beside_the_pages_is_checked_and_not_searched(place: str) -> None:
    objects, catalogue, entries = BESIDE[place]
    seen = examine_file("a.pdf", pdf_of([PAGE], objects=objects, catalogue=catalogue, page_entries=entries))
    assert "id" in {one.kind for one in seen.findings}, seen
    assert seen.text == "".join(TEXT)


@pytest.mark.parametrize(("before", "behind"), [(f"% {SECRET}\n", ""), ("", f"{SECRET}\n")])
def test_bytes_outside_of_the_file_are_checked(before: str, behind: str) -> None:
    seen = examine_file("a.pdf", before.encode() + pdf_of([PAGE]) + behind.encode())
    assert [one.kind for one in seen.findings] == ["id"]


def test_binary_bytes_outside_of_the_file_are_told_and_padding_is_not() -> None:
    assert told(examine_file("a.pdf", pdf_of([PAGE]) + b"PK\x03\x04" + bytes(range(32)))) == ["文件结尾以后有 36 字节不属于文件的内容，看不进去"]
    assert told(examine_file("a.pdf", pdf_of([PAGE]) + b"\r\n\0\0\0")) == []


def test_a_remark_in_a_drawing_is_checked() -> None:
    assert [one.kind for one in examine_file("a.pdf", pdf_of([f"{PAGE}% {SECRET}\n"])).findings] == ["id"]


STRIPS = "".join(picture(0, y, 595, 20) for y in range(20, 700, 20))
TILES = "".join(picture(x, y, 59, 80) for x in range(0, 590, 59) for y in range(20, 660, 80))
GLYPH = "{0} {1} m {2} {3} l {4} {1} l h f\n"
OUTLINES = "".join(GLYPH.format(x, y, x + 5, y + 10, x + 10) for x in range(50, 500, 12) for y in range(100, 600, 20))
ONE_PATH = OUTLINES.replace(" h f\n", " h ") + "f\n"
FEW = written(["关于印发制度的通知，第一页，共三页，请以原件为准"])


@pytest.mark.parametrize(("page", "message"), [
    (written(TEXT * 2) + STRIPS, "第 1 页有图片，图片里的字没有看"), (written(TEXT * 2) + TILES, "第 1 页有图片，图片里的字没有看"), (FEW + OUTLINES, "第 1 页的文字可能画成了图形"),
    (ONE_PATH, "第 1 页的文字可能画成了图形"), ("".join(OUTLINES.splitlines(True)[:60]), "第 1 页的文字可能画成了图形"),
])
def test_pictures_in_pieces_and_drawn_characters_are_told(page: str, message: str) -> None:
    assert told(examine_file("a.pdf", pdf_of([page]))) == [message]


def test_boxes_and_a_few_shapes_are_no_characters() -> None:
    boxes = "".join(f"{x} {y} 10 10 re f\n" for x in range(50, 500, 20) for y in range(100, 600, 20))
    assert told(examine_file("a.pdf", pdf_of([PAGE + boxes + "".join(OUTLINES.splitlines(True)[:30])]))) == []


def test_a_picture_in_a_pattern_is_told() -> None:
    pattern = stream(picture(0, 0, 595, 800), f"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 595 842] /XStep 595 /YStep 842 {RESOURCES}")
    assert told(examine_file("a.pdf", pdf_of([PAGE], objects=(pattern,)))) == ["文件里有用图案画的图片，图片里的字没有看"]


IDENTITY = CHINESE.replace("/UniGB-UCS2-H", "/Identity-H").replace("(GB1)", "(Identity)")


@pytest.mark.parametrize("codes", ["00140016001B00140015", "0314031603BB", "0014"])
def test_a_few_glyphs_without_a_map_on_a_page_of_words_are_told(codes: str) -> None:
    number = f"BT /F2 12 Tf 72 60 Td <{codes}> Tj ET\n"
    data = pdf_of([written(TEXT * 8) + number], objects=(IDENTITY,)).replace(b"/F1 3 0 R >>", b"/F1 3 0 R /F2 5 0 R >>")
    seen = examine_file("a.pdf", data)
    assert told(seen) == ["第 1 页有些字的字体没有文字对照表，没有读出来"] and "政务服务" in seen.text


@pytest.mark.parametrize("target", ["44 0 R", "[5 0 R 44 0 R]"])
def test_a_page_without_its_drawing_is_told(target: str) -> None:
    data = pdf_of([PAGE], objects=(stream(PAGE),))
    data = data.replace(b"/Contents 6 0 R", f"/Contents {target}".encode())
    assert "第 1 页的内容坏了，没有读全" in told(examine_file("a.pdf", data))


@pytest.mark.parametrize(("content", "entries"), [
    (zlib.compress(PAGE.encode())[:60].decode("latin-1") + "garbage", "/Filter /FlateDecode"), (PAGE, "/Filter /XyzDecode"), ("zz", "/Filter /ASCIIHexDecode"),
])
def test_a_page_whose_drawing_is_damaged_is_told(content: str, entries: str) -> None:
    data = pdf_of([PAGE], objects=(stream(content, entries),)).replace(b"/Contents 6 0 R", b"/Contents [6 0 R 5 0 R]")
    assert "第 1 页的内容坏了，没有读全" in told(examine_file("a.pdf", data))


def test_a_form_in_xfa_is_told() -> None:
    assert told(examine_file("a.pdf", pdf_of([PAGE], catalogue="/AcroForm << /Fields [] /XFA 5 0 R >>", objects=(stream("<a/>"),)))) == ["是 XFA 表单，阅读器里看到的内容可能没有全部读到"]


def test_radicals_and_letters_set_apart_are_plain_characters() -> None:
    assert examine_file("a.pdf", pdf_of([written(["⼿机⼀三⼋号码，⻋辆⻚码"])])).text == "手机一三八号码，车辆页码"
    apart = written(["机"], x=200) + written(["密"], x=260)
    assert "mark" in {one.kind for one in examine_file("a.pdf", pdf_of([apart + written(TEXT, y=600)])).findings}
    column = "".join(written([character], y=700 - 13 * place) for place, character in enumerate("一三八一二三四五六七八"))
    assert [one.kind for one in examine_file("a.pdf", pdf_of([column])).findings] == ["mobile"]


def test_thousands_of_drawings_are_read_in_bounds() -> None:
    form = stream(written(["甲"]), f"/Subtype /Form /BBox [0 0 595 842] {RESOURCES}")
    assert told(examine_file("a.pdf", pdf_of([PAGE], objects=(form,) * 1200))) == ["页面以外有很多图形，只看了前 1000 个"]
