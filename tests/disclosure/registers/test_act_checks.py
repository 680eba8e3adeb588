"""Rows of the registers of official acts: each planted fault is named at its row, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from disclosure.model import workdays
from disclosure.registers import Registers, act_limits, checks
from disclosure.registers.descriptions import DESCRIPTIONS

from tests.disclosure.registers.test_register_checks import GOOD as OTHERS
from tests.disclosure.registers.test_register_checks import SETTINGS, found, sheet

TODAY = "2022-06-30"
GOOD = {
    "licences": {
        "number": "青许〔2022〕1号", "document": "许可决定书", "party": "示例餐饮有限公司", "party_kind": "法人及非法人组织", "kind": "普通", "content": "热食类制售",
        "decided": "2022-03-01", "valid_from": "2022-03-01", "valid_until": "2027-02-28", "agency": "区财政局", "status": "有效", "published": "2022-03-04",
    },
    "penalties": {
        "number": "青罚〔2022〕1号", "party": "示例餐饮有限公司", "party_kind": "法人及非法人组织", "offence": "超范围经营", "fact": "超出许可的范围", "basis": "某法",
        "kind": "警告、罚款", "content": "警告，罚款一千元", "fine": "0.1", "decided": "2022-03-01", "agency": "区财政局", "published": "2022-03-04",
        "public_until": "2023-03-03",
    },
    "decisions": {
        "number": "J1", "title": "布局规划", "agency": "区财政局", "started": "2022-01-04", "participated": "2022-02-01", "argued": "2022-02-08",
        "reviewed": "2022-03-01", "discussed": "2022-03-08", "omitted": "风险评估", "omitted_why": "没有新的限制", "status": "已经决定", "decided": "2022-03-10",
    },
    "meetings": {"number": "H1", "date": "2022-03-08", "kind": "常务会议", "title": "第一次会议", "agency": "区财政局", "topics": "规划", "outcome": "通过"},
    "proposals": {
        "year": "2022", "kind": "人大建议", "number": "R1", "title": "关于停车的建议", "agency": "区财政局", "assigned": "2022-03-01", "replied": "2022-05-05",
        "outcome": "已经解决", "opinion": "满意", "disclosure": "摘要公开",
    },
}
PERSON = {"party_kind": "自然人", "party": "王某某"}
PLANTED = {
    "whole name of a person": ("licences", PERSON | {"party": "欧阳小明"}, "相对人是自然人，名称里看不出隐去了姓名；只写姓"),
    "person with a code": ("penalties", PERSON | {"party_code": "91360104MA35AAAA1X"}, "相对人是自然人，写了统一社会信用代码；空着"),
    "unit that looks like a person": ("penalties", {"party": "王小明"}, "提醒：相对人是法人及非法人组织，名称却只有 3 个字，像是人名；"),
    "shown before it was decided": ("licences", {"published": "2022-02-28"}, "公示日期 2022-02-28 早于许可决定日期 2022-03-01"),
    "licence that ends before it begins": ("licences", {"valid_until": "2022-02-01", "status": "无效"}, "有效期至 2022-02-01 早于有效期自 2022-03-01"),
    "licence past its last day": ("licences", {"valid_until": "2022-06-29"}, "提醒：有效期 2022-06-29 已经过去，当前状态还是有效；"),
    "licence of tomorrow": ("licences", {"decided": "2022-07-01", "published": "", "valid_from": ""}, "许可决定日期 2022-07-01 还没有到"),
    "licence that was not shown": ("licences", {"published": ""}, "提醒：2022-03-01 作出决定，到 2022-03-10 还没有写公示日期；"),
    "unknown kind of penalty": ("penalties", {"kind": "警告、罚款、批评教育"}, "处罚类别“批评教育”不在名单上；"),
    "kind twice": ("penalties", {"kind": "罚款、罚款"}, "同一种处罚类别写了两次；"),
    "fine of no kind": ("penalties", {"kind": "警告"}, "罚款金额 0.1 万元，处罚类别里没有罚款；"),
    "fine without amount": ("penalties", {"fine": ""}, "处罚类别有罚款，没有写罚款金额；"),
    "confiscation of no kind": ("penalties", {"confiscated": "2"}, "没收 2 万元，处罚类别里没有没收；"),
    "publicity without an end": ("penalties", {"public_until": ""}, "提醒：没有写公示截止期，公示期满不会提醒；"),
    "publicity that is too short": ("penalties", {"published": "2022-04-30", "public_until": "2022-07-29"}, "提醒：公示截止期 2022-07-29 不到3个月（2022-07-30）；"),
    "publicity that is too long": ("penalties", {"public_until": "2025-03-05"}, "提醒：公示截止期 2025-03-05 超过3年（2025-03-04）；"),
    "publicity that is over": ("penalties", {"public_until": "2022-06-29"}, "提醒：公示截止期 2022-06-29 已经过去，这一行还公示着；"),
    "step before the start": ("decisions", {"participated": "2022-01-03"}, "公众参与 2022-01-03 早于启动日期 2022-01-04"),
    "step after the end": ("decisions", {"argued": "2022-03-11"}, "决定日期 2022-03-10 早于专家论证 2022-03-11"),
    "discussed before it was reviewed": ("decisions", {"discussed": "2022-02-28"}, "集体讨论 2022-02-28 早于合法性审查 2022-03-01"),
    "step left out without a word": ("decisions", {"argued": ""}, "提醒：已经决定，没有写专家论证；"),
    "unknown step": ("decisions", {"omitted": "风险评估、听证"}, "没有进行的程序“听证”不是五个程序之一；"),
    "step both taken and left out": ("decisions", {"assessed": "2022-02-10"}, "写了没有进行风险评估，又写了风险评估的日期；"),
    "step that must not be left out": ("decisions", {"discussed": "", "omitted": "风险评估、集体讨论"}, "提醒：集体讨论不能省去；"),
    "left out for no reason": ("decisions", {"omitted_why": ""}, "写了没有进行的程序，没有写没有进行的理由；"),
    "decided on no day": ("decisions", {"decided": ""}, "决策情况是已经决定，没有写决定日期；"),
    "decided and under way": ("decisions", {"status": "进行中"}, "写了决定日期，决策情况却是进行中；"),
    "item of a step without its day": ("decisions", {"argued": "", "omitted": "风险评估、专家论证", "argued_item": "1/1"}, "写了专家论证的信息，没有写专家论证的日期；"),
    "interpretation of nothing": ("meetings", {"outcome": "", "interpretation_item": "1/1"}, "写了解读的信息，没有写议定事项；"),
    "meeting of tomorrow": ("meetings", {"date": "2022-07-01"}, "日期 2022-07-01 还没有到"),
    "answer before the question": ("proposals", {"replied": "2022-02-28"}, "答复日期 2022-02-28 早于交办日期 2022-03-01"),
    "proposal of a later year": ("proposals", {"assigned": "2021-12-31"}, "交办日期 2021-12-31 在 2022 年以前；"),
    "opinion on no answer": ("proposals", {"replied": "", "assigned": "2022-06-01", "outcome": "", "disclosure": ""}, "写了代表或委员的意见，没有写答复日期；"),
    "full answer that nobody can read": ("proposals", {"disclosure": "全文公开"}, "提醒：答复全文公开，没有写索引号；"),
    "secret answer that all can read": ("proposals", {"disclosure": "不公开", "item": "1/1"}, "答复不公开，又写了索引号；"),
    "proposal without an answer": (
        "proposals", {"replied": "", "outcome": "", "opinion": "", "assigned": "2022-03-29"}, "提醒：2022-03-29 交办，到 2022-06-29 还没有写答复日期；",
    ),
    "feedback without a result": ("consultations", {"answered": "2021-05-01", "result": "", "reasons": "经费不够"}, "写了反馈日期，没有写结果；"),
    "feedback before the beginning": ("consultations", {"answered": "2021-02-01", "reasons": "经费不够"}, "反馈日期 2021-02-01 早于开始日期 2021-03-01"),
    "no word on what was not adopted": ("consultations", {"answered": "2021-05-01"}, "提醒：收到意见 9 条，采纳 3 条，没有写没有采纳的理由；"),
    "nobody learns without an end": ("consultations", {"opened": "2022-06-01", "closed": "", "result": ""}, "提醒：还在征集，没有写参加方式；"),
    "nobody learns how to take part": ("consultations", {"opened": "2022-06-01", "closed": "2022-07-01", "result": "", "adopted": ""}, "提醒：还在征集，没有写参加方式；"),
}
ALL = GOOD | {"consultations": OTHERS["consultations"]}
ANOTHER = {"proposals": {"number": "R0"}, "licences": {"number": "青许〔2022〕0号"}, "penalties": {"number": "青罚〔2022〕0号"}}


def test_sound_rows_are_let_pass(tmp_path: Path) -> None:
    assert not found(tmp_path, {name: [row] for name, row in ALL.items()}, TODAY)


def test_masked_persons_are_let_pass(tmp_path: Path) -> None:
    names = ("王某某", "张*", "李＊＊", "个人", "当事人", "欧阳某")
    assert not found(tmp_path, {"licences": [GOOD["licences"] | PERSON | {"party": name} for name in names]}, TODAY)


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found_and_named_and_nothing_else(tmp_path: Path, case: str) -> None:
    name, change, said = PLANTED[case]
    (line,) = found(tmp_path, {name: [ALL[name] | ANOTHER.get(name, {"number": "0"}), ALL[name] | change]}, TODAY)
    assert line.startswith(f"registers/{name}.csv:3: {said}"), line


def test_every_register_with_a_description_has_a_check_and_planted_faults() -> None:
    assert DESCRIPTIONS.keys() == ALL.keys() <= checks.ROW_CHECKS.keys()
    assert {name for name, _, _ in PLANTED.values()} == DESCRIPTIONS.keys()


def test_rows_beyond_the_first_are_told_together_with_their_lines(tmp_path: Path) -> None:
    rows = [GOOD["penalties"] | {"number": f"罚{number}", "public_until": "2022-06-29" if number != 30 else "2023-03-03"} for number in range(40)]
    told = found(tmp_path, {"penalties": rows}, TODAY)
    assert len(told) == act_limits.NAMED + 1
    assert told[-1].startswith("registers/penalties.csv:12: 提醒：另有 29 行也是这样（第 12—31、33—41 行）：公示截止期 2022-06-29 已经过去")


@pytest.mark.parametrize(("decided", "due"), [("2015-06-30", ""), ("2015-07-01", "2015-07-10"), ("2021-09-28", "2021-10-13"), ("2399-01-05", "")])
def test_decisions_are_shown_within_seven_working_days_since_july_2015(decided: str, due: str) -> None:
    assert act_limits.due_day(DESCRIPTIONS["penalties"].limit, GOOD["penalties"] | {"decided": decided}) == due
    assert not due or workdays.between(date.fromisoformat(decided), date.fromisoformat(due)) == 7


def test_three_months_end_with_the_month() -> None:
    limit = DESCRIPTIONS["proposals"].limit
    assert [act_limits.due_day(limit, {"assigned": day}) for day in ("2021-11-30", "2022-03-31", "2022-10-15", "")] == ["2022-02-28", "2022-06-30", "2023-01-15", ""]


@pytest.mark.parametrize(("days", "told"), [(60, True), (455, True), (456, False), (0, False)])
def test_a_setting_says_when_a_consultation_must_have_a_result(tmp_path: Path, days: int, told: bool) -> None:
    """The last day of 2021-04-01 and 455 days is 2022-06-30 at the earliest: over on the next."""
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/consultations.csv").write_text(sheet("consultations", ALL["consultations"] | {"result": ""}), encoding="utf-8")
    today = "2022-07-01"
    found_now = [problem.message for problem in checks.problems(Registers(str(tmp_path)), today, SETTINGS | {"DISCLOSURE_FEEDBACK_AFTER": days})]
    assert found_now == (["2021-04-01 已经结束，还没有写结果"] if told else [])
