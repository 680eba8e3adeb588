"""The search page in Firefox over ``file://``, which is stricter there than Chromium is: one behaviour a test."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from marionette_driver.by import By
from marionette_driver.keys import Keys

from tests.kit import browsers, firefox
from tests.kit.search_corpus import damaged_scripts
from tests.kit.search_terminal import Items, copied, facet, holding, own_items

SECRET = "014500858/2014-00401"
"""The item with the document number 青府办发〔2014〕12号, about 保密审查."""


class Reader:
    """A reader at one site, in the one window of this module."""

    def __init__(self, window: firefox.Firefox, site: Path) -> None:
        self.window, self.driver, self.root = window, window.driver, site.as_uri()

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.driver.navigate(f"{self.root}/{path}")

    def rows(self, words: str = "") -> list[str]:
        """Wait for the whole answer (to these words); return the index numbers of its rows, in order."""
        self.window.wait("document.querySelector('[data-exact=true]')?.textContent.includes(arguments[0])", f"“{words}”" if words else "")
        return self.window.run("return [...document.querySelectorAll('[data-index]')].map(row => row.dataset.index)")

    def search(self, words: str, more: str = "") -> list[str]:
        """Open the address that asks for some words."""
        self.open(f"search.html?q={quote(words)}{more}")
        return self.rows()

    def type(self, words: str) -> list[str]:
        """Type words into the box and press Enter."""
        box = self.driver.find_element(By.NAME, "q")
        box.clear()
        box.send_keys(words + Keys.ENTER)
        return self.rows(words)

    def click(self, selector: str) -> None:
        """Click what a selector finds first, once it is there."""
        self.window.wait("document.querySelector(arguments[0])", selector)
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all that a selector finds."""
        return self.window.run("return [...document.querySelectorAll(arguments[0])].map(element => element.textContent)", selector)

    @property
    def total(self) -> int:
        return int(self.window.run("return document.querySelector('[data-total]').dataset.total"))

    @property
    def box(self) -> str:
        return self.window.run("return document.querySelector('input[name=q]').value")


@pytest.fixture(scope="module")
def window() -> Iterator[firefox.Firefox]:
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    assert browsers.find_firefox(), "no Firefox, but one can be installed: run `python -m tests.kit.browsers`"
    with firefox.firefox() as window:
        yield window


@pytest.fixture
def reader(window: firefox.Firefox, own: Path) -> Iterator[Reader]:
    """A reader of the project's own site: after each test the console is empty, and nothing has been asked of the network."""
    yield Reader(window, own)
    assert window.said() == []
    assert window.asked() == []


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


# That the tests are as strict as a reader's Firefox, and see what goes wrong


