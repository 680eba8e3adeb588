"""What is no markup is text: the reader sees what the editor wrote."""

from __future__ import annotations

import pytest

from tests.kit.bodies import markup, shown, soup, told

AS_WRITTEN = {
    "first line with a colon": "9:30，区长主持召开会议。", "first line with a key": "Q: 怎样申请？", "first line with an address": "http://www.example.gov.cn/a",
    "masked telephones": "甲138****5678、乙139****1234已领取。", "sizes": "规格100*200*300毫米，10*20*30。", "powers": "10**20**30与2**3",
    "masked names": "张*、李*中签，王*明、李*华候补，欧**、司**落选。", "masked men and women": "李**（男）、王**（女）",
    "masked in a sentence": "经查，李**与王**系夫妻关系。", "masked in front": "*建国、*卫东，**军、**红", "masked flats": "新华路**号3栋**室", "masked pupils": "甲**（男）、乙**（女）", "used label with words": "见[注]\n[注]: 初步数", "masked addresses": "青云谱区**路**号**栋",
    "masked plates": "赣A12**号、赣B34**号，赣A***12、赣B***34", "masked firms": "南昌**公司与九江**公司", "one hidden character": "*国*中签",
    "formula": "3*a*b，A**2+B**2，a * b * c", "stars for fields": "姓名*、电话*为必填项", "stars of digits": "尾号**12**的车辆", "long stars": "****重点****",
    "star as a note": "* 注：以上为初步数", "unders": "a_b_c、__init__、____年__月__日、_甲_、___", "tildes": "~~删去~~，3~5天，==重点==",
    "topics": "#政务公开# 话题", "building": "#1号楼改造", "many hashes": "#######七级", "comment of numbers": "正文第#3项",
    "note": "[注]: 以上数据为初步统计数", "numbered note": "[1]: 见附表", "note alone": "[注]", "two brackets": "[甲][乙]", "document number": "青府发[2014](12)号",
    "unused definition": "[1]: http://example.com/a", "definition with words": "[附件]: 表格.xlsx 等三份", "foreign word": "[注]: note:后补",
    "footnote without text": "见[^9]处", "placeholder": "填写<XX区>名称，<A项目>、<2014>、<A>、<b>。", "less": "a<b，c>d，x<y x>y，5<6", "unknown element": "<foo>甲</foo>，<o:p>乙</o:p>",
    "braces": "甲{单位：万元}，{见下}，{: .red }，{}", "tags of blocks in a line": "甲<p>乙</p>、<td>丙</td>", "braces after bold": "金额甲{.5}", "percent": ">50%的地区", "path": "C:\\new\\_data，\\\\192.168.1.1\\共享，综合政务\\政务公开",
    "backslash at the end": "甲\\\n乙", "ampersand": "AT&T，a&b", "bars": "甲|乙", "wide bars": "甲｜乙", "colon line": ": 没有词条", "full colon": "词条\n： 说明",
    "abbreviation": "*[HTML]: 超文本", "clause": "34.拍卖", "enumerations": "1、甲\n2、乙\n（一）丙\n①丁\n第一条 戊\n1.1 己\n1）庚\n(2) 辛", "date": "2026. 11. 3 召开", "year": "2014. 年度",
    "leading zero": "01. 甲", "wrapped number": "全年支出\n34. 5万元", "setext": "标题\n===", "dashes": "———", "blank to fill": "姓名：\n____", "bullets": "·甲\n•乙\n—丙\n-丁",
    "plus": "+ 5%", "backtick": "`甲", "fence without end": "```\n甲", "words after backticks": "```示例\n甲\n乙", "comment without end": "甲<!--乙", "script without end": "甲<script>乙",
    "quotes in brackets": "“*”号为必填，（*）为选填", "formula in letters": "y=ax*2+b*3",
}


@pytest.mark.parametrize("source", AS_WRITTEN.values(), ids=AS_WRITTEN.keys())
def test_text_is_shown_as_written(source: str) -> None:
    assert shown(source) == source
    assert markup(source) <= {"ol", "li"}


