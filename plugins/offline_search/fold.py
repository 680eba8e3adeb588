"""Folding: what makes a reader's typing and an editor's writing comparable (FORMAT.md, "Text").

Search compares folded texts only, and the browser folds the query with the same map, so
traditional finds simplified, full width finds half width, capitals find small letters,
and any bracket finds any other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
BREAKS = (
    (0x00, 0x20), (0x7F, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000), (0xD800, 0xDFFF), (0xFFF9, 0xFFFB),
)
"""Code points between words, first and last of each span."""

_BREAK = re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in BREAKS) + "]+")
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
_MARKS = (("(", "〔[【﹝"), (")", "〕]】﹞"), ('"', "“”"), ("'", "‘’"))
"""Marks that readers cannot type as printed (above all in 青府发〔2014〕12号): the first stands for all of the second."""

_OVERRIDES = {"覆": "覆", "瞭": "了", "乾": "干"}
"""Where OpenCC, asked for one character alone, leaves what it would change in a phrase, or the reverse."""


@cache
def fold_map() -> dict[int, int]:
    """Return the fold map: code points that become another one.

    Characters are OpenCC's (t2s), one by one: a map, not phrases, so that text and query
    cannot be folded differently. Phrases would differ in 0.01 % of characters.
    """
    import opencc

    convert = opencc.OpenCC("t2s").convert
    found: dict[int, int] = {}
    for first, last in _HAN:
        characters = [chr(point) for point in range(first, last + 1)]
        folded = convert("\n".join(characters)).split("\n")
        for character, converted in zip(characters, folded, strict=True):
            simple = _OVERRIDES.get(character, converted)
            if len(simple) == 1 and simple != character:
                found[ord(character)] = ord(simple)
    for mark, others in _MARKS:
        found |= {ord(other): ord(mark) for other in others}
    return _settled(found)


def _settled(found: dict[int, int]) -> dict[int, int]:
    """Follow chains to their end, so that folding twice changes nothing."""
    result = {}
    for start in found:
        end, seen = start, set()
        while end in found and end not in seen:
            seen.add(end)
            end = found[end]
        if start != end:
            result[start] = end
    return result


def composed(text: str) -> str:
    """Return a text as it is before the fold map comes in."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _IGNORED.sub("", text)).lower())


def fold(text: str) -> str:
    """Return a text as the index knows it."""
    return _IGNORED.sub("", composed(text).translate(fold_map()))


def is_break(point: int) -> bool:
    """Return whether a code point parts words."""
    return any(first <= point <= last for first, last in BREAKS)


def words(folded: str) -> list[str]:
    """Return the runs of characters between breaks."""
    return [run for run in _BREAK.split(folded) if run]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order: every character, every pair of neighbours.

    The plain statement of what `segment` does with arrays; tests hold the two together.
    """
    found: list[str] = []
    for run in words(fold(text)):
        found += run
        found += [run[place : place + 2] for place in range(len(run) - 1)]
    return found
