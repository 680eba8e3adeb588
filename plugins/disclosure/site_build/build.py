"""A build, from the content folder to the finished output folder: all steps, from top to bottom.

Pelican calls a plugin several times, and does work of its own between the calls. So `build`
is a generator: it waits at each `yield` until Pelican has done the work that is named there.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any, Protocol

from jinja2 import Environment

from ..catalogue.file import Catalogue, catalogue_path, read_only
from ..catalogue.queries import PUBLISHED
from ..catalogue.sync import Progress, synchronise
from ..content.rules import Rules
from ..model.problems import Problem
from ..model.settings import check_folders, check_settings, template_settings, today
from ..model.taxonomy import Taxonomy
from ..pages import article_20, clearances, decision_checks
from ..pages.counts import counts_of
from ..pages.site import Site
from ..registers import Registers
from ..released import missing, wording
from ..released.last_release import LastRelease, is_of_another_site, last_release, newest_of_this_site
from ..released.removals import removals
from ..report import reports
from ..report.reconcile import Report, Source
from ..standards import checks as standard_checks
from ..whole_site import corrections
from . import checks, fingerprint, output, sitecheck
from .output import Written
from .plan import make_plan
from .press import Press
from .render import Renderer
from .search_index import search_index
from .sitecheck import Links

PAGES, ERRORS = "pages", "errors"
"""Names of the catalogue's settings with Pelican's own pages, and with the errors of the last build. The editor's preview reads them."""
_KEPT_ERRORS = 2000
"""More errors are not kept for the preview."""


class Pelican(Protocol):
    """What a build needs of Pelican, and gives to it. The plugin's generator implements it."""

    environment: Environment
    """Templates of the theme."""
    progress: Progress

    def waiting(self) -> None:
        """Say that another build is under way, and that this one waits for it."""

    def pages(self) -> list[dict[str, str]]:
        """Return Pelican's own pages: slug, title, path, summary, source."""

    def report_sources(self) -> list[Source]:
        """Return the annual reports among these pages."""

    def update_pages(self, site: Site, reports: dict[str, Report]) -> None:
        """Give Pelican's own pages the frame of the site, and the reports their figures."""

    def check_files(self, catalogue: Catalogue) -> None:
        """Have Pelican copy only files that may be published."""

    def page_problems(self) -> list[Problem]:
        """Return what is wrong with Pelican's own pages."""

    def finished(self) -> Finished:
        """Return what Pelican and other plugins have written."""


@dataclass
class Finished:
    """What Pelican and other plugins have written into the output folder."""

    paths: set[str]
    sources: dict[str, str]
    """Pages and files of the content folder by the path that they take in the output folder."""
    refused: set[str]
    """Paths of pages and files that were not written, since they must not be published. Links to them lead nowhere."""
    written: Written
    links: Links


@dataclass
class Result:
    """What a build did."""

    problems: list[Problem]
    figures: dict[str, int]
    """The latest year (0: no items), its total and its new items."""
    files: int
    """Files in the output folder, those of Pelican included."""
    written: Written
    seconds: float
    strays: list[str]
    """What was removed from the output folder though no build had made it, or none that came to its end."""
    compared: str
    """What the site was compared with, in words."""


def build(settings: dict[str, Any], pelican: Pelican) -> Generator[None, None, Result]:
    """Build a site. An exception leaves the catalogue as it was, or has the next build make it anew.

    Raises `InvalidSettings` before anything is done, `ForeignFolder` for an output folder with files that
    no build made, `OSError` and `sqlite3.Error` for trouble of the machine, `BrokenProcessPool` for a
    process that the system ended.
    """
    gc.set_threshold(100_000, 20, 20)  # there are a hundred thousand small tuples without cycles: collecting finds nothing
    started, began = time.monotonic(), time.time()
    root, content_dir = settings["OUTPUT_PATH"], settings["PATH"]
    written, links = Written(), Links()
    check_settings(settings)
    check_folders(settings)
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
            last, compared = _last_release(catalogue, settings)
            removed = removals(catalogue.connection, registers["removed"], last)
            site = Site(
                catalogue.connection, taxonomy, registers, settings, content_dir, pelican.pages(), search.scripts, tuple(removed.tombstones),
            )
            reconciled = reports.reconciled(site, pelican.report_sources())
            pelican.update_pages(site, reconciled)
            surveyed = survey()  # before anything is written: it clears links out of the way
            yield  # Pelican writes its own pages.

            site = replace(site, pages=pelican.pages(), stated=reports.stated(reconciled.values()))
            plan = make_plan(catalogue, site, pelican.environment, changes, surveyed)
            renderer = Renderer(catalogue, root, content_dir, written, links)
            beside = partial(_press_beside, site, catalogue.path, pelican.environment)
            renderer.render(plan.tasks, Press(site, pelican.environment, template_settings(settings)), beside, pelican.progress)
            renderer.prune(plan.kinds, plan.tasks)
            plan.remember(catalogue)
            search.update(site, changes)
            pelican.check_files(catalogue)
            yield  # Pelican copies files, and other plugins write theirs.

            finished = pelican.finished()
            written.add(finished.written)
            links.add(finished.links)
            strays = output.remove_leftovers(catalogue, root, finished.paths, surveyed.strays, began=began, written=written)
            problems = checks.problems(catalogue, registers, taxonomy, settings)
            problems |= {*renderer.problems, *pelican.page_problems(), *reports.problems(site, reconciled.values()), *standard_checks.problems(site), *output.clashes(catalogue, finished.paths, finished.sources)}
            problems |= {*sitecheck.problems(catalogue, root, links, finished.refused), *removed.problems, *corrections.problems(site), *article_20.problems(site), *clearances.problems(site), *decision_checks.problems(site, today(settings)), *promises(catalogue, last, settings)}
            _keep_for_preview(catalogue, site.pages, problems)
            figures, files = _figures(catalogue, site, bool(changes)), output.count_files(catalogue)
        search.catalogue_committed()
    seconds = time.monotonic() - started
    return Result(sorted(problems), figures, files, written, seconds, sorted(surveyed.cleared + strays), compared)


