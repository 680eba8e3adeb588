"""The index: its segments, their deleted documents, and the manifest that lists both.

A closed segment is never rewritten. New and changed documents go into the open segment, which is
small and is rewritten with every change. A document that is changed or removed is deleted from its
segment: the manifest lists its number (a tombstone), and its text is erased from the files in the
same publication. Small segments are merged into larger ones over many publications (`merging`), so
their number stays small. Queries have the same answers whatever updates an index went through.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import directory, manifest, pending
from .building import Load, MergeBuilder, work_folder_of
from .client import client_script
from .deletions import COUNTS, CommonTerms
from .document import Document
from .files import (
    DamagedFile,
    binary_script,
    digest_of_files,
    gb18030_json,
    put,
    read_script,
    remove,
    remove_foreign,
    remove_whatever,
    script_bytes,
)
from .fold import fold
from .forgetting import Tables, among, gone_among, names_in, phrases_in, without
from .ledger import ChangedFile
from .merging import Entry, Staging, folders, groups, is_whole, living, name_of
from .opening import ahead_file, opening_file
from .pinyin import SPELLING, TitleSample, table_of, write_table
from .segment import TEXTS_IN_FILE, Segment, join_texts, split_texts, text_file_name, write_segment
from .spelling import spelling_table
from .spool import FacetValues
from .state import Merge, State
from .titles import LivingTitles

VERSION = 8
"""Version of the format (FORMAT.md)."""
LIBRARIES = ("opencc", "pypinyin", "rjieba", "unicodedata2")
"""Distributions whose results are stored in the index: folding, pinyin, and the words of titles."""
CLIENT = "client.js"
AHEAD = "ahead.js"
MANIFEST = "manifest.js"
"""Files that a page may load by script elements of its own, so that its first search need not wait for them."""
OPENING = "opening.js"
"""The manifest with the directory and the facets of the largest segment, for an index with the option `together`."""
FOLD = "fold.js"
SYNONYMS = "synonyms.js"
BESIDE = (CLIENT, AHEAD, MANIFEST, OPENING, FOLD, SYNONYMS)
"""All files beside the folders of segments and of the pinyin table."""
OPEN_DOCUMENTS, OPEN_TOKENS = 24, 40_000
"""Documents, and tokens of their bodies, that the open segment may have. More documents begin a new one."""
PUBLICATION_BYTES = 170_000
"""Bytes that a publication may write for each changed document. Merges publish as much of it as the change leaves."""
MERGE_WORK = 300_000
"""Work on merged segments in one publication, in microseconds as `building` counts them."""
MORE_MERGE_WORK = 0.25
"""Share of `MERGE_WORK` that each further changed document adds."""
CLEARED = 3000
"""Files, and rows of the state, of former segments that one publication deletes."""
SMALL = 500
"""An index of at most so many documents is rebuilt with every change. That takes a second, and makes its files independent of its history."""
REBUILD_SHARE = 0.3
"""When more than this share of the documents changes in one update, the index is rebuilt."""

REWRITTEN_TEXTS = 8_000
"""Bytes of a file of texts, about: erasing a text rewrites its file."""


@dataclass(frozen=True)
class Options:
    """Settings of an index. When they change, the index has to be rebuilt."""

    facets: tuple[str, ...] = ()
    """Names of the facets of documents that results can be filtered by."""
    boosts: dict[str, float] = field(default_factory=lambda: {"title": 5, "body": 1})
    """Weights of the fields in the score."""
    k1: float = 1.2
    """BM25: how soon further occurrences of a term count less."""
    b: float = 0.75
    """BM25: how much a long field lowers the weight, from 0 to 1."""
    aliases: tuple[tuple[str, ...], ...] = ()
    """Groups of words that are one word in two writings: whoever looks for one finds all, and all count."""
    beside: tuple[str, ...] = ()
    """Names of folders in the folder of the index that belong to others, such as another index. They are left alone."""
    fields: tuple[tuple[str, str], ...] = ()
    """Further fields of a query, such as 文号: for each its name, and the facet or the text in `meta` where it stands, or ``key``.
    That text has to stand in the body too."""
    together: bool = False
    """Whether the file `opening.js` is written, which a client reads instead of three. Each publication writes it anew: for small indexes."""
    shard_bytes: int | None = None
    """Bytes of postings in one file, before compression, in place of `shards.SHARD_BYTES`. With fewer a query loads less, and the directory,
    which each page that searches loads, is larger."""


class Index:
    """An index in a folder, and its state.

    `root` is the folder of the index in the output. `state` is the path of an SQLite file that says
    where each document is in the index. The index is `fresh` when one of them is missing or damaged,
    or when they do not belong together, or when code, options or `LIBRARIES` have changed. A fresh
    index must be rebuilt before it can be updated.

    `unconfirmed` has the keys of documents that an earlier process may have changed in the index
    without their owner knowing (`pending`). The owner includes them in its next update. After each
    update or rebuild the owner calls ``pending.confirm_changes(state)``.
    """

    def __init__(self, root: str, state: str, options: Options) -> None:
        self.root, self.options = root, options
        self._identity = _identity(options)
        self._to_erase: list[tuple[str, int]] = []
        """Segment and number of each text that is to be erased after the manifest is written."""
        self._former_titles: dict[str, str] = {}
        """Folded titles of the documents that this update deletes, by key."""
        self._bytes_written = 0
        """Bytes written since the index was opened."""
        self._state = State(state)
        self._state_path = state
        self._staging = Staging.beside(state)
        self.manifest: dict[str, Any] = {}
        try:
            data = Path(root, MANIFEST).read_bytes()
            self.fresh = self._state.setting("manifest") != hashlib.sha256(data + self._identity).hexdigest()
            if not self.fresh:
                self.manifest = manifest.decode(data)
        except (OSError, ValueError):
            self.fresh = True
        left = pending.unconfirmed_changes(state)
        self.fresh |= left is pending.EVERYTHING
        self.unconfirmed = left or set()

    def install_client(self) -> None:
        """Write the client into the folder of the index, as one script without comments."""
        remove_foreign(self.root)
        self._write(CLIENT, client_script().encode())

    def install_synonyms(self, groups: Iterable[Iterable[str]] = ()) -> None:
        """Write groups of words of the same meaning. They are no option of the index: it stays as it is when they change."""
        folded = [list(dict.fromkeys(map(fold, group))) for group in groups]
        self._write(SYNONYMS, binary_script("synonyms", gb18030_json([group for group in folded if len(group) > 1])))

    def close(self) -> None:
        """Close the state. Every update and rebuild is saved already."""
        self._state.close()

    @property
    def folders(self) -> set[str]:
        """Names of the folders that the manifest names."""
        return {self.manifest["pinyin"]["folder"], *(segment["name"] for segment in self.manifest["segments"])}

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew, of all documents. Nothing of other documents stays, in no file of the index and of its state."""
        pending.announce_changes(self._state_path, pending.EVERYTHING)
        remove_foreign(self.root, deep=True)
        self._state.renew()
        self._staging.clear()
        self._to_erase = []
        self.manifest = {
            "version": VERSION, "boosts": self.options.boosts, "k1": self.options.k1, "b": self.options.b,
            "documents": 0, "tokens": {"title": 0, "body": 0}, "facets": {}, "segments": [],
            "aliases": [list(map(fold, group)) for group in self.options.aliases],
        }
        if self.options.fields:
            self.manifest["fields"] = {fold(name): place for name, place in self.options.fields}
        titles, names = TitleSample(), Counter()
        self._add(_sampled(documents, titles, names))
        self.manifest["pinyin"] = write_table(self.root, table_of(titles.titles, names), spelling_table(titles.titles, names), self._identity)
        self._write(FOLD, binary_script("fold", directory.fold_table()))
        if not os.path.isfile(os.path.join(self.root, SYNONYMS)):
            self.install_synonyms()
        self._save()

    def update(self, changed: dict[str, Document], removed: Iterable[str], load: Load) -> None:
        """Add new and changed documents, remove others; go on with merges. `load` returns documents of the index again, by key.

        Raises `DamagedFile` when files of the index are not what was written. After this error and after any other
        the index is fresh: it has to be rebuilt.
        """
        try:
            self._update(changed, removed, load)
        except Exception:
            self._state.distrust()
            self.fresh = True
            raise

    def _update(self, changed: dict[str, Document], removed: Iterable[str], load: Load) -> None:
        remove_foreign(self.root)
        self._staging.clear(besides=self._coming())
        gone = {*changed, *removed}
        pending.announce_changes(self._state_path, self.unconfirmed | gone)
        self._delete(gone)
        documents = list(changed.values())
        opened = self._open_segment(documents)
        if opened and (documents or opened["deleted"]):
            documents += self._dissolve(opened, load)
        if documents:
            self._add(documents)
        self._drop_empty()
        self._begin_merges()
        self._build_merges(load, MERGE_WORK * (1 + MORE_MERGE_WORK * max(0, len(gone) - 1)))
        phrases = phrases_in(self._former_titles.values()) - phrases_in(fold(document.title) for document in changed.values())
        self._publish_merges(PUBLICATION_BYTES * max(1, len(gone)) - (self._spelling_bytes() if phrases else 0))
        self._drop_empty()
        self._forget_phrases(phrases)
        self._save()

    def is_rebuild_better(self, changing: int) -> bool:
        """Return whether to rebuild instead of updating so many documents: most would change, or the index is small and they or its files change."""
        if self.manifest["documents"] <= SMALL:
            return changing > 0 or self._state.setting("files") != digest_of_files(self.root, self.options.beside)
        return changing > REBUILD_SHARE * self.manifest["documents"]

    def _open_segment(self, documents: list[Document]) -> Entry | None:
        """Return the open segment if it has room for some more documents."""
        if not self.manifest["segments"]:
            return None
        last = self.manifest["segments"][-1]
        if last["documents"] > OPEN_DOCUMENTS or living(last) + len(documents) > OPEN_DOCUMENTS or last["name"] in self._inputs():
            return None
        tokens = self._state.tokens(last["name"])[1] + sum(2 * len(document.body) for document in documents)
        return last if tokens <= OPEN_TOKENS or not documents else None

    def _inputs(self) -> set[str]:
        """Return the names of segments that are being merged."""
        return {name for merge in self._state.merges() for name in merge.inputs}

    def _delete(self, keys: Iterable[str]) -> None:
        """Mark documents as deleted, and have their texts erased."""
        segments = {segment["name"]: segment for segment in self.manifest["segments"]}
        common: dict[str, CommonTerms] = {}
        for key in sorted(keys):
            places = self._state.places(key)
            for place in places:
                if place.segment in segments:
                    if place.segment not in common:
                        common[place.segment] = CommonTerms(self.root, place.segment)
                    common[place.segment].count_text(segments[place.segment], place.number)
                    self._former_titles[key] = fold(common[place.segment].title(place.number))
                    segments[place.segment]["deleted"] = sorted([*segments[place.segment]["deleted"], place.number])
                    self._count(-1, -place.title_length, -place.body_length)
            self._state.forget(key)
            self._to_erase += [(place.segment, place.number) for place in places]

    def _spelling_bytes(self) -> int:
        """Return the size of the table of spelling, the largest file that is rewritten when a title goes."""
        path = os.path.join(self.root, self.manifest["pinyin"]["folder"], f"{SPELLING}.js")
        return os.path.getsize(path) if os.path.isfile(path) else 0  # where it is missing, reading it tells

    def _forget_phrases(self, phrases: set[str]) -> None:
        """Take phrases of deleted titles out of the tables of pinyin and of spelling, where no living title has them."""
        if phrases:
            phrases -= names_in(fold(value) for values in self.manifest["facets"].values() for value in values)
            entries = [self.manifest["pinyin"], *(merge.pinyin for merge in self._state.merges() if merge.pinyin)]
            living_titles = LivingTitles(self.root, self.manifest["segments"])
            for values in [Tables(self._root_of, entry).read() for entry in entries]:
                for name, script in without(values, gone_among(among(values, phrases), living_titles.has)).items():
                    put(f"{self._root_of(name)}/{name}.js", script)
        self._former_titles.clear()

    def _root_of(self, name: str) -> str:
        """Return where a file of the index is: among merges that wait for their publication, or in the index."""
        return self._staging.root if self._staging.has(name) else self.root

    def _count(self, documents: int, title: int, body: int) -> None:
        """Add to the numbers of documents and of tokens in the manifest."""
        self.manifest["documents"] += documents
        self.manifest["tokens"]["title"] += title
        self.manifest["tokens"]["body"] += body

    def _erase_text(self, segment: str, number: int) -> None:
        """Rewrite a file of texts without one of them."""
        name = f"{segment}/{text_file_name(number // TEXTS_IN_FILE)}"
        root = self._root_of(name)
        try:
            texts = split_texts(script_bytes(name, read_script(root, name)))
        except DamagedFile:
            if segment in self.folders:
                raise
            remove_whatever(f"{root}/{name}.js")  # its segment is being built, and the text will be left out; or its merge is not whole
        else:
            texts[number % TEXTS_IN_FILE] = b""
            put(f"{root}/{name}.js", binary_script(name, join_texts(texts)))

    def _dissolve(self, segment: Entry, load: Load) -> list[Document]:
        """Remove a segment from the index; return its documents that are not deleted."""
        keys = [key for key, _ in self._state.keys(segment["name"])]
        title, body = self._state.tokens(segment["name"])
        self._count(-len(keys), -int(title), -int(body))
        self._state.forget_segment(segment["name"])
        self.manifest["segments"].remove(segment)
        return list(load(keys)) if keys else []

    def _add(self, documents: Iterable[Document]) -> None:
        """Write some documents as a new segment."""
        facets = FacetValues(self.options.facets, self.manifest["facets"])
        made = write_segment(self.root, documents, facets, self._identity, self._staging.root, shard_bytes=self.options.shard_bytes)
        self.manifest["facets"] = facets.values
        if made is None:
            return
        for merge in self._state.merges():
            if made.name in merge.inputs:  # the same documents were deleted before, and have come back
                self._state.abandon_merge(merge)
        self._bytes_written += made.size
        segments = self.manifest["segments"]
        segments[:] = [segment for segment in segments if segment["name"] != made.name]  # likewise
        self._to_erase = [(name, number) for name, number in self._to_erase if name != made.name]
        segments.append(
            {"name": made.name, "documents": len(made.entries), "shards": made.shards, "deleted": []}
        )
        self._state.put(made.name, _state_rows(made))
        self._count(
            len(made.entries), int(made.entries["title_length"].sum()), int(made.entries["body_length"].sum()),
        )

    def _drop_empty(self) -> None:
        segments = self.manifest["segments"]
        segments[:] = [segment for segment in segments if living(segment)]

    def _begin_merges(self) -> None:
        """Choose segments to merge, and store the merges."""
        opened, inputs = self._open_segment([]), self._inputs()
        closed = [segment for segment in self.manifest["segments"] if segment is not opened and segment["name"] not in inputs]
        for group in list(groups(closed)):
            documents = sum(map(living, group))
            is_most = documents > self.manifest["documents"] / 2
            self._state.save_merge(Merge(name_of(group, self._identity), [segment["name"] for segment in group], documents, is_most))

    def _build_merges(self, load: Load, allowed: float) -> None:
        """Continue to build merged segments, the smallest first, with the work of some microseconds."""
        facets = FacetValues(self.options.facets, self.manifest["facets"])
        for merge in self._state.merges():
            if merge.progress is None or allowed <= 0:
                continue
            try:
                allowed -= MergeBuilder(self._staging.root, merge, self._state, facets, load, identity=self._identity, shard_bytes=self.options.shard_bytes).advance(allowed)
            except ChangedFile:
                self._state.abandon_merge(merge)
            else:
                self._state.save_merge(merge)

    def _publish_merges(self, allowed: int) -> None:
        """Publish files of merged segments. A segment of which all are there replaces its inputs."""
        allowance = allowed - self._bytes_written - len(manifest.encode(self.manifest)) - REWRITTEN_TEXTS * len(self._to_erase)
        built = [merge for merge in self._state.merges() if merge.progress is None]
        for merge in self._staging.publish(built, allowance, self._write):
            segments = self.manifest["segments"]
            place = min((number for number, segment in enumerate(segments) if segment["name"] in merge.inputs), default=None)
            if place is None or not is_whole(self.root, merge):  # all inputs have been deleted, or files are missing
                self._state.abandon_merge(merge)
                continue
            deleted = sorted(set(range(merge.documents)) - self._state.numbers(merge.name, 0, merge.documents))
            self._state.delete_merge(merge)
            for name in merge.inputs:
                self._state.drop(name)
            segments[:] = [segment for segment in segments if segment["name"] not in merge.inputs]
            entry = {"name": merge.name, "documents": merge.documents, "shards": merge.shards, "deleted": deleted}
            if deleted and (counts := CommonTerms(self.root, merge.name).count_postings(deleted)):
                entry[COUNTS] = counts
            segments.insert(place, entry)
            if merge.pinyin:
                self.manifest["pinyin"] = merge.pinyin

    def _write(self, path: str, data: bytes) -> None:
        """Write a file of the index, and count its bytes."""
        if put(os.path.join(self.root, path), data):
            self._bytes_written += len(data)

    def _save(self) -> None:
        """Write the manifest, erase texts, remove folders that nothing names, and commit the state."""
        data = manifest.encode(self.manifest)
        self._write(MANIFEST, data)
        self._write(AHEAD, ahead_file(self.root, self.manifest))
        if self.options.together:
            self._write(OPENING, opening_file(self.root, self.manifest))
        else:
            remove_whatever(os.path.join(self.root, OPENING))
        coming = self._coming()
        self._staging.clear(besides=coming)
        known = self.folders | coming | {*self.options.beside}
        for name, number in self._to_erase:
            if name in known:
                self._erase_text(name, number)
            else:
                remove_whatever(os.path.join(self.root, f"{name}/{text_file_name(number // TEXTS_IN_FILE)}.js"))
        self._to_erase = []
        self._clear_away(known)
        self._state.set("manifest", hashlib.sha256(data + self._identity).hexdigest())
        self._state.set("files", digest_of_files(self.root, self.options.beside) if self.manifest["documents"] <= SMALL else "")
        self._state.commit()
        self.fresh = False

    def _coming(self) -> set[str]:
        """Return the names of the folders that merges under way write."""
        merges = self._state.merges()
        return {folder for merge in merges for folder in folders(merge)} | {work_folder_of(merge) for merge in merges if merge.progress is not None}

    def _clear_away(self, known: set[str]) -> None:
        """Remove what nothing names, large folders in steps. Their rows in the state go after them."""
        dropped, left = self._state.dropped(), CLEARED
        unnamed = [entry for entry in os.scandir(self.root) if entry.name not in known and entry.name not in BESIDE]
        for entry in sorted(unnamed, key=lambda entry: (entry.stat().st_mtime_ns, entry.name)):
            if entry.name not in dropped:
                remove_whatever(entry.path)
            elif left:
                left -= remove(entry.path, left)
                if os.path.isdir(entry.path):
                    os.utime(entry.path, (0, 0))  # the next update goes on with it, however many folders come meanwhile
        self._state.sweep({name for name in dropped if not os.path.isdir(os.path.join(self.root, name))}, CLEARED)


def _identity(options: Options) -> bytes:
    """Return what determines an index besides its documents: format, options, code, libraries (Unicode's data are one of them)."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return f"{VERSION} {options} {code.hexdigest()} {versions}".encode()


def _sampled(documents: Iterable[Document], titles: TitleSample, names: Counter[str]) -> Iterator[Document]:
    """Yield the documents; collect their titles and the values of their facets, for the pinyin table."""
    for document in documents:
        titles.add(fold(document.title))
        names.update(map(fold, document.facets.values()))
        yield document


def _state_rows(made: Segment) -> Iterator[tuple[str, int, int, int]]:
    """Yield for each document of a segment its row in the state."""
    entries = made.entries
    for number, (key, *lengths) in enumerate(zip(entries.keys, entries["title_length"].tolist(), entries["body_length"].tolist(), strict=True)):
        yield key, number, *lengths
