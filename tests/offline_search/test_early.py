"""Long lists of postings are in parts. A query loads those that its results are in, and answers as if it had loaded all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from offline_search import deletions, merging, segment, shards, varint
from offline_search.client import STATIC
from offline_search.document import Document

from tests.kit.search_archive import Archive, make_small
from tests.kit.search_corpus import Writer
from tests.kit.search_node import CHECKS, Client, checking, running
from tests.offline_search.test_oracles import Scan, Word, questions

COMMON = [f"通知{'甲乙丙丁戊'[number % 5]}{'一二三四五六七八九十'[number % 10]}" for number in range(10)]

RARE = Document("rare", "x.html", "标题", "通知 其他文字 珍禽", "2014-01-01")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def parted() -> Iterator[None]:
    """Lists of a few postings are long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "BATCH_DOCUMENTS", 8)
        patch.setattr(shards, "SHARD_BYTES", 300)
        patch.setattr(shards, "PART_BYTES", 60)
        patch.setattr(shards, "POSITIONS_BYTES", 300)
        yield


def ladder(count: int) -> list[Document]:
    """Return documents of growing length that all have a common word; one in seven has it in its title, too."""
    return [
        Document(f"k{number:04}", "x.html", "通知" if number % 7 == 3 else "标题", f"通知 {COMMON[number % 10]} {'其他文字' * (number // 2)}", "2014-01-01")
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Some hundred documents in one segment, then some of them deleted and changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "RATIO", 0)
        patch.setattr(merging, "WORN", 1)
        found = Archive(tmp_path_factory.mktemp("early"), [*ladder(560), RARE, *Writer(41).documents(60)])
        found.update([Document(f"k{number:04}", "x.html", "改过", "通知 改过的", "2014-02-02") for number in range(0, 560, 50)], [f"k{number:04}" for number in range(5, 560, 40)])
        return found


def parts_read(answer: dict[str, Any]) -> int:
    """Return how many files of postings the first results took."""
    return sum("/p/" in file for file in answer["read"])


def test_the_first_results_need_few_parts_of_a_common_word(client: Client, archive: Archive) -> None:
    [large, *_] = sorted(archive.reader().segments, key=lambda one: -one.documents)
    [answer] = client.ask("first", base=str(archive.root), queries=["通知"], count=10)
    parts = large.firsts.count("通知")
    assert parts > 10
    assert answer["first"] == answer["exact"] and len(answer["first"]) == 10
    assert parts_read(answer) < parts / 2


@pytest.mark.parametrize("how", CHECKS)
def test_the_first_results_are_those_of_the_exact_answer_whatever_is_loaded(archive: Archive, tmp_path: Path, how: str) -> None:
    documents = list(archive.documents.values())
    asked = [*questions(documents, 91, 120, 6), *questions(documents, 92, 60, 2), *(f"通知 {one}" for one in COMMON), "title:通知", "body:通知 其他", "通知 -其他", "的"]
    with checking(how, tmp_path) as client:
        found = client.ask("first", base=str(archive.root), queries=asked, count=10)
        plain = client.search(archive.root, [{"query": query, "count": 10} for query in asked])
    assert [(answer["total"], answer["exact"]) for answer in found] == [(answer["total"], answer["keys"][:10]) for answer in plain]
    assert [(query, answer) for query, answer in zip(asked, found, strict=True) if answer["first"] not in (None, answer["exact"])] == []
    assert sum(answer["first"] is not None and len(answer["first"]) == 10 for answer in found) > 40


def test_the_first_results_need_few_positions_of_common_words(archive: Archive, tmp_path: Path) -> None:
    with checking("by positions", tmp_path) as client:
        [answer] = client.ask("first", base=str(archive.root), queries=["其他文字"], count=10)
        [plain] = client.search(archive.root, [{"query": "其他文字"}])
    assert answer["first"] == answer["exact"] and len(answer["first"]) == 10
    needed, all_files = ({file for file in files if "/q/" in file} for files in (answer["read"], plain["read"]))
    assert 0 < 2 * len(needed) < len(all_files)


def test_a_rare_word_beside_a_common_one_needs_only_the_parts_with_its_documents(client: Client, archive: Archive) -> None:
    [large, *_] = sorted(archive.reader().segments, key=lambda one: -one.documents)
    for query, keys in (("通知 珍禽", ["rare"]), ("通知 奇兽", [])):
        [answer] = client.search(archive.root, [{"query": query}])
        assert (answer["keys"], answer["total"], answer["exact"]) == (keys, len(keys), True)
        assert sum("/p/" in file and large.name in file for file in answer["read"]) <= 5 < large.firsts.count("通知")


@pytest.mark.parametrize(("more", "reads_all"), [("100000", True), ("0", False)])
def test_the_nearest_load_long_lists_as_far_as_their_bytes_go(archive: Archive, tmp_path: Path, more: str, reads_all: bool) -> None:
    for path in STATIC.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert path.name != "near.js" or "const MORE_BYTES = 100000;" in source
        (tmp_path / path.name).write_text(source.replace("const MORE_BYTES = 100000;", f"const MORE_BYTES = {more};"), encoding="utf-8")
    [large, *_] = sorted(archive.reader().segments, key=lambda one: -one.documents)
    further = {f"{large.name}/p/{number}.js" for number, first in enumerate(large.firsts) if first == "通知" and large.firsts[number - 1] == "通知"}
    with running(tmp_path) as client:
        [found] = client.ask("nearest", base=str(archive.root), queries=["珍禽怎么通知"], count=10)
    assert found["keys"][0] == "rare" and found["total"] == 0
    assert further and further & {*found["read"]} == (further if reads_all else set())


def test_everything_is_found_as_by_a_plain_scan(client: Client, archive: Archive) -> None:
    documents = list(archive.documents.values())
    scan = Scan(documents)
    asked = [*questions(documents, 93, 60, 4), *COMMON, "通知"]
    for query, answer in zip(asked, client.search(archive.root, [{"query": query} for query in asked]), strict=True):
        assert (answer["total"], sorted(answer["keys"])) == (len(answer["keys"]), sorted(scan.find([Word(query)]))), query


def test_deleted_documents_are_counted_however_segments_came_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_small(monkeypatch)
    monkeypatch.setattr("offline_search.index.PUBLICATION_BYTES", 40_000)
    archive = Archive(tmp_path, ladder(40))
    merged = 0
    for number in range(30):
        known = {entry["name"] for entry in archive.reader().manifest["segments"]}
        archive.update([Document(f"n{number}", "x.html", "通知", f"通知 {'新的' * number}", "")], [f"k{number:04}"])
        entries = archive.reader().manifest["segments"]  # the reader compares all counts with the postings
        merged += any(entry["name"] not in known and entry["documents"] > 20 and "common" in entry for entry in entries)
    assert merged


def test_postings_are_read_as_they_are_written() -> None:
    bodies = [(3, 1), (4, 2), (9, 5), (10, 3), (11, 2), (300, 1), (301, 400), (302, 1)]
    numbers, before = [], 0
    for document, tf in bodies:
        numbers += [2 * (document - before) + (tf > 1), *([tf - 2] if tf > 1 else [])]
        before = document
    read = varint.decode_array(varint.encode_array(np.array(numbers))[0])
    assert read.tolist() == numbers
    assert deletions._bodies(read).tolist() == [document for document, _ in bodies]
    assert deletions._titles([5, 9, 2, 0, 4, 1, 7, 1, 3]).tolist() == [5, 6]
