"""Evidence: pages with the rows behind each figure of a report, a page for each table, and a list of all figures.

A figure that counts items needs no page of its own: its path leads to a list of the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..pages.counts import counts_of
from ..pages.frame import meta_tags, page_frame
from ..pages.series import numbered_pager
from ..pages.sheet import divide_parts, part_bounds, row_bytes
from ..pages.site import Site
from . import cell_links, item_lists, register_rows, table_rows
from .cell_links import figure_path
from .collect import figures
from .editions import tables
from .figures import Figure
from .form_figures import DOWNLOADABLE
from .reconcile import number_text
from .report_page import figure_texts
from .tables import Cell, Table


def figure_tasks(site: Site) -> Iterator[tuple[int, str]]:
    """Yield year and anchor of every figure that has a page of its own."""
    for year in _years(site):
        for figure in figures(site, year).values():
            if not figure.path:
                yield year, figure.anchor


def table_tasks(site: Site) -> Iterator[tuple[int, str]]:
    """Yield year and slug of every table of a report."""
    for year in _years(site):
        for table in tables(site, year).values():
            yield year, table.slug


def _years(site: Site) -> list[int]:
    return [report["year"] for report in site.reports]


def counted_tasks(site: Site) -> Iterator[tuple]:
    """Yield the tasks whose pages show figures that count items: kind, then parameters."""
    yield from (("report-index", *task) for task in index_tasks(site))
    yield from (("report-table", *task) for task in table_tasks(site))
    for year in _years(site):
        known = figures(site, year)
        for figure in known.values():
            if not figure.path and (figure.name == DOWNLOADABLE or any(known[part].path for part in figure.parts)):
                yield "report-figure", year, figure.anchor


def index_tasks(site: Site) -> Iterator[tuple[int]]:
    """Yield the year of each report: each year has a page with all figures and tables."""
    return ((year,) for year in _years(site))


def index_context(site: Site, year: int) -> dict[str, Any] | None:
    """Return the context of the page with all figures of a year, by source; None for a year without a report."""
    if year not in _years(site):
        return None
    groups: dict[str, list[dict[str, Any]]] = {}
    for figure in figures(site, year).values():
        line = figure_texts(figure) | {"name": figure.name, "path": figure_path(year, figure), "known": figure.value is not None}
        groups.setdefault(figure.source, []).append(line)
    links = [{"title": table.title, "path": addresses.report_table(year, table.slug)} for table in tables(site, year).values()]
    path = addresses.report_index(year)
    return _frame(site, path, year, "全部数字和依据") | _items(site, year) | {"year": year, "groups": list(groups.items()), "tables": links}


def _items(site: Site, year: int) -> dict[str, Any]:
    """Return the items behind the figures that count items: all of them as a table of lists, those of a single figure one by one."""
    known = figures(site, year)
    counted = counts_of(site).everything(year)
    parts = []
    for figure in known.values():
        if figure.items is not None:
            found = item_lists.rows(site, figure.items)
            parts.append({"id": figure.anchor, "title": figure.name, "value": figure.itemised, "unit": figure.unit, "rows": found,
                          "gone": len(figure.items) - len(found)})
    return {"archive": item_lists.breakdown(site, year, counted.total, counted.new), "parts": parts, "withdrawn": addresses.WITHDRAWN}


def figure_contexts(site: Site, year: int, wanted: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a figure, by its anchor; none where there is no such figure or report."""
    figure = {one.anchor: one for one in figures(site, year).values()}.get(wanted)
    if figure is None or figure.path or year not in _years(site):
        return
    known = figures(site, year)
    below = [known[name] for name in figure.parts]
    cut = (part for name, lines in _shown_rows(figure) for part in _cut(register_rows.view(site, name, lines)))
    pages = divide_parts(cut, lambda part: part["sizes"])
    paths = [addresses.report_figure(year, figure.anchor, place) for place in range(1, len(pages) + 1)]
    for place, (path, lists) in enumerate(zip(paths, pages, strict=True), 1):
        yield path, _frame(site, path, year, figure.name) | figure_texts(figure) | {
            "name": figure.name, "year": year, "known": figure.value is not None, "lists": lists, "pages": numbered_pager(paths, place),
            "parts": [{"name": part.name, "value": number_text(part.value), "unit": part.unit, "path": figure_path(year, part)} for part in below],
        }


def _cut(rows: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Cut a table of rows into parts that fit on a page. Where there are several, `span` is the first and last row of each."""
    sizes = [row_bytes(row) for row in rows["rows"]]
    for start, end in part_bounds(sizes):
        span = (start + 1, end) if end - start < len(sizes) else None
        yield rows | {"rows": rows["rows"][start:end], "sizes": sizes[start:end], "span": span}


def _shown_rows(figure: Figure) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the rows that a figure's page shows. A sum shows none: its parts have pages of their own."""
    return () if figure.parts and figure.unit != "%" else figure.rows


def table_contexts(site: Site, year: int, slug: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a computed table; none where there is no such table or report."""
    table = {one.slug: one for one in tables(site, year).values()}.get(slug)
    if table is None or year not in _years(site):
        return
    divided = table_rows.pages(site, table)
    paths = [addresses.report_table(year, slug, place) for place in range(1, len(divided) + 1)]
    view = _table_view(site, table, year)
    for place, (path, shown) in enumerate(zip(paths, divided, strict=True), 1):
        yield path, _frame(site, path, year, table.title) | {
            "year": year, "table": view, "first": place == 1, "lists": list(table_rows.sections(site, table, shown)), "pages": numbered_pager(paths, place),
        }


def _table_view(site: Site, table: Table, year: int) -> dict[str, Any]:
    known = figures(site, year)
    rows = []
    for number_of_row, row in enumerate(table.rows):
        shown = [
            {"text": number_text(cell.value) if row.cells else "", "path": cell_links.cell_path(table, (number_of_row, column), known, year)}
            for column, cell in enumerate(row.cells or [Cell()] * len(table.columns))
        ]
        rows.append({"label": row.label, "level": row.level, "unit": row.unit, "cells": shown})
    return {
        "title": table.title, "first": table.first, "columns": table.columns, "units": table.units, "rows": rows, "definition": table.definition,
    }


def _frame(site: Site, path: str, year: int, title: str) -> dict[str, Any]:
    crumbs = [("政府信息公开年报", addresses.REPORTS), (f"{year}年", addresses.report(year)), (title, "")]
    column = {"Name": "政府信息公开年报", "Type": "年报", "Keywords": "年报，统计", "Description": f"{year}年年报里“{title}”的依据。"}
    return page_frame(site, path, title if f"{year}年" in title else f"{title}（{year}年）", crumbs, current="reports", meta=meta_tags(site, column))
