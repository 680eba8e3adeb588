"""The reason of a take-down has no words of what is taken down."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.commands.published_reason import words_of

from .test_takedown import INDEX, Taken

TITLE = "关于王小明低保的通知"


@pytest.mark.parametrize(("reason", "text", "found"), [
    ("涉及王小明的隐私", TITLE, ["王小明"]), ("涉及王小明家庭隐私", TITLE, ["王小明"]), ("涉及王 小·明的隐私", TITLE, ["王小明"]),
    ("涉及王小明的隐私", "关于王　小　明低保的通知", ["王小明"]), ("王小明、李大力申请", "李大力和王小明", ["王小明", "李大力"]),
    ("案号ABC１234重复", "见 abc1234 号", ["abc1234"]), ("电话 6789-0", "689 67890", ["67890"]), ("小明要求", TITLE, ["小明"]),
    ("涉及个人隐私", "本件写明个人隐私和商业秘密，涉及个人隐私。", []), ("依据条例第十五条，当事人要求移除", "依据条例第十五条，当事人要求移除。", []),
    ("内容有误，重复发布", "内容有误，重复发布", []), ("因王某申请", TITLE, []), ("第123条", "123条", []), ("涉及张三", TITLE, []),
])
def test_words_of_the_text_are_found_and_general_words_are_not(reason: str, text: str, found: list[str]) -> None:
    assert words_of(reason, ["别的话", text]) == found


@pytest.mark.parametrize("place", ["Title", "Summary", "Tags", "body", "file", "attachment", "name", "release"])
def test_a_name_anywhere_in_the_item_is_refused_and_quoted(tmp_path: Path, place: str) -> None:
    site = Taken(tmp_path)
    site.write({"items/2-表.csv": "姓名\n王小明\n" if place == "attachment" else "姓名\n"})
    if place == "name":
        site.write({"items/2-王小明.csv": "甲\n"})
    given = {"Title": "低保个人隐私通知", "Tags": "低保"}
    site.put(2, **given | {place: "谈到王小明。\n" if place == "body" else "谈到王小明"} if place in ("Title", "Summary", "Tags", "body") else given)
    if place == "file":
        (site.content / "items/2.md").rename(site.content / "items/2王小明.md")
    if place == "release":
        site.put(2, Title="王小明低保")
        site.good_make("publish")
        (site.content / "items/2.md").unlink()
    done = site.takedown(INDEX, "涉及王小明的隐私")
    assert done.returncode != 0 and "REASON 里的“王小明”是这条信息里的话" in done.stderr and "什么也没有动" in done.stderr
    assert not (site.content / "registers/removed.csv").exists()
