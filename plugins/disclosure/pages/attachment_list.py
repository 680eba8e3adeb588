"""The list of an item's attachments: name, kind, extent, the first rows of a table, the first page of a PDF.

Each attachment is listed once, by the name that `content.attachment_names` gives it. Its file name is that of the download.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field

from ..content import attachment_names
from ..content.source import OPENED_WITH, kind_of_file, readable_size, suffix
from ..model import addresses

COLUMNS = "shape.title, shape.pages, shape.sheets, shape.rows, shape.first_rows, first_page.width, first_page.height"
JOINS = "LEFT JOIN attachment_shape AS shape ON shape.path = attachment.source LEFT JOIN first_page ON first_page.path = attachment.source"
MOST_SHOWN = 20
"""Attachments of an item that show how they begin. Further ones are listed without that, so that the page stays small."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a first page: its address below the site's root, its size in pixels."""

    path: str
    width: int
    height: int
    source: str
    """The PDF in the content folder."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as its page lists it."""

    name: str
    """What readers call it."""
    file_name: str
    path: str
    """Its address below the site's root, as a link has it."""
    facts: str
    """Its kind, size and extent, in words."""
    needs: str
    """The software that opens it; '' where a browser does."""
    first_rows: list[list[str]] = field(default_factory=list)
    more_rows: int = 0
    """Rows of the first sheet that are not shown."""
    pages: int = 0
    picture: Picture | None = None


def files(item: sqlite3.Row, attachments: list[sqlite3.Row]) -> list[File]:
    """Return the attachments of an item, in their order."""
    if not attachments:
        return []
    names = attachment_names.names(item["html"], item["path"], [(one["name"], one["title"] or "") for one in attachments])
    return [_file(item, one, names[one["name"]], place < MOST_SHOWN) for place, one in enumerate(attachments)]


def around(html: str, listed: list[File]) -> tuple[str, str, bool]:
    """Return the text before and after the part that only lists the attachments, and whether a heading stands before it."""
    part = attachment_names.lists(html, {file.file_name for file in listed}) if listed else None
    return (html[: part.start].rstrip(), html[part.end :].lstrip(), part.has_heading) if part else (html, "", False)


def pictures(listed: list[File]) -> list[Picture]:
    """Return the pictures of first pages, each once."""
    return list({file.picture.path: file.picture for file in listed if file.picture}.values())


def _file(item: sqlite3.Row, one: sqlite3.Row, name: str, shows: bool) -> File:
    file_name = one["name"]
    path = addresses.attachment(item["date"], item["index_number"], file_name)
    rows = json.loads(one["first_rows"] or "[]") if shows else []
    rows = rows if len(rows) > 1 else []
    picture = None
    if shows and one["width"]:
        address = addresses.first_page(item["date"], item["index_number"], one["sha256"])
        picture = Picture(address, one["width"], one["height"], one["source"])
    return File(
        name, file_name, addresses.url(path), _facts(file_name, one), OPENED_WITH.get(suffix(file_name), ""),
        rows, max((one["rows"] or 0) - len(rows), 0), one["pages"] or 0, picture,
    )


def _facts(file_name: str, one: sqlite3.Row) -> str:
    """Return kind, size and extent: 电子表格（xlsx），23 KB，2 个工作表，第一个有 120 行."""
    facts = [kind_of_file(file_name), readable_size(one["size"])]
    if one["pages"]:
        facts.append(f"{one['pages']:,} 页")
    if (one["sheets"] or 0) > 1:
        facts.append(f"{one['sheets']:,} 个工作表")
    if one["rows"]:
        facts.append(f"{'第一个有 ' if (one['sheets'] or 0) > 1 else ''}{one['rows']:,} 行")
    return "，".join(facts)
