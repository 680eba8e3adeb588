"""The editor's preview: drafts and faulty items in the browser, and nothing of them in a site that is published."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from disclosure.catalogue.file import catalogue_path
from disclosure.preview import wrong_address
from disclosure.preview.item_page import Previewer
from playwright.sync_api import Browser, expect

from tests.kit.editor_server import ask, fetch, serving, settle
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick, Searched

SECRET = "还没有写完的秘密计划"
AGENCIES = "code,name\n014500858,区政府办公室\n"
GOOD = "/items/2014/014500858-2014-00001.html"
DRAFT = item(Index="014500858/2014-00002", Title=SECRET, Status="draft", Review=None, body=f"{SECRET}的正文，见[表](表.csv)。\n")
FAULTY = item(Index="014500858/2014-00003", Title="有错误的一条", Category="法规文件/规范文件", body="第一行。\n\n见[附件](没有.pdf)。\n")
DRAFT_PAGE = "/.drafts/items/%E8%8D%89%E7%A8%BF%2Fb.md.html"


@pytest.fixture
def project(tmp_path: Path) -> Searched:
    """A fresh project whose builds have a search, as those of the server."""
    return Searched(tmp_path)


def fill(project: Quick) -> None:
    """Write a good item, a draft and a faulty item."""
    project.write({
        "registers/agencies.csv": AGENCIES, "items/a.md": item(Title="好的一条"), "items/草稿/b.md": DRAFT,
        "items/草稿/表.csv": "甲,乙\n1,2\n", "items/c.md": FAULTY,
    })


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Quick, str]]:
    """A project with a draft and a faulty item, and the address of its server. Tests leave the content as it is."""
    project = Searched(tmp_path_factory.mktemp("shown"))
    fill(project)
    with serving(project) as address:
        settle(address, DRAFT_PAGE, "草稿，不会发布")
        yield project, address


@pytest.mark.parametrize("address", [DRAFT_PAGE, "/items/2014/014500858-2014-00002.html"])
def test_a_draft_is_shown_and_marked(shown: tuple[Quick, str], address: str) -> None:
    page = BeautifulSoup(fetch(shown[1] + address), "html.parser")
    assert page.select_one("h1").get_text() == SECRET
    assert "草稿，不会发布" in page.select_one("main .rr-preview").get_text()
    assert [entry.select_one("strong").get_text() for entry in page.select(".rr-preview__entry")] == ["第 1 行"]
    assert "缺少 Review" in page.select_one(".rr-preview__entry").get_text()


def test_an_attachment_of_a_draft_is_shown_from_the_content_folder(shown: tuple[Quick, str]) -> None:
    _, served = shown
    page = BeautifulSoup(fetch(served + DRAFT_PAGE), "html.parser")
    targets = {link["href"] for link in page.select("main a") if link.get_text() in ("表", "表.csv")}
    assert targets == {"/.drafts/files/" + quote("items/草稿/表.csv")}
    assert fetch(served + targets.pop()) == "甲,乙\n1,2\n"


@pytest.mark.parametrize("path", ["items/../conf.py", "conf.py", "items/草稿/b.md", "registers/agencies.csv", "items/没有.pdf"])
def test_no_other_file_is_served(shown: tuple[Quick, str], path: str) -> None:
    assert ask(f"{shown[1]}/.drafts/files/{quote(path)}")[0] == 404


@pytest.mark.parametrize("address", ["/.drafts/items/c.md.html", "/items/2014/014500858-2014-00003.html"])
def test_a_faulty_item_is_shown_with_each_error_and_its_line_of_the_file(shown: tuple[Quick, str], address: str) -> None:
    page = BeautifulSoup(fetch(shown[1] + address), "html.parser")
    assert "有 2 处错误，改好以前不会发布" in page.select_one(".rr-preview").get_text()
    told = [[part.get_text() for part in entry.select("strong, code, .rr-preview__mend")] for entry in page.select(".rr-preview__entry")]
    assert told == [
        ["第 3 行", "Category: 法规文件/规范文件", "怎么改：是不是“法规文件/规范性文件”？"],
        ["第 12 行", "见[附件](没有.pdf)。", told[1][2]],
    ]
    assert page.select_one("h1").get_text() == "有错误的一条" and "法规文件/规范文件" in page.select_one(".rr-meta").get_text().replace(" ", "")


def test_unfinished_work_is_listed_at_one_place(shown: tuple[Quick, str]) -> None:
    page = BeautifulSoup(fetch(f"{shown[1]}/.drafts/"), "html.parser")
    assert [link["href"] for link in page.select(".rr-prose a")] == ["/.drafts/items/c.md.html", DRAFT_PAGE]
    assert "有错误，不会发布（1 个文件）" in page.get_text() and "草稿（1 条）" in page.get_text() and "第 3 行" in page.get_text()


@pytest.mark.parametrize("address", ["/.drafts/", DRAFT_PAGE, "/.drafts/items/c.md.html", "/items/2014/014500858-2014-00002.html", "/.drafts/files/" + quote("items/草稿/表.csv")])
def test_drafts_are_shown_to_browsers_of_this_machine_only(shown: tuple[Quick, str], address: str) -> None:
    status, text = ask(shown[1] + address, host="elsewhere.example")
    assert status in (403, 404) and SECRET not in text and "甲,乙" not in text


def test_a_page_that_is_not_there_says_so_and_what_could_be_meant(shown: tuple[Quick, str]) -> None:
    status, text = ask(f"{shown[1]}/items/2014/014500858-2014-00009.html")
    page = BeautifulSoup(text, "html.parser")
    assert status == 404 and page.select_one("h1").get_text() == "没有这一页"
    assert {link["href"] for link in page.select("li a")} >= {GOOD}
    status, text = ask(f"{shown[1]}/serch.html")
    assert status == 404 and "/search.html" in text


def test_what_could_be_meant_is_found_in_another_year_and_folder(shown: tuple[Quick, str]) -> None:
    project, _ = shown
    place = catalogue(project)
    assert [found for found, _ in wrong_address.near(place, str(project.output), "items/2015/014500858-2014-00001.html")] == [GOOD[1:]]
    assert wrong_address.near(place, str(project.output), "count/2014.html")[0][0] == "counts/index.html"
    assert wrong_address.near(place, str(project.output), "counts/2041.html")[0][0] == "counts/2014.html"
    assert wrong_address.near(place, str(project.output), "完全不同/的/地址") == []


def catalogue(project: Quick) -> str:
    """Return the path of the catalogue that the server's builds keep."""
    return catalogue_path({"PATH": str(project.content), "OUTPUT_PATH": str(project.output), "CACHE_PATH": str(project.base / ".cache")})


