"""Values of a header that other programs write so, or that stand behind the wrong key: what is meant, in words.

Quotation marks, brackets and signs of YAML would be shown on the page as they stand. So they are told, never taken away in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..model.item import Field, parse_names, parse_tags
from ..model.problems import ERROR, WARNING, Problem
from .frontmatter import Entry
from .header_slips import line_of

_QUOTED = re.compile("\"(?P<a>[^\"]+)\"|'(?P<b>[^']+)'|[“”](?P<c>[^“”]+)[“”]|[‘’](?P<d>[^‘’]+)[‘’]")
_FREE = ("Title", "Summary", "Subject", "Genre", "Document-Number", "Fee", "Office", "Time-Limit", "Channel")
"""Keys whose values may be any text: there a pair of quotation marks may be meant."""
_LIST = re.compile(r"\[(?P<inside>[^\[\]]*)\]")
_BLOCK = re.compile(r"[|>][+-]?(?:\s+(?P<rest>.*))?")
_NOTHING = ("null", "~", "none", "n/a")
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*(?:第\s*)?\d+\s*号|\d+\s*号\Z")
_INDEX = re.compile(r"[0-9A-Za-z]{4,}/\d{4}-\d{3,}")
_DAY = re.compile(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}")


def cleared(path: str, spec: Field, entry: Entry) -> tuple[str, list[Problem]]:
    """Return the value that is meant, and what is wrong with the written one. A value of free text stays as it is written."""
    value = entry.value

    def told(message: str, right: str, severity: str = ERROR) -> Problem:
        return Problem(path, entry.line, f"{spec.key}（{spec.label}）{message}", f"改成“{line_of(spec.key, right)}”", severity)

    if match := _BLOCK.fullmatch(value):
        return (match["rest"] or "").strip(), [told(f"前面的“{value.split()[0]}”是别的软件的写法，在这里会照样显示", match["rest"] or "…")]
    if spec.parse in (parse_names, parse_tags) and (match := _LIST.fullmatch(value)):
        names = [name.strip(" \"'“”‘’") for name in re.split("[,，;；、]", match["inside"])]
        return ";".join(names), [told("不用方括号；几项之间用分号隔开", ";".join(names))]
    if match := _QUOTED.fullmatch(value):
        bare = next(part for part in match.groups() if part is not None).strip()
        if spec.key not in _FREE:
            return bare, [told("两头的引号不要写", bare)]
        return value, [told("两头有引号，会照样显示；不是原文就有的，不要写", bare, WARNING)]
    if value.casefold() in _NOTHING:
        return ("", [Problem(path, entry.line, f"{spec.key}（{spec.label}）写的是“{value}”，当作没有写", "没有内容的，删去这一行", WARNING)]) if not spec.required else (value, [])
    return value, []


def misplaced(path: str, values: Mapping[str, Any], lines: Mapping[str, int], filings: tuple[str, ...], agencies: frozenset[str] | None) -> Iterator[Problem]:
    """Yield values that stand behind the wrong key: a class for an agency, a document's number or a day for an Index, and the like."""
    index, filing, agency = str(values.get("index", "")), "/".join(filter(None, values.get("filing", ()))), values.get("agency", "")
    if agencies and filing in agencies:
        yield Problem(path, lines["filing"], f"“{filing}”是机构的名称，写在了 Category（信息分类）里", f"机构写在 Agency 那一行；Category 按分类表写，如 {filings[0] if filings else ''}")
    if agency in filings and agency not in (agencies or ()):
        yield Problem(path, lines["agency"], f"“{agency}”是信息分类，写在了 Agency（发布机构）里", "分类写在 Category 那一行；Agency 写机构的名称")
    if _NUMBER_OF_DOCUMENT.search(index):
        yield Problem(path, lines["index"], f"“{index[:40]}”是文号，写在了 Index（索引号）里", "文号写在 Document-Number 那一行；Index 写这一条自己的索引号")
    elif _DAY.fullmatch(index):
        yield Problem(path, lines["index"], f"“{index}”像是日期，写在了 Index（索引号）里", "核对；日期写在 Date 那一行", WARNING)
    if _INDEX.fullmatch(values.get("document_number", "")):
        yield Problem(path, lines["document_number"], f"“{values['document_number']}”像是索引号，写在了 Document-Number（文号）里", "核对；索引号写在 Index 那一行", WARNING)
    for attribute, key in (("replaces", "Replaces"), ("interprets", "Interprets")):
        named = values.get(attribute, ())
        for one in (named,) if isinstance(named, str) else named:
            if _NUMBER_OF_DOCUMENT.search(one):
                yield Problem(path, lines[attribute], f"{key} 写的“{one[:40]}”是文号", "这里写索引号（Index），它在那一条的文件里和网页上")
