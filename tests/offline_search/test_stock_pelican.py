"""The search plugin by itself, with stock Pelican: what its README promises."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from offline_search import pelican_site
from offline_search.document import Document
from offline_search.html_text import text_of
from offline_search.index import Options
from playwright.sync_api import expect

from tests.kit.index_reader import Reader
from tests.kit.project import ROOT
from tests.kit.search_node import Client, running
from tests.kit.sites import chromium, opened

README = (ROOT / "plugins/offline_search/README.md").read_text(encoding="utf-8")
CONTENT = {
    "first.md": "Title: 关于《信息公开》的 <em>通知</em> &amp; 附件\nDate: 2014-03-18\nCategory: 文件\nSlug: first\n\n各部门：\n\n现将防汛工作<b>安</b>排如下。\n\n<script>var 暗语 = 1;</script>\n",
    "second.md": "Title: 第二篇\nDate: 2014-05-01\nCategory: 动态\nSlug: second\n\n<p>食品</p><p>安全</p>档案 a &lt; b\n",
    "draft.md": "Title: 未发布\nDate: 2014-05-01\nStatus: draft\n\n防汛\n",
    "pages/about.md": "Title: 关于本站\nSlug: about\n\n本站说明。\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site made by Pelican with this plugin alone, in a place where there is no other."""
    base = tmp_path_factory.mktemp("stock")
    shutil.copytree(ROOT / "plugins/offline_search", base / "plugins/offline_search", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "plugins/parallel.py", base / "plugins/parallel.py")
    for path, text in CONTENT.items():
        (base / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (base / "content" / path).write_text(text, encoding="utf-8")
    [settings] = re.findall(r"```python\n(PLUGIN_PATHS.*?)```", README, re.DOTALL)
    settings += "SEARCH_ALIASES = (('文件', '档案'),)\nTIMEZONE = 'Asia/Shanghai'\nSITEURL = ''\nTHEME = 'simple'\n"
    (base / "conf.py").write_text(settings, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    assert subprocess.run([sys.executable, "-c", "import disclosure"], cwd=base, env=environment, capture_output=True, check=False).returncode
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "conf.py", "--fatal", "errors"],
        cwd=base, env=environment, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return base / "output"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The browser's client."""
    with running() as found:
        yield found


def found(client: Client, site: Path, query: str) -> list[str]:
    """Return the addresses of what is found, in order."""
    [answer] = client.search(site / "search", [{"query": query, "rows": True}])
    return [row["url"] for row in answer["rows"]]


def test_published_articles_and_pages_are_indexed(site: Path) -> None:
    reader = Reader(site / "search")
    texts = {text["url"]: text for segment in reader.segments for text in segment.texts}
    assert texts.keys() == {"first.html", "second.html", "pages/about.html"}
    assert all((site / url).exists() for url in texts)
    assert (texts["first.html"]["title"], texts["first.html"]["date"]) == ("关于《信息公开》的 通知 & 附件", "2014-03-18")
    assert texts["first.html"]["text"] == "各部门：\n现将防汛工作安排如下。"
    assert reader.manifest["facets"] == {"category": ["文件", "pages", "动态"]}, "a page is of the category of its folder"
    assert reader.manifest["aliases"] == [["文件", "档案"]]


def test_what_readers_see_is_found_and_markup_is_not(site: Path, client: Client) -> None:
    assert found(client, site, "防汛工作安排") == found(client, site, "通知 & 附件") == ["first.html"]
    assert found(client, site, "档案") == ["second.html"]
    assert [found(client, site, query) for query in ("食品安全", "暗语", "lt", "未发布")] == [[]] * 4


def test_the_search_page_of_the_readme_finds_and_links(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    [page] = re.findall(r"```html\n(.*?)```", README, re.DOTALL)
    (tmp_path / "site/find.html").write_text(page, encoding="utf-8")
    with chromium() as browser, opened(browser, f"{(tmp_path / 'site').as_uri()}/find.html?q={quote('防汛')}") as tab:
        expect(tab.locator("#total")).to_have_text("1")
        tab.locator("#results a").click()
        tab.wait_for_url("**/first.html")


# What the README names


def first_column(heading: str) -> set[str]:
    """Return the names in code marks in the first column of a table."""
    rows = README.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


class Asked(dict[str, Any]):
    """Settings that note what was read."""

    names: set[str]

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def test_the_readme_names_the_settings_that_are_read(tmp_path: Path) -> None:
    settings = Asked(CACHE_PATH=str(tmp_path / "cache"), OUTPUT_PATH=str(tmp_path / "output"))
    settings.names = set()
    pelican_site.collect([])
    pelican_site.write(SimpleNamespace(settings=settings))
    assert settings.names == first_column("Setting") | {"CACHE_PATH", "OUTPUT_PATH"}
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"offline_search.sqlite", "offline_search.sqlite.sha256", "offline_search-merges"}
    assert "`offline_search.sqlite*` and `offline_search-merges/`, is in Pelican's `CACHE_PATH`" in README


@pytest.mark.parametrize(("heading", "kind"), [("Field of `Document`", Document), ("Field of `Options`", Options)])
def test_the_readme_names_the_fields(heading: str, kind: type) -> None:
    assert first_column(heading) == {field.name for field in dataclasses.fields(kind)}


def test_the_readme_names_the_modules() -> None:
    modules = {path.stem for path in (ROOT / "plugins/offline_search").glob("*.py")} - {"__init__", "varint"}
    assert modules <= set(re.findall(r"`(\w+)`", README.split("## Where things are")[1]))
    assert len(README.splitlines()) <= 120


# Text of HTML


@pytest.mark.parametrize(("html", "text"), [
    ("<p>信<b>息</b>公<a href='x'>开</a></p>", "信息公开"), ("<p>甲</p><p>乙</p>", "甲\n乙"), ("<td>1</td><td>2</td>", "1\n2"), ("甲<br>乙", "甲\n乙"),
    ("甲 &amp; &lt;乙&gt; &#x4e00;&nbsp;丙", "甲 & <乙> 一 丙"), ('<img alt="a > b">文', "文"), ("<!-- x > y -->文<!DOCTYPE x>", "文"),
    ("<script>var a = '<p>x</p>';</script>文<style>p { }</style><template><p>x</p></template>", "文"), ("</script>文", "文"), ("文<script>x", "文"),
    ("甲<![foo[x]]>乙<![CDATA[x]]>丙", "甲乙丙"), ("  甲 \n\n 乙\t丙  ", "甲\n乙 丙"), ("", ""),
])
def test_the_text_of_html_is_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html) == text
