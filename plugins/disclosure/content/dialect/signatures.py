"""Signatures (落款): lines set far to the right by blanks, the last of which is a date.

Blanks do not stand on a page. So these lines become one paragraph that the theme sets to the right.
Far to the right is eight columns or more; a wide blank (U+3000) is two.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from .blocks import column

CLASS = "rr-signature"
DATE = r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二三四五六七八九〇○零Ｏ]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_BLANKS = re.compile(r"[ \t\u3000\u00a0]*")
_DATED = re.compile(_BLANKS.pattern + DATE + r"\s*\Z")
_FAR = 8
_MOST_LINES = 6


def _is_far(line: str) -> bool:
    return line[:1] in " \t\u3000\u00a0" and column(_BLANKS.match(line)[0]) >= _FAR


class SignatureProcessor(BlockProcessor):
    """Makes signatures."""

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block begins far to the right."""
        return block[0] in " \t\u3000\u00a0" and _is_far(block)

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Add the signature; return False when no date ends it."""
        lines: list[str] = []
        for count, block in enumerate(blocks[:_MOST_LINES], 1):
            lines += block.split("\n")
            if not all(map(_is_far, lines)):
                return False
            if _DATED.match(lines[-1]):
                del blocks[:count]
                SubElement(parent, "p", {"class": CLASS}).text = "\n".join(line.strip() for line in lines)
                return True
        return False
