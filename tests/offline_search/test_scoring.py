"""Scores by the formula of FORMAT.md ("Score"), and the first few of many: the browser's script against plain arithmetic."""

from __future__ import annotations

import json
import math
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from offline_search.client import SCRIPTS, STATIC

from tests.kit.search_node import NODE

Ask = Callable[..., Any]
FIELDS = ("title", "body")
BOTH, TITLE, BODY = ({"title": title, "body": body} for title, body in ((True, True), (True, False), (False, True)))
EVERYWHERE = 6
"""A term that stands in the title and in the body of every document, so that it stands more often than there are documents."""


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask the script in Node."""
    command = [NODE, Path(__file__).with_name("scoring_node.js"), STATIC, *SCRIPTS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        def asked(operation: str, **request: Any) -> Any:
            process.stdin.write(json.dumps({"operation": operation, **request}) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield asked


class Archive:
    """Documents with random frequencies of the terms 1 to 6 in title and body, in segments, some deleted."""

    def __init__(self, seed: int, sizes: tuple[int, ...] = (25, 9, 14)) -> None:
        draw = random.Random(seed)
        self.documents = [[{name: self._field(draw, name) for name in FIELDS} for _ in range(size)] for size in sizes]
        self.deleted = [sorted(draw.sample(range(size), size // 5)) for size in sizes]
        self.deleted[1] = []
        for document in self.documents[1]:  # nothing of one term
            for name in FIELDS:
                document[name][3] = 0
        living = list(self.living())
        self.manifest = {
            "documents": len(living), "k1": 1.2, "b": 0.75, "boosts": {"title": 5, "body": 1},
            "tokens": {name: sum(self.length(document, name) for _, _, document in living) for name in FIELDS},
        }

    @staticmethod
    def _field(draw: random.Random, name: str) -> Counter:
        terms = [term for term in range(1, 6) if draw.random() < 0.5]
        return Counter({EVERYWHERE: 1} | {term: draw.randint(1, 4) for term in terms} | {100: draw.randint(0, 9)})

    def living(self) -> Iterator[tuple[int, int, dict[str, Counter]]]:
        """Yield segment, number and fields of every document that is not deleted."""
        for segment, documents in enumerate(self.documents):
            yield from ((segment, number, document) for number, document in enumerate(documents) if number not in self.deleted[segment])

    @staticmethod
    def length(document: dict[str, Counter], name: str) -> int:
        """Return the tokens of a field."""
        return document[name].total()

    def segments(self) -> list[dict[str, Any]]:
        """Return what the script reads."""
        found = []
        for documents, deleted in zip(self.documents, self.deleted, strict=True):
            postings = {}
            for term in range(1, 7):
                sides = {}
                for name in FIELDS:
                    docs = [number for number, document in enumerate(documents) if document[name][term]]
                    sides[name] = {"docs": docs, "tfs": [documents[number][name][term] for number in docs]}
                sides["title"]["lengths"] = [self.length(documents[number], "title") for number in sides["title"]["docs"]]
                if sides["title"]["docs"] or sides["body"]["docs"]:
                    postings[term] = sides
            found.append({"deleted": deleted, "lengths": [self.length(document, "body") for document in documents], "postings": postings})
        return found

    def expected(self, words: list[dict[str, Any]], hits: list[list[int]]) -> list[float]:
        """Return the scores of hits, by the formula."""
        living = list(self.living())
        counts = {name: Counter(term for word in words if word["fields"][name] for phrase in word["phrases"] for term in phrase) for name in FIELDS}
        magnitudes = {name: math.sqrt(sum(count**2 for count in counts[name].values())) for name in FIELDS}
        found = []
        for segment, numbers in enumerate(hits):
            for number in numbers:
                document, score = self.documents[segment][number], 0.0
                for name in FIELDS:
                    average = self.manifest["tokens"][name] / len(living)
                    for term, count in counts[name].items():
                        stands = sum((document["title"][term] > 0) + (document["body"][term] > 0) for _, _, document in living)
                        idf = math.log(1 + abs((len(living) - stands + 0.5) / (stands + 0.5)))
                        frequency, length = document[name][term], self.length(document, name)
                        weight = idf * 2.2 * frequency / (1.2 * (1 - 0.75 + 0.75 * length / average) + frequency) * (5 if name == "title" else 1)
                        score += count * math.floor(weight * 1000 + 0.5) / 1000 / magnitudes[name]
                found.append(score)
        return found

    def hits(self, seed: int, share: float) -> list[list[int]]:
        """Return some living documents of each segment."""
        draw = random.Random(seed)
        return [[number for at, number, _ in self.living() if at == segment and draw.random() < share] for segment in range(len(self.documents))]


def word(*phrases: tuple[int, ...], fields: dict[str, bool] = BOTH) -> dict[str, Any]:
    """Return a word of a query."""
    return {"phrases": [list(phrase) for phrase in phrases], "fields": fields}


QUERIES = {
    "one term": [word((1,))], "two terms of a phrase": [word((1, 2))], "a term twice in a phrase": [word((1, 1, 2))], "two words": [word((1, 2)), word((4,))],
    "a word twice": [word((1, 2)), word((1, 2))], "a word of two phrases": [word((1,), (2, 3))], "a title": [word((1, 2), fields=TITLE)],
    "a body": [word((1, 2), fields=BODY)], "a title and anything": [word((1, 2), fields=TITLE), word((4,))],
    "a body twice and a title": [word((1,), fields=BODY), word((1,), fields=BODY), word((2, 4), fields=TITLE)], "a term of some segments": [word((3, 1))],
    "a term of all": [word((EVERYWHERE,))], "a term of none": [word((50,)), word((1,))], "all terms": [word((1, 2, 3, 4, 5, 6))],
}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_the_formula(ask: Ask, query: str, seed: int) -> None:
    archive = Archive(seed)
    segments = archive.segments()
    for share in (1, 0.4):
        hits = archive.hits(seed, share)
        found = ask("score", manifest=archive.manifest, segments=segments, words=QUERIES[query], hits=hits)
        assert found == pytest.approx(archive.expected(QUERIES[query], hits), abs=1e-9)
        assert any(found)


def test_a_segment_without_hits_has_no_scores_and_changes_none(ask: Ask) -> None:
    archive = Archive(7)
    segments, hits = archive.segments(), archive.hits(7, 0.5)
    for empty in range(3):
        some = [[] if place == empty else numbers for place, numbers in enumerate(hits)]
        found = ask("score", manifest=archive.manifest, segments=segments, words=QUERIES["two words"], hits=some)
        assert found == pytest.approx(archive.expected(QUERIES["two words"], some), abs=1e-9)
    assert ask("score", manifest=archive.manifest, segments=segments, words=QUERIES["two words"], hits=[[], [], []]) == []


def test_weights_are_whole_thousandths_so_that_equal_sums_are_equal(ask: Ask) -> None:
    archive = Archive(8)
    segments, hits = archive.segments(), archive.hits(8, 1)
    forward, backward = (
        ask("score", manifest=archive.manifest, segments=segments, words=words, hits=hits)
        for words in ([word((1,)), word((2,)), word((4,)), word((5,))], [word((5,)), word((4,)), word((2,)), word((1,))])
    )
    assert forward == backward
    assert all(score * 1000 * 2 == pytest.approx(round(score * 1000 * 2), abs=1e-6) for score in forward)


def test_equal_sums_make_equal_scores_however_they_are_parted_between_title_and_body(ask: Ask) -> None:
    """Each term weighs the same wherever it stands (k1 is 0, boosts are equal), and stands in as many fields."""
    parts = [{"title": title, "body": [term for term in (1, 2, 3) if term not in title]} for title in ([], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3])]
    postings = {
        term: {name: {"docs": (docs := [number for number, part in enumerate(parts) if term in part[name]]), "tfs": [1] * len(docs)} for name in FIELDS}
        for term in (1, 2, 3)
    }
    for sides in postings.values():
        sides["title"]["lengths"] = [1] * len(sides["title"]["docs"])
    segment = {"deleted": [], "lengths": [3] * len(parts), "postings": postings}
    for documents in range(10, 60):
        manifest = {"documents": documents, "k1": 0, "b": 0.75, "boosts": {"title": 1, "body": 1}, "tokens": {"title": 50, "body": 50}}
        found = ask("score", manifest=manifest, segments=[segment], words=[word((1, 2, 3))], hits=[list(range(len(parts)))])
        assert len(set(found)) == 1 and found[0] > 0


def first(values: list[float], things: list[int], count: int) -> list[int]:
    """Return the first of some things: by value, then by number."""
    return sorted(things, key=lambda thing: (-values[thing], thing))[: max(count, 0)]


@pytest.mark.parametrize("sorting", ["native", "by what comes after"])
@pytest.mark.parametrize("count", [-1, 0, 1, 2, 3, 7, 10, 39, 40, 41, 100])
def test_the_first_of_many_are_those_of_the_whole_order(ask: Ask, count: int, sorting: str) -> None:
    draw = random.Random(count)
    for most in (1, 3, 1000):
        values = [float(draw.randint(0, most)) for _ in range(60)]
        things = sorted(draw.sample(range(60), 40))
        for order in (things, things[::-1], draw.sample(things, 40)):
            assert ask("select", things=order, count=count, values=values, sorting=sorting)["first"] == first(values, order, count)


def test_few_of_very_many_are_found_without_sorting_all(ask: Ask) -> None:
    draw = random.Random(9)
    values = [draw.random() for _ in range(20_000)]
    found = ask("select", things=list(range(20_000)), count=10, values=values)
    assert found["first"] == first(values, list(range(20_000)), 10)
    assert found["compared"] < 20_000  # sorting would take some 280,000


def test_of_nothing_nothing_is_first(ask: Ask) -> None:
    assert ask("select", things=[], count=10, values=[])["first"] == []
    assert ask("select", things=[], count=0, values=[])["first"] == []
