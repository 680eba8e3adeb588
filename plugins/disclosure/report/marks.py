"""Marks: the notation by which a report's text says which figure a number is.

A marked figure is a Markdown link. Its text is the number as the report states it, its target
names the figure. The mark of a table is a line of its own above the table:

    全年收到申请[4件](figure:收到申请数)。
    主动公开[23,462条](figure:主动公开政府信息数 "原报告没有分渠道列出，差额来由不明")。

    [政府信息公开情况统计表](table:统计表)

So any Markdown tool can show the file, and the number stays the editor's. The text in quotes is
the editor's reason why the number differs from the computed one. For a number that this site
cannot compute the mark states its source:

    另有[8个](source: "原报告所列，本站没有登记")部门使用独立的系统。
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from ..model.rounding import Number, half_up, places_of
from .figures import anchor

MARK = re.compile(
    r"\[([^\[\]\n]*)\]\((?:(figure|table):([^\s()\"“”]+)|(source):([^\s()\"“”]*))\s*(?:[\"“”]([^\"“”\n]*)[\"“”])?\s*\)"
)
_LOOSE = re.compile(r"\]\((?:figure|table|source)[:：]")
_HTML_LINK = re.compile(r'<a href="(figure|table|source):([^"]*)"(?: title="([^"]*)")?>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(余|多)?")
_CHINESE = re.compile(r"([零一二两三四五六七八九十百千万]+)\s*(余|多)?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NONE = ("无", "没有", "零", "—", "-")
_UNWRITTEN = re.compile(r"〔在这里写[^〕]*〕")


@dataclass(frozen=True)
class StatedNumber:
    """A number as a report states it."""

    value: Decimal
    span: int = 0
    """For “150余”: the number is at least `value` and less than `value` + `span`. 0 for an exact number."""

    @property
    def places(self) -> int:
        """How many decimals the text has."""
        return max(0, -self.value.as_tuple().exponent)

    def agrees(self, computed: Number) -> bool:
        """Return whether the exact computed number, rounded half up to the decimals of the text, is the one that the text states."""
        if self.span:
            return self.value <= computed < self.value + self.span
        return half_up(computed, self.places) == self.value

    def difference(self, computed: Number) -> Decimal:
        """Return the stated number minus the computed one as messages show both; 0 where they agree."""
        return Decimal(0) if self.agrees(computed) else self.value - half_up(computed, self.places_beside(computed))

    def places_beside(self, computed: Number) -> int:
        """Return the decimals with which a computed number is shown beside this one: enough to see that they differ."""
        return max(self.places, places_of(computed))


def stated_number(text: str) -> StatedNumber | None:
    """Return the first number in a marked text or a cell, in digits or in Chinese; None where there is none."""
    plain = text.translate(WIDE).replace("*", "").strip()
    match = _NUMBER.search(plain)
    if match is None and plain.startswith(_NONE):
        return StatedNumber(Decimal(0))
    if match is None and (match := _CHINESE.search(plain)) is None:
        return None
    value = _chinese(match[1]) if match.re is _CHINESE else Decimal(re.sub("[,，]", "", match[1]))
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0")) if value == value.to_integral() and "." not in digits else 0
    return StatedNumber(value, 10 ** zeros if match[2] else 0)


def _chinese(text: str) -> Decimal:
    """Return the value of a number written in Chinese: 四, 十五, 一百二十, 两千零三, 一万二千."""
    whole = part = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign == "万":
            whole, part, digit = (whole + part + digit) * 10000, 0, 0
        else:
            part, digit = part + (digit or 1) * _PLACES[sign], 0
    return Decimal(whole + part + digit)


@dataclass(frozen=True)
class Mark:
    """A marked number in a report."""

    line: int
    text: str
    """The number with its unit, as the report states it."""
    name: str
    """Name of the figure."""
    reason: str
    """The editor's reason for a difference, or ''."""


