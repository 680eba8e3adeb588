"""The item: the typed model of one piece of disclosed information (政府信息).

`FIELDS` is the front matter in one table: key, attribute, Chinese label, whether the key
is required, and the parser of its text. Labels follow the core metadata of
《政府信息公开目录系统实施指引（试行）》.

Every parser raises `FieldError` for a text that it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import written_dates
from .field_error import FieldError

VALIDITIES = ("有效", "失效", "废止", "修改")
ENDED = ("失效", "废止")
"""Validities of a document that is not in force any more. The day on which it ceased to be may follow them."""
REVIEW_PASSED = "可以公开"
STATUSES = ("published", "draft")
_MEANT = {"草稿": "draft", "未发布": "draft", "发布": "published", "已发布": "published", "公开": "published"}
"""What people write in place of a word that a field allows."""

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class Review:
    """The record of the secrecy review (保密审查; Regulations 2008 Art. 14, 2019 Art. 17)."""

    date: str
    reviewer: str
    result: str


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a normative document is in force: a word of `VALIDITIES`, or ''."""

    word: str
    ended: str = ""
    """The day on which it ceased to be in force, ISO 8601; '' where none is stated."""


@dataclass(frozen=True, slots=True)
class ValidityChange:
    """One step in the history of a normative document: since a day it is what a word of `VALIDITIES` says."""

    date: str
    word: str
    basis: str
    """Who decided it, by which document; `index:` and the Index where that document is an item."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of an item after its publication: the day, and what was changed (修改说明)."""

    date: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why an item was taken down."""

    date: str
    reason: str


def parse_date(text: str) -> str:
    """Return an ISO 8601 date, as the catalogue guidelines require. A date in another form is refused."""
    if _ISO_DATE.match(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise FieldError(f"日历上没有“{text}”这一天", "改成真实的日期，如 2014-03-18") from None
        return text
    advice = written_dates.advice(text)
    raise FieldError(f"日期“{text}”{'看不懂' if advice.startswith(written_dates.USUAL) else '的写法不对'}", advice)


def parse_filing(text: str) -> tuple[str, str]:
    """Split `一级/二级` into category and leaf; the leaf may be absent."""
    category, _, leaf = (part.strip() for part in text.replace("／", "/").partition("/"))
    return category, leaf


def parse_names(text: str) -> tuple[str, ...]:
    """Split a list at semicolons, half or full width; a name counts once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[;；]", text) if part.strip()))


def parse_tags(text: str) -> tuple[str, ...]:
    """Split Pelican's Tags at commas or semicolons; a tag counts once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[,，;；]", text) if part.strip()))


NO_REVIEW = Review("", "", "")
"""What a sample has in place of a review, until a person has made one."""
_SAMPLE_REVIEWER = "审查人"
"""What items begun with older versions have in place of a reviewer."""


def parse_review(text: str) -> Review:
    """Parse `date reviewer result`. A result that does not begin with `REVIEW_PASSED` is refused. A sample is `NO_REVIEW`."""
    parts = text.split(None, 2)
    if text.startswith("〔") or parts[1:2] == [_SAMPLE_REVIEWER]:
        return NO_REVIEW
    if len(parts) < 3:
        raise FieldError("审查记录不全", "写成“日期 审查人 结论”，三样之间各空一格，如 2014-03-17 保密审查员 可以公开")
    review = Review(parse_date(parts[0]), parts[1], parts[2].strip())
    if not review.result.startswith(REVIEW_PASSED):
        raise FieldError(f"审查结论是“{review.result}”，不能发布", f"审查通过后写“{REVIEW_PASSED}”，未通过请移出条目目录")
    return review


def parse_withdrawal(text: str) -> Withdrawal:
    """Parse `date reason`."""
    parts = text.split(None, 1)
    if len(parts) < 2:
        raise FieldError("撤下记录不全", "写成“日期 原因”，如 2014-06-01 内容有误，另行发布")
    return Withdrawal(parse_date(parts[0]), parts[1].strip())


@dataclass(frozen=True, slots=True)
class Ruling:
    """A reviewer's exception: one finding of the secrecy check, and the reason why it may be published."""

    code: str
    """The finding's code: 8 hexadecimal digits."""
    reason: str
    masked: str = ""
    """The masked value, where it stands in the item's own file; empty where it stands in an attachment or nowhere."""


_RULING = re.compile(r"([0-9a-f]{8})\s+(\S.*)\Z")


def parse_rulings(text: str) -> tuple[Ruling, ...]:
    """Parse reviewed exceptions: `code reason`, separated by semicolons."""
    rulings = []
    for part in filter(None, (part.strip() for part in re.split("[;；]", text))):
        match = _RULING.match(part)
        if not match:
            raise FieldError(f"“{part[:20]}”写得不对", "写成“编号 理由”，编号照检查时给出的 8 位字符抄，多条用“;”隔开")
        rulings.append(Ruling(match[1], match[2]))
    return tuple(rulings)


def parse_validity(text: str) -> Validity:
    """Parse a word of `VALIDITIES`; the day on which a document ceased to be in force may follow it."""
    word, *days = text.split() or [""]
    one_of(*VALIDITIES)(word)
    if not days:
        return Validity(word)
    if word not in ENDED:
        raise FieldError(f"“{word}”后面不写日期", f"日期写在{'、'.join(ENDED)}后面，如 Validity: 失效 2015-06-30")
    if len(days) > 1:
        raise FieldError("有效性只写一个词和一个日期", "如 Validity: 失效 2015-06-30")
    return Validity(word, parse_date(days[0]))


