"""The search page in a real browser: history, keyboard, harm, and what stays on a terminal that many share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.kit.project import ROOT
from tests.kit.search_corpus import damaged_scripts
from tests.kit.search_terminal import TYPE, Items, Tab, copied, holding, own_items, remembering, serving, terminal
from tests.kit.sites import KINDS, NARROW, WIDE, Sites, opened

pytestmark = pytest.mark.xdist_group("search page")

@pytest.fixture(scope="module")
def kept(browser: Browser, own: Path) -> Iterator[Tab]:
    """The served site in a browser that keeps pages for Back."""
    with serving(own) as address, remembering(browser, address) as tab:
        yield tab


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


# History


def test_back_and_forward_restore_query_and_list(tab: Tab) -> None:
    lists = [tab.search("保密"), tab.type("食品安全"), tab.type("群众")]
    assert len({*map(tuple, lists)}) == 3
    for step, number, words in ((tab.page.go_back, 1, "食品安全"), (tab.page.go_back, 0, "保密"), (tab.page.go_forward, 1, "食品安全")):
        step()
        assert tab.rows(words) == lists[number]
        assert tab.page.input_value("input[name=q]") == words


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_back_from_an_item_restores_the_rows_and_the_place(browser: Browser, own: Path, items: Items, size: dict) -> None:
    with terminal(browser, own.as_uri(), viewport=size) as tab:
        tab.search("通知")
        rows = tab.to_the_end()
        assert len(rows) == len(holding(items, "通知"))
        link = tab.page.locator("[data-index] h3 a").nth(30)
        link.scroll_into_view_if_needed()
        place = tab.page.evaluate("scrollY")
        assert place > 500
        link.click()
        tab.page.wait_for_selector("article[data-index]")
        tab.page.go_back()
        assert tab.rows("通知") == rows
        tab.page.wait_for_selector("[data-facet]", state="attached")
        tab.page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)
        assert tab.focus == rows[30]


# Opening

SHOWN = """new MutationObserver(() => {
  window.shownWith = document.querySelectorAll("[data-index]").length;
}).observe(document, {attributeFilter: ["data-asking"], subtree: true});"""
"""Notes how many results stand when the page is held back or shown: the later of the two stays."""


def test_a_page_opened_with_words_is_shown_with_its_results_and_with_all_that_a_page_has(browser: Browser, own: Path) -> None:
    with terminal(browser, own.as_uri()) as tab:
        tab.page.goto(f"{own.as_uri()}/index.html")
        tab.page.get_by_role("button", name="长者版").click()
        tab.page.add_init_script(SHOWN)
        rows = tab.search("通知")
        assert tab.page.evaluate("shownWith") >= 10 <= len(rows)
        assert tab.page.locator("html[data-mode=elder]:not([data-asking])").count() == 1
        expect(tab.page.get_by_role("button", name="长者版")).to_have_attribute("aria-pressed", "true")
        tab.page.keyboard.press("/")
        assert tab.focus == "q"


def test_a_search_page_whose_script_is_missing_is_shown_after_a_moment(browser: Browser, own: Path, tmp_path: Path) -> None:
    site = copied(own, tmp_path / "site")
    (site / "theme/js/search.js").unlink()
    with opened(browser, f"{site.as_uri()}/search.html?q=%E9%80%9A%E7%9F%A5") as page:
        expect(page.get_by_role("link", name="法规文件").first).to_be_visible()


def test_no_other_page_is_held_back_by_its_address(browser: Browser, own: Path) -> None:
    with opened(browser, f"{own.as_uri()}/index.html?q=1") as page:
        assert page.locator("html[data-asking]").count() == 0 and page.locator("h1").is_visible()


# Keyboard and screen readers


def test_a_slash_leads_to_the_box_on_every_kind_of_page(tab: Tab, sites: Sites) -> None:
    reached = []
    for kind in (kind for kind, (site, *_) in KINDS.items() if site == "own"):
        tab.page.goto(sites.address(kind))
        tab.page.keyboard.press("/")
        reached.append((kind, tab.focus))
    assert len(reached) > 25
    assert [stop for stop in reached if stop[1] != "q"] == []


def test_arrows_walk_from_the_box_through_the_results_and_back(tab: Tab) -> None:
    rows = tab.search("食品安全")
    tab.page.keyboard.press("/")
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        tab.page.keyboard.press(key)
        walked.append(tab.focus)
    assert walked == [rows[0], rows[1], rows[0], "q"]


def test_arrow_down_leads_from_the_last_row_to_the_button_for_more(tab: Tab) -> None:
    tab.search("通知")
    tab.page.locator("[data-index] h3 a").last.focus()
    tab.page.keyboard.press("ArrowDown")
    assert tab.focus == "more"


def test_the_live_region_announces_the_total_and_the_rows_added(tab: Tab, items: Items) -> None:
    total = len(holding(items, "通知"))
    tab.search("通知")
    live = tab.page.locator("[aria-live=polite]")
    expect(live).to_have_text(re.compile(f"找到 {total} 条.*列出 10 条"))
    tab.page.locator("[data-search=more]").click()
    expect(live).to_have_text(re.compile("又列出 10 条.*列出 20 条"))


def test_the_live_region_announces_that_nothing_was_found(tab: Tab) -> None:
    tab.search("绝无此事之语句")
    expect(tab.page.locator("[aria-live=polite]")).to_have_text(re.compile("没有找到"))


# Harm


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><svg onload=alert(2)>保密", "script": "'\"></p><script>alert(1)</script>{{7*7}}${alert(2)}",
    "scheme": "javascript:alert(1)", "long": "公开" * 5000, "many words": "保 " * 5000, "emoji": "😀👨‍👩‍👧 🇨🇳",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x9f保密", "only control characters": "\x01\x02",
    "halves of characters": "\ud800保密\udfff", "field without a word": "title:", "field within a field": "title:标题：",
    "dash": "-", "dashes": "-- --保密 -", "percent": "%", "address": "%E4%ZZ&q=b#c?d=e", "regular expression": ".*+?^${}()|[]\\ (?<=a",
    "right to left": "\u202e密保", "prototype": "__proto__ constructor toString",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_runs_nothing_and_is_answered(tab: Tab, name: str) -> None:
    units = memoryview(HOSTILE[name].encode("utf-16-le", "surrogatepass")).cast("H").tolist()
    tab.desk()
    tab.page.evaluate(TYPE, units)
    for _ in ("typed", "in the address"):
        tab.rows()
        assert tab.page.locator("main :is(img, svg, script, iframe, object, [onerror], [onload])").count() == 0
        assert tab.page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert urlsplit(tab.page.url).path.endswith("/search.html")
        tab.page.reload()


def test_control_characters_and_halves_of_characters_only_part_words(tab: Tab, items: Items) -> None:
    tab.desk()
    tab.page.evaluate(TYPE, [0xD800, *map(ord, "保密\x07\x1b"), 0xDC00, *map(ord, "目录")])
    assert set(tab.rows()) == holding(items, "保密", "目录")


# The terminal and its files


def test_without_javascript_the_page_says_so_and_leads_to_the_lists(browser: Browser, own: Path) -> None:
    with opened(browser, f"{own.as_uri()}/search.html?q={quote('保密')}", java_script_enabled=False) as page:
        assert "要由浏览器运行脚本" in page.inner_text("main")
        assert page.locator("[data-search=answer], [data-search=lead]").filter(visible=True).count() == 0
        page.get_by_role("link", name="法规文件", exact=True).click()
        assert page.locator("main table a").count() > 10


def test_nothing_that_was_typed_is_stored(tab: Tab) -> None:
    tab.page.goto(f"{tab.root}/index.html")
    tab.type("保密审查")
    tab.type("食品安全")
    assert tab.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert tab.page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert tab.page.evaluate("window.name") == ""
    tab.page.go_back()
    tab.rows("保密审查")
    assert sorted(tab.page.evaluate("history.state")) == ["key", "y"]
    assert tab.page.evaluate("history.state.key") == ""


def test_the_box_is_empty_after_leaving_and_coming_back_by_a_link(tab: Tab) -> None:
    tab.search("保密审查")
    for name in ("首页", "检索"):
        tab.page.get_by_label("主菜单").get_by_role("link", name=name, exact=True).click()
        expect(tab.page.locator("input[name=q]")).to_have_value("")
    assert tab.page.locator("[data-index]").count() == 0


def test_words_typed_but_not_sent_are_gone_after_back(tab: Tab) -> None:
    tab.page.goto(f"{tab.root}/guide.html")
    tab.page.locator("input[name=q]").fill("保密审查")
    tab.page.get_by_label("主菜单").get_by_role("link", name="首页").click()
    tab.page.wait_for_url("**/index.html")
    tab.page.go_back()
    expect(tab.page.locator("input[name=q]")).to_have_value("")
    assert tab.page.url.endswith("/guide.html")


@pytest.mark.parametrize(("path", "words"), [("guide.html", ""), (f"search.html?q={quote('通知')}", "通知")])
def test_a_page_that_the_browser_kept_shows_the_words_of_its_address_only(kept: Tab, path: str, words: str) -> None:
    page = kept.page
    page.goto(f"{kept.root}/{path}")
    page.locator("input[name=q]").fill("保密审查")
    page.get_by_label("主菜单").get_by_role("link", name="首页").click()
    page.wait_for_url("**/index.html")
    page.go_back(wait_until="commit")
    page.wait_for_selector("[data-kept=true]")
    assert page.input_value("input[name=q]") == words
    kept.assert_quiet()


def test_a_search_asks_for_files_of_the_site_and_tells_none_of_them_the_words(tab: Tab) -> None:
    page = f"{tab.root}/search.html?q={quote('保密审查')}"
    tab.search("保密审查")
    assert any("/search/" in url for url in tab.asked)
    assert [url for url in tab.asked if not url.startswith("file://") or ("?" in url and url != page)] == []


def asked_for(tab: Tab, words: str) -> set[str]:
    """Search in a page opened anew; return the postings it asked for, as paths of the site."""
    tab.asked.clear()
    tab.search(words)
    return {url.removeprefix(f"{tab.root}/") for url in tab.asked if re.search(r"/p/\d+\.js$", url)}


def test_where_a_shard_is_gone_the_page_says_so_and_other_words_are_still_answered(browser: Browser, tab: Tab, own: Path, tmp_path: Path) -> None:
    gone, kept = asked_for(tab, "审批"), asked_for(tab, "xlsx")
    found = tab.rows()
    assert gone and kept and not gone & kept
    copy = copied(own, tmp_path / "copy")
    for path in gone:
        (copy / path).unlink()
    with terminal(browser, copy.as_uri()) as spoilt:
        spoilt.page.goto(f"{spoilt.root}/search.html?q={quote('审批')}")
        expect(spoilt.page.locator("[data-search=notes]")).to_contain_text("索引文件读不出来")
        assert spoilt.page.get_attribute("[data-total]", "data-exact") == "false"
        assert spoilt.type("xlsx") == found
        assert "读不出来" not in spoilt.notes
        assert {*spoilt.said} == {"Failed to load resource: net::ERR_FILE_NOT_FOUND"}
        spoilt.said.clear()


def test_where_the_index_is_gone_the_page_says_so_and_leads_to_the_lists(browser: Browser, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    (copy / "search/manifest.js").unlink()
    with terminal(browser, copy.as_uri()) as spoilt:
        spoilt.page.goto(f"{spoilt.root}/search.html?q={quote('审批')}")
        expect(spoilt.page.locator("main")).to_contain_text("现在不能按词检索")
        assert spoilt.page.get_by_role("link", name="法规文件", exact=True).is_visible()
        assert spoilt.page.locator("[data-total], [data-index]").count() == 0
        spoilt.said.clear()


@pytest.mark.parametrize(("harm", "told"), [("whole", 600), ("cut", "TypeError"), ("flipped", "TypeError"), ("foreign", "TypeError"), ("longer", "TypeError")])
def test_the_browser_notices_a_damaged_file(tab: Tab, harm: str, told: int | str) -> None:
    tab.desk()
    data = damaged_scripts()[harm].partition(',"')[2].removesuffix('");\n')
    assert tab.page.evaluate("data => OfflineSearch.unpack(data).then(bytes => bytes.length, error => error.name)", data) == told


NO_STREAMS = "delete window.DecompressionStream;"
OLD = {
    "without DecompressionStream": NO_STREAMS,
    "with one that knows no zlib": "window.DecompressionStream = class { constructor(format) { if (format !== 'gzip') throw new TypeError(format); } };",
}
"""Scripts that make a browser as old as some were."""


def too_old(tab: Tab) -> None:
    """Search from the home page; the search page says in one sentence what is needed, shows the lists and waits for nothing."""
    tab.page.goto(f"{tab.root}/index.html")
    tab.page.locator("input[name=q]").fill("通知")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("alert")).to_contain_text("这个浏览器太旧，不能按词检索。按词检索要用 Chromium 80、Firefox 113 或更新的版本")
    expect(tab.page.get_by_role("button", name="长者版")).to_be_visible()
    assert tab.page.get_by_role("link", name="法规文件", exact=True).is_visible()
    assert tab.page.locator("[data-search=answer], [data-search=lead], main input[name=q]").filter(visible=True).count() == 0


@pytest.mark.parametrize("age", OLD)
def test_a_browser_too_old_for_the_search_is_told_so_and_led_to_the_lists(browser: Browser, own: Path, age: str) -> None:
    with terminal(browser, own.as_uri()) as old:
        old.page.add_init_script(OLD[age] + "addEventListener('load', () => { window.heldBack = document.documentElement.hasAttribute('data-asking'); });")
        too_old(old)
        assert old.page.evaluate("heldBack") is False
        assert "Firefox from 113" in old.page.evaluate("OfflineSearch.open('search/').catch(error => error.message)")


def test_a_browser_too_old_to_read_the_scripts_of_the_search_is_told_so(browser: Browser, own: Path, tmp_path: Path) -> None:
    site = copied(own, tmp_path / "site")
    for path in ("theme/js/search.js", "search/client.js"):
        (site / path).unlink()
        (site / path).write_text("not ( readable", encoding="utf-8")
    with terminal(browser, site.as_uri()) as old:
        old.page.add_init_script(NO_STREAMS)
        too_old(old)
        assert len(old.said) == 2 and all("SyntaxError" in line or "missing )" in line for line in old.said)
        old.said.clear()


@pytest.mark.parametrize("path", ["static/js/mode.js", "static/js/form.js", "scripts/page/site.js", "scripts/page/idle.js", "scripts/page/marks.js"])
def test_a_script_that_old_browsers_have_to_read_is_in_their_language(path: str) -> None:
    source = re.sub(r"/\*.*?\*/", "", (ROOT / "theme" / path).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"=>|`|\.\.\.|\?\.|\?\?|(?<!\.)\b(?:const|let|class|async|await|of)\b", source) == []


def test_a_browser_that_can_search_is_not_called_too_old(tab: Tab) -> None:
    tab.page.goto(f"{tab.root}/search.html")
    expect(tab.page.locator("[data-search=lead]")).to_be_visible()
    assert tab.page.get_by_role("alert").filter(visible=True).count() == 0


def test_a_page_opened_with_words_loads_no_directory_twice(tab: Tab) -> None:
    tab.asked.clear()
    tab.search("审批")
    loaded = [url.removeprefix(f"{tab.root}/search/") for url in tab.asked if url.startswith(f"{tab.root}/search/")]
    assert {"client.js", "manifest.js", "ahead.js"} <= set(loaded)
    assert not any(path.endswith("directory.js") for path in loaded) and len(loaded) == len(set(loaded))


@pytest.mark.parametrize("harm", ["missing", "of another segment", "damaged"])
def test_what_a_page_loads_ahead_can_be_done_without(browser: Browser, tab: Tab, own: Path, tmp_path: Path, harm: str) -> None:
    ahead = copied(own, tmp_path / "copy") / "search/ahead.js"
    data, name = ahead.read_bytes(), next(ahead.parent.glob("*/directory.js")).parent.name
    ahead.unlink()  # a link: the site of the other tests has it, too
    if harm == "damaged":
        ahead.write_bytes(data[:2000])
    elif harm == "of another segment":
        ahead.write_bytes(data.replace(name.encode("utf-16-le"), ("0" * 12).encode("utf-16-le"), 1))
    with terminal(browser, (tmp_path / "copy").as_uri()) as other:
        assert (other.find("信息公开"), other.total) == (tab.find("信息公开"), tab.total)
        assert "读不出来" not in other.notes
        assert bool(other.said) == (harm != "of another segment")
        other.said.clear()


def test_a_served_site_below_a_path_answers_the_same(browser: Browser, tab: Tab, own: Path, tmp_path: Path) -> None:
    copied(own, tmp_path / "a/b")
    with serving(tmp_path) as address, terminal(browser, f"{address}/a/b") as served:
        for words in ("信息公开", "xxgk", "档案 -目录"):
            assert (served.find(words), served.total) == (tab.find(words), tab.total)
