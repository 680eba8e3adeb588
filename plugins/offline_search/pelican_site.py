"""The plugin without another one: indexes Pelican's articles and pages, and writes a search page for them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.contents import Content
from pelican.generators import Generator

from . import suggest
from .client import STATIC
from .document import Document
from .files import put
from .html_text import text_of
from .index import Index, Options
from .pending import confirm_changes
from .phrases import frequent_phrases
from .suggest import Suggestion

FOLDER = "search"
"""Folder of the index in the output folder. All files in it belong to the index."""
PAGE_FOLDER = "search-page"
"""Folder of what the search page and the box need besides: their scripts, the style sheet, the suggestions."""
TEMPLATES = Path(__file__).with_name("templates")
SETTINGS: tuple[tuple[str, Any, str], ...] = (
    ("SEARCH_SAVE_AS", "search.html", "Where the search page is written; `''` for none."),
    ("SEARCH_TEMPLATE", "offline_search", "Its template. A theme may have one of this name; else it is the plugin's."),
    ("SEARCH_SUGGESTIONS", True, "Whether the box suggests names and phrases while a reader types."),
    ("SEARCH_ALIASES", (), 'Groups of words that count as one, such as `(("文件", "档案"),)`.'),
    ("SEARCH_SYNONYMS", (), 'Groups of words of the same meaning, such as `(("低保", "最低生活保障"),)`. What they find is named, and not in the total.'),
)
"""Name, default and meaning of each setting. README.md lists them."""
NEWEST = 1000
"""Articles whose titles are suggested."""
MOST_PHRASES = 1500
TITLES = 10_000
"""Titles, the newest, whose phrases are counted."""

_collected: list[Document] = []
_names: list[Suggestion] = []


def connect() -> None:
    """Connect to Pelican's signals."""
    signals.initialized.connect(add_defaults)
    signals.generator_init.connect(add_templates)
    signals.get_generators.connect(search_page)
    signals.all_generators_finalized.connect(collect)
    signals.finalized.connect(write)


def add_defaults(pelican: Any) -> None:
    """Receiver of `initialized`: add the default of each setting that a configuration leaves out."""
    settings = pelican.settings
    for name, default, _ in SETTINGS:
        settings.setdefault(name, default)
    missing = suggest.missing_libraries()
    if settings["SEARCH_SUGGESTIONS"] and missing:
        settings["SEARCH_SUGGESTIONS"] = False
        logging.getLogger(__name__).warning(
            "offline_search：没有安装 %s，检索框不给建议。请运行：pip install %s；不要建议就设 SEARCH_SUGGESTIONS = False", "、".join(missing), " ".join(missing)
        )


def add_templates(generator: Generator) -> None:
    """Receiver of `generator_init`: let templates of the plugin be found, after those of the theme."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def search_page(pelican: Any) -> type[Generator]:
    """Receiver of `get_generators`: name the generator of the search page."""
    return SearchPage


class SearchPage(Generator):
    """Writes the search page."""

    def generate_output(self, writer: Any) -> None:
        """Write the page with the theme's template, or else with the plugin's."""
        save_as = self.settings["SEARCH_SAVE_AS"]
        if save_as:
            template = self.get_template(self.settings["SEARCH_TEMPLATE"])
            writer.write_file(save_as, template, self.context, relative_urls=self.settings["RELATIVE_URLS"], search_root="../" * save_as.count("/"))


def collect(generators: list[Any]) -> None:
    """Receiver of `all_generators_finalized`: collect documents and names."""
    _collected.clear()
    _names.clear()
    for generator in generators:
        for name in ("articles", "pages"):
            _collected.extend(_documents(getattr(generator, name, ())))
        _names.extend(_suggestions(generator))


def _documents(contents: list[Content]) -> Iterator[Document]:
    for content in contents:
        day = content.date.date().isoformat() if hasattr(content, "date") else ""
        category = str(getattr(content, "category", ""))
        yield Document(content.save_as, content.save_as, text_of(content.title), text_of(content.content), day, {"category": category}, {"category": category}, (day,) if day else ())


def _suggestions(generator: Any) -> Iterator[Suggestion]:
    """Yield the names of what a generator writes: pages, categories, tags, the newest articles."""
    for page in getattr(generator, "pages", ()):
        yield Suggestion(text_of(page.title), "网页", page.save_as, 4)
    for kind, named in (("类别", getattr(generator, "categories", ())), ("标签", getattr(generator, "tags", ()))):
        for thing in sorted({thing if hasattr(thing, "save_as") else thing[0] for thing in named}, key=str):
            if thing.save_as:
                yield Suggestion(str(thing), kind, thing.save_as, 4)
    for article in getattr(generator, "articles", ())[:NEWEST]:
        yield Suggestion(text_of(article.title), "文章", article.save_as, 2)


def write(pelican: Any) -> None:
    """Receiver of `finalized`: write the index, its client, and what the search page needs."""
    settings = pelican.settings
    options = Options(facets=("category",), aliases=tuple(tuple(group) for group in settings["SEARCH_ALIASES"]))
    state = os.path.join(settings["CACHE_PATH"], "offline_search.sqlite")
    index = Index(os.path.join(settings["OUTPUT_PATH"], FOLDER), state, options)
    index.install_client()
    index.install_synonyms(settings["SEARCH_SYNONYMS"])
    index.rebuild(sorted(_collected, key=lambda document: document.key))
    index.close()
    confirm_changes(state)
    for name, data in page_files(settings["SEARCH_SUGGESTIONS"]):
        put(os.path.join(settings["OUTPUT_PATH"], PAGE_FOLDER, name), data)


def page_files(with_suggestions: bool) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file that the search page and the box need besides the index."""
    for name in ("page.js", "page.css"):
        yield name, (STATIC / name).read_bytes()
    if with_suggestions:
        titles = [document.title for document in sorted(_collected, key=lambda document: (document.date, document.key), reverse=True)[:TITLES]]
        known = {one.text for one in _names}
        phrases = frequent_phrases(titles, (), MOST_PHRASES)
        yield from suggest.files([*_names, *(Suggestion(text) for text, _ in sorted(phrases) if text not in known)]).items()
