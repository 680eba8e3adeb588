"""Days on which a demo district publishes: working days, seldom a weekend, never a long holiday."""

from datetime import date, timedelta
from functools import lru_cache

FIRST = date(2008, 5, 5)  # the first ordinary working day under the Regulations
_SPRING = ("2009-01-25", "2010-02-13", "2011-02-02", "2012-01-22", "2013-02-09", "2014-01-31")
_DAY = timedelta(days=1)


def _holidays():
    """The long holidays of 2008 to 2014: spring festival, May Day, National Day, New Year."""
    days = set()
    for start in _SPRING:
        days.update(date.fromisoformat(start) + _DAY * n for n in range(7))
    for year in range(2008, 2015):
        days.update((date(year, 1, 1), date(year, 5, 1)))
        days.update(date(year, 10, day) for day in range(1, 8))
    return frozenset(days)


_HOLIDAYS = _holidays()


def is_workday(day):
    """Monday to Friday outside the long holidays."""
    return day.weekday() < 5 and day not in _HOLIDAYS


@lru_cache(maxsize=128)
def publication_days(year, month):
    """The days of a month, each as often as its weight: a working day has 16 times the weight of a weekend day."""
    days = []
    day = date(year, month, 1)
    while day.month == month:
        if day >= FIRST and day not in _HOLIDAYS:
            days.extend([day] * (16 if is_workday(day) else 1))
        day += _DAY
    return tuple(days)


def back(day, workdays):
    """The day that is `workdays` working days earlier, but never before `FIRST`."""
    while workdays and day > FIRST:
        day -= _DAY
        if is_workday(day):
            workdays -= 1
    return day
