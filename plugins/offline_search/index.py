"""The index: segments, what is deleted in them, and the manifest that names it all.

A closed segment is never written again. New and changed documents go into the open one,
which is small and rewritten; what they replace is marked as deleted in the manifest, and
its text is taken out of the files at once. Small segments are merged into larger ones over
many publications (`merging`), so there are never many. The same questions get the same answers however an index came about.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import itertools
import json
import os
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rjsmin

from . import pending, varint
from .building import LOST, Building, Load, work_folder
from .document import Document
from .files import UNFINISHED, early, files_in, packed, plain, put, remove, unpacked
from .fold import fold, fold_map
from .merging import Entry, Staging, folders, groups, is_whole, living, name_of
from .pinyin import Titles, table_of, write_table
from .segment import TEXTS_IN_FILE, Segment, file_of_texts, text_file, texts_of, write_segment
from .spool import FacetValues
from .state import Merge, State

VERSION = 5
LIBRARIES = ("opencc", "pypinyin")
"""Distributions whose answers are kept in the index: how characters are folded, and how they sound."""
STATIC = Path(__file__).with_name("static")
SCRIPTS = (
    "loader.js", "unpack.js", "reader.js", "textcode.js", "codec.js", "query.js", "segment.js", "sets.js", "occurrence.js", "matching.js", "scoring.js", "highlight.js",
    "answer.js", "searching.js", "engine.js", "expand.js",
)
"""The client's parts, in their order."""
CLIENT = "client.js"
AHEAD = "ahead.js"
MANIFEST = "manifest.js"
"""A page may load these by elements of its own: then its first search has them at once."""
OPEN_DOCUMENTS, OPEN_TOKENS = 24, 40_000
"""A segment of so many documents, or so many tokens in their bodies, is closed. The open one is rewritten with each change."""
PUBLISHED = 170_000
"""Bytes that a publication may take for each changed document: what merges may publish is what of these is left."""
BUILT = 300_000
"""Microseconds' work (`building`) that a publication may spend on building merged segments."""
BUILT_MORE = 0.25
"""Part of that for each further document that changes."""
SWEPT = 3000
"""Files and rows of the state that are cleared away with a publication, of segments that are no more."""
SMALL = 500
"""An index of so many documents is made anew in a second, and then is the same whatever came before."""
REBUILT = 0.3
"""When more than this part of the index changes at once, everything is written anew."""

BLANKED = 8_000
"""Bytes of a file of texts of which one has been taken away, about."""


@dataclass(frozen=True)
class Options:
    """What an index is made with; another one means an index made anew."""

    facets: tuple[str, ...] = ()
    boosts: dict[str, float] = field(default_factory=lambda: {"title": 5, "body": 1})
    k1: float = 1.2
    b: float = 0.75
    aliases: tuple[tuple[str, ...], ...] = ()
    """Groups of words that stand for the same thing."""


