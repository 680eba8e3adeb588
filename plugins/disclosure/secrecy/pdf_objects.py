"""The strings that stand in a PDF's objects, whatever these are for: properties of any name, XMP, links, fields without a page,
alternative texts, scripts, and what earlier versions left in the file.

A PDF program reads only the objects that the last version names. Here the file is read from end to end, without
its tables: each object's strings, those of packed objects too, and streams that hold XML.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from pypdfium2 import raw

from .extract import Extract
from .pdf_file import Body, Damaged, is_picture

_MOST = 20_000_000
"""Bytes that one stream may unpack to, and all together that are looked at."""
_OBJECT = re.compile(rb"\b\d+[ \r\n]+\d+[ \r\n]+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_STRING = re.compile(rb"/ID\s*\[[^\]]{0,600}\]|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)|(?<!<)<[0-9A-Fa-f\s]+>", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b"", b"\r": b"", b"\r\n": b""}
_DATE = re.compile(r"D:\d{4}")
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<[?a-zA-Z]")
_END = re.compile(rb"%%EOF\s*?(?:\r\n|\n|\r|\Z|(?=\S))")


def ends_of_versions(data: bytes) -> list[int]:
    """Return where each version of a file ends. A program that changes a PDF may write the change behind the old file."""
    return [match.end() for match in _END.finditer(data)]


def add_strings(data: bytes, result: Extract) -> None:
    """Add to `result` the strings of a file, which is not encrypted, that it does not have yet."""
    known = {piece.text.strip() for piece in result.pieces} | set(result.people)
    for text in _texts(data):
        short = text.strip()
        if len(short) > 3 and short not in known and not _DATE.match(short):
            known.add(short)
            result.add("文件内部的文字", short, shown="")


def decrypted(document: Any) -> bytes:
    """Return the file without its encryption. PDFium could open it, so that it needs no password."""
    out = bytearray()

    def write(_: Any, block: Any, size: int) -> int:
        out.extend(ctypes.string_at(block, size))
        return 1

    kind = dict(raw.FPDF_FILEWRITE._fields_)["WriteBlock"]
    target = raw.FPDF_FILEWRITE(version=1, WriteBlock=kind(write))
    raw.FPDF_SaveAsCopy(document.raw, target, raw.FPDF_REMOVE_SECURITY)
    return bytes(out)


def _texts(data: bytes) -> Iterator[str]:
    left = _MOST
    position = 0
    while match := _OBJECT.search(data, position):
        end = data.find(b"endobj", match.end())
        end = len(data) if end < 0 else end
        stream = _STREAM.search(data, match.end(), end)
        head = data[match.end() : stream.start() if stream else end]
        position = match.end() + len(head)
        yield from _strings(head)
        if stream:
            finish = data.find(b"endstream", stream.end())
            finish = len(data) if finish < 0 else finish
            position = finish
            body = _unpacked(head, data[stream.end() : finish], left)
            left -= len(body)
            if b"/ObjStm" in head:
                yield from _strings(body)
            elif _XML.match(body):
                yield from _of_xml(body)
    for trailer in re.finditer(rb"trailer\s*(<<.{0,4000}?>>)\s*startxref", data, re.DOTALL):
        yield from _strings(trailer[1])


def _unpacked(head: bytes, body: bytes, left: int) -> bytes:
    """Return the content of a stream that may hold strings or XML; nothing for pictures, fonts and drawings."""
    if left <= 0 or is_picture(head) or re.search(rb"/Subtype\s*/Form\b", head):
        return b""
    try:
        content = Body(head, body).unpacked(left)
    except Damaged:
        return b""
    return content if b"/ObjStm" in head or _XML.match(content) else b""


def _of_xml(body: bytes) -> Iterator[str]:
    """Yield the texts and the values of attributes of XML, which need not be well-formed."""
    text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    for match in re.finditer(r""">([^<>]+)<|=\s*"([^"<>]{4,})"|=\s*'([^'<>]{4,})'""", text):
        found = unescape(match[1] or match[2] or match[3]).strip()
        if found and not found.startswith(("http://ns.", "http://www.w3.org", "http://purl.org", "uuid:", "xmp.")):
            yield found


def _strings(source: bytes) -> Iterator[str]:
    for match in _STRING.finditer(source):
        written = match[0]
        if written.startswith(b"/ID"):
            continue
        value = _literal(written[1:-1]) if written.startswith(b"(") else _hexadecimal(written[1:-1])
        if text := _decoded(value):
            yield text


def _literal(written: bytes) -> bytes:
    if b"\\" not in written:
        return written
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 8) & 255]) if match[1] else _NAMED.get(match[2], match[2]), written)


def _hexadecimal(written: bytes) -> bytes:
    digits = b"".join(written.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _decoded(value: bytes) -> str:
    """Return a string's text, as PDF defines it: UTF-16 or UTF-8 with a mark, else Latin-1; nothing for bytes that are no text."""
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace").strip("\0")
    if value.startswith(b"\xef\xbb\xbf"):
        return value.decode("utf-8-sig", "replace")
    if any(byte < 32 and byte not in b"\t\n\r" for byte in value[:200]):
        return ""
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        pass
    for name in ("utf-8", "gb18030"):  # what no standard allows and many programs write
        try:
            return value.decode(name)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
