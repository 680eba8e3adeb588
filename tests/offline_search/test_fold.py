"""The fold map and the breaks between words, against Unicode's and OpenCC's own data."""

from __future__ import annotations

import unicodedata

import opencc
import pytest
from offline_search import fold_table
from offline_search.fold import BREAKS, _without_chains, composed, fold, fold_map, is_break, tokens, words
from offline_search.fold_table import fold_points, points

NO_TEXT = range(0xD800, 0xE000)
"""Halves of surrogate pairs."""
EVERY = [point for point in range(0x110000) if point not in NO_TEXT]
BREAKING = {point for point in range(0x110000) if unicodedata.category(chr(point)) in ("Zs", "Cs")} | {*range(9, 14), 0xFFF9, 0xFFFA, 0xFFFB}
"""Spaces, tabs and ends of lines, halves of pairs, and the marks of interlinear notes."""
UNSEEN = [chr(point) for point in range(0x110000) if point not in BREAKING and unicodedata.category(chr(point)) in ("Cc", "Zl", "Zp")]
"""Control characters and separators that come with texts from elsewhere."""
MARKS = {
    "〔": "(", "[": "(", "【": "(", "﹝": "(", "〕": ")", "]": ")", "】": ")", "﹞": ")", "~": "-", "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "\u2012": "-",
    "\u2015": "-", "\u2212": "-", "\u223c": "-", "〜": "-", "\u2043": "-", "•": "·", "‧": "·", "\u2219": "·", "\u22c5": "·", "・": "·",
}
RADICALS = [chr(point) for point in range(0x2E80, 0x2EF4) if composed(chr(point)) == chr(point)]
UNTOUCHED = "⺀⺑⺚⺳⺴⺵"
"""Radicals without a character that looks the same."""
IGNORED = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2065\u2069\u206f\ufe00\ufe07\ufe0f\ufeff\U000e0100\U000e01ef"
    "\"'«»‘’‚‛“”„‟‹›〈〉《》「」『』〝〞〟︽︾︿﹀﹁﹂﹃﹄＂＇｢｣"
)


def test_breaks_are_spaces_and_what_parts_lines() -> None:
    spans = {point for first, last in BREAKS for point in range(first, last + 1)}
    assert spans == BREAKING
    edges = {point + step for first, last in BREAKS for point in (first, last) for step in (-1, 0, 1) if point + step >= 0}
    assert {point for point in edges if is_break(point)} == edges & BREAKING


def test_words_are_parted_at_every_break_and_nowhere_else() -> None:
    assert words("".join(f"a{chr(point)}" for point in sorted(BREAKING))) == ["a"] * len(BREAKING)
    assert words("甲".join(chr(point) for point in sorted(BREAKING))) == ["甲"] * (len(BREAKING) - 1)
    whole = "".join(chr(point) for point in EVERY if point not in BREAKING)
    assert words(whole) == [whole]


def test_the_map_has_every_character_that_opencc_simplifies_alone_and_every_mark() -> None:
    characters = [chr(point) for point in EVERY if point not in BREAKING and composed(chr(point)) == chr(point)]
    simple = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    expected = {one: other for one, other in zip(characters, simple, strict=True) if one != other and len(other) == 1}
    expected |= {mark: plain for mark, plain in MARKS.items() if composed(mark) == mark} | {"瞭": "了", "乾": "干"}
    expected |= {radical: fold(radical) for radical in RADICALS if radical not in UNTOUCHED}
    expected.pop("覆", None)
    assert expected["薴"] == "苧" and expected["苧"] == "苎"  # the only chain
    expected["薴"] = "苎"
    reached = {chr(one): chr(other) for one, other in fold_map().items() if composed(chr(one)) == chr(one)}  # the others are another one by then
    assert reached == expected


@pytest.mark.parametrize(("written", "folded"), [
    ("覆蓋", "覆盖"), ("瞭解", "了解"), ("乾淨", "干净"), ("政府信息公開", "政府信息公开"), ("青府辦發〔２０１４〕１２號", "青府办发(2014)12号"), ("ABC", "abc"), ("㎡", "m2"),
    ("e\u0301", "é"), ("e\u200b\u0301", "é"), ("K", "k"), ("J\u030c", "ǰ"), ("İ", "i̇"), ("ΑΣ", "ας"),
])
def test_what_a_reader_types_and_an_editor_writes_become_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_radicals_stand_for_the_characters_that_look_the_same() -> None:
    assert fold("⺠⻚⻅⻋⻔⻛⻢⻥⻩⻰⺟⺫⺮⻄⻓⻘") == "民页见车门风马鱼黄龙母目竹西长青"
    for radical in RADICALS:
        assert radical in UNTOUCHED or unicodedata.name(fold(radical)).startswith("CJK UNIFIED")


