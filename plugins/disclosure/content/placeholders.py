"""Sample text that `make new` writes and that a person has to replace before publication."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import WARNING, Problem
from .frontmatter import Document

MARK = "〔在这里写"
"""The beginning of each bracket that says what to write in its place. Drafts of reports have the same."""
_SAMPLES = (MARK, "在这里写正文")
"""The second is what items begun with older versions say."""


def placeholder(what: str) -> str:
    """Return the bracket that says what to write in its place."""
    return f"{MARK}：{what}〕"


TO_FILL = "〔待填写："
"""The beginning of each bracket in the pages of a new site where a person must still write. It does not stop a publication."""

LONGEST_NAMED = 60
"""Characters of a bracket that a reminder repeats."""


def to_fill(what: str) -> str:
    """Return the bracket that says what a person must still write on a page."""
    return f"{TO_FILL}{what}〕"


def reminders(path: str, text: str) -> Iterator[Problem]:
    """Yield a reminder for each line of a page on which something is still to be written."""
    for number, line in enumerate(text.split("\n"), 1):
        if TO_FILL in line:
            what = line.split(TO_FILL)[1].partition("〕")[0]
            named = what if len(what) <= LONGEST_NAMED else f"{what[:LONGEST_NAMED]}……"
            yield Problem(path, number, f"还没有填写“{named}”", "写上真正的内容，连同括号一起换掉", WARNING)


def problems(path: str, document: Document) -> Iterator[Problem]:
    """Yield an error for each line of an item that still has sample text. The reader tells of `Review` itself."""
    for entry in document.entries:
        if entry.key.casefold() != "review":
            yield from _problem(path, entry.line, entry.value)
    if any(sample in document.body for sample in _SAMPLES):
        for number, line in enumerate(document.body.split("\n"), document.body_line):
            yield from _problem(path, number, line)


def _problem(path: str, number: int, line: str) -> Iterator[Problem]:
    if any(sample in line for sample in _SAMPLES):
        yield Problem(path, number, f"还留着样稿里的话“{line.strip()[:20]}”", "写上真正的内容，或者删去这一行")
