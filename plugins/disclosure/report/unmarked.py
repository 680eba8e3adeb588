"""Numbers in a report's prose without a mark.

A reader assumes that every number in an annual report was counted. So the reconciliation shows
each unmarked number, and the editor is told how to mark it. A number that follows the name of a
figure (收到申请5件) is compared with that figure. Numbers that count nothing are left out: dates,
years, ordinals, document numbers, section numbers, telephone numbers, and all text in 《》.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model.rounding import Number
from . import marks
from .figures import Figure
from .marks import StatedNumber

_SILENT = re.compile("|".join((
    r"\[[^\]\n]*\]\((?:figure|table|identity|source|cell)[:：][^)\n]*\)?",  # a mark that cannot be read gets a problem of its own
    r"`[^`]*`", r"<[^>\n]*>", r"《[^》]*》", r"\]\([^)\n]*\)", r"https?://[\w./?=&%#:-]+", r"[\w.]+@[\w.]+", r"&#?\w+;",
    r"(?:19|20)\d\d\s*[-—–~～至到、和/.]{1,2}\s*(?:19|20)?\d\d\s*年", r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", r"(?<!\d)\d{1,2}[:：]\d\d(?!\d)",
    r"(?<!\d)(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?", r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:\s*[-—–~～至到]+\s*\d{1,2}\s*日)?", r"(?<!\d)\d{1,2}\s*日(?!均)",
    r"[〔\[（(［]\s*\d{4}\s*[〕\])）］]\s*第?\s*\d+\s*号", r"第\s*\d+(?:\s*[、至到—-]\s*第?\d+)*", r"\d+\s*号(?!召)", r"[\w.-]*\d+/\d{4}-\d+",
    r"\d{3,4}-\d{3,4}\s?-?\d{3,4}", r"(?<!\d)1\d{10}(?!\d)", r"(?<![\d,，])\d{5}(?=\s*(?:[\w“”]{0,4}热线|电话))", r"(?:热线|电话|拨打)[：:“ ]{0,3}\d{5,}",
    r"\d+\s*个?工作日(?:之|以)?内", r"[A-Za-z]+[-/]?\d[\w.-]*", r"\d+[A-Za-z]+",
)))
"""Texts with digits that count nothing."""
_SECTION = re.compile(r"^\s*(?:[-*+>]\s+|#+\s+)*(?:\d+(?:\.\d+)*\s*(?:[.．](?!\d)|[、)）])|[（(]\d+[）)]|\d+(?:\.\d+)+\s+)\s*")
_FOOTNOTE = re.compile(r"\[\^\d+\]:?")
_UNIT = "件条项次期人份个万亿％%篇场户家套名处页天元"
_NUMBER = re.compile(rf"(?<![\d.])(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?:余|多)?\s*(?P<unit>人次|万元|[{_UNIT}])?")
_CHINESE = re.compile(r"(?<![第一二三四五六七八九十百千万零两每])(?P<digits>[一二三四五六七八九十百千万零两]+)(?:余|多)?(?P<unit>人次|万元|[件条项次期])")
_LINKING = r"(?:总数|数量|数)?(?:一共|总共|共计|合计|共有|共|计|为|是|有|达到|达|约|了|：|:|\s)*$"
_CLAUSE = re.compile(r"[，。；！？（）、]")
_FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True)
class Unmarked:
    """A number of the prose without a mark, and the figure that it may state."""

    line: int
    text: str
    """The number with its unit, as the report states it."""
    before: str
    """The words before it in its clause."""
    stated: StatedNumber
    figure: Figure | None = None
    sure: bool = False
    """Whether it follows the figure's name, so that it certainly states this figure. Else only unit and value fit."""


def find(source: str, tables: Iterable[marks.MarkedTable], known: Mapping[str, Figure]) -> tuple[Unmarked, ...]:
    """Return the unmarked numbers of a report's source, in order. Numbers of marked tables are left out: they are compared as cells."""
    judged = {line for table in tables for line in _lines(table)}
    names = _names(known)
    return tuple(
        _unmarked(number, line, before, match, names)
        for number, line in _prose(source) if number not in judged
        for before, match in _numbers(line)
    )


def _lines(table: marks.MarkedTable) -> range:
    first = table.line + 1
    last = max((line for line, _, _ in table.rows), default=table.line)
    return range(first, last + 1)


def _prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line of the body, without fenced code."""
    lines = source.splitlines()
    start = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    fenced = False
    for number, line in enumerate(lines[start:], start + 1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _numbers(line: str) -> Iterator[tuple[str, re.Match]]:
    """Yield each number of a line as a match, after the words before it in its clause."""
    plain = _blank(marks.MARK, line.translate(marks.WIDE))
    for pattern in (_FOOTNOTE, _SECTION, _SILENT):
        plain = _blank(pattern, plain)
    found = [*_NUMBER.finditer(plain), *(match for match in _CHINESE.finditer(plain) if match["digits"] != "一")]
    for match in sorted(found, key=re.Match.start):
        yield _CLAUSE.split(plain[: match.start()])[-1].replace("*", "").replace("\0", ""), match


def _blank(pattern: re.Pattern, text: str) -> str:
    return pattern.sub(lambda match: "\0" * len(match[0]), text)


def _names(known: Mapping[str, Figure]) -> list[tuple[re.Pattern, Figure]]:
    """Return a pattern for the words before a number that name a figure, for each figure, longest name first."""
    stems = [(re.sub(r"(?:人次|数|率)$", "", name.replace("/", "")), figure) for name, figure in known.items()]
    stems.sort(key=lambda pair: -len(pair[0]))
    return [(re.compile(re.escape(stem) + "(?:人次|率)?" + _LINKING), figure) for stem, figure in stems if len(stem) > 1]


def _unmarked(number: int, line: str, before: str, match: re.Match, names: list[tuple[re.Pattern, Figure]]) -> Unmarked:
    text = line[match.start() : match.end()].strip()
    stated = marks.stated_number(match[0])
    unit = match["unit"] or ""
    for pattern, figure in names:
        if _value(figure) is not None and unit == figure.unit and pattern.search(before):
            return Unmarked(number, text, before, stated, figure, True)
    same = [figure for _, figure in names if unit == figure.unit and _value(figure) == stated.value != 0]
    return Unmarked(number, text, before, stated, same[0] if len(same) == 1 else None)


def _value(figure: Figure) -> Number | None:
    return figure.value if figure.value is not None else figure.declared
