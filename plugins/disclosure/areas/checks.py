"""Checks of the registers of key areas, besides those of their schemas.

Each check gets one row, and yields what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..model.problems import Problem, did_you_mean
from ..model.taxonomy import Taxonomy
from ..registers import Registers
from ..registers.amounts_in_words import FINE, Cell, disagreement
from .budgets import three_public
from .environment import KINDS
from .expropriations import STEPS
from .tenders import AWARDED

Row = dict[str, Any]
Fault = tuple[str, str]
"""What is wrong, and how to mend it."""

FINED = Cell("处理结果", FINE, "罚款", 1)
LEVELS = (("特别重大", 30, 100, 10_000), ("重大", 10, 50, 5_000), ("较大", 3, 10, 1_000), ("一般", 0, 0, 0))
"""Levels of accidents, 《生产安全事故报告和调查处理条例》 Art. 3: the least number of dead, of injured, and of 万元 lost."""


def budgets(row: Row) -> Iterator[Fault]:
    """The "three public" expenses are a part of the expenditure, so they are not more."""
    public = three_public(row)
    if public > row["expenditure"]:
        yield f"“三公”经费 {public} 万元多于支出 {row['expenditure']} 万元", "核对金额和单位（万元）"


def audits(row: Row) -> Iterator[Fault]:
    """No more problems are mended than were found."""
    if row["mended"] > row["problems"]:
        yield f"已整改 {row['mended']} 个多于发现问题 {row['problems']} 个", "核对两个数"


def housing(row: Row) -> Iterator[Fault]:
    """A building is started before it is completed."""
    if row["completed"] and not row["started"]:
        yield "有竣工日期，没有开工日期", "补上开工日期"
    elif row["completed"] and row["completed"] < row["started"]:
        yield f"竣工日期 {row['completed']} 早于开工日期 {row['started']}", "看原件，改正写错的那一个"


def allocations(row: Row) -> Iterator[Fault]:
    """No more flats are allocated than were offered, and to no more households than applied."""
    if row["allocated"] > row["offered"]:
        yield f"分配户数 {row['allocated']} 多于推出套数 {row['offered']}", "核对两个数"
    if row["applicants"] != "" and row["allocated"] > row["applicants"]:
        yield f"分配户数 {row['allocated']} 多于参加户数 {row['applicants']}", "核对两个数"


def food_inspections(row: Row) -> Iterator[Fault]:
    """No more fail than were inspected."""
    if row["failed"] > row["checked"]:
        yield f"不合格数 {row['failed']} 多于检查数 {row['checked']}", "核对两个数"


def environment(row: Row) -> Iterator[Fault]:
    """An environmental approval is 同意 or 不同意, an acceptance check 合格 or 不合格."""
    words = ("同意", "不同意") if row["kind"] == KINDS[0] else ("合格", "不合格")
    if row["result"] not in words:
        yield f"{row['kind']}的结果不能是“{row['result']}”", "可以写：" + "、".join(words)


def tenders(row: Row) -> Iterator[Fault]:
    """Bids are opened after the announcement; an award names the winner and the amount."""
    if row["opened"] and row["opened"] < row["announced"]:
        yield f"开标日期 {row['opened']} 早于公告日期 {row['announced']}", "看原件，改正写错的那一个"
    if row["outcome"] == AWARDED and "" in (row["winner"], row["amount"]):
        yield "已中标，但没有写中标单位或者金额", "补上中标单位和金额"
    if row["outcome"] != AWARDED and row["winner"]:
        yield f"写了中标单位，结果却是“{row['outcome'] or '空'}”", f"结果改为“{AWARDED}”，或者删去中标单位"


def level_of(deaths: int, injuries: int, loss: Any) -> str:
    """Return the level of an accident by its dead, its injured and its loss (万元; '' counts as none)."""
    lost = loss or 0
    for name, dead, hurt, amount in LEVELS[:-1]:
        if deaths >= dead or injuries >= hurt or lost >= amount:
            return name
    return LEVELS[-1][0]


def accidents(row: Row) -> Iterator[Fault]:
    """The level fits the numbers, and an inquiry is closed after the accident, on a day that is stated."""
    level = level_of(row["deaths"], row["injuries"], row["loss"])
    if row["level"] != level:
        yield f"等级是“{row['level']}”，按伤亡人数和损失应当是“{level}”", "核对人数、损失和等级"
    if row["status"] == "已结案" and not row["closed"]:
        yield "已结案，但没有结案日期", "补上结案日期"
    if row["closed"] and row["status"] != "已结案":
        yield f"有结案日期，调查情况却是“{row['status']}”", "改为“已结案”，或者删去结案日期"
    if row["closed"] and row["closed"] < row["date"]:
        yield f"结案日期 {row['closed']} 早于发生日期 {row['date']}", "看原件，改正写错的那一个"


def expropriations(row: Row) -> Iterator[Fault]:
    """All four steps are taken before the approval, and no more households sign than there are."""
    if row["approved"]:
        missing = [label for step, label in STEPS if not row[step]]
        if missing:
            yield f"已经批准，但没有办理{'、'.join(missing)}", "补上日期；报批以前这四个程序都要办"
        for step, label in STEPS:
            if row[step] and row[step] > row["approved"]:
                yield f"{label}日期 {row[step]} 晚于批准日期 {row['approved']}", "核对日期；这个程序要在报批以前办"
    if "" not in (row["signed"], row["households"]) and row["signed"] > row["households"]:
        yield f"已签约户数 {row['signed']} 多于户数 {row['households']}", "核对两个数"


def charges(row: Row) -> Iterator[Fault]:
    """A charge ends after it began."""
    if row["until"] and row["until"] < row["since"]:
        yield f"停止日期 {row['until']} 早于执行日期 {row['since']}", "看原件，改正写错的那一个"


CHECKS: dict[str, Callable[[Row], Iterator[Fault]]] = {
    check.__name__: check
    for check in (audits, budgets, housing, allocations, food_inspections, environment, tenders, accidents, expropriations, charges)
}
"""The check of one row, by register."""


def problems(registers: Registers, taxonomy: Taxonomy) -> Iterator[Problem]:
    """Yield the problems that the checks find, and offences filed under an unknown key area."""
    for name, check in CHECKS.items():
        for row, line in registers[name].numbered_rows():
            for message, remedy in check(row):
                yield Problem(registers[name].path, line, message, remedy)
    for row, line in registers["violations"].numbered_rows():
        for fault in disagreement(row["decision"], row["fine"], FINED):
            yield Problem(registers["violations"].path, line, *fault)
        if row["area"] not in taxonomy.key_area:
            guess = did_you_mean(row["area"], taxonomy.key_area)
            remedy = guess or "可以写：" + "、".join(taxonomy.key_area)
            yield Problem(registers["violations"].path, line, f"重点领域“{row['area']}”不在名单上", remedy)
