"""Characters: digits of every kind become ASCII digits, and what nobody sees between them goes.

Two readings of a passage are looked at. `plain` has only what is a digit, letter or sign of
another width or script. `with_look_alikes` also has what only looks like a digit where one is
expected: Chinese numerals, circles, letters, digits in circles. In the sentence “①13800000000” the
first reading finds the number, in “一三八…” the second one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NUMERALS = [chr(code) for code in range(0x80, 0x20000) if chr(code).isnumeric()]
_DECIMALS = {ord(c): ord(str(unicodedata.decimal(c))) for c in _NUMERALS if c.isdecimal()}
"""Digits of all scripts and styles."""
_LOOK_ALIKES = {ord(c): ord(str(int(value))) for c in _NUMERALS if not c.isdecimal() and 0 <= (value := unicodedata.numeric(c)) <= 9 and value == int(value)}
"""Chinese and Roman numerals, digits in circles and brackets, and those set high or low."""
_LOOK_ALIKES |= dict.fromkeys(map(ord, "OoОоΟο○◯●◎⚪⚫⭕⓿"), ord("0")) | dict.fromkeys(map(ord, "IlІΙӀ幺"), ord("1"))
"""Letters (Latin, Cyrillic, Greek) and circles."""
_THIN = [
    *(code for code in range(0x80, 0x10000) if not chr(code).isprintable() and unicodedata.category(chr(code)) == "Cf"),
    0x34F, 0x115F, 0x1160, 0x20E3, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0),
]
"""What is not seen: zero-width blanks, soft hyphens, marks of direction, variants, frames of key caps."""
LOOKING_LIKE_DIGITS = frozenset([*_DECIMALS, *_LOOK_ALIKES])
"""Codes of all characters that may be meant as digits, but for the ASCII ones."""
_LOOKS_OF_X = dict.fromkeys(map(ord, "ХхΧχ×✕✖╳"), ord("X"))
_PLAIN = {
    code: ord(plain)
    for code in (*range(0x80, 0x11000), *range(0x1D400, 0x1D800))
    if unicodedata.decomposition(chr(code)) and code not in _LOOK_ALIKES and (plain := unicodedata.normalize("NFKC", chr(code))) and len(plain) == 1 and plain.isascii() and plain.isprintable()
}
_PLAIN |= _DECIMALS | _LOOKS_OF_X | {ord(c): ord("-") for c in "‐‑‒–—―−─━ー"} | {ord(c): ord("·") for c in "•・‧∙⋅･"} | {ord(c): ord("★") for c in "☆⭐✩✭✮✯✰⭑✡"}
_PLAIN |= dict.fromkeys(_THIN)

BETWEEN = r" \t\n\r\-·._/\\、,;:|~+。'\"“”‘’…()\[\]【】*#="
"""What may stand between the digits of one number, as a class of plain characters."""


def character_class(codes: Iterable[int]) -> str:
    """Return the inside of a regular expression's class with these characters."""
    parts: list[list[int]] = []
    for code in sorted(set(codes)):
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in parts)


def _number(last: int) -> re.Pattern[str]:
    """Return the pattern of what may hold a number, of characters up to a code: a run of eleven, or five digits together.

    Beyond U+FFFF digits are rare and a class with them is ten times slower.
    """
    digits = character_class(code for code in (*range(48, 58), *_DECIMALS, *_LOOK_ALIKES) if code <= last)
    between = character_class(code for code, plain in _PLAIN.items() if code <= last and (plain is None or re.match(f"[{BETWEEN}]", chr(plain))))
    return re.compile(f"[{digits}](?:[{digits}{between}{BETWEEN}]{{10,}}|[{digits}]{{4,}})")


_NUMBER, _WIDE_NUMBER = _number(0xFFFF), _number(0x10FFFF)


def may_hold_numbers(text: str) -> Iterable[re.Match[str]]:
    """Return the passages of a text with as many digits as a mobile number, or with five together, of whatever kind."""
    beyond = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return (match for match in (_WIDE_NUMBER if beyond else _NUMBER).finditer(text) if _has_digits(match[0]))


_FIVE = re.compile(r"\d{5}")
_LIKE_DIGITS = frozenset(map(chr, (*range(48, 58), *_DECIMALS, *_LOOK_ALIKES)))


def _has_digits(run: str) -> bool:
    """Return whether a run has eleven digits of whatever kind, or five together."""
    if _FIVE.search(run):
        return True
    count = sum(map(_LIKE_DIGITS.__contains__, run))
    return count > 10 or count == len(run)


def plain(text: str) -> tuple[str, list[int] | None]:
    """Return a text with plain characters, and where each of them stood; `None` where no place changed."""
    done = text.translate(_PLAIN)
    if len(done) == len(text):
        return done, None
    return done, [at for at, c in enumerate(text) if _PLAIN.get(ord(c), 0) is not None]


_LOOK_CLASS = character_class(_LOOK_ALIKES)
_MIXED_RUN = re.compile(f"[0-9{_LOOK_CLASS}](?:[{BETWEEN}]{{0,4}}[0-9{_LOOK_CLASS}]){{5,}}")


def with_look_alikes(text: str) -> str:
    """Return a plain text in which what looks like a digit is one, where it stands in a number."""
    return _MIXED_RUN.sub(lambda match: match[0].translate(_LOOK_ALIKES), text)
