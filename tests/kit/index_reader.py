"""A second reader of the search index, written from FORMAT.md alone: it reads every file and checks every byte."""

from __future__ import annotations

import itertools
import json
import zlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Titles = dict[int, tuple[int, list[int]]]
"""Document → length of its title, positions."""


class Bytes:
    """Bytes that are read from the front, mostly as varints."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self) -> int:
        """Return the next varint."""
        value = scale = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << scale
            scale += 7
            if not byte & 0x80:
                return value

    def numbers(self, count: int) -> list[int]:
        """Return the next `count` varints."""
        return [self.number() for _ in range(count)]

    def byte(self) -> int:
        """Return the next byte."""
        return self.part(1)._data[0]

    def word(self) -> int:
        """Return the next number of four bytes, little-endian."""
        return int.from_bytes(self.part(4)._data, "little")

    def part(self, size: int) -> Bytes:
        """Return the next `size` bytes as a source of their own."""
        assert self._at + size <= len(self._data)
        self._at += size
        return Bytes(self._data[self._at - size : self._at])

    def end(self) -> None:
        """Check that nothing is left."""
        assert self._at == len(self._data), f"{len(self._data) - self._at} bytes more"


def data_of(root: Path, name: str) -> str:
    """Return the text that a binary script passes to the client; check the script's form and the name in it."""
    script = (root / f"{name}.js").read_bytes()
    assert script[:2] == b"\xff\xfe"
    head, tail = f'OfflineSearch.receive("{name}","', '");\n'
    text = script[2:].decode("utf-16-le")
    assert text.startswith(head) and text.endswith(tail)
    return text[len(head) : -len(tail)]


def unpacked(root: Path, name: str) -> bytes:
    """Return the bytes in a binary file."""
    units = iter(data_of(root, name))
    packed = bytearray()
    for unit in units:
        packed += (ord(next(units)) - 0x1000 if unit == "\ue000" else ord(unit)).to_bytes(2, "little")
    stream = zlib.decompressobj()
    raw = stream.decompress(packed)
    assert stream.eof and stream.unused_data == b""
    return raw


def plain(root: Path, name: str) -> Any:
    """Return the JSON value in a script."""
    text = (root / f"{name}.js").read_text(encoding="utf-8")
    head, tail = f'(self.OfflineSearchQueue=self.OfflineSearchQueue||[]).push(["{name}",', "]);\n"
    assert text.startswith(head) and text.endswith(tail)
    return json.loads(text[len(head) : -len(tail)])


@dataclass
class Postings:
    """The postings of one term in a segment."""

    body: dict[int, int] = field(default_factory=dict)
    """Document → tf."""
    positions: dict[int, list[int]] = field(default_factory=dict)
    """Document → positions in its body; only for terms of two characters."""
    title: Titles = field(default_factory=dict)


Summary = tuple[int, int, list[tuple[int, int]]]
"""How many postings a part has of one field, its first document, and the pairs that limit their weights."""


@dataclass
class Shard:
    """One shard of postings, with the positions from the file of positions."""

    terms: list[str]
    postings: list[Postings]


def term_of(c1: int, c2: int) -> str:
    """Return a term as a string."""
    return chr(c1) + (chr(c2) if c2 else "")


