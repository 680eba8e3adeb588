"""Article 20 as a classification and as a view: every item counts once, the sums agree, and what nothing maps is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.model import ready_classifications
from disclosure.model.article_20 import ARTICLE_20

from tests.kit.project import item
from tests.kit.quick_builds import Quick

PAGE = "article-20/index.html"
REGISTER = """filing,key_area,item
,食品安全,十三
,环境保护,十
法规文件,,一
法规文件/其他有关文件,,十五
工作动态/政务动态,,不属于
"""
ITEMS = {
    # Category, Key-Area
    "1": ("法规文件/规范性文件", None), "2": ("法规文件/其他有关文件", None), "3": ("工作动态/政务动态", None), "4": ("工作动态/政务动态", "食品安全"),
    "5": ("工作动态/政务动态", "环境保护；食品安全"), "6": ("法规文件/规范性文件", "环境保护"), "7": ("人事信息/人事任免", None), "8": ("法规文件", None),
}


LAW = (
    "（一）行政法规、规章和规范性文件；（二）机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名；（三）国民经济和社会发展规划、专项规划、区域规划及相关政策；"
    "（四）国民经济和社会发展统计信息；（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；"
    "（六）实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定；（七）财政预算、决算信息；（八）行政事业性收费项目及其依据、标准；"
    "（九）政府集中采购项目的目录、标准及实施情况；（十）重大建设项目的批准和实施情况；（十一）扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况；"
    "（十二）突发公共事件的应急预案、预警信息及应对情况；（十三）环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况；"
    "（十四）公务员招考的职位、名额、报考条件等事项以及录用结果；（十五）法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"
)
"""Article 20 of the Regulations of 2019."""


def numbers(project: Quick) -> dict[str, tuple[int, ...]]:
    """Return the numbers of each row of the first table, those of its sums too."""
    found = {}
    for row in project.soup(PAGE).find("table").find_all("tr")[1:]:
        cells = [cell.get_text() for cell in row.find_all("td")]
        found[row.th.get_text()] = tuple(int(cell.replace(",", "")) for cell in cells[:2])
    return found


def listed(project: Quick, slug: str) -> list[str]:
    """Return the titles on the list of an item of Article 20."""
    return sorted(link.get_text() for link in project.soup(f"article-20/{slug}/index.html").select(".rr-rows tbody th a"))


def built(project: Quick) -> None:
    """Build, and assert that there are no errors. Classes without a row are reminders."""
    done = project.build()
    assert done.returncode == 0 and "共 0 处错误" in done.stdout, done.stdout


@pytest.fixture
def mapped(project: Quick) -> Quick:
    project.write({"registers/article_20.csv": REGISTER} | {
        f"items/{number}.md": item(Index=f"1/{number}", Title=f"第{number}条", Category=category, Key_Area=area) for number, (category, area) in ITEMS.items()
    })
    return project


def test_every_item_counts_once_by_key_area_class_and_category_and_the_sums_agree(mapped: Quick) -> None:
    built(mapped)
    assert [listed(mapped, slug) for slug in ("01", "10", "13", "15")] == [["第1条", "第8条"], ["第6条"], ["第4条", "第5条"], ["第2条"]]
    found = numbers(mapped)
    assert {name: pair[0] for name, pair in found.items() if pair[0]} == {
        "（一）规章和规范性文件": 2, "（十）重大建设项目": 1, "（十三）监督检查": 2, "（十五）其他应当公开的信息": 1, "十五项合计": 6,
        "不属于第二十条所列": 1, "没有对应": 1, "全部公开的信息": 8,
    }
    assert all(sum(found[name][place] for name in ("十五项合计", "不属于第二十条所列", "没有对应")) == found["全部公开的信息"][place] for place in (0, 1))
    assert len([name for name in found if name.startswith("（")]) == 15
    for one in ARTICLE_20:  # the lists are asked of the catalogue by themselves
        assert len(listed(mapped, one.slug)) == found[one.label][0], one.label


def test_a_class_that_nothing_maps_is_told_and_stands_on_the_page(mapped: Quick) -> None:
    said = mapped.build().stdout
    told = [line for line in said.splitlines() if "没有对应到" in line]
    assert any("提醒：信息分类“人事信息”里有 3 类没有对应到条例第二十条的哪一项：人事任免 1 条、考录招聘 0 条、表彰奖励 0 条" in line for line in told)
    assert any("“工作动态”里有 3 类" in line for line in told) and not any("法规文件" in line for line in told)
    assert "人事信息/人事任免" in mapped.soup(PAGE).find(id="article-20-unmapped").find_parent("section").get_text()


@pytest.mark.parametrize(("row", "said"), [
    ("法规文件/规范文件,,一", "7: 信息分类“法规文件/规范文件”不在名单上；是不是“法规文件/规范性文件”？"), (",食品,十三", "7: 重点领域“食品”不在名单上"),
    ("法规文件,食品安全,一", "7: 信息分类和重点领域要填一个，也只填一个"), (",,一", "7: 信息分类和重点领域要填一个，也只填一个"),
    ("法规文件,,二", "7: “法规文件”第 4 行已经写了"), ("人事信息,,十六", "7: “第几项”（item）：“十六”不是允许的值"),
])
def test_a_row_that_maps_nothing_or_the_same_twice_is_an_error(mapped: Quick, row: str, said: str) -> None:
    mapped.write({"registers/article_20.csv": REGISTER + row + "\n"})
    assert f"registers/article_20.csv:{said}" in mapped.build().stdout


def test_the_lists_follow_items_and_register_as_a_clean_build_makes_them(mapped: Quick) -> None:
    built(mapped)
    mapped.write({"items/3.md": item(Index="1/3", Title="第3条", Category="工作动态/政务动态", Key_Area="食品安全")})
    built(mapped)
    assert listed(mapped, "13") == ["第3条", "第4条", "第5条"]
    mapped.assert_clean()
    mapped.write({"registers/article_20.csv": REGISTER.replace(",食品安全,十三", ",食品安全,十一")})
    built(mapped)
    assert (listed(mapped, "13"), listed(mapped, "11")) == ([], ["第3条", "第4条", "第5条"])
    mapped.assert_clean()


def test_a_site_without_a_mapping_has_no_such_pages(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good()
    assert not (project.output / "article-20").exists()
    assert project.soup("categories/index.html").find("a", string="条例第二十条所列信息") is None


def test_the_ready_classification_publishes_and_maps_itself(project: Quick) -> None:
    classes = ready_classifications.classification("article_20")
    assert [one["article_20"] for one in classes] == [one.number for one in ARTICLE_20]
    filings = [f"{one['name']}/{one['leaves'][0][0]}" if one["leaves"] else one["name"] for one in classes]
    project.write({f"items/{number}.md": item(Index=f"1/{number}", Category=filing, Genre="办事指南" if filing == "公共服务/面向公民" else None) for number, filing in enumerate(filings)})
    project.write({"items/n.md": item(Index="1/n", Category="规章和规范性文件/规范性文件")})
    done = project.build(DISCLOSURE_CATEGORIES="article_20")
    assert done.returncode == 0 and "没有对应到" not in done.stdout, done.stdout
    found = numbers(project)
    assert [found[one.label][0] for one in ARTICLE_20] == [2, *[1] * 14] and found["全部公开的信息"] == (16, 16)
    assert (project.output / "normative/index.html").exists() and (project.output / "services/citizens.html").exists()
    assert "设置 DISCLOSURE_CATEGORIES 写的“article_21”不是现成的分类；可以写：article_20" in project.build(DISCLOSURE_CATEGORIES="article_21").stdout


def test_the_words_are_those_of_the_law(own: Path) -> None:
    text = (own / PAGE).read_text(encoding="utf-8")
    assert "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定" in text
    assert "；".join(f"（{one.number}）{one.text}" for one in ARTICLE_20) == LAW
