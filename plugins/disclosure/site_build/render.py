"""Tasks → files: rendered on all cores, written where bytes differ, and listed in the catalogue."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from parallel import SMALL, chunks, interleave, parallel_map

from ..catalogue.file import Catalogue
from ..catalogue.sync import Progress
from ..model.problems import Problem
from . import output
from .kinds import Task, render_tasks
from .output import Written
from .press import Press
from .sitecheck import Links

CHUNK = 100
"""Tasks that a process gets at a time."""

Row = tuple[str, str, str, int, int, int, int]
"""A row of the catalogue's table `output`."""


@dataclass
class Outcome:
    """The outcome of a chunk of tasks: rows for the catalogue, numbers of files, links to check."""

    rows: list[Row] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    written: Written = field(default_factory=Written)
    links: Links = field(default_factory=Links)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Attachments that were not copied, and why not."""


class Renderer:
    """Renders tasks into an output folder, and removes files that tasks no longer make."""

    def __init__(self, catalogue: Catalogue, root: str, content_dir: str, written: Written, links: Links) -> None:
        self._catalogue = catalogue
        self._root = root
        self._content_dir = content_dir
        self._written = written
        self._links = links
        self.problems: list[Problem] = []
        """Attachments that could not be copied as they were checked."""

    def render(self, tasks: list[Task], press: Press, press_beside: Callable[[], Press], progress: Progress) -> None:
        """Render tasks and write their files.

        `press_beside` is called in each further process. It returns a press with a connection of its own.
        """
        if not tasks:
            return
        work = list(chunks(tasks, CHUNK))
        run = partial(_run, self._root, self._content_dir, self._catalogue.fresh)
        if len(work) < SMALL:
            results = (run(press, chunk) for chunk in work)
        else:
            self._catalogue.checkpoint()
            results = parallel_map(lambda: partial(run, press_beside()), interleave(work))
        done = 0
        with contextlib.closing(results) as outcomes:
            for outcome in outcomes:
                self._note(outcome)
                done += len(outcome.tasks)
                progress("生成网页", done, len(tasks))

    def _note(self, outcome: Outcome) -> None:
        """Record what a chunk of tasks has written."""
        for task in outcome.tasks:
            self._forget(task, outcome)
        self._catalogue.connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?, ?)", outcome.rows)
        self._written.add(outcome.written)
        self.problems += [Problem(source, 0, message, "等文件写完、读得出来以后再运行一次") for source, message in outcome.left_out]
        self._links.add(outcome.links)

    def _forget(self, task: str, outcome: Outcome) -> None:
        """Remove files that a task made before and no longer makes."""
        if self._catalogue.fresh:
            return
        made = {row[0] for row in outcome.rows if row[1] == task}
        rows = self._catalogue.connection.execute("SELECT path FROM output WHERE task = ?", (task,)).fetchall()
        self._remove(row["path"] for row in rows if row["path"] not in made)

    def prune(self, kinds: set[str], tasks: list[Task]) -> None:
        """Remove the files of tasks that no longer exist, of some kinds. All tasks of these kinds are among `tasks`."""
        if not kinds or self._catalogue.fresh:
            return
        kept = {task_name(task) for task in tasks}
        for kind in kinds:
            rows = self._catalogue.connection.execute("SELECT path, task FROM output WHERE kind = ?", (kind,)).fetchall()
            self._remove(row["path"] for row in rows if row["task"] not in kept)

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            output.remove(self._root, path, self._written)
            self._catalogue.connection.execute("DELETE FROM output WHERE path = ?", (path,))


def task_name(task: Task) -> str:
    """Return the name under which the catalogue keeps a task: JSON, since parameters may hold any character."""
    return json.dumps(task, ensure_ascii=False)


def task_named(name: str) -> Task:
    """Return the task that has a name."""
    return tuple(json.loads(name))


def _why(error: Exception, source: str) -> str:
    """Return in Chinese why the attachment `source` was not copied. Raises an error that is not about it."""
    if isinstance(error, output.ChangedSinceCheck):
        return "检查以后这个文件又变了，没有发布"
    if isinstance(error, OSError) and error.filename == source:
        return f"文件读不出来（{error.strerror}），没有发布"
    raise error


def _run(root: str, content_dir: str, fresh: bool, press: Press, tasks: list[Task]) -> Outcome:
    """Render a chunk of tasks and write their files."""
    outcome = Outcome()
    for task, outputs in render_tasks(press, tasks):
        name = task_name(task)
        outcome.tasks.append(name)
        for made in outputs:
            if made.source:
                source = os.path.join(content_dir, made.source)
                try:
                    state = output.copy(root, made.path, source, made.sha256, outcome.written)
                except (output.ChangedSinceCheck, OSError) as error:
                    outcome.left_out.append((made.source, _why(error, source)))
                    continue
            else:
                state = output.write(root, made.path, made.data or made.text.encode(), outcome.written, fresh)
                outcome.links.look(made.path, made.text)
            outcome.rows.append((made.path, name, task[0], *output.stamp(state)))
    return outcome
