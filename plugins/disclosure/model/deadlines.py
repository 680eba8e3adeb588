"""Time limits of the Regulations: when something had to be published or answered, and whether it was.

All limits are working days, counted from the day after (see `workdays`). A limit is
unknown in a year without a calendar and before the first edition. Nothing is guessed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


def reply_limit(request: dict[str, Any]) -> ReplyLimit:
    """Return the time limit of a row of the register of requests.

    The edition in force on the day of receipt gives 15 working days and 15 more when extended
    (2008 Art. 24), or 20 and 20 (2019 Art. 33). The time for asking third parties does not count;
    under the 2019 edition nor does that for asking other bodies. `excluded_days` is the sum of both;
    without it the days from asking a third party to its answer are left out. A clarification starts
    the limit anew (2019 Art. 30), and under the 2019 edition so does the payment of a fee (国办函〔2020〕109号).
    No limit runs while one of them is awaited.
    """
    law = edition(request["received"])
    if law is None:
        return ReplyLimit("", "", 0, "收到时条例还没有施行")
    start = max(request["received"], request["clarified"], request.get("fee_paid", "") if law.awaits_payment else "")
    try:
        days = law.reply_within + _excluded_days(request, law, start)
        longest = days + (law.extension if request["extended"] else 0)
        if why := awaited(request):
            return ReplyLimit("", "", longest, why)
        first, due = (workdays.add(date.fromisoformat(start), number).isoformat() for number in (days, longest))
    except workdays.NoCalendar as unknown:
        return ReplyLimit("", "", law.reply_within + (law.extension if request["extended"] else 0), str(unknown))
    return ReplyLimit(first, due, longest)


CLARIFICATION, PAYMENT, THIRD_PARTY = "等待申请人补正", "等待申请人缴费", "等待第三方答复"


def awaited(request: dict[str, Any]) -> str:
    """Return what an office waits for while no limit runs; '' when it runs.

    Under the 2019 edition a third party has 15 working days (Art. 32): the limit then has a last day even
    while the answer is awaited. The 2008 edition names no such time.
    """
    if request["clarification_asked"] and not request["clarified"]:
        return CLARIFICATION
    law = edition(request["received"])
    if request.get("fee_asked") and not request.get("fee_paid") and law and law.awaits_payment:
        return PAYMENT
    if asks_third_party(request) and request["excluded_days"] == "" and law and not law.third_party_within:
        return THIRD_PARTY
    return ""


def asks_third_party(request: dict[str, Any]) -> bool:
    """Return whether a third party was asked and has not answered."""
    return bool(request.get("third_party_asked")) and not request.get("third_party_answered")


def _excluded_days(request: dict[str, Any], law: Edition, start: str) -> int:
    """Return the working days that do not count towards the limit that runs from `start`. Raises `NoCalendar`."""
    asked = request.get("third_party_asked", "")
    if request["excluded_days"] != "" or not asked or asked < start:
        return request["excluded_days"] or 0
    end = request.get("third_party_answered") or request["closed"]
    taken = workdays.between(date.fromisoformat(asked), date.fromisoformat(end)) if end >= asked else 0
    if asks_third_party(request) and law.third_party_within:
        return min(taken, law.third_party_within) if end else law.third_party_within
    return taken


ON_TIME, EXTENDED, LATE, OPEN, UNTOLD = "按时", "延期后按时", "逾期", "尚未办结", "无法判断"
STATES = (ON_TIME, EXTENDED, LATE, OPEN, UNTOLD)


def timeliness(request: dict[str, Any]) -> str:
    """Return which of `STATES` a request is in. No clock is read: an open request is open, never late."""
    if not request["closed"]:
        return OPEN
    limit = reply_limit(request)
    if awaited(request):
        return ON_TIME  # closed while the limit did not run
    if not limit.due:
        return UNTOLD
    if request["closed"] > limit.due:
        return LATE
    return EXTENDED if request["extended"] else ON_TIME
