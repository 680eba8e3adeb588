"""What attachments are called, and where a text lists them."""

from __future__ import annotations

import pytest
from disclosure.content.attachment_names import lists, names


def link(name: str, words: str) -> str:
    """Return a link to an attachment, as a body has it."""
    return f'<a href="9-2014-a/{name}">{words}</a>'


@pytest.mark.parametrize(("shown", "files", "wanted"), [
    # What the text calls it.
    (f"<p>见{link('a.xlsx', '附件1：2014年预算表')}。</p>", [("a.xlsx", "")], ["附件1：2014年预算表"]),
    (f"<p>见{link('a.xlsx', '2014年<strong>预算</strong>表 &amp; 说明')}。</p>", [("a.xlsx", "")], ["2014年预算表 & 说明"]),
    (f"<p>附件：1．{link('a.xlsx', '预算表')}<br>\n2．{link('b.pdf', '说明')}</p>", [("a.xlsx", ""), ("b.pdf", "")], ["附件1：预算表", "附件2：说明"]),
    (f"<p>附件：</p>\n<ol>\n<li>{link('a.xlsx', '预算表')}</li>\n<li>{link('b.pdf', '说明')}</li>\n</ol>", [("a.xlsx", ""), ("b.pdf", "")], ["附件1：预算表", "附件2：说明"]),
    (f"<p>附件：</p>\n<ul>\n<li>{link('a.xlsx', '预算表')}</li>\n</ul>", [("a.xlsx", "")], ["预算表"]),
    (f"<p>附件：{link('a.xlsx', '预算表')}</p>", [("a.xlsx", "")], ["预算表"]),
    # The second link has the words.
    (f"<p>{link('a.xlsx', '下载')}，{link('a.xlsx', '预算表')}</p>", [("a.xlsx", "")], ["预算表"]),
    # Words that name nothing, and a line of the text that fits.
    (f"<p>{link('a.xlsx', '附件1')}</p>\n<p>附件：1．2014年预算表</p>", [("a.xlsx", "")], ["附件1：2014年预算表"]),
    ("<p>附件：1．2014年预算表<br>\n2．编制说明</p>", [("附件1.xlsx", ""), ("附件2.pdf", "")], ["附件1：2014年预算表", "附件2：编制说明"]),
    ("<p>附件1：2014年预算表</p>\n<p>附件2：编制说明</p>", [("附件2.pdf", ""), ("附件1.xlsx", "")], ["附件2：编制说明", "附件1：2014年预算表"]),
    ("<p>附件：2014年预算表</p>", [("a-table.xlsx", "")], ["2014年预算表"]),
    ("<p>见附件。附件另发。</p>", [("b.xlsx", "")], ["附件（b.xlsx）"]),
    # The file's own name, then its own title.
    (f"<p>{link('a.xlsx', '点击下载')}</p>", [("a.xlsx", "2014年部门预算")], ["2014年部门预算"]),
    ("<p>字。</p>", [("2014年预算表_汇总.xlsx", "模板")], ["2014年预算表 汇总"]),
    ("<p>字。</p>", [("附件2-编制说明.pdf", "")], ["附件2：编制说明"]),
    ("<p>字。</p>", [("表一.xlsx", "Microsoft Word - 人员编制表.doc")], ["人员编制表"]),
    ("<p>字。</p>", [("a-预算表.xlsx", "")], ["预算表"]),
    ("<p>字。</p>", [("a-table.xlsx", "untitled")], ["附件（a-table.xlsx）"]),
    ("<p>字。</p>", [("2014年预算表.xlsx", "")], ["2014年预算表"]),
    # Two of one name are told apart.
    (f"<p>{link('a.xlsx', '预算表')}，{link('b.xlsx', '预算表')}</p>", [("a.xlsx", ""), ("b.xlsx", "")], ["预算表（a.xlsx）", "预算表（b.xlsx）"]),
    # A link of another item is none of this one's.
    ('<p><a href="../../items/2013/9-2013-a.html">旧表</a></p>', [("b.xlsx", "")], ["附件（b.xlsx）"]),
])
def test_an_attachment_is_called_what_its_text_calls_it_else_what_the_file_says(shown: str, files: list[tuple[str, str]], wanted: list[str]) -> None:
    found = names(shown, "items/a.md", files)
    assert [found[name] for name, _ in files] == wanted


TEXT = "<p>正文。</p>\n"
END = '\n<p class="rr-signature">区政府办公室<br>2014年3月3日</p>'


@pytest.mark.parametrize(("block", "has_heading"), [
    (f"<p>附件：{link('a.xlsx', '预算表（XLSX）')}</p>", False),
    (f"<p>{link('a.xlsx', '附件：预算表')}</p>", False),
    (f"<p>附件：1．{link('a.xlsx', '预算表')}<br>\n2．{link('b.pdf', '说明')}（PDF）；</p>", False),
    (f"<p>附件：</p>\n<ul>\n<li>{link('a.xlsx', '预算表')}</li>\n<li>{link('b.pdf', '说明')}。</li>\n</ul>", False),
    (f"<p>附件：</p>\n<p>{link('a.xlsx', '预算表')}</p>\n<p>{link('b.pdf', '说明')}</p>", False),
])
def test_a_part_that_only_lists_attachments_is_found_with_the_word_before_it(block: str, has_heading: bool) -> None:
    shown = TEXT + block + END
    part = lists(shown, {"a.xlsx", "b.pdf"})
    assert shown[part.start : part.end] == block and part.has_heading is has_heading


def test_a_heading_before_the_list_stays_in_the_text() -> None:
    shown = f'<h2 id="b-附件">附件</h2>\n<ol>\n<li>{link("a.xlsx", "预算表")}</li>\n</ol>'
    part = lists(shown, {"a.xlsx"})
    assert shown[part.start :].startswith("<ol>") and part.has_heading


@pytest.mark.parametrize("block", [
    f"<p>见{link('a.xlsx', '预算表')}。</p>",
    f"<p>正文版式以附件为准：{link('a.xlsx', '预算表')}</p>",
    f"<p>{link('other.xlsx', '别的')}</p>",
    f"<p>{link('a.xlsx', '预算表')}<img src='x.png'></p>",
    f"<blockquote>\n<p>{link('a.xlsx', '预算表')}</p>\n</blockquote>",
    "<p>附件：预算表（另发）</p>",
    f'<p id="b-第一条">{link("a.xlsx", "预算表")}</p>',
])
def test_a_part_with_other_words_stays_as_it_is(block: str) -> None:
    assert lists(TEXT + block, {"a.xlsx"}) is None
