"""The published page of a report: links in its text, and the reconciliation under it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

from ..model import addresses
from . import cell_links, form_html, marks, unit_statements
from .cell_links import figure_path
from .editions import edition_of
from .figures import Figure, anchor
from .forms import forms_of
from .identities import Checked
from .reconcile import AGREES, DECLARED, DIFFERS, Entry, Report, TableEntry, difference_text, number_text
from .unmarked import Unmarked

_LINK = re.compile(r'<a href="#b-(f-[0-9a-f]{8})">')
_TABLE = re.compile(r'<p class="rr-caption"><a href="#(f-[0-9a-f]{8})">.*?</table>', re.DOTALL)
_CAPTION = re.compile(r'<p><a href="#b-(f-[0-9a-f]{8})">(.*?)</a></p>')
STATES = {AGREES: "一致", DECLARED: "申报数", DIFFERS: "不一致", "explained": "不一致，已说明"}


def link_figures(body: str, report: Report, known_figures: Mapping[str, Figure]) -> str:
    """Link each marked figure in a report's HTML to its line in the reconciliation, and each cell of a marked table to what it counts."""
    tables = {marks.table_anchor(entry.marked.key) for entry in report.tables}
    differing = {anchor(entry.mark.name) for entry in report.entries if entry.difference}
    known = {anchor(entry.mark.name) for entry in report.entries} | {_source_anchor(mark) for mark in report.sources}
    known |= {marks.identity_anchor(entry.marked.key) for entry in report.tables}

    def caption(match: re.Match) -> str:
        if match[1] not in tables:
            return match[0]
        return f'<p class="rr-caption"><a href="#{match[1]}">{match[2]}</a></p>'

    def link(match: re.Match) -> str:
        kind = " rr-figure--differs" if match[1] in differing else ""
        return f'<a class="rr-figure{kind}" href="#{match[1]}">' if match[1] in known else match[0]

    captioned = _TABLE.sub(_cells_with_reasons, _CAPTION.sub(caption, body))
    computed = {marks.table_anchor(entry.marked.key): entry.table for entry in report.tables}
    linked = cell_links.link_tables(captioned, computed, known_figures, report.name)
    return _LINK.sub(link, _TABLE.sub(partial(_as_form, report), linked))


def _as_form(report: Report, match: re.Match) -> str:
    """Return a marked table as the printed form looks, with the same cells, under links to its files; another table as it is."""
    table = next((entry.table for entry in report.tables if marks.table_anchor(entry.marked.key) == match[1]), None)
    form = next((form for form in forms_of(edition_of(report.year)) if table and form.key == table.key), None)
    if form is None:
        return match[0]
    caption, between, whole = re.fullmatch(r"(<p.*?</p>)(.*?)(<table.*)", match[0], re.DOTALL).groups()
    numbers = {}
    for row, cells in cell_links.written_rows(table, whole):
        numbers |= {(row.label, column): cell for column, cell in zip(table.columns, cells, strict=False)}
    root = addresses.root(addresses.report(report.name))
    files = "".join(
        f'<a class="rr-action" href="{root}{addresses.report_file(report.name, ending)}">下载各表（{kind}）<span class="rr-hidden">：{escape(table.title)}</span></a>'
        for ending, kind in (("xlsx", "Excel"), ("docx", "Word"))
    )
    return f'{caption}<p class="rr-statutory-files">{files}</p>{between}{form_html.table(form, numbers, table.slug)}'


def _cells_with_reasons(table: re.Match) -> str:
    """Link the cells with a reason to the reconciliation of their table."""
    return table[0].replace(f'<a href="#b-{marks.CELL}">', f'<a class="rr-figure rr-figure--differs" href="#{table[1]}">')


def reconciliation_view(report: Report) -> dict[str, Any]:
    """Return the reconciliation of a report as the template shows it."""
    seen: set[str] = set()
    entries = [_entry(report.name, entry, seen) for entry in report.entries]
    tables = [_table(report.name, entry) for entry in report.tables]
    return {
        "sources": _sources(report), "unmarked": [_unmarked(report.name, one) for one in report.unmarked],
        "year": report.year, "issued": report.issued, "all": addresses.report_index(report.name), "entries": entries, "tables": tables, "identities": _identities(report),
        "agreeing": sum(entry.state == AGREES for entry in report.entries), "total": len(report.entries),
        "differing": sum(bool(entry.difference) or entry.state == DIFFERS for entry in report.entries),
        "declared": sum(entry.state == DECLARED for entry in report.entries),
    }