def test_a_page_cannot_read_the_file_beside_it(window: firefox.Firefox, tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("secret")
    (tmp_path / "page.html").write_text(
        "<!DOCTYPE html><title>?</title><script>fetch('beside.txt').then(() => { document.title = 'read'; }, () => { document.title = 'kept'; });</script>"
    )
    window.driver.navigate((tmp_path / "page.html").as_uri())
    assert window.wait("document.title !== '?' && document.title") == "kept"
    window.said()


def test_what_a_page_says_and_asks_for_is_seen(window: firefox.Firefox, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><title>?</title><script>console.warn('seen'); missing();</script><img src='http://127.0.0.1:8/a.png'>")
    window.driver.navigate((tmp_path / "page.html").as_uri())
    assert window.said() == ["warn: seen", "content javascript: ReferenceError: missing is not defined"]
    assert window.asked() == ["http://127.0.0.1:8/a.png"]


# Finding


def test_an_address_with_words_finds_the_items_that_hold_them(reader: Reader, items: Items) -> None:
    assert set(reader.search("食品安全")) == holding(items, "食品安全")


def test_the_total_is_exact(reader: Reader, items: Items) -> None:
    reader.search("通知")
    assert reader.total == len(holding(items, "通知")) > 20


def test_words_typed_on_another_page_lead_to_the_answer(reader: Reader, items: Items) -> None:
    reader.open("index.html")
    assert set(reader.type("食品安全")) == holding(items, "食品安全")
    assert "/search.html?q=" in reader.driver.get_url()


def test_an_item_with_the_words_in_its_title_comes_first(reader: Reader) -> None:
    assert reader.search("保密审查")[0] == SECRET


def test_the_words_are_marked_in_every_row(reader: Reader) -> None:
    rows = reader.search("保密审查")
    marks = reader.window.run(
        "return [...document.querySelectorAll('[data-index]')].map(row => [...row.querySelectorAll('mark')].map(mark => mark.textContent))"
    )
    assert len(marks) == len(rows) > 5
    assert all(found and set(found) == {"保密审查"} for found in marks)


def test_traditional_characters_find_simplified_ones(reader: Reader, items: Items) -> None:
    assert set(reader.search("行政審批", "&n=1000")) == holding(items, "行政审批")


def test_a_document_number_is_found_with_other_brackets(reader: Reader) -> None:
    assert reader.search("青府办发[2014]12号") == [SECRET]


@pytest.mark.parametrize("letters", ["xxgk", "xinxigongkai"])
def test_pinyin_finds_what_it_spells_and_says_so(reader: Reader, items: Items, letters: str) -> None:
    assert set(reader.search(letters, "&n=1000")) == holding(items, "信息公开")
    assert "拼音检索了：“信息公开”" in reader.texts("[data-search=notes]")[0]


def test_where_nothing_is_found_the_page_says_so(reader: Reader) -> None:
    assert reader.search("绝无此事之语句") == []
    assert "没有找到信息" in reader.texts("[data-total]")[0]


def test_a_sentence_finds_what_is_nearest(reader: Reader) -> None:
    reader.search("怎么申请公共租赁住房")
    deadline = time.monotonic() + 10
    while not (titles := reader.texts("[data-near] [data-index] h3")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert titles[0] == "公共租赁住房申请指南"
    assert reader.texts("[data-near] h2") == ["没有一字不差的；下面是最接近的"]


# Filters and history


def test_the_number_beside_a_filter_is_the_total_after_pressing_it(reader: Reader, items: Items) -> None:
    reader.search("通知")
    value, number = Counter(facet(items[index], "category") for index in holding(items, "通知")).most_common(1)[0]
    reader.click(f'[data-facet=category][data-value="{value}"]')
    reader.window.wait("document.querySelector('[data-facet=category][aria-current=true]')")
    assert {facet(items[index], "category") for index in reader.rows("通知")} == {value}
    assert reader.total == number


def test_back_and_forward_restore_query_and_list(reader: Reader) -> None:
    lists = [reader.search("保密"), reader.type("食品安全"), reader.type("群众")]
    assert len({*map(tuple, lists)}) == 3
    for step, number, words in ((reader.driver.go_back, 1, "食品安全"), (reader.driver.go_back, 0, "保密"), (reader.driver.go_forward, 1, "食品安全")):
        step()
        assert reader.rows(words) == lists[number]
        assert reader.box == words


def test_back_from_an_item_restores_the_list(reader: Reader) -> None:
    rows = reader.search("食品安全")
    reader.click("[data-index]:nth-child(3) h3 a")
    assert reader.window.wait("document.querySelector('article[data-index]')?.dataset.index") == rows[2]
    reader.driver.go_back()
    assert reader.rows("食品安全") == rows


# Keyboard, harm, and what stays


def test_places_are_found_and_the_opened_page_marks_the_words(reader: Reader) -> None:
    reader.search("周一闭馆")
    assert reader.total == 0
    reader.click('[data-address="reading-points.html#point-2"] a')
    reader.window.wait("document.querySelector('.rr-marks')")
    assert reader.texts("main mark") == ["周一闭馆"]
    assert reader.window.run("return location.href").endswith("/reading-points.html#point-2")
    reader.click(".rr-marks button:not([hidden])")
    assert reader.texts(".rr-marks [role=status]") == ["“周一闭馆”：第 1 处 / 共 1 处"]
    reader.driver.go_back()
    reader.window.wait("document.activeElement.closest('li')?.dataset.address === 'reading-points.html#point-2'")


def test_arrow_down_leads_from_the_box_to_the_first_result(reader: Reader) -> None:
    rows = reader.search("食品安全")
    reader.driver.find_element(By.TAG_NAME, "body").send_keys("/")
    reader.driver.find_element(By.NAME, "q").send_keys(Keys.ARROW_DOWN)
    assert reader.window.run("return document.activeElement.closest('[data-index]').dataset.index") == rows[0]


def test_markup_in_the_query_stays_text(reader: Reader) -> None:
    reader.search("<img src=x onerror=alert(1)>保密")
    assert reader.texts("main :is(img, script, [onerror])") == []


def test_the_policy_of_the_page_stops_a_script_that_is_not_the_sites(window: firefox.Firefox, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    page = copy / "search.html"
    text = page.read_text(encoding="utf-8").replace("</main>", "<script>document.title = 'ran';</script><img src='http://127.0.0.1:8/a.png'></main>")
    page.unlink()
    page.write_text(text, encoding="utf-8")
    window.driver.navigate(page.as_uri())
    assert window.run("return document.title") != "ran"
    assert window.asked() == []
    assert len(window.said()) == 2


def test_nothing_that_was_typed_is_stored(reader: Reader) -> None:
    reader.open("index.html")
    reader.type("保密审查")
    assert reader.window.run("return [localStorage.length, sessionStorage.length, document.cookie, window.name]") == [0, 0, "", ""]


@pytest.mark.parametrize(("harm", "told"), [("whole", 600), ("cut", "TypeError"), ("flipped", "TypeError"), ("foreign", "TypeError"), ("longer", "TypeError")])
def test_the_browser_notices_a_damaged_file(reader: Reader, harm: str, told: int | str) -> None:
    reader.open("search.html")
    data = damaged_scripts()[harm].partition(',"')[2].removesuffix('");\n')
    reader.window.wait("window.OfflineSearch")
    reader.window.run("OfflineSearch.unpack(arguments[0]).then(bytes => { window.told = bytes.length; }, error => { window.told = error.name; })", data)
    assert reader.window.wait("window.told") == told


def test_where_a_part_of_the_index_is_gone_the_page_says_so(window: firefox.Firefox, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    (copy / "search/manifest.js").unlink()
    reader = Reader(window, copy)
    reader.open(f"search.html?q={quote('审批')}")
    window.wait("document.querySelector('main').textContent.includes('现在不能按词检索')")
    assert all("manifest.js" in line for line in window.said())
