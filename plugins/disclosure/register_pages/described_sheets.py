"""Tables of the registers that have a description: the rows, then their numbers by year and by unit.

As long as rows are few they stand on the register's page, the newest first. Then each year has pages of its own
with its rows from the first day to the last: a new row changes the last of them, and no row moves to another page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..catalogue.queries import PUBLIC
from ..model import addresses
from ..pages.series import agency_series
from ..pages.sheet import DATE, NUMBER, TEXT, WORD, Column, Line, Sheet, by_date, money, shown, sum_cells, year_of
from ..pages.site import Site, remembered
from ..registers.act_limits import limit_of
from ..registers.descriptions import DESCRIPTIONS, Description
from ..registers.links import item_columns
from ..registers.schema import schema

Row = dict[str, Any]
TOGETHER = 200
"""Rows that stand together on the register's page. With more of them each year has pages of its own."""
CHARTED = 12
"""Years of the chart, the newest."""


def sheets(site: Site, name: str) -> Iterator[Sheet]:
    """Yield the tables of a register's page. Rows are among them while they fit on it."""
    described, rows = DESCRIPTIONS[name], site.registers[name].rows
    if not rows:
        return
    if not is_divided(site, name):
        yield _list(site, name, by_date(rows, described.day), "list", described.title)
    yield _by_year(site, name)
    yield _by_unit(site, name)


def year_sheet(site: Site, name: str, year: int) -> Sheet | None:
    """Return the table with the rows of one year, the first day first; None for a year without rows."""
    rows = _by_years(site, name).get(year)
    return _list(site, name, rows, "list", f"{year}年") if rows else None


def is_divided(site: Site, name: str) -> bool:
    """Return whether the rows of a register stand on pages of years."""
    return len(site.registers[name].rows) > TOGETHER


@remembered
def _by_years(site: Site, name: str) -> dict[int, list[Row]]:
    """Return the rows of a register by year, the first day first."""
    described = DESCRIPTIONS[name]
    found: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(site.registers[name].rows, key=lambda row: row[described.day]):
        found[year_of(row, described.day)].append(row)
    return dict(found)


def years(site: Site, name: str) -> list[int]:
    """Return the years of a register's rows, the earliest first."""
    return list(_by_years(site, name))


def _words(described: Description, row: Row) -> list[str]:
    """Return the counted words of a row."""
    cell = row[described.counted] if described.counted else ""
    return list(dict.fromkeys(cell.split("、"))) if described.words else [cell]


def _title(name: str, column: str) -> str:
    return DESCRIPTIONS[name].field(name, column)["title"]


def _by_year(site: Site, name: str) -> Sheet:
    described, by_years = DESCRIPTIONS[name], _by_years(site, name)
    counts = {year: Counter(word for row in rows for word in _words(described, row)) for year, rows in by_years.items()}
    words = [word for word in described.counted_words(name) if any(counted[word] for counted in counts.values())]
    newest = sorted(by_years, reverse=True)
    summed = [column for column in described.sums if any(row[column] for row in site.registers[name].rows)]

    def cells(label: str, rows: Iterable[Row], counted: Counter[str]) -> list[str]:
        rows = list(rows)
        sums = [money(sum_cells(row[column] for row in rows)) for column in summed]
        return [label, shown(len(rows)), *(shown(counted[word]) for word in words), *sums]

    return Sheet(
        f"{name}-by-year", "各年的数量", [Column(label, WORD if label == "年份" else NUMBER) for label in ("年份", "件数", *words, *(_title(name, column) for column in summed))],
        [Line(cells(f"{year}年", by_years[year], counts[year]), addresses.register_year(name, year) if is_divided(site, name) else "") for year in newest],
        text=f"登记簿里共有 {len(site.registers[name].rows):,} 行。",
        totals=[cells("合计", site.registers[name].rows, sum(counts.values(), Counter()))] if len(newest) > 1 else [],
        definitions=[("年份", f"{_title(name, described.day)}所在的年份。"), *described.definitions],
        chart={
            "title": "各年的件数", "description": "柱形图：各年的件数，数字同上表。", "kind": "columns", "unit": "件",
            "data": [(str(year), len(by_years[year])) for year in reversed(newest[:CHARTED])],
        } if len(newest) > 1 else None,
        csv=addresses.register_csv(name),
    )


def _by_unit(site: Site, name: str) -> Sheet:
    described, rows = DESCRIPTIONS[name], site.registers[name].rows
    counted = Counter(row["agency"] for row in rows)
    last: dict[str, str] = {}
    for row in rows:
        last[row["agency"]] = max(last.get(row["agency"], ""), row[described.day])
    order = {unit: place for place, unit in enumerate(site.agency_codes)}
    units = sorted(counted, key=lambda unit: (order.get(unit, len(order)), unit))
    limit = limit_of(name, site.settings)
    return Sheet(
        f"{name}-by-unit", "各单位的数量", [Column(_title(name, "agency")), Column("件数", NUMBER), Column("最近一件", WORD)],  # of sums, not of records: no row is found by itself
        [Line([unit, shown(counted[unit]), last[unit]], agency_series(site, unit).index_path if unit in order else "") for unit in units],
        totals=[["合计", shown(len(rows)), max(last.values())]],
        definitions=[("期限", limit.source)] if limit else [],
    )


def _list(site: Site, name: str, rows: list[Row], anchor: str, title: str) -> Sheet:
    described = DESCRIPTIONS[name]
    where = _addresses(site, name)
    return Sheet(
        f"{name}-{anchor}", title, [Column(_title(name, column), _kind(name, column)) for column in described.listed],
        [
            Line(
                _cells(name, row), where.get(row["item"], ""),
                {place: path for place, column in enumerate(described.listed) if (path := where.get(row.get(described.links.get(column, ""), ""), ""))},
            )
            for row in rows
        ],
        text=_unlisted(name), csv=addresses.register_csv(name),
    )


def _unlisted(name: str) -> str:
    """Return the columns that only the file for download has, in words; '' where there are none."""
    shown_columns = {*DESCRIPTIONS[name].listed, *item_columns(name)}
    titles = [field["title"] for field in schema(name)["fields"] if field["name"] not in shown_columns]
    return f"下载的表里还有：{'、'.join(titles)}。" if titles else ""


def _cells(name: str, row: Row) -> list[str]:
    """Return the cells of a row. A year is no amount: it has no commas."""
    return [str(row[column]) if column == "year" else shown(row[column]) for column in DESCRIPTIONS[name].listed]


def _kind(name: str, column: str) -> str:
    """Return the kind of a column of the list, as its schema says."""
    field = DESCRIPTIONS[name].field(name, column)
    if column == "year":
        return WORD
    kinds = {"date": DATE, "integer": NUMBER, "number": NUMBER}
    return kinds.get(field["type"], WORD if "enum" in field.get("constraints", {}) else TEXT)


@remembered
def _addresses(site: Site, name: str) -> dict[str, str]:
    """Return the addresses of the public items that the rows of a register refer to, by Index."""
    wanted = sorted({row[column] for row in site.registers[name].rows for column in item_columns(name)} - {""})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):  # SQLite takes a bounded number of values
        part = wanted[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = site.connection.execute(f"SELECT index_number, address FROM item WHERE +{PUBLIC} AND index_number IN ({marks})", part)
        found.update((row["index_number"], row["address"]) for row in rows)
    return found
