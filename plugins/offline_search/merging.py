"""Merging segments over many publications: which segments are merged, and how the result is published.

A merged segment is built beside the state, where no reader looks, in a step with each publication
(`building`). When it is complete, its files are moved into the index, a few with each publication,
within an allowance of bytes. When all of them are there, the manifest names the new segment in
place of its inputs. So no publication is large or takes long, however large the segment is. The
scheme is a logarithmic merge (Manning, Raghavan and Schütze, Introduction to Information
Retrieval, section 4.5).

Merges keep up with new documents, by this account. Sizes of segments form levels, each eight times
the one below: five levels from 24 documents, an open segment, to 786,432. A segment of n documents
is merged with a larger one of at most 8 n. So at each level a new document causes the writing of at
most 9 documents, 5 on the average; over five levels, of at most 45, 25 on the average. A publication
may do the work of 270 documents of 800 characters (`index.MERGE_WORK`) and publish the bytes of 45
(`index.PUBLICATION_BYTES`). The smallest merge goes first, so it is done before the next one like it
begins. With longer documents, or many changes at once, merges take more publications. There are then
more segments for a while, and answers stay the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from .files import DamagedFile, files_in, make_folder, read_script, remove_whatever
from .state import Merge

RATIO = 8
"""A segment is merged with the next larger one when that has at most this many times its documents."""
WORN = 0.1
"""A segment is merged, if need be alone, when more than this share of its documents is deleted."""
LARGE = 100_000
"""A file of more bytes is published first in a publication, even above the allowance: it would never fit into one."""

Entry = dict[str, Any]
"""The entry of a segment in the manifest (FORMAT.md, "manifest.js"), with deleted numbers as they are."""


def living(entry: Entry) -> int:
    """Return how many documents of a segment are not deleted."""
    return entry["documents"] - len(entry["deleted"])


def groups(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Yield the groups of closed segments that are to be merged.

    Segments next to each other by size are merged. So an index of n documents has about log n
    segments, and each document is written about `RATIO` times for each `RATIO`-fold growth.
    """
    waiting = sorted(entries, key=living)
    while waiting:
        group = [waiting.pop(0)]
        if waiting and living(waiting[0]) <= RATIO * living(group[0]):
            group.append(waiting.pop(0))
            while waiting and living(waiting[0]) <= sum(map(living, group)):
                group.append(waiting.pop(0))
        if len(group) > 1 or len(group[0]["deleted"]) > WORN * group[0]["documents"]:
            yield group


class Staging:
    """The folder of merged segments that are being built, or not completely published."""

    def __init__(self, root: str) -> None:
        self.root = root

    @classmethod
    def beside(cls, state: str) -> Staging:
        """Return the folder that belongs to the state with this path."""
        return cls(f"{os.path.splitext(state)[0]}-merges")

    def clear(self, besides: set[str] = frozenset()) -> None:
        """Make the folder; remove everything from it but the folders named in `besides`."""
        make_folder(self.root)
        for entry in list(os.scandir(self.root)):
            if entry.name not in besides or not entry.is_dir(follow_symlinks=False):
                remove_whatever(entry.path)

    def remove(self) -> None:
        """Remove the folder."""
        remove_whatever(self.root)

    def has(self, name: str) -> bool:
        """Return whether a file of the index waits here for its publication; `name` is its path without ``.js``."""
        return os.path.lexists(os.path.join(self.root, f"{name}.js"))

    def publish(self, merges: list[Merge], allowance: int, write: Callable[[str, bytes], None]) -> Iterator[Merge]:
        """Move files of merges into the index, one merge after the other, up to `allowance` bytes; yield each merge of which no file is left here.

        A damaged file is removed instead, so that its merge is not whole.
        """
        spent = 0
        for merge in merges:
            for folder in folders(merge):
                for path in files_in(os.path.join(self.root, folder)):
                    size = os.lstat(path).st_size
                    if spent + size > allowance and (spent or size <= LARGE):
                        return
                    name = os.path.relpath(path, self.root)
                    with contextlib.suppress(DamagedFile):
                        write(name, read_script(self.root, name.removesuffix(".js")))
                        spent += size
                    remove_whatever(path)
            yield merge


def name_of(inputs: list[Entry], identity: bytes) -> str:
    """Return the name of a merged segment: a digest of its inputs and their deleted documents."""
    told = json.dumps([[entry["name"], entry["deleted"]] for entry in inputs]).encode()
    return hashlib.sha256(identity + told).hexdigest()[:12]


def folders(merge: Merge) -> list[str]:
    """Return the names of the folders that a merge adds to the index."""
    return [merge.name, *([merge.pinyin["folder"]] if merge.pinyin else [])]


def is_whole(root: str, merge: Merge) -> bool:
    """Return whether the index has as many files of a merge as were written; those of pinyin are one a letter, and the spelling table."""
    expected = {merge.name: merge.files} | ({merge.pinyin["folder"]: len(merge.pinyin["letters"]) + 1} if merge.pinyin else {})
    return all(sum(1 for _ in files_in(os.path.join(root, folder))) == count for folder, count in expected.items())
