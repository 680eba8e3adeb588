"""The secrecy check of registers and of Pelican's own pages.

A reviewer's exception stands where the value is, one for each value, with its reason: in the
column `review_exception` (审查例外) of the row, or in the header line `Review-Exception` of the page.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..model.item import FieldError, Ruling, parse_rulings
from ..model.problems import WARNING, Problem
from ..registers import Register, schema
from . import marks
from .examine import Finding, distinct, findings_in_text, identities_in_code
from .item_files import shown_text

OFFICIAL = {"agencies": {"leader", "responsible", "address", "hours", "phone", "email"}, "reading_points": {"address", "hours", "phone", "directions"}}
"""Columns whose contact details are meant to be public (Regulations 2008 Art. 19, 2019 Art. 12)."""
CONTACTS = ("email", "home", "home?", "mobile")
"""Kinds of findings that are contact details."""
_EXCEPTION = re.compile(r"^Review-Exception:[ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)


class Passed(NamedTuple):
    """A value in a register or on a page for which there is a reviewer's exception."""

    place: str
    """Name of the register, or source of the page."""
    what: str
    """The masked value, and where it stands."""
    reason: str


def problems_in_registers(registers: Iterable[Register]) -> Iterator[Problem]:
    """Yield the findings in cells of registers for which the row has no exception, and exceptions without a finding."""
    for register in registers:
        for row, line in register.numbered_rows():
            yield from _judged(
                _in_row(register, row, line), register.exceptions.get(line, ()), (register.path, line), "在这一行的“审查例外”一列写“{code} 理由”"
            )


def passed_in_registers(registers: Iterable[Register]) -> Iterator[Passed]:
    """Yield the values in registers for which there is an exception."""
    for register in registers:
        for row, line in register.numbered_rows() if register.exceptions else ():
            if line in register.exceptions:
                yield from _passed(register.name, _in_row(register, row, line), register.exceptions[line])


def _in_row(register: Register, row: dict[str, Any], line: int) -> list[Finding]:
    official = OFFICIAL.get(register.name, set())
    fields = {field["name"]: field for field in schema(register.name)["fields"]}
    years = {str(value)[:4] for column, value in row.items() if column == "year" or fields.get(column, {}).get("type") == "date"}
    found = [
        one for column, value in row.items() if len(text := str(value)) > 3
        for one in distinct(_in_cell(register.path, line, text, fields[column]["title"] if column in fields else column, years))
        if not (column in official and one.kind in CONTACTS)
    ]
    for ruling in register.exceptions.get(line, ()):  # the ledger prints the reason
        found += distinct(_in_cell(register.path, line, ruling.reason, "审查例外"))
    return found


def _in_cell(path: str, line: int, text: str, title: str, years: Collection[str] = ()) -> Iterator[Finding]:
    where = f"“{title}”一格"
    yield from findings_in_text(path, line, text, where=where, label=title)
    if len(text) >= _LENGTH_OF_ID:
        yield from identities_in_code(path, line, text, where=where, label=title, years=years)
    if len(text) < 300 and marks.MAY_STAND.search(text) and not _CLASSES.search(title):
        yield from (one for one in findings_in_text(path, line, text, where=where) if one.kind in ("mark", "internal") and (one.masked not in _OUTCOMES or _OF_THIS.search(text)))


_LENGTH_OF_ID = 18
_CLASSES = re.compile("密级|公开|结果|答复")
"""Columns that speak about secrecy and disclosure."""
_OUTCOMES = ("不予公开", "不公开", "不宜公开", "敏感信息")
"""Outcomes of applications, which registers report."""
_OF_THIS = re.compile("[此本]件")


@dataclass(frozen=True)
class CheckedPage:
    """What is checked of a page of Pelican's."""

    path: str
    text: str
    """Its Markdown file."""
    html: str
    """Its body as readers get it."""
    files: tuple[Finding, ...] = ()
    """What was found in files that it links to and that are published with it."""


