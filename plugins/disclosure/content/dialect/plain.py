"""Bodies that no rule of the dialect touches: paragraphs of one line each. Half of all bodies are such.

Their HTML is written directly, which is quicker than to parse them. A test compares it with what the parser makes of them.
"""

from __future__ import annotations

import re

from .links import CLOSED

_NO_MARKUP = r"0-9A-Za-z \u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5b\uff5d\uff5e“”‘’—…·×℃,.;:!?()%+/='\"-"
"""Characters that are no part of any markup inside a line, that nobody need be told of, and that HTML has as they are."""
_LINE = rf"(?:[\u3400-\u4dbf\u4e00-\u9fff（“《【]|[0-9]+(?![0-9.]))[{_NO_MARKUP}]*"
"""A line that begins with no markup. `12.` begins a list."""
_PLAIN = re.compile(rf"\n*{_LINE}(?:\n{{2,}}{_LINE})*\n*")


def html_of_plain(text: str) -> str | None:
    """Return the HTML of a body of plain paragraphs; None for any other body."""
    if not _PLAIN.fullmatch(text) or CLOSED.search(text):  # what looks like a link is told
        return None
    return "\n".join(f"<p>{line.rstrip()}</p>" for line in text.split("\n") if line)
