"""PDF → its texts: pages, annotations, form fields, links, outlines, properties, earlier versions, and the files packed in it.

PDFium gets no font of this machine, only `fonts/stand_in.ttf`, so that the text of a file is the same everywhere.
Where a font of the file has no map from its glyphs to characters, PDFium guesses; such a page is told as unread. Words in
pictures are not recognised (no OCR): a page that is a picture is told as unread, though it may have a few characters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from . import pdf_hidden, pdf_objects
from .extract import MOST_TEXT, Extract, Unreadable
from .lines import joined
from .pdf_file import PdfFile
from .pdf_page import PageWords, page_words, pictures
from .stray import add_stray

FONTS = Path(__file__).with_name("fonts")
_PROPERTIES = ("Title", "Subject", "Keywords")
_ANNOTATED = (b"Contents", b"V", b"RC", b"DA", b"TU")
"""Entries of annotations and form fields that hold words."""
_SCANNED = 0.5
"""Share of a page that pictures cover where the page is taken for a scan."""
_FEW = 60
"""Characters that a scanned page may have besides its picture: its number, a stamp, a heading."""
_PICTURE = 0.04
"""Share of a page that a picture takes in which words can be read."""
_PICTURES = 0.1
"""Share of a page that all its pictures take in, though each is small, from which on words can be read in them: tiles, strips."""
_DRAWN = 100
"""Outlines on a page without words that may be characters."""
_DRAWN_CHARACTERS = 40
"""Outlines of the form and size of characters, more than the page has characters, that are told. Without any words fewer are."""
_GUESSED = 0.05
"""Share of a page's characters without a map from which on the page does not count as read."""
_REVISIONS = 20
"""Earlier versions of a file that are read."""
_REVISED_PAGES = 600
"""Pages of earlier versions that are read."""
_NO_MAP = "的字体没有文字对照表，读出来的不是原文"


def _use_no_font_of_this_machine() -> None:
    """Start PDFium anew, with one folder of fonts. Its library starts it with the fonts of the system."""
    folder = ctypes.create_string_buffer(str(FONTS).encode())
    folders = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=folders))


_use_no_font_of_this_machine()


def read_pdf(data: bytes) -> Extract:
    """Read a PDF: what shows on its pages, and what does not. Raises `Unreadable` for one that is broken or encrypted."""
    result = Extract()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("文件坏了，或者加了密码") from None
    document.init_forms()
    plain = pdf_objects.decrypted(document) if b"/Encrypt" in data else data
    file = PdfFile.read(plain)
    numbers = file.pages()
    result.shape.pages = len(document)
    _pages(document, result, pdf_hidden.fonts_without_map(file))
    if damaged := pdf_hidden.damaged_pages(file, numbers):
        result.unread(f"第 {_listed(damaged)} 页的内容坏了，没有读全")
    _properties(document, result)
    for text in _outline(document):
        result.add("书签", text, shown="")
    _packed(document, result)
    _earlier_versions(data, result)
    pdf_objects.add_strings(plain, result)
    pdf_hidden.add_hidden(file, numbers, result)
    _outside(data, result)
    return result


def _outside(data: bytes, result: Extract) -> None:
    """Add what stands before the file and behind it."""
    add_stray(data[: max(data.find(b"%PDF-"), 0)], "文件开头以前", result)
    if ends := pdf_objects.ends_of_versions(data):
        add_stray(data[ends[-1] :], "文件结尾以后", result)


def _pages(document: Any, result: Extract, without_map: frozenset[str]) -> None:
    """Add the text of each page, and tell which pages could not be read and why. `without_map` are fonts that have no characters."""
    length = 0
    unread: dict[str, list[int]] = {}
    for number in range(1, len(document) + 1):
        if length > MOST_TEXT:
            result.unread(f"太长，只看了前 {number - 1} 页")
            break
        try:
            page = document[number - 1]
            beside = list(_annotations(document, page, result))
            page = _with_annotations(document, page, number - 1)
            words = page_words(page, without_map)
        except pypdfium2.PdfiumError:
            unread.setdefault("读不出来", []).append(number)
            continue
        length += len(words.text)
        reasons, shown = _judged(page, words)
        for why in reasons:
            unread.setdefault(why, []).append(number)
        result.add(f"第 {number} 页", words.text, shown=shown)
        for text in beside:
            length += len(text)
            result.add(f"第 {number} 页批注或表单", text, shown="")
    for why, numbers in unread.items():
        result.unread(f"第 {_listed(numbers)} 页{why}")


