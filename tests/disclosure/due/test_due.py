"""`make due`: everything with a last day is listed at its line, on the right day, and nothing of it comes near the site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
from disclosure.due import page
from disclosure.due.matter import LATER, OVERDUE, TODAY, UNKNOWN, URGENCIES, WAITING, WEEK, Matter, urgency
from disclosure.due.requests import as_of

from tests.kit.project import ROOT, Project, item

REQUESTS = """number,agency,received,channel,applicant,subject,clarification_asked,clarified,third_party_asked,third_party_answered,fee_asked,fee_paid,extended,closed,decision
R1,区财政局,2021-02-26,网络,自然人,今天到期,,,,,,,,,
R2,区财政局,2021-02-25,网络,自然人,昨天到期,,,,,,,,,
R3,区财政局,2021-03-01,网络,自然人,本周到期,,,,,,,,,
R4,区财政局,2021-03-17,网络,自然人,第七个工作日,,,,,,,,,
R5,区财政局,2021-03-02,网络,自然人,等补正,2021-03-05,,,,,,,,
R6,区财政局,2021-03-02,网络,自然人,等缴费,,,,,2021-03-05,,,,
R7,区财政局,2021-03-02,网络,自然人,问第三方,,,2021-03-12,,,,,,
R8,区财政局,2021-02-26,网络,自然人,已经办结,,,,,,,,2021-03-10,予以公开
R9,区财政局,2021-03-30,网络,自然人,还没有收到,,,,,,,,,
"""
DAY = "2021-03-26"
"""A Friday, 20 working days after R1 was received."""


def content(project: Project) -> Project:
    """Write a content folder with matters of every kind."""
    project.write({
        "items/draft.md": item(Created="2021-03-01", Date=None, Status="draft", Title="快到期的草稿", Review=None),
        "items/old.md": item(Index="014500858/2021-00002", Created="2021-02-01", Date="2021-02-01", Review="2021-02-01 保密审查员 可以公开", Agency="区财政局"),
        "registers/requests.csv": REQUESTS, "registers/agencies.csv": "code,name\n014500858,区政府办公室\n014500863,区财政局\n",
        "reports/2020.md": "Title: 2020年年报\nStatus: draft\n\n正文。\n",
    })
    return project


def due(project: Project, *options: str, today: str = DAY) -> subprocess.CompletedProcess:
    """Run what `make due` runs."""
    conf = project.base / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(project.base / 'cache')!r}\n")
    command = [sys.executable, "-m", "disclosure.commands.due", str(project.content), str(project.output), "--conf", str(conf), "--release", str(project.base / "release")]
    return subprocess.run([*command, "--today", today, *options], cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")})


def listed(project: Project, today: str = DAY) -> dict[str, list[str]]:
    """Return what is listed, by urgency: kind, subject, last day and place."""
    done = due(project, "--format", "json", today=today)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = {}
    for one in json.loads(done.stdout)["matters"]:
        found.setdefault(one["urgency"], []).append(f"{one['kind']} {one['subject']} {one['day']} {one['path']}:{one['line']}")
    return found


def test_every_matter_is_listed_once_under_its_urgency_at_its_line(project: Project) -> None:
    found = listed(content(project))
    assert found[TODAY] == ["答复申请 R1 今天到期 2021-03-26 registers/requests.csv:2", "通知补正 R4 第七个工作日 2021-03-26 registers/requests.csv:5"]
    assert found[OVERDUE][0] == "答复申请 R2 昨天到期 2021-03-25 registers/requests.csv:3"
    assert [line for line in found[OVERDUE] if "年报" in line] == ["发布年报 2020年度各单位年报 2021-01-31 registers/agencies.csv:2"]
    assert found[WAITING] == [
        "等待申请人缴费 R6 等缴费 2021-04-02 registers/requests.csv:7", "等待第三方答复 R7 问第三方 2021-04-02 registers/requests.csv:8",
        "等待申请人补正 R5 等补正  registers/requests.csv:6",
    ]
    assert {"公开信息 快到期的草稿 2021-03-29 items/draft.md:5", "发布年报 2020年度政府信息公开年报 2021-03-31 reports/2020.md:0"} <= {*found[LATER]}
    everything = str(found)
    assert "R8" not in everything and "R9" not in everything
    assert [line for line in found[LATER] if "R3" in line] == ["答复申请 R3 本周到期 2021-03-29 registers/requests.csv:4"]
    assert "空白栏目 概况信息/单位介绍  items:0" in found[UNKNOWN]


def test_a_week_later_other_things_are_due(project: Project) -> None:
    found = listed(content(project), "2021-03-29")
    assert found[TODAY][:2] == ["答复申请 R3 本周到期 2021-03-29 registers/requests.csv:4", "公开信息 快到期的草稿 2021-03-29 items/draft.md:5"]
    assert "发布年报 2020年度政府信息公开年报 2021-03-31 reports/2020.md:0" in found[WEEK]


def test_the_text_has_file_and_line_in_chinese(project: Project) -> None:
    done = due(content(project))
    assert done.returncode == 0
    assert f"{project.content}/registers/requests.csv:3: 2021-03-25 答复申请：R2 昨天到期（区财政局）；2021-02-25 收到，共 20 个工作日（2019年条例第三十三条）" in done.stdout
    assert done.stdout.index("已经过期（") < done.stdout.index("今天到期（") < done.stdout.index("等待别人（")


def test_a_notice_that_was_late_is_not_awaited_and_its_request_is_overdue(project: Project) -> None:
    head = REQUESTS.partition("\n")[0]
    content(project).write({"registers/requests.csv": f"{head}\nR1,区财政局,2021-01-04,网络,自然人,补正通知晚了,2021-03-05,,,,,,,,\n"})
    done = due(project)
    assert "requests.csv:2: 2021-02-01 答复申请：R1 补正通知晚了（区财政局）" in done.stdout and "等待申请人补正" not in done.stdout
    assert "2021-03-05 的通知晚于期限 2021-02-01，不改变期限" in done.stdout


def test_the_calendar_is_read_back_with_the_days_of_the_list(project: Project) -> None:
    content(project)
    target = project.base / "private.ics"
    done = due(project, "--format", "ics", "--file", str(target))
    assert done.returncode == 0 and target.stat().st_mode & 0o777 == 0o600
    events = icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    days = {str(event["SUMMARY"]): event.decoded("DTSTART").isoformat() for event in events}
    assert days["答复申请：R1 今天到期"] == "2021-03-26" and days["公开信息：快到期的草稿"] == "2021-03-29"
    assert len({str(event["UID"]) for event in events}) == len(events)
    later = project.base / "later.ics"
    due(project, "--format", "ics", "--file", str(later), today="2021-03-29")
    again = {str(event["SUMMARY"]): str(event["UID"]) for event in icalendar.Calendar.from_ical(later.read_bytes()).walk("VEVENT")}
    assert again["答复申请：R1 今天到期"] == next(str(event["UID"]) for event in events if "R1" in str(event["SUMMARY"]))


@pytest.mark.parametrize("place", ["output/due.txt", "release/current/due.txt", "content/images/due.txt", "link/due.txt"])
def test_the_list_is_never_written_where_it_would_be_published(project: Project, place: str) -> None:
    content(project)
    for folder in ("output", "release/current", "content/images"):
        (project.base / folder).mkdir(parents=True, exist_ok=True)
    (project.base / "link").symlink_to(project.base / "release/current")
    done = due(project, "--file", str(project.base / place))
    assert done.returncode == 1 and "会随网站公开；待办名单是内部的" in done.stderr and done.stdout == ""
    assert not (project.base / place).exists()


def test_nor_is_it_redirected_there(project: Project) -> None:
    content(project)
    project.output.mkdir()
    command = f"{sys.executable} -m disclosure.commands.due {project.content} {project.output} --today {DAY} > {project.output}/due.txt"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")})
    assert done.returncode == 1 and "标准输出" in done.stderr
    assert (project.output / "due.txt").read_text() == ""


def test_a_list_that_is_not_complete_says_so_and_ends_with_an_error(project: Project) -> None:
    content(project)
    project.write({"registers/requests.csv": REQUESTS.replace("R2,区财政局,2021-02-25", "R2,区财政局,二月")})
    done = due(project)
    assert done.returncode == 1
    assert "名单不全" in done.stdout and "registers/requests.csv:3: “收到日期”（received）" in done.stdout and "R1 今天到期" in done.stdout


@pytest.mark.parametrize(("options", "said"), [
    (("--today", "2021-3-5"), "改为 2021-03-05"), (("--format", "xml"), "可以写：text、json、ics"), (("--file", "/nowhere/at/all"), "写不了"),
])
def test_what_cannot_be_done_is_said_and_nothing_is(project: Project, options: tuple[str, str], said: str) -> None:
    done = due(content(project), *options)
    assert done.returncode == 1 and said in done.stderr and "什么都没有做" in done.stderr and done.stdout == ""


def test_a_list_does_not_take_the_place_of_a_pipe_or_device(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = due(content(project), "--file", str(tmp_path / "pipe"))
    assert done.returncode == 1 and "设备一类的东西" in done.stderr and (tmp_path / "pipe").is_fifo()


def test_a_limit_in_a_year_without_calendar_is_unknown_until_the_register_has_the_year(project: Project) -> None:
    content(project)
    project.write({"registers/requests.csv": REQUESTS.splitlines()[0] + "\nR1,区财政局,2998-03-02,网络,自然人,远,,,,,,,,,\n"})
    assert "答复申请 R1 远  registers/requests.csv:2" in listed(project, "2998-03-05")[UNKNOWN]
    names = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    rows = [f"2998-{month:02d}-01,休息,{name}" for month, name in zip((1, 2, 4, 5, 6, 9, 10), names, strict=True)]
    project.write({"registers/workdays.csv": "\n".join(["date,kind,reason", *rows, "2998-03-05,休息,本地节日"]) + "\n"})
    assert any(line.startswith("答复申请 R1 远 2998-0") for line in listed(project, "2998-03-05")[LATER])


@pytest.mark.parametrize(("day", "awaited", "wanted"), [
    ("2021-03-25", False, OVERDUE), ("2021-03-25", True, OVERDUE), ("2021-03-26", False, TODAY), ("2021-03-26", True, WAITING), ("2021-03-28", False, WEEK),
    ("2021-03-29", False, LATER), ("", False, UNKNOWN), ("", True, WAITING),
])
def test_how_urgent_a_matter_is(day: str, awaited: bool, wanted: str) -> None:
    assert urgency(Matter("", "", day, "", "", is_awaited=awaited), DAY) == wanted
    assert wanted in URGENCIES


def test_what_came_later_has_not_happened_yet() -> None:
    days = dict.fromkeys(("clarification_asked", "clarified", "third_party_asked", "third_party_answered", "fee_asked", "fee_paid", "extended"), "")
    row = days | {"received": "2021-03-01", "extended": "2021-03-20", "closed": "2021-03-30", "decision": "予以公开"}
    known = as_of(row, "2021-03-26")
    assert (known["extended"], known["closed"], known["decision"]) == ("2021-03-20", "", "")
    assert as_of(row, "2021-03-30") == row


def test_no_file_of_the_site_comes_of_it(project: Project, tmp_path: Path) -> None:
    project.write({"items/a.md": item()})
    project.good()
    before = project.tree()
    assert due(project).returncode == 0
    project.good()
    assert project.tree() == before


def test_nothing_is_due_of_an_agency_of_former_times(project: Project) -> None:
    content(project).write({
        "registers/agencies.csv": "code,name,since,until,predecessors\n014500858,区政府办公室,,,\n014500862,区老财政局,,2015-03-01,\n014500863,区财政局,2015-03-02,,区老财政局\n",
        "items/former.md": item(Index="014500862/2014-00001", Agency="区老财政局"),
    })
    everything = str(listed(project))
    assert "区老财政局" not in everything
    assert "空白栏目 区政府办公室" in everything
    done = due(project, "--format", "json")
    (report,) = [one for one in json.loads(done.stdout)["matters"] if one["subject"] == "2020年度各单位年报"]
    assert "2 个单位还没有：区政府办公室、区财政局" in report["note"]


def test_what_an_agency_left_open_when_it_ended_is_due_from_its_successor(project: Project) -> None:
    agencies = "code,name,since,until,predecessors\n014500858,区政府办公室,,,\n014500863,区财政局,,2021-03-25,\n014500900,区财政金融局,2021-03-26,,区财政局\n"
    content(project).write({"registers/agencies.csv": agencies})
    asked = {matter["subject"].partition(" ")[0]: matter["agency"] for matter in json.loads(due(project, "--format", "json").stdout)["matters"] if matter["kind"] == "答复申请"}
    assert {asked[name] for name in ("R1", "R2", "R3")} == {"区财政金融局"}


@pytest.mark.parametrize(("today", "units", "district"), [
    ("2015-02-10", "2015-03-31", "2015-03-31"), ("2019-05-23", "2019-03-31", "2019-03-31"), ("2020-01-10", "2020-01-31", "2020-03-31"),
])
def test_reports_are_due_by_the_edition_of_their_year(project: Project, today: str, units: str, district: str) -> None:
    """2008 Art. 31 for the reports on 2018, whose last day came before the 2019 edition; 2019 Arts. 49 and 50 from those on 2019."""
    project.write({"items/a.md": item(), "registers/agencies.csv": "code,name\n014500858,区政府办公室\n"})
    done = due(project, "--format", "json", today=today)
    found = {one["subject"][6:]: one for one in json.loads(done.stdout)["matters"] if one["kind"] == "发布年报"}
    assert (found["各单位年报"]["day"], found["政府信息公开年报"]["day"]) == (units, district)
    assert ("第三十一条" in found["各单位年报"]["note"]) is (today < "2020") and ("第三十一条" in found["政府信息公开年报"]["note"]) is (today < "2020")


def test_the_first_edition_names_no_days_for_a_notice_of_clarification(project: Project) -> None:
    rows = "".join(f"R{number},区财政局,{received},网络,自然人,某\n" for number, received in ((1, "2019-05-14"), (2, "2019-05-15")))
    project.write({"items/a.md": item(), "registers/requests.csv": "number,agency,received,channel,applicant,subject\n" + rows})
    everything = str(listed(project, "2019-05-23")) + str(listed(project, "2019-05-24"))
    assert "通知补正 R1" not in everything and "通知补正 R2 某 2019-05-24" in everything


def test_columns_and_units_come_last_with_their_number_and_the_first_few(project: Project) -> None:
    text = due(content(project)).stdout
    matters = json.loads(due(project, "--format", "json").stdout)["matters"]
    empty = [one["subject"] for one in matters if one["kind"] == "空白栏目"]
    assert len(empty) > 5 and f"\n期限不明 空白栏目 {len(empty)} 个：{'、'.join(empty[:5])}等\n" in text
    assert f"共 {len(matters)} 件" in text and "空白栏目：" not in text
    last_single = max(text.rindex(f"{kind}：") for kind in ("答复申请", "公开信息", "发布年报", "等待申请人补正"))
    assert last_single < text.index("栏目和单位的更新") < min(text.index(f"{kind} ") for kind in ("空白栏目", "更新单位信息") if f"{kind} " in text)
    page_text = page.page(json.loads(due(project, "--format", "json").stdout))
    assert page_text.count("空白栏目") == 1 and page_text.index("发布年报") < page_text.index("空白栏目")
