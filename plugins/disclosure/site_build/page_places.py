"""The places of a built page: the page itself, its sections and the rows of its tables, with the text that a reader sees there.

Only the main part of a page is read. What leads on (menus, lists of items, downloads), what only a screen reader
hears, and totals that change with every publication are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..pages.sheet import ROW_ID
from .html_pieces import read_html

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_UNREAD = frozenset({"button", "code", "nav", "noscript", "script", "select", "style", "svg", "template", "textarea"})
"""Elements that lead on, are filled in, or are not shown; and what a reader is to type: the help page's examples of queries answer no query."""
_UNREAD_CLASSES = frozenset({
    "rr-hidden", "rr-kind", "rr-tally", "rr-split", "rr-rows", "rr-rail", "rr-more", "rr-count__download", "rr-check", "rr-charts", "rr-guides__tally",
    "rr-ledger__count", "rr-ledger__date", "rr-tiles__total", "rr-sum",
})
_EXPIRED = "rr-badge--expired"
"""The badge of what is not in force."""
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
})
"""Elements that do not end a word."""


@dataclass(frozen=True)
class Place:
    """A page, or a place within a page that a link can name."""

    anchor: str
    """Its id within the page; empty: the page itself."""
    title: str
    text: str
    """What a reader sees there, without the title: a line for each block."""
    section: str = ""
    """The heading under which a row stands."""
    validity: str = ""
    """What a badge says of a row that is not in force, such as 废止; else empty."""


@dataclass
class PagePlaces:
    """A page, its sections and its rows."""

    page: Place
    """Its text has the sections, too, but not the rows."""
    lead: str
    """The sentence below the title."""
    sections: list[Place] = field(default_factory=list)
    rows: list[Place] = field(default_factory=list)

    def outline(self) -> Place:
        """Return the page with its lead and its headings alone, for pages whose tables change with every item."""
        return Place("", self.page.title, "\n".join(filter(None, [self.lead, *(section.title for section in self.sections)])))


def places_of(html: str) -> PagePlaces:
    """Return the places of a page. A page without a main part has no text."""
    reader = _Reader()
    start = html.find("<main")
    end = html.rfind("</main>")
    if 0 <= start < end:
        read_html(html[start:end], reader.start, reader.end, reader.text)
    return reader.found()


class _Text:
    """A text that is being read."""

    def __init__(self, anchor: str = "", section: _Text | None = None) -> None:
        self.anchor, self.section = anchor, section
        self.title: list[str] = []
        self.pieces: list[str] = []
        self.validity: list[str] = []

    def place(self) -> Place:
        return Place(self.anchor, _plain(self.title).replace("\n", " "), _plain(self.pieces), self.section.name if self.section else "", _plain(self.validity))

    @property
    def name(self) -> str:
        return _plain(self.title).replace("\n", " ")


def _plain(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader:
    """Reads the main part of a page."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []
        """Open elements, and what each of them begins: 'unread', 'title', 'lead', 'heading', 'name', 'row', 'validity' or nothing."""
        self._unread = 0
        self._page, self._lead = _Text(), _Text()
        self._sections: list[_Text] = []
        self._rows: list[_Text] = []
        self._row: _Text | None = None
        self._titles: list[list[str]] = []
        """Lists that take what is read now as a title, the innermost last."""

    def found(self) -> PagePlaces:
        return PagePlaces(self._page.place(), _plain(self._lead.title), [text.place() for text in self._sections], [text.place() for text in self._rows])

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take a tag that opens an element."""
        begins = self._begins(tag, given) if not self._unread else ""
        if tag not in _INLINE:
            self._add("\n")
        if tag in _VOID:
            return
        self._open.append((tag, begins))
        if begins == "unread":
            self._unread = len(self._open)
        elif begins == "title":
            self._titles.append(self._page.title)
        elif begins == "lead":
            self._titles.append(self._lead.title)
        elif begins == "heading":
            self._sections.append(_Text(given.get("id", "")))
            self._titles.append(self._sections[-1].title)
        elif begins == "row":
            self._row = _Text(given.get("id", ""), self._sections[-1] if self._sections else None)
            self._rows.append(self._row)
        elif begins == "name":
            self._titles.append(self._row.title)

    def _begins(self, tag: str, given: dict[str, str]) -> str:
        """Return what an element begins."""
        classes = given.get("class", "").split()
        if tag in _UNREAD or "hidden" in given or not _UNREAD_CLASSES.isdisjoint(classes):
            return "unread"
        if tag == "h1":
            return "title"
        if "rr-lead" in classes:
            return "lead"
        if given.get("id", "").startswith(ROW_ID):
            return "row"
        if self._row is not None and _EXPIRED in classes:
            return "validity"
        if self._row is not None:
            return "name" if not self._row.title and (tag in _HEADINGS or given.get("scope") == "row") else ""
        return "heading" if tag in _HEADINGS and given.get("id") else ""

    def end(self, tag: str) -> None:
        """Take a tag that closes an element."""
        place = len(self._open) - 1
        while place >= 0 and self._open[place][0] != tag:
            place -= 1
        if place < 0:
            return
        for _, begins in reversed(self._open[place:]):
            if begins in ("title", "lead", "heading", "name"):
                self._titles.pop()
            elif begins == "row":
                self._row = None
        del self._open[place:]
        if len(self._open) < self._unread:
            self._unread = 0
        if tag not in _INLINE:
            self._add("\n")

    def text(self, data: str) -> None:
        """Take a text."""
        if not self._unread:
            self._add(data.replace("\n", " "))

    def _add(self, piece: str) -> None:
        if self._unread:
            return
        if self._titles:
            self._titles[-1].append(piece)
        if self._open and self._open[-1][1] == "validity":
            self._row.validity.append(piece)
        if self._row is not None:
            if not self._titles:
                self._row.pieces.append(piece)
            return
        if self._titles and self._titles[-1] is self._page.title:
            return
        self._page.pieces.append(piece)
        if self._sections and not self._titles:
            self._sections[-1].pieces.append(piece)
