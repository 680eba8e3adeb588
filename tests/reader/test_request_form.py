"""The request form on a shared terminal: filled in, printed, and gone when the page is left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from disclosure.model.regulations import EDITIONS
from disclosure.pages.application_form import applicants, wanted
from marionette_driver.by import By
from playwright.sync_api import Browser, Page

from tests.kit import firefox
from tests.kit.browsers import NO_FIREFOX, can_have_firefox, find_firefox
from tests.kit.project import Project, item
from tests.kit.sites import NARROW, Sites, opened

pytestmark = pytest.mark.xdist_group("browser")

SECRET = "甲某某的秘密"
VALUES = "() => [...document.querySelectorAll('[data-form] input, [data-form] textarea')].map(e => e.type === 'checkbox' ? e.checked : e.value)"
STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,
  JSON.stringify(history.state), location.search]"""


def fill(page: Page) -> int:
    """Fill in every field of the form as a person would; return how many there are."""
    fields = page.locator("[data-form] input[type=text], [data-form] textarea")
    for place in range(fields.count()):
        fields.nth(place).fill(f"{SECRET}{place}")
    boxes = page.locator("[data-form] input[type=checkbox]")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    return fields.count()


def words_of(data: bytes) -> str:
    """Return the text of a PDF without blanks and line breaks, as its reader could copy it."""
    with pypdfium2.PdfDocument(data) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return unicodedata.normalize("NFKC", re.sub(r"\s", "", text))


def is_empty(page: Page) -> bool:
    return not any(page.evaluate(VALUES)) and SECRET not in page.locator("main").inner_text()


@pytest.mark.parametrize("applicant", applicants(EDITIONS[-1]), ids=lambda applicant: applicant.slug)
def test_the_form_has_the_statutory_fields(sites: Sites, applicant) -> None:
    soup = BeautifulSoup((sites.folder("own") / f"request-form-{applicant.slug}.html").read_text(encoding="utf-8"), "html.parser")
    labels = {label.find(string=True).strip() for label in soup.select(".rr-form__label")}
    assert labels == {entry.label for entry in (*applicant.entries, *wanted(EDITIONS[-1]))}
    own = {"citizen": {"姓名", "工作单位", "证件名称", "证件号码", "通信地址", "邮政编码", "联系电话", "电子邮箱"},
           "organisation": {"名称", "统一社会信用代码", "法定代表人", "联系人姓名", "联系人电话", "联系人邮箱"}}[applicant.slug]
    assert own <= labels and {"所需信息的内容描述", "名称、文号或者其他特征", "身份证明"} <= labels
    choices = [choice.get_text(strip=True) for choice in soup.select(".rr-form__choice")]
    assert choices[1:9] == ["纸面", "电子邮件", "磁盘", "自行领取", "邮寄", "快递", "电子邮件", "传真"]
    assert soup.main.form is None and not soup.main.find_all(attrs={"name": True}), "nothing that could be sent"
    assert {field["autocomplete"] for field in soup.select("main input[type=text], main textarea")} == {"off"}


def test_what_was_filled_in_is_printed_on_one_sheet(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request form")) as page:
        page.emulate_media(media="print")
        long = "请提供二〇一三年度部门决算的说明。" * 12
        page.locator("#f-name").fill("陈某")
        page.locator("#f-description").fill(long)
        copy = page.locator("[data-copy=f-description]")
        assert copy.is_visible() and copy.inner_text() == long
        assert not page.locator("#f-description").is_visible()
        assert not page.locator("header, footer, .rr-form__guide").first.is_visible()
        assert page.locator("[data-copy=f-name]").inner_text() == "陈某" and page.locator("#f-employer").is_visible()
        assert page.locator(".rr-form__sign").first.is_visible()
        data = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
        assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]", data), "A4"
        text = words_of(data)
        assert "陈某" in text and long in text and "政府信息公开申请表" in text
        assert "检索" not in text and "清空" not in text, "nothing of the site's frame is on the sheet"
        page.emulate_media(media="screen")
        page.get_by_role("button", name="清空").click()
        assert "陈某" not in words_of(page.pdf()) and long not in words_of(page.pdf()), "what was cleared prints no more"


