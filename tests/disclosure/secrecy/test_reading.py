"""Readers of files: what a reader of the document sees is searched, the rest is only checked, and nothing is unread in silence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from disclosure.secrecy.decoding import decoded
from disclosure.secrecy.examine import Examination, examine_file
from disclosure.secrecy.number_formats import built_in, displayed
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.planted_files import word_document, workbook
from tests.kit.planted_leaks import archive, card, docx, identity, photograph, picture, xlsx

SECRET = identity(41)
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def told(seen: Examination) -> list[str]:
    """Return what is told as unread."""
    return [one.masked for one in seen.findings if one.kind == "unreadable"]


SIMPLIFIED = "关于公布政务服务事项的通知\n各街道办事处：\n单位,数值\n甲单位,5\n"
TRADITIONAL = "政府資訊公開目錄\n備註：檢索測試\n"


@pytest.mark.parametrize(("text", "encoding"), [
    *((SIMPLIFIED, name) for name in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32")),
    *((TRADITIONAL, name) for name in ("utf-8", "big5", "gb18030", "utf-16-le")),
    ("通知", "gb18030"), ("联通", "gb18030"), ("10 × 20", "utf-8"), ("plain, text", "ascii"), ("x" * 300_000 + SIMPLIFIED, "gb18030"),
])
def test_the_encoding_of_a_text_is_recognised(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)).text == text
    seen = examine_file("a.txt", text.encode(encoding))
    assert told(seen) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_bad_byte_is_told_at_its_line_and_the_rest_is_read(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    lines = text.encode(encoding).split(b"\n")
    lines[1] += b"\xff"
    for name in ("a.txt", "a.csv"):
        seen = examine_file(name, b"\n".join(lines))
        assert [(one.kind, one.line) for one in seen.findings] == [("unreadable", 2)]
        assert text.split("\n")[0].split(",")[0] in seen.text


def test_a_control_character_is_told_at_its_line() -> None:
    seen = examine_file("a.csv", "甲,乙\n丙,丁\x07\n".encode())
    assert [(one.line, one.masked) for one in seen.findings] == [(2, "有看不见的控制字符（U+0007）：“丙,丁�”")]


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x62FF), min_size=1), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=100, deadline=None)
def test_a_text_with_an_official_opening_comes_back_whole(text: str, encoding: str) -> None:
    whole = f"{SIMPLIFIED}{text}"
    assert decoded(whole.encode(encoding)).text == whole


def _run(text: str, properties: str = "", tag: str = "t") -> str:
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:{tag}>{text}</w:{tag}></w:r>"


def _field(code: str, shown: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return kinds[0] + _run(code, tag="instrText") + kinds[1] + _run(shown) + kinds[2]


UNSEEN_IN_WORD = {
    "tracked deletion": f"<w:del w:id='1'>{_run('暗处', tag='delText')}</w:del>", "moved away": f"<w:moveFrom w:id='1'>{_run('暗处')}</w:moveFrom>",
    "hidden run": _run("暗处", "<w:vanish/>"), "hidden for the web": _run("暗处", "<w:specVanish/>"), "hidden style": _run("暗处", '<w:rStyle w:val="H2"/>'),
    "field code": _run("暗处", tag="instrText"), "deleted code": _run("暗处", tag="delInstrText"),
    "code of a field": _field("暗处", ""), "field in a code": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _field("甲", "暗处") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "second version": f"<mc:AlternateContent><mc:Fallback>{_run('暗处')}</mc:Fallback></mc:AlternateContent>",
    "pronunciation": f"<w:r><w:ruby><w:rt>{_run('暗处')}</w:rt></w:ruby></w:r>",
}
_STYLES = '<w:styles><w:style w:styleId="H1"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="H2"><w:basedOn w:val="H1"/></w:style></w:styles>'


@pytest.mark.parametrize("case", UNSEEN_IN_WORD)
def test_what_a_reader_of_word_does_not_see_is_checked_and_not_searched(case: str) -> None:
    body = f"<w:p>{_run('补偿标准为')}{UNSEEN_IN_WORD[case]}{_run('八百元')}</w:p>"
    seen = examine_file("a.docx", word_document(body, **{"word/styles.xml": _STYLES}))
    assert seen.text == "补偿标准为八百元"
    leaking = examine_file("a.docx", word_document(body.replace("暗处", SECRET), **{"word/styles.xml": _STYLES}))
    assert [one.kind for one in leaking.findings] == ["id"] and SECRET not in leaking.text


SEEN_IN_WORD = {
    "insertion": f"<w:ins w:id='1'>{_run('明处')}</w:ins>", "moved here": f"<w:moveTo w:id='1'>{_run('明处')}</w:moveTo>", "result of a field": _field("REF a", "明处"),
    "not hidden": _run("明处", '<w:vanish w:val="0"/>'), "link": f"<w:hyperlink>{_run('明处')}</w:hyperlink>", "control": f"<w:sdt><w:sdtContent>{_run('明处')}</w:sdtContent></w:sdt>",
    "first version": f"<mc:AlternateContent><mc:Choice>{_run('明处')}</mc:Choice></mc:AlternateContent>", "simple field": f'<w:fldSimple w:instr="REF">{_run("明处")}</w:fldSimple>',
}


@pytest.mark.parametrize("case", SEEN_IN_WORD)
def test_what_a_reader_of_word_sees_is_searched(case: str) -> None:
    body = f"<w:p>{_run('一')}{SEEN_IN_WORD[case]}{_run('二')}</w:p>"
    assert examine_file("a.docx", word_document(body)).text == "一明处二"


def test_a_hidden_row_and_a_hidden_paragraph_are_not_searched() -> None:
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr>"
    rows = row.format("<w:trPr><w:hidden/></w:trPr>", _run("暗行")) + row.format("<w:trPr><w:del w:id='1'/></w:trPr>", _run("删行")) + row.format("", _run("明行"))
    body = f"<w:tbl>{rows}</w:tbl>"
    assert examine_file("a.docx", word_document(body)).text == "明行"
    styled = f'<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>{_run("暗段")}</w:p><w:p>{_run("明段")}</w:p>'
    assert examine_file("a.docx", word_document(styled, **{"word/styles.xml": _STYLES})).text == "明段"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{_run('政务')}</w:p><w:p>{_run('服务')}</w:p>"
    assert examine_file("a.docx", word_document(body)).text == "政务服务"


def test_a_deletion_within_a_number_hides_neither_version() -> None:
    split = f"<w:p>{_run(SECRET[:9])}<w:del w:id='1'>{_run('甲乙', tag='delText')}</w:del>{_run(SECRET[9:])}</w:p>"
    assert [one.kind for one in examine_file("a.docx", word_document(split)).findings] == ["id"]


@pytest.mark.parametrize("name", ["word/comments.xml", "word/glossary/document.xml"])
def test_comments_and_building_blocks_are_not_searched(name: str) -> None:
    seen = examine_file("a.docx", docx(["正文"], parts={name: f"暗处{SECRET}"}))
    assert seen.text == "正文" and [one.kind for one in seen.findings] == ["id"]


def test_properties_are_not_searched() -> None:
    core = "<p><title>Title</title><description>generated by python-docx</description></p>"
    assert examine_file("a.docx", docx(["正文"]) and archive({"word/document.xml": "<w:p xmlns:w='w'><w:r><w:t>正文</w:t></w:r></w:p>", "docProps/core.xml": core})).text == "正文"


DISPLAYED = [
    ("0.035", "0.0%", "3.5%"), ("41716", 'yyyy"年"m"月"d"日"', "2014年3月18日"), ("7910", "000000", "007910"), ("1234567.5", "#,##0.00", "1,234,567.50"),
    ("0.3958333333333333", "h:mm:ss", "9:30:00"), ("1.234567890123457e+19", "General", "1.23457E+19"), ("0.30000000000000004", "General", "0.3"),
    ("41716.5", "yyyy/m/d h:mm", "2014/3/18 12:00"), ("-5", "0;[Red](0)", "(5)"), ("-5", "0.00", "-5.00"), ("0", '#,##0;-#,##0;"—"', "—"),
    ("7911008580", "000-0000-0000", "079-1100-8580"), ("1234567", "#,##0,", "1,235"), ("12345678", '0!.0,"万"', "1234.6万"), ("100", '"共"0"户"', "共100户"),
    ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"), ("41716", '[$-804]yyyy"年"m"月";@', "2014年3月"), ("41716", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇一四年三月十八日"),
    ("1.5", "[h]:mm", "36:00"), ("41716", "aaaa", "星期二"), ("5", ";;;", ""), ("0.125", "0%", "13%"), ("41716", "mmm-yy", "Mar-14"), ("12345678901", "General", "12345678901"),
    ("3", "00", "03"), ("99", '[>=100]0"大";0"小"', "99小"), ("36000.25", "m/d/yy h:mm AM/PM", "7/24/98 6:00 AM"), ("20140318", '0000"-"00"-"00', "2014-03-18"),
    ("12.3456", "0.0###", "12.3456"), ("1", "yyyy/m/d", "1900/1/1"), ("61", "yyyy/m/d", "1900/3/1"), ("4.5", "@", "4.5"), ("某", "0", "某"), ("41716", "yyyy-mm-dd;@", "2014-03-18"),
    ("0.5", '上午/下午h"时"mm"分"', "下午12时00分"), ("1000", "0.00E+00", "1.00E+03"), ("0", "General", "0"), ("-0.4", "0", "0"),
]


@pytest.mark.parametrize(("written", "pattern", "shown"), DISPLAYED)
def test_a_number_is_read_as_its_cell_displays_it(written: str, pattern: str, shown: str) -> None:
    assert displayed(written, pattern) == shown


def test_formats_that_files_only_number_are_those_of_chinese_spreadsheets() -> None:
    assert [displayed("41716", built_in(number)) for number in (14, 31, 57)] == ["2014/3/18", "2014年3月18日", "2014年3月"]
    assert displayed("0", "yyyy-mm-dd", since_1904=True) == "1904-01-01"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12), st.text(alphabet='0#?.,;%yMdhms"@[]E+-_*! 年\\', max_size=14))
@settings(max_examples=300, deadline=None)
def test_no_format_breaks_the_reading(number: object, pattern: str) -> None:
    assert isinstance(displayed(str(number), pattern), str)


def test_hidden_sheets_rows_and_columns_are_checked_and_not_searched() -> None:
    def hide(book: object) -> None:
        sheet = book.active
        for cell in ("A1", "B2", "C3"):
            sheet[cell] = f"明处{cell}"
        sheet["B5"], sheet["E1"] = "暗行", "暗列"
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["E"].hidden = True
        book.create_sheet("底稿")["A1"] = f"暗表{SECRET}"
        book["底稿"].sheet_state = "hidden"

    seen = examine_file("a.xlsx", workbook(hide))
    assert seen.text == "明处A1\n明处B2\n明处C3"
    assert [(one.kind, one.where) for one in seen.findings] == [("id", "底稿!A1")]


def test_a_number_is_checked_with_all_its_digits() -> None:
    def enter(book: object) -> None:
        book.active["A1"], book.active["B1"] = "银行卡号", int(card(7))
        book.active["B1"].number_format = "0.00E+00"

    seen = examine_file("a.xlsx", workbook(enter))
    assert seen.text == "银行卡号\n4.37E+15" and [one.kind for one in seen.findings] == ["card", "exponent"]


def test_the_decimals_of_a_number_are_no_long_number() -> None:
    """Files keep fractions with 15 digits, which no card has, though one in ten would pass as one."""
    rows = [[number, number / 7] for number in range(40_000, 48_000)]
    assert examine_file("a.xlsx", xlsx(rows)).findings == []


def _ofd(content: str, **parts: str | bytes) -> bytes:
    page = f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
    return archive({"OFD.xml": f"<ofd:OFD {OFD}/>", "Doc_0/Pages/Page_0/Content.xml": page} | parts)


def _ofd_text(words: str, x: float, y: float, width: float, more: str = "") -> str:
    return f'<ofd:TextObject Boundary="{x} {y} {width} 4" Size="4" {more}><ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'


def test_fields_of_an_ofd_page_stand_apart_and_its_lines_are_joined() -> None:
    bare = "".join(f"<ofd:TextObject><ofd:TextCode>{words}</ofd:TextCode></ofd:TextObject>" for words in ("某某银行分行", "赵某", "某区示范小区25号楼1单元601室", "37"))
    seen = examine_file("a.ofd", _ofd(bare))
    assert seen.text == "某某银行分行\n赵某\n某区示范小区25号楼1单元601室\n37"
    assert [one.kind for one in seen.findings] == ["home?"]
    placed = _ofd_text("为进一步做好本区政务服务事项的梳理和公开工作办理各类政", 20, 20, 108) + _ofd_text("务服务", 20, 26, 12) + _ofd_text("事项。", 32, 26, 12)
    row = _ofd_text("户数", 20, 60, 8) + _ofd_text("120", 90, 60, 6)
    assert examine_file("a.ofd", _ofd(placed + row)).text == "为进一步做好本区政务服务事项的梳理和公开工作办理各类政务服务事项。\n户数\t120"


@pytest.mark.parametrize("content", ['<ofd:PathObject Boundary="0 0 9 9"/>' * 40, '<ofd:ImageObject Boundary="0 0 210 297"/>' + _ofd_text("1", 100, 280, 4)])
def test_a_page_of_ofd_that_is_drawn_is_told(content: str) -> None:
    assert told(examine_file("a.ofd", _ofd(content))) == ["第 1 页的文字画成了图形或图片，读不出来"]


def test_an_invisible_text_of_ofd_is_checked_and_not_searched() -> None:
    seen = examine_file("a.ofd", _ofd(_ofd_text("明处", 20, 20, 8) + _ofd_text(SECRET, 20, 40, 60, 'Visible="false"')))
    assert seen.text == "明处" and [one.kind for one in seen.findings] == ["id"]


ODF = 'xmlns:text="urn:t" xmlns:table="urn:b" xmlns:office="urn:o" xmlns:style="urn:s"'


def _odf(content: str, kind: str = "text") -> bytes:
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": f"<o {ODF}>{content}</o>"})


@pytest.mark.parametrize("unseen", [
    "<text:tracked-changes><text:deletion><text:p>{}</text:p></text:deletion></text:tracked-changes>", "<office:annotation><text:p>{}</text:p></office:annotation>",
    '<text:p><text:hidden-text text:string-value="x">{}</text:hidden-text></text:p>', '<text:section text:display="none"><text:p>{}</text:p></text:section>',
    '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style><text:p><text:span text:style-name="T9">{}</text:span></text:p>',
])
def test_what_a_reader_of_an_open_document_does_not_see_is_checked_and_not_searched(unseen: str) -> None:
    seen = examine_file("a.odt", _odf(f"{unseen.format(SECRET)}<text:p>明<text:s text:c='2'/>处</text:p>"))
    assert seen.text == "明  处" and [one.kind for one in seen.findings] == ["id"]


def test_hidden_parts_of_an_open_workbook_are_checked_and_not_searched() -> None:
    def row(cells: str, more: str = "") -> str:
        return f"<table:table-row {more}>{cells}</table:table-row>"

    def cell(text: str) -> str:
        return f"<table:table-cell office:value='0.035'><text:p>{text}</text:p></table:table-cell>"

    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    collapsed = 'table:visibility="collapse"'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    sheet = f"<table:table>{columns}{row(cell('3.5%') + cell(SECRET))}{row(cell('暗行'), collapsed)}</table:table>"
    seen = examine_file("a.ods", _odf(f"{hidden}{sheet}<table:table table:style-name='ta2'>{row(cell('暗表'))}</table:table>", "spreadsheet"))
    assert seen.text == "3.5%" and [one.kind for one in seen.findings] == ["id"]


SLIDE = '<p:sld xmlns:a="urn:a" xmlns:p="urn:p" {}>{}</p:sld>'


@pytest.mark.parametrize("parts", [
    {"ppt/slides/slide2.xml": SLIDE.format('show="0"', f"<a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p>")},
    {"ppt/slides/slide2.xml": SLIDE.format("", f'<p:sp><p:nvSpPr><p:cNvPr id="1" hidden="1"/></p:nvSpPr><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></p:sp>')},
    {"ppt/notesSlides/notesSlide1.xml": SLIDE.format("", f"<a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p>")},
    {"ppt/slideMasters/slideMaster1.xml": SLIDE.format("", f"<a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p>")},
    {"ppt/slideLayouts/slideLayout1.xml": SLIDE.format("", f"<a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p>")},
    {"ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="urn:p"><p:cm><p:text>{SECRET}</p:text></p:cm></p:cmLst>'},
    {"ppt/slides/slide2.xml": SLIDE.format("", f'<p:pic><p:cNvPr id="1" descr="{SECRET}"/></p:pic>')},
])
def test_what_a_reader_of_slides_does_not_see_is_checked_and_not_searched(parts: dict[str, str]) -> None:
    shown = {"ppt/slides/slide1.xml": SLIDE.format("", "<a:p><a:r><a:t>明</a:t></a:r><a:r><a:t>处</a:t></a:r></a:p>")}
    seen = examine_file("a.pptx", archive(shown | parts))
    assert seen.text == "明处" and [one.kind for one in seen.findings] == ["id"]


PICTURED: dict[str, Callable[[bytes], bytes]] = {
    "a.docx": lambda image: archive({"word/document.xml": "<a/>", "word/media/i.png": image}), "a.pptx": lambda image: archive({"ppt/media/i.png": image}),
    "a.xlsx": lambda image: archive({"xl/workbook.xml": "<a/>", "xl/media/i.png": image}),
    "a.odt": lambda image: archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>", "Pictures/i.png": image}),
    "a.ofd": lambda image: archive({"OFD.xml": "<a/>", "Doc_0/Res/i.png": image}),
}


@pytest.mark.parametrize("name", PICTURED)
def test_pictures_in_a_document_are_told_once_and_broken_ones_are_named(name: str) -> None:
    assert told(examine_file(name, PICTURED[name](picture()))) == ["文件里有图片，图片里的字没有看"]
    assert told(examine_file(name, PICTURED[name](picture()[:30]))) == ["文件里有图片，图片里的字没有看", "图片 i.png看不进去：图片坏了"]


def test_the_thumbnail_of_a_document_is_not_told() -> None:
    assert told(examine_file("a.docx", archive({"word/document.xml": "<a/>", "docProps/thumbnail.jpeg": photograph(False)}))) == []


def _png(kind: bytes, content: bytes, data: bytes = b"") -> bytes:
    """Return a PNG with a chunk before its end."""
    data = data or picture()
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return data[:-12] + chunk + data[-12:]


def _saved(kind: str, **more: object) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, kind, **more)
    return buffer.getvalue()


def _exif(tag: int, value: object) -> object:
    from PIL import Image

    facts = Image.Exif()
    if tag == 0x9286:
        facts[0x8769] = {tag: value}
    else:
        facts[tag] = value
    return facts


XMP = f"<x:xmpmeta xmlns:x='x'><rdf:RDF><dc:description>{SECRET}</dc:description></rdf:RDF></x:xmpmeta>".encode()
IN_IMAGES = {
    "text.png": _png(b"tEXt", b"Comment\0" + SECRET.encode()), "packed.png": _png(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET.encode())),
    "unicode.png": _png(b"iTXt", b"Comment\0\0\0\0\0" + SECRET.encode()), "packed-unicode.png": _png(b"iTXt", b"C\0\1\0zh\0\0" + zlib.compress(SECRET.encode())),
    "comment.jpg": _saved("JPEG", comment=SECRET.encode()), "description.jpg": _saved("JPEG", exif=_exif(0x010E, SECRET)),
    "user.jpg": _saved("JPEG", exif=_exif(0x9286, b"ASCII\0\0\0" + SECRET.encode())), "user-unicode.jpg": _saved("JPEG", exif=_exif(0x9286, b"UNICODE\0" + SECRET.encode("utf-16-le"))),
    "windows.jpg": _saved("JPEG", exif=_exif(0x9C9C, SECRET.encode("utf-16-le") + b"\0\0")), "xmp.jpg": _saved("JPEG", xmp=XMP), "comment.gif": _saved("GIF", comment=SECRET.encode()),
    "xmp.webp": _saved("WEBP", xmp=XMP), "description.webp": _saved("WEBP", exif=_exif(0x010E, SECRET)), "description.tif": _saved("TIFF", description=SECRET),
    "behind-exif.png": _png(b"tEXt", b"Comment\0" + SECRET.encode(), _saved("PNG", exif=_exif(0x0110, "Camera"))),
    "behind-exif-packed.png": _png(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET.encode()), _saved("PNG", exif=_exif(0x0110, "Camera"))),
    "behind-exif-unicode.png": _png(b"iTXt", b"C\0\1\0zh\0\0" + zlib.compress(SECRET.encode()), _saved("PNG", exif=_exif(0x0110, "Camera"))),
    "end.gif": _saved("GIF")[:-1] + b"\x21\xfe" + bytes([len(SECRET)]) + SECRET.encode() + b"\0;",
    "xmp.png": _png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
}


@pytest.mark.parametrize("name", IN_IMAGES)
def test_texts_in_an_image_are_checked(name: str) -> None:
    seen = examine_file(name, IN_IMAGES[name])
    assert [one.kind for one in seen.findings] == ["id"] and seen.text == ""


def test_an_old_object_is_told_and_its_words_are_checked() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + f"身份证号码{SECRET}".encode("utf-16-le") + b"\0" * 100
    seen = examine_file("a.docx", archive({"word/document.xml": "<a/>", "word/embeddings/oleObject1.bin": data}))
    assert [one.kind for one in seen.findings] == ["id", "unreadable"]


def test_a_workbook_of_thousands_of_rows_is_read_in_seconds() -> None:
    rows = [[number, f"单位{number}", number / 7] for number in range(20_000)]
    seen = examine_file("a.xlsx", xlsx(rows))
    assert told(seen) == [] and len(seen.text) == 100_000


def test_a_part_that_is_no_document_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("word/document.xml", "<a/>")
        target.writestr("word/activeX/data.bin2", b"abc")
    assert told(examine_file("a.docx", buffer.getvalue())) == ["嵌入的文件“data.bin2”看不进去"]


def test_words_of_one_object_of_ofd_that_stand_apart_are_different_fields() -> None:
    object_ = '<ofd:TextObject Boundary="20 20 150 4" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 40 g 2 4">{}</ofd:TextCode></ofd:TextObject>'
    assert examine_file("a.ofd", _ofd(object_.format("姓名赵某某"))).text == "姓名 赵某某"
    codes = "".join(f'<ofd:TextCode X="{x}" Y="{y}">{words}</ofd:TextCode>' for x, y, words in ((0, 4, "政"), (4, 4, "务"), (60, 4, "公开"), (0, 12, "目录")))
    assert examine_file("a.ofd", _ofd(f'<ofd:TextObject Boundary="20 20 150 12" Size="4">{codes}</ofd:TextObject>')).text == "政务 公开\n目录"


@pytest.mark.parametrize("name", ["Doc_0/Pages/P1.xml", "Doc_0/Page/Content.xml"])
def test_a_page_of_ofd_may_have_any_name(name: str) -> None:
    page = f"<ofd:Page {OFD}>{_ofd_text('政务公开', 20, 20, 16)}</ofd:Page>"
    assert examine_file("a.ofd", archive({"OFD.xml": "<a/>", name: page})).text == "政务公开"


@pytest.mark.parametrize("name", ["xl/printerSettings/printerSettings1.bin", "_xmlsignatures/sig1.xml", "xl/fonts/font1.odttf", "docProps/thumbnail.wmf"])
def test_parts_without_words_are_not_told(name: str) -> None:
    assert examine_file("a.xlsx", archive({"xl/workbook.xml": "<a/>", name: b"\0" * 40})).findings == []


def test_a_drawing_that_is_no_sound_xml_is_read_all_the_same() -> None:
    drawing = f"<xml><v:shape><v:textbox><div><br><font>{SECRET}</font></div></v:textbox></v:shape></xml>"
    assert [one.kind for one in examine_file("a.xlsx", archive({"xl/workbook.xml": "<a/>", "xl/drawings/vmlDrawing1.vml": drawing})).findings] == ["id"]


def test_a_broken_part_beside_the_text_is_told_and_the_text_is_read() -> None:
    seen = examine_file("a.docx", docx(["正文"], parts={}) and word_document(f"<w:p>{_run('正文')}</w:p>", **{"word/charts/chart1.xml": "<a><b></a>"}))
    assert seen.text == "正文" and told(seen) == ["chart1.xml看不进去：里面的 word/charts/chart1.xml 坏了"]


def test_lines_are_counted_as_editors_count_them() -> None:
    seen = examine_file("a.txt", "甲\x0c乙\u2028丙\r\n丁\n".encode() + b"\xff\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\n")
    assert [one.line for one in seen.findings] == [3]
