"""The normative documents of the site, and the days on which the state of each changes.

The library of documents and the figures of reports both read them here, so that they never differ.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..model.item import ENDED, ValidityChange
from ..model.validity import EXPIRED, NOT_YET, day_after, is_over, state_on
from . import clearances
from .site import Site, remembered


@dataclass(frozen=True)
class Document:
    """A normative document that is or was published. Days are ISO 8601, or '' for none."""

    id: int
    title: str
    path: str
    """The address of its page."""
    number: str
    agency: str
    created: str
    date: str
    """The day of publication."""
    valid_until: str
    word: str
    ended: str
    replaced_on: str
    withdrawn: str
    """The day on which its page was taken down."""
    source: str
    """The file in the content."""
    lines: str
    """Line of each key in that file, as JSON."""
    index: str
    written: tuple[ValidityChange, ...]
    """The steps of its header."""
    history: tuple[ValidityChange, ...]
    """The steps of its header, and those of clearances."""

    def on(self, day: str) -> str:
        """Return its state on a day."""
        return state_on(day, self.created, word=self.word, ended=self.ended, history=self.history, valid_until=self.valid_until, replaced_on=self.replaced_on)

    @cached_property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The days on which its state changes, each with the state since then, the earliest first."""
        days = {self.created, self.ended, self.replaced_on, day_after(self.valid_until), *(change.date for change in self.history)}
        found: list[tuple[str, str]] = []
        for day in sorted(days - {""}):
            state = self.on(day)
            if state != NOT_YET and (not found or found[-1][1] != state):
                found.append((day, state))
        return tuple(found)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The days on which it ceased to be in force; more than one where it was put in force again."""
        return tuple(day for (_, before), (day, state) in zip(self.steps, self.steps[1:], strict=False) if is_over(state) and not is_over(before))

    @property
    def last(self) -> str:
        """The day since which it is no more in force, or ''. A last day that it names itself counts once its header says so: no clock is read."""
        final = self.ends[-1] if self.ends and is_over(self.steps[-1][1]) else ""
        return "" if final == day_after(self.valid_until) and not (self.word in ENDED or self.replaced_on) else final

    @property
    def undated(self) -> bool:
        """Whether its header says that it is over, and nothing says since when."""
        if self.word not in ENDED or self.ended or self.replaced_on or self.withdrawn:
            return False
        return not any(change.word in ENDED for change in self.history) and not (self.word == EXPIRED and self.valid_until)


@remembered
def documents(site: Site) -> list[Document]:
    """Return the normative documents that are or were published, the newest first."""
    found: list[Document] = []
    decided = clearances.steps(site)
    for filing in site.taxonomy.normative:
        history = defaultdict(list)
        for row in site.connection.execute(
            "SELECT item_id, validity_change.date, word, basis FROM validity_change JOIN item ON item.id = item_id WHERE category = ? AND leaf = ? ORDER BY item_id, position", filing
        ):
            history[row[0]].append(ValidityChange(*row[1:4]))
        rows = site.connection.execute(  # names its index: else SQLite would scan all items
            """SELECT id, title, address, document_number, agency, created, date, valid_until, validity, ended, ifnull((SELECT min(newer.date) FROM item AS newer
               INDEXED BY item_replaces WHERE newer.replaces = item.index_number AND newer.replaces <> '' AND newer.state = 'public'), ''),
               withdrawn_date, path, lines, index_number
               FROM item WHERE category = ? AND leaf = ? AND state IN ('public', 'withdrawn') ORDER BY created DESC, index_number DESC""", filing
        )
        for row in rows:
            steps = tuple(history[row["id"]])
            found.append(Document(*row, steps, clearances.merged(steps, decided.get(row["index_number"], ()))))
    return sorted(found, key=lambda document: document.created, reverse=True)
