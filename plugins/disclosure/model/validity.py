"""Whether a normative document is in force on a given day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from .item import ENDED, ValidityChange

IN_FORCE, EXPIRED, REPLACED, NOT_YET = "有效", "失效", "已被取代", ""


def state_on(
    day: str, created: str, *, word: str, ended: str, history: Sequence[ValidityChange] = (), valid_until: str = "", replaced_on: str = "",
) -> str:
    """Return a word of `VALIDITIES` or `REPLACED`; `NOT_YET` before the document was made. Days are ISO 8601, or '' for none.

    The last step of the history up to the day decides, then the day on which the document ceased to be in force, was
    replaced, or passed the last day that it names itself. A decision after that last day keeps it in force again, from the day of the
    decision. A document that is marked as not in force without any day counts as in force: a word written today must not change
    the state of an earlier day.
    """
    if not created or day < created:
        return NOT_YET
    before = [change for change in history if change.date <= day]
    if before and before[-1].word in ENDED:
        return before[-1].word
    if word in ENDED and ended and ended <= day:
        return word
    if replaced_on and replaced_on <= day:
        return REPLACED
    if valid_until and valid_until < day and not (before and before[-1].date > valid_until):
        return EXPIRED
    return before[-1].word if before else IN_FORCE


def is_over(state: str) -> bool:
    """Return whether a document in a state has ceased to be in force. One that was not made yet has not."""
    return state == REPLACED or state in ENDED


def day_after(day: str) -> str:
    """Return the day after a day; '' for ''."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def latest_state(word: str, replaced: bool) -> str:
    """Return the state as the items say it. No clock is read: a last day alone ends nothing here, which a reminder tells."""
    return word if word in ENDED else REPLACED if replaced else word
