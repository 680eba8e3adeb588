"""Related items: which, why, and which pages change with one."""

from __future__ import annotations

from tests.kit.project import item
from tests.kit.quick_builds import Quick


def areas(number: int, **more: str) -> dict[str, str]:
    date = f"2014-03-{number + 10}"
    header = {"Title": f"第{number}条", "Key-Area": "食品安全"} | more
    return {f"items/{number}.md": item(Index=f"1/{number}", Date=date, Created="2014-01-02", Review="2014-03-01 甲 可以公开", **header)}


def related(project: Quick, number: int) -> list[str]:
    section = project.soup(f"items/2014/1-{number}.html").find(attrs={"aria-labelledby": "related-title"})
    return [link.get_text() for link in section.find_all("a")] if section else []


def test_the_older_items_of_the_same_agency_in_the_same_key_area_are_named_with_the_reason(project: Quick) -> None:
    project.write({path: text for number in range(7) for path, text in areas(number, Category="工作动态/政务动态" if number % 2 else "法规文件/规范性文件").items()})
    project.write(areas(8, Agency="区财政局") | areas(9, **{"Key-Area": "环境保护"}))
    project.good()
    assert related(project, 6) == ["第5条", "第3条"], "the one before it in its own class stands there already"
    assert related(project, 0) == related(project, 8) == related(project, 9) == []
    page = project.soup("items/2014/1-6.html").find(attrs={"aria-labelledby": "related-title"})
    assert page.select_one(".rr-near__label").get_text() == "同一单位，重点领域：食品安全"


def test_a_change_renders_the_pages_that_name_the_item_and_no_others(project: Quick) -> None:
    leaves = ("工作动态/政务动态", "法规文件/规范性文件", "公共服务/面向公民")
    project.write({path: text for number in range(12) for path, text in areas(number, Category=leaves[number % 3]).items()})
    project.good()
    before = project.tree()
    project.write(areas(5, Category=leaves[2], Title="改了的标题"))
    project.good()
    changed = {path for path, data in project.tree().items() if path.startswith("items/") and before.get(path) != data}
    assert changed == {f"items/2014/1-{number}.html" for number in (2, 5, 6, 7, 8)}
    project.assert_clean()
    (project.content / "items/5.md").unlink()
    project.good()
    project.assert_clean()


def test_a_new_item_changes_few_pages_of_items(project: Quick) -> None:
    project.write({path: text for number in range(12) for path, text in areas(number).items()})
    project.good()
    before = project.tree()
    project.write(areas(13))
    project.good()
    changed = {path for path, data in project.tree().items() if path.startswith("items/") and before.get(path) != data}
    assert changed == {"items/2014/1-11.html", "items/2014/1-13.html"}


def on_subject(number: int, **more: str) -> dict[str, str]:
    """Return an item with a subject, of a class and an agency of its own."""
    leaves = ("工作动态/政务动态", "法规文件/规范性文件", "公共服务/面向公民", "财经信息/税收", "发展规划/工作计划")
    return areas(number, **({"Key-Area": None, "Subject": "城乡建设\\环境保护", "Category": leaves[number % 5], "Agency": f"第{number}局"} | more))


def test_the_older_items_on_the_same_subject_are_named_whatever_their_agency(project: Quick) -> None:
    for number in range(7):
        project.write(on_subject(number))
    project.write(on_subject(8, Subject="城乡建设") | on_subject(9, Subject=None))
    project.good()
    assert related(project, 6) == ["第5条", "第4条", "第3条"] and related(project, 1) == ["第0条"]
    assert related(project, 0) == related(project, 8) == related(project, 9) == []
    page = project.soup("items/2014/1-6.html").find(attrs={"aria-labelledby": "related-title"})
    assert {label.get_text() for label in page.select(".rr-near__label")} == {"同一主题：城乡建设\\环境保护"}


def test_an_item_stands_there_once_by_its_key_area_though_it_shares_the_subject_too(project: Quick) -> None:
    for number in range(5):
        project.write(on_subject(number, **{"Agency": "区环保局", "Key-Area": "环境保护"} if number != 3 else {}))
    project.good()
    assert related(project, 4) == ["第2条", "第1条", "第0条", "第3条"]


def test_a_change_renders_the_pages_that_name_the_item_by_its_subject_and_no_others(project: Quick) -> None:
    for number in range(12):
        project.write(on_subject(number))
    project.good()
    before = project.tree()
    project.write(on_subject(5, Title="改了的标题"))
    project.good()
    changed = {path for path, data in project.tree().items() if path.startswith("items/") and before.get(path) != data}
    assert changed == {f"items/2014/1-{number}.html" for number in (0, 5, 6, 7, 8, 10)}
    project.assert_clean()
    project.write(on_subject(5, Subject="其他"))
    project.good()
    project.assert_clean()
    (project.content / "items/6.md").unlink()
    project.good()
    project.assert_clean()
