"""The state of the search index: damaged, of another index or broken off, it costs time, never a wrong answer."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from offline_search import files, merging, pending, segment
from offline_search import index as search_index
from offline_search.document import Document
from offline_search.index import Index

from tests.kit.index_reader import Reader
from tests.kit.project import ROOT
from tests.kit.search_archive import OPTIONS, Archive, assert_true, said_of
from tests.kit.search_corpus import Writer

PAGE = 4096
"""Bytes in a page of an SQLite file."""


class Killed(BaseException):
    """Stands for the end of the process. No exception handler of the index sees it."""


def kill(*_: Any, **__: Any) -> NoReturn:
    """End here."""
    raise Killed


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of few documents is of several segments."""
    monkeypatch.setattr(search_index, "OPEN_DOCUMENTS", 4)
    monkeypatch.setattr(merging, "RATIO", 0)
    monkeypatch.setattr(merging, "WORN", 1)


def made(base: Path, seed: int = 1) -> Archive:
    """Return an index of a large, a closed and an open segment."""
    writer = Writer(seed)
    archive = Archive(base, writer.documents(13, 6))
    archive.update(writer.documents(5, 6))
    archive.update(writer.documents(2, 6))
    assert len(archive.reader().segments) == 3
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An index."""
    return made(tmp_path / "one")


def assert_mended(archive: Archive) -> None:
    """Made anew, the index is whole again, and remembers that."""
    archive.rebuild()
    assert not archive.fresh
    assert archive.bytes().keys() == assert_true(archive).files()


def test_an_index_left_alone_is_known(archive: Archive) -> None:
    assert not archive.fresh
    before = archive.files()
    archive.open().close()
    assert not archive.fresh
    assert archive.files() == before


def test_an_index_that_was_never_made_is_fresh(tmp_path: Path) -> None:
    index = Index(str(tmp_path / "search"), str(tmp_path / "state/search.sqlite"), OPTIONS)
    index.close()
    assert index.fresh


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Leave nothing in a file."""
    path.write_bytes(b"")


def overwrite(path: Path) -> None:
    """Put something else in place of a file."""
    path.write_bytes(b"no database " * 1000)


def overwrite_pages(path: Path) -> None:
    """Leave the head of a database, and nothing of its pages."""
    data = path.read_bytes()
    path.write_bytes(data[:PAGE] + b"\xa5" * (len(data) - PAGE))


def cut_page(path: Path) -> None:
    """Leave the head of a database only."""
    path.write_bytes(path.read_bytes()[:PAGE])


def change_digit(path: Path) -> None:
    """Change one digit of a file."""
    data = path.read_bytes()
    assert b"20" in data
    path.write_bytes(data.replace(b"20", b"21", 1))


def take_away(path: Path) -> None:
    """Remove a file."""
    path.unlink()


@pytest.mark.parametrize("harm", [cut, empty, overwrite, overwrite_pages, cut_page, take_away])
def test_a_damaged_state_makes_the_index_fresh(archive: Archive, harm: Callable[[Path], None]) -> None:
    harm(archive.state)
    assert archive.fresh
    assert_mended(archive)


@pytest.mark.parametrize("harm", [cut, empty, overwrite, change_digit, take_away])
def test_a_damaged_manifest_makes_the_index_fresh(archive: Archive, harm: Callable[[Path], None]) -> None:
    harm(archive.root / "manifest.js")
    assert archive.fresh
    assert_mended(archive)


@pytest.mark.parametrize("name", ["state", "manifest"])
def test_a_part_of_another_index_makes_the_index_fresh(archive: Archive, tmp_path: Path, name: str) -> None:
    other = made(tmp_path / "other", seed=2)
    source, target = (other.state, archive.state) if name == "state" else (other.root / "manifest.js", archive.root / "manifest.js")
    shutil.copy(source, target)
    assert archive.fresh
    assert_mended(archive)


def test_state_and_index_restored_together_are_known(archive: Archive, tmp_path: Path) -> None:
    for path in (archive.root, archive.state.parent):
        shutil.copytree(path, tmp_path / "kept" / path.name)
    documents = archive.documents
    archive.update(removed=list(documents)[:3])
    for path in (archive.root, archive.state.parent):
        shutil.rmtree(path)
        shutil.copytree(tmp_path / "kept" / path.name, path)
    archive.documents = documents
    assert not archive.fresh
    archive.update(Writer(3).documents(2, 3), list(documents)[4:6])
    assert_true(archive)


