"""Supervision and appraisal (监督考核): what each unit published and answered, and whether in time.

For a year Y and a unit:

- *published*: its items whose Date lies in Y, also those withdrawn later;
- *timed*: published items whose working days from formation to publication are known
  (formed under the Regulations, in years with a calendar);
- *late*: timed items that took more than 20 working days (2008 Art. 18, 2019 Art. 26);
- *requests* received, closed, and closed too late in Y.

A column (栏目) is a leaf of the classification. Whether it is stale is judged on the newest Date
on the site, since pages read no clock. After how many days it is stale is a setting: the
rules for inspections of government sites (国办发〔2017〕47号) name a limit for some columns only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..catalogue.queries import PUBLIC
from ..model.deadlines import LATE, timeliness
from ..model.regulations import PUBLISH_WITHIN
from ..model.settings import STALE_AFTER
from ..pages.series import agency_series, category_series, last_date, leaf_series, total
from ..pages.site import Site, remembered, tally
from ..registers.agencies import Tenure, holder
from . import register_figures

SOUND, EMPTY, STALE, ENDED = "正常", "空白", "久未更新", "已终止"
AGENCY = "发布机构"
"""Key of `DISCLOSURE_STALE_AFTER` for the list of each unit."""
ANYTHING = "其他"
"""Key of `DISCLOSURE_STALE_AFTER` for columns that it does not name."""


@dataclass
class UnitYear:
    """What one unit did in one year."""

    published: int = 0
    timed: int = 0
    late: int = 0
    days: int = 0
    """Sum of the working days of the timed items."""
    received: int = 0
    closed: int = 0
    closed_late: int = 0

    def add(self, other: UnitYear) -> None:
        """Add another's numbers to these."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@remembered
def by_year(site: Site) -> dict[int, dict[str, UnitYear]]:
    """Return the figures of each unit in each year, oldest year first. Units that did nothing are left out."""
    found: dict[int, dict[str, UnitYear]] = defaultdict(lambda: defaultdict(UnitYear))
    for row in tally(site):
        unit = found[int(row.month[:4])][row.agency]
        unit.published += row.number
        unit.timed += row.timed
        unit.late += row.late
        unit.days += row.days
    for request in site.registers["requests"].rows:
        found[int(request["received"][:4])][request["agency"]].received += 1
        if request["closed"]:
            unit = found[int(request["closed"][:4])][holder(site.tenures, request["agency"], request["closed"])]
            unit.closed += 1
            unit.closed_late += timeliness(request) == LATE
    for year, units in register_figures.counted(site, as_of(site))[0].items():
        for name in units:
            found[year].setdefault(name, UnitYear())  # a year whose only figures are those of registers has a page, too
    return {year: dict(found[year]) for year in sorted(found)}


def sum_of_units(units: dict[str, UnitYear]) -> UnitYear:
    """Return the sum of all units."""
    result = UnitYear()
    for unit in units.values():
        result.add(unit)
    return result


@remembered
def as_of(site: Site) -> str:
    """Return the newest Date on the site, or '' when there is none."""
    row = site.connection.execute(f"SELECT max(date) FROM item WHERE {PUBLIC}").fetchone()
    return row[0] or ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the site, or the list of a unit, with the date of its newest item."""

    name: str
    path: str
    number: int
    last: str
    """Date of the newest item, or ''."""
    limit: int
    """Days without a new item after which it is stale."""
    state: str
    """`SOUND`, `EMPTY`, `STALE` or, of a unit that is no more, `ENDED`."""


def _column(site: Site, name: str, series: Any, limit: int) -> Column:
    number, last = total(site, series), last_date(site, series)
    state = EMPTY if not number else SOUND
    if number and (date.fromisoformat(as_of(site)) - date.fromisoformat(last)).days > limit:
        state = STALE
    return Column(name, series.index_path, number, last, limit, state)


def _limit(site: Site, *keys: str) -> int:
    """Return the limit in days under the first of some keys that the setting has."""
    limits = site.settings["DISCLOSURE_STALE_AFTER"]
    return next((limits[key] for key in (*keys, ANYTHING) if key in limits), STALE_AFTER[ANYTHING])


def columns(site: Site) -> Iterator[Column]:
    """Yield every column of the classification: leaves, and categories without any."""
    for category in site.taxonomy.categories:
        if not category.leaves:
            yield _column(site, category.name, category_series(site, category.name), _limit(site, category.name))
        for leaf in category.leaves:
            filing = f"{category.name}/{leaf.name}"
            yield _column(site, filing, leaf_series(site, category.name, leaf.name), _limit(site, filing, category.name))


def units(site: Site) -> Iterator[Column]:
    """Yield every unit with the state of its list."""
    for name in site.agencies:
        found = _column(site, name, agency_series(site, name), _limit(site, AGENCY))
        until = site.tenures.get(name, Tenure()).until
        yield replace(found, state=ENDED) if until and until < as_of(site) else found


LATE_COLUMNS = "index_number, title, agency, created, date, work_days, address"


def late_items(site: Site, year: int | None = None, limit: int = -1) -> list[Any]:
    """Return the items published too late in a year, or in all years, the newest first; at most `limit` (-1: all)."""
    span = (f"{year}-01-01", f"{year}-12-31") if year else ("", "9999")
    return site.connection.execute(
        f"""SELECT {LATE_COLUMNS} FROM item INDEXED BY item_late WHERE work_days > {PUBLISH_WITHIN} AND state IN ('public', 'withdrawn')
            AND date BETWEEN ? AND ? ORDER BY date DESC, index_number LIMIT ?""",
        (*span, limit),
    ).fetchall()


def count_states(found: list[Column]) -> Counter[str]:
    """Return how many columns are in each state."""
    return Counter(column.state for column in found)
