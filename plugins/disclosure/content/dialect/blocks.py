"""Blocks: what stands between empty lines, and what begins a block without one.

Headings, lines across, tables, quotations, footnotes, code and indented lines begin a block of
their own, whatever line is above them. A list needs an empty line or the beginning of a block
above it: `34.` at the beginning of a wrapped line is no list.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser

HEADING = r" {0,3}#{1,6}[ \t\u3000]+\S"
ACROSS = r" {0,3}(?:-[ \t]*){3,}$| {0,3}(?:\*[ \t]*){3,}$"
DELIMITERS = r"[ \t]*(?:\|[ \t]*:?-+:?[ \t]*\|?|\|?[ \t]*:?-+:?[ \t]*\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*$"
QUOTED = r" {0,3}>(?:[ \t>]|$)"
NOTE = r" {0,3}\[\^[^\]\s]+\]:"
INDENT = r"(?: {4}|\t|\u3000\u3000)"
STASHED = r"[ \t]*\x02wzxhzdk:\d+\x03[ \t]*$"
LIST_MARK = r"[ \t\u3000]*(?:[1-9]\d{0,2}\.|[-*+])[ \t]+(?=\S)"

_APART = re.compile(rf"(?P<alone>{HEADING}|{ACROSS}|{STASHED})|(?P<delimiters>{DELIMITERS})|(?P<quoted>{QUOTED})|(?P<note>{NOTE})|(?P<indent>{INDENT})")
_ANY = re.compile(rf"^(?:{HEADING}|{ACROSS}|{STASHED}|{DELIMITERS}|{QUOTED}|{NOTE}|{INDENT})", re.MULTILINE)
_LIST = re.compile(LIST_MARK)
_GAP = re.compile(r"\n{2,}")


class DialectParser(BlockParser):
    """Python-Markdown's block parser, with the dialect's notion of a block."""

    def parseChunk(self, parent: Element, text: str) -> None:
        """Split a text into blocks and parse them."""
        self.parseBlocks(parent, split(text))


def split(text: str) -> list[str]:
    """Return the blocks of a text whose empty lines are really empty."""
    found: list[str] = []
    for block in _GAP.split(text.strip("\n")):
        if "\n" in block and _ANY.search(block):
            found += _divide(block.split("\n"))
        elif block:
            found.append(block)
    return found


def _divide(lines: list[str]) -> list[str]:
    """Return the blocks in lines between which nothing is empty."""
    groups: list[list[str]] = []
    kind = "end"
    for line in lines:
        match = _APART.match(line)
        found = match.lastgroup if match else ""
        if kind == "list" and line[:1].isspace():
            found = ""
        if found == "delimiters" and kind in ("", "indent") and "|" in groups[-1][-1]:
            header = groups[-1].pop()
            groups[-1:] = [groups[-1], [header, line]] if groups[-1] else [[header, line]]
            kind = "table"
        elif found == "alone":
            groups.append([line])
            kind = "end"
        elif found in ("quoted", "note", "indent") and (found != kind or found == "indent"):
            groups.append([line])
            kind = "list" if found == "indent" and _LIST.match(line) else found
        elif kind == "end" or (kind == "table" and "|" not in line):
            groups.append([line])
            kind = "list" if _LIST.match(line) else ""
        else:
            groups[-1].append(line)
    return ["\n".join(group) for group in groups]
