"""Amounts that a text names, and the number in the cell beside it."""

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from disclosure.model.problems import ERROR, WARNING
from disclosure.registers.amounts_in_words import CONFISCATION, FINE, Cell, amounts, disagreement, named

from tests.disclosure.registers.test_act_checks import GOOD, TODAY
from tests.disclosure.registers.test_register_checks import found


@pytest.mark.parametrize(("text", "yuan"), [
    ("500元", ["500"]), ("1.5万元", ["15000"]), ("2,000.50元", ["2000.50"]), ("¥500.00", ["500.00"]), ("伍佰元整（￥500.00）", ["500", "500.00"]),
    ("五百元", ["500"]), ("叁万伍仟元整", ["35000"]), ("1万5千元", ["15000"]), ("二〇〇〇元", ["2000"]), ("一亿二千万零三百元", ["120000300"]), ("十元", ["10"]),
    ("五百元三角", ["500.3"]), ("五百元3角二分", ["500.32"]), ("5元5角", ["5.5"]), ("一点五万元", ["15000"]), ("５００元", ["500"]), ("二万五千三百零一元", ["25301"]), ("3千元", ["3000"]),
    ("五百元以上一千元以下", []), ("500—1000元", ["1000"]), ("数千元", []), ("几万元", []), ("5000余元", []), ("500美元", []), ("100元/日", []), ("第91360104元", ["91360104"]),
])
def test_amounts_are_read_in_digits_and_in_numerals(text: str, yuan: list[str]) -> None:
    assert [value for value, _, _ in amounts(unicodedata.normalize("NFKC", text))] == [Decimal(one) for one in yuan]


@pytest.mark.parametrize(("text", "fines"), [
    ("罚款500元", ["500"]), ("处五千元罚款", ["5000"]), ("处以人民币5,000元（大写伍仟元整）的罚款", ["5000"]), ("没收违法所得3000元，罚款500元", ["500"]),
    ("没收违法所得3000元并处罚款500元", ["500"]), ("罚款300元、罚款200元", ["500"]), ("罚款300元，罚款200元，合计罚款500元", ["500"]), ("罚款500元，限十五日内缴清罚款500元", ["500", "1000"]),
    ("每人罚款500元，共计1000元", ["500", "1000"]), ("处违法所得一倍的罚款5000元", ["5000"]), ("处货值金额三倍的罚款，计3000元，货值1000元", ["3000"]),
    ("警告，罚人民币伍佰元", ["500"]), ("处五百元以上一千元以下罚款", []), ("警告", []), ("没收违法所得3000元", []), ("行政处罚决定书送达，缴费500元", []),
])
def test_the_fine_is_the_amount_beside_its_word(text: str, fines: list[str]) -> None:
    assert named(text, FINE)[0] == {Decimal(one) for one in fines}


@pytest.mark.parametrize(("text", "taken"), [
    ("没收违法所得3000元，罚款500元", ["3000"]), ("罚款500元，没收非法财物价值二千元", ["2000"]), ("处违法所得一倍的罚款5000元", []), ("罚款500元", []),
])
def test_a_confiscation_is_the_amount_beside_its_own(text: str, taken: list[str]) -> None:
    assert named(text, CONFISCATION)[0] == {Decimal(one) for one in taken}


@pytest.mark.parametrize(("text", "cell", "worth", "severity"), [
    ("罚款500元", Decimal("0.05"), 10_000, None), ("罚款伍佰元整（500元）", Decimal("0.05"), 10_000, None), ("罚款500元", Decimal(500), 10_000, ERROR),
    ("罚款500元", Decimal("0.5"), 10_000, WARNING), ("罚款500元", "", 10_000, WARNING), ("罚款二万元", Decimal(20000), 1, None), ("罚款二万元", Decimal(2), 1, ERROR),
    ("罚款", Decimal(2), 1, None), ("责令改正，罚款，金额见决定书", Decimal(2), 1, None),
])
def test_a_cell_in_the_wrong_unit_is_an_error_and_another_number_a_reminder(text: str, cell, worth: int, severity: str | None) -> None:
    assert [fault.severity for fault in disagreement(text, cell, Cell("处罚内容", FINE, "罚款金额", worth))] == ([severity] if severity else [])


def test_penalties_are_compared_with_their_words(tmp_path: Path) -> None:
    rows = [GOOD["penalties"] | {"number": f"罚{number}"} | change for number, change in enumerate((
        {"content": "警告，罚款500元", "fine": "500"}, {"content": "警告，罚款五百元", "fine": "0.05"}, {"content": "警告，罚款2万元", "fine": "0.2"},
        {"kind": "警告", "content": "警告，罚款500元", "fine": ""}, {"kind": "罚款、没收违法所得", "content": "没收违法所得300元，罚款500元", "fine": "0.05", "confiscated": "300"},
    ))]
    assert found(tmp_path, {"penalties": rows}, TODAY) == [
        "registers/penalties.csv:2: 处罚内容写的罚款是 500 元，罚款金额是 500 万元；罚款金额以万元计，写 0.05；或者改正处罚内容",
        "registers/penalties.csv:4: 提醒：处罚内容写的罚款是 20,000 元，罚款金额是 0.2 万元；罚款金额以万元计，写 2；或者改正处罚内容",
        "registers/penalties.csv:5: 提醒：处罚内容写的罚款是 500 元，罚款金额空着；罚款金额以万元计，写 0.05；或者改正处罚内容",
        "registers/penalties.csv:6: 处罚内容写的没收是 300 元，没收的金额是 300 万元；没收的金额以万元计，写 0.03；或者改正处罚内容",
    ]


def test_long_texts_are_read_in_time() -> None:
    text = "罚款" + "9" * 4000 + "，" + "一千" * 2000 + "罚款" * 2000
    begun = time.perf_counter()
    named(text, FINE)
    assert time.perf_counter() - begun < 2
