"""The files of the search index: what FORMAT.md says is what is in them, however the index came about."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from offline_search import index as search_index
from offline_search import invert, merging, pinyin, segment, shards
from offline_search.client import STATIC
from offline_search.document import Document
from offline_search.fold import fold, fold_map, tokens
from offline_search.pending import confirm_changes

from tests.kit.index_reader import Reader, SegmentReader, texts_in, unpacked
from tests.kit.project import ROOT
from tests.kit.search_archive import Archive, assert_true, expected_facets, expected_terms, expected_text, in_order
from tests.kit.search_corpus import FACETS, Writer
from tests.kit.search_node import Client, checking, running

LIMIT = 1_000_000
NAME = re.compile(r"manifest|ahead|fold|synonyms|pinyin-[0-9a-f]{12}/([a-z]|spelling)|[0-9a-f]{12}/(directory|p/\d+|q/\d+|f/0|t/\d+/\d+)")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The browser's client."""
    with running() as found:
        yield found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small numbers, so that an index of few documents is of several segments, which stay as they are."""
    monkeypatch.setattr(search_index, "OPEN_DOCUMENTS", 4)
    monkeypatch.setattr(search_index, "SMALL", 2)
    monkeypatch.setattr(merging, "RATIO", 0)
    monkeypatch.setattr(merging, "WORN", 1)


def of_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make batches, shards and parts of them small."""
    monkeypatch.setattr(segment, "BATCH", 6000)
    monkeypatch.setattr(shards, "SHARD_BYTES", 900)
    monkeypatch.setattr(shards, "POSITIONS_BYTES", 1500)
    monkeypatch.setattr(shards, "PART_BYTES", 150)


