"""The search plugin by itself, with stock Pelican: what its README promises."""

from __future__ import annotations

import ast
import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from offline_search import NEEDED, pelican_site
from offline_search.document import Document
from offline_search.html_text import text_of
from offline_search.index import Options
from offline_search.suggest import Suggestion
from playwright.sync_api import Browser, expect

from tests.kit.index_reader import Reader
from tests.kit.project import ROOT
from tests.kit.search_node import Client, running
from tests.kit.search_terminal import terminal
from tests.kit.sites import chromium, opened

README = (ROOT / "plugins/offline_search/README.md").read_text(encoding="utf-8")
CONTENT = {
    "first.md": "Title: 关于《信息公开》的 <em>通知</em> &amp; 附件\nDate: 2014-03-18\nCategory: 文件\nSlug: first\n\n各部门：\n\n现将防汛工作<b>安</b>排如下。\n\n<script>var 暗语 = 1;</script>\n",
    "second.md": "Title: 第二篇\nDate: 2014-05-01\nCategory: 动态\nSlug: second\n\n<p>食品</p><p>安全</p>档案 a &lt; b\n",
    "draft.md": "Title: 未发布\nDate: 2014-05-01\nStatus: draft\n\n防汛\n",
    "pages/about.md": "Title: 关于本站\nSlug: about\n\n本站说明。\n",
}


