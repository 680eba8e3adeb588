"""Exchange with the public: letters with their answers, and what was declared of all exchange."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from ..model import addresses, workdays
from ..pages.sheet import NUMBER, WORD, Column, Line, Sheet, mean, shown, year_of
from ..pages.site import Site

Row = dict[str, Any]
INTERACTIONS = "互动交流人次"
"""The declared figure for all letters, answers and opinions of a year. The registers list a part of them."""


def letters(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of letters by year and by topic. The page shows the letters themselves as text, not as a table."""
    rows = site.registers["letters"].rows
    if not rows:
        return
    lines = []
    for year in sorted({year_of(row, "received") for row in rows}, reverse=True):
        mine = [row for row in rows if year_of(row, "received") == year]
        taken = [days for row in mine if (days := answer_days(row)) is not None]
        lines.append(Line([f"{year}年", shown(len(mine)), shown(sum(bool(row["answered"]) for row in mine)), mean(sum(taken), len(taken))]))
    yield Sheet(
        "letters-by-year", "各年来信", [Column("年份", WORD), Column("来信", NUMBER), Column("已经答复", NUMBER), Column("平均几个工作日", NUMBER)], lines,
        definitions=[
            ("来信", "来信日期在当年、列在这里的来信的封数。"), ("平均几个工作日", "从来信的次日到答复之日的工作日，各封平均；没有当年工作日历的不计。"),
        ],
        csv=addresses.register_csv("letters"),
    )
    topics = Counter(row["topic"] for row in rows)
    ranked = sorted(topics.items(), key=lambda pair: (-pair[1], pair[0]))
    yield Sheet(
        "letters-by-topic", "来信的主题", [Column("主题"), Column("来信", NUMBER)], [Line([topic, shown(number)]) for topic, number in ranked],
        totals=[["合计", shown(len(rows))]],
        chart={"title": "来信的主题", "description": "横条图：各个主题的来信封数，数字同上表。", "kind": "bars", "unit": "封", "data": ranked[:12]},
    )


def answer_days(row: Row) -> int | None:
    """Return the working days from a letter to its answer; None when there is no answer or no calendar."""
    if not row["answered"] or row["answered"] < row["received"]:
        return None
    try:
        return workdays.between(date.fromisoformat(row["received"]), date.fromisoformat(row["answered"]))
    except workdays.NoCalendar:
        return None


def declared(site: Site) -> list[str]:
    """Return a note for each year with a declared figure of all exchanges, beside the numbers that the registers list."""
    notes = []
    for row in site.registers["declared"].rows:
        if row["figure"] == INTERACTIONS:
            year = row["year"]
            listed = sum(year_of(letter, "received") == year for letter in site.registers["letters"].rows)
            joined = sum(one["participants"] or 0 for one in site.registers["consultations"].rows if year_of(one, "opened") == year)
            notes.append(
                f"{year}年申报的互动交流是{row['value']:,}人次，出处是{row['source']}。"
                f"登记簿里逐条列出的是其中一部分：来信{listed:,}封，征集和调查参加{joined:,}人次。"
            )
    return notes
