"""Headings: one to six `#`, a blank, the words. Without the blank it is text (`#政务公开#`, `#1号楼`).

`#` at the end after a blank are left out. A heading has an id: `{#name}` at its end, or else its own
words, so that `[见第二章](#第二章)` finds it. A line of `=` or `-` below a text makes no heading of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .attributes import ID
from .record import Record

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t\u3000]+(.*?)((?<=[ \t])#+)?[ \t]*\Z")
_HEADING_ID = re.compile(ID + r"[ \t]*\Z")
_ALMOST = re.compile(r"^ {0,3}(#{2,6})(?=[^#\s])(.*)$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?=.*[^\s|:-])(?! {0,3}(?:#|>|[-*+][ \t]|\d+\.[ \t]))([^\n]{1,40})\n(={3,})[ \t]*$", re.MULTILINE)
_NOT_IN_IDS = re.compile(r"[\s\x02\x03]+")


class HeadingProcessor(BlockProcessor):
    """Makes headings."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a heading."""
        return "#" in block[:4] and "\n" not in block and _HEADING.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the heading."""
        written = blocks.pop(0)
        match = _HEADING.match(written)
        heading = SubElement(parent, f"h{len(match[1])}")
        self.record.taken += [match[1], match[3] or ""]
        words = match[2].rstrip()
        if named := _HEADING_ID.search(words):
            heading.set("id", named["id"])
            self.record.give_name(named["id"], written)
            self.record.take(named[0])
            words = words[: named.start()].rstrip()
        heading.text = words
        self.record.headings.append(heading)


def give_ids(headings: Iterable[Element]) -> None:
    """Give each heading that has none an id of its own words; a second one with the same words gets a number."""
    headings = list(headings)
    used = {heading.get("id") for heading in headings}
    numbers: dict[str, int] = {}
    for heading in headings:
        words = _NOT_IN_IDS.sub("-", "".join(heading.itertext()).strip())[:80]
        if heading.get("id") or not words:
            continue
        name = words
        while name in used:
            numbers[words] = numbers.get(words, 1) + 1
            name = f"{words}-{numbers[words]}"
        used.add(name)
        heading.set("id", name)


def tell(text: str, record: Record) -> None:
    """Tell of lines that were meant as headings and are none."""
    for match in _ALMOST.finditer(text):
        if not match[2].rstrip().endswith("#"):
            record.tell(text, match.start(), f"“{match[0].strip()[:20]}”按正文显示，不是标题", f"是标题的，在“{match[1]}”后加一个空格")
    if "\n==" in text:
        for match in _UNDERLINED.finditer(text):
            record.tell(text, match.start(2), "等号线按原样显示，不作标题", f"是标题的，写成“## {match[1].strip()[:20]}”，删去等号线")
