"""The file `opening.js`, by which a small index is opened: one file instead of three."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from offline_search.index import OPENING

from tests.kit.search_archive import OPTIONS, Archive, make_small
from tests.kit.search_corpus import FACETS, Writer
from tests.kit.search_node import Client, running

QUERY = "通知"


@pytest.fixture
def client() -> Iterator[Client]:
    """The browser's client, with nothing loaded."""
    with running() as found:
        yield found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An index with the option `together`."""
    return Archive(tmp_path, Writer(5).documents(60), dataclasses.replace(OPTIONS, together=True))


def counted(archive: Archive) -> list[list]:
    """Return the values of the first facet with their numbers of documents, of those that hold the words."""
    found = Counter(document.facets.get(FACETS[0]) for document in archive.documents.values() if QUERY in f"{document.title}\n{document.body}")
    assert len(found) > 1
    return sorted([value, number] for value, number in found.items() if value)


def test_an_index_is_opened_and_its_facets_are_counted_by_one_file(archive: Archive, client: Client) -> None:
    found = client.ask("opening", base=str(archive.root), query=QUERY, facet=FACETS[0])
    assert sorted(found["counts"]) == counted(archive) and found["missing"] == []
    assert found["read"][0] == OPENING
    assert not any(path in ("manifest.js", "ahead.js") or path.endswith(("directory.js", "f/0.js")) for path in found["read"])


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_where_that_file_cannot_be_read_the_three_are(archive: Archive, client: Client, harm: str) -> None:
    path = archive.root / OPENING
    data = path.read_bytes()
    path.unlink()
    if harm == "damaged":
        path.write_bytes(data[: len(data) // 2 * 2 - 200])
    found = client.ask("opening", base=str(archive.root), query=QUERY, facet=FACETS[0])
    assert sorted(found["counts"]) == counted(archive) and found["missing"] == []
    assert "manifest.js" in found["read"]


def test_it_is_true_after_every_publication(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    make_small(monkeypatch)
    writer = Writer(6)
    for _ in range(4):
        archive.update([writer.document(3)], [sorted(archive.documents)[0]])
        with running() as client:
            found = client.ask("opening", base=str(archive.root), query=QUERY, facet=FACETS[0])
        assert sorted(found["counts"]) == counted(archive) and found["missing"] == []


def test_an_index_without_the_option_has_no_such_file(archive: Archive) -> None:
    assert (archive.root / OPENING).is_file()
    archive.options = OPTIONS
    archive.rebuild()
    assert not (archive.root / OPENING).exists()
