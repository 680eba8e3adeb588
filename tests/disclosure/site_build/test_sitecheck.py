"""The check of links: it looks at everything by which a page asks for a file, and at no prose."""

from __future__ import annotations

import pytest
from disclosure.site_build.sitecheck import Links

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.sites import spoilt_theme


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
    body = "网页里的链接写成：\n\n```\n<a href=\"nowhere.html\">\n```\n\n或者 href=\"elsewhere.html\"，图片写成 ` src=\"none.png\"`。\n"
    project.write({"items/a.md": item(body=body)})
    project.good(conf="publishconf.py")


@pytest.mark.parametrize("tag", [
    '<a href="{{ root }}missing.file">甲</a>', '<img src="{{ root }}missing.file" alt="">', '<script src="{{ root }}missing.file"></script>',
    '<link rel="icon" href="{{ root }}missing.file">', '<form action="{{ root }}missing.file"></form>',
])
def test_a_file_that_a_page_asks_for_and_that_is_not_there_stops_publication(project: Quick, tag: str) -> None:
    project.write({"items/a.md": item()})
    theme = spoilt_theme(project.base, "</main>", f"</main>{tag}")
    done = project.build(conf="publishconf.py", THEME=theme)
    assert done.returncode == 1
    assert "链接指向“missing.file”，没有这个文件" in done.stdout


def test_nothing_is_told_of_a_theme_whose_files_are_all_there(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good(conf="publishconf.py", THEME=spoilt_theme(project.base, "</main>", '</main><img src="{{ root }}theme/css/site.css" alt="">'))


@pytest.mark.parametrize(("page", "fault"), [
    ('<a href="#x">', "链接“#x”指向的位置不在这一页"), ('<a href="#x"><p id="X">', "链接“#x”指向的位置不在这一页"), ('<a href="#%E7%94%B2">', "链接“#%E7%94%B2”指向的位置不在这一页"),
    ('<p>写成 id="x"</p><a href="#x">', "链接“#x”指向的位置不在这一页"),
    ('<p id="x"><p id="x">', "网页里有两处的标识都是“x”"), ('<p id="x"><b title="1 > 0" id="x">', "网页里有两处的标识都是“x”"),
])
def test_a_place_that_is_not_there_or_twice_is_told(page: str, fault: str) -> None:
    links = Links()
    links.look("a/page.txt.html", page)
    assert [message for _, message in links.faults if "meta" not in message] == [fault]


@pytest.mark.parametrize("page", [
    '<a href="#x"><p id="x">', '<a href="#"><a href="#top">', '<a href="#%E7%94%B2"><p id="甲">', '<p id="x">写成 id="x"</p>', '<p>写成 id="x" 和 id="x"</p>', '<a href="#a&amp;b"><p id="a&amp;b">',
])
def test_a_place_that_is_there_is_not_told(page: str) -> None:
    links = Links()
    links.look("a/page.html", page)
    assert [message for _, message in links.faults if "meta" not in message] == []


def test_a_link_to_a_place_in_another_item_is_followed_when_either_changes(project: Quick) -> None:
    there = item(Index="9/2014-2", body='<p id="clause">第一条。</p>\n')
    project.write({"items/a.md": item(body="见[第一条](b.md#clause)。\n"), "items/b.md": there})
    project.good(conf="publishconf.py")
    message = "链接指向“items/2014/9-2014-2.html#b-clause”，那一页没有这个位置"
    project.write({"items/b.md": there.replace("clause", "other")})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1
    assert message in done.stdout
    assert message in project.build(conf="publishconf.py").stdout  # told again when nothing changed
    project.write({"items/b.md": there})
    project.good(conf="publishconf.py")
    project.write({"items/a.md": item(body="见[第二条](b.md#second)。\n")})
    assert message.replace("clause", "second") in project.build(conf="publishconf.py").stdout


@pytest.mark.parametrize(("link", "is_fault"), [("tel:0791-01000858", False), ("tel:+867910100", False), ("tel:x", True), ("mailto:a@b.c", True), ("http://a.b", True)])
def test_a_telephone_number_leads_to_no_page(link: str, is_fault: bool) -> None:
    links = Links()
    links.look("a/page.html", f'<a href="{link}">甲</a>')
    assert any("离开了本站" in message for _, message in links.faults) == is_fault
