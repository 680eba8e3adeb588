"""Registers of official acts in the supervision: how many rows each unit has, how many were late, and what is still missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..model import addresses
from ..pages.series import agency_series
from ..pages.sheet import DATE, NUMBER, Column, Line, Sheet, shown
from ..pages.site import Site, remembered
from ..registers.act_limits import due_day, is_done, is_late, limit_of
from ..registers.descriptions import DESCRIPTIONS
from ..standards import directory

REGISTERS_CSV = "supervision/registers.csv"
CSV_COLUMNS = ("年份", "发布机构", "登记簿", "件数", "逾期")
REGISTERS = (*DESCRIPTIONS, directory.REGISTER)
"""Registers that these tables count."""

Counted = dict[int, dict[str, Counter[str]]]


def exists(site: Site) -> bool:
    """Return whether the content folder has a register with a description."""
    return any(site.registers[name].exists for name in DESCRIPTIONS)


@remembered
def counted(site: Site, day: str) -> tuple[Counted, Counted]:
    """Return how many rows of each register a unit has in each year, and how many of them are late by `day`: by year, unit, register."""
    rows: Counted = defaultdict(lambda: defaultdict(Counter))
    late: Counted = defaultdict(lambda: defaultdict(Counter))
    for name, described in DESCRIPTIONS.items():
        limit = limit_of(name, site.settings)
        for row in site.registers[name].rows:
            year = int(row[described.day][:4])
            rows[year][row["agency"]][name] += 1
            if limit and is_late(limit, row, day):
                late[year][row["agency"]][name] += 1
    return rows, late


def waiting_years(site: Site) -> set[int]:
    """Return the years with rows that become late by what is published later: what their limit asks for has not happened."""
    limits = {name: limit for name in DESCRIPTIONS if (limit := limit_of(name, site.settings))}
    return {
        int(row[DESCRIPTIONS[name].day][:4]) for name, limit in limits.items() for row in site.registers[name].rows
        if row[limit.start] and not is_done(limit, row)
    }


def overview(site: Site, day: str) -> Iterator[Sheet]:
    """Yield the table of the registers: rows, the newest, late and missing ones; none without such registers.

    What is missing has a limit before `day`, the newest day on the site: the page reads no clock.
    """
    lines, sources = [], []
    for name, described in DESCRIPTIONS.items():
        register, limit = site.registers[name], limit_of(name, site.settings)
        if not register.exists:
            continue
        late = missing = ""
        if limit:
            late = sum(is_late(limit, row, day) for row in register.rows)
            missing = sum("" < due_day(limit, row) < day and not is_done(limit, row) for row in register.rows)
            sources.append((described.title, limit.source))
        last = max((row[described.day] for row in register.rows), default="")
        lines.append(Line([described.title, shown(len(register.rows)), shown(last), shown(late), shown(missing)], addresses.register(name)))
    standards = site.registers[directory.REGISTER]
    if standards.exists:
        lines.append(Line([directory.TITLE, shown(len(standards.rows)), shown(""), shown(""), shown(sum(not row["place"] for row in standards.rows))], addresses.STANDARDS))
    if lines:
        columns = [Column("登记簿"), Column("件数", NUMBER), Column("最近一件", DATE), Column("逾期", NUMBER), Column("还缺", NUMBER)]
        definitions = [("逾期", _late_words(day)), ("还缺", f"期限在 {day} 以前，还没有公示、答复或者公布结果的件数，逾期里也有；标准目录里没有写明位置的事项数。"), *dict(sources).items()]
        yield Sheet("registers", "行政决定等登记簿", columns, lines, definitions=definitions, csv=REGISTERS_CSV if exists(site) else "")


def _late_words(day: str) -> str:
    return f"公示、答复或者反馈的日期晚于期限的，和期限在 {day} 以前、还没有公示、答复或者反馈的件数。"


def of_year(site: Site, year: int, day: str) -> Iterator[Sheet]:
    """Yield the table of a year: how many rows of each register the units have; none for a year without any."""
    rows, late = counted(site, day)
    found = rows.get(year)
    if not found:
        return
    names = [name for name in DESCRIPTIONS if any(unit[name] for unit in found.values())]
    order = {unit: place for place, unit in enumerate(site.agency_codes)}
    overdue = late.get(year, {})

    def cells(label: str, units: list[str]) -> list[str]:
        return [label, *(shown(sum(found[unit][name] for unit in units)) for name in names), shown(sum(sum(overdue[unit].values()) for unit in units if unit in overdue))]

    units = sorted(found, key=lambda unit: (order.get(unit, len(order)), unit))
    yield Sheet(
        "units-registers", f"{year}年各单位登记的行政决定和会议等", [Column("发布机构"), *(Column(DESCRIPTIONS[name].title, NUMBER) for name in names), Column("其中逾期", NUMBER)],
        [Line(cells(unit, [unit]), agency_series(site, unit).index_path if unit in order else "") for unit in units],
        totals=[cells("合计", units)], definitions=[("其中逾期", _late_words(day))], csv=REGISTERS_CSV,
    )


def csv_rows(site: Site, day: str) -> Iterator[tuple]:
    """Yield the rows of the CSV file: all years, units and registers."""
    rows, late = counted(site, day)
    for year in sorted(rows):
        for unit in sorted(rows[year]):
            for name in DESCRIPTIONS:
                if number := rows[year][unit][name]:
                    yield year, unit, DESCRIPTIONS[name].title, number, late[year][unit][name] if year in late and unit in late[year] else 0
