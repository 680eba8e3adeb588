"""Days that a site states itself: pages and checks count by them, also in a build that changes nothing else."""

from __future__ import annotations

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick

REQUESTS = "number,agency,received,channel,applicant,subject,closed,decision\nR1,区政府办公室,2014-04-28,网络,自然人,某事,2014-05-20,同意公开\n"
DAYS_OFF = "date,kind,reason\n2014-03-18,休息,本地节日\n2014-05-20,休息,本地节日\n"


def limits(project: Quick) -> tuple[str, str]:
    """Return the limit of the request, and the working days of the items on the supervision page."""
    request, unit = (
        project.soup(page).find(id=table).find_next("tbody").tr.get_text("|", strip=True)
        for page, table in (("registers/requests.html", "requests-list"), ("supervision/index.html", "units-publication"))
    )
    return request, unit


def test_a_day_off_moves_limits_on_pages_and_a_build_after_it_is_a_clean_one(project: Quick) -> None:
    project.write({"items/a.md": item(), "registers/requests.csv": REQUESTS, "registers/agencies.csv": "code,name\n014500858,区政府办公室\n"})
    project.good()
    before = limits(project)
    assert "|2014-05-20|2014-05-20|" in before[0] and before[1].endswith("|11.0")
    project.write({"registers/workdays.csv": DAYS_OFF})
    project.good()
    after = limits(project)
    assert "|2014-05-21|2014-05-20|" in after[0] and after[1].endswith("|10.0")
    project.assert_clean()
    (project.content / "registers/workdays.csv").unlink()
    project.good()
    assert limits(project) == before
    project.assert_clean()


def test_part_of_an_unknown_year_is_told_at_its_line_and_a_row_of_a_known_year_is_not(project: Quick) -> None:
    project.write({"items/a.md": item(), "registers/workdays.csv": "date,kind,reason\n2014-03-18,休息,本地节日\n2998-01-01,休息,元旦\n2998-10-01,休息,国庆节\n"})
    said = project.build().stdout
    assert "registers/workdays.csv:3: 提醒：2998年的放假安排不全" in said and "里没有春节、清明、劳动、端午、中秋；" in said
    assert said.count("workdays.csv") == 1


@pytest.mark.parametrize(("row", "said"), [
    ("2014-03-18,放假,本地节日", "“放假”不是允许的值"), ("2014-03-18,休息,", "没有填"), ("2014-02-30,休息,甲", "日历上没有“2014-02-30”这一天"),
])
def test_a_row_that_cannot_be_read_is_an_error_at_its_line(project: Quick, row: str, said: str) -> None:
    project.write({"items/a.md": item(), "registers/workdays.csv": f"date,kind,reason\n{row}\n"})
    told = project.build().stdout
    assert "workdays.csv:2:" in told and said in told
