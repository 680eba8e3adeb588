"""Building a merged segment little by little: the same segment, in small turns, whatever happens between them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from offline_search import building, merging
from offline_search import index as search_index
from offline_search.building import MergeBuilder, work_folder_of
from offline_search.segment import TEXTS_IN_FILE, write_segment
from offline_search.spool import FacetValues
from offline_search.state import Merge, State

from tests.kit.index_reader import code_in, texts_in, unpacked
from tests.kit.search_archive import OPTIONS, Archive, assert_true, in_order
from tests.kit.search_corpus import Writer


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few documents are of many segments, and of each of these little is built with a publication."""
    monkeypatch.setattr(search_index, "OPEN_DOCUMENTS", 4)
    monkeypatch.setattr(search_index, "MERGE_WORK", 1)
    monkeypatch.setattr(merging, "RATIO", 3)
    for name, value in (("LOAD_BATCH", 4), ("STORE_BATCH", 5), ("SOUND_BATCH", 5), ("MERGED_BYTES", 4000)):
        monkeypatch.setattr(building, name, value)


def turns(archive: Archive, merge: Merge) -> tuple[list[float], Merge]:
    """Build a segment to its end, by a new process each time as it were; return how much each did, and what is noted then."""
    found, name = [], merge.name
    while merge.progress is not None:
        state = State(str(archive.state))
        merge = next((known for known in state.merges() if known.name == name), merge)
        facets = FacetValues(OPTIONS.facets, archive.reader().manifest["facets"])
        found.append(MergeBuilder(str(staging(archive)), merge, state, facets, archive.load, identity=b"").advance(1))
        state.save_merge(merge)
        state.commit()
        state.close()
    return found, merge


def staging(archive: Archive) -> Path:
    """Return where segments are built."""
    return archive.state.parent / "search-merges"


def contents(root: Path, folder: str) -> dict[str, bytes]:
    """Return what the binary files of a folder hold."""
    paths = [path.relative_to(root / folder).with_suffix("") for path in (root / folder).rglob("*.js")]
    return {str(path): unpacked(root, f"{folder}/{path}") for path in paths}


def test_a_segment_built_in_turns_is_byte_for_byte_one_built_at_once(tmp_path: Path) -> None:
    writer = Writer(31)
    archive = Archive(tmp_path / "index", [*writer.documents(40, 5), *writer.documents(6)])
    manifest = archive.reader().manifest
    spent, made = turns(archive, Merge("0123456789ab", [manifest["segments"][0]["name"]], 46, is_most=True))
    assert len(spent) > 30 and max(spent) < sum(spent) / 4
    whole = write_segment(str(tmp_path), in_order(archive.documents.values()), FacetValues(OPTIONS.facets, manifest["facets"]))
    assert contents(staging(archive), "0123456789ab") == contents(tmp_path, whole.name)
    assert (made.documents, made.shards, made.files) == (46, whole.shards, len(contents(tmp_path, whole.name)))
    assert made.pinyin["letters"] == manifest["pinyin"]["letters"]
    assert contents(staging(archive), made.pinyin["folder"]) == contents(archive.root, manifest["pinyin"]["folder"])


def test_each_publication_builds_a_little_of_a_merged_segment(tmp_path: Path) -> None:
    writer = Writer(32)
    archive, stages, most = Archive(tmp_path, writer.documents(20, 4)), set(), 0
    for turn in range(48):
        archive.update([writer.document(2)])
        stages |= {merge.progress.get("stage") for merge in archive.merges() if merge.progress is not None}
        if turn % 8 == 7:
            most = max(most, *(segment.documents for segment in assert_true(archive).segments[1:]))
    assert {"spool", "invert", "write_shards", "write_texts"} <= stages
    assert most > 5


def texts_on_their_way(archive: Archive) -> list[list]:
    """Return the texts in what is written of segments that are not yet in their place."""
    found = []
    for merge in archive.merges():
        for path in (*staging(archive).glob(f"{merge.name}/t/*/*.js"), *archive.root.glob(f"{merge.name}/t/*/*.js")):
            [directory] = [root for root in (staging(archive), archive.root) if (root / merge.name / "directory.js").exists()]
            rows = code_in(unpacked(directory, f"{merge.name}/directory"))
            root = staging(archive) if path.is_relative_to(staging(archive)) else archive.root
            found += texts_in(unpacked(root, str(path.relative_to(root).with_suffix(""))), rows)
    return found


def test_what_is_removed_while_a_segment_is_built_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MERGE_WORK", 150)
    monkeypatch.setattr(search_index, "PUBLICATION_BYTES", 6000)
    draw, writer = random.Random(33), Writer(33)
    archive, seen = Archive(tmp_path, writer.documents(30, 4)), 0
    for turn in range(36):
        known = sorted(archive.documents)
        archive.update([writer.edited(archive.documents[draw.choice(known)])] if turn % 3 else [], [draw.choice(known)] if turn % 3 == 0 else [])
        assert_true(archive)
        coming = [text for text in texts_on_their_way(archive) if text is not None]
        assert all(archive.documents[text[0]].body == text[-1] for text in coming)
        seen += len(coming)
    assert seen > 20


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [cut, Path.unlink])
def test_files_lost_while_a_segment_is_built_make_it_begin_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    draw, writer = random.Random(34), Writer(34)
    archive, harmed = Archive(tmp_path, writer.documents(30, 4)), set()
    for turn in range(60):
        archive.update([writer.document(3)])
        files = [path for merge in archive.merges() for path in (staging(archive) / work_folder_of(merge)).glob("*") if path.stat().st_size]
        if turn < 40 and turn % 4 == 3 and files:
            path = draw.choice(files)
            harm(path)
            harmed.add(path.name.split("-")[0])
    assert len(harmed) > 3
    assert_true(archive)


def test_a_segment_that_is_no_more_goes_little_by_little_but_removed_texts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "CLEARED", 2)
    monkeypatch.setattr(search_index, "MERGE_WORK", 10**9)
    writer = Writer(35)
    archive = Archive(tmp_path, writer.documents(80, 4))
    first = archive.reader().segments[0]
    order = [text["key"] for text in first.texts]
    while first.name in archive.reader().folders():
        archive.update([writer.document(3)])
    left = sum(1 for _ in (archive.root / first.name).rglob("*.js"))
    assert left > 14
    for number in (79, 74, 69, 64):
        archive.update(removed=[order[number]])
        file = number // TEXTS_IN_FILE
        assert not (archive.root / first.name / f"t/{file // 100}/{file}.js").exists()
        before, left = left, sum(1 for _ in (archive.root / first.name).rglob("*.js"))
        assert before - 3 <= left < before
    while left:
        archive.update([writer.document(3)])
        left = sum(1 for _ in (archive.root / first.name).rglob("*.js"))
    assert_true(archive)
