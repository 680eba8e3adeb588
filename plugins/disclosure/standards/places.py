"""Where on this site a matter of the standards is found.

A cell names a place by conditions such as `分类：财经信息/税收；单位：区地方税务局；标题：减免`. Items must meet all of them. A
register, a page or a single item stands alone: `登记簿：penalties`, `网页：guide`, `条目：014500858/2014-00123`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..catalogue.queries import PUBLIC, Facts
from ..model.item import FieldError
from ..model.problems import did_you_mean
from ..pages.series import agency_series, category_series, key_area_series, last_date, leaf_series, total
from ..pages.site import Site, remembered, tally
from ..register_pages import places as register_places
from ..registers import names as register_names
from ..registers import schema

FILING, AREA, UNIT, TITLE, REGISTER, PAGE, ITEM = "分类", "重点领域", "单位", "标题", "登记簿", "网页", "条目"
RULE = (FILING, AREA, UNIT, TITLE)
"""Conditions that items meet together."""
ALONE = (REGISTER, PAGE, ITEM)
SCANNED = 2000
"""Items of a list in whose titles a rule looks, the newest: so its cost does not grow with the archive."""
NEWEST = 5
"""Items of a rule that a page lists."""


@dataclass(frozen=True)
class Found:
    """What a place has now."""

    path: str = ""
    """Page to which the matter leads; '' where nothing was found."""
    text: str = ""
    """What is there, in words."""
    items: tuple[tuple[str, str, str], ...] = ()
    """Title, address and date of the newest items of a rule that has no list of its own."""


def parse(text: str, site: Site) -> dict[str, str]:
    """Return the conditions of a cell by their words. Raises `FieldError` for one that cannot be met on this site."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in re.split("[；;]", text))):
        word, colon, value = (piece.strip() for piece in re.sub(":", "：", part, count=1).partition("："))
        if word not in (*RULE, *ALONE) or not colon or not value:
            raise FieldError(f"看不懂“{part[:40]}”", "写成“分类：财经信息/税收”这样，可以写：" + "、".join((*RULE, *ALONE)))
        if word in found:
            raise FieldError(f"“{word}”写了两次", "留下一个")
        found[word] = _checked(word, value, site)
    if len(found) > 1 and (alone := next((word for word in ALONE if word in found), "")):
        raise FieldError(f"“{alone}”不能和别的条件写在一起", "只写它，或者删去它")
    if list(found) == [TITLE]:
        raise FieldError("只写了标题", "再写上分类、重点领域或者单位")
    return found


def _checked(word: str, value: str, site: Site) -> str:
    """Return a value as the site writes it. Raises `FieldError` for one that it does not have."""
    if word == REGISTER:
        titles = {schema(name)["title"]: name for name in register_names()}
        value = titles.get(value, value)
    known: dict[str, Any] = {
        FILING: site.taxonomy.filings, AREA: list(site.taxonomy.key_area), UNIT: site.agencies, REGISTER: list(register_places(site)),
        PAGE: [page["slug"] for page in site.pages],
    }
    if word in known and value not in known[word]:
        raise FieldError(f"{word}“{value}”不在本站", did_you_mean(value, known[word]) or "核对写法")
    return value


def concerns(conditions: dict[str, str], item: Facts) -> bool:
    """Return whether an item may be found at a place, whatever its title."""
    if ITEM in conditions:
        return conditions[ITEM] == item.index
    if not any(word in conditions for word in RULE):
        return False
    category, _, leaf = conditions.get(FILING, "").partition("/")
    return (
        (not category or (category == item.category and (not leaf or leaf == item.leaf)))
        and conditions.get(AREA, "") in ("", *item.key_areas) and conditions.get(UNIT, item.agency) == item.agency
    )


def look(site: Site, conditions: dict[str, str]) -> Found:
    """Return what a place has now."""
    return _look(site, tuple(conditions.items()))


@remembered
def _look(site: Site, conditions: tuple[tuple[str, str], ...]) -> Found:
    given = dict(conditions)
    if not given:
        return Found()
    if name := given.get(REGISTER):
        register = site.registers[name]
        return Found(register_places(site)[name], f"{len(register.rows):,} 行") if register.rows else Found()
    if slug := given.get(PAGE):
        page = site.page(slug)
        return Found(page["path"], "有") if page else Found()
    if index := given.get(ITEM):
        row = site.connection.execute(f"SELECT address, date FROM item WHERE index_number = ? AND +{PUBLIC}", (index,)).fetchone()
        return Found(row["address"], row["date"]) if row else Found()
    return _list(site, given) if len(given) == 1 else _rule(site, given)


def _list(site: Site, given: dict[str, str]) -> Found:
    """Return a list of the site with all its items."""
    (word, value), = given.items()
    category, _, leaf = value.partition("/")
    if word == FILING:
        series = leaf_series(site, category, leaf) if leaf else category_series(site, category)
    else:
        series = agency_series(site, value) if word == UNIT else key_area_series(site, value)
    number = total(site, series)
    return Found(series.index_path, f"{number:,} 条，最近 {last_date(site, series)}") if number else Found()


def _rule(site: Site, given: dict[str, str]) -> Found:
    """Return the items that meet several conditions."""
    category, _, leaf = given.get(FILING, "").partition("/")
    conditions = {"category": category, "leaf": leaf, "agency": given.get(UNIT, "")}
    where = [f"{'+' if column == 'category' and conditions['agency'] else ''}{column} = ?" for column, value in conditions.items() if value]
    arguments = [value for value in conditions.values() if value]
    if AREA in given:
        where.append("id IN (SELECT item_id FROM item_key_area WHERE name = ?)")
        arguments.append(given[AREA])
    rows = site.connection.execute(
        f"SELECT title, address, date FROM item WHERE {' AND '.join(where)} AND {PUBLIC} ORDER BY date DESC, index_number DESC LIMIT {SCANNED}", arguments
    ).fetchall()
    matching = [tuple(row) for row in rows if given.get(TITLE, "") in row["title"]]
    if not matching:
        return Found()
    if TITLE not in given and AREA not in given:
        number = f"{_number(site, category, leaf, given[UNIT]):,} 条"
    else:
        number = f"{len(matching):,} 条" if len(rows) < SCANNED else f"最近 {SCANNED:,} 条里有 {len(matching):,} 条"
    return Found(matching[0][1], f"{number}，最近 {matching[0][2]}", tuple(matching[:NEWEST]))


def _number(site: Site, category: str, leaf: str, agency: str) -> int:
    """Return how many public items of a class an agency has."""
    return sum(row.number for row in tally(site) if row.state == "public" and row.agency == agency and row.category == category and leaf in ("", row.leaf))
