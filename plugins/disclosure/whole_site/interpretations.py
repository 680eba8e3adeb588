"""The list of interpretations (政策解读, 政策问答) with the documents that they explain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..pages.frame import meta_tags, page_frame
from ..pages.item_pages import kind_of_interpretation
from ..pages.sheet import DATE, WORD, Column, Line, Sheet, divide_sheets
from ..pages.site import Site

TITLE = "政策解读"
_META = {"Name": TITLE, "Type": "目录", "Keywords": "政策解读，政策问答", "Description": "对政策文件的解读和问答。"}


def exists(site: Site) -> bool:
    """Return whether a public item explains another, and so whether there is this list."""
    return site.connection.execute("SELECT 1 FROM interpretation JOIN item ON item.id = item_id WHERE state = 'public' LIMIT 1").fetchone() is not None


def contexts(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of the list, the newest first; none without interpretations.

    The plus signs keep SQLite from beginning with all public items, and for each of them with all others.
    """
    rows = site.connection.execute(
        """SELECT item.title, item.address, item.genre, item.agency, item.date, other.title AS explained FROM interpretation
           JOIN item ON item.id = item_id JOIN item AS other ON other.index_number = target
           WHERE +item.state = 'public' AND +other.state IN ('public', 'withdrawn') ORDER BY item.date DESC, item.index_number, position"""
    ).fetchall()
    if not rows:
        return
    sheet = Sheet(
        "interpretations", "解读和所解读的文件",
        [Column("解读"), Column("类型", WORD), Column("所解读的文件"), Column("发布机构"), Column("公开日期", DATE)],
        [Line([row["title"], kind_of_interpretation(row["genre"]), row["explained"], row["agency"], row["date"]], row["address"]) for row in rows],
        definitions=[("所解读的文件", "打开解读，从表头的“解读的文件”到原文；原文的表头有它的各篇解读。")],
    )
    divided = divide_sheets([sheet])
    for number, sheets in enumerate(divided, 1):
        path = addresses.interpretations(number)
        title = TITLE if number == 1 else f"{TITLE}（第{number}页）"
        frame = page_frame(site, path, title, [(TITLE, "")], current="categories", meta=meta_tags(site, _META))
        yield path, frame | {
            "lead": "对政策文件的解读和问答，最新的在前。", "sheets": sheets, "ways": [],
            "pages": [{"path": addresses.interpretations(one), "number": one, "current": one == number, "first": ""} for one in range(1, len(divided) + 1)],
        }
