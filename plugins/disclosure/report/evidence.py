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
from . import cell_links, item_lists, register_rows, table_rows, unit_statements, unit_sums
from .cell_links import figure_path
from .collect import figures
from .figures import Figure
from .form_figures import DOWNLOADABLE
from .reconcile import number_text
from .report_page import figure_texts
from .report_tables import tables
from .tables import Cell, Table


def figure_tasks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the report's name and the anchor of every figure that has a page of its own."""
    for report in site.all_reports:
        for figure in figures(site, report["year"], report["unit"]).values():
            if not figure.path:
                yield report["name"], figure.anchor


def table_tasks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the report's name and the slug of every table of a report."""
    for report in site.all_reports:
        for table in tables(site, report["year"], report["unit"]).values():
            yield report["name"], table.slug


def _report(site: Site, name: str) -> dict[str, Any] | None:
    """Return the report of a name, or None."""
    return next((report for report in site.all_reports if report["name"] == name), None)


def counted_tasks(site: Site) -> Iterator[tuple]:
    """Yield the tasks whose pages show figures that count items: kind, then parameters."""
    yield from (("report-index", *task) for task in index_tasks(site))
    yield from (("report-table", *task) for task in table_tasks(site))
    yield from (("report-files", *task) for task in index_tasks(site))
    for report in site.all_reports:
        known = figures(site, report["year"], report["unit"])
        for figure in known.values():
            if not figure.path and (figure.listed or figure.name == DOWNLOADABLE or any(known[part].path for part in figure.parts)):
                yield "report-figure", report["name"], figure.anchor


def index_tasks(site: Site) -> Iterator[tuple[str]]:
    """Yield the name of each report: each has a page with all its figures and tables."""
    return ((report["name"],) for report in site.all_reports)


def index_context(site: Site, name: str) -> dict[str, Any] | None:
    """Return the context of the page with all figures of a report, by source; None where there is no such report."""
    report = _report(site, name)
    if report is None:
        return None
    groups: dict[str, list[dict[str, Any]]] = {}
    for figure in figures(site, report["year"], report["unit"]).values():
        line = figure_texts(figure) | {"name": figure.name, "path": figure_path(name, figure), "known": figure.value is not None, "stated": unit_statements.of_figure(figure)}
        groups.setdefault(figure.source, []).append(line)
    links = [{"title": table.title, "path": addresses.report_table(name, table.slug)} for table in tables(site, report["year"], report["unit"]).values()]
    path = addresses.report_index(name)
    return _frame(site, path, report, "全部数字和依据") | _items(site, report) | {
        "year": report["year"], "unit": report["unit"], "groups": list(groups.items()), "tables": links,
    }


def _items(site: Site, report: dict[str, Any]) -> dict[str, Any]:
    """Return the items behind the figures that count items: those of a single figure one by one, and for the district all of them as a table of lists."""
    parts = []
    for figure in figures(site, report["year"], report["unit"]).values():
        if figure.items is not None:
            found = item_lists.rows(site, figure.items)
            totals = [register_rows.view(site, register, lines) | {"span": None} for register, lines in figure.rows]
            parts.append({"id": figure.anchor, "title": figure.name, "value": figure.itemised, "unit": figure.unit, "rows": found,
                          "gone": len(figure.items) - len(found), "totals": totals})
    if report["unit"]:
        return {"archive": None, "parts": parts, "withdrawn": addresses.WITHDRAWN}
    counted = counts_of(site).everything(report["year"])
    return {"archive": item_lists.breakdown(site, report["year"], counted.total, counted.new), "parts": parts, "withdrawn": addresses.WITHDRAWN}


def figure_contexts(site: Site, name: str, wanted: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a figure, by its anchor; none where there is no such figure or report."""
    report = _report(site, name)
    known = figures(site, report["year"], report["unit"]) if report else {}
    figure = {one.anchor: one for one in known.values()}.get(wanted)
    if figure is None or figure.path:
        return
    below = [known[part] for part in figure.parts]
    cut = (part for register, lines in _shown_rows(figure) for part in _cut(register_rows.view(site, register, lines)))
    pages = divide_parts(cut, lambda part: part["sizes"])
    paths = [addresses.report_figure(name, figure.anchor, place) for place in range(1, len(pages) + 1)]
    for place, (path, lists) in enumerate(zip(paths, pages, strict=True), 1):
        yield path, _frame(site, path, report, figure.name) | figure_texts(figure) | {
            "name": figure.name, "year": report["year"], "known": figure.value is not None, "lists": lists, "pages": numbered_pager(paths, place),
            "missing": figure.missing, "stated": unit_statements.of_figure(figure),
            "parts": [{"name": part.name, "value": number_text(part.value), "unit": part.unit, "path": figure_path(name, part)} for part in below],
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


def table_contexts(site: Site, name: str, slug: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a computed table; none where there is no such table or report."""
    report = _report(site, name)
    table = {one.slug: one for one in tables(site, report["year"], report["unit"]).values()}.get(slug) if report else None
    if table is None:
        return
    divided = table_rows.pages(site, table)
    paths = [addresses.report_table(name, slug, place) for place in range(1, len(divided) + 1)]
    view = _table_view(site, table, report)
    units = unit_sums.sheet(site, table.key, report["year"]) if not report["unit"] else None
    for place, (path, shown) in enumerate(zip(paths, divided, strict=True), 1):
        yield path, _frame(site, path, report, table.title) | {
            "year": report["year"], "table": view, "first": place == 1, "lists": list(table_rows.sections(site, table, shown)),
            "pages": numbered_pager(paths, place), "units": units if place == 1 else None,
        }


def _table_view(site: Site, table: Table, report: dict[str, Any]) -> dict[str, Any]:
    known = figures(site, report["year"], report["unit"])
    rows = []
    for number_of_row, row in enumerate(table.rows):
        shown = [
            {"text": number_text(cell.value) if row.cells else "", "path": cell_links.cell_path(table, (number_of_row, column), known, report["name"])}
            for column, cell in enumerate(row.cells or [Cell()] * len(table.columns))
        ]
        rows.append({"label": row.label, "level": row.level, "unit": row.unit, "cells": shown})
    return {
        "title": table.title, "first": table.first, "columns": table.columns, "units": table.units, "rows": rows, "definition": table.definition,
        "note": table.note,
    }


def _frame(site: Site, path: str, report: dict[str, Any], title: str) -> dict[str, Any]:
    year, unit = f"{report['year']}年", report["unit"]
    crumbs = [("政府信息公开年报", addresses.REPORTS), (f"{unit}{year}", report["path"]), (title, "")]
    column = {"Name": "政府信息公开年报", "Type": "年报", "Keywords": "年报，统计", "Description": f"{unit}{year}年报里“{title}”的依据。"}
    told = "，".join(filter(None, (unit, "" if year in title else year)))
    return page_frame(site, path, f"{title}（{told}）" if told else title, crumbs, current="reports", meta=meta_tags(site, column))
