"""Sound and film: the texts of their tags. What is heard and shown, only a person can judge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .decoding import decoded
from .extract import Extract
from .stray import add_loose

ENDINGS = (".mp3", ".wav", ".mp4", ".webm")
_TAGS = 1_000_000
"""Bytes of one block of tags that are looked at."""
_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_BOXES = frozenset((b"moov", b"udta", b"meta", b"ilst", b"trak", b"mdia"))
"""Boxes of MP4 that hold others, among them those with tags."""
_PLACE = "标签"


def read_media(data: bytes) -> Extract:
    """Read the tags of a sound or a film."""
    result = Extract()
    if data.startswith(b"ID3"):
        for text in _of_id3(data):
            result.add(_PLACE, text, shown="")
    if data[-128:].startswith(b"TAG"):
        result.add(_PLACE, decoded(data[-125:-1].replace(b"\0", b" ").strip()).text, shown="")
    if data[4:8] == b"ftyp":
        _read_boxes(data, 0, len(data), result, 0)
    elif data.startswith(b"RIFF"):
        for match in re.finditer(rb"LIST([\s\S]{4})(?=INFO)", data):
            add_loose(data[match.end() : match.end() + min(int.from_bytes(match[1], "little"), _TAGS)], _PLACE, result)
    elif data.startswith(b"\x1a\x45\xdf\xa3"):
        add_loose(data[:_TAGS], _PLACE, result)
        add_loose(data[-_TAGS:], _PLACE, result)
    for match in re.finditer(rb"APETAGEX|Xtra|uuid\xbe\x7a\xcf\xcb", data[-_TAGS:]):
        add_loose(data[-_TAGS:][match.end() :], _PLACE, result)
    for match in re.finditer(rb"PK\x03\x04[\s\S]{26}|%PDF-1\.", data):
        result.unread(f"第 {match.start()} 字节起藏有别的文件，没有看")
        break
    return result


def _of_id3(data: bytes) -> Iterator[str]:
    """Yield the texts of ID3: a frame has a name, a length, and a text that begins with the number of its encoding."""
    end = 10 + _synchsafe(data[6:10])
    is_new, place = data[3] >= 4, 10
    while place + 10 < min(end, len(data)) and re.match(rb"[A-Z0-9]{4}", data[place : place + 4]):
        name, size = data[place : place + 4], data[place + 4 : place + 8]
        length = _synchsafe(size) if is_new else int.from_bytes(size, "big")
        content = data[place + 10 : place + 10 + min(length, _TAGS)]
        if name[:1] in b"TWC" or name in (b"USLT", b"IPLS"):
            written, codec = (content[1:], _CODECS[content[0]]) if content[:1] and content[0] < 4 else (content, "latin-1")
            text = decoded(written.strip(b"\0")).text if codec == "latin-1" else written.decode(codec, "replace")
            yield " ".join(re.sub("[\0\ufeff\ufffe]+", " ", text).split())
        place += 10 + length


def _synchsafe(written: bytes) -> int:
    return sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(written)))


def _read_boxes(data: bytes, start: int, end: int, result: Extract, depth: int) -> None:
    """Add the texts of the boxes of MP4 that hold tags."""
    while start + 8 <= end:
        size, kind = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8]
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        size = end - start if size == 0 else size
        stop = min(start + max(size, 8), end)
        if kind in (b"udta", b"uuid", b"free", b"skip", b"ilst", b"meta"):
            add_loose(data[start + head : min(stop, start + _TAGS)], _PLACE, result)
        elif kind in _BOXES and depth < 6:
            _read_boxes(data, start + head, stop, result, depth + 1)
        elif not re.match(rb"[\x20-\x7e\xa9]{4}", kind) or start + size > end:
            add_loose(data[start : min(end, start + _TAGS)], _PLACE, result)
            return
        start = stop
    if depth == 0 and start < end:
        add_loose(data[start:end], _PLACE, result)