@dataclass(frozen=True)
class MarkedTable:
    """A marked table of a report."""

    line: int
    title: str
    key: str
    reason: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Line, first cell and further cells of each row."""


@dataclass(frozen=True)
class Marks:
    """All marks of a report, and what is not a proper mark."""

    figures: tuple[Mark, ...] = ()
    sources: tuple[Mark, ...] = ()
    """Numbers with a source. A source without blanks may be the mark's `name`, one in quotes is its `reason`."""
    tables: tuple[MarkedTable, ...] = ()
    unreadable: tuple[int, ...] = ()
    """Lines with a mark that cannot be read."""
    unwritten: tuple[tuple[int, str], ...] = ()
    """Line and text of the brackets of a draft that the editor has not replaced."""


def read(source: str) -> Marks:
    """Return the marks of a report's Markdown source; lines count from 1 in the whole file."""
    figures, sources, tables, unreadable, unwritten = [], [], [], [], []
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        found = list(MARK.finditer(line))
        if len(found) < len(_LOOSE.findall(line)):
            unreadable.append(number)
        unwritten += [(number, gap[0]) for gap in _UNWRITTEN.finditer(line)]
        for mark in found:
            text, kind, name, reason = mark[1], mark[2] or mark[4], mark[3] or mark[5], (mark[6] or "").strip()
            if kind == "figure":
                figures.append(Mark(number, text, name, reason))
            elif kind == "source":
                sources.append(Mark(number, text, name, reason))
            else:
                tables.append(_table(number, text, name, reason, lines))
    return Marks(tuple(figures), tuple(sources), tuple(tables), tuple(unreadable), tuple(unwritten))


def _table(number: int, title: str, key: str, reason: str, lines: list[str]) -> MarkedTable:
    """Return the pipe table that follows a line."""
    rows: list[tuple[int, list[str]]] = []
    for following, line in enumerate(lines[number:], number + 1):
        if line.strip().startswith("|"):
            rows.append((following, [cell.strip() for cell in line.strip().strip("|").split("|")]))
        elif line.strip() or rows:
            break
    columns = tuple(rows[0][1]) if rows else ()
    body = tuple((line, cells[0], tuple(cells[1:])) for line, cells in rows[2:])
    return MarkedTable(number, title, key, reason, columns, body)


def code_of_numbers(source: str) -> str:
    """Return a code of all numbers in a report's text. It changes when one of them changes.

    Targets and reasons of marks do not count, so that a difference may be explained later.
    """
    body = MARK.sub(lambda mark: mark[1], source.partition("\n\n")[2])
    return hashlib.sha256(" ".join(re.findall(r"[0-9][0-9,.]*", body)).encode()).hexdigest()[:8]


def issued(source: str) -> tuple[int, str, str] | None:
    """Return line, date and code of the header line that says when a report was issued (``Issued: 2015-03-20 1a2b3c4d``)."""
    header = source.partition("\n\n")[0]
    match = re.search(r"^Issued:[ \t]*(\S*)[ \t]*(\S*)", header, re.MULTILINE | re.IGNORECASE)
    return (header.count("\n", 0, match.start()) + 1, match[1], match[2]) if match else None


def source_anchor(text: str, said: str) -> str:
    """Return the fragment for a number with a source, on the report's page."""
    return anchor(f"source {text} {said}")


def table_anchor(key: str) -> str:
    """Return the fragment for the reconciliation of a table, on the report's page."""
    return anchor(f"table {key}")


def links_for_marks(rendered: str) -> str:
    """Turn the marks in rendered HTML into links within the page: the sanitiser would remove their own targets."""
    def link(match: re.Match) -> str:
        name, *rest = re.split(r"[\s\"“”]+", unescape(match[2]))
        if match[1] == "source":
            text = unescape(re.sub("<[^>]*>", "", match[4]))
            fragment = source_anchor(text, " ".join(filter(None, (name, unescape(match[3] or "".join(rest)).strip()))))
        else:
            fragment = anchor(name) if match[1] == "figure" else table_anchor(name)
        return f'<a href="#{fragment}">{match[4]}</a>'

    return _HTML_LINK.sub(link, rendered)
