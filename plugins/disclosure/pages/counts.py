"""Counts: every number on the site that counts items, defined once.

For a year Y:

- *new*: items whose Date lies in Y, also those withdrawn later;
- *withdrawn*: items withdrawn in Y;
- *total*: items with a Date up to the end of Y that were not withdrawn by then;
- *carried forward*: items from the time before this system. A register states their number;
  they are not on this site one by one.

So total(Y) = total(Y-1) + new(Y) - withdrawn(Y), for all items and for any part of them.

Two kinds of years are not to be compared with others, and their numbers are None:

- a year without any item or withdrawal has no data: nobody knows whether nothing was published or nothing was entered;
- before the first year for which a register states what is carried forward, only the items of this site are known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from .site import Site, remembered, tally

DECLARED_NEW = "主动公开政府信息数"
DECLARED_TOTAL = "年末信息总数"
NO_DATA = "无记录"
"""The text of a number that is not known. It is never written as 0. In a cell its reason stands after it."""
NOT_BEGUN, NO_ITEMS, NOT_CARRIED = "还没有条目", "当年没有条目", "没有结转数"
"""Why a number is not known: no item up to the year, none in it, or nothing says how many there were before this system."""
NO_DATA_MEANS = "那一年没有条目，或者没有结转数的记载：只有本站的一部分条目，不能与其他年份的总数相比。"


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of a count table; None where it is not known."""

    total: int = 0
    new: int = 0
    withdrawn: int = 0
    carried_total: int | None = None
    carried_new: int | None = None
    begun: bool = True
    """Whether the site has any item up to the end of the year."""
    recorded: bool = True
    """Whether an item of any part of the archive was published or withdrawn in the year."""
    comparable: bool = True
    """Whether nothing is missing of what is carried forward."""

    @property
    def own_total(self) -> int | None:
        """Total of the items of this site."""
        return self.total if self.begun else None

    @property
    def own_new(self) -> int | None:
        """New items of this site."""
        return self.new if self.recorded else None

    @property
    def own_withdrawn(self) -> int | None:
        """Withdrawn items of this site."""
        return self.withdrawn if self.recorded else None

    @property
    def sum_total(self) -> int | None:
        """Total of the items of this site and of those carried forward."""
        return self._sum(self.own_total, self.carried_total)

    @property
    def sum_new(self) -> int | None:
        """New items of this site and those carried forward."""
        return self._sum(self.own_new, self.carried_new)

    @property
    def shown_total(self) -> int | str:
        """`sum_total` as a cell shows it."""
        return known(self.sum_total, NOT_BEGUN if self.comparable else NOT_CARRIED)

    @property
    def shown_new(self) -> int | str:
        """`sum_new` as a cell shows it."""
        return known(self.sum_new, NO_ITEMS if self.comparable else NOT_CARRIED)

    @property
    def shown_own(self) -> tuple[int | str, int | str, int | str]:
        """`own_total`, `own_new` and `own_withdrawn` as cells show them."""
        return known(self.own_total, NOT_BEGUN), known(self.own_new, NO_ITEMS), known(self.own_withdrawn, NO_ITEMS)

    @property
    def reason(self) -> str:
        """Why the numbers of the year cannot be compared with those of others; empty where they can."""
        return NOT_CARRIED if not self.comparable else NO_ITEMS if self.own_new is None and self.carried_new is None else ""

    def _sum(self, own: int | None, carried: int | None) -> int | None:
        if not self.comparable or (own is None and carried is None):
            return None
        return (own or 0) + (carried or 0)


Part = tuple[str, ...]
"""A part of the archive: () all of it, (category,), (category, leaf), ('@agency', name)."""


def _parts(category: str, leaf: str, agency: str) -> tuple[Part, ...]:
    return (), (category,), (category, leaf), ("@agency", agency)


def known(number: int | None, reason: str) -> int | str:
    """Return a number as a cell shows it. Where it is not known, that is words with the reason in brackets."""
    return f"{NO_DATA}（{reason}）" if number is None else number


def is_known(cell: int | str) -> bool:
    """Return whether a cell that `known` made has a number."""
    return not isinstance(cell, str)


