"""Corners of documents, pictures and recordings: what no program shows is checked, what nobody can read is told."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from disclosure.secrecy.examine import Examination, examine_file
from disclosure.secrecy.number_formats import displayed

from tests.kit.planted_files import word_document, workbook
from tests.kit.planted_leaks import archive, docx, identity, mobile, picture, xlsx

SECRET, PHONE = identity(63), mobile(63)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def told(seen: Examination) -> list[str]:
    """Return what is told as unread."""
    return [one.masked for one in seen.findings if one.kind in ("unreadable", "unusable")]


def run(inner: str) -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def symbols(font: str, text: str) -> str:
    """Return a paragraph whose characters are signs of a font."""
    return run("".join(f'<w:sym w:font="{font}" w:char="F0{ord(one):02X}"/>' for one in text))


CORNERS: dict[str, bytes] = {
    "signs of a font": word_document(symbols("Symbol", SECRET)),
    "dotted variable": word_document("", **{"word/settings.xml": f'<w:s {WORD}><w:docVar w:val="{PHONE[:3]}.{PHONE[3:7]}.{PHONE[7:]}"/></w:s>'}),
    "remark": word_document(f"<!-- {SECRET} -->"), "instruction": word_document(f"<?a {SECRET}?>"), "remark in styles": word_document("", **{"word/styles.xml": f"<a><!-- {SECRET} --></a>"}),
    "style in Chinese numerals": word_document("", **{"word/styles.xml": '<a><b val="电话一三八一二三四五六七八"/></a>'}),
    "name of a part": word_document("", **{f"word/{SECRET}.xml": "<a/>"}), "data": word_document("", **{"[trash]/0000.dat": SECRET}), "settings": word_document("", **{"word/a.properties": SECRET}),
    "template": word_document("", **{"docProps/app.xml": f"<a><Template>{SECRET}.dotx</Template></a>"}),
    "author with a number": word_document("", **{"docProps/core.xml": f"<a><creator>办公室{SECRET}</creator></a>"}),
    "chunk without a name": word_document("", **{"word/chunk.dat": f"<html><p>{SECRET}</p></html>"}),
    "chart with an exponent": word_document("", **{"word/charts/chart1.xml": f"<a><v>{PHONE[0]}.{PHONE[1:]}E10</v></a>"}),
    "above characters": word_document(f"<w:p><w:r><w:ruby><w:rt><w:r><w:t>{PHONE[:3]}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>电话</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>{PHONE[3:]}</w:t></w:r></w:p>"),
    "numbering": word_document("", **{"word/numbering.xml": f'<a><lvlText val="{PHONE}%1"/></a>'}), "mislabelled film": word_document("", **{"word/media/a.mp4": SECRET}),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_of_a_document_is_checked_and_not_searched(corner: str) -> None:
    seen = examine_file("a.docx", CORNERS[corner])
    assert {one.kind for one in seen.findings} & {"id", "mobile"}, seen
    assert SECRET not in seen.text or corner == "signs of a font"


@pytest.mark.parametrize(("font", "code", "shown"), [
    ("Wingdings", "F0FC", "✓"), ("Wingdings", "F0A8", "□"), ("Wingdings 2", "F052", "☑"), ("Wingdings", "F081", "①"), ("Symbol", "F031", "1"), ("Song", "2713", "✓"),
])
def test_signs_of_fonts_are_read(font: str, code: str, shown: str) -> None:
    seen = examine_file("a.docx", word_document(run(f'<w:t>甲</w:t><w:sym w:font="{font}" w:char="{code}"/>')))
    assert (seen.text, told(seen)) == (f"甲{shown}", [])


@pytest.mark.parametrize(("font", "code"), [("Wingdings", "F0FF"), ("Own", "E012"), ("Own", "zz"), ("Own", "D800")])
def test_signs_that_are_not_known_are_told(font: str, code: str) -> None:
    assert told(examine_file("a.docx", word_document(run(f'<w:sym w:font="{font}" w:char="{code}"/>')))) == [f"有符号字体（{font}）的字符，读不出来"]


def test_a_document_without_its_main_part_is_told() -> None:
    assert told(examine_file("a.docx", archive({"word/styles.xml": "<a/>"}))) == ["里面没有正文"]


def test_parts_of_one_name_and_hidden_documents_are_told() -> None:
    import zipfile

    buffer = io.BytesIO(word_document(""))
    with zipfile.ZipFile(buffer, "a") as target, pytest.warns(UserWarning):
        target.writestr("word/document.xml", "<a/>")
    assert "文件里有同名的部件，只看了其中一个" in told(examine_file("a.docx", buffer.getvalue()))
    assert told(examine_file("a.docx", word_document("", **{"word/fonts/font1.odttf": docx([SECRET])})))


def _changed(change: Callable[[object], None]) -> Examination:
    return examine_file("a.xlsx", workbook(change))


@pytest.mark.parametrize("formula", ['="{0}"&"{1}"', '=CONCATENATE("{0}","{1}")', '=IF(A1>0,"{0}"&{1},"")'])
def test_what_a_formula_joins_is_checked(formula: str) -> None:
    def change(book: object) -> None:
        book.active["B2"] = formula.format(PHONE[:7], PHONE[7:])

    assert "mobile" in {one.kind for one in _changed(change).findings}


@pytest.mark.parametrize("hidden", [False, True])
def test_what_a_format_adds_to_a_number_is_checked(hidden: bool) -> None:
    def change(book: object) -> None:
        sheet = book.create_sheet("二")
        sheet["A1"] = int(PHONE[3:])
        sheet["A1"].number_format = f'"{PHONE[:3]}"00000000'
        sheet.sheet_state = "hidden" if hidden else "visible"
        book.active["A1"] = "甲"

    seen = _changed(change)
    assert "mobile" in {one.kind for one in seen.findings} and (PHONE in seen.text) != hidden


def test_codes_of_a_header_do_not_split_a_number() -> None:
    def change(book: object) -> None:
        book.active["A1"] = "甲"
        book.active.oddHeader.center.text = f"{PHONE[:3]}&12{PHONE[3:7]}&B{PHONE[7:]}"

    assert "mobile" in {one.kind for one in _changed(change).findings}


def test_a_sheet_that_is_listed_and_missing_is_told() -> None:
    assert told(examine_file("a.xlsx", xlsx([["甲"]]).replace(b"sheet1.xml", b"sheetX.xml"))) == ["工作表“名册”不在文件里，没有看"]


@pytest.mark.parametrize(("written", "pattern", "shown"), [
    ("1234567", '0.00,,"百万"', "1.23百万"), ("123456", '0.0,"千"', "123.5千"), ("12345", '[DBNum2]General"元整"', "壹万贰仟叁佰肆拾伍元整"), ("12345", "[DBNum1]General", "一万二千三百四十五"),
    ("100010", "[DBNum1][$-804]General", "一十万〇一十"), ("2014", "[DBNum1]0", "二〇一四"), ("0.5", "# ?/?", "1/2"), ("2.3333333", "# ?/?", "2 1/3"), ("2.3333333", "?/?", "7/3"),
    ("-2.5", "# ?/?", "-2 1/2"), ("3", "# ?/?", "3"), ("12.25", "# ?/4", "12 1/4"), ("0.999", "# ?/?", "1"), ("3.14159", "0.00E+00", "3.14E+00"), ("12345678901", "0.00E+00", "1.23E+10"),
    ("0.00123", "0.0E+0", "1.2E-3"), ("12345", "##0.0E+0", "12.3E+3"), ("9.99", "0.0E+00", "1.0E+01"), ("0", "0.00E+00", "0.00E+00"), ("5", '0.0E-00"次"', "5.0E00次"),
])
def test_rare_formats_show_as_in_a_cell(written: str, pattern: str, shown: str) -> None:
    assert displayed(written, pattern) == shown


def _image(kind: str, **more: object) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(buffer, kind, **more)
    return buffer.getvalue()


def _exif(tag: int) -> bytes:
    from PIL import Image

    facts = Image.Exif()
    facts[tag] = f"x {SECRET}"
    return _image("JPEG", exif=facts)


def _keyword() -> bytes:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text(SECRET, "x")
    return _image("PNG", pnginfo=info)


XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description a:b='{SECRET}'/></rdf:RDF></x:xmpmeta>"
IMAGES = {
    "make.jpg": _exif(0x010F), "software.jpg": _exif(0x0131), "computer.jpg": _exif(0x013C), "keyword.png": _keyword(), "xmp.jpg": _image("JPEG", xmp=XMP.encode()),
    "profile.jpg": _image("JPEG", icc_profile=bytes(128) + SECRET.encode()), **{f"behind.{ending}": _image(kind) + SECRET.encode() for ending, kind in (("jpg", "JPEG"), ("png", "PNG"), ("bmp", "BMP"), ("gif", "GIF"), ("webp", "WEBP"))},
}


@pytest.mark.parametrize("name", IMAGES)
def test_every_text_of_an_image_is_checked(name: str) -> None:
    assert [one.kind for one in examine_file(name, IMAGES[name]).findings] == ["id"]


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("BMP", "bmp"), ("GIF", "gif"), ("WEBP", "webp"), ("TIFF", "tif")])
def test_an_image_is_quiet_and_a_document_behind_it_is_told(kind: str, ending: str) -> None:
    assert examine_file(f"a.{ending}", _image(kind)).findings == []
    assert examine_file(f"a.{ending}", _image(kind, quality=30)).findings == []
    if kind != "TIFF":
        assert told(examine_file(f"a.{ending}", _image(kind) + docx([SECRET])))


def test_a_second_picture_of_a_camera_belongs_to_the_file() -> None:
    assert examine_file("a.jpg", _image("JPEG") + _image("JPEG") + bytes(40)).findings == []


def _frame(text: bytes, encoding: int) -> bytes:
    content = bytes([encoding]) + text
    frame = b"TIT2" + len(content).to_bytes(4, "big") + b"\0\0" + content
    return b"ID3\x03\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127]) + frame + b"\xff\xfb\x90\0" * 90


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


FILM = _box(b"ftyp", b"isom\0\0\0\0") + _box(b"mdat", bytes(range(256)) * 20)
RECORDINGS = {
    "a.mp3": _frame(SECRET.encode(), 0), "b.mp3": _frame(f"某某{SECRET}".encode("utf-16"), 1), "c.mp3": _frame(f"某某{SECRET}".encode("gb18030"), 0),
    "d.mp3": b"\xff\xfb\x90\0" * 90 + b"TAG" + SECRET.encode().ljust(125, b"\0"), "e.mp4": FILM + _box(b"moov", _box(b"udta", _box(b"\xa9nam", SECRET.encode()))),
    "f.mp4": FILM + SECRET.encode(), "g.wav": b"RIFF\0\0\0\0WAVELIST" + (40).to_bytes(4, "little") + b"INFOINAM\x12\0\0\0" + SECRET.encode(), "h.webm": b"\x1a\x45\xdf\xa3\0\0" + SECRET.encode(),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_tags_of_a_recording_are_checked(name: str) -> None:
    assert [one.kind for one in examine_file(name, RECORDINGS[name]).findings] == ["id"]


@pytest.mark.parametrize(("name", "data"), [("a.mp4", FILM), ("a.mp3", _frame("国歌".encode("utf-16"), 1)), ("a.webm", b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 9)])
def test_a_recording_is_quiet_and_a_document_in_it_is_told(name: str, data: bytes) -> None:
    assert examine_file(name, data).findings == []
    assert told(examine_file(name, data + docx([SECRET])))


def test_a_picture_in_a_document_ends_where_its_format_says() -> None:
    assert [one.kind for one in examine_file("a.docx", word_document("", **{"word/media/i.png": picture() + SECRET.encode()})).findings] == ["id", "unreadable"]
