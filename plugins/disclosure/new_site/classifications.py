"""The classes from which a new site chooses: Jiangxi's eight, the fifteen kinds of Article 20, or its own list."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from ..model.ready_classifications import classification
from ..model.taxonomy import DEFAULT_CATEGORIES, DEFAULT_GUIDES, DEFAULT_NORMATIVE, DEFAULT_RULES

JIANGXI, ARTICLE_20 = "江西八类", "条例第二十条"


@dataclass
class Classification:
    """A choice: the classes, and what stands in some of them."""

    name: str
    categories: list[dict[str, Any]]
    normative: list[str]
    guides: list[str]
    rules: list[str]
    told: list[str] = field(default_factory=list)
    """What was guessed, in Chinese."""

    @property
    def first_filing(self) -> str:
        """A filing for the first item: where other documents go, else the first one."""
        filings = [f"{category['name']}/{leaf[0]}" for category in self.categories for leaf in category["leaves"]] or [self.categories[0]["name"]]
        return next((filing for filing in filings if filing.endswith(("/其他有关文件", "/其他文件"))), filings[0])


def choose(text: str) -> Classification:
    """Return the classification that a text names: one of the two, a CSV file, or a list of filings. Raises ValueError, in Chinese."""
    if text == JIANGXI:
        return Classification(JIANGXI, DEFAULT_CATEGORIES, list(DEFAULT_NORMATIVE[:1]), list(DEFAULT_GUIDES), list(DEFAULT_RULES))
    if text == ARTICLE_20:
        categories = classification("article_20")
        rules = categories[0]["name"]
        return Classification(ARTICLE_20, categories, [f"{rules}/{DEFAULT_NORMATIVE[0]}"], list(DEFAULT_GUIDES), [rules])
    if text.endswith(".csv") or Path(text).is_file():
        return _own(_rows_of_file(text))
    if "/" in text or ";" in text or "；" in text:
        return _own([{"一级": first.strip(), "二级": second.strip()} for first, _, second in (part.partition("/") for part in re.split("[;；]", text) if part.strip())])
    raise ValueError(f"“{text}”不是分类：写{JIANGXI}、{ARTICLE_20}，一个 CSV 文件，或者“一级/二级;一级/二级”")


COLUMNS = ("一级", "一级代号", "二级", "二级代号", "说明", "用途")
"""Columns of a file with a district's own classes. 用途 is 规范性文件, 办事指南 or nothing."""
USES = ("规范性文件", "办事指南")


def _rows_of_file(path: str) -> list[dict[str, str]]:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"分类文件 {path} 读不出来（{error.strerror}）；检查路径") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    lines = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines())]
    lines = [line for line in lines if any(line)]
    if not lines or "一级" not in lines[0] or (unknown := [name for name in lines[0] if name and name not in COLUMNS]):
        said = f"不认识的列 {'、'.join(unknown)}；" if lines and "一级" in lines[0] else ""
        raise ValueError(f"{path}:1: {said}第一行要写列名：{'、'.join(COLUMNS)}（一级以外的都可以没有）")
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


def _own(rows: list[dict[str, str]]) -> Classification:
    """Return the classification of a list. A slug that is not given is the name in pinyin."""
    categories: dict[str, dict[str, Any]] = {}
    found = Classification("自定分类", [], [], [], [])
    for row in rows:
        name, leaf, use = row.get("一级", ""), row.get("二级", ""), row.get("用途", "")
        if not name:
            raise ValueError("分类表有一行没有写一级分类；补上，或者删去这一行")
        if use and use not in USES:
            raise ValueError(f"分类“{name}”的用途“{use}”不对；写{'、'.join(USES)}，或者空着")
        category = categories.setdefault(name, {"name": name, "slug": row.get("一级代号") or _slug(name), "description": "", "leaves": []})
        category["description"] = category["description"] or row.get("说明", "")
        if leaf:
            category["leaves"].append((leaf, row.get("二级代号") or _slug(leaf)))
        filing = f"{name}/{leaf}" if leaf else name
        if use == USES[0] or (not use and (leaf or name) in DEFAULT_NORMATIVE):
            found.normative.append(filing)
        elif use == USES[1] or (not use and (name in DEFAULT_GUIDES or (leaf or name) == USES[1])):
            found.guides.append(filing)
    if not categories:
        raise ValueError("分类表里一类也没有；至少写一类")
    found.categories = list(categories.values())
    found.rules = list(dict.fromkeys(filing.partition("/")[0] for filing in found.normative))
    if any(not row.get("一级代号") for row in rows):
        found.told.append("分类没有写代号的，用了拼音。代号是网址的一部分，发布以后不能再改：请现在看一看 pelicanconf.py")
    for uses, setting, use in ((found.normative, "DISCLOSURE_NORMATIVE", USES[0]), (found.guides, "DISCLOSURE_GUIDES", USES[1])):
        if not uses:
            found.told.append(f"分类里没有看出哪一类放{use}；有的，写在 pelicanconf.py 的 {setting} 里")
    return found


def _slug(name: str) -> str:
    """Return a name in pinyin, as an address can have it."""
    return re.sub("[^0-9a-z]+", "", "".join(lazy_pinyin(name)).lower()) or "class"
