"""The keyboard on the page, where the setting asks for it: a reader with nothing but a finger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from disclosure.host import keyboard_library, npm_packages
from disclosure.model.taxonomy import InvalidSettings
from playwright.sync_api import Browser, expect

from tests.kit import browsers, firefox
from tests.kit.axe import AXE, RUN, TAGS
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick, Searched
from tests.kit.search_terminal import Tab, terminal
from tests.kit.sites import NARROW, WIDE

pytestmark = pytest.mark.xdist_group("keyboard")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """A site with the keyboard."""
    site = Searched(tmp_path_factory.mktemp("keyboard"))
    pages = {f"pages/{name}.md": (ROOT / f"content/pages/{name}.md").read_bytes() for name in ("guide", "rules", "request", "help")}
    words = "words,note\n低保、最低生活保障,\n老年证、老年人优待证,\n公租房、公共租赁住房,\n"
    site.write({
        "items/a.md": item(Title="关于做好信息公开工作的通知"),
        "items/guide.md": item(Title="低保申请指南", Index="014500858/2014-00002"),
        "items/plan.md": item(Title="低保工作计划", Index="014500858/2014-00003", Category="发展规划/工作计划"),
        "registers/synonyms.csv": words, **pages,
    })
    site.build(DISCLOSURE_KEYBOARD=True)
    assert (site.output / "keyboard/library.js").exists(), (site.base / "log").read_text(encoding="utf-8")
    return site


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def tab(browser: Browser, site: Quick, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A touch screen that shows the home page."""
    with terminal(browser, site.output.as_uri(), viewport=request.param, has_touch=True) as tab:
        tab.page.goto(f"{tab.root}/index.html")
        yield tab


def show(tab: Tab) -> None:
    """Open the keyboard."""
    tab.page.get_by_role("button", name="拼音键盘").first.tap()
    tab.page.wait_for_selector(".hg-button")


def tap(tab: Tab, *keys: str) -> None:
    """Tap keys."""
    for key in keys:
        tab.page.locator(f'.hg-button[data-skbtn="{key}"]').tap()


def choose(tab: Tab, word: str) -> None:
    """Tap a candidate."""
    tab.page.locator(".hg-candidate-box-list-item", has_text=re.compile(f"^{word}$")).tap()


def test_a_word_is_typed_in_pinyin_and_searched_for(tab: Tab) -> None:
    show(tab)
    tap(tab, *"xinxi")
    choose(tab, "信息")
    assert tab.page.input_value("input[name=q]") == "信息"
    assert tab.focus == "q"
    tap(tab, *"gongkai")
    choose(tab, "公开")
    tap(tab, "{enter}")
    tab.page.wait_for_url(f"**/search.html?q={quote('信息公开')}")
    assert tab.rows("信息公开")


def test_a_whole_visit_needs_nothing_but_a_finger(tab: Tab) -> None:
    show(tab)
    tap(tab, *"dibao")
    choose(tab, "低保")
    tap(tab, "{enter}")
    tab.page.wait_for_url(f"**/search.html?q={quote('低保')}")
    assert {*tab.rows("低保")} == {"014500858/2014-00002", "014500858/2014-00003"}
    tab.page.wait_for_selector("[data-facet=category]", state="attached")
    if not tab.page.locator("[data-facet=category]").first.is_visible():
        tab.page.locator("[data-search=filters] summary").tap()
    tab.page.locator('[data-facet=category][data-value="发展规划"]').tap()
    tab.page.wait_for_url("**&category=*")
    tab.page.wait_for_function("document.querySelectorAll('[data-index]').length === 1")
    tab.page.locator(".rr-result__link").first.tap()
    expect(tab.page.locator("h1")).to_have_text("低保工作计划")
    tab.page.go_back()
    assert tab.rows("低保") == ["014500858/2014-00003"]
    assert tab.page.input_value("input[name=q]") == "低保"


@pytest.mark.parametrize(("letters", "word"), [("dibao", "低保"), ("gongzufang", "公租房"), ("laonianzheng", "老年证"), ("zuidishenghuobaozhang", "最低生活保障")])
def test_words_that_people_use_can_be_chosen(tab: Tab, letters: str, word: str) -> None:
    show(tab)
    tap(tab, *letters)
    choose(tab, word)
    assert tab.page.input_value("input[name=q]") == word


def test_no_word_is_cut_out_of_a_longer_one(site: Quick) -> None:
    candidates = json.loads(re.search(r"window\.pinyinCandidates = (\{.*\});", (site.output / "keyboard/pinyin.js").read_text(encoding="utf-8"))[1])
    assert "公开" in candidates["gongkai"].split() and "信息公开" in candidates["xinxigongkai"].split()
    assert "息公" not in candidates.get("xigong", "").split() and "息公开" not in candidates.get("xigongkai", "").split()


def test_it_opens_with_letters_again(tab: Tab) -> None:
    show(tab)
    tap(tab, "{digits}", "2")
    tab.page.get_by_role("button", name="关闭").tap()
    show(tab)
    tap(tab, "a")
    assert tab.page.input_value("input[name=q]") == "2a"


def test_the_box_suggests_what_is_tapped(tab: Tab) -> None:
    show(tab)
    tap(tab, *"xinxi")
    expect(tab.page.locator("[role=option]").first).to_contain_text("信息")
    choose(tab, "信息")
    expect(tab.page.locator("[role=option]").first).to_contain_text("信息公开")
    box, keyboard = tab.page.locator("[role=option]").first.bounding_box(), tab.page.locator(".rr-keyboard").bounding_box()
    assert box["y"] + box["height"] <= keyboard["y"], "it stands above the keyboard"


