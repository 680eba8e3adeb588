"""The text of an HTML fragment, as a reader sees it."""

from __future__ import annotations

from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "template"})
"""Elements whose contents are not shown."""
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
"""Elements that do not end a word (HTML Standard, section 4.5)."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in UNSEEN
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in UNSEEN))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip ``<![…>``, as browsers do (HTML Standard, "bogus comment"); the method of the base class may raise AssertionError."""
        return self.parse_bogus_comment(i, report)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.pieces.append("\n")


def text_of(html: str) -> str:
    """Return the text of some HTML: a line for each block, without markup, comments, scripts and styles."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return "\n".join(line for line in lines if line)
