"""Full-text search for static sites, as a Pelican plugin: an inverted index that a browser reads over ``file://``.

Documents are folded, inverted, merged into shards and written as scripts. `segment` makes one
segment of some documents, and `index` manages the segments. FORMAT.md describes every file, and
README.md says how to use the plugin. By itself it indexes Pelican's articles and pages, and writes a
search page. Another plugin can give its own documents to `index.Index` instead.
"""

from __future__ import annotations

import importlib.util
import logging

NEEDED = ("numpy", "opencc", "pypinyin", "rjieba", "rjsmin", "unicodedata2")
"""Libraries without which nothing can be indexed."""


def register() -> None:
    """Connect to Pelican's signals. Where a library is missing, say so in one sentence, and leave the site without a search."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        logging.getLogger(__name__).error("offline_search：没有安装 %s，本站没有检索。请运行：pip install %s", "、".join(missing), " ".join(missing))
        return
    from . import pelican_site

    pelican_site.connect()
