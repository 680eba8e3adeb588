"""Passages: what the words and the table around a value call it, and where its characters stand."""

from __future__ import annotations

import re
import time

import pytest
from disclosure.secrecy.detect import detect
from disclosure.secrecy.passage import Passage, Tables

TABLE = "前文\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n| 三 | 四 | 五 |\n\n| 丙 |\n| 六 |\n后文"


@pytest.mark.parametrize(("sign", "heading"), [("一", "甲"), ("二", "乙"), ("三", "甲"), ("四", "乙"), ("五", ""), ("六", "丙"), ("甲", ""), ("乙", ""), ("丙", ""), ("前", ""), ("后", "")])
def test_the_heading_of_a_column(sign: str, heading: str) -> None:
    assert Tables(TABLE).heading(TABLE.index(sign)) == heading


def test_a_table_without_outer_bars_has_headings_too() -> None:
    text = "甲 | 乙\n---|---\n一 | 二\n"
    assert [Tables(text).heading(text.index(sign)) for sign in "一二"] == ["甲", "乙"]


def test_lines_and_those_beside_them() -> None:
    text = "一\n二\n三\n四"
    assert [Tables(text).line(text.index(sign)) for sign in "一二三四"] == ["一", "二", "三", "四"]
    assert Tables(text).beside(text.index("二"), 1) == ["一", "三"]
    assert sorted(Tables(text).beside(text.index("二"), 2)) == ["一", "三", "四"]
    assert Tables("一").beside(0, 3) == []
    assert sorted(Tables(text).beside(text.index("四"), 2)) == ["三", "二"]


def test_a_very_long_line_is_no_row_of_a_table() -> None:
    row = f"| {'长' * 1990} | 值 |"
    text = f"| 甲 | 乙 |\n{row}\n"
    assert Tables(text).heading(text.index("值")) == "乙"
    long = text.replace("长", "长长")
    assert Tables(long).heading(long.index("值")) == ""
    assert len(Tables("甲" * 9000).line(4500)) == 4000


def test_places_follow_what_was_left_out() -> None:
    text = "甲\u200b１\u200b２"
    passage = Passage.read(Tables(text), 0, len(text))
    assert passage.text == "甲12"
    assert [passage.place(at) for at in range(3)] == [0, 2, 4]
    assert Passage.read(Tables("甲乙丙"), 1, 3).place(1) == 2


def test_what_a_value_is_called() -> None:
    name = re.compile("甲:?\\Z")
    passage = Passage.read(Tables("甲1乙2"), 0, 4)
    assert passage.called(name, 1)
    assert not passage.called(name, 3)
    text = "| 甲 |\n| 1 |"
    assert Passage.read(Tables(text), 0, len(text)).called(name, text.index("1"))
    assert Passage.read(Tables("甲123456"), 0, 7).before(6, 3) == "345"


def test_around_a_value_in_a_table_stands_its_row() -> None:
    text = "| 甲 | 乙 |\n| 一 | 二 |"
    passage = Passage.read(Tables(text), 0, len(text))
    assert passage.around(text.index("二"), 1, 1) == "| 一 | 二 |"
    assert Passage.read(Tables("甲乙丙丁"), 0, 4).around(2, 1, 1) == "乙丙"


@pytest.mark.parametrize("text", [
    "138 1234 5678 " * 11_666, "| 13812345678 " * 11_666, "| 甲 | 金额 |\n" + "| 乙 | 13812345678 |\n" * 7_500, "一二三四五六七八九〇" * 16_666, "张三、" * 50_000, "低保户名单\n" * 25_000, "护照" * 66_666, "机密" * 66_666, "住址" * 66_666, "QQ：" * 50_000,
    "1\u200b" * 83_333, "赣A12345 车" * 16_666, "| 姓名 |\n" * 20_000,
])
def test_no_text_takes_more_than_its_length(text: str) -> None:
    """About 160,000 characters each; a share of them takes a like share of the time."""
    def seconds(part: str) -> float:
        began = time.process_time()
        detect(part)
        return time.process_time() - began

    short = min(seconds(text[: len(text) // 8]) for _ in range(2))
    assert seconds(text) < 8 * 4 * max(short, 0.02)
