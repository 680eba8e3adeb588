"""Two thousand publications of one changed document each: bytes, seconds and segments of every one."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from offline_search.document import Document
from offline_search.index import Index, Options
from offline_search.pending import confirm_changes

PUBLICATIONS = 2000
FACETS = ("agency", "category", "validity")
HEAD = "| publications | kB, median | kB, largest | s, median | s, longest | segments, most | manifest kB, at the end |\n|---|--:|--:|--:|--:|--:|--:|"


class History:
    """An index, and the documents that are still to be added to it."""

    def __init__(self, base: Path, documents: list[Document], count: int) -> None:
        self._base = base
        self._draw = random.Random(2014)
        self._draw.shuffle(documents)
        self._coming, kept = documents[:count], documents[count:]
        self._documents = {document.key: document for document in kept}
        self._keys = list(self._documents)
        self._state = str(base / "state/search.sqlite")
        index = self._index()
        index.rebuild(kept)
        index.close()
        confirm_changes(self._state)
        self._files = self._state_of_files()

    def _index(self) -> Index:
        return Index(str(self._base / "search"), self._state, Options(facets=FACETS))

    def _state_of_files(self) -> dict[str, tuple[int, int, int]]:
        found = {}
        for folder, _, names in os.walk(self._base / "search"):
            for name in names:
                state = os.stat(os.path.join(folder, name))
                found[os.path.join(folder, name)] = state.st_size, state.st_mtime_ns, state.st_ino
        return found

    def _change(self) -> tuple[dict[str, Document], list[str]]:
        """Return what one publication changes: six in ten add a document, three edit, one removes."""
        kind = self._draw.random()
        if kind < 0.6:
            document = self._coming.pop()
            self._keys.append(document.key)
        else:
            place = self._draw.randrange(len(self._keys))
            key = self._keys[place]
            if kind >= 0.9:
                self._keys[place] = self._keys[-1]
                self._keys.pop()
                del self._documents[key]
                return {}, [key]
            document = replace(self._documents[key], body=self._documents[key].body + "（更正）")
        self._documents[document.key] = document
        return {document.key: document}, []

    def publish(self) -> tuple[int, float, int]:
        """Publish one change; return bytes new or changed, seconds, segments."""
        changed, removed = self._change()
        started = time.perf_counter()
        index = self._index()
        index.update(changed, removed, lambda keys: (self._documents[key] for key in keys))
        segments = len(index.manifest["segments"])
        index.close()
        confirm_changes(self._state)
        seconds = time.perf_counter() - started
        before, self._files = self._files, self._state_of_files()
        return sum(state[0] for path, state in self._files.items() if before.get(path) != state), seconds, segments


def report(documents: list[Document]) -> Iterator[str]:
    """Yield a table of the publications, and one of the most expensive of them."""
    with tempfile.TemporaryDirectory() as folder:
        count = min(PUBLICATIONS, len(documents) // 4)
        history = History(Path(folder), documents, count)
        rows = [history.publish() for _ in range(count)]
        manifest = (Path(folder) / "search/manifest.js").stat().st_size
    sizes, seconds, segments = zip(*rows, strict=True)
    yield (
        f"{HEAD}\n| {count:,} | {median(sizes) / 1000:.0f} | {max(sizes) / 1000:.0f} "
        f"| {median(seconds):.2f} | {max(seconds):.2f} | {max(segments)} | {manifest / 1000:.1f} |"
    )
    yield f"Longer than 1 s: {sum(each > 1 for each in seconds)}; more than 200 kB: {sum(size > 200_000 for size in sizes)}."
