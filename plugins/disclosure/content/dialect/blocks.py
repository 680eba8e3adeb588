"""Blocks: what stands between empty lines, and what begins a block without one.

Headings, lines across, tables, quotations, footnotes, code and indented lines begin a block of
their own, whatever line is above them. A list needs an empty line or the beginning of a block
above it: `34.` at the beginning of a wrapped line is no list. `1.` and `-` right below a colon begin one too,
and any mark below a line of an item.

To a list belong the lines with a mark, and those that are indented by two columns or more. A line that is not belongs to
it only after a comma. A line that begins with two wide blanks is a paragraph of its own, and so is one far to the right:
it may be a signature.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser

from . import tab_tables

HEADING = r" {0,3}#{1,6}[ \t\u3000]+\S"
ACROSS = r" {0,3}(?:-[ \t]*){3,}$| {0,3}\*(?:[ \t]*\*){2}[ \t]*$| {0,3}(?:\*[ \t]+){2,}\*[ \t]*$"
DELIMITERS = r"[ \t\u3000]*(?:\|[ \t]*:?-+:?[ \t]*\|?|\|?[ \t]*:?-+:?[ \t]*\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*$"
QUOTED = r" {0,3}>(?:[ \t>]|$)"
NOTE = r" {0,3}\[\^[^\]\s]+\]:"
INDENT = r"(?: {4}|\t|\u3000\u3000)"
STASHED = r"[ \t]*\x02wzxhzdk:\d+\x03[ \t]*$"
LIST_MARK = r"[ \t\u3000]*(?:[1-9]\d{0,2}\.|[-*+])[ \t]+(?=\S)"

_APART = re.compile(rf"(?P<alone>{HEADING}|{ACROSS}|{STASHED})|(?P<delimiters>{DELIMITERS})|(?P<quoted>{QUOTED})|(?P<note>{NOTE})|(?P<indent>{INDENT})")
_ANY = re.compile(rf"^(?:{HEADING}|{ACROSS}|[ \t]*\x02|{DELIMITERS}|{QUOTED}|{NOTE}|{INDENT}|{LIST_MARK})", re.MULTILINE)
_LIST = re.compile(LIST_MARK)
_FIRST_OF_LIST = re.compile(r" ?(?:1\.|-)[ \t]+(?=\S)")
_BLANKS = re.compile(r"[ \t\u3000]*")
_STASHED_AND_MORE = re.compile(r"^([ \t]*\x02wzxhzdk:\d+\x03)[ \t]*(?=[^\s\x02])", re.MULTILINE)
_GAP = re.compile(r"\n{2,}")
_OPEN_ENDS = ("，", "、", ",")
_FAR = 8


def column(blanks: str) -> int:
    """Return how many columns blanks are wide. A tab leads to the next multiple of four, a wide blank is two."""
    width = 0
    for blank in blanks:
        width += 4 - width % 4 if blank == "\t" else 2 if blank == "\u3000" else 1
    return width


class DialectParser(BlockParser):
    """Python-Markdown's block parser, with the dialect's notion of a block."""

    def parseChunk(self, parent: Element, text: str) -> None:
        """Split a text into blocks and parse them."""
        self.parseBlocks(parent, split(text, is_inside=parent.tag == "li"))


def split(text: str, *, is_inside: bool = False) -> list[str]:
    """Return the blocks of a text whose empty lines are really empty. Inside an item, a list may follow a line directly."""
    found: list[str] = []
    if "\x02" in text:
        text = _STASHED_AND_MORE.sub(r"\1\n", text)
    for block in _GAP.split(text.strip("\n")):
        lines = block.split("\n")
        if len(lines) > 1 and _ANY.search(block) and not ("\t" in block and tab_tables.rows(lines)):
            found += _Division(is_inside).of(lines)
        elif block:
            found.append(block)
    return found


class _Division:
    """Divides lines between which nothing is empty into blocks."""

    def __init__(self, is_inside: bool) -> None:
        self._is_inside = is_inside
        self._groups: list[list[str]] = []
        self._kind = "end"
        self._base = self._text = 0
        """Columns of the first mark of the list at hand, and of the text of its last item."""

    def of(self, lines: list[str]) -> list[str]:
        """Return the blocks."""
        for line in lines:
            match = _APART.match(line)
            self._add(line, match.lastgroup if match else "")
        return ["\n".join(group) for group in self._groups]

    def _add(self, line: str, found: str) -> None:
        """Add one line to the block at hand, or begin another."""
        groups = self._groups
        if self._kind == "list":
            if self._is_of_list(line, found):
                groups[-1].append(line)
                return
            self._kind = "end"
        if found == "delimiters" and self._kind in ("", "indent") and "|" in groups[-1][-1]:
            header = groups[-1].pop()
            groups[-1:] = [groups[-1], [header, line]] if groups[-1] else [[header, line]]
            self._kind = "table"
        elif found == "alone":
            self._begin(line, "end")
        elif found == "indent" and self._kind == "table" and "|" in line:
            groups[-1].append(line)
        elif found in ("quoted", "note", "indent") and (found != self._kind or found == "indent"):
            self._begin(line, "list" if found == "indent" and _LIST.match(line) else found)
        elif self._kind == "end" or (self._kind == "table" and "|" not in line) or self._begins_list(line):
            self._begin(line, "list" if _LIST.match(line) else "")
        else:
            groups[-1].append(line)

    def _begin(self, line: str, kind: str) -> None:
        self._groups.append([line])
        self._kind = kind
        if kind == "list":
            self._base, self._text = item_columns(line)

    def _begins_list(self, line: str) -> bool:
        """Return whether a mark right below a line begins a list: below a colon, or inside an item."""
        if self._kind not in ("", "indent"):
            return False
        above = self._groups[-1][-1].rstrip()
        return (self._is_inside and _LIST.match(line) is not None) or (above.endswith(("：", ":")) and _FIRST_OF_LIST.match(line) is not None)

    def _is_of_list(self, line: str, found: str) -> bool:
        """Return whether a line belongs to the list above it."""
        if found == "alone" and not line[:1].isspace():
            return False
        if _LIST.match(line):
            self._text = item_columns(line)[1]
            return True
        if line.startswith("\u3000\u3000") or (found in ("quoted", "note", "delimiters") and not line[:1].isspace()):
            return False
        width = column(_BLANKS.match(line)[0])
        if width < self._base + 2:
            return self._groups[-1][-1].rstrip().endswith(_OPEN_ENDS)
        return width < self._text + _FAR


def item_columns(line: str) -> tuple[int, int]:
    """Return the columns of the mark and of the text of a line that begins an item."""
    mark = _LIST.match(line)[0]
    blanks = _BLANKS.match(mark)[0]
    begin = column(blanks)
    return begin, begin + len(mark.strip()) + 1


def is_far(block: str, text: int) -> bool:
    """Return whether a block stands far to the right of the text of an item, as signatures do. `text` is its column."""
    return column(_BLANKS.match(block)[0]) >= text + _FAR
