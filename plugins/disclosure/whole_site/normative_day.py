"""The state of normative documents on any day: a page on which a script picks day, validity, year and unit.

The states of all documents stand in a script file, since a page from ``file://`` may read nothing else. Without scripts the page
leads to the lists of the ends of years, and to those by validity, year and unit.
"""

from __future__ import annotations

import json
from typing import Any

from ..catalogue.queries import PUBLIC
from ..model import addresses
from ..model.item import ENDED
from ..model.validity import REPLACED
from ..pages.frame import meta_tags, page_frame
from ..pages.site import Site
from .normative import TITLE as LIBRARY
from .normative import documents, lists

TITLE = "任意一天的有效性"
_META = {"Name": LIBRARY, "Type": "目录", "Keywords": "规范性文件，有效性", "Description": "规范性文件在任意一天是否有效。"}


def script(site: Site) -> str:
    """Return the script file with all documents: path, title, number, agency, day of formation, steps."""
    rows = [[one.path, one.title, one.number, one.agency, one.created, one.steps] for one in documents(site)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f"window.normativeDocuments = [\n{lines}\n];\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def newest_day(site: Site) -> str:
    """Return the last day of which the site can know the state: that of its newest public item or clearance, or of the newest step of a document.

    A later day can be told by nobody: a document that is in force today may be abolished tomorrow.
    """
    newest = site.connection.execute(f"SELECT max(date) FROM item WHERE {PUBLIC}").fetchone()[0]
    steps = [max((one.ended, *(change.date for change in one.history))) for one in documents(site)]
    return max([newest, *steps, *(row["decided"] for row in site.registers["clearances"].rows)])


def context(site: Site) -> dict[str, Any] | None:
    """Return the context of the page; None where the site has no normative documents."""
    found = documents(site)
    if not found:
        return None
    crumbs = [(LIBRARY, addresses.NORMATIVE), (TITLE, "")]
    frame = page_frame(site, addresses.NORMATIVE_DAY, f"{LIBRARY}：{TITLE}", crumbs, current="categories", meta=meta_tags(site, _META))
    states = sorted({state for one in found for _, state in one.steps} - {"有效"})
    return frame | {
        "ways": lists(site), "library": addresses.NORMATIVE, "script": addresses.NORMATIVE_DOCUMENTS, "over": [*ENDED, REPLACED], "states": ["有效", *states],
        "years": sorted({one.created[:4] for one in found}, reverse=True), "units": [name for name in site.agencies if any(one.agency == name for one in found)],
        "first": min(one.created for one in found), "newest": newest_day(site),
    }
