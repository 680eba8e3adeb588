"""A build, from the content folder to the finished output folder: one recipe, from top to bottom.

Pelican calls a plugin at several moments, and does work of its own between them. So `build`
is a generator: it waits at each `yield` until Pelican has come so far.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from jinja2 import Environment

from ..catalogue.file import Catalogue, catalogue_path, read_only
from ..catalogue.sync import Progress, synchronise
from ..content.rules import Rules
from ..model.problems import Problem
from ..model.settings import shown
from ..model.taxonomy import Taxonomy
from ..pages.counts import counts_of
from ..pages.site import Site
from ..registers import Registers
from ..report import reports
from ..report.reconcile import Report, Source
from . import checks, fingerprint, output, sitecheck
from .output import Written
from .plan import planned
from .press import Press
from .render import Renderer
from .search_index import search_index
from .sitecheck import Links


class Pelican(Protocol):
    """What a build asks of Pelican and tells it."""

    environment: Environment
    """Templates of the theme."""
    progress: Progress

    def waiting(self) -> None:
        """Say that another build is under way, and that this one waits for it."""

    def pages(self) -> list[dict[str, str]]:
        """Return Pelican's own pages: slug, title, path, summary, source."""

    def report_sources(self) -> list[Source]:
        """Return the annual reports among these pages."""

    def take(self, site: Site, reports: dict[str, Report]) -> None:
        """Give Pelican's own pages the frame of the site, and the reports their figures."""

    def page_problems(self) -> list[Problem]:
        """Return what is wrong with Pelican's own pages."""

    def finished(self) -> Finished:
        """Return what Pelican and other plugins have written."""


@dataclass
class Finished:
    """What Pelican and other plugins have written into the output folder."""

    paths: set[str]
    written: Written
    links: Links


@dataclass
class Result:
    """What a build did."""

    problems: list[Problem]
    figures: dict[str, int]
    """The latest year (0: no items), its total and its new items."""
    files: int
    """How many files of ours and of Pelican's the output folder holds."""
    written: Written
    seconds: float


def build(settings: dict[str, Any], pelican: Pelican) -> Generator[None, None, Result]:
    """Build a site; what goes wrong on the way leaves the catalogue as it was.

    Raises `InvalidSettings` before anything is done, `ForeignFolder` for an output folder with somebody else's files, `OSError` and
    `sqlite3.Error` for what the machine refuses, `BrokenProcessPool` for a lost process.
    """
    gc.set_threshold(100_000, 20, 20)  # an archive is a hundred thousand small tuples, and no cycles
    started, began = time.monotonic(), time.time()
    root, content_dir = settings["OUTPUT_PATH"], settings["PATH"]
    written, links = Written(), Links()
    taxonomy = Taxonomy.of(settings)
    search = search_index(settings)
    with ExitStack() as held:
        held.enter_context(output.claim(root, pelican.waiting))
        with open_catalogue(settings, pelican.waiting, owned=True) as catalogue:
            if catalogue.fresh:
                output.empty(root)
            survey = output.begin_survey(root, catalogue, search.folder)
            yield  # Pelican reads its own pages.

            registers = Registers(content_dir)
            rules = Rules.of(settings, registers)
            changes = synchronise(catalogue, content_dir, rules, settings["IGNORE_FILES"], pelican.progress)
            site = Site(catalogue.connection, taxonomy, registers, settings, content_dir, pelican.pages(), search.scripts)
            reconciled = reports.reconciled(site, pelican.report_sources())
            pelican.take(site, reconciled)
            yield  # Pelican writes its own pages.

            site = replace(site, pages=pelican.pages())
            surveyed = survey()
            plan = planned(catalogue, site, pelican.environment, changes, surveyed)
            renderer = Renderer(catalogue, root, content_dir, written, links)
            beside = partial(_press_beside, site, catalogue.path, pelican.environment)
            renderer.render(plan.tasks, Press(site, pelican.environment, shown(settings)), beside, pelican.progress)
            renderer.prune(plan.kinds, plan.tasks)
            plan.remember(catalogue)
            search.update(catalogue.connection, changes)
            yield  # Pelican copies files, and other plugins write theirs.

            finished = pelican.finished()
            written.add(finished.written)
            links.add(finished.links)
            output.remove_leftovers(catalogue, root, finished.paths, surveyed.strays, began=began, written=written)
            problems = checks.problems(catalogue, registers, taxonomy, settings)
            problems |= {*pelican.page_problems(), *reports.problems(site, reconciled.values()), *sitecheck.problems(catalogue, root, links)}
            figures, files = _figures(catalogue, site, bool(changes)), output.count_files(catalogue)
        search.remembered()
    return Result(sorted(problems), figures, files, written, time.monotonic() - started)


def open_catalogue(settings: dict[str, Any], on_wait: Callable[[], None], *, owned: bool = False) -> Catalogue:
    """Open the catalogue of the content folder and the output folder that settings name.

    `owned`: this build writes the output folder. If another content folder was built into it since,
    what the catalogue says of its files is not true any more, and it is made anew.
    """
    path = catalogue_path(settings)
    identity = fingerprint.code() + fingerprint.rules(settings)
    return Catalogue(path, identity, on_wait, distrust=owned and output.changed_hands(settings, path))


def _press_beside(site: Site, path: str, environment: Environment) -> Press:
    """Return the press of a further process, with its own connection to the catalogue."""
    return Press(replace(site, connection=read_only(path), answers={}), environment, shown(site.settings))


def _figures(catalogue: Catalogue, site: Site, changed: bool) -> dict[str, int]:
    """Return the latest year, its total and its new items; they are remembered while nothing changes."""
    if changed or not catalogue.setting("summary"):
        counts = counts_of(site)
        everything = counts.everything(counts.latest_year)
        catalogue.set("summary", json.dumps({"year": counts.latest_year, "total": everything.total, "new": everything.new}))
    return json.loads(catalogue.setting("summary"))
