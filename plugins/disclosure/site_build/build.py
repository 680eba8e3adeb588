"""The build as a recipe: content → catalogue → pages, writing only what changed.

`Build` is what the Pelican generator drives: `read` while Pelican collects, `write`
while it writes, `finish` when all is done.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from offline_search.index import Index
from offline_search.pending import settle
from parallel import SMALL, chunks, in_background, interleave, parallel_map

from .. import registers
from ..areas import checks as area_rules
from ..catalogue import crosscheck, sync
from ..catalogue.file import Catalogue, read_only
from ..content.reader import Rules, today_in
from ..content.source import ITEMS
from ..model import addresses
from ..model.problems import Problem
from ..model.settings import shown
from ..model.taxonomy import Taxonomy
from ..pages.counts import Counts
from ..pages.site import Site
from ..registers import Registers
from ..report.book import Book, Source
from ..secrecy import registers_and_pages
from ..services import checks as service_rules
from . import affected, fingerprint, output, search_documents, sitecheck
from .kinds import KINDS, Press, Task
from .output import Written
from .sitecheck import Links

RENDER_CHUNK = 100
Row = tuple[str, str, str, int, int]


@dataclass
class Outcome:
    """What a batch of tasks did: rows for the catalogue, numbers, links to check."""

    rows: list[Row] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    written: Written = field(default_factory=Written)
    links: Links = field(default_factory=Links)


def catalogue_path(settings: dict[str, Any]) -> str:
    """Return where the catalogue of this content and this output stands."""
    pair = f"{os.path.abspath(settings['PATH'])}\n{os.path.abspath(settings['OUTPUT_PATH'])}"
    name = hashlib.sha256(pair.encode()).hexdigest()[:12]
    return os.path.join(settings["CACHE_PATH"], name, "catalogue.sqlite")


def _usurped(settings: dict[str, Any], path: str) -> bool:
    """Whether another content folder was built into this output folder since; note that this one is now."""
    place = hashlib.sha256(os.path.abspath(settings["OUTPUT_PATH"]).encode()).hexdigest()[:12]
    note = Path(settings["CACHE_PATH"], f"{place}.owner")
    before = note.read_text(encoding="utf-8") if note.exists() else path
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(path, encoding="utf-8")
    return before != path


class Build:
    """One build, from an open catalogue to a finished output folder."""

    def __init__(self, settings: dict[str, Any], progress: sync.Progress, on_wait: Callable[[], None]) -> None:
        gc.set_threshold(100_000, 20, 20)  # an archive is a hundred thousand small tuples, and no cycles
        self.started = time.monotonic()
        self.began = time.time()
        self.settings = settings
        self.content_dir = settings["PATH"]
        self.root = settings["OUTPUT_PATH"]
        self.progress = progress
        self.written = Written()
        self.links = Links()
        self.taxonomy = Taxonomy.of(settings)
        identity = fingerprint.code() + fingerprint.rules(settings)
        path = catalogue_path(settings)
        self._claim = output.claim(self.root, on_wait)
        try:
            self.catalogue = Catalogue(path, identity, on_wait, distrust=_usurped(settings, path))
        except BaseException:
            self._claim.close()
            raise
        try:
            if self.catalogue.fresh:
                output.empty(self.root)
        except BaseException:
            self.close(keep=False)
            raise
        self._survey = partial(output.Survey, [], []) if self.catalogue.fresh else in_background(
            partial(output.survey, self.root, self.catalogue.path, addresses.SEARCH_FOLDER)
        )
        self._strays: list[str] = []
        self._search_state = os.path.join(os.path.dirname(path), "search.sqlite")
        self.registers = Registers(self.content_dir)
        self.changes = sync.Changes()
        self.extra_problems: list[Problem] = []
        self._memo: dict[Any, Any] = {}
        """What the catalogue answered since it was read; it does not change after that."""

    def read(self) -> None:
        """Bring the catalogue up to the content folder."""
        agencies = self.registers["agencies"]
        names = agencies.values("name") or None
        rules = Rules(
            self.taxonomy, names, today_in(self.settings["TIMEZONE"]),
            self.settings["DISCLOSURE_INDEX_PATTERN"], self.settings["MARKDOWN"],
        )
        self.changes = sync.synchronise(
            self.catalogue, self.content_dir, rules, self.settings["IGNORE_FILES"], self.progress
        )
        if not self.catalogue.connection.execute("SELECT 1 FROM source LIMIT 1").fetchone():
            # An empty folder is a mistake in a path, more often than not: it must not replace a good site.
            self.extra_problems.append(Problem(ITEMS, 0, "这个文件夹里没有条目", "检查 INPUTDIR，条目放在它下面的 items 里"))

    @property
    def problems(self) -> list[Problem]:
        """Everything that an editor should mend, by file and line."""
        found = {*sync.problems(self.catalogue.connection), *self.registers.problems, *self.extra_problems}
        connection = self.catalogue.connection
        found |= set(registers.broken(self.registers, connection, self.taxonomy.category))
        found |= set(area_rules.broken(self.registers, self.taxonomy))
        today = today_in(self.settings["TIMEZONE"])
        found |= set(registers.judge(self.registers, today))
        found |= set(crosscheck.late_publications(connection, today))
        found |= set(registers_and_pages.in_registers(self.registers))
        found |= set(service_rules.broken(self.registers, self.taxonomy, connection))
        return sorted(found)

    def site(self, pages: list[dict[str, str]], connection: sqlite3.Connection | None = None) -> Site:
        """Return the site as pages see it."""
        connection = connection or self.catalogue.connection
        memo = self._memo if connection is self.catalogue.connection else {}
        return Site(connection, self.taxonomy, self.registers, self.settings, self.content_dir, pages, memo)

    def book(self, pages: list[dict[str, str]], sources: list[Source]) -> Book:
        """Reconcile the annual reports; what is wrong with them is told with the rest."""
        found = self._memo["book"] = Book(self.site(pages), sources)
        self.extra_problems += found.problems()
        return found

    def write(self, environment: Any, pages: list[dict[str, str]]) -> None:
        """Render and write every page whose content may have changed."""
        site = self.site(pages)
        press = Press(site, environment, shown(self.settings))
        prints = fingerprint.kinds(site, environment)
        stale = {name for name in KINDS if self.catalogue.setting(f"kind {name}") != prints[name]}
        if self._agencies_moved(site):
            stale |= {"ledger", "ledger-year", "ledger-unit", "ledger-unit-year", "item", "series", "series-year", "series-month"}
        if self.changes.everything or self.catalogue.setting("faulty"):
            stale = set(KINDS)
        todo: set[Task] = {task for task in affected.tasks(press, self.changes) if task[0] not in stale}
        todo |= {task for task in self._disturbed_tasks() if task[0] not in stale}
        everything = [(name, *task) for name in KINDS if name in stale for task in KINDS[name].tasks(press)]
        everything += sorted(todo, key=lambda task: tuple(map(str, task)))
        self._render(press, everything, pages, environment)
        self._prune(stale, everything)
        for name in stale:
            self.catalogue.set(f"kind {name}", prints[name])
        self._write_search()

    def _write_search(self) -> None:
        """Bring the search index up to the catalogue, or take it away where it is not wanted."""
        folder = os.path.join(self.root, addresses.SEARCH_FOLDER)
        if not self.settings["DISCLOSURE_SEARCH"]:
            shutil.rmtree(folder, ignore_errors=True)
            return
        index = Index(folder, self._search_state, search_documents.options(self.settings))
        with contextlib.closing(index):
            index.install_client()
            search_documents.refresh(index, self.catalogue.connection, self.changes)

    def _disturbed_tasks(self) -> Iterator[Task]:
        """Tasks whose files are not as the last build left them."""
        found = self._survey()
        self._strays = found.strays
        for path in found.disturbed:
            row = self.catalogue.connection.execute("SELECT task FROM output WHERE path = ?", (path,)).fetchone()
            yield _task(row["task"])

    def summary(self) -> dict[str, int]:
        """Return the latest year, its total and its new items, remembered while nothing changes."""
        if self.changes or not self.catalogue.setting("summary"):
            counts = Counts.of(self.site([]))
            figures = counts.everything(counts.latest_year)
            numbers = {"year": counts.latest_year, "total": figures.total, "new": figures.new}
            self.catalogue.set("summary", json.dumps(numbers))
        return json.loads(self.catalogue.setting("summary"))

    def _agencies_moved(self, site: Site) -> bool:
        """Whether an agency's pages stand elsewhere than when item pages were made."""
        before = json.loads(self.catalogue.setting("agency_folders", "{}"))
        now = {name: site.agency_folder(name) for name in site.agencies}
        self.catalogue.set("agency_folders", json.dumps(now, ensure_ascii=False, sort_keys=True))
        return any(name in before and before[name] != folder for name, folder in now.items())

    def _render(self, press: Press, tasks: list[Task], pages: list, environment: Any) -> None:
        if not tasks:
            return
        done = 0
        work = list(chunks(tasks, RENDER_CHUNK))
        connection = self.catalogue.connection
        if len(work) < SMALL:
            results: Generator[Outcome] = (run(press, self.root, self.content_dir, self.catalogue.fresh, chunk) for chunk in work)
        else:
            self.catalogue.checkpoint()
            make = partial(_worker, self.catalogue.path, self, environment, pages)
            results = parallel_map(make, interleave(work))
        with contextlib.closing(results) as outcomes:
            for outcome in outcomes:
                for task in outcome.tasks:
                    self._forget(connection, task, outcome)
                connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?)", outcome.rows)
                self.written.add(outcome.written)
                self.links.add(outcome.links)
                done += len(outcome.tasks)
                self.progress("生成网页", done, len(tasks))

    def _forget(self, connection: sqlite3.Connection, task: str, outcome: Outcome) -> None:
        """Remove files that a task made before and does not make any more."""
        if self.catalogue.fresh:
            return
        made = {row[0] for row in outcome.rows if row[1] == task}
        for row in connection.execute("SELECT path FROM output WHERE task = ?", (task,)).fetchall():
            if row["path"] not in made:
                output.remove(self.root, row["path"], self.written)
                connection.execute("DELETE FROM output WHERE path = ?", (row["path"],))

    def _prune(self, stale: set[str], tasks: list[Task]) -> None:
        """Remove what tasks left that no longer exist, for kinds that were rendered whole."""
        if not stale or self.catalogue.fresh:
            return
        connection = self.catalogue.connection
        kept = {_name(task) for task in tasks}
        for kind in stale:
            for row in connection.execute("SELECT path, task FROM output WHERE kind = ?", (kind,)).fetchall():
                if row["task"] not in kept:
                    output.remove(self.root, row["path"], self.written)
                    connection.execute("DELETE FROM output WHERE path = ?", (row["path"],))

    def keep(self, made_by_pelican: set[str]) -> None:
        """Remove what nobody made in this build: Pelican's former files, leftovers of a broken-off build."""
        before = set(json.loads(self.catalogue.setting("pelican_output", "[]")))
        for path in sorted((before | set(self._strays)) - made_by_pelican):
            known = self.catalogue.connection.execute("SELECT 1 FROM output WHERE path = ?", (path,)).fetchone()
            if not known and not output.written_since(self.root, path, self.began):
                output.remove(self.root, path, self.written)
        self.catalogue.set("pelican_output", json.dumps(sorted(made_by_pelican), ensure_ascii=False))

    def close(self, keep: bool = True) -> None:
        """Keep what the catalogue learnt, or forget it; give the output folder to whoever waits. Calling it twice does no harm."""
        try:
            self.catalogue.close(keep)
            if keep:
                settle(self._search_state)
        finally:
            self._claim.close()

    def check(self) -> None:
        """Look at the finished site; when pages are faulty, the next build looks at all of them again."""
        broken = list(sitecheck.broken_page_links(self.catalogue.connection, self.root))
        faults = list(self.links.problems(self.root, besides={target for target, _ in broken}))
        self.catalogue.set("faulty", "yes" if faults else "")
        self.extra_problems += [*faults, *(problem for _, problem in broken)]

    @property
    def files(self) -> int:
        """How many files of ours and of Pelican's the output folder holds."""
        ours = self.catalogue.connection.execute("SELECT count(*) FROM output").fetchone()[0]
        return ours + len(json.loads(self.catalogue.setting("pelican_output", "[]")))


def _name(task: Task) -> str:
    return " ".join(str(part) for part in task)


def _task(name: str) -> Task:
    """Return the task of a name; parameters that are numbers become numbers again."""
    kind, *parts = name.split(" ")
    return (kind, *(int(part) if part.isdigit() else part for part in parts))


def _worker(path: str, build: Build, environment: Any, pages: list) -> Callable[[list[Task]], Outcome]:
    """Return a worker of its own process, with its own connection to the catalogue."""
    site = build.site(pages, read_only(path))
    return partial(run, Press(site, environment, shown(build.settings)), build.root, build.content_dir, build.catalogue.fresh)


def run(press: Press, root: str, content_dir: str, fresh: bool, tasks: list[Task]) -> Outcome:
    """Render tasks and write their files."""
    outcome = Outcome()
    for task, outputs in press.render(tasks):
        name = _name(task)
        outcome.tasks.append(name)
        for made in outputs:
            if made.source:
                state = output.copy(root, made.path, os.path.join(content_dir, made.source), outcome.written)
            else:
                state = output.write(root, made.path, made.text.encode(), outcome.written, fresh)
                outcome.links.look(made.path, made.text)
            outcome.rows.append((made.path, name, task[0], state.st_size, state.st_mtime_ns))
    return outcome
