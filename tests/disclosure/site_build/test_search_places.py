"""The index of places: it has what the pages show, follows every change, and reads again only what changed."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sqlite3
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from disclosure.catalogue.file import catalogue_path
from disclosure.catalogue.sync import Changes
from disclosure.site_build import search_places
from offline_search import index as offline_index
from offline_search.pending import confirm_changes

from tests.kit.index_reader import Reader
from tests.kit.places import Found, places_in
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick, Searched
from tests.kit.search_traces import traces

LETTERS = "number,received,mailbox,topic,question,answer,agency,answered\n"
POINTS = "name,kind,address,hours,phone,equipment,directions\n区图书馆,电子查阅点,学林街22号,周二至周日，周一闭馆,0791-0100 3879,终端3台,二层\n".replace("周二至周日，周一闭馆", '"周二至周日，周一闭馆"')
WORDING = "鱻麤龘靐"
KINDS = {"网页", "年报", "重点领域", "服务指南", "表格", "机构", "查阅点", "登记簿", "台账", "章节"}


def registers_with_codes() -> dict[str, list[dict[str, str]]]:
    """The project's own registers whose rows have codes of their own that a schema calls so."""
    tables = {path.stem: list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))) for path in (ROOT / "content/registers").glob("*.csv")}
    others = {"channels", "report_figures", "agencies"}  # numbers of things; the beginning of every Index
    return {name: rows for name, rows in tables.items() if rows and name not in others and rows[0].keys() & {"number", "code"}}


@pytest.fixture(scope="module")
def all_places(own: Path) -> dict[str, Found]:
    """The places of the project's own site."""
    return places_in(own)


@pytest.fixture
def site(tmp_path: Path) -> Quick:
    """A built site of two items, a page, and registers."""
    site = Searched(tmp_path)
    site.write({
        "items/a.md": item(), "items/b.md": item(Index="1/2", Title="第二条", Date="2014-05-06"),
        "pages/guide.md": "Title: 指南\nSlug: guide\n\n前言。\n\n## 地点\n\n云政路1号。\n\n## 时间\n\n工作日。\n",
        "registers/reading_points.csv": POINTS,
        "registers/letters.csv": LETTERS + letter(1) + letter(2),
    })
    site.good()
    return site


def letter(number: int, question: str = "路灯不亮。", answered: str = "2014-02-11") -> str:
    return f"2014-X{number:02},2014-02-0{number},区长信箱,教育,{question},已修好。,区政府办公室,{answered}\n"


class Shown:
    """The words of a page without their spaces, as a whole and of each element that has an address."""

    def __init__(self, path: Path) -> None:
        page = BeautifulSoup(path.read_bytes(), "lxml")
        self._elements: dict[str, Tag] = {}
        for element in page.find_all(id=True):
            self._elements.setdefault(element["id"], element)
        self._words = {"": _packed(page.main)}

    def words(self, anchor: str) -> str:
        if anchor not in self._words:
            self._words[anchor] = _packed(self._elements.get(anchor))
        return self._words[anchor]


def _packed(element: Tag | None) -> str:
    return re.sub(r"\s", "", element.get_text()) if element else ""


def test_every_address_leads_to_what_the_index_says_of_it(own: Path, all_places: dict[str, Found]) -> None:
    pages: dict[str, Shown] = {}
    missing = []
    for address, place in all_places.items():
        path, _, anchor = address.partition("#")
        if path not in pages:
            pages[path] = Shown(own / path)
        if re.sub(r"\s", "", place.title) not in pages[path].words(anchor):
            missing.append((address, place.title))
    assert len(all_places) > 1000 and missing == []


def test_there_are_places_of_every_kind(all_places: dict[str, Found]) -> None:
    assert {kind for kind, number in Counter(place.kind for place in all_places.values()).items() if number > 5} == KINDS


