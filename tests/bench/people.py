"""Queries as people type them: how soon a right document comes, here and in plain rankings of the same documents."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from offline_search.document import Document
from offline_search.fold import fold, tokens

from tests.kit.sites import chromium

SHOWN = 10
"""Results that count: a reader seldom looks further."""
WHOLE = "all"
K1, B, TITLE = 1.2, 0.75, 5

Rank = Callable[[str], list[str]]
"""Returns the titles of the first results of a query."""

ASK = """async ([query, count]) => {
  const index = await OfflineSearch.open("search/"), answer = await OfflineSearch.ask(index, query);
  const {rows} = await answer.documents(0, count);
  const near = OfflineSearch.isEnough(answer, rows) ? null : await answer.nearest();
  return rows.concat(near ? (await near.documents(0, count)).rows : []).slice(0, count).map(row => row.title);
}"""


@dataclass(frozen=True)
class Question:
    """A query, its kind, and a pattern that the titles of right documents have."""

    kind: str
    text: str
    right: str


def questions() -> list[Question]:
    """Return the queries for the project's own content. They were written without looking at what any engine finds."""
    return [Question(kind, text, right) for kind, text, right in json.loads(Path(__file__).with_name("people.json").read_text(encoding="utf-8"))]


class Bigrams:
    """BM25 of the pairs of neighbours of a query, joined by OR; a title counts five times."""

    def __init__(self, found: list[Document]) -> None:
        self._titles = [document.title for document in found]
        self._terms = [Counter(self._pairs(document.body)) for document in found]
        for document, terms in zip(found, self._terms, strict=True):
            for pair in self._pairs(document.title):
                terms[pair] += TITLE
        self._lengths = [terms.total() for terms in self._terms]
        self._frequencies = Counter(pair for terms in self._terms for pair in terms)

    @staticmethod
    def _pairs(text: str) -> list[str]:
        return [token for token in tokens(text) if len(token) == 2]

    def rank(self, query: str) -> list[str]:
        """Return the titles of the first results."""
        count, average, scores = len(self._titles), sum(self._lengths) / len(self._titles), []
        for number, terms in enumerate(self._terms):
            score = sum(
                log(1 + (count - self._frequencies[pair] + 0.5) / (self._frequencies[pair] + 0.5)) * terms[pair] * (K1 + 1)
                / (terms[pair] + K1 * (1 - B + B * self._lengths[number] / average))
                for pair in self._pairs(query) if terms[pair]
            )
            if score:
                scores.append((-score, number))
        return [self._titles[number] for _, number in sorted(scores)[:SHOWN]]


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer: bm25() of the pieces of three characters of a query, joined by OR; a title counts five times."""

    def __init__(self, found: list[Document]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("CREATE VIRTUAL TABLE documents USING fts5(title, body, shown UNINDEXED, tokenize = 'trigram')")
        rows = ((fold(document.title), fold(document.body), document.title) for document in found)
        self._connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows)

    def rank(self, query: str) -> list[str]:
        """Return the titles of the first results."""
        pieces = [word[at : at + 3] for word in re.findall(r"\w+", fold(query)) for at in range(len(word) - 2)]
        if not pieces:
            return []
        sql = f"SELECT shown FROM documents WHERE documents MATCH ? ORDER BY bm25(documents, {TITLE}, 1) LIMIT {SHOWN}"
        return [title for (title,) in self._connection.execute(sql, [" OR ".join(f'"{piece}"' for piece in pieces)])]


def places(asked: Iterable[Question], rank: Rank) -> dict[str, list[int]]:
    """Return for each kind, and for all, the place of the first right document of each query: from 1; 0 where none is shown."""
    found: dict[str, list[int]] = defaultdict(list)
    for question in asked:
        rights = [place for place, title in enumerate(rank(question.text)[:SHOWN], 1) if re.search(question.right, title)]
        for kind in (question.kind, WHOLE):
            found[kind].append(rights[0] if rights else 0)
    return found


def line(kind: str, name: str, found: list[int]) -> str:
    """Return a row of the table: shares of queries with a right document first and among ten, and the mean of 1 / place."""
    first, shown, reciprocal = (sum(map(worth, found)) / len(found) for worth in (lambda at: at == 1, lambda at: at > 0, lambda at: 1 / at if at else 0))
    return f"| {kind} | {name} | {len(found)} | {first:.2f} | {shown:.2f} | {reciprocal:.2f} |"


def table(asked: list[Question], rankings: dict[str, Rank]) -> str:
    """Return the table of several rankings."""
    measured = {name: places(asked, rank) for name, rank in rankings.items()}
    kinds = [*dict.fromkeys(question.kind for question in asked), WHOLE]
    head = [f"| kind of query | ranking | queries | success@1 | success@{SHOWN} | MRR@{SHOWN} |", "|---|---|---|---|---|---|"]
    return "\n".join(head + [line(kind, name, measured[name][kind]) for kind in kinds for name in rankings])


def report(site: Path, found: list[Document], asked: list[Question] | None = None) -> Iterator[str]:
    """Yield the table for a built site and its documents."""
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site.resolve().as_uri()}/search.html")
        rankings = {
            "here": lambda text: page.evaluate(ASK, [text, SHOWN]), "pairs, BM25": Bigrams(found).rank, "SQLite FTS5, trigrams": Trigrams(found).rank,
        }
        yield table(asked or questions(), rankings)
