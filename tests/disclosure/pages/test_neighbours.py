"""The item before and the item after, as an item's page names them."""

from __future__ import annotations

from tests.kit.project import item
from tests.kit.quick_builds import Quick


def neighbours(project: Quick, number: int) -> dict[str, str]:
    """Return the titles that the page of an item calls the one before and the one after."""
    entries = project.soup(f"items/2014/1-{number}.html").select(".rr-near__entry")
    return {entry.span.get_text(): entry.a.get_text() for entry in entries}


def in_order(dates: dict[int, str], **changes: str) -> dict[str, str]:
    """Return items by path, each published on its date."""
    return {
        f"items/{number}.md": item(
            Title=f"第{number}号", Index=f"1/{number}", Date=date, Created="2014-01-01", Review="2014-01-02 甲 可以公开", **changes,
        )
        for number, date in dates.items()
    }


def test_the_earlier_item_is_the_one_before_and_the_later_one_the_one_after(project: Quick) -> None:
    project.write(in_order({5: "2014-03-01", 2: "2014-03-02", 9: "2014-03-03"}))
    project.good()
    assert neighbours(project, 5) == {"下一条": "第2号"}
    assert neighbours(project, 2) == {"上一条": "第5号", "下一条": "第9号"}
    assert neighbours(project, 9) == {"上一条": "第2号"}


def test_items_of_one_day_follow_each_other_by_their_index(project: Quick) -> None:
    project.write(in_order(dict.fromkeys((1, 2, 3), "2014-03-01")))
    project.good()
    assert neighbours(project, 2) == {"上一条": "第1号", "下一条": "第3号"}


def test_only_what_is_public_in_the_same_leaf_is_a_neighbour(project: Quick) -> None:
    project.write(
        in_order({1: "2014-03-01", 5: "2014-03-05"}) | in_order({2: "2014-03-02"}, Status="draft")
        | in_order({3: "2014-03-03"}, Withdrawn="2014-06-01 有误") | in_order({4: "2014-03-04"}, Category="法规文件/法规")
    )
    project.good()
    assert neighbours(project, 5) == {"上一条": "第1号"}
    assert neighbours(project, 1) == {"下一条": "第5号"}
    assert neighbours(project, 4) == {}
