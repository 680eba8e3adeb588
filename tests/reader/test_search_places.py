"""The whole site is searched: pages, registers, reading points and more beside items, in a real browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.kit.places import Found, places_in
from tests.kit.search_terminal import Items, Tab, copied, facet, holding, own_items, terminal
from tests.kit.sites import NARROW, WIDE

pytestmark = pytest.mark.xdist_group("search page")

PLACES = "[data-address]"
EXACT = "[data-address]:not([data-near] *)"
"""Places that hold the words. Where they are few, the nearest follow apart from them."""
ADDRESSES = "elements => elements.map(element => element.dataset.address)"
SEARCHED = {"q", "n", "p", "kind", "category", "agency", "year", "validity", "order", "aliases"}


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


@pytest.fixture(scope="module")
def all_places(own: Path) -> dict[str, Found]:
    return places_in(own)


def having(places: dict[str, Found], words: str, kind: str = "") -> set[str]:
    """The addresses of the places that hold some words."""
    return {address for address, place in places.items() if words in f"{place.title}\n{place.text}" and kind in ("", place.kind)}


def found(tab: Tab, words: str, more: str = "") -> list[str]:
    """Search for words; return the addresses of the places that the page shows."""
    tab.search(words, more)
    tab.page.wait_for_selector(PLACES)
    return tab.page.eval_on_selector_all(PLACES, ADDRESSES)


@pytest.mark.parametrize(("words", "address"), [
    ("学林街22号", "reading-points.html#point-2"), ("周一闭馆", "reading-points.html#point-2"), ("政府信息公开申请表", "request-form-citizen.html"),
])
def test_what_no_item_holds_and_a_page_does_is_found_first(tab: Tab, words: str, address: str) -> None:
    assert address in found(tab, words)
    assert tab.total == 0 and "没有找到信息。下面是本站的网页、登记簿等" in tab.page.inner_text("[data-total]")
    exact = tab.page.eval_on_selector_all(EXACT, ADDRESSES)
    assert address in exact and tab.page.locator(".rr-result").first.get_attribute("data-address") == exact[0]


@pytest.mark.parametrize(("words", "address"), [
    ("字太小怎么放大", "help.html#b-放大文字，使用长者版"), ("图书馆几点开门", "reading-points.html#point-2"), ("民政局电话", "agencies/014500862/index.html"),
    ("人社局在哪", "agencies/014500864/index.html"), ("怎样打印", "help.html"), ("依申请公开怎么弄", "request.html"), ("2014年年报", "reports/2014.html"),
    ("结昏登记表", "services/forms.html#row-d50a396be5"),
])
def test_what_hardly_anything_holds_word_for_word_finds_the_nearest_places(tab: Tab, words: str, address: str) -> None:
    tab.search(words)
    tab.page.wait_for_selector("[data-near] [data-address]")
    assert address in tab.page.eval_on_selector_all("[data-near] [data-address]", ADDRESSES) and tab.total == 0
    assert tab.page.locator("[data-near] .rr-result").first.get_attribute("data-address") is not None


def test_near_places_are_few_and_stand_behind_items_that_fit_better(tab: Tab) -> None:
    tab.search("公租房申请需要什么材料")
    tab.page.wait_for_selector("[data-near] [data-address]")
    assert tab.page.locator("[data-near] [data-address]").count() == 3
    assert tab.page.locator("[data-near] .rr-result").first.get_attribute("data-index") == "014500874/2014-00604"


@pytest.mark.parametrize(("words", "item"), [("我想开餐馆需要办什么许可", "小型餐饮"), ("养老院规划在哪里", "养老服务设施布局规划")])
def test_places_that_hardly_fit_better_than_an_item_stand_behind_it(tab: Tab, words: str, item: str) -> None:
    tab.search(words)
    tab.page.wait_for_selector("[data-near] [data-address]")
    assert item in tab.page.locator("[data-near] .rr-result").first.inner_text()


def near_items(tab: Tab, words: str) -> list[str]:
    """The nearest items, by their Index."""
    tab.search(words, f"&kind={quote('信息')}")
    tab.page.wait_for_selector("[data-near] [data-index]")
    return tab.page.locator("[data-near] [data-index]").evaluate_all("rows => rows.map(row => row.dataset.index)")


def test_what_is_no_longer_in_force_stands_behind_what_replaced_it(tab: Tab) -> None:
    found = near_items(tab, "低保怎么申请")
    assert found[:2] == ["014500862/2014-00602", "014500862/2010-00601"]


@pytest.mark.parametrize(("words", "index"), [("服务业规划", "014500859/2008-00104"), ("社区设施资金", "014500862/2009-00830")])
def test_what_is_no_longer_in_force_and_fits_best_is_not_lost(tab: Tab, words: str, index: str) -> None:
    assert index in near_items(tab, words)[:2]


def test_a_query_with_its_year_finds_the_document_of_that_year_though_it_was_replaced(tab: Tab) -> None:
    assert near_items(tab, "2010年低保怎么申请")[0] == "014500862/2010-00601"


def test_who_names_a_year_finds_the_document_of_that_year_before_those_of_others(tab: Tab) -> None:
    found(tab, "2014年三公经费")
    tab.page.wait_for_selector("[data-near] [data-index]")
    [chapter] = tab.page.locator("[data-near] [data-address]").first.evaluate_all("rows => rows.map(row => row.dataset.address)")
    assert unquote(chapter) == "items/2014/014500863-2014-00806.html#b-四、“三公”经费"  # though a page holds the words
    items = tab.page.locator("[data-near] [data-index]").evaluate_all("rows => rows.map(row => row.dataset.index)")
    assert items.index("014500863/2014-00806") < items.index("014500863/2013-00803")
    assert near_items(tab, "2013年三公经费决算")[0] == "014500863/2013-00803"


@pytest.mark.parametrize(("words", "title"), [
    ("打官司没钱请律师", "法律援助"), ("没工作了怎么领钱", "失业登记"), ("小孩领养", "收养登记"), ("死了人怎么火化", "惠民殡葬补贴申领"), ("树要砍谁批", "移植砍伐城市树木许可"), ("被单位开除了怎么维权", "劳动人事争议仲裁申请"),
])
def test_everyday_words_find_what_the_trade_calls_otherwise(tab: Tab, words: str, title: str) -> None:
    tab.search(words)
    tab.page.wait_for_selector("[data-near]")
    titles = tab.page.locator("[data-near] h3").all_inner_texts()
    assert any(title in one for one in titles[:10]), titles


@pytest.mark.parametrize(("code", "address"), [
    ("ZB2014-021", "key-areas/tenders/"), ("zb2014-021", "key-areas/tenders/"), ("SG-2014-01", "key-areas/safety/"), ("SJ2014-01", "key-areas/budget/"), ("JC-2012-01", "registers/decisions.html"),
    ("HY-2014-01", "registers/meetings.html"), ("WF-2014-01", "key-areas/tenders/"),
])
def test_the_number_of_a_row_of_a_register_finds_it(tab: Tab, code: str, address: str) -> None:
    assert found(tab, code)[0].startswith(address)


@pytest.mark.parametrize("code", ["FW-862-01", "fw-862-01", "ＦＷ－８６２－０１", "FW—862—01", "FW862-01", "fw86201", "862-01"])
def test_the_code_of_a_service_finds_its_row_first(tab: Tab, code: str) -> None:
    assert found(tab, code)[0].startswith("services/citizens.html#")
    assert tab.page.locator(PLACES).first.inner_text().startswith("最低生活保障申请")
    assert tab.page.locator("[data-near]").count() == 0


def test_a_code_of_a_form_and_one_within_longer_codes_find_their_rows_first(tab: Tab) -> None:
    assert found(tab, "BG-862-01-1")[0].startswith("services/forms.html#")
    assert found(tab, "862-017")[0].startswith("registers/approvals.html#")


def test_a_service_that_is_abolished_stands_behind_those_that_are_not(tab: Tab) -> None:
    found(tab, "申请", f"&p=1000&kind={quote('服务指南')}")
    states = tab.page.locator(PLACES).evaluate_all("rows => rows.map(row => Boolean(row.querySelector('.rr-badge--expired')))")
    assert states == sorted(states) and any(states) and not all(states)


def test_the_place_that_is_named_as_the_query_comes_first(tab: Tab) -> None:
    assert found(tab, "最低生活保障申请")[0].startswith("services/citizens.html#")


def test_places_that_only_have_the_words_in_their_texts_stand_below_the_items(tab: Tab) -> None:
    above = "document.querySelector('[data-search=places]').compareDocumentPosition(document.querySelector('[data-search=results]')) & Node.DOCUMENT_POSITION_FOLLOWING"
    found(tab, "环保局")
    assert not tab.page.evaluate(above)
    found(tab, "婚姻登记")
    assert tab.page.evaluate(above)


@pytest.mark.parametrize("query", ["NOT 低保", "-低保", "－低保 NOT 补贴"])
def test_a_query_of_excluded_words_only_says_what_is_done_with_it(tab: Tab, query: str) -> None:
    tab.search(query)
    assert "只写了要除去的词" in tab.page.inner_text("[data-search=notes]")
    tab.page.wait_for_function("document.querySelector('[data-search=status]').textContent")
    assert tab.page.locator("[data-near]").count() == 0
    tab.search("补贴 -低保")
    assert "只写了要除去的词" not in tab.page.inner_text("[data-search=notes]")


@pytest.mark.parametrize("words", ["查阅点", "居住证到期", "备案", "培训"])
def test_exactly_the_places_that_hold_the_words_are_found(tab: Tab, all_places: dict[str, Found], words: str) -> None:
    found(tab, words, "&p=1000&aliases=off")
    addresses = tab.page.eval_on_selector_all(EXACT, ADDRESSES)
    assert len(addresses) == len(set(addresses)) == int(tab.page.get_attribute("[data-places]", "data-places"))
    assert set(addresses) == having(all_places, words)


def test_items_keep_their_order_and_their_total_beside_places(tab: Tab, items: Items) -> None:
    assert len(found(tab, "查阅点")) == 3
    assert tab.total == len(holding(items, "查阅点"))
    assert [tab.rows()] == tab.ask(["查阅点"])


def test_more_places_can_be_had_and_the_first_new_one_has_the_focus(tab: Tab, all_places: dict[str, Found]) -> None:
    first = found(tab, "查阅点", "&aliases=off")
    tab.page.get_by_role("button", name="多列 10 处").click()
    expect(tab.page.locator(PLACES)).to_have_count(13)
    assert tab.page.eval_on_selector_all(PLACES, ADDRESSES)[:3] == first
    assert tab.page.evaluate("document.activeElement.closest('li').dataset.address") == tab.page.eval_on_selector_all(PLACES, ADDRESSES)[3]
    assert len(having(all_places, "查阅点")) > 13


def kinds(tab: Tab) -> dict[str, int]:
    """The kinds with the numbers beside them."""
    tab.page.wait_for_selector("[data-facet=kind]")
    return dict(tab.page.locator("[data-facet=kind]").evaluate_all(
        "links => links.map(link => [link.dataset.value, parseInt(link.querySelector('.rr-filter__count').textContent.replace(',', ''))])"
    ))


def test_the_numbers_beside_the_kinds_are_those_of_items_and_places(tab: Tab, items: Items, all_places: dict[str, Found]) -> None:
    tab.search("查阅点", "&aliases=off")
    counted = kinds(tab)
    assert counted.pop("信息") == len(holding(items, "查阅点"))
    assert counted == {kind: number for kind in counted if (number := len(having(all_places, "查阅点", kind)))}
    assert sum(counted.values()) == len(having(all_places, "查阅点"))


def test_a_kind_shows_only_that_kind(tab: Tab, all_places: dict[str, Found]) -> None:
    tab.search("查阅点", "&aliases=off")
    kinds(tab)
    tab.page.locator("[data-facet=kind][data-value=查阅点]").click()
    tab.page.wait_for_selector("[data-facet=kind][data-value=查阅点][aria-current=true]")
    tab.page.get_by_role("button", name="多列 4 处").click()
    expect(tab.page.locator(PLACES)).to_have_count(14)
    assert set(tab.page.eval_on_selector_all(PLACES, ADDRESSES)) == having(all_places, "查阅点", "查阅点")
    assert tab.rows() == [] and tab.total == 0
    assert "在“查阅点”里找到 14 处" in tab.page.inner_text("[data-total]")
    assert parse_qs(urlsplit(tab.page.url).query)["kind"] == ["查阅点"]
    tab.page.locator("[data-search=chosen] a", has_text="种类").click()
    assert len(tab.rows("查阅点")) == 9


def test_the_kind_of_items_shows_items_alone(tab: Tab, items: Items) -> None:
    assert set(tab.search("查阅点", f"&kind={quote('信息')}")) == holding(items, "查阅点")
    kinds(tab)
    assert tab.page.locator(PLACES).count() == 0


def test_every_place_leads_to_where_its_words_are(tab: Tab) -> None:
    addresses = found(tab, "查阅点", "&p=1000&aliases=off")
    links = tab.page.eval_on_selector_all(f"{PLACES} h3 a", "links => links.map(link => link.getAttribute('href'))")
    assert links == addresses
    tab.page.locator(f'[data-address="{addresses[1]}"] h3 a').click()
    path, _, anchor = addresses[1].partition("#")
    tab.page.wait_for_selector(".rr-marks")
    assert tab.page.url.endswith(path + ("#" + quote(anchor) if anchor else ""))
    assert anchor and tab.page.evaluate("id => { const {top} = document.getElementById(id).getBoundingClientRect(); return top >= 0 && top < innerHeight; }", unquote(anchor))


def test_words_typed_in_another_writing_find_places_too(tab: Tab) -> None:
    assert "reading-points.html#point-2" in found(tab, "週一閉館")
    assert "reading-points.html#point-2" in found(tab, "学林街２２号")


# Filters


def test_filters_stay_when_the_words_change_and_say_so(tab: Tab, items: Items) -> None:
    tab.search("通知", "&year=2014")
    assert "筛选仍在" not in tab.page.inner_text("[data-search=chosen]")
    rows = tab.type("公开")
    assert {facet(items[index], "year") for index in rows} == {"2014"}
    assert tab.page.inner_text("[data-search=chosen]").replace("\n", "").startswith("筛选仍在：")
    assert "2014年" in tab.page.inner_text("[data-search=chosen]")
    tab.page.locator("[data-search=chosen] a", has_text="2014年").click()
    tab.rows("公开")
    assert tab.total == len(holding(items, "公开"))


def test_where_filters_leave_nothing_each_is_named_with_what_there_would_be_without_it(tab: Tab, items: Items) -> None:
    words, agency = "查阅点", "区图书馆"
    tab.search(words, f"&year=2014&agency={quote(agency)}")
    assert tab.total == 0
    of = {"year": {i for i in holding(items, words) if facet(items[i], "agency") == agency}, "agency": {i for i in holding(items, words) if facet(items[i], "year") == "2014"}}
    links = tab.page.locator(".rr-lift a").all_inner_texts()
    assert links[:2] == [f"去掉“{agency}”，看 {len(of['agency'])} 条", f"去掉“2014年”，看 {len(of['year'])} 条"]
    assert links[2].startswith(f"去掉全部筛选，看 {len(holding(items, words))} 条信息、")
    tab.page.locator(".rr-lift a").first.click()
    assert set(tab.rows()) == of["agency"]


def test_where_only_other_places_hold_the_words_a_filter_of_items_tells_so(tab: Tab) -> None:
    tab.search("周一闭馆", "&year=2014")
    assert tab.page.locator(".rr-lift a").all_inner_texts() == ["去掉“2014年”，看 2 处网页、登记簿等"]
    tab.page.locator(".rr-lift a").click()
    tab.page.wait_for_selector(PLACES)


def test_where_a_kind_has_nothing_all_other_kinds_are_offered_by_one_link(tab: Tab, items: Items) -> None:
    found(tab, "烟花爆竹")
    others = int(tab.page.get_attribute("[data-places]", "data-places"))
    tab.search("烟花爆竹", "&kind=查阅点")
    assert others and tab.page.locator(".rr-lift a").all_inner_texts() == [f"去掉“查阅点”，看 {len(holding(items, '烟花爆竹'))} 条信息、{others} 处网页、登记簿等"]


@pytest.mark.parametrize(("words", "more", "name"), [("龘龘", "&kind=查阅点", "查阅点"), ("低保怎么申请", f"&agency={quote('区环境保护局')}", "区环境保护局")])
def test_a_filter_can_be_lifted_where_no_number_is_known(tab: Tab, words: str, more: str, name: str) -> None:
    tab.search(words, more)
    assert tab.page.locator(".rr-lift a").all_inner_texts() == [f"去掉“{name}”再找"]
    tab.page.locator(".rr-lift a").click()
    tab.page.wait_for_url(f"**/search.html?q={quote(words)}")


# Looks


def test_marks_are_seen_in_colours_that_a_reader_has_chosen(tab: Tab) -> None:
    found(tab, "查阅点")
    tab.page.emulate_media(forced_colors="active", color_scheme="dark")
    seen = tab.page.eval_on_selector_all(".rr-results .rr-mark", "marks => marks.map(mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor])")
    tab.page.emulate_media(forced_colors="none", color_scheme="light")
    assert seen and {ground for _, ground in seen} == {"rgb(255, 255, 0)"} and {color for color, _ in seen} == {"rgb(0, 0, 0)"}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_line_of_a_place_shows_the_word_that_was_found(tab: Tab, viewport: ViewportSize) -> None:
    tab.page.set_viewport_size(viewport)
    found(tab, "查阅点")
    outside = """lines => lines.filter(line => line.querySelector("mark"))
        .filter(line => line.querySelector("mark").getBoundingClientRect().right > line.getBoundingClientRect().right).map(line => line.textContent)"""
    hidden = tab.page.eval_on_selector_all(".rr-places--few .rr-result__text", outside)
    marked = tab.page.locator(".rr-places--few .rr-result__text mark").count()
    tab.page.set_viewport_size(WIDE)
    assert marked and hidden == []


def test_a_printed_page_says_how_many_are_left_out(tab: Tab) -> None:
    shown = len(found(tab, "查阅点"))
    places = int(tab.page.get_attribute("[data-places]", "data-places"))
    tab.page.emulate_media(media="print")
    said = tab.page.eval_on_selector("[data-search=places] .rr-answer__more", """line => getComputedStyle(line, "::after").content
        .replace("attr(data-left)", line.dataset.left).replace(/" ?"|"/g, "")""")
    tab.page.emulate_media(media="screen")
    assert places > shown and said.replace(" ", "") == f"还有{places - shown}处没有列出来。"


