"""Characters that nobody sees: zero width, direction marks, soft hyphens, controls. They are told, once a kind.

They stay in the text. They come from web pages and PDF files, and they part words for the search.
"""

from __future__ import annotations

import re

from .record import Record

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\x0b\x0c\x1c-\x1f\x7f-\x9f\ufffd]")


def tell(text: str, record: Record) -> None:
    """Tell where each kind of invisible character stands first."""
    told = set()
    for match in _INVISIBLE.finditer(text):
        if match[0] not in told:
            told.add(match[0])
            before = text[max(0, match.start() - 8) : match.start()].rpartition("\n")[2]
            what = "认不出的字符" if match[0] == "\ufffd" else "看不见的字符"
            record.tell(text, match.start(), f"“{before}”后面有{what} U+{ord(match[0]):04X}", "删去这个字符" if match[0] != "\ufffd" else "核对原文，补上这个字")
