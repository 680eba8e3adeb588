"""Queries as people type them: how soon a right result comes, on the search page and in other rankings of the same documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from offline_search.document import Document

from tests.kit.sites import chromium

from .questions import Drawing, Question, segmented
from .rankings import SHOWN, Bigrams, Rank, Trigrams, pagefind
from .search_page import search_page
from .site_pages import site_pages

ALL = "all"
HERE = "here"


def places(asked: Iterable[Question], rank: Rank) -> list[int]:
    """Return the place of the first right result of each query: from 1; 0 where none is shown."""
    return [
        next((place for place, result in enumerate(rank(question.text)[:SHOWN], 1) if question.is_answered_by(result)), 0)
        for question in asked
    ]


def shares(found: list[int]) -> str:
    """Return the shares of queries with a right result first and among ten, and the mean of 1 / place."""
    first, shown, reciprocal = (sum(values) / len(found) for values in zip(*((at == 1, at > 0, 1 / at if at else 0) for at in found), strict=True))
    return f"{first:.2f} · {shown:.2f} · {reciprocal:.2f}"


def table(asked: list[Question], measured: dict[str, list[int]]) -> str:
    """Return a row for each kind of query, and one for all; a column for each ranking."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(asked):
        kinds[question.kind].append(number)
    rows = [
        [kind, str(len(numbers)), *(shares([found[number] for number in numbers]) for found in measured.values())]
        for kind, numbers in [*kinds.items(), (ALL, [*range(len(asked))])]
    ]
    head = ["kind of query", "queries", *measured]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---", "--:", *("---" for _ in measured)], *rows])


def failed(asked: list[Question], found: list[int]) -> str:
    """Return the queries without a right result among those shown, by kind."""
    lines = [f"- {question.kind}: {question.text} → {question.right}" for question, place in zip(asked, found, strict=True) if not place]
    return "\n".join([f"Nothing right among {SHOWN} {HERE}: {len(lines)} of {len(asked)} queries", *lines])


def compared(name: str, asked: list[Question], rankings: dict[str, Rank]) -> Iterator[str]:
    """Yield the table of some rankings, then the queries that fail here."""
    measured = {ranking: places(asked, rank) for ranking, rank in rankings.items()}
    yield f"{name}: success@1 · success@{SHOWN} · MRR@{SHOWN}\n\n{table(asked, measured)}"
    yield failed(asked, measured[HERE])


def report(name: str, site: Path, found: list[Document], asked: list[Question], folder: Path) -> Iterator[str]:
    """Yield the table for a built site and its documents, then the queries that fail here.

    Queries drawn from the documents by rule follow those that are given. Other rankings get the pages that are no
    items too. `folder` is for Pagefind's pages.
    """
    everything = [*found, *site_pages(site)]
    with chromium() as browser:
        asked = [*asked, *Drawing(found, segmented([document.title for document in found], browser)).draw()]
        with search_page(site, browser) as here, pagefind(folder, everything, browser) as other:
            rankings = {HERE: here, "Pagefind": other, "SQLite FTS5, trigrams": Trigrams(everything).rank, "pairs, BM25": Bigrams(everything).rank}
            yield from compared(name, asked, rankings)
