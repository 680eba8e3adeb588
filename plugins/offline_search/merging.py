"""Merging over many publications: what is merged when, and how it gets into its place.

A segment made of others is written beside the state, where no reader looks, a little with each
publication (`building`). From there its files go into the index a few with each publication, as
many as the bytes allow, and only when all of them are there does the manifest name it in place
of the others. So no publication is large or long, however large the segment is.

It is there in time. Sizes of segments fall into levels, each eight times the one below: five
from the 24 documents of the open one up to 786,432. One of n documents is merged with a larger
one of at most 8 n, so at each level a document that comes asks at most for the work on 9, on the
average on some 5: 45 documents in a publication at the most, some 25 on the average. `BUILT` in
`index` is the work on some 270 of 800 characters, `PUBLISHED` the bytes of some 45. Those of
fewest documents go first, so a merge is done before as many documents have come as would
begin the next one like it. With longer documents, or many changes at once, it may come later:
then there are more segments for a while, and nothing else happens.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .files import files_in
from .state import Merge

RATIO = 8
"""A segment is merged with the next larger one when that has at most so many times its documents."""
WORN = 0.1
"""A segment is written anew, by itself if need be, when more than this part of it is deleted."""
LARGE = 100_000
"""A file of more bytes is published when its turn comes, whatever is allowed: no later day is a better one."""

Entry = dict[str, Any]
"""What the manifest says of a segment."""


def living(entry: Entry) -> int:
    """Return how many documents of a segment are not deleted."""
    return entry["documents"] - len(entry["deleted"])


def groups(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Yield what is to be merged of closed segments.

    Neighbours in size are, so that of n documents there are some log n segments, and every
    document is written again about `RATIO` times for each `RATIO`-fold growth.
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
    """Folders of files that are still to be published."""

    def __init__(self, root: str) -> None:
        self.root = root

    def clear(self, besides: set[str] = frozenset()) -> None:
        """Remove what does not belong to some folders."""
        if os.path.isdir(self.root):
            for entry in list(os.scandir(self.root)):
                if entry.name not in besides:
                    shutil.rmtree(entry.path)

    def path(self, name: str) -> Path | None:
        """Return where a file waits, by its path in the index; None when it does not."""
        found = Path(self.root, name)
        return found if found.exists() else None

    def publish(self, merges: list[Merge], allowance: int, write: Callable[[str, bytes], None]) -> Iterator[Merge]:
        """Publish files of merges, one merge after the other, while their bytes are allowed; yield each of which none is left."""
        spent = 0
        for merge in merges:
            for folder in folders(merge):
                for path in files_in(os.path.join(self.root, folder)):
                    size = os.path.getsize(path)
                    if spent + size > allowance and (spent or size <= LARGE):
                        return
                    write(os.path.relpath(path, self.root), Path(path).read_bytes())
                    os.unlink(path)
                    spent += size
            yield merge


def name_of(inputs: list[Entry], identity: bytes) -> str:
    """Return the name of the segment of the living documents of some others, which say by their names what is in them."""
    told = json.dumps([[entry["name"], entry["deleted"]] for entry in inputs]).encode()
    return hashlib.sha256(identity + told).hexdigest()[:12]


def folders(merge: Merge) -> list[str]:
    """Return the folders of the index that a merge makes."""
    return [merge.name, *([merge.pinyin["folder"]] if merge.pinyin else [])]


def is_whole(root: str, merge: Merge) -> bool:
    """Whether as many files of a merged segment stand in the index as were written."""
    return sum(1 for _ in files_in(os.path.join(root, merge.name))) == merge.files
