"""The nearest documents to a query: the browser's script against the formula of FORMAT.md ("Nearest"), computed plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any

import pytest
from offline_search.document import Document
from offline_search.fold import tokens
from offline_search.index import Options

from tests.kit.search_archive import Archive
from tests.kit.search_corpus import Writer
from tests.kit.search_node import Client, running

K1, B, TITLE = 1.2, 0.75, 5


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("near"), Writer(31, rare=False).documents(300))


def ask(client: Client, archive: Archive, queries: list[str], count: int = 1000) -> list[dict[str, Any]]:
    """Return what is nearest to some queries."""
    return client.ask("nearest", base=str(archive.root), queries=queries, count=count)


def pairs(text: str) -> Counter:
    """Count the pairs of neighbours of a text."""
    return Counter(token for token in tokens(text) if len(token) == 2)


def expected(documents: list[Document], asked: list[str]) -> dict[str, float]:
    """Return the worth of every document that has a fair share of the pairs of a query."""
    titles, bodies = [pairs(document.title) for document in documents], [pairs(document.body) for document in documents]
    lengths = [len(tokens(document.body)) for document in documents]
    average = sum(lengths) / len(documents)
    weights = {}
    for pair in asked:
        if frequency := max(sum(pair in title for title in titles), sum(pair in body for body in bodies)):
            weights[pair] = log(1 + max(0, len(documents) - frequency + 0.5) / (frequency + 0.5))
    mean = sum(weights.values()) / len(weights)
    whole = sum(weights.values()) + 0.3 * mean * (len(asked) - len(weights))
    worth, shares = {}, {}
    for document, title, body, length in zip(documents, titles, bodies, lengths, strict=True):
        share = sum(weight for pair, weight in weights.items() if title[pair] or body[pair]) / whole
        in_title = sum(weight for pair, weight in weights.items() if title[pair]) / whole
        score = sum(
            weight * (K1 + 1) * (TITLE * title[pair] / (K1 + title[pair]) + body[pair] / (K1 * (1 - B + B * length / average) + body[pair]))
            for pair, weight in weights.items()
        )
        worth[document.key], shares[document.key] = score * (1 + in_title), share
    least = max(0.1, 0.15 * max(shares.values()))
    return {key: value for key, value in worth.items() if shares[key] >= least and value > 0}


QUERIES = {
    "信息食品办法": ["信息", "息食", "食品", "品办", "办法"], "防汛条例安全管理": ["防汛", "汛条", "条例", "例安", "安全", "全管", "管理"],
    "资金工作火星": ["资金", "金工", "工作", "作火", "火星"], "怎么加强审批": ["加强", "强审", "审批"],
}


@pytest.mark.parametrize("query", QUERIES)
def test_the_nearest_are_those_of_the_formula(client: Client, archive: Archive, query: str) -> None:
    [found] = ask(client, archive, [query])
    wanted = expected(list(archive.documents.values()), QUERIES[query])
    assert found["total"] == 0 and found["missing"] == []
    assert dict(zip(found["keys"], found["scores"], strict=True)) == pytest.approx(wanted)
    assert len(wanted) > 20
    assert found["scores"] == sorted(found["scores"], reverse=True)


def test_nothing_of_a_deleted_document_and_all_of_every_segment_is_near(client: Client, tmp_path: Path) -> None:
    documents = Writer(32, rare=False).documents(600)
    archive = Archive(tmp_path, documents)
    gone = [document.key for document in documents[::7]]
    archive.update([replace(documents[0], key="甲/新", title="信息食品条例")], gone)
    assert len(archive.reader().manifest["segments"]) > 1
    [found] = ask(client, archive, ["信息食品办法"])
    assert not {*gone} & {*found["keys"]} and "甲/新" in found["keys"]


def test_exact_results_are_not_repeated(client: Client, tmp_path: Path) -> None:
    documents = [Document(f"甲/{number}", f"{number}.html", title, "正文", "", {}, {}) for number, title in enumerate(("甲乙丙丁", "甲乙丙", "丙丁", "子丑"))]
    [found] = ask(client, Archive(tmp_path, documents, Options()), ["甲乙丙丁"])
    assert found["total"] == 1 and {*found["keys"]} == {"甲/1", "甲/2"}


def test_what_is_nearest_loads_no_postings_beside_those_of_the_exact_search(client: Client, archive: Archive) -> None:
    for query in QUERIES:
        [found] = ask(client, archive, [query], 10)
        assert found["keys"] and not [name for name in found["read"] if "/p/" in name or "/q/" in name]


@pytest.mark.parametrize(("query", "enough"), [
    ("信息公开", True), ("信息食品办法", False), ("甲乙丙丁", True), ("寅卯辰", False), ("2014 寅卯辰", True), ("寅卯辰巳午未申酉", True), ("信息 -食品办法", True),
])
def test_exact_results_are_enough_where_they_are_several_or_surely_meant(client: Client, tmp_path: Path, query: str, enough: bool) -> None:
    texts = [("信息公开", "")] * 3 + [("甲乙丙丁", ""), ("子丑", "寅卯辰巳午未申酉2014")]
    documents = [Document(f"甲/{number}", f"{number}.html", title, body, "", {}, {}) for number, (title, body) in enumerate(texts)]
    [found] = ask(client, Archive(tmp_path, documents, Options()), [query])
    assert found["isEnough"] is enough


@pytest.mark.parametrize(("text", "units"), [
    ("低保怎么申请", ["低保", "申请"]), ("2014年财政预算", ["2014年", "年财", "财政", "政预", "预算"]), ("请问公租房的申请条件是什么？", ["公租", "租房", "申请", "请条", "条件"]),
    ("我想知道老年证在哪里办", ["老年", "年证"]), ("怎么", ["怎么"]), ("gdp 12号", ["gdp", "12号"]), ("目的地", ["目的", "的地"]), ("城南路、拆迁；补偿", ["城南", "南路", "拆迁", "补偿"]),
    ("小学入学需要什么材料吗", ["小学", "学入", "入学", "材料"]), ("怎么办理", ["办理"]), ("甲", []), ("老年证在哪办", ["老年", "年证"]), ("云政路5号电话", ["云政", "政路", "5号", "路5", "号电", "电话"]),
])
def test_units_are_pairs_numbers_and_latin_words_without_what_people_ask_with(client: Client, text: str, units: list[str]) -> None:
    assert client.ask("units", texts=[text]) == [units]


def test_words_of_the_same_meaning_are_near(client: Client, tmp_path: Path) -> None:
    titles = ("公共租赁住房申请指南", "行政许可申请指南", "食品安全")
    documents = [Document(f"甲/{number}", f"{number}.html", title, "", "", {}, {}) for number, title in enumerate(titles)]
    archive = Archive(tmp_path, documents, Options(aliases=(("保障房", "公共租赁住房"),)))
    [found] = ask(client, archive, ["保障房申请材料"])
    assert found["keys"][0] == "甲/0"
