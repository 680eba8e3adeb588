"""Figures that are counted in registers, each defined once as data.

Names are those of the statistics table of 2014 (政府信息公开情况统计表), of the format of 2021
(国办公开办函〔2021〕30号), and of further figures that districts state in their reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.deadlines import EXTENDED, LATE, ON_TIME, UNTOLD, timeliness
from ..model.regulations import EDITIONS
from ..model.reporting_year import Year
from ..model.rounding import Number
from .figures import Counting, Ratio, Row

CHANNELS = ("当面", "传真", "网络", "信函")
MEDIA = ("政府公报", "政务微博", "政务微信", "其他")
"""Channels of publication besides this site. What this site publishes is counted in the catalogue."""
RESPONSES = (
    ("回应热点", "回应热点数", "次", "回应公众关注热点或者重大舆情的次数"), ("新闻发布会", "新闻发布会次数", "次", "参加或者举办新闻发布会的次数"),
    ("主要负责同志新闻发布会", "主要负责同志新闻发布会次数", "次", "主要负责同志参加新闻发布会的次数"),
    ("在线访谈", "在线访谈次数", "次", "政府网站在线访谈的次数"), ("主要负责同志在线访谈", "主要负责同志在线访谈次数", "次", "主要负责同志参加政府网站在线访谈的次数"), ("政策解读稿件", "政策解读稿件数", "篇", "发布政策解读稿件的篇数"),
    ("微博微信回应", "微博微信回应数", "次", "通过微博、微信回应事件的次数"), ("其他方式回应", "其他方式回应数", "次", "通过其他方式回应事件的次数"),
)
"""Part two of the statistics table of 2014: channel in the register, figure, unit, what it counts."""
OPEN = "尚未审结"
OUTCOMES = ("结果维持", "结果纠正", "其他结果", OPEN)
TIMELINESS = (
    ("按时办结数", ON_TIME, "没有延期、在期限内答复"), ("延期办结数", EXTENDED, "通知了延期、在延长后的期限内答复"),
    ("逾期办结数", LATE, "超过期限才答复"), ("不能判断期限的办结数", UNTOLD, "没有工作日历而不能判断期限"),
)
"""Figure, state of a request (`model.deadlines`), and what that means. The pages of requests and of supervision count the same states."""
REVIEW = "行政复议"
SUITS = ("行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")


def yes(value: object) -> bool:
    """Return whether a cell says yes."""
    return value is True or value == "是"


def _money(value: object) -> Decimal:
    return Decimal(str(value)) if value not in ("", None) else Decimal(0)


def _received(row: Row, year: Year) -> bool:
    return year.received(row)


def _standing(row: Row, year: Year) -> bool:
    """Return whether an approval matter exists at the end of the year."""
    return not year.ends_before(row["received"] or "0") and year.ends_before(row["cancelled"])


def _approvals() -> Iterator[Counting]:
    at = "行政审批事项目录里，到当年12月31日"
    yield Counting("保留审批事项数", "项", f"{at}已经设立或者承接、没有取消的事项的项数。", "approvals", _standing)
    yield Counting("网上审批事项数", "项", f"{at}没有取消、可以网上办理的事项的项数。", "approvals", lambda row, year: _standing(row, year) and yes(row["online"]))
    yield Counting("承接审批事项数", "项", "行政审批事项目录里，来源是承接、承接日期在当年的事项的项数。", "approvals", lambda row, year: row["origin"] == "承接" and _received(row, year))
    yield Counting("取消审批事项数", "项", "行政审批事项目录里，取消日期在当年的事项的项数。", "approvals", lambda row, year: year.holds(row["cancelled"]))


def _environment() -> Iterator[Counting]:
    for kind, name in (("环评审批", "环评审批数"), ("竣工验收监测", "竣工验收监测数")):
        yield Counting(
            name, "个", f"环境保护登记里，类型是{kind}、日期在当年的项目的个数。", "environment",
            lambda row, year, kind=kind: row["kind"] == kind and year.holds(row["date"]),
        )
    yield Counting(
        "环评信息公开数", "个", "环境保护登记里，日期在当年、已经公开的项目的个数。", "environment",
        lambda row, year: year.holds(row["date"]) and yes(row["published"]),
    )
    yield Counting("环评项目数", "个", "环境保护登记里，日期在当年的项目的个数。", "environment", lambda row, year: year.holds(row["date"]))


def _decisions() -> Iterator[Counting]:
    for name, register, title in (("行政许可决定数", "licences", "行政许可结果"), ("行政处罚决定数", "penalties", "行政处罚结果")):
        yield Counting(name, "件", f"{title}登记簿里，决定日期在当年的决定的件数。", register, lambda row, year: year.holds(row["decided"]))


def _services() -> Iterator[Counting]:
    yield Counting(
        "办事指南数", "件", "办事指南目录里，到当年12月31日没有废止的指南的件数。", "services",
        lambda row, year: (year.ends_before(row["changed"]) if row["status"] == "废止" else not (row["status"] == "新增" and year.ends_before(row["changed"] or "0"))),
    )
    yield Counting("表格数", "个", "表格目录里登记的表格的个数，不论有没有文件可以下载。", "forms", lambda row, year: True)


def _interaction() -> Iterator[Counting]:
    yield Counting("来信数", "件", "来信和答复登记簿里，来信日期在当年的来信的封数。", "letters", _received)
    yield Counting("答复来信数", "件", "来信和答复登记簿里，答复日期在当年的来信的封数，以前来信的也算。", "letters", lambda row, year: year.holds(row["answered"]))
    yield Counting(
        "征集调查参加人次", "人次", "民意征集和网上调查里，开始日期在当年的各次参加人次之和。", "consultations",
        lambda row, year: year.holds(row["opened"]), lambda row: row["participants"] or 0,
    )


def _requests() -> Iterator[Counting]:
    at = "依申请公开登记簿里"
    yield Counting("收到申请数", "件", f"{at}，收到日期在当年的申请的件数。", "requests", _received)
    for channel in CHANNELS:
        yield Counting(
            f"{channel}申请数", "件", f"{at}，收到日期在当年、渠道是{channel}的申请的件数。", "requests",
            lambda row, year, channel=channel: _received(row, year) and row["channel"] == channel,
        )
    yield Counting("申请办结数", "件", f"{at}，办结日期在当年的申请的件数。", "requests", lambda row, year: year.closed(row))
    for name, state, words in TIMELINESS:
        yield Counting(
            name, "件", f"{at}，办结日期在当年、{words}的申请的件数。", "requests",
            lambda row, year, state=state: year.closed(row) and timeliness(row) == state,
        )
    yield Counting("上年结转申请数", "件", f"{at}，上年12月31日以前收到、到那时没有办结的申请的件数。", "requests", lambda row, year: year.carried_over(row))
    yield Counting("结转下年度申请数", "件", f"{at}，当年12月31日以前收到、到那时没有办结的申请的件数。", "requests", lambda row, year: year.left_open(row))
    yield Counting(
        "免收费用申请数", "件", f"{at}，办结日期在当年、没有收费的申请的件数；通知了收费而没有缴的不算。", "requests",
        lambda row, year: year.closed(row) and not _money(row["fee"]) and not _unpaid(row),
    )
    yield Counting(
        "收取费用", "万元", f"{at}，当年收取的费用之和：缴费日期在当年；没有写缴费日期的，办结日期在当年，通知了收费而没有缴的不算。", "requests",
        lambda row, year: bool(_money(row["fee"])) and year.holds(_collected(row)), lambda row: _money(row["fee"]) / 10000,
    )


def _unpaid(row: Row) -> bool:
    """Return whether an applicant was told to pay, and no payment is written down."""
    return bool(row["fee_asked"]) and not row["fee_paid"]


def _collected(row: Row) -> str:
    """Return the day on which a fee was collected; '' for none. Without a day of payment it is that of closing: then it was due at the latest."""
    return row["fee_paid"] or ("" if _unpaid(row) else row["closed"])


def _replies() -> Iterator[Counting]:
    at = "依申请公开登记簿里，办结日期在当年"
    yield Counting("申请答复数", "件", f"{at}、写有答复的申请的件数。", "requests", lambda row, year: year.holds(row["closed"]) and bool(row["decision"]))
    groups = EDITIONS[0].groups
    for decision in (*(group.name for group in groups), *(decision for group in groups if group.grounds for decision in group.decisions)):
        yield Counting(
            f"答复/{decision}", "件", f"{at}、答复是“{decision}”的申请的件数。", "requests",
            lambda row, year, decision=decision: year.holds(row["closed"]) and (row["decision"] == decision or row["decision"].startswith(decision + "/")),
        )


def _disputes() -> Iterator[Counting]:
    at = "行政复议和行政诉讼登记簿里，"
    for label, kinds in ((REVIEW, (REVIEW,)), ("行政诉讼", SUITS)):
        yield Counting(
            f"{label}数", "件", f"{at}当年审结的和到当年12月31日没有审结的{label}的件数，以前收到的也算。", "disputes",
            lambda row, year, kinds=kinds: row["kind"] in kinds and _outcome(row, year) != "",
        )
        yield Counting(
            f"{label}/新收", "件", f"{at}收到日期在当年的{label}的件数。", "disputes",
            lambda row, year, kinds=kinds: row["kind"] in kinds and year.received(row),
        )
        yield Counting(
            f"{label}/上年结转", "件", f"{at}上年12月31日以前收到、到那时没有审结的{label}的件数。", "disputes",
            lambda row, year, kinds=kinds: row["kind"] in kinds and year.carried_over(row),
        )
    for label, kinds in ((REVIEW, (REVIEW,)), ("行政诉讼", SUITS), *((kind, (kind,)) for kind in SUITS)):
        for name, outcomes in (*((outcome, (outcome,)) for outcome in OUTCOMES), ("其他情形", OUTCOMES[2:]), ("总计", OUTCOMES)):
            yield Counting(
                f"{label}/{name}", "件", f"{at}{_words(outcomes)}的{label}的件数，以前收到的也算。", "disputes",
                lambda row, year, kinds=kinds, outcomes=outcomes: row["kind"] in kinds and _outcome(row, year) in outcomes,
            )
    yield Counting("举报投诉数", "件", "举报投诉登记簿里，收到日期在当年的件数。", "complaints", _received)


def _words(outcomes: tuple[str, ...]) -> str:
    """Return in words which disputes have some outcomes in a year."""
    decided = "、".join(outcome for outcome in outcomes if outcome != OPEN)
    parts = [f"当年审结、结果是{decided}"] if decided else []
    return "和".join([*parts, "到当年12月31日没有审结"] if OPEN in outcomes else parts)


def _outcome(row: Row, year: Year) -> str:
    """Return in which column of table 4 a dispute counts in a year; '' for a year in which it counts in none."""
    if year.closed(row):
        return row["outcome"]
    return OPEN if year.left_open(row) else ""


def _resources() -> Iterator[Counting]:
    of_year = lambda row, year: row["year"] == year.number  # noqa: E731
    for name, unit, column in (
        ("专门机构数", "个", "offices"), ("查阅点数", "个", "reading_points"), ("专职人员数", "人", "full_time"),
        ("兼职人员数", "人", "part_time"), ("专项经费", "万元", "budget"),
    ):
        yield Counting(name, unit, f"机构建设和保障登记里，当年的{name}。", "resources", of_year, lambda row, column=column: _number(row[column]), True, column)
    for medium in MEDIA:
        yield Counting(
            f"{medium}公开数", "条", f"各渠道公开和回应数登记里，当年通过{medium}公开的条数。", "channels",
            lambda row, year, medium=medium: row["year"] == year.number and row["channel"] == medium, lambda row: _number(row["number"]), True, "number",
        )
    for channel, name, unit, words in RESPONSES:
        yield Counting(
            name, unit, f"各渠道公开和回应数登记里，当年{words}。", "channels",
            lambda row, year, channel=channel: row["year"] == year.number and row["channel"] == channel, lambda row: _number(row["number"]), True, "number",
        )
    for kind, name, unit in (("会议", "会议数", "次"), ("培训班", "培训班数", "次")):
        yield Counting(name, unit, f"会议和培训登记里，日期在当年的{kind}的次数。", "training", lambda row, year, kind=kind: year.holds(row["date"]) and row["kind"] == kind)
    yield Counting("培训人次", "人次", "会议和培训登记里，日期在当年的培训班的参加人次之和。", "training", lambda row, year: year.holds(row["date"]) and row["kind"] == "培训班", lambda row: _number(row["people"]))


def _number(value: object) -> Number:
    """Return a cell as a number; an empty one adds nothing."""
    if isinstance(value, int):
        return value
    number = _money(value)
    return int(number) if number == int(number) else number


COUNTINGS: tuple[Counting, ...] = (
    *_approvals(), *_environment(), *_decisions(), *_services(), *_interaction(), *_requests(), *_replies(), *_disputes(), *_resources(),
)

RATIOS: tuple[Ratio, ...] = (
    Ratio("环评信息公开率", "当年的环评审批和竣工验收监测项目里，已经公开的占百分之几。", "环评信息公开数", "环评项目数"),
)
SUMS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("政府网站公开数", "条", "公开日期在当年、在本站公开的信息的条数，包括结转的。", ("主动公开政府信息数",)),
    ("工作人员数", "人", "当年从事政府信息公开工作的专职人员与兼职人员之和。", ("专职人员数", "兼职人员数")),
    ("互动交流人次", "人次", "当年来信的封数与民意征集、网上调查的参加人次之和。", ("来信数", "征集调查参加人次")),
)
"""Figures that are the sum of others: name, unit, definition, names of the others."""
