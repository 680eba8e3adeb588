"""Suggestions: the phrases that titles share, and the files that a browser reads."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys

import pytest
from offline_search import suggest
from offline_search.phrases import LONGEST, frequent_phrases
from offline_search.suggest import NEEDED, files, missing_libraries

from tests.kit.project import ROOT

NAMES = ("区卫生和计划生育委员会", "区人力资源和社会保障局", "三家店街道办事处")


def phrases(*titles: str, most: int = 100) -> set[str]:
    """Return the phrases of these titles."""
    return {phrase for phrase, _ in frequent_phrases(titles, NAMES, most)}


@pytest.mark.parametrize(("title", "whole"), [
    ("关于印发老旧小区改造方案的通知", {"老旧小区改造方案", "通知"}),
    ("区卫生和计划生育委员会关于做好母婴保健工作的通知", {"母婴保健工作", "通知"}),
    ("三家店街道办事处文化活动", {"文化活动"}),
    ("2014年财政预算执行情况和2015年财政预算草案的报告", {"财政预算执行情况", "财政预算草案", "报告"}),
    ("二〇一四年第三季度工作总结", {"工作总结"}),
    ("和平路改造工程", {"和平路改造工程"}), ("参与式预算", {"参与式预算"}), ("法律普及活动", {"法律普及活动"}), ("目的地管理", {"目的地管理"}),
    ("食品、药品安全", {"食品", "药品安全"}), ("《安全生产法》", {"安全生产法"}),
    ("我区老年人可以享受的各项待遇", {"各项待遇"}), ("至12时封堵路口", set()), ("12家单位", set()), ("为园舍加装护栏", set()), ("A", set()), ("", set()), ("好", set()),
])
def test_a_phrase_is_whole(title: str, whole: set[str]) -> None:
    assert phrases(title, title) == whole


def test_what_one_title_says_comes_after_what_several_do_as_far_as_there_is_room() -> None:
    titles = ("老旧小区改造方案", "公共自行车租赁点", "食品安全", "食品安全")
    assert frequent_phrases(titles, NAMES, 3) == [("食品安全", 2), ("公共自行车租赁点", 1), ("老旧小区改造方案", 1)]
    assert frequent_phrases(titles, NAMES, 1) == [("食品安全", 2)]


def test_a_phrase_of_one_title_is_cut_out_of_no_word() -> None:
    assert phrases("雨水和气井") == {"雨水和气井"}
    assert "合作社指导员" not in phrases("联合作社指导员") and "联合作社指导员" in phrases("联合作社指导员")
    assert phrases("至12时封堵路口") == set()


def test_phrases_that_stand_only_together_are_one() -> None:
    assert phrases("区民政局主要职责和内设机构") == {"区民政局主要职责和内设机构"}
    assert phrases(*["主要职责和内设机构"] * 3) == {"主要职责和内设机构"}
    assert phrases("主要职责和内设机构", "主要职责") == {"主要职责和内设机构", "主要职责"}
    long = "很" * (LONGEST - 3)
    assert phrases(*[f"{long}和内设机构"] * 2) == {long, "内设机构"}


def test_a_part_of_a_longer_word_is_no_phrase() -> None:
    beside = ["京山南、北路封闭施工", "京山南、北路恢复通车"]
    assert "京山南" in phrases(*beside)
    assert "京山南" not in phrases(*beside, *["京山南路的路灯"] * 3)


def test_a_phrase_is_not_longer_than_a_line() -> None:
    assert phrases(*["很" * LONGEST] * 2) == {"很" * LONGEST}
    assert phrases(*["很" * (LONGEST + 1)] * 2) == set()


def test_the_commonest_phrases_come_first_and_their_number_has_a_limit() -> None:
    titles = ["食品安全"] * 3 + ["安全生产"] * 2 + ["招生考试"] * 4
    assert frequent_phrases(titles, (), 2) == [("招生考试", 4), ("食品安全", 3)]


def test_the_files_do_not_depend_on_the_order_in_which_python_hashes() -> None:
    code = (
        "import hashlib; from offline_search.suggest import *;"
        "made = files([Suggestion('区民政局', '机构', 'a.html', 4, ('民政局',)), Suggestion('信息公开'), Suggestion('𠀀字')]);"
        "print([hashlib.sha256(made[name]).hexdigest() for name in sorted(made)])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1 and len(runs.pop()) > 200


def test_lunr_comes_as_published_with_its_licence() -> None:
    script = suggest.library()
    assert script.startswith("/**\n * lunr - http://lunrjs.com") and "@license MIT" in script[:300] and "2.3.9" in script[:200]
    assert len(script) < 45_000


def test_another_lunr_than_the_one_whose_format_is_written_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "SOUGHT_VERSION", "3.0.0")
    with pytest.raises(ValueError, match=r"3\.0\.0"):
        suggest.library()


def test_files_are_made_of_nothing_too() -> None:
    assert set(files([])) == {"box.js", "index.js", "lunr.js"}


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_libraries() == []
    monkeypatch.setattr(suggest, "NEEDED", (*NEEDED, "no-such-distribution"))
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution("no-such-distribution")
    assert missing_libraries() == ["no-such-distribution"]
