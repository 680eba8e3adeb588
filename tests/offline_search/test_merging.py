"""The history of the search index: whatever comes in whatever order and breaks off wherever, answers are a new index's."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from offline_search import building, merging
from offline_search import index as search_index
from offline_search.document import Document
from offline_search.merging import groups
from offline_search.state import Merge, State

from tests.kit.index_reader import SegmentReader
from tests.kit.interruptions import Killed, killed_after, step
from tests.kit.search_archive import Archive, assert_true, said_of
from tests.kit.search_corpus import Writer
from tests.kit.search_node import Client, running

PUBLISHED, LARGE = 4000, 2500
TABLES = 40_000
"""Bytes of the tables of phrases that one publication may write."""
PROPERTY = settings(phases=(Phase.explicit, Phase.generate), derandomize=True, deadline=None, database=None, max_examples=12, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The browser's client."""
    with running() as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Small numbers, so that few documents are of many segments, and their merges take several publications."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "OPEN_DOCUMENTS", 3)
        patch.setattr(search_index, "PUBLICATION_BYTES", PUBLISHED)
        patch.setattr(search_index, "REWRITTEN_TEXTS", 300)
        patch.setattr(search_index, "MERGE_WORK", 400)
        for name, value in (("LOAD_BATCH", 2), ("STORE_BATCH", 3), ("MERGED_BYTES", 1000)):
            patch.setattr(building, name, value)
        patch.setattr(merging, "RATIO", 3)
        patch.setattr(merging, "LARGE", LARGE)
        commit = State.commit

        def commit_or_not(state: State) -> None:
            step()
            commit(state)
            step()

        patch.setattr(State, "commit", commit_or_not)
        yield


QUESTIONS = [
    {"query": query, "order": order, "facets": True}
    for query in ("信息公开", "通知", "的", "公开 通知", "政府信息公开条例", "中华人民共和国政府信息公开条例实施办法", "gdp", "(2014)", "title:通知", "公开 -通知", "1", "a")
    for order in ("score", "date")
]


def answers(client: Client, archive: Archive) -> list[dict[str, Any]]:
    """Return what is found in an index, without what depends on how it is laid out."""
    found = client.search(archive.root, QUESTIONS)
    assert all(answer["exact"] for answer in found)
    kept = [{name: answer[name] for name in ("total", "keys", "scores", "facets")} for answer in found]
    for answer in kept:  # values of facets stand in the order of their numbers, which is that of their appearance
        answer["facets"] = {name: dict(counts) for name, counts in answer["facets"].items()}
    return kept


