"""The directory of the standards: an index of the areas, and a page with the matters of each area that has some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalogue.queries import Facts
from ..model import addresses
from ..model.item import FieldError
from ..pages.frame import meta_tags, page_frame
from ..pages.series import numbered_pager
from ..pages.sheet import DATE, NUMBER, TEXT, WORD, Column, Line, Sheet, divide_sheets, shown
from ..pages.site import Site, remembered
from . import places

TITLE = "基层政务公开标准目录"
REGISTER = "standards"
NOT_FOUND, NO_PLACE = "没有", "没有写明"
OPENLY = "主动公开"
_META = {"Name": TITLE, "Type": "目录", "Keywords": "基层政务公开，标准目录", "Description": "各领域应当公开的事项、依据、时限和主体，以及在本站的位置。"}
_COLUMNS = ("sub_matter", "matter", "content", "basis", "limit", "agency", "channel", "audience", "manner")


def areas(site: Site) -> list[tuple[str, str]]:
    """Return name and slug of every area of the standards."""
    return [(name, slug) for name, slug in site.settings["DISCLOSURE_STANDARD_AREAS"]]


@remembered
def rows_of(site: Site) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each area of the setting that has some."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in areas(site)}
    for row in site.registers[REGISTER].rows:
        if row["area"] in found:
            found[row["area"]].append(row)
    return {name: rows for name, rows in found.items() if rows}


@remembered
def conditions(site: Site, text: str) -> dict[str, str]:
    """Return the conditions of a place; none where it is not written or is wrong, which `checks` tells."""
    try:
        return places.parse(text, site)
    except FieldError:
        return {}


def area_tasks(site: Site) -> Iterator[tuple[str]]:
    """Yield the slug of each area with a page."""
    with_rows = rows_of(site)
    return ((slug,) for name, slug in areas(site) if name in with_rows)


def showing(site: Site, item: Facts) -> Iterator[str]:
    """Yield the slugs of the areas whose pages may show an item."""
    with_rows = rows_of(site)
    for name, slug in areas(site):
        if any(places.concerns(conditions(site, row["place"]), item) for row in with_rows.get(name, ())):
            yield slug


def index_context(site: Site) -> dict[str, Any] | None:
    """Return the context of the index of areas; None where the content folder has no such register. It counts rows, not items."""
    if not site.registers[REGISTER].exists:
        return None
    with_rows = rows_of(site)
    lines = []
    for name, slug in areas(site):
        if name in with_rows:
            rows = with_rows[name]
            openly = sum(row["manner"] == OPENLY for row in rows)
            numbers = (len({row["matter"] for row in rows}), len(rows), openly, len(rows) - openly, sum(bool(conditions(site, row["place"])) for row in rows))
            lines.append(Line([name, *map(shown, numbers)], addresses.standards_area(slug)))
    empty = [name for name, _ in areas(site) if name not in with_rows]
    columns = [Column("领域"), *(Column(label, NUMBER) for label in ("一级事项", "二级事项", "其中主动公开", "其中依申请公开", "写明在本站的位置"))]
    sheet = Sheet(
        "standards-areas", "各领域的公开事项", columns, lines,
        text=f"{len(lines) + len(empty)} 个领域里，{len(lines)} 个有目录" + (f"；还没有目录的：{'、'.join(empty)}。" if empty else "。"), csv=addresses.register_csv(REGISTER),
    )
    frame = page_frame(site, addresses.STANDARDS, TITLE, [(TITLE, "")], current="categories", meta=meta_tags(site, _META))
    return frame | {"lead": "各领域应当公开什么，依据什么，什么时候由谁公开，在本站哪里。", "sheets": [sheet], "ways": [], "pages": []}


def area_contexts(site: Site, slug: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of an area; none for an area without rows."""
    name = next((name for name, known in areas(site) if known == slug), "")
    rows = rows_of(site).get(name, [])
    if not rows:
        return
    found = [places.look(site, conditions(site, row["place"])) for row in rows]
    divided = divide_sheets([_matters(site, name, rows, found), *_items(rows, found)])
    paths = [addresses.standards_area(slug, number) for number in range(1, len(divided) + 1)]
    crumbs = [(TITLE, addresses.STANDARDS), (name, "")]
    for number, (path, sheets) in enumerate(zip(paths, divided, strict=True), 1):
        title = f"{name}：{TITLE}" + (f"（第{number}页）" if number > 1 else "")
        frame = page_frame(site, path, title, crumbs, current="categories", meta=meta_tags(site, _META | {"Name": f"{TITLE}：{name}"}))
        yield path, frame | {"lead": f"{name}领域应当公开的事项。", "sheets": sheets, "ways": [], "pages": numbered_pager(paths, number)}


def _matters(site: Site, name: str, rows: list[dict[str, Any]], found: list[places.Found]) -> Sheet:
    titles = ("二级事项", "一级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式")
    lines = []
    for row, place in zip(rows, found, strict=True):
        audience = f"{row['audience']}：{row['audience_named']}" if row["audience_named"] else row["audience"]
        known = place.text or (NOT_FOUND if row["place"] else NO_PLACE)
        subject, *rest = ((row | {"audience": audience})[column] for column in _COLUMNS)
        lines.append(Line([subject, known, *rest], place.path))
    there = sum(bool(place.path) for place in found)
    return Sheet(
        "standards-matters", name, [Column(titles[0]), Column("在本站"), *(Column(title, WORD if title == "公开方式" else TEXT) for title in titles[1:])], lines,
        text=f"{len(rows)} 个事项里，在本站找得到的 {there} 个，没有找到的 {len(rows) - there} 个。",
        definitions=[
            ("在本站", "照登记簿写的位置查找：列表、网页、登记簿，或者符合条件的信息。"), (NOT_FOUND, "那里还没有信息。"), (NO_PLACE, "登记簿没有写在本站的位置。"),
        ],
        csv=addresses.register_csv(REGISTER),
    )


def _items(rows: list[dict[str, Any]], found: list[places.Found]) -> Iterator[Sheet]:
    """Yield the table of the newest items of the matters that are found by a rule."""
    lines = [Line([title, row["sub_matter"], date], path) for row, place in zip(rows, found, strict=True) for title, path, date in place.items]
    if lines:
        yield Sheet(
            "standards-items", "照条件找到的信息", [Column("名称"), Column("二级事项"), Column("公开日期", DATE)], lines,
            text=f"每个事项列出最近的至多 {places.NEWEST} 条。",
        )
