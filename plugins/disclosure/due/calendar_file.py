"""The list as an iCalendar file (RFC 5545), which calendars of offices import."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import icalendar

from .listing import Grouped
from .matter import Matter


def calendar(grouped: Grouped, today: str, incomplete: list[str]) -> bytes:
    """Return a calendar with an event on the last day of each matter that has one.

    A matter has the same UID in every list, so a calendar that imports a later list moves the event. What could not be
    read, and matters without a last day, stand in the event of today.
    """
    result = icalendar.Calendar()
    result.add("prodid", "-//Reading Room//make due//ZH")
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    result.add("x-wr-calname", "政府信息公开待办事项")
    stamp = datetime.combine(date.fromisoformat(today), datetime.min.time(), UTC)
    undated = []
    for name, found in grouped.items():
        for matter in found:
            if matter.day:
                place = f"{matter.path}:{matter.line}" if matter.line else matter.path
                text = f"{name}；{matter.note}\n{matter.agency}\n{place}"
                result.add_component(_event(_uid(matter), matter.day, f"{matter.kind}：{matter.subject}", text, stamp))
            else:
                undated.append(f"{name}：{matter.kind} {matter.subject}；{matter.note}")
    if undated or incomplete:
        text = "\n".join([*undated, *(["名单不全："] if incomplete else []), *incomplete])
        result.add_component(_event("undated@reading-room", today, f"没有期限的待办事项 {len(undated)} 件" + ("，名单不全" if incomplete else ""), text, stamp))
    return result.to_ical()


def _event(uid: str, day: str, summary: str, text: str, stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    first = date.fromisoformat(day)
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))  # the day after the last one: RFC 5545, 3.6.1
    event.add("summary", summary)
    event.add("description", text)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event


def _uid(matter: Matter) -> str:
    """Return what names a matter in every list: what is to be done about what, not when."""
    named = "\0".join((matter.kind, matter.key) if matter.key else (matter.kind, matter.subject, matter.path))
    return hashlib.sha256(named.encode()).hexdigest()[:24] + "@reading-room"
