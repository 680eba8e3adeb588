"""Telephone numbers that texts give for an agency, beside those of the register of agencies and of the reading points.

Only a number right behind the name of an agency is judged: `区财政局 0791-0100 0863`, `区财政局咨询电话：…`. The number of a section
or a window of it (财政局预算科) is its own, and so is that of a fax.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..model.problems import WARNING, Problem
from .synonyms import words_of
from .table import Registers

_NUMBER = r"(?<![\d-])(0\d{2,3}[-－—– ]?\d{3,4}[ ]?\d{4}|\d{3,4}[ ]?\d{4})(?!\d)"
_BETWEEN = r"(?:(?:的|咨询|联系|监督|投诉|举报|值班|办公)*电话(?:号码)?)?[ \t]*(?:是|为|[：:（(|]|\*\*|)[ \t]*"


def _digits(number: str) -> str:
    """Return the eight last digits of a number, without area code and signs."""
    return re.sub(r"\D", "", number)[-8:]


class Telephones:
    """The numbers of all agencies. Made once for all texts of a build."""

    def __init__(self, registers: Registers) -> None:
        self._of_agency: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        self._owner: dict[str, set[str]] = defaultdict(set)
        called: dict[str, set[str]] = defaultdict(set)
        for row in registers["agencies"].rows:
            for name in (row["name"], *words_of(row["short"])):
                called[name].add(row["name"])
            self._add(row["name"], row["phone"])
            self._shown[row["name"]] = row["phone"]
        for row in registers["reading_points"].rows:
            if row["name"] in self._shown:
                self._add(row["name"], row["phone"])
        self._called = {name: next(iter(whose)) for name, whose in called.items() if len(whose) == 1 and self._of_agency[next(iter(whose))]}
        alternatives = "|".join(map(re.escape, sorted(self._called, key=len, reverse=True)))
        self._pattern = re.compile(rf"({alternatives}){_BETWEEN}{_NUMBER}") if alternatives else None

    def _add(self, name: str, cell: str) -> None:
        for number in re.findall(_NUMBER, cell):
            self._of_agency[name].add(_digits(number))
            self._owner[_digits(number)].add(name)

    def problems(self, path: str, text: str) -> Iterator[Problem]:
        """Yield a reminder for each number of a text that the registers do not have for the agency before it."""
        if self._pattern is None:
            return
        for line, words in enumerate(text.split("\n"), 1):
            for match in self._pattern.finditer(words):
                agency = self._called[match[1]]
                if _digits(match[2]) in self._of_agency[agency] or "传真" in words[: match.start()]:
                    continue
                others = "、".join(sorted(self._owner.get(_digits(match[2]), ())))
                whose = f"，那是{others}的" if others else ""
                yield Problem(path, line, f"{match[1]}的电话写成 {match[2]}{whose}；机构名册上是 {self._shown[agency]}", "核对哪一个对，两处写成一样", WARNING)
