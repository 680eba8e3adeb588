"""Pages on paper, read back from Chromium's PDF: head and foot on every sheet, sums once, columns of words."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.kit.sites import Sites, opened

SITE, PLACE = "青云谱区政府信息公开", "本页地址："
PRINTED = (
    "item with a table", "item with footnotes", "counts of a year", "decisions", "requests", "key area with charts", "report", "report of a unit", "agencies",
    "library of normative documents", "month", "terminals", "report figure", "comparison", "guide", "request",
)


def sheets(browser: Browser, address: str) -> list[str]:
    """Return the text of each sheet that a page is printed on."""
    with opened(browser, address) as page:
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [sheet.get_textpage().get_text_range().replace("\r", "") for sheet in document]


@pytest.mark.parametrize("kind", PRINTED)
def test_each_sheet_has_head_foot_and_something_between(browser: Browser, sites: Sites, kind: str) -> None:
    path = sites.page(kind)
    found = sheets(browser, path.as_uri())
    place = path.relative_to(path.parents[len(path.relative_to(sites.folder("archive" if kind == "month" else "own")).parts) - 1]).as_posix()
    for number, text in enumerate(found, 1):
        assert SITE in text and f"第 {number} 页，共 {len(found)} 页" in text
        assert text.count(PLACE) == 1 and place in text.replace("\n", ""), text
        assert "版本" in text or "预览，没有发布" in text
        between = [line for line in text.split("\n") if line.strip() and SITE not in line and PLACE not in line and "主办单位" not in line and "页，共" not in line]
        assert len(between) > 1, (number, text)


@pytest.mark.parametrize("kind", PRINTED)
def test_no_column_is_one_character_wide(browser: Browser, sites: Sites, kind: str) -> None:
    for text in sheets(browser, sites.address(kind)):
        assert not re.search(r"(?:^[一-鿿]$\n){3}", text, re.MULTILINE), text


def test_the_head_of_an_item_names_unit_and_index(browser: Browser, sites: Sites) -> None:
    for text in sheets(browser, sites.address("item with a table")):
        assert re.search(r"区\S+\s+\d{9}/\d{4}-\d{5}", text.split("\n")[1] + text.split("\n")[2]), text[:200]


def test_a_sum_stands_once_at_the_end_of_its_table(browser: Browser, sites: Sites) -> None:
    found = sheets(browser, sites.address("counts of a year"))
    assert len(found) > 3
    with opened(browser, sites.address("counts of a year")) as page:
        sums = page.locator("main tfoot").count()
    assert sum(len(re.findall(r"^合计", text, re.MULTILINE)) for text in found) == sums


def test_the_addresses_of_links_are_printed(browser: Browser, sites: Sites) -> None:
    path = sites.page("help")
    with opened(browser, path.as_uri()) as page:
        links = page.locator(".rr-prose a[href]:not([href^='#'])").evaluate_all("all => all.map(link => link.getAttribute('href'))")
    text = re.sub(r"\s", "", "".join(sheets(browser, path.as_uri())))
    assert links and all(f"（{link}）" in text for link in links)
