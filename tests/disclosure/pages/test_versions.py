"""An item's page shows its history; a page of its own shows what changed from the document that it replaced, by article."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from disclosure.pages.article_changes import (
    ADDED,
    CHANGED,
    DELETED,
    DROPPED,
    INSERTED,
    KEPT,
    RENUMBERED,
    SAME,
    WORK,
    Row,
    compare,
    pieces,
    units,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.index_reader import Reader
from tests.kit.project import item
from tests.kit.quick_builds import Quick

OLD, NEW = "014500858/2009-00001", "014500858/2014-00001"
PAGE, COMPARISON = "items/2014/014500858-2014-00001.html", "comparisons/2014/014500858-2014-00001.html"


def shown(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.kind, row.number, row.before) for row in rows]


def test_articles_are_kept_changed_added_dropped_and_renumbered() -> None:
    old = "总则\n第一条 为了保障安全，制定本办法。\n第二条 本办法适用于全区。\n第三条 违者罚款一百元。\n第四条 由区政府解释。\n"
    new = "总则\n第一条 为了保障公共安全，制定本办法。\n第二条 本办法适用于全区。\n第三条 由区政府解释。\n第四条 每年公布一次执行情况。\n"
    assert shown(compare(old, new)) == [
        (KEPT, "", ""), (CHANGED, "第一条", ""), (KEPT, "第二条", ""), (DROPPED, "第三条", ""), (RENUMBERED, "第三条", "第四条"), (ADDED, "第四条", ""),
    ]
    assert [(piece.kind, piece.text) for piece in compare(old, new)[1].pieces] == [(SAME, "为了保障"), (INSERTED, "公共"), (SAME, "安全，制定本办法。")]


def test_an_article_has_its_paragraphs_and_neither_headings_nor_the_signature() -> None:
    found = units("第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二章 罚则\n第二条之一 丁。\n某某局\n2014年3月3日")
    assert [(unit.number, unit.text) for unit in found] == [
        ("", "第一章 总则"), ("第一条", "甲：\n（一）乙；\n（二）丙。"), ("", "第二章 罚则"), ("第二条之一", "丁。"), ("", "某某局"), ("", "2014年3月3日"),
    ]


def test_words_are_compared_and_what_has_little_in_common_is_shown_whole() -> None:
    assert [(piece.kind, piece.text) for piece in pieces("本办法自2009年6月2日起施行", "本办法自2014年3月3日起施行")] == [(SAME, "本办法自"), (DELETED, "2009年6月2"), (INSERTED, "2014年3月3"), (SAME, "日起施行")]
    assert [piece.kind for piece in pieces("甲乙丙丁戊己", "子丑寅卯丁")] == [DELETED, INSERTED]


TEXTS = st.lists(st.sampled_from(["第一条 甲乙丙丁戊。", "第二条 甲乙丙丁。", "第三条 子丑寅卯。", "第三条 甲乙丙丁。", "一段话。", "第一章 总则", "　", "第四条", "又一段"]), max_size=9).map("\n".join)


@given(TEXTS, TEXTS)
def test_every_word_of_both_texts_is_shown_once(old: str, new: str) -> None:
    rows = compare(old, new)
    before, after = units(old), units(new)
    assert sorted(row.before or row.number for row in rows if row.kind != ADDED) == sorted(unit.number for unit in before)
    assert [row.number for row in rows if row.kind != DROPPED] == [unit.number for unit in after]
    for row, unit in zip([row for row in rows if row.kind != DROPPED], after, strict=True):
        assert "".join(piece.text for piece in row.pieces if piece.kind != DELETED) == unit.text
    lost = "".join(sorted("".join("".join(piece.text.split()) for row in rows for piece in row.pieces if piece.kind != INSERTED)))
    assert lost == "".join(sorted("".join("".join(unit.text.split()) for unit in before)))


def test_the_cost_is_bounded_for_texts_of_any_size() -> None:
    began = time.process_time()
    many = "\n".join(f"第{number}条 {'甲乙丙丁' * 10}{number}。" for number in range(3000))
    other = "\n".join(f"第{number}条 {'甲乙丙戊' * 10}{number + 1}。" for number in range(3000))
    long = pieces("甲乙丙丁" * 50_000, "甲乙丙戊" * 50_000)
    rows = compare(many, other)
    assert time.process_time() - began < 20 and [piece.kind for piece in long] == [DELETED, INSERTED] and len(rows) == 3000
    left = [WORK]
    pieces("甲" * 100, "乙" * 100, left)
    assert left == [WORK - 10_000]


@pytest.mark.parametrize(("old", "new"), [
    ("甲乙" * 1200, "乙丙" * 1200), ("甲" * 2400, "甲丁" * 1200),
    ("\n".join(chr(0x4E00 + n) + "".join(chr(0x4E00 + (n * 7919 + k * 31) % 20000) for k in range(5000)) for n in range(150)), "\n".join("".join(chr(0x4E00 + (n * 104729 + k * 37 + 11) % 20000) for k in range(5000)) for n in range(150))),
], ids=["few words again and again", "one word again and again", "long paragraphs with nothing in common"])
def test_no_text_is_compared_for_long(old: str, new: str) -> None:
    begun = time.process_time()
    compare(old, new)
    assert time.process_time() - begun < 5


@pytest.fixture
def quick(tmp_path: Path) -> Quick:
    project = Quick(tmp_path)
    project.write({
        "items/old.md": item(Title="旧办法", Index=OLD, Date="2009-03-18", Created="2009-03-03", Review="2009-03-17 甲 可以公开", body="第一条 旧的独特写法。\n\n第二条 不变。\n"),
        "items/new.md": item(Title="新办法", Index=NEW, Replaces=OLD, Modified="2014-06-02", Revisions="2014-06-01 更正电话; 2014-06-02 补充附件", body="第一条 新的独特写法。\n\n第二条 不变。\n"),
    })
    return project


def test_a_page_names_its_versions_and_what_was_changed_and_leads_to_the_comparison(quick: Quick) -> None:
    quick.good()
    entries = [entry.get_text(" ", strip=True) for entry in quick.soup(PAGE).select(".rr-history__entry")]
    assert len(entries) == 4 and entries[0].startswith("2009-03-18 旧办法") and entries[1].startswith("2014-03-18 新办法") and entries[2:] == ["2014-06-01 修改：更正电话", "2014-06-02 修改：补充附件"]
    assert quick.soup("items/2009/014500858-2009-00001.html").select_one(f'.rr-history a[href="../../{COMPARISON}"]') and quick.soup(PAGE).select_one(f'a[href="../../{COMPARISON}"]')
    page = quick.soup(COMPARISON)
    assert page.select_one("dl del").get_text() == "〔删去：旧〕" and page.select_one("section ins").get_text() == "〔新写：新〕" and {link["href"] for link in page.select("dl a")} == {f"../../{PAGE}", "../../items/2009/014500858-2009-00001.html"}
    assert page.select_one("details summary").get_text(" ", strip=True) == "第二条 没有变化" and not page.select("script[src*=compare]")


def test_the_search_does_not_count_a_text_twice(quick: Quick) -> None:
    quick.build(DISCLOSURE_SEARCH=True)

    for folder, number in (("search", 2), ("search/places", 0)):
        texts = [str(text) for segment in Reader(quick.output / folder).segments for text in segment.texts if text]
        assert sum("独特写法" in text for text in texts) == number


@pytest.mark.parametrize("change", ["old text", "old withdrawn", "old draft", "old gone", "no longer replaces", "third", "old title"])
def test_a_comparison_follows_both_texts_and_stands_only_while_both_do(quick: Quick, change: str) -> None:
    old, new = ((quick.content / f"items/{name}.md").read_text(encoding="utf-8") for name in ("old", "new"))
    quick.write({"items/far.md": item(Index="1/7", Category="工作动态/政务动态")})
    quick.build()
    assert (quick.output / COMPARISON).is_file()
    changes = {
        "old text": {"items/old.md": old.replace("旧的独特", "从前的独特")}, "old title": {"items/old.md": old.replace("旧办法", "从前的办法")},
        "old withdrawn": {"items/old.md": old.replace("Date:", "Withdrawn: 2014-06-01 有误\nDate:")}, "old draft": {"items/old.md": old.replace("Date:", "Status: draft\nDate:")},
        "no longer replaces": {"items/new.md": new.replace(f"Replaces: {OLD}\n", "")}, "third": {"items/third.md": item(Title="更新的办法", Index="014500858/2014-00009", Replaces=NEW, Date="2014-09-01")},
        "old gone": {},
    }[change]
    quick.write(changes)
    if change == "old gone":
        (quick.content / "items/old.md").unlink()
    quick.build()
    assert (quick.output / COMPARISON).is_file() == (change in ("old text", "old title", "third"))
    if change == "third":
        assert "更新的办法" in quick.soup("items/2009/014500858-2009-00001.html").select_one(".rr-history").get_text()
    quick.assert_clean()


def test_a_comparison_of_very_many_paragraphs_stays_a_page_that_can_be_published(quick: Quick) -> None:
    quick.write({
        "items/old.md": item(Index=OLD, Date="2009-03-18", Created="2009-03-03", Review="2009-03-17 甲 可以公开", body="\n\n".join(["同一段"] * 20_000) + "\n"),
        "items/new.md": item(Index=NEW, Replaces=OLD, body="\n\n".join(["同一段", "另一段"] * 10_000) + "\n"),
    })
    quick.build()
    page = (quick.output / COMPARISON).read_text(encoding="utf-8")
    assert len(page.encode()) < 1_000_000 and "太多，这里没有一一列出" in page


def test_words_of_a_text_cannot_become_markup_of_the_comparison(quick: Quick) -> None:
    quick.write({"items/new.md": item(Index=NEW, Replaces=OLD, Title="新<b>办法</b>&", body="第一条 `<script>alert(1)</script>` 旧的独特写法。\n")})
    quick.build()
    page = (quick.output / COMPARISON).read_text(encoding="utf-8")
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "<b>办法" not in page


def test_revisions_that_contradict_the_header_are_told_at_their_line(quick: Quick) -> None:
    for changes, said in (
        ({"Revisions": "2014-06-01 改", "Modified": "2014-06-02"}, "修改日期（Modified）是“2014-06-02”，修改说明的最后一次是 2014-06-01"), ({"Revisions": "2014-06-01 改"}, "写成 Modified: 2014-06-01"),
        ({"Revisions": "2014-01-01 改", "Modified": "2014-01-01"}, "早于公开日期"), ({"Revisions": "2014-06-01", "Modified": "2014-06-01"}, "写得不全"),
        ({"Revisions": "2014-06-02 甲; 2014-06-01 乙", "Modified": "2014-06-02"}, "早于前面的 2014-06-02"), ({"Revisions": "2999-06-01 甲", "Modified": "2999-06-01"}, "还没有到"), ({"Revisions": "2014-06-01 电话13912345678", "Modified": "2014-06-01"}, "手机号码"),
    ):
        quick.write({"items/new.md": item(**changes)})
        assert said in quick.build().stdout, said
