"""The edition of the Regulations by which a site speaks: form, guide, marks, reminders, at the day of change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from disclosure.model import law_words
from disclosure.model.deadlines import PAYMENT, awaited, reply_limit
from disclosure.model.regulations import EDITIONS, edition
from disclosure.pages import law

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

OLD, NEW = EDITIONS
GUIDE = (
    "Title: 政府信息公开指南\nSlug: guide\n\n依照《条例》[第十二条](law:指南条款)编写。\n\n## [用途](law:2008)\n\n写明[用途](law:2008)。\n\n### 怎样写\n\n写清楚。\n\n"
    "## 怎样申请\n\n在[20个工作日](law:答复期限)内答复。\n\n[这一段只在旧版。](law:2008)\n\n- [一项](law:2008)\n- 两项\n\n"
    "| 项 | 办法 |\n|---|---|\n| [减免](law:2008) | 申请 |\n| 证明 | [要附](law:2019) |\n\n[旧词]\n\n举报\n:   写信\n"
)
REQUEST = "Title: 依申请公开\nSlug: request\n\n向制作信息的单位申请。\n"


def site(tmp_path: Path, day: str, pages: str = GUIDE) -> Quick:
    """Return a project with one item of a day, a guide and the page on requests."""
    project = Quick(tmp_path)
    project.write({
        "items/a.md": item(Created=day, Date=day, Review=f"{day} 甲 可以公开"), "pages/guide.md": pages, "pages/request.md": REQUEST,
    })
    return project


@pytest.mark.parametrize(("day", "has", "lacks"), [
    ("2019-05-14", ("用途", "是否申请减免费用", "组织机构代码"), ("身份证明", "统一社会信用代码")),
    ("2019-05-15", ("身份证明", "统一社会信用代码"), ("用途", "是否申请减免费用", "组织机构代码")),
])
def test_form_and_guide_follow_the_edition_in_force_on_the_newest_day(tmp_path: Path, day: str, has: tuple, lacks: tuple) -> None:
    project = site(tmp_path, day)
    project.good()
    labels = {label.find(string=True).strip() for slug in ("citizen", "organisation") for label in project.soup(f"request-form-{slug}.html").select(".rr-form__label")}
    assert {*has} <= labels and not {*lacks} & labels
    paper = project.soup("request-form-citizen.html").find(id="f-paper-number")
    assert paper.has_attr("aria-required") is (day == "2019-05-15")
    text = project.soup("guide.html").find("main").get_text()
    old = day == "2019-05-14"
    assert ("第十九条" in text, "第十二条" in text, "15个工作日" in text, "20个工作日" in text) == (old, not old, old, not old)
    for word in ("写明用途", "怎样写", "这一段只在旧版", "一项", "减免"):
        assert (word in text) is old, word
    assert ("要附" in text) is not old and "怎样申请" in text and "两项" in text and "law" not in str(project.soup("guide.html").find("main"))


def test_a_setting_names_the_day(tmp_path: Path) -> None:
    project = site(tmp_path, "2014-03-03")
    project.good(DISCLOSURE_REGULATIONS_DAY="2020-01-01")
    assert "20个工作日" in project.soup("guide.html").find("main").get_text()
    refused = project.build(DISCLOSURE_REGULATIONS_DAY="2020-13-01")
    assert refused.returncode == 1 and "DISCLOSURE_REGULATIONS_DAY" in refused.stdout


@pytest.mark.parametrize(("more", "name"), [
    ({}, OLD.name), ({"registers/requests.csv": "number,agency,received,channel,applicant,subject\n1,区政府办公室,2019-05-15,网络,自然人,某\n"}, NEW.name),
    ({"reports/2018.md": "Title: 年报\nSlug: 2018\nSave_As: reports/2018.html\n\n没有数字。\n"}, OLD.name),
    ({"reports/2019.md": "Title: 年报\nSlug: 2019\nSave_As: reports/2019.html\n\n没有数字。\n"}, NEW.name),
])
def test_requests_and_reports_are_content_too(tmp_path: Path, more: dict, name: str) -> None:
    project = site(tmp_path, "2014-03-03")
    project.write(more)
    project.build()
    assert f"本表照{name}" in project.soup("request-form-citizen.html").find("main").get_text()


def test_an_incremental_build_changes_the_words_on_the_day_of_change(tmp_path: Path) -> None:
    project = site(tmp_path, "2019-05-14")
    project.good()
    project.write({"items/b.md": item(Index="1/2", Title="另一个通知", Created="2019-05-15", Date="2019-05-15", Review="2019-05-15 甲 可以公开")})
    project.good()
    assert "2019年条例" in project.soup("request-form-citizen.html").find("main").get_text()
    project.assert_clean()


def test_words_that_only_another_edition_has_are_told_at_their_line(tmp_path: Path) -> None:
    text = "Title: 指南\nSlug: guide\n\n{}\n"
    old_words = "根据自身生产、生活、科研等特殊需要申请。\n\n向区监察局举报。\n\n按标准收复制、邮寄等成本费用。\n"
    project = site(tmp_path, "2019-05-15", text.format(old_words))
    told = project.build().stdout
    for line, word in ((4, "生产、生活、科研等特殊需要"), (6, "监察局"), (8, "复制、邮寄等成本费")):
        assert f"guide.md:{line}: 提醒：这里按2019年条例说话，“{word}" in told, told
    project = site(tmp_path / "old", "2019-05-14", text.format(old_words + "\n可以收信息处理费。\n"))
    told = project.build().stdout
    assert told.count("另一版条例的用语") == 1 and "guide.md:10: 提醒：这里按2008年条例说话，“信息处理费”" in told


@pytest.mark.parametrize("text", [
    "2008年版：向监察机关举报。", "| 事项 | 2008年版 | 2019年版 |\n|---|---|---|\n| 举报 | 监察机关 | 上级机关 |", "## 2008年条例\n\n向监察机关举报。\n\n### 三需要\n\n写明三需要。",
    "## [举报](law:2008)\n\n向监察机关举报。", "向[监察机关](law:2008)举报。", "向上一级行政机关举报。15个工作日内提出意见。",
])
def test_a_line_that_says_by_which_edition_it_speaks_is_left_alone(text: str) -> None:
    assert law.foreign("a.md", text, NEW) == []


def test_after_the_section_of_an_edition_the_next_one_is_judged_again() -> None:
    assert [found.line for found in law.foreign("a.md", "## 2008年条例\n\n监察机关\n\n## 举报\n\n监察机关", NEW)] == [7]


def test_reports_are_judged_by_the_edition_of_their_year(tmp_path: Path) -> None:
    project = site(tmp_path, "2014-03-03")
    project.write({f"reports/{year}.md": f"Title: 年报\nSlug: r{year}\nSave_As: reports/{year}.html\n\n没有收取信息处理费，区监察局没有收到举报。\n" for year in (2014, 2021)})
    told = project.build().stdout
    assert "reports/2014.md:5: 提醒：这里按2008年条例说话，“信息处理费”" in told and "reports/2014.md:5: 提醒：这里按2008年条例说话，“监察局”" not in told
    assert "reports/2021.md:5: 提醒：这里按2019年条例说话，“监察局”" in told and "reports/2021.md:5: 提醒：这里按2019年条例说话，“信息处理费”" not in told


def test_a_mark_that_names_nothing_or_says_what_no_edition_says_is_told() -> None:
    told = law.problems("a.md", "在[20天](law:答复期限)内，[费](law:收费)。", NEW)
    assert [(one.line, one.is_error) for one in told] == [(1, True), (1, True)]
    assert "2008年条例“15个工作日”；2019年条例“20个工作日”" in told[0].remedy and "费用" in told[1].remedy


def test_every_entry_has_words_in_one_edition_at_least_and_limits_are_those_of_the_law() -> None:
    assert all(any(law_words.words(name, one) for one in EDITIONS) for name in law_words.names())
    assert [law_words.words("答复期限", one) for one in EDITIONS] == ["15个工作日", "20个工作日"]
    assert [law_words.edition_of_year(year).name for year in (2007, 2018, 2019)] == [OLD.name, OLD.name, NEW.name]


def request(**changes: str) -> dict:
    """Return an open request."""
    return dict.fromkeys(("clarification_asked", "clarified", "third_party_asked", "third_party_answered", "fee_asked", "fee_paid", "extended", "closed", "excluded_days"), "") | changes


def test_a_request_keeps_the_limit_of_the_day_of_its_receipt_when_the_law_changes() -> None:
    before, after = request(received="2019-05-14"), request(received="2019-05-15")
    assert (reply_limit(before).due, reply_limit(after).due) == ("2019-06-04", "2019-06-13")
    extended = request(received="2019-05-14", extended="2019-06-03")
    assert (reply_limit(extended).days, edition("2019-06-03").name) == (30, NEW.name)  # the transition: open on the day of change


def test_fees_stop_the_clock_under_the_edition_that_has_them() -> None:
    asked = {"fee_asked": "2021-03-05"}
    assert awaited(request(received="2021-03-02", **asked)) == PAYMENT
    assert awaited(request(received="2019-05-14", **asked)) == "" and reply_limit(request(received="2019-05-14", **asked)).due == "2019-06-04"
    assert reply_limit(request(received="2019-05-14", fee_asked="2019-05-16", fee_paid="2019-05-20")).due == "2019-06-04"


def test_a_processing_fee_before_its_law_is_told_and_an_awaited_one_is_shown(tmp_path: Path) -> None:
    project = site(tmp_path, "2021-03-03")
    head = "number,agency,received,channel,applicant,subject,fee_asked,fee_paid\n"
    project.write({"registers/requests.csv": head + "1,区政府办公室,2019-05-14,网络,自然人,某,2019-05-16,\n2,区政府办公室,2019-05-15,网络,自然人,某,2019-05-17,\n3,区政府办公室,2021-03-01,网络,自然人,某,2021-03-05,\n"})
    told = project.build().stdout
    assert "requests.csv:2: 收到时施行的2008年条例没有信息处理费" in told
    assert "requests.csv:3: 提醒：收费通知日期 2019-05-17 早于信息处理费管理办法施行的 2021-01-01" in told
    assert "requests.csv:4: 收" not in told and "requests.csv:4: 提醒：收" not in told
    rows = {row.find("th").get_text(): row.get_text("|") for row in project.soup("registers/requests.html").find(id="requests-list").find_parent("section").select("tbody tr")}
    assert "等待申请人缴费" in rows["3"] and "等待申请人缴费" not in rows["1"]


OF_2008 = {
    "rules": ("有偿服务", "违反规定收取费用", "公开不应当公开", "政府信息发布保密审查机制", "第三十四条", "第三十五条", "文号所属的单位", "同级保密工作部门确定（第十四条）", "第十七条"),
    "request": ("税费缴纳", "有效身份证件或者证明文件", "第二十五条", "第二十一条第（一）项", "信息不存在", "更改、补充", "提供复制件"),
    "guide": ("具体行政行为",), "catalogue-note": ("第十九条",),
}
OF_2019 = {
    "rules": ("政府信息公开有关制度、机制", "第五十二条", "第五十三条", "不依法履行政府信息公开职能", "牵头制作的单位", "保密行政管理部门确定（第十七条）", "第十条"),
    "request": ("第四十一条", "重复申请", "没有现成信息", "公开出版物", "7个工作日内一次性告知怎样补正", "第三十六条第（七）项", "第三十九条", "查阅、抄录"),
    "catalogue-note": ("第十二条",),
}


BOTH = {"第十七条", "信息不存在", "更改、补充"}
"""Words of one edition that the pages have under the other, too: as its own, or in the table of both."""


@pytest.mark.parametrize(("day", "said", "unsaid"), [("2014-12-31", OF_2008, OF_2019), ("2022-12-31", OF_2019, OF_2008)])
def test_the_lists_of_the_sample_pages_are_those_of_the_edition(tmp_path: Path, day: str, said: dict, unsaid: dict) -> None:
    project = Quick(tmp_path)
    names = ("rules", "request", "guide", "catalogue-note")
    project.write({"items/a.md": item()} | {f"pages/{name}.md": (ROOT / f"content/pages/{name}.md").read_text(encoding="utf-8") for name in names})
    told = project.build(DISCLOSURE_REGULATIONS_DAY=day).stdout
    assert "另一版条例的用语" not in told and "条例用语里没有" not in told and "换掉" not in told
    for name in names:
        main = project.soup(f"{name}.html").main
        text = re.sub(r"\s+", "", main.get_text())
        assert [word for word in said.get(name, ()) if word not in text] == [], name
        assert [word for word in unsaid.get(name, ()) if word in text and word not in BOTH] == [] and "law" not in str(main), name


@pytest.mark.parametrize(("text", "word"), [
    ("让他人以有偿服务方式提供信息的；", "有偿服务"), ("违反规定收取费用的；", "违反规定收取费"), ("公开了不应当公开的信息的；", "公开了不应当公开的"),
    ("查询与自己有关的纳税、社会保障、医疗卫生等记录的，要出示有效身份证件。", "纳税、社会保障、医疗卫生等记录的，要出示"), ("报同级保密工作部门确定。", "同级保密工作部门"),
])
def test_what_only_the_first_edition_has_is_told_under_the_second(text: str, word: str) -> None:
    (told,) = law.foreign("rules.md", text, NEW)
    assert f"“{word}" in told.message and law.foreign("rules.md", text, OLD) == []


@pytest.mark.parametrize("day", ["2014-03-03", "2020-03-03"])
@pytest.mark.parametrize("slug", ["citizen", "organisation"])
def test_the_form_asks_for_one_way_to_be_reached(tmp_path: Path, day: str, slug: str) -> None:
    """2008 Art. 20 (一), 2019 Art. 29 (一)."""
    project = site(tmp_path, day)
    project.good()
    labels = [label.get_text(strip=True) for label in project.soup(f"request-form-{slug}.html").select(".rr-form__label")]
    asked = {label.partition("（")[0] for label in labels if "联系方式至少填一种" in label}
    assert asked == ({"通信地址", "联系电话", "电子邮箱"} if slug == "citizen" else {"通信地址", "联系人电话", "联系人邮箱"})