class SegmentReader:
    """A segment with all its content."""

    def __init__(self, root: Path, entry: dict[str, Any], facets: dict[str, list[str]]) -> None:
        self.root, self.name = root, entry["name"]
        self.documents, self.deleted = entry["documents"], list(itertools.accumulate(entry["deleted"]))
        self._directory(entry["shards"])
        self.summaries: dict[str, list[tuple[Summary, Summary]]] = {}
        """For each term of several parts: what it says of the bodies and of the titles of each part."""
        self.shards = [self._shard(number) for number in range(entry["shards"])]
        self._check_summaries()
        self._check_common(entry)
        for number, group in enumerate(self.groups):
            self._positions(number, [self.shards[place] for place in group])
        self.texts = self._texts()
        self.facets = self._facets(facets)

    def _directory(self, shards: int) -> None:
        source = Bytes(unpacked(self.root, f"{self.name}/directory"))
        assert source.word() == shards
        runs = source.word()
        lefts = [source.word() for _ in range(shards)]
        steps = [source.word() for _ in range(runs)]
        counts = [source.word() for _ in range(runs)]
        assert all(count > 0 for count in counts) and all(step > 0 for step in steps[1:])
        self.lengths = [length for length, count in zip(itertools.accumulate(steps), counts, strict=True) for _ in range(count)]
        assert len(self.lengths) == self.documents
        low, middle, high = ([source.byte() for _ in range(shards)] for _ in range(3))
        self.firsts = [term_of(c1, c2[0] + c2[1] * 256 + c2[2] * 65536) for c1, *c2 in zip(lefts, low, middle, high, strict=True)]
        begins = [source.byte() for _ in range(shards)]
        assert not begins or (begins[0] == 1 and set(begins) <= {0, 1})
        self.rows = rows_of(source)
        self.folds = _pairs(source)
        source.end()
        self.groups: list[list[int]] = []
        """Shards by file of positions."""
        for number, begin in enumerate(begins):
            self.groups += [[]] * begin
            self.groups[-1] = [*self.groups[-1], number]

    def _shard(self, number: int) -> Shard:
        source = Bytes(unpacked(self.root, f"{self.name}/p/{number}"))
        rows = []
        c1 = 0
        count = source.number()
        is_first = number + 1 < len(self.firsts) and self.firsts[number + 1] == self.firsts[number] and (number == 0 or self.firsts[number - 1] != self.firsts[number])
        assert (count == 0) == is_first
        if is_first:
            self.summaries[self.firsts[number]] = [(_summary(source), _summary(source)) for _ in range(source.number())]
            count = source.number()
            assert count == 1
        for _ in range(count):
            step, c2, *sizes = source.numbers(6)
            c1 += step
            rows.append((term_of(c1, c2), *sizes))
        found = []
        for term, bodies, body_size, titles, title_size in rows:
            body = _body(source.part(body_size), bodies)
            found.append(Postings(body, {}, _title(source.part(title_size), titles)))
            assert body or found[-1].title, term
        source.end()
        return Shard([row[0] for row in rows], found)

    def _check_summaries(self) -> None:
        """Check that summaries say what the parts have, and that no posting weighs more than one of the pairs allows."""
        for term, parts in self.summaries.items():
            first = self.firsts.index(term)
            assert self.firsts[first : first + len(parts)] == [term] * len(parts) and term not in self.firsts[first + len(parts) :]
            for number, (body, title) in enumerate(parts, first):
                [postings] = [postings for known, postings in zip(self.shards[number].terms, self.shards[number].postings, strict=True) if known == term]
                for (count, start, best), found in ((body, postings.body), (title, postings.title)):
                    assert (count, start) == (len(found), min(found, default=0)) and bool(best) == bool(found)
                assert all(any(most >= tf and before <= document for most, before in body[2]) for document, tf in postings.body.items())
                assert all(any(most >= len(places) and shortest <= length for most, shortest in title[2]) for length, places in postings.title.values())

    def _check_common(self, entry: dict[str, Any]) -> None:
        """Check how many deleted documents have each term of several parts, by its postings."""
        terms = self.terms()
        counts = [sum(number in found for number in self.deleted for found in (terms[term].body, terms[term].title)) for term in self.summaries]
        assert entry.get("common", []) == (counts if self.deleted else [])

    def _positions(self, number: int, shards: list[Shard]) -> None:
        source = Bytes(unpacked(self.root, f"{self.name}/q/{number}"))
        assert source.number() == len(shards)
        sizes = []
        for shard in shards:
            pairs = [postings for term, postings in zip(shard.terms, shard.postings, strict=True) if len(term) == 2]
            assert source.number() == len(pairs)
            sizes += zip(pairs, source.numbers(len(pairs)), strict=True)
        for postings, size in sizes:
            part = source.part(size)
            postings.positions = {document: _added(part.numbers(tf)) for document, tf in postings.body.items()}
            part.end()
        source.end()

    def terms(self) -> dict[str, Postings]:
        """Return the postings of each term; those of a long term come from several shards."""
        found: dict[str, Postings] = {}
        for shard in self.shards:
            for term, postings in zip(shard.terms, shard.postings, strict=True):
                whole = found.setdefault(term, Postings())
                for name in ("body", "positions", "title"):
                    known, more = getattr(whole, name), getattr(postings, name)
                    assert not known or not more or max(known) < min(more)
                    known.update(more)
        return found

    def _texts(self) -> list[dict[str, Any] | None]:
        found: list[dict[str, Any] | None] = []
        for number in range(-(-self.documents // 5)):
            texts = texts_in(unpacked(self.root, f"{self.name}/t/{number // 100}/{number}"), self.rows)
            assert len(texts) == min(5, self.documents - number * 5)
            found += [text and dict(zip(("key", "url", "title", "date", "meta", "text", "days")[: max(6, len(text))], text, strict=True)) for text in texts]
        return found

    def _facets(self, facets: dict[str, list[str]]) -> list[tuple[dict[str, str], int]]:
        """Return for each document its values by facet, and the number of its day."""
        found: list[tuple[dict[str, str], int]] = []
        for number in range(-(-self.documents // 32768)):
            source = Bytes(unpacked(self.root, f"{self.name}/f/{number}"))
            count = min(32768, self.documents - number * 32768)
            columns = {name: source.numbers(count) for name in sorted(facets)}
            days = source.numbers(count)
            source.end()
            for place in range(count):
                values = {name: facets[name][column[place] - 1] for name, column in columns.items() if column[place]}
                found.append((values, days[place]))
        return found

    def files(self) -> set[str]:
        """Return the names of the files that the segment must have."""
        texts = -(-self.documents // 5)
        return {
            "directory.js", *(f"p/{i}.js" for i in range(len(self.firsts))),
            *(f"q/{i}.js" for i in range(len(self.groups))),
            *(f"t/{i // 100}/{i}.js" for i in range(texts)), *(f"f/{i}.js" for i in range(-(-self.documents // 32768))),
        }


def code_in(directory: bytes) -> list[list[int]]:
    """Return the rows of the text code in a directory."""
    source = Bytes(directory)
    shards, runs = source.word(), source.word()
    source.part(8 * shards + 8 * runs)
    return rows_of(source)


def rows_of(source: Bytes) -> list[list[int]]:
    """Return the rows of the text code that begin here."""
    left, rows = source.number(), []
    while left:
        steps = source.numbers(min(left, 256 if rows else 224))
        rows.append([sum(steps[: place + 1]) for place in range(len(steps))])
        assert all(step > 0 for step in steps[1:])
        left -= len(steps)
    return rows


def _pairs(source: Bytes) -> dict[int, int]:
    found, point = {}, 0
    for _ in range(source.number()):
        point += source.number()
        found[point] = source.number()
    return found


def texts_in(data: bytes, rows: list[list[int]]) -> list[list | None]:
    """Return the documents of a file of texts; None for a deleted document."""
    source = Bytes(data)
    parts = [decoded(source.part(size)._data, rows) for size in source.numbers(source.number())]
    source.end()
    return [json.loads(part) if part else None for part in parts]


def decoded(data: bytes, rows: list[list[int]]) -> str:
    """Return the text of bytes in a text code."""
    found = []
    rest = iter(data)
    for byte in rest:
        if byte < 224:
            found.append(rows[0][byte])
        elif byte < 255:
            found.append(rows[byte - 223][next(rest)])
        else:
            found.append(next(rest) << 16 | next(rest) << 8 | next(rest))
    return "".join(map(chr, found))


def spelling_phrases(data: bytes) -> dict[str, int]:
    """Return the phrases of the table of spelling, with the powers of two to which their counts are rounded down."""
    source = Bytes(data)
    rows = rows_of(source)
    number = source.number()
    sizes, powers = (list(source.part(number)._data) for _ in range(2))
    rest = decoded(source.part(source.number())._data, rows)
    found: dict[str, int] = {}
    phrase = ""
    for size, power in zip(sizes, powers, strict=True):
        phrase, rest = phrase[: size // 16] + rest[: size % 16 + 1], rest[size % 16 + 1 :]
        found[phrase] = 2**power
    assert not rest and list(found) == sorted(found)
    return found


def _summary(source: Bytes) -> Summary:
    if not (count := source.number()):
        return 0, 0, []
    first, pairs = source.numbers(2)
    return count, first, [tuple(source.numbers(2)) for _ in range(pairs)]


def _body(source: Bytes, count: int) -> dict[int, int]:
    found: dict[int, int] = {}
    document = 0
    for place in range(count):
        code = source.number()
        assert place == 0 or code >= 2
        document += code // 2
        found[document] = source.number() + 2 if code % 2 else 1
    source.end()
    return found


def _title(source: Bytes, count: int) -> Titles:
    found: Titles = {}
    document = 0
    for place in range(count):
        step, length, tf = source.numbers(3)
        assert place == 0 or step > 0
        document += step
        found[document] = length, _added(source.numbers(tf))
    source.end()
    return found


def _added(steps: list[int]) -> list[int]:
    found: list[int] = []
    for step in steps:
        assert not found or step > 0
        found.append(step + (found[-1] if found else 0))
    return found


class Reader:
    """A whole index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = plain(root, "manifest")
        self.segments = [SegmentReader(root, entry, self.manifest["facets"]) for entry in self.manifest["segments"]]

    def fold_map(self) -> dict[int, int]:
        """Return the fold map: code point → folded code point."""
        data = unpacked(self.root, "fold")
        source = Bytes(data)
        count = source.number()
        steps = source.numbers(count)
        assert all(step > 0 for step in steps[1:])
        planes = data[len(data) - 3 * count :]
        source.part(3 * count)
        source.end()
        targets = [planes[place] << 16 | planes[count + place] << 8 | planes[2 * count + place] for place in range(count)]
        return dict(zip(itertools.accumulate(steps), targets, strict=True))

    def living(self) -> dict[str, tuple[str, int]]:
        """Return segment and number of each document that is not deleted, by key."""
        found: dict[str, tuple[str, int]] = {}
        for segment in self.segments:
            for number, text in enumerate(segment.texts):
                assert (text is None) == (number in segment.deleted)
                if text is not None:
                    assert text["key"] not in found
                    found[text["key"]] = segment.name, number
        return found

    def folders(self) -> set[str]:
        """Return the folders that the manifest names."""
        return {self.manifest["pinyin"]["folder"], *(segment.name for segment in self.segments)}

    def files(self) -> set[str]:
        """Return the names of all files that the index must have, without those of the client."""
        pinyin = {f"{self.manifest['pinyin']['folder']}/{letter}.js" for letter in (*self.manifest["pinyin"]["letters"], "spelling")}
        return {"manifest.js", "ahead.js", "fold.js", "synonyms.js", *pinyin, *(f"{segment.name}/{name}" for segment in self.segments for name in segment.files())}


def day_number(day: str) -> int:
    """Return a date as the files of facets have it: days since 1899-12-31, or 0 for none."""
    return (date.fromisoformat(day) - date(1900, 1, 1)).days + 1 if day else 0
