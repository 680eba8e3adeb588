"""Atom feeds (RFC 4287): of all items, and of each class, agency and key area. They exist only where the site has a public address.

A feed has the newest items, at most `FEED_LENGTH`. Its id is its address, the id of an entry that of the item, which never
changes. An item is updated when it is published, and again when its header says that it was modified.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

from ..catalogue.queries import PUBLIC
from ..model import addresses
from ..pages.series import by_folder
from ..pages.site import Site

FEED_LENGTH = 50
"""Most items in a feed. `FEED_MAX_ITEMS` may say fewer."""
_KINDS = ("category", "leaf", "agency", "key-area")
"""Kinds of series that have a feed."""


def tasks(site: Site) -> Iterator[tuple]:
    """Yield the folder of each series with a feed; '' for the feed of all items. There are none without a public address."""
    if site.public_address:
        yield ("",)
        yield from ((folder,) for folder, found in by_folder(site).items() if found.kind in _KINDS)


def depends_on(site: Site) -> list[Any]:
    """Return the settings of Pelican that feeds follow."""
    return [site.settings.get("FEED_DOMAIN"), site.settings.get("FEED_MAX_ITEMS"), site.settings["TIMEZONE"]]


def feed(site: Site, folder: str) -> tuple[str, str] | None:
    """Return address and text of the feed of a series, by its folder, or of all items; None where there is no such feed.

    Its date is that of its newest item, not that of the build.
    """
    found = by_folder(site).get(folder)
    if not site.public_address or (folder and (found is None or found.kind not in _KINDS)):
        return None
    zone = ZoneInfo(site.settings["TIMEZONE"])
    root = site.public_address
    path = addresses.feed(folder)
    own = f"{(site.settings.get('FEED_DOMAIN') or root).rstrip('/')}/{addresses.url(path)}"
    document = Atom1Feed(
        title=f"{site.name}：{found.name}" if found else site.name, link=f"{root}/{addresses.url(found.index_path)}" if found else f"{root}/",
        feed_url=own, feed_guid=own, description=found.description or site.name if found else site.name, language="zh-CN",
    )
    rows = site.connection.execute(
        f"SELECT title, address, agency, date, max(date, modified) AS updated, summary FROM item WHERE {found.where if found else PUBLIC}"
        " ORDER BY date DESC, index_number DESC LIMIT ?",
        (*(found.arguments if found else ()), min(site.settings.get("FEED_MAX_ITEMS") or FEED_LENGTH, FEED_LENGTH)),
    ).fetchall()
    for row in rows:
        day, updated = (datetime.fromisoformat(row[name]).replace(tzinfo=zone) for name in ("date", "updated"))
        address = f"{root}/{addresses.url(row['address'])}"
        document.add_item(
            title=row["title"], link=address, unique_id=address, description=row["summary"],
            author_name=row["agency"], pubdate=day, updateddate=updated,
        )
    if not rows:
        document.latest_post_date = lambda: datetime(1970, 1, 1, tzinfo=zone)
    return path, document.writeString("utf-8")
