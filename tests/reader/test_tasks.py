"""Eight things for which people come, each in at most two clicks from the home page, or with one search: on a phone and on a kiosk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.kit.sites import NARROW, opened

PHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
KIOSK = {"viewport": {"width": 1920, "height": 1080}, "has_touch": True}
REPLACED, REPLACING = "青府办发〔2009〕73号", "014500858-2012-00067"


class Reader:
    """Someone on the home page who uses a finger, and at most two presses or one search."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = self.searches = 0

    def press(self, name: str | re.Pattern[str], role: str = "link", within: str = "body") -> None:
        """Press what has a name; the first, where there are several."""
        self.presses += 1
        assert self.presses + self.searches <= 2, "a third step"
        self.page.locator(within).get_by_role(role, name=name, exact=isinstance(name, str)).first.tap()

    def search(self, words: str) -> None:
        """Search for words in the box of the home page."""
        self.searches += 1
        assert self.searches == 1 and not self.presses, "a search begins on the home page"
        box = self.page.get_by_role("combobox").first
        box.fill(words)
        box.press("Enter")
        self.page.wait_for_selector("[data-exact=true]")

    def sees(self, found: Locator) -> None:
        """Assert that what is looked for is shown, and not beside the screen."""
        expect(found).to_be_visible()
        found.scroll_into_view_if_needed()
        box, width = found.bounding_box(), self.page.viewport_size["width"]
        assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1


@pytest.fixture(params=[PHONE, KIOSK], ids=["phone", "kiosk"])
def reader(browser: Browser, own: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    with opened(browser, (own / "index.html").as_uri(), **request.param) as page:
        page.set_default_timeout(15_000)
        yield Reader(page)


def test_the_budget_of_a_unit(reader: Reader) -> None:
    reader.press(re.compile("^财政预算决算"))
    row = reader.page.get_by_role("row").filter(has=reader.page.get_by_role("rowheader", name="区民政局", exact=True)).first
    reader.sees(row.locator("td[data-label=支出]"))
    assert row.locator("td[data-label=支出]").text_content() == "8,234.70"
    reader.sees(row.locator("td[data-label=“三公”合计]"))


@pytest.mark.parametrize("form", ["申请表（公民）", "申请表（法人或者其他组织）"])
def test_the_request_form_and_its_print(reader: Reader, form: str) -> None:
    reader.press("依申请公开")
    reader.press(form)
    reader.page.wait_for_url("**/request-form-*.html")
    reader.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    button = reader.page.get_by_role("button", name="打印")
    reader.sees(button)
    button.tap()
    assert reader.page.evaluate("() => window.printed")
    assert reader.page.locator("input:not([readonly])").count() > 5


def test_a_document_by_its_number(reader: Reader) -> None:
    reader.search(REPLACED)
    first = reader.page.locator("[data-index]").first
    reader.sees(first)
    reader.press(re.compile("."), within="[data-index]")
    reader.sees(reader.page.get_by_role("definition").filter(has_text=REPLACED))


def test_whether_a_document_is_in_force_and_what_replaced_it(reader: Reader) -> None:
    reader.search(REPLACED)
    reader.press(re.compile("."), within="[data-index]")
    banner = reader.page.locator(".rr-banner")
    reader.sees(banner)
    assert re.search("废止|失效|已被取代", banner.text_content())
    link = banner.get_by_role("link")
    reader.sees(link)
    assert REPLACING in link.get_attribute("href")
    assert banner.bounding_box()["y"] < reader.page.get_by_role("heading", level=1).bounding_box()["y"]


def test_two_years_compared(reader: Reader) -> None:
    reader.press(re.compile("信息公开统计"), within="main")
    rows = reader.page.get_by_role("row")
    for year in ("2013年", "2014年"):
        reader.sees(rows.filter(has=reader.page.get_by_role("rowheader", name=year)).first)


def test_the_numbers_as_csv(reader: Reader) -> None:
    reader.press("开放数据")
    with reader.page.expect_download() as download:
        reader.press("2014年公开目录")
    assert download.value.suggested_filename == "catalogue-2014.csv"


def test_the_telephone_of_a_unit(reader: Reader) -> None:
    reader.press("发布机构")
    row = reader.page.get_by_role("row").filter(has=reader.page.get_by_role("link", name="区民政局", exact=True))
    number = row.locator("a[href^='tel:']")
    reader.sees(number)
    assert re.fullmatch(r"\d{4}-[\d ]{8,9}", number.text_content())


def test_how_a_printed_page_is_checked(reader: Reader) -> None:
    reader.press("怎样核对打印件和版本")
    reader.sees(reader.page.get_by_role("heading", name="核对一张打印件"))
    reader.sees(reader.page.locator("[data-release]"))
