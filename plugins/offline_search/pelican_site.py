"""The plugin without another one: indexes Pelican's articles and pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from pelican.contents import Content

from .document import Document
from .html_text import text_of
from .index import Index, Options
from .pending import confirm_changes

FOLDER = "search"

_collected: list[Document] = []


def collect(generators: list[Any]) -> None:
    """Receiver of `all_generators_finalized`: collect the documents."""
    _collected.clear()
    for generator in generators:
        for name in ("articles", "pages"):
            _collected.extend(_documents(getattr(generator, name, ())))


def _documents(contents: list[Content]) -> Iterator[Document]:
    for content in contents:
        day = content.date.date().isoformat() if hasattr(content, "date") else ""
        category = str(getattr(content, "category", ""))
        yield Document(content.save_as, content.save_as, text_of(content.title), text_of(content.content), day, {"category": category}, {"category": category})


def write(pelican: Any) -> None:
    """Receiver of `finalized`: write the index and its client into the output folder."""
    settings = pelican.settings
    options = Options(facets=("category",), aliases=tuple(tuple(group) for group in settings.get("SEARCH_ALIASES", ())))
    state = os.path.join(settings["CACHE_PATH"], "offline_search.sqlite")
    index = Index(os.path.join(settings["OUTPUT_PATH"], FOLDER), state, options)
    index.install_client()
    index.rebuild(sorted(_collected, key=lambda document: document.key))
    index.close()
    confirm_changes(state)