@pytest.mark.parametrize("changes", [{"facets": ("agency",)}, {"k1": 1.3}, {"b": 0.5}, {"boosts": {"title": 4, "body": 1}}, {"aliases": ()}])
def test_an_index_made_with_other_options_is_fresh(archive: Archive, changes: dict[str, Any]) -> None:
    archive.options = replace(OPTIONS, **changes)
    assert archive.fresh
    archive.rebuild()
    assert not archive.fresh
    archive.options = OPTIONS
    assert archive.fresh


def test_an_index_of_another_version_is_fresh(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "VERSION", search_index.VERSION + 1)
    assert archive.fresh


@pytest.mark.parametrize("upgraded", ["opencc", "pypinyin", "rjieba", "unicodedata2"])
def test_an_index_made_with_another_version_of_a_library_is_fresh(archive: Archive, monkeypatch: pytest.MonkeyPatch, upgraded: str) -> None:
    version = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version(name) + ".1" * (name == upgraded))
    assert archive.fresh
    archive.rebuild()
    assert not archive.fresh


def test_a_fresh_index_is_made_anew_over_whatever_is_there(archive: Archive) -> None:
    archive.state.unlink()
    archive.documents = {document.key: document for document in Writer(4).documents(6, 3)}
    (archive.root / "0123456789ab/t/0").mkdir(parents=True)
    (archive.root / "0123456789ab/t/0/0.js").write_text("former text")
    assert_mended(archive)


def test_an_index_made_anew_forgets_what_it_had(archive: Archive) -> None:
    former = list(archive.documents)
    archive.documents = {document.key: document for document in Writer(4).documents(9, 3)}
    archive.rebuild()
    assert_true(archive)
    archive.update(Writer(6).documents(2, 3), former[:2])
    assert archive.bytes().keys() == assert_true(archive).files()


ADDED, OTHER = Writer(5).documents(5, 6), Writer(6).documents(2, 4)


def changes_of(archive: Archive, kind: str) -> tuple[list[Document], list[str]]:
    """Return what an update is to put in and take out: among the closed segments and the open one."""
    some = [segment.texts[0]["key"] for segment in archive.reader().segments]
    edited = [replace(archive.documents[key], title="改", body="改过") for key in some]
    return {"added": (ADDED, []), "edited": (edited, []), "removed": ([], some)}[kind]


def killed(archive: Archive, put: list[Document], removed: list[str]) -> None:
    """Try an update that does not come to its end; what there should be stays what there was."""
    documents = archive.documents
    with pytest.raises(Killed):
        archive.update(put, removed)
    archive.documents = documents


every_kind = pytest.mark.parametrize("kind", ["added", "edited", "removed"])


@every_kind
def test_an_update_killed_before_its_manifest_leaves_the_old_index_whole(archive: Archive, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    before, manifest = said_of(archive.reader()), archive.bytes()["manifest.js"]
    with monkeypatch.context() as patch:
        patch.setattr(Index, "_save", kill)
        killed(archive, *changes_of(archive, kind))
    assert not archive.fresh
    assert archive.bytes()["manifest.js"] == manifest
    assert said_of(Reader(archive.root)) == before


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the manifest": lambda patch: patch.setattr(Index, "_save", kill),
    "after the manifest": lambda patch: patch.setattr(shutil, "rmtree", kill),
    "while texts are taken away": lambda patch: patch.setattr(Index, "_erase_text", kill),
    "before a segment": lambda patch: patch.setattr(search_index, "write_segment", kill),
    "within a segment": lambda patch: patch.setattr(segment, "write_facets", kill),
    "within a file": lambda patch: patch.setattr(files, "binary_script", half_packed()),
    "before a file is put in place": lambda patch: patch.setattr(os, "replace", kill),
}


def half_packed() -> Callable[[str, bytes], bytes]:
    """Return a way to pack files that dies at the third."""
    whole, left = files.binary_script, [2]

    def binary_script(name: str, raw: bytes) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return whole(name, raw)[:100]

    return binary_script


