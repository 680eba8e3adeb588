"""The rules by which items are read: what a reader must know besides an item's file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..model.index_numbers import DEFAULT, Scheme
from ..model.settings import today
from ..model.taxonomy import Taxonomy
from ..model.workdays import StatedDays
from ..registers import Registers


@dataclass(frozen=True)
class Rules:
    """Lists, day and settings that decide whether an item is right. Processes get them by pickling."""

    taxonomy: Taxonomy
    agencies: frozenset[str] | None
    """Names on the register of agencies; None where there is none."""
    today: str
    """The day of the build in the site's time zone, ISO 8601."""
    index_pattern: str
    markdown: dict[str, Any]
    removed: frozenset[str] = frozenset()
    """Indexes on the register of removals."""
    scheme: Scheme = field(default_factory=lambda: Scheme(DEFAULT))
    """How new items are numbered; messages give an example of it."""
    some_code: str = ""
    """The code of some agency, for examples in messages."""
    stated_days: StatedDays = field(default_factory=StatedDays)
    """Working days and days off that the site states itself."""

    @property
    def index_remedy(self) -> str:
        """How to mend an Index, in Chinese: by an example, where the site's scheme gives numbers that its pattern allows."""
        example = self.scheme.example(self.some_code)
        if re.fullmatch(self.index_pattern, example):
            return f"写成“{self.scheme.words}”，如 {example}"
        return f"照别的条目的索引号的样子写；规则在设置 DISCLOSURE_INDEX_PATTERN 里：{self.index_pattern}"

    @classmethod
    def of(cls, settings: dict[str, Any], registers: Registers) -> Rules:
        """Return the rules that settings and registers give. Every command that reads items uses these."""
        return cls(
            Taxonomy.of(settings),
            registers["agencies"].values("name") or None,
            today(settings),
            settings["DISCLOSURE_INDEX_PATTERN"],
            settings["MARKDOWN"],
            registers["removed"].values("index"),
            Scheme(settings["DISCLOSURE_INDEX_TEMPLATE"]),
            min(map(str, registers["agencies"].values("code")), default=""),
            StatedDays(tuple(sorted((row["date"], row["kind"] == "上班", row["reason"]) for row in registers["workdays"].rows))),
        )
