"""The time that a reader waits and the bytes that are loaded: queries to a built site over ``file://`` in real browsers.

    PYTHONPATH=plugins .venv/bin/python -m tests.bench.reading --output DIR [--browser chromium|firefox|all]
        [--queries 150] [--throttled 40] [--seed 2014]

It prints Markdown tables. DIR is a site as `make html` or `make publish` leaves it. The queries
are those of `queries.draw`, and for the rows of nearest documents those of `queries.sentences`. A fresh page is a new browser context (Chromium) or a new tab
(Firefox). Either it is already open and the words are typed into its box, or it is opened as
``search.html?q=…``. Times are by the page's own clock, from Enter or from the start of the
navigation until ten results (or all, if fewer) or the exact total are in the document. Bytes are
the sizes on disk of the files requested up to that moment: no browser tells what it read from
``file://``. Ten further queries come first to warm up, and do not count.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.kit.browsers import find_firefox

from .browsers import PATIENCE, Chromium, Driver, in_chromium, in_firefox
from .queries import Query, draw, sentences

WARM_UP = 10
"""Queries that warm up and do not count: the first of those that are drawn."""
ASKED = 200
"""Queries on one page before its heap is measured."""
SLOWER = 6
TYPED, OPENED = "words typed on a fresh page", "fresh page opened with the words"
STAGES = {"ten": "ten results", "exact": "exact total"}
NEAR = {"near": "nearest documents"}
"""The stages of a sentence that few documents hold."""
KINDS = {
    "page and theme": r"search\.html|theme/.*",
    "postings": r"search/[^/]+/p/.*",
    "positions": r"search/[^/]+/q/.*",
    "texts": r"search/[^/]+/t/.*",
    "client": r"search/client[^/]*\.js",
    "opening": r"search/.*",
}
"""Kinds of files by patterns of their paths; the first one that matches counts."""
INDEX = ("opening", "postings", "positions", "texts")
"""Kinds of files that belong to the index: those that grow with the archive or depend on the query."""


@dataclass
class Sample:
    """The cost of one query until each stage: milliseconds, and bytes by kind of file."""

    query: Query
    total: int
    ms: dict[str, float]
    files: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, dict[str, int]] = field(default_factory=dict)

    def sum(self, stage: str, kinds: Iterable[str] = ()) -> int:
        """Return the bytes that were loaded until a stage, of some kinds of files or of all."""
        return sum(self.loaded[stage][kind] for kind in kinds or KINDS)


def kind_of(path: str) -> str:
    """Return the kind of a file of the site."""
    return next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path))


def sample(query: Query, noted: dict[str, Any], site: Path, page: bool) -> Sample:
    """Return the sample of a query from what probe.js noted; `page` counts the page itself too."""
    marks, root = noted["marks"], site.resolve()
    stages = [stage for stage in (*STAGES, *NEAR) if stage in marks]
    found = Sample(query, marks["total"], {stage: marks[stage][0] for stage in stages})
    asked = [Path(unquote(urlsplit(address).path)).resolve() for address in noted["files"]]
    for stage in stages:
        loaded = dict.fromkeys(KINDS, 0)
        paths = {*asked[: marks[stage][1]], *([root / "search.html"] if page else [])}
        for path in paths:
            loaded[kind_of(path.relative_to(root).as_posix())] += path.stat().st_size
        found.loaded[stage], found.files[stage] = loaded, len(paths)
    return found


def measured(ask: Callable[[str], dict[str, Any]], queries: list[Query], site: Path, page: bool) -> list[Sample]:
    """Ask every query; return the samples, without those of the first few, which warm up."""
    return [sample(query, ask(query.text), site, page) for query in queries][WARM_UP:]


def nearest(driver: Chromium, asked: list[Query], site: Path) -> str:
    """Return lines of the table for sentences that are typed on a fresh page, and what they loaded at the most."""
    found = [sample(query, driver.typed(query.text, PATIENCE), site, page=False) for query in asked][WARM_UP:]
    near = [one for one in found if "near" in one.ms]
    if not near:
        return f"No nearest documents for {len(found)} sentences."
    most = max(near, key=lambda one: one.sum("near"))
    return "\n".join([
        HEAD, *(row(f"{driver.name}, sentence typed on a fresh page: {name}", near, stage) for stage, name in {**STAGES, **NEAR}.items()), "",
        f"{len(near)} of {len(found)} sentences have nearest documents beside what holds them. "
        f"The most that one loads is {most.sum('near') / 1000:.0f} kB in {most.files['near']} files ({most.query.text}).",
    ])


def middle(numbers: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(numbers)


def p95(numbers: Iterable[float]) -> float:
    """Return the 95th percentile, by the nearest-rank method."""
    ordered = sorted(numbers)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def row(label: str, samples: list[Sample], stage: str) -> str:
    """Return a line of the table of times and bytes."""
    ms = [one.ms[stage] for one in samples]
    whole, index = ([one.sum(stage, kinds) / 1000 for one in samples] for kinds in ((), INDEX))
    files = middle(one.files[stage] for one in samples)
    cells = [middle(ms), p95(ms), middle(index), p95(index), middle(whole), p95(whole), files]
    return f"| {label} | {' | '.join(f'{cell:.0f}' for cell in cells)} |"


HEAD = "| until | ms median | 95 % | kB of index median | 95 % | kB in all median | 95 % | files |\n|---|--:|--:|--:|--:|--:|--:|--:|"


def breakdown(samples: list[Sample]) -> str:
    """Return a table of the median kilobytes by kind of file, and by where the queries come from."""
    lines = [f"| kB, median (95 %) until ten results | {' | '.join(KINDS)} | all |", f"|---|{'--:|' * (len(KINDS) + 1)}"]
    for kind in [*sorted({one.query.kind for one in samples}), "all"]:
        chosen = [one for one in samples if kind in (one.query.kind, "all")]
        cells = [[one.loaded["ten"][name] / 1000 for one in chosen] for name in KINDS]
        cells.append([one.sum("ten") / 1000 for one in chosen])
        lines.append(f"| {kind} ({len(chosen)}) | {' | '.join(f'{middle(cell):.0f} ({p95(cell):.0f})' for cell in cells)} |")
    return "\n".join(lines)


def extremes(samples: list[Sample], count: int = 5) -> str:
    """Return the queries that took longest and those that loaded most, in a sentence each."""
    by_time = sorted(samples, key=lambda one: -one.ms["ten"])[:count]
    by_size = sorted(samples, key=lambda one: -one.sum("ten"))[:count]
    return (
        "Slowest: " + ", ".join(f"{one.query.text} {one.ms['ten']:.0f} ms" for one in by_time)
        + ". Largest: " + ", ".join(f"{one.query.text} {one.sum('ten') / 1000:.0f} kB" for one in by_size) + "."
    )


def pace() -> str:
    """Return a sentence on how fast the machine is now: other work on it would make every figure worse."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(10**7):
            pass
        times.append(time.perf_counter() - started)
    return f"The bare loop `for _ in range(10**7): pass` took {min(times):.2f} to {max(times):.2f} s."


