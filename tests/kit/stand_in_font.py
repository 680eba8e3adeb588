"""Makes `stand_in.ttf`, the one font that PDFium gets: every character of Unicode is the same box, one em wide.

A PDF may name a font without holding it. PDFium then measures the glyphs of another font, and leaves out of the text
what has no size. With this font the text of a PDF is the same on every machine, whatever is installed.

    python -m tests.kit.stand_in_font > plugins/disclosure/secrecy/fonts/stand_in.ttf
"""

from __future__ import annotations

import struct
import sys

_EM, _ASCENT, _DESCENT = 1000, 880, -120
_NAME = "AR PL UMing CN Light"
"""PDFium looks for a font of this name where a file names a Chinese font that it does not hold."""
_LAST = 0x10FFFF


def stand_in_font(right: int = 950) -> bytes:
    """Return the font as a TrueType file; `right` is the right side of the box, in thousandths of an em."""
    box = _box(right)
    tables = {
        b"OS/2": _os2(), b"cmap": _cmap(), b"glyf": box, b"head": _head(), b"hhea": _hhea(), b"hmtx": struct.pack(">4H", _EM, 0, _EM, 0),
        b"loca": struct.pack(">3I", 0, 0, len(box)), b"maxp": struct.pack(">I14H", 0x00010000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names(), b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    out, place = b"", 12 + 16 * len(tables)
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 128, 3, 32)
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        directory += tag + struct.pack(">III", _checksum(padded), place, len(data))
        place += len(padded)
        out += padded
    whole = directory + out
    adjust = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    at = whole.index(struct.pack(">IIII", 0x00010000, 0x00010000, 0, 0x5F0F3CF5)) + 8
    return whole[:at] + struct.pack(">I", adjust) + whole[at + 4 :]


def _checksum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF


def _box(right: int) -> bytes:
    """Return the outline: four points on the curve, each as the way from the one before."""
    left = 50
    header = struct.pack(">hhhhh", 1, left, _DESCENT, right, _ASCENT)
    across = struct.pack(">hhhh", left, 0, right - left, 0)
    upward = struct.pack(">hhhh", _DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT)
    return header + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1) + across + upward + b"\0\0"


def _cmap() -> bytes:
    """Return the map from characters to glyphs: format 13, in which one glyph stands for all of a range."""
    table = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">III", 0x21, _LAST, 1)
    return struct.pack(">HH", 0, 1) + struct.pack(">HHI", 3, 10, 12) + table


def _head() -> bytes:
    return struct.pack(">IIIIHHQQhhhhHHhhh", 0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0)


def _hhea() -> bytes:
    return struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 2)


def _os2() -> bytes:
    """Return what the font is for: all scripts, all code pages."""
    everything = 0xFFFFFFFF
    return struct.pack(
        ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHHIIhhHHH", 4, _EM, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 300, 0, b"\2\0\5\3\0\0\0\0\0\0",
        everything, everything, everything, everything, b"none", 64, 0x21, 0xFFFF, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT, everything, everything,
        500, 700, 0, 32, 1,
    )


def _names() -> bytes:
    texts = [(1, _NAME), (2, "Regular"), (4, _NAME), (6, _NAME.replace(" ", ""))]
    records, storage = b"", b""
    for platform, encoding, language, codec in ((1, 0, 0, "latin-1"), (3, 1, 0x409, "utf-16-be")):
        for number, text in texts:
            data = text.encode(codec)
            records += struct.pack(">HHHHHH", platform, encoding, language, number, len(data), len(storage))
            storage += data
    count = len(records) // 12
    return struct.pack(">HHH", 0, count, 6 + len(records)) + records + storage


if __name__ == "__main__":
    sys.stdout.buffer.write(stand_in_font())