def change(draw: random.Random, writer: Writer, archive: Archive, before: list[list[str]]) -> tuple[list[Document], list[str]]:
    """Return documents to put in and keys to take out: few or many, new, edited or the same again, all of a former change even."""
    if before and draw.random() < 0.2:
        return [archive.documents[key] for key in draw.choice(before) if key in archive.documents], []
    known = draw.sample(sorted(archive.documents), len(archive.documents))
    many = draw.choice((1, 1, 2, 6))
    removed = [known.pop() for _ in range(draw.randint(0, many // 2 + 1)) if known]
    edited = [writer.edited(archive.documents[known.pop()]) for _ in range(draw.randint(0, many)) if known]
    same = [archive.documents[known.pop()] for _ in range(draw.choice((0, 0, 1, 6))) if known]
    new = [writer.document(draw.randint(0, 12)) for _ in range(draw.randint(1, many + 1))]
    return edited + same + new, removed


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_changes_leaves_what_a_new_index_has(tmp_path: Path, client: Client, seed: int) -> None:
    draw, writer = random.Random(seed), Writer(seed + 50)
    archive = Archive(tmp_path / "updated", writer.documents(draw.choice((0, 3, 9, 20)), 8))
    most, before = 0, []
    for _ in range(10):
        put, removed = change(draw, writer, archive, before)
        before.append([document.key for document in put])
        archive.update(put, removed)
        reader = assert_true(archive)
        most = max(most, len(reader.segments))
        assert archive.named().keys() == reader.files()
    assert most >= 2
    fresh = Archive(tmp_path / "rebuilt", archive.documents.values())
    assert said_of(reader) == said_of(fresh.reader())
    assert answers(client, archive) == answers(client, fresh)


def publish(archive: Archive, put: list[Document], removed: list[str]) -> None:
    """Bring the index up to some changes as a site does: by an update, or anew when nothing is known of it."""
    if archive.fresh:
        archive.documents = {key: document for key, document in archive.documents.items() if key not in removed} | {document.key: document for document in put}
        archive.rebuild()
    else:
        archive.update(put, removed)


def written(before: dict[str, tuple[bytes, int, int]], after: dict[str, tuple[bytes, int, int]]) -> dict[str, int]:
    """Return the bytes of each file that is new or was written again."""
    return {path: len(found[0]) for path, found in after.items() if before.get(path) != found}


def assert_bounded(archive: Archive, before: dict[str, tuple[bytes, int, int]], changes: int) -> None:
    """What was written is the open segment, the manifest, texts taken away, and of merges not more than is allowed.

    Tables of phrases have a bound of their own, whatever the size of the archive.
    """
    sizes = written(before, archive.files())
    made = archive.reader().manifest["segments"][-1]["name"] if archive.documents else ""
    own = {path for path in sizes if path == "manifest.js" or path.startswith(made) or (path in before and not path.startswith("pinyin-"))}
    merges = [size for path, size in sizes.items() if path not in own and not path.startswith("pinyin-")]
    allowed = PUBLISHED * max(1, changes) - sum(sizes[path] for path in own)
    assert sum(size for path, size in sizes.items() if path.startswith("pinyin-")) <= TABLES
    is_one_large_file = len(merges) == 1 and merges[0] > LARGE  # such as the table of spelling: no publication has room for it
    assert is_one_large_file or sum(merges) <= max(allowed, LARGE) + 1000, ({path: size for path, size in sizes.items() if path not in own}, {path: sizes[path] for path in own})


changes = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
"""How many documents come, are edited, go."""
histories = st.lists(st.tuples(changes, st.one_of(st.none(), st.integers(0, 60))), min_size=5, max_size=14)
"""Publications: what changes, and after how many operations on files the first try is killed."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what is killed closes no files
@PROPERTY
@given(histories, st.integers(0, 10**6))
def test_whatever_happens_answers_are_those_of_a_new_index(client: Client, history: list[tuple[tuple[int, int, int], int | None]], seed: int) -> None:
    draw, writer = random.Random(seed), Writer(seed % 1000)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        base = Path(folder)
        (base / "temporary").mkdir()
        patch.setattr(tempfile, "tempdir", str(base / "temporary"))
        archive = Archive(base / "index", writer.documents(12, 4))
        for (new, edited, gone), kill in history:
            known = draw.sample(sorted(archive.documents), len(archive.documents))
            put = writer.documents(new, 4) + [writer.edited(archive.documents[known.pop()]) for _ in range(edited) if known]
            removed = [known.pop() for _ in range(gone) if known]
            before, documents = archive.files(), archive.documents
            if kill is not None:
                with contextlib.suppress(Killed), killed_after(kill):
                    publish(archive, put, removed)
                    documents = archive.documents  # the end came before the kill
                archive.documents = documents
                if seed % 2:  # the documents are what they were before, and another one changes
                    put, removed = [writer.document(4)], []
            fresh = archive.fresh
            publish(archive, put, removed)
            reader = assert_true(archive)
            assert archive.named().keys() == reader.files()
            if kill is None and not fresh:
                assert_bounded(archive, before, len(put) + len(removed))
        assert answers(client, archive) == answers(client, Archive(base / "new", archive.documents.values()))


def grow(archive: Archive, writer: Writer, publications: int) -> list[int]:
    """Publish one new document at a time; return how many segments there are after each."""
    found = []
    for _ in range(publications):
        archive.update([writer.document(4)])
        found.append(len(archive.reader().manifest["segments"]))
    return found


def test_segments_stay_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "PUBLICATION_BYTES", 20_000)  # files of so few documents are mostly what surrounds their bytes
    archive, writer = Archive(tmp_path, Writer(16).documents(40, 4)), Writer(17)
    assert max(grow(archive, writer, 40)) <= 6
    assert_true(archive)


def until_merging(archive: Archive, writer: Writer) -> dict[str, Any]:
    """Publish until files of a merged segment are partly there; return what the index says by then."""
    for _ in range(30):
        archive.update([writer.document(4)])
        if any((archive.root / merge.name).exists() for merge in archive.merges()):
            return said_of(archive.reader())
    raise AssertionError("nothing was ever merged")


@pytest.fixture
def merging_archive(tmp_path: Path) -> Archive:
    """An index of which segments are being merged."""
    archive = Archive(tmp_path, Writer(18).documents(14, 8))
    until_merging(archive, Writer(19))
    return archive


def test_the_manifest_names_a_merged_segment_only_when_all_of_it_is_there(merging_archive: Archive) -> None:
    [merge, *_] = merging_archive.merges()
    named = {entry["name"] for entry in merging_archive.reader().manifest["segments"]}
    assert set(merge.inputs) <= named and merge.name not in named
    writer = Writer(20)
    for _ in range(30):
        merging_archive.update([writer.document(1)])
        named = {entry["name"] for entry in merging_archive.reader().manifest["segments"]}
        if merge.name in named:
            break
        assert set(merge.inputs) <= named
    assert not set(merge.inputs) & {path.name for path in merging_archive.root.iterdir()}
    assert_true(merging_archive)


def coming(archive: Archive, merge: Merge, place: Path) -> SegmentReader:
    """Return a segment that is on its way, put together of what is there and what is not yet."""
    for root in (archive.state.parent / "search-merges", archive.root):
        if (root / merge.name).exists():
            shutil.copytree(root / merge.name, place / merge.name, dirs_exist_ok=True)
    return SegmentReader(place, vars(merge) | {"deleted": []}, archive.reader().manifest["facets"])


def test_text_removed_while_its_segment_is_merged_is_gone_at_once(merging_archive: Archive, tmp_path: Path) -> None:
    [merge, *_] = merging_archive.merges()
    before = coming(merging_archive, merge, tmp_path / "before").texts
    assert None not in before
    gone = [before[place]["key"] for place in (0, len(before) // 2, len(before) - 1)]
    merging_archive.update(removed=gone)
    after = coming(merging_archive, merge, tmp_path / "after").texts
    assert after == [None if text["key"] in gone else text for text in before]
    grow(merging_archive, Writer(21), 12)
    assert_true(merging_archive)


def test_a_segment_of_which_a_tenth_is_deleted_is_written_anew(tmp_path: Path) -> None:
    archive = Archive(tmp_path, Writer(22).documents(40, 4))
    large = archive.reader().manifest["segments"][0]["name"]
    for key in sorted(archive.documents)[:5]:
        archive.update(removed=[key])
    grow(archive, Writer(23), 70)
    assert large not in {path.name for path in archive.root.iterdir()}
    assert_true(archive)


def test_files_taken_away_on_their_way_make_the_merge_begin_again(merging_archive: Archive) -> None:
    shutil.rmtree(merging_archive.state.parent / "search-merges")
    assert max(grow(merging_archive, Writer(24), 30)) <= 9
    assert_true(merging_archive)


def test_what_is_merged_is_alike_in_size() -> None:
    def sizes(*documents: int, deleted: int = 0) -> list[list[int]]:
        entries = [{"documents": count, "deleted": list(range(deleted))} for count in documents]
        return [[entry["documents"] for entry in group] for group in groups(entries)]

    assert sizes() == sizes(5) == sizes(5, 16) == sizes(1000, 5, 16) == []
    assert sizes(15, 5) == [[5, 15]]
    assert sizes(5, 5, 10, 20, 50) == [[5, 5, 10, 20]]
    assert sizes(5, 15, 100, 300) == [[5, 15], [100, 300]]
    assert sizes(20, 100, deleted=2) == []
    assert sizes(20, 100, deleted=3) == [[20]]
