"""The Regulations on Open Government Information (政府信息公开条例), edition by edition.

Only what a machine can apply: time limits in working days, and the decisions that the
statutory tables list. The 2008 edition was in force from 2008-05-01, the 2019 edition
since 2019-05-15. The day of formation or of receipt decides which one applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

PUBLISH_WITHIN = 20
"""Working days from formation or change to publication (2008 Art. 18, 2019 Art. 26)."""
FEES_SINCE = "2021-01-01"
"""First day on which a fee for processing (信息处理费) could be asked for: the measure of 国办函〔2020〕109号 is in force."""
PAY_WITHIN = 20
"""Working days from the notice of a fee to its payment, after which a request counts as given up (国办函〔2020〕109号)."""


@dataclass(frozen=True)
class Group:
    """A kind of decision on a request, with its grounds, as a statutory table lists them."""

    name: str
    grounds: tuple[str, ...] = ()
    """A group without grounds is itself a decision."""

    @property
    def decisions(self) -> tuple[str, ...]:
        """The decisions of this group, as the register of requests writes them: `group` or `group/ground`."""
        return tuple(f"{self.name}/{ground}" for ground in self.grounds) or (self.name,)


@dataclass(frozen=True)
class Edition:
    """One edition of the Regulations."""

    name: str
    since: str
    """First day in force, ISO 8601."""
    publication_article: str
    reply_article: str
    reply_within: int
    """Working days from receipt to reply."""
    extension: int
    """Working days by which the limit may be extended once."""
    groups: tuple[Group, ...]
    """The decisions of the statutory table, in its order."""
    unit_report_by: str = "03-31"
    """Last day, month and day, for the report of a department on the year before (2008 Art. 31, 2019 Art. 49)."""
    report_by: str = "03-31"
    """Last day for the report of the government (2008 Art. 31, 2019 Art. 50)."""
    report_articles: tuple[str, str] = ("第三十一条", "第三十一条")
    """The articles that say so, of departments and of the government."""
    awaits_payment: bool = False
    """Whether no limit runs from the notice of a fee to its payment. The fees of the 2008 edition (Art. 27) are paid on receipt."""
    third_party_within: int = 0
    """Working days in which a third party may object (2019 Art. 32); 0: no limit is named."""
    clarify_within: int = 0
    """Working days from receipt to the one notice that a request is unclear (2019 Art. 30); 0: no limit is named (2008 Art. 21)."""

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """All decisions that the register of requests may state."""
        return tuple(decision for group in self.groups for decision in group.decisions)


EDITIONS = (
    # The replies of 政府信息公开情况统计表, part three.
    Edition("2008年条例", "2008-05-01", "第十八条", "第二十四条", 15, 15, (
        Group("已主动公开"),
        Group("同意公开"),
        Group("同意部分公开"),
        Group("不同意公开", (
            "涉及国家秘密", "涉及商业秘密", "涉及个人隐私", "危及国家安全、公共安全、经济安全和社会稳定",
            "不是条例所指政府信息", "法律法规规定的其他情形",
        )),
        Group("不属于本行政机关公开"),
        Group("申请信息不存在"),
        Group("告知作出更改补充"),
        Group("告知通过其他途径办理"),
    )),
    # Table 3 of the annual report's format of 2021 (国办公开办函〔2021〕30号).
    Edition("2019年条例", "2019-05-15", "第二十六条", "第三十三条", 20, 20, (
        Group("予以公开"),
        Group("部分公开"),
        Group("不予公开", (
            "属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息",
            "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项",
        )),
        Group("无法提供", ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确")),
        Group("不予处理", (
            "信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求确认或重新出具已获取信息",
        )),
        Group("其他处理", ("申请人无正当理由逾期不补正", "申请人逾期未按收费通知要求缴纳费用", "其他")),
    ), unit_report_by="01-31", report_articles=("第四十九条", "第五十条"), awaits_payment=True, third_party_within=15, clarify_within=7),
)
"""Every edition, the oldest first."""


SUCCESSORS = {
    "已主动公开": "予以公开",
    "同意公开": "予以公开",
    "同意部分公开": "部分公开",
    "不同意公开/涉及国家秘密": "不予公开/属于国家秘密",
    "不同意公开/涉及商业秘密": "不予公开/保护第三方合法权益",
    "不同意公开/涉及个人隐私": "不予公开/保护第三方合法权益",
    "不同意公开/危及国家安全、公共安全、经济安全和社会稳定": "不予公开/危及“三安全一稳定”",
    "不同意公开/不是条例所指政府信息": "其他处理/其他",
    "不同意公开/法律法规规定的其他情形": "不予公开/其他法律行政法规禁止公开",
    "不属于本行政机关公开": "无法提供/本机关不掌握相关政府信息",
    "申请信息不存在": "无法提供/本机关不掌握相关政府信息",
    "告知作出更改补充": "其他处理/其他",
    "告知通过其他途径办理": "其他处理/其他",
}
"""The decision of the 2019 edition that says what one of the 2008 edition said. No document lays this down: where the
2019 edition has no such decision it is 其他处理/其他."""


def in_latest_terms(decision: str) -> str:
    """Return a decision as the 2019 edition calls it."""
    return SUCCESSORS.get(decision, decision)


def editions_of(received: str, closed: str) -> tuple[Edition, ...]:
    """Return the editions by which a request may have been decided: that of its receipt, and where another was in force when it was closed, that too."""
    return tuple(dict.fromkeys(found for day in (received, closed) if day and (found := edition(day))))


def edition(day: str) -> Edition | None:
    """Return the edition in force on a day (ISO 8601); None before the first one."""
    return next((found for found in reversed(EDITIONS) if found.since <= day), None)
