"""Fidelity: every character of a source is on the page, or it was markup.

The dialect notes what it takes for markup. The check counts: characters of the source, less
those on the page, less those of the markup. What is left over was lost. Order does not count,
since footnotes stand at the end, and blanks do not, since pages have their own. Where a body has no
footnotes and all its Han characters are on the page, their order counts too. The cost is linear.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import NamedTuple

_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MOST_PIECES = 24
_MOST_ROUNDS = 5
_LONGEST_QUOTE = 30
_MOST_LINES = 200
"""Lines of a source, and pieces of its markup, that are looked at to find the place of a loss."""


class Loss(NamedTuple):
    """Words that were lost, and the line on which they stand, from 1."""

    line: int
    words: str


def is_same(source: str, shown: str, taken: list[str]) -> bool:
    """Return whether a page has the source in its order, less the markup. This is quick, and true of most texts; else it is counted."""
    pieces = Counter(taken)
    if len(pieces) > _MOST_PIECES:
        return False
    short = ""
    for piece, number in pieces.items():
        if len(piece) > 3 and len(set(piece)) > 1:  # one sign, repeated, may be the marks of a whole list
            source = source.replace(piece, "", number)
        else:
            short += piece * number
    for mark in set(short):
        if source.count(mark) - shown.count(mark) > short.count(mark):
            return False
        source, shown = source.replace(mark, ""), shown.replace(mark, "")
    return "".join(source.split()) == "".join(shown.split())


def loss(source: str, shown: str, taken: list[str]) -> Loss | None:
    """Return what a page lost first; None when it shows all.

    `shown` is the text that a reader sees, numbers of lists too. `taken` is the markup in the
    source. Entities of HTML count as the characters that they mean.
    """
    markup, original = "".join(taken), source
    if "&" in source:
        source, shown, markup = _without_entities(source), _without_entities(shown), _without_entities(markup)
    shown = "".join(shown.split())
    lost = Counter("".join(source.split())) - Counter(shown) - Counter(markup)
    return _place(original, shown, taken, lost) if lost else None


def moved(source: str, shown: str, taken: list[str]) -> Loss | None:
    """Return the line from which on a page has Han characters in another order than the source.

    The answer is None where that cannot be known: in a body with footnotes, which stand at the
    end, or where markup or the page has Han characters of its own.
    """
    if any(piece.startswith("[^") for piece in taken):
        return None
    here, there = _HAN.findall(_without_entities(source)), _HAN.findall(shown)
    if here == there or Counter(here) != Counter(there):
        return None
    first = next(place for place, (one, other) in enumerate(zip(here, there, strict=True)) if one != other)
    for number, line in enumerate(source.split("\n"), 1):
        first -= len(_HAN.findall(_without_entities(line)))
        if first < 0:
            return Loss(number, line.strip()[:_LONGEST_QUOTE])
    return None


def _without_entities(text: str) -> str:
    """Return a text with the characters that entities of HTML mean. Code shows entities as written, so it is done for both sides, to the end."""
    for _ in range(_MOST_ROUNDS):
        plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if plain == text:
            break
        text = plain
    return text


def _place(source: str, shown: str, taken: list[str], lost: Counter) -> Loss:
    """Return the first line with lost characters that the page does not have, less its markup; else the first with any."""
    pieces = sorted(set(taken) - {""}, key=len, reverse=True)[:_MOST_LINES]

    def is_there(line: str) -> bool:
        for piece in pieces:
            line = line.replace(piece, "")
        return "".join(line.split()) in shown

    lines = [(number, line) for number, line in enumerate(source.split("\n"), 1) if not lost.keys().isdisjoint(line)][:_MOST_LINES]
    number, line = next((entry for entry in lines if not is_there(entry[1])), (lines or [(1, source)])[0])
    run = re.search("[" + re.escape("".join(lost)) + "]+", line)
    words = line.strip() if len(line.strip()) <= _LONGEST_QUOTE or not run else line[max(0, run.start() - 10) : run.end() + 10]
    return Loss(number, words[:_LONGEST_QUOTE])
