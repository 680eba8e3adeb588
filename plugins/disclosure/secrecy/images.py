"""Images: texts in their metadata, people, and where they were taken. What an image shows, only a person can judge."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from html import unescape

from .decoding import decoded
from .extract import Extract, Unreadable
from .stray import add_loose, add_stray

_ARTIST, _GPS, _EXIF = 0x013B, 0x8825, 0x8769
_OWNERS = {0x9C9D, 0xA430}
"""EXIF: the author of Windows, the owner of the camera."""
_USER_COMMENT = 0x9286
_CAPTIONS = {5, 25, 40, 80, 85, 90, 92, 105, 110, 115, 116, 120, 122}
"""Records of IPTC (2:…) that are texts."""
_BYLINES = {80, 85, 122}
_MOST = 1_000_000
"""Bytes that one text of an image may unpack to."""


def read_image(data: bytes, result: Extract | None = None, where: str = "") -> Extract:
    """Read an image's metadata. Within another file, `where` names it, and a broken image is told.

    By itself a broken image raises `Unreadable`.
    """
    from PIL import Image, UnidentifiedImageError

    result = Extract() if result is None else result
    place = f"{where} 属性".strip()
    try:
        with Image.open(io.BytesIO(data)) as opened:
            facts = opened.getexif()
            inner = facts.get_ifd(_EXIF)
            located = any(facts.get_ifd(_GPS).get(tag) for tag in (2, 4))
            comments = [*_captions(opened, result), *_comments(opened.info)]
            add_loose(opened.info.get("icc_profile") or b"", f"{where} 颜色配置".strip(), result)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, Image.DecompressionBombError):
        if not where:
            raise Unreadable("图片坏了") from None
        result.unread(f"{where}看不进去：图片坏了")
        return result
    if located:
        result.located.append(where)
    result.person(_plain(facts.get(_ARTIST)))
    for tag, value in {**facts, **inner}.items():
        if tag in _OWNERS:
            result.person(_plain(value))
        elif tag == _USER_COMMENT:
            comments.append(_user_comment(value))
        elif tag != _ARTIST and isinstance(value, (str, bytes)) and len(value) < _MOST:
            comments.append(_plain(value))
    for text in dict.fromkeys([*comments, *_in_chunks(data), *_of_xmp(data)]):
        if len(text) > 3:
            result.add(place, text, shown="")
    add_stray(data[_end(data) :], f"{where} 图片结尾以后".strip(), result)
    return result


def _end(data: bytes) -> int:
    """Return where a picture ends; the length of the file where its format does not say."""
    if data.startswith(b"\x89PNG"):
        place = 8
        while place + 12 <= len(data):
            place, kind = place + 12 + int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
            if kind == b"IEND":
                return place
    elif data.startswith(b"\xff\xd8"):
        return _end_of_jpeg(data)
    elif data.startswith(b"BM"):
        return max(int.from_bytes(data[2:6], "little"), 26) if int.from_bytes(data[2:6], "little") else len(data)
    elif data.startswith(b"RIFF"):
        return 8 + (int.from_bytes(data[4:8], "little") + 1) // 2 * 2
    elif data.startswith(b"GIF8"):
        return _end_of_gif(data)
    return len(data)


def _end_of_jpeg(data: bytes) -> int:
    """Return where a JPEG ends. Cameras put further pictures behind the first one, which belong to the file."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == 0xD9:
            place += 2
            if data[place : place + 3] == b"\xff\xd8\xff":
                return place + _end_of_jpeg(data[place:])
            return place
        if kind in {255, 1} or 208 <= kind <= 216:
            place += 1 if kind == 0xFF else 2
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if kind == 0xDA:
            marker = _MARKER.search(data, place)
            place = marker.start() if marker else len(data)
    return len(data)


_MARKER = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])", re.DOTALL)


def _end_of_gif(data: bytes) -> int:
    """Return where a GIF ends: its blocks say how long they are."""
    place = 13 + (3 << ((data[10] & 7) + 1) if len(data) > 12 and data[10] & 0x80 else 0)
    while place < len(data):
        kind = data[place]
        if kind == 0x3B:
            return place + 1
        if kind == 0x21:
            place += 2
        elif kind == 0x2C and place + 10 <= len(data):
            place += 11 + (3 << ((data[place + 9] & 7) + 1) if data[place + 9] & 0x80 else 0)
        else:
            break
        while place < len(data) and data[place]:
            place += data[place] + 1
        place += 1
    return len(data)