def test_nothing_of_a_draft_or_a_faulty_item_reaches_a_site_whatever_was_previewed(project: Quick) -> None:
    fill(project)
    with serving(project) as served:
        settle(served, DRAFT_PAGE, SECRET)
        (project.content / "items/草稿/b.md").write_text(DRAFT.replace("计划", "方案"), encoding="utf-8")
        settle(served, "/items/2014/014500858-2014-00002.html", "秘密方案")
        fetch(f"{served}/.drafts/")
        fetch(f"{served}/.drafts/items/c.md.html")
        time.sleep(2)
    previewed = project.tree()
    assert not [path for path in project.output.rglob("*") if path.is_file() and "还没有写完的秘密".encode() in path.read_bytes()]
    for name in ("items/草稿/b.md", "items/草稿/表.csv", "items/c.md"):
        (project.content / name).unlink()
    assert project.clean().tree() == previewed  # lists, counts, search, feeds: all as if they had never been written


def test_a_preview_changes_no_file(project: Quick) -> None:
    fill(project)
    project.build()
    conf = project.base / "conf.py"
    conf.write_text((ROOT / "pelicanconf.py").read_text(encoding="utf-8").replace("os.path.dirname(os.path.abspath(__file__))", repr(str(ROOT)))
                    + f"\nCACHE_PATH = {str(project.base / 'cache')!r}\n", encoding="utf-8")
    previewer = Previewer(str(project.content), str(project.output), str(conf))
    before = {path: path.read_bytes() for path in project.base.rglob("*") if path.is_file() and "templates" not in path.parts}
    assert SECRET in previewer.preview("items/草稿/b.md").page
    assert {path: path.read_bytes() for path in project.base.rglob("*") if path.is_file() and "templates" not in path.parts} == before


