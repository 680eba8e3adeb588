"""The library of normative documents (规范性文件库): lists by validity, year and unit, and what was in force at the end of each year.

Every list is a page of plain links, so it works without scripts. The state of a document is what its item says; no page reads
a clock. What was in force on an earlier day is told for the end of each year, with the days from which any other day follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..model import addresses
from ..model.validity import IN_FORCE, NOT_YET, REPLACED, is_over, latest_state
from ..pages import normative_documents
from ..pages.frame import meta_tags, page_frame
from ..pages.normative_documents import Document
from ..pages.sheet import DATE, NUMBER, WORD, Column, Line, Sheet, divide_sheets, shown
from ..pages.site import Site, remembered

TITLE = "规范性文件库"
UNSTATED = "没有写明"
_SLUGS = {IN_FORCE: "in-force", "修改": "amended", REPLACED: "replaced", "失效": "expired", "废止": "abolished", UNSTATED: "unstated"}
"""States in the order of the lists, and the name of each list's page."""
_META = {"Name": TITLE, "Type": "目录", "Keywords": "规范性文件，有效性", "Description": "规范性文件和它们的有效性，按有效性、年份和单位列出。"}


@remembered
def documents(site: Site) -> list[Document]:
    """Return the public normative documents, the newest first."""
    return [document for document in normative_documents.documents(site) if not document.withdrawn]


def _state(document: Document) -> str:
    """Return the state of a document as the items say it."""
    return latest_state(document.word, bool(document.replaced_on)) or UNSTATED


def exists(site: Site) -> bool:
    """Return whether the site has normative documents, and so these pages."""
    return bool(documents(site))


def contexts(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of every page of the library; none without documents."""
    everything = documents(site)
    if not everything:
        return
    ways = _ways(site, everything)
    yield from _pages(site, addresses.NORMATIVE, "全部规范性文件", everything, ways=ways, before=[_ends_of_years(everything)])
    for _, links in ways:
        for label, path, _, which in links:
            yield from _pages(site, path, label, list(filter(which, everything)))
    for year in _years(everything):
        day = f"{year}-12-31"
        standing = [document for document in everything if document.on(day) != NOT_YET and not is_over(document.on(day))]
        yield from _pages(site, addresses.normative(f"on-{day}"), f"{day} 有效的规范性文件", standing, day=day)


def lists(site: Site) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Return the lists by validity, year and unit: label, path and number of each."""
    return [(name, [(label, path, number) for label, path, number, _ in links]) for name, links in _ways(site, documents(site))]


Way = tuple[str, str, int, Callable[[Document], bool]]
"""Label, path and number of a list, and which documents it has."""


def _ways(site: Site, everything: list[Document]) -> list[tuple[str, list[Way]]]:
    """Return the lists by validity, by year and by unit."""
    states, years, units = (Counter(map(key, everything)) for key in (_state, lambda d: d.created[:4], lambda d: d.agency))
    by_state = [(name, addresses.normative(slug), states[name], lambda d, name=name: _state(d) == name) for name, slug in _SLUGS.items() if states[name]]
    by_year = [(f"{year}年", addresses.normative(year), years[year], lambda d, year=year: d.created[:4] == year) for year in sorted(years, reverse=True)]
    by_unit = [
        (name, addresses.normative(f"unit-{site.agency_folder(name).rpartition('/')[2]}"), units[name], lambda d, name=name: d.agency == name)
        for name in site.agencies if units[name]
    ]
    return [("按有效性", by_state), ("按成文年份", by_year), ("按单位", by_unit)]


def _years(everything: list[Document]) -> list[int]:
    """Return the years from the first document to the last day that any document tells, the latest first."""
    days = [day for one in everything for day in (one.created, one.last, *(change.date for change in one.history)) if day]
    return list(range(int(max(days)[:4]), int(min(days)[:4]) - 1, -1))


def _ends_of_years(everything: list[Document]) -> Sheet:
    lines = []
    for year in _years(everything):
        day = f"{year}-12-31"
        states = Counter(document.on(day) for document in everything)
        standing = sum(number for state, number in states.items() if state != NOT_YET and not is_over(state))
        over = sum(number for state, number in states.items() if is_over(state))
        lines.append(Line([f"{year}年末", f"{standing:,}", f"{over:,}"], addresses.normative(f"on-{day}")))
    return Sheet(
        "normative-years", "各年年末有效的文件", [Column("时间", WORD), Column("有效", NUMBER), Column("已经失效、废止或被取代", NUMBER)], lines,
        definitions=[
            ("有效", "到当年12月31日已经成文，没有失效、废止、被取代，也没有过有效期的文件。写了失效、废止而没有写从哪一天起的，仍算有效。过了有效期以后又决定继续有效的，从决定的那一天起有效。已经撤下的文件不在内。"),
            ("别的日期", "从下表的成文日期起，到停止适用日期的前一天和有效期的最后一天止，文件有效；历次变化见各文件的有效性沿革。"),
        ],
    )


def _pages(
    site: Site, path: str, heading: str, found: list[Document], *, ways: Sequence[tuple[str, list[Way]]] = (), before: Sequence[Sheet] = (), day: str = "",
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the pages of one list. `before` stands before it; with a `day` the states are those of that day.

    `ways` to the other lists, with their numbers, stand on the first list only: elsewhere each document would change every page.
    """
    sheet = Sheet(
        "normative-documents", heading,
        [Column("名称"), Column("文号", WORD), Column("发布机构"), Column("成文日期", DATE), Column("有效性", WORD), Column("停止适用日期", DATE), Column("有效期至", DATE)],
        [
            Line([one.title, shown(one.number), one.agency, one.created, one.on(day) if day else _state(one), shown(one.last), shown(one.valid_until)], one.path)
            for one in found
        ],
        text=f"共 {len(found):,} 件。",
    )
    divided = divide_sheets([*before, sheet])
    paths = [path if number == 1 else f"{path.removesuffix('.html')}-{number}.html" for number in range(1, len(divided) + 1)]
    title = TITLE if path == addresses.NORMATIVE else f"{TITLE}：{heading}"
    crumbs = [(TITLE, "")] if path == addresses.NORMATIVE else [(TITLE, addresses.NORMATIVE), (heading, "")]
    for number, (place, sheets) in enumerate(zip(paths, divided, strict=True), 1):
        shown_title = title if number == 1 else f"{title}（第{number}页）"
        frame = page_frame(site, place, shown_title, crumbs, current="categories", meta=meta_tags(site, _META))
        yield place, frame | {
            "lead": "规范性文件和它们的有效性。有效性以文件的发布机构写明的为准，不是打开网页的日期。", "sheets": sheets,
            **({"day_page": addresses.NORMATIVE_DAY} if place == addresses.NORMATIVE else {}),
            "ways": [(name, [(label, way, count) for label, way, count, _ in links]) for name, links in ways],
            "pages": [{"path": one, "number": position, "current": one == place, "first": ""} for position, one in enumerate(paths, 1)],
        }
