"""Services: guides, forms, scenes and changes, from items and from registers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from disclosure.content.guide_parts import PARTS, missing_parts

from tests.kit.project import ROOT, Project, item

pytestmark = pytest.mark.xdist_group("pages")

BODY = "## 条件\n\n甲\n\n## 材料\n\n乙\n\n## 步骤和时限\n\n丙\n\n## 费用\n\n丁\n\n## 办理地点\n\n戊\n\n## 依据\n\n己\n"
SERVICES = "code,name,agency,audience,life_event,limit,fee,status,changed,item\n"
FORMS = "code,name,service,agency,file\n"


def guide(**changes: str | None) -> str:
    return item(**({"Title": "收养登记指南", "Category": "公共服务/面向公民", "Genre": "办事指南", "body": BODY} | changes))


def register(name: str) -> list[dict[str, str]]:
    with (ROOT / f"content/registers/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def soup(folder: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((folder / path).read_text(encoding="utf-8"), "html.parser")


def test_the_start_page_counts_the_guides_that_apply_and_the_forms(own: Path) -> None:
    tally = [strong.get_text() for strong in soup(own, "services/index.html").select(".rr-tally strong")]
    standing = [row for row in register("services") if row["status"] != "废止"]
    assert tally == [str(len(standing)), str(sum(row["item"] != "" for row in standing)), "174"]
    assert 150 <= len(standing) < 160, "the report: 150 and some"
    assert len(register("forms")) == 174


def test_each_scene_leads_to_the_guides_that_name_it(own: Path) -> None:
    start = soup(own, "services/index.html")
    rows = register("services")
    seen = 0
    for tile in start.select("a.rr-tiles__link"):
        path, _, anchor = tile["href"].removeprefix("../services/").partition("#")
        section = soup(own, f"services/{path}").find(id=anchor).find_parent("section")
        event = tile.select_one(".rr-tiles__name").get_text()
        names = {row.th.get_text() for row in section.tbody.find_all("tr")}
        audience = {"citizens.html": "公民", "organisations.html": "法人和其他组织", "foreign.html": "涉外"}[path]
        assert names == {row["name"] for row in rows if row["audience"] == audience and event in row["life_event"].split(";")}
        seen += 1
    assert seen >= 25


def test_guides_that_stand_here_are_linked_and_say_what_they_ask(own: Path) -> None:
    page = soup(own, "services/citizens.html")
    link = page.find("a", string="公共租赁住房申请")
    text = soup(own, f"services/{link['href']}")
    assert text.h1.get_text() == "公共租赁住房申请指南"
    pairs = {pair.dt.get_text(): pair.dd.get_text() for pair in text.select(".rr-meta__pair")}
    assert pairs["收费"] == "不收费" and pairs["办理地点"] == "各街道、镇住房保障窗口" and pairs["办事场景"] == "住房"


def test_changes_stand_by_month_with_what_was_done(own: Path) -> None:
    page = soup(own, "services/changes.html")
    changed = [row for row in register("services") if row["status"] != "现行"]
    titles = [title.find(string=True).strip() for title in page.select(".rr-guides__title")]
    assert titles == [f"{month[:4]}年{int(month[5:])}月" for month in sorted({row["changed"][:7] for row in changed}, reverse=True)]
    shown = {(row.th.get_text(), row.select_one(".rr-badge").get_text(), row.time["datetime"]) for row in page.select("tbody tr")}
    assert shown == {(row["name"], row["status"], row["changed"]) for row in changed}
    assert {"新增", "修订", "废止"} == {row["status"] for row in changed}


def test_forms_lead_to_their_files_and_guides(own: Path) -> None:
    page = soup(own, "services/forms.html")
    assert len(page.select("tbody tr")) == 174
    with_file = [row for row in register("forms") if row["file"]]
    for row in with_file:
        link = page.find("a", string=row["name"])
        target = (own / "services" / link["href"]).resolve()
        assert target.read_bytes() == (ROOT / "content" / row["file"]).read_bytes()
    assert len(with_file) == 13 and {row["file"].rpartition(".")[2] for row in with_file} >= {"docx", "pdf", "xlsx"}


def test_guides_of_items_alone_need_no_register(project: Project) -> None:
    project.write({
        "items/a.md": guide(Life_Event="生育收养", Time_Limit="30日"),
        "items/b.md": guide(Index="1/2014-2", Title="新指南", Date="2014-05-06", Created="2014-05-05", Review="2014-05-05 甲 可以公开", Replaces="014500858/2014-00001"),
        "items/c.md": item(Index="1/2014-3", Title="不是指南", Category="公共服务/面向公民"),
    })
    project.good()
    rows = {row.th.get_text(): row.get_text(" ", strip=True) for row in project.soup("services/citizens.html").select("tbody tr")}
    assert rows.keys() == {"收养登记指南", "新指南"}
    assert "废止" in rows["收养登记指南"] and "30日" in rows["收养登记指南"] and "修订" in rows["新指南"]
    assert "services/index.html" in str(project.soup("index.html"))
    assert not (project.output / "services/forms.html").exists()


def test_the_category_of_services_leads_to_them_while_there_are_any(project: Project) -> None:
    project.write({"items/a.md": item(), "registers/services.csv": "code,name,agency,audience,life_event,status\n"})
    project.good()
    link = project.soup("categories/services/index.html").select_one("main a.rr-action")
    assert (project.output / "categories/services" / link["href"]).resolve() == project.output / "services/index.html"
    (project.content / "registers/services.csv").unlink()
    project.good()
    assert not project.soup("categories/services/index.html").select("main a.rr-action")


def test_without_guides_there_are_no_pages_of_services(project: Project) -> None:
    project.write({"items/a.md": item()})
    project.good()
    assert not (project.output / "services").exists()
    assert 'href="services/' not in (project.output / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", [name for name, _, _ in PARTS])
def test_a_missing_part_is_named(part: str) -> None:
    body = BODY.replace("步骤和时限", "步骤和办理" if part == "时限" else "办理时限" if part == "步骤" else "步骤和时限")
    body = body if part in ("步骤", "时限") else body.replace(f"## {'办理地点' if part == '地点' else part}\n", "## 其他\n")
    assert list(missing_parts(body, {})) == [part]
    assert list(missing_parts(BODY, {})) == []


@pytest.mark.parametrize(("part", "attribute"), [("时限", "time_limit"), ("费用", "fee"), ("地点", "office")])
def test_the_header_may_stand_for_a_heading(part: str, attribute: str) -> None:
    body = "".join(f"## {name}\n\n" for name, _, _ in PARTS if name != part)
    assert list(missing_parts(body, {})) == [part] and list(missing_parts(body, {attribute: "甲"})) == []


def test_messages_for_editors_of_guides(project: Project) -> None:
    project.write({
        "items/a.md": guide(body="## 条件\n\n甲\n"),
        "items/b.md": guide(Index="1/2014-2", Life_Event="住宿"),
        "items/c.md": item(Index="1/2014-3", Fee="不收费"),
    })
    said = project.build().stdout
    assert "items/a.md:9: 提醒：办事指南里没有说明材料、步骤、时限、费用、地点、依据" in said.replace(str(project.content) + "/", "")
    assert "办事场景“住宿”不在名单上；是不是“住房”？" in said or "办事场景“住宿”不在名单上；可以写：" in said
    assert "Fee（收费）只用于办事指南" in said


def test_messages_for_registers_of_services(project: Project) -> None:
    project.write({
        "items/a.md": guide(),
        "items/c.md": item(Index="1/2014-3"), "items/a-表.docx": "x", "items/甲/d.pdf": "x",
        "registers/services.csv": (
            f"{SERVICES}1,收养,甲局,个人,,,,现行,,\n2,结婚,甲局,公民,恋爱,,,现行,,\n3,离婚,甲局,公民,婚姻,,,修订,,\n"
            "4,旧事,甲局,公民,,,,废止,2014-05-01,014500858/2014-00001\n"
        ),
        "registers/forms.csv": f"{FORMS}1,甲表,1,甲局,items/没有.docx\n2,乙表,1,甲局,items/甲/d.pdf\n3,丙表,1,甲局,items/a-表.docx\n",
    })
    said = project.build().stdout
    for expected in (
        "services.csv:2: 服务对象“个人”不在名单上", "services.csv:3: 办事场景“恋爱”不在名单上",
        "services.csv:4: 状态是“修订”，没有变动日期", "services.csv:5: 提醒：事项已经废止",
        "forms.csv:2: 文件“items/没有.docx”不在那里", "forms.csv:3: 文件“items/甲/d.pdf”没有和哪一条信息放在一起",
    ):
        assert expected in said, said
    assert "forms.csv:4" not in said


def test_pages_follow_the_items_that_they_lead_to(project: Project) -> None:
    project.write({
        "items/a.md": guide(), "items/a-表.txt": "x",
        "registers/services.csv": f"{SERVICES}1,收养登记,区政府办公室,公民,生育收养,,,现行,,014500858/2014-00001\n",
        "registers/forms.csv": f"{FORMS}1,收养表,1,区政府办公室,items/a-表.txt\n",
    })
    project.good()
    assert project.soup("services/citizens.html").tbody.a["href"] == "../items/2014/014500858-2014-00001.html"
    assert project.soup("services/forms.html").tbody.a.get_text() == "收养表"
    project.write({"items/a.md": guide(Withdrawn="2014-06-01 内容有误")})
    project.good()
    assert project.soup("services/citizens.html").tbody.a is None
    assert project.soup("services/forms.html").tbody.a is None
