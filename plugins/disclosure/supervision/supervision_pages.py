"""The supervision page, a page for each year, and their CSV files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..model.regulations import PUBLISH_WITHIN
from ..model.rounding import rate_places
from ..pages import stated_totals
from ..pages.csv_files import csv_text
from ..pages.frame import meta_tags, page_frame
from ..pages.series import agency_series
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, mean, percent, plotted, rate, shown
from ..pages.site import Site
from . import assessment as supervision
from . import register_figures
from .assessment import EMPTY, ENDED, SOUND, STALE, UnitYear
from .register_figures import CSV_COLUMNS, REGISTERS_CSV

UNITS_CSV = "supervision/units.csv"
COLUMNS_CSV = "supervision/columns.csv"
LATE_CSV = "supervision/late.csv"
CSV_FILES = (
    (UNITS_CSV, "单位考核", (
        "年份", "发布机构", "公开条数", "可判断时限", "逾期公开", "工作日合计", "收到申请", "办结申请", "逾期办结",
    )),
    (COLUMNS_CSV, "栏目更新", ("栏目", "条数", "最近公开", "更新期限（天）", "情况")),
    (LATE_CSV, "逾期公开的信息", ("索引号", "名称", "发布机构", "生成日期", "公开日期", "工作日", "地址")),
)
"""Path, title and columns of the CSV files that every site has."""
REGISTERS_FILE = (REGISTERS_CSV, "各单位登记的行政决定等", CSV_COLUMNS)
"""The CSV file of a site with such registers."""

SAME = 5
"""At most so many equal bars of a chart stand beside each other."""

TERMS = {
    "公开": "公开日期在当年的信息的条数，后来撤下的也算在内。",
    "逾期": f"从生成的次日到公开之日，工作日超过{PUBLISH_WITHIN}个的信息（2008年条例第十八条、2019年条例第二十六条）。工作日按国务院办公厅公布的放假和调休安排计算。",
    "不能判断": "生成在条例施行以前，或者当年没有工作日历的信息；不计入按时率。",
    "按时率": "能判断的信息里，没有逾期的占多少，四舍五入；差一点到100%或者0的，多写几位小数，不写成100%或者0。",
    "平均": "能判断的信息，从生成到公开平均用了几个工作日。",
    "最近公开": "本站最近一条信息的公开日期。",
}

_META = {"Name": "监督考核", "Type": "统计", "Keywords": "监督考核，时限", "Description": "各单位公开信息的数量、时限和栏目更新情况。"}


def index_context(site: Site) -> dict[str, Any]:
    """Return the context of the supervision page: the latest year by unit, the state of columns and units, late items."""
    years = supervision.by_year(site)
    published = [year for year, units in years.items() if any(unit.published for unit in units.values())]
    sheets: list[Sheet] = []
    if published:
        year = published[-1]
        sheets = [*_year_sheets(site, year, years[year]), _columns(site), _units(site), *register_figures.overview(site, supervision.as_of(site)), *_late(site)]
    else:
        sheets = [*register_figures.overview(site, supervision.as_of(site))]
    frame = page_frame(site, addresses.SUPERVISION, "监督考核", [("监督考核", "")], meta=meta_tags(site, _META))
    return frame | {
        "lead": "各单位公开信息的数量、是否按时、栏目有没有更新，供考核和监督使用。", "sheets": sheets,
        "years": [{"year": year, "path": addresses.supervision_year(year)} for year in reversed(years)],
        "notes": _notes(site) if published else [],
    }


def year_context(site: Site, year: int) -> dict[str, Any] | None:
    """Return the context of one year's page, or None for a year without any figure."""
    units = supervision.by_year(site).get(year)
    if not units:
        return None
    crumbs = [("监督考核", addresses.SUPERVISION), (f"{year}年", "")]
    frame = page_frame(site, addresses.supervision_year(year), f"{year}年监督考核", crumbs, meta=meta_tags(site, _META))
    return frame | {
        "lead": f"{year}年各单位公开信息和办理申请的数量，以及是否按时。", "sheets": [*_year_sheets(site, year, units), *register_figures.of_year(site, year, supervision.as_of(site)), *_late(site, year)], "years": [],
        "notes": [],
    }


