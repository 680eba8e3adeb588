"""What a build prints for the person who runs it, in Chinese: progress and problems."""

from __future__ import annotations

import sys
import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..model.problems import Problem, format_problem

SHOWN_PROBLEMS = 2000
"""More problems are only counted."""


_KEPT: list[list[Problem]] = []


def keep_problems(place: list[Problem]) -> None:
    """Have every problem that a build of this process prints added to a list, too."""
    _KEPT.append(place)


class Reporter:
    """Prints progress and problems. Progress is a bar on a terminal, and a line now and then in a pipe."""

    SMALL = 500
    """A stage with fewer parts shows no progress."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(file=sys.stdout, highlight=False, soft_wrap=True)
        self._bar: Progress | None = None
        self._tasks: dict[str, Any] = {}
        self._said = 0.0

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` parts of a stage are done."""
        if total < self.SMALL:
            return
        if self.console.is_terminal:
            self._show(stage, done, total)
        elif done == total or time.monotonic() - self._said > 5:
            self._said = time.monotonic()
            self.say(f"{stage}：{done:,} / {total:,}")

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=self.console)
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done)

    def rest(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._tasks.clear()

    def say(self, text: str) -> None:
        """Print one line as it is."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def problems(self, problems: list[Problem], content_dir: str) -> None:
        """Print problems, then how many are errors and how many warnings."""
        for place in _KEPT:
            place[:] = problems
        for problem in problems[:SHOWN_PROBLEMS]:
            self.say(format_problem(problem, content_dir))
        if len(problems) > SHOWN_PROBLEMS:
            self.say(f"……另有 {len(problems) - SHOWN_PROBLEMS} 处没有列出。")
        errors = sum(problem.is_error for problem in problems)
        if problems:
            self.say(f"共 {errors} 处错误、{len(problems) - errors} 处提醒。")
        else:
            self.say("检查完毕，没有发现问题。")