def built(base: Path, theme: str = "notmyidea", more: str = "") -> Path:
    """Return the output of stock Pelican with this plugin's folder alone, in a place where there is nothing else of the project."""
    shutil.copytree(ROOT / "plugins/offline_search", base / "plugins/offline_search", ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in CONTENT.items():
        (base / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (base / "content" / path).write_text(text, encoding="utf-8")
    [settings] = re.findall(r"```python\n(PLUGIN_PATHS.*?)```", README, re.DOTALL)
    settings += f"SEARCH_ALIASES = (('文件', '档案'),)\nTIMEZONE = 'Asia/Shanghai'\nSITEURL = ''\nTHEME = '{theme}'\n{more}"
    (base / "conf.py").write_text(settings, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for other in ("disclosure", "parallel"):
        assert subprocess.run([sys.executable, "-c", f"import {other}"], cwd=base, env=environment, capture_output=True, check=False).returncode
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "conf.py"],
        cwd=base, env=environment | {"COLUMNS": "1000"}, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    (base / "said").write_text(done.stdout + done.stderr, encoding="utf-8")
    return base / "output"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with Pelican's default theme."""
    return built(tmp_path_factory.mktemp("stock"))


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
    [page] = re.findall(r"```html\n(<!DOCTYPE.*?)```", README, re.DOTALL)
    (tmp_path / "site/find.html").write_text(page, encoding="utf-8")
    with chromium() as browser, opened(browser, f"{(tmp_path / 'site').as_uri()}/find.html?q={quote('防汛')}") as tab:
        expect(tab.locator("#total")).to_have_text("1")
        tab.locator("#results a").click()
        tab.wait_for_url("**/first.html")


# The search page and the box of the plugin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_the_search_page_finds_marks_and_links(browser: Browser, site: Path) -> None:
    with terminal(browser, site.as_uri()) as tab:
        tab.page.goto(f"{tab.root}/search.html")
        tab.page.locator("input[name=q]").fill("防汛工作")
        tab.page.keyboard.press("Enter")
        assert tab.rows("防汛工作") == ["first.html"]
        assert tab.total == 1
        assert tab.page.locator("mark").all_text_contents() == ["防汛工作"]
        tab.page.locator("[data-index] a").click()
        tab.page.wait_for_url("**/first.html")


def test_what_is_nearest_stands_apart(browser: Browser, site: Path) -> None:
    with terminal(browser, site.as_uri()) as tab:
        tab.page.goto(f"{tab.root}/search.html?q={quote('防汛怎么安排工作')}")
        assert tab.page.locator("[data-near] [data-index]").first.get_attribute("data-index") == "first.html"
        assert tab.total == 0 and tab.page.locator("[data-part=results] li").count() == 0


def test_words_of_the_same_meaning_are_turned_off_and_on_by_one_click(browser: Browser, tmp_path: Path) -> None:
    site = built(tmp_path, more="SEARCH_SYNONYMS = (('抗洪', '防汛'),)\n")
    with terminal(browser, site.as_uri()) as tab:
        hint = tab.page.locator("[data-part=hint]")
        tab.page.goto(f"{tab.root}/search.html?q={quote('抗洪')}")
        assert tab.page.locator("[data-near] [data-index]").first.get_attribute("data-index") == "first.html"
        assert "也查了“防汛”" in hint.inner_text()
        hint.get_by_role("link", name="只查原来的词").click()
        hint.get_by_role("link", name="也查意思相同的词").wait_for()
        assert "防汛" not in hint.inner_text() and tab.page.locator("[data-near] [data-index]").count() == 0
        hint.get_by_role("link", name="也查意思相同的词").click()
        assert tab.page.locator("[data-near] [data-index]").first.get_attribute("data-index") == "first.html"


def test_the_box_suggests_pages_categories_and_articles(browser: Browser, site: Path) -> None:
    with terminal(browser, site.as_uri()) as tab:
        tab.page.goto(f"{tab.root}/search.html")
        for typed, name, address in (("benzhan", "关于本站", "pages/about.html"), ("动", "动态", "category/"), ("第二", "第二篇", "second.html")):
            tab.page.locator("input[name=q]").fill(typed)
            expect(tab.page.locator("[role=option]").first).to_contain_text(name)
            tab.page.keyboard.press("ArrowDown")
            tab.page.keyboard.press("Enter")
            tab.page.wait_for_url(re.compile(re.escape(f"{tab.root}/{address}")))
            tab.page.goto(f"{tab.root}/search.html")


@pytest.mark.parametrize("theme", ["simple", "own"])
def test_the_search_page_stands_in_any_theme_and_the_box_on_any_page(browser: Browser, tmp_path: Path, theme: str) -> None:
    templates = tmp_path / "own/templates"
    templates.mkdir(parents=True)
    (tmp_path / "own/static").mkdir()
    page = "<!DOCTYPE html><html><head><title>{% block title %}t{% endblock %}</title></head><body>{% block content %}{% endblock %}</body></html>"
    (templates / "base.html").write_text(page, encoding="utf-8")
    box = '{% extends "base.html" %}{% block content %}{% include "offline_search_box.html" %}{{ article.title }}{% endblock %}'
    (templates / "article.html").write_text(box, encoding="utf-8")
    folder = tmp_path / "own" if theme == "own" else theme
    site = built(tmp_path, str(folder), "SEARCH_SAVE_AS = 'find/index.html'\nARTICLE_SAVE_AS = 'texts/{slug}.html'\nARTICLE_URL = 'texts/{slug}.html'\n")
    with terminal(browser, site.as_uri()) as tab:
        tab.page.goto(f"{tab.root}/{'texts/first.html' if theme == 'own' else 'find/index.html'}")
        tab.page.locator("input[name=q]").click()
        tab.page.keyboard.type("第二")
        expect(tab.page.get_by_role("option")).to_contain_text("第二篇")
        tab.page.locator("input[name=q]").fill("防汛")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/find/index.html?q=*")
        assert tab.rows("防汛") == ["texts/first.html"]
        tab.page.locator("[data-index] a").click()
        tab.page.wait_for_url("**/texts/first.html")


def test_a_theme_may_have_a_search_page_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/offline_search.html").write_text("own {{ search_root }}", encoding="utf-8")
    site = built(tmp_path, more="THEME_TEMPLATES_OVERRIDES = ['templates']\n")
    assert (site / "search.html").read_text(encoding="utf-8") == "own "


def test_page_and_suggestions_can_be_left_out(tmp_path: Path) -> None:
    site = built(tmp_path, more="SEARCH_SAVE_AS = ''\nSEARCH_SUGGESTIONS = False\n")
    assert (site / "search/client.js").exists() and not (site / "search.html").exists()
    assert {path.name for path in (site / "search-page").iterdir()} == {"page.css", "page.js"}


def test_a_missing_library_is_told_in_a_sentence_and_the_site_is_built(tmp_path: Path) -> None:
    site = built(tmp_path, more="import importlib.util as util\nfind = util.find_spec\nutil.find_spec = lambda name, *rest: None if name == 'opencc' else find(name, *rest)\n")
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert "offline_search：没有安装 opencc，本站没有检索。请运行：pip install opencc" in said
    assert (site / "first.html").exists() and not (site / "search").exists()


def test_without_lunr_there_is_a_search_and_no_suggestion(tmp_path: Path) -> None:
    hide = (
        "import importlib.metadata as metadata\nfind = metadata.distribution\n"
        "def distribution(name):\n    if name == 'lunr':\n        raise metadata.PackageNotFoundError(name)\n    return find(name)\n"
        "metadata.distribution = distribution\n"
    )
    site = built(tmp_path, more=hide)
    assert "没有安装 lunr，检索框不给建议。请运行：pip install lunr" in (tmp_path / "said").read_text(encoding="utf-8")
    assert "data-suggestions" not in (site / "search.html").read_text(encoding="utf-8")
    assert (site / "search/client.js").exists() and not (site / "search-page/box.js").exists()


def test_the_folder_is_a_distribution_of_its_own() -> None:
    own = tomllib.loads((ROOT / "plugins/offline_search/pyproject.toml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {*own["project"]["dependencies"]} - {"pelican>=4.9"} <= {*project["dependencies"]}
    imported = {
        name.split(".")[0] for path in (ROOT / "plugins/offline_search").glob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([node.module] if isinstance(node, ast.ImportFrom) and not node.level else [alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
    }
    foreign = imported - sys.stdlib_module_names
    assert {re.split("[>=]", name)[0] for name in own["project"]["dependencies"]} == foreign | {"mkdocs"}
    assert set(NEEDED) | {"jinja2", "lunr", "pelican"} == foreign
    assert (own["project"]["version"], own["project"]["license"]) == (project["version"], project["license"])
    assert (ROOT / "plugins/offline_search/LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    folders = {path.parent.name for path in (ROOT / "plugins/offline_search").rglob("*") if path.is_file() and path.suffix != ".pyc"} - {"offline_search"}
    assert {f"{folder}/*" for folder in folders} | {"FORMAT.md"} == {*own["tool"]["setuptools"]["package-data"]["pelican.plugins.offline_search"]}


# What the README names


def first_column(heading: str) -> set[str]:
    """Return the names in code marks in the first column of a table."""
    rows = README.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_the_readme_names_the_settings_with_default_and_meaning() -> None:
    listed = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in README.split("| Setting |")[1].split("\n\n")[0].splitlines()[2:]]
    assert [[cell.strip() for cell in cells] for cells in listed] == [[f"`{name}`", f"`{default!r}`".replace("'", '"'), meaning] for name, default, meaning in pelican_site.SETTINGS]


def test_every_setting_of_its_own_that_is_read_is_in_the_table(tmp_path: Path) -> None:
    source = (ROOT / "plugins/offline_search/pelican_site.py").read_text(encoding="utf-8")
    read = set(re.findall(r'settings\["(\w+)"\]', source))
    assert {name for name in read if name.startswith("SEARCH_")} == {name for name, _, _ in pelican_site.SETTINGS}


def test_the_readme_names_the_state(site: Path) -> None:
    assert {path.name for path in (site.parent / "cache").iterdir()} >= {"offline_search.sqlite", "offline_search.sqlite.sha256", "offline_search-merges"}
    assert "`offline_search.sqlite*` and `offline_search-merges/`, is in Pelican's `CACHE_PATH`" in README


@pytest.mark.parametrize(("heading", "kind"), [("Field of `Document`", Document), ("Field of `Options`", Options), ("Field of `Suggestion`", Suggestion)])
def test_the_readme_names_the_fields(heading: str, kind: type) -> None:
    assert first_column(heading) == {field.name for field in dataclasses.fields(kind)}


def test_the_readme_names_the_modules() -> None:
    modules = {path.stem for path in (ROOT / "plugins/offline_search").glob("*.py")} - {"__init__", "varint"}
    assert modules <= set(re.findall(r"`(\w+)`", README.split("## Where things are")[1]))
    assert len(README.splitlines()) <= 180


# Text of HTML


@pytest.mark.parametrize(("html", "text"), [
    ("<p>信<b>息</b>公<a href='x'>开</a></p>", "信息公开"), ("<p>甲</p><p>乙</p>", "甲\n乙"), ("<td>1</td><td>2</td>", "1\n2"), ("甲<br>乙", "甲\n乙"),
    ("甲 &amp; &lt;乙&gt; &#x4e00;&nbsp;丙", "甲 & <乙> 一 丙"), ('<img alt="a > b">文', "文"), ("<!-- x > y -->文<!DOCTYPE x>", "文"),
    ("<script>var a = '<p>x</p>';</script>文<style>p { }</style><template><p>x</p></template>", "文"), ("</script>文", "文"), ("文<script>x", "文"),
    ("甲<![foo[x]]>乙<![CDATA[x]]>丙", "甲乙丙"), ("  甲 \n\n 乙\t丙  ", "甲\n乙 丙"), ("", ""),
])
def test_the_text_of_html_is_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html) == text
