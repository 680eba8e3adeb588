"""Other search engines on the same documents: Pagefind and lunr.

Pagefind gets a plain page for each document. It is served over HTTP, since it does not work
from ``file://``. lunr (lunr.py) makes one file of the whole index, which every query loads. Each
engine gets all documents, or an even sample of as many as fit into memory. All figures of an
engine are measured with the same documents.
"""

from __future__ import annotations

import gzip
import html
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from offline_search.document import Document

from tests.kit.search_terminal import serving
from tests.kit.sites import chromium

from .builds import ROOT, run
from .documents import Grep
from .queries import Query
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


def _pages(found: list[Document], folder: Path) -> None:
    """Write a plain page for each document, named by the document's number."""
    for number, document in enumerate(found):
        path = folder / str(number // 1000) / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!DOCTYPE html><html lang="zh-CN"><title>{html.escape(document.title)}</title>'
            f"<h1>{html.escape(document.title)}</h1><p>{html.escape(document.body)}</p></html>", encoding="utf-8",
        )


def _fragments(folder: Path, found: list[Document]) -> dict[str, str]:
    """Return the keys of documents by the ids that Pagefind gave them."""
    keys = {}
    for path in (folder / "fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        keys[path.stem] = found[int(Path(fragment["url"]).stem)].key
    return keys


def pagefind(base: Path, documents: list[Document], queries: list[Query]) -> str:
    """Return Pagefind's line of the table."""
    found = fitting(documents, "pagefind")
    grep = Grep(found)
    program = next((ROOT / "tests/bench/node_modules/@pagefind").glob("*/bin/pagefind_extended"))
    folder = base / "pagefind"
    _pages(found, folder)
    done = run(str(program), "--site", str(folder))
    index = folder / "pagefind"
    sizes = [path.stat().st_size for path in index.rglob("*") if path.is_file()]
    keys = _fragments(index, found)
    (folder / "ask.html").write_text('<!DOCTYPE html><html lang="zh-CN"><title>?</title>')
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
