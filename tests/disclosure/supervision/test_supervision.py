"""Supervision: what is late is named, sums agree with the items, columns without news are told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from disclosure.catalogue.crosscheck import late_publications
from disclosure.model.deadlines import publication_days, reply_limit, timeliness
from disclosure.model.regulations import PUBLISH_WITHIN
from disclosure.supervision import supervision_pages

from tests.kit.project import item
from tests.kit.published_files import sheet, table
from tests.kit.quick_builds import Quick

REQUEST = "number,agency,received,channel,applicant,subject,extended,closed,decision\n"
ITEMS = {
    # agency, formed, published: 20 working days after 2014-01-20 is 2014-02-20
    "1": ("区财政局", "2014-01-20", "2014-02-20", ""), "2": ("区财政局", "2014-01-20", "2014-02-21", ""),
    "3": ("区财政局", "2008-04-30", "2014-02-21", ""), "4": ("区审计局", "2014-04-28", "2014-05-27", ""),
    "5": ("区审计局", "2014-04-28", "2014-06-27", "2014-08-01 内容有误"), "6": ("区审计局", "2013-03-01", "2013-03-05", ""),
}


def made(number: str, **more: str) -> str:
    agency, created, date, withdrawn = ITEMS[number]
    return item(**{
        "Title": f"第{number}条", "Index": f"1/2014-{number}", "Agency": agency, "Created": created, "Date": date, "Review": f"{created} 甲 可以公开",
        "Withdrawn": withdrawn or None,
    } | more)


def files() -> dict[str, str]:
    return {f"items/{number}.md": made(number) for number in ITEMS} | {
        "items/news.md": item(Index="1/2014-9", Title="要闻", Category="工作动态/政务动态", Agency="区财政局", Created="2014-06-12", Date="2014-06-12", Review="2014-06-12 甲 可以公开"),
        "registers/requests.csv": REQUEST
        + "1,区财政局,2014-01-24,当面,自然人,决算,,2014-02-20,同意公开\n"  # due on 02-19
        + "2,区财政局,2014-04-28,信函,自然人,决算,2014-05-16,2014-06-11,同意公开\n"
        + "3,区审计局,2014-09-19,信函,自然人,报告,,2015-01-15,同意公开\n",
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    project = Quick(tmp_path_factory.mktemp("supervised"))
    project.write(files())
    project.good()
    return project


def test_an_item_of_the_21st_working_day_is_late_and_named_one_of_the_20th_is_not(built: Quick) -> None:
    named = table(built, "supervision/2014.html", "late")
    assert {name: row["工作日"] for name, row in named.items()} == {"第2条": 21, "第5条": 42}
    link = built.soup("supervision/2014.html").find("a", string="第2条")
    assert (built.output / "supervision" / link["href"]).resolve() == (built.output / "items/2014/1-2014-2.html").resolve()
    assert [row["索引号"] for row in sheet(built, "supervision/late.csv")] == ["1/2014-5", "1/2014-2"]


def test_each_unit_has_its_numbers(built: Quick) -> None:
    shown = table(built, "supervision/2014.html", "units-publication")
    assert shown["区财政局"] == {"公开": 4, "按时": 2, "逾期": 1, "不能判断": 1, "按时率": "66.7%", "平均（工作日）": "13.7"}
    assert shown["区审计局"] == {"公开": 2, "按时": 1, "逾期": 1, "不能判断": 0, "按时率": "50%", "平均（工作日）": "31.0"}
    assert shown["合计"] == {"公开": 6, "按时": 3, "逾期": 2, "不能判断": 1, "按时率": "60%", "平均（工作日）": "20.6"}
    assert table(built, "supervision/2013.html", "units-publication")["合计"]["公开"] == 1


def test_each_unit_answers_for_its_requests(built: Quick) -> None:
    assert table(built, "supervision/2014.html", "units-requests") == {
        "区财政局": {"收到": 2, "办结": 2, "逾期办结": 1}, "区审计局": {"收到": 1, "办结": 0, "逾期办结": 0}, "合计": {"收到": 3, "办结": 2, "逾期办结": 1},
    }
    assert table(built, "supervision/2015.html", "units-requests")["区审计局"] == {"收到": 0, "办结": 1, "逾期办结": 1}


def test_the_csv_file_says_what_the_tables_say(built: Quick) -> None:
    rows = {(row["年份"], row["发布机构"]): row for row in sheet(built, "supervision/units.csv")}
    mine = rows["2014", "区财政局"]
    assert [mine[name] for name in ("公开条数", "可判断时限", "逾期公开", "工作日合计", "收到申请", "逾期办结")] == ["4", "3", "1", "41", "2", "1"]
    assert rows["2015", "区审计局"]["逾期办结"] == "1"


def test_columns_without_news_are_told_as_of_the_newest_item(built: Quick) -> None:
    shown = table(built, "supervision/index.html", "columns")
    assert shown["工作动态/政务动态"]["情况"] == "正常"  # 06-12 is within 14 days of nothing newer than 06-12
    assert shown["人事信息/人事任免"] == {"条数": 0, "最近公开": "—", "更新期限（天）": 365, "情况": "空白"}
    assert {row["栏目"]: row["情况"] for row in sheet(built, "supervision/columns.csv")} == {name: row["情况"] for name, row in shown.items()}


def test_how_long_a_column_may_rest_is_a_setting(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write(files() | {"items/new.md": item(Index="1/2014-8", Created="2014-06-20", Date="2014-06-27", Review="2014-06-20 甲 可以公开")})
    project.good()
    assert table(project, "supervision/index.html", "columns")["工作动态/政务动态"]["情况"] == "久未更新"
    project.good(DISCLOSURE_STALE_AFTER={"工作动态/政务动态": 15, "发布机构": 10})
    assert table(project, "supervision/index.html", "columns")["工作动态/政务动态"]["情况"] == "正常"
    assert table(project, "supervision/index.html", "units")["区财政局"]["情况"] == "久未更新"
    project.assert_clean(DISCLOSURE_STALE_AFTER={"工作动态/政务动态": 15, "发布机构": 10})


def test_the_sums_follow_the_items_through_every_change(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write(files())
    project.good()
    edits: list[dict[str, str]] = [
        {"items/2.md": made("2", Date="2014-02-20")}, {"items/1.md": made("1", Created="2014-01-02", Review="2014-01-03 甲 可以公开")},
        {"items/4.md": made("4", Agency="区财政局")}, {"items/4.md": made("4", Status="draft")}, {"items/4.md": made("4", Withdrawn="2014-07-01 重复")},
        {"items/3.md": made("3", Created="2014-02-20", Review="2014-02-20 甲 可以公开")},
    ]
    for edit in edits:
        project.write(edit)
        project.build()
        assert sums(project) == counted(project)
    (project.content / "items/5.md").unlink()
    project.build()
    assert sums(project) == counted(project)
    project.assert_clean()


def ask(project: Quick, query: str) -> list[tuple]:
    (place,) = (project.base / "cache").glob("*/catalogue.sqlite")
    with sqlite3.connect(place) as connection:
        return connection.execute(query).fetchall()


def sums(project: Quick) -> list[tuple]:
    return ask(project, "SELECT * FROM tally WHERE number > 0 ORDER BY 1, 2, 3, 4, 5")


def counted(project: Quick) -> list[tuple]:
    """Count again from the items, with the limit as the law has it and not as the schema does."""
    return ask(project, f"""
        SELECT substr(date, 1, 7), category, leaf, agency, state, count(*), sum(work_days IS NOT NULL),
               sum(ifnull(work_days, 0) > {PUBLISH_WITHIN}), sum(ifnull(work_days, 0))
        FROM item WHERE state IN ('public', 'withdrawn') GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5""")


def test_a_late_item_is_told_of_for_two_months_and_then_left_alone(built: Quick) -> None:
    (place,) = (built.base / "cache").glob("*/catalogue.sqlite")
    with sqlite3.connect(place) as connection:
        connection.row_factory = sqlite3.Row
        (problem,) = late_publications(connection, "2014-03-01")
        assert (problem.path, problem.line, problem.is_error) == ("items/2.md", 6, False)
        assert problem.message == "公开日期 2014-02-21 是生成以后第 21 个工作日，超过 20 个工作日（条例第十八条）"
        assert [found.path for found in late_publications(connection, "2014-07-01")] == ["items/5.md"]
        assert not list(late_publications(connection, "2015-07-01"))


@pytest.mark.parametrize(("created", "published", "days"), [
    ("2014-01-20", "2014-02-20", 20), ("2014-01-20", "2014-01-20", 0), ("2008-04-30", "2008-06-30", None), ("", "2014-01-20", None),
    ("2014-02-20", "2014-01-20", None), ("2998-01-20", "2998-02-20", None), ("2008-05-01", "2008-05-05", 2),
])
def test_days_to_publication_are_told_only_where_the_law_and_the_calendar_tell_them(created: str, published: str, days: int | None) -> None:
    assert publication_days(created, published) == days


REPLY = {"received": "2014-04-28", "excluded_days": "", "extended": "", "clarification_asked": "", "clarified": "", "closed": ""}


@pytest.mark.parametrize(("change", "due"), [
    ({}, "2014-05-20"), ({"extended": "2014-05-16"}, "2014-06-11"), ({"excluded_days": 5}, "2014-05-27"), ({"received": "2014-01-24"}, "2014-02-19"),
    ({"received": "2014-09-19"}, "2014-10-15"), ({"clarification_asked": "2014-04-29"}, ""),
    ({"clarification_asked": "2014-04-29", "clarified": "2014-09-19"}, "2014-10-15"), ({"received": "2019-05-14"}, "2019-06-04"),
    ({"received": "2019-05-15"}, "2019-06-13"), ({"received": "2019-05-15", "extended": "2019-06-12"}, "2019-07-11"), ({"received": "2008-04-30"}, ""),
    ({"received": "2998-04-30"}, ""),
])
def test_the_day_by_which_a_request_must_be_answered(change: dict, due: str) -> None:
    assert reply_limit(REPLY | change).due == due


@pytest.mark.parametrize(("change", "state"), [
    ({}, "尚未办结"), ({"closed": "2014-05-20"}, "按时"), ({"closed": "2014-05-21"}, "逾期"), ({"extended": "2014-05-16", "closed": "2014-06-11"}, "延期后按时"),
    ({"extended": "2014-05-16", "closed": "2014-06-12"}, "逾期"), ({"clarification_asked": "2014-04-29", "closed": "2014-12-20"}, "按时"),
    ({"received": "2998-04-30", "closed": "2998-05-03"}, "无法判断"),
])
def test_whether_a_request_was_answered_in_time(change: dict, state: str) -> None:
    assert timeliness(REPLY | change) == state


def test_a_site_without_items_has_the_page_and_says_so(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write({"registers/agencies.csv": "code,name\n1,区财政局\n"})
    project.build()
    assert "本站目前没有可以考核的信息" in (project.output / "supervision/index.html").read_text(encoding="utf-8")


def test_every_csv_file_is_listed(built: Quick) -> None:
    for path, _, columns in supervision_pages.CSV_FILES:
        assert list(sheet(built, path)[0]) == list(columns)
