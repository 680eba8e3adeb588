"""A matter: one thing that an office must do, with its last day and its place in the content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

OVERDUE, TODAY, WEEK, LATER, WAITING, UNKNOWN = "已经过期", "今天到期", "本周到期", "以后到期", "等待别人", "期限不明"
URGENCIES = (OVERDUE, TODAY, WEEK, LATER, WAITING, UNKNOWN)
"""How urgent a matter is, the most urgent first. A week ends on Sunday."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to do."""

    kind: str
    """What is to be done, as `listing` and calendars head it."""
    subject: str
    """What it is about: number and words of a row, title of an item, name of a column. No other of the kind in its file has the same."""
    day: str
    """Last day, ISO 8601; '' when it is not known or does not run."""
    note: str
    """What to do, or why there is no last day."""
    path: str
    """File that says so, relative to the content folder."""
    line: int = 0
    """Line in the file; 0 for the file as a whole."""
    agency: str = ""
    is_awaited: bool = False
    """Whether others must act first. After its last day it is the office's turn."""
    key: str = ""
    """What names it among those of its kind, whatever is edited: the key of a row, the Index of an item; '' where subject and file do."""


def urgency(matter: Matter, today: str) -> str:
    """Return which of `URGENCIES` a matter has on a day (ISO 8601)."""
    if matter.day and matter.day < today:
        return OVERDUE
    if matter.is_awaited:
        return WAITING
    if not matter.day:
        return UNKNOWN
    if matter.day == today:
        return TODAY
    return WEEK if matter.day <= last_of_week(today) else LATER


def last_of_week(today: str) -> str:
    """Return the Sunday of the week of a day."""
    day = date.fromisoformat(today)
    return (day + timedelta(days=6 - day.weekday())).isoformat()
