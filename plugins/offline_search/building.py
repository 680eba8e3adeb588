"""Building a merged segment little by little, over as many publications as it takes.

Documents are spooled, numbered and inverted, their terms merged and their texts written as
`segment` does it, to the same bytes; but after each publication's share of the work everything
stands in a folder beside the segment, and how far it is in the state. What a killed build did
after it was last remembered is done again, over what it left.
"""

from __future__ import annotations

import os
import pickle
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from . import directory
from .document import Document
from .files import Shelf, files_in
from .fold import fold
from .invert import Spilled
from .merge import Shelving, parts_between, ranges
from .pinyin import HEARD, SHARES, by_letter, chosen, repeated, sounded, write_table
from .segment import TEXTS_IN_FILE, batches, files_of_texts, inverted, spans_of, write_facets, write_texts
from .spool import Entries, FacetValues, Spool, opened_at
from .state import Merge, State
from .textcode import Census

SPOOLING, INVERTING, MERGING, WRITING = 0.25, 0.28, 0.15, 0.07
"""Microseconds that each code point, each code point, each byte of rows, postings and positions and each byte of records
takes on a machine of 2024: the work is divided by these, not by a clock, so that it is the same everywhere."""
NUMBERING, COUNTING, SOUNDING = 8, 40, 60
"""The same of each document, title and phrase."""
TOGETHER = 50
"""Documents asked for at once."""
MERGED_BYTES = 1_000_000
"""Rows, postings and positions merged at once, or `READ_BYTES` of each batch."""
READ_BYTES = 3000
NUMBERED, SOUNDED = 5000, 2000
"""Documents remembered at once, phrases sounded at once."""

Load = Callable[[list[str]], Iterable[Document]]
LOST = (OSError, EOFError, ValueError, KeyError, pickle.UnpicklingError)
"""What may be raised when someone took files away, or cut them off."""


