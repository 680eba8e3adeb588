"""Addresses of the last release that this build would not publish. Each is an error until `removed.csv` names its Index.

The pages of both folders are compared by name. So whatever the cause is, no address is lost without a word: a file
that is gone, a draft, another Index, another year.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator

from ..model import addresses
from ..model.problems import WARNING, Problem
from .last_release import LastRelease, item_pages, pages_missing
from .removals import same_item

REGISTER = "registers/removed.csv"
_SHOWN = 3
FOREIGN = 20
"""Where more addresses than this are gone and not one is left, one problem is told instead: the folder is a wrong one."""


def problems(connection: sqlite3.Connection, last: LastRelease, output: str) -> Iterator[Problem]:
    """Yield an error for each address of the last release at which the folder `output` has no page."""
    gone = sorted(pages_missing(last.folder, output))
    now = item_pages(output) if gone else set()
    if len(gone) > FOREIGN and not item_pages(last.folder) & now:
        said = f"上一个版本里的 {len(gone):,} 条信息，这里一条也没有（{'、'.join(gone[:_SHOWN])} ……）"
        yield Problem("items", 0, said, "检查 INPUTDIR 和 RELEASEDIR：多半指错了文件夹；发布另一个网站，换一个 RELEASEDIR")
        return
    stems = _Stems(connection) if gone else None
    folded = {address.casefold(): address for address in now}
    for address in gone:
        if problem := _problem(connection, last, address, folded.get(address.casefold(), ""), stems):
            yield problem


def other_pages(last: LastRelease, output: str) -> Iterator[Problem]:
    """Yield a reminder for each page or file of Pelican's, or report, of the last release that the folder `output` has not.

    Nothing promises these, but they should not go without a word.
    """
    for path in last.pages_besides_items():
        if not os.path.isfile(os.path.join(output, path)):
            yield Problem("pages", 0, f"上一个版本里的“{path}”这次没有了", "有意删去的不用管；不是的，把页面或文件放回去", WARNING)


class _Stems:
    """Items by the stem of their Index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._by_stem: dict[str, sqlite3.Row] = {}
        for row in connection.execute("SELECT path, index_number, address, date, draft, state, lines FROM item ORDER BY draft DESC, state DESC"):
            self._by_stem[addresses.item_stem(row["index_number"]).casefold()] = row

    def get(self, stem: str) -> sqlite3.Row | None:
        return self._by_stem.get(stem.casefold())


def _problem(connection: sqlite3.Connection, last: LastRelease, address: str, case: str, stems: _Stems) -> Problem | None:
    """Return what is wrong with an address that is gone. None where the item's own errors keep it from being published."""
    stem = address.split("/")[2].removesuffix(".html")
    item = stems.get(stem)
    index = item["index_number"] if item else stem
    row = f"在 {REGISTER} 里加一行：{index},移除日期,原因（没有这个文件的，新建一个，第一行写 index,date,reason）"
    if case:
        where = item["path"] if item else "items"
        return Problem(where, _line(item, "index"), f"已经发布过的地址 {address} 只改了大小写，成了 {case}", "改回原来的写法：有的电脑不分大小写，两个地址不能并存")
    if item is None:
        return _gone(connection, last, address, stem)
    if item["state"] == "faulty":
        return None
    if item["draft"]:
        said = f"这条信息已经发布过（{address}），不能再改成草稿"
        return Problem(item["path"], _line(item, "status"), said, f"删去 Status 一行；不再公开的，写“Withdrawn: 日期 原因”，或者{row}")
    said = f"公开日期的年份变了，地址会从 {address} 变成 {item['address']}"
    return Problem(item["path"], _line(item, "date"), said, f"改回原来的年份；年份确实要改的，{row}，原来的地址就会引到新的地址")


def _gone(connection: sqlite3.Connection, last: LastRelease, address: str, stem: str) -> Problem:
    """Return the problem of an address whose Index no item has."""
    year = address.split("/")[1]
    if (leads_to := last.leads_to(address)) is not None:
        index = last.removed_index(address) or stem
        said = f"“{index}”的页面引到新的地址" if leads_to else f"“{index}”已经移除"
        return Problem(REGISTER, 0, f"{said}，{REGISTER} 里说明它的那一行没有了（{address}）", f"把那一行放回去：{index},移除日期,原因")
    said = next((row for row in last.catalogue(year).values() if addresses.item_stem(row["index_number"]) == stem), None)
    index, title = (said["index_number"], f"“{said['title']}”，") if said else (stem, "")
    row = f"在 {REGISTER} 里加一行：{index},移除日期,原因（没有这个文件的，新建一个，第一行写 index,date,reason）"
    renamed = same_item(connection, said) if said else None
    if renamed:
        item = connection.execute("SELECT path, lines FROM item WHERE address = ?", (renamed.path,)).fetchone()
        return Problem(
            item["path"], _line(item, "index"), f"已经发布过的索引号“{index}”改成了“{renamed.index}”，原来的地址 {address} 会没有了",
            f"改回“{index}”；确实要改的，{row}，原来的地址就会引到新的地址",
        )
    remedy = f"放回条目的文件；确实要移除的，{row}；文件还在、只是不再公开的，写“Withdrawn: 日期 原因”"
    return Problem(REGISTER, 0, f"已经发布过的 {address}（{title}索引号 {index}）这次没有了", remedy)


def _line(item: sqlite3.Row | None, attribute: str) -> int:
    return json.loads(item["lines"]).get(attribute, 1) if item else 0
