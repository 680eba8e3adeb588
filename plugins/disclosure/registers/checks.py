"""Checks of what rows mean: impossible dates, decisions that the law does not list, matters that end twice.

A check gets one row, or all rows of a register, and yields what is wrong and how to mend
it. `cells` checks single cells against the schemas; `links` checks references to other registers; `lost_zeros` looks for
codes that a spreadsheet has shortened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..model import workdays
from ..model.deadlines import LATE, late_notices, reply_limit, timeliness
from ..model.problems import WARNING, Problem, did_you_mean
from ..model.regulations import EDITIONS, FEES_SINCE, Edition, edition, editions_of
from . import act_checks, act_limits, lost_zeros
from . import synonyms as synonyms_
from .faults import Fault, Row, both_or_none, in_order
from .schema import schema
from .table import Register, Registers

LATELY = timedelta(days=60)
"""A lapse that cannot be mended is told for so long. After that it is only in the statistics."""


PENDING = "尚未审结"
PLANNED = {("consultations", "closed"), ("licences", "valid_from"), ("licences", "valid_until"), ("penalties", "valid_until"), ("penalties", "public_until")}
"""Register and column of dates that may lie in the future."""


def problems(registers: Registers, today: str, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield all that the checks find; `today` is ISO 8601. Settings say after how long a consultation is a reminder."""
    for name, check in ROW_CHECKS.items():
        register = registers[name]
        titles = {field["name"]: field["title"] for field in schema(name)["fields"] if field["type"] == "date"}
        for row, line in register.numbered_rows():
            for fault in (*_future(name, titles, row, today), *check(row, today)):
                yield Problem(register.path, line, *fault)
    yield from act_limits.problems(registers, today, settings)
    yield from lost_zeros.problems(registers)
    yield from _same_matter(registers["approvals"])
    yield from _dispute_before_request(registers)
    yield from _calendars(registers["workdays"], today)
    for name in YEARLY:
        for row, line in registers[name].numbered_rows():
            if row["year"] > int(today[:4]):
                yield Problem(registers[name].path, line, f"{row['year']}年还没有到", "核对年份")


def _future(name: str, titles: dict[str, str], row: Row, today: str) -> Iterator[Fault]:
    for column, title in titles.items():
        if row[column] > today and (name, column) not in PLANNED:
            yield Fault(f"{title} {row[column]} 还没有到（今天是 {today}）", "核对日期")


_REQUEST_DAYS = {field["title"]: field["name"] for field in schema("requests")["fields"] if field["type"] == "date"}
"""Columns of days of a request, by their titles."""


def requests(row: Row, today: str) -> Iterator[Fault]:
    """The dates of a request are in order, the law lists its decision, its time limit is kept (2008 Art. 24, 2019 Art. 33)."""
    received = ("received", "收到日期")
    disorder = list(in_order(
        row, (*received, "closed", "办结日期"), (*received, "clarification_asked", "通知补正日期"), (*received, "extended", "通知延期日期"),
        ("clarification_asked", "通知补正日期", "clarified", "补正日期"), ("clarified", "补正日期", "closed", "办结日期"),
        ("extended", "通知延期日期", "closed", "办结日期"), (*received, "third_party_asked", "征求第三方意见日期"),
        ("third_party_asked", "征求第三方意见日期", "third_party_answered", "第三方答复日期"), ("third_party_answered", "第三方答复日期", "closed", "办结日期"),
        (*received, "fee_asked", "收费通知日期"), ("fee_asked", "收费通知日期", "fee_paid", "缴费日期"), ("fee_paid", "缴费日期", "closed", "办结日期"),
        ("clarification_asked", "通知补正日期", "closed", "办结日期"), ("third_party_asked", "征求第三方意见日期", "closed", "办结日期"),
        ("fee_asked", "收费通知日期", "closed", "办结日期"),
    ))
    yield from disorder
    for asked, answered in (("通知补正日期", "补正日期"), ("征求第三方意见日期", "第三方答复日期"), ("收费通知日期", "缴费日期")):
        if row[_REQUEST_DAYS[answered]] and not row[_REQUEST_DAYS[asked]] and not _costs_paid(row, answered):
            yield Fault(f"写了{answered}，没有写{asked}", f"补上{asked}，或者删去{answered}")
    yield from both_or_none(row, "closed", "decision", ("办结日期", "答复"))
    if row["fee"] and row["waived"] is True:
        yield Fault(f"收费 {row['fee']} 元，又写了减免", "全部减免的，收费写 0；没有减免的，改成“否”")
    if row["fee"] and row["closed"] and row["fee_asked"] and not row["fee_paid"]:
        yield Fault(f"已经办结，没有写缴费日期，收费 {row['fee']} 元不算进收取的费用", "缴了的，补上缴费日期；没有缴的，“收费”空着", WARNING)
    law = edition(row["received"])
    if law is None:
        yield Fault(f"收到日期 {row['received']} 在条例施行（{EDITIONS[0].since}）以前", "核对日期")
    else:
        yield from _processing_fee(row, law)
    if law and row["decision"]:
        yield from _decision(row, editions_of(row["received"], row["closed"]))
    if not disorder:
        yield from _limits(row, today)


