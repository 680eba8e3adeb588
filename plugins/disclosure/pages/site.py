"""The site as pages see it: the catalogue, the registers, the settings, and Pelican's own pages.

A page is a function of a `Site` and of its own parameters, and of nothing else. So an
incremental build makes what a clean one would make.
"""

from __future__ import annotations

import functools
import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..catalogue import queries
from ..catalogue.queries import Tally
from ..model import addresses
from ..model.taxonomy import Taxonomy
from ..registers import Registers

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass
class Site:
    """What every page may draw on. It does not change while pages are written."""

    connection: sqlite3.Connection
    taxonomy: Taxonomy
    registers: Registers
    settings: dict[str, Any]
    content_dir: str
    pages: list[dict[str, str]]
    """Pelican's own pages that stand on this site: slug, title, path, summary, source."""
    search_scripts: tuple[str, ...] = ()
    """Scripts of the search index that a page loads before its own, from the site's root."""
    answers: dict[tuple, Any] = field(default_factory=dict)
    """Answers of the functions that are `remembered`, by function and arguments."""

    @property
    def name(self) -> str:
        return self.settings["SITENAME"]

    @property
    def public_address(self) -> str:
        """The address on the network, without a final slash; empty for terminals only."""
        return self.settings["SITEURL"].rstrip("/")

    @property
    def identity(self) -> dict[str, str]:
        """District, host unit, site code and so on, as the header and footer show them."""
        empty = dict.fromkeys(("district", "host", "code", "icp", "contact", "address"), "")
        return empty | self.settings["DISCLOSURE_SITE"]

    @cached_property
    def agency_codes(self) -> dict[str, str]:
        """Code of each registered agency, by name."""
        return {row["name"]: row["code"] for row in self.registers["agencies"].rows}

    def agency_folder(self, name: str) -> str:
        """Return the folder of an agency's pages: its code, else a name that only depends on its own."""
        code = self.agency_codes.get(name) or hashlib.sha256(name.encode()).hexdigest()[:10]
        return f"agencies/{code}"

    @property
    def agencies(self) -> list[str]:
        """Every agency: the register's in its order, then those that only items name."""
        named = {row.agency for row in tally(self)}
        return [*self.agency_codes, *sorted(named - self.agency_codes.keys())]

    def page(self, slug: str) -> dict[str, str] | None:
        """Return one of Pelican's pages by its slug."""
        return next((page for page in self.pages if page["slug"] == slug), None)

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """Annual reports: Pelican pages that stand at ``reports/<year>.html``, newest first."""
        found = []
        for page in self.pages:
            folder, _, name = page["path"].partition("/")
            if folder == "reports" and name[:-5].isdigit():
                found.append({"year": int(name[:-5]), "title": page["title"], "path": page["path"]})
        return sorted(found, key=lambda report: -report["year"])

    @property
    def feed(self) -> str:
        """Path of the feed of everything, where a public address makes one possible."""
        return addresses.FEED if self.public_address else ""


def remembered(function: Callable[Concatenate[Site, Arguments], Answer]) -> Callable[Concatenate[Site, Arguments], Answer]:
    """Decorate a function of a site that several pages call: it runs once for each site and arguments.

    The arguments are plain values, so that they can be looked up. Whoever gets the answer leaves it as it is.
    """

    @functools.wraps(function)
    def answer(site: Site, *arguments: Arguments.args) -> Answer:
        key = (function, *arguments)
        if key not in site.answers:
            site.answers[key] = function(site, *arguments)
        return site.answers[key]

    return answer


@remembered
def tally(site: Site) -> list[Tally]:
    """Return all published items counted by month, class, agency and state. Every figure of items is a sum of these."""
    return queries.tally(site.connection)
