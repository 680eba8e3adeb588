"""Marks of secrecy and of internal documents: how they are set, and where the same words are none."""

from __future__ import annotations

import pytest
from disclosure.secrecy.detect import detect


def kinds(text: str, **options: object) -> list[str]:
    """Return the kinds of what is found in a text."""
    return [one.kind for one in detect(text, **options)]


LEVELS = ("绝密", "机密", "秘密", "絕密", "機密", "祕密", "绝 密", "机　密")


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_that_fills_a_line_is_a_mark(level: str) -> None:
    for text in (
        level, f"{level}级", f"{level}件", f"{level}文件", f"{level}材料", f"{level}*", f"{level}※", f"{level}▲", f"★{level}", f"{level}10年", f"{level} 十年", f"{level} 长期", f"{level}·6个月", f"{level}（10年）", f"{level} 2024年1月1日",
        f"特急{level}", f"特 急 {level}", f"{level} 加急", f"密级：{level}", f"保密等级 {level}", f"{level} 保密期限：10年", f"【{level}】", f"〖{level}〗", f"「{level}」", f"**{level}**", f"  {level}  ", f"甲\n\n{level}\n\n乙",
    ):
        assert kinds(f"{text}\n\n关于某事的报告") == ["mark"], text
        [one] = detect(f"{text}\n\n关于某事的报告")
        assert one.value.rstrip("★") == "".join(level.split())
        assert text[one.start : one.end].startswith(level)


@pytest.mark.parametrize("level", LEVELS[:3])
def test_in_prose_lists_and_tables_a_level_is_none(level: str) -> None:
    for text in (
        f"{level}的", f"{level}事项", f"关于{level}", f"{level}100年历史", f"- {level}", f"* {level}", f"+ {level}", f"1. {level}", f"2、{level}", f"| {level} |", f"## {level}", f": {level}", f"{level}\n: 说明", f"甲（{level}）乙", f"关于某事。（{level}）",
        f"密级：非{level}", f"一\n二\n三\n四\n{level}", f"{'甲' * 57}（{level}）",
    ):
        assert kinds(f"{text}\n\n正文") == [], text


def test_a_level_in_brackets_is_a_mark_at_the_edge_of_a_heading() -> None:
    for text in ("关于某事的报告（机密）", "【秘密】关于某事的报告", "[绝密★]关于某事", "关于某事〔机密 10年〕", f"{'甲' * 56}（机密）"):
        assert kinds(f"{text}\n\n正文") == ["mark"], text
    [one] = detect("关于某事的报告（机密）\n\n正文")
    assert (one.start, one.end, one.value) == (8, 10, "机密")


INTERNAL = (
    "内部资料", "内部文件", "内部使用", "内部刊物", "内部材料", "内部参考", "内部发行", "内部传阅", "内部情况", "内部掌握", "内部交流", "内部通报", "仅供内部", "仅限内部", "只限内部", "供内部", "供领导参阅", "工作秘密", "敏感信息", "不得外传", "严禁外传",
    "请勿外传", "禁止外传", "不准外传", "切勿外传", "不得对外泄露", "不得外泄", "请勿扩散", "严禁复制", "严禁复印", "不得翻印", "不得转载", "请勿传播", "不得公开", "请勿转发", "不得抄录", "不予公开", "不宜公开", "不公开", "注意保密", "阅后即焚", "阅后收回", "阅后退回", "阅后销毁",
    "阅后归还", "密件",
)


@pytest.mark.parametrize("word", INTERNAL)
def test_each_word_for_internal_documents_is_a_mark(word: str) -> None:
    for text in (word, f"【{word}】", f"{word} 注意保存", f"{word}！", f"甲\n\n{word}\n\n乙", f"关于某事的报告（{word}）", f"（{word}）关于某事的报告", f"公开属性：{word}"):
        assert kinds(f"{text}\n\n正文") == ["internal"], text
    for text in (f"{word}管理办法", f"关于{word}的规定", f"# {word}", f"- {word}", f"| {word} |", f"{word}。", f"甲乙丙丁（{word}）戊己庚辛", f"一\n二\n三\n四\n{word}", f"一\n二\n三\n四\n关于某事（{word}）", f"某某。（{word}）"):
        assert kinds(f"{text}\n\n正文") == [], text


def test_beside_newer_words_only_other_marks_may_stand() -> None:
    assert kinds("内部资料甲乙丙\n") == ["internal"]
    assert kinds("内部文件甲乙丙\n") == []
    assert kinds("内部文件 第12号\n") == ["internal"]
    assert kinds("内部文件 不得外传\n") == ["internal", "internal"]


def test_internal_in_brackets_is_enough() -> None:
    assert kinds("关于某事的报告（内部）\n\n正文") == ["internal"]
    assert kinds("【内 部】关于某事的报告\n\n正文") == ["internal"]
    assert kinds("关于内部某事的报告\n\n正文") == []
    assert kinds(f"{'甲' * 56}（内部）\n\n正文") == ["internal"]
    assert kinds(f"{'甲' * 57}（内部）\n\n正文") == []


@pytest.mark.parametrize("star", "★☆⭐✩✭✮✯✰✡⭑")
def test_a_star_of_any_kind_makes_a_mark_anywhere(star: str) -> None:
    text = f"{'甲' * 400}。\n\n这里写着秘密{star}3年，乙。"
    assert [(one.kind, one.value) for one in detect(text)] == [("mark", "秘密★")]
