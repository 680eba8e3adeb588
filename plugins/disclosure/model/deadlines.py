"""Time limits of the Regulations: when something had to be published or answered, and whether it was.

All limits are working days, counted from the day after (see `workdays`). A limit is
unknown in a year without a calendar and before the first edition. Nothing is guessed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from . import workdays
from .regulations import EDITIONS, edition

CLARIFY_WITHIN = 7
"""Working days from receipt to the one notice that a request is unclear (2019 Art. 30; the 2008 edition names none)."""


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
    under the 2019 edition nor does that for asking other bodies. `excluded_days` is the sum of both.
    A clarification starts the limit anew (2019 Art. 30). No limit runs while one is awaited.
    """
    law = edition(request["received"])
    if law is None:
        return ReplyLimit("", "", 0, "收到时条例还没有施行")
    days = law.reply_within + (request["excluded_days"] or 0)
    longest = days + (law.extension if request["extended"] else 0)
    if request["clarification_asked"] and not request["clarified"]:
        return ReplyLimit("", "", longest, "等待申请人补正")
    start = date.fromisoformat(request["clarified"] or request["received"])
    try:
        first, due = (workdays.add(start, number).isoformat() for number in (days, longest))
    except workdays.NoCalendar as unknown:
        return ReplyLimit("", "", longest, str(unknown))
    return ReplyLimit(first, due, longest)


ON_TIME, EXTENDED, LATE, OPEN, UNTOLD = "按时", "延期后按时", "逾期", "尚未办结", "无法判断"
STATES = (ON_TIME, EXTENDED, LATE, OPEN, UNTOLD)


def timeliness(request: dict[str, Any]) -> str:
    """Return which of `STATES` a request is in. No clock is read: an open request is open, never late."""
    if not request["closed"]:
        return OPEN
    limit = reply_limit(request)
    if request["clarification_asked"] and not request["clarified"]:
        return ON_TIME  # closed while the limit did not run
    if not limit.due:
        return UNTOLD
    if request["closed"] > limit.due:
        return LATE
    return EXTENDED if request["extended"] else ON_TIME
