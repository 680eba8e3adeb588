"""Building a merged segment in steps, over as many publications as it takes.

The stages are those of `segment.write_segment`, and so are the bytes that are written. Each
publication does a limited amount of work. Intermediate files stand in a work folder beside the
segment, and the progress in the state. When a build is killed, the next one repeats what was done
since the state was last committed, and writes over what is left of it. When somebody else has changed
an intermediate file (`ledger`), the segment has to be built from the beginning.
"""

from __future__ import annotations

import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from . import directory
from .document import Document
from .files import SegmentFiles, remove_whatever
from .fold import fold
from .forgetting import names_in, phrases_in
from .invert import SpilledRun
from .ledger import ChangedFile, record, verify
from .pinyin import PASSES, SAMPLE, Row, by_letter, count_phrases, select_phrases, with_syllables, write_table
from .segment import TEXTS_IN_FILE, batches, invert_batch, spans_of, text_file_count, write_facets, write_texts
from .shards import ShardWriter, parts_between, ranges
from .spelling import spelling_table
from .spool import Entries, FacetValues, Spool, open_at
from .state import Merge, State
from .textcode import Census

SPOOLING, INVERTING, MERGING, WRITING = 0.25, 0.28, 0.15, 0.07
"""What work costs, in microseconds of a machine of 2024: to spool a code point, to invert a code point, to merge a byte of
a run, to write a byte of a record. Steps are measured by these figures and not by a clock, so that they are the same on every machine."""
NUMBERING, COUNTING, SOUNDING, SPELLING = 8, 40, 60, 60
"""The same: to number a document, to count the phrases of a title, to look up a phrase in pinyin, to divide a title into words."""
LOAD_BATCH = 50
"""Documents that are loaded at a time."""
MERGED_BYTES = 1_000_000
"""Bytes of runs that are merged at a time; with many runs, `READ_BYTES` for each of them."""
READ_BYTES = 3000
STORE_BATCH, SOUND_BATCH = 5000, 2000
"""Documents that are stored in the state, and phrases that are looked up in pinyin, at a time, at the least."""

Load = Callable[[list[str]], Iterable[Document]]
"""Returns documents of the index again, by their keys."""
IN_THE_WAY = (FileExistsError, IsADirectoryError, NotADirectoryError)
"""Errors of a place where something else stands than was put there."""
_PICKLE = ".pickle"


