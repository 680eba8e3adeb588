"""A printed form as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from .forms import LABEL, NUMBER, WORDS, Form, FormCell, Place

_HEAD_ROWS = 3
"""A heading that spans more rows stands beside them, not above."""


def table(form: Form, numbers: Mapping[Place, str], slug: str) -> str:
    """Return a form as a table. `numbers` are the numbers as HTML, by their places; `slug` names the form in its class."""
    rows = [f"<tr>{''.join(_cell(cell, numbers) for cell in line)}</tr>" for line in form.lines]
    head, body = rows[: form.heads], rows[form.heads :]
    top = ["<thead>", *head, "</thead>"] if head else []
    above = [f'<p class="rr-statutory-line">{escape(form.above, quote=False)}</p>'] if form.above else []
    below = [f'<p class="rr-statutory-line">{escape(line, quote=False)}</p>' for line in form.below]
    return "\n".join([*above, f'<table class="rr-statutory rr-statutory--{slug}">', f"<colgroup>{'<col>' * len(form.widths)}</colgroup>", *top, "<tbody>", *body, "</tbody>", "</table>", *below])


def _cell(cell: FormCell, numbers: Mapping[Place, str]) -> str:
    spans = (f' colspan="{cell.across}"' if cell.across > 1 else "") + (f' rowspan="{cell.down}"' if cell.down > 1 else "")
    if cell.kind == NUMBER:
        return f'<td class="rr-statutory__number rr-right"{spans}>{numbers.get(cell.place, "") if cell.place else ""}</td>'
    text = escape(cell.text, quote=False)
    if cell.kind == WORDS:
        return f"<td{spans}>{text}</td>"
    if cell.kind == LABEL:
        level = f" rr-statutory__label--{cell.level}" if cell.level else ""
        return f'<th class="rr-statutory__label{level}" scope="{"rowgroup" if cell.down > 1 else "row"}"{spans}>{text}</th>'
    scope = "rowgroup" if cell.down > _HEAD_ROWS else "colgroup" if cell.across > 1 else "col"
    return f'<th class="rr-statutory__head" scope="{scope}"{spans}>{text}</th>'
