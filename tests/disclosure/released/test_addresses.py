"""An address that was published stays: what would take it away is an error until `removed.csv` lets it go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.kit.project import item
from tests.kit.published_sites import TEXTS, TITLES, Published
from tests.kit.sites import opened

INDEX = "014500858/2014-00002"
ADDRESS = "items/2014/014500858-2014-00002.html"


@pytest.fixture
def site(tmp_path: Path) -> Published:
    """Four published items."""
    return Published(tmp_path).published()


def deleted(site: Published) -> None:
    (site.content / "items/2.md").unlink()


def errors(problems: list[str]) -> list[str]:
    return [problem for problem in problems if "提醒：" not in problem]


def test_nothing_is_told_when_nothing_is_gone_and_the_build_says_what_it_compared(site: Published) -> None:
    assert site.check() == []
    assert "已与上一个版本 000001 比较" in site.done.stdout


def test_a_first_publication_says_that_there_is_nothing_to_compare(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.put(1)
    assert site.check() == []
    assert site.done.returncode == 0 and site.done.stdout.count("还没有发布过的版本，没有可以比较的。") == 1


@pytest.mark.parametrize("is_dangling", [False, True])
def test_without_current_the_newest_release_beside_it_is_compared_and_that_is_said(site: Published, is_dangling: bool) -> None:
    (site.content / "items/1.md").rename(site.content / "items/5.md")
    site.put(1, Index="014500858/2014-00009", Title="第二版才有")
    site.check()
    site.release()
    (site.releases / "current").unlink()
    (site.releases / "000001").rename(site.releases / "9-x")
    (site.releases / "000002").rename(site.releases / "10-x")  # the higher number, though an earlier name
    (site.releases / "notes").mkdir()
    if is_dangling:
        (site.releases / "current").symlink_to("000002")
    (site.content / "items/1.md").unlink()
    assert [problem.partition("（")[0] for problem in site.check()] == ["registers/removed.csv: 已经发布过的 items/2014/014500858-2014-00009.html"]
    assert site.done.stdout.count("current 不在，比较的是最新的 10-x：原来的地址、改过的文字。") == 1


def test_an_item_whose_file_is_gone_stops_a_publication(site: Published) -> None:
    deleted(site)
    [problem] = site.check(conf="publishconf.py", DISCLOSURE_STRICT=True)
    assert problem.startswith(f"registers/removed.csv: 已经发布过的 {ADDRESS}（“{TITLES[1]}”，索引号 {INDEX}）这次没有了；")
    assert f"加一行：{INDEX},移除日期,原因" in problem
    assert site.done.returncode == 1


def test_a_row_lets_it_go_and_a_tombstone_without_its_words_stands_at_the_address_for_ever(site: Published) -> None:
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复发布")
    for _ in range(3):
        assert site.check() == []
        page = site.page(2)
        assert all(said in page for said in (INDEX, "2014-06-01", "重复发布", '<meta name="robots" content="noindex">'))
        assert not any(words in page for words in (TITLES[1], TEXTS[1], "第2号概述"))
        site.release()
        (site.content / "items/2.md").unlink(missing_ok=True)


def test_a_removed_item_stands_nowhere_but_in_the_list_of_old_addresses(site: Published) -> None:
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复发布")
    site.check(SITEURL="http://example.com")
    naming = {path.relative_to(site.output).as_posix() for path in site.output.rglob("*") if path.is_file() and INDEX in path.read_text(encoding="utf-8", errors="replace")}
    assert naming == {ADDRESS, "withdrawn.html", "data/removed.csv"}
    assert ADDRESS not in (site.output / "sitemaps/2014.xml").read_text(encoding="utf-8")
    assert "条目 3 条" in site.done.stdout


def test_a_draft_that_was_published_is_told_at_its_line(site: Published) -> None:
    site.put(2, Status="draft")
    [problem] = errors(site.check())
    assert problem.startswith(f"items/2.md:9: 这条信息已经发布过（{ADDRESS}），不能再改成草稿；")
    site.removed(f"{INDEX},2014-06-01,撤回")
    assert errors(site.check()) == [] and "撤回" in site.page(2)


def test_another_year_is_told_at_its_line_and_then_the_old_page_leads_to_the_new_one(site: Published, browser: Browser) -> None:
    site.put(2, Date="2015-03-18", Title="又改了标题")  # its Index alone says that it is the same
    [problem] = errors(site.check())
    assert problem.startswith(f"items/2.md:6: 公开日期的年份变了，地址会从 {ADDRESS} 变成 items/2015/014500858-2014-00002.html；")
    site.removed(f"{INDEX},2015-06-01,日期更正")
    for _ in range(2):
        assert errors(site.check()) == []
        site.release()
    with opened(browser, (site.output / ADDRESS).as_uri(), java_script_enabled=False) as page:
        page.wait_for_url("**/items/2015/014500858-2014-00002.html")
        assert "又改了标题" in page.inner_text("h1")
    assert '<a class="rr-link" href="../../items/2015/014500858-2014-00002.html">' in site.page(2)


@pytest.mark.parametrize("says_so", [False, True])
def test_another_index_is_told_at_its_line_and_then_the_old_page_leads_to_the_new_one(site: Published, says_so: bool) -> None:
    changes = {"Title": "完全另写的标题", "Replaces": INDEX} if says_so else {}
    site.put(2, Index="014500858/2014-00009", **changes)
    [problem] = [one for one in errors(site.check()) if "Replaces" not in one]
    if not says_so:
        assert problem.startswith(f"items/2.md:2: 已经发布过的索引号“{INDEX}”改成了“014500858/2014-00009”，原来的地址 {ADDRESS} 会没有了；改回")
    site.removed(f"{INDEX},2015-06-01,编号更正")
    for _ in range(3):  # the second time only the page of the last release says where it led
        assert errors(site.check()) == []
        assert 'http-equiv="refresh" content="0; url=../../items/2014/014500858-2014-00009.html"' in site.page(2)
        site.release()


def test_a_withdrawn_item_is_a_tombstone_already(site: Published) -> None:
    site.put(2, Withdrawn="2014-06-01 内容有误")
    assert errors(site.check()) == []
    assert "noindex" in site.page(2)


def test_an_item_with_an_error_of_its_own_is_told_once(site: Published) -> None:
    site.put(2, Category="没有的分类")
    problems = site.check()
    assert len(problems) == 1 and problems[0].startswith("items/2.md:3: 信息分类")


def test_a_row_of_an_item_that_still_stands_at_its_address_is_an_error(site: Published) -> None:
    site.removed(f"{INDEX},2014-06-01,重复发布")
    assert [problem.partition("；")[0] for problem in site.check()] == [f"registers/removed.csv:2: “{INDEX}”还在原来的地址 {ADDRESS} 上公开着（items/2.md）"]
    assert TITLES[1] in site.page(2)


def test_rows_are_judged(site: Published) -> None:
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复", "014500858/2014-09999,2014-06-01,没有过", f"{INDEX},2014-06-02,又一次", "7/2014-1,2999-01-01,将来", "8/2014-1,某天,日期不对")
    assert [problem.partition("；")[0] for problem in site.check()] == [
        "registers/removed.csv:3: 提醒：“014500858/2014-09999”从来没有发布过，这一行不起作用",
        f"registers/removed.csv:4: “{INDEX}”重复，第 2 行已有",
        "registers/removed.csv:5: 提醒：“7/2014-1”从来没有发布过，这一行不起作用",
        next(problem.partition("；")[0] for problem in site.check() if "还没有到" in problem),
        "registers/removed.csv:6: “移除日期”（date）：日期“某天”看不懂",
    ]
    assert not list(site.output.glob("items/*/*09999*"))


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize(("right", "named"), [(INDEX, INDEX.replace("/", "-")), ("ab/2014-1", "AB/2014-1"), ("ab/2014-1", "Ab-2014-1")])
def test_a_row_that_is_right_but_for_slashes_or_case_is_an_error_with_the_right_index(tmp_path: Path, right: str, named: str, is_gone: bool) -> None:
    site = Published(tmp_path)
    site.put(1)
    site.put(2, Index=right)
    site.check()
    site.release()
    if is_gone:
        deleted(site)
    site.removed(f"{named},2014-06-01,重复")
    assert f"registers/removed.csv:2: 没有索引号“{named}”，地址相同的是“{right}”，这一行不起作用；改成“{right}”；不是要移除它的，删去这一行" in site.check()
    site.removed(f"{right},2014-06-01,重复")
    deleted(site) if not is_gone else None
    for _ in range(3):
        assert site.check() == []
        site.release()


def test_a_tombstone_is_a_promise_too(site: Published) -> None:
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复")
    site.check()
    site.release()
    (site.content / "registers/removed.csv").unlink()
    [problem] = site.check()
    assert ADDRESS in problem and "把那一行放回去" in problem


def test_after_a_rollback_a_kept_release_still_says_where_a_tombstone_stands(site: Published) -> None:
    site.put(5 - 1, Index="014500858/2014-00004")
    site.write({"items/9.md": item(Index="014500858/2014-00777", Date="2013-12-31", Created="2013-12-01", Review="2013-12-02 甲 可以公开")})
    site.check()
    site.release()  # the second: item 777 of another year than its Index says
    (site.content / "items/9.md").unlink()
    site.removed("014500858/2014-00777,2014-06-01,重复")
    site.switch("000001")
    assert site.check() == []
    assert (site.output / "items/2013/014500858-2014-00777.html").exists()


def test_without_a_release_the_year_in_the_index_says_where_a_tombstone_stands(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.put(1)
    site.removed(f"{INDEX},2015-06-01,重复", "甲,2012-06-01,没有年份")
    assert site.check() == []
    assert "重复" in site.page(2) and (site.output / "items/2012/甲.html").exists()


def test_an_index_that_changes_in_case_only_cannot_be_let_go(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.put(1, Index="ab/2014-1")
    site.put(2)
    site.check()
    site.release()
    site.put(1, Index="AB/2014-1")
    for rows in ([], ["ab/2014-1,2014-06-01,改写法"]):
        site.removed(*rows)
        assert any(problem.startswith("items/1.md:2: 已经发布过的地址 items/2014/ab-2014-1.html 只改了大小写") for problem in errors(site.check()))


def test_the_path_of_a_file_may_change(site: Published) -> None:
    (site.content / "items/甲").mkdir()
    shutil.move(site.content / "items/2.md", site.content / "items/甲/新名字.md")
    assert site.check() == []


def test_an_output_without_any_address_of_the_last_release_is_one_error(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.write({f"items/{number}.md": item(Index=f"1/2014-{number:05d}") for number in range(30)})
    site.check()
    site.release()
    shutil.rmtree(site.content / "items")
    problems = site.check(conf="publishconf.py", DISCLOSURE_STRICT=True)
    assert site.done.returncode == 1 and len(problems) == 2
    assert any("上一个版本里的 30 条信息，这里一条也没有" in problem and "检查 INPUTDIR 和 RELEASEDIR" in problem for problem in problems)


def test_links_to_a_removed_item_are_reminders_and_lead_nowhere(site: Published) -> None:
    site.put(1, body=f"见[那一条](index:{INDEX})。\n\n汛期每天巡查一次河堤。\n", Modified="2014-07-01")
    site.write({"registers/charges.csv": f"code,name,kind,agency,standard,basis,since,item\n1,学费,政府定价,区财政局,3元,文件,2013-01-01,{INDEX}\n"})
    assert site.check() == []
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复")
    assert sorted(problem.partition("；")[0] for problem in site.check()) == [
        f"items/1.md:11: 提醒：链接到的条目“{INDEX}”已经移除，网页上只留文字",
        f"registers/charges.csv:2: 提醒：索引号“{INDEX}”的信息已经移除",
    ]
    assert '<a class="rr-unlinked"' in site.page(1)
    site.assert_clean(DISCLOSURE_LAST_RELEASE=str(site.releases / "current"))


def test_pages_at_old_addresses_come_and_go_as_in_a_clean_build(site: Published) -> None:
    last = {"DISCLOSURE_LAST_RELEASE": str(site.releases / "current")}
    (site.content / "items/2-附件.csv").write_text("甲,乙\n", encoding="utf-8")
    site.check()
    site.assert_clean(**last)
    deleted(site)
    (site.content / "items/2-附件.csv").unlink()
    site.removed(f"{INDEX},2014-06-01,重复")
    site.check()
    site.assert_clean(**last)
    site.removed(f"{INDEX},2014-06-02,另一个原因")
    site.check()
    site.assert_clean(**last)
    site.removed()
    site.put(2)
    assert site.check() == []
    site.assert_clean(**last)


def test_a_figure_that_misses_a_removed_item_is_a_reminder(site: Published) -> None:
    site.write({"reports/2014.md": "Title: 年报\nSlug: 2014\nSave_As: reports/2014.html\n\n公开[4条](figure:主动公开政府信息数)，总数[4条](figure:年末信息总数)。\n"})
    assert site.check() == []
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复")
    problems = site.check()
    assert len(problems) == 2 and not errors(problems) and all("有 1 条信息后来移除了" in problem for problem in problems)
    (site.content / "items/3.md").unlink()
    assert sum("文中是 4条，算出来是 2条，文中多 2条" in problem for problem in errors(site.check())) == 2


def test_another_district_is_not_compared_and_that_is_said(site: Published, tmp_path: Path) -> None:
    other = Published(tmp_path / "other")
    other.releases = site.releases
    other.put(1)
    other.write({"items/x.md": item(Index="9/2014-1")})
    assert other.check(conf="publishconf.py") == []
    assert other.done.returncode == 0
    assert "没有与上一个版本 000001 比较：它是用别的内容文件夹生成的另一个网站" in other.done.stdout


@pytest.mark.parametrize("origin", ["of another folder", None])
def test_a_content_folder_that_moved_is_compared(site: Published, origin: str | None) -> None:
    note = site.releases / ".origin"
    if origin:
        note.write_text(origin, encoding="utf-8")
    else:
        note.unlink()
    deleted(site)
    assert len(site.check()) == 1
    (site.content / "items/1.md").unlink()
    assert len(site.check()) == 2  # half of the addresses are left
    (site.content / "items/3.md").unlink()
    assert site.check() == []  # fewer: another site


def test_a_folder_that_lost_nearly_all_is_no_other_site(site: Published) -> None:
    for number in (1, 2, 3):
        (site.content / f"items/{number}.md").unlink()
    assert len(site.check()) == 3


def test_after_another_district_the_own_release_before_it_is_compared(site: Published, tmp_path: Path) -> None:
    other = Published(tmp_path / "other")
    other.releases = site.releases
    other.write({"items/x.md": item(Index="9/2014-1")})
    other.check()
    other.release()
    deleted(site)
    [problem] = site.check(conf="publishconf.py", DISCLOSURE_STRICT=True)
    assert ADDRESS in problem and site.done.returncode == 1
    assert "提醒：上一个版本 000002 是另一个网站；已与更早的、本网站的版本 000001 比较" in site.done.stdout


@pytest.mark.parametrize("path", ["pages/about.md", "files/a.txt", "reports/2014.md"])
def test_a_page_or_a_file_of_one_that_is_gone_is_a_reminder(site: Published, path: str) -> None:
    site.write({"pages/about.md": "Title: 说明\nSlug: about\n\n见[表]({static}/files/a.txt)。\n", "files/a.txt": "表", "reports/2014.md": "Title: 年报\nSlug: reports/2014\n\n一年。\n"})
    site.check()
    site.release()
    assert [problem for problem in site.check() if "这次没有了" in problem] == []
    (site.content / path).unlink()
    gone = {"pages/about.md": "about.html", "files/a.txt": "files/a.txt", "reports/2014.md": "reports/2014.html"}[path]
    assert any(f"上一个版本里的“{gone}”这次没有了" in problem and "提醒：" in problem for problem in site.check())


def test_a_row_that_is_deleted_is_asked_back_by_its_own_index(site: Published) -> None:
    deleted(site)
    site.removed(f"{INDEX},2014-06-01,重复发布")
    assert site.check() == []
    site.release()
    site.removed()
    [problem] = errors(site.check())
    assert f"“{INDEX}”已经移除" in problem and f"把那一行放回去：{INDEX},移除日期,原因" in problem


def test_the_last_item_may_go_too_but_no_item_without_a_row(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.put(1)
    site.check()
    site.release()
    (site.content / "items/1.md").unlink()
    assert len(errors(site.check())) == 2  # no items, and an address that is gone
    site.removed("014500858/2014-00001,2014-06-01,含有个人隐私")
    assert site.check(conf="publishconf.py") == [] and site.done.returncode == 0
    assert "已移除" in site.page(1)
