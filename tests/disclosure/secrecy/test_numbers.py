"""Numbers that prove themselves, against the standards' own examples and lists."""

from __future__ import annotations

from datetime import date, timedelta

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
    assert not numbers.is_id(identity(code + "990119790307123"))
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


@pytest.mark.parametrize("seed", range(60))
def test_any_number_with_its_check_digit_proves_itself_and_no_other_end_does(seed: int) -> None:
    number = identity(f"{PROVINCES[seed % 35]}{seed * 173 % 10_000:04d}19{seed + 20:02d}{seed % 12 + 1:02d}{seed % 28 + 1:02d}{seed * 16 + 7:03d}")
    assert numbers.is_id(number)
    assert numbers.check_digit(number) == number[17]
    assert [end for end in "0123456789X" if numbers.is_id(number[:17] + end)] == [number[17]]


TODAY = date.today()


@pytest.mark.parametrize(("born", "possible"), [
    ((1880, 1, 1), True), ((1879, 12, 31), False), ((2012, 2, 29), True), ((2014, 2, 29), False), ((1979, 13, 1), False), ((1979, 0, 1), False), ((1979, 1, 32), False),
    ((1979, 1, 0), False), ((TODAY.year, TODAY.month, TODAY.day), True), (tuple((TODAY + timedelta(days=1)).timetuple()[:3]), False), ((9999, 1, 1), False),
])
def test_nobody_alive_was_born_before_1880_or_will_be_tomorrow(born: tuple[int, int, int], possible: bool) -> None:
    assert numbers.is_date(*born) is possible


@pytest.mark.parametrize(("born", "possible"), [
    ("19790131", True), ("19790231", False), ("19791331", False), ("19790032", False), ("18790131", False), ("19680229", True), ("19690229", False), ("19800229", True),
])
def test_an_identity_number_has_a_day_of_birth(born: str, possible: bool) -> None:
    assert numbers.is_id(identity(f"360104{born}123")) is possible
    assert numbers.looks_like_id(f"360104{born}123#") is possible
    if born[:2] == "19":
        assert numbers.is_old_id(f"360104{born[2:]}123") is possible


@pytest.mark.parametrize(("start", "right"), [("91184019790131001", True), ("90084019790131001", False), ("91184018790131001", False), ("83184019790131001", True), ("93615619850612003", True)])
def test_permanent_residents_from_abroad_have_a_9_before_the_province(start: str, right: bool) -> None:
    assert numbers.is_id(identity(start)) is right


@pytest.mark.parametrize(("end", "right"), [("11", True), ("74", True), ("01", False), ("81", False), ("10", False), ("15", False)])
def test_a_disability_certificate_is_an_identity_number_with_kind_and_degree(end: str, right: bool) -> None:
    assert numbers.is_disability_id("11010519491231002X" + end) is right
    assert numbers.is_disability_id("110105194912310021" + end) is False


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L", "913601045583982010"])
def test_a_credit_code_proves_itself(code: str) -> None:
    """The first is the example of GB 32100-2015; the others are worked out by its formula."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    right = code[:17] + signs[-sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17])) % 31]
    assert numbers.is_credit_code(right)
    assert [end for end in signs if numbers.is_credit_code(right[:17] + end)] == [right[17]]
    assert not numbers.is_credit_code(right[:17])
    assert not numbers.is_credit_code(right[:17] + "I")
    assert not any(numbers.is_credit_code(first + code[1:17] + end) for first in "02346" for end in signs)


def test_the_example_of_the_standard_of_credit_codes() -> None:
    assert numbers.is_credit_code("91350100M000100Y43")


def with_check(digits: str) -> str:
    """Return digits with the one behind them that makes them a card's: by the table of doubled digits."""
    total = sum(int("0246813579"[int(digit)] if place % 2 == 0 else digit) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


@pytest.mark.parametrize("number", ["79927398713", "4012888888881881", "378282246310005", "6011000990139424", "5105105105105100", "3566002020360505", "18", "0"])
def test_numbers_of_the_standards_pass_the_check_of_cards(number: str) -> None:
    """The example of ISO/IEC 7812-1, and numbers that payment services publish for tests."""
    assert numbers.passes_luhn(number)
    assert [digit for digit in "0123456789" if numbers.passes_luhn(number[:-1] + digit)] == [number[-1]]


STARTS = ("62", "4", "51", "52", "53", "54", "55", "34", "35", "36", "37", "60", "9558", "9400", "9111")


@pytest.mark.parametrize("start", STARTS)
def test_a_card_is_known_by_its_first_digits(start: str) -> None:
    number = with_check((start + "0123456789012345")[:15])
    assert numbers.is_card(number, named=False)
    assert kinds(f"开户人某某，{number}，已核对") == ["card"]


@pytest.mark.parametrize("start", ["1", "2", "30", "38", "50", "56", "61", "63", "7", "8", "9"])
def test_other_first_digits_are_a_cards_only_where_the_text_says_so(start: str) -> None:
    number = with_check((start + "0123456789012345")[:15])
    assert not numbers.is_card(number, named=False)
    assert numbers.is_card(number, named=True)


@pytest.mark.parametrize(("number", "card"), [
    ("4000000000000002", True), ("4111111111111111", False), ("4444444444444448", False), ("4012888888881882", False), ("4000000000000003", False),
])
def test_a_card_has_three_different_digits_and_its_check_digit(number: str, card: bool) -> None:
    """Fewer are filling, as in a form."""
    assert numbers.is_card(number, named=False) is card
