"""Characters of fonts that have signs in the places of letters: Wingdings, Symbol and their like."""

from __future__ import annotations

import re

_SIGNS = re.compile("wingdings|webdings|dingbat|marlett|mt ?extra", re.IGNORECASE)
_WINGDINGS = {
    0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "❑", 0x6E: "■", 0x6C: "●", 0xA1: "○", 0x9F: "•", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0x76: "❖",
    0x75: "◆", 0xAB: "★", 0xB6: "☆", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x47: "☜", 0xA7: "▪", 0x4A: "☺", 0x22: "✂", 0x3F: "✍", 0x21: "✏",
    **{0x81 + step: chr(0x2460 + step) for step in range(10)}, **{0x8C + step: chr(0x2776 + step) for step in range(10)}, 0x80: "⓪", 0x8B: "⓿",
}
_WINGDINGS_2 = {
    0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x51: "☒", 0x54: "☒", 0x53: "☑", 0xA3: "□", 0x2A: "□",
    **{0x6A + step: chr(0x2460 + step) for step in range(10)}, **{0x75 + step: chr(0x2776 + step) for step in range(10)}, 0x69: "⓪", 0x74: "⓿",
}


def sign(font: str, code: int) -> str | None:
    """Return what a font shows for a character: of a font of signs the sign, of any other its letter or digit; None where that is not known.

    Fonts of this kind have their characters from U+F020 on, in the order of ASCII.
    """
    place = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if _SIGNS.search(font):
        return (_WINGDINGS_2 if font.rstrip().endswith("2") else _WINGDINGS).get(place)
    if 0xF020 <= code <= 0xF07E:
        return chr(place)
    if 0xE000 <= code <= 0xF8FF:
        return None
    return chr(code) if 32 <= code < 0x110000 and not 0xD800 <= code <= 0xDFFF else None