class Counts:
    """All counts of a site: from the catalogue's tally, its withdrawn items, and the registers."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._new: dict[Part, Counter[int]] = defaultdict(Counter)
        self._gone: dict[Part, Counter[int]] = defaultdict(Counter)
        self._monthly: Counter[tuple[int, int]] = Counter()
        for row in tally(site):
            year, month = int(row.month[:4]), int(row.month[5:])
            self._monthly[year, month] += row.number
            for part in _parts(row.category, row.leaf, row.agency):
                self._new[part][year] += row.number
        for row in site.connection.execute(
            """SELECT substr(withdrawn_date, 1, 4) AS year, category, leaf, agency, count(*) AS number FROM item
               WHERE state = 'withdrawn' AND withdrawn_date <> '' GROUP BY year, category, leaf, agency"""
        ):
            for part in _parts(row["category"], row["leaf"], row["agency"]):
                self._gone[part][int(row["year"])] += row["number"]

    @cached_property
    def years(self) -> list[int]:
        """Every year with items, withdrawals, or figures in a register, oldest first."""
        found = set(self._new[()]) | set(self._gone[()])
        found |= {row["year"] for row in self._rows("carried_forward")}
        found |= {row["year"] for row in self._rows("declared") if row["figure"] in (DECLARED_NEW, DECLARED_TOTAL)}
        return sorted(found)

    @property
    def latest_year(self) -> int:
        """The last of `years`, which pages mean by “this year”; 0 where there is none."""
        return self.years[-1] if self.years else 0

    def _rows(self, name: str) -> list[dict]:
        return [row for row in self._site.registers[name].rows if row["year"] != ""]

    def _figures(self, year: int, part: Part, category: str | None = None) -> Figures:
        """Return the figures of a part of the archive.

        `category` says which figures carried forward belong to it: those of one category, '' for all
        categories, None for none.
        """
        new, gone = self._new[part], self._gone[part]
        total = sum(n for y, n in new.items() if y <= year) - sum(n for y, n in gone.items() if y <= year)
        carried = self._carried(year, category) if category is not None else (None, None)
        everything, withdrawn = self._new[()], self._gone[()]
        return Figures(
            total, new[year], gone[year], *carried, begun=any(y <= year for y in everything), recorded=bool(everything[year] or withdrawn[year]),
            comparable=category is None or self.comparable(year, category),
        )

    def comparable(self, year: int, category: str = "") -> bool:
        """Return whether a year's figures can be compared with those of later years: nothing was carried forward for the first time after it."""
        names = [category] if category else [c.name for c in self._site.taxonomy.categories]
        firsts = (min((row["year"] for row in self._rows("carried_forward") if row["category"] == name), default=year) for name in names)
        return all(first <= year for first in firsts)

    def _carried(self, year: int, category: str) -> tuple[int | None, int | None]:
        """Return the total and the new items carried forward into a year; '' is the sum of all categories.

        The total is the last one that the register states up to the year; new items are those of that year only.
        """
        names = [category] if category else [c.name for c in self._site.taxonomy.categories]
        totals: list[int] = []
        new: list[int] = []
        for name in names:
            rows = [row for row in self._rows("carried_forward") if row["category"] == name and row["year"] <= year]
            if rows:
                last = max(rows, key=lambda row: row["year"])
                totals.append(last["total"] or 0)
                if last["year"] == year and last["new"] != "":
                    new.append(last["new"])
        return (sum(totals) if totals else None), (sum(new) if new else None)

    def category(self, year: int, name: str) -> Figures:
        """Return a category's figures."""
        return self._figures(year, (name,), name)

    def leaf(self, year: int, category: str, name: str) -> Figures:
        """Return a leaf's figures; '' for items filed under the category itself."""
        return self._figures(year, (category, name))

    def agency(self, year: int, name: str) -> Figures:
        """Return an agency's figures."""
        return self._figures(year, ("@agency", name))

    def everything(self, year: int) -> Figures:
        """Return the figures of the whole archive."""
        return self._figures(year, (), "")

    @property
    def agencies(self) -> list[str]:
        """Agencies that ever published something here, in the order of the register."""
        named = {part[1] for part in self._new if part[:1] == ("@agency",)}
        known = [name for name in self._site.agency_codes if name in named]
        return [*known, *sorted(named - set(known))]

    def monthly(self, year: int) -> list[int]:
        """Return the new items of each month of a year."""
        return [self._monthly[year, month] for month in range(1, 13)]

    @property
    def has_carried(self) -> bool:
        """Whether a register states figures carried forward."""
        return bool(self._rows("carried_forward"))

    @property
    def has_withdrawn(self) -> bool:
        """Whether items were ever withdrawn."""
        return bool(self._gone[()])

    def declared(self, year: int) -> list[dict]:
        """Return the figures that other documents declare for a year, each beside the one computed here."""
        result = []
        for row in self._rows("declared"):
            if row["year"] != year or row["value"] == "":
                continue
            own: dict[str, int | None] = {DECLARED_NEW: self.everything(year).sum_new, DECLARED_TOTAL: self.everything(year).sum_total}
            computed = own.get(row["figure"])
            declared = int(row["value"]) if row["value"] == int(row["value"]) else row["value"]
            result.append({
                "label": row["figure"], "declared": declared, "computed": computed,
                "difference": None if computed is None else declared - computed, "source": row["source"],
            })
        return result


@remembered
def counts_of(site: Site) -> Counts:
    """Return the counts of a site."""
    return Counts(site)