class Index:
    """An index in a folder, with its state beside the other caches.

    `root` is the folder of the index in the output; `state` the path of an SQLite file
    that says where each document stands. When either is missing, damaged or not of the
    other, the index is `fresh`: nothing is known of it, and only `rebuild` helps. Documents
    among `unsettled` may be other ones than their owner thinks (`pending`): they are to be
    part of the next update, which ends with ``pending.settle(state)``.
    """

    def __init__(self, root: str, state: str, options: Options) -> None:
        self.root, self.options = root, options
        self._identity = _identity(options)
        self._outdated: list[tuple[str, int]] = []
        """Texts to take out of the files once the manifest does not speak of them any more."""
        self._spent = 0
        """Bytes written since the index was opened."""
        self._state = State(state)
        self._state_path = state
        self._staging = Staging(f"{os.path.splitext(state)[0]}-merges")
        self.manifest: dict[str, Any] = {}
        try:
            data = Path(root, MANIFEST).read_bytes()
            self.fresh = self._state.setting("manifest") != hashlib.sha256(data + self._identity).hexdigest()
            if not self.fresh:
                self.manifest = _read_manifest(data)
        except (OSError, ValueError):
            self.fresh = True
        left = pending.unsettled(state)
        self.fresh |= left is pending.EVERYTHING
        self.unsettled = left or set()

    def install_client(self) -> None:
        """Write the client beside the index, as one script without its comments."""
        os.makedirs(self.root, exist_ok=True)
        self._write(CLIENT, client().encode())

    def close(self) -> None:
        """Forget what was not saved."""
        self._state.close()

    @property
    def folders(self) -> set[str]:
        """Folders that belong to the index."""
        return {self.manifest["pinyin"]["folder"], *(segment["name"] for segment in self.manifest["segments"])}

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew of all documents."""
        pending.announce(self._state_path, pending.EVERYTHING)
        os.makedirs(self.root, exist_ok=True)
        for path in files_in(self.root):
            if path.endswith(UNFINISHED):
                os.unlink(path)
        self._state.clear()
        self.manifest = {
            "version": VERSION, "boosts": self.options.boosts, "k1": self.options.k1, "b": self.options.b,
            "documents": 0, "tokens": {"title": 0, "body": 0}, "facets": {}, "segments": [],
            "aliases": [list(map(fold, group)) for group in self.options.aliases],
        }
        titles, names = Titles(), Counter()
        self._add(_listening(documents, titles, names))
        self.manifest["pinyin"] = write_table(self.root, table_of(titles.heard, names), self._identity)
        self._write("fold.js", packed("fold", _fold_table()))
        self._save()

    def update(self, changed: dict[str, Document], removed: Iterable[str], load: Load) -> None:
        """Put new and changed documents in, take others out. `load` gives documents of the index again, by key."""
        gone = {*changed, *removed}
        pending.announce(self._state_path, self.unsettled | gone)
        self._delete(gone)
        documents = list(changed.values())
        opened = self._open_segment(documents)
        if opened and (documents or opened["deleted"]):
            documents += self._take(opened, load)
        if documents:
            self._add(documents)
        self._drop_empty()
        self._begin_merges()
        self._build_merges(load, BUILT * (1 + BUILT_MORE * max(0, len(gone) - 1)))
        self._publish_merges(PUBLISHED * max(1, len(gone)))
        self._drop_empty()
        self._save()

    def is_worn(self, changing: int) -> bool:
        """Whether a new index is the better one: so much is to change, or so little is there and it changes, or was touched."""
        if self.manifest["documents"] <= SMALL:
            return changing > 0 or self._state.setting("files") != self._stamp()
        return changing > REBUILT * self.manifest["documents"]

    def _stamp(self) -> str:
        """Return what tells whether a file of the index was changed, lost or put there by somebody else."""
        found = [(path.removeprefix(self.root), os.stat(path)) for path in files_in(self.root)]
        return hashlib.sha256(repr([(path, state.st_size, state.st_mtime_ns) for path, state in found]).encode()).hexdigest()

    def _open_segment(self, documents: list[Document]) -> Entry | None:
        """Return the segment that is written anew with some more documents, if there is one that has room for them."""
        if not self.manifest["segments"]:
            return None
        last = self.manifest["segments"][-1]
        if last["documents"] > OPEN_DOCUMENTS or living(last) + len(documents) > OPEN_DOCUMENTS or last["name"] in self._inputs():
            return None
        tokens = self._state.tokens(last["name"])[1] + sum(2 * len(document.body) for document in documents)
        return last if tokens <= OPEN_TOKENS or not documents else None

    def _inputs(self) -> set[str]:
        """Segments that are being merged."""
        return {name for merge in self._state.merges() for name in merge.inputs}

    def _delete(self, keys: Iterable[str]) -> None:
        segments = {segment["name"]: segment for segment in self.manifest["segments"]}
        for key in sorted(keys):
            places = self._state.places(key)
            for place in places:
                if place.segment in segments:
                    segments[place.segment]["deleted"] = sorted([*segments[place.segment]["deleted"], place.number])
                    self._count(-1, -place.title_length, -place.body_length)
            self._state.forget(key)
            self._outdated += [(place.segment, place.number) for place in places]

    def _count(self, documents: int, title: int, body: int) -> None:
        self.manifest["documents"] += documents
        self.manifest["tokens"]["title"] += title
        self.manifest["tokens"]["body"] += body

    def _take_text_away(self, segment: str, number: int) -> None:
        name = f"{segment}/{text_file(number // TEXTS_IN_FILE)}"
        path = self._place(name)
        if not path.exists():  # of a segment that is being built: it will be written without this text
            return
        texts = texts_of(unpacked(path.read_bytes()))
        texts[number % TEXTS_IN_FILE] = b""
        put(str(path), packed(name, file_of_texts(texts)))

    def _place(self, name: str) -> Path:
        """Return where a file stands: in the index, or on its way there."""
        return self._staging.path(f"{name}.js") or Path(self.root, f"{name}.js")

    def _take(self, segment: Entry, load: Load) -> list[Document]:
        """Take a segment out of the index; return its living documents."""
        keys = [key for key, _ in self._state.keys(segment["name"])]
        title, body = self._state.tokens(segment["name"])
        self._count(-len(keys), -int(title), -int(body))
        self._state.forget_segment(segment["name"])
        self.manifest["segments"].remove(segment)
        return list(load(keys)) if keys else []

    def _add(self, documents: Iterable[Document]) -> None:
        facets = FacetValues(self.options.facets, self.manifest["facets"])
        made = write_segment(self.root, documents, facets, self._identity, self._staging.root)
        self.manifest["facets"] = facets.values
        if made is None:
            return
        for merge in self._state.merges():
            if made.name in merge.inputs:  # of the same documents, which have since been put in again
                self._state.give_up(merge)
        self._spent += made.size
        segments = self.manifest["segments"]
        segments[:] = [segment for segment in segments if segment["name"] != made.name]  # the same documents, deleted before
        self._outdated = [(name, number) for name, number in self._outdated if name != made.name]
        segments.append(
            {"name": made.name, "documents": len(made.entries), "shards": made.shards, "deleted": []}
        )
        self._state.put(made.name, _rows(made))
        self._count(
            len(made.entries), int(made.entries["title_length"].sum()), int(made.entries["body_length"].sum()),
        )

    def _drop_empty(self) -> None:
        segments = self.manifest["segments"]
        segments[:] = [segment for segment in segments if living(segment)]

    def _begin_merges(self) -> None:
        """Note which segments are to be made one."""
        opened, inputs = self._open_segment([]), self._inputs()
        closed = [segment for segment in self.manifest["segments"] if segment is not opened and segment["name"] not in inputs]
        for group in list(groups(closed)):
            documents = sum(map(living, group))
            is_most = documents > self.manifest["documents"] / 2
            self._state.note(Merge(name_of(group, self._identity), [segment["name"] for segment in group], documents, is_most))

    def _build_merges(self, load: Load, allowed: float) -> None:
        """Go on building merged segments, the smallest first."""
        facets = FacetValues(self.options.facets, self.manifest["facets"])
        for merge in self._state.merges():
            if merge.progress is None or allowed <= 0:
                continue
            try:
                allowed -= Building(self._staging.root, merge, self._state, facets, load, identity=self._identity).go_on(allowed)
            except LOST:
                self._state.give_up(merge)
            else:
                self._state.note(merge)

    def _publish_merges(self, allowed: int) -> None:
        """Publish files of merged segments; put those into their place of which all are there."""
        allowance = allowed - self._spent - len(_manifest(self.manifest)) - BLANKED * len(self._outdated)
        built = [merge for merge in self._state.merges() if merge.progress is None]
        for merge in self._staging.publish(built, allowance, self._write):
            segments = self.manifest["segments"]
            place = min((number for number, segment in enumerate(segments) if segment["name"] in merge.inputs), default=None)
            if place is None or not is_whole(self.root, merge):  # nothing is left of it, or someone took files away
                self._state.give_up(merge)
                continue
            deleted = sorted(set(range(merge.documents)) - self._state.numbers(merge.name, 0, merge.documents))
            self._state.end(merge)
            for name in merge.inputs:
                self._state.drop(name)
            segments[:] = [segment for segment in segments if segment["name"] not in merge.inputs]
            segments.insert(place, {"name": merge.name, "documents": merge.documents, "shards": merge.shards, "deleted": deleted})
            if merge.pinyin:
                self.manifest["pinyin"] = merge.pinyin

    def _write(self, path: str, data: bytes) -> None:
        if put(os.path.join(self.root, path), data):
            self._spent += len(data)

    def _ahead(self) -> bytes:
        """Return the directory that a page waits longest for: that of the largest segment."""
        if not self.manifest["segments"]:
            return early(plain("ahead", None))
        largest = max(self.manifest["segments"], key=living)
        return early(Path(self.root, largest["name"], "directory.js").read_bytes())

    def _save(self) -> None:
        """Write the manifest, then forget the folders that nothing names, then remember all this."""
        data = _manifest(self.manifest)
        self._write(MANIFEST, data)
        self._write(AHEAD, self._ahead())
        merges = self._state.merges()
        coming = {folder for merge in merges for folder in folders(merge)}
        self._staging.clear(besides=coming | {work_folder(merge) for merge in merges if merge.progress is not None})
        known = self.folders | coming
        for name, number in self._outdated:
            if name in known:
                self._take_text_away(name, number)
            else:
                Path(self.root, f"{name}/{text_file(number // TEXTS_IN_FILE)}.js").unlink(missing_ok=True)
        self._outdated = []
        self._clear_away(known)
        self._state.set("manifest", hashlib.sha256(data + self._identity).hexdigest())
        self._state.set("files", self._stamp() if self.manifest["documents"] <= SMALL else "")
        self._state.keep()
        self.fresh = False

    def _clear_away(self, known: set[str]) -> None:
        """Remove folders that nothing names: large ones little by little, and what the state says of them after them."""
        dropped, left = self._state.dropped(), SWEPT
        for entry in list(os.scandir(self.root)):
            if entry.is_dir(follow_symlinks=False) and entry.name not in known:
                if entry.name in dropped:
                    left -= remove(entry.path, left)
                else:
                    shutil.rmtree(entry.path)
        self._state.sweep({name for name in dropped if not os.path.isdir(os.path.join(self.root, name))}, SWEPT)


def _manifest(manifest: dict[str, Any]) -> bytes:
    """Return the file of a manifest, numbers of deleted documents as differences."""
    segments = [entry | {"deleted": [after - before for before, after in itertools.pairwise([0, *entry["deleted"]])]} for entry in manifest["segments"]]
    return early(plain("manifest", manifest | {"segments": segments}))


def _read_manifest(data: bytes) -> dict[str, Any]:
    manifest = json.loads(data[data.index(b",") + 1 : data.rindex(b"]")])
    for entry in manifest["segments"]:
        entry["deleted"] = list(itertools.accumulate(entry["deleted"]))
    return manifest


def _identity(options: Options) -> bytes:
    """Return what decides, besides the documents, what an index holds: an index of another identity is made anew."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return f"{VERSION} {options} {code.hexdigest()} {versions} Unicode {unicodedata.unidata_version}".encode()


def client() -> str:
    """Return the client as a page loads it."""
    return rjsmin.jsmin("\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)) + "\n"


def _fold_table() -> bytes:
    """Return the fold map with like bytes side by side, which compresses best."""
    table = sorted(fold_map().items())
    sources = [0, *(source for source, _ in table)]
    numbers = [len(table), *(after - before for before, after in itertools.pairwise(sources))]
    targets = b"".join(bytes(target >> shift & 0xFF for _, target in table) for shift in (16, 8, 0))
    return b"".join(map(varint.encode, numbers)) + targets


def _listening(documents: Iterable[Document], titles: Titles, names: Counter[str]) -> Iterator[Document]:
    for document in documents:
        titles.add(fold(document.title))
        names.update(map(fold, document.facets.values()))
        yield document


def _rows(made: Segment) -> Iterator[tuple[str, int, int, int]]:
    entries = made.entries
    for number, (key, *lengths) in enumerate(zip(entries.keys, entries["title_length"].tolist(), entries["body_length"].tolist(), strict=True)):
        yield key, number, *lengths
