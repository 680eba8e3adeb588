"""What requests ask of an office: replies, notices of clarification, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..model import workdays
from ..model.deadlines import CLARIFICATION, PAYMENT, THIRD_PARTY, ReplyLimit, asks_third_party, awaited, late_notices, reply_limit
from ..model.regulations import PAY_WITHIN, edition
from ..pages.site import Site
from ..registers import schema
from ..registers.agencies import Tenure, holder
from .matter import Matter, last_of_week

Row = dict[str, Any]

REPLY, CLARIFY = "答复申请", "通知补正"
_DAYS = tuple(field["name"] for field in schema("requests")["fields"] if field["type"] == "date")


def matters(site: Site, today: str) -> Iterator[Matter]:
    """Yield what the requests that are open on a day ask for."""
    register = site.registers["requests"]
    for row, line in register.numbered_rows():
        known = as_of(row, today)
        if known["received"] and not known["closed"]:
            yield from _of_request(known, today, site.tenures, register.path, line)


def as_of(row: Row, today: str) -> Row:
    """Return a row as it was on a day: days that came later are empty, and so is what they decided."""
    known = row | {name: "" for name in _DAYS if row[name] > today}
    return known if known["closed"] else known | {"decision": ""}


def _of_request(row: Row, today: str, known: Mapping[str, Tenure], path: str, line: int) -> Iterator[Matter]:
    limit, why = reply_limit(row), awaited(row)
    subject = f"{row['number']} {row['subject']}"
    agency = holder(known, row["agency"], today)

    def matter(kind: str, day: str, note: str, is_awaited: bool = False) -> Matter:
        return Matter(kind, subject, day, note, path, line, agency, is_awaited, f"requests\0{row['number']}")

    if not why:
        yield matter(REPLY, limit.due, _reply_note(row, limit) if limit.due else f"{limit.why}，算不出期限，请自己核对")
    if why == CLARIFICATION:
        yield matter(why, "", f"{row['clarification_asked']} 通知补正；逾期不补正的，按放弃申请办结", True)
    elif why == PAYMENT:
        yield matter(why, _after(row["fee_asked"], PAY_WITHIN), f"{row['fee_asked']} 通知缴费，{PAY_WITHIN} 个工作日以内缴；逾期不缴的，按放弃申请办结", True)
    elif asks_third_party(row):
        within = edition(row["received"]).third_party_within if edition(row["received"]) else 0
        term = f"，{within} 个工作日以内答复；逾期不答复的，由本机关决定" if within else "；答复以前不计期限"
        yield matter(THIRD_PARTY, _after(row["third_party_asked"], within) if within else "", f"{row['third_party_asked']} 征求意见{term}", True)
    days = law.clarify_within if (law := edition(row["received"])) else 0
    if days and not (row["clarification_asked"] or row["extended"] or row["third_party_asked"] or row["fee_asked"]):
        last = _after(row["received"], days)
        if today <= last <= last_of_week(today):
            yield matter(CLARIFY, last, f"收到后第 {days} 个工作日，还没有通知补正；内容不明确的，最晚这天通知")


def _reply_note(row: Row, limit: ReplyLimit) -> str:
    law = edition(row["received"])
    extension = "已经延期" if limit.due > limit.first else f"需要延期的，在期限以内通知，可以延长 {law.extension} 个工作日"
    if late := late_notices(row):
        extension = f"{'、'.join(row[notice] for notice in late)} 的通知晚于期限 {min(late.values())}，不改变期限"
    return f"{row['received']} 收到，共 {limit.days} 个工作日（{law.name}{law.reply_article}）；{extension}"


def _after(day: str, number: int) -> str:
    """Return the working day that is the `number`-th after a day; '' when it is not known."""
    try:
        return workdays.add(date.fromisoformat(day), number).isoformat()
    except workdays.NoCalendar:
        return ""
