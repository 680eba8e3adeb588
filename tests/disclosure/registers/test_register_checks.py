"""What rows mean: each planted error is found, named by its row, and nothing else is."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from disclosure.model import workdays
from disclosure.model.regulations import EDITIONS
from disclosure.registers import Registers, checks, schema

from tests.kit.project import Project, item

TODAY = "2022-06-30"
SETTINGS = {"DISCLOSURE_FEEDBACK_AFTER": 60}
GOOD = {
    "requests": {
        "number": "2021-001", "agency": "区财政局", "received": "2021-03-01", "channel": "网络", "applicant": "自然人", "subject": "决算",
        "closed": "2021-03-20", "decision": "予以公开", "fee": "0", "waived": "否",
    },
    "disputes": {
        "number": "F1", "kind": "行政复议", "agency": "区财政局", "received": "2021-05-06", "closed": "2021-07-01", "outcome": "结果维持",
        "request": "2021-001",
    },
    "letters": {
        "number": "X1", "mailbox": "区长信箱", "topic": "教育", "received": "2021-03-01", "answered": "2021-03-05", "agency": "区财政局",
        "question": "何时报名？", "answer": "七月。",
    },
    "consultations": {
        "number": "Z1", "kind": "民意征集", "title": "停车", "agency": "区财政局", "opened": "2021-03-01", "closed": "2021-04-01",
        "participants": "20", "opinions": "9", "adopted": "3", "result": "采纳三条。",
    },
    "complaints": {
        "number": "J1", "received": "2021-03-01", "agency": "区财政局", "subject": "迟迟不公开", "closed": "2021-03-20", "outcome": "已公开",
    },
    "approvals": {
        "code": "863-001", "name": "票据领购", "agency": "区财政局", "kind": "行政许可", "basis": "《办法》", "origin": "保留", "status": "保留",
        "online": "是",
    },
    "training": {"date": "2021-03-01", "kind": "会议", "title": "布置会", "agency": "区财政局", "people": "40"},
    "channels": {"year": "2021", "channel": "政务微信", "number": "7", "source": "统计"},
}


ANOTHER = {
    "requests": {"number": "2021-000"}, "approvals": {"code": "0", "name": "另一项"}, "training": {"date": "2021-01-04"},
    "channels": {"year": "2020"}, **{name: {"number": "0"} for name in ("disputes", "letters", "consultations", "complaints")},
}
"""What makes a good row another good row."""


def sheet(name: str, *rows: dict[str, str]) -> str:
    """Return a register's file with these rows."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [field["name"] for field in schema(name)["fields"]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def found(folder: Path, registers: dict[str, list[dict[str, str]]], today: str = TODAY) -> list[str]:
    """Return what is said of registers with these rows, errors and warnings."""
    (folder / "registers").mkdir(exist_ok=True)
    for name, rows in registers.items():
        (folder / f"registers/{name}.csv").write_text(sheet(name, *rows), encoding="utf-8")
    read = Registers(str(folder))
    assert not read.problems
    return [f"{p.path}:{p.line}: {'' if p.is_error else '提醒：'}{p.message}；{p.remedy}" for p in checks.problems(read, today, SETTINGS)]


def test_sound_rows_are_let_pass(tmp_path: Path) -> None:
    assert not found(tmp_path, {name: [row] for name, row in GOOD.items()})


