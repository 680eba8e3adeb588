"""Marks: how a report's text says which figure a number is.

A marked figure is a Markdown link whose text is the number as the report states it and
whose target names the figure; a marked table is a line of its own above the table:

    全年收到申请[4件](figure:收到申请数)。
    主动公开[23,462条](figure:主动公开政府信息数 "原报告没有分渠道列出，差额来由不明")。

    [政府信息公开情况统计表](table:统计表)

So the file reads by itself in any Markdown tool, and the number stays the editor's. What
stands in quotes is the editor's reason why the number differs from the computed one. A
number that this site cannot compute says instead where it is from:

    另有[8个](source: "原报告所列，本站没有登记")部门使用独立的系统。
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

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
    """Return the number in a marked text or a cell, in digits or in Chinese, or None when there is none."""
    plain = text.translate(WIDE).replace("*", "").strip()
    match = _NUMBER.search(plain)
    if match is None and plain.startswith(_NONE):
        return Typed(Decimal(0))
    if match is None and (match := _CHINESE.search(plain)) is None:
        return None
    value = _chinese(match[1]) if match.re is _CHINESE else Decimal(re.sub("[,，]", "", match[1]))
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0")) if value == value.to_integral() and "." not in digits else 0
    return Typed(value, 10 ** zeros if match[2] else 0)


def _chinese(text: str) -> Decimal:
    """Return a number written in Chinese: 四, 十五, 一百二十, 两千零三, 一万二千."""
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
    sources: tuple[Mark, ...] = ()
    """Numbers that say where they are from: a short source is the mark's name, a long one its reason."""
    tables: tuple[MarkedTable, ...] = ()
    unreadable: tuple[int, ...] = ()
    unwritten: tuple[tuple[int, str], ...] = ()


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


def seal(source: str) -> str:
    """Return the code of a report's numbers: another one as soon as any number of its text is.

    What marks say of numbers does not count, so that a difference may be explained later.
    """
    body = MARK.sub(lambda mark: mark[1], source.partition("\n\n")[2])
    return hashlib.sha256(" ".join(re.findall(r"[0-9][0-9,.]*", body)).encode()).hexdigest()[:8]


def issued(source: str) -> tuple[int, str, str] | None:
    """Return line, date and code of the header line that says when a report was issued (``Issued: 2015-03-20 1a2b3c4d``)."""
    header = source.partition("\n\n")[0]
    match = re.search(r"^Issued:[ \t]*(\S*)[ \t]*(\S*)", header, re.MULTILINE | re.IGNORECASE)
    return (header.count("\n", 0, match.start()) + 1, match[1], match[2]) if match else None


def source_anchor(text: str, said: str) -> str:
    """Return the fragment under which a number that names its source is found."""
    return anchor(f"source {text} {said}")


def table_anchor(key: str) -> str:
    """Return the fragment under which a table's reconciliation is found."""
    return anchor(f"table {key}")


def hold(rendered: str) -> str:
    """Turn marks in rendered HTML into links within the page, which survive its sanitising."""
    def link(match: re.Match) -> str:
        name, *rest = re.split(r"[\s\"“”]+", unescape(match[2]))
        if match[1] == "source":
            text = unescape(re.sub("<[^>]*>", "", match[4]))
            fragment = source_anchor(text, " ".join(filter(None, (name, unescape(match[3] or "".join(rest)).strip()))))
        else:
            fragment = anchor(name) if match[1] == "figure" else table_anchor(name)
        return f'<a href="#{fragment}">{match[4]}</a>'

    return _HTML_LINK.sub(link, rendered)
