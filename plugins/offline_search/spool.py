"""The spool: the documents of a segment that is being written, folded, in files instead of memory."""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import numpy as np

from .document import Document
from .fold_table import fold_points
from .invert import length
from .textcode import Census, TextCode


class Entries:
    """A table of the documents of a segment, as numbers in arrays: Python objects would take too much memory."""

    _COLUMNS = "date", "title_length", "body_length", "record", "record_end", "body", "body_end", "title_end"
    """Dates are proleptic ordinals, lengths are in tokens, the others are places on the spool. Columns of facet values follow."""

    def __init__(self, keys: list[str] | None = None, numbers: array | None = None) -> None:
        self.keys = keys or []
        self._numbers = numbers or array("q")
        self._table = np.zeros((0, len(self._COLUMNS)), dtype=np.int64)

    @classmethod
    def load(cls, path: str) -> Entries:
        """Return entries from a file, without keys."""
        entries = cls()
        entries._table = np.load(path, mmap_mode="r")
        return entries

    def save(self, path: str) -> None:
        """Write sorted entries to a file, without keys."""
        with open(path, "wb") as file:
            np.save(file, self._table)

    @property
    def unsorted(self) -> bytes:
        """The numbers of entries that were added and not sorted yet."""
        return self._numbers.tobytes()

    def add(self, key: str, numbers: Sequence[int], facets: Sequence[int]) -> None:
        """Add a document."""
        self.keys.append(key)
        self._numbers.extend(numbers)
        self._numbers.extend(facets)

    def sort(self) -> None:
        """Number the documents: by length, then newest first, then by key (FORMAT.md, "directory")."""
        self._table = np.frombuffer(self._numbers, dtype=np.int64).reshape(len(self.keys), -1)
        ranks = np.empty(len(self.keys), dtype=np.int64)
        ranks[sorted(range(len(self.keys)), key=self.keys.__getitem__)] = np.arange(len(self.keys))
        order = np.lexsort((ranks, -self["date"], self["body_length"]))
        self._table = self._table[order]
        self._numbers = array("q")
        self.keys = [self.keys[place] for place in order.tolist()]

    def __len__(self) -> int:
        return len(self._table) or len(self.keys)

    def __getitem__(self, column: str) -> np.ndarray:
        """Return a column, in order of documents."""
        return self._table[:, self._COLUMNS.index(column)]

    def facets(self) -> np.ndarray:
        """Return for each document a row with the numbers of its facet values."""
        return self._table[:, len(self._COLUMNS) :]

    def spans(self, start: str, end: str) -> np.ndarray:
        """Return two columns side by side, as start and end of something on the spool."""
        return np.column_stack((self[start], self[end]))


class FacetValues:
    """The values of each facet and their numbers, in order of first use. Numbers stay until the index is made anew."""

    def __init__(self, names: Iterable[str], known: dict[str, list[str]] | None = None) -> None:
        self.values: dict[str, list[str]] = {name: list((known or {}).get(name, [])) for name in sorted(names)}
        self._numbers = {name: {value: place for place, value in enumerate(values)} for name, values in self.values.items()}

    def number(self, name: str, value: str) -> int:
        """Return the number of a value plus 1, or 0 for an empty value; a new value gets the next number."""
        if not value:
            return 0
        numbers = self._numbers[name]
        if value not in numbers:
            numbers[value] = len(numbers)
            self.values[name].append(value)
        return numbers[value] + 1


class Spool:
    """Two files: `points` with the code points of folded bodies and titles, `records` with the JSON of documents."""

    def __init__(self, folder: str, identity: bytes = b"", sizes: Sequence[int] = (0, 0), census: Census | None = None) -> None:
        """Create the files in a folder, or continue them after the given sizes in bytes, of points and of records."""
        self.points_path, self.records_path = os.path.join(folder, "points"), os.path.join(folder, "records")
        self._points, self._records = open_at(self.points_path, sizes[0]), open_at(self.records_path, sizes[1])
        self._digest = hashlib.sha256(identity)
        self.census = census or Census()

    def add(self, document: Document, facets: FacetValues, entries: Entries) -> None:
        """Write a document to the spool, and add it to the entries."""
        title, body = fold_points(document.title), fold_points(document.body)
        written = np.concatenate((body, *map(day_points, document.days)))
        meta = {name: value for name, value in document.meta.items() if value}
        days = [list(document.days)] if document.days not in ((), (document.date,)) else []
        text = compact_json([document.key, document.url, document.title, document.date, meta, document.body, *days])
        self.census.add(text)
        record = text.encode("utf-8", "surrogatepass")
        self._digest.update(record)
        self._digest.update(json.dumps(document.facets, sort_keys=True).encode())
        start = self._points.tell() // 4
        self._points.write(written.tobytes())
        self._points.write(title.tobytes())
        at = self._records.tell()
        self._records.write(record)
        day = date.fromisoformat(document.date).toordinal() if document.date else 0
        end = start + len(written)
        places = at, at + len(record), start, end, end + len(title)
        entries.add(
            document.key, (day, length(title), length(body), *places),
            [facets.number(name, document.facets.get(name, "")) for name in facets.values],
        )

    @property
    def sizes(self) -> tuple[int, int]:
        """Bytes of points and of records so far."""
        return self._points.tell(), self._records.tell()

    def close(self) -> tuple[str, TextCode]:
        """Finish writing; return the digest that names the segment, and the code for its texts."""
        self._points.close()
        self._records.close()
        return self._digest.hexdigest()[:12], self.census.code()


YEAR_MARK, MONTH_MARK, DAY_MARK = 0xF0000, 0xF2710, 0xF2720
"""Characters of private use, for the year 0, the month 0 and the day 0 (FORMAT.md, "Days")."""


def day_points(day: str) -> np.ndarray:
    """Return a break and the three code points by which a day is found."""
    year, month, date_ = map(int, day.split("-"))
    return np.array([0x0A, YEAR_MARK + year, MONTH_MARK + month, DAY_MARK + date_], dtype=np.uint32)


def open_at(path: str, size: int) -> BinaryIO:
    """Truncate a file to a size and open it for writing at its end. Size 0 makes a new file."""
    if not size:
        return open(path, "wb")
    file = open(path, "r+b")
    file.truncate(size)
    file.seek(size)
    return file


def compact_json(value: Any) -> str:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
