"""The tables of a report as files for submission: a workbook (.xlsx) and a document (.docx), as the printed forms look.

They have the numbers that the report states; a table that it leaves out, the computed ones. The same
numbers give the same bytes: nothing in them tells when they were made, and nothing is compressed, since
compressors differ from machine to machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..pages.site import Site
from .editions import edition_of
from .forms import Form, Place, forms_of
from .reconcile import number_text
from .report_tables import tables
from .tables import plain

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that an archive can state."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def tasks(site: Site) -> Iterator[tuple[str]]:
    """Yield the name of each report."""
    return ((report["name"],) for report in site.all_reports)


def shown(site: Site) -> list[Any]:
    """Return the numbers that reports state, as plain values."""
    return sorted((name, key, sorted(map(list, texts.items()))) for name, of_tables in site.stated.items() for key, texts in of_tables.items())


def files(site: Site, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the files of a report; none where there is no such report."""
    report = next((report for report in site.all_reports if report["name"] == name), None)
    if report is None:
        return
    from . import form_document, form_workbook  # their libraries take longer to load than a small site without reports to build

    filled = [(form, texts(site, report, form)) for form in forms_of(edition_of(report["year"]))]
    about = (report["title"], report["unit"] or site.identity["host"] or site.name, report["year"])
    yield addresses.report_file(name, "xlsx"), _archive(form_workbook.workbook(filled, *about))
    yield addresses.report_file(name, "docx"), _archive(form_document.document(filled, *about))


def texts(site: Site, report: dict[str, Any], form: Form) -> dict[Place, str]:
    """Return the numbers of a form as texts: as the report states them, or as computed where it leaves the table out."""
    table = tables(site, report["year"], report["unit"])[form.key]
    stated = site.stated.get(report["name"], {}).get(form.key)
    found = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            found[row.label, column] = (
                ("" if cell.value is None else number_text(cell.value)) if stated is None else stated.get((plain(row.label), column), "")
            )
    return found


def _archive(data: bytes) -> bytes:
    """Return a package with the same parts, without times and compression."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.create_system = 0  # else it names the system on which it was made
            new.writestr(entry, content)
    return made.getvalue()