def _keep_for_preview(catalogue: Catalogue, pages: list[dict[str, str]], problems: set[Problem]) -> None:
    """Keep what the editor's preview cannot find out by itself: Pelican's own pages, and the errors of the whole site."""
    errors = sorted(problem for problem in problems if problem.is_error)[:_KEPT_ERRORS]
    catalogue.set(PAGES, json.dumps(pages, ensure_ascii=False))
    catalogue.set(ERRORS, json.dumps([astuple(error) for error in errors], ensure_ascii=False))


def promises(catalogue: Catalogue, last: LastRelease | None, settings: dict[str, Any]) -> Iterator[Problem]:
    """Yield what this build would break of what the last release promised: addresses that are gone, texts that changed."""
    if last is not None:
        yield from missing.problems(catalogue.connection, last, settings["OUTPUT_PATH"])
        yield from missing.other_pages(last, settings["OUTPUT_PATH"])
        yield from wording.problems(catalogue.connection, last, settings["OUTPUT_PATH"], settings["PATH"], today(settings))


def _last_release(catalogue: Catalogue, settings: dict[str, Any]) -> tuple[LastRelease | None, str]:
    """Return the last release of this site, and in words what the site is compared with."""
    if not settings["DISCLOSURE_LAST_RELEASE"]:
        return None, "没有与上一个版本比较：没有指明版本文件夹（用 make 运行，或者设 DISCLOSURE_LAST_RELEASE）。"
    last = last_release(settings["DISCLOSURE_LAST_RELEASE"])
    if last is None:
        return None, "还没有发布过的版本，没有可以比较的。"
    name = os.path.basename(last.folder)[:40]

    def published() -> set[str]:
        return {row[0] for row in catalogue.connection.execute(f"SELECT address FROM item WHERE {PUBLISHED}")}

    if is_of_another_site(last, settings["PATH"], published):
        if own := newest_of_this_site(last, published()):
            return own, f"提醒：上一个版本 {name} 是另一个网站；已与更早的、本网站的版本 {os.path.basename(own.folder)[:40]} 比较：原来的地址、改过的文字。"
        said = "它是用别的内容文件夹生成的另一个网站。同一个网站的，检查 INPUTDIR；另一个网站，最好换一个 RELEASEDIR。"
        return None, f"提醒：没有与上一个版本 {name} 比较：{said}"
    if last.stands_in:
        return last, f"current 不在，比较的是最新的 {name}：原来的地址、改过的文字。"
    return last, f"已与上一个版本 {name} 比较：原来的地址、改过的文字。"


def open_catalogue(settings: dict[str, Any], on_wait: Callable[[], None], *, owned: bool = False) -> Catalogue:
    """Open the catalogue of the content folder and the output folder that settings name.

    With `owned` the caller will write the output folder. If another content folder was built into it
    since, the catalogue's list of its files is wrong, and the catalogue is made anew.
    """
    path = catalogue_path(settings)
    identity = fingerprint.code() + fingerprint.rules(settings)
    return Catalogue(path, identity, on_wait, distrust=owned and output.changed_hands(settings, path), content_dir=settings["PATH"])


def _press_beside(site: Site, path: str, environment: Environment) -> Press:
    """Return the press for a further process, with a connection of its own to the catalogue."""
    return Press(replace(site, connection=read_only(path), answers={}), environment, template_settings(site.settings))


def _figures(catalogue: Catalogue, site: Site, changed: bool) -> dict[str, int]:
    """Return the latest year, its total and its new items. The catalogue keeps them until items change."""
    if changed or not catalogue.setting("summary"):
        counts = counts_of(site)
        everything = counts.everything(counts.latest_year)
        catalogue.set("summary", json.dumps({"year": counts.latest_year, "total": everything.total, "new": everything.new}))
    return json.loads(catalogue.setting("summary"))
