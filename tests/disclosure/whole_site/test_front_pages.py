"""The home page shows where to read, and follows the register of reading points."""

from __future__ import annotations

from bs4 import Tag

from tests.kit.project import item
from tests.kit.quick_builds import Quick


def points(project: Quick) -> list[list[str]]:
    """Return the lines of each reading point on the home page."""
    def lines(entry: Tag) -> list[str]:
        return [line.get_text(strip=True) for line in entry.find_all(["h3", "p"])]

    return [lines(entry) for entry in project.soup("index.html").select("[aria-labelledby=points-title] li")]


def test_home_shows_the_reading_points_and_follows_their_register(project: Quick) -> None:
    project.write({"items/a.md": item(), "registers/reading_points.csv": "name,address,hours\n档案馆,一路1号,周一至周五\n"})
    project.good()
    assert points(project) == [["档案馆", "一路1号", "周一至周五"]]
    project.write({"registers/reading_points.csv": "name,address,hours\n档案馆,二路2号,周一至周五\n图书馆,三路3号,\n"})
    project.good()
    assert points(project) == [["档案馆", "二路2号", "周一至周五"], ["图书馆", "三路3号"]]
    project.assert_clean()


def test_home_says_nothing_of_reading_points_where_there_are_none(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good()
    assert points(project) == []


def test_home_shows_four_points_and_the_way_to_all(project: Quick) -> None:
    rows = "".join(f"第{number}馆,一路{number}号\n" for number in range(1, 6))
    project.write({"items/a.md": item(), "registers/reading_points.csv": f"name,address\n{rows}"})
    project.good()
    assert [point[0] for point in points(project)] == ["第1馆", "第2馆", "第3馆", "第4馆"]
    assert project.soup("index.html").find("a", string="全部 5 个查阅点")["href"] == "reading-points.html"
