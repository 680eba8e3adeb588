"""The index: segments, what is deleted in them, and the manifest that names it all.

A closed segment is never written again. New and changed documents go into the open one,
which is small and rewritten; what they replace is marked as deleted in the manifest, and
its text is taken out of the files at once. Small segments are merged into larger ones, so
there are never many. The same questions get the same answers however an index came about.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rjsmin

from . import varint
from .document import Document
from .files import encoded, packed, plain, same, unpacked
from .fold import fold, fold_map
from .pinyin import Phrases
from .segment import TEXTS_IN_FILE, FacetValues, Segment, as_json, text_file, write_segment
from .textcode import TextCode

VERSION = 2
STATIC = Path(__file__).with_name("static")
SCRIPTS = (
    "loader.js", "inflate.js", "reader.js", "textcode.js", "codec.js", "query.js", "segment.js", "sets.js", "occurrence.js", "matching.js", "scoring.js", "highlight.js",
    "answer.js", "searching.js", "engine.js", "expand.js",
)
"""The client's parts, in their order."""
CLIENT = "client.js"
MANIFEST = "manifest.js"
"""A page may load it by an element of its own, after the client: then the first search has it at once."""
OPEN_DOCUMENTS = 48
"""A segment of so many documents is closed. The open one is rewritten with each change."""
MERGED = 8
"""So many segments of one size become one of the next size."""
SMALL = 500
"""An index of so many documents is made anew in a second, and then is the same whatever came before."""
REBUILT = 0.3
"""When more than this part of the index is deleted or new, everything is written anew."""

