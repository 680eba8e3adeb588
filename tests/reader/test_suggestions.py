"""What the search boxes suggest while a reader types, in Chromium over ``file://``: one behaviour a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.kit.axe import AXE, RUN, TAGS
from tests.kit.search_terminal import Tab, copied, terminal
from tests.kit.sites import NARROW, Sites
from tests.kit.suggestion_reader import suggested

pytestmark = pytest.mark.xdist_group("suggestions")

OPTION = "[role=option]"
ASK = """async queries => {
  const suggestions = await OfflineSuggest.open('suggest/');
  return queries.map(query => suggestions.ask(query).map(one => one.text));
}"""


def options(tab: Tab) -> list[str]:
    """Wait for suggestions; return their names."""
    tab.page.wait_for_selector(OPTION)
    return tab.page.locator(f"{OPTION} .rr-suggest__name").all_text_contents()


def begin(tab: Tab, words: str, path: str = "index.html") -> list[str]:
    """Type words into the box of a page, key by key; return what is suggested."""
    tab.page.goto(f"{tab.root}/{path}")
    tab.page.locator("input[name=q]").click()
    tab.page.keyboard.type(words)
    return options(tab)


def is_open(tab: Tab) -> bool:
    """Return whether the list is shown, in what a reader sees and in what a screen reader says."""
    shown = tab.page.locator("[role=listbox]").is_visible()
    assert tab.page.get_attribute("input[name=q]", "aria-expanded") == str(shown).lower()
    return shown


def active(tab: Tab) -> str:
    """Return the name of the active option, or nothing."""
    held = tab.page.get_attribute("input[name=q]", "aria-activedescendant")
    chosen = tab.page.locator(f"{OPTION}[aria-selected=true]")
    assert chosen.count() == bool(held)
    return tab.page.inner_text(f"#{held} .rr-suggest__name") if held else ""


@pytest.fixture
def fresh(browser: Browser, own: Path) -> Iterator[Tab]:
    """A reader who has opened nothing yet."""
    with terminal(browser, own.as_uri()) as tab:
        yield tab


# What is suggested


@pytest.mark.parametrize("kind", ["home", "item", "category", "counts", "report", "search", "help", "request form"])
def test_the_box_of_every_page_suggests(tab: Tab, sites: Sites, own: Path, kind: str) -> None:
    path = sites.page(kind).relative_to(own).as_posix()
    assert "最低生活保障申请" in begin(tab, "最低生活", path)


def test_every_suggestion_with_an_address_leads_to_a_place_that_is_there(own: Path) -> None:
    places = {address for _, address in suggested(own).values() if address}
    assert len(places) > 100
    for place in places:
        path, _, anchor = place.partition("#")
        assert (own / unquote(path)).is_file(), place
        assert not anchor or f'id="{anchor}"' in (own / path).read_text(encoding="utf-8"), place


@pytest.mark.parametrize(("text", "kind"), [
    ("政府信息公开指南", "网页"), ("法规文件", "类别"), ("规范性文件", "类别"), ("区民政局", "机构"), ("最低生活保障申请", "服务指南"), ("最低生活保障申请表", "表格"),
    ("食品安全", "重点领域"), ("区图书馆", "查阅点"), ("行政审批事项目录", "登记簿"), ("国民经济", ""),
])
def test_names_of_every_kind_are_suggested(own: Path, text: str, kind: str) -> None:
    found = suggested(own)
    assert found[text][0] == kind and bool(found[text][1]) == bool(kind)


def test_reports_are_suggested(own: Path) -> None:
    assert {address for kind, address in suggested(own).values() if kind == "年报"} == {"reports/2014.html", "reports/2021.html"}


@pytest.mark.parametrize(("typed", "name"), [
    ("民政", "区民政局"), ("区民政局", "区民政局"), ("區民政局", "区民政局"), ("minzheng", "区民政局"), ("qmzj", "区民政局"), ("mzj", "区民政局"), ("MZJ", "区民政局"),
    ("min zheng ju", "区民政局"), ("民 政 局", "区民政局"), ("“民政”", "区民政局"), ("申请 最低", "最低生活保障申请"), ("zuidishenghuo", "最低生活保障申请"),
    ("最低生活保障申请", "最低生活保障申请"), ("低生活保障申请", "最低生活保障申请"),
])
def test_a_name_is_suggested_however_it_is_begun(tab: Tab, typed: str, name: str) -> None:
    begin(tab, "民")
    assert name in tab.page.evaluate(ASK, [typed])[0]


@pytest.mark.parametrize(("typed", "name"), [
    ("发改委", "区发展和改革委员会"), ("区发改委", "区发展和改革委员会"), ("fgw", "区发展和改革委员会"), ("人社局", "区人力资源和社会保障局"),
    ("低保", "最低生活保障申请"), ("低保申请", "最低生活保障申请"), ("公租房", "公共租赁住房申请"), ("公租", "公租房"), ("低", "低保"), ("dibao", "低保"),
    ("gongzufang", "公租房"), ("gzf", "公租房"), ("laonianzheng", "老年证"), ("发改萎", "区发展和改革委员会"),
])
def test_a_name_is_suggested_by_what_people_call_it(tab: Tab, typed: str, name: str) -> None:
    begin(tab, "民")
    assert name in tab.page.evaluate(ASK, [typed])[0]


@pytest.mark.parametrize(("typed", "name"), [("tsg", "区图书馆"), ("图书馆", "区图书馆"), ("民政局", "区民政局"), ("mzj", "区民政局"), ("发改委", "区发展和改革委员会")])
def test_what_is_typed_to_its_end_comes_first(tab: Tab, typed: str, name: str) -> None:
    begin(tab, "民")
    assert tab.page.evaluate(ASK, [typed])[0][0] == name


@pytest.mark.parametrize(("typed", "name"), [
    ("区民证局", "区民政局"), ("最低生火保障", "最低生活保障申请"), ("罪低生活保障", "最低生活保障申请"), ("最低生活保章", "最低生活保障申请"),
    ("最低活保障", "最低生活保障申请"), ("最低生生活保障", "最低生活保障申请"), ("低最生活保障", "最低生活保障申请"), ("最低生活保障申青", "最低生活保障申请"),
    ("zuidishenhuo", "最低生活保障申请"), ("minzhengjv", "区民政局"),
])
def test_one_slip_is_forgiven(tab: Tab, typed: str, name: str) -> None:
    begin(tab, "民")
    assert name in tab.page.evaluate(ASK, [typed])[0]


@pytest.mark.parametrize("typed", ["最高生火保障", "龘", "甲乙丙", "zzzz", "，", "   ", "*", "foo:bar", "a" * 2000])
def test_what_is_like_no_name_has_no_suggestion(tab: Tab, typed: str) -> None:
    begin(tab, "民")
    assert tab.page.evaluate(ASK, [typed]) == [[]]


def test_every_name_is_found_by_each_of_its_parts(tab: Tab, own: Path) -> None:
    names = [name for name, (kind, _) in suggested(own).items() if kind in ("机构", "类别", "重点领域")]
    parts = [(name, name[at : at + size]) for name in names for at in range(len(name)) for size in (2, 5, 9) if at + size <= len(name) and re.search(r"\w", name[at : at + size])]
    begin(tab, "民")
    found = tab.page.evaluate(ASK.replace("ask(query)", "ask(query, 1000)"), [part for _, part in parts])
    assert len(parts) > 300
    assert [(name, part) for (name, part), texts in zip(parts, found, strict=True) if name not in texts and name != part] == []


def test_names_that_begin_with_what_is_typed_come_first(tab: Tab) -> None:
    found = begin(tab, "行政审批")
    starts = [name.startswith("行政审批") for name in found]
    assert starts == sorted(starts, reverse=True) and True in starts and False in starts


# When files are loaded


def test_nothing_is_loaded_before_the_first_key(fresh: Tab) -> None:
    fresh.page.goto(f"{fresh.root}/index.html")
    fresh.page.locator("input[name=q]").click()
    fresh.page.wait_for_timeout(200)
    assert [url for url in fresh.asked if "/suggest/" in url] == []
    fresh.page.keyboard.type("民")
    options(fresh)
    fresh.page.keyboard.type("政")
    expect(fresh.page.locator(OPTION).first).to_have_text(re.compile("民政"))
    assert sorted(urlsplit(url).path.rsplit("/", 1)[1] for url in fresh.asked if "/suggest/" in url) == ["box.js", "index.js", "lunr.js"]


@pytest.mark.parametrize("missing", ["box.js", "index.js", "lunr.js"])
def test_a_box_without_its_suggestions_still_searches(browser: Browser, own: Path, tmp_path: Path, missing: str) -> None:
    site = copied(own, tmp_path / "site")
    (site / "suggest" / missing).unlink()
    with terminal(browser, site.as_uri()) as tab:
        tab.page.goto(f"{tab.root}/index.html")
        tab.page.locator("input[name=q]").click()
        tab.page.keyboard.type("食品安全")
        tab.page.wait_for_timeout(200)
        tab.page.keyboard.press("Enter")
        assert tab.rows()
        assert [text for text in tab.said if "ERR_FILE_NOT_FOUND" not in text] == []
        tab.said.clear()


# Keyboard


def test_nothing_is_chosen_by_itself(tab: Tab) -> None:
    begin(tab, "食品")
    assert is_open(tab) and active(tab) == ""
    tab.page.keyboard.press("Enter")
    tab.rows("食品")
    assert not is_open(tab)


def test_arrows_walk_round_through_the_box(tab: Tab) -> None:
    names = begin(tab, "食品")
    walked = []
    for _ in range(len(names) + 2):
        tab.page.keyboard.press("ArrowDown")
        walked.append(active(tab))
    assert walked == [*names, "", names[0]]
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("ArrowUp")
    assert active(tab) == names[-1]
    assert tab.page.input_value("input[name=q]") == "食品"
    assert tab.focus == "q"


@pytest.mark.parametrize(("key", "caret"), [("Home", 0), ("End", 2), ("ArrowLeft", 1)])
def test_keys_of_the_caret_go_back_to_the_box(tab: Tab, key: str, caret: int) -> None:
    begin(tab, "食品")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press(key)
    assert is_open(tab) and active(tab) == ""
    assert tab.page.eval_on_selector("input[name=q]", "box => box.selectionStart") == caret


def test_escape_closes_the_list_and_keeps_the_words(tab: Tab) -> None:
    begin(tab, "食品")
    tab.page.keyboard.press("Escape")
    assert not is_open(tab)
    assert tab.page.input_value("input[name=q]") == "食品"
    tab.page.keyboard.press("Alt+ArrowDown")
    options(tab)
    assert is_open(tab)
    tab.page.keyboard.press("Alt+ArrowUp")
    assert not is_open(tab)


@pytest.mark.parametrize("path", ["index.html", "search.html"])
def test_after_escape_an_arrow_brings_the_list_again(tab: Tab, path: str) -> None:
    names = begin(tab, "食品", path)
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("ArrowDown")
    expect(tab.page.locator("[role=listbox]")).to_be_visible()
    assert options(tab) == names and tab.focus == "q"
    tab.page.keyboard.press("ArrowDown")
    assert active(tab) == names[0]


def test_tab_closes_the_list_and_goes_on(tab: Tab) -> None:
    begin(tab, "食品")
    tab.page.keyboard.press("Tab")
    assert not is_open(tab)
    assert tab.focus == "BUTTON"


def test_a_chosen_place_is_opened(tab: Tab) -> None:
    begin(tab, "区民政", "items/2014/014500858-2014-00401.html")
    tab.page.keyboard.press("ArrowDown")
    assert active(tab) == "区民政局"
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/agencies/014500862/index.html")
    tab.page.go_back()
    assert tab.page.input_value("input[name=q]") == ""


def test_a_chosen_phrase_is_searched_for(tab: Tab) -> None:
    begin(tab, "国民经")
    tab.page.keyboard.press("ArrowDown")
    assert active(tab) == "国民经济"
    tab.page.keyboard.press("Enter")
    assert tab.rows("国民经济")
    assert tab.page.input_value("input[name=q]") == "国民经济"


def test_on_the_search_page_the_arrow_leads_to_the_results_once_the_list_is_closed(tab: Tab) -> None:
    begin(tab, "食品", "search.html")
    tab.page.keyboard.press("Enter")
    rows = tab.rows("食品")
    tab.page.locator("input[name=q]").focus()
    tab.page.keyboard.press("ArrowDown")
    assert tab.focus == rows[0]


# Mouse, touch, input methods


def test_a_click_chooses_and_one_elsewhere_closes(tab: Tab) -> None:
    begin(tab, "区民政")
    tab.page.locator("h1").click()
    assert not is_open(tab)
    begin(tab, "区民政")
    tab.page.locator(OPTION).first.click()
    tab.page.wait_for_url("**/agencies/014500862/index.html")


@pytest.mark.parametrize("mode", ["normal", "elder"])
def test_a_finger_finds_each_suggestion(browser: Browser, own: Path, mode: str) -> None:
    with terminal(browser, own.as_uri(), viewport=NARROW, has_touch=True) as tab:
        tab.page.goto(f"{tab.root}/index.html")
        if mode == "elder":
            tab.page.get_by_role("button", name="长者版").tap()
        tab.page.locator("input[name=q]").tap()
        tab.page.keyboard.type("食品")
        options(tab)
        boxes = [option.bounding_box() for option in tab.page.locator(OPTION).all()]
        assert min(box["height"] for box in boxes) >= 44 and min(box["width"] for box in boxes) >= 200
        assert max(box["x"] + box["width"] for box in boxes) <= NARROW["width"]
        tab.page.locator(OPTION).first.tap()
        tab.page.wait_for_url("**/key-areas/food/index.html")


def test_nothing_is_suggested_while_an_input_method_composes(browser: Browser, tab: Tab) -> None:
    begin(tab, "民")
    tab.page.goto(f"{tab.root}/index.html")
    tab.page.locator("input[name=q]").click()
    session: CDPSession = tab.page.context.new_cdp_session(tab.page)
    for letters in ("s", "sh", "shi"):
        session.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        tab.page.wait_for_timeout(150)
        assert tab.page.locator(OPTION).count() == 0
    session.send("Input.insertText", {"text": "食品"})
    assert "食品安全" in options(tab)
    session.detach()


def test_a_key_of_the_input_method_moves_nothing(tab: Tab) -> None:
    begin(tab, "食品")
    tab.page.evaluate("""() => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true, bubbles: true, cancelable: true}))""")
    assert is_open(tab) and active(tab) == ""


# What a screen reader is told


def test_the_tree_of_a_screen_reader_has_box_list_and_options(tab: Tab) -> None:
    begin(tab, "区民政")
    tab.page.keyboard.press("ArrowDown")
    expect(tab.page.get_by_role("search")).to_match_aria_snapshot("""
      - search:
        - combobox "找一条信息" [expanded]: 区民政
        - listbox "建议":
          - option "区民政局 机构" [selected]
        - status: 有 1 条建议，按上下键选。
        - button "检索"
    """)
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("search")).to_match_aria_snapshot("""
      - search:
        - combobox "找一条信息": 区民政
        - button "检索"
    """)


def test_the_box_is_a_combobox_before_anything_is_typed(tab: Tab) -> None:
    tab.page.goto(f"{tab.root}/guide.html")
    expect(tab.page.get_by_role("combobox", name="检索", expanded=False)).to_be_visible()


def test_axe_finds_nothing_in_an_open_list(browser: Browser, own: Path) -> None:
    with terminal(browser, own.as_uri(), bypass_csp=True) as tab:
        begin(tab, "食品")
        tab.page.keyboard.press("ArrowDown")
        tab.page.evaluate(AXE)
        assert tab.page.evaluate(RUN, [*TAGS, "best-practice"]) == []
        tab.said.clear()  # axe asks for the style sheet, which pages at file:// may not read
