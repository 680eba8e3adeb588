"""HTML → its tags and the texts between them, for pages that this software has written.

`html.parser` takes more than twice as long, and a cold build reads 60 MB of pages. HTML that is broken is not mended here: the
templates and the sanitiser of bodies write none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

_TAG = re.compile(r"""<(/?)([a-z][^\s<>/]*)([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PROGRAM = re.compile(r"(<(script|style)\b[^>]*>).*?(</\2)", re.IGNORECASE | re.DOTALL)


def read_html(html: str, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Call `start` for each tag that opens an element, with its name and attributes, `end` for each that closes one, `text` for what stands between.

    An attribute without a value has ''. Comments, scripts and style sheets have no text.
    """
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if "<script" in html or "<style" in html:
        html = _PROGRAM.sub(r"\1\3", html)
    place = 0
    for tag in _TAG.finditer(html):
        if place < tag.start():
            text(unescape(html[place : tag.start()]))
        place = tag.end()
        closes, name, attributes = tag.groups()
        name = name.lower()
        if closes:
            end(name)
            continue
        start(name, _attributes(attributes) if attributes else {})
        if attributes.endswith("/"):
            end(name)
    if place < len(html):
        text(unescape(html[place:]))


def _attributes(written: str) -> dict[str, str]:
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(written)}
