"""The desk in a real browser: from an empty folder to a published item, and items that were there before."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.kit.desks import at_desk, served
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

AGENCIES = {"registers/agencies.csv": (ROOT / "content/registers/agencies.csv").read_bytes()}
TABLE = "街道,电话\n洪都街道,0791-88461234\n".encode()
MOST_CLICKS = 22
"""Clicks from the empty desk to a public item with an attachment, with one attempt to make it public that is refused."""


def only_item(project: Quick) -> Path:
    """Return the file of the only item."""
    [path] = project.content.glob("items/*/*.md")
    return path


def test_from_an_empty_desk_to_a_published_item(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES)
    with served(project.content) as address, at_desk(browser, address) as desk:
        desk.begin()
        desk.write("名称", "关于做好防汛工作的通知")
        desk.choose("信息分类", "法规文件/规范性文件")
        desk.choose("发布机构", "区政府办公室")
        desk.write("生成日期", "2014-03-03")
        desk.write("公开日期", "2014-03-18")
        desk.write("内容概述", "部署当年的防汛工作。")
        desk.write("正文", "各街道办事处：\n\n现将有关事项通知如下。\n")
        desk.attach("汛期值班表.csv", TABLE)
        desk.save()
        draft = only_item(project)
        assert draft.name == "014500858-2014-00001.md"
        assert "Status: draft\n" in draft.read_text(encoding="utf-8")
        assert "Review: 〔在这里写：审查日期 审查人 结论〕\n" in draft.read_text(encoding="utf-8")
        assert (draft.with_suffix("") / "汛期值班表.csv").read_bytes() == TABLE
        desk.choose("状态", "公开")
        desk.press_save()
        expect(desk.page.get_by_text("还不能公开，先改好").first).to_be_visible()
        assert "Status: draft\n" in draft.read_text(encoding="utf-8")
        desk.write("保密审查", "2014-03-17 保密审查员 可以公开")
        desk.save()
        assert desk.clicks <= MOST_CLICKS, desk.clicks
        desk.open()
        expect(desk.page.get_by_role("link", name="2014年公开")).to_be_visible()
    assert draft.read_text(encoding="utf-8") == (
        "Title: 关于做好防汛工作的通知\nIndex: 014500858/2014-00001\nCategory: 法规文件/规范性文件\nAgency: 区政府办公室\n"
        "Created: 2014-03-03\nDate: 2014-03-18\nReview: 2014-03-17 保密审查员 可以公开\nSummary: 部署当年的防汛工作。\n\n"
        "各街道办事处：\n\n现将有关事项通知如下。\n"
    )
    project.good(conf="publishconf.py")
    page = project.soup("items/2014/014500858-2014-00001.html")
    assert page.h1.get_text(strip=True) == "关于做好防汛工作的通知"
    assert "汛期值班表" in page.get_text()
    assert (project.output / "items/2014/014500858-2014-00001/汛期值班表.csv").read_bytes() == TABLE


ODD = (
    "\ufefftitle:   旧文件\r\nIndex: 014500858/2014-00007\r\nCategory: 法规文件/规范性文件\r\nAgency: 一个不在名册上的机构\r\nCreated: 2014年3月3日\r\nDate: 2014-03-18\r\n"
    "Review: 2014-03-17 保密审查员 可以公开\r\nSummary: 第一行\r\n    第二行\r\nKey-Area: 行政审批；食品安全\r\nTags: 甲，乙\r\nValidity: 失效 2014-06-30\r\nstatus: draft\r\n\r\n\r\n"
    "第一段。  \r\n\r\n| 甲 | 乙 |\r\n|---|--:|\r\n| 1 |\t2 |\n\n***\r\n最后一行没有换行"
)
"""A draft as no editor should write it: marks, line ends, dates and names that a form might be tempted to tidy up."""


def test_lines_that_nobody_changed_stay_byte_for_byte(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES | {"items/旧/a~b.md": ODD})
    with served(project.content) as address, at_desk(browser, address) as desk:
        desk.click(desk.page.get_by_text("旧文件").first)
        expect(desk.field("名称")).to_have_value("旧文件")
        desk.write("名称", "新名称")
        desk.save()
        desk.write("文号", "青府办发〔2014〕12号")
        desk.save()
        now = (project.content / "items/旧/a~b.md").read_bytes().decode()
        assert now == ODD.replace("title:   旧文件", "title:   新名称").replace("    第二行\r\n", "    第二行\r\n").replace(
            "Review: 2014-03-17 保密审查员 可以公开\r\n", "Review: 2014-03-17 保密审查员 可以公开\r\nDocument-Number: 青府办发〔2014〕12号\r\n",
        )
        desk.write("正文", desk.field("正文").input_value().replace("第一段。", "改了的第一段。"))
        desk.save()
    assert (project.content / "items/旧/a~b.md").read_bytes().decode() == now.replace("第一段。  \r\n", "改了的第一段。  \r\n")


def test_what_was_changed_elsewhere_is_not_overwritten(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES | {"items/a.md": item(Status="draft")})
    with served(project.content) as address, at_desk(browser, address) as desk:
        desk.click(desk.page.get_by_text("关于做好防汛工作的通知").first)
        expect(desk.field("名称")).to_have_value("关于做好防汛工作的通知")
        other = item(Status="draft", Summary="别人改的。")
        project.write({"items/a.md": other})
        desk.write("名称", "我改的")
        desk.press_save()
        expect(desk.page.get_by_text("在别处改过，没有保存").first).to_be_visible()
    assert (project.content / "items/a.md").read_text(encoding="utf-8") == other


def test_errors_stand_beside_the_form_while_somebody_writes(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES | {"items/a.md": item(Status="draft")})
    with served(project.content) as address, at_desk(browser, address) as desk:
        desk.click(desk.page.get_by_text("关于做好防汛工作的通知").first)
        beside = desk.page.frame_locator("#preview-pane")
        expect(beside.get_by_text("写法没有问题")).to_be_visible()
        desk.write("公开日期", "2014-03-01")
        expect(beside.get_by_text("公开以前要改好的 1 处")).to_be_visible()
        desk.write("公开日期", "2014-03-18")
        desk.write("正文", "联系人手机 13912345678。\n")
        expect(beside.get_by_text("手机号码")).to_be_visible()


def test_a_draft_can_be_removed_and_a_public_item_cannot(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES | {"items/a.md": item(Status="draft", Index="014500858/2014-00002", Title="草稿一"), "items/a/表.csv": TABLE, "items/b.md": item()})
    with served(project.content) as address, at_desk(browser, address) as desk:
        desk.click(desk.page.get_by_text("草稿一").first)
        desk.page.on("dialog", lambda dialog: dialog.accept())
        desk.click(desk.page.get_by_role("button", name="删去草稿"))
        expect(desk.page.get_by_text("还没有信息")).to_be_visible()
        assert [path.name for path in (project.content / "items").iterdir()] == ["b.md"]
        desk.open_item("2014年公开", "关于做好防汛工作的通知")
        expect(desk.page.get_by_role("button", name="删去草稿")).to_have_count(0)


def test_no_word_of_the_desk_misleads(project: Quick, browser: Browser) -> None:
    project.write(AGENCIES | {"items/a.md": item(Status="draft"), "items/a/表.csv": TABLE})
    with served(project.content) as address, at_desk(browser, address) as desk:
        assert "集合" not in desk.page.locator("body").inner_text()
        desk.click(desk.page.get_by_text("关于做好防汛工作的通知").first)
        expect(desk.field("名称")).to_be_visible()
        desk.click(desk.page.get_by_role("button", name="已保存"))
        shown = desk.page.locator("body").inner_text()
        for words in ("发布，", "立即发布", "已发布", "Choose", "Remove", "Add", "Delete"):
            assert words not in shown
