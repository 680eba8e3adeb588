"""Items as documents of the search index: the text that a query finds, and what a result shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from offline_search.document import Document
from offline_search.files import DamagedFile
from offline_search.index import Index, Options
from parallel import chunks

from ..catalogue.queries import PUBLIC, REPLACED
from ..catalogue.sync import Changes
from ..content import attachment_names
from ..model import addresses

FACETS = ("agency", "category", "validity")
FIELDS = (("文号", "number"), ("机构", "agency"), ("发布机构", "agency"), ("发文机关", "agency"), ("索引号", "key"))
"""What a reader may name before a colon, besides 标题 and 正文."""

_COLUMNS = f"""item.index_number, item.address, item.title, item.date, item.created, item.document_number, item.agency, item.category,
    item.leaf, item.validity, item.summary, body.text,
    (SELECT json_group_array(json_array(name, ifnull(title, ''))) FROM (SELECT name, shape.title FROM attachment
        LEFT JOIN attachment_shape AS shape ON shape.path = source WHERE item_id = item.id AND embedded = 0
        ORDER BY adopted, position, name)) AS attachments,
    item.path, CASE WHEN EXISTS (SELECT 1 FROM attachment WHERE item_id = item.id) THEN body.html ELSE '' END AS html,
    (SELECT json_group_array(json_array(name, text)) FROM (SELECT name, text FROM attachment JOIN attachment_text ON path = source
        WHERE item_id = item.id ORDER BY adopted, position, name)) AS drawn,
    {REPLACED} AS replaced"""
_FROM = f"FROM item JOIN body ON body.item_id = item.id WHERE +{PUBLIC}"


def options(settings: dict[str, Any]) -> Options:
    """Return the options of this site's index."""
    places = addresses.PLACES_FOLDER.removeprefix(f"{addresses.SEARCH_FOLDER}/")
    aliases = tuple(tuple(group) for group in settings["SEARCH_ALIASES"])
    return Options(facets=FACETS, aliases=aliases, fields=FIELDS, beside=(places,))


def documents(connection: sqlite3.Connection) -> Iterator[Document]:
    """Yield the document of every public item."""
    for row in connection.execute(f"SELECT {_COLUMNS} {_FROM} ORDER BY item.path"):
        yield _document(row)


def selected_documents(connection: sqlite3.Connection, keys: list[str]) -> Iterator[Document]:
    """Yield the documents of the public items among some Indexes."""
    for chunk in chunks(keys, 500):
        marks = ", ".join("?" * len(chunk))
        for row in connection.execute(f"SELECT {_COLUMNS} {_FROM} AND item.index_number IN ({marks})", chunk):
            yield _document(row)


def _document(row: sqlite3.Row) -> Document:
    files = json.loads(row["attachments"])
    names = attachment_names.names(row["html"], row["path"], files) if files else {}
    body = (row["text"], row["summary"], "\n".join(names.values()), row["index_number"], row["document_number"], row["agency"], row["category"], row["leaf"])
    text = "\n".join(part for part in body if part)
    meta = {"number": row["document_number"], "agency": row["agency"], "category": row["category"], "validity": row["validity"]}
    if row["replaced"]:
        meta["replaced"] = "是"
    if row["drawn"] != "[]":
        text, meta["attachments"] = _with_attachments(text, [(names.get(name, name), content) for name, content in json.loads(row["drawn"])])
    facets = {"agency": row["agency"], "category": row["category"], "validity": row["validity"]}
    return Document(row["index_number"], row["address"], row["title"], text, row["date"], facets, meta, tuple(sorted({row["created"], row["date"]} - {""})))


def _with_attachments(text: str, drawn: list[tuple[str, str]]) -> tuple[str, str]:
    """Return a text followed by the texts of attachments, and a line for each attachment: where its text begins, and its name.

    Positions are in UTF-16 units, as JavaScript counts.
    """
    starts = []
    for name, content in drawn:
        text += "\n"
        starts.append(f"{len(text.encode('utf-16-le')) // 2} {name}")
        text += content
    return text, "\n".join(starts)


def update_index(index: Index, connection: sqlite3.Connection, changes: Changes) -> None:
    """Update the index so that it has all public items of the catalogue and no others."""
    moved = {facts.index for pair in changes.items for facts in pair if facts is not None and facts.index}
    moved |= index.unconfirmed
    if index.fresh or changes.everything or index.is_rebuild_better(len(moved)):
        index.rebuild(documents(connection))
    elif moved:
        replaced = {facts.replaces for pair in changes.items for facts in pair if facts is not None and facts.replaces}
        changed = {document.key: document for document in selected_documents(connection, sorted(moved | replaced))}
        try:
            index.update(changed, moved - changed.keys(), lambda keys: selected_documents(connection, keys))
        except DamagedFile:
            index.rebuild(documents(connection))
