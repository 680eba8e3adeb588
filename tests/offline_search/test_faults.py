"""Faults of the disk, and things of others in the folders of an index: they cost a rebuild, and never a traceback for ever."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from offline_search import building, ledger
from offline_search import index as search_index
from offline_search.building import MergeBuilder
from offline_search.document import Document
from offline_search.files import DamagedFile, remove_whatever
from offline_search.ledger import ChangedFile
from offline_search.spool import FacetValues
from offline_search.state import DIGEST, State

from tests.kit.search_archive import Archive, assert_true, make_small
from tests.kit.search_corpus import Writer


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few documents are of several segments, and of each merge little is done with a publication."""
    make_small(monkeypatch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An index with merges under way, to be copied."""
    with pytest.MonkeyPatch.context() as patch:
        small.__wrapped__(patch)
        writer = Writer(61)
        archive = Archive(tmp_path_factory.mktemp("whole"), writer.documents(30, 4))
        stages: set[str] = set()
        while not {"invert", "write_shards"} & stages or not waiting(archive):
            archive.update([writer.document(3)])
            stages = {merge.progress["stage"] for merge in archive.merges() if merge.progress}
    yield archive


def waiting(archive: Archive) -> list[Path]:
    """Return the intermediate files of merges."""
    return [path for path in staging(archive).rglob("*") if path.is_file() and path.stat().st_size]


def staging(archive: Archive) -> Path:
    """Return where segments are built."""
    return archive.state.parent / "search-merges"


@pytest.fixture
def archive(whole: Archive, tmp_path: Path) -> Archive:
    """A copy, as from a backup: its files have other times."""
    for name in ("search", "state"):
        shutil.copytree(whole.root.parent / name, tmp_path / name)
    copy = Archive.__new__(Archive)
    copy.root, copy.state, copy.options, copy.documents = tmp_path / "search", tmp_path / "state/search.sqlite", whole.options, dict(whole.documents)
    return copy


def publish(archive: Archive, put: list[Document], removed: list[str] = ()) -> bool:
    """Publish as a site does; return whether the index was rebuilt."""
    if archive.fresh:
        archive.documents = {key: document for key, document in archive.documents.items() if key not in removed} | {document.key: document for document in put}
        archive.rebuild()
        return True
    try:
        archive.update(put, removed)
    except DamagedFile:
        assert archive.fresh
        archive.rebuild()
        return True
    return False


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Leave nothing in a file."""
    path.write_bytes(b"")


def flip(path: Path) -> None:
    """Change one bit, and give the file its old time."""
    state, data = path.stat(), bytearray(path.read_bytes())
    data[random.Random(len(data)).randrange(len(data))] ^= 4
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def overwrite(path: Path) -> None:
    """Put as many other bytes in place of a file."""
    path.write_bytes((b"garbage " * (path.stat().st_size // 8 + 1))[: path.stat().st_size])


def make_folder(path: Path) -> None:
    """Put a folder, not empty, in place of a file."""
    path.unlink()
    (path / "within").mkdir(parents=True)


def make_dangling(path: Path) -> None:
    """Put a link that leads nowhere in place of a file."""
    path.unlink()
    path.symlink_to("nowhere")


def make_pipe(path: Path) -> None:
    """Put a pipe in place of a file: who opens it waits for ever."""
    path.unlink()
    os.mkfifo(path)


HARMS = (cut, empty, flip, overwrite, Path.unlink, make_folder, make_dangling)
every_harm = pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)


def assert_works(archive: Archive, seed: int) -> None:
    """Publications go on, without a rebuild, and the index is right at the end."""
    writer = Writer(seed)
    for _ in range(3):
        assert not publish(archive, [writer.document(3)], [sorted(archive.documents)[0]])
    assert_true(archive)


def test_a_copy_of_an_index_goes_on_where_it_was(archive: Archive) -> None:
    before = {merge.name for merge in archive.merges()}
    assert not publish(archive, [Writer(62).document(3)])
    assert before <= {merge.name for merge in archive.merges()} | archive.reader().folders()


@every_harm
@pytest.mark.parametrize("suffix", ["", DIGEST])
def test_a_state_that_is_not_what_was_written_costs_one_rebuild(archive: Archive, harm: Callable[[Path], None], suffix: str) -> None:
    harm(Path(f"{archive.state}{suffix}"))
    assert publish(archive, [Writer(63).document(3)])
    assert_works(archive, 64)


def test_any_changed_bit_of_the_state_is_noticed(archive: Archive) -> None:
    data, draw = archive.state.read_bytes(), random.Random(7)
    digest = Path(f"{archive.state}{DIGEST}").read_bytes()
    for place in draw.sample(range(len(data)), 60):
        changed = bytearray(data)
        changed[place] ^= 1 << draw.randrange(8)
        archive.state.write_bytes(changed)
        Path(f"{archive.state}{DIGEST}").write_bytes(digest)
        assert archive.fresh, place
    archive.state.write_bytes(data)
    Path(f"{archive.state}{DIGEST}").write_bytes(digest)
    assert not archive.fresh


@pytest.mark.parametrize("suffix", ["-journal", ".pending", ".pending.new", f"{DIGEST}.new", "-wal"])
@pytest.mark.parametrize("kind", ["folder", "garbage"])
def test_what_stands_beside_the_state_costs_one_rebuild_at_most(archive: Archive, suffix: str, kind: str) -> None:
    path = Path(f"{archive.state}{suffix}")
    if kind == "folder":
        (path / "within").mkdir(parents=True)
    else:
        path.write_bytes(b"garbage " * 600)
    publish(archive, [Writer(65).document(3)])
    assert_works(archive, 66)


@pytest.mark.parametrize("note", [b'["a", 1]', b"[[1]]", b'{"a": 1}', b"[" * 100_000])
def test_a_note_of_something_else_makes_the_index_fresh(archive: Archive, note: bytes) -> None:
    Path(f"{archive.state}.pending").write_bytes(note)
    assert publish(archive, [Writer(67).document(3)])
    assert_works(archive, 68)


def forge(archive: Archive, statement: str) -> None:
    """Change the state and give it the digest that fits."""
    connection = sqlite3.connect(archive.state)
    connection.execute(statement)
    connection.commit()
    connection.close()
    state = State.__new__(State)
    state._path, state._connection = str(archive.state), sqlite3.connect(archive.state, isolation_level=None)
    state._connection.execute("BEGIN")
    state.commit()
    state.close()


@pytest.mark.parametrize("statement", [
    "DROP TABLE document", "UPDATE merge SET value = '{}'", "UPDATE merge SET value = 'garbage'", "ALTER TABLE document RENAME COLUMN number TO place",
    "UPDATE merge SET value = json_set(value, '$.progress.stage', 'nowhere')", "UPDATE document SET number = 'x'",
])
def test_garbage_under_a_fitting_digest_fails_once_at_most(archive: Archive, statement: str) -> None:
    forge(archive, statement)
    first = Writer(69).document(3)
    try:
        publish(archive, [first], [sorted(archive.documents)[0]])
    except Exception:
        assert archive.fresh
    archive.rebuild()
    assert_works(archive, 70)


@pytest.mark.parametrize("manifest", [b",[]]", b",7]", b',{"segments": 7}]', b',{"segments": [{}]}]', b"garbage", b""])
def test_a_manifest_of_something_else_under_a_fitting_digest_makes_the_index_fresh(archive: Archive, manifest: bytes) -> None:
    index = archive.open()
    (archive.root / "manifest.js").write_bytes(manifest)
    index._state.set("manifest", search_index.hashlib.sha256(manifest + index._identity).hexdigest())
    index._state.commit()
    index.close()
    assert publish(archive, [Writer(71).document(3)])
    assert_works(archive, 72)


@every_harm
def test_a_manifest_that_is_not_what_was_written_costs_one_rebuild(archive: Archive, harm: Callable[[Path], None]) -> None:
    harm(archive.root / "manifest.js")
    assert publish(archive, [Writer(73).document(3)])
    assert_works(archive, 74)


@every_harm
def test_a_damaged_directory_of_the_largest_segment_costs_one_rebuild(archive: Archive, harm: Callable[[Path], None]) -> None:
    largest = max(archive.reader().segments, key=lambda segment: segment.documents - len(segment.deleted))
    harm(archive.root / largest.name / "directory.js")
    assert publish(archive, [Writer(75).document(3)])
    assert_works(archive, 76)


@every_harm
def test_a_damaged_file_of_texts_costs_one_rebuild_when_a_text_is_erased(archive: Archive, harm: Callable[[Path], None]) -> None:
    segment = archive.reader().segments[0]
    number = next(number for number, text in enumerate(segment.texts) if text is not None)
    harm(archive.root / segment.name / f"t/0/{number // 5}.js")
    assert publish(archive, [], [segment.texts[number]["key"]])
    assert_works(archive, 77)


@pytest.mark.parametrize("harm", [*HARMS, make_pipe], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", ["ahead.js", "client.js", "fold.js"])
def test_whatever_stands_in_the_place_of_a_file_gives_way(archive: Archive, name: str, harm: Callable[[Path], None]) -> None:
    before = (archive.root / "fold.js").read_bytes()
    index = archive.open()
    index.install_client()
    index.close()
    harm(archive.root / name)
    index = archive.open()
    index.install_client()
    index.close()
    if name == "fold.js":
        archive.rebuild()
    else:
        publish(archive, [Writer(78).document(3)])
    assert (archive.root / "fold.js").read_bytes() == before
    assert (archive.root / name).is_file() and (archive.root / name).stat().st_size > 100
    assert_works(archive, 79)


@pytest.mark.parametrize("harm", [*HARMS, make_pipe], ids=lambda harm: harm.__name__)
def test_an_intermediate_file_that_is_not_what_was_written_makes_its_merge_begin_again(archive: Archive, harm: Callable[[Path], None], tmp_path: Path) -> None:
    draw, writer, names = random.Random(harm.__name__), Writer(80), set()
    for turn in range(16):
        files = [path for path in waiting(archive) if path.name.split("-")[0] not in names]
        if files and turn % 2:
            path = draw.choice(files)
            names.add(path.name.split("-")[0])
            harm(path)
        assert not publish(archive, [writer.document(3)], [sorted(archive.documents)[0]])
        if turn % 4 == 3:
            assert_true(archive)
    assert len(names) > 4
    for _ in range(20):
        assert not publish(archive, [writer.document(3)])
    assert_true(archive)


@pytest.mark.parametrize("harm", [*HARMS, make_pipe], ids=lambda harm: harm.__name__)
def test_no_intermediate_file_is_read_that_is_not_what_was_written(archive: Archive, harm: Callable[[Path], None]) -> None:
    harmed = set()
    for merge in archive.merges():
        for name in (merge.progress or {}).get("ledger", {}):
            path = staging(archive) / building.work_folder_of(merge) / name
            data = path.read_bytes()
            assert data
            harm(path)
            state = State(str(archive.state))
            with pytest.raises(ChangedFile):
                MergeBuilder(str(staging(archive)), merge, state, FacetValues(()), archive.load, identity=b"").advance(1)
            state.close()
            remove_whatever(str(path))
            path.write_bytes(data)
            harmed.add(name.split("-")[0])
    assert {"points", "records", "keys", "numbers"} <= harmed and len(harmed) > 5


@pytest.mark.parametrize("kind", ["file", "link", "stray file", "stray link"])
def test_things_of_others_where_segments_are_built_are_removed(archive: Archive, kind: str) -> None:
    place = staging(archive)
    if not kind.startswith("stray"):
        shutil.rmtree(place)
    {
        "file": lambda: place.write_text("x"), "link": lambda: place.symlink_to("nowhere"),
        "stray file": lambda: (place / "x").write_text("x"), "stray link": lambda: (place / "y").symlink_to("nowhere"),
    }[kind]()
    assert not publish(archive, [Writer(81).document(3)])
    assert place.is_dir() and not place.is_symlink()
    assert not {"x", "y"} & {path.name for path in place.iterdir()}
    assert_works(archive, 82)


def test_a_pipe_beside_intermediate_files_is_not_opened(archive: Archive) -> None:
    for merge in archive.merges():
        if merge.progress:
            os.mkfifo(staging(archive) / building.work_folder_of(merge) / "pipe")
    assert not publish(archive, [Writer(89).document(3)])
    assert_works(archive, 90)


def test_a_file_in_place_of_a_built_segment_makes_its_merge_begin_again(archive: Archive) -> None:
    writer, built = Writer(95), []
    while not built:
        assert not publish(archive, [writer.document(3)])
        built = [merge.name for merge in archive.merges() if merge.progress is None and (staging(archive) / merge.name).is_dir()]
    for name in built:
        shutil.rmtree(staging(archive) / name)
        (staging(archive) / name).write_text("x")
    assert not publish(archive, [writer.document(3)])
    assert_works(archive, 96)


def plant(archive: Archive) -> None:
    """Put things of others everywhere in an index."""
    name = archive.reader().segments[0].name
    for path in ("old.js", "note.txt", f"{name}/t/9/999.js", f"{name}/p/x.txt", "0123456789ab/t/0/0.js", "manifest.js.new"):
        (archive.root / path).parent.mkdir(parents=True, exist_ok=True)
        (archive.root / path).write_text("former text")
    (archive.root / "p.js/within").mkdir(parents=True)
    (archive.root / "link").symlink_to(archive.root.parent)
    (archive.root / name / "link").symlink_to("nowhere")
    make_pipe(archive.root / name / "p/0.js")
    make_folder(archive.root / name / "directory.js")


def test_a_new_index_has_no_file_of_others(archive: Archive) -> None:
    expected = Archive(archive.root.parent / "other", archive.documents.values())
    archive.rebuild()
    plant(archive)
    archive.rebuild()
    assert archive.bytes() == expected.bytes()
    assert archive.state.parent.parent.is_dir()


def test_an_update_removes_what_nothing_names(archive: Archive) -> None:
    (archive.root / "old.js").write_text("former text")
    (archive.root / "note.txt").write_text("former text")
    assert not publish(archive, [Writer(83).document(3)])
    assert not {"old.js", "note.txt"} & {path.name for path in archive.root.iterdir()}


def test_an_index_whose_folder_is_a_file_or_a_link_is_made_anew(archive: Archive, tmp_path: Path) -> None:
    shutil.rmtree(archive.root)
    archive.root.write_text("x")
    assert publish(archive, [Writer(84).document(3)])
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kept.txt").write_text("kept")
    shutil.rmtree(archive.root)
    archive.root.symlink_to(tmp_path / "elsewhere")
    assert publish(archive, [Writer(85).document(3)])
    assert (tmp_path / "elsewhere/kept.txt").read_text() == "kept" and not archive.root.is_symlink()
    assert_works(archive, 86)


def test_an_error_of_the_code_is_not_taken_for_damage(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> float:
        raise KeyError("a mistake")

    for name in ("_spool", "_invert", "_write_shards", "_write_texts", "_store", "_number"):
        monkeypatch.setattr(building.MergeBuilder, name, wrong)
    with pytest.raises(KeyError, match="a mistake"):
        archive.update([Writer(87).document(3)])
    assert archive.fresh, "the next build must not fail in the same way for ever"
    monkeypatch.undo()
    archive.rebuild()
    assert_true(archive)


def test_a_ledger_tells_changed_files(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    known = ledger.record(str(tmp_path), ["file"], {})
    with path.open("ab") as file:
        file.write(b"678")
    ledger.verify(str(tmp_path), known)
    grown = ledger.record(str(tmp_path), ["file"], known)
    assert grown["file"][3] == ledger.record(str(tmp_path), ["file"], {})["file"][3] != known["file"][3]
    shutil.copy(path, tmp_path / "copy")
    ledger.verify(str(tmp_path), json.loads(json.dumps({"copy": grown["file"]})))
    for data in (b"1234", b"12745678", b""):
        path.write_bytes(data)
        with pytest.raises(ChangedFile):
            ledger.verify(str(tmp_path), grown)
    path.unlink()
    with pytest.raises(ChangedFile):
        ledger.verify(str(tmp_path), grown)


def rename(path: Path) -> None:
    """Give a file another name, of the same place in the order of names."""
    path.rename(path.with_name(f"{path.stem}a.js"))


@pytest.mark.parametrize("harm", [*HARMS, make_pipe, rename], ids=lambda harm: harm.__name__)
def test_a_small_index_is_mended_whatever_file_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]) -> None:
    monkeypatch.setattr(search_index, "SMALL", 500)
    archive = Archive(tmp_path, Writer(88).documents(12, 4))
    before = archive.bytes()
    for path in sorted(archive.root.glob("*/p/0.js")) + sorted(archive.root.glob("*/t/0/1.js")) + [archive.root / "fold.js"]:
        harm(path)
        index = archive.open()
        assert not index.fresh and index.is_rebuild_better(0), path
        index.close()
        archive.rebuild()
        index = archive.open()
        assert not index.is_rebuild_better(0)
        index.close()
        assert archive.bytes() == before
