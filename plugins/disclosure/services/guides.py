"""Guides and forms as the pages show them: the rows of the registers joined with the items on this site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..catalogue.queries import PUBLIC, filed_in
from ..content.guide_parts import GENRE
from ..content.source import kind_of_file, readable_size
from ..model import addresses
from ..model.item import parse_names
from ..pages.site import Site, remembered

CURRENT, NEW, REVISED, ABOLISHED = "现行", "新增", "修订", "废止"
_OVER = ("废止", "失效")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide (办事指南)."""

    code: str
    """Its code in the register, else its Index."""
    name: str
    agency: str
    audience: str
    events: tuple[str, ...]
    limit: str
    fee: str
    status: str
    """现行, or the last change: 新增, 修订, 废止."""
    changed: str
    """Day of the last change, ISO 8601, or ''."""
    path: str = ""
    """Address of the item with its text; '' where the text is not on this site."""
    is_registered: bool = True
    """Whether it is a row of the register, and not only an item."""

    @property
    def is_over(self) -> bool:
        """Whether it has been abolished."""
        return self.status == ABOLISHED


class Form(NamedTuple):
    """One form (表格). `path`, `kind` and `size` are empty where the file is not on this site."""

    code: str
    name: str
    agency: str
    guide: str
    guide_path: str
    path: str
    kind: str
    size: str


# The plus tells SQLite not to look items up by state: nearly all of them are public.
_ITEMS = f"""
    SELECT item.*, coalesce(guide.time_limit, '') AS time_limit, coalesce(guide.fee, '') AS fee, coalesce(guide.life_events, '') AS life_events,
        (SELECT min(newer.date) FROM item AS newer
         WHERE newer.replaces = item.index_number AND newer.replaces <> '' AND +newer.state = 'public') AS replaced
    FROM item LEFT JOIN guide ON guide.item_id = item.id WHERE +item.{PUBLIC}"""


@remembered
def guides(site: Site) -> list[Guide]:
    """Return all guides: those of the register in its order, then those that are items only, oldest first."""
    rows = site.registers["services"].rows
    named = sorted({row["item"] for row in rows} - {""})
    marks = ", ".join("?" * len(named))
    known = {item["index_number"]: item for item in site.connection.execute(f"{_ITEMS} AND item.index_number IN ({marks})", named)}
    found = [_of_row(row, known.get(row["item"])) for row in rows]
    filed, values = filed_in(site.taxonomy.guides)
    alone = site.connection.execute(
        f"{_ITEMS} AND {filed} AND item.genre = ? ORDER BY item.date, item.index_number", (*values, GENRE)
    )
    return found + [_of_item(site, item) for item in alone if item["index_number"] not in known]


def _of_row(row: dict[str, Any], item: Any) -> Guide:
    events = parse_names(row["life_event"])
    if item is None:
        return Guide(
            row["code"], row["name"], row["agency"], row["audience"], events, row["limit"], row["fee"], row["status"], row["changed"],
        )
    return Guide(
        row["code"], row["name"], row["agency"], row["audience"], events or tuple(filter(None, item["life_events"].split("\n"))),
        row["limit"] or item["time_limit"], row["fee"] or item["fee"], row["status"], row["changed"], item["address"],
    )


def _of_item(site: Site, item: Any) -> Guide:
    """Return the guide of an item that no row of the register names. The item's validity decides its status."""
    if item["validity"] in _OVER or item["replaced"]:
        status, changed = ABOLISHED, item["replaced"] or item["modified"]
    else:
        status, changed = (REVISED, item["date"]) if item["replaces"] else (NEW, item["date"])
    audience = next((scene.audience for scene in site.taxonomy.scenes if scene.leaf == item["leaf"]), "")
    return Guide(
        item["index_number"], item["title"], item["agency"], audience, tuple(filter(None, item["life_events"].split("\n"))),
        item["time_limit"], item["fee"], status, changed, item["address"], is_registered=False,
    )


def current_guides(site: Site) -> list[Guide]:
    """Return the guides that have not been abolished."""
    return [guide for guide in guides(site) if not guide.is_over]


def forms(site: Site) -> Iterator[Form]:
    """Yield the forms in the order of the register, with their files where these are published."""
    by_code = {guide.code: guide for guide in guides(site)}
    for row in site.registers["forms"].rows:
        guide = by_code.get(row["service"])
        file = _file(site, row["file"]) if row["file"] else None
        yield Form(
            row["code"], row["name"], row["agency"] or (guide.agency if guide else ""), guide.name if guide else "", guide.path if guide else "",
            *(file or ("", "", "")),
        )


def _file(site: Site, source: str) -> tuple[str, str, str] | None:
    """Return address, kind and size of a file of the content folder, or None where no item publishes it."""
    row = site.connection.execute(
        f"""SELECT attachment.name, item.date, item.index_number, source.size FROM attachment
            JOIN item ON item.id = attachment.item_id JOIN source ON source.path = attachment.source
            WHERE attachment.source = ? AND item.{PUBLIC} ORDER BY item.index_number LIMIT 1""", (source,)
    ).fetchone()
    if row is None:
        return None
    address = addresses.attachment(row["date"], row["index_number"], row["name"])
    return addresses.url(address), kind_of_file(row["name"]), readable_size(row["size"])


def is_in_register(site: Site, index: str) -> bool:
    """Return whether the register of guides refers to an item."""
    return index in _in_register(site)


@remembered
def _in_register(site: Site) -> set[str]:
    """Return the Indexes to which the register of guides refers."""
    return {row["item"] for row in site.registers["services"].rows} - {""}
