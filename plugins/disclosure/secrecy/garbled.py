"""Texts that came out of their bytes as something else: what a reader would call garbage.

A text that was read by a wrong encoding and saved again is sound by the rules of every encoding. It is known by what
nobody writes: characters without a meaning, the marks of lost characters, letters with accents in rows, rare characters only.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Callable

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters that every font fills as it likes."""
_LOST = re.compile("[\ufffd]|锟斤拷|烫烫烫|屯屯屯|葺葺葺")
"""What programs leave where characters were lost."""
_ACCENTED = re.compile("[\u0080-\u009f]|[\u00a1-\u00ac\u00ae\u00af\u00b4-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4,}")
"""Bytes of another encoding that were taken for Latin letters."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_RUN = re.compile(f"[{_HAN}\u20ac\u3000-\u303f\uff00-\uffef]{{3,}}")
_ANY_HAN = re.compile(f"[{_HAN}]")
_WRAPPED = re.compile(r"~\{[!-}]{2,200}~\}|(?:\\u[0-9A-Fa-f]{4}){2,200}|(?:&#x?[0-9A-Fa-f]{2,6};){2,200}|(?:=[0-9A-F]{2}){6,300}|\+[A-Za-z0-9+/]{5,400}-?|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,400}={0,2}")
"""Ways to write characters as ASCII: HZ, escapes of programs, entities, quoted-printable, UTF-7, Base64."""
_GB_TRAILS, _BIG5_TRAILS = range(0xA1, 0xFF), (*range(0x40, 0x7F), *range(0xA1, 0xFF))
EVERYDAY_SIMPLIFIED = frozenset(bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in _GB_TRAILS) - {""}
"""The first level of GB 2312: simplified characters in daily use."""
EVERYDAY_TRADITIONAL = frozenset(bytes((lead, trail)).decode("big5", "ignore") for lead in range(0xA4, 0xC7) for trail in _BIG5_TRAILS) - {""}
"""The first level of Big5: traditional characters in daily use."""
_FEWEST_LOST = 4
"""Question marks that are more than half of a line, from which on they stand for lost characters."""
_FEWEST = 6
"""Chinese characters from which on their rarity says something."""
_RARE = 0.4
"""Share of rare characters from which on Chinese is none. Lists of names in places with rare characters have less."""


def fault(text: str) -> str:
    """Return in Chinese why a text is not what its author wrote; '' where nothing speaks for that."""
    if text.isascii():
        return _fault_of_ascii(text)
    if match := _PRIVATE.search(text):
        return f"有 {len(_PRIVATE.findall(text))} 个没有含义的字符（自造字，U+{ord(match[0]):04X} 等），读不出来"
    if _LOST.search(text) or _ACCENTED.search(text) or _is_read_twice(text) or _is_rare(text):
        return "有乱码，读出来的不是原文"
    return _fault_of_ascii(text)


def _fault_of_ascii(text: str) -> str:
    if "??" in text and (lost := text.count("?")) >= _FEWEST_LOST and lost * 2 > len("".join(text.split())):
        return "有乱码，文字成了问号"
    if any(sign in text for sign in ("~{", "\\u", "&#", "=")) or len(text) > 20 or "+" in text:
        for match in _WRAPPED.finditer(text):
            if _has_chinese(_unwrapped(match[0])):
                return "有编码过的文字，没有还原"
    return ""


def _has_chinese(text: str) -> bool:
    """Return whether an unpacked text is Chinese: bytes of anything else hardly ever come out as such."""
    plain = "".join(text.split())
    return plain.isprintable() and "\ufffd" not in plain and len(_ANY_HAN.findall(plain)) > 1 and sum(not is_everyday(one) for one in _ANY_HAN.findall(plain)) * 3 < len(plain)


def _unwrapped(written: str) -> str:
    """Return the text that a way to write characters as ASCII stands for; '' where it is none."""
    ways: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("~{", lambda one: one.encode().decode("hz")),
        ("\\u", lambda one: re.sub(r"\\u(....)", lambda match: chr(int(match[1], 16)), one)),
        ("&#", lambda one: re.sub(r"&#(x?)([0-9A-Fa-f]+);", lambda match: chr(int(match[2], 16 if match[1] else 10)), one)),
        ("=", lambda one: quopri.decodestring(one.encode()).decode()),
        ("+", lambda one: one.encode().decode("utf-7")),
        ("", lambda one: base64.b64decode(one[: len(one) // 4 * 4]).decode("utf-8", "replace").strip("\ufffd")),
    )
    unwrap = next(way for sign, way in ways if written.startswith(sign))
    try:
        return unwrap(written)
    except (UnicodeError, ValueError, OverflowError, binascii.Error):
        return ""


def _is_read_twice(text: str) -> bool:
    """Return whether Chinese is UTF-8 that was read as GBK: its bytes are UTF-8 again, with other Chinese in it."""
    for match in _HAN_RUN.finditer(text):
        try:
            again = match[0].encode("gb18030").decode("utf-8", "ignore")
        except UnicodeError:
            continue
        chinese = len(_ANY_HAN.findall(again))
        if chinese > 1 and chinese * 2 > len(match[0]) * 0.9 and not _is_rare(again):
            return True
    return False


def _is_rare(text: str) -> bool:
    """Return whether most Chinese characters of a text are such as nobody uses every day, in simplified or traditional script."""
    chinese = _ANY_HAN.findall(text)
    return len(chinese) >= _FEWEST and sum(not is_everyday(one) for one in chinese) > _RARE * len(chinese)


def is_everyday(character: str) -> bool:
    """Return whether a character is of the first level of GB 2312 or Big5, which have those in daily use."""
    return character in EVERYDAY_SIMPLIFIED or character in EVERYDAY_TRADITIONAL
