"""The index alone, of as many documents as wanted: the bytes that a query loads from it, asked in Node.

    PYTHONPATH=plugins .venv/bin/python -m tests.bench.alone --scale 10 --out DIR [--queries 150]

The documents are those of `tests.demo`, without pages. They are made one by one, so memory does not grow with them. An
index that is in DIR already is asked only. The queries are drawn from documents of scale 1.0 whatever the scale,
so that indexes of different sizes get the same ones. Bytes are the sizes of the files that the client reads. The page, the
client, and what it reads to open the index are left out.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from offline_search.document import Document
from offline_search.index import Index, Options
from offline_search.pending import confirm_changes

from tests.demo.agencies import AGENCIES
from tests.demo.compose import compose
from tests.demo.plan import plan
from tests.kit.search_node import running

from .history import FACETS
from .queries import SEED, Query, draw_from, sentences_from
from .reading import middle, p95

EVERY = 97
"""Queries are drawn from one document in so many of scale 1.0."""
STAGES = {"ten": "ten results", "exact": "exact total"}
NEAR = {"near": "nearest documents"}
HEAD = "| documents | asked | until | kB median | 95 % | most | files median | 95 % |\n|--:|---|---|--:|--:|--:|--:|--:|"


def documents(scale: float, every: int = 1) -> Iterator[Document]:
    """Yield the documents of the synthetic archive at a scale, or one in so many of them."""
    for item in islice(plan(scale, SEED), 0, None, every):
        text = compose(item, SEED)
        agency, category = AGENCIES[item.agency].name, f"{item.category}/{item.leaf.name}"
        body = "\n".join(filter(None, (text.body, text.summary, item.index, item.document_number, agency, category)))
        facets = {"agency": agency, "category": category, "validity": item.validity or ""}
        meta = {"number": item.document_number or "", **facets}
        days = tuple(sorted({item.created.isoformat(), item.date.isoformat()}))
        yield Document(item.index, f"items/{item.index}.html", text.title, body, item.date.isoformat(), facets, meta, days)


def build(folder: Path, scale: float) -> None:
    """Make the index of the synthetic archive at a scale."""
    state = folder / "state" / "search.sqlite"
    state.parent.mkdir(parents=True, exist_ok=True)
    index = Index(str(folder / "search"), str(state), Options(facets=FACETS))
    index.rebuild(documents(scale))
    index.close()
    confirm_changes(str(state))


def size_of(folder: Path) -> str:
    """Return how large an index is, in a sentence."""
    sizes = [entry.stat().st_size for entry in folder.rglob("*") if entry.is_file()]
    return f"{sum(sizes) / 1e6:,.0f} MB in {len(sizes):,} files, the largest of {max(sizes) / 1000:.0f} kB"


def row(count: int, asked: str, until: str, costs: list[tuple[int, int]]) -> str:
    """Return a line of the table from the bytes and files of queries."""
    sizes, files = zip(*costs, strict=True)
    return f"| {count:,} | {asked} | {until} | {middle(sizes) / 1000:.0f} | {p95(sizes) / 1000:.0f} | {max(sizes) / 1000:.0f} | {middle(files):.0f} | {p95(files):.0f} |"


def measured(folder: Path, queries: list[Query], stages: dict[str, str], asked: str) -> Iterator[str]:
    """Yield a line for each stage, and the queries that load most until the last one."""
    root = folder / "search"
    with running() as client:
        found = client.ask("cost", base=f"{root}/", queries=[query.text for query in queries], near=stages is NEAR)
    costs = {stage: [(sum(os.path.getsize(root / name) for name in one[stage]), len(one[stage])) for one in found["costs"]] for stage in stages}
    for stage, until in stages.items():
        yield row(found["documents"], asked, until, costs[stage])
    last = [*stages][-1]
    most = sorted(zip(costs[last], queries, strict=True), key=lambda pair: -pair[0][0])[:8]
    yield f"Most: {', '.join(f'{query.text} {size / 1000:.0f} kB' for (size, _), query in most)}."


def report(folder: Path, count: int) -> Iterator[str]:
    """Yield the table, line by line."""
    few = list(documents(1.0, EVERY))
    pages = [(document.title, document.body) for document in few]
    yield size_of(folder / "search")
    yield HEAD
    for asked, queries, stages in (("pieces and words", draw_from(pages, count), STAGES), ("sentences", sentences_from(pages, count), NEAR)):
        yield from measured(folder, queries, stages, asked)


def main() -> None:
    """Make the index unless it is there, and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True, help="folder of the index")
    parser.add_argument("--queries", type=int, default=150)
    options = parser.parse_args()
    if not (options.out / "search" / "manifest.js").exists():
        build(options.out, options.scale)
    for line in report(options.out, options.queries):
        print(line, flush=True)


if __name__ == "__main__":
    main()