Load = Callable[[list[str]], Iterable[Document]]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    key TEXT PRIMARY KEY, segment TEXT NOT NULL, number INTEGER NOT NULL,
    title_length INTEGER NOT NULL, body_length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_segment ON document (segment, number);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


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
    other, the index is `fresh`: nothing is known of it, and only `rebuild` helps.
    """

    def __init__(self, root: str, state: str, options: Options) -> None:
        self.root, self.options = root, options
        self._outdated: list[tuple[str, int]] = []
        """Texts to take out of the files once the manifest does not speak of them any more."""
        os.makedirs(os.path.dirname(state), exist_ok=True)
        self._connection = self._open(state)
        self.manifest: dict[str, Any] = {}
        try:
            data = Path(root, MANIFEST).read_bytes()
            self.fresh = self._setting("manifest") != hashlib.sha256(data + self._identity()).hexdigest()
            if not self.fresh:
                self.manifest = json.loads(data[data.index(b",") + 1 : data.rindex(b")")])
        except (OSError, ValueError):
            self.fresh = True

    def _open(self, state: str) -> sqlite3.Connection:
        try:
            connection = self._connect(state)
            connection.execute("SELECT count(*), max(number) FROM document").fetchone()
            connection.execute("SELECT max(value) FROM setting").fetchone()
        except sqlite3.DatabaseError:
            os.unlink(state)
            connection = self._connect(state)
        return connection

    @staticmethod
    def _connect(state: str) -> sqlite3.Connection:
        connection = sqlite3.connect(state, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        return connection

    def _identity(self) -> bytes:
        code = hashlib.sha256()
        for path in sorted(Path(__file__).parent.glob("*.py")):
            code.update(path.read_bytes())
        return f"{VERSION} {self.options} {code.hexdigest()}".encode()

    def _setting(self, name: str) -> str:
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def install_client(self) -> None:
        """Write the client beside the index, as one script without its comments."""
        os.makedirs(self.root, exist_ok=True)
        self._write(CLIENT, client().encode())

    def close(self) -> None:
        """Forget what was not saved."""
        self._connection.close()

    @property
    def folders(self) -> set[str]:
        """Folders that belong to the index."""
        return {self.manifest["pinyin"]["folder"], *(segment["name"] for segment in self.manifest["segments"])}

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew of all documents."""
        os.makedirs(self.root, exist_ok=True)
        self._connection.execute("DELETE FROM document")
        self.manifest = {
            "version": VERSION, "boosts": self.options.boosts, "k1": self.options.k1, "b": self.options.b,
            "documents": 0, "tokens": {"title": 0, "body": 0}, "facets": {}, "segments": [],
            "aliases": [list(map(fold, group)) for group in self.options.aliases],
        }
        phrases = Phrases()
        self._add(_listening(documents, phrases))
        self._write_pinyin(phrases)
        self._write("fold.js", packed("fold", _fold_table()))
        self._save()

    def _write_pinyin(self, phrases: Phrases) -> None:
        table = {letter: encoded(rows) for letter, rows in sorted(phrases.table().items())}
        digest = hashlib.sha256(self._identity() + b"\0".join(table.values())).hexdigest()
        folder = f"pinyin-{digest[:12]}"
        os.makedirs(os.path.join(self.root, folder), exist_ok=True)
        for letter, rows in table.items():
            self._write(f"{folder}/{letter}.js", packed(f"{folder}/{letter}", rows))
        self.manifest["pinyin"] = {"folder": folder, "letters": "".join(table)}

    def update(self, changed: dict[str, Document], removed: Iterable[str], load: Load) -> None:
        """Put new and changed documents in, take others out. `load` gives documents of the index again, by key."""
        gone = {*changed, *removed}
        self._delete(gone)
        documents = list(changed.values())
        segments = self.manifest["segments"]
        if segments and self._living(segments[-1]) + len(documents) <= OPEN_DOCUMENTS and segments[-1]["documents"] <= OPEN_DOCUMENTS:
            documents += self._take(segments[-1], load)
        if documents:
            self._add(documents)
        self._merge(load)
        self._save()

    def is_worn(self, changing: int) -> bool:
        """Whether a new index is the better one: so much is deleted or new, or so little is there."""
        if self.manifest["documents"] <= SMALL:
            return True
        deleted = sum(len(segment["deleted"]) for segment in self.manifest["segments"])
        return deleted + changing > REBUILT * self.manifest["documents"]

    def _living(self, segment: dict[str, Any]) -> int:
        return segment["documents"] - len(segment["deleted"])

    def _delete(self, keys: Iterable[str]) -> None:
        segments = {segment["name"]: segment for segment in self.manifest["segments"]}
        for key in sorted(keys):
            row = self._connection.execute("SELECT * FROM document WHERE key = ?", (key,)).fetchone()
            if row is None:
                continue
            _, name, number, title_length, body_length = row
            segments[name]["deleted"] = sorted([*segments[name]["deleted"], number])
            self._count(-1, -title_length, -body_length)
            self._connection.execute("DELETE FROM document WHERE key = ?", (key,))
            self._outdated.append((name, number))

    def _count(self, documents: int, title: int, body: int) -> None:
        self.manifest["documents"] += documents
        self.manifest["tokens"]["title"] += title
        self.manifest["tokens"]["body"] += body

    def _take_text_away(self, segment: str, number: int) -> None:
        name = text_file(number // TEXTS_IN_FILE)
        path = Path(self.root, segment, f"{name}.js")
        code = TextCode.read(unpacked(Path(self.root, segment, "directory.js").read_bytes()))
        texts = json.loads(code.decode(unpacked(path.read_bytes())))
        texts[number % TEXTS_IN_FILE] = None
        self._write(f"{segment}/{name}.js", packed(f"{segment}/{name}", code.encode(as_json(texts))))

    def _take(self, segment: dict[str, Any], load: Load) -> list[Document]:
        """Take a segment out of the index; return its living documents."""
        rows = self._connection.execute("SELECT key, title_length, body_length FROM document WHERE segment = ?", (segment["name"],)).fetchall()
        for _, title_length, body_length in rows:
            self._count(-1, -title_length, -body_length)
        self._connection.execute("DELETE FROM document WHERE segment = ?", (segment["name"],))
        self.manifest["segments"].remove(segment)
        return list(load([row[0] for row in rows])) if rows else []

    def _add(self, documents: Iterable[Document]) -> None:
        facets = FacetValues(self.options.facets, self.manifest["facets"])
        made = write_segment(self.root, documents, facets, self._identity())
        self.manifest["facets"] = facets.values
        if made is None:
            return
        segments = self.manifest["segments"]
        segments[:] = [segment for segment in segments if segment["name"] != made.name]  # the same documents, deleted before
        self._outdated = [(name, number) for name, number in self._outdated if name != made.name]
        segments.append(
            {"name": made.name, "documents": len(made.entries), "shards": made.shards, "deleted": []}
        )
        self._connection.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", _rows(made))
        self._count(
            len(made.entries), int(made.entries["title_length"].sum()), int(made.entries["body_length"].sum()),
        )

    def _merge(self, load: Load) -> None:
        """Merge segments of one size where they have become many; drop empty ones."""
        segments = self.manifest["segments"]
        for segment in [segment for segment in segments if not self._living(segment)]:
            self._take(segment, load)
        size = OPEN_DOCUMENTS
        while size < self.manifest["documents"]:
            least = size // MERGED if size > OPEN_DOCUMENTS else 0
            alike = [segment for segment in segments if least < segment["documents"] <= size]
            if len(alike) >= MERGED:
                self._add([document for segment in alike for document in self._take(segment, load)])
            size *= MERGED

    def _write(self, path: str, data: bytes) -> None:
        target = os.path.join(self.root, path)
        if same(target, data):
            return
        Path(target + ".new").write_bytes(data)
        os.replace(target + ".new", target)

    def _save(self) -> None:
        """Write the manifest, then forget the segments that it does not name, then remember all this."""
        data = plain("manifest", self.manifest)
        self._write(MANIFEST, data)
        for name, number in self._outdated:
            if name in self.folders:
                self._take_text_away(name, number)
        self._outdated = []
        for entry in list(os.scandir(self.root)):
            if entry.is_dir(follow_symlinks=False) and entry.name not in self.folders:
                shutil.rmtree(entry.path)
        self._connection.execute(
            "INSERT OR REPLACE INTO setting VALUES ('manifest', ?)", (hashlib.sha256(data + self._identity()).hexdigest(),)
        )
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")
        self.fresh = False


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


def _listening(documents: Iterable[Document], phrases: Phrases) -> Iterator[Document]:
    for document in documents:
        phrases.add(fold(document.title), map(fold, document.facets.values()))
        yield document


def _rows(made: Segment) -> Iterator[tuple[str, str, int, int, int]]:
    entries = made.entries
    for number, (key, *lengths) in enumerate(zip(entries.keys, entries["title_length"].tolist(), entries["body_length"].tolist(), strict=True)):
        yield key, made.name, number, *lengths
