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

A reason belongs to one number. In a cell of a marked table it stands in the cell; for a sum that does
not hold it is a line of its own below the table, which names the identity as the check does:

    | 行政复议 | [2](cell: "原报告按收到的案件数") | 1 | 0 | 0 | 3 |

    [行政复议：总计＝结果维持、结果纠正、其他结果、尚未审结之和](identity:表4 "原报告如此")
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import NamedTuple

from ..model.rounding import Number, half_up, places_of
from .figures import anchor

MARK = re.compile(
    r"\[([^\[\]\n]*)\]\((?:(figure|table|identity):([^\s()\"“”]+)|(source|cell):([^\s()\"“”]*))\s*(?:[\"“”]([^\"“”\n]*)[\"“”])?\s*\)"
)
BEHIND = 8
"""How much of the text behind a mark is kept: as much as a unit takes."""
KINDS = "figure|table|identity|source|cell"
_LOOSE = re.compile(rf"\]\((?:{KINDS})[:：]")
_HTML_LINK = re.compile(rf'<a href="({KINDS}):([^"]*)"(?: title="([^"]*)")?>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(余|多)?")
_CHINESE = re.compile(r"([零一二两三四五六七八九十百千万亿]+)\s*(余|多)?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_MINUS = re.compile(r"[-－−]\s*\d")
_NONE = ("无", "没有", "零", "—", "-")
_UNWRITTEN = re.compile(r"〔?\s*(?:在这里写|看完删去)\s*[：:][^〕]*〕?|方括号里的数字由公开目录和登记表得出")
"""What drafts tell an editor, whole or with a bracket lost; and the sentence with which drafts of older versions began."""


@dataclass(frozen=True)
class StatedNumber:
    """A number as a report states it."""

    value: Decimal
    span: int | Decimal = 0
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
    """Return the first number in a marked text or a cell, in digits or in Chinese; None where there is none.

    A sign counts at the beginning only: -3, +1,036.
    """
    found = number_and_rest(text)
    return found and found[0]


def number_and_rest(text: str) -> tuple[StatedNumber, str] | None:
    """Return the first number in a text as `stated_number` does, and the text behind it."""
    plain = text.translate(WIDE).replace("*", "").strip()
    if _MINUS.match(plain):
        found = number_and_rest(plain[1:])
        return found and (StatedNumber(-found[0].value), found[1])
    match = _NUMBER.search(plain)
    if match is None and plain.startswith(_NONE):
        return StatedNumber(Decimal(0)), plain.removeprefix(next(word for word in _NONE if plain.startswith(word)))
    if match is None and (match := _CHINESE.search(plain)) is None:
        return None
    value = _chinese(match[1]) if match.re is _CHINESE else Decimal(re.sub("[,，]", "", match[1]))
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0")) if value == value.to_integral() and "." not in digits else 0
    return StatedNumber(value, 10 ** zeros if match[2] else 0), plain[match.end():]


def _chinese(text: str) -> Decimal:
    """Return the value of a number written in Chinese: 四, 十五, 一百二十, 两千零三, 一万二千."""
    above, _, below = text.rpartition("亿")
    if above:
        return _chinese(above) * 10**8 + _chinese(below)
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
    behind: str = ""
    """The text right behind the mark: the unit may stand there."""


@dataclass(frozen=True)
class MarkedTable:
    """A marked table of a report."""

    line: int
    title: str
    key: str
    reason: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Line, first cell and further cells of each row, as they are written."""


class StatedCell(NamedTuple):
    """A cell of a marked table: its number as text, and what a mark in it says."""

    text: str
    reason: str = ""
    marked: bool = False
    """Whether it has a mark of its own kind, `cell:`."""


def cell(written: str) -> StatedCell:
    """Return a cell without its mark."""
    mark = MARK.search(written)
    if mark is None:
        return StatedCell(written)
    return StatedCell(mark[1].strip(), _said(mark) if mark[4] == "cell" else "", mark[4] == "cell")


@dataclass(frozen=True)
class Marks:
    """All marks of a report, and what is not a proper mark."""

    figures: tuple[Mark, ...] = ()
    sources: tuple[Mark, ...] = ()
    """Numbers with a source. A source without blanks may be the mark's `name`, one in quotes is its `reason`."""
    tables: tuple[MarkedTable, ...] = ()
    identities: tuple[Mark, ...] = ()
    """Reasons for sums that do not hold. `text` is the identity, `name` the key of its table."""
    stray: tuple[tuple[int, str], ...] = ()
    """Line and text of marks of cells outside a marked table."""
    unreadable: tuple[int, ...] = ()
    """Lines with a mark that cannot be read."""
    unwritten: tuple[tuple[int, str], ...] = ()
    """Line and text of the brackets of a draft that the editor has not replaced."""


def read(source: str) -> Marks:
    """Return the marks of a report's Markdown source; lines count from 1 in the whole file."""
    figures, sources, tables, reasons, cells, unreadable, unwritten = [], [], [], [], [], [], []
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        found = list(MARK.finditer(line))
        if len(found) < len(_LOOSE.findall(line)):
            unreadable.append(number)
        unwritten += [(number, gap[0]) for gap in _UNWRITTEN.finditer(line)]
        for mark in found:
            text, kind, name, reason = mark[1], mark[2] or mark[4], mark[3] or mark[5], (mark[6] or "").strip()
            if kind == "figure":
                figures.append(Mark(number, text, name, reason, line[mark.end() : mark.end() + BEHIND].lstrip("*")))
            elif kind == "source":
                sources.append(Mark(number, text, name, reason))
            elif kind == "identity":
                reasons.append(Mark(number, text, name, reason))
            elif kind == "cell":
                cells.append((number, text))
            else:
                tables.append(_table(number, text, name, reason, lines))
    in_tables = {line for table in tables for line, _, _ in table.rows}
    stray = tuple(one for one in cells if one[0] not in in_tables)
    return Marks(tuple(figures), tuple(sources), tuple(tables), tuple(reasons), stray, tuple(unreadable), tuple(unwritten))


def _said(mark: re.Match) -> str:
    """Return what a mark without a name says, in quotation marks or not."""
    return (mark[6] or mark[5] or "").strip()


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
    body = MARK.sub(lambda mark: "" if mark[2] == "identity" else mark[1], source.partition("\n\n")[2])
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


def identity_anchor(key: str) -> str:
    """Return the fragment for the identities of a table, on the report's page."""
    return anchor(f"identity {key}")


CELL = anchor("cell")
"""Stands for the reconciliation of the table in which a marked cell stands. `cell_links` puts in its fragment."""


def links_for_marks(rendered: str) -> str:
    """Turn the marks in rendered HTML into links within the page: the sanitiser would remove their own targets."""
    def link(match: re.Match) -> str:
        name, *rest = re.split(r"[\s\"“”]+", unescape(match[2]))
        if match[1] == "source":
            text = unescape(re.sub("<[^>]*>", "", match[4]))
            fragment = source_anchor(text, " ".join(filter(None, (name, unescape(match[3] or "".join(rest)).strip()))))
        else:
            fragment = {"figure": anchor, "table": table_anchor, "identity": identity_anchor, "cell": lambda _: CELL}[match[1]](name)
        return f'<a href="#{fragment}">{match[4]}</a>'

    return _HTML_LINK.sub(link, rendered)
