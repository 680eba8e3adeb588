"""Start a new item: ``python -m disclosure.commands.new`` writes its file with the next free Index.

The file is a draft with every required key and today's date. It has no review: only a person can make one. Brackets say
what to write in their place. With one of them left, the item is not published.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..content import guide_parts
from ..content.find_item import claimed
from ..content.header_lines import value_fault
from ..content.placeholders import placeholder
from ..content.source import ITEMS, is_item
from ..model import addresses
from ..model.index_numbers import Scheme
from ..model.problems import did_you_mean, sentence, shown_path
from ..model.settings import add_defaults, check_settings, today
from ..model.taxonomy import InvalidSettings, Taxonomy
from ..registers import read
from . import asking

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
NAMES = {"title": "标题", "category": "信息分类", "agency": "发布机构"}
"""What a new item must be told, and what that is called."""
NEXT = "这是草稿，不会发布。写好方头括号里的各处，改好 Summary（内容概述）；审查以后在 Review 写上“日期 审查人 结论”，删去 Status 一行，再运行 make check。"
NO_CODE = "000000000"
"""The code in numbers of a site without a register of agencies."""


def next_index(content_dir: Path, scheme: Scheme, day: date, claims: Iterable[str] | None = None, **values: str) -> str:
    """Return the first free Index of a scheme on a day. No item has or had it, nor one that gives the same address.

    `claims` are the Indexes of all items, where the caller knows them. `values` are those of the scheme's other fields: code, category, leaf.
    """
    values |= {"year": f"{day.year:04d}", "month": f"{day.month:02d}", "day": f"{day.day:02d}"}
    before, after = map(addresses.item_stem, scheme.around_serial(**values))
    rare = max(re.split("[-/]", f"{before}-{after}"), key=len)
    files = (path for path in (content_dir / ITEMS).rglob("*") if is_item(path.name) and path.is_file())
    taken = {addresses.item_stem(claim) for claim in (filter(None, (claimed(path, rare) for path in files)) if claims is None else claims)}
    taken |= {addresses.item_stem(index) for index in read(str(content_dir), "removed").values("index")}  # never given out again
    serials = [int(found[1]) for stem in taken if (found := re.fullmatch(f"{re.escape(before)}([0-9]+){re.escape(after)}", stem))]
    number = max(serials, default=0) + 1
    while item_file(content_dir, day.year, index := scheme.number(number, **values)).exists():
        number += 1
    return index


def item_file(content_dir: Path, year: int, index: str) -> Path:
    """Return the path of the file for a new item."""
    return content_dir / ITEMS / str(year) / f"{addresses.item_stem(index)}.md"


def index_for(content_dir: Path, settings: dict[str, Any], taxonomy: Taxonomy, filing: str, code: str, *, day: date, claims: Iterable[str] | None = None) -> str:
    """Return the next free Index for a filing, an agency's code and a day, by the site's own scheme. `claims` are those of `next_index`."""
    category, _, leaf = filing.partition("/")
    slug = taxonomy.category[category].slug
    scheme = Scheme(settings["DISCLOSURE_INDEX_TEMPLATE"])
    return next_index(
        content_dir, scheme, day, claims, code=code, category=slug, leaf=taxonomy.leaf[category, leaf].slug if leaf else slug,
    )


def _guide_body(taxonomy: Taxonomy, category: str) -> str:
    """Return the end of a guide's body: the headings that it needs, and a note on its keys."""
    events = "、".join(taxonomy.life_events(category.partition("/")[2]))
    note = "Time-Limit（办理时限）、Fee（收费）、Office（办理地点）写在表头，或者在正文里另加小标题。"
    if events:
        note += f"Life-Event（办事场景）可以写：{events}。"
    headings = (name for name, _, attribute in guide_parts.PARTS if not attribute)
    return "".join(f"\n## {name}\n\n{placeholder(name)}\n" for name in headings) + f"\n{placeholder(note)}\n"


class Unfit(Exception):
    """A new item cannot be written. The arguments say why in Chinese, one sentence each."""