@pytest.fixture
def previewer(project: Quick, tmp_path: Path) -> Previewer:
    """A previewer of a built project with a good item that another replaces and links to."""
    project.write({
        "registers/agencies.csv": AGENCIES, "items/a.md": item(Title="旧的一条", Key_Area="行政审批"),
        "items/b.md": item(Index="014500858/2014-00002", Title="新的一条", Date="2014-03-20", Key_Area="行政审批", Replaces="014500858/2014-00001", body="见[旧的](a.md)。\n"),
    })
    project.build()
    conf = tmp_path / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(project.base / 'cache')!r}\n", encoding="utf-8")
    return Previewer(str(project.content), str(project.output), str(conf))


def test_the_page_of_a_sound_item_is_that_of_the_build(project: Quick, previewer: Previewer) -> None:
    for path, number in (("items/a.md", 1), ("items/b.md", 2)):
        built = (project.output / f"items/2014/014500858-2014-{number:05d}.html").read_text(encoding="utf-8")
        seen = previewer.preview(path)
        assert seen.is_published and seen.page == built


@pytest.mark.parametrize("text", [
    "", "\n正文没有表头\n", "Title: 只有名称\n", "---\nTitle: 没有结束\n", "Title\n", b"\xff\xfe\x00", "标题：全是中文\n索引号：1\n\n正文\n",
    item(Index="不合规则", Category=None, Agency=None, Created=None, Date=None), item(Category="没有这一类", Key_Area="没有的领域；食品安全"), item(body=""),
    item(Withdrawn="2014-04-01 有误"), item(Replaces="没有/1", Interprets="没有/2", body="[一](index:没有)[二](x.md)![图](x.png)\n"),
])
def test_every_file_has_a_page_however_faulty_it_is(project: Quick, previewer: Previewer, text: str | bytes) -> None:
    project.write({"items/x.md": text})
    seen = previewer.preview("items/x.md")
    assert not seen.is_published or "处错误" not in seen.page
    assert seen.page.startswith("<!DOCTYPE html>") and (seen.is_published or ("rr-preview" in seen.page and "怎么改：" in seen.page))


@pytest.mark.parametrize("path", ["items/none.md", "items/a.pdf", "registers/agencies.csv"])
def test_what_is_no_item_has_no_page(previewer: Previewer, path: str) -> None:
    assert previewer.preview(path) is None


def test_a_preview_is_made_while_a_build_writes_the_catalogue(project: Quick, previewer: Previewer) -> None:
    with closing(sqlite3.connect(previewer.catalogue, isolation_level=None)) as building:
        building.execute("BEGIN IMMEDIATE")
        building.execute("UPDATE item SET title = '正在写'")
        assert "旧的一条" in previewer.preview("items/a.md").page
        building.execute("ROLLBACK")


def test_without_a_catalogue_the_problems_are_shown_all_the_same(project: Quick, previewer: Previewer) -> None:
    Path(previewer.catalogue).unlink()
    project.write({"items/a.md": item(Date="2014年3月18日")})
    shown = previewer.preview("items/a.md").page
    assert "有 1 处错误" in shown and "Date: 2014年3月18日" in shown and "现在显示不出来" in shown


def test_a_browser_shows_errors_as_soon_as_a_file_is_saved_and_the_page_again_when_they_are_mended(project: Quick, browser: Browser) -> None:
    fill(project)
    with serving(project) as served:
        settle(served, DRAFT_PAGE, SECRET)
        page = browser.new_page()
        page.goto(served + GOOD, timeout=15_000)  # the script that reloads waits longer than that: it must hold up nothing
        expect(page.locator("h1")).to_have_text("好的一条")
        project.write({"items/a.md": item(Title="好的一条", Date="2014年3月18日")})
        expect(page.locator(".rr-preview__mark")).to_have_text("有 1 处错误，改好以前不会发布", timeout=30_000)
        expect(page.locator(".rr-preview__line")).to_have_text("Date: 2014年3月18日")
        assert page.url == served + GOOD
        project.write({"items/a.md": item(Title="改好的一条")})
        expect(page.locator("h1")).to_have_text("改好的一条", timeout=30_000)
        assert page.locator(".rr-preview").count() == 0
        page.close()


def test_a_saved_page_comes_before_the_build_is_done(project: Quick) -> None:
    """Building takes as long as it wants: the page of the saved file does not wait for it."""
    fill(project)
    marker = project.output / ".disclosure-output"
    with serving(project) as served:
        settle(served, DRAFT_PAGE, SECRET)
        built = marker.stat().st_mtime_ns
        project.write({"items/a.md": item(Title="刚存的一条")})
        settle(served, GOOD, "刚存的一条")
        assert marker.stat().st_mtime_ns == built
