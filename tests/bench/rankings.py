"""Rankings of the same documents that others give: Pagefind, SQLite FTS5, and plain BM25 of pairs of characters.

A ranking takes a query and returns its first results, best first. Each result is one text: the title, and the
address in a second line.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path

from offline_search.document import Document
from offline_search.fold import fold, tokens
from playwright.sync_api import Browser

from tests.kit.search_terminal import serving

from .builds import ROOT, Run, run

SHOWN = 10
"""Results that count: a reader seldom looks further."""
K1, B, TITLE = 1.2, 0.75, 5

Rank = Callable[[str], list[str]]

ASK_PAGEFIND = """async ([query, count]) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const found = await pagefind.search(query);
  const shown = await Promise.all(found.results.slice(0, count).map(result => result.data()));
  return shown.map(result => result.url);
}"""


def shown_as(document: Document) -> str:
    """Return a document as a result: its title, and its address in a second line."""
    return f"{document.title}\n{document.url}"


class Bigrams:
    """BM25 of the pairs of neighbours of a query, joined by OR; a title counts five times."""

    def __init__(self, found: list[Document]) -> None:
        self._shown = [shown_as(document) for document in found]
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
        """Return the first results."""
        count, average, scores = len(self._shown), sum(self._lengths) / len(self._shown), []
        for number, terms in enumerate(self._terms):
            score = sum(
                log(1 + (count - self._frequencies[pair] + 0.5) / (self._frequencies[pair] + 0.5)) * terms[pair] * (K1 + 1)
                / (terms[pair] + K1 * (1 - B + B * self._lengths[number] / average))
                for pair in self._pairs(query) if terms[pair]
            )
            if score:
                scores.append((-score, number))
        return [self._shown[number] for _, number in sorted(scores)[:SHOWN]]


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer: bm25() of the pieces of three characters of a query, joined by OR; a title counts five times."""

    def __init__(self, found: list[Document]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("CREATE VIRTUAL TABLE documents USING fts5(title, body, shown UNINDEXED, tokenize = 'trigram')")
        rows = ((fold(document.title), fold(document.body), shown_as(document)) for document in found)
        self._connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows)

    def rank(self, query: str) -> list[str]:
        """Return the first results."""
        pieces = [word[at : at + 3] for word in re.findall(r"\w+", fold(query)) for at in range(len(word) - 2)]
        if not pieces:
            return []
        sql = f"SELECT shown FROM documents WHERE documents MATCH ? ORDER BY bm25(documents, {TITLE}, 1) LIMIT {SHOWN}"
        return [shown for (shown,) in self._connection.execute(sql, [" OR ".join(f'"{piece}"' for piece in pieces)])]


def write_pages(found: list[Document], folder: Path) -> None:
    """Write a plain page for each document, named by the document's number."""
    for number, document in enumerate(found):
        path = folder / str(number // 1000) / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!DOCTYPE html><html lang="zh-CN"><title>{html.escape(document.title)}</title>'
            f"<h1>{html.escape(document.title)}</h1><p>{html.escape(document.body)}</p></html>", encoding="utf-8",
        )


def pagefind_index(folder: Path, found: list[Document]) -> Run:
    """Write a page for each document into a folder, and Pagefind's index of them beside; return what indexing took."""
    program = next((ROOT / "tests/bench/node_modules/@pagefind").glob("*/bin/pagefind_extended"))
    write_pages(found, folder)
    done = run(str(program), "--site", str(folder))
    (folder / "ask.html").write_text('<!DOCTYPE html><html lang="zh-CN"><title>?</title>')
    return done


def pagefind_keys(folder: Path, found: list[Document]) -> dict[str, str]:
    """Return the keys of documents by the ids that Pagefind gave them."""
    keys = {}
    for path in (folder / "pagefind/fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        keys[path.stem] = found[int(Path(fragment["url"]).stem)].key
    return keys


@contextmanager
def pagefind(folder: Path, found: list[Document], browser: Browser) -> Iterator[Rank]:
    """Index documents with Pagefind in a folder; yield its ranking, asked over HTTP, since Pagefind does not work from ``file://``."""
    pagefind_index(folder, found)
    with serving(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/ask.html")

        def rank(query: str) -> list[str]:
            return [shown_as(found[int(Path(url).stem)]) for url in page.evaluate(ASK_PAGEFIND, [query, SHOWN])]

        yield rank
        page.close()
