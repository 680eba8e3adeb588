"""Numbers that prove themselves, against the standards' own examples and lists."""

from __future__ import annotations

import pytest
from disclosure.secrecy import numbers
from disclosure.secrecy.detect import detect

PROVINCES = (
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
)
"""GB/T 2260: north, north-east, east, south and centre, south-west, north-west, Taiwan, Hong Kong, Macao; 83 since 2018."""
OTHERS = [code for code in map("{:02d}".format, range(100)) if code not in PROVINCES]


def identity(start: str) -> str:
    """Return an identity number that begins so, with its check digit worked out by the standard's formula."""
    rest = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(start)) % 11
    return start + "0123456789X"[(12 - rest) % 11]


def kinds(text: str) -> list[str]:
    """Return the kinds of what is found in a text."""
    return [one.kind for one in detect(text)]


@pytest.mark.parametrize("code", PROVINCES)
def test_a_number_of_every_province_is_recognised(code: str) -> None:
    assert kinds(f"申请人某某，{identity(code + '010119790307123')}，现予公示。") == ["id"]
    assert kinds(f"申请人某某，身份证号{code}0101790307123。") == ["old-id"]


@pytest.mark.parametrize("code", OTHERS)
def test_a_number_of_no_province_is_none(code: str) -> None:
    assert not numbers.is_id(identity(code + "010119790307123"))
    assert not numbers.is_old_id(f"{code}0101790307123")


def test_there_are_as_many_provinces_as_the_standard_has() -> None:
    assert len(set(PROVINCES)) == 35 and len(OTHERS) == 65


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_prove_themselves(number: str) -> None:
    """GB 11643-1999, appendix."""
    assert numbers.is_id(number)
    assert numbers.is_id(number.lower())
    assert kinds(f"某某{number}男") == ["id"]


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_anywhere_is_noticed(place: int) -> None:
    right = "11010519491231002X"
    for digit in set("0123456789") - {right[place]}:
        assert not numbers.is_id(right[:place] + digit + right[place + 1 :])
