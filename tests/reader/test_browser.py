"""The site in a real browser over file://: quiet, complete without JavaScript, usable by keyboard, printable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.sites import NARROW, WIDE, Sites, every_kind, keep_still, opened

pytestmark = pytest.mark.xdist_group("browser")

ACTIVE = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    tag: e.tagName, href: e.getAttribute("href") || "", text: e.textContent.trim(), main: !!e.closest("main"),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
LINKS = """() => [...document.querySelectorAll("a[href]")].filter(e => e.checkVisibility()).map(e => e.getAttribute("href"))"""
UNFOLD = "() => document.querySelectorAll('[data-contents]').forEach(e => { e.open = true; })"
"""Unfolds the contents of a long document, as a script does where they stand beside the text."""
BUTTONS = "() => [...document.querySelectorAll('button')].filter(e => e.checkVisibility()).map(e => e.type)"
TEXT = """() => { document.querySelectorAll("main [data-action], main .rr-copy, main form[role=search]").forEach(e => e.remove()); return document.querySelector("main").innerText; }"""
ELDER = "() => document.documentElement.setAttribute('data-mode', 'elder')"
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """least => [...document.querySelectorAll("nav a, button, input, summary, main table a, main li a, main dd a, main h2 a, main h3 a, main p > a:only-child")]
  .filter(e => e.checkVisibility() && !e.closest(".rr-prose") && getComputedStyle(e).pointerEvents !== "none")
  .filter(e => e.getBoundingClientRect().height < least - 0.1)
  .filter(e => {
    e.scrollIntoView({block: "center"});
    const box = e.getBoundingClientRect();
    // A smaller box may have a larger area that answers to it.
    const answers = y => { const hit = document.elementFromPoint(box.left + box.width / 2, y); return hit && (hit === e || e.contains(hit)); };
    let top = box.top + box.height / 2, bottom = top;
    while (bottom - top < least && answers(top - 1)) top--;
    while (bottom - top < least && answers(bottom + 1)) bottom++;
    return bottom - top < least - 1;
  }).map(e => `${e.tagName} ${e.className} “${e.textContent.trim().slice(0, 20)}” ${e.getBoundingClientRect().height}`)"""


@dataclass
class Visit:
    """What a browser showed, said and asked for while a page was open at both sizes."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    sideways: dict[str, int] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    """What says how to search: without JavaScript another text stands in its place."""


class Visitor:
    """Visits each kind of page once, all in one tab, and remembers."""

    def __init__(self, browser: Browser, sites: Sites) -> None:
        self._sites = sites
        self._visits: dict[str, Visit] = {}
        self._now = Visit()
        self._page = page = keep_still(browser.new_page())
        page.add_init_script("sessionStorage.clear()")  # each visit is a reader's first: no way back to a list seen before
        self._plain = keep_still(browser.new_page(java_script_enabled=False, viewport=NARROW))
        page.on("console", lambda message: self._now.said.append(message.text))
        page.on("pageerror", lambda error: self._now.said.append(str(error)))
        page.on("request", lambda request: self._now.asked.append(request.url))
        page.on("requestfailed", lambda request: self._now.failed.append(request.url))

    def visit(self, kind: str) -> Visit:
        """Open a page of this kind on a wide and on a narrow screen."""
        if kind not in self._visits:
            page, self._now = self._page, Visit()
            visit = self._visits[kind] = self._now
            page.set_viewport_size(WIDE)
            page.goto(self._sites.address(kind), wait_until="load")
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                visit.sideways[f"{size['width']} px"] = page.evaluate(SIDEWAYS)
            visit.links, visit.text = page.evaluate(LINKS), page.evaluate(TEXT).split()
            visit.lead = page.locator("main [data-search=lead]").all_inner_texts()
            page.evaluate(ELDER)
            visit.sideways["390 px, elder edition"] = page.evaluate(SIDEWAYS)
        return self._visits[kind]

    def without_javascript(self, kind: str) -> Page:
        """Open a page of this kind, on a narrow screen, in a browser that runs no scripts."""
        self._plain.goto(self._sites.address(kind))
        return self._plain


@pytest.fixture(scope="module")
def visitor(browser: Browser, sites: Sites) -> Visitor:
    return Visitor(browser, sites)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """A tab for tests that leave nothing behind."""
    return browser.new_page(viewport=WIDE)


@pytest.fixture
def home(browser: Browser, sites: Sites) -> Iterator[Page]:
    with opened(browser, sites.address("home")) as page:
        yield page


@every_kind
def test_the_console_stays_empty(visitor: Visitor, kind: str) -> None:
    assert visitor.visit(kind).said == []


@every_kind
def test_every_request_is_for_a_file_and_succeeds(visitor: Visitor, kind: str) -> None:
    visit = visitor.visit(kind)
    assert any(url.endswith("theme/css/site.css") for url in visit.asked)
    assert [url for url in visit.asked if not url.startswith("file://")] == []
    assert visit.failed == []


@every_kind
def test_no_page_scrolls_sideways(visitor: Visitor, kind: str) -> None:
    assert {place: width for place, width in visitor.visit(kind).sideways.items() if width > 0} == {}


def test_a_picture_in_an_item_is_shown(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("item with an image")) as page:
        images = page.evaluate("() => [...document.querySelectorAll('.rr-prose img')].map(image => [image.complete, image.naturalWidth])")
        assert images
        assert all(complete and width > 100 for complete, width in images)


@every_kind
def test_without_javascript_all_text_and_links_are_there(visitor: Visitor, kind: str) -> None:
    visit = visitor.visit(kind)
    page = visitor.without_javascript(kind)
    assert page.locator("html[data-script]").count() == 0
    page.evaluate(UNFOLD)
    picks = kind == "library on any day"  # a script lists documents there, which stand in the static lists
    assert page.evaluate(LINKS) == [link for link in visit.links if not (picks and link.startswith("../items/"))]
    note = page.locator("main noscript").all_inner_texts()
    assert len(note) == (kind in ("search", "request form", "request form of an organisation", "mistakes", "library on any day", "basket"))
    assert len(visit.lead) == (kind == "search")
    read = [text for text in page.evaluate(TEXT).split() if text not in note]
    assert {*read} <= {*visit.text} if picks else read == [text for text in visit.text if text not in visit.lead]
    assert page.evaluate(BUTTONS) == [], "a button that can do nothing"


def test_the_first_tab_stop_skips_to_the_text(home: Page) -> None:
    home.keyboard.press("Tab")
    assert home.evaluate(ACTIVE)["href"] == "#main"
    assert home.evaluate(ACTIVE)["inView"]
    home.keyboard.press("Enter")
    home.keyboard.press("Tab")
    assert home.evaluate(ACTIVE)["main"]


@pytest.mark.parametrize(("kind", "size"), [("home", WIDE), ("item with everything", WIDE), ("category", NARROW), ("counts", NARROW)])
def test_focus_can_be_seen_at_every_tab_stop(browser: Browser, sites: Sites, kind: str, size: dict) -> None:
    stops = []
    with opened(browser, sites.address(kind), viewport=size) as page:
        for _ in range(300):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(ACTIVE))
            if stops[-1]["tag"] == "BODY":
                break
    assert stops.pop()["tag"] == "BODY", "focus does not come round"
    assert len(stops) > 15
    assert [stop for stop in stops if stop["outline"] < 2 or not stop["inView"]] == []


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until a link is focused whose address matches."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if re.search(wanted, page.evaluate(ACTIVE)["href"]):
            return
    raise AssertionError(f"no tab stop leads to {wanted}")


def test_a_reader_gets_from_the_menu_to_an_item_with_tab_and_enter_alone(home: Page) -> None:
    for wanted, place in (
        (r"^categories/index\.html$", "**/categories/index.html"),
        (r"documents/index\.html$", "**/categories/documents/index.html"),
        (r"items/\d{4}/", "**/items/*/*.html"),
    ):
        tab_to(home, wanted)
        home.keyboard.press("Enter")
        home.wait_for_url(place)
    assert home.locator("article[data-index] h1").is_visible()


def test_a_slash_leads_to_the_search_box_and_is_a_letter_inside_it(home: Page) -> None:
    home.keyboard.press("/")
    assert home.evaluate("() => [document.activeElement.name, document.activeElement.value]") == ["q", ""]
    home.keyboard.type("a/b")
    assert home.evaluate("() => document.activeElement.value") == "a/b"


@pytest.mark.parametrize("kind", ["home", "search"])
def test_escape_does_no_harm(tab: Page, sites: Sites, kind: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(sites.address(kind))
    address, text = tab.url, tab.locator("body").inner_text().split()
    for key in ("Escape", "/", "Escape", "Tab", "Tab", "Escape"):
        tab.keyboard.press(key)
    assert (tab.url, tab.locator("body").inner_text().split(), errors) == (address, text, [])


@pytest.mark.parametrize("kind", ["report of a unit", "report in the format of 2019", "report"])
def test_no_number_of_a_printed_form_is_broken_on_a_phone(tab: Page, sites: Sites, kind: str) -> None:
    tab.set_viewport_size(NARROW)
    tab.goto(sites.address(kind))
    lines = tab.evaluate("""() => Array.from(document.querySelectorAll(".rr-statutory__number"), (cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set(Array.from(range.getClientRects(), (one) => Math.round(one.bottom / 8))).size;
    })""")
    tab.set_viewport_size(WIDE)
    assert lines and max(lines) <= 1


@pytest.mark.parametrize("kind", [
    "home", "categories", "category", "year", "year by months", "month", "item with attachments", "replaced item",
    "counts", "data", "search", "agencies", "key areas", "reports", "withdrawn list",
])
def test_everything_to_press_is_large_enough(tab: Page, sites: Sites, kind: str) -> None:
    """44 px, and 60 px in the elder edition."""
    tab.goto(sites.address(kind))
    assert tab.evaluate(SMALL, 44) == []
    tab.evaluate(ELDER)
    assert tab.evaluate(SMALL, 60) == []


def test_a_finger_gets_targets_of_48_pixels(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("category"), viewport=NARROW, has_touch=True, is_mobile=True) as page:
        assert page.evaluate(SMALL, 48) == []


HOSTILE = [
    "防汛 工作", "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "100% & a+b=c #1", "%E0%A4%A", "javascript:alert(1)",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_the_search_form_leads_to_items_or_to_the_lists_and_repeats_the_words(browser: Browser, sites: Sites, words: str) -> None:
    with opened(browser, sites.address("item")) as page:
        trouble: list[str] = []
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: trouble.append(message.text))
        page.locator("input[name=q]").fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        answer = page.wait_for_selector("[data-exact=true]")
        assert page.locator("input[name=q]").input_value() == words
        assert f"“{words}”" in answer.inner_text()
        items = page.locator("main [data-index]:not([data-near] *) h3 a").count()
        assert (items > 0) == (answer.get_attribute("data-total") != "0") == (words == HOSTILE[0])
        assert (items == 0) == page.locator("main").get_by_role("link", name="法规文件").is_visible()
        assert page.locator("main :is(img, script)").count() == 0
        assert trouble == []


@pytest.mark.parametrize("query", ["%E9%98", "%", "&q=%00", quote("\u202e倒") + "%ff", "x" * 5000])
def test_a_broken_query_in_the_address_does_no_harm(browser: Browser, sites: Sites, query: str) -> None:
    with opened(browser, "about:blank") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{sites.address('search')}?q={query}")
        page.wait_for_selector("[data-exact=true]" if not query.startswith("&") else "[data-search=lists]")
        assert page.locator("main").get_by_role("link", name="法规文件").first.is_visible()
        assert page.evaluate(SIDEWAYS) <= 0
        assert said == []


def test_an_item_prints_without_what_stands_around_it(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("item with everything")) as page:
        page.emulate_media(media="print")
        around = page.locator("header, nav, form, button, input, .rr-skip")
        assert around.count() > 5
        assert [part.evaluate("e => e.outerHTML") for part in around.all() if part.is_visible()] == []
        text = page.locator("body").inner_text()
        for wanted in ("的通知", "014500858/2014-00001", "各街道办事处", "注释的内容", "废止", "http://www.example.com/", "items/2014/"):
            assert wanted in text


def with_other_tables(folder: Path) -> Iterator[Path]:
    """Yield pages, each with a table whose head stands on none before it; the longest first."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.html"), key=lambda path: -path.stat().st_size):
        heads = set(re.findall(r"<thead>.*?</thead>", re.sub(r"\d+", "", path.read_text(encoding="utf-8")), re.DOTALL))
        if heads - seen and "items" not in path.parts:
            seen |= heads
            yield path


