"""The list as text, for people, and as JSON, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .matter import Matter
from .publications import UPKEEP

Grouped = dict[str, list[Matter]]
NAMED = 5
"""Columns and units that a line of upkeep names, those with the earliest last days."""


def text(grouped: Grouped, today: str, base: str, incomplete: list[str]) -> str:
    """Return the list in Chinese. `base` stands before each path; `incomplete` says what could not be read.

    Columns and units to bring up to date come last, in one line for each task and urgency. JSON and calendars have each of them.
    """
    total = sum(map(len, grouped.values()))
    lines = [f"{today} 待办事项，共 {total:,} 件。内部使用，不要放进网站。"]
    for name, found in grouped.items():
        if single := [matter for matter in found if matter.kind not in UPKEEP]:
            lines += ["", f"{name}（{len(single):,} 件）", *(_line(matter, base) for matter in single)]
    if kept := upkeep([asdict(matter) | {"urgency": name} for name, found in grouped.items() for matter in found]):
        lines += ["", "栏目和单位的更新（每一个都在 FORMAT=json 的名单里）", *kept]
    if not total:
        lines.append("没有待办的事项。")
    if incomplete:
        lines += ["", "名单不全，下面的写法读不出来：", *incomplete]
    return "\n".join(lines) + "\n"


def upkeep(matters: list[dict[str, Any]]) -> list[str]:
    """Return a line for each task of `UPKEEP` and urgency: how many columns or units, and the first few. Matters are as `as_json` writes them."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in matters:
        if one["kind"] in UPKEEP:
            found.setdefault((one["urgency"], one["kind"]), []).append(one)
    return [
        f"{urgency} {kind} {len(same):,} 个：" + "、".join(one["subject"] + (f"（{one['day']}）" if one["day"] else "") for one in same[:NAMED]) + ("等" if len(same) > NAMED else "")
        for (urgency, kind), same in found.items()
    ]


def _line(matter: Matter, base: str) -> str:
    place = f"{base}{matter.path}:{matter.line}" if matter.line else f"{base}{matter.path}"
    agency = f"（{matter.agency}）" if matter.agency else ""
    return f"{place}: {matter.day or '　无期限　'} {matter.kind}：{matter.subject}{agency}；{matter.note}"


def as_json(grouped: Grouped, today: str, incomplete: list[str]) -> str:
    """Return the list as JSON: the day, whether the list is complete, and every matter with its urgency."""
    matters = [{"urgency": name, **asdict(matter)} for name, found in grouped.items() for matter in found]
    return json.dumps({"today": today, "complete": not incomplete, "unread": incomplete, "matters": matters}, ensure_ascii=False, indent=1) + "\n"
