"""Lines across the page: three or more `-` or `*` alone on a line. `———`, `___` and `====` are text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .blocks import ACROSS
from .record import Record

_ACROSS = re.compile(ACROSS)


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
