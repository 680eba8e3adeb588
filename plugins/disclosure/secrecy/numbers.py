"""Numbers with check digits: which digits can be an identity number or a bank card."""

from __future__ import annotations

from datetime import date

REGIONS = frozenset(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"]
)
"""First two digits of an identity number: administrative divisions (GB/T 2260), and 83 for residents from Taiwan."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
CARD_STARTS = ("62", "4", "51", "52", "53", "54", "55", "34", "35", "36", "37", "60", "9558", "9400", "9111")
"""First digits of payment cards that are told without a label."""


def is_date(year: int, month: int, day: int) -> bool:
    """Return whether this is a day from 1880 until today, so that somebody alive can have been born on it."""
    try:
        return year >= 1880 and date(year, month, day) <= date.today()
    except ValueError:
        return False


def looks_like_id(number: str) -> bool:
    """Return whether 18 characters have the region and date of an identity number.

    Those of permanent residents from abroad begin with 9, before the region (since 2023).
    """
    region = number[1:3] if number[0] == "9" else number[:2]
    return region in REGIONS and is_date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def check_digit(number: str) -> str:
    """Return the check digit of the first 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def is_id(number: str) -> bool:
    """Return whether 18 characters are an identity number: region, date and check digit."""
    return looks_like_id(number) and check_digit(number) == number[17].upper()


def is_disability_id(number: str) -> bool:
    """Return whether 20 characters are the number of a disability certificate: an identity number, then kind (1–7) and degree (1–4)."""
    return is_id(number[:18]) and number[18] in "1234567" and number[19] in "1234"


def is_old_id(number: str) -> bool:
    """Return whether 15 digits can be an identity number of the first generation: region and date; it has no check digit."""
    return number[:2] in REGIONS and is_date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))


_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_credit_code(number: str) -> bool:
    """Return whether 18 characters are a unified social credit code of an organisation, with its check sign (GB 32100)."""
    if len(number) != 18 or number[0] not in "159Y" or not set(number) <= set(_CREDIT_SIGNS):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(number[:17], _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_SIGNS[-total % 31] == number[17]


def passes_luhn(number: str) -> bool:
    """Return whether digits have the check digit of payment cards (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card(number: str, named: bool) -> bool:
    """Return whether 16 to 19 digits are a payment card. With a label before them (`named`) any first digits will do."""
    plain = len(set(number)) < 3
    return not plain and passes_luhn(number) and (named or number.startswith(CARD_STARTS))
