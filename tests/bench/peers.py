"""Other search engines on the same documents: Pagefind, and a whole index of lunr.

Pagefind is given a plain page for each document and served over HTTP, since it does not work
from ``file://``. lunr (lunr.py) is given as many documents as fit, and its figures are
multiplied up to all of them; its queries load the whole index.
"""

from __future__ import annotations

import gzip
import html
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from offline_search.document import Document

from ..site import chromium
from ..terminal import serving
from .builds import ROOT, Run, run
from .documents import Grep
from .queries import Query
from .reading import middle, p95

ASKED = 30
"""Queries that Pagefind is asked."""
FITS = 2000
"""Documents that lunr is given."""
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
    """Return recall and precision, each the mean over queries of (found, wanted)."""
    recall = [len(found & wanted) / len(wanted) for found, wanted in pairs if wanted]
    precision = [len(found & wanted) / len(found) for found, wanted in pairs if found]
    return sum(recall) / len(recall), sum(precision) / len(precision) if precision else 0.0


def _pages(found: list[Document], folder: Path) -> None:
    """Write a plain page for each document; its name is the number of the document."""
    for number, document in enumerate(found):
        path = folder / str(number // 1000) / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!DOCTYPE html><html lang="zh-CN"><title>{html.escape(document.title)}</title>'
            f"<h1>{html.escape(document.title)}</h1><p>{html.escape(document.body)}</p></html>", encoding="utf-8",
        )


def _fragments(folder: Path, found: list[Document]) -> dict[str, str]:
    """Return the keys of documents by Pagefind's own names for them."""
    keys = {}
    for path in (folder / "fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        keys[path.stem] = found[int(Path(fragment["url"]).stem)].key
    return keys


def pagefind(base: Path, found: list[Document], queries: list[Query], grep: Grep) -> str:
    """Return Pagefind's line of the table."""
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
        for query in queries[:ASKED]:
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


def _lunr_built(base: Path, some: list[Document], queries: list[Query], kind: str) -> tuple[Run, Path]:
    task = base / "lunr.json"
    task.write_text(json.dumps({
        "kind": kind, "queries": [query.text for query in queries],
        "documents": [{"key": document.key, "title": document.title, "body": document.body} for document in some],
    }))
    return run(sys.executable, "-m", "tests.bench.lunr_index", "build", str(task), str(base / "lunr-index.json")), task


def lunr(base: Path, found: list[Document], queries: list[Query], kind: str) -> str:
    """Return a line of the table for a whole index of lunr with some kind of tokens: `pairs` (ours) or `words`."""
    some = found[:: max(1, len(found) // FITS)]
    index, answers = base / "lunr-index.json", base / "lunr-answers.json"
    idle, _ = _lunr_built(base, some[:1], [], kind)  # what Python and its modules cost, whatever the number of documents
    done, task = _lunr_built(base, some, queries, kind)
    subprocess.run([sys.executable, "-m", "tests.bench.lunr_index", "ask", str(task), str(index), str(answers)], check=True, cwd=ROOT)
    grep, times = Grep(some), len(found) / len(some)
    pairs = [(set(keys), grep.find(query.text)) for keys, query in zip(json.loads(answers.read_text()), queries, strict=True)]
    recall, precision = _ratios(pairs)
    size = index.stat().st_size * times
    return (
        f"| lunr, {'words of a dictionary' if kind == 'words' else 'our tokens'}, {len(some):,} documents × {times:.1f} | {len(found):,} | "
        f"{idle.cpu + (done.cpu - idle.cpu) * times:.0f} | {idle.peak_mb + (done.peak_mb - idle.peak_mb) * times:,.0f} | {size / 1e6:.0f} | 1 | {size / 1000:,.0f} | | | {recall:.2f} | {precision:.2f} |"
    )


def report(base: Path, found: list[Document], queries: list[Query]) -> Iterator[str]:
    """Yield the table."""
    lines = [HEAD, pagefind(base, found, queries, Grep(found)), *(lunr(base, found, queries, kind) for kind in ("words", "pairs"))]
    yield "\n".join(lines)
