"""What an index and its state still tell of some wording: a proof that they tell nothing, or where they do.

Every file is looked at, those too that no manifest names, in every way in which it could be read: as bytes in the
encodings that the index uses, unpacked, and decoded as FORMAT.md says. Texts are also put together again from postings
and positions, as somebody would who has only these.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from offline_search.fold import fold

from .index_reader import Bytes, SegmentReader, spelling_phrases, unpacked

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")


class _AnySegment(SegmentReader):
    """A segment with all of its documents, whatever a manifest says of it."""

    def __init__(self, root: Path, name: str) -> None:
        source = Bytes(unpacked(root, f"{name}/directory"))
        shards, runs = source.word(), source.word()
        source.part(4 * shards + 4 * runs)
        documents = sum(source.word() for _ in range(runs))
        super().__init__(root, {"name": name, "documents": documents, "shards": shards, "deleted": []}, {})

    def _facets(self, facets: Any) -> list:
        """Return nothing: values of facets stand in the manifest."""
        return []


def traces(folders: Iterable[Path], wording: str) -> set[str]:
    """Return where files in some folders tell a pair of characters of some wording: paths or segments, and how they tell it."""
    folded = fold(wording)
    pairs = {text[at : at + 2] for text in (wording, folded) for at in range(len(text) - 1)}
    assert pairs, "wording of one character is found in anything"
    encoded = [pair.encode(encoding) for pair in pairs for encoding in ENCODINGS]
    found = set()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            found |= {f"{path.relative_to(folder)}: {kind}" for kind, data in _readings(folder, path) if any(pair in data for pair in encoded)}
        for directory in sorted(folder.glob("*/directory.js")):
            segment = _AnySegment(folder, directory.parent.name)
            found |= {f"{segment.name}: {kind}" for kind, text in _told(segment) if any(pair in text for pair in pairs)}
    return found


def rebuilt(segment: SegmentReader) -> dict[int, str]:
    """Return the body of each document, and the title (under the complement of its number), put together from the positions of pairs."""
    characters: dict[int, dict[int, str]] = {}
    for term, postings in segment.terms().items():
        if len(term) == 2:
            spots = [*postings.positions.items(), *((~document, places) for document, (_, places) in postings.title.items())]
            for document, places in spots:
                for place in places:
                    characters.setdefault(document, {}).update({place: term[0], place + 1: term[1]})
    return {document: "".join(found.get(place, "\n") for place in range(max(found) + 1)) for document, found in characters.items()}


def _told(segment: SegmentReader) -> Iterator[tuple[str, str]]:
    yield "terms", "\n".join([*segment.terms(), *segment.firsts])
    yield "positions", "\n".join(rebuilt(segment).values())
    yield "texts", "\n".join(str(text) for text in segment.texts)


def _readings(root: Path, path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of a file, and those in it when it is a whole binary script."""
    data = path.read_bytes()
    yield "bytes", data
    if path.suffix == ".js" and data.startswith(b"\xff\xfe"):
        try:
            raw = unpacked(root, str(path.relative_to(root).with_suffix("")))
            yield "unpacked", raw
            if path.stem == "spelling":
                yield "phrases", "\n".join(spelling_phrases(raw)).encode()
        except (AssertionError, zlib.error):
            return
