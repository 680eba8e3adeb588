"""PDF → its texts: pages, annotations, form fields, properties, and the files packed in it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .extract import MOST_TEXT, Extract, Unreadable

_PROPERTIES = ("Title", "Subject", "Keywords")
_ANNOTATED = (b"Contents", b"V", b"RC", b"DA", b"TU")
"""Entries of annotations and form fields that hold words."""


def read_pdf(data: bytes) -> Extract:
    """Read a PDF: what shows on its pages, and what does not. Raises `Unreadable` for one that is broken or encrypted."""
    result = Extract()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("文件坏了，或者加了密码") from None
    document.init_forms()
    empty = []
    length = 0
    for number in range(len(document)):
        if length > MOST_TEXT:
            result.missing.append(f"太长，只看了前 {number} 页")
            break
        try:
            page = document[number]
            words = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        except pypdfium2.PdfiumError:
            result.missing.append(f"第 {number + 1} 页读不出来")
            continue
        length += len(words)
        result.add(f"第 {number + 1} 页", words)
        for text in _annotations(document, page, result):
            length += len(text)
            result.add(f"第 {number + 1} 页批注或表单", text)
        if not words.strip():
            empty.append(str(number + 1))
    if empty:
        shown = "、".join(empty[:8]) + ("等" if len(empty) > 8 else "")
        result.missing.append(f"第 {shown} 页没有文字，可能是扫描的图片")
    _properties(document, result)
    _packed(document, result)
    return result


def _annotations(document: Any, page: Any, result: Extract) -> Iterator[str]:
    """Yield the texts of a page's annotations and form fields; add the authors of annotations to `result`."""
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
                result.people.append(name[:60])
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
        result.people.append(author[:60])
    for name in _PROPERTIES:
        result.add("文件属性", facts.get(name, ""))


def _packed(document: Any, result: Extract) -> None:
    """Add the files that are packed in a PDF."""
    for place in range(document.count_attachments()):
        try:
            packed = document.get_attachment(place)
            result.packed.append((packed.get_name(), bytes(packed.get_data())))
        except pypdfium2.PdfiumError:
            result.missing.append("嵌入的文件看不进去")
