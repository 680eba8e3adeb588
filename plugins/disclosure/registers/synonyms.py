"""Words of the same meaning, as a search takes them: the register of synonyms, and the short names of agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .table import Registers

SHORTEST = 2
"""Characters. A single character stands in words of every meaning."""

_BETWEEN = re.compile("[、;；]")


def words_of(cell: str) -> list[str]:
    """Return the words of a cell, without empty ones."""
    return [word.strip() for word in _BETWEEN.split(cell) if word.strip()]


def groups(registers: Registers) -> list[tuple[str, ...]]:
    """Return all groups of words of the same meaning, those of the register first. Each has two words or more."""
    written = (words_of(row["words"]) for row in registers["synonyms"].rows)
    named = ([row["name"], *words_of(row["short"])] for row in registers["agencies"].rows)
    found = (tuple(dict.fromkeys(word for word in group if len(word) >= SHORTEST)) for group in (*written, *named))
    return [group for group in found if len(group) > 1]


def faults(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row of the register of synonyms, and how to mend it."""
    words = words_of(row["words"])
    if len(words) < 2:
        yield f"“{row['words']}”只有一个词", "写上意思相同的另一个词，用“、”分开"
    for word in words:
        if len(word) < SHORTEST:
            yield f"“{word}”只有一个字，检索时不用", "写两个字以上的词，或者删去它"
        if re.search(r"\s", word):
            yield f"“{word}”中间有空格，检索时找不到", "删去空格；是两个词的，用“、”分开"
        if words.count(word) > 1:
            yield f"“{word}”写了两遍", "删去一个"
            return
