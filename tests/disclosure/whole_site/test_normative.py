"""Normative documents: history of validity, the state on any day, the library, and the interpretations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from disclosure.model.item import ValidityChange
from disclosure.model.validity import state_on

from tests.kit.project import item
from tests.kit.quick_builds import Quick

NUMBER = "014500858/2014-{:05d}"


def document(number: int, **changes: str | None) -> dict[str, str]:
    """Return the file of a normative document."""
    return {f"items/{number}.md": item(**({"Index": NUMBER.format(number), "Title": f"第{number}号文件"} | changes))}


HISTORY = (ValidityChange("2012-06-30", "有效", "清理"), ValidityChange("2015-06-30", "废止", "区政府"))


@pytest.mark.parametrize(("day", "changes", "state"), [
    ("2010-01-31", {}, ""), ("2010-02-01", {}, "有效"), ("2012-06-30", {"history": HISTORY}, "有效"), ("2015-06-29", {"history": HISTORY}, "有效"),
    ("2015-06-30", {"history": HISTORY}, "废止"), ("2014-12-31", {"valid_until": "2014-12-31"}, "有效"), ("2015-01-01", {"valid_until": "2014-12-31"}, "失效"),
    ("2013-05-01", {"word": "失效", "ended": "2013-05-02"}, "有效"), ("2013-05-02", {"word": "失效", "ended": "2013-05-02"}, "失效"),
    ("2013-05-02", {"word": "失效"}, "有效"), ("2013-05-02", {"replaced_on": "2013-05-02"}, "已被取代"), ("2013-05-01", {"replaced_on": "2013-05-02"}, "有效"),
    ("2013-01-01", {"history": (ValidityChange("2012-06-30", "修改", "甲"),)}, "修改"),
])
def test_the_state_on_a_day(day: str, changes: dict, state: str) -> None:
    assert state_on(day, "2010-02-01", **({"word": "", "ended": ""} | changes)) == state


def test_the_library_lists_each_document_by_validity_year_and_unit_and_at_the_end_of_each_year(project: Quick) -> None:
    project.write(
        document(1, Validity="有效") | document(2, Validity="失效 2015-06-30", Agency="区财政局")
        | document(3, Created="2013-03-01", Replaces=NUMBER.format(4)) | document(4, Created="2012-03-01") | {"items/n.md": item(Index="1/1", Category="工作动态/政务动态")}
    )
    project.good()

    def listed(name: str) -> list[str]:
        return [row.th.get_text() for row in project.soup(f"normative/{name}.html").select("#normative-documents ~ section tbody tr")]

    names = {number: f"第{number}号文件" for number in range(1, 5)}
    assert sorted(listed("index")) == [*names.values()]
    assert (listed("in-force"), listed("expired"), listed("replaced"), listed("unstated")) == ([names[1]], [names[2]], [names[4]], [names[3]])
    assert sorted(listed("2014")) == [names[1], names[2]] and listed("2013") == [names[3]]
    unit = next(link["href"] for link in project.soup("normative/index.html").select("nav a") if link.get_text().startswith("区财政局"))
    assert listed(unit.rpartition("/")[2].removesuffix(".html")) == [names[2]]
    assert sorted(listed("on-2012-12-31")) == [names[4]] and sorted(listed("on-2014-12-31")) == [names[1], names[2], names[3]]
    assert sorted(listed("on-2015-12-31")) == [names[1], names[3]]
    assert project.soup("categories/index.html").find("a", href="../normative/index.html")


def test_history_stands_on_the_page_with_its_basis_and_changes_the_library(project: Quick) -> None:
    history = f"2014-06-30 有效 2014年清理，继续有效; 2015-06-30 废止 index:{NUMBER.format(2)}"
    project.write(document(1, Validity="废止", Validity_History=history, Valid_Until="2019-03-01") | document(2, Title="关于废止文件的决定", Created="2015-06-30", Date="2015-06-30", Review="2015-06-30 甲 可以公开"))
    project.good()
    page = project.soup("items/2014/014500858-2014-00001.html")
    told = page.find("dt", string="有效性沿革").find_next("dd")
    assert told.get_text().replace("\n", "") == "2014-06-30 起有效，依据：2014年清理，继续有效；2015-06-30 起废止，依据：关于废止文件的决定"
    assert told.a["href"].endswith("items/2015/014500858-2014-00002.html")
    assert "从 2015-06-30 起已经废止" in page.get_text() and page.find("dt", string="有效期至").find_next("dd").get_text() == "2019-03-01"
    project.write(document(2, Title="关于废止旧文件的决定", Created="2015-06-30", Date="2015-06-30", Review="2015-06-30 甲 可以公开"))
    project.good()
    project.assert_clean()
    assert "关于废止旧文件的决定" in project.soup("items/2014/014500858-2014-00001.html").get_text()


@pytest.mark.parametrize(("changes", "said"), [
    ({"Validity_History": "2015-06-30 废止"}, "写得不全"), ({"Validity_History": "2015-06-30 取消 甲"}, "“取消”不是允许的值"),
    ({"Validity_History": "2015-06-30 废止 甲; 2014-06-30 有效 乙"}, "2014-06-30 不晚于前面的 2015-06-30"),
    ({"Validity_History": "2015-06-30 废止 甲"}, "沿革的最后一次是“废止”，有效性（Validity）写的是“”"),
    ({"Validity_History": "2015-06-30 废止 甲", "Validity": "废止 2015-07-01"}, "沿革里废止的日期是 2015-06-30，Validity 写的是 2015-07-01"),
    ({"Validity_History": "2013-06-30 废止 甲", "Validity": "废止"}, "2013-06-30 早于生成日期"),
    ({"Validity_History": "2999-06-30 废止 甲", "Validity": "废止"}, "2999-06-30 还没有到"),
    ({"Validity_History": "2015-06-30 废止 index:1/404", "Validity": "废止"}, "Validity-History 指向的“1/404”不存在"),
    ({"Valid_Until": "2014-01-01", "Validity": "失效 2014-03-20"}, "有效期至 2014-01-01 早于生成日期"), ({"Valid_Until": "2015-01-01"}, "提醒：有效期 2015-01-01 已经过去"),
    ({"Interprets": "1/404"}, "Interprets 指向的“1/404”不存在"), ({"Interprets": NUMBER.format(1)}, "Interprets 写的是条目自己"),
    ({"Interprets": NUMBER.format(2)}, f"Interprets 指向的“{NUMBER.format(2)}”还是草稿"),
])
def test_what_is_wrong_is_told_at_its_line(project: Quick, changes: dict[str, str], said: str) -> None:
    project.write(document(1, **changes) | document(2, Status="draft"))
    line = next(number for number, text in enumerate((project.content / "items/1.md").read_text().splitlines(), 1) if text.startswith(next(iter(changes)).replace("_", "-")))
    told = [one for one in project.build().stdout.splitlines() if "items/1.md" in one]
    assert len(told) == 1 and f"items/1.md:{line}: " in told[0] and said in told[0], told


def explanation(number: int, *targets: int, **changes: str) -> dict[str, str]:
    """Return the file of an item that explains documents."""
    return document(number, Category="工作动态/政务动态", Interprets="；".join(NUMBER.format(one) for one in targets), **changes)


def test_document_and_interpretations_name_each_other_and_are_listed(project: Quick) -> None:
    project.write(document(1) | document(2) | explanation(3, 1, 2) | explanation(4, 1, Genre="政策问答", Date="2014-03-20"))
    project.good()
    page = project.soup("items/2014/014500858-2014-00001.html").find("dt", string="解读").find_next("dd").get_text()
    assert page == "政策解读：第3号文件（2014-03-18）；政策问答：第4号文件（2014-03-20）"
    links = project.soup("items/2014/014500858-2014-00003.html").find("dt", string="解读的文件").find_next("dd").find_all("a")
    assert [link.get_text() for link in links] == ["第1号文件", "第2号文件"]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])][:3] for row in project.soup("interpretations.html").select("tbody tr")]
    assert rows == [["第4号文件", "政策问答", "第1号文件"], ["第3号文件", "政策解读", "第1号文件"], ["第3号文件", "政策解读", "第2号文件"]]
    project.write(explanation(3, 2, Title="改过的解读"))
    (project.content / "items/4.md").unlink()
    project.good()
    project.assert_clean()
    assert project.soup("items/2014/014500858-2014-00001.html").find("dt", string="解读") is None
    (project.content / "items/3.md").unlink()
    project.good()
    project.assert_clean()
    assert not (project.output / "interpretations.html").exists()


def test_a_document_without_interpretation_is_a_reminder_after_the_days_of_the_setting(project: Quick) -> None:
    made = (date.today() - timedelta(days=41)).isoformat()
    days = {"Created": made, "Date": made, "Review": f"{made} 甲 可以公开"}
    project.write(document(1, **days) | document(2, **days) | explanation(3, 2) | document(4))
    told = [line for line in project.build(DISCLOSURE_INTERPRET_AFTER=40).stdout.splitlines() if "还没有解读" in line]
    assert len(told) == 1 and "items/1.md:6: 提醒：公开已经超过 40 天，还没有解读" in told[0]
    for never in (0, 50):
        assert "还没有解读" not in project.build(DISCLOSURE_INTERPRET_AFTER=never).stdout