def _costs_paid(row: Row, answered: str) -> bool:
    """Return whether a day of payment is that of costs for copying and posting (2008 Art. 27), of which no notice is written down."""
    law = edition(row["received"])
    return _REQUEST_DAYS[answered] == "fee_paid" and law is not None and not law.awaits_payment


def _processing_fee(row: Row, law: Edition) -> Iterator[Fault]:
    """A fee for processing exists under the 2019 edition (Art. 42), and since the measure on it is in force."""
    if row["fee_asked"] and not law.awaits_payment:
        yield Fault(f"收到时施行的{law.name}没有信息处理费，写了收费通知日期", "检索、复制、邮寄的成本费写在“收费”一栏；核对收到日期")
    elif row["fee_asked"] and row["fee_asked"] < FEES_SINCE:
        yield Fault(f"收费通知日期 {row['fee_asked']} 早于信息处理费管理办法施行的 {FEES_SINCE}", "核对日期", WARNING)


def _decision(row: Row, laws: tuple[Edition, ...]) -> Iterator[Fault]:
    """An edition in force at receipt or at the answer lists the decision, and the dates of clarification fit it."""
    decision = row["decision"]
    known = [one for law in laws for one in law.decisions]
    if decision not in known:
        if group := next((group for law in laws for group in law.groups if group.name == decision), None):
            yield Fault(f"答复“{decision}”没有写明理由", f"写成“{group.decisions[0]}”这样，理由有：" + "、".join(group.grounds))
            return
        elsewhere = next((other for other in EDITIONS if decision in other.decisions), None)
        because = f"，那是{elsewhere.name}的答复" if elsewhere else ""
        guess = did_you_mean(decision, known)
        yield Fault(f"答复“{decision}”不在{'和'.join(law.name for law in laws)}所列的答复里{because}", guess or "可以写：" + "、".join(known))
    elif decision.endswith("补正后申请内容仍不明确") and not row["clarified"]:
        yield Fault("答复是补正后仍不明确，没有写补正日期", "补上通知补正日期和补正日期")
    elif decision.endswith("逾期不补正") and (row["clarified"] or not row["clarification_asked"]):
        yield Fault("答复是逾期不补正，应当只有通知补正日期，没有补正日期", "核对两个日期和答复")


def _limits(row: Row, today: str) -> Iterator[Fault]:
    """Yield extensions that were not needed, notices that came too late, and limits that have passed."""
    limit = reply_limit(row)
    since = (date.fromisoformat(today) - LATELY).isoformat()
    if limit.first and row["extended"] and row["closed"] and row["closed"] <= limit.first:
        yield Fault(f"不延期的期限到 {limit.first}，{row['closed']} 已经办结，不需要延期", "核对通知延期日期", WARNING)
    titles = {column: title for title, column in _REQUEST_DAYS.items()}
    for column, over in late_notices(row).items():
        yield Fault(f"{titles[column]} {row[column]} 晚于原来的期限 {over}，期限不因此停止、延长或者重新计算", "通知要在期限以内发出，核对两个日期；确实晚了的，按原来的期限统计", WARNING)
    if limit.due and not row["closed"] and today > limit.due:
        yield Fault(f"期限 {limit.due} 已经过去，还没有办结", "尽快答复；已经答复的，补上办结日期和答复", WARNING)
    if row["closed"] >= since and timeliness(row) == LATE:
        yield Fault(f"办结日期 {row['closed']} 晚于期限 {limit.due}", "核对日期；确实晚了的，会列在监督考核页上", WARNING)
    within = law.clarify_within if (law := edition(row["received"])) else 0
    if within and row["clarification_asked"] >= since and (days := _days(row["received"], row["clarification_asked"])) > within:
        yield Fault(f"收到以后第 {days} 个工作日才通知补正，超过 {within} 个工作日", "核对日期", WARNING)


def _days(start: str, end: str) -> int:
    """Return the working days after `start` up to `end`; 0 where they are unknown."""
    try:
        return workdays.between(date.fromisoformat(start), date.fromisoformat(end)) if start <= end else 0
    except workdays.NoCalendar:
        return 0


def disputes(row: Row, today: str) -> Iterator[Fault]:
    """A closed dispute has an outcome, an open one has none."""
    yield from in_order(row, ("received", "收到日期", "closed", "审结日期"))
    if row["closed"] and row["outcome"] == PENDING:
        yield Fault(f"写了审结日期，结果却是“{PENDING}”", "改写结果，或者删去审结日期")
    if not row["closed"] and row["outcome"] != PENDING:
        yield Fault(f"结果是“{row['outcome']}”，没有写审结日期", f"补上审结日期，或者把结果改成“{PENDING}”")


def letters(row: Row, today: str) -> Iterator[Fault]:
    """An answer has both a day and a text."""
    yield from in_order(row, ("received", "来信日期", "answered", "答复日期"))
    yield from both_or_none(row, "answered", "answer", ("答复日期", "答复"))