@pytest.fixture(scope="module", params=["large parts", "small parts"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Reader]:
    """An index of some hundred documents, and its files read."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        if request.param == "small parts":
            of_many_parts(monkeypatch)
        archive = Archive(tmp_path_factory.mktemp("built"), Writer(3).documents(320))
    return archive, archive.reader()


@pytest.fixture(scope="module")
def ordered(built: tuple[Archive, Reader]) -> list[Document]:
    """Its documents by number."""
    return in_order(built[0].documents.values())


def only(reader: Reader) -> SegmentReader:
    """Return the one segment of an index."""
    [found] = reader.segments
    return found


def test_the_documents_are_of_every_kind(ordered: list[Document]) -> None:
    lengths = [len(tokens(document.body)) for document in ordered]
    assert lengths[0] == 0 and lengths[-1] > 5000
    assert any(not document.title for document in ordered) and any(not document.date for document in ordered)
    text = "".join(document.body for document in ordered)
    assert all(sign in text for sign in ("國" if "國" in text else "關", "\ud800", "\x00", "\U0002a6a5", "\u200b", "\u3000", "👍"))


def test_postings_and_positions_are_those_of_the_tokens(built: tuple[Archive, Reader], ordered: list[Document]) -> None:
    found, expected = only(built[1]).terms(), expected_terms(ordered)
    assert found.keys() == expected.keys()
    assert [term for term in expected if found[term] != expected[term]] == []


def test_lengths_texts_and_facets_are_those_of_the_documents(built: tuple[Archive, Reader], ordered: list[Document]) -> None:
    found = only(built[1])
    assert found.lengths == [len(tokens(document.body)) for document in ordered]
    assert found.texts == [expected_text(document) for document in ordered]
    assert found.facets == [expected_facets(document) for document in ordered]


def test_the_manifest_says_what_there_is(built: tuple[Archive, Reader], ordered: list[Document]) -> None:
    manifest = dict(built[1].manifest)
    name, shards = only(built[1]).name, len(only(built[1]).shards)
    values = {name: {document.facets[name] for document in ordered if document.facets.get(name)} for name in FACETS}
    facets = manifest.pop("facets")
    assert {name: set(found) for name, found in facets.items()} == values
    assert all(len(set(found)) == len(found) for found in facets.values())
    assert set(manifest.pop("pinyin")["letters"]) <= set("abcdefghijklmnopqrstuvwxyz")
    assert manifest == {
        "version": 8, "boosts": {"title": 5, "body": 1}, "k1": 1.2, "b": 0.75, "documents": 320,
        "tokens": {"title": sum(len(tokens(document.title)) for document in ordered), "body": sum(len(tokens(document.body)) for document in ordered)},
        "segments": [{"name": name, "documents": 320, "shards": shards, "deleted": []}], "aliases": [["文件", "档案"]],
    }


def test_shards_are_ranges_of_terms_in_order(built: tuple[Archive, Reader]) -> None:
    found = only(built[1])
    assert found.firsts == [shard.terms[0] for shard in found.shards]
    for shard in found.shards:
        assert shard.terms == sorted(set(shard.terms))
    for shard, following in zip(found.shards, found.shards[1:], strict=False):
        assert shard.terms[-1] < following.terms[0] or shard.terms == following.terms[:1]


def test_the_documents_make_terms_that_go_on_in_other_shards(built: tuple[Archive, Reader], request: pytest.FixtureRequest) -> None:
    found = only(built[1])
    several = [shard.terms[-1] == following.terms[0] for shard, following in zip(found.shards, found.shards[1:], strict=False)]
    if "small" in request.node.callspec.id:
        assert sum(several) > 20 and len(found.groups) > 20
        assert any(len(shard.terms) == 1 and first and then for shard, first, then in zip(found.shards[1:], several, several[1:], strict=False))
    else:
        assert len(found.shards) > 3


def test_there_are_just_the_files_that_the_format_names(built: tuple[Archive, Reader]) -> None:
    archive, reader = built
    files = archive.bytes()
    assert files.keys() == reader.files()
    for path, data in files.items():
        assert NAME.fullmatch(path.removesuffix(".js")), path
        assert len(data) <= LIMIT, path
    assert reader.fold_map() == fold_map()


def test_pinyin_is_of_phrases_that_begin_with_the_letter(built: tuple[Archive, Reader]) -> None:
    archive, reader = built
    phrases = set()
    for letter in reader.manifest["pinyin"]["letters"]:
        rows = json.loads(unpacked(archive.root, f"{reader.manifest['pinyin']['folder']}/{letter}").decode("gb18030"))
        assert rows and all(sound[0] == letter and len(sound.split()) == len(phrase) for phrase, sound, _ in rows)
        assert [count for _, _, count in rows] == sorted((count for _, _, count in rows), reverse=True)
        phrases.update(phrase for phrase, _, _ in rows)
    assert {"区财政局", "法规文件", "区民政局"} <= phrases


def test_pinyin_has_whole_words_and_those_within_names() -> None:
    table = pinyin.table_of([fold("关于区政府领导成员工作分工的通知"), fold("国家政府信息公开目录")] * 3, {"区图书馆": 1})
    phrases = {phrase for rows in table.values() for phrase, _, _ in rows}
    assert {"工作分工", "信息公开", "区图书馆", "图书馆"} <= phrases
    assert not {"工作分工的通", "家政府", "息公开", "区图书"} & phrases


def test_no_file_of_long_documents_is_large(tmp_path: Path) -> None:
    writer = Writer(5, rare=False)
    archive = Archive(tmp_path, [writer.document(pieces) for pieces in (20_000, *[6000] * 12, *[1000] * 60)])
    sizes = {path: len(data) for path, data in archive.bytes().items()}
    assert sum(len(document.body) for document in archive.documents.values()) > 600_000
    assert max(sizes.values()) <= LIMIT, max(sizes, key=sizes.__getitem__)


def test_texts_too_long_for_packed_numbers_are_inverted_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_many_parts(monkeypatch)
    packed = Archive(tmp_path / "packed", Writer(3).documents(320)).bytes()
    monkeypatch.setattr(invert, "LARGEST_PACKED", 0)
    assert Archive(tmp_path / "long", Writer(3).documents(320)).bytes() == packed


def test_a_text_of_five_million_characters_is_found_wherever_a_word_stands_in_it(tmp_path: Path) -> None:
    writer = Writer(6, rare=False)
    filler, words = writer.text(9000), ("鼋鼍龙门之始", "鼋鼍龙门之中", "鼋鼍龙门之末")
    filler *= 4_194_300 // len(filler)
    long = Document("long", "long.html", "长文", f"{words[0]}{filler}{words[1]}{filler[:900_000]}{words[2]}")
    archive = Archive(tmp_path, [long, *writer.documents(20)])
    assert len(long.body) > 5_000_000
    (tmp_path / "static").mkdir()
    with checking("by positions", tmp_path / "static") as client:  # where it stands is told by nothing else
        found = client.search(archive.root, [{"query": query} for query in (*words, "鼋鼍门", "龙门末")])
    assert [answer["keys"] for answer in found] == [["long"]] * 3 + [[]] * 2
    assert all(answer["exact"] for answer in found)
    assert all(any("/q/" in path for path in answer["read"]) for answer in found[:3])


@pytest.mark.parametrize("documents", [[], [Document("1", "1.html", "", "")], [Document("1", "1.html", "\u3000", "\n"), Document("2", "2.html", "", " ")]])
def test_an_index_of_nothing_is_an_index(tmp_path: Path, client: Client, documents: list[Document]) -> None:
    archive = Archive(tmp_path, documents)
    reader = assert_true(archive)
    assert archive.bytes().keys() == reader.files()
    assert [answer["total"] for answer in client.search(archive.root, [{"query": "甲"}, {"query": ""}, {"query": " "}])] == [0, 0, 0]


def grown(base: Path, count: int = 13) -> Archive:
    """Return an index of several segments: one large, two closed of five documents, an open one."""
    writer = Writer(9)
    archive = Archive(base, writer.documents(count, 6))
    for size in (5, 5, 2):
        archive.update(writer.documents(size, 6))
    assert [entry["documents"] for entry in archive.reader().manifest["segments"]] == [count, 5, 5, 2]
    return archive


def test_documents_put_in_again_unchanged_are_there_once(tmp_path: Path, small: None) -> None:
    archive = grown(tmp_path)
    second = archive.reader().segments[1]
    archive.update([archive.documents[text["key"]] for text in second.texts])
    assert_true(archive)


def test_documents_put_in_again_as_they_came_are_there_once(tmp_path: Path, small: None) -> None:
    archive = Archive(tmp_path, Writer(9).documents(9, 6))
    again = Writer(10).documents(5, 6)  # more than an open segment takes
    archive.update(again)
    archive.update(again)
    assert_true(archive)
    archive.update(removed=[again[0].key])
    assert_true(archive)


def test_closed_segments_are_left_alone_but_for_texts_taken_away(tmp_path: Path, small: None) -> None:
    archive = grown(tmp_path)
    before = archive.files()
    first, second, third, last = archive.reader().segments
    gone = first.texts[3]["key"], second.texts[4]["key"]
    archive.update([Writer(12).edited(archive.documents[third.texts[0]["key"]])], gone)
    after = archive.files()
    blanked = {f"{first.name}/t/0/0.js", f"{second.name}/t/0/0.js", f"{third.name}/t/0/0.js"}
    closed = {path for path in before if path.startswith((first.name, second.name, third.name))}
    assert closed <= after.keys()
    assert {path for path in closed if after[path] != before[path]} == blanked
    assert not any(path.startswith(last.name) for path in after)
    reader = assert_true(archive)
    assert [found.deleted for found in reader.segments] == [[3], [4], [0], []]


def test_the_manifest_grows_by_three_bytes_for_each_of_many_deleted_documents(tmp_path: Path) -> None:
    archive = Archive(tmp_path, Writer(15).documents(400, 1))
    before, gone = len(archive.bytes()["manifest.js"]), sorted(archive.documents)[::2]
    archive.update(removed=gone[:30])  # a tenth would have the segment written anew
    assert assert_true(archive).segments[0].deleted != []
    assert len(archive.bytes()["manifest.js"]) <= before + 3 * 30


def test_adding_one_document_rewrites_the_open_segment_and_the_manifest_only(tmp_path: Path, small: None) -> None:
    archive = grown(tmp_path)
    before = archive.files()
    last = archive.reader().segments[-1].name
    archive.update([Writer(13).document(3)])
    kept = {path: found for path, found in archive.files().items() if before.get(path) == found}
    assert before.keys() - kept.keys() == {"manifest.js", *(path for path in before if path.startswith(last))}


def test_an_update_that_changes_nothing_writes_nothing(tmp_path: Path, small: None) -> None:
    archive = grown(tmp_path)
    archive.update(removed=["nobody"])  # the open segment is of other bytes when its documents come in another order
    before = archive.files()
    archive.update(removed=["nobody"])
    assert archive.files() == before


def test_the_text_of_a_removed_document_is_nowhere(tmp_path: Path, small: None) -> None:
    archive = grown(tmp_path)
    secret = Document("secret", "secret.html", "密标题", "绝密正文" * 5)
    archive.update([secret, *Writer(14).documents(4, 5)])
    archive.update(Writer(15).documents(3, 5))
    archive.update([replace(secret, body="改过的正文")])
    for gone in (["绝密正文"], ["绝密正文", "密标题", "改过的正文", "secret"]):
        names = [str(path.relative_to(archive.root)) for path in archive.root.glob("*/t/**/*.js")]
        codes = {segment.name: segment.rows for segment in archive.reader().segments}
        texts = {name: str(texts_in(unpacked(archive.root, name[:-3]), codes[name.partition("/")[0]])) for name in names}
        assert len(texts) == len(set(archive.bytes()) & archive.reader().files() & texts.keys())
        assert [path for path, text in texts.items() if any(word in text for word in gone)] == []
        archive.update(removed=["secret"])
    assert not any(path.suffix != ".js" for path in archive.root.rglob("*") if path.is_file())


def test_an_index_is_to_be_rebuilt_when_it_is_small_or_much_changes_at_once(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "SMALL", 9)
    archive = Archive(tmp_path, Writer(17).documents(10, 2))
    index = archive.open()
    assert [index.is_rebuild_better(changing) for changing in (0, 3, 4, 10)] == [False, False, True, True]
    index.close()
    archive.update(removed=sorted(archive.documents)[:1])
    index = archive.open()
    assert [index.is_rebuild_better(changing) for changing in (0, 1)] == [False, True]
    path = archive.root / "fold.js"
    data, state = path.read_bytes(), path.stat()
    path.touch()
    assert not index.is_rebuild_better(0), "its content is what it was"
    path.write_bytes(data[:-8] + b"?" + data[-7:])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert index.is_rebuild_better(0), "somebody has changed it"
    index.close()


BUILD = """
import sys
sys.path[:0] = [".", "plugins"]
from offline_search import index, segment, shards
from tests.kit.search_archive import Archive
from tests.kit.search_corpus import Writer
from pathlib import Path
index.OPEN_DOCUMENTS, segment.BATCH, shards.SHARD_BYTES = 4, 3000, 900
shards.POSITIONS_BYTES = 1500
writer = Writer(18)
archive = Archive(Path(sys.argv[1]), writer.documents(40, 20))
archive.update([writer.edited(document) for document in list(archive.documents.values())[:6]], list(archive.documents)[10:12])
"""


def test_the_same_documents_make_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    trees = []
    for seed in ("0", "1", "4242"):
        base = tmp_path / seed
        subprocess.run([sys.executable, "-c", BUILD, str(base)], cwd=ROOT, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        trees.append({str(path.relative_to(base)): hashlib.sha256(path.read_bytes()).hexdigest() for path in (base / "search").rglob("*.js")})
    assert len(trees[0]) > 20
    assert trees[0] == trees[1] == trees[2]


def test_facets_are_the_same_whatever_number_of_documents_a_file_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = Writer(16).documents(40, 4)
    questions = [{"query": query, "order": "date", "facets": True} for query in ("的", "通知", "公开", "1")]

    def answers(client: Client, root: Path) -> list[tuple]:
        return [(answer["total"], answer["keys"], answer["facets"]) for answer in client.search(root, questions)]

    with running() as client:
        whole = answers(client, Archive(tmp_path / "whole", documents).root)
    monkeypatch.setattr(segment, "FACETS_IN_FILE", 7)
    for path in STATIC.glob("*.js"):
        source = path.read_text(encoding="utf-8").replace("const FACET_BLOCK = 32768;", "const FACET_BLOCK = 7;")
        (tmp_path / path.name).write_text(source, encoding="utf-8")
    parts = Archive(tmp_path / "parts", documents).root
    assert len(list(parts.glob("*/f/*.js"))) == 6
    with running(tmp_path) as client:
        assert answers(client, parts) == whole
    assert all(total > 7 and facets for total, _, facets in whole)


def test_a_folder_that_belongs_to_others_is_left_alone_and_counts_for_nothing(tmp_path: Path) -> None:
    root, state = tmp_path / "search", str(tmp_path / "state.sqlite")
    options = search_index.Options(beside=("places",))
    documents = [Document(str(number), "x.html", "题", f"文{number}") for number in range(3)]

    def opened() -> search_index.Index:
        return search_index.Index(str(root), state, options)

    for number in range(2):
        (root / "places").mkdir(parents=True, exist_ok=True)
        (root / "places/manifest.js").write_text(f"other {number}", encoding="utf-8")
        index = opened()
        assert index.fresh == (number == 0) and (number == 0 or not index.is_rebuild_better(0))
        index.rebuild(documents)
        index.update({"9": Document("9", "x.html", "题", "新")}, [], lambda keys: [one for one in documents if one.key in keys])
        index.close()
        confirm_changes(state)
        assert (root / "places/manifest.js").read_text(encoding="utf-8") == f"other {number}"


def test_a_page_may_open_several_indexes_at_once(tmp_path: Path, client: Client) -> None:
    """Their files have the same names, and their documents the same words."""
    names = ("one", "two", "three")
    for name in names:
        index = search_index.Index(str(tmp_path / name), str(tmp_path / f"{name}.sqlite"), search_index.Options(together=name != "one"))
        index.rebuild([Document(f"{name} {number}", f"{name}.html", f"題目{number}", f"{name}的正文") for number in range(3)])
        index.close()
    found = client.ask("together", bases=[str(tmp_path / name) for name in names], query="正文题目")
    assert found == [[name] * 3 for name in names]
