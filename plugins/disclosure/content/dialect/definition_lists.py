"""Definition lists: a term on a line, and below it lines that begin with `:` and one to three blanks.

What belongs to a definition goes on after an empty line with four blanks. A line with `:` at its
beginning that has no term above it is text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .record import Record

_DEFINITION = re.compile(r" {0,2}: {1,3}(?=\S)")
_SECOND = re.compile(r"\n {0,2}: {1,3}\S")


class DefinitionListProcessor(BlockProcessor):
    """Makes definition lists."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block has a term and a definition."""
        return ":" in block and _SECOND.search(block) is not None and not _DEFINITION.match(block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the list. One right after another goes on with it."""
        made = parent[-1] if len(parent) and parent[-1].tag == "dl" else SubElement(parent, "dl")
        terms: list[str] = []
        for line in blocks.pop(0).split("\n"):
            match = _DEFINITION.match(line)
            if match:
                for term in terms:
                    SubElement(made, "dt").text = term
                terms = []
                self.record.take(":")
                SubElement(made, "dd").text = line[match.end() :].strip()
            elif not terms and len(made) and made[-1].tag == "dd" and line.startswith("  "):
                made[-1].text += "\n" + line.strip()
            else:
                terms.append(line.strip())
        if terms:  # lines below the last definition are text, and what is indented below them is theirs
            blocks.insert(0, "\n".join(terms))
            return
        while blocks and blocks[0].startswith("    "):
            self._go_on(made[-1], blocks.pop(0))

    def _go_on(self, definition: Element, block: str) -> None:
        """Put a further block into a definition."""
        if definition.text:
            paragraph = Element("p")
            paragraph.text, definition.text = definition.text, ""
            definition.insert(0, paragraph)
        self.parser.parseChunk(definition, "\n".join(line.removeprefix("    ") for line in block.split("\n")))
