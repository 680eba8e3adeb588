"""Subsidised housing (保障性住房): projects from plan to completion, and the allocation of flats."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, TEXT, WORD, Column, Line, Sheet, by_date, item_addresses, money, plotted, shown, sum_cells
from ..pages.site import Site


def state(project: dict) -> str:
    """Return the state of a project, by its dates."""
    return "已竣工" if project["completed"] else "在建" if project["started"] else "未开工"


def projects(site: Site) -> Iterator[Sheet]:
    """Yield the plans of each year with what has been started and completed, then the projects."""
    if not site.registers["housing"].exists:
        return
    rows = site.registers["housing"].rows
    years = sorted({row["plan_year"] for row in rows}, reverse=True)
    lines, points = [], []
    for year in years:
        planned = [row for row in rows if row["plan_year"] == year]
        begun = [row for row in planned if row["started"]]
        done = [row for row in planned if row["completed"]]
        units = [sum_cells(row["units"] for row in part) for part in (planned, begun, done)]
        lines.append(Line([f"{year}年", shown(len(planned)), *map(money, units)]))
        points.append((str(year), plotted(units[0])))
    yield Sheet(
        "housing-plans", "建设计划和完成情况",
        [Column("计划年度", WORD), *(Column(label, NUMBER) for label in ("项目", "计划套数", "已开工套数", "已竣工套数"))], lines,
        definitions=[("已开工、已竣工", "这一年度计划里的项目到现在的情况，不论在哪一年开工、竣工。")], csv=addresses.register_csv("housing"),
        chart={
            "title": "各年度计划建设套数", "description": "柱形图：各年度计划建设的套数，数字同表。", "kind": "columns", "unit": "套",
            "data": points[::-1],
        } if points else None,
    )
    paths = item_addresses(site, rows)
    newest = sorted(rows, key=lambda row: (-row["plan_year"], row["code"]))
    labels = (
        ("项目名称", TEXT), ("项目编号", WORD), ("类型", WORD), ("方式", WORD), ("建设地址", TEXT), ("计划年度", WORD), ("总套数", NUMBER), ("开工", DATE),
        ("竣工", DATE), ("现状", WORD),
    )
    yield Sheet(
        "housing-projects", "项目", [Column(*label) for label in labels],
        [
            Line(
                [
                    row["name"], row["code"], row["kind"], row["method"], row["address"], f"{row['plan_year']}年", shown(row["units"]),
                    shown(row["started"]), shown(row["completed"]), state(row),
                ],
                paths.get(row["item"], ""),
            )
            for row in newest[:LISTED]
        ],
        csv=addresses.register_csv("housing"), left_out=max(0, len(newest) - LISTED),
    )


def allocations(site: Site) -> Iterator[Sheet]:
    """Yield the batches in which flats were allocated."""
    if not site.registers["allocations"].exists:
        return
    rows = by_date(site.registers["allocations"].rows)
    names = {row["code"]: row["name"] for row in site.registers["housing"].rows}
    paths = item_addresses(site, rows)
    labels = (
        ("批次", WORD), ("日期", DATE), ("房源", TEXT), ("分配对象", TEXT), ("办法", WORD), ("推出套数", NUMBER), ("参加户数", NUMBER),
        ("分配户数", NUMBER),
    )
    yield Sheet(
        "allocations", "分配过程和结果", [Column(*label) for label in labels],
        [
            Line(
                [
                    row["number"], row["date"], shown(names.get(row["project"], row["project"])), row["audience"], row["method"],
                    shown(row["offered"]), shown(row["applicants"]), shown(row["allocated"]),
                ],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        totals=[["合计", "", "", "", "", *(money(sum_cells(row[name] for row in rows)) for name in ("offered", "applicants", "allocated"))]] if rows else [],
        definitions=[("分配户数", "确定配租、配售的户数。名单按规定在住房保障窗口公示，这里不列个人。")],
        csv=addresses.register_csv("allocations"), left_out=max(0, len(rows) - LISTED),
    )