@pytest.mark.parametrize(("kind", "step"), [
    (kind, step) for kind in ("added", "edited", "removed") for step in STEPS if (kind, step) != ("added", "while texts are taken away")
])
def test_the_next_update_mends_a_killed_one(archive: Archive, monkeypatch: pytest.MonkeyPatch, kind: str, step: str) -> None:
    put, removed = changes_of(archive, kind)
    put = put + OTHER  # so that something is written, whatever the kind
    with monkeypatch.context() as patch:
        STEPS[step](patch)
        killed(archive, put, removed)
    if archive.fresh:
        assert step in ("after the manifest", "while texts are taken away")
        archive.documents = {key: document for key, document in archive.documents.items() if key not in removed} | {document.key: document for document in put}
        archive.rebuild()
    else:
        archive.update(put, removed)
    assert archive.bytes().keys() == assert_true(archive).files()


@every_kind
def test_after_a_killed_update_another_one_may_come(archive: Archive, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Index, "_save", kill)
        killed(archive, *changes_of(archive, kind))
    archive.update(OTHER)
    assert archive.bytes().keys() == assert_true(archive).files()


@pytest.mark.parametrize("step", ["before the manifest", "within a segment", "before a segment", "within a file"])
def test_a_new_index_killed_leaves_the_old_one_whole(archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    before, old, kept = said_of(archive.reader()), archive.bytes(), archive.documents
    archive.documents = {document.key: document for document in (Document("1", "1.html", "English", "a"), Document("2", "2.html", "公开", "b"))}
    with monkeypatch.context() as patch, pytest.raises(Killed):
        STEPS[step](patch)
        archive.rebuild()
    reader = archive.reader()
    assert said_of(reader) == before
    assert reader.files() - archive.bytes().keys() == set()
    assert {path for path in reader.files() if archive.bytes()[path] != old[path]} == set()
    assert archive.fresh, "files that nothing names may have been left"
    archive.documents = kept
    assert_mended(archive)
    archive.update(OTHER)
    assert archive.bytes().keys() == assert_true(archive).files()


def test_unconfirmed_changes_are_part_of_the_next_update(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner of the documents was killed when the index was saved, and they are what they were before."""
    kept = archive.documents
    with monkeypatch.context() as patch:
        patch.setattr(pending, "confirm_changes", kill)
        killed(archive, ADDED, [next(iter(kept))])
    assert pending.unconfirmed_changes(str(archive.state)) == {next(iter(kept)), *(document.key for document in ADDED)}
    archive.update()
    assert_true(archive)
    assert pending.unconfirmed_changes(str(archive.state)) == set()


@pytest.mark.parametrize("left", [b"", b"[1", b"{}", b"7"])
def test_a_note_that_cannot_be_read_makes_the_index_fresh(archive: Archive, left: bytes) -> None:
    Path(f"{archive.state}.pending").write_bytes(left)
    assert archive.fresh
    assert_mended(archive)


def test_an_update_that_is_repeated_after_its_commit_changes_nothing(archive: Archive) -> None:
    """What happens when the index was saved, but the owner of the documents was killed before it had stored its own record."""
    archive.update(ADDED)
    archive.update(ADDED)
    assert_true(archive)
    archive.update(removed=[ADDED[0].key])
    assert_true(archive)


KILLED = """
import os, signal, sys
from offline_search.document import Document
from offline_search.index import Index
sys.path.insert(0, sys.argv[1])
from tests.kit.search_archive import OPTIONS
def dying():
    yield Document("1", "1.html", "题", "文", "2014-01-01")
    os.kill(os.getpid(), signal.SIGKILL)
Index(*sys.argv[2:], OPTIONS).rebuild(dying())
"""


def test_what_a_killed_process_left_beside_the_state_is_gone_after_the_next_update(archive: Archive, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-c", KILLED, str(ROOT), str(archive.root), str(archive.state)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "TMPDIR": str(temporary)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not list(temporary.iterdir())
    assert list((archive.state.parent / "search-merges").iterdir())
    archive.rebuild()
    assert not list((archive.state.parent / "search-merges").iterdir())
