"""The list as text, for people, and as JSON, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from .matter import Matter

Grouped = dict[str, list[Matter]]


def text(grouped: Grouped, today: str, base: str, incomplete: list[str]) -> str:
    """Return the list in Chinese. `base` stands before each path; `incomplete` says what could not be read."""
    total = sum(map(len, grouped.values()))
    lines = [f"{today} 待办事项，共 {total:,} 件。内部使用，不要放进网站。"]
    for name, found in grouped.items():
        if found:
            lines += ["", f"{name}（{len(found):,} 件）", *(_line(matter, base) for matter in found)]
    if not total:
        lines.append("没有待办的事项。")
    if incomplete:
        lines += ["", "名单不全，下面的写法读不出来：", *incomplete]
    return "\n".join(lines) + "\n"


def _line(matter: Matter, base: str) -> str:
    place = f"{base}{matter.path}:{matter.line}" if matter.line else f"{base}{matter.path}"
    agency = f"（{matter.agency}）" if matter.agency else ""
    return f"{place}: {matter.day or '　无期限　'} {matter.kind}：{matter.subject}{agency}；{matter.note}"


def as_json(grouped: Grouped, today: str, incomplete: list[str]) -> str:
    """Return the list as JSON: the day, whether the list is complete, and every matter with its urgency."""
    matters = [{"urgency": name, **asdict(matter)} for name, found in grouped.items() for matter in found]
    return json.dumps({"today": today, "complete": not incomplete, "unread": incomplete, "matters": matters}, ensure_ascii=False, indent=1) + "\n"
