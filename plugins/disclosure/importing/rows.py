"""Rows of a table → documents, by the map of its columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from . import columns
from .cells import one_line, value
from .document import Document, Place, Telling
from .mapping import Mapping
from .tables import Table

_SEVERAL = re.compile(r"[;；\r\n|]+|、(?=[^/]*\.\w{2,4}(?:、|\Z))")
NO_TEXT = "（旧目录里只有这一条的目录信息，没有全文。）"
"""The text of an item of which an old catalogue has neither text nor summary: an item without text is not published."""
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""Characters before which our own catalogue files write an apostrophe."""


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, mapping: Mapping, folder: Path, telling: Telling) -> None:
        self.table, self.mapping, self.folder, self.telling = table, mapping, folder, telling
        said = {name: name if name in columns.TARGETS else columns.NOTHING for name in table.header} if table.is_own else mapping.columns.get(table.name, {})
        self.targets = [said.get(name, columns.NOTHING) for name in table.header]
        for name in [] if table.is_own else table.header:
            if name not in said:
                telling.warning(Place(table.source, 0, table.sheet), f"列“{name}”不在对照表里，没有导入", "要导入的，在对照表里加一行")

    def documents(self) -> Iterator[Document]:
        """Yield a document for each row that has a name. Every other row that is not empty is told."""
        for line, cells in self.table.rows:
            place = Place(self.table.source, line, self.table.sheet)
            texts = [cell.strip() for cell in cells]
            if not any(texts) or texts[: len(self.table.header)] == self.table.header:
                continue
            for extra in filter(None, texts[len(self.targets) :]):
                self.telling.error(place, f"这一行比表头多出“{extra[:30]}”，没有导入多出的部分", "补上表头，或看看是不是少了引号")
            document = self._document(place, cells)
            if len(list(filter(None, texts))) == 1 and len(self.table.header) > 2:
                self.telling.error(place, f"这一行只有一格有字，没有导入：“{''.join(texts)[:40]}”", "是一条信息的，补上别的各栏；小标题、合计、说明不用管")
            elif "Title" in document.values:
                yield document
            else:
                self.telling.error(place, f"没有名称，这一行没有导入：“{'，'.join(filter(None, texts))[:40]}”", "补上名称；合计、填表说明一类的行不用管")

    def _document(self, place: Place, cells: list[str]) -> Document:
        digest = hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()
        document = Document(place, "", digest)
        category: dict[str, str] = {}
        for target, cell in zip(self.targets, cells, strict=False):
            if target == columns.NOTHING or not cell.strip():
                continue
            if target == columns.BODY:
                document.body = cell.strip("\r\n").replace("\r\n", "\n").replace("\r", "\n") + "\n"
            elif target == columns.FILES:
                self._attach(document, cell)
            else:
                if self.table.is_own:
                    text = cell[1:] if cell[0] == "'" and cell[1:2] in _FORMULA else cell
                else:
                    text = one_line(cell, target, place, self.telling)
                if target in (columns.CATEGORY, columns.LEAF):
                    category[target] = text
                elif text:
                    key = columns.KEY_OF[target]
                    document.values[key] = value(key, target, self.mapping.replaced(target, text), place, self.telling)
        if category:
            filing = "/".join(filter(None, (category.get(columns.CATEGORY, ""), category.get(columns.LEAF, ""))))
            document.values["Category"] = self.mapping.replaced("信息分类", filing)
        document.body = document.body or document.values.get("Summary", NO_TEXT)
        index = document.values.get("Index", "")
        document.key = f"索引号 {index}" if index else f"{place.source} {place.sheet} {digest}"
        return document

    def _attach(self, document: Document, cell: str) -> None:
        """Add the files that a cell names; they stand beside the table or under FROM."""
        for name in filter(None, (part.strip() for part in _SEVERAL.split(cell))):
            near = Path(document.place.source).parent
            found = next((path for path in (self.folder / near / name, self.folder / name) if path.is_file()), None)
            if found is None or not found.resolve().is_relative_to(self.folder.resolve()):
                self.telling.error(document.place, f"附件“{name[:60]}”不在那里", "把文件放到表格旁边，或改正名字，再在条目里加上")
                continue
            document.body += f"\n[{found.name}]({document.attach(found.name, found)})\n"


def words(table: Table, targets: dict[str, str], most: int) -> dict[str, dict[str, int]]:
    """Return the different words of classes and agencies in a table, with the number of their rows."""
    found: dict[str, dict[str, int]] = {"信息分类": {}, "发布机构": {}}
    place = {target: number for number, name in enumerate(table.header) for known, target in targets.items() if known == name}
    quiet = Telling()
    for line, cells in table.rows:
        def text(target: str, cells: list[str] = cells, line: int = line) -> str:
            number = place.get(target, len(cells))
            return one_line(cells[number], target, Place("", line), quiet) if number < len(cells) else ""

        filing = text("信息分类") or "/".join(filter(None, (text(columns.CATEGORY), text(columns.LEAF))))
        for target, word in (("信息分类", filing), ("发布机构", text("发布机构"))):
            if word and (word in found[target] or len(found[target]) < most):
                found[target][word] = found[target].get(word, 0) + 1
    return found
