"""Fidelity: nothing of a source is lost in silence, and nothing that is there is called lost."""

from __future__ import annotations

import time

import pytest
from disclosure.content import fidelity
from disclosure.content.body import BodyRenderer
from disclosure.content.frontmatter import split
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.bodies import PATH, body, renderer
from tests.kit.project import ROOT

LOSS = "没有显示在页面上"
ORDER = "页面上的次序和原文不一样"


def losses(source: str) -> list[str]:
    """Return what is told of lost and moved characters, and of bodies that could not be converted."""
    return [problem.message for problem in body(source).problems if any(words in problem.message for words in (LOSS, ORDER, "转换不了"))]


@pytest.mark.parametrize(("source", "shown", "taken", "line", "words"), [
    ("甲\n\n34. 乙", "甲 乙", [], 3, "34. 乙"), ("张*、李*", "张、李", [], 1, "张*、李*"), ("## 甲\n\n乙{丙}", "甲 乙", ["##"], 3, "乙{丙}"), ("[注]: 甲", "甲", [], 1, "[注]: 甲"), ("## 甲\n\n#乙", "甲 乙", ["##"], 3, "#乙"),
    ("甲\n乙\n甲", "甲 乙", [], 1, "甲\n".strip()), ("一二三", "一三", [], 1, "一二三"), ("&lt;甲&gt;", "甲", [], 1, "&lt;甲&gt;"),
])
def test_what_is_missing_is_quoted_at_its_line(source: str, shown: str, taken: list[str], line: int, words: str) -> None:
    assert fidelity.loss(source, shown, taken) == fidelity.Loss(line, words)


@pytest.mark.parametrize(("source", "shown", "taken"), [
    ("甲　乙\n丙", "甲 乙丙", []), ("**甲**", "甲", ["****"]), ("甲[^1]\n\n[^1]: 注\n\n乙", "甲1 乙 1. 注↩", ["[^1]", "[^1]: "]), ("&amp;&#20013;", "&中", []), ("`&amp;`", "&amp;", ["``"]),
    ("![图](a.png)", "", ["![图](a.png)"]),
])
def test_nothing_is_told_of_what_is_there(source: str, shown: str, taken: list[str]) -> None:
    assert fidelity.loss(source, shown, taken) is None


def test_a_rule_that_eats_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check does not trust the dialect: words that come to no page are an error, whoever lost them."""
    made = BodyRenderer({})
    monkeypatch.setattr(made, "clean", lambda rendered: rendered.replace("500", ""))
    problems = made.render(PATH, "**拨付**资金。\n\n其中500万元用于防汛。\n", 10, "9/2014-1").problems
    assert [(problem.line, problem.message, problem.is_error) for problem in problems] == [(12, f"“其中500万元用于防汛。”里有字符{LOSS}", True)]


def test_a_rule_that_moves_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose words stand in another order says something else: that is an error too, at the first line that moved."""
    made = BodyRenderer({})
    monkeypatch.setattr(made, "clean", lambda rendered: rendered.replace("先复议", "后诉讼", 1).replace("后诉讼", "先复议").replace("先复议", "后诉讼", 1))
    problems = made.render(PATH, "**不服**的：\n\n先复议。\n\n后诉讼。\n", 10, "9/2014-1").problems
    assert [(problem.line, problem.message, problem.is_error) for problem in problems] == [(12, f"从“先复议。”起，{ORDER}", True)]


@pytest.mark.parametrize(("source", "shown", "taken"), [
    ("甲[^1]\n\n[^1]: 注\n\n乙", "甲1 乙 1. 注↩", ["[^1]", "[^1]: "]), ("甲乙", "甲 图 乙", []), ("甲**乙**\n丙", "甲乙 丙", ["****"]), ("&#20013;国", "中国", []), ("ab甲", "ba甲", []),
])
def test_no_order_is_told_that_cannot_be_known(source: str, shown: str, taken: list[str]) -> None:
    assert fidelity.moved(source, shown, taken) is None


@pytest.mark.parametrize("folder", ["items", "pages", "reports"])
def test_nothing_of_our_content_is_lost(folder: str) -> None:
    paths = sorted((ROOT / "content" / folder).rglob("*.md"))
    assert paths
    for path in paths:
        assert losses(split(path.name, path.read_bytes()).body) == [], path