def _notes(site: Site) -> list[str]:
    return [
        f"栏目和单位的情况以本站最近一次公开的日期 {supervision.as_of(site)} 为准，不是打开网页的日期。",
        "更新期限由本站自己规定。",
    ]


def _year_sheets(site: Site, year: int, units: dict[str, UnitYear]) -> Iterator[Sheet]:
    yield from publication(site, year)
    order = _order(site, units)
    if answering := [name for name in order if units[name].received or units[name].closed]:
        yield _answers(site, year, units, answering)


def _order(site: Site, units: dict[str, UnitYear]) -> list[str]:
    return [name for name in site.agencies if name in units] + sorted(set(units) - set(site.agencies))


def publication(site: Site, year: int) -> Iterator[Sheet]:
    """Yield the table of what each unit published in a year and whether in time; none for a year without items."""
    units = supervision.by_year(site).get(year, {})
    names = [name for name in _order(site, units) if units[name].published]
    if not names:
        return

    def cells(name: str, unit: UnitYear) -> list[str]:
        on_time = percent(unit.timed - unit.late, unit.timed)
        return [name, *map(shown, (unit.published, unit.timed - unit.late, unit.late, unit.published - unit.timed)), on_time, mean(unit.days, unit.timed)]

    yield Sheet(
        "units-publication", f"{year}年各单位公开信息是否按时",
        [Column("发布机构"), *(Column(label, NUMBER) for label in ("公开", "按时", "逾期", "不能判断", "按时率", "平均（工作日）"))],
        [Line(cells(name, units[name]), agency_series(site, name).index_path) for name in names],
        totals=[cells("合计", supervision.sum_of_units({name: units[name] for name in names}))],
        definitions=[(term, TERMS[term]) for term in ("公开", "逾期", "不能判断", "按时率", "平均")],
        chart={
            "title": f"{year}年各单位按时公开率", "description": "横条图：各单位按时公开的信息占能判断的信息的百分比，数字同上表；许多单位相同的合为一条。",
            "kind": "bars", "unit": "%", "data": _folded([(name, _plotted(units[name])) for name in names if units[name].timed]),
        },
        csv=UNITS_CSV,
    )


def _folded(bars: list[tuple[str, int | float]]) -> list[tuple[str, int | float]]:
    """Return the bars of a chart with one for all units of the most frequent value, where these are many and others differ."""
    value, number = max(Counter(rate for _, rate in bars).items(), key=lambda pair: pair[1], default=(0, 0))
    if number <= SAME or number == len(bars):
        return bars
    return [bar for bar in bars if bar[1] != value] + [(f"另外{number}个单位", value)]


def _plotted(unit: UnitYear) -> int | float:
    """Return the rate of a unit as the table shows it."""
    on_time = rate(unit.timed - unit.late, unit.timed)
    return plotted(on_time, rate_places(on_time, 1))


def _answers(site: Site, year: int, units: dict[str, UnitYear], names: list[str]) -> Sheet:
    def cells(name: str, unit: UnitYear) -> list[str]:
        return [name, *map(shown, (unit.received, unit.closed, unit.closed_late))]

    return Sheet(
        "units-requests", f"{year}年各单位办理申请", [Column("受理机关"), *(Column(label, NUMBER) for label in ("收到", "办结", "逾期办结"))],
        [Line(cells(name, units[name])) for name in names],
        text=stated_totals.sentence(site, "requests", year), totals=[cells("合计", supervision.sum_of_units({name: units[name] for name in names}))],
        definitions=[("逾期办结", "办结日期在当年、晚于答复期限的申请；期限的算法见依申请公开情况。")], csv=UNITS_CSV,
    )


