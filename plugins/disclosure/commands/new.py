"""Start a new item: ``python -m disclosure.commands.new`` writes its file with the next free Index.

The file is a draft with every required key and today's date. It has no review: only a person can make one. Brackets say
what to write in their place. With one of them left, the item is not published.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..content import guide_parts
from ..content.frontmatter import split
from ..content.placeholders import placeholder
from ..content.source import ITEMS, is_item
from ..model import addresses
from ..model.index_numbers import Scheme
from ..model.problems import did_you_mean, sentence
from ..model.settings import add_defaults, check_settings, today
from ..model.taxonomy import InvalidSettings, Taxonomy
from ..registers import read

TEMPLATE = """Title: {title}
Index: {index}
Category: {category}
Agency: {agency}
Created: {today}
Date: {today}
Summary: {title}
Review: {review}
Status: draft

{body}
"""
REVIEW = placeholder("审查日期 审查人 结论")
BODY = placeholder("正文")
GUIDE_KEYS = f"Genre: {guide_parts.GENRE}\nTime-Limit: \nFee: \nOffice: \nLife-Event: \nStatus: draft\n"
"""Further lines of the header of a guide. The keys may stay empty while it is a draft."""
NO_CODE = "000000000"
"""The code in numbers of a site without a register of agencies."""
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
"""Unicode's categories of characters that nobody sees: controls, line ends, direction marks."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs without a shape."""
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")


def _claimed(path: Path, part: str) -> str:
    """Return the Index in an item's file, or ''. A file in which a part of the numbers looked for does not occur is not parsed."""
    data = path.read_bytes()
    if part.encode() not in data:
        return ""
    blank = None if data.startswith(b"---") else _BLANK_LINE.search(data)  # between fences a blank line does not end the header
    header = data[: blank.start()] if blank else data
    entries = split(path.name, header.decode("utf-8", "replace").encode()).entries
    return next((entry.value for entry in entries if entry.key.casefold() == "index"), "")


def next_index(content_dir: Path, scheme: Scheme, day: date, **values: str) -> str:
    """Return the first free Index of a scheme on a day. No item has or had it, nor one that gives the same address.

    `values` are those of the scheme's other fields: code, category, leaf.
    """
    values |= {"year": f"{day.year:04d}", "month": f"{day.month:02d}", "day": f"{day.day:02d}"}
    before, after = map(addresses.item_stem, scheme.around_serial(**values))
    rare = max(re.split("[-/]", f"{before}-{after}"), key=len)
    files = (path for path in (content_dir / ITEMS).rglob("*") if is_item(path.name) and path.is_file())
    taken = {addresses.item_stem(claimed) for path in files if (claimed := _claimed(path, rare))}
    taken |= {addresses.item_stem(index) for index in read(str(content_dir), "removed").values("index")}  # never given out again
    serials = [int(found[1]) for claimed in taken if (found := re.fullmatch(f"{re.escape(before)}([0-9]+){re.escape(after)}", claimed))]
    number = max(serials, default=0) + 1
    while _file(content_dir, day.year, index := scheme.number(number, **values)).exists():
        number += 1
    return index


def _file(content_dir: Path, year: int, index: str) -> Path:
    """Return the path of the file for a new item."""
    return content_dir / ITEMS / str(year) / f"{addresses.item_stem(index)}.md"


def _header_fault(name: str, value: str) -> str:
    """Return in Chinese why a value cannot stand in a line of the header; '' where it can. A line end begins another line."""
    unseen = next((letter for letter in value if unicodedata.category(letter) in _UNSEEN), "")
    if unseen:
        what = "换行" if unseen in "\n\r\v\f\x85\u2028\u2029" else "看不见的字符"
        return f"{name} 里有{what}（U+{ord(unseen):04X}）；写成一行，只用看得见的字"
    if value and not any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in value):
        return f"{name} 里没有看得见的字；写成一行，只用看得见的字"
    return ""


def _index(content_dir: Path, settings: dict[str, Any], taxonomy: Taxonomy, filing: str, code: str) -> str:
    """Return the next free Index for a filing and an agency's code, by the site's own scheme."""
    category, _, leaf = filing.partition("/")
    slug = taxonomy.category[category].slug
    scheme = Scheme(settings["DISCLOSURE_INDEX_TEMPLATE"])
    return next_index(
        content_dir, scheme, date.fromisoformat(today(settings)), code=code, category=slug, leaf=taxonomy.leaf[category, leaf].slug if leaf else slug,
    )


def _guide_body(taxonomy: Taxonomy, category: str) -> str:
    """Return the end of a guide's body: the headings that it needs, and a note on its keys."""
    events = "、".join(taxonomy.life_events(category.partition("/")[2]))
    note = "Time-Limit（办理时限）、Fee（收费）、Office（办理地点）写在表头，或者在正文里另加小标题。"
    if events:
        note += f"Life-Event（办事场景）可以写：{events}。"
    headings = (name for name, _, attribute in guide_parts.PARTS if not attribute)
    return "".join(f"\n## {name}\n\n{placeholder(name)}\n" for name in headings) + f"\n{placeholder(note)}\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the file; return the exit code."""
    parser = argparse.ArgumentParser(prog="make new", description=__doc__)
    parser.add_argument("content", type=Path)
    for name in ("title", "category", "agency"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--conf", default="pelicanconf.py")
    options = parser.parse_args(arguments)
    faults = [fault for name in ("title", "category", "agency") if (fault := _header_fault(name.upper(), getattr(options, name)))]
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    if not (options.title and options.category and options.agency):
        print("用法：make new TITLE=\"标题\" CATEGORY=\"一级分类/二级分类\" AGENCY=\"发布机构\"", file=sys.stderr)
        return 1
    if not options.content.is_dir():
        print(f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明", file=sys.stderr)
        return 1
    settings = read_settings(options.conf)
    add_defaults(settings)
    try:
        check_settings(settings)
    except InvalidSettings as invalid:
        print(*(sentence(fault) for fault in invalid.faults), sep="\n", file=sys.stderr)
        return 1
    taxonomy = Taxonomy.of(settings)
    if options.category not in taxonomy.filings:
        print(f"信息分类“{options.category}”不在分类表上；{did_you_mean(options.category, taxonomy.filings)}", file=sys.stderr)
        return 1
    codes = {row["name"]: row["code"] for row in read(str(options.content), "agencies").rows}
    if codes and options.agency not in codes:
        print(f"发布机构“{options.agency}”不在机构名册上；{did_you_mean(options.agency, codes)}", file=sys.stderr)
        return 1
    day = today(settings)
    index = _index(options.content, settings, taxonomy, options.category, codes.get(options.agency, NO_CODE))
    path = _file(options.content, date.fromisoformat(day).year, index)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = TEMPLATE.format(title=options.title, index=index, category=options.category, agency=options.agency, today=day, review=REVIEW, body=BODY)
    if tuple(f"{options.category}/".split("/")[:2]) in taxonomy.guides:
        text = text.replace("Status: draft\n", GUIDE_KEYS) + _guide_body(taxonomy, options.category)
    with open(path, "x", encoding="utf-8") as file:
        file.write(text)
    print(
        f"已写好 {os.path.relpath(path)}，索引号 {index}。\n"
        "这是草稿，不会发布。写好方头括号里的各处，改好 Summary（内容概述）；审查以后在 Review 写上“日期 审查人 结论”，删去 Status 一行，再运行 make check。"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