@pytest.mark.parametrize("source", AS_WRITTEN.values(), ids=AS_WRITTEN.keys())
def test_text_is_shown_as_written_in_a_cell_a_list_and_a_quotation(source: str) -> None:
    line = source.partition("\n")[0]
    if "|" not in line:
        table = soup(f"| 甲 | 乙 |\n|---|---|\n| {line} | 丙 |")
        assert table.td.get_text() == " ".join(line.split())
    assert soup(f"- {line}").li.get_text() == line
    assert soup(f"> {line}").blockquote.get_text().strip() == line


BOLD = {
    "这是**重点**内容": "重点", "这是**“重点”**，": "“重点”", "**注意：**请按时": "注意：", "按照**《条例》第三条**的": "《条例》第三条", "**一、总体要求。**全年": "一、总体要求。",
    "（**重点**）": "重点", "**A和B**": "A和B", "共**3个工作日**内": "3个工作日", "**注**：以上": "注", "PM2.5**超标**": "超标", "**甲\n乙**": "甲\n乙",
    "**重点*项目*要求**": "重点*项目*要求",
}


@pytest.mark.parametrize(("source", "bold"), BOLD.items())
def test_double_stars_around_words_are_bold(source: str, bold: str) -> None:
    assert [strong.get_text() for strong in soup(source).find_all("strong")] == [bold]


def test_single_stars_are_emphasis_where_they_touch_no_word() -> None:
    assert [element.get_text() for element in soup("首段，*斜体*、*very good*。").find_all("em")] == ["斜体", "very good"]
    assert soup("，*甲乙**丙丁**戊己*，").em.strong.get_text() == "丙丁"
    assert soup("***重点***").strong.em.get_text() == "重点"


def test_a_number_that_fills_a_cell_may_be_bold() -> None:
    assert [cell.strong.get_text() for cell in soup("| 甲 | 乙 |\n|--|--|\n| **1,242.5** | **12%** |").find_all("td")] == ["1,242.5", "12%"]


SEEN_WITHOUT_MARKS = {
    "\\*甲\\*": "*甲*", "138\\*\\*\\*\\*5678": "138****5678", "1\\. 甲": "1. 甲", "\\# 甲": "# 甲", "&lt;甲&gt;&amp;": "<甲>&", "`a*b*`": "a*b*", "甲<br>乙": "甲乙",
    "<b>甲</b>": "甲", "<https://example.com/a>": "https://example.com/a", "甲<!-- 不显示 -->乙": "甲乙", "- - - -": "", "\\[甲](a.pdf)": "[甲](a.pdf)", "H<sub>2</sub>O": "H2O",
}


@pytest.mark.parametrize(("source", "seen"), SEEN_WITHOUT_MARKS.items())
def test_markup_is_not_seen(source: str, seen: str) -> None:
    assert shown(source + "\n\n完").removesuffix("完").strip() == seen
    assert told(source + "\n\n完") == []


@pytest.mark.parametrize(("source", "line", "words"), [
    ("甲\n\n<!-- 乙\n\n丙", 3, "注释没有结束"), ("甲\n```\n乙", 2, "代码块没有结束"), ("甲\n\n见[^1]。", 3, "脚注“[^1]”没有内容"), ("甲\n\n[^2]: 乙", 3, "没有引用脚注"),
    ("甲[^1]\n\n[^1]: 乙\n[^1]: 丙", 4, "写了两次"), ("甲\n##乙", 2, "不是标题"), ("甲\n===", 2, "不作标题"), ("甲\n\n<font>乙</font>", 3, "<font>"), ("甲\n<div>乙\n\n<div>丙</div>", 2, "没有结束"),
    ("甲\n乙\u200b丙", 2, "U+200B"), ("甲\u00ad乙", 1, "U+00AD"), ("甲\n乙\ufeff", 2, "U+FEFF"), ("[甲](乙丙)", 1, "不是链接"), ("甲\n[](a.pdf)", 2, "没有文字"), ("甲\n\n[乙](#丙)", 3, "链接“#丙”"),
    ("## 甲 {#a}\n\n## 乙 {#a}", 3, "用了两次"), ("甲\n<script>乙</script>", 2, "不允许的 HTML"),
])
def test_what_is_dropped_or_doubtful_is_told_at_its_line(source: str, line: int, words: str) -> None:
    assert [place for place, message in told(source) if words in message] == [line]
