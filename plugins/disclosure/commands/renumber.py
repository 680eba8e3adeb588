"""Mend a clash of Index: ``make renumber``, as after two branches were merged that each took the next free number.

The item that was released first, or committed first, keeps its number. The other gets the next free one. A reference is
changed only where Git proves that it was written to the other: the line comes from a history that had the other item and
not the first. Every other reference is told with its line, and stays.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..content.find_item import claimed, item_paths
from ..content.header_lines import FaultyHeader, read_header, values_of
from ..model import addresses
from ..model.index_numbers import Scheme
from ..model.item import FieldError, parse_date, parse_filing
from ..model.taxonomy import Taxonomy
from ..registers import read
from ..released.last_release import LastRelease, last_release
from . import item_edits, new
from .item_edits import Change, Editor, Refused
from .undo_log import UndoLog
from .versions import Versions

_HEADER_KEYS = re.compile(rb"\s{0,3}(?:Replaces|Interprets|Validity[-_]History)\s*:|\s{4,}", re.IGNORECASE)
_MARKERS = re.compile(rb"^<{7} ", re.MULTILINE)
_EDGE = rb"0-9A-Za-z/-"


@dataclass
class Claim:
    """A file that claims a number."""

    path: str
    values: dict[str, str]
    released: bool = False
    since: float = float("inf")
    """When it was committed first, in seconds; infinite where it was not."""
    commit: str = ""

    @property
    def rank(self) -> tuple:
        """What sorts the one that keeps its number first."""
        return not self.released, self.since, self.values.get("Status") == "draft", self.path


def main(arguments: list[str] | None = None) -> int:
    """Mend every clash; return the exit code."""
    return item_edits.run("renumber", __doc__, ("output", "release"), _renumber, arguments)


def _renumber(editor: Editor, options: argparse.Namespace) -> None:
    with UndoLog(editor.content) as log:
        _mend_all(editor, options, log)


def _mend_all(editor: Editor, options: argparse.Namespace, log: UndoLog) -> None:
    versions = Versions(editor.content)
    known = dict(_take_apart(editor, versions, log))
    apart = [editor.shown(path) for path in known]
    clashes = _clashes(editor)
    if not clashes:
        if not apart:
            print(f"核对了 {sum(1 for _ in item_paths(editor.content, editor.settings['IGNORE_FILES'])):,} 条信息的索引号，没有重复的。")
        return
    last = last_release(options.release)
    for paths in clashes:
        _mend(editor, versions, log, paths, last=last, known=known)
    print("核对以上各处，再运行 make check。" + (f"然后 git add 这些文件，再提交：{'、'.join(apart)}" if apart else ""))


def _clashes(editor: Editor) -> list[list[str]]:
    """Return the files of each number that several claim; also numbers that give the same address."""
    by_stem: dict[str, list[str]] = {}
    for path in item_paths(editor.content, editor.settings["IGNORE_FILES"]):
        if index := claimed(editor.content / path):
            by_stem.setdefault(addresses.item_stem(index).casefold(), []).append(path)
    return [paths for _, paths in sorted(by_stem.items()) if len(paths) > 1]


def _take_apart(editor: Editor, versions: Versions, log: UndoLog) -> Iterator[tuple[str, tuple[float, str]]]:
    """Write both sides of a file that two branches added, each as a file of its own; yield these files, and since which commit each is there.

    Two editors who each begin an item on a branch give it the same name. Git leaves both texts mixed in one file.
    """
    for path in versions.added_twice():
        if not _MARKERS.search((editor.content / path).read_bytes()):
            continue  # somebody has put it in order
        sides = zip((versions.added_on("HEAD", path), versions.added_on("MERGE_HEAD", path)), versions.sides(path), strict=True)
        (since, first), (later, second) = sorted(sides, key=lambda side: side[0][0])
        name = Path(path)
        beside = next(name.with_name(f"{name.stem}-{number}{name.suffix}") for number in range(2, 1000) if not (editor.content / name.with_name(f"{name.stem}-{number}{name.suffix}")).exists())
        log.write(path, first)
        log.write(beside.as_posix(), second)
        print(f"{editor.shown(path)} 在两个分支里各有一条，合并时混在一起了；分成 {editor.shown(path)}（先提交的）和 {editor.shown(str(beside))}")
        yield path, since
        yield beside.as_posix(), later


def _mend(editor: Editor, versions: Versions, log: UndoLog, paths: list[str], *, last: LastRelease | None, known: dict[str, tuple[float, str]]) -> None:
    """Give all files but the first another number, and change the references that are proven to be to them."""
    claims = [_claim(editor, last, path, known.get(path) or versions.first_commit(path)) for path in paths]
    first, *others = sorted(claims, key=lambda claim: claim.rank)
    why = "已经发布" if first.released else "先提交" if first.since < float("inf") else "没有发布和提交的记录，按文件名排在前面"
    print(f"{editor.shown(first.path)}（{first.values.get('Title', '')}）{why}，留用索引号 {first.values['Index']}")
    for other in others:
        index = _next(editor, other)
        data = (editor.content / other.path).read_bytes()
        change = Change(other.path, data, data, [])
        change.set("Index", index)
        editor.save(change, write=log.write)
        _references(editor, versions, log, first, other, index=index)


def _claim(editor: Editor, last: LastRelease | None, path: str, since: tuple[float, str]) -> Claim:
    data = (editor.content / path).read_bytes()
    try:
        values = values_of(read_header(path, data))
    except FaultyHeader:
        raise Refused(f"{editor.shown(path)} 的表头有错，不能放心地改；先运行 make check 改好，再运行 make renumber") from None
    rows = last.rows_of(values["Index"]) if last else []
    released = any(row["title"] == values.get("Title") and row["created"] == values.get("Created") for row in rows)
    return Claim(path, values, released, *since)


def _next(editor: Editor, claim: Claim) -> str:
    """Return the next free number for an item, by its own class, agency and day."""
    taxonomy = Taxonomy.of(editor.settings)
    category, leaf = parse_filing(claim.values.get("Category", ""))
    written = f"{category}/{leaf}" if leaf else category
    try:
        day = date.fromisoformat(parse_date(claim.values.get("Date", "")))
    except FieldError as fault:
        raise Refused(f"{editor.shown(claim.path)} 的公开日期不对：{fault.message}，{fault.remedy}") from None
    if written not in taxonomy.filings:
        raise Refused(f"{editor.shown(claim.path)} 的信息分类“{written}”不在分类表上；先改好")
    codes = {row["name"]: row["code"] for row in read(str(editor.content), "agencies").rows}
    slug = taxonomy.category[category].slug
    scheme = Scheme(editor.settings["DISCLOSURE_INDEX_TEMPLATE"])
    code = codes.get(claim.values.get("Agency", "")) or scheme.code_of(claim.values["Index"]) or new.NO_CODE
    return new.next_index(
        editor.content, scheme, day, code=code, category=slug, leaf=taxonomy.leaf[category, leaf].slug if leaf else slug,
    )


def _references(editor: Editor, versions: Versions, log: UndoLog, first: Claim, other: Claim, *, index: str) -> None:
    """Change the references that were written to the other item, and tell of those of which nobody knows."""
    old = other.values["Index"]
    number = re.compile(rb"(?<![" + _EDGE + rb"])" + re.escape(old.encode()) + rb"(?![" + _EDGE + rb"])")
    address = re.compile(rb"(items/\d{4}/)" + re.escape(addresses.item_stem(old).encode()) + rb"(?=[./])")
    for path in _texts(editor):
        data = (editor.content / path).read_bytes()
        if not (number.search(data) or address.search(data)):
            continue
        lines, changed = data.split(b"\n"), False
        for place, line in enumerate(lines):
            is_own = path in (first.path, other.path) and line.lstrip(b"\xef\xbb\xbf").lower().startswith(b"index")
            if is_own or not (number.search(line) or address.search(line)):
                continue
            written = versions.line_commit(path, place + 1)
            if _is_reference(path, line, number, address) and _is_proven(versions, written, other.commit, first.commit):
                lines[place] = address.sub(rb"\g<1>" + addresses.item_stem(index).encode(), number.sub(index.encode(), line))
                print(f"{editor.shown(path)}:{place + 1}: “{_words(line)}”改成“{_words(lines[place])}”")
                changed = True
            elif not _is_proven(versions, written, first.commit, other.commit):
                print(f"{editor.shown(path)}:{place + 1}: 提到 {old}，说不准是指哪一条，没有改：“{_words(line)}”；指 {editor.shown(other.path)} 的，改成 {index}")
        if changed:
            log.write(path, b"\n".join(lines))


def _is_reference(path: str, line: bytes, number: re.Pattern, address: re.Pattern) -> bool:
    """Return whether a line refers by the number: a link, a key of the header that names items, or a cell of a register."""
    if path.endswith(".csv") or address.search(line) or _HEADER_KEYS.match(line.lstrip(b"\xef\xbb\xbf")):
        return True
    return any(line[: found.start()].endswith(b"index:") for found in number.finditer(line)) and all(line[: found.start()].endswith(b"index:") for found in number.finditer(line))


def _is_proven(versions: Versions, written: str, to: str, not_to: str) -> bool:
    """Return whether a line was written where one item was known, and the other was not."""
    return bool(written and to and not_to) and versions.is_before(to, written) and not versions.is_before(not_to, written)


def _texts(editor: Editor) -> Iterator[str]:
    """Yield every file of the content that may name an Index."""
    yield from item_paths(editor.content, editor.settings["IGNORE_FILES"])
    for folder, pattern in (("pages", "*.md"), ("reports", "*.md"), ("registers", "*.csv")):
        for path in sorted((editor.content / folder).rglob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(editor.content).as_posix()


def _words(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("gb18030", "replace")
    text = text.strip().lstrip("\ufeff")
    return text if len(text) <= 60 else text[:60] + "……"


if __name__ == "__main__":
    sys.exit(main())
