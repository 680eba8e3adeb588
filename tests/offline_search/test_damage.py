"""Files of the search index that are missing or damaged: the answer says so, and everything else is still found."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from offline_search import merging, shards
from offline_search.files import binary_script
from offline_search.fold import fold
from offline_search.index import VERSION

from tests.kit.index_reader import Reader, SegmentReader, unpacked
from tests.kit.search_archive import Archive
from tests.kit.search_corpus import Writer
from tests.kit.search_node import Client, checking, running

WORD, LONG = "信息", "政府信息公开条例"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The browser's client."""
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def by_positions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client that reads no text to check a word."""
    with checking("by positions", tmp_path_factory.mktemp("static")) as found:
        yield found


@pytest.fixture(scope="module")
def by_texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client that reads texts only to check a word."""
    with checking("by texts", tmp_path_factory.mktemp("static")) as found:
        yield found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An index of two segments, of many small shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_BYTES", 700)
        patch.setattr(shards, "POSITIONS_BYTES", 900)
        patch.setattr(merging, "RATIO", 0)
        writer = Writer(31)
        archive = Archive(tmp_path_factory.mktemp("whole"), writer.documents(120))
        archive.update(writer.documents(60))
    return archive


@pytest.fixture(scope="module")
def first(archive: Archive) -> SegmentReader:
    """The larger segment, read."""
    return archive.reader().segments[0]


@pytest.fixture
def copy(archive: Archive, tmp_path: Path) -> Path:
    """A copy of the index, to be damaged."""
    shutil.copytree(archive.root, tmp_path / "search")
    return tmp_path / "search"


def having(archive: Archive, *parts: str) -> set[str]:
    """Return the keys of documents that have all of some words."""
    texts = {key: (fold(document.title), fold(document.body)) for key, document in archive.documents.items()}
    return {key for key, both in texts.items() if all(any(part in text for text in both) for part in parts)}


def shard_of(found: SegmentReader, term: str) -> int:
    """Return the one shard that holds a term."""
    [number] = [number for number, shard in enumerate(found.shards) if term in shard.terms]
    return number


def rewrite(path: Path, name: str, raw: bytes) -> None:
    """Replace a file by one that says something else."""
    path.write_bytes(binary_script(name, raw))


