"""Tables from Word: lines one below the other with the same number of tabs inside. The first line has the names.

The editor is told that a table was made. Where the lines have different numbers of tabs there is
no table, and that is told. A tab after the number of a clause (`1.`, `一、`) is a blank.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .record import Record

_TABBED = re.compile(r"^[^\t\n]*\S[ ]*\t.*$", re.MULTILINE)
_NUMBER = re.compile(r"[（(]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十百]+|[①-⑳]|[-*+•●·])[）)]?[、.．]?\s*\Z")
_RUN = re.compile(r"(?:^[^\t\n]*\S[ ]*\t.*(?:\n|\Z))+", re.MULTILINE)


def rows(lines: list[str]) -> list[list[str]]:
    """Return the cells of a table in lines; nothing when the lines are none."""
    found = [[cell.strip() for cell in line.rstrip().split("\t")] for line in lines]
    if len(found) < 2 or len({len(row) for row in found}) != 1 or len(found[0]) < 2:
        return []
    return [] if len(found[0]) == 2 and all(_NUMBER.match(row[0]) for row in found) else found


class TabTableProcessor(BlockProcessor):
    """Makes tables of lines with tabs."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether all lines of a block are rows of a table."""
        return "\t" in block and "\n" in block and all(map(_TABBED.match, block.split("\n"))) and bool(rows(block.split("\n")))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the table."""
        head, *body = rows(blocks.pop(0).split("\n"))
        table = SubElement(parent, "table")
        for part, tag, lines in (("thead", "th", [head]), ("tbody", "td", body)):
            inside = SubElement(table, part)
            for line in lines:
                row = SubElement(inside, "tr")
                for cell in line:
                    SubElement(row, tag).text = cell


def tell(text: str, record: Record) -> None:
    """Tell of tables that were made of tabs, and of tabs that made none."""
    for match in _RUN.finditer(text):
        lines = match[0].rstrip("\n").split("\n")
        alone = (match.start() == 0 or text.endswith("\n\n", 0, match.start())) and text[match.end() : match.end() + 1] in ("", "\n")
        if rows(lines) and alone:
            record.tell(text, match.start(), f"制表符隔开的 {len(lines)} 行已作为表格显示，第一行作表头", "核对表头；也可以改写成“| … |”表格")
        elif not all(_NUMBER.match(line.partition("\t")[0]) for line in lines):
            record.tell(text, match.start(), f"“{lines[0][:20]}”这几行有制表符，不成表格，制表符显示为空格".replace("\t", " "),
                        "各行的栏数要一样，前后空一行；不是表格的，删去制表符")
