"""Paragraphs: all that nothing else is. A line break in the source is one on the page.

Blanks before a paragraph (four, a tab, or wide ones) are its indent. The theme sets the indent, so
they are left out. `{: #name }` alone on the last line names the paragraph.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .attributes import LAST_LINE
from .record import Record

_PROSE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff（“《【][^\n\x02]*\Z")
_BLANKS_AT_END = re.compile(r"[ \t]+\n")
_NESTED = re.compile(r"^(?:[1-9]\d{0,2}\.|[-*+])[ \t].*\n {2,3}((?:[1-9]\d{0,2}\.|[-*+])[ \t].*)$", re.MULTILINE)
BLANKS = " \t\u3000\u00a0\n"


class ProseProcessor(BlockProcessor):
    """Takes blocks that can only be a paragraph, before other processors try them: that is most of them."""

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is one line that begins as no markup does."""
        return _PROSE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the paragraph."""
        SubElement(parent, "p").text = blocks.pop(0).rstrip()


class ParagraphProcessor(BlockProcessor):
    """Makes a paragraph of any block."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return True."""
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the paragraph."""
        text = _BLANKS_AT_END.sub("\n", blocks.pop(0)).strip(BLANKS)
        paragraph = SubElement(parent, "p")
        if text.endswith("}") and (match := LAST_LINE.search(text)):
            self.record.give_name(match["id"], match[0])
            self.record.take(match[0])
            paragraph.set("id", match["id"])
            text = text[: match.start()]
        if "\n  " in text and (nested := _NESTED.search(text)):
            self.record.tell_where(nested[1], f"“{nested[1][:20]}”和上面的各行不成列表，缩进没有显示", "在列表的第一行前空一行")
        paragraph.text = text
