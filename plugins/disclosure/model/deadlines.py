"""Time limits of the Regulations: when something had to be published or answered, and whether it was.

All limits are working days, counted from the day after (see `workdays`). A limit is
unknown in a year without a calendar and before the first edition. Nothing is guessed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from . import workdays
from .regulations import EDITIONS, Edition, edition


def publication_days(created: str, published: str) -> int | None:
    """Return the working days from formation to publication (2008 Art. 18, 2019 Art. 26).

    None when no limit applies or it is unknown: the item was formed before the first edition,
    a date is missing, the dates are the wrong way round, or a year has no calendar.
    """
    if not created or created < EDITIONS[0].since or published < created:
        return None
    try:
        return workdays.between(date.fromisoformat(created), date.fromisoformat(published))
    except workdays.NoCalendar:
        return None


@dataclass(frozen=True, slots=True)
class ReplyLimit:
    """The day by which a request must be answered."""

    first: str
    """Last day without an extension, ISO 8601; empty when unknown."""
    due: str
    """Last day, extension included; empty when unknown, or while the limit does not run."""
    days: int
    """Working days in all."""
    why: str = ""
    """Why there is no last day."""


CLARIFICATION, PAYMENT, THIRD_PARTY = "等待申请人补正", "等待申请人缴费", "等待第三方答复"
NOTICES = {"clarification_asked": "clarified", "third_party_asked": "third_party_answered", "fee_asked": "fee_paid", "extended": ""}
"""Columns of the notices that stop or lengthen a limit, with the columns of what answers them."""


def reply_limit(request: dict[str, Any]) -> ReplyLimit:
    """Return the time limit of a row of the register of requests.

    The edition in force on the day of receipt gives 15 working days and 15 more when extended
    (2008 Art. 24), or 20 and 20 (2019 Art. 33). The time for asking third parties does not count;
    under the 2019 edition nor does that for asking other bodies. `excluded_days` is the sum of both;
    without it the days from asking a third party to its answer are left out. A clarification starts
    the limit anew (2019 Art. 30), and under the 2019 edition so does the payment of a fee (国办函〔2020〕109号).
    No limit runs while one of them is awaited. A notice that is sent when the limit is over changes nothing.
    """
    law = edition(request["received"])
    if law is None:
        return ReplyLimit("", "", 0, "收到时条例还没有施行")
    try:
        counted, _ = _counted(request, law)
    except workdays.NoCalendar as unknown:
        return ReplyLimit("", "", law.reply_within, str(unknown))
    return _limit(counted, law)


def late_notices(request: dict[str, Any]) -> dict[str, str]:
    """Return the columns of the notices that were sent when the limit was over, each with the last day of that limit (ISO 8601)."""
    law = edition(request["received"])
    try:
        return _counted(request, law)[1] if law else {}
    except workdays.NoCalendar:
        return {}


def _counted(request: dict[str, Any], law: Edition) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a request without its late notices and their answers, and those notices with the last day of the limit that was over.

    Each notice is judged by the limit as it was on its day. Raises `NoCalendar` where that cannot be told.
    """
    sent = sorted((request[notice], notice) for notice in NOTICES if request.get(notice))
    answers = {NOTICES[notice]: request.get(NOTICES[notice], "") for _, notice in sent if NOTICES[notice]}
    counted, late = request | dict.fromkeys([*NOTICES, *answers], ""), {}
    for day, notice in sent:
        known = counted | {"closed": "", **{answer: "" for answer in answers if counted[answer] > day}}
        if over := _over_on(day, known, law):
            late[notice] = over
        else:
            counted |= {name: request.get(name, "") for name in (notice, NOTICES[notice]) if name}
    return counted, late


def _over_on(day: str, request: dict[str, Any], law: Edition) -> str:
    """Return the last day of a limit that was over on a day; '' when it was not. Raises `NoCalendar` where that cannot be told."""
    if _awaited(request, law):
        return ""
    start = _start(request, law)
    days = law.reply_within + _excluded_days(request, law, start) + (law.extension if request["extended"] else 0)
    return workdays.add(date.fromisoformat(start), days).isoformat() if _is_over(start, days, day) else ""


