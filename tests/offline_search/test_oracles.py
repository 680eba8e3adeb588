"""What the browser finds is what a plain scan finds, in the order and with the scores of lunr."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lunr.builder import Builder
from lunr.index import Index as LunrIndex
from lunr.query import QueryPresence
from offline_search import merging, segment, shards
from offline_search.document import Document
from offline_search.fold import composed, fold, fold_map, tokens, words

from tests.kit.search_archive import Archive
from tests.kit.search_corpus import Writer
from tests.kit.search_node import CHECKS, Client, checking, running

TRADITIONAL = str.maketrans("关开档检发为进强区资经湾国", "關開檔檢發為進強區資經灣國")
WIDE = str.maketrans({chr(point): chr(point + 0xFEE0) for point in range(0x21, 0x7F)})
GAPS = (" ", "\u3000", "\n", "\u00a0 ")
SIGNS = ("+", "-", "＋", "－", "")


def typed(question: str) -> list[str]:
    """Return the words of a question, folded. A space parts them even where it would only widen a word in a text."""
    return words(composed(question).translate(fold_map()))


class Word(NamedTuple):
    """A word of a question, as it is meant."""

    text: str
    field: str = ""
    sign: str = ""

    def __str__(self) -> str:
        return self.sign + (f"{self.field}:" if self.field else "") + self.text

    @property
    def excluded(self) -> bool:
        """Whether documents must not have it."""
        return self.sign in ("-", "－")

    @property
    def fields(self) -> tuple[str, ...]:
        """Where it may stand."""
        return {"": ("title", "body"), "title": ("title",), "标题": ("title",), "body": ("body",), "正文": ("body",)}[self.field]


class Scan:
    """Finds words by looking through all texts."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = {document.key: document for document in documents}
        self._folded = {document.key: {"title": fold(document.title), "body": fold(document.body)} for document in documents}

    def find(self, asked: list[Word]) -> set[str]:
        """Return the keys of documents that have all words but the excluded ones."""
        parts = [(word, part) for word in asked for part in typed(word.text)]
        if not any(not word.excluded for word, _ in parts):
            return set()
        return {
            key for key, folded in self._folded.items()
            if all(any(part in folded[field] for field in word.fields) != word.excluded for word, part in parts)
        }

    def any_order(self, key: str) -> tuple[int, list[int], str]:
        """Return what puts documents of equal score in order."""
        document = self.documents[key]
        return len(tokens(document.body)), [-ord(character) for character in document.date or "\0"], key


@pytest.fixture(scope="module", autouse=True)
def unmerged() -> Iterator[None]:
    """Segments stay as they came, so that there are several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "RATIO", 0)
        patch.setattr(merging, "WORN", 1)
        yield


def build(base: Path, seed: int, first: int, pieces: int | None) -> Archive:
    """Return an index of several segments with deletions in all of them."""
    writer = Writer(seed)
    archive = Archive(base, writer.documents(first, pieces))
    archive.update(writer.documents(first // 4, pieces))
    for _ in range(3):
        known = sorted(archive.documents)
        archive.update([*(writer.edited(archive.documents[key]) for key in known[5::23]), *writer.documents(first // 40, pieces)], known[::17])
    assert len(archive.reader().manifest["segments"]) > 2
    return archive


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Some 600 documents of all lengths."""
    return build(tmp_path_factory.mktemp("large"), 21, 560, None)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """More than a thousand small documents."""
    return build(tmp_path_factory.mktemp("many"), 22, 1000, 7)


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An index of one segment, many shards and terms that go through several of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "BATCH", 6000)
        patch.setattr(shards, "SHARD_BYTES", 900)
        patch.setattr(shards, "POSITIONS_BYTES", 1500)
        patch.setattr(shards, "PART_BYTES", 150)
        return Archive(tmp_path_factory.mktemp("parted"), Writer(23).documents(240))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The client as it is."""
    with running() as found:
        yield found


def pieces_of(draw: random.Random, text: str, longest: int) -> str:
    """Return a part of a text."""
    size = draw.randint(1, longest)
    at = draw.randint(0, max(0, len(text) - size))
    return text[at : at + size]


def is_plain(question: str) -> bool:
    """Whether nothing in a question could be a sign or name a field."""
    parts = typed(question)
    return bool(parts) and all(part[0] not in "+-" and ":" not in part for part in parts)


def questions(documents: list[Document], seed: int, count: int, longest: int) -> list[str]:
    """Return questions: parts of texts, single or several, as written, in traditional characters or in full width."""
    draw = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        parts = []
        near = draw.choice(documents)
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            document = near if draw.random() < 0.7 else draw.choice(documents)
            parts.append(pieces_of(draw, document.body if draw.random() < 0.7 else document.title, longest))
        question = draw.choice(GAPS).join(parts)
        question = draw.choice((question, question, question.translate(TRADITIONAL), question.translate(WIDE), question.swapcase()))
        if is_plain(question):
            found.append(question)
    return found


@pytest.fixture(scope="module", params=CHECKS)
def each_client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The client as it is, and where it checks words only by positions, only by texts."""
    with checking(request.param, tmp_path_factory.mktemp("static")) as found:
        yield found


