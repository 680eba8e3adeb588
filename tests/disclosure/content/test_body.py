"""Bodies: Markdown as Python-Markdown has it, links that lead somewhere, attachments as they are."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import markdown
import pytest
from bs4 import BeautifulSoup, Tag
from disclosure.content.dialect import Dialect
from disclosure.content.frontmatter import split

from tests.kit.planted_leaks import pdf, picture, xlsx
from tests.kit.project import ROOT, Project, item
from tests.kit.quick_builds import Quick

pytestmark = pytest.mark.xdist_group("body")

RICH = """\
# 一级标题

首段有**加粗**、*斜体*、`代码`和~~不支持的删除线~~，
第二行另起。脚注在这里[^1]，又一处[^note]。

## 二级标题 {: #erji }

| 项目 | 金额（万元） | 占比 |
|:-----|------:|:---:|
| 教育 | 1,234.5 | 12% |
| 卫生 & 其他 | 567 | <5% |

主动公开
:   行政机关主动向社会公开。

依申请公开
:   公民、法人或者其他组织申请。
:   也可以委托他人申请。

1. 第一项
2. 第二项
    - 甲
    - 乙
3. 第三项

> 引用的条文
>
> > 再引一层

```
围起来的代码 <b>不是标记</b>
```

* * *

回到[二级标题](#erji)。[^1]

[^1]: 第一个脚注，*斜体*。
[^note]: 第二个脚注。

    脚注的第二段。
"""

LINKS = """\
按文件：[目标](target.md)，子目录：[目标](sub/other.md "题注")，Pelican 写法：[目标]({filename}target.md)、
[目标]({filename}/items/target.md)、[目标](|filename|target.md)，按索引号：[目标](index:9/2013-target)，
带锚点：[目标](target.md#erji)，引用式：[目标][t]，本站页面：[统计](/counts/index.html)，页内：[上面](#here)。

这一段有锚点。
{: #here }

撤下的：[那一条](gone.md)。

[t]: target.md
"""

OUTSIDE = """\
- [省政府](http://www.example.gov.cn/a?b=1&c=2)
- <https://example.com/自动>
- <a title="题注" href="https://example.com/raw">原样写的</a>
- <a id="x" title="1>0" href="//example.com/no-scheme">没有协议</a>
- [邮箱](mailto:xxgk@example.com)
- [电话](tel:0791-01000858)
- [下载](ftp://example.com/a.zip)
- [https://example.com/same](https://example.com/same)
- [带**格式**的](https://example.com/bold "题注")
- [引用式][o]
- ![章](seal.png) 与 [![章](seal.png)](https://example.com/image)

[o]: https://example.com/reference
"""

ATTACHED = """\
见[预算表](budget.xlsx)、[说明 (一)](<说明 (一) & 二.pdf>)、[子目录里的](files/deep.csv)和![印章](seal.png)。

再见[预算表](budget.xlsx#sheet2)。
"""

FILES = {
    "items/budget.xlsx": xlsx([["甲"]]), "items/说明 (一) & 二.pdf": pdf(["A"]).replace(b"\n", b"\n%" + b"y" * 1_500_000 + b"\n", 1),
    "items/files/deep.csv": b"a,b\n1,2\n", "items/seal.png": picture(), "items/attached-adopted.txt": b"beside",
}


def numbered(year: int, name: str, **changes: str | None) -> str:
    """Return an item of a year with an Index of its own."""
    return item(**{"Index": f"9/{year}-{name}", "Title": f"题目 {name}", "Date": f"{year}-05-01", "Created": f"{year}-05-01",
                   "Review": f"{year}-04-30 保密审查员 可以公开"} | changes)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One build of every kind of body."""
    made = Quick(tmp_path_factory.mktemp("bodies"))
    made.write(FILES | {
        "items/rich.md": numbered(2014, "rich", body=RICH),
        "items/links.md": numbered(2014, "links", body=LINKS),
        "items/outside.md": numbered(2014, "outside", body=OUTSIDE, Review_Exception="86b071ae 示例邮箱"),
        "items/attached.md": numbered(2014, "attached", body=ATTACHED),
        "items/target.md": numbered(2013, "target", body="## 节 {: #erji }\n\n正文。\n"),
        "items/sub/other.md": numbered(2012, "other", body="回到[上一级](../target.md)。\n"),
        "items/gone.md": numbered(2011, "gone", Withdrawn="2012-01-01 内容有误", body="撤下前的正文。\n"),
    })
    made.good()
    return made


def prose(project: Project, address: str) -> Tag:
    """Return the body of an item page."""
    return project.soup(address).select_one(".rr-prose")


STOCK = [f"markdown.extensions.{name}" for name in ("tables", "footnotes", "def_list", "attr_list", "nl2br", "fenced_code")]


def stock(source: str) -> str:
    """Render as Python-Markdown itself does with its own extensions."""
    return markdown.markdown(source, extensions=STOCK, output_format="html")


def outline(soup: Tag) -> list[tuple[str, str]]:
    """Return every element with its text, without what the site adds around tables."""
    return [(element.name, " ".join(element.get_text().split())) for element in soup.find_all() if element.get("class") != ["rr-scroll"]]


def test_markdown_has_the_elements_and_texts_that_python_markdown_gives_it(project: Project) -> None:
    """But for the brackets of footnote marks, and the captions of tables, which are ours."""
    expected = BeautifulSoup(stock(RICH).replace("<h1", "<h2").replace("</h1>", "</h2>"), "html.parser")
    body = prose(project, "items/2014/9-2014-rich.html")
    for caption in body.find_all("caption"):
        caption.decompose()
    for mark in body.select("a.footnote-ref"):
        mark.string = mark.get_text().strip("〔〕")
    found = outline(body)
    assert {"table", "dl", "dd", "sup", "blockquote", "pre", "ol", "br", "hr"} <= {name for name, _ in found}
    assert found == outline(expected)


def test_a_heading_of_the_first_level_stands_below_the_title(project: Project) -> None:
    page = project.soup("items/2014/9-2014-rich.html")
    assert [heading.get_text() for heading in page.find_all("h1")] == ["题目 rich"]
    assert [heading.get_text() for heading in page.select(".rr-prose h2")] == ["一级标题", "二级标题"]


def test_a_table_can_be_scrolled_and_keeps_its_alignment(project: Project) -> None:
    table = prose(project, "items/2014/9-2014-rich.html").table
    wrapper = table.parent
    assert (wrapper["class"], wrapper["tabindex"]) == (["rr-scroll"], "0")
    assert wrapper["aria-label"] and (wrapper.name == "section" or wrapper["role"] == "region")
    for row in table.find_all("tr"):
        assert [cell["class"] for cell in row.find_all(["th", "td"])] == [["rr-left"], ["rr-right"], ["rr-center"]]
    assert not table.find(style=True)


def test_footnotes_lead_there_and_back(project: Project) -> None:
    body = prose(project, "items/2014/9-2014-rich.html")
    references = body.select("a.footnote-ref")
    assert [reference.get_text() for reference in references] == ["〔1〕", "〔2〕", "〔1〕"]
    for link in [*references, *body.select("a.footnote-backref")]:
        assert body.find(id=link["href"].removeprefix("#")) is not None
    assert all("回到正文" in link["title"] for link in body.select("a.footnote-backref"))


def test_a_link_within_the_page_reaches_its_anchor(project: Project) -> None:
    for name, text in (("rich", "二级标题"), ("links", "上面")):
        page = project.soup(f"items/2014/9-2014-{name}.html")
        link = page.select_one(".rr-prose").find("a", string=text)
        assert len(page.find_all(id=link["href"].removeprefix("#"))) == 1


def test_ids_of_a_body_never_meet_those_of_the_page(project: Project) -> None:
    page = project.soup("items/2014/9-2014-rich.html")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(element["id"].startswith("b-") for element in page.select(".rr-prose [id]"))


def test_links_to_items_lead_to_their_pages_however_written(project: Project) -> None:
    links = prose(project, "items/2014/9-2014-links.html").find_all("a", string="目标")
    target = "../../items/2013/9-2013-target.html"
    assert [link["href"] for link in links] == [
        target, "../../items/2012/9-2012-other.html", target, target, target, target, f"{target}#b-erji", target,
    ]
    assert prose(project, "items/2013/9-2013-target.html").find(id="b-erji") is not None
    assert prose(project, "items/2012/9-2012-other.html").a["href"] == target


def test_links_to_withdrawn_items_lead_to_their_tombstones(project: Project) -> None:
    link = prose(project, "items/2014/9-2014-links.html").find("a", string="那一条")
    assert link["href"] == "../../items/2011/9-2011-gone.html"
    assert "撤下前的正文" not in project.soup("items/2011/9-2011-gone.html").get_text()


def test_a_link_from_the_root_leads_to_a_page_of_the_site(project: Project) -> None:
    assert prose(project, "items/2014/9-2014-links.html").find("a", string="统计")["href"] == "../../counts/index.html"


def test_links_outside_are_marked_show_their_address_and_cannot_be_clicked(project: Project) -> None:
    body = prose(project, "items/2014/9-2014-outside.html")
    assert not body.find_all("a")
    addresses = [mark.get_text() for mark in body.select(".rr-outlink__address")]
    assert addresses == [f"（网址：{address}）" for address in (
        "http://www.example.gov.cn/a?b=1&c=2", "https://example.com/raw", "//example.com/no-scheme", "mailto:xxgk@example.com",
        "tel:0791-01000858", "ftp://example.com/a.zip", "https://example.com/bold", "https://example.com/reference",
        "https://example.com/image",
    )]
    assert all(mark.find_parent(class_="rr-outlink") for mark in body.select(".rr-outlink__address"))


def test_an_outside_link_keeps_its_text_and_does_not_say_its_address_twice(project: Project) -> None:
    body = prose(project, "items/2014/9-2014-outside.html")
    texts = [mark.get_text() for mark in body.select(".rr-outlink")]
    assert texts[1] == "https://example.com/自动"
    assert texts[7] == "https://example.com/same"
    assert texts[8].startswith("带格式的（") and body.select(".rr-outlink")[8].strong.get_text() == "格式"


def test_images_stand_beside_the_item_with_their_description(project: Project) -> None:
    images = prose(project, "items/2014/9-2014-outside.html").find_all("img")
    assert [(image["src"], image["alt"]) for image in images] == [("9-2014-outside/seal.png", "章")] * 2
    assert (project.output / "items/2014/9-2014-outside/seal.png").read_bytes() == FILES["items/seal.png"]


def test_attachments_are_listed_with_type_and_size_in_the_order_of_the_body(project: Project) -> None:
    page = project.soup("items/2014/9-2014-attached.html")
    listed = [" ".join(entry.get_text().split()) for entry in page.select(".rr-files__entry")]
    assert listed == [
        "预算表 电子表格（xlsx），5 KB，1 行 要用表格软件打开", "说明 (一) PDF 文件，1.4 MB，1 页 先看第一页：说明 (一)",
        "子目录里的 电子表格（csv），1 KB，2 行 要用表格软件打开 先看全部 2 行：子目录里的 ab 12", "附件（attached-adopted.txt） 文本文件（txt），1 KB",
    ]


def test_attachments_are_copied_byte_for_byte_under_their_own_names(project: Project) -> None:
    folder = project.output / "items/2014/9-2014-attached"
    copied = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert copied == {path.rpartition("/")[2]: data for path, data in FILES.items()}


def test_every_link_of_a_body_reaches_a_file_of_the_output(project: Project) -> None:
    seen = 0
    for page in (project.output / "items").rglob("*.html"):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for link in soup.select("main [href], main [src]"):
            target = link.get("href") or link.get("src")
            if not target.startswith("#"):
                assert (page.parent / unquote(target.split("#")[0])).is_file(), (page.name, target)
                seen += 1
    assert seen > 40


def test_a_link_follows_an_item_that_moved_to_another_year(tmp_path: Path) -> None:
    made = Quick(tmp_path)
    made.write({"items/a.md": numbered(2014, "a", body="[看](b.md)\n"), "items/b.md": numbered(2013, "b")})
    made.good()
    made.write({"items/b.md": numbered(2013, "b", Date="2014-01-02")})
    made.good()
    assert prose(made, "items/2014/9-2014-a.html").a["href"] == "../../items/2014/9-2013-b.html"


def test_a_link_to_a_faulty_item_is_no_link_in_the_preview(tmp_path: Path) -> None:
    made = Quick(tmp_path)
    made.write({"items/a.md": numbered(2014, "a", body="[看这里](b.md)\n"), "items/b.md": numbered(2013, "b", Date="近日")})
    assert made.build().returncode == 0
    body = prose(made, "items/2014/9-2014-a.html")
    assert "看这里" in body.get_text() and not body.find(href=True)


@pytest.mark.parametrize("folder", ["items", "pages", "reports"])
def test_every_body_of_our_content_has_the_elements_and_texts_that_python_markdown_gives_it(folder: str) -> None:
    """What stock Markdown did right stays: our content has no form that the dialect reads in another way."""
    paths = sorted((ROOT / "content" / folder).rglob("*.md"))
    assert paths
    for path in paths:
        source = split(path.name, path.read_bytes()).body
        ours = markdown.markdown(source, extensions=[Dialect()], output_format="html")
        assert outline(BeautifulSoup(ours, "html.parser")) == outline(BeautifulSoup(stock(source), "html.parser")), path


def test_markup_that_python_markdown_does_not_know_stays_text(project: Project) -> None:
    assert "~~不支持的删除线~~" in prose(project, "items/2014/9-2014-rich.html").get_text()
    assert not re.search(r"\{:|\[\^", prose(project, "items/2014/9-2014-rich.html").get_text())