def parse_validity_history(text: str) -> tuple[ValidityChange, ...]:
    """Parse the history of a document's validity: `date word basis`, separated by semicolons, the earliest first."""
    changes: list[ValidityChange] = []
    for part in filter(None, (part.strip() for part in re.split("[;；]", text))):
        words = part.split(None, 2)
        if len(words) < 3:
            raise FieldError(f"“{part[:20]}”写得不全", "每一次写成“日期 有效性 依据”，如 2015-06-30 废止 依据的机关和文号；多次用“;”隔开")
        day, word = parse_date(words[0]), one_of(*VALIDITIES)(words[1])
        if changes and day <= changes[-1].date:
            raise FieldError(f"{day} 不晚于前面的 {changes[-1].date}", "按日期从早到晚写，每天一次")
        changes.append(ValidityChange(day, word, words[2].strip()))
    return tuple(changes)


def parse_revisions(text: str) -> tuple[Revision, ...]:
    """Parse what was changed and when: `date note`, separated by semicolons, the earliest first. A day may have several."""
    revisions: list[Revision] = []
    for part in filter(None, (part.strip() for part in re.split("[;；]", text))):
        day, _, note = part.partition(" ")
        if not note.strip() or not day[:1].isdigit():
            raise FieldError(f"“{part[:20]}”写得不全", "每一次写成“日期 改了什么”，如 2014-06-01 更正联系电话；多次用“;”隔开，说明里不用分号")
        revision = Revision(parse_date(day), note.strip())
        if revisions and revision.date < revisions[-1].date:
            raise FieldError(f"{day} 早于前面的 {revisions[-1].date}", "按日期从早到晚写")
        revisions.append(revision)
    return tuple(revisions)


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a parser that accepts only the given words."""

    def parse(text: str) -> str:
        if text not in choices:
            bare = _MEANT.get(text, text.strip("。.，,；; ").casefold())
            meant = next((choice for choice in choices if choice == bare), "")
            raise FieldError(f"“{text}”不是允许的值", (f"改为“{meant}”；" if meant else "") + "可以写：" + "、".join(choices))
        return text

    return parse


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter."""

    key: str
    attribute: str
    label: str
    required: bool = False
    parse: Callable[[str], Any] = str.strip


FIELDS = (
    Field("Title", "title", "名称", True),
    Field("Index", "index", "索引号", True),
    Field("Category", "filing", "信息分类", True, parse_filing),
    Field("Agency", "agency", "发布机构", True),
    Field("Created", "created", "生成日期", True, parse_date),
    Field("Date", "date", "公开日期", True, parse_date),
    Field("Review", "review", "保密审查", True, parse_review),
    Field("Document-Number", "document_number", "文号"),
    Field("Summary", "summary", "内容概述"),
    Field("Key-Area", "key_areas", "重点领域", False, parse_names),
    Field("Subject", "subject", "主题分类"),
    Field("Genre", "genre", "体裁分类"),
    Field("Validity", "validity", "有效性", False, parse_validity),
    Field("Valid-Until", "valid_until", "有效期至", False, parse_date),
    Field("Validity-History", "validity_history", "有效性沿革", False, parse_validity_history),
    Field("Replaces", "replaces", "替代"),
    Field("Interprets", "interprets", "解读", False, parse_names),
    Field("Withdrawn", "withdrawn", "撤下", False, parse_withdrawal),
    Field("Channel", "channel", "公开形式"),
    Field("Modified", "modified", "修改日期", False, parse_date),
    Field("Revisions", "revisions", "修改说明", False, parse_revisions),
    Field("Tags", "tags", "主题词", False, parse_tags),
    Field("Time-Limit", "time_limit", "办理时限"),
    Field("Fee", "fee", "收费"),
    Field("Office", "office", "办理地点"),
    Field("Life-Event", "life_events", "办事场景", False, parse_names),
    Field("Review-Exception", "rulings", "审查例外", False, parse_rulings),
    Field("Status", "status", "状态", False, one_of(*STATUSES)),
)
FIELD_BY_KEY = {f.key.casefold(): f for f in FIELDS}


@dataclass(frozen=True, slots=True)
class Reference:
    """A file or page that a body links to or shows, and the line of the link.

    `kind` is ``file`` (an attachment), ``image``, ``item`` (another item, by its Markdown
    file), ``index`` (another item, by its Index) or ``page`` (a page of the site, from its root).
    """

    kind: str
    target: str
    line: int


@dataclass(slots=True)
class Item:
    """One disclosed item, as its file states it."""

    path: str
    title: str
    index: str
    filing: tuple[str, str]
    agency: str
    created: str
    date: str
    review: Review
    document_number: str = ""
    summary: str = ""
    key_areas: tuple[str, ...] = ()
    subject: str = ""
    genre: str = ""
    validity: Validity = Validity("")
    valid_until: str = ""
    """Last day in force that the document itself names, ISO 8601."""
    validity_history: tuple[ValidityChange, ...] = ()
    replaces: str = ""
    interprets: tuple[str, ...] = ()
    """Indexes of the items that this one explains."""
    withdrawn: Withdrawal | None = None
    channel: str = ""
    modified: str = ""
    revisions: tuple[Revision, ...] = ()
    """What was changed after the publication, the earliest first."""
    tags: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    office: str = ""
    life_events: tuple[str, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    status: str = "published"
    html: str = ""
    text: str = ""
    references: list[Reference] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Line of each attribute in the file, for messages."""
