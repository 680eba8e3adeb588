"""What stands in which classes is a setting: the library, the figures, guides and examples follow it, also in a build that goes on."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from disclosure.catalogue.queries import filed_in

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

CATEGORIES = [
    {"name": "政策", "slug": "policies", "description": "", "leaves": [["行政规范性文件", "normative"], ["政府文件", "other"]]},
    {"name": "办事", "slug": "doing", "description": "", "leaves": [["面向公民", "citizens"]]},
]
OWN: dict[str, Any] = {"DISCLOSURE_CATEGORIES": CATEGORIES, "DISCLOSURE_STALE_AFTER": {"其他": 365}, "DISCLOSURE_INTERPRET_AFTER": 0}
GUIDE = "## 条件\n\n甲\n\n## 材料\n\n乙\n\n## 步骤\n\n丙\n\n## 时限\n\n丁\n\n## 费用\n\n无\n\n## 地点\n\n戊\n\n## 依据\n\n己\n"


@pytest.fixture
def project(project: Quick) -> Quick:
    """A content folder with two documents and a guide, filed in classes of its own."""
    project.write({
        "items/a.md": item(Category="政策/行政规范性文件", Validity="有效"),
        "items/b.md": item(Index="014500858/2014-00002", Title="第二份文件", Category="政策/政府文件"),
        "items/c.md": item(Index="014500858/2014-00003", Title="怎样办证", Category="办事/面向公民", Genre="办事指南", Life_Event="教育", body=GUIDE),
    })
    return project


def test_a_class_called_administrative_normative_documents_is_in_the_library(project: Quick) -> None:
    done = project.build(**OWN)
    assert "关于做好防汛工作的通知" in project.soup("normative/index.html").get_text()
    assert "DISCLOSURE_NORMATIVE" not in done.stdout


def test_the_library_follows_the_setting_and_the_result_is_that_of_a_clean_build(project: Quick) -> None:
    project.build(**OWN)
    changed = {**OWN, "DISCLOSURE_NORMATIVE": ["政策"], "DISCLOSURE_GUIDES": ["办事/面向公民"]}
    project.build(**changed)
    text = project.soup("normative/index.html").get_text()
    assert "关于做好防汛工作的通知" in text and "第二份文件" in text
    assert project.tree() == project.clean(**changed).tree()


def test_a_guide_is_one_by_the_classes_of_the_setting(project: Quick) -> None:
    done = project.build(**OWN, DISCLOSURE_GUIDES=["办事"])
    assert "items/c.md" not in done.stdout, done.stdout
    assert "items/c.md:10: Life-Event（办事场景）只用于办事指南" in project.build(**OWN).stdout.replace(str(project.content) + "/", "")


def test_no_class_of_normative_documents_is_a_reminder_unless_there_are_none(project: Quick) -> None:
    categories = [{**CATEGORIES[0], "leaves": [["文件", "normative"], ["政府文件", "other"]]}, CATEGORIES[1]]
    own = {**OWN, "DISCLOSURE_CATEGORIES": categories}
    assert "看不出哪一类放规范性文件" in project.build(**own).stdout
    assert "看不出哪一类放规范性文件" not in project.build(**own, DISCLOSURE_NORMATIVE=[]).stdout


def test_messages_give_examples_of_the_site_itself(project: Quick) -> None:
    project.write({"items/a.md": item(Index="x y", Category="政治"), "registers/agencies.csv": "code,name\n77-1,区政府办公室\n"})
    told = project.build(**OWN, DISCLOSURE_INDEX_TEMPLATE="{year}-{code}-{serial:03d}").stdout
    assert "写成“四位年份-机构代码-流水号”，如 2024-77-1-123" in told
    assert "信息分类“政治”不在分类表上；是不是“政策" in told or "按分类表写，如 政策/行政规范性文件" in told
    assert "014500858/2014-00123" not in told


def test_items_of_classes_are_looked_up_by_an_index() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript((ROOT / "plugins/disclosure/catalogue/schema.sql").read_text(encoding="utf-8"))
    condition, values = filed_in([("甲", "乙"), ("甲", "")])
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT path FROM item WHERE {condition} AND +item.state = 'public'", values)]
    assert [step for step in plan if step.startswith("SEARCH")] == ["SEARCH item USING INDEX item_leaf (category=? AND leaf=?)"] * 2
    assert filed_in([]) == ("0", [])
