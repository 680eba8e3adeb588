"""``python -m tests.bench --scale 1.0``: write a synthetic folder, build it, search in it; print all tables."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import exactness, history, peers, people, release
from .builds import ROOT, Bench, build, run
from .documents import all_documents
from .queries import draw, sentences
from .questions import written
from .reading import WARM_UP, report

TABLES = {
    "builds": "cold builds with and without search, then one item changed in every way",
    "cold": "one cold build, for a folder too large for the others",
    "reading": "what a reader waits for and loads",
    "exactness": "found against grep",
    "peers": "Pagefind and lunr on the same documents",
    "people": "queries as people type them, on the search page and in other rankings: how soon a right result comes",
    "release": "what delivering takes, to a folder, over SSH and to a stick",
    "history": "the index through two thousand publications of one document each",
}


def built(bench: Bench, whole: bool) -> str:
    """Build the site; return the table of times and sizes."""
    if whole:
        build(bench)
    else:
        bench.measure("cold build")
    digest = hashlib.sha256((bench.output / "counts" / "index.html").read_bytes()).hexdigest()[:12]
    return f"{bench.table()}\n\ncounts/index.html {digest}"


def asked_by_people(base: Path, options: argparse.Namespace) -> Iterator[str]:
    """Yield the tables of queries as people type them: over the project's own content, and over another folder if one is given."""
    more = written(Path(options.questions)) if options.questions else []
    contents = [("own content", ROOT / "content", [*written(), *more])]
    if options.items:
        contents.append(("other items", Path(options.items).resolve(), []))
    for name, content, asked in contents:
        bench = Bench(base / name.replace(" ", "-"), content)
        bench.make("html")
        yield from people.report(name, bench.output, all_documents(bench.base / "cache"), asked, bench.base / "pagefind")


def tables(base: Path, content: Path, options: argparse.Namespace) -> Iterator[str]:
    """Yield every table that was asked for, each as soon as it is measured."""
    if "people" in options.tables:
        yield from asked_by_people(base, options)
    if {*options.tables} <= {"people"}:
        return
    bench = Bench(base, content)
    if not content.exists():
        run(sys.executable, "-m", "tests.demo", "--scale", options.scale, "--out", str(content))
    yield built(bench, "builds" in options.tables)
    if "release" in options.tables:
        yield from release.report(bench)
    queries = draw(bench.output, WARM_UP + options.queries)
    if "reading" in options.tables:
        yield from report(bench.output, queries, sentences(bench.output, WARM_UP + options.queries), options.throttled)
    if {"exactness", "peers", "history"} & {*options.tables}:
        documents = all_documents(base / "cache")
        if "exactness" in options.tables:
            yield from exactness.report(bench.output, documents)
        if "peers" in options.tables:
            yield from peers.report(base, documents, queries)
        if "history" in options.tables:
            yield from history.report(documents)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1.0")
    parser.add_argument("--keep", help="use and keep this folder instead of a temporary one")
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--throttled", type=int, default=40, help="how many of the queries to ask at a sixth of the speed")
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=[name for name in TABLES if name != "cold"])
    parser.add_argument("--items", default="", help="people: a content folder to measure besides the project's own")
    parser.add_argument("--questions", default="", help="people: a JSON file of further queries for the project's own content")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(options.keep or temporary)
        content = base / "content"
        for table in tables(base, content, options):
            print(f"\n{table}", flush=True)


if __name__ == "__main__":
    main()