class Building:
    """A merged segment that is being built in `root`; how far it is stands in its merge, which the caller remembers."""

    def __init__(self, root: str, merge: Merge, state: State, facets: FacetValues, load: Load, *, identity: bytes) -> None:
        self._identity = identity
        self._merge, self._state, self._facets, self._load = merge, state, facets, load
        self._root, self._folder, self._work = root, os.path.join(root, merge.name), os.path.join(root, work_folder(merge))

    def go_on(self, allowed: float) -> float:
        """Work for some microseconds, roughly, or to the end; return how many it were. Raises one of `LOST` when files are lost."""
        spent = 0.0
        self._check()
        while self._merge.progress is not None and spent < allowed:
            spent += getattr(self, f"_{self._merge.progress.get('stage', 'begin')}")(allowed - spent)
        return spent

    def _check(self) -> None:
        """Raise EOFError when the spool has become shorter."""
        for name, size in zip(("points", "records"), self._merge.progress.get("sizes", ()), strict=False):
            if os.path.getsize(self._path(name)) < size:
                raise EOFError(f"{name} of {self._merge.name} are cut off")

    def _enter(self, stage: str, **progress: Any) -> None:
        self._merge.progress = {"stage": stage, "done": 0, "sizes": self._merge.progress.get("sizes", [0, 0]), **progress}

    @property
    def _done(self) -> int:
        return self._merge.progress["done"]

    def _path(self, name: str) -> str:
        return os.path.join(self._work, name)

    def _keep(self, name: str, value: Any) -> None:
        """Keep a value for the next turn. That of the turn before stays until the one after: this one may be killed."""
        with open(self._path(f"{name}-{self._done}"), "wb") as file:
            pickle.dump(value, file)

    def _kept(self, name: str) -> Any:
        with open(self._path(f"{name}-{self._done}"), "rb") as file:
            value = pickle.load(file)
        for other in os.listdir(self._work):
            if other.startswith(f"{name}-") and other != f"{name}-{self._done}":
                os.unlink(self._path(other))
        return value

    def _begin(self, _: float) -> float:
        for folder in (self._folder, self._work):
            shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(self._work)
        self._state.forget_segment(self._merge.name)
        self._enter("spool", input=0, number=0, entries=[0, 0])
        self._keep("census", Census())
        return 0

    def _spool(self, allowed: float) -> float:
        """Put documents on the spool; those that are gone by now are left out."""
        progress = self._merge.progress
        spool, entries = Spool(self._work, sizes=progress["sizes"], census=self._kept("census")), Entries()
        spent = 0.0
        for keys in self._keys():
            for document in self._load(keys):
                spool.add(document, self._facets, entries)
                spent += SPOOLING * (len(document.title) + len(document.body))
            if spent >= allowed:
                break
        else:
            self._merge.progress["stage"] = "number"
        progress["sizes"] = list(spool.sizes)
        spool.close()
        held = (entries.unsorted, "".join(f"{key}\n" for key in entries.keys).encode("utf-8", "surrogatepass"))
        for place, (name, data) in enumerate(zip(("numbers", "keys"), held, strict=True)):
            with opened_at(self._path(name), progress["entries"][place]) as file:
                file.write(data)
            progress["entries"][place] += len(data)
        progress["done"] += len(entries.keys)
        self._keep("census", spool.census)
        return spent

    def _keys(self) -> Iterator[list[str]]:
        """Yield keys of living documents of the inputs, and note how far that is."""
        progress = self._merge.progress
        while progress["input"] < len(self._merge.inputs):
            found = self._state.keys(self._merge.inputs[progress["input"]], progress["number"], TOGETHER)
            if found:
                progress["number"] = found[-1][1] + 1
                yield [key for key, _ in found]
            else:
                progress["input"], progress["number"] = progress["input"] + 1, 0

    def _number(self, _: float) -> float:
        """Put the documents in order, and choose where their terms are cut."""
        with open(self._path("keys"), "rb") as file:
            keys = file.read(self._merge.progress["entries"][1]).decode("utf-8", "surrogatepass").split("\n")[:-1]
        with open(self._path("numbers"), "rb") as file:
            entries = Entries(keys, array("q", file.read(self._merge.progress["entries"][0])))
        code = self._kept("census").code()
        if not keys:
            self._finish(0)
            return 0
        entries.sort()
        entries.save(self._path("entries.npy"))
        self._merge.documents = len(keys)
        spans = spans_of(entries, False)
        every = list(batches(spans))
        with open(self._path("points"), "rb") as points:
            cuts = inverted(points, spans, None, *every[len(every) // 2])[1].cuts()
        self._enter("remember")
        self._keep("sorted", (entries.keys, code, cuts))
        return NUMBERING / 4 * len(keys)

    def _remember(self, allowed: float) -> float:
        """Tell the state where the documents stand that are not gone."""
        keys, code, cuts = self._kept("sorted")
        entries, first = self._entries(), self._done
        end = first + max(NUMBERED, int(allowed / NUMBERING))
        titles, bodies = (entries[name][first:end].tolist() for name in ("title_length", "body_length"))
        rows = enumerate(zip(keys[first:end], titles, bodies, strict=True), first)
        self._state.put(self._merge.name, ((key, number, *lengths) for number, (key, *lengths) in rows if self._is_living(key)))
        if end < len(keys):
            self._merge.progress["done"] = end
            self._keep("sorted", (keys, code, cuts))
        else:
            self._enter("invert")
            self._keep("invert", (code, cuts))
        return NUMBERING * (min(end, len(keys)) - first)

    def _is_living(self, key: str) -> bool:
        return any(place.segment in self._merge.inputs for place in self._state.places(key))

    def _entries(self) -> Entries:
        return Entries.load(self._path("entries.npy"))

    def _spilled(self, entries: Entries) -> tuple[list[str], list[str]]:
        """Return the paths of what is inverted: of bodies, and of titles."""
        return tuple(
            [self._path(f"{name}-{first}-{place}") for first, _ in batches(spans_of(entries, is_title)) for place in (0, 1)]
            for name, is_title in (("body", False), ("title", True))
        )

    def _invert(self, allowed: float) -> float:
        """Invert batches: those of bodies, then those of titles."""
        entries, spent = self._entries(), 0.0
        code, cuts = self._kept("invert")
        tasks = [(name, is_title, *task) for name, is_title in (("body", False), ("title", True)) for task in batches(spans_of(entries, is_title))]
        with open(self._path("points"), "rb") as points:
            for name, is_title, first, end in tasks[self._done :]:
                spans = spans_of(entries, is_title)
                found = inverted(points, spans, entries["title_length"] if is_title else None, first, end)
                for place, pieces in enumerate(found):
                    pieces.spill(self._path(f"{name}-{first}-{place}"), cuts).save()
                self._merge.progress["done"] += 1
                spent += INVERTING * int((spans[first:end, 1] - spans[first:end, 0]).sum())
                if spent >= allowed:
                    break
        if self._done < len(tasks):
            self._keep("invert", (code, cuts))
        else:
            self._enter("shelve")
            self._keep("shelve", (code, Shelving(None)))
        return spent

    def _shelve(self, allowed: float) -> float:
        """Merge terms, and write shards; at the end, the facets and the directory."""
        entries, spent = self._entries(), 0.0
        bodies, titles = ([Spilled.load(path) for path in paths] for paths in self._spilled(entries))
        sources = [*bodies, *titles]
        sizes = sum(source.sizes for source in sources)
        before = np.append(0, np.cumsum(sizes))
        code, shelving = self._kept("shelve")
        spans = list(ranges(sizes, max(MERGED_BYTES, READ_BYTES * len(sources))))
        shelving.shelf = Shelf(self._folder, self._merge.name)
        for first, end in spans[self._done :]:
            for part in parts_between(first, end, sources, len(bodies)):
                shelving.put(part)
            self._merge.progress["done"] += 1
            spent += MERGING * int(before[end] - before[first])
            if spent >= allowed:
                break
        if self._done < len(spans):
            shelving.shelf.close()
            self._keep("shelve", (code, shelving))
            return spent
        shelf, shards = shelving.shelf, shelving.close()
        write_facets(shelf, entries)
        shelf.put("directory", directory.encode(entries["body_length"], shards, code))
        shelf.close()
        self._enter("texts", shards=len(shards.first_terms))
        self._keep("code", code)
        return spent

    def _texts(self, allowed: float) -> float:
        """Write files of texts, without those that are gone by now."""
        entries, code, count, spent = self._entries(), self._kept("code"), 0, 0.0
        shelf = Shelf(self._folder, self._merge.name)
        with open(self._path("records"), "rb") as records:
            for number in range(self._done, files_of_texts(entries)):
                spent += WRITING * write_texts(shelf, records, entries, code, number, without=self._gone(number))
                count += 1
                if spent >= allowed:
                    break
        shelf.close()
        self._merge.progress["done"] += count
        if self._done < files_of_texts(entries):
            self._keep("code", code)
            return spent
        shards = self._merge.progress["shards"]
        if self._merge.is_most:
            self._enter("count", shards=shards)
            self._keep("count", {})
        else:
            self._finish(shards)
        return spent

    def _gone(self, file: int) -> set[int]:
        """Return which documents of a file of texts have been removed or changed since they were put on the spool."""
        first, end = file * TEXTS_IN_FILE, (file + 1) * TEXTS_IN_FILE
        return set(range(first, end)) - self._state.numbers(self._merge.name, first, end)

    def _count(self, _: float) -> float:
        """Count the phrases of one share."""
        counts, titles = self._kept("count"), self._heard()
        counts |= repeated(titles, self._done)
        self._merge.progress["done"] += 1
        if self._done < SHARES:
            self._keep("count", counts)
        else:
            self._enter("sound", shards=self._merge.progress["shards"])
            self._keep("sound", (chosen(counts, self._names()), []))
        return COUNTING * len(titles)

    def _heard(self) -> list[str]:
        """Return the titles of which phrases are counted."""
        entries, step = self._entries(), 1
        while len(entries) // step > HEARD:
            step *= 2
        titles = []
        with open(self._path("points"), "rb") as points:
            for start, end in spans_of(entries, True)[step - 1 :: step].tolist():
                points.seek(4 * start)
                titles.append(points.read(4 * (end - start)).decode("utf-32-le", "surrogatepass"))
        return titles

    def _names(self) -> dict[str, int]:
        """Return the values of facets, and how many documents have each."""
        found = {}
        for values, column in zip(self._facets.values.values(), self._entries().facets().T, strict=True):
            for number, count in zip(*np.unique(column, return_counts=True), strict=True):
                if number:
                    found[fold(values[number - 1])] = int(count)
        return found

    def _sound(self, allowed: float) -> float:
        """Look up how phrases sound; at the end, write the table."""
        phrases, rows = self._kept("sound")
        first = self._done
        end = min(len(phrases), first + max(SOUNDED, int(allowed / SOUNDING)))
        rows += sounded(phrases[first:end])
        self._merge.progress["done"] = end
        if end < len(phrases):
            self._keep("sound", (phrases, rows))
        else:
            self._merge.pinyin = write_table(self._root, by_letter(rows), self._identity)
            self._finish(self._merge.progress["shards"])
        return SOUNDING * (end - first)

    def _finish(self, shards: int) -> None:
        self._merge.shards, self._merge.files = shards, sum(1 for _ in files_in(self._folder))
        self._merge.progress = None


def work_folder(merge: Merge) -> str:
    """Return the name of the folder of what a merge is built of."""
    return f"{merge.name}-work"