@pytest.mark.parametrize(("words", "address", "kind"), [
    ("学林街22号", "reading-points.html#point-2", "查阅点"), ("周一闭馆", "agencies/014500879/index.html", "机构"),
    ("政府信息公开申请表", "request-form-citizen.html", "表格"), ("企业投资项目备案表", "services/forms.html#row-", "表格"),
    ("居住证到期后在哪里续签", "registers/letters.html#row-", "登记簿"), ("三家店街道办事处查阅点", "reading-points.html#point-4", "查阅点"),
    ("校外托餐点", "key-areas/food/index.html#row-", "登记簿"), ("因政府信息公开引起的行政复议1件", "reports/2014.html#b-", "年报"),
    ("保密审查台账：区政府办公室（2014年）", "ledger/014500858/2014.html", "台账"), ("阅读有困难或者视力", "guide.html#b-", "章节"),
    ("进城务工人员随迁子女入学", "services/citizens.html#row-", "服务指南"), ("保留、承接和取消的审批事项", "key-areas/approvals/index.html", "重点领域"),
])
def test_what_a_reader_sees_on_a_page_is_in_the_index(all_places: dict[str, Found], words: str, address: str, kind: str) -> None:
    found = {key for key, place in all_places.items() if words in f"{place.title}\n{place.text}" and place.kind == kind}
    assert [key for key in found if key.startswith(address)], found


def test_headings_of_a_long_item_are_places_and_those_of_a_short_one_are_not(all_places: dict[str, Found]) -> None:
    chapters = {unquote(address): place for address, place in all_places.items() if address.startswith("items/")}
    assert {"items/2014/014500863-2014-00806.html#b-一、收入预算", "items/2014/014500863-2014-00806.html#b-二、支出预算"} <= chapters.keys()
    assert {place.kind for place in chapters.values()} == {"章节"} and all(place.page for place in chapters.values())
    assert not any(address.startswith("items/2014/014500858-2014-00417.html") for address in chapters)


def test_rows_of_a_register_are_places_and_rows_of_sums_are_not(all_places: dict[str, Found]) -> None:
    rows = [place for address, place in all_places.items() if address.startswith("registers/letters.html#")]
    assert len(rows) == 12 and {place.page for place in rows} == {"来信和答复"}


