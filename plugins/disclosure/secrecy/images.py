"""Images: texts in their metadata, people, and where they were taken. What an image shows, only a person can judge."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from html import unescape

from .decoding import decoded
from .extract import Extract, Unreadable

_ARTIST, _GPS, _EXIF = 0x013B, 0x8825, 0x8769
_TEXTS = {0x010D, 0x010E, 0x8298, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F}
"""EXIF: name of the document, description, rights, and the title, comment, keywords and subject of Windows."""
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
        elif tag in _TEXTS or tag == _USER_COMMENT:
            comments.append(_user_comment(value) if tag == _USER_COMMENT else _plain(value))
    for text in dict.fromkeys([*comments, *_in_chunks(data), *_of_xmp(data)]):
        result.add(place, text, shown="")
    return result


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
    _, _, rest = content.partition(b"\0")
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
    return decoded(rest).text if rest else ""


def _of_xmp(data: bytes) -> Iterator[str]:
    """Yield the texts and values of XMP, in whatever part of the file it stands."""
    for match in re.finditer(rb"<x:xmpmeta[\s\S]{0,1000000}?</x:xmpmeta>|<rdf:RDF[\s\S]{0,1000000}?</rdf:RDF>", data):
        text = match[0].decode("utf-8", "replace")
        for found in re.finditer(r'>([^<>]+)<|="([^"<>]{4,})"', text):
            value = unescape(found[1] or found[2]).strip()
            if len(value) > 3 and "://ns." not in value and "www.w3.org" not in value and "purl.org" not in value:
                yield value