HOW_IN_PAGES = "在页面的表头写“Review-Exception: {code} 理由”"


def problems_in_pages(pages: Iterable[CheckedPage]) -> Iterator[Problem]:
    """Yield the findings in pages and in their files for which the header has no exception, and exceptions without a finding."""
    for page in sorted(pages, key=lambda page: page.path):
        line, rulings, faults = _exceptions(page.path, page.text)
        yield from faults
        found = distinct(iter([*_in_page(page.path, page.text), *_shown_by(page), *page.files]))
        yield from _judged(found, rulings, (page.path, line), HOW_IN_PAGES)


def allowed_in_page(path: str, text: str) -> set[str]:
    """Return the codes of the exceptions in the header of a page."""
    return {ruling.code for ruling in _exceptions(path, text)[1]}


def _exceptions(path: str, text: str) -> tuple[int, tuple[Ruling, ...], list[Problem]]:
    """Return the line of the exceptions in the header of a page, the exceptions, and what is wrong with them."""
    written = _EXCEPTION.search(text.partition("\n\n")[0])
    line = text.count("\n", 0, written.start()) + 1 if written else 1
    try:
        return line, parse_rulings(written[1]) if written else (), []
    except FieldError as fault:
        return line, (), [Problem(path, line, f"Review-Exception：{fault.message}", fault.remedy)]


def _shown_by(page: CheckedPage) -> Iterator[Finding]:
    """Yield the findings in the rendered body: tags can split a number in the source that a reader sees whole."""
    for one in findings_in_text(page.path, 0, shown_text(page.html), header=0):
        yield replace(one, line=1)


def passed_in_pages(sources: Mapping[str, str]) -> Iterator[Passed]:
    """Yield the values on pages for which there is an exception. `sources` are the Markdown texts of the pages, by path."""
    for path, text in sorted(sources.items()):
        if written := _EXCEPTION.search(text.partition("\n\n")[0]):
            with contextlib.suppress(FieldError):  # the check of pages tells of it
                yield from _passed(path, _in_page(path, text), parse_rulings(written[1]))


def _in_page(path: str, text: str) -> list[Finding]:
    return distinct(_found_in_page(path, text))


def _found_in_page(path: str, text: str) -> Iterator[Finding]:
    """Yield the findings in a page. Marks stand in its title, and at the beginning and end of its body."""
    written = _TITLE.search(text.partition("\n\n")[0])
    title = written[1].strip() if written else ""
    yield from findings_in_text(path, 1, text, header=0, title=title)
    body = _HEADER.match(text).end()
    for line, part in ((text.count("\n", 0, written.start()) + 1 if written else 1, title), (text.count("\n", 0, body) + 1, text[body:])):
        if marks.MAY_STAND.search(part):
            yield from (one for one in findings_in_text(path, line, part) if one.kind in ("mark", "internal"))


_TITLE = re.compile(r"^Title:[ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(r"(?:[A-Za-z][\w-]*:.*\n)*\n*")


def _passed(place: str, found: list[Finding], rulings: tuple[Ruling, ...]) -> Iterator[Passed]:
    reasons = {ruling.code: ruling.reason for ruling in rulings}
    for one in found:
        if one.code in reasons:
            yield Passed(place, f"{one.where}：{one.named}" if one.where else one.named, reasons[one.code])


def _judged(found: list[Finding], rulings: tuple[Ruling, ...], place: tuple[str, int], how: str) -> Iterator[Problem]:
    """Yield a problem for each finding without an exception, and a warning for each exception without a finding."""
    allowed = {ruling.code for ruling in rulings}
    for one in found:
        if one.code not in allowed:
            yield one.problem(how)
    for code in sorted(allowed - {one.code for one in found}):
        yield Problem(*place, f"审查例外“{code}”没有对应的内容", "内容已经改了的，删去这一条例外", WARNING)