def flip(path: Path) -> None:
    """Turn over one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 4 * 2] ^= 1
    path.write_bytes(data)


Harm = Callable[[Path, Path, str], None]
HARMS: dict[str, Harm] = {
    "missing": lambda path, root, name: path.unlink(),
    "empty": lambda path, root, name: path.write_bytes(b""),
    "cut": lambda path, root, name: path.write_bytes(path.read_bytes()[: path.stat().st_size // 4 * 2]),
    "one bit": lambda path, root, name: flip(path),
    "zeros": lambda path, root, name: path.write_bytes(bytes(path.stat().st_size)),
    "of another name": lambda path, root, name: rewrite(path, name + "0", unpacked(root, name)),
    "not packed": lambda path, root, name: path.write_text(f'OfflineSearch.receive("{name}","abc");\n'),
    "no text": lambda path, root, name: path.write_text(f'OfflineSearch.receive("{name}",17);\n'),
    "shorter": lambda path, root, name: rewrite(path, name, unpacked(root, name)[:-1]),
    "longer": lambda path, root, name: rewrite(path, name, unpacked(root, name) + b"\x01"),
    "of nothing": lambda path, root, name: rewrite(path, name, b""),
}
every_harm = pytest.mark.parametrize("harm", HARMS)


def positions_of(found: SegmentReader, term: str) -> int:
    """Return the file with the positions of a term."""
    [number] = [number for number, group in enumerate(found.groups) if shard_of(found, term) in group]
    return number


def damage(root: Path, name: str, harm: str) -> str:
    """Damage a file; return its path as answers name it."""
    HARMS[harm](root / f"{name}.js", root, name)
    return f"{name}.js"


def ask(client: Client, root: Path, *queries: str) -> list[dict[str, Any]]:
    """Return what is found."""
    return client.search(root, [{"query": query, "facets": True} for query in queries])


def test_the_whole_index_finds_everything(client: Client, archive: Archive) -> None:
    for query, answer in zip((WORD, LONG), ask(client, archive.root, WORD, LONG), strict=True):
        assert set(answer["keys"]) == having(archive, query) and len(answer["keys"]) > 10
        assert answer["exact"] and answer["missing"] == []


@every_harm
def test_a_damaged_shard_is_told_and_other_terms_are_found(client: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    number = shard_of(first, WORD)
    others = [term for term in ("通知", "防汛", "公开", "办公", "食品") if term not in first.shards[number].terms]
    assert len(others) >= 3
    path = damage(copy, f"{first.name}/p/{number}", harm)
    here = {key for key in archive.documents if key in {text["key"] for text in first.texts}}
    alone, long, *rest = ask(client, copy, WORD, LONG, *others)
    assert (alone["exact"], alone["missing"]) == (False, [path])
    assert set(alone["keys"]) == having(archive, WORD) - here
    assert (long["exact"], long["missing"]) == (False, [path])
    assert having(archive, LONG) <= set(long["keys"])
    for term, answer in zip(others, rest, strict=True):
        assert (set(answer["keys"]), answer["exact"], answer["missing"]) == (having(archive, term), True, [])


def test_a_word_that_cannot_be_looked_up_does_not_hide_another(client: Client, archive: Archive, first: SegmentReader, copy: Path) -> None:
    number = shard_of(first, WORD)
    assert "防汛" not in first.shards[number].terms
    path = damage(copy, f"{first.name}/p/{number}", "missing")
    [both] = ask(client, copy, f"防汛 {WORD}")
    assert (both["exact"], both["missing"]) == (False, [path])
    assert having(archive, "防汛", WORD) <= set(both["keys"]) <= having(archive, "防汛")


def test_a_file_that_comes_back_is_read_again(client: Client, archive: Archive, first: SegmentReader, copy: Path) -> None:
    name = f"{first.name}/p/{shard_of(first, WORD)}"
    damage(copy, name, "missing")
    assert not ask(client, copy, WORD)[0]["exact"]
    shutil.copy(archive.root / f"{name}.js", copy / f"{name}.js")
    [answer] = ask(client, copy, WORD)
    assert (set(answer["keys"]), answer["exact"]) == (having(archive, WORD), True)


@every_harm
def test_damaged_positions_make_no_document_disappear(client: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    for number in {positions_of(first, LONG[at : at + 2]) for at in range(len(LONG) - 1)}:
        damage(copy, f"{first.name}/q/{number}", harm)
    for query in (LONG, "信息公", "府信息公开"):
        [answer] = ask(client, copy, query)
        truth = having(archive, query)
        assert truth <= set(answer["keys"])
        assert answer["missing"] if not answer["exact"] else set(answer["keys"]) == truth


@every_harm
def test_without_positions_what_cannot_be_checked_is_found_and_told(by_positions: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    numbers = {positions_of(first, LONG[at : at + 2]) for at in range(len(LONG) - 1)}
    paths = {damage(copy, f"{first.name}/q/{number}", harm) for number in numbers}
    [answer] = ask(by_positions, copy, LONG)
    assert having(archive, LONG) <= set(answer["keys"])
    assert not answer["exact"] and set(answer["missing"]) <= paths


@every_harm
def test_without_a_text_what_cannot_be_checked_is_counted_and_told(by_texts: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    truth = having(archive, LONG)
    paths = [damage(copy, f"{first.name}/t/0/{number}", harm) for number in range(-(-first.documents // 5))]
    here = {text["key"] for text in first.texts}
    [answer] = ask(by_texts, copy, LONG)
    assert answer["total"] >= len(truth) > len(truth - here) > 0
    assert set(answer["keys"]) == truth - here
    assert not answer["exact"] and set(answer["missing"]) <= set(paths)


@every_harm
def test_a_damaged_text_leaves_a_row_out_and_is_told(client: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    truth = having(archive, WORD)
    number = next(number for number, text in enumerate(first.texts) if text["key"] in truth) // 5
    path = damage(copy, f"{first.name}/t/0/{number}", harm)
    lost = {text["key"] for text in first.texts[number * 5 : number * 5 + 5]}
    [answer] = ask(client, copy, WORD)
    assert answer["total"] == len(truth)
    assert set(answer["keys"]) == truth - lost
    assert (answer["exact"], answer["missing"]) == (False, [path])


@every_harm
def test_a_damaged_directory_leaves_out_its_segment_only(client: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    path = damage(copy, f"{first.name}/directory", harm)
    found = client.ask("search", base=str(copy), questions=[{"query": WORD}])
    [answer] = found["answers"]
    assert found["missing"] == answer["missing"] == [path]
    assert not answer["exact"]
    assert set(answer["keys"]) == having(archive, WORD) - {text["key"] for text in first.texts}


@every_harm
def test_damaged_facets_are_told_when_they_are_asked_for(client: Client, archive: Archive, first: SegmentReader, copy: Path, harm: str) -> None:
    path = damage(copy, f"{first.name}/f/0", harm)
    plain, narrowed = client.search(copy, [{"query": WORD}, {"query": WORD, "filter": {"category": "法规文件"}, "facets": True}])
    assert plain["total"] == narrowed["total"] == len(having(archive, WORD))
    assert set(plain["keys"]) == having(archive, WORD)
    assert (narrowed["exact"], narrowed["missing"]) == (False, [path])
    here = {text["key"] for text in first.texts}
    fitting = {key for key in having(archive, WORD) - here if archive.documents[key].facets["category"] == "法规文件"}
    assert set(narrowed["keys"]) == fitting


@pytest.mark.parametrize("harm", ("missing", "empty", "cut", "zeros"))
def test_without_a_manifest_there_is_no_search(client: Client, copy: Path, harm: str) -> None:
    damage(copy, "manifest", harm)
    with pytest.raises(RuntimeError, match=r"manifest\.js"):
        ask(client, copy, WORD)


@every_harm
def test_without_the_fold_map_only_what_needs_it_is_in_doubt(client: Client, archive: Archive, copy: Path, harm: str) -> None:
    path = damage(copy, "fold", harm)
    found = client.ask("search", base=str(copy), questions=[{"query": WORD}, {"query": "飛"}])
    plain, traditional = found["answers"]
    assert (set(plain["keys"]), plain["exact"]) == (having(archive, WORD), True)
    assert (traditional["exact"], traditional["missing"]) == (False, [path])


def test_an_index_of_another_version_is_not_searched(client: Client, copy: Path) -> None:
    manifest = (copy / "manifest.js").read_text(encoding="utf-8")
    (copy / "manifest.js").write_text(manifest.replace(f'"version":{VERSION}', '"version":2', 1), encoding="utf-8")
    with pytest.raises(RuntimeError, match="another version"):
        ask(client, copy, WORD)


def test_where_what_came_ahead_is_damaged_the_directory_is_read(client: Client, archive: Archive, first: SegmentReader) -> None:
    with running() as fresh:
        found = fresh.ask("ahead", base=str(archive.root), query=WORD, name=f"{first.name}/directory")
    assert found == {"total": client.search(archive.root, [{"query": WORD}])[0]["total"], "missing": []}


def test_whatever_the_damage_there_is_an_answer(client: Client, archive: Archive, copy: Path) -> None:
    draw = random.Random(7)
    files = sorted(path for path in copy.glob("*/**/*.js") if not path.parent.name.startswith("pinyin-"))
    queries = (WORD, LONG, "通知", "2014", "公开 通知")
    for round_ in range(25):
        for path in draw.sample(files, 12):
            data = bytearray(path.read_bytes())
            at = draw.randrange(60, max(62, len(data) - 8)) & ~1
            data[at : at + 2] = draw.randrange(0x4E00, 0xCE00).to_bytes(2, "little")
            path.write_bytes(data)
        found = client.ask("search", base=str(copy), questions=[{"query": query, "count": 20} for query in queries])
        assert len(found["answers"]) == len(queries), round_
    assert found["missing"] or any(answer["missing"] for answer in found["answers"])
    assert Reader(archive.root).living().keys() == archive.documents.keys()