WORDS = st.sampled_from(["经研究", "区政府", "拨付500万元", "138****5678", "张*、李*", "10*20*30", "**重点**", "*斜体*", "{单位：万元}", "<XX区>", "a<b", "[注]", "[表](a.pdf)", "`a_b`", "见[^1]", "&amp;",
                         "C:\\new", "#话题#", "2026. 11. 3", "|", "（一）", "“引”", "~~删~~", "<b>粗</b>", "<br>", "\t", "——", "<!-- 注 -->", "__年__月", "\\*", "。", "，", "：", " ", "　",
                         "李**", "**公司", "**路**号", "王*明", "5*（3+2）*4", "**5%**以上", "**100**万元", "当事人：", "<p>甲</p>", "<p>", "</b>", "<h2>题</h2>", "<ul><li>甲<li>乙</ul>", "<o:p></o:p>", "<st1:place>", "<textarea>字</textarea>", "&#0;", "&notanentity;",
                         "<a@b.example>", "\ue863", "{: #a }", ">50%", ">=60", "\t\t", "如下："])
LINE = st.lists(WORDS, min_size=1, max_size=8).map("".join)
MARK = st.sampled_from(["", "", "", "# ", "## ", "#", "- ", "* ", "+ ", "1. ", "34. ", "2014. ", "1、", "> ", ">", "    ", "\t", "　　", "   - ", "    1. ", ":   ", "[注]: ", "[^1]: ", "[^2]: ", "[a]: b.pdf", "| 甲 | ",
                        "|--|--|", "---", "***", "===", "```", "<div>", "</div>", "<table><tr><td>", "</td></tr></table>", "　　　　　　　　2014年3月1日",
                        "      1. ", "　　1. ", "　　（一）", "附件：1. ", "　　| 甲 | ", "    |--|--|", "****", "* * *", "<p>", "<TABLE><TR><TD>", "</TABLE>", "                    区政府办公室", "                    2014年3月1日", "{: #a }", "\t"])
BODIES = st.lists(st.tuples(MARK, LINE, st.sampled_from(["\n", "\n\n", "\n\n"])).map("".join), min_size=1, max_size=10).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
def test_nothing_of_any_official_text_is_lost(source: str) -> None:
    assert losses(source) == []


UNITS = [
    "<!--", "[", "*", "<", "(", "`", "![", "**", "|", "{", "\\", "\n> ", "- ", "\n- ", "\n1. x", "\n\n1. x", "<a ", "<div>", "\n<div>\n", "<b>", "<b></b>", "[a](b.c)", "[a]", "[^1]", "\n[^1]: x", "*a ", "(*a", "`a``",
    "\n```", "\n\n```\na", "\na\tb", "\n\na\tb\n\nc", "|a|b|\n|-|-|\n", "\n|a|b|", "[x](#a)", "\n## a", "\n\n　　甲", "[a]: b.c\n", "<a \"", "<a '", "[a](", "\n: a", "<script>", "</script>", "*a **b ", "**李",
    "\n　　　　　　　　甲", "{#a}", "甲\n===\n", "｜甲｜\n", "<http://a.b>", "<table>", "\n<table>", "<p>", "\n- a\n  - b", "\n\n* a", "\n\n+ a\n\n    - b", "</", " \n",
    "\n1. a\n注", "：\n1. a\n", "**甲**", "甲**乙", "\n**甲**乙", "*甲*", "\n**甲", "<p>", "\n<p>甲", "\n<p>a</p>", "<p>甲</p>", "\n<table><tr><td>1<td></table>", "<o:p></o:p>", "</b>", "<b>甲</b></b>", "\n由**区教育局**负责", "\na\t\n", "\n****", "\ue863", "&#0;",
    "{: #a }\n", "\n\n甲\n{: #a }", "\n1. a\n                    甲", "\n\n- a\n\n                    甲", "\n\n<table>甲</table>乙",
]


@pytest.mark.parametrize("unit", UNITS)
def test_the_cost_of_repeated_marks_grows_with_their_number(unit: str) -> None:
    """Eight times as many marks cost less than thirty times as much; quadratic cost is sixty-four times."""
    def cost(count: int) -> float:
        source = unit * count
        begin = time.process_time()
        renderer().render(PATH, source, 1, "9/2014-1")
        return time.process_time() - begin

    small, large = (min(cost(count) for _ in range(3)) for count in (1_000, 8_000))
    assert large < 30 * max(small, 0.01)
