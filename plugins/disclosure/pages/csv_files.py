"""CSV files as they are handed out: opened rightly by spreadsheets, and never run by them.

Every CSV file of the site is written here. A spreadsheet takes a cell that begins with
``=``, ``+``, ``-`` or ``@`` for a formula (also after a tab or a line break), whatever a
register or an item meant by it; such a text gets an apostrophe before it, which
spreadsheets understand as "this is text". Numbers are left alone, since they cannot
be formulas.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""Full-width signs too: spreadsheets of East Asian systems take them for the half-width ones."""


def csv_text(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """Return CSV that spreadsheets open rightly: with a byte order mark and CRLF, no text a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in itertools.chain([header], rows):
        # Most cells are harmless text: asking them first takes a third of the time of a whole catalogue.
        writer.writerow([value if type(value) is str and value[:1] not in _FORMULA else cell(value) for value in row])
    return "\ufeff" + buffer.getvalue()


def cell(value: Any) -> str | int | float | Decimal:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return value
    text = str(value)
    return "'" + text if text[:1] in _FORMULA and text else text
