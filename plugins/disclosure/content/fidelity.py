"""Fidelity: every character of a source is on the page, or it was markup.

The dialect notes what it takes for markup. The check counts: characters of the source, less
those on the page, less those of the markup. What is left over was lost. Order does not count,
since footnotes stand at the end, and blanks do not, since pages have their own. The cost is linear.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import NamedTuple

_ASCII_OR_BLANK = re.compile(r"[\x00-\x7f\s]+")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_MOST_ROUNDS = 5
_LONGEST_QUOTE = 30
_MOST_LINES = 200
"""Lines of a source that are compared to find the place of a loss."""


class Loss(NamedTuple):
    """Words that were lost, and the line on which they stand, from 1."""

    line: int
    words: str


def loss(source: str, shown: str, taken: list[str]) -> Loss | None:
    """Return what a page lost first; None when it shows all.

    `shown` is the text that a reader sees, numbers of lists too. `taken` is the markup in the
    source. Entities of HTML count as the characters that they mean.
    """
    markup = "".join(taken)
    original = source
    if "&" in source:
        source, shown, markup = _without_entities(source), _without_entities(shown), _without_entities(markup)
    lost = _ascii(source) - _ascii(shown) - _ascii(markup)
    if not lost and markup.isascii() and _ASCII_OR_BLANK.sub("", source) == _ASCII_OR_BLANK.sub("", shown):
        return None
    lost = Counter("".join(source.split())) - Counter(shown) - Counter(markup)
    return _place(original, shown, lost) if lost else None


def _without_entities(text: str) -> str:
    """Return a text with the characters that entities of HTML mean. Code shows entities as written, so it is done for both sides, to the end."""
    for _ in range(_MOST_ROUNDS):
        plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if plain == text:
            break
        text = plain
    return text


def _ascii(text: str) -> Counter:
    """Return how often each visible ASCII character stands in a text."""
    return Counter(b"".join(text.encode("ascii", "ignore").split()))


def _place(source: str, shown: str, lost: Counter) -> Loss:
    """Return the first line with lost characters that the page does not have as written, else the first with any."""
    compact = "".join(shown.split())
    candidates = [
        (number, line) for number, line in enumerate(source.split("\n"), 1) if any(character in lost for character in line)
    ][:_MOST_LINES]
    number, line = next((entry for entry in candidates if "".join(entry[1].split()) not in compact), (candidates or [(1, source)])[0])
    run = re.search("[" + re.escape("".join(lost)) + "]+", line)
    words = line.strip() if len(line.strip()) <= _LONGEST_QUOTE or not run else line[max(0, run.start() - 10) : run.end() + 10]
    return Loss(number, words[:_LONGEST_QUOTE])