@dataclass(frozen=True)
class Filing:
    """What a new item is called, and where it belongs."""

    title: str
    category: str
    agency: str


def lists(content_dir: Path, settings: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the classes of a site, and the agencies of its register that have not ended."""
    day = today(settings)
    rows = read(str(content_dir), "agencies").rows
    return [*Taxonomy.of(settings).filings], [row["name"] for row in rows if not row.get("until") or row["until"] >= day]


def start(content_dir: Path, settings: dict[str, Any], filing: Filing, more: str = "") -> tuple[Path, str]:
    """Write the file of a new draft; return it and its Index. `more` are further lines of its header. Raises `Unfit`."""
    taxonomy = Taxonomy.of(settings)
    if filing.category not in taxonomy.filings:
        raise Unfit(f"信息分类“{filing.category}”不在分类表上；{did_you_mean(filing.category, taxonomy.filings) or f'按分类表写，如 {taxonomy.first_filing}'}")
    codes = {row["name"]: row["code"] for row in read(str(content_dir), "agencies").rows}
    if codes and filing.agency not in codes:
        raise Unfit(f"发布机构“{filing.agency}”不在机构名册上；{did_you_mean(filing.agency, codes) or '照 registers/agencies.csv 里的名称写'}")
    day = today(settings)
    index = index_for(content_dir, settings, taxonomy, filing.category, codes.get(filing.agency, NO_CODE), day=date.fromisoformat(day))
    path = item_file(content_dir, date.fromisoformat(day).year, index)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = TEMPLATE.format(title=filing.title, index=index, category=filing.category, agency=filing.agency, today=day, review=REVIEW, body=BODY)
    if tuple(f"{filing.category}/".split("/")[:2]) in taxonomy.guides:
        text = text.replace("Status: draft\n", GUIDE_KEYS, 1) + _guide_body(taxonomy, filing.category)
    with open(path, "x", encoding="utf-8") as file:
        file.write(text.replace("Status: draft\n", f"{more}Status: draft\n", 1))
    return path, index


def main(arguments: list[str] | None = None) -> int:
    """Write the file; return the exit code. On a terminal it asks for what is not given."""
    parser = argparse.ArgumentParser(prog="make new", description=__doc__)
    parser.add_argument("content", type=Path)
    for name in NAMES:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--conf", default="pelicanconf.py")
    options = parser.parse_args(arguments)
    if faults := [fault for name in NAMES if (fault := value_fault(name.upper(), getattr(options, name)))]:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    try:
        missing = [name for name in NAMES if not getattr(options, name)]
        if missing and not sys.stdin.isatty():
            raise Unfit(f"没有写{'、'.join(f'{NAMES[name]}（{name.upper()}）' for name in missing)}；用法：make new TITLE=\"标题\" CATEGORY=\"一级分类/二级分类\" AGENCY=\"发布机构\"")
        if not options.content.is_dir():
            raise Unfit(f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明")
        settings = read_settings(options.conf)
        add_defaults(settings)
        check_settings(settings)
        _ask(options, settings)
        path, index = start(options.content, settings, Filing(options.title, options.category, options.agency))
    except (Unfit, InvalidSettings) as unfit:
        print(*(sentence(fault) for fault in getattr(unfit, "faults", unfit.args)), sep="\n", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print("\n没有回答完，什么都没有写。", file=sys.stderr)
        return 1
    print(f"已写好 {shown_path(path)}，索引号 {index}。\n{NEXT}")
    return 0


def _ask(options: argparse.Namespace, settings: dict[str, Any]) -> None:
    """Ask for what is not given."""
    if options.title and options.category and options.agency:
        return
    classes, agencies = lists(options.content, settings)
    options.title = options.title or asking.words(input, "TITLE", NAMES["title"])
    options.category = options.category or asking.choice(input, NAMES["category"], classes)
    if not options.agency:
        options.agency = asking.choice(input, NAMES["agency"], agencies) if agencies else asking.words(input, "AGENCY", NAMES["agency"])


if __name__ == "__main__":
    sys.exit(main())