def _columns(site: Site) -> Sheet:
    found = list(supervision.columns(site))
    states = supervision.count_states(found)
    return Sheet(
        "columns", "栏目更新情况",
        [Column("栏目"), Column("条数", NUMBER), Column("最近公开", DATE), Column("更新期限（天）", NUMBER), Column("情况", WORD)],
        [Line([column.name, shown(column.number), shown(column.last), shown(column.limit), column.state], column.path) for column in found],
        text=f"{len(found)} 个栏目里，正常的 {states[SOUND]} 个，空白的 {states[EMPTY]} 个，久未更新的 {states[STALE]} 个。",
        definitions=[
            (EMPTY, "没有一条信息。"), (STALE, f"从最近一条信息到 {supervision.as_of(site)}，超过了更新期限。"), ("最近公开", TERMS["最近公开"]),
        ],
        csv=COLUMNS_CSV,
    )


def _units(site: Site) -> Sheet:
    found = list(supervision.units(site))
    states = supervision.count_states(found)
    return Sheet(
        "units", "各单位最近公开", [Column("发布机构"), Column("现有条数", NUMBER), Column("最近公开", DATE), Column("情况", WORD)],
        [Line([unit.name, shown(unit.number), shown(unit.last), unit.state], unit.path) for unit in found],
        text=f"{len(found)} 个单位里，没有信息的 {states[EMPTY]} 个，久未更新的 {states[STALE]} 个{f'，已经终止的 {states[ENDED]} 个' if states[ENDED] else ''}。",
        definitions=[
            (STALE, f"从最近一条信息到 {supervision.as_of(site)}，超过 {found[0].limit if found else 0} 天。"),
            *([(ENDED, "到那一天以前已经更名、合并或者撤销，不再更新。")] if states[ENDED] else []),
        ],
    )


def _late(site: Site, year: int | None = None) -> Iterator[Sheet]:
    items = supervision.late_items(site, year, LISTED + 1)
    if not items:
        return
    units = supervision.by_year(site)
    number = sum(unit.late for one, by_name in units.items() for unit in by_name.values() if year in (None, one))
    yield Sheet(
        "late", f"{year}年逾期公开的信息" if year else "逾期公开的信息",
        [Column("名称"), Column("发布机构"), Column("生成日期", DATE), Column("公开日期", DATE), Column("工作日", NUMBER)],
        [Line([row["title"], row["agency"], row["created"], row["date"], shown(row["work_days"])], row["address"]) for row in items[:LISTED]],
        text=f"共 {number:,} 条。", definitions=[("逾期", TERMS["逾期"])], csv=LATE_CSV, left_out=max(0, number - LISTED),
    )


def csv_tables(site: Site) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return path, title and columns of each CSV file that this site has."""
    return (*CSV_FILES, REGISTERS_FILE) if register_figures.exists(site) else CSV_FILES


def _requests(site: Site, year: int, name: str, unit: UnitYear) -> tuple[int | str, ...]:
    """Return how many requests a unit received, closed and closed late; empty cells for one that states totals and has no rows of the year."""
    numbers = (unit.received, unit.closed, unit.closed_late)
    return numbers if any(numbers) or name not in stated_totals.units(site, "requests").get(year, ()) else ("", "", "")


def csv_files(site: Site) -> Iterator[tuple[str, str]]:
    """Yield path and text of each CSV file. Each has all years."""
    rows = [
        (year, name, unit.published, unit.timed, unit.late, unit.days, *_requests(site, year, name, unit))
        for year, units in supervision.by_year(site).items() for name, unit in sorted(units.items()) if unit != UnitYear()
    ]
    yield UNITS_CSV, csv_text(CSV_FILES[0][2], rows)
    columns = supervision.columns(site) if supervision.as_of(site) else ()
    yield COLUMNS_CSV, csv_text(CSV_FILES[1][2], [(one.name, one.number, one.last, one.limit, one.state) for one in columns])
    if register_figures.exists(site):
        yield REGISTERS_CSV, csv_text(CSV_COLUMNS, register_figures.csv_rows(site, supervision.as_of(site)))
    yield LATE_CSV, csv_text(CSV_FILES[2][2], supervision.late_items(site))
