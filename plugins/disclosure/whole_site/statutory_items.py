"""The page of Article 20 (条例第二十条): its fifteen items, what of this site belongs to each, and what belongs to none.

Each item has a list of its own (`pages/series.py`). The numbers here add up to all public items, which the page shows.
"""

from __future__ import annotations

from typing import Any

from ..model import addresses
from ..model.article_20 import ARTICLE_20, NOT_LISTED
from ..pages import article_20
from ..pages.article_20 import UNMAPPED, filing, label
from ..pages.counts import counts_of
from ..pages.frame import meta_tags, page_frame
from ..pages.series import article_20_series, category_series, key_area_series, leaf_series
from ..pages.sheet import NONE, NUMBER, Column, Line, Sheet, shown
from ..pages.site import Site, tally

TITLE = "条例第二十条所列信息"
_LEAD = "《政府信息公开条例》（2019年）第二十条列出各机关都要主动公开的十五项信息。这里是本站的信息各属于哪一项。"
_META = {"Name": TITLE, "Type": "目录", "Keywords": "条例第二十条，主动公开", "Description": "《政府信息公开条例》第二十条所列十五项信息，各有多少条。"}


def exists(site: Site) -> bool:
    """Return whether the site says what belongs to which item."""
    return article_20.mapping(site) is not None


def context(site: Site) -> dict[str, Any] | None:
    """Return the context of the page; None for a site without a mapping."""
    if not exists(site):
        return None
    frame = page_frame(site, addresses.ARTICLE_20, TITLE, [("法定主动公开内容", addresses.CATEGORIES), (TITLE, "")], meta=meta_tags(site, _META), current="categories")
    return frame | {"lead": _LEAD, "sheets": [_items(site), *_classes(site)], "ways": [], "pages": []}


def _count(site: Site, item: str, year: int) -> tuple[int, int]:
    """Return how many public items belong to an item of the mapping, and how many of them were published in a year."""
    months = article_20.monthly(site).get(item, {})
    return sum(months.values()), sum(number for month, number in months.items() if month[:4] == str(year))


def listed(site: Site) -> int:
    """Return how many public items belong to one of the fifteen items."""
    return sum(_count(site, item.number, 0)[0] for item in ARTICLE_20)


def _items(site: Site) -> Sheet:
    """Return the table of the fifteen items, whose sum is told beside the number of all public items."""
    year = counts_of(site).latest_year
    lines, found = [], {}
    for item in ARTICLE_20:
        found[item.number] = _count(site, item.number, year)
        lines.append(Line([item.label, *map(shown, found[item.number]), item.text], article_20_series(site, item.number).index_path))
    fifteen = tuple(map(sum, zip(*found.values(), strict=True)))
    besides = {name: _count(site, name, year) for name in (NOT_LISTED, UNMAPPED)}
    public = [row for row in tally(site) if row.state == "public"]
    everything = sum(row.number for row in public), sum(row.number for row in public if row.month[:4] == str(year))
    rows = [("十五项合计", fifteen), *((label(name), pair) for name, pair in besides.items() if any(pair))]
    return Sheet(
        "article-20-items", "十五项", [Column("项"), Column("现有条数", NUMBER), Column(f"{year}年公开", NUMBER), Column("条例的规定")], lines,
        totals=[[name, *map(shown, pair), NONE] for name, pair in [*rows, ("全部公开的信息", everything)]],
        definitions=[
            ("现有条数", "本站可以逐条打开、没有撤下的信息。每一条只算在一项里，所以各行相加就是全部。启用本系统以前的、只有数字的信息没有分项，不在这里。"),
            *([("没有对应", "本站还没有说明属于哪一项的分类，见下表。")] if any(besides[UNMAPPED]) else []),
        ],
    )


def _classes(site: Site) -> list[Sheet]:
    """Return the tables of the classes by item: those that belong to an item, those that do not, and those of which nothing is said."""
    known, counted, missing = article_20.mapping(site), article_20.numbers(site), article_20.unmapped(site)

    def line(one: tuple[str, str], item: str) -> Line:
        category, leaf = one
        path = (leaf_series(site, category, leaf) if leaf else category_series(site, category)).index_path
        return Line([filing(one), label(item), shown(counted[one])], path)

    columns = [Column("分类"), Column("第几项"), Column("条数", NUMBER)]
    mapped = [line(one, item) for one, item in known.classes.items() if item != UNMAPPED and (one[1] or counted[one] or not site.taxonomy.category[one[0]].leaves)]
    sheets = []
    if missing:
        sheets.append(Sheet("article-20-unmapped", "没有对应到哪一项的分类", columns, [line(one, UNMAPPED) for one in missing]))
    if known.areas:
        areas = [(key_area_series(site, name), item) for name, item in known.areas.items()]
        from_areas = [Line([found.name, label(item)], found.index_path) for found, item in areas]
        sheets.append(Sheet("article-20-areas", "先按重点领域对应", [Column("重点领域"), Column("第几项")], from_areas, text="写了这些重点领域的信息，不看分类，直接算在那一项。"))
    return [*sheets, Sheet("article-20-classes", "各分类属于哪一项", columns, mapped)]

