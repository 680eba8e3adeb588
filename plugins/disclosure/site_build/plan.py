"""The plan of a build: the tasks to render. A small change renders few of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from jinja2 import Environment

from ..catalogue.file import Catalogue
from ..catalogue.sync import Changes
from ..pages import clearances
from ..pages.site import Site
from . import affected, fingerprint
from .kinds import KINDS, Task
from .output import Survey
from .render import task_named
from .suggestion_files import suggestion_entries

NAMING_AGENCIES = {"ledger", "ledger-year", "ledger-unit", "ledger-unit-year", "item", "series", "series-year", "series-month", "feed"}
"""Kinds whose pages link to the pages of an agency, or stand where these say."""


@dataclass
class Plan:
    """The tasks to render, in order."""

    tasks: list[Task]
    kinds: set[str]
    """Kinds all of whose tasks are rendered."""
    prints: dict[str, str]
    """Present fingerprint of each kind."""

    def remember(self, catalogue: Catalogue) -> None:
        """Store the fingerprints of the kinds that were rendered whole."""
        for name in self.kinds:
            catalogue.set(f"kind {name}", self.prints[name])


def make_plan(catalogue: Catalogue, site: Site, environment: Environment, changes: Changes, survey: Survey) -> Plan:
    """Return what to render: kinds whose fingerprint changed, tasks that show changed items, tasks of disturbed files."""
    prints = fingerprint.kinds(KINDS, site, environment)
    stale = {name for name in KINDS if catalogue.setting(f"kind {name}") != prints[name]}
    if _agencies_moved(catalogue, site):
        stale |= NAMING_AGENCIES
    if changes.everything or catalogue.setting("faulty"):
        stale = set(KINDS)
    single = affected.tasks(site, changes) | _moved_tombstones(catalogue, site) | _moved_clearances(catalogue, site) | _moved_suggestions(catalogue, site, bool(changes.items) or "suggestions" in stale) | {_task_of_file(catalogue, path) for path in survey.disturbed}
    tasks = [(name, *task) for name in KINDS if name in stale for task in KINDS[name].tasks(site)]
    tasks += sorted((task for task in single if task[0] not in stale), key=lambda task: tuple(map(str, task)))
    return Plan(tasks, stale, prints)


def _task_of_file(catalogue: Catalogue, path: str) -> Task:
    return task_named(catalogue.connection.execute("SELECT task FROM output WHERE path = ?", (path,)).fetchone()["task"])


def _moved_tombstones(catalogue: Catalogue, site: Site) -> set[Task]:
    """Return the tasks of tombstones that came, went or changed since the last build; record those of this one."""
    before = {tuple(map(str, facts)) for facts in json.loads(catalogue.setting("tombstones", "[]"))}
    now = {tuple(map(str, (stone.address, stone.index, stone.date, stone.reason, *(stone.leads_to or ())))) for stone in site.tombstones}
    catalogue.set("tombstones", json.dumps(sorted(now), ensure_ascii=False))
    moved = {facts[0] for facts in before ^ now}
    return {("item", address) for address in moved} | ({("withdrawn",)} if moved else set())


def _moved_clearances(catalogue: Catalogue, site: Site) -> set[Task]:
    """Return the tasks of documents whose decisions are others than in the last build; record those of this one."""
    before = json.loads(catalogue.setting("clearances", "{}"))
    now = {index: [[change.date, change.word, change.basis] for change in changes] for index, changes in clearances.steps(site).items()}
    catalogue.set("clearances", json.dumps(now, ensure_ascii=False, sort_keys=True))
    moved = sorted(index for index in before.keys() | now.keys() if before.get(index) != now.get(index))
    found = site.connection.execute("SELECT address FROM item WHERE index_number IN (SELECT value FROM json_each(?))", (json.dumps(moved),))
    return {("item", row["address"]) for row in found if row["address"]}


def _moved_suggestions(catalogue: Catalogue, site: Site, may_have_changed: bool) -> set[Task]:
    """Return the tasks that show the suggestions if one has changed since the last build; record those of this one.

    To index them anew takes longer than to compare them, and most changes of items change none.
    """
    if not may_have_changed:
        return set()
    entries = json.dumps(suggestion_entries(site), ensure_ascii=False)
    now = hashlib.sha256(entries.encode()).hexdigest()
    before = catalogue.setting("suggestions")
    catalogue.set("suggestions", now)
    tasks = ({(name, *task) for task in KINDS[name].tasks(site)} for name in ("suggestions", "keyboard"))
    return set().union(*tasks) if now != before else set()


def _agencies_moved(catalogue: Catalogue, site: Site) -> bool:
    """Return whether the pages of an agency have moved since the last build; record where they are now."""
    before = json.loads(catalogue.setting("agency_folders", "{}"))
    now = {name: site.agency_folder(name) for name in site.agencies}
    catalogue.set("agency_folders", json.dumps(now, ensure_ascii=False, sort_keys=True))
    return any(name in before and before[name] != folder for name, folder in now.items())
