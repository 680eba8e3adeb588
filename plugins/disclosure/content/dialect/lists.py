"""Lists: `- `, `* `, `+ ` or a number of up to three digits with `. ` at the beginning of a block.

The number that is written is the number that is shown: each list begins with its own first number,
and an item out of sequence has its own. `1、`, `（一）`, `①`, `1)`, `01.` and `2026. 11. 3` are text.
A mark that is indented by two columns or more belongs to the item above it. A paragraph after
an empty line goes on with an item when it is indented as much. `blocks` says which lines belong to a list. `*` and `+` make a list of two
items or more; a single `* 注` is text.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .blocks import ACROSS, column, is_far, item_columns, split
from .record import Record

_MARK = re.compile(r"(?P<indent>[ \t\u3000]*)(?:(?P<number>[1-9]\d{0,2})\.|(?P<bullet>[-*+]))(?P<gap>[ \t]+)(?=\S)")
_ACROSS = re.compile(ACROSS)
_INDENT = re.compile(r"[ \t]*")
_INSIDE = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>[ \t>]|\x02wzxhzdk:\d+\x03[ \t]*$|\|)")


class _Entry(NamedTuple):
    """One item: its number (0 for a bullet), the columns of its text, its lines."""

    number: int
    offset: int
    lines: list[str]


def _mark(line: str) -> re.Match | None:
    match = _MARK.match(line)
    return match if match and not _ACROSS.match(line) else None


def _kind(mark: re.Match) -> str:
    return mark["bullet"] or "number"


class ListProcessor(BlockProcessor):
    """Makes lists of all blocks that belong to one."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block begins with the mark of a list."""
        return _mark(block.split("\n", 1)[0]) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Add the list; return False where it is text."""
        first = _mark(blocks[0])
        base, kind = column(first["indent"]), _kind(first)
        count = _extent(blocks, base, kind)
        lines = "\n\n".join(blocks[:count]).split("\n")
        entries, rest = self._entries(lines, base, kind)
        if kind in "*+" and len(entries) < 2:
            return False
        del blocks[:count]
        blocks[:0] = split("\n".join(rest))
        self._add(parent, kind, entries)
        return True

    def _entries(self, lines: list[str], base: int, kind: str) -> tuple[list[_Entry], list[str]]:
        """Return the items in lines, and the lines from which on another list begins."""
        entries: list[_Entry] = []
        for position, line in enumerate(lines):
            mark = _mark(line)
            if mark and column(mark["indent"]) < base + 2:
                if _kind(mark) != kind:
                    return entries, lines[position:]
                indent = column(mark["indent"])
                width = column(mark["indent"] + " " * (mark.end("gap") - mark.end("indent")))
                offset = min(width, indent + len(mark["number"] or "") + 2)
                entries.append(_Entry(int(mark["number"] or 0), offset, [line[mark.end() :]]))
            else:
                entries[-1].lines.append(_dedent(line, entries[-1].offset))
        return entries, []

    def _add(self, parent: Element, kind: str, entries: list[_Entry]) -> None:
        """Add the list to its parent."""
        made = SubElement(parent, "ol" if kind == "number" else "ul")
        if kind == "number":
            expected = entries[0].number
            if expected != 1:
                made.set("start", str(expected))
        else:
            self.record.take(kind * len(entries))
        loose = any("" in entry.lines for entry in entries)  # empty lines between: each item has paragraphs
        for entry in entries:
            item = SubElement(made, "li")
            if kind == "number":
                if entry.number != expected:
                    item.set("value", str(entry.number))
                expected = entry.number + 1
            self._fill(item, entry.lines, loose)

    def _fill(self, item: Element, lines: list[str], loose: bool) -> None:
        """Put the text of an item into it, then what else belongs to it."""
        end = 1
        while end < len(lines) and lines[end] and not _mark(lines[end]) and not _INSIDE.match(lines[end]):
            end += 1
        target = SubElement(item, "p") if loose else item
        target.text = "\n".join(line.strip() for line in lines[:end])
        self.parser.parseChunk(item, "\n".join(lines[end:]))


def _extent(blocks: list[str], base: int, kind: str) -> int:
    """Return how many blocks belong to the list that begins with the first."""
    count, text = 1, _text_column(blocks[0])
    for block in blocks[1:]:
        mark = _mark(block.split("\n", 1)[0])
        is_item = mark is not None and abs(column(mark["indent"]) - base) < 2
        is_inside = column(mark["indent"] if mark else _INDENT.match(block)[0]) >= base + 2
        if not is_inside and not (is_item and _kind(mark) == kind):
            break
        if mark is None and is_far(block, text):
            break
        text = _text_column(block) or text
        count += 1
    return count


def _text_column(block: str) -> int:
    """Return the column of the text of the last item in a block; 0 when there is none."""
    line = next((line for line in reversed(block.split("\n")) if _mark(line)), None)
    return item_columns(line)[1] if line is not None else 0


def _dedent(line: str, columns: int) -> str:
    """Return a line without its first blanks, as many columns as there are up to `columns`."""
    width = 0
    for position, blank in enumerate(line):
        if width >= columns or blank not in " \t\u3000":
            return " " * (width - columns) + line[position:]
        width = column(line[: position + 1])
    return ""
