"""Code: the lines between two lines of three backticks or more. A Latin word after the first names a language, and is not shown.

Nothing else is code, however far it is indented. A fence that does not end is text.
"""

from __future__ import annotations

import html
import re

from markdown.util import HtmlStash

from .record import Record

_FENCE = re.compile(r"^([ \t]*)(`{3,})([ \t]*[A-Za-z0-9+#.-]*[ \t]*)$", re.MULTILINE)


def prepare(text: str, record: Record, stash: HtmlStash) -> str:
    """Put each code block into the stash, with a placeholder and its line breaks in its place."""
    kept, start, opening = [], 0, None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match
        elif len(match[2]) >= len(opening[2]) and not match[3].strip():
            indent = opening[1]
            lines = text[opening.end() + 1 : max(opening.end() + 1, match.start())].split("\n")
            code = "\n".join(line.removeprefix(indent) for line in lines).rstrip()
            stored = stash.store(f"<pre><code>{html.escape(code, quote=False)}\n</code></pre>")
            record.taken += [opening[0], match[0]]
            kept += [text[start : opening.start()], indent, stored, "\n" * text.count("\n", opening.start(), match.end())]
            start, opening = match.end(), None
    if opening is not None:
        record.tell(text, opening.start(), "代码块没有结束，按原样显示", f"在代码之后加一行“{opening[2]}”")
    return "".join([*kept, text[start:]])
