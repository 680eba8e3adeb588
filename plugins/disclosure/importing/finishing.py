"""The last steps before a document is written: common values, its class and agency, its Index, its links."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..content.frontmatter import split
from ..content.rules import Rules
from ..content.source import ITEMS, is_item
from ..model import addresses
from ..model.problems import did_you_mean
from ..registers import Registers
from .columns import KEY_OF
from .document import Document, Telling
from .item_files import year_of
from .ledger import Ledger
from .mapping import Mapping

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
_SERIAL = re.compile(r"(.*?)(\d{5})\Z")
UNKNOWN_CODE = "000000000"
"""Stands for the code of an agency that is on no register, as in `make new`."""


class Finisher:
    """Completes documents, one after another, under the rules of the site."""

    def __init__(self, rules: Rules, registers: Registers, mapping: Mapping, ledger: Ledger, telling: Telling) -> None:
        self.rules, self.mapping, self.ledger, self.telling = rules, mapping, ledger, telling
        self._codes = {row["name"]: row["code"] for row in registers["agencies"].rows}
        self._bare = {"".join(name.split()): name for name in self._codes}
        self._shorts = _short_names(registers)
        self._pattern = re.compile(rules.index_pattern)

    def complete(self, document: Document) -> None:
        """Fill in what the map says of all, and tell of what does not fit. Nothing is refused: a draft may be unfinished."""
        values, place = document.values, document.place
        for label, text in self.mapping.defaults.items():
            values.setdefault(KEY_OF[label], text)
        for label in ("信息分类", "发布机构"):
            if key := KEY_OF[label] if KEY_OF[label] in values else "":
                values[key] = self.mapping.replaced(label, values[key])
        filing = values.get("Category", "").replace("／", "/")
        same = [known for known in self.rules.taxonomy.filings if "/" not in filing and known.endswith(f"/{filing}")]
        if len(same) == 1 and filing not in self.rules.taxonomy.filings:
            self.telling.warning(place, f"信息分类“{filing}”写成了“{same[0]}”", "看看对不对")
            values["Category"] = filing = same[0]
        if filing and filing not in self.rules.taxonomy.filings:
            near = self.rules.taxonomy.nearest(filing)
            self.telling.warning(place, f"信息分类“{filing}”不在分类表上，照原样写进了条目", f"在对照表里加一行“换词,信息分类,{filing},{near or '…'}”以后再导入，或在条目里改")
        agency = self._bare.get("".join(values.get("Agency", "").split()), values.get("Agency", ""))
        if agency not in self._codes and agency in self._shorts:
            self.telling.warning(place, f"发布机构“{agency}”写成了“{self._shorts[agency]}”", "看看对不对")
            agency = self._shorts[agency]
        if agency:
            values["Agency"] = agency
        if agency and self._codes and agency not in self._codes:
            guess = did_you_mean(agency, self._codes)
            self.telling.warning(place, f"发布机构“{agency}”不在机构名册上，照原样写进了条目", guess or "先登记进 registers/agencies.csv，或在对照表里换词")
        for key, label in (("Category", "信息分类"), ("Agency", "发布机构"), ("Created", "生成日期"), ("Date", "公开日期")):
            if not values.get(key):
                self.telling.warning(place, f"来源里没有{label}，条目里留着方头括号", "在条目里写上；都一样的，在对照表里写“固定值”以后再导入")
        created, date = values.get("Created", ""), values.get("Date", "")
        if year_of(created) and year_of(date) and date < created:
            self.telling.warning(place, f"公开日期 {date} 早于生成日期 {created}", "核对两个日期，在条目里改")

    def number(self, document: Document, reserved: str = "") -> bool:
        """Give the document its Index: its own, else the next free one of agency and year. Return False where its own cannot stand; that is told."""
        own, place = document.values.get("Index", ""), document.place
        if own and not self.fits(own):
            self.telling.warning(place, f"索引号“{own[:60]}”不合本站的规则，另编了号", "要用原来的号，改设置 DISCLOSURE_INDEX_PATTERN 以后再导入；原来的号记在 import/ledger.csv")
            del document.values["Index"]
            own = ""
        if own:
            return True
        year = next(filter(None, (year_of(document.values.get(key, "")) for key in ("Date", "Created"))), "")
        if reserved:
            document.values["Index"] = reserved
        elif year:
            code = self._codes.get(document.values.get("Agency", ""), UNKNOWN_CODE)
            if code == UNKNOWN_CODE:
                self.telling.warning(place, f"发布机构“{document.values.get('Agency', '')}”没有机构代码，索引号用了 {UNKNOWN_CODE} 开头", "公开以前，登记机构、改好索引号（文件名也跟着改）")
            document.values["Index"] = self._next(code, year)
        else:
            self.telling.warning(place, "没有日期，编不了索引号，条目里留着方头括号", "写上日期和索引号")
        return True

    def fits(self, index: str) -> bool:
        """Return whether the site's rules allow an Index."""
        return bool(self._pattern.fullmatch(index)) and len(index) <= addresses.LONGEST_INDEX

    def _next(self, code: str, year: str) -> str:
        prefix = f"{code}/{year}-"
        while True:
            index = f"{prefix}{self.ledger.next_serial(addresses.item_stem(prefix)):05d}"
            if not self.ledger.has(addresses.item_stem(index)):
                return index


def _short_names(registers: Registers) -> dict[str, str]:
    """Return the name of each agency by its short names, those of two agencies left out."""
    found: dict[str, set[str]] = {}
    for row in registers["agencies"].rows:
        for short in re.split("[、;；,，]", str(row.get("short") or "")):
            found.setdefault(short.strip(), set()).add(row["name"])
    return {short: names.pop() for short, names in found.items() if short and len(names) == 1}


def note_items(content: Path, registers: Registers, ledger: Ledger) -> int:
    """Note the addresses of all items that the content folder has or had. Return how many items there are."""
    number = 0
    for folder, _, names in os.walk(content / ITEMS):
        for path in (Path(folder, name) for name in sorted(names) if is_item(name)):
            if not path.is_file():
                continue
            number += 1
            data = path.read_bytes()
            blank = None if data.startswith(b"---") else _BLANK_LINE.search(data)
            header = split(path.name, data[: blank.start()] if blank else data)
            index = next((entry.value for entry in header.entries if entry.key.casefold() == "index"), "")
            note(ledger, index or path.stem, path.relative_to(content).as_posix())
    for index in registers["removed"].values("index"):
        note(ledger, index, "registers/removed.csv")
    return number


def note(ledger: Ledger, index: str, path: str) -> None:
    """Note that an Index is taken, and its serial number."""
    stem = addresses.item_stem(index)
    ledger.take(stem, path)
    if match := _SERIAL.fullmatch(stem):
        ledger.saw_serial(match[1], int(match[2]))
