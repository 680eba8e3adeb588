"""Footnotes: `[^label]` in the text, and `[^label]: words` at the beginning of a line.

What belongs to a note goes on after an empty line with four blanks. All notes stand at the end.
Labels that are all numbers are shown as written; else the notes are numbered in the order of
their texts. A label without a text stays as it is, and is told.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .blocks import NOTE
from .record import Record

_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_NOTES = re.compile(r"^" + NOTE, re.MULTILINE)
_LABELS = re.compile(r"(^ {0,3})?\[\^([^\]\s]+)\](:?)", re.MULTILINE)
BACKLINK_TITLE = "回到正文中注释 %d 处"


class NoteProcessor(BlockProcessor):
    """Keeps the texts of footnotes."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a footnote whose label is new."""
        match = _NOTE.match(block)
        return match is not None and match[1] not in self.record.notes

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Keep the text."""
        lines = blocks.pop(0).split("\n")
        match = _NOTE.match(lines[0])
        self.record.take(match[0])
        lines[0] = lines[0][match.end() :]
        following = []
        for position, line in enumerate(lines):
            if position and _NOTE.match(line):
                following = lines[position:]
                del lines[position:]
                break
        if following:
            blocks.insert(0, "\n".join(following))
        while not following and blocks and blocks[0].startswith("    "):
            lines += ["", *blocks.pop(0).split("\n")]
        self.record.notes[match[1]] = "\n".join(line.removeprefix("    ") for line in lines)


class Footnotes:
    """The footnotes of one text: their numbers, the marks in the text, the notes at its end."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        self.parser = parser
        self.record = record
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self._marks: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def number(self, label: str) -> int:
        """Return the number that a note is shown with."""
        if len(self._numbers) != len(self.record.notes):
            as_written = all(re.fullmatch(r"[1-9]\d{0,3}", name) for name in self.record.notes)
            self._numbers = {name: int(name) if as_written else place for place, name in enumerate(self.record.notes, 1)}
        return self._numbers[label]

    def mark(self, label: str) -> Element | None:
        """Return the mark that leads to a note; None when there is no such note."""
        if label not in self.record.notes:
            return None
        self._marks[label] = count = self._marks.get(label, 0) + 1
        mark = Element("sup", {"id": f"fnref{count if count > 1 else ''}:{label}"})
        link = SubElement(mark, "a", {"class": "footnote-ref", "href": f"#fn:{label}"})
        link.text = str(self.number(label))
        return mark

    def add(self, root: Element) -> Element | None:
        """Add the notes at the end of the text, and return what holds them."""
        if not self.record.notes:
            return None
        holder = SubElement(root, "div", {"class": "footnote"})
        SubElement(holder, "hr")
        listed = SubElement(holder, "ol")
        expected = 1
        for label, text in list(self.record.notes.items()):
            note = SubElement(listed, "li", {"id": f"fn:{label}"})
            number = self.number(label)
            if number != expected:
                note.set("value", str(number))
            expected = number + 1
            self.parser.parseChunk(note, text)
        return holder

    def link_back(self, holder: Element) -> None:
        """Let each note lead back to its marks."""
        for label, note in zip(self.record.notes, holder[1], strict=False):
            links = [
                Element("a", {"class": "footnote-backref", "href": f"#fnref{count if count > 1 else ''}:{label}",
                              "title": BACKLINK_TITLE % self.number(label)})
                for count in range(1, self._marks.get(label, 0) + 1)
            ]
            if not links:
                continue
            last = note[-1] if len(note) and note[-1].tag == "p" else SubElement(note, "p")
            if len(last):
                last[-1].tail = (last[-1].tail or "") + "\u00a0"
            else:
                last.text = (last.text or "") + "\u00a0"
            for link in links:
                link.text = "\u21a9"
                last.append(link)


def tell(text: str, record: Record) -> None:
    """Tell of labels without texts, of texts without labels, and of texts whose label another has."""
    defined: dict[str, int] = {}
    used: dict[str, int] = {}
    for match in _LABELS.finditer(text):
        if match[1] is not None and match[3]:
            if match[2] in defined:
                record.tell(text, match.start(), f"脚注“[^{match[2]}]”的内容写了两次，这一处按原样显示", "换一个编号，或合并成一条")
            defined.setdefault(match[2], match.start())
        else:
            used.setdefault(match[2], match.start())
    for label, position in used.items():
        if label not in defined:
            record.tell(text, position, f"脚注“[^{label}]”没有内容，按原样显示", f"另起一行写“[^{label}]: 脚注内容”")
    for label, position in defined.items():
        if label not in used:
            record.tell(text, position, f"正文里没有引用脚注“[^{label}]”，它列在文末", f"在正文里写“[^{label}]”，或删去这条脚注")
