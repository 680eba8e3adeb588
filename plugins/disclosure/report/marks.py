"""Marks: how a report's text says which figure a number is.

A marked figure is a Markdown link whose text is the number as the report states it and
whose target names the figure; a marked table is a line of its own above the table:

    全年收到申请[4件](figure:收到申请数)。
    主动公开[23,462条](figure:主动公开政府信息数 "原报告没有分渠道列出，差额来由不明")。

    [政府信息公开情况统计表](table:统计表)

So the file reads by itself in any Markdown tool, and the number stays the editor's. What
stands in quotes is the editor's reason why the number differs from the computed one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from .figures import anchor

_MARK = re.compile(r"\[([^\[\]\n]*)\]\((figure|table):([^\s()\"“”]+)\s*(?:[\"“”]([^\"“”\n]*)[\"“”])?\s*\)")
_LOOSE = re.compile(r"\]\((?:figure|table)[:：]")
_HTML_LINK = re.compile(r'<a href="(figure|table):([^"]*)"(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(余|多)?")
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NONE = ("无", "没有", "零", "—", "-")
_UNWRITTEN = re.compile(r"〔在这里写[^〕]*〕")


@dataclass(frozen=True)
class Typed:
    """A number as a report states it."""

    value: Decimal
    span: int = 0
    """“150余”: any number from `value` up to, but not including, `value` + `span`."""

    def agrees(self, computed: int | Decimal) -> bool:
        """Whether the computed number is what the text says, to the decimals of the text."""
        number = Decimal(computed)
        if self.span:
            return self.value <= number < self.value + self.span
        return round(number, max(0, -self.value.as_tuple().exponent)) == self.value

    def difference(self, computed: int | Decimal) -> Decimal:
        """Return what the text says more (or less) than was computed."""
        return Decimal(0) if self.agrees(computed) else self.value - Decimal(computed)


def typed(text: str) -> Typed | None:
    """Return the number in a marked text or a cell, or None when there is none."""
    plain = text.translate(_WIDE).replace("*", "").strip()
    match = _NUMBER.search(plain)
    if match is None:
        return Typed(Decimal(0)) if plain.startswith(_NONE) else None
    value = Decimal(re.sub("[,，]", "", match[1]))
    zeros = len(match[1]) - len(match[1].rstrip("0"))
    return Typed(value, 10 ** zeros if match[2] else 0)


@dataclass(frozen=True)
class Mark:
    """A marked figure in a report."""

    line: int
    text: str
    name: str
    reason: str


@dataclass(frozen=True)
class MarkedTable:
    """A marked table: its rows by their first cell, each with line and further cells."""

    line: int
    title: str
    key: str
    reason: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Marks:
    """Everything marked in a report, and the lines where a mark was begun but cannot be read."""

    figures: tuple[Mark, ...] = ()
    tables: tuple[MarkedTable, ...] = ()
    unreadable: tuple[int, ...] = ()
    unwritten: tuple[tuple[int, str], ...] = ()


def read(source: str) -> Marks:
    """Return the marks of a report's Markdown source; lines count from 1 in the whole file."""
    figures, tables, unreadable, unwritten = [], [], [], []
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        found = list(_MARK.finditer(line))
        if len(found) < len(_LOOSE.findall(line)):
            unreadable.append(number)
        unwritten += [(number, gap[0]) for gap in _UNWRITTEN.finditer(line)]
        for mark in found:
            text, kind, name, reason = mark[1], mark[2], mark[3], (mark[4] or "").strip()
            if kind == "figure":
                figures.append(Mark(number, text, name, reason))
            else:
                tables.append(_table(number, text, name, reason, lines))
    return Marks(tuple(figures), tuple(tables), tuple(unreadable), tuple(unwritten))


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


def seal(source: str) -> str:
    """Return the code of a report's numbers: another one as soon as any number of its body is."""
    body = source.partition("\n\n")[2]
    return hashlib.sha256(" ".join(re.findall(r"[0-9][0-9,.]*", body)).encode()).hexdigest()[:8]


def issued(source: str) -> tuple[int, str, str] | None:
    """Return line, date and code of the header line that says when a report was issued (``Issued: 2015-03-20 1a2b3c4d``)."""
    header = source.partition("\n\n")[0]
    match = re.search(r"^Issued:[ \t]*(\S*)[ \t]*(\S*)", header, re.MULTILINE | re.IGNORECASE)
    return (header.count("\n", 0, match.start()) + 1, match[1], match[2]) if match else None


def table_anchor(key: str) -> str:
    """Return the fragment under which a table's reconciliation is found."""
    return anchor(f"table {key}")


def hold(rendered: str) -> str:
    """Turn marks in rendered HTML into links within the page, which survive its sanitising."""
    def link(match: re.Match) -> str:
        name = re.split(r"[\s\"“”]", unescape(match[2]))[0]
        fragment = anchor(name) if match[1] == "figure" else table_anchor(name)
        return f'<a href="#{fragment}">{match[3]}</a>'

    return _HTML_LINK.sub(link, rendered)
