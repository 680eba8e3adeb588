"""Contradictions between what decides on a normative document: its own last day, its successor, its header, and clearances.

Each has a rule (`model.validity.state_on`), so that every page says the same. What the rule sets aside is told here, at its line.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..model.item import ENDED
from ..model.problems import WARNING, Problem
from ..model.validity import EXPIRED, IN_FORCE, day_after
from .clearances import KEPT, REGISTER, day_of
from .normative_documents import Document, documents
from .site import Site


class Decision(NamedTuple):
    """A decision by which a document is in force, and the line that says so."""

    day: str
    word: str
    path: str
    line: int
    what: str


def problems(site: Site, today: str) -> Iterator[Problem]:
    """Yield each decision that another day of the same document contradicts."""
    rows = defaultdict(list)
    for row, line in site.registers[REGISTER].numbered_rows():
        if row["item"]:
            rows[row["item"]].append((row, line))
    register = site.registers[REGISTER].path
    for one in documents(site):
        decided = rows.get(one.index, [])
        if not (one.written or decided):
            continue
        yield from _on_one_day(one, decided, register)
        line = json.loads(one.lines).get("validity_history", 1)
        kept = [Decision(step.date, step.word, one.source, line, f"有效性沿革 {step.date} 写的是{step.word}") for step in one.written if step.word not in ENDED]
        kept += [
            Decision(day_of(row), IN_FORCE if row["result"] == KEPT else row["result"], register, at, f"{day_of(row)} 的清理结果是{row['result']}")
            for row, at in decided if row["result"] not in ENDED
        ]
        for decision in kept:
            yield from _against_last_day(one, decision, today)
            yield from _against_successor(one, decision)


def _on_one_day(one: Document, decided: list, register: str) -> Iterator[Problem]:
    """A header and a clearance that say different things of the same day: the clearance would prevail."""
    words = {step.date: step.word for step in one.written}
    for row, line in decided:
        word = IN_FORCE if row["result"] == KEPT else row["result"]
        if words.get(day_of(row), word) != word:
            yield Problem(register, line, f"{day_of(row)} 的清理结果是{row['result']}，条目 {one.source} 的有效性沿革同一天写的是“{words[day_of(row)]}”", "核对两处，改正一处")


def _against_last_day(one: Document, decision: Decision, today: str) -> Iterator[Problem]:
    """A document that was over by its own last day before it was kept, or is over now although it was kept before."""
    until = one.valid_until
    if not until:
        return
    where = "" if decision.path == one.source else f"条目 {one.source} 的"
    over = any(until < step.date <= decision.day and step.word in ENDED for step in one.history)
    if decision.day > until and not over:
        gap = f"从 {day_after(until)} 到 {day_before(decision.day)} 算失效，" if day_after(until) < decision.day else ""
        said = f"{decision.what}，{where}有效期（Valid-Until）却到 {until} 为止；{gap}从 {decision.day} 起又算{decision.word}"
        yield Problem(decision.path, decision.line, said, "有效期延长了的，把 Valid-Until 改成新的最后一天；确实中断过的，在 Validity-History 写明哪天失效", WARNING)
    elif decision.day <= until < today and one.word not in ENDED and one.steps and one.steps[-1] == (day_after(until), EXPIRED):
        said = f"{decision.what}，{where}有效期（Valid-Until）到 {until} 为止，有效性还是“{one.word or '没有写'}”；从 {day_after(until)} 起算失效"
        yield Problem(decision.path, decision.line, said, "继续有效的，改 Valid-Until；不再适用的，写“Validity: 失效”和从哪天起", WARNING)


def _against_successor(one: Document, decision: Decision) -> Iterator[Problem]:
    """A document that was kept although another one had replaced it."""
    if one.replaced_on and decision.word == IN_FORCE and decision.day >= one.replaced_on:
        where = "这份文件" if decision.path == one.source else f"条目 {one.source} "
        said = f"{decision.what}，{where}却从 {one.replaced_on} 起已被新文件取代；仍算已被取代"
        yield Problem(decision.path, decision.line, said, "没有被取代的，删去新文件里的 Replaces；被取代了的，改正这里", WARNING)


def day_before(day: str) -> str:
    """Return the day before a day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
