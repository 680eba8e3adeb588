"""The fifteen items of Article 20 (2019) as a view over any classification: which items of the site belong to which.

A key area that the register maps comes first, then the item's class, then its category. A classification may map its own
categories (`article_20`); rows of the register come before that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalogue.queries import PUBLIC
from ..model.article_20 import BY_NUMBER, NOT_LISTED
from ..model.problems import WARNING, Problem, did_you_mean
from .site import Site, remembered, tally

REGISTER = "article_20"
UNMAPPED = ""
"""The item of a class that nothing maps."""

Class = tuple[str, str]
"""Category and leaf; an empty leaf for what is filed under the category itself."""


@dataclass(frozen=True)
class Mapping:
    """Which item of Article 20 each class and key area belongs to: its number, `NOT_LISTED` or `UNMAPPED`."""

    classes: dict[Class, str]
    areas: dict[str, str]
    """By name, in the order of the register."""

    def item_of(self, category: str, leaf: str, key_areas: tuple[str, ...]) -> str:
        """Return the item to which something of a class with some key areas belongs."""
        named = next((item for area, item in self.areas.items() if area in key_areas), None)
        return self.classes.get((category, leaf), UNMAPPED) if named is None else named

    def condition(self, item: str) -> tuple[str, tuple[str, ...]]:
        """Return an SQL condition for the public items of the site that belong to an item, and its arguments.

        Each part of it can use an index, with a range of dates beside it.
        """
        parts, arguments = [], []
        passed: list[str] = []
        for area, other in self.areas.items():
            if other == item:
                parts.append(f"(id IN (SELECT item_id FROM item_key_area WHERE name = ?){_without(passed)})")
                arguments += [area, *passed]
            passed.append(area)
        for found, other in self.classes.items():
            if other == item:
                parts.append(f"(category = ? AND leaf = ?{_without(passed)})")
                arguments += [*found, *passed]
        return f"{PUBLIC} AND ({' OR '.join(parts) or '0'})", tuple(arguments)


def _without(areas: list[str]) -> str:
    """Return a condition that leaves out the items with some key areas."""
    return f" AND id NOT IN (SELECT item_id FROM item_key_area WHERE name IN ({', '.join('?' * len(areas))}))" if areas else ""


@remembered
def mapping(site: Site) -> Mapping | None:
    """Return the mapping of a site; None where neither the register nor the classification maps anything."""
    rows = site.registers[REGISTER].rows
    if not site.registers[REGISTER].exists and not any(category.article_20 for category in site.taxonomy.categories):
        return None
    by_filing = {row["filing"]: row["item"] for row in reversed(rows) if row["filing"]}
    classes = {}
    for category in site.taxonomy.categories:
        whole = by_filing.get(category.name, category.article_20)
        for leaf in ("", *(leaf.name for leaf in category.leaves)):
            classes[category.name, leaf] = by_filing.get(f"{category.name}/{leaf}", whole) if leaf else whole
    areas = {row["key_area"]: row["item"] for row in reversed(rows) if row["key_area"] in site.taxonomy.key_area and not row["filing"]}
    return Mapping(classes, dict(reversed(areas.items())))


def numbers(site: Site) -> dict[Class, int]:
    """Return how many public items each class has. A class of the classification without any has none."""
    found = dict.fromkeys(mapping(site).classes, 0)
    for row in tally(site):
        if row.state == "public":
            found[row.category, row.leaf] = found.get((row.category, row.leaf), 0) + row.number
    return found


@remembered
def monthly(site: Site) -> dict[str, Counter[str]]:
    """Return how many public items belong to each item of the mapping, by month (``2014-03``). Only items with a mapped key area are looked at one by one."""
    known = mapping(site)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tally(site):
        if row.state == "public":
            found[known.classes.get((row.category, row.leaf), UNMAPPED)][row.month] += row.number
    order = {area: place for place, area in enumerate(known.areas)}
    marks = ", ".join("?" * len(order))
    named: dict[int, tuple[int, str, str, str, str]] = {}
    for item_id, area, category, leaf, date in site.connection.execute(
        f"SELECT item.id, name, category, leaf, item.date FROM item_key_area JOIN item ON item.id = item_id WHERE name IN ({marks}) AND {PUBLIC}", [*order]
    ):
        named[item_id] = min(named.get(item_id, (len(order), "", "", "", "")), (order[area], area, category, leaf, date[:7]))
    for _, area, category, leaf, month in named.values():
        found[known.classes.get((category, leaf), UNMAPPED)][month] -= 1
        found[known.areas[area]][month] += 1
    return {item: +months for item, months in found.items()}


def unmapped(site: Site) -> list[Class]:
    """Return the classes that nothing maps, in the order of the classification. A category with leaves counts only if something is filed under itself."""
    counted, leafless = numbers(site), {category.name for category in site.taxonomy.categories if not category.leaves}
    return [one for one, item in mapping(site).classes.items() if item == UNMAPPED and (one[1] or one[0] in leafless or counted[one])]


def filing(found: Class) -> str:
    """Return a class as items write it."""
    return "/".join(filter(None, found))


def problems(site: Site) -> Iterator[Problem]:
    """Yield rows of the register that map nothing, or the same twice, and classes without a row."""
    register = site.registers[REGISTER]
    seen: dict[tuple[str, str], int] = {}
    for row, line in register.numbered_rows():
        if bool(row["filing"]) == bool(row["key_area"]):
            yield Problem(register.path, line, "信息分类和重点领域要填一个，也只填一个", "删去一个，或者补上一个")
        for column, known, what in (("filing", site.taxonomy.filings, "信息分类"), ("key_area", site.taxonomy.key_area, "重点领域")):
            if row[column] and row[column] not in known:
                guess = did_you_mean(row[column], known) or (site.taxonomy.nearest(row[column]) if column == "filing" else "")
                yield Problem(register.path, line, f"{what}“{row[column]}”不在名单上", guess or "照设置里的写法写")
        first = seen.setdefault((row["filing"], row["key_area"]), line)
        if first != line:
            yield Problem(register.path, line, f"“{row['filing'] or row['key_area']}”第 {first} 行已经写了", "删去其中一行")
    yield from _unmapped_problems(site, register.path)


def _unmapped_problems(site: Site, path: str) -> Iterator[Problem]:
    """Yield a reminder for each category with classes that nothing maps."""
    by_category: dict[str, list[Class]] = defaultdict(list)
    for found in unmapped(site) if mapping(site) else ():
        by_category[found[0]].append(found)
    counted = numbers(site) if by_category else {}
    for category, classes in by_category.items():
        named = "、".join(f"{leaf or '（未分细类）'} {counted[category, leaf]:,} 条" for _, leaf in classes)
        yield Problem(
            path, 0, f"信息分类“{category}”里有 {len(classes)} 类没有对应到条例第二十条的哪一项：{named}",
            f"各加一行，或者给“{category}”加一行；不在十五项里的，第几项写“{NOT_LISTED}”", WARNING,
        )


def label(item: str) -> str:
    """Return what pages call an item of the mapping."""
    return BY_NUMBER[item].label if item in BY_NUMBER else "不属于第二十条所列" if item == NOT_LISTED else "没有对应"