class MergeBuilder:
    """Builds the segment of a merge in a folder in `root`. Its progress is in `merge`, which the caller stores."""

    def __init__(self, root: str, merge: Merge, state: State, facets: FacetValues, load: Load, *, identity: bytes, shard_bytes: int | None = None) -> None:
        self._identity, self._shard_bytes = identity, shard_bytes
        self._merge, self._state, self._facets, self._load = merge, state, facets, load
        self._root, self._folder, self._work = root, os.path.join(root, merge.name), os.path.join(root, work_folder_of(merge))

    def advance(self, allowed: float) -> float:
        """Do the work of about `allowed` microseconds, or what is left of it; return how much it was.

        Raises `ChangedFile` when intermediate files are not what was written.
        """
        spent, ledger = 0.0, self._merge.progress.get("ledger", {})
        verify(self._work, ledger)
        try:
            while self._merge.progress is not None and spent < allowed:
                spent += getattr(self, f"_{self._merge.progress.get('stage', 'begin')}")(allowed - spent)
        except IN_THE_WAY as error:
            raise ChangedFile(error.filename) from error
        if self._merge.progress is not None:
            self._merge.progress["ledger"] = record(self._work, self._needed(), ledger)
        return spent

    def _needed(self) -> list[str]:
        """Return the names of the files that the next steps read: all but values of former steps."""
        return [name for name in sorted(os.listdir(self._work)) if not name.endswith(_PICKLE) or name == self._merge.progress["kept"]]

    def _enter(self, stage: str, **progress: Any) -> None:
        """Begin a stage: that is the name, without underscore, of the method that does its work."""
        self._merge.progress = {"stage": stage, "done": 0, "sizes": self._merge.progress.get("sizes", [0, 0]), **progress}

    @property
    def _done(self) -> int:
        return self._merge.progress["done"]

    def _path(self, name: str) -> str:
        return os.path.join(self._work, name)

    def _keep(self, name: str, value: Any) -> None:
        """Save a value for the next step. The value of the last step stays until then, because this step may be repeated."""
        self._merge.progress["kept"] = f"{name}-{self._done}{_PICKLE}"
        with open(self._path(self._merge.progress["kept"]), "wb") as file:
            pickle.dump(value, file)

    def _kept(self, name: str) -> Any:
        """Return the value that the last step saved; delete others of its name."""
        kept = f"{name}-{self._done}{_PICKLE}"
        with open(self._path(kept), "rb") as file:
            value = pickle.load(file)
        for other in os.listdir(self._work):
            if other.startswith(f"{name}-") and other.endswith(_PICKLE) and other != kept:
                os.unlink(self._path(other))
        return value

    def _begin(self, _: float) -> float:
        for folder in (self._folder, self._work):
            remove_whatever(folder)
        os.makedirs(self._work)
        self._merge.files = 0
        self._state.forget_segment(self._merge.name)
        self._enter("spool", input=0, number=0, entries=[0, 0])
        self._keep("census", Census())
        return 0

    def _spool(self, allowed: float) -> float:
        """Write documents to the spool, without those that were deleted since the merge began."""
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
            with open_at(self._path(name), progress["entries"][place]) as file:
                file.write(data)
            progress["entries"][place] += len(data)
        progress["done"] += len(entries.keys)
        self._keep("census", spool.census)
        return spent

    def _keys(self) -> Iterator[list[str]]:
        """Yield keys of documents of the inputs that are not deleted, and record the progress."""
        progress = self._merge.progress
        while progress["input"] < len(self._merge.inputs):
            found = self._state.keys(self._merge.inputs[progress["input"]], progress["number"], LOAD_BATCH)
            if found:
                progress["number"] = found[-1][1] + 1
                yield [key for key, _ in found]
            else:
                progress["input"], progress["number"] = progress["input"] + 1, 0

    def _number(self, _: float) -> float:
        """Number the documents, and choose the cuts between ranges of terms."""
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
            cuts = invert_batch(points, spans, None, *every[len(every) // 2])[1].cuts()
        self._enter("store")
        self._keep("sorted", (entries.keys, code, cuts))
        return NUMBERING / 4 * len(keys)

    def _store(self, allowed: float) -> float:
        """Store the places of the documents in the state, without those that were deleted meanwhile."""
        keys, code, cuts = self._kept("sorted")
        entries, first = self._entries(), self._done
        end = first + max(STORE_BATCH, int(allowed / NUMBERING))
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

    def _run_paths(self, entries: Entries) -> tuple[list[str], list[str]]:
        """Return the paths of all runs: those of bodies, and those of titles."""
        return tuple(
            [self._path(f"{name}-{first}-{place}") for first, _ in batches(spans_of(entries, is_title)) for place in (0, 1)]
            for name, is_title in (("body", False), ("title", True))
        )

    def _invert(self, allowed: float) -> float:
        """Invert batches, first of bodies, then of titles."""
        entries, spent = self._entries(), 0.0
        code, cuts = self._kept("invert")
        tasks = [(name, is_title, *task) for name, is_title in (("body", False), ("title", True)) for task in batches(spans_of(entries, is_title))]
        with open(self._path("points"), "rb") as points:
            for name, is_title, first, end in tasks[self._done :]:
                spans = spans_of(entries, is_title)
                found = invert_batch(points, spans, entries["title_length"] if is_title else None, first, end)
                for place, run in enumerate(found):
                    run.spill(self._path(f"{name}-{first}-{place}"), cuts).save()
                self._merge.progress["done"] += 1
                spent += INVERTING * int((spans[first:end, 1] - spans[first:end, 0]).sum())
                if spent >= allowed:
                    break
        if self._done < len(tasks):
            self._keep("invert", (code, cuts))
        else:
            self._enter("write_shards")
            self._keep("write_shards", (code, ShardWriter(None, self._shard_bytes)))
        return spent

    def _write_shards(self, allowed: float) -> float:
        """Merge the runs into shards; at the end, write facets and directory."""
        entries, spent = self._entries(), 0.0
        bodies, titles = ([SpilledRun.load(path) for path in paths] for paths in self._run_paths(entries))
        sources = [*bodies, *titles]
        sizes = sum(source.sizes for source in sources)
        before = np.append(0, np.cumsum(sizes))
        code, writer = self._kept("write_shards")
        spans = list(ranges(sizes, max(MERGED_BYTES, READ_BYTES * len(sources))))
        writer.files = SegmentFiles(self._folder, self._merge.name)
        for first, end in spans[self._done :]:
            for part in parts_between(first, end, sources, len(bodies)):
                writer.put(part)
            self._merge.progress["done"] += 1
            spent += MERGING * int(before[end] - before[first])
            if spent >= allowed:
                break
        if self._done < len(spans):
            self._close(writer.files)
            self._keep("write_shards", (code, writer))
            return spent
        files, shards = writer.files, writer.close()
        write_facets(files, entries)
        files.put("directory", directory.encode(entries["body_length"], shards, code))
        self._close(files)
        self._enter("write_texts", shards=len(shards.first_terms))
        self._keep("code", code)
        return spent

    def _write_texts(self, allowed: float) -> float:
        """Write files of texts, without the texts of documents that were deleted meanwhile."""
        entries, code, count, spent = self._entries(), self._kept("code"), 0, 0.0
        files = SegmentFiles(self._folder, self._merge.name)
        with open(self._path("records"), "rb") as records:
            for number in range(self._done, text_file_count(entries)):
                spent += WRITING * write_texts(files, records, entries, code, number, without=self._deleted(number))
                count += 1
                if spent >= allowed:
                    break
        self._close(files)
        self._merge.progress["done"] += count
        if self._done < text_file_count(entries):
            self._keep("code", code)
            return spent
        shards = self._merge.progress["shards"]
        if self._merge.is_most:
            self._enter("count", shards=shards)
            self._keep("count", {})
        else:
            self._finish(shards)
        return spent

    def _deleted(self, file: int) -> set[int]:
        """Return which documents of a file of texts were deleted since they were written to the spool."""
        first, end = file * TEXTS_IN_FILE, (file + 1) * TEXTS_IN_FILE
        return set(range(first, end)) - self._state.numbers(self._merge.name, first, end)

    def _count(self, _: float) -> float:
        """Count phrases of titles, one pass."""
        counts, titles = self._kept("count"), self._titles()
        counts |= count_phrases(titles, self._done)
        self._merge.progress["done"] += 1
        if self._done < PASSES:
            self._keep("count", counts)
        else:
            self._enter("sound", shards=self._merge.progress["shards"])
            self._keep("sound", (select_phrases(counts, self._names()), []))
        return COUNTING * len(titles)

    def _titles(self) -> list[str]:
        """Return the titles whose phrases are counted (`pinyin.SAMPLE`), without those of documents that were deleted meanwhile."""
        step = 1
        while self._merge.documents // step > SAMPLE:
            step *= 2
        return self._titles_of(sorted(self._living_numbers() & {*range(step - 1, self._merge.documents, step)}))

    def _living_numbers(self) -> set[int]:
        return self._state.numbers(self._merge.name, 0, self._merge.documents)

    def _titles_of(self, numbers: Iterable[int]) -> list[str]:
        """Return folded titles of documents of the merge."""
        titles, spans = [], spans_of(self._entries(), True)
        with open(self._path("points"), "rb") as points:
            for number in numbers:
                start, end = spans[number].tolist()
                points.seek(4 * start)
                titles.append(points.read(4 * (end - start)).decode("utf-32-le", "surrogatepass"))
        return titles

    def _gone_phrases(self, titles: list[str], rows: list[Row]) -> set[str]:
        """Return phrases of `rows` that only titles of documents have that were deleted since phrases were counted, not names and not `titles`."""
        deleted = self._titles_of(sorted({*range(self._merge.documents)} - self._living_numbers()))
        whole, phrases = "\n".join(titles), phrases_in(deleted) - names_in(self._names())
        return {phrase for phrase, _, _ in rows if phrase in phrases and phrase not in whole}

    def _names(self) -> dict[str, int]:
        """Return the folded values of all facets, and how many documents have each."""
        found = {}
        for values, column in zip(self._facets.values.values(), self._entries().facets().T, strict=True):
            for number, count in zip(*np.unique(column, return_counts=True), strict=True):
                if number:
                    found[fold(values[number - 1])] = int(count)
        return found

    def _sound(self, allowed: float) -> float:
        """Look up phrases in pinyin."""
        phrases, rows = self._kept("sound")
        first = self._done
        end = min(len(phrases), first + max(SOUND_BATCH, int(allowed / SOUNDING)))
        rows += with_syllables(phrases[first:end])
        self._merge.progress["done"] = end
        if end < len(phrases):
            self._keep("sound", (phrases, rows))
        else:
            self._enter("spell", shards=self._merge.progress["shards"])
            self._keep("spell", rows)
        return SOUNDING * (end - first)

    def _spell(self, _: float) -> float:
        """Write the tables of pinyin and of spelling."""
        titles = self._titles()
        rows = self._kept("spell")
        gone = self._gone_phrases(titles, rows)
        self._merge.pinyin = write_table(self._root, by_letter(row for row in rows if row[0] not in gone), spelling_table(titles, self._names()), self._identity)
        self._finish(self._merge.progress["shards"])
        return SPELLING * len(titles)

    def _close(self, files: SegmentFiles) -> None:
        """Wait for files of the segment, and count them: one that is missing later was taken away."""
        files.close()
        self._merge.files += files.number

    def _finish(self, shards: int) -> None:
        self._merge.shards, self._merge.progress = shards, None


def work_folder_of(merge: Merge) -> str:
    """Return the name of the folder with a merge's intermediate files."""
    return f"{merge.name}-work"
