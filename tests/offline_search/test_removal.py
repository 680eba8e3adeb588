"""Removed documents: a new index and its state tell nothing of them, and of what an update leaves for a while README and FORMAT.md say."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from offline_search import building
from offline_search import index as search_index
from offline_search.document import Document
from offline_search.removal import remove_index

from tests.kit.index_reader import spelling_phrases, unpacked
from tests.kit.search_archive import Archive, assert_true, make_small
from tests.kit.search_corpus import Writer
from tests.kit.search_traces import traces

WORDING = "鱻麤龘靐"
"""Characters that no other document has. A removed text is recognised by any two of them side by side."""
REMOVED = Document(
    "0/移除", "items/removed.html", f"{WORDING}的题", f"正文有{WORDING}。", "2014-03-18", {"agency": f"{WORDING}局", "category": "法规文件"},
    {"agency": f"{WORDING}局"},
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few documents are of several segments, and of each merge little is done with a publication."""
    make_small(monkeypatch)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An index, some of its segments being merged; a text was removed from its largest segment."""
    writer = Writer(91, rare=False)
    archive = Archive(tmp_path / "one", [*writer.documents(30, 4), REMOVED])
    while not {"invert", "write_shards"} & {merge.progress.get("stage") for merge in archive.merges() if merge.progress}:
        archive.update([writer.document(3)])
    archive.update(removed=[REMOVED.key])
    return archive


def places(archive: Archive) -> list[Path]:
    """Return the folders of an index, of its state, and of nothing else."""
    return [archive.root, archive.state.parent]


def test_the_proof_finds_what_an_update_leaves(archive: Archive) -> None:
    """Without this, a proof that finds nothing would prove nothing."""
    kinds = {found.split(": ")[1] for found in traces(places(archive), WORDING)}
    assert {"terms", "positions", "bytes"} <= kinds, "the title's phrases and the agency in the manifest, postings and positions in the segment"
    assert "texts" not in kinds, "texts are erased at once"


def tables(archive: Archive) -> str:
    """Return all that the tables of pinyin and of spelling tell, those too that no manifest names yet."""
    found = [path for folder in (archive.root, *archive.state.parent.glob("*-merges")) for path in folder.glob("pinyin-*/*.js")]
    data = {path: unpacked(path.parent.parent, f"{path.parent.name}/{path.stem}") for path in found}
    return "\n".join("\n".join(spelling_phrases(raw)) if path.stem == "spelling" else raw.decode("gb18030") for path, raw in data.items())


WORD = "婚姻登记"
"""Two words that stand in titles as one."""
LAST = Document("0/末", "items/last.html", f"{WORD}的通知", "正文", "2014-03-18", {}, {})
"""Its title has words that no other document has."""


@pytest.mark.parametrize("becomes", [None, replace(LAST, title="另一个题目")])
def test_phrases_that_no_title_has_any_more_leave_the_tables_at_once(tmp_path: Path, becomes: Document | None) -> None:
    archive = Archive(tmp_path / "tables", [*Writer(95, rare=False).documents(30, 4), LAST, replace(LAST, key="0/次", title=f"{WORD[:2]}工作")])
    assert WORD in tables(archive)
    archive.update([becomes] if becomes else [], [] if becomes else [LAST.key])
    assert WORD[2:] not in tables(archive) and WORD[:2] in tables(archive), "one of its words stands in another title"
    archive.update(removed=["0/次"])
    assert WORD[:2] not in tables(archive)
    assert_true(archive)


def test_a_text_of_which_only_the_body_changes_keeps_its_phrases(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "tables", [*Writer(95, rare=False).documents(30, 4), LAST])
    archive.update([replace(LAST, body="另一个正文")])
    assert WORD in tables(archive)


@pytest.mark.parametrize("stage", ["invert", "count", "sound", None])
def test_a_table_that_a_merge_is_making_has_no_phrases_of_what_is_removed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str | None) -> None:
    monkeypatch.setattr(building, "SOUND_BATCH", 500)
    writer = Writer(96, rare=False)
    archive = Archive(tmp_path / "merge", [*writer.documents(30, 4), LAST])
    former = archive.reader().manifest["pinyin"]
    stages = iter(lambda: [(merge.progress or {}).get("stage") for merge in archive.merges() if merge.is_most], [stage])
    for _ in zip(range(60), stages, strict=False):
        archive.update([writer.document(3)])
    assert [merge.name for merge in archive.merges() if merge.is_most] and archive.reader().manifest["pinyin"] == former
    archive.update(removed=[LAST.key])
    for name in ("MERGE_WORK", "PUBLICATION_BYTES"):
        monkeypatch.setattr(search_index, name, 1_000_000)
    for _ in range(60):
        if archive.reader().manifest["pinyin"] != former:
            break
        assert WORD[:2] not in tables(archive)
        archive.update([writer.document(3)])
    assert archive.reader().manifest["pinyin"] != former and WORD[:2] not in tables(archive) and "通知" in tables(archive)


def test_a_new_index_tells_nothing_of_a_removed_document(archive: Archive) -> None:
    former = [entry["name"] for entry in archive.reader().manifest["segments"]] + [merge.name for merge in archive.merges()]
    archive.rebuild()
    assert traces(places(archive), WORDING) == set()
    assert not [name for name in former if name.encode() in archive.state.read_bytes()]
    assert not any(REMOVED.key.encode() in path.read_bytes() for folder in places(archive) for path in folder.rglob("*") if path.is_file())
    never = Archive(archive.root.parent / "never", archive.documents.values())
    assert archive.bytes() == never.bytes()


def test_an_edited_text_is_not_in_a_new_index(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "edited", [*Writer(92, rare=False).documents(30, 4), REMOVED])
    archive.update([replace(REMOVED, title="题", body="正文", facets={}, meta={})])
    assert traces(places(archive), WORDING)
    archive.rebuild()
    assert traces(places(archive), WORDING) == set()
    assert REMOVED.key in assert_true(archive).living()


def test_a_removed_index_leaves_nothing_and_is_made_anew(archive: Archive) -> None:
    archive.update([Writer(93, rare=False).document(3)])
    Path(f"{archive.state}.pending").write_text(f'["{WORDING}"]')
    Path(f"{archive.state}-journal").write_text(WORDING)
    remove_index(str(archive.root), str(archive.state))
    assert not archive.root.exists()
    assert list(archive.state.parent.iterdir()) == []
    assert archive.fresh
    archive.rebuild()
    assert traces(places(archive), WORDING) == set()
    assert_true(archive)


def test_a_removal_that_was_killed_still_makes_the_index_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    left, unlink = [1], os.unlink

    def dying(path: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        unlink(path)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "unlink", dying)
        remove_index(str(archive.root), str(archive.state))
    assert archive.root.exists() and archive.fresh
    archive.rebuild()
    assert traces(places(archive), WORDING) == set()


def test_there_may_be_no_index_to_remove(tmp_path: Path) -> None:
    remove_index(str(tmp_path / "search"), str(tmp_path / "state/search.sqlite"))
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_a_removed_document_is_overwritten_in_the_state(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "keys", [*Writer(94, rare=False).documents(30, 4), REMOVED])
    assert REMOVED.key.encode() in archive.state.read_bytes()
    archive.update(removed=[REMOVED.key])
    assert REMOVED.key.encode() not in archive.state.read_bytes()