def _entry(report: str, entry: Entry, seen: set[str]) -> dict[str, Any]:
    figure = entry.figure
    first = figure.anchor not in seen
    seen.add(figure.anchor)
    return {
        "id": figure.anchor if first else "", "name": figure.name, "text": entry.mark.text, "state": STATES[entry.state],
        "differs": bool(entry.difference) or entry.state == DIFFERS, "reason": entry.mark.reason,
        "difference": difference_text(entry.difference) if entry.difference else ("" if entry.difference is None else "0"),
        "path": "" if figure.derived else figure_path(report, figure),
        "parts": [{"name": part.name, "path": figure_path(report, part)} for part in entry.parts], "stated": unit_statements.of_figure(figure),
    } | figure_texts(figure)


def _source_anchor(mark: marks.Mark) -> str:
    return marks.source_anchor(mark.text, _said(mark))


def _said(mark: marks.Mark) -> str:
    return " ".join(filter(None, (mark.name, mark.reason)))


def _sources(report: Report) -> list[dict[str, str]]:
    """Return the numbers with a source; the same number with the same source once."""
    return list({_source_anchor(mark): {"id": _source_anchor(mark), "text": mark.text, "source": _said(mark)} for mark in report.sources}.values())


def _unmarked(report: str, one: Unmarked) -> dict[str, Any]:
    """Return a number without a mark, with the figure whose name stands before it, if there is one."""
    figure = one.figure if one.sure else None
    value = figure and (figure.value if figure.value is not None else figure.declared)
    return {
        "context": one.before.strip()[-20:] + one.text, "name": figure.name if figure else "", "path": figure_path(report, figure) if figure else "",
        "value": number_text(value) if figure else "", "difference": difference_text(one.stated.difference(value)) if figure and not one.stated.agrees(value) else "",
    }


def figure_texts(figure: Figure) -> dict[str, Any]:
    """Return the definition, the value and the other numbers of a figure as texts, each with its source."""
    return {
        "definition": figure.definition, "unit": figure.unit, "source": figure.source,
        "value": number_text(figure.value), "itemised": number_text(figure.itemised), "listed": figure.listed,
        "carried": number_text(figure.carried) if figure.carried else "", "carried_source": figure.carried_source,
        "declared": number_text(figure.declared) if figure.declared is not None else "", "declared_source": figure.declared_source,
    }


def _table(report: str, entry: TableEntry) -> dict[str, Any]:
    return {
        "id": marks.table_anchor(entry.marked.key), "title": entry.marked.title, "cells": entry.cells,
        "definition": entry.table.definition, "path": addresses.report_table(report, entry.table.slug),
        "note": entry.table.note,
        "differences": [
            {
                "row": cell.row, "column": cell.column, "typed": cell.stated or "—", "computed": number_text(cell.computed),
                "difference": difference_text(cell.difference) if cell.difference else "—", "reason": cell.reason,
            }
            for cell in entry.differences
        ],
    }


def _identities(report: Report) -> list[dict[str, Any]]:
    """Return each identity in words, with how often it was checked, where it does not hold, and why.

    The first of each table has the fragment to which reasons in the text lead.
    """
    keys = {entry.table.title: entry.marked.key for entry in report.tables}
    groups: dict[tuple[str, str, str], list[Checked]] = {}
    for one in report.checked:
        groups.setdefault((one.table, one.left, one.right), []).append(one)
    return [
        {
            "id": marks.identity_anchor(keys.pop(table)) if table in keys else "", "table": table, "words": f"{left} = {right}", "number": len(group),
            "breaches": [
                f"{one.where}：{number_text(one.left_sum)} 对 {number_text(one.right_sum)}{f'，说明：{one.reason}' if one.reason else ''}"
                for one in group if not one.holds
            ],
        }
        for (table, left, right), group in groups.items()
    ]
