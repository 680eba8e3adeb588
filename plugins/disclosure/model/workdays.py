"""Working days by the State Council's calendar (国务院办公厅关于节假日安排的通知), make-up workdays included.

The calendar of each year comes from the library *chinesecalendar*. The State Council
announces a year's holidays in the autumn before. A year that the library does not know yet
has no calendar here: functions raise `NoCalendar`, and nothing is guessed from weekdays.

Periods are counted from the day after, as the Regulations count them. The day on which
a document is formed or a request is received is day 0.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate


class NoCalendar(LookupError):
    """A count needs the working days of a year whose calendar is not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年没有工作日历")
        self.year = year


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

    if not any(day.year == year for day in holidays):
        raise NoCalendar(year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return [0, *accumulate(int(day in workdays or (day.weekday() < 5 and day not in holidays)) for day in days)]
