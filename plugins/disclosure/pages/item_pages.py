"""Item pages: the statutory header, the body, attachments, neighbours, replacements.

Items are loaded in chunks, with one query for each table that belongs to them. So a cold
build makes some hundred queries, not half a million. A single item is a chunk of one.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from ..catalogue.queries import LINK_COLUMNS, PUBLISHED, ROW_COLUMNS, Link, Row, link_view, neighbours, row_view
from ..content import structure
from ..model import addresses
from ..model.item import ENDED, Revision, ValidityChange
from ..released.removals import Tombstone
from . import attachment_list, clearances, related_items
from . import versions as item_versions
from .clearances import BASIS
from .frame import meta_tags, page_frame
from .series import Series, agency_series, category_series, key_area_series, leaf_series
from .site import Site

_ITEMS = f"SELECT item.*, body.html FROM item JOIN body ON body.item_id = item.id WHERE {PUBLISHED} AND item.id IN "
_LINKED = "other.title, other.address, other.index_number, other.date"
_ITEM_LINK = re.compile(r'href="item:([^"#]*)(#[^"]*)?"')


def contexts(site: Site, ids: list[int]) -> Iterator[tuple[str, str, dict[str, Any], list[tuple[str, str, str]]]]:
    """Yield address, template, context and attachments (source, SHA-256 and address of each) of items. Pictures of first pages have no source: they are in the catalogue.

    `ids` are the items' numbers in the catalogue; those of items that are not published are passed over.
    """
    connection = site.connection
    marks = f"({', '.join('?' * len(ids))})"
    items = connection.execute(_ITEMS + marks, ids).fetchall()
    related = _Related(connection, items, marks, ids, clearances.steps(site))
    for row in items:
        context = _context(site, row, related)
        if row["state"] == "withdrawn":
            yield row["address"], "withdrawn_item", context, []
        else:
            files = [
                (attachment["source"], attachment["sha256"], addresses.attachment(row["date"], row["index_number"], attachment["name"]))
                for attachment in related.attachments[row["id"]]
            ]
            yield row["address"], "item", context, files


def tombstone_context(site: Site, stone: Tombstone) -> dict[str, Any]:
    """Return the context of the page at the old address of an item that was removed, or that stands elsewhere now.

    Nothing of the item's words is on it.
    """
    title = "信息已移到新的地址" if stone.leads_to else "信息已经移除"
    column = {"Name": "已撤下的信息", "Type": "已撤下的信息", "Keywords": "已撤下的信息", "Description": "发布过、后来撤下或移除的信息。"}
    article = {"ArticleTitle": f"{title}（{stone.index}）", "PubDate": stone.date, "ContentSource": site.identity["host"] or site.name}
    frame = page_frame(
        site, stone.address, f"{title}（{stone.index}）", [("已撤下的信息", addresses.WITHDRAWN), (stone.index, "")],
        meta=meta_tags(site, column, article),
    )
    return frame | {"heading": title, "removed": stone}


class _Related:
    """Everything in other tables that belongs to a chunk of items, by item id or by Index."""

    def __init__(
        self, connection: sqlite3.Connection, items: list[sqlite3.Row], marks: str, ids: list[int], decided: dict[str, tuple[ValidityChange, ...]]
    ) -> None:
        self.connection = connection
        self.key_areas: dict[int, list[str]] = defaultdict(list)
        self.attachments: dict[int, list[sqlite3.Row]] = defaultdict(list)
        for row in connection.execute(
            f"SELECT item_id, name FROM item_key_area WHERE item_id IN {marks} ORDER BY item_id, position", ids
        ):
            self.key_areas[row["item_id"]].append(row["name"])
        for row in connection.execute(
            f"""SELECT attachment.*, source.size, source.sha256, {attachment_list.COLUMNS} FROM attachment JOIN source ON source.path = attachment.source
                {attachment_list.JOINS} WHERE item_id IN {marks} ORDER BY item_id, adopted, position, name""", ids
        ):
            self.attachments[row["item_id"]].append(row)
        places = ((row["category"], row["leaf"], row["date"], row["index_number"]) for row in items)
        self.guides = {row["item_id"]: row for row in connection.execute(f"SELECT * FROM guide WHERE item_id IN {marks}", ids)}
        self.neighbours = {row["id"]: neighbours(connection, *place) for row, place in zip(items, places, strict=True)}
        self.explains: dict[int, list[Link]] = defaultdict(list)
        for row in connection.execute(
            f"""SELECT interpretation.item_id, {_LINKED} FROM interpretation CROSS JOIN item AS other ON other.index_number = target
                WHERE item_id IN {marks} AND +other.state IN ('public', 'withdrawn') ORDER BY item_id, position""", ids
        ):
            self.explains[row[0]].append(Link(*row[1:5]))
        self.explained_by: dict[str, list[tuple[str, Link]]] = defaultdict(list)
        for row in connection.execute(  # CROSS JOIN names the order of the tables: else SQLite would go through all items for each chunk
            f"""SELECT target, {_LINKED}, other.genre FROM interpretation CROSS JOIN item AS other ON other.id = item_id
                WHERE target IN (SELECT index_number FROM item AS own WHERE own.id IN {marks}) AND other.state = 'public'
                ORDER BY other.date, other.index_number""", ids
        ):
            self.explained_by[row[0]].append((kind_of_interpretation(row["genre"]), Link(*row[1:5])))
        written: dict[int, list[ValidityChange]] = defaultdict(list)
        for row in connection.execute(f"SELECT item_id, date, word, basis FROM validity_change WHERE item_id IN {marks} ORDER BY item_id, position", ids):
            written[row["item_id"]].append(ValidityChange(*tuple(row)[1:]))
        self.history = {row["id"]: clearances.merged(written[row["id"]], decided.get(row["index_number"], ())) for row in items}
        self.revisions: dict[int, list[Revision]] = defaultdict(list)
        for row in connection.execute(f"SELECT item_id, date, note FROM revision WHERE item_id IN {marks} ORDER BY item_id, position", ids):
            self.revisions[row["item_id"]].append(Revision(*tuple(row)[1:]))
        self.bases = self._by_index({step.basis.removeprefix(BASIS) for steps in self.history.values() for step in steps if step.basis.startswith(BASIS)})
        self.replaced = self._by_index({row["replaces"] for row in items} - {""})
        self.replaced_by: dict[str, list[Row]] = defaultdict(list)
        newer = connection.execute(  # names its index: else SQLite would scan all items to get the order
            f"""SELECT {ROW_COLUMNS}, item.replaces FROM item INDEXED BY item_replaces
                WHERE item.state = 'public' AND item.replaces <> ''
                AND item.replaces IN (SELECT index_number FROM item AS older WHERE older.id IN {marks})
                ORDER BY item.date, item.index_number""", ids
        )
        for row in newer:
            self.replaced_by[row["replaces"]].append(row_view(row))

    def _by_index(self, numbers: set[str]) -> dict[str, Link]:
        """Return published items as links, by their Index."""
        if not numbers:
            return {}
        marks = ", ".join("?" * len(numbers))
        rows = self.connection.execute(
            f"SELECT {LINK_COLUMNS} FROM item WHERE {PUBLISHED} AND index_number IN ({marks})", sorted(numbers)
        )
        return {row["index_number"]: link_view(row) for row in rows}


def _context(site: Site, row: sqlite3.Row, related: _Related) -> dict[str, Any]:
    category = category_series(site, row["category"])
    leaf = leaf_series(site, row["category"], row["leaf"]) if row["leaf"] else None
    agency = agency_series(site, row["agency"])
    filed = leaf or category
    previous, following = related.neighbours[row["id"]]
    item = {
        "title": row["title"], "index": row["index_number"], "path": row["address"],
        "category": _ref(category), "leaf": _ref(leaf) if leaf else None, "agency": _ref(agency),
        "created": row["created"], "date": row["date"], "document_number": row["document_number"],
        "summary": row["summary"], "subject": row["subject"], "genre": row["genre"], "validity": row["validity"], "ended": row["ended"] or _since(row["validity"], related.history[row["id"]]),
        "channel": row["channel"], "modified": row["modified"], "valid_until": row["valid_until"],
        "explains": related.explains[row["id"]], "explained_by": related.explained_by[row["index_number"]],
        "history": [_change(change, related.bases) for change in related.history[row["id"]]],
        "revisions": related.revisions[row["id"]], "versions": item_versions.versions(site.connection, row["index_number"]) if row["replaces"] or related.replaced_by[row["index_number"]] else [],
        "key_areas": [_ref(key_area_series(site, name)) for name in related.key_areas[row["id"]]],
        "guide": _guide(related.guides.get(row["id"])),
        "tags": row["tags"].split("\n") if row["tags"] else [],
        "review": {"date": row["review_date"], "reviewer": row["reviewer"], "result": row["review_result"]},
        "withdrawn": {"date": row["withdrawn_date"], "reason": row["withdrawn_reason"]} if row["withdrawn_date"] else None,
        **_body(site, row, related.attachments[row["id"]]),
        "related": _related_items(site, row, related.key_areas[row["id"]], previous),
        "contents": [] if row["withdrawn_date"] else structure.contents(row["html"]),
        "previous": previous, "next": following,
        "replaces": related.replaced.get(row["replaces"]),
        "replaced_by": related.replaced_by[row["index_number"]],
    }
    crumbs = [*category.trail, (category.name, category.index_path)]
    if leaf:
        crumbs.append((leaf.name, leaf.index_path))
    frame = page_frame(site,
        row["address"], row["title"], [*crumbs, (row["index_number"], "")], current="categories",
        meta=meta_tags(site, _column(filed.name, category.name, filed.description), _article(row)),
    )
    return frame | {"item": SimpleNamespace(**item)}


def _body(site: Site, row: sqlite3.Row, attachments: list[sqlite3.Row]) -> dict[str, Any]:
    """Return the text before and after the list of attachments, and the list. It stands where the text lists them, else at the end."""
    if row["withdrawn_date"]:
        return {"html": Markup(""), "html_after": Markup(""), "attachments": [], "has_files_heading": False}
    files = attachment_list.files(row, [attachment for attachment in attachments if not attachment["embedded"]])
    before, after, has_heading = attachment_list.around(row["html"], files)
    html = [Markup(_resolve(site.connection, part)) for part in (before, after)]
    return {"html": html[0], "html_after": html[1], "attachments": files, "has_files_heading": has_heading}


def _related_items(site: Site, row: sqlite3.Row, areas: list[str], previous: Link | None) -> list[tuple[str, Link]]:
    """Return related items with the reason of each, without the one that stands before this item anyway."""
    found = related_items.older(site.connection, related_items.Place(areas, row["agency"], row["subject"], row["date"], row["index_number"]))
    titles = {name: area.title for name, area in site.taxonomy.key_area.items()}
    return [
        (f"同一单位，重点领域：{titles.get(area, area)}" if area else f"同一主题：{row['subject']}", link)
        for area, link in found if previous is None or link.path != previous.path
    ]


INTERPRETATION, QUESTIONS = "政策解读", "政策问答"


def kind_of_interpretation(genre: str) -> str:
    """Return what an item that explains another is called: 政策问答 where its Genre says so, else 政策解读."""
    return QUESTIONS if "问答" in genre else INTERPRETATION


def _since(word: str, history: Sequence[ValidityChange]) -> str:
    """Return the day since which a document is over, where only a clearance says it; else ''."""
    return history[-1].date if word in ENDED and history and history[-1].word == word else ""


def _change(step: ValidityChange, bases: dict[str, Link]) -> dict[str, Any]:
    """Return a step of the history of validity, with a link to the item that is its basis."""
    named = step.basis.removeprefix(BASIS) if step.basis.startswith(BASIS) else ""
    return {"date": step.date, "word": step.word, "basis": named or step.basis, "link": bases.get(named)}


def _guide(row: sqlite3.Row | None) -> list[tuple[str, str]]:
    """Return label and value of the keys that only the header of a guide has."""
    if row is None:
        return []
    pairs = (("办理时限", row["time_limit"]), ("收费", row["fee"]), ("办理地点", row["office"]), ("办事场景", row["life_events"].replace("\n", "、")))
    return [pair for pair in pairs if pair[1]]


class _Ref(NamedTuple):
    name: str
    path: str


def _ref(series: Series) -> _Ref:
    return _Ref(series.name, series.index_path)


def _column(name: str, category: str, description: str) -> dict[str, str]:
    return {"Name": name, "Type": category, "Keywords": name, "Description": description}


def _article(row: sqlite3.Row) -> dict[str, str]:
    return {
        "ArticleTitle": row["title"], "PubDate": row["date"], "ContentSource": row["agency"],
        "Keywords": "，".join(row["tags"].split("\n")) if row["tags"] else "", "Author": row["agency"],
        "Description": row["summary"],
    }


def _resolve(connection: sqlite3.Connection, html: str) -> str:
    """Replace `item:` in links by the address of the item. A link to an item that is not published becomes plain text."""
    if 'href="item:' not in html:
        return html

    def address(match: re.Match) -> str:
        target, fragment = unquote(match[1]), match[2] or ""
        row = connection.execute(
            f"SELECT address FROM item WHERE (path = ?1 OR index_number = ?1) AND {PUBLISHED} LIMIT 1", (target,)
        ).fetchone()
        return f'href="../../{row["address"]}{fragment}"' if row else 'class="rr-unlinked"'

    return _ITEM_LINK.sub(address, html)
