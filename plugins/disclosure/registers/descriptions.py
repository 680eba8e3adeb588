"""Descriptions: registers whose page, counts, time limits and place in the supervision are data, not code.

A description names columns of the register's schema. `register_pages` makes the page of it, `supervision` the figures
of units, `act_limits` and `due` the reminders. Titles of columns and the words that are counted stand in the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .schema import schema

PENALTY_KINDS = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他",
)
"""Kinds of penalties (行政处罚法 of 2021, Art. 9, as recalled)."""

STEPS = (("participated", "公众参与"), ("argued", "专家论证"), ("assessed", "风险评估"), ("reviewed", "合法性审查"), ("discussed", "集体讨论"))
"""Steps of a major administrative decision, column and name, in their order (重大行政决策程序暂行条例, as recalled)."""


@dataclass(frozen=True)
class Limit:
    """What must have happened some time after a day in a row. Exactly one of the spans is not 0."""

    start: str
    """Column of the day from which the span runs. A row without it has no limit."""
    end: str
    """Column of the day on which it happened."""
    task: str
    """What is to be done, as the list of matters heads it."""
    missing: str
    """What is wrong with a row that is over its limit. `{start}` is its day, `{due}` the last day."""
    remedy: str
    source: str
    """Where the span comes from, in words that readers see."""
    workdays: int = 0
    days: int = 0
    months: int = 0
    since: str = ""
    """First day to which the span applies; rows of earlier days have no limit."""
    setting: str = ""
    """Name of the setting that gives the days."""
    done: tuple[str, ...] = ()
    """Further columns: a row that has one of them is done, though its day is not known."""
    late: str = "逾期"
    """What a row is called that was done after its limit."""


@dataclass(frozen=True)
class Term:
    """A day after which an editor must decide about a row: the row never goes by itself."""

    column: str
    task: str
    message: str
    """What is said of a row whose day is over. `{day}` is the day."""
    remedy: str
    only: tuple[str, str] = ("", "")
    """Column and word: other rows are not meant."""


@dataclass(frozen=True)
class Description:
    """How the rows of one register are counted, listed and watched."""

    title: str
    lead: str
    empty: str
    """The sentence for a register without rows."""
    day: str
    """Column of the day by which rows are ordered and belong to a year."""
    listed: tuple[str, ...]
    """Columns of the list. The first one names the row, and leads to `item`."""
    subject: str = ""
    """Column that says what a row is about, in reminders; empty: the first one that is listed."""
    counted: str = ""
    """Column whose words are counted year by year."""
    words: tuple[str, ...] = ()
    """These words, where the schema does not list them. A cell may then have several, with 、 between."""
    sums: tuple[str, ...] = ()
    """Columns that are summed year by year."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Column with the Index of the item to which a listed column leads."""
    limit: Limit | None = None
    term: Term | None = None
    definitions: tuple[tuple[str, str], ...] = ()

    def counted_words(self, name: str) -> tuple[str, ...]:
        """Return the words that are counted in the register of this name."""
        return self.words or tuple(self.field(name, self.counted).get("constraints", {}).get("enum", ())) if self.counted else ()

    @staticmethod
    def field(name: str, column: str) -> dict:
        """Return what the schema of a register says of a column."""
        return next(found for found in schema(name)["fields"] if found["name"] == column)

    @property
    def about(self) -> str:
        """The column that says what a row is about."""
        return self.subject or self.listed[0]


_PUBLISHED = {
    "end": "published", "task": "公示行政决定", "missing": "{start} 作出决定，到 {due} 还没有写公示日期", "remedy": "公示以后写上公示日期", "late": "逾期公示",
    "source": "自作出决定之日起7个工作日以内在网上公示（国办发〔2015〕51号、国发〔2016〕33号）；2015年7月以前的决定不计。",
    "workdays": 7, "since": "2015-07-01",
}
_PERSONS = ("行政相对人", "自然人的姓名隐去一部分或者不写，不登记证件号码。")

