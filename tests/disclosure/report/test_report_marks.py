"""What a report's text says: marks, numbers, and what looks like a number and counts nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from disclosure.report import marks, unmarked
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=300))
def test_marks_are_read_from_any_text(source: str) -> None:
    found = marks.read(source)
    last = len(source.splitlines())
    assert all(1 <= mark.line <= last for mark in (*found.figures, *found.tables))


NAMES = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=8)


@given(st.integers(0, 10**9), NAMES, st.text(st.characters(categories=["Lo"]), max_size=8), st.integers(0, 5))
def test_a_mark_is_read_as_it_was_written(value: int, name: str, reason: str, before: int) -> None:
    explained = f' "{reason}"' if reason else ""
    found = marks.read("某行\n" * before + f"共[{value:,}件](figure:{name}{explained})。\n")
    assert [(mark.line, mark.name, mark.reason) for mark in found.figures] == [(before + 1, name, reason)]
    assert marks.stated_number(found.figures[0].text).value == value and not found.unreadable


@pytest.mark.parametrize(("text", "computed", "difference"), [
    ("150余件", 153, 0), ("150余件", 160, -10), ("150余件", 149, 1), ("１，１７２人次", 1172, 0), ("**4**件", 4, 0), ("无", 0, 0), ("没有", 3, -3),
    ("四件", 4, 0), ("两千零三条", 2003, 0), ("一万二千条", 12000, 0), ("一百余件", 153, 0), ("十五个", 14, 1), ("99.2%", Decimal("99.21"), 0), ("18.6万元", Decimal("18.60"), 0), ("100%", 100, 0), ("零件", 1, -1),
])
def test_a_number_agrees_as_far_as_the_text_states_it(text: str, computed: int | Decimal, difference: int) -> None:
    assert marks.stated_number(text).difference(computed) == difference


QUIET = (
    "2014年3月5日至8日，第3次会议讨论2013—2015年计划，青府办发〔2014〕12号、《2014年18项任务》和12358热线、0791-0100 0882，见第24条。",
    "1. 第一项\n2. 第二项\n\n（3）其三\n\n- 5、第五", "## 2. 情况", "`x = 5`", "```\n99条\n```", "2014-03-18，2014/3/18，9:00—17:00，15个工作日内答复，A4纸。",
    "[办法](/items/2014/014500858-2014-00001.html)第十五条。", "略。[^1]\n\n[^1]: 注。",
)


@pytest.mark.parametrize("prose", QUIET)
def test_what_counts_nothing_needs_no_mark(prose: str) -> None:
    assert not [one.text for one in unmarked.find(f"Title: 年报\n\n{prose}", (), {})]


@given(st.text(max_size=300))
def test_unmarked_numbers_are_found_in_any_text(source: str) -> None:
    assert all(1 <= one.line <= len(source.splitlines()) for one in unmarked.find(source, (), {}))
