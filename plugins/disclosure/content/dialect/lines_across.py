"""Lines across the page: `---` or more, `***`, or `* * *` alone on a line. `———`, `___` and `====` are text.

So are four stars or more: they hide a number or a name. That is told.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .blocks import ACROSS
from .record import Record

_ACROSS = re.compile(ACROSS)
_STARS = re.compile(r"^[ \t\u3000]*\*{4,}[ \t]*$", re.MULTILINE)


class LineAcrossProcessor(BlockProcessor):
    """Makes lines across."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a line across."""
        return _ACROSS.match(block) is not None and "\n" not in block

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the line."""
        self.record.take(blocks.pop(0))
        SubElement(parent, "hr")


def tell(text: str, record: Record) -> None:
    """Tell of lines of stars that are no lines across."""
    for match in _STARS.finditer(text):
        record.tell(text, match.start(), f"“{match[0].strip()[:20]}”这一行星号按原样显示，不作横线", "要横线的，写成“---”；本来就是星号的，写成“\\*”")
