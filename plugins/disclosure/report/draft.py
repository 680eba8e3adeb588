"""The draft of a year's report, with every figure computed and marked. `make report` writes it.

The editor writes the prose around the figures. Brackets 〔…〕 in the draft say what to write
where; a report with such a bracket left is not published. An existing file is never
touched: the draft is then written beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..pages.site import Site, report_name
from .catalogue_figures import NEW
from .collect import figures
from .editions import EDITIONS, edition_of
from .figures import DECLARED, Figure, derive
from .reconcile import number_text
from .report_tables import tables
from .tables import Table

DRAFTS = Path(__file__).with_name("drafts")


def text(site: Site, year: int, name: str, unit: str = "") -> str:
    """Return the draft of a year's report as Markdown, in the format of that year; with a `unit`, of that agency's.

    `name` is its file name without extension.
    """
    environment = Environment(  # Markdown, not HTML: nothing is to be escaped
        loader=FileSystemLoader(DRAFTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, keep_trailing_newline=True
    )
    known, by_key = figures(site, year, unit), tables(site, year, unit)
    context: dict[str, Any] = {
        "year": year, "name": name, "address": report_name(site, year, unit), "unit": unit, "district": unit or site.identity["district"] or "本区", "categories": [c.name for c in site.taxonomy.categories],
        "figure": lambda wanted, unit="": mark(known, wanted, unit),
        "value": lambda wanted: known[wanted].value, "table": lambda key: table(by_key[key]),
        "places": [area.title for area in site.taxonomy.key_areas],
    }
    declared = known.get(DECLARED + NEW)
    difference = "" if declared is None else derive(f"{DECLARED}{NEW}－{NEW}", known)
    context |= {"declared": declared, "difference": difference and f"[{number_text(difference.value)}条](figure:{difference.name})"}
    edition = edition_of(year)
    return environment.get_template("2008.md" if edition is EDITIONS[0] else "2021.md").render(context | {"edition": edition.name})


def mark(known: Mapping[str, Figure], name: str, unit: str = "") -> str:
    """Return a marked figure in Markdown, or a bracket for the editor where the figure is unknown."""
    figure = known.get(name)
    value = figure and (figure.value if figure.value is not None else figure.declared)
    if figure is None or value is None:
        return f"〔在这里写：{name}，登记表里这一年无记录；确实没有的，在 registers/declared.csv 登记零和出处〕"
    return f"[{number_text(value)}{unit}](figure:{name})"


def table(table: Table) -> str:
    """Return a marked Markdown table. A note below it says which units it leaves out: a report in which the note is left is not published."""
    head = [table.first, *(["单位"] if table.units else []), *table.columns]
    lines = [f"[{table.title}](table:{table.key})", "", _line(head)]
    lines.append(_line(["---", *(["---"] if table.units else []), *("--:" for _ in table.columns)]))
    for row in table.rows:
        cells = [number_text(cell.value) for cell in row.cells] or [""] * len(table.columns)
        lines.append(_line([row.label, *([row.unit] if table.units else []), *cells]))
    if table.note:
        lines += ["", f"〔看完删去：{table.note}〕"]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def free_path(content_dir: Path, report: str) -> Path:
    """Return the path of a new draft of the report of a name: the report's own file, or another name where that exists."""
    folder = content_dir / "reports"
    names = [report, f"{report}-draft", *(f"{report}-draft-{number}" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}.md").exists())
