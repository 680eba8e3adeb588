"""The import: sources → documents → drafts of items, in batches that can be broken off at any moment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..content.rules import Rules
from ..model import addresses
from ..registers import Registers
from . import item_files, links
from .columns import NOTHING
from .document import Attached, Document, Place, Telling
from .finishing import Finisher, note, note_items
from .ledger import Ledger, Line
from .mapping import MOST_WORDS, Draft, Mapping
from .proof import Proof
from .readers import documents_of
from .rows import NO_TEXT, RowReader, words
from .sources import Sources
from .tables import tables

BATCH = 200
"""Items that are written between two lines of the journal."""
Progress = Callable[[str, int, int], None]


@dataclass
class Outcome:
    """What an import did."""

    written: int = 0
    known: int = 0
    """Documents that were imported before."""
    refused: int = 0
    """Documents that could not be written."""
    without_text: int = 0
    """Rows of tables that had no text."""
    used: set[str] = field(default_factory=set)
    """Files under FROM that stand beside items now."""


def draft_map(sources: Sources, mapping: Mapping, rules: Rules, telling: Telling) -> Draft:
    """Return the lines that a map lacks: for each table that it does not know, its columns, and words that are on no list."""
    draft = Draft()
    known_words: set[tuple[str, str]] = set(mapping.words)
    for source in sources.tables:
        for table in tables(sources.folder / source, source, Telling()):
            if table.is_own or table.name in mapping.columns:
                continue
            targets = draft.table(table.name, table.header)
            if "名称" not in targets.values():
                telling.warning(Place(source, 0, table.sheet), "没有认出哪一列是名称", f"在对照表里，把那一列的“写入”从“{NOTHING}”改成“名称”")
            for target, found in words(table, targets, MOST_WORDS).items():
                lists = rules.taxonomy.filings if target == "信息分类" else rules.agencies or ()
                for word, number in found.items():
                    if lists and word not in lists and (target, word) not in known_words:
                        known_words.add((target, word))
                        near = rules.taxonomy.nearest(word) if target == "信息分类" else next((name for name in lists if name.endswith(word)), "")
                        draft.word(target, word, near, f"{number} 行；{'猜的，请核对' if near else '不在名单上，请写上对应的词'}")
    if draft.lines and not mapping.defaults:
        for target in ("信息分类", "发布机构"):
            draft.default(target, "来源里没有写的，都用这个值；不需要就空着")
    return draft


class Import:
    """One run of an import into a content folder."""

    def __init__(self, content: Path, sources: Sources, ledger: Ledger, telling: Telling, *, mapping: Mapping, rules: Rules, registers: Registers) -> None:
        self.content, self.sources, self.ledger, self.telling, self.mapping = content, sources, ledger, telling, mapping
        self.finisher = Finisher(rules, registers, mapping, ledger, telling)
        self.proof = Proof(rules, telling)
        self.outcome = Outcome()
        note_items(content, registers, ledger)

    def run(self, progress: Progress) -> Outcome:
        """Import everything. Tables come first, then documents, whose links may lead to each other."""
        for source in self.sources.tables:
            for table in tables(self.sources.folder / source, source, self.telling):
                reader = RowReader(table, self.mapping, self.sources.folder, self.telling)
                last = [0]
                self._write_all(self._numbered(self._rows(reader, last)), lambda done, table=table, last=last: progress(f"导入 {table.name}", max(done, last[0] - 1), max(table.total, last[0])))
                progress(f"导入 {table.name}", table.total, table.total)
        self._documents(progress)
        for line in self.ledger.reserved():
            if (self.content / line.path).exists():
                self.telling.warning(Place(line.source), f"上次中断时正在写 {line.path}，这次来源里没有它了", "看看这个文件是否完整")
        return self.outcome

    def _rows(self, reader: RowReader, last: list[int]) -> Iterator[Document]:
        for document in reader.documents():
            last[0] = document.place.line
            document.key += f" {number}" if (number := self.ledger.occurrence(document.key)) > 1 and "Index" not in document.values else ""
            yield document

    def _documents(self, progress: Progress) -> None:
        """Import documents: all get their Index first, so that links between them can be written."""
        total = len(self.sources.word) + len(self.sources.pages) + len(self.sources.markdown)
        with links.Waiting() as waiting:
            for number, document in enumerate(self._numbered(documents_of(self.sources, self.finisher.rules.taxonomy, self.telling, lambda done: progress("读文档", done, total)))):
                self.ledger.name_page(document.place.source, document.values.get("Index") or item_files.item_path(document))
                waiting.add(number, document)
            self._write_all(waiting.documents(), lambda done: progress("写条目", done, len(waiting)))

    def _numbered(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield each document that was not imported before, completed and with an Index that nobody has."""
        for document in documents:
            known = self.ledger.find(document.key)
            if known and known[1] == "done":
                self._tell_of_known(document, known[0])
                continue
            self.finisher.complete(document)
            self.finisher.number(document, known[0].index if known else "")
            path = item_files.item_path(document)
            stem = addresses.item_stem(document.values["Index"]) if document.values.get("Index") else path
            taken = self.ledger.take(stem, path)
            if taken and not (known and known[0].path == taken):
                self.outcome.refused += 1
                self.telling.error(document.place, f"{'索引号 ' + document.values['Index'] if document.values.get('Index') else '条目'} 已经有了（{taken}），没有写", "同一条信息不用管；不是同一条的，改一个索引号")
                continue
            note(self.ledger, stem, path)
            yield document

    def _tell_of_known(self, document: Document, line: Line) -> None:
        self.outcome.known += 1
        self.outcome.used |= {self._relative(attached) for attached in document.files.values()}
        if line.digest != document.digest:
            self.telling.warning(document.place, f"导入以后来源变了；已有的 {line.path} 没有动", "照新的来源改条目，或删去条目文件和 import/ledger.csv 里的那一行再导入")
        elif not (self.content / line.path).exists():
            self.telling.warning(document.place, f"导入过，后来 {line.path} 移走或删去了，没有再写", "要再导入的，删去 import/ledger.csv 里的那一行")

    def _write_all(self, documents: Iterable[Document], progress: Callable[[int], None]) -> None:
        """Write documents in batches: first the lines of the ledger, then the files."""
        batch: list[Document] = []
        done = 0
        for document in documents:
            batch.append(document)
            done += 1
            if len(batch) == BATCH:
                self._write_batch(batch)
                batch.clear()
                progress(done)
        if batch:
            self._write_batch(batch)
            progress(done)

    def _write_batch(self, batch: list[Document]) -> None:
        ready: list[tuple[Document, str, dict[str, tuple[str, Attached]]]] = []
        for document in batch:
            names = item_files.file_names(document)
            path = item_files.item_path(document)
            links.resolve(document, path, names, self.ledger, self.telling)
            ready.append((document, path, names))
        self.ledger.add(
            Line(document.place.source, _shown(document.place), document.key, document.digest, document.values.get("Index", ""), path)
            for document, path, _ in ready
        )
        for document, path, names in ready:
            self._write(document, path, names)
        self.ledger.finish_batch()

    def _write(self, document: Document, path: str, names: dict[str, tuple[str, Attached]]) -> None:
        text = item_files.item_text(document)
        self.proof.look(document, path, text)
        for name, attached in names.values():
            target = (self.content / path).with_name(name)
            if fault := item_files.unfit(attached):
                self.telling.error(document.place, f"附件“{attached.name}”{fault}，没有导入，正文里还留着链接", "换成能公开的文件，或删去链接")
                continue
            if not item_files.write(target, attached.data):
                self.telling.error(document.place, f"附件 {target.name} 那里已经有别的文件，没有写", "改名以后放到条目旁边，改好链接")
            self.outcome.used.add(self._relative(attached))
        if item_files.write(self.content / path, text.encode("utf-8", "replace")):
            self.outcome.written += 1
            self.outcome.without_text += document.body in (NO_TEXT, document.values.get("Summary"))
        else:
            self.outcome.refused += 1
            self.telling.error(document.place, f"{path} 已经有了，没有写", "同一条信息不用管；不是同一条的，改一个索引号")

    def _relative(self, attached: Attached) -> str:
        return os.path.relpath(attached.data, self.sources.folder) if isinstance(attached.data, Path) else ""


def _shown(place: Place) -> str:
    """Return a place for the ledger: sheet and line."""
    return " ".join(filter(None, (place.sheet, str(place.line) if place.line else "")))
