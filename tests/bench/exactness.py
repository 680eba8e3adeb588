"""Recall and precision over a whole index: the results are compared with those of grep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from offline_search.document import Document

from tests.kit.sites import chromium

from .documents import Grep, substrings

LISTED = 300
"""Results of a query. With more of them only the total is compared, not every key."""

ASK = """async ([query, most]) => {
  const index = await OfflineSearch.open("search/");
  const answer = await OfflineSearch.ask(index, query, {aliases: false});
  const rows = answer.total > most ? [] : (await answer.documents(0, most)).rows;
  return [answer.total, answer.exact, rows.map(row => row.key)];
}"""


def report(site: Path, found: list[Document], count: int = 120) -> Iterator[str]:
    """Yield a sentence with the outcome, and one more for each query with other results than grep."""
    grep, wrong, listed, hits = Grep(found), [], 0, 0
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site.resolve().as_uri()}/search.html")
        for query in substrings(found, count):
            wanted = grep.find(query)
            total, exact, keys = page.evaluate(ASK, [query, LISTED])
            listed, hits = listed + bool(keys), hits + len(wanted)
            same = total == len(wanted) and exact and (not keys or (set(keys) == wanted and len(keys) == total))
            if not same:
                wrong.append(f"{query}: {total} found, {len(wanted)} hold it, {len(set(keys) - wanted)} wrong, {len(wanted - set(keys))} missing.")
    yield (
        f"Against grep: {count} pieces of 1 to 12 characters with {hits:,} hits, {count - len(wrong)} answered exactly "
        f"({listed} compared key by key, the others, of more than {LISTED} results, by their total)."
    )
    yield from wrong