DESCRIPTIONS: dict[str, Description] = {
    "licences": Description(
        "行政许可结果", "各单位作出的行政许可决定（“双公示”）。自然人的姓名隐去，不公布证件号码。", "没有行政许可决定。", "decided",
        ("number", "party", "decided", "kind", "content", "valid_until", "status", "agency", "published"), subject="party", counted="kind",
        limit=Limit(start="decided", **_PUBLISHED),
        term=Term("valid_until", "许可到期", "有效期 {day} 已经过去，当前状态还是有效", "延续的，改有效期；没有延续的，当前状态改成“无效”", ("status", "有效")),
        definitions=(_PERSONS, ("许可类别", "普通、特许、认可、核准、登记和其他。")),
    ),
    "penalties": Description(
        "行政处罚结果", "各单位作出的行政处罚决定（“双公示”）。自然人的姓名隐去，不公布证件号码。", "没有行政处罚决定。", "decided",
        ("number", "party", "decided", "offence", "fact", "basis", "content", "agency", "public_until"),
        subject="party", counted="kind", words=PENALTY_KINDS, sums=("fine", "confiscated"), limit=Limit(start="decided", **_PUBLISHED),
        term=Term("public_until", "公示期满", "公示截止期 {day} 已经过去，这一行还公示着", "要撤下的删去这一行；要继续公示的，改公示截止期"),
        definitions=(_PERSONS, ("处罚类别", "一件有几种处罚的，每种都算，所以各类之和可以多于件数。")),
    ),
    "decisions": Description(
        "重大行政决策", "重大行政决策的程序和结果：公众参与、专家论证、风险评估、合法性审查、集体讨论。", "没有重大行政决策。", "started",
        ("title", "number", "agency", "started", *(column for column, _ in STEPS), "omitted", "omitted_why", "status", "decided", "result"), counted="status",
        links={column: f"{column}_item" for column, _ in STEPS},
    ),
    "meetings": Description(
        "会议公开", "决策会议的日期、议题和议定事项。", "没有公开的会议。", "date", ("title", "number", "date", "kind", "agency", "topics", "outcome", "observers"), counted="kind",
        sums=("observers",), links={"outcome": "interpretation_item"},
        definitions=(("解读", "“议定事项”有链接的，链接到会议的解读。"),),
    ),
    "proposals": Description(
        "建议提案办理", "人大代表建议和政协提案的办理单位、答复日期和公开的答复。", "没有建议和提案。", "assigned",
        ("title", "year", "kind", "number", "agency", "joint", "assigned", "replied", "outcome", "opinion", "disclosure"), counted="kind",
        limit=Limit(
            start="assigned", end="replied", task="答复建议提案", missing="{start} 交办，到 {due} 还没有写答复日期", remedy="尽快答复；已经答复的，补上答复日期",
            source="自交办之日起三个月以内答复。", months=3, late="逾期答复",
        ),
    ),
    "consultations": Description(
        "民意征集和网上调查", "征集什么意见、怎样参加，收到多少，采纳了哪些。", "没有举行民意征集和网上调查。", "opened",
        ("title", "number", "kind", "agency", "opened", "closed", "how", "participants", "opinions", "adopted", "result", "reasons", "answered"), counted="kind",
        sums=("participants", "opinions", "adopted"), links={"closed": "draft_item"},
        limit=Limit(
            start="closed", end="answered", task="公布征集结果", missing="{start} 已经结束，还没有写结果", remedy="公布结果，写进“结果”和“反馈日期”两栏",
            source="结束以后公布结果的期限由本站自己规定。", setting="DISCLOSURE_FEEDBACK_AFTER", done=("result",), late="逾期反馈",
        ),
        definitions=(
            ("参加人次", "提出意见或者填写问卷的人次。"), ("采纳意见", "采纳的意见的条数。"), ("结束日期", "有链接的，链接到征求意见的信息；空着的还没有定结束的日期。"),
        ),
    ),
}
"""By name of the register, in the order of the pages."""
