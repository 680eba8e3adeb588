"""Requests (依申请公开): numbers by year, decision, channel and applicant, and whether they were answered in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ..model import addresses
from ..model.deadlines import EXTENDED, LATE, ON_TIME, UNTOLD, reply_limit, timeliness
from ..model.regulations import EDITIONS, Edition, edition, editions_of
from ..model.reporting_year import Year
from ..pages import stated_totals
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, by_date, shown
from ..pages.site import Site
from ..registers import schema

Row = dict[str, Any]

UNSTATED = "没有登记答复"


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the statistics of the register of requests, then the requests, the newest first."""
    rows = site.registers["requests"].rows
    if not rows:
        return
    yield _by_year(rows, stated_totals.pointer(site, "requests"))
    for law in EDITIONS:
        if mine := [row for row in rows if _decided_by(row) is law and row["closed"]]:
            yield _outcomes(law, mine)
    yield _parts(rows, "channel", "requests-by-channel", "申请的渠道", "收到日期在当年的申请，按提出的渠道分。")
    yield _parts(rows, "applicant", "requests-by-applicant", "申请人的类别", "收到日期在当年的申请，按申请人的类别分；登记簿里没有申请人的姓名。")
    yield _list(rows)


def _decided_by(row: Row) -> Edition | None:
    """Return the edition that lists a request's decision: where none does, that of its receipt."""
    of_its_time = editions_of(row["received"], row["closed"])
    return next((law for law in of_its_time if row["decision"] in law.decisions), edition(row["received"]))


def _year(day: str) -> int:
    return int(day[:4])


def years(rows: list[Row]) -> list[int]:
    """Return the years in which requests were received or closed, oldest first."""
    return sorted({_year(row[column]) for row in rows for column in ("received", "closed") if row[column]})


def _by_year(rows: list[Row], pointer: str) -> Sheet:
    lines, totals, plotted = [], Counter(), []
    states = {row["number"]: timeliness(row) for row in rows}
    unknown = sum(state == UNTOLD for state in states.values())
    for year in years(rows):
        new = sum(_year(row["received"]) == year for row in rows)
        closed = Counter(states[row["number"]] for row in rows if row["closed"] and _year(row["closed"]) == year)
        plotted.append((str(year), new))
        over, left = (sum(map(which, rows)) for which in (Year(year).carried_over, Year(year).left_open))
        numbers = [over, new, closed.total(), closed[ON_TIME], closed[EXTENDED], closed[LATE], *([closed[UNTOLD]] if unknown else []), left]
        totals.update({"new": new, "closed": closed.total(), **{state: closed[state] for state in (ON_TIME, EXTENDED, LATE, UNTOLD)}})
        lines.insert(0, Line([f"{year}年", *map(shown, numbers)]))
    labels = ("上年结转", "收到", "办结", "其中按时", "其中延期", "其中逾期", *(["其中不能判断"] if unknown else []), "结转下年")
    sums = ("", totals["new"], totals["closed"], totals[ON_TIME], totals[EXTENDED], totals[LATE], *([totals[UNTOLD]] if unknown else []), "")
    return Sheet(
        "requests-by-year", "各年收到和办结的申请", [Column("年份", WORD), *(Column(label, NUMBER) for label in labels)], lines,
        text=f"登记簿里共有申请 {len(rows)} 件。" + (f"其中 {unknown} 件因为没有当年的工作日历，不能判断是否按时。" if unknown else "") + pointer,
        totals=[["合计", *map(shown, sums)]],
        definitions=[
            ("收到", "收到日期在当年的申请的件数。"), ("办结", "办结日期在当年的申请的件数；上年结转加收到，等于办结加结转下年。"),
            *_limits(),
        ],
        chart={
            "title": "各年收到的申请", "description": "柱形图：各年收到的申请的件数，数字同上表。", "kind": "columns", "unit": "件", "data": plotted,
        },
    )