def test_the_number_of_every_row_stands_on_a_page(own: Path) -> None:
    words = {word for path in own.rglob("*.html") for word in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ").split()}
    missing = {
        name: [row[column] for row in rows if row[column] not in words]
        for name, rows in registers_with_codes().items() for column in rows[0].keys() & {"number", "code"}
    }
    assert missing and {name: found for name, found in missing.items() if found} == {}


def test_a_row_that_is_named_by_its_code_has_its_name_beside_it(all_places: dict[str, Found]) -> None:
    rows = [found.title for address, found in all_places.items() if address.startswith("registers/approvals.html#")]
    assert rows and all(re.search("[\u4e00-\u9fff]{2}", title) for title in rows)


def test_the_list_of_synonyms_answers_no_query(own: Path, all_places: dict[str, Found]) -> None:
    assert (own / "data/synonyms.csv").is_file() and not any(address.startswith("registers/synonyms") for address in all_places)


def test_the_same_site_has_the_same_index_after_whatever_changes(site: Quick) -> None:
    site.write({
        "registers/letters.csv": LETTERS + letter(1, answered="2014-02-12") + letter(3), "pages/guide.md": "Title: 指南\nSlug: guide\n\n没有了。\n",
        "items/b.md": item(Index="1/2", Title="又一条", Date="2014-05-06"),
    })
    site.good()
    site.assert_clean()
    found = places_in(site.output)
    assert not any(address.startswith("guide.html#") for address in found)
    letters = [place.text for address, place in found.items() if address.startswith("registers/letters.html#")]
    assert sorted(text[-13:] for text in letters) == ["2014-02-11 答复", "2014-02-12 答复"]


def test_a_row_keeps_its_address_when_other_cells_change(site: Quick) -> None:
    def rows() -> set[str]:
        return {address for address in places_in(site.output) if address.startswith("registers/letters.html#")}

    before = rows()
    site.write({"registers/letters.csv": LETTERS + letter(3) + letter(1, "另一个问题？") + letter(2)})
    site.good()
    assert len(before) == 2 and before < rows()


@pytest.mark.parametrize("gone", ["draft", "hidden", "removed"])
def test_a_page_that_is_no_longer_published_leaves_no_trace(site: Quick, gone: str) -> None:
    status = f"Status: {gone}\n" if gone != "removed" else ""
    site.write({"pages/secret.md": f"Title: 试\nSlug: secret\n\n## {WORDING}\n\n正文有{WORDING}。\n"})
    site.good()
    assert traces([site.output / "search/places"], WORDING)
    if gone == "removed":
        (site.content / "pages/secret.md").unlink()
    else:
        site.write({"pages/secret.md": f"Title: 试\nSlug: secret\n{status}\n## {WORDING}\n\n正文有{WORDING}。\n"})
    site.build()
    assert traces([site.output / "search/places", Path(catalogue_path(settings_of(site))).parent / "places-merges"], WORDING) == set()
    assert places_in(site.output)


def test_a_long_item_that_is_withdrawn_leaves_no_heading(site: Quick) -> None:
    body = f"## 一、{WORDING}\n\n{'甲乙丙丁。' * 150}\n\n## 二、第二部分\n\n{'子丑寅卯。' * 150}\n"
    site.write({"items/c.md": item(Index="1/3", Title="长文", body=body)})
    site.good()
    assert [place.title for address, place in places_in(site.output).items() if address.startswith("items/")] == [f"一、{WORDING}", "二、第二部分"]
    site.write({"items/c.md": item(Index="1/3", Title="长文", body=body, Withdrawn="2014-06-01 内容有误")})
    site.good()
    assert not any(address.startswith("items/") for address in places_in(site.output))
    assert traces([site.output / "search/places"], WORDING) == set()
    site.assert_clean()


def settings_of(site: Quick) -> dict[str, str]:
    return {"PATH": str(site.content), "OUTPUT_PATH": str(site.output), "CACHE_PATH": str(site.base / "cache")}


def test_an_unchanged_build_writes_nothing_of_the_index(site: Quick) -> None:
    before = {path: path.stat().st_mtime_ns for path in (site.output / "search/places").rglob("*.js")}
    site.good()
    assert before == {path: path.stat().st_mtime_ns for path in (site.output / "search/places").rglob("*.js")}


def test_a_large_index_takes_in_only_what_changed(site: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_index, "SMALL", 0)
    monkeypatch.setattr(search_places, "REBUILT", 0)
    monkeypatch.setattr(offline_index, "OPEN_DOCUMENTS", 0)
    place, state = tmp_path / "other/search/places", str(tmp_path / "state/places.sqlite")
    place.mkdir(parents=True)
    page = site.output / "guide.html"
    with contextlib.closing(sqlite3.connect(catalogue_path(settings_of(site)))) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("DELETE FROM searched_page")
        read: list[str] = []

        def update() -> dict[str, Found]:
            found = search_places.Places(SimpleNamespace(connection=connection, pages=[{"path": "guide.html"}]), str(site.output))
            monkeypatch.setattr(found, "_of_page", lambda path, whole=found._of_page: read.append(path) or whole(path))
            with contextlib.closing(offline_index.Index(str(place), state, search_places.options(()))) as index:
                search_places.update_places(index, found, connection, Changes())
            confirm_changes(state)
            return places_in(tmp_path / "other")

        before = update()
        assert len(read) > 10 and not read.clear()
        assert update() == before and read == []
        page.write_text(page.read_text(encoding="utf-8").replace("云政路1号", WORDING), encoding="utf-8")
        after = update()
        assert set(read) == {"guide.html"} and not read.clear()
        assert {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)} == {"guide.html", "guide.html#b-地点"}
        assert len(Reader(place).segments) == 2
        page.unlink()
        assert update().keys() == {address for address in before if not address.startswith("guide.html")}


def test_readings_are_of_kinds_that_there_are() -> None:
    from disclosure.site_build.kinds import KINDS as PAGES

    rest = PAGES.keys() - search_places.READINGS.keys()
    assert search_places.READINGS.keys() <= PAGES.keys()
    assert rest == {"item", "comparison", "series-year", "series-month", "search", "counts-csv", "supervision-csv", "catalogue", "datapackage", "feed", "sitemap", "report-files", "suggestions", "joined-file", "address-codes", "keyboard"}
