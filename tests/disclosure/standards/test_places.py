"""The standards: each kind of place leads where it should, what is wrong is named at its row, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.standards.places import NEWEST

from tests.disclosure.registers.test_register_checks import sheet
from tests.kit.project import item
from tests.kit.published_files import table
from tests.kit.quick_builds import Quick, told

ROW = {
    "area": "税收管理", "matter": "税收政策", "sub_matter": "减免税", "content": "全文", "basis": "条例", "limit": "20个工作日", "agency": "区地方税务局",
    "channel": "政府网站", "audience": "全社会", "manner": "主动公开", "place": "分类：财经信息/税收",
}
PAGE = "standards/taxation.html"


def project(folder: Path, *rows: dict[str, str], **files: str) -> Quick:
    """Write a content folder with seven items on taxes and a register of the standards."""
    made = Quick(folder)
    for number in range(1, 8):
        name = f"关于{'减免' if number < 7 else '征收'}的通知第{number}号"
        made.write({f"items/{number}.md": item(
            Title=name, Index=f"014500884/2014-0000{number}", Category="财经信息/税收", Agency="区地方税务局" if number % 2 else "区财政局", Date=f"2014-03-1{number}",
            Created="2014-03-03", Key_Area="价格和收费" if number == 2 else None, Review="2014-03-10 保密审查员 可以公开",
        )})
    made.write({"registers/standards.csv": sheet("standards", *(ROW | row for row in rows)), **files})
    return made


def test_each_kind_of_place_leads_where_it_should(tmp_path: Path) -> None:
    places = {
        "分类": "分类：财经信息/税收", "大类": "分类：财经信息", "领域": "重点领域：价格和收费", "单位": "单位：区财政局", "标题": "分类：财经信息/税收；标题：减免",
        "两项": "分类：财经信息/税收；单位：区地方税务局", "领域和标题": "重点领域: 价格和收费; 标题: 减免", "登记簿": "登记簿：基层政务公开标准目录", "网页": "网页：guide",
        "条目": "条目：014500884/2014-00003", "没有的": "分类：财经信息/税收；标题：退税", "空白": "分类：财经信息/金融", "没写": "",
    }
    made = project(tmp_path, *({"sub_matter": name, "place": place} for name, place in places.items()), **{"pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n"})
    output = made.build().stdout
    assert "共 0 处错误" in output
    shown = table(made, PAGE, "standards-matters")
    links = {row.th.get_text(): row.th.a["href"] if row.th.a else "" for row in made.soup(PAGE).select("section[aria-labelledby=standards-matters] tbody tr")}
    assert {name: (shown[name]["在本站"], links[name].removeprefix("../")) for name in places} == {
        "分类": ("7 条，最近 2014-03-17", "categories/finance/taxation/index.html"), "大类": ("7 条，最近 2014-03-17", "categories/finance/index.html"),
        "领域": ("1 条，最近 2014-03-12", "key-areas/prices/index.html"), "单位": ("3 条，最近 2014-03-16", links["单位"].removeprefix("../")),
        "标题": ("6 条，最近 2014-03-16", "items/2014/014500884-2014-00006.html"), "两项": ("4 条，最近 2014-03-17", "items/2014/014500884-2014-00007.html"),
        "领域和标题": ("1 条，最近 2014-03-12", "items/2014/014500884-2014-00002.html"), "登记簿": ("13 行", "standards/index.html"), "网页": ("有", "guide.html"),
        "条目": ("2014-03-13", "items/2014/014500884-2014-00003.html"), "没有的": ("没有", ""), "空白": ("没有", ""), "没写": ("没有写明", ""),
    }
    assert links["单位"].startswith("../agencies/")
    assert all((made.output / "standards" / link).is_file() for link in links.values() if link)
    listed = [row.get_text(" ", strip=True) for row in made.soup(PAGE).select("section[aria-labelledby=standards-items] tbody tr") if "标题" in row.get_text()]
    assert len([line for line in listed if " 标题 " in line]) == NEWEST and listed[0].startswith("关于减免的通知第6号 标题 2014-03-16")
    assert "13 个事项里，在本站找得到的 10 个，没有找到的 3 个。" in made.soup(PAGE).get_text()
    lines = "\n".join(told(output, tmp_path))
    assert "standards.csv:12: 提醒：“没有的”在本站还没有：分类：财经信息/税收；标题：退税；" in lines
    assert "standards.csv:13: 提醒：“空白”在本站还没有" in lines and "standards.csv:14: 提醒：“没写”没有写在本站的位置" in lines
    assert "standards.csv: 提醒：25 个领域还没有事项：国土空间规划、重大建设项目、" in lines


WRONG = {
    "文件：减免": "看不懂“文件：减免”", "财经信息/税收": "看不懂“财经信息/税收”", "分类：财经信息/税务": "分类“财经信息/税务”不在本站", "标题：减免": "只写了标题；再写上",
    "单位：区没有的局": "单位“区没有的局”不在本站", "登记簿：workday": "登记簿“workday”不在本站", "网页：nothing": "网页“nothing”不在本站", "条目：1/1；单位：区财政局": "“条目”不能和别的条件写在一起",
    "分类：财经信息；分类：工作动态": "“分类”写了两次", "分类：": "看不懂“分类：”",
}


@pytest.mark.parametrize("place", WRONG)
def test_a_place_that_the_site_does_not_have_is_an_error_at_its_row(tmp_path: Path, place: str) -> None:
    made = project(tmp_path, {}, {"sub_matter": "乙", "place": place})
    lines = [line for line in told(made.build().stdout, tmp_path) if "提醒" not in line]
    assert len(lines) == 1 and f"registers/standards.csv:3: 在本站的位置：{WRONG[place]}" in lines[0]


def test_unknown_areas_and_groups_without_a_name_are_errors(tmp_path: Path) -> None:
    made = project(tmp_path, {}, {"sub_matter": "乙", "area": "税收"}, {"sub_matter": "丙", "audience": "特定群体"}, {"sub_matter": "丁", "audience_named": "纳税人"})
    lines = [line for line in told(made.build().stdout, tmp_path) if "提醒" not in line]
    said = ("3: 领域“税收”不在名单上", "4: 公开对象是特定群体，没有写是哪些人", "5: 公开对象是全社会，又写了特定群体")
    assert len(lines) == len(said) and all(f"registers/standards.csv:{text}" in line for text, line in zip(said, lines, strict=True))


def test_only_areas_with_rows_have_pages_and_the_index_names_the_others(tmp_path: Path) -> None:
    made = project(tmp_path, {}, {"area": "救灾", "sub_matter": "预案", "place": "", "manner": "依申请公开"})
    made.build()
    assert {path.stem for path in (made.output / "standards").iterdir()} == {"index", "taxation", "disasters"}
    index = made.soup("standards/index.html")
    assert "26 个领域里，2 个有目录；还没有目录的：国土空间规划、" in index.get_text()
    shown = table(made, "standards/index.html", "standards-areas")
    assert shown["救灾"] == {"一级事项": 1, "二级事项": 1, "二级事项其中主动公开": 0, "二级事项其中依申请公开": 1, "写明在本站的位置": 0}
    assert index.find("a", string="税收管理")["href"] == "../standards/taxation.html"
    assert made.soup("categories/index.html").find("a", string="基层政务公开标准目录")["href"] == "../standards/index.html"
    (made.content / "registers/standards.csv").unlink()
    made.build()
    assert not (made.output / "standards").exists() and not made.soup("categories/index.html").find("a", string="基层政务公开标准目录")
    made.assert_clean()


def test_other_areas_are_a_setting(tmp_path: Path) -> None:
    made = project(tmp_path, {"area": "交通运输"})
    lines = told(made.build(DISCLOSURE_STANDARD_AREAS=[["交通运输", "transport"]]).stdout, tmp_path)
    assert lines == [] and (made.output / "standards/transport.html").is_file()
    refused = made.build(DISCLOSURE_STANDARD_AREAS=[["交通运输"]])
    assert refused.returncode == 1 and "设置 DISCLOSURE_STANDARD_AREAS 的第 1 项不是两个部分" in refused.stdout


def test_a_page_follows_the_items_that_its_rules_find(tmp_path: Path) -> None:
    made = project(
        tmp_path, {"sub_matter": "甲", "place": "分类：财经信息/税收；标题：减免"}, {"area": "养老服务", "place": "条目：014500884/2014-00007"}, {"area": "救灾", "place": "分类：工作动态"},
    )
    made.build()
    before = made.tree()
    eighth = {"Index": "014500884/2014-00008", "Category": "财经信息/税收", "Agency": "区财政局"}
    changes = (
        (PAGE, item(Title="再减免", **eighth)), (PAGE, item(Title="再征收", **eighth)), ("standards/age.html", ""), ("standards/disasters.html", item(**eighth | {"Category": "工作动态/公告公示"})),
    )
    for page, text in changes:
        if text:
            made.write({"items/8.md": text})
        else:
            (made.content / "items/7.md").unlink()
        assert "共 0 处错误" in made.build().stdout
        after = made.tree()
        assert [path for path in after if path.startswith("standards/") and after[path] != before[path]] == [page]
        made.assert_clean()
        before = after
