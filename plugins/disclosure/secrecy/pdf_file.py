"""The objects of a PDF as they stand in the file, whatever tables name them: dictionaries, streams and what these unpack to.

A PDF program reads only the objects that the last version names. The secrecy check reads all of them.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 20_000_000
"""Bytes that one stream may unpack to."""
_OBJECT = re.compile(rb"\b(\d{1,9})[ \r\n]+\d+[ \r\n]+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_SPACE = b" \t\r\n\f\0"
_REFERENCE = re.compile(rb"\s*(\d{1,9})\s+\d+\s+R\b")
_REFERENCES = re.compile(rb"\b(\d{1,9})\s+\d+\s+R\b")
_DEEPEST = 40
_MOST_OBJECTS = 300_000
_SHORT = {"Fl": "FlateDecode", "AHx": "ASCIIHexDecode", "A85": "ASCII85Decode", "RL": "RunLengthDecode"}
_PICTURE_FILTERS = frozenset(("DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode", "Crypt"))


class Damaged(ValueError):
    """A stream cannot be unpacked, or not to its end."""


@dataclass(frozen=True, slots=True)
class Body:
    """An object: its dictionary or value as written, and the bytes of its stream."""

    head: bytes
    packed: bytes | None = None

    def unpacked(self, most: int = MOST_BYTES) -> bytes:
        """Return the content of the stream. Raises `Damaged` for one that is broken, or packed in a way that is not known."""
        if self.packed is None:
            return b""
        data = self.packed
        for name in filters(self.head):
            data = _undone(name, data, most)
        return data[:most]


def filters(head: bytes) -> list[str]:
    """Return the names of the ways in which a stream is packed, the outermost first."""
    written = value(head, b"Filter") or value(head, b"F")
    names = [name.decode("latin-1") for name in re.findall(rb"/([^\s/\[\]<>()]+)", written)] if written[:1] in b"/[" else []
    return [_SHORT.get(name, name) for name in names]


def _undone(name: str, data: bytes, most: int) -> bytes:
    try:
        if name == "FlateDecode":
            unpacking = zlib.decompressobj()
            out = unpacking.decompress(data.lstrip(b"\r\n") if data[:1] in b"\r\n" else data, most)
            if not unpacking.eof and len(out) < most:
                raise Damaged(name)
            return out
        if name == "ASCIIHexDecode":
            digits = b"".join(data.partition(b">")[0].split())
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        if name == "ASCII85Decode":
            return base64.a85decode(data.partition(b"~>")[0].removeprefix(b"<~"))
        if name == "RunLengthDecode":
            return _run_lengths(data, most)
    except (zlib.error, ValueError) as error:
        raise Damaged(name) from error
    raise Damaged(name)


def _run_lengths(data: bytes, most: int) -> bytes:
    out, place = bytearray(), 0
    while place < len(data) and data[place] != 128 and len(out) < most:
        length = data[place]
        if length < 128:
            out += data[place + 1 : place + 2 + length]
            place += length + 2
        else:
            out += data[place + 1 : place + 2] * (257 - length)
            place += 2
    return bytes(out)


def is_picture(head: bytes) -> bool:
    """Return whether a stream is a picture, a font or a profile of colours."""
    if b"/Image" in head or b"/Length1" in head or b"/Length2" in head or b"/FunctionType" in head or b"/ShadingType" in head:
        return True
    return bool(re.search(rb"/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b|/N\s+[134]\b.*/Alternate|/XRef\b", head, re.DOTALL)) or bool(_PICTURE_FILTERS.intersection(filters(head)))


def value(head: bytes, key: bytes) -> bytes:
    """Return the value of an entry of a dictionary as it is written; nothing where there is none."""
    for match in re.finditer(rb"/" + key + rb"(?=[\s/\[<(\d\-+])", head):
        return head[match.end() : _end_of_value(head, match.end())].strip(_SPACE)
    return b""


def _end_of_value(source: bytes, place: int) -> int:
    """Return where the value ends that begins at a place."""
    if match := _REFERENCE.match(source, place):
        return match.end()
    match = re.compile(rb"\s*(<<|\[|\(|<|/?[^\s/\[\]<>()]*)").match(source, place)
    opening = match[1]
    if opening not in (b"<<", b"[", b"(", b"<"):
        return match.end()
    depth, position = 0, match.start(1)
    for token in _BRACKETS.finditer(source, position):
        if token[0] in (b"<<", b"["):
            depth += 1
        elif token[0] in (b">>", b"]"):
            depth -= 1
        if depth <= 0:
            return token.end()
    return len(source)


_BRACKETS = re.compile(rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)|<<|>>|\[|\]|<[0-9A-Fa-f\s]*>", re.DOTALL)


@dataclass(slots=True)
class PdfFile:
    """All objects of a file by number; of several with one number the last."""

    objects: dict[int, Body] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> PdfFile:
        """Read a file from end to end."""
        found = cls()
        position = 0
        while (match := _OBJECT.search(data, position)) and len(found.objects) < _MOST_OBJECTS:
            end = data.find(b"endobj", match.end())
            end = len(data) if end < 0 else end
            stream = _STREAM.search(data, match.end(), end)
            head = data[match.end() : stream.start() if stream else end]
            body = None
            position = match.end() + len(head)
            if stream:
                finish = _end_of_stream(data, stream.end(), head)
                body, position = data[stream.end() : finish], finish
            found.objects[int(match[1])] = Body(head, body)
            if b"/ObjStm" in head:
                found._unpack_objects(Body(head, body))
        return found

    def _unpack_objects(self, body: Body) -> None:
        try:
            content = body.unpacked()
            first = int(value(body.head, b"First"))
            numbers = [int(one) for one in content[:first].split()]
        except (Damaged, ValueError):
            return
        places = [*numbers[1::2], len(content) - first]
        for number, place, end in zip(numbers[0::2], places, places[1:], strict=False):
            self.objects[number] = Body(content[first + place : first + max(end, place)])

    def resolved(self, written: bytes) -> Body:
        """Return the object that a value refers to, or the value itself."""
        steps = 0
        while (match := _REFERENCE.fullmatch(written.strip(_SPACE))) and steps < _DEEPEST:
            body = self.objects.get(int(match[1]))
            if body is None:
                return Body(b"")
            if body.packed is not None or not _REFERENCE.fullmatch(body.head.strip(_SPACE)):
                return body
            written, steps = body.head, steps + 1
        return Body(written)

    def pages(self) -> list[int]:
        """Return the numbers of the objects of the pages, in order. A broken tree gives fewer pages."""
        roots = [body for body in self.objects.values() if re.search(rb"/Type\s*/Catalog\b", body.head)]
        found: list[int] = []
        seen: set[int] = set()

        def walk(number: int, depth: int) -> None:
            body = self.objects.get(number)
            if body is None or number in seen or depth > _DEEPEST:
                return
            seen.add(number)
            kids = value(body.head, b"Kids")
            if not kids:
                found.append(number)
                return
            for kid in references(self.resolved(kids).head):
                walk(kid, depth + 1)

        for one in references(value(roots[-1].head, b"Pages")) if roots else ():
            walk(one, 0)
        return found

    def contents(self, page: int) -> list[int]:
        """Return the numbers of the streams that draw a page."""
        written = value(self.objects[page].head, b"Contents")
        if _REFERENCE.fullmatch(written):
            body = self.resolved(written)
            return references(body.head) if body.packed is None and body.head.strip(_SPACE).startswith(b"[") else references(written)
        return references(written)

    def resources(self, page: int) -> bytes:
        """Return the resources of a page as they are written, inherited ones too."""
        for _ in range(_DEEPEST):
            body = self.objects.get(page)
            if body is None:
                return b""
            if written := value(body.head, b"Resources"):
                return written
            parents = references(value(body.head, b"Parent"))
            if not parents:
                return b""
            page = parents[0]
        return b""


def references(written: bytes) -> list[int]:
    """Return the numbers of all objects that a value refers to."""
    return [int(number) for number in _REFERENCES.findall(written)]


def _end_of_stream(data: bytes, start: int, head: bytes) -> int:
    """Return where a stream ends: by its length where that is right, else at the next `endstream`."""
    length = value(head, b"Length")
    if length.isdigit() and len(length) < 10 and data[start + int(length) : start + int(length) + 20].lstrip(_SPACE).startswith(b"endstream"):
        return start + int(length)
    finish = data.find(b"endstream", start)
    return len(data) if finish < 0 else finish


def written_file(objects: dict[int, bytes], root: int) -> Iterator[bytes]:
    """Yield the pieces of a file with these objects; `root` is the number of its catalogue."""
    yield b"%PDF-1.7\n"
    size, places = 9, {}
    for number, body in objects.items():
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        places[number] = size
        size += len(piece)
        yield piece
    last = max(objects) + 1
    yield b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        yield b"%d 1\n%010d 00000 n \n" % (number, place)
    yield b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last, root, size)