def test_digits_signs_and_backspace_are_typed(tab: Tab) -> None:
    show(tab)
    tap(tab, "{digits}", "2", "0", "1", "4", "〔", "{bksp}", "{letters}", "{space}", "a")
    assert tab.page.input_value("input[name=q]") == "2014 a"


def test_keys_are_large_enough_for_fingers(tab: Tab) -> None:
    show(tab)
    tap(tab, *"xi")
    boxes = [key.bounding_box() for key in tab.page.locator(".hg-button, .hg-candidate-box-list-item, .rr-keyboard__close").all()]
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 28, "ten keys stand in a row, even on a narrow screen"
    assert max(box["x"] + box["width"] for box in boxes) <= tab.page.viewport_size["width"]


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_the_keyboard_closes(tab: Tab, how: str) -> None:
    show(tab)
    tap(tab, "q")
    tab.page.get_by_role("button", name="关闭").tap() if how == "button" else [tab.page.keyboard.press("Escape") for _ in range(2)]
    expect(tab.page.locator(".rr-keyboard")).to_be_hidden()
    assert tab.page.input_value("input[name=q]") == "q"
    show(tab)
    tap(tab, "w")
    assert tab.page.input_value("input[name=q]") == "qw"


def test_it_fills_the_fields_of_the_request_form_too(tab: Tab) -> None:
    tab.page.goto(f"{tab.root}/request-form-citizen.html")
    tab.page.locator("[data-form]").get_by_role("button", name="拼音键盘").tap()
    tab.page.wait_for_selector(".hg-button")
    tap(tab, *"li")
    choose(tab, "理")
    assert tab.page.locator("[data-form] input[type=text]").first.input_value() == "理"
    tab.page.locator("textarea").first.tap()
    tap(tab, *"xinxi")
    choose(tab, "信息")
    tap(tab, "{enter}", "a")
    assert tab.page.locator("textarea").first.input_value() == "信息\na"
    assert tab.page.locator("[data-form] input[type=text]").first.input_value() == "理"


def test_nothing_of_it_is_loaded_before_it_is_asked_for(tab: Tab) -> None:
    tab.page.locator("input[name=q]").tap()
    tab.page.keyboard.type("a")
    tab.page.wait_for_timeout(200)
    assert [url for url in tab.asked if "keyboard" in url.removeprefix(tab.root)] == []
    show(tab)
    assert {url.rsplit("/", 1)[1] for url in tab.asked if "keyboard" in url.removeprefix(tab.root)} == {"keyboard.js", "library.js", "library.css", "pinyin.js"}


def test_axe_finds_nothing_in_it(browser: Browser, site: Quick) -> None:
    with terminal(browser, site.output.as_uri(), bypass_csp=True, has_touch=True) as tab:
        tab.page.goto(f"{tab.root}/index.html")
        show(tab)
        tap(tab, *"xi")
        tab.page.evaluate(AXE)
        assert tab.page.evaluate(RUN, TAGS) == []
        tab.said.clear()  # axe asks for the style sheet, which pages at file:// may not read


def test_firefox_has_it_too(site: Quick) -> None:
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    with firefox.firefox() as window:
        window.driver.navigate((site.output / "index.html").as_uri())
        window.wait("document.querySelector('.rr-keyboard__opener')")
        window.run("document.querySelector('.rr-keyboard__opener').click()")
        window.wait("document.querySelector('.hg-button')")
        for key in "xinxi":
            window.driver.find_element("css selector", f'.hg-button[data-skbtn="{key}"]').click()
        window.driver.find_element("css selector", ".hg-candidate-box-list-item").click()
        assert window.wait("document.querySelector('input[name=q]').value") == "信息"
        assert window.said() == []


# Where it comes from


def test_a_site_has_none_unless_it_asks_for_it(own: Path) -> None:
    assert not (own / "keyboard").exists()
    assert "data-keyboard" not in (own / "index.html").read_text(encoding="utf-8")


def test_an_incremental_build_has_the_keyboard_of_a_clean_one(site: Quick) -> None:
    site.write({"items/b.md": item(Index="014500858/2014-00009", Title="关于做好信息公开工作的通知")})
    site.build(DISCLOSURE_KEYBOARD=True)
    assert site.tree() == site.clean(DISCLOSURE_KEYBOARD=True).tree()


def test_it_comes_with_its_licences(site: Quick) -> None:
    for name in ("library.js", "library.css", "pinyin.js"):
        assert (site.output / "keyboard" / name).read_text(encoding="utf-8")[:3000].count("MIT License") == 2


def test_a_keyboard_that_cannot_be_installed_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard_library, "library_folder", lambda: tmp_path / "keyboard")
    monkeypatch.setattr(npm_packages, "_run", lambda arguments: False)
    said: list[str] = []
    with pytest.raises(InvalidSettings) as raised:
        keyboard_library.prepare({"DISCLOSURE_KEYBOARD": True}, said.append)
    assert raised.value.faults == ["设置 DISCLOSURE_KEYBOARD 要用拼音键盘，它的程序没有装上（要用 npm，多半是连不上网络）；连上以后再运行一次，或者去掉这个设置"]
    assert said == ["设置 DISCLOSURE_KEYBOARD 要用拼音键盘：安装 simple-keyboard ……"]
    keyboard_library.prepare({"DISCLOSURE_KEYBOARD": False}, said.append)
    assert len(said) == 1