# Back


def test_back_from_a_place_restores_list_place_and_focus(tab: Tab) -> None:
    addresses = found(tab, "查阅点", "&aliases=off")
    tab.page.get_by_role("button", name="多列 10 处").click()
    tab.page.locator(PLACES).nth(9).locator("a").first.scroll_into_view_if_needed()
    tab.page.wait_for_timeout(400)
    before = tab.page.evaluate("scrollY")
    key = tab.page.locator(PLACES).nth(9).get_attribute("data-address")
    tab.page.locator(PLACES).nth(9).locator("a").first.click()
    tab.page.wait_for_url(re.compile("html(#|$)"))
    tab.page.go_back()
    expect(tab.page.locator(PLACES)).to_have_count(13)
    tab.page.wait_for_function("key => document.activeElement.closest('li')?.dataset.address === key", arg=key)
    assert abs(tab.page.evaluate("scrollY") - before) < 5 and len(addresses) == 3
    assert parse_qs(urlsplit(tab.page.url).query).keys() <= SEARCHED


# What is missing, and what is loaded


def test_where_the_index_of_places_is_gone_items_are_found_and_the_page_says_so(browser: Browser, tab: Tab, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    for name in ("manifest", "opening"):
        (copy / f"search/places/{name}.js").unlink()
    with terminal(browser, copy.as_uri()) as other:
        assert other.search("查阅点") == tab.search("查阅点")
        expect(other.page.locator("[data-search=notes]")).to_contain_text("检索网页和登记簿用的文件读不出来")
        other.said.clear()


def test_where_texts_of_places_are_gone_the_page_says_so(browser: Browser, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    for folder in (copy / "search/places").glob("*/t"):
        shutil.rmtree(folder)
    with terminal(browser, copy.as_uri()) as other:
        other.search("查阅点")
        expect(other.page.locator("[data-search=notes]")).to_contain_text("检索网页和登记簿用的文件读不出来")
        other.said.clear()


def test_places_are_opened_after_the_first_items_stand(tab: Tab) -> None:
    tab.page.goto("about:blank")
    tab.asked.clear()
    found(tab, "查阅点")
    asked = [url.partition("/search/")[2] for url in tab.asked if "/search/" in url]
    first = next(place for place, path in enumerate(asked) if path.startswith("places/"))
    assert any("/t/" in path for path in asked[:first]) and asked[first] == "places/opening.js"
    assert not any(re.fullmatch(r"places/(manifest|ahead|.*/directory|.*/f/0)\.js", path) for path in asked)


def test_where_the_file_that_opens_the_places_is_gone_they_are_found_by_the_others(browser: Browser, tab: Tab, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    (copy / "search/places/opening.js").unlink()
    with terminal(browser, copy.as_uri()) as other:
        assert found(other, "查阅点") == found(tab, "查阅点")
        assert "读不出来" not in other.page.inner_text("[data-search=notes]")
        other.said.clear()


def test_places_are_told_to_a_screen_reader(tab: Tab) -> None:
    found(tab, "查阅点")
    number = tab.page.get_attribute("[data-places]", "data-places")
    expect(tab.page.locator("[data-search=status]")).to_contain_text(f"另有网页、登记簿等 {number} 处")
    assert tab.page.get_by_role("heading", name="本站的网页、登记簿等").count() == tab.page.get_by_role("heading", name="信息", exact=True).count() == 1


def test_nothing_is_wider_than_a_narrow_screen(browser: Browser, own: Path) -> None:
    with terminal(browser, own.as_uri(), viewport=NARROW) as small:
        found(small, "查阅点")
        assert wide(small.page) <= 390
        found(small, "周一闭馆")
        assert wide(small.page) <= 390


def wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")
