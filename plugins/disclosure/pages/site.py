"""The site as input of all pages: the catalogue, the registers, the settings, and Pelican's own pages.

A page is a function of a `Site` and of its own parameters, and of nothing else. So an
incremental build makes the same pages as a clean one.
"""

from __future__ import annotations

import functools
import hashlib
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..catalogue import queries
from ..catalogue.queries import Tally
from ..model import addresses
from ..model.taxonomy import Taxonomy
from ..registers import Registers
from ..registers.agencies import Tenure, tenures
from ..released.removals import Tombstone

REPORT_PATH = re.compile(r"reports/(?P<name>(?P<year>\d{4})(?:-(?P<unit>[^/]+))?)\.html")
"""Address of an annual report: of the district, or of the unit whose code follows the year."""
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass
class Site:
    """Everything that a page may use. It does not change while pages are written."""

    connection: sqlite3.Connection
    taxonomy: Taxonomy
    registers: Registers
    settings: dict[str, Any]
    content_dir: str
    pages: list[dict[str, str]]
    """Pelican's own pages on this site: slug, title, path, summary, source."""
    search_scripts: tuple[str, ...] = ()
    """Scripts of the search index that a page loads before its own, from the site's root."""
    tombstones: tuple[Tombstone, ...] = ()
    """Pages at the old addresses of items that were removed or moved."""
    stated: Mapping[str, Mapping[str, Mapping[tuple[str, str], str]]] = field(default_factory=dict)
    """The numbers that reports state: by name of the report, by key of the table, by plain label of the row and column."""
    answers: dict[tuple, Any] = field(default_factory=dict)
    """Answers of the functions that are `remembered`, by function and arguments."""

    @property
    def name(self) -> str:
        """The name of the site."""
        return self.settings["SITENAME"]

    @property
    def public_address(self) -> str:
        """The site's address on the network, without a final slash; empty for a site that only terminals show."""
        return self.settings["SITEURL"].rstrip("/")

    @property
    def identity(self) -> dict[str, str]:
        """The setting DISCLOSURE_SITE with all its keys: district, host unit, site code and so on."""
        empty = dict.fromkeys(("district", "host", "code", "icp", "contact", "address"), "")
        return empty | self.settings["DISCLOSURE_SITE"]

    @cached_property
    def agency_codes(self) -> dict[str, str]:
        """Code of each registered agency, by name."""
        return {row["name"]: row["code"] for row in self.registers["agencies"].rows}

    @cached_property
    def tenures(self) -> dict[str, Tenure]:
        """How long each registered agency exists, and what came before and after it, by name."""
        return tenures(self.registers)

    def exists_on(self, name: str, day: str) -> bool:
        """Return whether an agency exists under a name on a day (ISO 8601). One that is not registered counts as existing."""
        return self.tenures.get(name, Tenure()).exists_on(day)

    def agency_folder(self, name: str) -> str:
        """Return the folder of an agency's pages. Its name is the agency's code, else a hash of the agency's name."""
        code = self.agency_codes.get(name) or hashlib.sha256(name.encode()).hexdigest()[:10]
        return f"agencies/{code}"

    @cached_property
    def tombstone_by_address(self) -> dict[str, Tombstone]:
        """The tombstones by their addresses."""
        return {stone.address: stone for stone in self.tombstones}

    @property
    def agencies(self) -> list[str]:
        """Every agency: those of the register in its order, then those that only items name."""
        named = {row.agency for row in tally(self)}
        return [*self.agency_codes, *sorted(named - self.agency_codes.keys())]

    def page(self, slug: str) -> dict[str, str] | None:
        """Return one of Pelican's own pages by its slug, or None."""
        return next((page for page in self.pages if page["slug"] == slug), None)

    @cached_property
    def all_reports(self) -> list[dict[str, Any]]:
        """The annual reports, newest first, the district's before those of units: Pelican's own pages at ``reports/<year>.html`` and ``reports/<year>-<code of the unit>.html``."""
        order = {name: position for position, name in enumerate(self.agencies)}
        found = []
        for page in self.pages:
            match = REPORT_PATH.fullmatch(page["path"])
            if not match or (match["unit"] and match["unit"] not in self.units):
                continue
            unit = self.units[match["unit"]] if match["unit"] else ""
            found.append({"year": int(match["year"]), "unit": unit, "name": match["name"], "title": page["title"], "path": page["path"]})
        return sorted(found, key=lambda report: (-report["year"], order.get(report["unit"], -1)))

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The annual reports of the district, newest first."""
        return [report for report in self.all_reports if not report["unit"]]

    @cached_property
    def units(self) -> dict[str, str]:
        """Every agency by its code, by which the address of its reports names it: that of the register, else the name of its folder."""
        return {self.agency_folder(name).partition("/")[2]: name for name in self.agencies}

    @property
    def feed(self) -> str:
        """Path of the feed of all items; empty where the site has no public address."""
        return addresses.FEED if self.public_address else ""


def remembered(function: Callable[Concatenate[Site, Arguments], Answer]) -> Callable[Concatenate[Site, Arguments], Answer]:
    """Decorate a function of a site that several pages call, so that it runs once for each site and arguments.

    The arguments must be hashable. Callers share the answer and must not change it.
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
    """Return how many items were published, by month, class, agency and state: `queries.tally`, remembered."""
    return queries.tally(site.connection)


def report_name(site: Site, year: int, unit: str = "") -> str:
    """Return the name of a report, as its address has it: the year, and for a unit's report the unit's code after it."""
    return f"{year}-{site.agency_folder(unit).partition('/')[2]}" if unit else str(year)