@pytest.mark.parametrize(("place", "count"), [("large", 420), ("parted", 150)])
def test_what_is_found_is_what_a_plain_scan_finds(each_client: Client, place: str, count: int, request: pytest.FixtureRequest) -> None:
    archive: Archive = request.getfixturevalue(place)
    documents = list(archive.documents.values())
    scan = Scan(documents)
    asked = questions(documents, 1, count, 12) + questions(documents, 2, count // 6, 40)
    expected = [scan.find([Word(question)]) for question in asked]
    assert sum(len(keys) > 1 for keys in expected) > count / 3 and max(map(len, expected)) > 150
    for question, keys, answer in zip(asked, expected, each_client.search(archive.root, [{"query": question} for question in asked]), strict=True):
        assert (answer["total"], sorted(answer["keys"])) == (len(keys), sorted(keys)), question
        assert answer["exact"] and answer["missing"] == []


@pytest.fixture(scope="module")
def misses(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Archive]:
    """A long word, and documents that have all of its pairs but the word itself only but for one character."""
    word = "".join(map(chr, range(0x5000, 0x501E)))
    pairs = " ".join(word[at : at + 2] for at in range(len(word) - 1))
    spoilt = [f"{word[:at]}错{word[at + 1 :]} {pairs}" for at in range(len(word))]
    documents = [Document(f"{kind}{at}", "x.html", *both) for at, text in enumerate([*spoilt, word]) for kind, both in (("title", (text, "")), ("body", ("", text)))]
    return word, Archive(tmp_path_factory.mktemp("misses"), documents)


def test_near_misses_are_not_found(each_client: Client, misses: tuple[str, Archive]) -> None:
    word, archive = misses
    scan = Scan(list(archive.documents.values()))
    asked = [f"{field}{word[start : start + size]}" for size in range(3, 31) for start in (0, 30 - size) for field in ("", "title:", "body:")]
    for question, answer in zip(asked, each_client.search(archive.root, [{"query": question} for question in asked]), strict=True):
        field, _, text = question.rpartition(":")
        assert sorted(answer["keys"]) == sorted(scan.find([Word(text, field)])), question
        assert answer["exact"]


@pytest.fixture(scope="module")
def lunr_index(many: Archive) -> LunrIndex:
    """All documents in one index of lunr, with our tokens for words."""
    builder = Builder()
    builder.ref("key")
    builder.field("title", boost=5, extractor=lambda document: tokens(document["title"]))
    builder.field("body", extractor=lambda document: tokens(document["body"]))
    for document in many.documents.values():
        builder.add({"key": document.key, "title": document.title, "body": document.body})
    return builder.build()


def scored(index: LunrIndex, asked: list[Word]) -> dict[str, float]:
    """Return lunr's scores for the words that are wanted: documents that have all their tokens."""
    query = index.create_query()
    for word in asked:
        for part in typed(word.text) if not word.excluded else ():
            for term in [part] if len(part) == 1 else [part[at : at + 2] for at in range(min(len(part), 12) - 1)]:
                query.clause(term, fields=list(word.fields), use_pipeline=False, presence=QueryPresence.REQUIRED)
    return {result["ref"]: result["score"] for result in index.query(query)}


def meant(documents: list[Document], seed: int, count: int) -> list[list[Word]]:
    """Return questions with signs and fields, as they are meant."""
    draw = random.Random(seed)
    found: list[list[Word]] = []
    while len(found) < count:
        asked = []
        near = draw.choice(documents)
        for _ in range(draw.choice((1, 2, 2, 3, 4))):
            parts = typed(pieces_of(draw, near.title + near.body if draw.random() < 0.8 else draw.choice(documents).body, 14))
            field = draw.choice(("", "", "", "title", "标题", "body", "正文"))
            if parts and parts[0][0].isalpha() and ":" not in parts[0]:
                asked.append(Word(parts[0], field, draw.choice(SIGNS)))
        if asked and draw.random() < 0.15:
            asked.append(asked[0])
        if any(not word.excluded for word in asked):
            found.append(asked)
    return found


def assert_as_lunr(client: Client, archive: Archive, index: LunrIndex, asked: list[list[Word]], text: Callable[[list[Word]], str]) -> list[int]:
    """Documents, order and scores are lunr's; return how many were found each time."""
    scan = Scan(list(archive.documents.values()))
    found = client.search(archive.root, [{"query": text(question)} for question in asked])
    for question, answer in zip(asked, found, strict=True):
        keys, scores = scan.find(question), scored(index, question)
        assert keys <= scores.keys()
        expected = sorted(keys, key=lambda key: (-round(scores[key], 9), *scan.any_order(key)))
        assert answer["keys"] == expected, text(question)
        assert answer["scores"] == pytest.approx([scores[key] for key in expected], abs=1e-6), text(question)
        assert answer["total"] == len(expected) and answer["exact"]
    return [answer["total"] for answer in found]


def test_order_and_scores_are_those_of_lunr(client: Client, many: Archive, lunr_index: LunrIndex) -> None:
    assert len(many.documents) >= 1000
    documents = list(many.documents.values())
    asked = [[Word(part) for part in typed(question)] for question in questions(documents, 3, 330, 12)]
    totals = assert_as_lunr(client, many, lunr_index, asked, lambda question: " ".join(map(str, question)))
    assert sum(total > 1 for total in totals) > 120 and max(totals) > 300


def test_signs_and_fields_change_what_is_found_and_how_it_scores(client: Client, many: Archive, lunr_index: LunrIndex) -> None:
    asked = meant(list(many.documents.values()), 4, 250)
    totals = assert_as_lunr(client, many, lunr_index, asked, lambda question: " ".join(map(str, question)))
    assert sum(total > 0 for total in totals) > 100
    for sign in ("-", "+"):
        assert sum(any(word.sign == sign for word in question) and total > 0 for question, total in zip(asked, totals, strict=True)) > 10


@pytest.mark.parametrize(("query", "asked"), [
    ("-公开", ["-公开"]), ("-公开 －通知", ["-公开", "-通知"]), ("- 公开", ["-", "公开"]), ("公开 -。", ["公开", "-。"]), ("title:", ["title:"]), ("公开-通知", ["公开-通知"]),
    ("+", ["+"]), ("--公开 通知", ["--公开", "通知"]), ("公开 other:通知", ["公开", "other:通知"]),
])
def test_what_is_no_sign_is_text(client: Client, many: Archive, query: str, asked: list[str]) -> None:
    expected = Scan(list(many.documents.values())).find([Word(text) for text in asked])
    [answer] = client.search(many.root, [{"query": query}])
    assert ([word["text"] for word in answer["words"]], sorted(answer["keys"])) == (asked, sorted(expected))


def test_a_field_may_be_named_with_a_wide_colon_and_in_capitals(client: Client, many: Archive) -> None:
    expected = Scan(list(many.documents.values())).find([Word("通知", "title")])
    for answer in client.search(many.root, [{"query": query} for query in ("title：通知", "Title:通知", "標題:通知", "+ＴＩＴＬＥ：通知")]):
        assert sorted(answer["keys"]) == sorted(expected) and expected


def test_equal_scores_go_by_length_then_date_then_key(client: Client, tmp_path: Path) -> None:
    keys = [f"{key}{number}" for key in ("b", "甲", "\uff21", "\U00020000", "a", "\U0001f44d", "\ue000") for number in range(6)]
    said = [(date, text) for date in ("", "2014-01-01", "2013-12-31") for text in ("同文", "同文 长")]
    documents = [Document(key, "x.html", "同", *reversed(said[place % 6])) for place, key in enumerate(keys)]
    random.Random(5).shuffle(documents)
    archive = Archive(tmp_path, documents[:14])
    archive.update(documents[14:28] + [Document(f"其他{number}", "x.html", "", "别的") for number in range(40)])
    archive.update(documents[28:] + [Document(f"另外{number}", "x.html", "", "别的") for number in range(40)])
    assert len(archive.reader().manifest["segments"]) == 3
    scan = Scan(documents)
    for query, tied in (("同文", 21), ("title:同", 42)):
        [answer] = client.search(archive.root, [{"query": query}])
        assert answer["keys"] == sorted(scan.documents, key=scan.any_order)
        assert answer["scores"].count(answer["scores"][0]) == tied


@pytest.mark.parametrize("order", ["score", "date"])
def test_pages_are_parts_of_the_whole(client: Client, many: Archive, order: str) -> None:
    asked = ["公开", "的", "通知", "信息公开", "title:公开"]
    for query in asked:
        [whole] = client.search(many.root, [{"query": query, "order": order}])
        pages = client.search(many.root, [{"query": query, "order": order, "from": start, "count": 7} for start in range(0, whole["total"] + 7, 7)])
        assert [key for page in pages for key in page["keys"]] == whole["keys"]
        if order == "date":
            dates = [many.documents[key].date for key in whole["keys"]]
            assert dates == sorted(dates, reverse=True)


def test_facets_and_filters_count_what_is_found(client: Client, many: Archive) -> None:
    scan = Scan(list(many.documents.values()))
    found = [many.documents[key] for key in scan.find([Word("公开")])]
    values: list[dict[str, Any]] = [{}, {"category": "法规文件"}, {"year": "2014"}, {"agency": "</script>", "year": "2014"}, {"category": "没有"}, {"nothing": "x"}]
    for chosen, answer in zip(values, client.search(many.root, [{"query": "公开", "filter": chosen, "facets": True} for chosen in values]), strict=True):
        def fits(document: Document, besides: str = "", chosen: dict[str, str] = chosen) -> bool:
            return all((document.facets | {"year": document.date[:4]}).get(name) == value for name, value in chosen.items() if name != besides)

        assert sorted(answer["keys"]) == sorted(document.key for document in found if fits(document))
        assert answer["total"] == len(found) and answer["filtered"] == len(answer["keys"])
        for name in ("category", "agency", "year") if "nothing" not in chosen else ():
            all_values = [(document.facets | {"year": document.date[:4]}).get(name, "") for document in found if fits(document, name)]
            assert dict(answer["facets"][name]) == {value: all_values.count(value) for value in all_values if value}


@pytest.mark.parametrize("name", ["large", "many", "parted"])
def test_the_first_results_are_those_of_the_exact_answer(client: Client, request: pytest.FixtureRequest, name: str) -> None:
    archive: Archive = request.getfixturevalue(name)
    documents = list(archive.documents.values())
    asked = questions(documents, 77, 150, 9) + [f"{one} {other}" for one, other in zip(*[iter(questions(documents, 78, 60, 4))] * 2, strict=True)]
    found = client.ask("first", base=str(archive.root), queries=asked, count=10)
    early = [answer for answer in found if answer["first"] is not None]
    assert len(early) > 40
    assert [(answer["first"], query) for answer, query in zip(found, asked, strict=True) if answer["first"] not in (None, answer["exact"])] == []
    assert not any("/q/" in file for answer in early for file in answer["read"])
