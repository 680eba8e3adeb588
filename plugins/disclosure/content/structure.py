"""The structure of a long document: places to which a link may lead, its list of contents, its tables, its footnote marks.

Headings have ids of their own words (dialect/headings.py). Here articles (第三条) and chapters that stand as paragraphs get
ids in the same way, so that `[见第三条](#第三条)` finds them and an address can name them.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_NUMBER = "[一二三四五六七八九十百千零〇两0-9０-９]{1,9}"
_PART = re.compile(
    rf"<p>(?=(?:<strong>)?(第{_NUMBER}(?:条(?:之[一二三四五六七八九十]{{1,3}})?|[章节编]))(?:</strong>|[ \t\u3000：:]))"
)
_PLACE = re.compile(r'<(h[2-6]|p) id="(b-[^"]*)"[^>]*>(.*?)</\1>', re.DOTALL)
_ARTICLE = re.compile(rf"b-第{_NUMBER}条")
_MARK = re.compile(r'(<sup id="b-fnref[^>]*><a [^>]*>)([^<]*)(</a></sup>)')
_WHOLE_MARK = re.compile(r'<sup id="b-fnref[^>]*><a [^>]*>[^<]*</a></sup>')
_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_UNSCOPED = re.compile(r"<th(?![a-z])(?![^>]*\bscope=)")
_REGION = re.compile(r'(<section class="rr-scroll" aria-label=")(表格\d+)(" tabindex="0"><table[^>]*>)(?!\s*<caption)')
_HEADING = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TABLE = re.compile(r"<table(?![a-z])([^>]*)>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr(?![a-z])[^>]*>(.*?)</tr>", re.DOTALL)
_LABEL = re.compile(r"<t[hd](?![a-z])[^>]*>(.*?)</t[hd]>", re.DOTALL)
_NAMELESS = re.compile(r"<th(?![a-z])([^>]*)>(\s*)</th>")
_CELL = re.compile(r"<t[dh](?![a-z])[^>]*>")
_SPAN = re.compile(r"\b(?:colspan|rowspan)=")

FEWEST = 4
"""A document with fewer places needs no list of contents."""


_MANY_COLUMNS, _LONG_ROWS = 4, 40
"""Columns of a table that a phone cannot show beside each other; characters of the longest texts of three columns that it cannot."""


class Place(NamedTuple):
    """A heading or an article: its id, its words, and whether it is an article."""

    anchor: str
    words: str
    is_article: bool


def with_places(cleaned: str) -> str:
    """Give articles, and chapters that are paragraphs, ids of their number; a second one with the same number gets a number more."""
    if "<p>第" not in cleaned and "<p><strong>第" not in cleaned:
        return cleaned
    used = set(re.findall(r' id="([^"]*)"', cleaned))

    def place(match: re.Match) -> str:
        name, number = f"b-{match[1]}", 1
        while name in used:
            number += 1
            name = f"b-{match[1]}-{number}"
        used.add(name)
        return f'<p id="{name}">'

    return _PART.sub(place, cleaned)


def contents(shown: str) -> list[Place]:
    """Return the places of a document in their order; none where there are few. An article is named by its number alone."""
    if ' id="b-' not in shown:
        return []
    found = []
    for _, anchor, inner in _PLACE.findall(shown):
        is_article = _ARTICLE.match(anchor) is not None
        words = html.unescape(_TAG.sub("", _WHOLE_MARK.sub("", inner))).strip()
        found.append(Place(html.unescape(anchor), re.split(r"[\s：:]", words)[0] if is_article else words, is_article))
    return found if len(found) >= FEWEST else []


def without_marks(cleaned: str) -> str:
    """Return HTML without the marks that lead to footnotes, so that its text has 12.9% and not 12.9%1."""
    return _WHOLE_MARK.sub("", cleaned) if "fnref" in cleaned else cleaned


def finished(cleaned: str) -> str:
    """Return a body as its page shows it: brackets around footnote marks, scopes, captions and labels of tables."""
    if "fnref" in cleaned:
        cleaned = _MARK.sub(r"\1〔\2〕\3", cleaned)
    if "<table" in cleaned:
        cleaned = _HEAD.sub(lambda head: _UNSCOPED.sub('<th scope="col"', _NAMELESS.sub(r"<td\1>\2</td>", head[0])), cleaned)
        cleaned = _TABLE.sub(_with_labels, _with_captions(cleaned))
    return cleaned


def _with_labels(table: re.Match) -> str:
    """Return a table whose cells name their columns, so that a phone can show each row with its labels.

    A table that fits a phone stays as it is, and so does one whose cells span others or whose columns have no names, and a
    statutory form, which has its own labels.
    """
    attributes, inner = table.groups()
    if "rr-statutory" in attributes:
        return table[0]
    head = _HEAD.search(inner)
    rows = _ROW.findall(head[0]) if head else []
    labels = [html.unescape(_TAG.sub("", label)).strip() for label in _LABEL.findall(rows[0])] if len(rows) == 1 else []
    if len(labels) < 3 or not all(labels[1:]) or _SPAN.search(inner) or _fits_a_phone(len(labels), inner[head.end() :]):
        return table[0]

    def row(match: re.Match) -> str:
        names = iter(labels)
        return _CELL.sub(lambda cell: f'{cell[0][:-1]} data-label="{html.escape(next(names, ""))}">', match[0])

    return f'<table{attributes} data-records>{inner[: head.end()]}{_ROW.sub(row, inner[head.end() :])}</table>'


def _fits_a_phone(columns: int, body: str) -> bool:
    """Return whether a phone has room for the columns of a table beside each other."""
    texts = [_TAG.sub("", cell) for cell in _CELL.split(body)[1:]]
    return columns < _MANY_COLUMNS and sum(max(map(len, texts[place::columns]), default=0) for place in range(columns)) <= _LONG_ROWS


def _with_captions(cleaned: str) -> str:
    """Give each table without a caption one that names the heading above it. Its region is named by the same words."""
    parts, end, heading = [], 0, ""
    for region in _REGION.finditer(cleaned):
        before = cleaned[end : region.start()]
        for match in _HEADING.finditer(before):
            heading = _TAG.sub("", match[1]).strip()
        name = f"{region[2]}：{heading}" if heading else region[2]
        label = name.replace('"', "&quot;")
        parts += [before, f'{region[1]}{label}{region[3]}<caption class="rr-hidden">{name}</caption>']
        end = region.end()
    return "".join([*parts, cleaned[end:]])
