"""Changes that are known to change nothing, each with its reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Entry:
    """Changes of one line."""

    file: str
    before: str
    after: tuple[str, ...]
    why: str

    @property
    def keys(self) -> set[tuple[str, str, str]]:
        """Return the changes as mutants name them."""
        return {(self.file, self.before, after) for after in self.after}


def entries() -> list[Entry]:
    """Return the list."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8")).get("mutant", [])
    return [Entry(one["file"], one["before"], tuple(one["after"]), one["why"]) for one in listed]
