"""Settings are typed: whatever is wrong is told by name, in Chinese, all at once."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from disclosure.model import folders, index_numbers, setting_faults
from disclosure.model.settings import SETTINGS, add_defaults, setting_problems
from disclosure.model.taxonomy import DEFAULT_CATEGORIES, Taxonomy

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick


def given(**changes: Any) -> dict[str, Any]:
    """Return settings with their defaults."""
    settings = copy.deepcopy(changes)
    add_defaults(settings)
    return settings


def classes(change: Callable[[list[dict]], None]) -> dict[str, Any]:
    """Return settings with a changed classification."""
    categories = copy.deepcopy(DEFAULT_CATEGORIES)
    change(categories)
    return given(DISCLOSURE_CATEGORIES=categories)


def test_the_defaults_and_names_of_others_are_right() -> None:
    assert setting_problems(given()) == []
    assert setting_problems(given(BASE="/x", SITEMAP={}, MY_PLUGIN=1, RELEASE_KEEP=3)) == []
    assert setting_problems(given(DISCLOSURE_OURS=1, DISCLOSURE_TEMPLATE_SETTINGS=["DISCLOSURE_OURS"])) == []


LISTS = {"DISCLOSURE_CATEGORIES", "DISCLOSURE_KEY_AREAS", "DISCLOSURE_SCENES", "DISCLOSURE_STANDARD_AREAS", "DISCLOSURE_INDEX_TEMPLATE"}


@pytest.mark.parametrize("name", [name for name, _, _ in SETTINGS])
def test_every_setting_has_a_type(name: str) -> None:
    found = setting_problems(given(**{name: object()}))
    assert found and all(name in fault for fault in found)
    assert name in setting_faults.TYPES or name in LISTS


@pytest.mark.parametrize(("name", "nearest"), [("DISCLOSURE_KEY_AREA", "DISCLOSURE_KEY_AREAS"), ("DISCLOSRE_SITE", "DISCLOSURE_SITE"), ("SITNAME", "SITENAME"), ("SEARCH_ALIAS", "SEARCH_ALIASES")])
def test_a_misspelt_name_is_told_with_the_nearest(name: str, nearest: str) -> None:
    [fault] = setting_problems(given(**{name: 1}))
    assert f"不认识设置 {name}" in fault and f"是不是“{nearest}”？" in fault


WRONG = [
    (given(DISCLOSURE_IDLE_SECONDS="180"), "设置 DISCLOSURE_IDLE_SECONDS 写的 '180' 不对"),
    (given(DISCLOSURE_IDLE_SECONDS=True), "设置 DISCLOSURE_IDLE_SECONDS"),
    (given(DISCLOSURE_SEARCH="no"), "写 True 或 False，不加引号"),
    (given(DISCLOSURE_INDEX_PATTERN="([0-9]"), "不是正则表达式"),
    (given(DISCLOSURE_INDEX_TEMPLATE="{code}/{yeer}-{serial}"), "是不是“year”？"),
    (given(DISCLOSURE_INDEX_TEMPLATE="{code}/{year}"), "要有一个流水号"),
    (given(DISCLOSURE_INDEX_TEMPLATE="{code}年{serial}"), "“年”里有索引号不能有的字"),
    (given(DISCLOSURE_INDEX_TEMPLATE="{year}{serial", ), "花括号不成对"),
    (given(DISCLOSURE_INDEX_TEMPLATE="{year}-{serial:03d}", DISCLOSURE_INDEX_PATTERN="[a-z]+"), "不合 DISCLOSURE_INDEX_PATTERN"),
    (given(DISCLOSURE_SITE={"distrct": "x"}), "是不是“district”？"),
    (given(DISCLOSURE_SITE={"contact": 110}), "contact 写的 110 不是文字"),
    (given(DISCLOSURE_NORMATIVE=["行政规范性文"]), "设置 DISCLOSURE_NORMATIVE 写的“行政规范性文”不在分类表上；是不是“"),
    (given(DISCLOSURE_STALE_AFTER={"工作动": 3}), "是不是“工作动态”？"),
    (given(DISCLOSURE_STALE_AFTER={"工作动态": "3"}), "“工作动态”的天数 '3' 不对"),
    (given(DISCLOSURE_CATEGORIES=None), "不是一张表"),
    (given(SEARCH_ALIASES=[("一",)]), "每组至少两个"),
    (classes(lambda c: c[1].update(slug="overview")), "“概况信息”和“法规文件”的 slug 都是 overview"),
    (classes(lambda c: c[1].update(slug="规范")), "“法规文件”的 slug '规范' 不对"),
    (classes(lambda c: c[1].update(slg="x")), "是不是“slug”？"),
    (classes(lambda c: c[1].update(name="概况信息")), "“概况信息”写了两次"),
    (classes(lambda c: c[1]["leaves"].append(("别的", "laws"))), "“法规”和“别的”的 slug 都是 laws"),
    (classes(lambda c: c[1].update(leaves=[("法规", 3)])), "不是两个部分"),
    (classes(lambda c: c[1].update(name="法规/文件")), "里面不要有“/”"),
]


@pytest.mark.parametrize(("settings", "told"), WRONG, ids=[told for _, told in WRONG])
def test_a_wrong_value_is_told_by_name(settings: dict[str, Any], told: str) -> None:
    found = setting_problems(settings)
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("设置 ") for fault in found)


def test_everything_is_told_at_once() -> None:
    found = setting_problems(given(DISCLOSURE_X=1, DISCLOSURE_SEARCH=1, DISCLOSURE_INDEX_PATTERN="(", DISCLOSURE_KEY_AREAS=5, TIMEZONE="x"))
    assert [name for name in ("DISCLOSURE_X", "DISCLOSURE_SEARCH", "DISCLOSURE_INDEX_PATTERN", "DISCLOSURE_KEY_AREAS", "TIMEZONE") if not any(name in fault for fault in found)] == []


def test_classes_with_a_use_are_found_by_category_leaf_or_both() -> None:
    categories = [{"name": "文件", "slug": "a", "leaves": [("行政规范性文件", "b"), ("其他", "c")]}, {"name": "服务", "slug": "d"}]
    assert Taxonomy(categories, [], []).normative == (("文件", "行政规范性文件"),)
    assert Taxonomy(categories, [], [], normative=["文件"]).normative == (("文件", ""), ("文件", "行政规范性文件"), ("文件", "其他"))
    assert Taxonomy(categories, [], [], guides=["服务"], normative=["文件/其他"]).guides == (("服务", ""),)


def test_a_theme_that_lacks_templates_is_told_with_their_names(project: Quick, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    assert folders.theme_faults(str(theme), []) == []
    (theme / "templates/item.html").rename(tmp_path / "item.html")
    assert folders.theme_faults(str(theme), [str(tmp_path)]) == []
    [fault] = folders.theme_faults(str(theme), [])
    assert "缺少模板 item.html；" in fault and "THEME_TEMPLATES_OVERRIDES" in fault
    project.write({"items/a.md": item()})
    done = project.build("-t", str(theme))
    assert done.returncode == 1 and fault in done.stdout and "Traceback" not in done.stdout
    assert "不是一个文件夹" in folders.theme_faults(str(tmp_path / "gone"), [])[0]


def test_the_default_scheme_is_the_national_form() -> None:
    scheme = index_numbers.Scheme(index_numbers.DEFAULT)
    assert scheme.number(123, code="014500858", year="2014") == "014500858/2014-00123"
    assert scheme.words == "机构代码/四位年份-流水号"
