"""The headings of tables: what the cells of a row are called.

A heading is a row, not a word: it stands first or begins a further table below, and holds no values. A cell is
also called by the label to its left, as in a form. Blanks within labels are nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from .name_lists import is_name

_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]?")
_LABEL = re.compile(
    r"[^，。；;!！？]*?(?:号|号码|编码|编号|代码|码|[Ii][Dd]|QQ|qq|微信|电话|手机|传真|方式|证件?|证书|[地住]址|住所|住处|居住地|住地|所在地|户籍地?|邮箱|邮件|账户|帐户|卡|姓\W*名|名称?|性别|年龄|民族|出生|单位|部门"
    r"|金|额|款|费|价格?|数量?|量|面积|收入|支出|经费|投资|[预决概]算|[合总小共]计|期[初末]|年[初末]|[单总]位|比例|备注|说明|日期|时间|类型|类别|种类|等级|级别|项目|科目|指标|事项|内容|序|户主|监护人|联系人|经办人|负责人|法定代表人|病种|诊断|班级)[:：*＊]*"
)
_DIGIT = re.compile(r"\d")
_VALUE = re.compile(r"\d{5}|[A-Za-z]\d{4}|@")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"(?:金额)?(?:计量)?单位[:：]?((?:百|千|万|亿)*(?:元|美元|吨|人|户|亩|公顷|平方米|千瓦时|人次))")
_COUNTED = re.compile("[(（](?:张|个|件|份|本|套|枚|人|户|人次|次|例|名|万?[张个件份本人户元])[)）]$")
"""A heading that ends with a unit: 制发社保卡（张） stands above numbers of cards, not above their numerals."""
_NUMBER = "数量"
_LONGEST_LABEL = 24
_FIRST = 6
"""Rows among which the first heading of a table stands; titles and units stand above it."""


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Return whether the text of a cell says what stands in other cells."""
    bare = "".join(_REMARK.sub("", text).split()) or "".join(text.split())
    return 0 < len(bare) <= _LONGEST_LABEL and not _DIGIT.search(_YEAR.sub("", bare)) and bool(_LABEL.fullmatch(bare))


def unit(text: str) -> str:
    """Return the unit that a line above a table gives for its figures, or nothing."""
    found = _UNIT.search("".join(text.split())) if "位" in text and len(text) < 60 else None
    return found[1] if found else ""


class Headings:
    """The headings of one table, as its rows go by."""

    def __init__(self, above: str = "") -> None:
        self._heads: dict[int, str] = {}
        self._unit = unit(above)
        self._rows = 0
        self._is_under_heading = False
        self._begins = True
        """Whether a heading may follow: the table, or a further one in it, begins."""

    def labels(self, row: Mapping[int, str], *, is_apart: bool = False, is_narrow: bool = False, is_ruled: bool = False) -> dict[int, str]:
        """Take the next row and return what its cells are called, by column. Cells of a heading are called nothing.

        `row` has the cells that are not empty; `is_apart`: an empty row stands before it;
        `is_narrow`: the table has only one column, so that a row with one text is no title;
        `is_ruled`: a line below it marks the row as a heading.
        """
        self._rows += 1
        self._begins = self._begins or is_apart
        if not row:
            return {}
        if not is_narrow and len(set(row.values())) == 1 and self._is_title(next(iter(row.values()))):
            self._begins, self._is_under_heading = True, False
            return {}
        if is_ruled or self._is_heading(row):
            above = self._heads if self._is_under_heading else {}
            self._heads = {column: above.get(column, "") + "".join(text.split()) for column, text in row.items()} | {column: head for column, head in above.items() if column not in row}
            self._is_under_heading, self._begins = True, False
            return {}
        self._is_under_heading = False
        self._begins = self._begins and self._rows < _FIRST and not any(map(_VALUE.search, row.values()))
        return {column: label for column, text in row.items() if (label := self._label(row, column, text))}

    def _is_title(self, text: str) -> bool:
        """Return whether the only text of a row is a title or a unit, and no value or heading of a single column."""
        self._unit = unit(text) or self._unit
        return not is_label(text) and not _VALUE.search(text) and not is_name(text) and (self._begins or not _DIGIT.search(text))

    def _is_heading(self, row: Mapping[int, str]) -> bool:
        """Return whether a row holds headings: where a table begins any words that are no values, below only labels."""
        known = [is_label(text) for text in row.values()]
        if all(known):
            return len(row) > 1 or self._begins
        others = [text for text, label in zip(row.values(), known, strict=True) if not label]
        if any(_VALUE.search(text) or is_name(text) or _DIGIT.search(_YEAR.sub("", _REMARK.sub("", text))) for text in others):
            return False
        return (self._begins and (self._rows < _FIRST or any(known))) or (self._is_under_heading and any(known))

    def _label(self, row: Mapping[int, str], column: int, text: str) -> str:
        if is_label(text):
            return ""
        head, left = self._heads.get(column, ""), row.get(column - 1, "")
        head = _NUMBER if _COUNTED.search(head) else head
        if left and is_label(left):
            left = "".join(left.split())
            head = f"{head} {left}" if head else left
        return f"{head}（{self._unit}）" if self._unit and not head.endswith(("）", ")")) else head