def _with_annotations(document: Any, page: Any, place: int) -> Any:
    """Return a page with what its annotations and fields show on it: stamps, notes, values."""
    kinds = set()
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        if annotation := raw.FPDFPage_GetAnnot(page.raw, number):
            kinds.add(raw.FPDFAnnot_GetSubtype(annotation))
            raw.FPDFPage_CloseAnnot(annotation)
    if kinds <= {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP} or raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[place]


def _judged(page: Any, words: PageWords) -> tuple[list[str], str]:
    """Return why a page does not count as read (nothing where it does), and what a reader sees of its words."""
    if words.strange > max(2, _GUESSED * words.visible):
        share = words.strange / words.visible
        return [_NO_MAP], "" if share > 0.3 else joined(words.lines)
    reasons = ["有些字的字体没有文字对照表，没有读出来"] if words.unmapped else []
    seen = pictures(page)
    if words.visible < _FEW and seen.covered >= _SCANNED:
        reasons.append("是图片，可能是扫描件，图片里的字没有看" if words.visible else "没有文字，可能是扫描的图片")
    elif not words.visible and seen.texts:
        return [_NO_MAP], ""
    elif not words.visible and seen.largest:
        reasons.append("没有文字，可能是扫描的图片")
    elif (words.visible < 20 and seen.outlines >= _DRAWN) or seen.characters > (max(_DRAWN_CHARACTERS, words.visible) if words.visible else _DRAWN_CHARACTERS // 2):
        reasons.append("的文字可能画成了图形")
    elif seen.largest >= _PICTURE or seen.covered >= _PICTURES:
        reasons.append("有图片，图片里的字没有看")
    return reasons, joined(words.lines)


def _listed(numbers: list[int]) -> str:
    """Return numbers of pages with their ranges: 1、3—5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs[:20])
    return shown + ("等" if len(runs) > 20 else "")


def _annotations(document: Any, page: Any, result: Extract) -> Iterator[str]:
    """Yield the texts of a page's annotations, links and form fields; add the authors of annotations to `result`."""
    for place in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        try:
            for key in _ANNOTATED:
                yield from filter(None, [_text(raw.FPDFAnnot_GetStringValue, annotation, key)])
            if document.formenv and raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                yield from filter(None, [_text(raw.FPDFAnnot_GetFormFieldValue, document.formenv.raw, annotation)])
            elif name := _text(raw.FPDFAnnot_GetStringValue, annotation, b"T").strip():
                result.person(name)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _text(function: Any, *arguments: Any) -> str:
    """Return a text from PDFium. A first call gives its length in bytes, a second one the text: UTF-16, ended by a zero."""
    length = function(*arguments, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _properties(document: Any, result: Extract) -> None:
    facts = document.get_metadata_dict()
    if author := facts.get("Author", "").strip():
        result.person(author)
    result.shape.call(facts.get("Title", ""))
    for name in _PROPERTIES:
        result.add("文件属性", facts.get(name, ""), shown="")


def _outline(document: Any) -> Iterator[str]:
    for bookmark in document.get_toc():
        yield bookmark.get_title()


def _packed(document: Any, result: Extract) -> None:
    """Add the files that are packed in a PDF."""
    for place in range(document.count_attachments()):
        try:
            packed = document.get_attachment(place)
            result.packed.append((packed.get_name(), bytes(packed.get_data())))
        except pypdfium2.PdfiumError:
            result.unread("嵌入的文件看不进去")


def _earlier_versions(data: bytes, result: Extract) -> None:
    """Add the words of earlier versions that the last one lacks: whoever changes a PDF may leave what was there in the file."""
    ends = pdf_objects.ends_of_versions(data)[:-1]
    if len(ends) > _REVISIONS:
        result.unread(f"文件里有 {len(ends)} 个以前的版本，只看了最后 {_REVISIONS} 个")
    known = {piece.text for piece in result.pieces}
    left = _REVISED_PAGES
    for number, end in enumerate(ends[-_REVISIONS:], 1):
        try:
            document = pypdfium2.PdfDocument(data[:end])
            left -= len(document)
            if left < 0:
                result.unread(f"以前的版本有很多页，只看了前 {_REVISED_PAGES} 页")
                return
            texts = [page_words(page).text for page in document]
        except pypdfium2.PdfiumError:
            continue  # a file for the web has two ends, and the first is not that of a version
        for text in texts:
            if text not in known:
                known.add(text)
                result.add(f"以前的版本 {number}", text, shown="")
