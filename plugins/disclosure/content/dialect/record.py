"""The record of one conversion: what the dialect took for markup, and what it has to tell the editor.

`fidelity` needs the first: a character of the source must be on the page or in `taken`.
The second becomes problems with lines.
"""

from __future__ import annotations

from typing import NamedTuple

from ...model.problems import ERROR, WARNING


class Told(NamedTuple):
    """One thing to tell. `line` counts from 1 in the text that was converted."""

    line: int
    message: str
    remedy: str
    severity: str


class Record:
    """What happened in one conversion. Python-Markdown's `reset` empties it."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the last conversion."""
        self.taken: list[str] = []
        """Markup as written: characters of the source that are not on the page."""
        self.told: list[Told] = []
        self._last = ("", 0, 1)
        self.text = ""
        """The text as the block parser gets it. Its lines are those of the source."""
        self.names: dict[str, int] = {}
        """Names that the text gives for links to lead to, and where the last of them stands."""
        self._places: dict[str, int] = {}
        self._place = 0
        self.unended: set[str] = set()
        """Names of blocks of HTML that have no end, which was told."""
        self.references: dict[str, tuple[str, str]] = {}
        """Address and title of each link definition, by its folded label."""
        self.notes: dict[str, str] = {}
        """Text of each footnote, by its label, in the order of the text."""
        self.headings: list = []
        """Elements of headings, in the order of the text."""

    def take(self, markup: str) -> None:
        """Note characters of the source that the page does not show."""
        self.taken.append(markup)

    def tell(self, text: str, position: int, message: str, remedy: str, severity: str = WARNING) -> None:
        """Note a problem at a position of the text."""
        known, start, line = self._last
        if known is not text or start > position:
            start, line = 0, 1
        line += text.count("\n", start, position)
        self._last = (text, position, line)
        self.told.append(Told(line, message, remedy, severity))

    def tell_where(self, words: str, message: str, remedy: str, severity: str = WARNING) -> None:
        """Note a problem of words that stand in the text. Words that stand there again are the next ones."""
        self.tell(self.text, self._find(words), message, remedy, severity)

    def give_name(self, name: str, written: str) -> None:
        """Note a name for links to lead to, as written. One that is given twice is told."""
        place = self._find(written)
        if name in self.names:
            self.tell(self.text, max(place, self.names[name]), f"锚点“{name}”用了两次", "换一个名字", ERROR)
        self.names[name] = max(place, self.names.get(name, 0))

    def _find(self, words: str) -> int:
        """Return where words stand in the text, after those that were looked for before; 0 when they are not there."""
        known = self._places.get(words, -1) + 1
        place = self.text.find(words, max(known, self._place))
        if place < 0:
            place = max(0, self.text.find(words, known))
        self._places[words], self._place = place, place
        return place + len(words) - len(words.lstrip())
