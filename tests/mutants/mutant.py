"""One change of the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mutant:
    """A change of one place in one file."""

    file: str
    """Path of the file from the project's root."""
    line: int
    before: str
    """The line as it is, without the blanks around it."""
    after: str
    """What it becomes."""
    source: str = ""
    """The whole changed file; empty where `environment` switches the change on."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment under which the tests run."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what a list of mutants knows it by: lines move, so their numbers are not part of it."""
        return self.file, self.before, self.after

    def __str__(self) -> str:
        return f"{self.file}:{self.line}\n    - {self.before}\n    + {self.after}"
