"""The page on which items that a reader has collected stand as one document to print (待打印). Scripts write them out."""

from __future__ import annotations

from typing import Any

from ..model import addresses
from ..pages.frame import meta_tags, page_frame
from ..pages.site import Site

TITLE = "待打印"
_DESCRIPTION = "把几条信息放在一起，打印成一份。"


def context(site: Site) -> dict[str, Any]:
    """Return the context of the page."""
    column = {"Name": TITLE, "Type": "工具", "Keywords": "打印", "Description": _DESCRIPTION}
    return page_frame(site, addresses.BASKET, TITLE, [(TITLE, "")], meta=meta_tags(site, column))
