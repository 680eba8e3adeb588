"""The benchmark's instruments count what browsers do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.bench import alone, reading
from tests.bench.browsers import Chromium, in_chromium
from tests.bench.queries import LENGTHS, Query, draw, draw_from, sentences, sentences_from
from tests.bench.reading import kind_of, p95, sample


@pytest.fixture(scope="module")
def driver(own: Path) -> Iterator[Chromium]:
    with in_chromium(own.as_uri()) as driver:
        yield driver


def test_queries_are_pieces_of_the_items_and_always_the_same(own: Path) -> None:
    queries = draw(own, 30)
    assert queries == draw(own, 30) != draw(own, 30, seed=1)
    assert len({query.text for query in queries}) == 30
    assert all(re.fullmatch(r"\w+", query.text) for query in queries)
    assert {query.kind for query in queries} == {"title word", *(f"{length} characters" for length in LENGTHS)}
    assert sum(query.kind == "title word" for query in queries) == 10


def test_every_file_that_a_browser_asks_for_is_counted(driver: Chromium, own: Path) -> None:
    asked: set[str] = set()
    opened = driver._open

    def watched() -> tuple:
        page, session = opened()
        page.on("request", lambda request: asked.add(request.url.split("?")[0]))
        return page, session

    driver._open = watched
    try:
        noted = driver.fresh("通知")
    finally:
        driver._open = opened
    measured = {*noted["files"], f"{own.as_uri()}/search.html"}
    assert measured <= asked
    later = asked - measured  # foldings, places and synonyms come when the results stand: they are not part of the measure
    assert all(re.search("/f/|/search/(places/|synonyms)", url) for url in later), later
    assert len(asked) > 10


def test_a_fresh_page_and_a_further_query_give_the_same_total(driver: Chromium, own: Path) -> None:
    totals = set()
    for ask, page in ((driver.fresh, True), (driver.again, False)):
        found = sample(Query("食品安全", "a word"), ask("食品安全"), own, page)
        totals.add(found.total)
        assert 0 < found.ms["ten"] <= found.ms["exact"]
        assert 0 < found.sum("ten") <= found.sum("exact")
        assert (found.loaded["ten"]["page and theme"] > 10_000) == page
    assert len(totals) == 1 and 0 not in totals


def test_the_nearest_documents_of_a_sentence_are_counted_with_what_comes_before_them(driver: Chromium, own: Path) -> None:
    found = sample(Query("请问婚姻登记怎么办低保", "sentence"), driver.typed("请问婚姻登记怎么办低保", 20_000), own, page=False)
    assert found.total == 0
    assert found.ms["near"] >= found.ms["exact"] > 0
    assert found.sum("near") > found.sum("exact") and found.files["near"] > found.files["exact"]


def test_sentences_are_words_of_titles_in_another_order_and_none_comes_twice(own: Path) -> None:
    asked = [one.text for one in sentences(own, 20)]
    assert len({*asked}) == 20 and asked == [one.text for one in sentences(own, 20)]
    assert sum("怎么办理" in text or "需要什么材料" in text or "请问" in text for text in asked) > 10


def test_bytes_are_those_of_the_files(driver: Chromium, own: Path) -> None:
    found = sample(Query("绝无此事之语句", "nothing"), driver.fresh("绝无此事之语句"), own, page=True)
    assert found.total == 0
    assert found.loaded["exact"]["client"] == (own / "search/client.js").stat().st_size
    page = (own / "search.html").read_text(encoding="utf-8")
    theme = set(re.findall(r'(?:src|href)="(theme/[^"]+\.(?:css|js))"', page))
    assert len(theme) > 3
    assert found.loaded["exact"]["page and theme"] == sum((own / path).stat().st_size for path in ["search.html", *theme])


@pytest.mark.parametrize(("path", "kind"), [
    ("search.html", "page and theme"), ("theme/css/site.css", "page and theme"), ("search/client.js", "client"), ("search/fold.js", "opening"),
    ("search/0a/p/12.js", "postings"), ("search/0a/q/12.js", "positions"), ("search/0a/t/0/12.js", "texts"), ("search/0a/f/0.js", "opening"),
])
def test_a_file_is_of_the_kind_that_its_path_says(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(("throttled", "speeds"), [(0, [1]), (2, [1, reading.SLOWER])])
def test_an_old_terminal_is_measured_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, throttled: int, speeds: list[int]) -> None:
    started = []

    @contextmanager
    def browser(root: str, throttle: int = 1) -> Iterator[Mock]:
        started.append(throttle)
        yield Mock(heap_mb=lambda: (1.0, 1.0))

    monkeypatch.setattr(reading, "in_chromium", browser)
    monkeypatch.setattr(reading, "series", lambda *_: (["| row |"], []))
    for name in ("nearest", "breakdown", "extremes", "row"):
        monkeypatch.setattr(reading, name, lambda *_: "")
    monkeypatch.setattr(reading, "measured", lambda *_, **__: [])
    queries = [Query(str(number), "a word") for number in range(20)]
    assert "| row |" in next(reading.chromium_report("", queries, queries, throttled, tmp_path))
    assert started == speeds


def test_queries_of_documents_are_drawn_like_those_of_pages() -> None:
    texts = [("区政府关于加强食品安全监督的通知", "各街道办事处要落实防汛责任"), ("区政府公共服务通知", "申请人须提交材料")]
    assert {query.text for query in draw_from(texts, 9)} and draw_from(texts, 9) == draw_from(texts, 9)
    assert all(any(query.text in f"{title}\n{body}" for title, body in texts) for query in draw_from(texts, 9))
    assert len(sentences_from(texts, 3)) == 3


def test_the_index_alone_is_made_and_asked(tmp_path: Path) -> None:
    alone.build(tmp_path, 0.004)
    lines = list(alone.report(tmp_path, 6))
    rows = [line.split(" | ") for line in lines if line.startswith("| ") and line != alone.HEAD]
    assert [row[2] for row in rows] == ["ten results", "exact total", "nearest documents"]
    assert all(int(row[0].strip("| ").replace(",", "")) > 100 and 0 < float(row[3]) <= float(row[4]) for row in rows)


def test_the_95th_percentile_is_a_number_that_was_measured() -> None:
    assert p95(range(1, 101)) == 95
    assert p95([7]) == 7
