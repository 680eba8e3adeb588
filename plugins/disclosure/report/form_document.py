"""The printed forms of a report as a document: A4, each form under the heading of its part."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from docx import Document
from docx.document import Document as Whole
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .forms import LABEL, Form, FormCell, Place

_FONT = "宋体"
_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "Table Grid"}
_NEEDLESS = {"stylesWithEffects", "thumbnail", "customXml", "numbering"}
"""Kinds of parts of the template that are left out."""
_MARGIN, _WIDTH = 20, 170
"""Millimetres of an A4 page, 210 across."""


def document(filled: Iterable[tuple[Form, Mapping[Place, str]]], title: str, author: str, year: int) -> bytes:
    """Return a document with forms and their numbers."""
    made = Document()
    _set_up(made)
    _lighten(made)
    about = made.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, author, author, ""
    about.created = about.modified = datetime(year, 12, 31)
    _write(made.add_paragraph(), title, 16, bold=True, centred=True)
    for form, numbers in filled:
        _write(made.add_paragraph(), form.title, 12, bold=True)
        if form.above:
            _write(made.add_paragraph(), form.above, 10)
        _table(made, form, numbers)
        for line in form.below:
            _write(made.add_paragraph(), line, 10)
        made.add_paragraph()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _lighten(made: Whole) -> None:
    """Take out of the library's template what no form needs: nine tenths of its bytes."""
    for style in list(made.styles):
        if style.name not in _STYLES:
            style.delete()
    for holder in (made.part, made.part.package):
        for name, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _NEEDLESS:
                del holder.rels[name]


def _set_up(made: Whole) -> None:
    """Set the page to A4, and letters and space to those of a form."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)


def _table(made: Whole, form: Form, numbers: Mapping[Place, str]) -> None:
    table = made.add_table(len(form.lines), len(form.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    grid = [list(row.cells) for row in table.rows]
    for line in grid:
        for width, cell in zip(form.widths, line, strict=True):
            cell.width = Mm(_WIDTH * width / sum(form.widths))
    for row, column, cell in form.positions():
        place = grid[row][column]
        if cell.across > 1 or cell.down > 1:
            place = place.merge(grid[row + cell.down - 1][column + cell.across - 1])
        _fill(place, cell, numbers.get(cell.place, "") if cell.place else cell.text, len(form.widths))
    for row in table.rows[: form.heads]:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)


def _fill(place: _Cell, cell: FormCell, text: str, columns: int) -> None:
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = place.paragraphs[0]
    _write(paragraph, text, 8 if columns > 10 else 9, centred=cell.kind != LABEL)
    paragraph.paragraph_format.left_indent = Pt(9 * cell.level) if cell.kind == LABEL and cell.level else None


def _write(paragraph: Paragraph, text: str, size: int, bold: bool = False, centred: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold or None
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
