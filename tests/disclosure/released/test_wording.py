"""A published text that changes says so in `Modified`; else a reminder shows the words before and after."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from disclosure.model.settings import today

from tests.kit.project import ROOT
from tests.kit.published_sites import TEXTS, Published
from tests.kit.quick_builds import copy_of

NEW = "汛期每天巡查两次河堤。"
TODAY = today({"TIMEZONE": "Asia/Shanghai"})


@pytest.fixture
def site(tmp_path: Path) -> Published:
    """Four published items, the first with an attachment."""
    site = Published(tmp_path)
    site.write({"items/1-表.csv": "甲,乙\n1,2\n"})
    return site.published()


def changed(site: Published, **more: str) -> list[str]:
    """Change a word of the first item, build, and return the problems."""
    site.put(1, **{"body": f"第一段在前。\n\n{NEW}\n\n第三段在后。\n"} | more)
    return site.check()


def test_the_reminder_shows_the_words_before_and_after_at_their_line(site: Published) -> None:
    [problem] = changed(site)
    assert problem == (
        "items/1.md:12: 提醒：发布过的内容变了，Modified（修改日期）没有跟着变：“汛期每天巡查一次河堤。”改成了“汛期每天巡查两次河堤。”；"
        f"改对了的，写上“Modified: {TODAY}”；不是有意改的，改回去"
    )


def test_it_is_told_in_every_build_until_it_is_released_and_after_a_cold_cache_too(site: Published) -> None:
    first = changed(site)
    assert first == site.check() != []
    shutil.rmtree(site.base / "cache")
    assert site.check() == first
    site.release()
    assert site.check() == []


@pytest.mark.parametrize(("before", "now", "is_told"), [
    (None, None, True), (None, "2014-06-01", False), ("2014-06-01", "2014-06-01", True), ("2014-06-01", "2014-05-01", True),
    ("2014-06-01", "2014-06-02", False), (TODAY, TODAY, False),
])
def test_a_new_day_of_modification_announces_a_change(site: Published, before: str | None, now: str | None, is_told: bool) -> None:
    site.put(1, Modified=before)
    site.check()
    site.release()
    assert bool(changed(site, Modified=now)) is is_told


@pytest.mark.parametrize(("changes", "line", "said"), [
    ({"Title": "关于防汛工作的通告"}, 1, "“防汛工作的通知”改成了“防汛工作的通告”"),
    ({"Summary": "第1号概述改了。"}, 7, "“第1号概述。”改成了“第1号概述改了。”"),
    ({"body": f"第一段在前。\n\n{TEXTS[0]}\n\n第三段在后。\n\n加了一段新的话。\n"}, 16, "加了“加了一段新的话。”"),
    ({"body": f"第一段在前。\n\n{TEXTS[0]}\n"}, 1, "删去了“第三段在后。”"),
])
def test_every_part_of_the_text_counts(site: Published, changes: dict[str, str], line: int, said: str) -> None:
    site.put(1, **changes)
    [problem] = site.check()
    assert problem.startswith(f"items/1.md:{line}: 提醒：") and said in problem


@pytest.mark.parametrize(("name", "data", "said"), [
    ("1-表.csv", "甲,乙\n1,3\n", "附件“1-表.csv”换了内容"), ("1-表.csv", None, "附件“1-表.csv”没有了"), ("1-又.csv", "甲\n", "加了附件“1-又.csv”"),
])
def test_attachments_count(site: Published, name: str, data: str | None, said: str) -> None:
    path = site.content / "items" / name
    path.unlink() if data is None else path.write_text(data, encoding="utf-8")
    [problem] = site.check()
    assert problem.startswith("items/1.md: 提醒：") and said in problem


def test_other_parts_of_a_page_do_not_count(site: Published) -> None:
    site.put(1, Subject="综合政务", Key_Area="食品安全", Validity="有效")
    site.put(2, Title="食品抽检结果的通告", Modified="2014-06-01")  # a neighbour of the others
    assert site.check() == []


def test_another_theme_changes_no_text(site: Published, tmp_path: Path) -> None:
    theme = copy_of(ROOT / "theme", tmp_path / "theme")
    page = theme / "templates/item.html"
    page.write_text(page.read_text(encoding="utf-8").replace('<div class="rr-prose', '<p>模板里的新话。</p><div class="another'), encoding="utf-8")
    assert site.check(THEME=str(theme)) == []
    assert [problem.partition("：发布过")[0] for problem in changed(site)] == ["items/1.md:12: 提醒"]


def test_a_release_without_digests_is_of_an_older_version_and_nothing_is_told(site: Published) -> None:
    file = site.releases / "current/data/catalogue-2014.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8")
    assert changed(site) == []


def test_an_index_that_is_used_again_for_something_else_is_a_reminder_whatever_modified_says(site: Published) -> None:
    site.put(1, Title="公租房申请须知", Summary="房管局办理。", body="住房困难家庭可以到窗口提出申请。\n", Modified="2014-06-01")
    [problem] = site.check()
    assert problem.startswith("items/1.md:2: 提醒：索引号“014500858/2014-00001”发布时是“关于防汛工作的通知”，现在标题和正文都完全不同")


def test_title_and_text_are_each_shown_before_and_after(site: Published) -> None:
    site.put(1, Title="关于防汛工作的通告", body=f"全部改写了的话。\n\n{TEXTS[0]}\n")
    [problem] = site.check()
    assert "标题“防汛工作的通知”改成了“防汛工作的通告”，删去了“第一段在前。”，加了“全部改写了的话。”" in problem


def test_another_title_and_text_under_the_same_summary_are_another_document(site: Published) -> None:
    site.put(1, Title="全新标题", body="全部改写了的正文，没有修改日期。\n")
    [problem] = site.check()
    assert "发布时是“关于防汛工作的通知”，现在标题和正文都完全不同，像是另一条信息" in problem


def test_what_was_taken_back_is_no_change(site: Published) -> None:
    changed(site)
    site.put(1)
    assert site.check() == []


def test_a_damaged_catalogue_file_of_the_last_release_ends_no_build(site: Published) -> None:
    file = site.releases / "current/data/catalogue-2014.csv"
    for damage in (b"", b"\xff\x00\n" * 9, file.read_bytes()[:-30], file.read_bytes().replace(b",", b'"')):
        file.write_bytes(damage)
        site.put(1, body="完全不同的话。\n")
        site.check()
        assert site.done.returncode == 0 and "Traceback" not in site.done.stdout
        (site.content / "items/1.md").unlink()
        assert any("items/2014/014500858-2014-00001.html" in problem for problem in site.check())
