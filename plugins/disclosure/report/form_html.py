"""A printed form as HTML. Its cells name their columns, so that a phone can show each row with its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from .forms import HEADING, LABEL, NUMBER, WORDS, Form, FormCell, Place

_HEAD_ROWS = 3
"""A heading that spans more rows stands beside them, not above."""


def table(form: Form, numbers: Mapping[Place, str], slug: str) -> str:
    """Return a form as a table. `numbers` are the numbers as HTML, by their places; `slug` names the form in its class."""
    width = len(form.widths)
    rows = [f"<tr{_row_class(line, width)}>{''.join(_cells(line, numbers, width))}</tr>" for line in form.lines]
    head, body = rows[: form.heads], rows[form.heads :]
    top = ["<thead>", *head, "</thead>"] if head else []
    above = [f'<p class="rr-statutory-line">{escape(form.above, quote=False)}</p>'] if form.above else []
    below = [f'<p class="rr-statutory-line">{escape(line, quote=False)}</p>' for line in form.below]
    return "\n".join([*above, f'<table class="rr-statutory rr-statutory--{slug}">', f"<colgroup>{'<col>' * width}</colgroup>", *top, "<tbody>", *body, "</tbody>", "</table>", *below])


def _row_class(line: Sequence[FormCell], width: int) -> str:
    """Return the class of a row that only names columns: where numbers stand with their labels it says nothing."""
    return ' class="rr-statutory__heads"' if all(cell.kind == HEADING and cell.across < width for cell in line) else ""


def _cells(line: Sequence[FormCell], numbers: Mapping[Place, str], width: int) -> Iterator[str]:
    """Yield the cells of a row. In a row without labels the first number of each group names its group."""
    group = None if line[0].kind == NUMBER else ""
    for cell in line:
        if cell.kind == NUMBER and cell.place:
            label = f' data-label="{escape(cell.place[1])}"'
            if group != "" and cell.place[0] != group:
                group = cell.place[0]
                label += f' data-group="{escape(group)}"'
            yield f'<td class="rr-statutory__number rr-right"{_spans(cell)}{label}>{numbers.get(cell.place, "")}</td>'
        else:
            yield _words(cell, width)


def _spans(cell: FormCell) -> str:
    return (f' colspan="{cell.across}"' if cell.across > 1 else "") + (f' rowspan="{cell.down}"' if cell.down > 1 else "")


def _words(cell: FormCell, width: int) -> str:
    """Return a cell without a number. A heading over all columns of a form of this width is a part's."""
    text = escape(cell.text, quote=False)
    if cell.kind == NUMBER:
        return f'<td class="rr-statutory__number rr-right"{_spans(cell)}></td>'
    if cell.kind == WORDS:
        return f"<td{_spans(cell)}>{text}</td>"
    if cell.kind == LABEL:
        level = f" rr-statutory__label--{cell.level}" if cell.level else ""
        return f'<th class="rr-statutory__label{level}" scope="{"rowgroup" if cell.down > 1 else "row"}"{_spans(cell)}>{text}</th>'
    scope = "rowgroup" if cell.down > _HEAD_ROWS else "colgroup" if cell.across > 1 else "col"
    part = " rr-statutory__head--part" if cell.across == width else ""
    return f'<th class="rr-statutory__head{part}" scope="{scope}"{_spans(cell)}>{text}</th>'