def consultations(row: Row, today: str) -> Iterator[Fault]:
    """No more opinions are adopted than were received, the others have reasons, and who may still take part learns how."""
    yield from in_order(row, ("opened", "开始日期", "closed", "结束日期"))
    if "" not in (row["opinions"], row["adopted"]) and row["adopted"] > row["opinions"]:
        yield Fault(f"采纳意见 {row['adopted']} 条多于收到意见 {row['opinions']} 条", "核对两个数")
    yield from in_order(row, ("opened", "开始日期", "answered", "反馈日期"))
    if row["answered"] and not row["result"]:
        yield Fault("写了反馈日期，没有写结果", "补上结果，或者删去反馈日期")
    if "" not in (row["opinions"], row["adopted"]) and row["answered"] and row["adopted"] < row["opinions"] and not row["reasons"]:
        yield Fault(f"收到意见 {row['opinions']} 条，采纳 {row['adopted']} 条，没有写没有采纳的理由", "把理由写进“没有采纳的理由”一栏", WARNING)
    if row["opened"] <= today <= (row["closed"] or today) and not row["result"] and not row["how"]:
        yield Fault("还在征集，没有写参加方式", "写上怎样提意见，当面和来信的地点也写上", WARNING)


def complaints(row: Row, today: str) -> Iterator[Fault]:
    """A closed complaint has an outcome, and one with an outcome is closed."""
    yield from in_order(row, ("received", "收到日期", "closed", "办结日期"))
    yield from both_or_none(row, "closed", "outcome", ("办结日期", "处理结果"))


def approvals(row: Row, today: str) -> Iterator[Fault]:
    """A matter received from above names who passed it on and when; a cancelled one names the day and the document."""
    yield from in_order(row, ("received", "承接日期", "cancelled", "取消日期"))
    if row["status"] == "取消":
        for column, title in (("cancelled", "取消日期"), ("document", "取消依据")):
            if not row[column]:
                yield Fault(f"状态是取消，没有写{title}", f"补上{title}")
    elif row["cancelled"]:
        yield Fault(f"写了取消日期，状态却是“{row['status']}”", "状态改成“取消”，或者删去取消日期")
    if row["origin"] == "承接":
        for column, title in (("from", "下放机关"), ("received", "承接日期")):
            if not row[column]:
                yield Fault(f"来源是承接，没有写{title}", f"补上{title}")
    elif row["received"]:
        yield Fault(f"写了承接日期，来源却是“{row['origin']}”", "来源改成“承接”，或者删去承接日期")


def training(row: Row, today: str) -> Iterator[Fault]:
    """Only the date can be wrong, and that is checked for every register."""
    return iter(())


def removed(row: Row, today: str) -> Iterator[Fault]:
    """Only the date can be wrong by itself. `released.removals` compares rows with items and with the last release."""
    return iter(())


def synonyms(row: Row, today: str) -> Iterator[Fault]:
    """A group has two words or more, which a search can find."""
    yield from (Fault(*fault) for fault in synonyms_.faults(row))


ROW_CHECKS: dict[str, Callable[[Row, str], Iterator[Fault]]] = {
    check.__name__: check
    for check in (requests, disputes, letters, consultations, complaints, approvals, training, removed, synonyms, *act_checks.CHECKS)
}
"""The check of one row, by register."""

YEARLY = ("carried_forward", "channels", "declared", "report_figures", "resources")
"""Registers in which a row is about a whole year."""


def _calendars(register: Register, today: str) -> Iterator[Problem]:
    """A year that the software does not know has all its holidays, or no calendar at all: no part of one is a year."""
    stated = workdays.StatedDays(tuple((row["date"], row["kind"] == "上班", row["reason"]) for row in register.rows))
    told: set[int] = set()
    for row, line in register.numbered_rows():
        year = int(row["date"][:4])
        if year in told or workdays.is_national(year) or not (missing := stated.missing(year)):
            continue
        told.add(year)
        yield Problem(
            register.path, line, f"{year}年的放假安排不全，这一年还是没有工作日历，期限算不出来：休息日的原因里没有{'、'.join(missing)}",
            "照国务院办公厅的通知写全这一年的放假和调休上班", WARNING,
        )


def _same_matter(approvals: Register) -> Iterator[Problem]:
    """An office lists a matter once. Twice kept, it would be counted twice; and it cannot be cancelled twice."""
    seen: dict[tuple[str, str, str], int] = {}
    for row, line in approvals.numbered_rows():
        first = seen.setdefault((row["agency"], row["name"], row["status"]), line)
        if first != line:
            said = f"第 {first} 行已经取消，不能取消两次" if row["status"] == "取消" else f"第 {first} 行已经登记"
            yield Problem(approvals.path, line, f"“{row['name']}”（{row['agency']}）{said}", "删去其中一行，或者改正名称")


def _dispute_before_request(registers: Registers) -> Iterator[Problem]:
    """A dispute over a request is not older than the request."""
    received = {row["number"]: row["received"] for row in registers["requests"].rows}
    for row, line in registers["disputes"].numbered_rows():
        day = received.get(row["request"], "")
        if row["received"] < day:
            yield Problem(registers["disputes"].path, line, f"收到日期 {row['received']} 早于所涉申请的收到日期 {day}", "核对日期和所涉申请")
