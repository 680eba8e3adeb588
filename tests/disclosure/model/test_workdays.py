"""Working days by the State Council's calendar: the vectors of the law, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar import constants
from disclosure.model import workdays
from hypothesis import given
from hypothesis import strategies as st

VECTORS = [
    ("2014-01-20", 20, "2014-02-20"), ("2014-01-24", 20, "2014-02-26"), ("2014-04-28", 20, "2014-05-27"),
    ("2014-09-19", 20, "2014-10-22"), ("2014-12-31", 20, "2015-01-29"), ("2014-01-24", 15, "2014-02-19"),
    ("2014-09-19", 15, "2014-10-15"), ("2014-04-28", 30, "2014-06-11"),
]
KNOWN = st.dates(date(2004, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(("start", "number", "end"), VECTORS)
def test_vectors(start: str, number: int, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert workdays.add(first, number) == last
    assert workdays.between(first, last) == number
    assert workdays.between(first, last - timedelta(days=1)) == number - 1


@pytest.mark.parametrize(("day", "works"), [
    ("2014-01-26", True),  # a Sunday worked instead of 2014-02-06
    ("2014-02-06", False), ("2014-10-11", True), ("2014-10-07", False), ("2014-03-18", True), ("2014-03-16", False),
])
def test_make_up_workdays_and_holidays(day: str, works: bool) -> None:
    assert workdays.is_workday(date.fromisoformat(day)) is works


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_day_is_what_the_library_says(day: date) -> None:
    assert workdays.is_workday(day) is chinese_calendar.is_workday(day)


@given(KNOWN, st.integers(0, 400))
def test_adding_and_counting_are_inverse(start: date, number: int) -> None:
    end = workdays.add(start, number)
    assert workdays.between(start, end) == number
    assert number == 0 or workdays.is_workday(end)


@given(KNOWN, st.integers(0, 60), st.integers(0, 60))
def test_counting_is_additive_and_counts_each_day_once(start: date, a: int, b: int) -> None:
    middle, end = start + timedelta(days=a), start + timedelta(days=a + b)
    assert workdays.between(start, middle) + workdays.between(middle, end) == workdays.between(start, end)
    assert workdays.between(start, end) == sum(workdays.is_workday(start + timedelta(days=n)) for n in range(1, a + b + 1))


@pytest.mark.parametrize("year", [1949, 2003, 2999, 9999])
def test_a_year_without_a_calendar_is_said_to_be_without(year: int) -> None:
    assert not workdays.covers(year)
    with pytest.raises(workdays.NoCalendar, match=f"{year}年没有工作日历") as raised:
        workdays.is_workday(date(year, 5, 5))
    assert raised.value.year == year
    with pytest.raises(workdays.NoCalendar):
        workdays.between(date(year, 5, 5), date(year, 5, 6))


def test_a_count_that_runs_into_an_unknown_year_is_not_guessed() -> None:
    last = max(year for year in range(2004, 2100) if workdays.covers(year))
    with pytest.raises(workdays.NoCalendar) as raised:
        workdays.add(date(last, 12, 25), 20)
    assert raised.value.year == last + 1
    with pytest.raises(workdays.NoCalendar):
        workdays.between(date(2003, 12, 30), date(2004, 1, 5))
    assert workdays.between(date(2003, 12, 31), date(2004, 1, 2)) == 1  # what is counted begins the day after


def test_the_last_working_day_of_a_year_is_reached_and_not_passed() -> None:
    """That of 2016 is 30 December, of 2014 the 31st."""
    for year in (year for year in range(2004, 2100) if workdays.covers(year)):
        days = [date(year, 12, 31) - timedelta(days=back) for back in range(10)]
        final, before = [day for day in days if workdays.is_workday(day)][:2]
        assert workdays.add(before, 1) == final


@pytest.fixture
def only_2014(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No other year's calendar is known; the first of January after it is a Thursday."""
    for name in ("holidays", "workdays"):
        monkeypatch.setattr(constants, name, {day: why for day, why in getattr(constants, name).items() if day.year == 2014})
    workdays._running.cache_clear()
    yield
    workdays._running.cache_clear()


@pytest.mark.usefixtures("only_2014")
def test_the_last_working_day_that_is_known_is_reached_and_nothing_beyond_it() -> None:
    assert workdays.add(date(2014, 12, 30), 1) == date(2014, 12, 31)
    for day, number in ((30, 2), (31, 1)):
        with pytest.raises(workdays.NoCalendar, match="2015"):
            workdays.add(date(2014, 12, day), number)


@pytest.mark.parametrize("year", [2008, 2014, 2021])
def test_years_of_the_content_are_covered(year: int) -> None:
    assert workdays.covers(year)


def test_there_is_no_counting_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        workdays.between(date(2014, 3, 2), date(2014, 3, 1))
    with pytest.raises(ValueError, match="-1"):
        workdays.add(date(2014, 3, 2), -1)


HOLIDAYS = tuple((f"2998-{month:02d}-01", False, name) for month, name in zip((1, 2, 4, 5, 6, 9, 10), ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"), strict=True))


@pytest.fixture
def stated() -> Iterator[Callable[..., None]]:
    """Have the process count by days that a site states; take them back in the end."""
    yield lambda *rows: workdays.observe(workdays.StatedDays(rows))
    workdays.observe(workdays.StatedDays())


def test_a_local_day_off_counts_as_one_and_a_weekend_may_be_worked(stated: Callable[..., None]) -> None:
    stated(("2014-03-18", False, "本地节日"), ("2014-03-22", True, "补班"))
    assert not workdays.is_workday(date(2014, 3, 18)) and workdays.is_workday(date(2014, 3, 22))
    assert workdays.add(date(2014, 3, 17), 1) == date(2014, 3, 19) and workdays.add(date(2014, 3, 21), 1) == date(2014, 3, 22)
    stated(("2014-01-01", True, "补班"))
    assert workdays.add(date(2013, 12, 31), 1) == date(2014, 1, 1)
    stated()
    assert workdays.is_workday(date(2014, 3, 18)) and not workdays.is_workday(date(2014, 3, 22))


def test_a_year_is_known_when_all_its_holidays_are_stated_and_not_before(stated: Callable[..., None]) -> None:
    for number in range(len(HOLIDAYS)):
        stated(*HOLIDAYS[:number], *HOLIDAYS[number + 1 :])
        assert not workdays.covers(2998)
    stated(*HOLIDAYS, ("2998-02-03", True, "春节调休"))
    assert workdays.covers(2998) and not workdays.covers(2997)
    assert not workdays.is_workday(date(2998, 10, 1)) and workdays.is_workday(date(2998, 2, 3))


def test_a_holiday_that_is_worked_does_not_make_a_year_known(stated: Callable[..., None]) -> None:
    stated(*HOLIDAYS[:-1], ("2998-10-08", True, "国庆节调休"))
    assert not workdays.covers(2998)
