"""The search page in a real browser: what is found for what a reader types, and how it is shown."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.kit.project import ROOT
from tests.kit.published_files import header
from tests.kit.search_terminal import Items, Tab, attached, facet, holding, own_items
from tests.kit.sites import Sites

pytestmark = pytest.mark.xdist_group("search page")

FACETS = ("category", "agency", "year", "validity")
SECRET = "014500858/2014-00401"
"""The item with the document number 青府办发〔2014〕12号, about 保密审查."""


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


@pytest.fixture(scope="module")
def withdrawn() -> Items:
    return own_items()[1]


# The answer


def test_an_address_with_words_shows_one_exact_total(tab: Tab, items: Items) -> None:
    tab.search("通知")
    assert tab.page.locator("[data-total]").count() == tab.page.locator("[data-exact]").count() == 1
    assert tab.total == len(holding(items, "通知")) > 20


def test_there_is_one_row_for_each_item_that_holds_the_word(tab: Tab, items: Items) -> None:
    rows = tab.everything("通知")
    assert len(rows) == len(set(rows))
    assert set(rows) == holding(items, "通知")


def test_rows_stand_in_the_order_of_the_engine(tab: Tab) -> None:
    rows = tab.everything("信息公开")
    assert len(rows) > 30
    assert [rows] == tab.ask(["信息公开"], 1000)


def test_an_item_with_the_words_in_its_title_comes_first(tab: Tab) -> None:
    assert tab.find("保密审查")[0] == SECRET


def test_ten_rows_are_shown_at_first_and_ten_more_on_request(tab: Tab) -> None:
    first = tab.search("通知")
    assert len(first) == 10
    tab.page.get_by_role("button", name=f"再看 10 条（还有 {tab.total - 10} 条）").click()
    expect(tab.page.locator("[data-index]")).to_have_count(20)
    assert tab.rows()[:10] == first
    assert parse_qs(urlsplit(tab.page.url).query)["n"] == ["20"]
    assert len(set(tab.to_the_end())) == tab.total
    assert tab.page.locator("[data-search=more]").is_hidden()


def test_the_total_is_exact_before_a_text_is_read_that_is_not_shown(tab: Tab) -> None:
    tab.page.goto("about:blank")
    tab.asked.clear()
    assert len(tab.search("通知")) == 10 < tab.total
    texts = [url for url in tab.asked if "/search/" in url and "/places/" not in url and "/t/" in url]
    assert len(texts) <= 10


def test_a_row_leads_to_its_item(tab: Tab) -> None:
    index = tab.search("食品安全")[2]
    tab.page.locator("[data-index] h3 a").nth(2).click()
    assert tab.page.get_attribute("article", "data-index") == index


@pytest.mark.parametrize("kind", ["home", "item", "category", "counts", "report", "search"])
def test_words_typed_into_the_box_of_any_page_lead_to_the_answer(tab: Tab, sites: Sites, items: Items, kind: str) -> None:
    tab.page.goto(sites.address(kind))
    assert set(tab.type("食品安全")) == holding(items, "食品安全")
    assert urlsplit(tab.page.url).path.endswith("/search.html")
    assert tab.page.input_value("input[name=q]") == "食品安全"


def test_an_empty_box_leads_back_to_the_lists(tab: Tab) -> None:
    tab.search("通知")
    tab.page.locator("input[name=q]").fill(" ")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("link", name="法规文件", exact=True)).to_be_visible()
    assert tab.page.locator("[data-index], [data-total]").count() == 0


def test_the_words_are_marked_in_every_row(tab: Tab) -> None:
    rows = tab.find("保密审查")
    marked = tab.page.locator("[data-index]").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('mark')].map(mark => mark.textContent))"
    )
    assert len(marked) == len(rows) > 5
    assert all(marks and set(marks) == {"保密审查"} for marks in marked)


def test_an_excerpt_is_a_piece_of_the_item_around_the_words(tab: Tab, items: Items) -> None:
    rows = tab.find("群众")
    excerpts = tab.page.locator(".rr-result__text").all_inner_texts()
    assert len(rows) == len(excerpts) == 4
    for index, excerpt in zip(rows, excerpts, strict=True):
        text, shown = (re.sub(r"[\s#|…*]", "", text) for text in (items[index]["Text"], excerpt))
        around = re.search(".{0,8}群众.{0,8}", shown)
        assert around and around[0] in text


# What counts as the same


@pytest.mark.parametrize(("typed", "written"), [
    ("行政審批", "行政审批"), ("青府辦發", "青府办发"), ("２０１４", "2014"), ("ＸＬＳＸ", "xlsx"), ("XLSX", "xlsx"), ("Pdf", "pdf"),
])
def test_traditional_and_full_width_characters_and_capitals_find_the_same(tab: Tab, typed: str, written: str) -> None:
    found = tab.find(written)
    assert found
    assert tab.find(typed) == found


def test_a_word_typed_in_traditional_characters_is_marked_as_it_is_written(tab: Tab) -> None:
    tab.find("行政審批")
    assert set(tab.page.locator("[data-index] mark").all_inner_texts()) == {"行政审批"}


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "()", "（）", "【】", "［］"])
def test_a_document_number_is_found_with_whatever_brackets(tab: Tab, brackets: str) -> None:
    assert tab.find(f"青府办发{brackets[0]}2014{brackets[1]}12号") == [SECRET]


def test_a_document_number_is_found_by_its_year_and_its_number(tab: Tab, items: Items) -> None:
    found = tab.find("2014 12号")
    assert SECRET in found
    assert set(found) == holding(items, "2014", "12号")


@pytest.mark.parametrize("letters", ["xxgk", "xinxigongkai", "XXGK"])
def test_initials_and_syllables_find_what_they_spell_and_say_so(tab: Tab, items: Items, letters: str) -> None:
    assert set(tab.everything(letters)) == holding(items, "信息公开")
    assert "拼音检索了：“信息公开”" in tab.notes


def test_words_of_the_same_meaning_are_found_too_and_named(tab: Tab, items: Items) -> None:
    assert set(tab.everything("档案")) == holding(items, "档案") | holding(items, "文件") != holding(items, "档案")
    assert "意思相同的词也检索了" in tab.notes and "“文件”" in tab.notes


def test_words_of_the_same_meaning_can_be_switched_off_and_on(tab: Tab, items: Items) -> None:
    tab.search("档案")
    both = tab.total
    tab.page.get_by_role("link", name="只检索原来的词").click()
    tab.rows()
    assert tab.total == len(holding(items, "档案")) < both
    assert "aliases=off" in tab.page.url
    tab.page.get_by_role("link", name="同时检索意思相同的词").click()
    tab.rows()
    assert tab.total == both


# Several words, signs, fields


def test_of_several_words_every_one_must_be_there(tab: Tab, items: Items) -> None:
    assert set(tab.find("保密 目录")) == holding(items, "保密", "目录") != holding(items, "保密")


def test_a_word_with_a_minus_is_left_out_and_named(tab: Tab, items: Items) -> None:
    assert set(tab.find("保密 -目录")) == holding(items, "保密") - holding(items, "目录") != holding(items, "保密")
    assert "已除去含有“目录”的信息" in tab.notes


@pytest.mark.parametrize("prefix", ["title:", "标题:", "标题：", "TITLE:", "標題:"])
def test_a_word_of_the_title_is_looked_for_in_titles_only(tab: Tab, items: Items, prefix: str) -> None:
    assert set(tab.find(f"{prefix}保密")) == holding(items, "保密", key="Title") != holding(items, "保密")
    assert "“保密”只在名称里找" in tab.notes


# Filters, order, history


def counts(tab: Tab, name: str) -> Counter:
    """The values of a filter with the numbers beside them."""
    tab.page.wait_for_selector("[data-facet]")
    texts = tab.page.locator(f"[data-facet={name}]").evaluate_all(
        "links => links.map(link => [link.dataset.value, link.querySelector('.rr-filter__count').textContent])"
    )
    return Counter({value: int(re.match(r"[\d,]+", text)[0].replace(",", "")) for value, text in texts})


def choose(tab: Tab, name: str, value: str) -> list[str]:
    """Press a value of a filter."""
    tab.page.locator(f'[data-facet={name}][data-value="{value}"]').click()
    tab.page.wait_for_selector(f'[data-facet={name}][data-value="{value}"][aria-current=true]')
    return tab.rows()


@pytest.mark.parametrize("name", FACETS)
def test_the_numbers_beside_a_filter_are_those_of_the_content(tab: Tab, items: Items, name: str) -> None:
    tab.search("通知")
    wanted = Counter(facet(items[index], name) for index in holding(items, "通知"))
    del wanted[""]
    assert len(wanted) > 1
    assert counts(tab, name) == wanted


@pytest.mark.parametrize("name", FACETS)
def test_the_number_beside_a_filter_is_the_total_after_pressing_it(tab: Tab, items: Items, name: str) -> None:
    tab.search("通知")
    value, number = counts(tab, name).most_common(1)[0]
    choose(tab, name, value)
    rows = tab.to_the_end()
    assert tab.total == number == len(rows) < len(holding(items, "通知"))
    assert {facet(items[index], name) for index in rows} == {value}


def test_filters_combine_and_stand_in_the_address(tab: Tab, items: Items) -> None:
    tab.search("通知")
    choose(tab, "category", "法规文件")
    number = counts(tab, "year")["2014"]
    rows = choose(tab, "year", "2014")
    chosen = {index for index in holding(items, "通知") if (facet(items[index], "category"), facet(items[index], "year")) == ("法规文件", "2014")}
    assert set(rows) == chosen and len(rows) == number > 1
    assert parse_qs(urlsplit(tab.page.url).query) == {"q": ["通知"], "category": ["法规文件"], "year": ["2014"]}


def test_an_address_with_filters_gives_the_same_again(tab: Tab, items: Items) -> None:
    rows = tab.search("通知", f"&category={quote('法规文件')}&year=2014")
    assert {(facet(items[index], "category"), facet(items[index], "year")) for index in rows} == {("法规文件", "2014")}
    tab.page.reload()
    assert tab.rows() == rows


def test_a_chosen_filter_can_be_taken_away(tab: Tab, items: Items) -> None:
    tab.search("通知", f"&category={quote('法规文件')}&year=2014")
    tab.page.locator("[data-search=chosen] a", has_text="年份").click()
    tab.rows()
    assert tab.total == sum(facet(items[index], "category") == "法规文件" for index in holding(items, "通知"))


def test_results_can_be_had_by_date_the_newest_first(tab: Tab, items: Items) -> None:
    by_score = tab.everything("信息公开")
    tab.page.get_by_role("link", name="按日期", exact=True).click()
    tab.rows()
    by_date = tab.search("信息公开", "&order=date&n=1000")
    dates = [items[index]["Date"] for index in by_date]
    assert dates == sorted(dates, reverse=True)
    assert sorted(by_date) == sorted(by_score) and by_date != by_score


def test_pressing_by_date_shows_the_newest_and_stands_in_the_address(tab: Tab, items: Items) -> None:
    tab.search("信息公开")
    tab.page.get_by_role("link", name="按日期", exact=True).click()
    dates = [items[index]["Date"] for index in tab.rows()]
    assert dates == sorted((items[index]["Date"] for index in holding(items, "信息公开")), reverse=True)[:10]
    assert "order=date" in tab.page.url


# Where there is nothing


def test_where_nothing_is_found_the_page_says_so_and_offers_the_lists(tab: Tab) -> None:
    assert tab.find("绝无此事之语句") == []
    assert tab.total == 0
    assert "没有找到信息" in tab.page.inner_text("[data-total]")
    tab.page.get_by_role("link", name="法规文件", exact=True).click()
    assert tab.page.url.endswith("/categories/documents/index.html")


def test_where_nothing_is_found_nearby_words_that_find_something_are_offered(tab: Tab, items: Items) -> None:
    tab.find("食品安全火星")
    assert tab.total == 0
    tab.page.locator("[data-search=notes]").get_by_role("link", name="食品安全", exact=True).click()
    assert set(tab.rows("食品安全")) == holding(items, "食品安全")


# All of the content


def test_exactly_the_public_items_are_in_the_index(tab: Tab, items: Items) -> None:
    """Every Index has a dash."""
    found = tab.everything("-")
    assert sorted(found) == sorted(items)


def test_a_withdrawn_item_is_never_found(tab: Tab, own: Path, withdrawn: Items) -> None:
    assert len(withdrawn) >= 3
    for index, entry in withdrawn.items():
        assert list(own.glob(f"items/*/{index.replace('/', '-')}.html")), "its page, without the text, stays"
        queries = [entry["Title"], index, entry["Summary"], entry["Withdrawn"][11:], *entry["Body"].split("\n\n")[:3]]
        assert [query for query, found in zip(queries, tab.ask(queries, 1000), strict=True) if index in found] == []


def test_every_item_is_found_by_its_exact_title(tab: Tab, items: Items) -> None:
    found = tab.ask([entry["Title"] for entry in items.values()])
    assert len(found) > 140
    assert [index for index, keys in zip(items, found, strict=True) if index not in keys] == []


def test_every_item_is_found_by_its_index(tab: Tab, items: Items) -> None:
    found = tab.ask(list(items))
    assert [index for index, keys in zip(items, found, strict=True) if index not in keys] == []


def test_the_name_of_every_attachment_finds_its_item(tab: Tab, own: Path) -> None:
    attached = {}
    for page in own.glob("items/*/*.html"):
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r'<a class="rr-files__link"[^>]*>([^<]+)</a>', text):
            attached[name] = re.search(r'<article[^>]* data-index="([^"]+)"', text)[1]
    assert len(attached) > 20
    found = tab.ask(list(attached))
    assert [name for name, keys in zip(attached, found, strict=True) if attached[name] not in keys] == []


def test_words_inside_an_attachment_find_its_item_and_name_the_attachment(tab: Tab, items: Items) -> None:
    told = 0
    for path in sorted((ROOT / "content/items").rglob("*.md")):
        for name, text in attached(path):
            words = next((line.strip()[:12] for line in text.splitlines() if len(line.strip()) > 7 and len(holding(items, line.strip()[:12])) == 1), "")
            if words and words not in path.read_text(encoding="utf-8") and name.endswith((".docx", ".xlsx")):
                assert tab.search(words) == [header(path)["Index"]]
                result = tab.page.locator("[data-index]")
                page = BeautifulSoup(Path(unquote(urlsplit(tab.root).path), unquote(urlsplit(result.locator("a").first.get_attribute("href")).path)).read_bytes(), "html.parser")
                link = page.find("a", href=lambda address, file=name: address and unquote(address).endswith(f"/{file}"))
                assert link.get_text().strip() in result.inner_text().partition("见于")[2].splitlines()[0]
                told += 1
                break
        if told == 5:
            break
    assert told == 5
    tab.search("保密审查制度的通知")
    assert "见于附件" not in tab.page.locator("[data-index]").first.inner_text()