ASKED = {"clarification_asked": "2021-03-04"}
PLANTED = {
    # register, what is planted, what must be said
    "closed before received": ("requests", {"closed": "2021-02-26"}, "办结日期 2021-02-26 早于收到日期 2021-03-01；看原件，改正写错的那一个"),
    "decision unknown": ("requests", {"decision": "予以公布"}, "答复“予以公布”不在2019年条例所列的答复里；是不是“予以公开”？"),
    "decision of the other edition": ("requests", {"decision": "同意公开"}, "答复“同意公开”不在2019年条例所列的答复里，那是2008年条例的答复；"),
    "decision of the later edition": (
        "requests", {"received": "2019-05-06", "closed": "2019-05-14"}, "答复“予以公开”不在2008年条例所列的答复里，那是2019年条例的答复；",
    ),
    "ground missing": ("requests", {"decision": "不予公开"}, "答复“不予公开”没有写明理由；写成“不予公开/属于国家秘密”这样，理由有：属于国家秘密、"),
    "closed without a decision": ("requests", {"decision": ""}, "写了办结日期，没有写答复；补上答复"),
    "decision without a day": ("requests", {"closed": "", "received": "2022-06-20"}, "写了答复，没有写办结日期；补上办结日期"),
    "before the Regulations": ("requests", {"received": "2007-03-01", "closed": "2007-03-20"}, "收到日期 2007-03-01 在条例施行（2008-05-01）以前"),
    "in the future": ("requests", {"received": "2022-07-01", "closed": "", "decision": ""}, "收到日期 2022-07-01 还没有到（今天是 2022-06-30）"),
    "extension without need": ("requests", {"extended": "2021-03-15"}, "提醒：不延期的期限到 2021-03-29，2021-03-20 已经办结，不需要延期"),
    "extension told late": (
        "requests", {"extended": "2021-03-30", "closed": "2021-04-20"}, "提醒：通知延期日期 2021-03-30 晚于原来的期限 2021-03-29",
    ),
    "clarification asked when the limit was over": (
        "requests", {"clarification_asked": "2021-03-30", "clarified": "2021-04-19", "closed": "2021-04-20"},
        "提醒：通知补正日期 2021-03-30 晚于原来的期限 2021-03-29，期限不因此停止、延长或者重新计算",
    ),
    "clarification asked after the end": ("requests", {"clarification_asked": "2021-03-22", "closed": "2021-03-20"}, "办结日期 2021-03-20 早于通知补正日期 2021-03-22"),
    "third party asked after the end": ("requests", {"third_party_asked": "2021-03-22", "closed": "2021-03-20"}, "办结日期 2021-03-20 早于征求第三方意见日期 2021-03-22"),
    "fee asked after the end": ("requests", {"fee_asked": "2021-03-22", "closed": "2021-03-20"}, "办结日期 2021-03-20 早于收费通知日期 2021-03-22"),
    "extended after the end": ("requests", {"extended": "2021-03-22", "closed": "2021-03-20"}, "办结日期 2021-03-20 早于通知延期日期 2021-03-22"),
    "clarified before asked": ("requests", ASKED | {"clarified": "2021-03-03"}, "补正日期 2021-03-03 早于通知补正日期 2021-03-04"),
    "clarified unasked": ("requests", {"clarified": "2021-03-03"}, "写了补正日期，没有写通知补正日期"),
    "not clear after clarification, without one": (
        "requests", ASKED | {"decision": "无法提供/补正后申请内容仍不明确"}, "答复是补正后仍不明确，没有写补正日期",
    ),
    "no clarification, with one": (
        "requests", ASKED | {"clarified": "2021-03-10", "decision": "其他处理/申请人无正当理由逾期不补正"}, "答复是逾期不补正，应当只有通知补正日期",
    ),
    "paid and waived": ("requests", {"fee": "12.00", "waived": "是"}, "收费 12.00 元，又写了减免"),
    "open beyond its limit": (
        "requests", {"received": "2022-05-05", "closed": "", "decision": ""}, "提醒：期限 2022-06-01 已经过去，还没有办结；尽快答复",
    ),
    "closed too late, lately": (
        "requests", {"received": "2022-05-05", "closed": "2022-06-02"}, "提醒：办结日期 2022-06-02 晚于期限 2022-06-01；",
    ),
    "clarification asked late, lately": (
        "requests", {"received": "2022-06-01", "clarification_asked": "2022-06-14", "closed": "", "decision": ""},
        "提醒：收到以后第 8 个工作日才通知补正，超过 7 个工作日",
    ),
    "dispute closed before received": ("disputes", {"closed": "2021-05-05"}, "审结日期 2021-05-05 早于收到日期 2021-05-06"),
    "dispute closed and pending": ("disputes", {"outcome": "尚未审结"}, "写了审结日期，结果却是“尚未审结”"),
    "dispute with an outcome and no end": ("disputes", {"closed": ""}, "结果是“结果维持”，没有写审结日期"),
    "dispute before its request": ("disputes", {"received": "2021-02-01"}, "收到日期 2021-02-01 早于所涉申请的收到日期 2021-03-01"),
    "answer before the letter": ("letters", {"answered": "2021-02-28"}, "答复日期 2021-02-28 早于来信日期 2021-03-01"),
    "answer without text": ("letters", {"answer": ""}, "写了答复日期，没有写答复"),
    "answer without a day": ("letters", {"answered": ""}, "写了答复，没有写答复日期"),
    "more adopted than came": ("consultations", {"adopted": "10"}, "采纳意见 10 条多于收到意见 9 条"),
    "consultation over before it began": ("consultations", {"closed": "2021-02-01"}, "结束日期 2021-02-01 早于开始日期 2021-03-01"),
    "consultation without a result": ("consultations", {"result": ""}, "提醒：2021-04-01 已经结束，还没有写结果"),
    "complaint closed without an outcome": ("complaints", {"outcome": ""}, "写了办结日期，没有写处理结果"),
    "complaint closed before received": ("complaints", {"closed": "2021-02-01"}, "办结日期 2021-02-01 早于收到日期 2021-03-01"),
    "cancelled without a date": ("approvals", {"status": "取消", "document": "文件"}, "状态是取消，没有写取消日期；补上取消日期"),
    "cancelled without a document": ("approvals", {"status": "取消", "cancelled": "2021-05-01"}, "状态是取消，没有写取消依据；补上取消依据"),
    "kept with a date of its end": ("approvals", {"cancelled": "2021-05-01"}, "写了取消日期，状态却是“保留”"),
    "received from nobody": ("approvals", {"origin": "承接", "received": "2021-05-01"}, "来源是承接，没有写下放机关"),
    "received some day": ("approvals", {"origin": "承接", "from": "市财政局"}, "来源是承接，没有写承接日期"),
    "kept with a date of receipt": ("approvals", {"received": "2021-05-01"}, "写了承接日期，来源却是“保留”"),
    "training in the future": ("training", {"date": "2022-07-01"}, "日期 2022-07-01 还没有到"),
    "year to come": ("channels", {"year": "2023"}, "2023年还没有到；核对年份"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_error_is_found_and_named_and_nothing_else(tmp_path: Path, case: str) -> None:
    name, change, said = PLANTED[case]
    rows = {"requests": [GOOD["requests"]]} | {name: [GOOD[name] | ANOTHER[name], GOOD[name] | change]}
    (line,) = found(tmp_path, rows)
    assert line.startswith(f"registers/{name}.csv:3: {said}"), line


def test_a_matter_cannot_be_cancelled_twice_nor_stand_twice(tmp_path: Path) -> None:
    gone = GOOD["approvals"] | {"status": "取消", "cancelled": "2021-05-01", "document": "文件"}
    twice = found(tmp_path, {"approvals": [gone, gone | {"code": "2", "cancelled": "2021-06-01"}]})
    assert twice == ["registers/approvals.csv:3: “票据领购”（区财政局）第 2 行已经取消，不能取消两次；删去其中一行，或者改正名称"]
    again = found(tmp_path, {"approvals": [GOOD["approvals"], GOOD["approvals"] | {"code": "2"}]})
    assert again == ["registers/approvals.csv:3: “票据领购”（区财政局）第 2 行已经登记；删去其中一行，或者改正名称"]
    assert not found(tmp_path, {"approvals": [gone, GOOD["approvals"] | {"code": "2"}]})  # cancelled, later taken up again


def test_a_lapse_of_long_ago_is_not_told_for_ever(tmp_path: Path) -> None:
    late = GOOD["requests"] | {"closed": "2021-03-30"}
    assert found(tmp_path, {"requests": [late]}, "2021-04-30") and not found(tmp_path, {"requests": [late]}, "2022-04-30")


@pytest.mark.parametrize(("law", "decision"), [(law, decision) for law in EDITIONS for decision in law.decisions])
def test_every_decision_of_an_edition_is_let_pass(tmp_path: Path, law, decision: str) -> None:
    received = date.fromisoformat(law.since) + timedelta(days=1)
    row = GOOD["requests"] | {"received": received.isoformat(), "closed": workdays.add(received, 9).isoformat(), "decision": decision}
    if "不补正" in decision or "补正后" in decision:
        row["clarification_asked"] = workdays.add(received, 2).isoformat()
    if "补正后" in decision:
        row["clarified"] = workdays.add(received, 5).isoformat()
    assert not found(tmp_path, {"requests": [row]})


def test_the_rules_speak_in_a_build_and_the_other_rows_are_published(project: Project) -> None:
    bad = GOOD["requests"] | {"number": "2021-002", "closed": "2021-02-26"}
    project.write({"items/a.md": item(), "registers/requests.csv": sheet("requests", GOOD["requests"], bad)})
    done = project.build()
    assert "registers/requests.csv:3: 办结日期 2021-02-26 早于收到日期 2021-03-01；看原件，改正写错的那一个" in done.stdout
    assert "共 1 处错误、0 处提醒" in done.stdout
    assert project.soup("registers/requests.html").find(string="2021-001")
    assert project.build(DISCLOSURE_STRICT=True).returncode == 1


AGENCIES = "code,name,phone\n{},区财政局,{}\n"


@pytest.mark.parametrize(("code", "phone", "expected"), [
    ("14500858", "0791-0100858", ["“机构代码”“14500858”像是丢了前面的 0：前面补 0 成为 014500858，正是一个有效的组织机构代码"]),
    ("014500858", "0791-0100858", []), ("14500859", "", []), ("1", "", []), ("360104", "", []), ("91360104MA35TQ2X3L", "", []),
    ("014500858", "79101000858", ["“联系电话”“79101000858”像是丢了前面的 0：区号都以 0 开头"]),
    ("014500858", "1001000858", ["“联系电话”“1001000858”像是丢了前面的 0：区号都以 0 开头"]),
    ("014500858", "07910100858", []), ("014500858", "4001000858", []), ("014500858", "12345", []), ("014500858", "01000858", []),
])
def test_a_lost_zero_is_told(tmp_path: Path, code: str, phone: str, expected: list[str]) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/agencies.csv").write_text(AGENCIES.format(code, phone), encoding="utf-8")
    told = list(checks.problems(Registers(str(tmp_path)), TODAY, SETTINGS))
    assert [(one.line, one.message, one.is_error) for one in told] == [(2, message, False) for message in expected]


def test_a_code_without_the_zero_that_the_others_have_is_told(tmp_path: Path) -> None:
    rows = [GOOD["approvals"] | {"code": code, "name": code} for code in ("00031", "00032", "33", "A4")]
    assert [line.partition("；")[0] for line in found(tmp_path, {"approvals": rows})] == [
        f"registers/approvals.csv:4: 提醒：“{TITLE}”“33”像是丢了前面的 0：这一列其他的有 5 位，以 0 开头，这一个只有 2 位",
    ]


TITLE = next(field["title"] for field in schema("approvals")["fields"] if field["name"] == "code")
