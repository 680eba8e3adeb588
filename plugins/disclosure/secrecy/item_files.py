"""The secrecy check of an item's own file, header and body, less the reviewer's exceptions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..model.item import FIELDS, Review, Revision, Ruling, ValidityChange, Withdrawal
from ..model.problems import Problem
from .examine import Finding, distinct, findings_in_name, findings_in_text

_NOT_TEXT = ("created", "date", "modified", "status", "valid_until", "validity")
"""Values of the header that are dates or one of a few words."""
_INDEXES = ("index", "replaces", "interprets")
_KEYWORDS = ("tags", "subject")
"""Values that say what a document is about: a word for secrecy in them is no mark."""
_TAG = re.compile(r"<[^>]*>")
_CELL_END = re.compile(r"</(?:t[dh]|li|h[1-6]|p)>\s*")
_ROW_END = re.compile(r"\s*</tr>\s*(?:</?t(?:head|body)[^>]*>\s*)*(?:<tr[^>]*>\s*)?")
_MARKUP = ("<", "*", "_", "`", "\\", "&", "](")
_HIDING = re.compile(r"[\d★☆@＠][ \t]*(?:[<*_`\\]|\]\()|[>*_`\\)][ \t]*[\d★☆@＠]|&(?:#|[A-Za-z]+;)|\\\n")
"""Markdown and HTML, with a sign of `_MARKUP`, that can split a number or an address in the source but do not show on the page."""


def findings(path: str, body: str, body_line: int, values: dict[str, Any], lines: dict[str, int], *, rendered: str) -> list[Finding]:
    """Return the findings of an item's file.

    `body` is its Markdown and begins on `body_line`; `rendered` is the HTML of it. `values` and `lines`
    are the values of the header and their lines, by attribute; all that are printed anywhere are
    checked. The body of a withdrawn item is not
    published, so only its header is checked.
    """
    withdrawn = values.get("withdrawn")
    open_draft = "征求意见" in values.get("title", "") or "公开征" in values.get("title", "")

    def found() -> Iterator[Finding]:
        for spec in FIELDS:
            for text in _written(values.get(spec.attribute)) if spec.attribute not in _NOT_TEXT else ():
                label = "索引号" if spec.attribute in _INDEXES else ""
                header = 0 if spec.attribute in _KEYWORDS else 300
                yield from findings_in_text(path, lines[spec.attribute], text, open_draft=open_draft, label=label, header=header)
        yield from findings_in_name(path)
        if withdrawn:
            return
        title = values.get("title", "")
        yield from findings_in_text(path, body_line, body, open_draft=open_draft, title=title)
        if any(sign in body for sign in _MARKUP) and _HIDING.search(body):
            for one in findings_in_text(path, 0, shown_text(rendered), open_draft=open_draft, title=title):
                yield replace(one, line=body_line)

    return distinct(found())


def _written(value: Any) -> Iterator[str]:
    """Yield the texts that are printed of a value of the header."""
    if isinstance(value, tuple):
        for part in value:
            yield from _written(part)
    elif isinstance(value, Review):
        yield from (value.reviewer, value.result)
    elif isinstance(value, (Ruling, Withdrawal)):
        yield value.reason
    elif isinstance(value, ValidityChange):
        yield value.basis
    elif isinstance(value, Revision):
        yield value.note
    elif value:
        yield value


def shown_text(rendered: str) -> str:
    """Return the text of HTML as a reader sees it. A bar separates cells and paragraphs, so that their digits do not join; a row is a line."""
    rows = (_TAG.sub("", _CELL_END.sub("|", row)) for row in _ROW_END.split(rendered))
    return html.unescape("\n".join(rows))


def apply_exceptions(rulings: tuple[Ruling, ...], seen: list[Finding]) -> tuple[tuple[Ruling, ...], list[Problem]]:
    """Apply a reviewer's exceptions to the findings of an item's file.

    Return the exceptions, each with the masked value that it allows in this file, and a problem for
    each finding that no exception allows.
    """
    by_code = {one.code: one for one in seen}
    allowed = {ruling.code for ruling in rulings}
    marked = tuple(replace(one, masked=by_code[one.code].named) if one.code in by_code else one for one in rulings)
    return marked, [one.problem() for one in seen if one.code not in allowed]
