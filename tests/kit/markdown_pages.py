"""Pages of documentation as tests read them: headings, tables, code and links of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .project import ROOT

_LEFT_OUT = {"drafts", "node_modules"}
"""Folders whose Markdown files are no documentation: what a draft is made of, and what others wrote."""
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def pages() -> list[Path]:
    """Return every page of documentation."""
    found = [*ROOT.glob("*.md"), *(ROOT / "plugins").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
    return sorted(path for path in found if not _LEFT_OUT & set(path.relative_to(ROOT).parts))


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield whether a line of a page is code, and the line: fenced, or indented by four spaces after a blank line."""
    fenced = indented = False
    blank = True
    for line in text.splitlines(keepends=True):
        if line.startswith("```"):
            fenced = not fenced
            continue
        indented = not fenced and line.startswith("    ") and (blank or indented)
        yield fenced or indented, line.removeprefix("    ") if indented else line
        blank = not line.strip()


def blocks(text: str) -> list[str]:
    """Return the blocks of code of a page. A blank line ends one that is indented."""
    found = [""]
    for is_code, line in _parts(text):
        if is_code:
            found[-1] += line
        elif found[-1]:
            found.append("")
    return [block for block in found if block]


def prose(text: str) -> str:
    """Return a page without its blocks of code."""
    return "".join(line for is_code, line in _parts(text) if not is_code)


def words(text: str) -> list[str]:
    """Return what is set as code within lines."""
    return re.findall(r"`([^`\n]+)`", prose(text))


def code(text: str) -> str:
    """Return all that is set as code, within lines and in blocks."""
    return "\n".join([*blocks(text), *words(text)])


def links(text: str) -> list[str]:
    """Return the targets of a page's links; what looks like one in code is none."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(text)))


def anchors(text: str) -> set[str]:
    """Return the fragments under which the headings of a page are found, as the usual viewers of Markdown make them."""
    headings = re.findall(r"^#+ +(.+?) *$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one, without blocks of code. Raises `LookupError` where there is no such heading."""
    found = re.search(rf"^#+ +{re.escape(heading)} *\n(.*?)(?=^#+ |\Z)", prose(text), re.MULTILINE | re.DOTALL)
    if not found:
        raise LookupError(heading)
    return found[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of all tables of a text, without heads."""
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for table in tables for line in table.splitlines()[2:]]
