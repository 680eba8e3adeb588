"""How to report a mistake: a link on every page, a form that prints, and nothing that leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.sites import KINDS, Sites, every_kind, opened

pytestmark = pytest.mark.xdist_group("pages")

FIELDS = "['page-title', 'page-address', 'page-release'].map(name => document.getElementById('f-' + name).value)"
RELEASE = 'window.siteRelease = {"id": "20150105T0100-1a2b3c4d", "date": "2015-01-05T01:00:00+08:00"};'


@every_kind
def test_every_page_leads_to_the_page_for_mistakes_without_scripts(sites: Sites, kind: str) -> None:
    page = sites.page(kind)
    link = BeautifulSoup(page.read_bytes(), "html.parser").select_one("footer a[data-corrections]")
    assert link.get_text() == "找错"
    assert (page.parent / link["href"]).resolve() == (sites.folder(KINDS[kind][0]) / "corrections.html").resolve()


def test_the_page_says_who_is_told_and_where(own: Path) -> None:
    text = BeautifulSoup((own / "corrections.html").read_bytes(), "html.parser").main.get_text(" ", strip=True)
    for part in ("区政府办公室", "青云谱区云政路1号区政府大楼三层", "0791-0100 0858", "xxgk@example.com", "网页标题", "网页地址", "版本编号", "错在哪里"):
        assert part in text


def test_the_unit_of_the_setting_is_told_else_the_host_and_an_unknown_one_is_an_error(project: Quick) -> None:
    def said(**site: str) -> str:
        project.build(DISCLOSURE_SITE={"host": "区政府办公室", "contact": "0791-1"} | site)
        return project.soup("corrections.html").select_one("[aria-labelledby=part-contact] dl").get_text(" ", strip=True)

    project.write({"items/a.md": item(), "registers/agencies.csv": "code,name,phone\n1,区政府办公室,0791-2222\n2,区信息中心,0791-3333\n"})
    assert said() == "接收单位 区政府办公室 电话 0791-2222"
    assert said(host="区人民政府", contact="0791-3333") == "接收单位 区信息中心 电话 0791-3333"
    assert said(host="区人民政府", contact="0791-1") == "接收单位 区人民政府 联系方式 0791-1"
    assert said(corrections="区信息中心") == "接收单位 区信息中心 电话 0791-3333"
    project.write({"registers/agencies.csv": "code,name,phone,address\n1,区政府办公室,,\n2,区信息中心,0791-3333,\n"})
    assert said(address="一号") == "接收单位 区政府办公室 邮寄地址 一号 联系方式 0791-1"
    assert said(address="一号", corrections="区信息中心") == "接收单位 区信息中心 电话 0791-3333"
    done = project.build(DISCLOSURE_SITE={"host": "x", "contact": "1", "corrections": "区信息办"})
    assert "设置 DISCLOSURE_SITE 的 corrections 写的“区信息办”不在名册上" in done.stdout
    assert "读者不知道告诉谁" in project.build(DISCLOSURE_SITE={"host": "区人民政府"}).stdout


@contextmanager
def followed(browser: Browser, path: Path, release: str = RELEASE) -> Iterator[tuple[Page, list[str]]]:
    """Follow the link for mistakes from a page; yield the tab and the addresses that it has asked for."""
    with opened(browser, path.as_uri()) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/release.js", lambda route: route.fulfill(body=release, content_type="text/javascript"))
        page.click("footer a[data-corrections]")
        page.wait_for_url("**/corrections.html*")
        yield page, asked


@pytest.mark.parametrize("kind", ["item with everything", "home", "report", "agency", "search", "item"])
def test_the_form_has_title_and_address_of_the_page_and_the_release(browser: Browser, sites: Sites, kind: str) -> None:
    path = sites.page(kind)
    heading = "首页" if kind == "home" else BeautifulSoup(path.read_bytes(), "html.parser").main.h1.get_text(strip=True)
    with followed(browser, path) as (page, asked):
        title, address, release = page.evaluate(FIELDS)
        assert title == heading[:300] and address == path.relative_to(sites.folder(KINDS[kind][0])).as_posix()
        assert release == "20150105T0100-1a2b3c4d，发布于 2015-01-05"
        assert all(url.startswith("file://") for url in asked)


def test_what_stands_in_an_address_becomes_a_value_and_nothing_else(browser: Browser, own: Path) -> None:
    planted = "<img src=x onerror=document.title=1>" * 20
    with opened(browser, (own / "corrections.html").as_uri() + "#title=" + planted + "&page=http://example.com/") as page:
        assert page.evaluate(FIELDS)[:2] == [planted[:300], "http://example.com/"]
        assert page.locator("main img").count() == 0 and page.title() != "1"


def test_nothing_is_kept_when_the_page_is_left_and_a_preview_has_no_release(browser: Browser, own: Path) -> None:
    with followed(browser, own / "guide.html", "window.siteRelease = null;") as (page, _):
        assert page.evaluate(FIELDS)[2] == ""
        page.fill("#f-found", "错在第二段")
        page.click("[data-action=clear]")
        assert page.input_value("#f-found") == "" and page.evaluate(FIELDS) == ["", "", ""]
        page.fill("#f-found", "错在第二段")
        page.goto((own / "index.html").as_uri())
        page.go_back()
        assert page.input_value("#f-found") == ""
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_scripts_there_is_an_empty_form_to_print(browser: Browser, own: Path) -> None:
    with opened(browser, (own / "guide.html").as_uri(), java_script_enabled=False) as page:
        page.click("footer >> text=找错")
        assert page.url == (own / "corrections.html").as_uri()
        assert page.locator("noscript p").is_visible() and page.locator("#f-found").is_visible()
