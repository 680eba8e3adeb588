"""The basket: items that a reader collects in a visit are printed as one document, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.kit import browsers
from tests.kit.firefox import firefox
from tests.kit.sites import WIDE, Sites, opened

pytestmark = pytest.mark.xdist_group("pages")
ADD, STATUS = "[data-basket-add]", "[data-basket-status]"


@pytest.fixture(scope="module")
def pages(sites: Sites) -> list[Path]:
    """Items of several years, with attachments, tables, footnotes and pictures."""
    return [sites.page(kind) for kind in ("item with attachments", "item with a table", "item with footnotes", "item with an image")]


@pytest.fixture
def page(browser: Browser, own: Path) -> Iterator[Page]:
    """A tab of its own that must say nothing in its console."""
    with opened(browser, (own / "index.html").as_uri()) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        assert not said


def kept(page: Page) -> str | None:
    """Return what is kept, as the next page will find it: a page itself may see what was kept when it was opened."""
    page.reload()
    return page.evaluate("sessionStorage.getItem('rr-basket')")


def collect(page: Page, paths: list[Path]) -> None:
    """Put items into the basket."""
    for number, path in enumerate(paths, 1):
        page.goto(path.as_uri())
        page.click(ADD)
        page.wait_for_function("number => document.querySelector('[data-basket-status]').textContent === `已经加入，现在有 ${number} 条。`", arg=number)


def open_basket(page: Page, own: Path, number: int) -> None:
    """Go to the page of the basket, and wait until it has so many items."""
    page.goto((own / "basket.html").as_uri())
    page.wait_for_function("number => document.querySelectorAll('.rr-basket__document').length === number && document.querySelector('[data-basket-page]').hasAttribute('data-asked')", arg=number)


def test_items_are_collected_and_written_out_with_contents_and_sources(page: Page, own: Path, pages: list[Path]) -> None:
    collect(page, pages[:3])
    assert page.locator(".rr-tools__basket").inner_text() == "待打印 3"
    titles = []
    for path in pages[:3]:
        page.goto(path.as_uri())
        titles.append(page.locator("h1").inner_text())
    assert page.locator(".rr-tools__basket").inner_text() == "待打印 3"
    page.click(".rr-tools__basket")
    open_basket(page, own, 3)
    assert page.locator(".rr-basket__link").all_inner_texts() == titles
    parts = page.locator(".rr-basket__document")
    for number, path in enumerate(pages[:3]):
        part = parts.nth(number)
        assert part.locator("h2").first.inner_text() == titles[number]
        address = path.relative_to(own).as_posix()
        source = part.locator(".rr-basket__source").inner_text()
        assert source.startswith("来源：") and "索引号 " in source and source.endswith(address)
    assert page.locator("main h1").count() == 1 and page.locator(".rr-basket__document button").count() == 0
    assert page.locator("[data-basket-contents] a").first.get_attribute("href") == "#print-1"


def test_the_whole_text_of_an_item_is_there(page: Page, own: Path, pages: list[Path]) -> None:
    collect(page, [pages[1]])
    page.goto(pages[1].as_uri())
    page.evaluate("() => document.querySelectorAll('.rr-copy').forEach(button => button.remove())")  # buttons are no text of the document
    text = page.locator(".rr-prose").first.inner_text()
    cells = page.locator(".rr-prose td").all_inner_texts()
    open_basket(page, own, 1)
    assert page.locator(".rr-basket__document .rr-prose").first.inner_text() == text
    assert page.locator(".rr-basket__document .rr-prose td").all_inner_texts() == cells


def test_the_same_item_counts_once_and_can_be_taken_out(page: Page, own: Path, pages: list[Path]) -> None:
    collect(page, pages[:2])
    page.click(ADD)
    page.wait_for_function("() => document.querySelector('[data-basket-add]').disabled === false")
    open_basket(page, own, 2)
    page.locator(".rr-basket__entry button").first.click()
    page.wait_for_function("() => document.querySelectorAll('.rr-basket__document').length === 1")
    page.click("[data-basket-clear]")
    page.wait_for_function("() => document.querySelectorAll('.rr-basket__document').length === 0")
    assert "还没有要打印的" in page.locator("main").inner_text() and not page.locator(".rr-basket__parts").is_visible()
    assert kept(page) is None


def test_the_limits_are_told(page: Page, own: Path, pages: list[Path]) -> None:
    page.evaluate("entries => sessionStorage.setItem('rr-basket', JSON.stringify({at: Date.now(), entries}))", [{"path": f"items/2014/{n}.html", "title": str(n), "source": "", "trees": []} for n in range(20)])
    page.goto(pages[0].as_uri())
    page.click(ADD)
    page.wait_for_function("() => document.querySelector('[data-basket-status]').textContent")
    assert page.locator(STATUS).inner_text() == "待打印的已有 20 条，打印以后清空，再加新的。"
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.evaluate("() => { document.querySelector('.rr-prose').textContent = '字'.repeat(1600000); }")
    page.click(ADD)
    page.wait_for_function("() => document.querySelector('[data-basket-status]').textContent.includes('太长')")
    assert page.locator(STATUS).inner_text() == "这一条太长，放不进去，请直接打印这一页。"


def test_what_is_half_an_hour_old_is_forgotten(page: Page, own: Path) -> None:
    page.evaluate("sessionStorage.setItem('rr-basket', JSON.stringify({at: Date.now() - 31 * 60000, entries: [{path: 'items/2014/1.html', title: '旧', source: '', trees: []}]}))")
    open_basket(page, own, 0)
    assert kept(page) is None


def test_nothing_but_listed_elements_and_attributes_is_ever_made(page: Page, own: Path) -> None:
    trees = [
        ["script", {}, ["document.title = '坏'"]], ["img", {"src": "https://example.com/a.png", "onerror": "document.title = '坏'"}, []], ["a", {"href": "javascript:alert(1)"}, ["甲"]],
        ["iframe", {"src": "items/2014/x.html"}, []], ["p", {"onclick": "x", "style": "color: red", "id": "main"}, ["<b>乙</b>"]], ["a", {"href": "items/2014/../../x.html"}, ["丙"]], 7, None, {"a": 1},
    ]
    page.evaluate("trees => sessionStorage.setItem('rr-basket', JSON.stringify({at: Date.now(), entries: [{path: 'items/2014/1.html', title: '<i>题</i>', source: '<i>', trees}]}))", trees)
    open_basket(page, own, 1)
    made = page.evaluate("document.querySelector('.rr-basket__document').innerHTML")
    assert made == (
        '<img><a>甲</a><p>&lt;b&gt;乙&lt;/b&gt;</p><a>丙</a>'
        '<p class="rr-basket__source">来源：&lt;i&gt;，网页地址 items/2014/1.html</p>'
    )


def test_it_prints_as_one_document_each_item_from_a_new_page(page: Page, own: Path, pages: list[Path]) -> None:
    collect(page, pages[:3])
    open_basket(page, own, 3)
    titles = [title.strip() for title in page.locator(".rr-basket__link").all_inner_texts()]
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    texts = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    first = ["".join(title.split()) for title in titles]
    assert all(title in texts[0] for title in first) and "目录" in texts[0]
    starts = [next(number for number, text in enumerate(texts[1:], 1) if title in text) for title in first]
    assert starts == sorted(set(starts)) and sum(text.count("来源：") for text in texts) == 3
    assert all("待打印" in text and "加入" not in text and "清空" not in text for text in texts)  # the running head, and no buttons


def test_a_terminal_that_nobody_touches_forgets_it(browser: Browser, own: Path, pages: list[Path]) -> None:
    with opened(browser, (own / "index.html").as_uri() + "#kiosk") as page:
        collect(page, pages[:1])
        page.goto((own / "index.html").as_uri())
        page.clock.install()
        page.goto((own / "index.html").as_uri())
        page.clock.run_for(155_000)
        assert page.locator("[role=alert]:has-text('就要回到首页')").count() == 1  # also on the home page, since something is kept
        steps: list[str] = []
        page.on("framenavigated", lambda frame: steps.append(frame.url))
        page.clock.run_for(24_000)
        page.clock.resume()
        for _ in range(200):  # nothing is asked of a page that is on its way
            if len(steps) == 3:
                break
            page.wait_for_timeout(50)
        assert page.evaluate("sessionStorage.length") == 0


def test_without_scripts_there_is_no_button_and_the_page_says_so(browser: Browser, own: Path, pages: list[Path]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto(pages[0].as_uri())
    assert not page.locator(ADD).is_visible() and not page.locator("[data-basket-open]").is_visible()
    page.goto((own / "basket.html").as_uri())
    assert "没有运行脚本" in page.locator("main").inner_text()
    context.close()


def test_firefox_keeps_it_too_though_each_folder_has_a_storage_of_its_own(own: Path) -> None:
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    years = sorted(path for path in (own / "items").iterdir() if path.is_dir())
    items = [next(path for path in sorted(year.glob("*.html")) if "data-basket-add" in path.read_text(encoding="utf-8")) for year in years[-3:]]
    with firefox() as window:
        for number, path in enumerate(items, 1):
            window.driver.navigate(path.as_uri())
            window.run("document.querySelector('[data-basket-add]').click()")
            window.wait(f"document.querySelector('[data-basket-status]').textContent === '已经加入，现在有 {number} 条。'")
        window.driver.navigate((own / "basket.html").as_uri())
        window.wait("document.querySelectorAll('.rr-basket__document').length === 3")
        assert json.loads(window.run("return JSON.stringify([...document.querySelectorAll('.rr-basket__source')].map(line => line.textContent.split(' ').pop()))")) == [path.relative_to(own).as_posix() for path in items]
        assert window.said() == []
