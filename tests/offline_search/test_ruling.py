"""Sentences that no document holds: what shows that is loaded, and what people say around their words is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from offline_search import shards
from offline_search.document import Document
from offline_search.index import Options

from tests.kit.search_archive import Archive
from tests.kit.search_node import Client, running

TITLES = ("婚姻登记办理须知", "生活垃圾分类管理办法", "请问在哪里办理", "需要什么材料的说明", "怎么申请婚姻登记", "婚姻登记在哪里办")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_BYTES", 1)  # a term has a file of its own: the files tell which terms were loaded
        documents = [Document(str(number), f"{number}.html", title, f"正文{number}", "", {}, {}) for number, title in enumerate(TITLES)]
        return Archive(tmp_path_factory.mktemp("ruling"), documents, Options())


def read(client: Client, archive: Archive, query: str, stage: str = "exact") -> tuple[dict, set[str]]:
    """Return the cost of a query, and the terms that were loaded until a stage: the total, or what is nearest."""
    [segment] = archive.reader().segments
    [cost] = client.ask("cost", base=f"{archive.root}/", queries=[query], near=True)["costs"]
    return cost, {segment.firsts[int(name.split("/p/")[1].removesuffix(".js"))] for name in cost[stage] if "/p/" in name}


def test_what_people_say_around_their_words_is_not_loaded_where_no_document_has_these(client: Client, archive: Archive) -> None:
    _, terms = read(client, archive, "请问垃圾登记在哪里办")
    assert {"垃圾", "登记"} <= terms
    assert not {"请问", "在哪", "哪里"} & terms


def test_it_is_loaded_where_a_document_may_hold_the_sentence(client: Client, archive: Archive) -> None:
    _, terms = read(client, archive, "婚姻登记在哪里办")
    assert {"婚姻", "登记", "在哪", "哪里"} <= terms


def test_a_slip_that_no_document_can_bear_out_is_not_looked_up(client: Client, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_BYTES", 1)
        titles = ("进社区宣传活动", "社区路改造", "体育馆开放", "现场办公", *(f"社区服务{number}" for number in range(9)))
        documents = [Document(str(number), f"{number}.html", title, f"正文{number}", "", {}, {}) for number, title in enumerate(titles)]
        archive = Archive(tmp_path, documents, Options())
    _, terms = read(client, archive, "现场社区体育", "near")
    assert {"现场", "社区", "体育"} <= terms
    assert not {"进社", "区路", "育馆"} & terms  # of 进社区, 社区路 and 体育馆, where other words begin and no document has all the others


@pytest.mark.parametrize(("query", "keys"), [
    ("婚姻登记在哪里办", ["5"]), ("怎么申请婚姻登记", ["4"]), ("请问在哪里办理", ["2"]), ("请问垃圾登记在哪里办", []), ("怎么婚姻登记申请", []),
    ("需要什么材料的说明 -婚姻", ["3"]), ("请问垃圾登记 -婚姻", []), ("垃圾登记怎么办 OR 婚姻登记办理须知", ["0"]), ("垃圾登记怎么办 婚姻登记", []),
])
def test_the_exact_answer_is_the_same(client: Client, archive: Archive, query: str, keys: list[str]) -> None:
    [found] = client.search(archive.root, [{"query": query}])
    assert (found["keys"], found["total"], found["exact"]) == (keys, len(keys), True)


def test_a_file_that_is_missing_rules_nothing_out(client: Client, archive: Archive, tmp_path: Path) -> None:
    [segment] = archive.reader().segments
    path = archive.root / segment.name / f"p/{segment.firsts.index('垃圾')}.js"
    kept = path.read_bytes()
    path.unlink()
    try:
        [found] = client.search(archive.root, [{"query": "请问垃圾登记在哪里办"}])
    finally:
        path.write_bytes(kept)
    assert not found["exact"] and found["missing"]
