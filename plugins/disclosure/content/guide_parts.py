"""The parts of a guide (办事指南): what a person needs to know to get something done.

A part is present when a heading of the text contains one of its words. One heading may
cover two parts (“步骤和时限”). Three parts may stand in the header instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

GENRE = "办事指南"

PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("条件", ("条件", "对象", "适用"), ""),
    ("材料", ("材料",), ""),
    ("步骤", ("步骤", "程序", "流程"), ""),
    ("时限", ("时限", "期限", "时间"), "time_limit"),
    ("费用", ("费用", "收费", "租金"), "fee"),
    ("地点", ("地点", "窗口"), "office"),
    ("依据", ("依据",), ""),
)
"""Name; words for its heading; attribute of the header that replaces the heading, or ''."""

_HEADING = re.compile(r"^ {0,3}#{2,6}[ \t\u3000]+(.+?)[ \t]*#*$", re.MULTILINE)


def is_guide(filing: tuple[str, str], genre: str, places: Collection[tuple[str, str]]) -> bool:
    """Return whether an item is a guide, by its class and its genre. `places` are the classes with guides."""
    return filing in places and genre == GENRE


def missing_parts(body: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield the parts that a guide has neither under a heading of its body (Markdown) nor in its header."""
    headings = _HEADING.findall(body)
    for name, words, attribute in PARTS:
        if not values.get(attribute) and not any(word in heading for heading in headings for word in words):
            yield name
