"""Time limits at their edges: the last day in time, the first day late, and what is not told."""

from __future__ import annotations

from datetime import date

import pytest
from disclosure.model import deadlines
from disclosure.model.deadlines import STATES, ReplyLimit, late_notices, publication_days, reply_limit, timeliness
from disclosure.model.regulations import EDITIONS

REQUEST = {"received": "2014-04-28", "excluded_days": "", "extended": "", "clarification_asked": "", "clarified": "", "closed": ""}


@pytest.mark.parametrize(("created", "published", "days"), [
    ("2014-01-20", "2014-01-20", 0), ("2014-01-20", "2014-01-21", 1), ("2014-01-20", "2014-02-20", 20), ("2014-01-20", "2014-02-21", 21),
    ("2008-05-01", "2008-05-01", 0), ("2008-04-30", "2008-05-05", None), ("", "2014-01-20", None), ("2014-01-20", "2014-01-19", None),
    ("2014-01-20", "", None), ("2998-01-20", "2998-01-20", 0), ("2998-01-20", "2998-01-21", None),
])
def test_working_days_to_publication(created: str, published: str, days: int | None) -> None:
    assert publication_days(created, published) == days


def test_a_request_is_to_be_clarified_within_seven_working_days_under_the_edition_that_says_so() -> None:
    """2019 Art. 30; 2008 Art. 21 names no days."""
    assert [law.clarify_within for law in EDITIONS] == [0, 7]


@pytest.mark.parametrize(("change", "limit"), [
    ({}, ReplyLimit("2014-05-20", "2014-05-20", 15)), ({"extended": "2014-05-16"}, ReplyLimit("2014-05-20", "2014-06-11", 30)),
    ({"excluded_days": 5}, ReplyLimit("2014-05-27", "2014-05-27", 20)), ({"excluded_days": 5, "extended": "2014-05-16"}, ReplyLimit("2014-05-27", "2014-06-18", 35)),
    ({"received": "2019-05-14"}, ReplyLimit("2019-06-04", "2019-06-04", 15)), ({"received": "2019-05-15"}, ReplyLimit("2019-06-13", "2019-06-13", 20)),
    ({"received": "2019-05-15", "extended": "2019-06-12"}, ReplyLimit("2019-06-13", "2019-07-11", 40)),
    ({"received": "2008-05-01"}, ReplyLimit("2008-05-22", "2008-05-22", 15)), ({"received": "2008-04-30"}, ReplyLimit("", "", 0, "收到时条例还没有施行")),
    ({"clarification_asked": "2014-04-29"}, ReplyLimit("", "", 15, "等待申请人补正")),
    ({"clarification_asked": "2014-04-29", "extended": "2014-05-16", "excluded_days": 2}, ReplyLimit("", "", 32, "等待申请人补正")),
    ({"clarification_asked": "2014-04-29", "clarified": "2014-09-19"}, ReplyLimit("2014-10-15", "2014-10-15", 15)),
    ({"clarified": "2014-09-19"}, ReplyLimit("2014-10-15", "2014-10-15", 15)),
    ({"received": "2998-04-30"}, ReplyLimit("", "", 20, "2998年没有工作日历")),
    ({"received": "2021-03-02", "fee_asked": "2021-03-05"}, ReplyLimit("", "", 20, "等待申请人缴费")),
    ({"received": "2021-03-02", "fee_asked": "2021-03-05", "fee_paid": "2021-03-09"}, ReplyLimit("2021-04-07", "2021-04-07", 20)),
    ({"received": "2021-03-02", "clarification_asked": "2021-03-05", "clarified": "2021-03-08", "fee_paid": "2021-03-09"}, ReplyLimit("2021-04-07", "2021-04-07", 20)),
    ({"received": "2021-03-02", "third_party_asked": "2021-03-12", "third_party_answered": "2021-03-17"}, ReplyLimit("2021-04-02", "2021-04-02", 23)),
    ({"received": "2021-03-02", "third_party_asked": "2021-03-12", "third_party_answered": "2021-03-17", "excluded_days": 1}, ReplyLimit("2021-03-31", "2021-03-31", 21)),
    ({"received": "2021-03-02", "third_party_asked": "2021-03-12"}, ReplyLimit("2021-04-21", "2021-04-21", 35)),
    ({"received": "2021-03-02", "third_party_asked": "2021-03-12", "closed": "2021-03-15"}, ReplyLimit("2021-03-31", "2021-03-31", 21)),
    ({"received": "2021-03-02", "third_party_asked": "2021-03-12", "closed": "2021-05-31"}, ReplyLimit("2021-04-21", "2021-04-21", 35)),
    ({"third_party_asked": "2014-04-30"}, ReplyLimit("", "", 15, "等待第三方答复")),
    ({"third_party_asked": "2014-04-30", "third_party_answered": "2014-05-07"}, ReplyLimit("2014-05-26", "2014-05-26", 19)),
])
def test_until_when_a_request_must_be_answered(change: dict, limit: ReplyLimit) -> None:
    assert reply_limit(REQUEST | change) == limit


