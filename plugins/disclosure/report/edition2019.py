"""The statutory tables of the 2019 format (国办公开办函〔2019〕60号): tables 2, 3 and 4. Reports of 2019 and 2020 have them.

Its table 3 has one row for 其他处理. The Regulations changed on 2019-05-15: what was decided in the terms of the
2008 edition counts under the decision of the 2019 edition that says the same.
"""

from __future__ import annotations

from ..model.regulations import EDITIONS, Group
from .edition2021 import ACTIONS, DISPUTES_LAYOUT, requests_layout
from .tables import Layout, Line

_MADE, _PUBLISHED, _PUBLIC = "本年新制作数量", "本年新公开数量", "对外公开总数量"
_BEFORE, _CHANGE, _DECISIONS = "上一年项目数量", "本年增/减", "处理决定数量"
_PURCHASES, _PAID = "采购项目数量", "采购总金额"


def _matters(article: str, name: str, decisions: bool = True) -> Line:
    """Return the row of a kind of matters: how many there were, how many more or fewer, and how many decisions."""
    figures = (f"{name}/上一年项目数", f"{name}/本年增减", f"{name}决定数" if decisions else "")
    return Line(f"第二十条第（{article}）项：{name}", ("", "", "", *figures, "", ""))


LAYOUTS = (
    Layout(
        ACTIONS, "actions", "主动公开政府信息情况", (_MADE, _PUBLISHED, _PUBLIC, _BEFORE, _CHANGE, _DECISIONS, _PURCHASES, _PAID), (
            Line("第二十条第（一）项：规章", ("制发规章数", "公开规章数", "对外公开规章总数", "", "", "", "", "")),
            Line("第二十条第（一）项：规范性文件", ("制发规范性文件数", "主动公开规范性文件数", "对外公开规范性文件总数", "", "", "", "", "")),
            _matters("五", "行政许可"),
            _matters("五", "其他对外管理服务事项"),
            _matters("六", "行政处罚"),
            _matters("六", "行政强制"),
            _matters("八", "行政事业性收费", decisions=False),
            Line("第二十条第（九）项：政府集中采购", ("", "", "", "", "", "", "政府集中采购项目数", "政府集中采购金额")),
        ),
        "规范性文件由公开目录得出，其余照登记的数列出；采购总金额以万元计；横线表示这一格不填。", "信息内容",
    ),
    requests_layout(
        tuple(Group(group.name) if group.name == "其他处理" else group for group in EDITIONS[-1].groups),
        "照2008年条例答复的，计入2019年条例里意思相同的一项。",
    ),
    DISPUTES_LAYOUT,
)
