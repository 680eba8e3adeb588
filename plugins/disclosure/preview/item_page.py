"""The page of one item as its file is now, with what is wrong on it.

Files are read and pages are rendered as in a build: by the same reader, templates and rules. What only the whole catalogue shows
(two items with one Index, links to items that are gone) is told as of the last build; the next one follows at once.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote

import pelican
from jinja2 import Environment, TemplateError
from pelican.generators import Generator
from pelican.settings import read_settings

from ..catalogue.file import catalogue_path, read_only
from ..content.frontmatter import decode
from ..content.reader import ItemReader
from ..content.rules import Rules
from ..content.source import ITEMS, is_item
from ..model import addresses
from ..model.item import Item
from ..model.problems import Problem
from ..model.settings import add_defaults, check_settings, template_settings, today
from ..model.taxonomy import Taxonomy
from ..pages import item_pages
from ..pages.site import Site
from ..registers import Registers
from ..site_build.build import ERRORS, PAGES
from ..site_build.press import Press
from ..site_build.search_index import search_index
from . import notes
from .excerpt import excerpt, files_of

UNFILED = "〔没有填〕"
"""The class of an item whose file names none."""
DRAFTS = "/.drafts/"
"""Where the list of unfinished items stands, and below it the page of each file."""
FILES = f"{DRAFTS}files/"
"""Below it stand the attachments of items, each at its path in the content folder."""


@dataclass(frozen=True)
class Preview:
    """The page of one file."""

    path: str
    address: str
    """Where the site would show it; '' while the file gives no address."""
    page: str
    is_published: bool
    """Whether the next build will publish it, as far as its own file shows."""


class Previewer:
    """Renders pages of single items. It has the settings of a configuration; after a change of theme or settings make another."""

    def __init__(self, content: str, output: str, conf: str) -> None:
        """Read the configuration. Raises `InvalidSettings`, or whatever a configuration or a plugin raises."""
        self.settings: dict[str, Any] = read_settings(conf, override={"PATH": os.path.abspath(content), "OUTPUT_PATH": os.path.abspath(output)})
        add_defaults(self.settings)
        check_settings(self.settings)
        self.catalogue = catalogue_path(self.settings)
        self._environment = self._templates()
        self._scripts = search_index(self.settings).scripts
        self._taxonomy = Taxonomy.of(self.settings)
        self.read_registers()

    def _templates(self) -> Environment:
        """Return the templates of the theme, with the filters of this plugin and of others."""
        host = pelican.Pelican(self.settings)
        return Generator(host.settings.copy(), host.settings, host.path, host.theme, host.output_path).env

    def read_registers(self) -> None:
        """Read the registers anew."""
        self._registers = Registers(self.settings["PATH"])
        self._make_reader()

    def _make_reader(self) -> None:
        self._reader = ItemReader(Rules.of(self.settings, self._registers))

    def preview(self, path: str) -> Preview | None:
        """Return the page of the item in a file; None where the file is gone, or is no item.

        `path` is relative to the content folder. Where no page can be rendered, there is one with only the problems.
        """
        place = os.path.join(self.settings["PATH"], path)
        if not is_item(path) or not os.path.isfile(place):
            return None
        if self._reader.rules.today != today(self.settings):
            self._make_reader()
        with open(place, "rb") as file:
            data = file.read()
        reading = self._reader.read(path, data)
        lines = decode(path, data)[0].split("\n")
        item = reading.item
        problems = sorted({*reading.problems, *self._problems_with_others(path)})
        address = addresses.item(item.date, item.index) if item is not None and item.date and item.index else ""
        is_draft = item is not None and item.status == "draft"
        panel = notes.panel(path, is_draft, problems, lines)
        page = self._with_panel(item, address, panel) if item is not None else notes.page("这个文件还不成一条信息", panel)
        return Preview(path, address, page, reading.is_sound and not is_draft)

    def _with_panel(self, item: Item, address: str, panel: str) -> str:
        """Return the page of an item with a panel. While a build makes the catalogue anew, or where a template fails, there is only the panel."""
        try:
            return notes.with_panel(self._page(item, address), panel)
        except (sqlite3.Error, TemplateError) as error:
            return notes.page(item.title or "没有名称", f"{panel}<p>网页的样子现在显示不出来（{escape(str(error))}）；生成完了会自己出来，一直不出来的，看运行 make devserver 的窗口。</p>")

    def _page(self, item: Item, address: str) -> str:
        """Return the page as the theme shows it."""
        item, taxonomy = self._shown(item)
        address = address or addresses.item(item.date or item.created or "0000", item.index or os.path.splitext(os.path.basename(item.path))[0])
        with closing(excerpt(self.catalogue, self.settings["PATH"], item, address)) as connection:
            own = connection.execute("SELECT id FROM item WHERE path = ?", (item.path,)).fetchone()["id"]
            site = Site(connection, taxonomy, self._registers, self.settings, self.settings["PATH"], self._pages(), self._scripts)
            press = Press(site, self._environment, template_settings(self.settings))
            _, template, context, _ = next(iter(item_pages.contexts(site, [own])))
            page = press.page(address, template, context).text
            return _with_files(page, item, files_of(connection, item.path))

    def _shown(self, item: Item) -> tuple[Item, Taxonomy]:
        """Return an item that can be shown, and a classification that has its class even where the site has none of this name."""
        item = replace(item, key_areas=tuple(name for name in item.key_areas if name in self._taxonomy.key_area))
        category, leaf = item.filing[0] or UNFILED, item.filing[1]
        if category in self._taxonomy.category and (not leaf or (category, leaf) in self._taxonomy.leaf):
            return item, self._taxonomy
        others = [entry for entry in self.settings["DISCLOSURE_CATEGORIES"] if entry["name"] != category]
        strange = {"name": category, "slug": "unknown", "description": "", "leaves": [(leaf, "unknown")] if leaf else []}
        return replace(item, filing=(category, leaf)), Taxonomy.of(self.settings | {"DISCLOSURE_CATEGORIES": [*others, strange]})

    def _pages(self) -> list[dict[str, str]]:
        """Return Pelican's own pages as the last build knew them."""
        return json.loads(self._setting(PAGES) or "[]")

    def _setting(self, name: str) -> str:
        with closing(read_only(self.catalogue)) as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else ""

    def errors(self) -> list[Problem]:
        """Return the errors that the last build told; none where there is no catalogue."""
        try:
            return [Problem(*one) for one in json.loads(self._setting(ERRORS) or "[]")]
        except sqlite3.Error:
            return []

    def _problems_with_others(self, path: str) -> set[Problem]:
        """Return what the last build found in an item by comparing it with others and with its attachments."""
        found = """SELECT path, line, message, remedy, severity FROM problem WHERE origin = 'cross' AND (path = ?1 OR path IN
            (SELECT source FROM attachment WHERE item_id = (SELECT id FROM item WHERE path = ?1)))"""
        try:
            with closing(read_only(self.catalogue)) as connection:
                known = {Problem(*row) for row in connection.execute(found, (path,))}
        except sqlite3.Error:
            known = set()
        return known

    def source_of(self, address: str) -> str:
        """Return the file of the item that the last build knew at an address; '' where there is none."""
        try:
            with closing(read_only(self.catalogue)) as connection:
                row = connection.execute("SELECT path FROM item WHERE address = ? COLLATE NOCASE ORDER BY draft, path LIMIT 1", (address,)).fetchone()
        except sqlite3.Error:
            return ""
        return row["path"] if row else ""

    def address_of(self, path: str) -> str:
        """Return the address that the last build knew of the item in a file; '' where there is none."""
        try:
            with closing(read_only(self.catalogue)) as connection:
                row = connection.execute("SELECT address FROM item WHERE path = ?", (path,)).fetchone()
        except sqlite3.Error:
            return ""
        return row["address"] if row else ""

    def unfinished(self, most: int) -> tuple[list[tuple[str, str]], int]:
        """Return path and title of drafts, at most so many, the files changed last first; and how many there are."""
        try:
            with closing(read_only(self.catalogue)) as connection:
                number = connection.execute("SELECT count(*) FROM item WHERE draft = 1").fetchone()[0]
                rows = connection.execute(
                    "SELECT item.path, title FROM item JOIN source ON source.path = item.path WHERE draft = 1 ORDER BY mtime_ns DESC, item.path LIMIT ?", (most,)
                ).fetchall()
        except sqlite3.Error:
            return [], 0
        return [(row["path"], row["title"]) for row in rows], number


def draft_address(path: str) -> str:
    """Return the address in the preview of the item in a file. It is two folders deep, as the addresses of items are."""
    return f"{DRAFTS}{ITEMS}/{quote(path.removeprefix(f'{ITEMS}/'), safe='')}.html"


def _with_files(page: str, item: Item, files: list[tuple[str, str]]) -> str:
    """Return a page whose links to attachments lead to the files in the content folder: no build has copied them."""
    stem = addresses.item_stem(item.index)
    for source, name in files:
        link = re.compile(rf'="(?:\.\./\.\./items/[^"/]*/)?{re.escape(addresses.url(f"{stem}/{name}"))}"')
        page = link.sub(f'="{FILES}{quote(source)}"', page)
    return page
