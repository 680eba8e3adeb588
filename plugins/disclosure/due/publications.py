"""What is to be published: items near the end of their time limit, columns that go stale, annual reports."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ..catalogue.queries import PUBLIC
from ..content.source import ITEMS
from ..model import workdays
from ..model.law_words import edition_of_year
from ..model.regulations import EDITIONS, PUBLISH_WITHIN, edition
from ..pages.site import Site, report_name
from ..supervision import assessment
from .matter import Matter

PUBLISH, UPDATE, UPDATE_UNIT, EMPTY, REPORT = "公开信息", "更新栏目", "更新单位信息", "空白栏目", "发布年报"
UPKEEP = (UPDATE, UPDATE_UNIT, EMPTY)
"""Tasks of which an office always has many: a text lists them last, together."""
SOON = timedelta(days=14)
"""Columns that may rest longer than that are not listed yet."""
_HEADER = 4096
"""Bytes at the beginning of a report in which its header stands."""
_NAMED = 10
"""More units than this are counted, not named."""


def items(site: Site, today: str) -> Iterator[Matter]:
    """Yield the items that were formed and are not published on a day: drafts, items with errors, items of a later Date."""
    rows = site.connection.execute(
        """SELECT path, title, index_number, agency, created, draft, state, lines FROM item
           WHERE created <> '' AND created <= ?1 AND (state IN ('draft', 'faulty') OR (state = 'public' AND date > ?1)) ORDER BY created, path""",
        (today,),
    )
    for row in rows:
        if row["created"] < EDITIONS[0].since:
            continue  # no limit applies
        law = edition(row["created"])
        why = "还是草稿" if row["draft"] else "有错误，没有发布" if row["state"] == "faulty" else "公开日期还没有到"
        note = f"{row['created']} 生成，{why}；{PUBLISH_WITHIN} 个工作日以内公开（条例{law.publication_article}）"
        try:
            day = workdays.add(date.fromisoformat(row["created"]), PUBLISH_WITHIN).isoformat()
        except workdays.NoCalendar as unknown:
            day, note = "", f"{note}；{unknown}，算不出期限，请自己核对"
        yield Matter(PUBLISH, row["title"] or row["index_number"], day, note, row["path"], json.loads(row["lines"]).get("created", 0), row["agency"], key=row["index_number"])


def columns(site: Site, today: str) -> Iterator[Matter]:
    """Yield the columns and lists of units that are empty, stale, or will be stale soon."""
    newest = _newest(site, today)
    for one, kind in [*((one, UPDATE) for one in assessment.columns(site)), *((one, UPDATE_UNIT) for one in assessment.units(site))]:
        if kind == UPDATE_UNIT and not site.exists_on(one.name, today):
            continue
        found = newest.get((kind == UPDATE, one.name))
        if found is None:
            yield Matter(EMPTY, one.name, "", "没有一条信息", ITEMS)
            continue
        last, path, line = found
        stale = date.fromisoformat(last) + timedelta(days=one.limit)
        if stale <= date.fromisoformat(today) + SOON:
            yield Matter(kind, one.name, stale.isoformat(), f"最近一条是 {last}，{one.limit} 天以内要有新的", path, line, key=one.name)


def _newest(site: Site, today: str) -> dict[tuple[bool, str], tuple[str, str, int]]:
    """Return Date, file and line of the newest public item of a day: by (True, name of the column) and (False, unit)."""
    leafless = {category.name for category in site.taxonomy.categories if not category.leaves}
    found = {}
    for is_column, group in ((True, "category, leaf"), (False, "agency")):
        rows = site.connection.execute(
            f"SELECT {group}, max(date) AS last, path, lines FROM item WHERE {PUBLIC} AND date <= ? GROUP BY {group}", (today,),
        )
        for row in rows:
            name = row["agency"] if not is_column else row["category"] if row["category"] in leafless else f"{row['category']}/{row['leaf']}"
            found[is_column, name] = (row["last"], row["path"], json.loads(row["lines"]).get("date", 0))
    return found


def reports(site: Site, today: str) -> Iterator[Matter]:
    """Yield the annual reports on the year before that are not there: of the government, and of the units together.

    The edition in force at the end of that year names the last days: the reports on 2018 were due on 2019-03-31.
    """
    year = int(today[:4]) - 1
    if year < int(EDITIONS[0].since[:4]):
        return
    law = edition_of_year(year)
    unit_article, article = law.report_articles
    name = report_name(site, year)
    if why := _unpublished(site, name):
        yield Matter(REPORT, f"{year}年度政府信息公开年报", f"{today[:5]}{law.report_by}", f"{why}（条例{article}）；make report YEAR={year}", f"reports/{name}.md")
    register = site.registers["agencies"]
    missing = [(row["name"], line) for row, line in register.numbered_rows() if site.exists_on(row["name"], f"{year}-12-31") and _unpublished(site, report_name(site, year, row["name"]))]
    if missing:
        named = "、".join(unit for unit, _ in missing[:_NAMED]) + ("等" if len(missing) > _NAMED else "")
        yield Matter(
            REPORT, f"{year}年度各单位年报", f"{today[:5]}{law.unit_report_by}",
            f"{len(missing)} 个单位还没有：{named}（条例{unit_article}）；make report YEAR={year} AGENCY=单位全称", register.path, missing[0][1],
        )


def _unpublished(site: Site, name: str) -> str:
    """Return why a report is not published; '' when it is."""
    path = os.path.join(site.content_dir, "reports", f"{name}.md")
    if not os.path.isfile(path):
        return "还没有写"
    with Path(path).open("rb") as file:
        header = file.read(_HEADER).decode("utf-8-sig", "replace").partition("\n\n")[0]
    return "还是草稿" if any(line.replace(" ", "").casefold() == "status:draft" for line in header.splitlines()) else ""