def _limits() -> list[tuple[str, str]]:
    """Return the time limits as definitions."""
    spans = "；".join(
        f"按{law.name}{law.reply_article}为{law.reply_within}个工作日，可以延长{law.extension}个工作日" for law in EDITIONS
    )
    return [
        ("按时", f"没有延期，在期限内办结。期限从收到的次日起只数工作日：{spans}。收到时施行的是哪一版，就按哪一版。"),
        ("延期", "通知了延期，在延长后的期限内办结。"),
        ("逾期", "超过期限才办结。补正的，期限从补正的次日起重新计算；通知缴纳信息处理费的，从缴清的次日起重新计算；征求第三方和其他机关意见的时间不计算在内。期限过了才通知的，期限不变。"),
    ]


def _outcomes(law: Edition, rows: list[Row]) -> Sheet:
    """Return the table of decisions, as an edition's statutory table lists them; grounds without requests are left out."""
    closed_in = sorted({_year(row["closed"]) for row in rows})
    lines, plotted = [], []

    def line(label: str, mine: list[Row]) -> None:
        by_year = Counter(_year(row["closed"]) for row in mine)
        lines.append(Line([label, *(shown(by_year[year]) for year in closed_in), shown(len(mine))]))

    for group in law.groups:
        mine = [row for row in rows if row["decision"] in group.decisions]
        line(group.name, mine)
        plotted.append((group.name, len(mine)))
        for ground in group.grounds:
            if found := [row for row in mine if row["decision"] == f"{group.name}/{ground}"]:
                line(f"　其中：{ground}", found)
    if unstated := [row for row in rows if row["decision"] not in law.decisions]:
        line(UNSTATED, unstated)
    sums = Counter(_year(row["closed"]) for row in rows)
    return Sheet(
        f"requests-outcomes-{law.since[:4]}", f"办理结果（{law.name}）",
        [Column("答复"), *(Column(f"{year}年", NUMBER) for year in closed_in), Column("合计", NUMBER)], lines,
        text=f"按{law.name}（{law.since}起施行）答复的申请，按办结的年份和答复分。",
        totals=[["合计", *(shown(sums[year]) for year in closed_in), shown(len(rows))]],
        definitions=[("答复", "收到或者答复时施行的条例所列的答复；没有出现的具体理由不列出。")],
        chart={
            "title": f"办理结果（{law.name}）", "description": "横条图：各种答复的件数，数字同上表的合计。", "kind": "bars", "unit": "件", "data": plotted,
        },
    )


def _parts(rows: list[Row], column: str, key: str, title: str, definition: str) -> Sheet:
    """Return the table of requests received, by the values of a column and by year."""
    field = next(field for field in schema("requests")["fields"] if field["name"] == column)
    received_in = sorted({_year(row["received"]) for row in rows})
    count: Callable[..., int] = lambda value, year: sum(  # noqa: E731
        row[column] == value and year in (None, _year(row["received"])) for row in rows
    )
    lines = [
        Line([value, *(shown(count(value, year)) for year in received_in), shown(count(value, None))])
        for value in field["constraints"]["enum"]
    ]
    sums = Counter(_year(row["received"]) for row in rows)
    return Sheet(
        key, title, [Column(field["title"]), *(Column(f"{year}年", NUMBER) for year in received_in), Column("合计", NUMBER)], lines,
        totals=[["合计", *(shown(sums[year]) for year in received_in), shown(len(rows))]],
        definitions=[(field["title"], definition)],
    )


def _list(rows: list[Row]) -> Sheet:
    newest = by_date(rows, "received")
    return Sheet(
        "requests-list", "申请登记", [
            Column("登记号", WORD), Column("收到", DATE), Column("受理机关"), Column("渠道", WORD), Column("申请人", WORD), Column("申请内容"),
            Column("期限", DATE), Column("办结", DATE), Column("答复"), Column("是否按时"),
        ],
        [_line(row) for row in newest[:LISTED]],
        definitions=[("期限", "答复的最后一天，延期的按延长后的期限；等待补正、缴费的没有期限。")],
        csv=addresses.register_csv("requests"), left_out=max(0, len(newest) - LISTED),
    )


def _line(row: Row) -> Line:
    limit = reply_limit(row)
    state = timeliness(row)
    return Line([
        row["number"], row["received"], row["agency"], row["channel"], row["applicant"], row["subject"], limit.due or limit.why,
        shown(row["closed"]), row["decision"].replace("/", "：") or shown(""), state,
    ])