@pytest.mark.parametrize(("change", "state"), [
    ({}, "尚未办结"), ({"received": "2998-04-30"}, "尚未办结"), ({"closed": "2014-05-19"}, "按时"), ({"closed": "2014-05-20"}, "按时"), ({"closed": "2014-05-21"}, "逾期"),
    ({"extended": "2014-05-16", "closed": "2014-05-19"}, "延期后按时"), ({"extended": "2014-05-16", "closed": "2014-06-11"}, "延期后按时"),
    ({"extended": "2014-05-16", "closed": "2014-06-12"}, "逾期"), ({"received": "2998-04-30", "closed": "2998-05-03"}, "无法判断"),
    ({"received": "2008-04-30", "closed": "2008-05-03"}, "无法判断"), ({"clarification_asked": "2014-04-29", "closed": "2014-12-20"}, "按时"),
    ({"clarification_asked": "2014-04-29", "clarified": "2014-09-19", "closed": "2014-10-15"}, "按时"),
    ({"clarification_asked": "2014-04-29", "clarified": "2014-09-19", "closed": "2014-10-16"}, "逾期"),
    ({"clarified": "2998-09-19", "closed": "2998-10-15"}, "无法判断"),
])
def test_whether_a_request_was_answered_in_time(change: dict, state: str) -> None:
    assert timeliness(REQUEST | change) == state


LAPSED = {"received": "2014-01-06", "closed": "2014-12-31"}
"""A request whose limit ends on 2014-01-26."""
PAID = {"received": "2021-01-04", "closed": "2021-12-31"}
"""A request whose limit ends on 2021-02-01."""


@pytest.mark.parametrize(("change", "state", "late"), [
    (LAPSED | {"clarification_asked": "2014-12-01"}, "逾期", {"clarification_asked": "2014-01-26"}),
    (LAPSED | {"clarification_asked": "2014-12-01", "clarified": "2014-12-30"}, "逾期", {"clarification_asked": "2014-01-26"}),
    (LAPSED | {"clarification_asked": "2014-01-26"}, "按时", {}),
    (LAPSED | {"clarification_asked": "2014-01-27"}, "逾期", {"clarification_asked": "2014-01-26"}),
    (LAPSED | {"third_party_asked": "2014-12-01"}, "逾期", {"third_party_asked": "2014-01-26"}),
    (LAPSED | {"third_party_asked": "2014-12-01", "third_party_answered": "2014-12-30"}, "逾期", {"third_party_asked": "2014-01-26"}),
    (LAPSED | {"extended": "2014-01-20", "clarification_asked": "2014-02-10"}, "延期后按时", {}),
    (LAPSED | {"extended": "2014-01-20", "clarification_asked": "2014-03-31"}, "逾期", {"clarification_asked": "2014-02-20"}),
    (LAPSED | {"extended": "2014-01-27", "closed": "2014-02-10"}, "逾期", {"extended": "2014-01-26"}),
    (LAPSED | {"extended": "2014-01-27", "clarification_asked": "2014-02-10"}, "逾期", {"extended": "2014-01-26", "clarification_asked": "2014-01-26"}),
    (LAPSED | {"clarification_asked": "2014-01-20", "clarified": "2014-12-22", "extended": "2014-12-30"}, "延期后按时", {}),
    (LAPSED | {"third_party_asked": "2014-01-20", "clarification_asked": "2014-12-30"}, "按时", {}),
    (PAID | {"fee_asked": "2021-12-01"}, "逾期", {"fee_asked": "2021-02-01"}),
    (PAID | {"clarification_asked": "2021-12-20", "clarified": "2021-12-21", "closed": "2021-12-22"}, "逾期", {"clarification_asked": "2021-02-01"}),
    (PAID | {"clarification_asked": "2021-12-20", "clarified": "2021-12-20", "fee_asked": "2021-12-20"}, "逾期", {"clarification_asked": "2021-02-01", "fee_asked": "2021-02-01"}),
    (PAID | {"third_party_asked": "2021-01-11", "fee_asked": "2021-02-20"}, "按时", {}),
    (PAID | {"third_party_asked": "2021-01-11", "third_party_answered": "2021-12-20"}, "逾期", {}),
    ({"received": "2998-01-06", "clarification_asked": "2998-12-01", "closed": "2998-12-31"}, "无法判断", {}),
])
def test_a_notice_after_the_limit_neither_stops_nor_lengthens_it(change: dict, state: str, late: dict) -> None:
    assert (timeliness(REQUEST | change), late_notices(REQUEST | change)) == (state, late)


@pytest.mark.parametrize(("asked", "due"), [("2021-03-02", "2021-04-23"), ("2021-03-05", "2021-04-23"), ("2021-03-08", "2021-04-22")])
def test_an_inquiry_that_began_before_the_limit_started_anew_takes_the_days_after_that(asked: str, due: str) -> None:
    fee = {"received": "2021-03-01", "fee_asked": "2021-03-02", "fee_paid": "2021-03-05", "closed": "2021-04-20"}
    row = REQUEST | fee | {"third_party_asked": asked, "third_party_answered": "2021-03-25"}
    assert (reply_limit(row).due, timeliness(row)) == (due, "按时")


def test_days_of_a_third_party_that_are_over_when_the_limit_starts_anew_are_not_left_out_again() -> None:
    row = REQUEST | {"received": "2021-03-01", "third_party_asked": "2021-03-02", "third_party_answered": "2021-03-04", "fee_asked": "2021-03-02", "fee_paid": "2021-03-05"}
    assert reply_limit(row) == ReplyLimit("2021-04-02", "2021-04-02", 20)


def test_the_states_are_five_and_differ() -> None:
    assert STATES == ("按时", "延期后按时", "逾期", "尚未办结", "无法判断")


def test_other_faults_of_the_calendar_are_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a year without a calendar means that nothing can be told."""
    def broken(start: date, end: date) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(deadlines.workdays, "between", broken)
    with pytest.raises(ZeroDivisionError):
        publication_days("2014-01-20", "2014-01-21")
