"""Tables from Word: lines one below the other with the same number of tabs. The first line has the names.

The editor is told that a table was made. Where the lines have different numbers of tabs, or text
right above or below, there is no table, and that is told. A tab after the number of a clause (`1.`, `一、`) is a blank.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from .record import Record

_TABBED = re.compile(r"[^\n]*\S[^\n]*\t[^\n]*\S|[^\n]*\S[ ]*\t")
_NUMBER = re.compile(r"(?:[（(]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十百]+|[①-⑳]|[-*+•●·])[）)]?[、.．]?)?\s*\Z")
_RUN = re.compile(r"(?:^[^\n]*\t[^\n]*(?:\n|\Z))+", re.MULTILINE)


def rows(lines: list[str]) -> list[list[str]]:
    """Return the cells of a table in lines; nothing when the lines are none.

    Cells may be empty, the first and the last too. But one row is full, or the names fill two cells
    of three or more: else the tabs are indents.
    """
    count = lines[0].count("\t")
    if len(lines) < 2 or not count or any(line.count("\t") != count for line in lines):
        return []
    found = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if not (any(map(all, found)) or (count > 1 and sum(map(bool, found[0])) > 1)):
        return []
    return [] if count == 1 and all(_NUMBER.match(row[0]) for row in found) else found


class TabTableProcessor(BlockProcessor):
    """Makes tables of lines with tabs."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether all lines of a block are rows of a table."""
        return "\t" in block and "\n" in block and bool(rows(block.split("\n")))

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
        is_alone = (match.start() == 0 or text.endswith("\n\n", 0, match.start())) and text[match.end() : match.end() + 1] in ("", "\n")
        is_table = bool(rows(lines))
        if is_table and is_alone:
            record.tell(text, match.start(), f"制表符隔开的 {len(lines)} 行已作为表格显示，第一行作表头", "核对表头；也可以改写成“| … |”表格")
            continue
        tabbed = [(place, line) for place, line in enumerate(lines) if _TABBED.match(line)]
        if all(_NUMBER.match(line.strip().partition("\t")[0]) for _, line in tabbed):
            continue
        place, line = tabbed[0]
        position = match.start() + sum(len(above) + 1 for above in lines[:place])
        record.tell(text, position, f"“{line.strip()[:20]}”这几行有制表符，不成表格，制表符显示为空格".replace("\t", " "), _remedy(lines, is_table))


def _remedy(lines: list[str], is_table: bool) -> str:
    """Return what makes a table of lines with tabs."""
    first = lines[0].count("\t")
    other = next((place for place, line in enumerate(lines) if line.count("\t") != first), 0)
    if is_table:
        wanted = "是表格的，在这几行前后各空一行"
    elif other:
        wanted = f"是表格的，各行的制表符要一样多，空格子也要有：第 1 行有 {first} 个，第 {other + 1} 行有 {lines[other].count(chr(9))} 个；一格里有两行的并成一行"
    else:
        wanted = "是表格的，至少要有表头和一行内容，前后空一行"
    return wanted + "；不是表格的，删去制表符"
