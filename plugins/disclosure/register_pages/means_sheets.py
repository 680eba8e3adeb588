"""Means of disclosure: training, channels besides this site, offices, staff and budget."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, by_date, shown, year_of
from ..pages.site import Site
from ..registers import schema


def training(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of meetings and courses by year, then each of them."""
    rows = site.registers["training"].rows
    if not rows:
        return
    lines = []
    for year in sorted({year_of(row) for row in rows}, reverse=True):
        mine = [row for row in rows if year_of(row) == year]
        meetings = sum(row["kind"] == "会议" for row in mine)
        people = sum(row["people"] for row in mine if row["kind"] != "会议")
        lines.append(Line([f"{year}年", *map(shown, (meetings, len(mine) - meetings, people))]))
    yield Sheet(
        "training-by-year", "各年会议和培训", [Column("年份", WORD), Column("会议（次）", NUMBER), Column("培训班（次）", NUMBER), Column("培训人次", NUMBER)],
        lines, definitions=[("培训人次", "当年各次培训班参加人次之和，会议不计。")],
    )
    newest = by_date(rows)
    yield Sheet(
        "training-list", "历次会议和培训", [Column("日期", DATE), Column("类型", WORD), Column("名称"), Column("举办机关"), Column("参加人次", NUMBER)],
        [Line([row["date"], row["kind"], row["title"], row["agency"], shown(row["people"])]) for row in newest[:LISTED]],
        csv=addresses.register_csv("training"), left_out=max(0, len(newest) - LISTED),
    )


def channels(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of publications and responses by each channel besides this site, year by year."""
    rows = site.registers["channels"].rows
    if not rows:
        return
    order = next(field["constraints"]["enum"] for field in schema("channels")["fields"] if field["name"] == "channel")
    newest = sorted(rows, key=lambda row: (-row["year"], order.index(row["channel"])))
    yield Sheet(
        "channels-by-year", "各渠道公开和回应数", [Column("年份", WORD), Column("渠道", WORD), Column("数量", NUMBER), Column("出处")],
        [Line([f"{row['year']}年", row["channel"], shown(row["number"]), row["source"]]) for row in newest],
        definitions=[("数量", "由出处所写的单位统计，本站照录：公开的信息以条计，解读稿件以篇计，回应以次计。同一条信息经过几个渠道，在各渠道都算。")],
        csv=addresses.register_csv("channels"),
    )


def resources(site: Site) -> Iterator[Sheet]:
    """Yield offices, reading points, staff and budget, year by year."""
    rows = site.registers["resources"].rows
    if not rows:
        return
    fields = [field for field in schema("resources")["fields"] if field["name"] not in ("year", "source")]
    yield Sheet(
        "resources-by-year", "各年机构、人员和经费", [Column("年份", WORD), *(Column(field["title"], NUMBER) for field in fields), Column("出处")],
        [
            Line([f"{row['year']}年", *(shown(row[field["name"]]) for field in fields), row["source"]])
            for row in sorted(rows, key=lambda row: -row["year"])
        ],
        csv=addresses.register_csv("resources"),
    )
