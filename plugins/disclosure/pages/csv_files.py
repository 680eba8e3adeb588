"""CSV files that spreadsheets open with the right characters, and in which they run nothing.

The text of every CSV file of the site is made here. A spreadsheet runs a cell as a formula when it
begins with ``=``, ``+``, ``-`` or ``@``, also after a tab or a line break. Such a text gets an
apostrophe before it: to spreadsheets that means text. Numbers cannot be formulas and stay as they are.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""Characters with which a formula may begin. Spreadsheets of East Asian systems accept full-width signs too."""


def csv_text(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """Return the text of a CSV file: with a byte order mark, so that spreadsheets read UTF-8, CRLF, and no formulas."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in itertools.chain([header], rows):
        # Most cells are harmless texts. To test for those here saves the calls, two thirds of the time for a whole catalogue.
        writer.writerow([value if type(value) is str and value[:1] not in _FORMULA else safe_cell(value) for value in row])
    return "\ufeff" + buffer.getvalue()


def safe_cell(value: Any) -> str | int | float | Decimal:
    """Return a value as a cell that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return value
    text = str(value)
    return "'" + text if text[:1] in _FORMULA and text else text
