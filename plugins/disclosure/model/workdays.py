"""Working days by the State Council's calendar (国务院办公厅关于节假日安排的通知), make-up workdays included.

The calendar of each year comes from the library *chinesecalendar*. The State Council
announces a year's holidays in the autumn before. A year that the library does not know yet
has no calendar here: functions raise `NoCalendar`, and nothing is guessed from weekdays.

A site may state days of its own (`observe`): the days of such a year, and local days off. They
hold for the whole process, as the library's days do, since a process works for one site at a time.

Periods are counted from the day after, as the Regulations count them. The day on which
a document is formed or a request is received is day 0.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
"""Words by which the reasons of days off name the holidays of every year (全国年节及纪念日放假办法, since 2008)."""


class NoCalendar(LookupError):
    """A count needs the working days of a year whose calendar is not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年没有工作日历")
        self.year = year


@dataclass(frozen=True)
class StatedDays:
    """Working days and days off that a site states itself."""

    rows: tuple[tuple[str, bool, str], ...] = ()
    """Day (ISO 8601), whether it is worked, and why."""

    @cached_property
    def is_worked(self) -> dict[date, bool]:
        """Whether each of these days is worked."""
        return {date.fromisoformat(day): worked for day, worked, _ in self.rows}

    def missing(self, year: int) -> list[str]:
        """Return the holidays of a year that no day off names. A year without any missing has a calendar of the site's own."""
        reasons = [reason for day, worked, reason in self.rows if not worked and day.startswith(f"{year:04d}-")]
        return [name for name in HOLIDAYS if not any(name in reason for reason in reasons)]


_stated = StatedDays()


def observe(stated: StatedDays) -> None:
    """Count by a site's own days from now on, in this process and those that it forks. They replace those of another site."""
    global _stated
    if stated != _stated:
        _stated = stated
        _running.cache_clear()


def is_national(year: int) -> bool:
    """Return whether the library has the calendar of a year."""
    from chinese_calendar.constants import holidays

    return any(day.year == year for day in holidays)


def covers(year: int) -> bool:
    """Return whether the calendar of a year is known."""
    try:
        _running(year)
    except NoCalendar:
        return False
    return True


def is_workday(day: date) -> bool:
    """Return whether a day is a working day; raise `NoCalendar` when its year has no calendar."""
    counted = _running(day.year)
    position = day.timetuple().tm_yday
    return counted[position] > counted[position - 1]


def between(start: date, end: date) -> int:
    """Return the number of working days after `start`, up to and including `end`.

    Published on the day of formation: 0. Raises `NoCalendar` when a year from the day
    after `start` to `end` has no calendar, `ValueError` when `end` is before `start`.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    if end == start:
        return 0
    first = start + timedelta(days=1)
    total = _until(end) - _until(first) + int(is_workday(first))
    return total + sum(_running(year)[-1] for year in range(first.year, end.year))


def add(start: date, number: int) -> date:
    """Return the working day that is the `number`-th after `start` (0: `start` itself).

    Raises `NoCalendar` when the count runs into a year without a calendar, `ValueError`
    for a negative number.
    """
    if number < 0:
        raise ValueError(f"{number} working days")
    if number == 0:
        return start
    first = start + timedelta(days=1)
    year = first.year
    wanted = number + _until(first) - int(is_workday(first))  # as counted from the first of January
    while wanted > _running(year)[-1]:
        wanted -= _running(year)[-1]
        year += 1
    return date(year, 1, 1) + timedelta(days=bisect_left(_running(year), wanted) - 1)


def _until(day: date) -> int:
    """Return how many working days there are from 1 January of its year up to and including a day."""
    return _running(day.year)[day.timetuple().tm_yday]


@functools.cache
def _running(year: int) -> list[int]:
    """Return how many working days a year has up to each day, by the number of the day (1 is 1 January; 0 has none)."""
    from chinese_calendar.constants import holidays, workdays  # is_workday() of the library checks its years at each call

    if not is_national(year) and _stated.missing(year):
        raise NoCalendar(year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return [0, *accumulate(int(_stated.is_worked.get(day, day in workdays or (day.weekday() < 5 and day not in holidays))) for day in days)]
