"""Checks of single rows of the registers of official acts: licences, penalties, decisions, meetings, proposals.

No machine knows the names of people. What it can tell is told: an identity number (`secrecy`), a natural person whose name
shows no sign of being masked, and a name of a unit that is as short as a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from ..model.problems import WARNING
from .act_limits import add_months
from .amounts_in_words import CONFISCATION, FINE, Cell, disagreement
from .descriptions import PENALTY_KINDS, STEPS
from .faults import Fault, Row, both_or_none, in_order

PERSON = "自然人"
_MASKED = re.compile(r"[某*＊×xX○〇●□]|个人|当事人|自然人|公民|略|不公开|隐去")
"""Signs that a name is masked or left out."""
_SHORT = re.compile("[\u4e00-\u9fff·]{2,3}")
"""What may be a whole name of a person where a unit is expected."""
LEAST_MONTHS, MOST_MONTHS = 3, 36
"""Months for which a penalty is on show, the least and the most (recalled; no document at hand says so)."""
REQUIRED = ("合法性审查", "集体讨论")
"""Steps that no decision may leave out."""
_FINE, _CONFISCATED = Cell("处罚内容", FINE, "罚款金额", 10_000), Cell("处罚内容", CONFISCATION, "没收的金额", 10_000)


def _party(row: Row) -> Iterator[Fault]:
    """A natural person is masked and has no code; a unit has its whole name."""
    name = row["party"]
    if row["party_kind"] == PERSON:
        if not _MASKED.search(name):
            yield Fault("相对人是自然人，名称里看不出隐去了姓名", "只写姓，如“王某某”，或者写“个人”")
        if row["party_code"]:
            yield Fault("相对人是自然人，写了统一社会信用代码", "空着；是个体工商户的，改相对人类别")
    elif _SHORT.fullmatch(name) and not _MASKED.search(name):
        yield Fault(f"相对人是{row['party_kind']}，名称却只有 {len(name)} 个字，像是人名", "单位写登记的全称；是自然人的，改相对人类别，隐去姓名", WARNING)


def licences(row: Row, today: str) -> Iterator[Fault]:
    """The party is masked where it is a person, and the days are in order."""
    yield from _party(row)
    yield from in_order(
        row, ("decided", "许可决定日期", "published", "公示日期"), ("valid_from", "有效期自", "valid_until", "有效期至"),
    )


def penalties(row: Row, today: str) -> Iterator[Fault]:
    """The party is masked where it is a person, kinds and amounts agree, and the publicity has a possible length."""
    yield from _party(row)
    yield from in_order(
        row, ("decided", "处罚决定日期", "published", "公示日期"), ("published", "公示日期", "public_until", "公示截止期"),
        ("decided", "处罚决定日期", "public_until", "公示截止期"),
    )
    kinds = row["kind"].split("、")
    for kind in kinds:
        if kind not in PENALTY_KINDS:
            yield Fault(f"处罚类别“{kind}”不在名单上", "几种用“、”分开，可以写：" + "、".join(PENALTY_KINDS))
    if len(set(kinds)) < len(kinds):
        yield Fault("同一种处罚类别写了两次", "删去一次")
    if row["fine"] and "罚款" not in kinds:
        yield Fault(f"罚款金额 {row['fine']} 万元，处罚类别里没有罚款", "处罚类别加上“罚款”，或者核对金额")
    if "罚款" in kinds and not row["fine"]:
        yield Fault("处罚类别有罚款，没有写罚款金额", "补上金额，以万元计")
    if row["confiscated"] and not {"没收违法所得", "没收非法财物"} & set(kinds):
        yield Fault(f"没收 {row['confiscated']} 万元，处罚类别里没有没收", "处罚类别加上“没收违法所得”或“没收非法财物”，或者核对金额")
    if row["fine"] or "罚款" not in kinds:  # else it is told above
        yield from disagreement(row["content"], row["fine"], _FINE)
    yield from disagreement(row["content"], row["confiscated"], _CONFISCATED)
    yield from _publicity(row)


def _publicity(row: Row) -> Iterator[Fault]:
    """A penalty is on show for some months at least, and for some years at most."""
    if not row["public_until"]:
        yield Fault("没有写公示截止期，公示期满不会提醒", "写上公示的最后一天", WARNING)
        return
    start = date.fromisoformat(row["published"] or row["decided"])
    least, most = (add_months(start, months).isoformat() for months in (LEAST_MONTHS, MOST_MONTHS))
    if row["public_until"] < least:
        yield Fault(f"公示截止期 {row['public_until']} 不到{LEAST_MONTHS}个月（{least}）", "核对公示截止期", WARNING)
    elif row["public_until"] > most:
        yield Fault(f"公示截止期 {row['public_until']} 超过{MOST_MONTHS // 12}年（{most}）", "核对公示截止期", WARNING)


def decisions(row: Row, today: str) -> Iterator[Fault]:
    """Steps come in time, a decided matter has all of them or says why not, and an end has its day."""
    for column, title in STEPS:
        yield from in_order(row, ("started", "启动日期", column, title), (column, title, "decided", "决定日期"))
        if row[f"{column}_item"] and not row[column]:
            yield Fault(f"写了{title}的信息，没有写{title}的日期", "补上日期")
    yield from in_order(row, ("started", "启动日期", "decided", "决定日期"), ("reviewed", "合法性审查", "discussed", "集体讨论"))
    omitted = [name for name in row["omitted"].split("、") if name]
    titles = {title: column for column, title in STEPS}
    for name in omitted:
        if name not in titles:
            yield Fault(f"没有进行的程序“{name}”不是五个程序之一", "可以写：" + "、".join(titles))
        elif row[titles[name]]:
            yield Fault(f"写了没有进行{name}，又写了{name}的日期", "删去其中一个")
        elif name in REQUIRED:
            yield Fault(f"{name}不能省去", "补上日期；确实没有进行的，不能写“已经决定”", WARNING)
    yield from both_or_none(row, "omitted", "omitted_why", ("没有进行的程序", "没有进行的理由"))
    if row["status"] == "已经决定":
        if not row["decided"]:
            yield Fault("决策情况是已经决定，没有写决定日期", "补上决定日期")
        if missing := [title for column, title in STEPS if not row[column] and title not in omitted]:
            yield Fault(f"已经决定，没有写{'、'.join(missing)}", "补上日期；没有进行的，写进“没有进行的程序”，并写理由", WARNING)
    elif row["decided"] and row["status"] == "进行中":
        yield Fault("写了决定日期，决策情况却是进行中", "改写决策情况，或者删去决定日期")


def meetings(row: Row, today: str) -> Iterator[Fault]:
    """An interpretation belongs to what was settled."""
    if row["interpretation_item"] and not row["outcome"]:
        yield Fault("写了解读的信息，没有写议定事项", "补上议定事项")


def proposals(row: Row, today: str) -> Iterator[Fault]:
    """An outcome and an opinion come with an answer, and an answer that is public in full can be read here."""
    yield from in_order(row, ("assigned", "交办日期", "replied", "答复日期"))
    if int(row["assigned"][:4]) < row["year"]:
        yield Fault(f"交办日期 {row['assigned']} 在 {row['year']} 年以前", "核对年份和日期")
    for column, title in (("outcome", "办理结果"), ("opinion", "代表或委员的意见"), ("item", "公开的答复")):
        if row[column] and not row["replied"]:
            yield Fault(f"写了{title}，没有写答复日期", f"补上答复日期，或者删去{title}")
    if row["disclosure"] == "全文公开" and not row["item"]:
        yield Fault("答复全文公开，没有写索引号", "把答复作为条目发布，在“公开的答复”一栏写上索引号", WARNING)
    if row["disclosure"] == "不公开" and row["item"]:
        yield Fault("答复不公开，又写了索引号", "改“答复的公开”，或者删去索引号")


CHECKS: tuple[Callable[[Row, str], Iterator[Fault]], ...] = (licences, penalties, decisions, meetings, proposals)
"""The check of one row, named like its register."""
