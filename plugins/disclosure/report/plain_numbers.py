"""Numbers in the cells of forms."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def plain_number(text: str) -> int | Decimal | None:
    """Return the number that a text is, commas between thousands left out; None for a text that is none."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else value
