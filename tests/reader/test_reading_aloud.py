"""Reading aloud, with voices that stand for those of a computer (tests/kit/speech.js): in Chromium and in Firefox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.browsers import NO_FIREFOX, can_have_firefox, find_firefox
from tests.kit.firefox import Firefox, firefox
from tests.kit.sites import NARROW, Sites, opened

SPEECH = (Path(__file__).parents[1] / "kit/speech.js").read_text(encoding="utf-8")
HERE = [{"name": "慧慧", "lang": "zh-CN", "localService": True}]
MARKED = """() => CSS.highlights && CSS.highlights.has("rr-spoken") ? [...CSS.highlights.get("rr-spoken")].map(String).join("")
  : [...document.querySelectorAll("mark.rr-spoken")].map(mark => mark.textContent).join("")"""
SENTENCES = "() => window.speech.said"


@pytest.fixture
def tab(browser: Browser, sites: Sites, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with a document, on a computer with a voice."""
    with opened(browser, "about:blank") as page:
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(SPEECH)
        page.goto(sites.address(getattr(request, "param", "item with a table")))
        page.evaluate("voices => window.speech.change(voices)", HERE)
        yield page
        assert not faults


def start(page: Page) -> None:
    """Begin to read."""
    page.get_by_role("button", name="朗读", exact=True).click()


def finish(page: Page, times: int = 1) -> None:
    """Let some sentences come to their end."""
    page.evaluate("times => { while (times--) window.speech.finish(); }", times)


@pytest.mark.parametrize("voices", [
    [], [{"name": "English", "lang": "en-US", "localService": True}], [{"name": "云", "lang": "zh-CN", "localService": False}],
    [{"name": "云", "lang": "zh-CN"}], [{"name": "云", "lang": "zh-CN", "localService": "yes"}], [{"name": "粤", "lang": "yue-HK", "localService": True}],
])
def test_without_a_chinese_voice_of_this_computer_there_is_no_button(tab: Page, voices: list[dict]) -> None:
    tab.evaluate("voices => window.speech.change(voices)", voices)
    assert tab.locator("[data-aloud]").count() == 0


def test_a_voice_of_this_computer_is_taken_and_mandarin_before_others(tab: Page) -> None:
    tab.evaluate("voices => window.speech.change(voices)", [
        {"name": "云", "lang": "zh-CN", "localService": False}, {"name": "港", "lang": "zh-HK", "localService": True}, *HERE,
    ])
    start(tab)
    assert tab.evaluate("() => window.speech.used") == ["慧慧"]


def test_the_document_is_read_from_its_title_to_its_end_and_each_sentence_is_marked(tab: Page) -> None:
    title = tab.locator("main h1").text_content()
    start(tab)
    assert tab.evaluate(SENTENCES) == [title]
    marked = []
    while tab.evaluate("() => window.speech.isSpeaking()"):
        marked.append(tab.evaluate(MARKED))
        finish(tab)
    said = tab.evaluate(SENTENCES)
    assert len(said) == len(marked) > 10
    assert all(mark.split() and "".join(mark.split()) in "".join(words.split()) for mark, words in zip(marked, said, strict=True))
    heard = "".join("".join(said).split())
    texts = ["".join(text.removesuffix("复制链接").split()) for text in tab.locator(".rr-prose > p:not(:has(a))").all_text_contents()]
    assert len(texts) > 10
    assert [text for text in texts if text not in heard] == []
    assert not any("（网址：" in words for words in said)
    cells = tab.locator("td[data-label]")
    if cells.count():
        assert f"{cells.nth(1).get_attribute('data-label')}：{cells.nth(1).text_content()}" in said
    assert tab.evaluate(MARKED) == ""
    assert tab.locator(".rr-aloud").count() == 0
    assert tab.evaluate("() => document.activeElement.textContent") == "朗读"


def test_it_pauses_goes_on_goes_back_and_stops_by_keyboard(tab: Page) -> None:
    tab.get_by_role("button", name="朗读", exact=True).focus()
    tab.keyboard.press("Enter")
    finish(tab, 2)
    said = tab.evaluate(SENTENCES)
    assert tab.evaluate("() => document.activeElement.textContent") == "暂停"
    tab.keyboard.press("Space")
    assert not tab.evaluate("() => window.speech.isSpeaking()")
    assert tab.locator(".rr-aloud [role=status]").text_content() == "停在这一句"
    tab.keyboard.press("Space")
    assert tab.evaluate(SENTENCES) == [*said, said[-1]]
    tab.get_by_role("button", name="上一句").press("Enter")
    tab.get_by_role("button", name="下一句").press("Enter")
    assert tab.evaluate(SENTENCES)[-2:] == said[-2:]
    tab.keyboard.press("Escape")
    assert not tab.evaluate("() => window.speech.isSpeaking()")
    assert tab.locator(".rr-aloud").count() == 0


