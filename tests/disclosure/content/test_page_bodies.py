"""Pages and reports of Pelican go through the same door as items."""

from __future__ import annotations

from pathlib import Path

import pytest
from pelican.readers import Readers
from pelican.settings import read_settings

from tests.kit.project import ROOT, Project, item
from tests.kit.quick_builds import Quick

pytestmark = pytest.mark.xdist_group("body")

LINES = "9:30，区长主持召开会议。\n\n34. 拍卖\n\n甲138****5678、张*、李*，填写<XX区>{单位：万元}。\n\n    缩进的一段\n\n[注]: 初步数\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One build of the same body as an item and as a page."""
    made = Quick(tmp_path_factory.mktemp("pages"))
    made.write({
        "items/a.md": item(body=LINES), "pages/help.md": f"Title: 帮助\nSlug: help\nSummary: 概述张*、李*\n\n{LINES}",
        "pages/wrong.md": "Title: 有错\nSlug: wrong\n\n甲\n\n| 乙 | 丙 |\n|--|--|\n| 1 | 2 | 多出 |\n\n[看](#nowhere)\n\n见[^1]\n",
    })
    made.build()
    return made


def test_a_page_shows_what_an_item_shows(project: Project) -> None:
    page = project.soup("help.html").select_one(".rr-prose").get_text()
    assert page.split() == project.soup("items/2014/014500858-2014-00001.html").select_one(".rr-prose").get_text().split()
    assert "9:30，区长主持召开会议。" in page and "甲138****5678、张*、李*，填写<XX区>{单位：万元}。" in page and "[注]: 初步数" in page
    assert project.soup("help.html").select_one(".rr-prose ol")["start"] == "34"
    assert project.soup("help.html").select_one(".rr-prose pre") is None


def test_what_is_wrong_with_a_page_is_told_at_its_line(project: Project) -> None:
    printed = (project.base / "log").read_text(encoding="utf-8")
    for line, words in ((8, "多出“多出”"), (10, "链接“#nowhere”"), (12, "脚注“[^1]”没有内容")):
        assert any(f"pages/wrong.md:{line}:" in told and words in told for told in printed.splitlines()), words


def test_no_reader_changes_the_settings() -> None:
    given = read_settings(str(ROOT / "pelicanconf.py"))
    before = repr(given["MARKDOWN"])
    from disclosure.host.page_reader import PageReader, use_page_reader
    from pelican import signals

    signals.readers_init.connect(use_page_reader)
    try:
        readers = Readers(given)
    finally:
        signals.readers_init.disconnect(use_page_reader)
    assert all(isinstance(readers.readers[ending], PageReader) for ending in ("md", "markdown", "mkd", "mdown"))
    assert repr(given["MARKDOWN"]) == before


def test_a_page_in_another_encoding_is_told(tmp_path: Path) -> None:
    made = Quick(tmp_path)
    made.write({"items/a.md": item(), "pages/old.md": "Title: 旧\nSlug: old\n\n正文\n".encode("gb18030")})
    assert "pages/old.md: 这个页面读不出来" in made.build().stdout
