"""The check of links: an address counts where it stands in a tag, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.site_build.sitecheck import Links

from tests.kit.project import item
from tests.kit.quick_builds import Quick


def targets(page: str) -> set[str]:
    links = Links()
    links.look("a/page.html", page)
    return set(links.targets)


@pytest.mark.parametrize("page", [
    '<a href="x.html">', "<a href='x.html'>", '<img alt="1 > 0" src="x.html">', '<img alt="a < b" src="x.html"/>', '<p>&lt; href="y.html"</p><a id="b" href="x.html">',
    '<p> href="x.html"</p><a href="x.html">', '<script src="x.html"></script>', '<form action="x.html">', '<A\n href="x.html">',
])
def test_an_address_in_a_tag_is_a_link(page: str) -> None:
    assert targets(page) == {"a/x.html"}


@pytest.mark.parametrize("page", [
    '<p>写成 href="x.html" 的样子</p>', '<code>&lt;a href="x.html"&gt;</code>', '<p title="a">见 src="x.html"', '<button data-action="x.html">', '<p>1 &lt; 2 href="x.html"</p>',
    "<p>='' href='x.html'</p>", '<a title="写成 href=x.html"></a>',
])
def test_an_address_in_prose_is_none(page: str) -> None:
    assert targets(page) == set()


def test_a_text_about_html_is_published(project: Quick) -> None:
    body = "网页里的链接写成：\n\n    <a href=\"nowhere.html\">\n\n或者 href=\"elsewhere.html\"，图片写成 ` src=\"none.png\"`。\n"
    project.write({"items/a.md": item(body=body)})
    project.good(conf="publishconf.py")


def test_an_image_that_is_not_there_is_told(project: Quick, tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "reading_points.html").write_text('<html><img src="lost.png"></html>', encoding="utf-8")
    project.write({"items/a.md": item(), "registers/reading_points.csv": "name,address\n区档案馆,云政路1号\n"})
    done = project.build(THEME_TEMPLATES_OVERRIDES=[str(own)])
    assert "链接指向“lost.png”，没有这个文件" in done.stdout