def test_leaving_the_page_ends_it_and_nothing_is_remembered(tab: Page) -> None:
    start(tab)
    tab.evaluate("() => { window.addEventListener('pagehide', () => sessionStorage.setItem('heard', window.speech.isSpeaking())); }")
    tab.evaluate("() => window.dispatchEvent(new Event('pagehide'))")
    assert tab.evaluate("() => [window.speech.isSpeaking(), sessionStorage.getItem('heard')]") == [False, "false"]
    tab.reload()
    assert tab.locator(".rr-aloud").count() == 0
    assert tab.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["heard"]


def test_a_voice_that_fails_or_goes_is_told(tab: Page) -> None:
    start(tab)
    tab.evaluate("() => window.speech.fail()")
    assert "语音断了" in tab.locator(".rr-aloud [role=status]").text_content()
    tab.get_by_role("button", name="继续").click()
    assert tab.locator(".rr-aloud [role=status]").text_content() == "正在朗读"
    tab.evaluate("() => { window.speech.voices = []; window.speech.finish(); }")
    assert "没有能用的中文语音" in tab.locator(".rr-aloud [role=status]").text_content()
    tab.evaluate("() => window.speech.change([])")
    assert tab.locator("[data-aloud]").count() == 0


def test_an_engine_that_says_nothing_is_told(browser: Browser, sites: Sites) -> None:
    with opened(browser, "about:blank") as page:
        page.add_init_script(SPEECH)
        page.clock.install()
        page.goto(sites.address("item"))
        page.evaluate("voices => window.speech.change(voices)", HERE)
        start(page)
        page.clock.run_for(120_000)
        assert "语音断了" in page.locator(".rr-aloud [role=status]").text_content()


@pytest.mark.parametrize("tab", ["expired item"], indirect=True)
def test_that_a_document_is_no_longer_in_force_is_read_first(tab: Page) -> None:
    start(tab)
    assert "不再适用" in tab.evaluate(SENTENCES)[0]


@pytest.mark.parametrize("tab", ["report of a unit", "guide"], indirect=True)
def test_reports_and_pages_are_read_too_and_cells_with_their_columns(tab: Page) -> None:
    start(tab)
    while tab.evaluate("() => window.speech.isSpeaking()"):
        finish(tab)
    said = tab.evaluate(SENTENCES)
    assert len(said) > 20
    assert not any(words in ("复制链接", "打印", "本文目录") for words in said)
    if "report" in tab.url:
        assert any(words.startswith("总计：") for words in said)


def test_browsers_without_the_highlight_api_mark_with_elements_and_leave_none(browser: Browser, sites: Sites) -> None:
    with opened(browser, "about:blank") as page:
        page.add_init_script(SPEECH + "Object.defineProperty(CSS, 'highlights', {value: undefined});")
        page.goto(sites.address("item with a table"))
        page.evaluate("voices => window.speech.change(voices)", HERE)
        before = page.locator(".rr-prose").inner_html()
        start(page)
        finish(page, 4)
        marked = page.locator("mark.rr-spoken")
        assert "".join(marked.all_text_contents()).strip() in page.evaluate(SENTENCES)[-1]
        assert marked.first.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(207, 232, 213)"
        page.get_by_role("button", name="停止").click()
        assert page.locator(".rr-prose").inner_html() == before


def test_in_the_elder_edition_buttons_are_large_and_nothing_lies_outside(browser: Browser, sites: Sites) -> None:
    with opened(browser, "about:blank", viewport=NARROW) as page:
        page.add_init_script(SPEECH)
        page.goto(sites.address("item"))
        page.evaluate("() => { document.documentElement.dataset.mode = 'elder'; }")
        page.evaluate("voices => window.speech.change(voices)", HERE)
        start(page)
        boxes = page.locator(".rr-aloud .rr-button").evaluate_all("all => all.map(one => { const box = one.getBoundingClientRect(); return [box.left, box.right, box.height, box.bottom]; })")
        assert len(boxes) == 4
        assert all(left >= 0 and right <= NARROW["width"] and height >= 60 and bottom <= NARROW["height"] for left, right, height, bottom in boxes)


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    if not can_have_firefox():
        pytest.skip(NO_FIREFOX)
    assert find_firefox(), "no Firefox, but one can be installed: run `python -m tests.kit.browsers`"
    with firefox() as running:
        yield running


def test_firefox_reads_marks_and_stops(fox: Firefox, sites: Sites) -> None:
    fox.driver.navigate(sites.address("item with a table"))
    fox.wait("document.readyState === 'complete'")
    assert fox.run("return document.querySelectorAll('[data-aloud]').length") == 0
    fox.run(f"""const real = window.speechSynthesis; {SPEECH}
      window.speech.voices = arguments[0]; real.dispatchEvent(new Event("voiceschanged"));""", HERE)
    fox.run("document.querySelector('[data-aloud=start]').click()")
    fox.run("window.speech.finish(); window.speech.finish();")
    said, marked = fox.run("return window.speech.said"), fox.run(f"return ({MARKED})()")
    assert len(said) == 3
    assert "".join(marked.split()) in "".join(said[-1].split())
    assert marked
    fox.run("document.querySelector('[data-aloud=stop]').click()")
    assert fox.run(f"return [window.speech.isSpeaking(), ({MARKED})()]") == [False, ""]
    assert fox.said() == []
    assert fox.asked() == []