@pytest.mark.parametrize("shape", ["upright", "turned"])
def test_every_table_fits_the_width_of_the_paper(browser: Browser, sites: Sites, shape: str) -> None:
    """A4 without its margins is 170 mm wide, turned 257 mm; what is wider would be cut off. The widest tables are turned."""
    width = round((257 if shape == "turned" else 170) / 25.4 * 96)
    looked_at = {}
    with opened(browser, sites.address("home"), viewport={"width": width, "height": 971}) as page:
        page.emulate_media(media="print")
        for path in [*with_other_tables(sites.folder("own")), sites.page("item with everything")]:
            if bool(re.search("rr-(page|count)--wide", path.read_text(encoding="utf-8"))) == (shape == "turned"):
                page.goto(path.as_uri())
                looked_at[path] = page.evaluate(SIDEWAYS)
    assert len(looked_at) > (2 if shape == "turned" else 40)
    assert [path for path, over in looked_at.items() if over > 1] == []


@pytest.mark.parametrize(("kind", "is_turned"), [("item with everything", True), ("item", False), ("counts", False)])
def test_a_page_prints_on_a4(browser: Browser, sites: Sites, kind: str, is_turned: bool) -> None:
    """The sheet with a table of many columns is turned."""
    with opened(browser, sites.address(kind)) as page:
        printed = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", printed)}
    assert boxes == {(0, 0, 595, 842)} | ({(0, 0, 842, 595)} if is_turned else set())