def series(driver: Driver, queries: list[Query], site: Path) -> tuple[list[str], list[Sample]]:
    """Measure fresh pages and one page asked again and again; return lines of the table, and the samples of the first."""
    typed = measured(driver.typed, queries, site, page=False)
    fresh = measured(driver.fresh, queries, site, page=True)
    again = measured(driver.again, queries, site, page=False)
    empty = middle(driver.empty() for _ in range(WARM_UP))
    return [
        f"| {driver.name}, search page without words: its scripts have run | {empty:.0f} | | | | | | |",
        *(row(f"{driver.name}, {page}: {name}", samples, stage)
        for page, samples in ((TYPED, typed), (OPENED, fresh), ("next query on the page", again)) for stage, name in STAGES.items()),
    ], fresh


def index_size(site: Path) -> str:
    """Return how large the index is, in a sentence."""
    sizes = {path: path.stat().st_size for path in (site / "search").rglob("*") if path.is_file()}
    largest = max(sizes, key=sizes.__getitem__)
    return (
        f"Index: {sum(sizes.values()) / 1e6:.0f} MB in {len(sizes):,} files; "
        f"the largest has {sizes[largest] / 1000:.0f} kB ({largest.relative_to(site)})."
    )


def chromium_report(root: str, queries: list[Query], asked: list[Query], throttled: int, site: Path) -> Iterator[str]:
    """Yield the tables of Chromium: fresh pages, one page, one page's heap, and an old terminal."""
    with in_chromium(root) as driver:
        lines, fresh = series(driver, queries, site)
        for query in queries[: max(0, ASKED - len(queries))]:
            driver.again(query.text)
        used, kept = driver.heap_mb()
        near = nearest(driver, asked, site)
    if throttled:
        lines += slowed(root, queries[: WARM_UP + throttled], site)
    yield "\n".join([HEAD, *lines])
    yield near
    yield breakdown(fresh)
    yield extremes(fresh)
    yield f"JavaScript heap after {ASKED} queries on one page: {used:.1f} MB, {kept:.1f} MB once its garbage is collected."


def slowed(root: str, few: list[Query], site: Path) -> list[str]:
    """Return lines of the table for an old terminal."""
    with in_chromium(root, throttle=SLOWER) as slow:
        samples = {TYPED: measured(slow.typed, few, site, page=False), OPENED: measured(slow.fresh, few, site, page=True)}
    return [row(f"{slow.name} at a sixth of the speed, {page}: {name}", samples[page], stage) for page in samples for stage, name in STAGES.items()]


def firefox_report(root: str, queries: list[Query], site: Path) -> Iterator[str]:
    """Yield the table of Firefox, or why there is none."""
    if not find_firefox():
        yield "Firefox: not measured, there is none on this machine."
        return
    with in_firefox(root) as driver:
        lines, _ = series(driver, queries, site)
    yield "\n".join([HEAD, *lines])


def report(site: Path, queries: list[Query], asked: list[Query], throttled: int, browser: str = "all") -> Iterator[str]:
    """Yield tables and sentences, each as soon as it is there."""
    root = site.resolve().as_uri()
    yield index_size(site)
    yield pace()
    if browser != "firefox":
        yield from chromium_report(root, queries, asked, throttled, site)
    if browser != "chromium":
        yield from firefox_report(root, queries, site)
    yield pace()


def main() -> None:
    """Measure a site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="a built site")
    parser.add_argument("--browser", choices=["chromium", "firefox", "all"], default="all")
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--throttled", type=int, default=40, help="how many of the queries to ask at a sixth of the speed; 0: no rows of that")
    parser.add_argument("--seed", type=int, default=2014)
    options = parser.parse_args()
    queries, asked = (drawn(options.output, WARM_UP + options.queries, options.seed) for drawn in (draw, sentences))
    for part in report(options.output, queries, asked, options.throttled, options.browser):
        print(part, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
