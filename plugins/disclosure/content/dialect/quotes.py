"""Quotations: lines that begin with `>` and a blank, or with `>>`. `>50%` and `>=60分` at the beginning of a line are text, in a quotation too."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .blocks import QUOTED
from .record import Record

_QUOTED = re.compile(QUOTED)
_MARK = re.compile(r"^ {0,3}>(?![0-9０-９=＝.])[ \t]?", re.MULTILINE)


class QuoteProcessor(BlockProcessor):
    """Makes quotations."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a quotation."""
        return _QUOTED.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the quotation, and what stands in it. One right after another goes on with it."""
        text, marks = _MARK.subn("", blocks.pop(0))
        self.record.take(">" * marks)
        quote = parent[-1] if len(parent) and parent[-1].tag == "blockquote" else SubElement(parent, "blockquote")
        self.parser.parseChunk(quote, re.sub(r"^[ \t]+$", "", text, flags=re.MULTILINE))