def test_nothing_is_left_when_the_reader_comes_back(sites: Sites, browser: Browser) -> None:
    """By the button Back: the browser may show the page as it kept it, or load it anew."""
    with opened(browser, sites.address("request form")) as page:
        assert fill(page) == 11 and not is_empty(page)
        page.goto(sites.address("guide"))
        page.go_back()
        assert is_empty(page)
        fill(page)
        page.reload()
        assert is_empty(page)


def test_a_page_that_the_browser_keeps_is_cleared_as_it_is_left(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request form of an organisation")) as page:
        fill(page)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        assert is_empty(page)
        fill(page)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        assert is_empty(page)


@pytest.fixture(scope="module")
def window() -> Iterator[firefox.Firefox]:
    if not can_have_firefox():
        pytest.skip(NO_FIREFOX)
    assert find_firefox(), "no Firefox, but one can be installed: run `python -m tests.kit.browsers`"
    with firefox.firefox() as window:
        yield window


def test_firefox_which_remembers_fields_by_itself_finds_nothing(sites: Sites, window: firefox.Firefox) -> None:
    driver = window.driver
    for leave in (lambda: (driver.navigate(sites.address("guide")), driver.go_back()), driver.refresh):
        driver.navigate(sites.address("request form"))
        for place in ("f-name", "f-paper-number", "f-description"):
            driver.find_element(By.ID, place).send_keys(SECRET)
        driver.find_element(By.CSS_SELECTOR, ".rr-form__box").click()
        assert any(window.run(f"return ({VALUES})()"))
        leave()
        window.wait("document.readyState === 'complete'")
        assert not any(window.run(f"return ({VALUES})()"))
        assert SECRET not in window.run("return document.querySelector('main').textContent")
    assert window.run("return [localStorage.length, sessionStorage.length]") == [0, 0]
    assert window.said() == [] and window.asked() == []


def test_the_button_clears_the_form_and_says_so(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request form")) as page:
        fill(page)
        page.get_by_role("button", name="清空").click()
        assert is_empty(page)
        assert page.locator("[role=status]").inner_text() == "已经清空。"
        assert page.evaluate("document.activeElement.id") == "f-name"


def test_nothing_is_stored_and_nothing_is_sent(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request form")) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        fill(page)
        page.locator("#f-name").press("Enter")
        page.locator("#f-email").press("Enter")
        page.get_by_role("button", name="清空").focus()
        assert page.evaluate(STORED) == [0, 0, "", 0, "null", ""]
        assert asked == []
        assert page.url == sites.address("request form")


def test_without_javascript_it_cannot_be_filled_in_only_printed(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request form"), java_script_enabled=False) as page:
        assert page.locator("noscript").inner_text().endswith("请打印空白表，用笔填写。")
        page.locator("#f-name").focus()
        page.keyboard.type(SECRET)
        assert page.locator("#f-name").input_value() == ""
        assert page.locator("[data-form] button:visible").count() == 0
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_the_page_on_requests_leads_to_both_forms(sites: Sites, browser: Browser) -> None:
    with opened(browser, sites.address("request")) as page:
        links = page.locator("main a[href*='request-form-']").evaluate_all("links => links.map(link => link.href.split('/').pop())")
        assert sorted(set(links)) == ["request-form-citizen.html", "request-form-organisation.html"]


def test_a_site_that_says_nothing_of_requests_has_no_form(project: Project) -> None:
    project.write({"items/a.md": item()})
    project.good()
    assert not list(Path(project.output).glob("request-form-*"))


def test_the_page_on_requests_begins_with_what_to_do(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("request"), viewport=NARROW) as page:
        main = page.locator("main").inner_text()
        order = [main.index(words) for words in ("填表", "申请表（公民）", "交到哪里", "0791-0100 0858", "什么时候答复", "20个工作日", "主动公开的信息可以直接")]
        assert order == sorted(order)
        assert page.get_by_role("link", name="申请表（公民）").bounding_box()["y"] < NARROW["height"]


def test_the_printed_form_says_where_it_goes(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("request form")) as page:
        text = words_of(page.pdf(prefer_css_page_size=True))
    assert "您申请的单位" in text and "南昌市青云谱区云政路1号" in text
