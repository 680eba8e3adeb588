"""The register of synonyms, and the short names of agencies."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.registers import Registers, checks
from disclosure.registers.synonyms import groups

from tests.kit.project import ROOT


def written(content: Path, **registers: str) -> Registers:
    (content / "registers").mkdir()
    for name, text in registers.items():
        (content / f"registers/{name}.csv").write_text(text, encoding="utf-8")
    return Registers(str(content))


def test_groups_are_rows_and_the_short_names_of_agencies(tmp_path: Path) -> None:
    found = written(tmp_path, synonyms="words,note\n低保、最低生活保障,救助\n公租房；公共租赁住房;保障房,\n", agencies="code,name,short\n1,区人社局,\n2,区发展和改革委员会,区发改委、发改委\n")
    assert groups(found) == [("低保", "最低生活保障"), ("公租房", "公共租赁住房", "保障房"), ("区发展和改革委员会", "区发改委", "发改委")]
    assert not found.problems


def test_without_registers_there_are_none(tmp_path: Path) -> None:
    assert groups(written(tmp_path)) == []


@pytest.mark.parametrize(("words", "said"), [
    ("低保", "“低保”只有一个词"), ("税、税收", "“税”只有一个字，检索时不用"), ("低 保、最低生活保障", "“低 保”中间有空格，检索时找不到"), ("低保、低保", "“低保”写了两遍"),
])
def test_what_a_search_cannot_use_is_told_at_its_line(tmp_path: Path, words: str, said: str) -> None:
    found = list(checks.problems(written(tmp_path, synonyms=f"words,note\n停车场、车位,\n{words},\n"), "2015-01-01", {"DISCLOSURE_FEEDBACK_AFTER": 60}))
    assert [(problem.path, problem.line, problem.message) for problem in found] == [("registers/synonyms.csv", 3, said)]
    assert found[0].remedy


def test_the_register_that_is_shipped_is_sound_and_has_the_words_of_the_trade() -> None:
    registers = Registers(str(ROOT / "content"))
    assert not registers["synonyms"].problems and not list(checks.problems(registers, "2026-01-01", {"DISCLOSURE_FEEDBACK_AFTER": 60}))
    found = groups(registers)
    assert len(registers["synonyms"].rows) >= 300
    for one, other in (("发改委", "发展和改革委员会"), ("人社局", "区人力资源和社会保障局"), ("低保", "最低生活保障"), ("公租房", "保障房"), ("老年证", "老年人优待证"), ("信息", "资讯"), ("软件", "软体"), ("借书证", "借阅证"),
                       ("鞭炮", "烟花爆竹"), ("幼稚园", "幼儿园"), ("小饭馆", "小型餐饮"), ("上小学", "小学入学"), ("老年卡", "老年人优待证")):
        assert any(one in group and other in group for group in found), one