def _is_over(start: str, days: int, day: str) -> bool:
    """Return whether so many working days after `start` ended before a day. Raises `NoCalendar` where that cannot be told."""
    before = date.fromisoformat(day) - timedelta(days=1)
    return (before - date.fromisoformat(start)).days >= days and _between(start, before.isoformat()) >= days


def _start(request: dict[str, Any], law: Edition) -> str:
    """Return the day after which the limit runs: of receipt, or of the last answer that starts it anew."""
    return max(request["received"], request["clarified"], request.get("fee_paid", "") if law.awaits_payment else "")


def _limit(request: dict[str, Any], law: Edition) -> ReplyLimit:
    """Return the limit of a request all of whose notices count."""
    start, extension = _start(request, law), law.extension if request["extended"] else 0
    try:
        days = law.reply_within + _excluded_days(request, law, start)
        if why := _awaited(request, law):
            return ReplyLimit("", "", days + extension, why)
        first, due = (workdays.add(date.fromisoformat(start), number).isoformat() for number in (days, days + extension))
    except workdays.NoCalendar as unknown:
        return ReplyLimit("", "", law.reply_within + extension, str(unknown))
    return ReplyLimit(first, due, days + extension)


def awaited(request: dict[str, Any]) -> str:
    """Return what an office waits for while no limit runs; '' when it runs.

    Under the 2019 edition a third party has 15 working days (Art. 32): the limit then has a last day even
    while the answer is awaited. The 2008 edition names no such time.
    """
    why = reply_limit(request).why
    return why if why in (CLARIFICATION, PAYMENT, THIRD_PARTY) else ""


def _awaited(request: dict[str, Any], law: Edition) -> str:
    """Return what is awaited, where all notices count."""
    if request["clarification_asked"] and not request["clarified"]:
        return CLARIFICATION
    if request.get("fee_asked") and not request.get("fee_paid") and law.awaits_payment:
        return PAYMENT
    if asks_third_party(request) and request["excluded_days"] == "" and not law.third_party_within:
        return THIRD_PARTY
    return ""


def asks_third_party(request: dict[str, Any]) -> bool:
    """Return whether a third party was asked and has not answered."""
    return bool(request.get("third_party_asked")) and not request.get("third_party_answered")


def _excluded_days(request: dict[str, Any], law: Edition, start: str) -> int:
    """Return the working days that do not count towards the limit that runs from `start`. Raises `NoCalendar`.

    An inquiry that began before `start` takes the days after it. An answer that comes when the limit is over is no answer
    any more: the 15 working days of the third party are left out then.
    """
    asked = request.get("third_party_asked", "")
    if request["excluded_days"] != "" or not asked:
        return request["excluded_days"] or 0
    first, answered = max(asked, start), request.get("third_party_answered", "")
    taken = _between(first, answered) if answered else 0
    if not law.third_party_within:
        return taken if answered else _between(first, request["closed"])
    own = max(0, law.third_party_within - _between(asked, first))
    if not answered:
        return min(_between(first, request["closed"]), own) if request["closed"] else own
    return own if _is_over(start, law.reply_within + (law.extension if request["extended"] else 0) + own, answered) else taken


def _between(start: str, end: str) -> int:
    """Return the working days after `start` up to `end`; 0 where `end` is not later."""
    return workdays.between(date.fromisoformat(start), date.fromisoformat(end)) if end > start else 0


ON_TIME, EXTENDED, LATE, OPEN, UNTOLD = "按时", "延期后按时", "逾期", "尚未办结", "无法判断"
STATES = (ON_TIME, EXTENDED, LATE, OPEN, UNTOLD)


def timeliness(request: dict[str, Any]) -> str:
    """Return which of `STATES` a request is in. No clock is read: an open request is open, never late."""
    if not request["closed"]:
        return OPEN
    limit = reply_limit(request)
    in_time = EXTENDED if request["extended"] and "extended" not in late_notices(request) else ON_TIME
    if limit.why in (CLARIFICATION, PAYMENT, THIRD_PARTY):
        return in_time  # closed while the limit did not run
    if not limit.due:
        return UNTOLD
    return LATE if request["closed"] > limit.due else in_time
