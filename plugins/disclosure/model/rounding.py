"""Rounding (四舍五入): once, from the exact value, and halves away from zero.

A quotient stays a `Fraction` until it is shown or compared. Rounded twice, or by way of a float,
4.949 would become 5.0, and a half would go to the even neighbour.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
QUOTIENT_PLACES = 2
"""Decimals of a quotient in reports."""
MOST_PLACES = 12
"""Decimals beyond which a rate is no longer told from 0 or 100."""


def half_up(value: Number, places: int = 0) -> Decimal:
    """Return a number rounded to some decimals: half of the last one and more is rounded away from zero."""
    scaled = abs(Fraction(value)) * 10**places + Fraction(1, 2)
    digits = scaled.numerator // scaled.denominator
    return Decimal(-digits if value < 0 else digits).scaleb(-places)


def plain_text(value: Decimal) -> str:
    """Return a decimal with commas between thousands, without zeros at the end of its decimals."""
    whole = value.to_integral_value()
    return f"{whole:,f}" if value == whole else f"{value.normalize():,f}"


def places_of(value: Number) -> int:
    """Return to how many decimals a number is shown: all of a decimal, `QUOTIENT_PLACES` or more of a quotient."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return 0
    if isinstance(value, Fraction):
        return rate_places(value, QUOTIENT_PLACES)
    return max(0, -value.normalize().as_tuple().exponent)


def number_text(value: Number, places: int | None = None) -> str:
    """Return a number as pages and reports print it, with at most so many decimals; None: with those of `places_of`."""
    return plain_text(half_up(value, places_of(value) if places is None else places))


def rate_places(rate: Number, places: int) -> int:
    """Return to how many decimals a rate in per cent is shown: `places`, or more where it would look like 0 or 100 and is not."""
    while places < MOST_PLACES and any(half_up(rate, places) == bound != rate for bound in (0, 100)):
        places += 1
    return places


def rate_text(rate: Number, places: int = 1) -> str:
    """Return a rate in per cent as text, without its sign: 99.96 of a hundred is 99.96, not 100."""
    return plain_text(half_up(rate, rate_places(rate, places)))