def _plain(value: object) -> str:
    """Return a property as text. Windows writes UTF-16, and Pillow gives its bytes."""
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace") if value[1::2].count(0) or value.endswith(b"\0\0") else decoded(value).text
    return value.strip("\0 ") if isinstance(value, str) else ""


def _user_comment(value: object) -> str:
    """Return the user's comment: eight bytes name its encoding."""
    if not isinstance(value, bytes):
        return _plain(value)
    kind, text = value[:8], value[8:]
    if kind.startswith(b"UNICODE"):
        return text.decode("utf-16-le" if text[1::2].count(0) >= text[0::2].count(0) else "utf-16-be", "replace").strip("\0 ")
    return decoded(text if kind.startswith((b"ASCII", b"JIS")) or kind == bytes(8) else value).text.strip("\0 ")


def _comments(info: dict) -> Iterator[str]:
    """Yield what Pillow gives as texts: comments of JPEG and GIF, text chunks of PNG."""
    for name, value in info.items():
        if name in ("exif", "icc_profile", "xmp", "photoshop", "XML:com.adobe.xmp", "Raw profile type exif"):
            continue
        if isinstance(value, bytes) and name == "comment":
            yield decoded(value).text
        elif isinstance(value, str) and len(value) > 3:
            yield str(value)
        if isinstance(name, str) and len(name) > 6:
            yield name


def _captions(opened: object, result: Extract) -> Iterator[str]:
    """Yield the texts of IPTC, which Photoshop and cameras of the press write."""
    from PIL import IptcImagePlugin

    try:
        facts = IptcImagePlugin.getiptcinfo(opened) or {}
    except (SyntaxError, ValueError, KeyError, OSError):
        return
    for (record, number), values in facts.items():
        if record == 2 and number in _CAPTIONS:
            for value in values if isinstance(values, list) else [values]:
                text = decoded(value).text.strip("\0 ")
                if number in _BYLINES:
                    result.person(text)
                else:
                    yield text


def _in_chunks(data: bytes) -> Iterator[str]:
    """Yield the texts of PNG that stand behind the picture, and comments of GIF that belong to a later frame."""
    if data.startswith(b"\x89PNG"):
        place = 8
        while place + 8 <= len(data):
            length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
            if kind in (b"tEXt", b"zTXt", b"iTXt"):
                yield _chunk(kind, data[place + 8 : place + 8 + length])
            place += 12 + length
    elif data.startswith(b"GIF8"):
        for match in re.finditer(rb"\x21\xfe((?:[\x01-\xff][\x20-\xff\t\r\n]{1,255})+?)\x00", data):
            blocks, text = match[1], b""
            while blocks:
                text, blocks = text + blocks[1 : 1 + blocks[0]], blocks[1 + blocks[0] :]
            yield decoded(text).text


def _chunk(kind: bytes, content: bytes) -> str:
    """Return the text of a text chunk of PNG: a keyword, a zero byte, and the text, which may be packed."""
    keyword, _, rest = content.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]
    elif packed:
        rest = rest[1:]
    if packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _MOST)
        except zlib.error:
            return ""
    lead = f"{keyword.decode('latin-1')} " if len(keyword) > 6 and keyword not in (b"Comment", b"Software", b"Description", b"XML:com.adobe.xmp") else ""
    return lead + decoded(rest).text if rest else lead


def _of_xmp(data: bytes) -> Iterator[str]:
    """Yield the texts and values of XMP, in whatever part of the file it stands."""
    for match in re.finditer(rb"<x:xmpmeta[\s\S]{0,1000000}?</x:xmpmeta>|<rdf:RDF[\s\S]{0,1000000}?</rdf:RDF>", data):
        text = match[0].decode("utf-8", "replace")
        for found in re.finditer(r""">([^<>]+)<|=\s*"([^"<>]{4,})"|=\s*'([^'<>]{4,})'""", text):
            value = unescape(found[1] or found[2] or found[3]).strip()
            if len(value) > 3 and "://ns." not in value and "www.w3.org" not in value and "purl.org" not in value:
                yield value
