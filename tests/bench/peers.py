"""Other search engines on the same documents: Pagefind and lunr.

Pagefind gets a plain page for each document. It is served over HTTP, since it does not work
from ``file://``. lunr (lunr.py) makes one file of the whole index, which every query loads. Each
engine gets all documents, or an even sample of as many as fit into memory. All figures of an
engine are measured with the same documents.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from offline_search.document import Document

from tests.kit.search_terminal import serving
from tests.kit.sites import chromium

from .builds import run
from .documents import Grep
from .queries import Query
from .rankings import pagefind_index, pagefind_keys
from .reading import middle, p95

ASKED = 30
"""Queries for each engine."""
KILOBYTES = {"pagefind": 420, "words": 175, "pairs": 520}
"""Memory that each engine needs for a document. It decides how many documents fit."""
SPARE = 0.5
"""Share of the free memory that one engine may use."""
HEAD = (
    "| engine | documents | build CPU s | peak MB | index MB | files | kB a query, median | 95 % | ms | recall | precision |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)
ASK = """async query => {
  const start = performance.now();
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const found = await pagefind.search(query);
  await Promise.all(found.results.slice(0, 10).map(result => result.data()));
  return [found.results.map(result => result.id), performance.now() - start];
}"""


def _ratios(pairs: list[tuple[set[str], set[str]]]) -> tuple[float, float]:
    """Return recall and precision, each as the mean over queries. A pair is the keys found and the keys wanted."""
    recall = [len(found & wanted) / len(wanted) for found, wanted in pairs if wanted]
    precision = [len(found & wanted) / len(found) for found, wanted in pairs if found]
    return sum(recall) / len(recall), sum(precision) / len(precision) if precision else 0.0


def fitting(found: list[Document], engine: str) -> list[Document]:
    """Return all documents, or an even sample of as many as an engine has memory for."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    return found[:: -(-len(found) * KILOBYTES[engine] // int(free * SPARE))]


def pagefind(base: Path, documents: list[Document], queries: list[Query]) -> str:
    """Return Pagefind's line of the table."""
    found = fitting(documents, "pagefind")
    grep = Grep(found)
    folder = base / "pagefind"
    done = pagefind_index(folder, found)
    index = folder / "pagefind"
    sizes = [path.stat().st_size for path in index.rglob("*") if path.is_file()]
    keys = pagefind_keys(folder, found)
    pairs, kilobytes, times = [], [], []
    with serving(folder) as address, chromium() as browser:
        for query in queries:
            page, asked = browser.new_context().new_page(), set()
            page.set_default_timeout(300_000)
            page.goto(f"{address}/ask.html")
            page.on("request", lambda request, asked=asked: asked.add(urlsplit(request.url).path))
            identifiers, ms = page.evaluate(ASK, query.text)
            page.context.close()
            pairs.append(({keys[identifier] for identifier in identifiers}, grep.find(query.text)))
            kilobytes.append(sum((folder / path.lstrip("/")).stat().st_size for path in asked if path.startswith("/pagefind/")) / 1000)
            times.append(ms)
    recall, precision = _ratios(pairs)
    return (
        f"| Pagefind (HTTP) | {len(found):,} | {done.cpu:.0f} | {done.peak_mb:,.0f} | {sum(sizes) / 1e6:.0f} | {len(sizes):,} | "
        f"{middle(kilobytes):.0f} | {p95(kilobytes):.0f} | {middle(times):.0f} | {recall:.2f} | {precision:.2f} |"
    )


def lunr(base: Path, documents: list[Document], queries: list[Query], kind: str) -> str:
    """Return a line of the table for an index of lunr with a kind of tokens: `pairs`, as ours, or `words`."""
    found = fitting(documents, kind)
    task, index, answers = base / "lunr.json", base / "lunr-index.json", base / "lunr-answers.json"
    task.write_text(json.dumps({
        "kind": kind, "queries": [query.text for query in queries],
        "documents": [{"key": document.key, "title": document.title, "body": document.body} for document in found],
    }))
    done = run(sys.executable, "-m", "tests.bench.lunr_index", "build", str(task), str(index))
    run(sys.executable, "-m", "tests.bench.lunr_index", "ask", str(task), str(index), str(answers))
    grep = Grep(found)
    recall, precision = _ratios([(set(keys), grep.find(query.text)) for keys, query in zip(json.loads(answers.read_text()), queries, strict=True)])
    size = index.stat().st_size
    return (
        f"| lunr, {'words of a dictionary' if kind == 'words' else 'our tokens'} | {len(found):,} | "
        f"{done.cpu:.0f} | {done.peak_mb:,.0f} | {size / 1e6:,.0f} | 1 | {size / 1000:,.0f} | | | {recall:.2f} | {precision:.2f} |"
    )


def report(base: Path, found: list[Document], queries: list[Query]) -> Iterator[str]:
    """Yield the table."""
    queries = queries[:ASKED]
    lines = [HEAD, pagefind(base, found, queries), *(lunr(base, found, queries, kind) for kind in ("words", "pairs"))]
    yield "\n".join(lines)
