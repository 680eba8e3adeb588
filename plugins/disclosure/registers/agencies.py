"""How long each agency of the register exists under its name, and which agencies came before and after it.

A renamed agency has two rows: the former name with its last day, and the new name with its first day and its predecessor. The
register names predecessors only. Successors follow from them, so the two cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..model.problems import WARNING, Problem, did_you_mean
from .synonyms import words_of
from .table import Register, Registers


@dataclass(frozen=True, slots=True)
class Tenure:
    """The days on which an agency exists under one name, both included, ISO 8601. An empty day is not known, or not come."""

    since: str = ""
    until: str = ""
    predecessors: tuple[str, ...] = ()
    """Names of the agencies whose duties it took over."""
    successors: tuple[str, ...] = ()
    """Names of the agencies that took over its duties."""

    def exists_on(self, day: str) -> bool:
        """Return whether the agency exists under its name on a day (ISO 8601). A day that the register leaves empty is no limit."""
        return self.since <= day and (not self.until or day <= self.until)

    def exists_in(self, year: int) -> bool:
        """Return whether the agency exists under its name on some day of a year."""
        return self.since <= f"{year}-12-31" and (not self.until or f"{year}-01-01" <= self.until)


def tenures(registers: Registers) -> dict[str, Tenure]:
    """Return the tenure of each agency of the register, by its name."""
    rows = registers["agencies"].rows
    followed: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for former in words_of(row["predecessors"]):
            followed[former].append(row["name"])
    return {
        row["name"]: Tenure(row["since"], row["until"], tuple(words_of(row["predecessors"])), tuple(followed.get(row["name"], ())))
        for row in rows
    }


def exists_on(registers: Registers, name: str, day: str) -> bool:
    """Return whether an agency exists under a name on a day (ISO 8601). One that the register does not have counts as existing.

    Each call reads the whole register. Who asks for many items takes `tenures` once.
    """
    return tenures(registers).get(name, Tenure()).exists_on(day)


PENDING_UNTIL = {"requests": "closed", "disputes": "closed", "complaints": "closed", "letters": "answered"}
"""Registers of matters that an agency may leave to another, and the column of the day on which a matter ends."""


def holder(known: Mapping[str, Tenure], name: str, day: str) -> str:
    """Return the agency that deals on a day (ISO 8601) with what an agency had received and not ended: its successor, once it is no more.

    Where several took over its duties, nobody can tell which one: the matter stays with its name.
    """
    seen = {name}
    while (tenure := known.get(name)) and tenure.until and tenure.until < day and len(tenure.successors) == 1 and tenure.successors[0] not in seen:
        name = tenure.successors[0]
        seen.add(name)
    return name


def takes_over(known: Mapping[str, Tenure], name: str, year: int) -> bool:
    """Return whether pending matters pass to or from an agency in a year, so that it does not begin with what it left open the year before."""
    own = known.get(name, Tenure())
    ended = [known[one].until for one in own.predecessors if one in known and len(known[one].successors) == 1]
    ended += [own.until] if len(own.successors) == 1 else []
    return any((date.fromisoformat(day) + timedelta(days=1)).year == year for day in ended if day)


def problems(registers: Registers) -> Iterator[Problem]:
    """Yield first days after last days, predecessors that the register does not have, and successions that cannot be."""
    register, known = registers["agencies"], tenures(registers)
    for row, line in register.numbered_rows():
        if row["since"] and row["until"] and row["until"] < row["since"]:
            yield Problem(register.path, line, f"终止日期 {row['until']} 早于起始日期 {row['since']}", "看原件，改正写错的那一个")
        for former in words_of(row["predecessors"]):
            yield from _succession(register, line, row["name"], former, known)
    yield from _circles(register, known)


def _succession(register: Register, line: int, name: str, former: str, known: dict[str, Tenure]) -> Iterator[Problem]:
    """Yield what is wrong with one predecessor of an agency."""
    if former == name:
        yield Problem(register.path, line, f"“{name}”把自己写成了前身", "写原来的名称，或者把这一格空着")
    elif former not in register.values("name"):
        guess = did_you_mean(former, known)
        yield Problem(register.path, line, f"前身“{former}”不在名册上", guess or "给原来的名称也登记一行，写上终止日期")
    elif former in known and known[name].until and known[former].since > known[name].until:
        yield Problem(register.path, line, f"前身“{former}”从 {known[former].since} 起才有，晚于“{name}”的终止日期 {known[name].until}", "核对哪个在前")
    elif former in known and known[name].since and known[former].until >= known[name].since:
        yield Problem(
            register.path, line, f"前身“{former}”到 {known[former].until} 为止，“{name}”从 {known[name].since} 起，两个名称有几天同时存在",
            "终止日期写新名称起始日期的前一天；确实同时存在过的，不用改", WARNING,
        )


def _circles(register: Register, known: dict[str, Tenure]) -> Iterator[Problem]:
    """Yield agencies that came before themselves. Each circle is told once, at its first row."""
    told: set[str] = set()
    for row, line in register.numbered_rows():
        name = row["name"]
        if name in told or name in known[name].predecessors or name not in (circle := _before(name, known)):
            continue
        told |= circle
        yield Problem(register.path, line, f"“{name}”的前身里又有“{name}”自己：{'、'.join(sorted(circle - {name}))}", "核对各行的“前身”，删去写反的一个")


def _before(name: str, known: dict[str, Tenure]) -> set[str]:
    """Return all agencies that came before one, however long ago."""
    found: set[str] = set()
    waiting = list(known[name].predecessors)
    while waiting:
        former = waiting.pop()
        if former in known and former not in found:
            found.add(former)
            waiting += known[former].predecessors
    return found
