"""Tables of documents → tables of the dialect: with bars where they are plain, else HTML in which merged cells stay merged."""

from __future__ import annotations

import html
import re
from typing import Protocol

from bs4 import Comment, NavigableString, Tag

from .footnotes import MARK

_KEPT = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "del": "s", "strike": "s", "sub": "sub", "sup": "sup", "ul": "ul", "ol": "ol", "li": "li"}
_PARTS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "center", "blockquote", "pre"}
_BREAKS = re.compile(r"(?:<br>\s*)+")
_MARKED = re.compile(MARK + r"(\w+)" + MARK)


class Writer(Protocol):
    """Writes the contents of cells as Markdown."""

    def words_of_cell(self, cell: Tag) -> str:
        """Return the words of a cell of a plain table."""

    def process_element(self, node: NavigableString | Tag, parent_tags: set[str] | None = None) -> str:
        """Return what a node becomes."""


def written(table: Tag, writer: Writer) -> str:
    """Return a table as the body writes it. A table of a single cell is only a frame: its contents are written."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
    if len(rows) == 1 and len(cells[0]) == 1:
        return "".join(writer.process_element(child, parent_tags=set()) for child in cells[0][0].children)
    caption = table.find("caption")
    text = _with_bars(cells, writer) if _is_plain(cells) else _as_html(cells)
    return f"{caption.get_text(' ', strip=True)}\n\n{text}" if caption else text


def _is_plain(rows: list[list[Tag]]) -> bool:
    """Return whether a table has a row of names, no merged cells, and only words in its cells."""
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or max(widths) < 2:
        return False
    names = [cell.get_text(strip=True) for cell in rows[0]]
    if not all(names) or len(set(names)) < len(names):
        return False
    cells = [cell for row in rows for cell in row]
    return not any(
        _span(cell, "colspan") > 1 or _span(cell, "rowspan") > 1 or cell.find(["table", "ul", "ol", "br", "pre"]) or len(cell.find_all(["p", "div"])) > 1
        for cell in cells
    )


def _with_bars(rows: list[list[Tag]], writer: Writer) -> str:
    lines = [f"| {' | '.join(writer.words_of_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _as_html(rows: list[list[Tag]]) -> str:
    return "\n".join(["<table>", *(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows if row), "</table>"])


def _cell(cell: Tag) -> str:
    spans = "".join(f' {name}="{_span(cell, name)}"' for name in ("colspan", "rowspan") if _span(cell, name) > 1)
    inner = _BREAKS.sub("<br>", _inner(cell)).removesuffix("<br>").removeprefix("<br>")
    return f"<{cell.name}{spans}>{inner.strip()}</{cell.name}>"


def _span(cell: Tag, name: str) -> int:
    said = str(cell.get(name, "1")).strip()
    return min(int(said), 1000) if said.isdigit() else 1


def _inner(node: Tag) -> str:
    """Return the contents of an element as HTML of the few elements that cells need."""
    parts = []
    for child in node.children:
        if isinstance(child, Comment):
            continue
        if isinstance(child, NavigableString):
            text = html.escape(re.sub(r"\s+", " ", child.replace("\u3000\u3000", "")), quote=False).replace("*", "&#42;").replace("[", "&#91;")
            parts.append(_MARKED.sub(r"&#91;\1]", text))
        elif child.name == "br":
            parts.append("<br>")
        elif child.name == "img" and child.get("src"):
            parts.append(f'<img src="{html.escape(child["src"])}" alt="{html.escape(child.get("alt") or "")}">')
        elif child.name == "a" and (child.get("href") or "#").strip()[:1] != "#" and child.get_text(strip=True):
            parts.append(f'<a href="{html.escape(child["href"].strip())}">{_inner(child)}</a>')
        elif child.name == "table":
            parts.append(_as_html([list(row.find_all(["td", "th"], recursive=False)) for row in child.find_all("tr") if row.find_parent("table") is child]))
        elif child.name in _KEPT and (child.get_text(strip=True) or child.find("img")):
            name = _KEPT[child.name]
            start = f' start="{child["start"]}"' if name == "ol" and str(child.get("start", "")).isdigit() else ""
            parts.append(f"<{name}{start}>{_inner(child)}</{name}>")
        else:
            inner = _inner(child)
            parts.append(f"{inner}<br>" if child.name in _PARTS and inner.strip() else inner)
    return "".join(parts)