@pytest.mark.parametrize("mark", MARKS)
def test_marks_that_cannot_be_typed_stand_for_those_that_can(mark: str) -> None:
    assert fold(mark) == MARKS[mark]


@pytest.mark.parametrize("sign", [*IGNORED, *UNSEEN, "\u034f", "\u061c", "\u180e"])
def test_signs_that_are_not_seen_are_left_out(sign: str) -> None:
    assert fold(f"信{sign}息") == composed(f"信{sign}息") == "信息"


@pytest.mark.parametrize("sign", "\t\r\u00ae\u200a\u2010\u202f\u205f\u2070\ufdff\ufe10\ufefe\U000e0200")
def test_signs_beside_those_are_not_left_out(sign: str) -> None:
    assert len(fold(f"某信{sign}息某")) > 4


@pytest.mark.parametrize(("found", "resolved"), [
    ({1: 2}, {1: 2}), ({1: 2, 2: 3}, {1: 3, 2: 3}), ({1: 2, 2: 3, 3: 4}, {1: 4, 2: 4, 3: 4}), ({1: 2, 2: 1}, {}), ({1: 1}, {}), ({}, {}),
    ({1: 2, 5: 6}, {1: 2, 5: 6}), ({1: 2, 2: 2}, {1: 2}),
])
def test_chains_of_a_map_are_followed_to_their_end(found: dict[int, int], resolved: dict[int, int]) -> None:
    assert _without_chains(found) == resolved


def test_the_map_is_made_once() -> None:
    assert fold_map() is fold_map()


@pytest.mark.parametrize(("text", "expected"), [
    ("", []), ("甲", ["甲"]), ("甲乙", ["甲", "乙", "甲乙"]), ("甲乙丙 丁", ["甲", "乙", "丙", "甲乙", "乙丙", "丁"]), ("國", ["国"]), (" 甲\u3000乙\n", ["甲", "乙", "甲乙"]), (" 甲丙\u3000乙\n", ["甲", "丙", "甲丙", "乙"]),
])
def test_tokens_are_characters_and_pairs_of_neighbours(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has learnt nothing yet, so that each text is one of the first."""
    monkeypatch.setattr(fold_table, "_counts", fold_table._counts.copy())
    monkeypatch.setattr(fold_table, "_single", fold_table._single.copy())
    monkeypatch.setattr(fold_table, "_several", {})
    fold_table._counts[:] = 255
    fold_table._single[:] = 0


TEXTS = (
    "", "甲", "政府信息公開", "㎡", "５㎡的國㎡", "ﷺ", "ﷺﷺ甲", "\u200b", "甲\u200b乙", "\u200b㎡", "ﬁ\u00ad國ﬃ", "e\u0301", "ΑΣ", "Σ", "각", "가\u11a8", "\u1112\u1161\u11ab", "\u1100\u1161",
    "\u115f\u1160", "\u11ff\u1200", "𠮷", "\U000e0100", "\ud800", "甲\udfff", "\udbff", "\udc00", "\ue000", "\uffff", "\x00", "İ", "ǰ", "Å", "\u0958", "\u2126", "ﾟ", "ｶﾞ",
    "\u037a", "\u00a8", "\u0345", "\u0e33", "\ufe70",
)


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("text", TEXTS)
def test_the_table_folds_a_first_text_as_the_map_does(text: str) -> None:
    expected = points(fold(text)).tolist()
    assert fold_points(text).tolist() == expected
    assert fold_points(text).tolist() == expected  # and the second time, when it is known
    assert fold_points(f"甲{text}乙").tolist() == points(fold(f"甲{text}乙")).tolist()


@pytest.mark.usefixtures("forgotten")
def test_the_table_folds_texts_that_follow_each_other() -> None:
    """What one has taught it serves the next; a text of known and unknown characters is both."""
    for text in (*TEXTS, "".join(TEXTS), *(one + other for one in TEXTS for other in TEXTS[:18])):
        assert fold_points(text).tolist() == points(fold(text)).tolist(), ascii(text)


@pytest.mark.usefixtures("forgotten")
def test_a_character_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(text: str) -> str:
        asked.append(text)
        return fold(text)

    monkeypatch.setattr(fold_table, "fold", counted)
    for _ in range(3):
        fold_points("政府信息㎡\u200b")
    assert sorted(asked) == sorted("政府信息㎡\u200b")
    asked.clear()
    fold_points("e\u0301政")
    fold_points("政e")
    assert asked == ["e", "e\u0301政"]  # a text in which a mark joins its neighbour is folded whole
