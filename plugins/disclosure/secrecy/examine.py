"""Texts and files → findings: what was found, where, and the code by which a reviewer's exception names it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ..model.problems import Problem
from . import file_kind, isolated, personal_numbers
from .across import detect_across
from .cells import Layout
from .detect import KINDS, UNUSABLE, detect, mask
from .extract import LARGEST_FILE, Extract, Unreadable
from .files import QUICK, QUICK_BYTES, READERS, read_file
from .passage import Passage, Tables
from .shape import Shape

MOST_INDEXED = 100_000
"""Characters of one attachment that are kept for the search."""
UNREAD = "文件读不出来"
"""How the message begins of a file that the system does not let be read."""
MOST_FINDINGS = 500
"""Findings of one file that are told. Each value counts once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a file of the content folder."""

    path: str
    line: int
    where: str
    kind: str
    masked: str
    code: str
    """8 hexadecimal digits that stand for this value in this file. A reviewer's exception states them instead of the value."""

    @property
    def named(self) -> str:
        """The kind's label and the masked value."""
        return self.masked if self.kind in ("unreadable", UNUSABLE) else f"{KINDS[self.kind].label} {self.masked}"

    def problem(self, how: str = "在条目里写“Review-Exception: {code} 理由”") -> Problem:
        """Return the problem that an editor is told. `how` says where an exception is written; `{code}` in it becomes the code."""
        kind = KINDS[self.kind]
        place = f"{self.where}：" if self.where else ""
        if self.kind == UNUSABLE and self.masked.startswith(UNREAD):
            return Problem(self.path, self.line, self.masked, "检查文件权限和磁盘", kind.severity)
        rest = "" if self.kind == UNUSABLE else f"；审查后可以公开的，{how.format(code=self.code)}"
        return Problem(self.path, self.line, f"{place}{self.named}", kind.remedy + rest, kind.severity)


@dataclass(slots=True)
class Examination:
    """The outcome of reading one attachment: its text for the search, and its findings."""

    path: str
    text: str = ""
    findings: list[Finding] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)


def finding_code(path: str, kind: str, value: str) -> str:
    """Return the code of a value in a file. The folder does not count, so that a file may move."""
    name = path.rpartition("/")[2]
    return hashlib.sha256(f"{name}\n{kind}\n{value}".encode()).hexdigest()[:8]


def _finding(path: str, line: int, where: str, kind: str, value: str) -> Finding:
    return Finding(path, line, where, kind, mask(kind, value), finding_code(path, kind, value))


_SHORT = 40
"""Characters of a text that is probably the same in many items and cells: an agency, a category, a figure."""
_detect_short = lru_cache(maxsize=4096)(detect)


def findings_in_text(path: str, line: int, text: str, *, where: str = "", label: str = "", open_draft: bool = False, header: int = 300, title: str = "") -> Iterator[Finding]:
    """Yield the findings of a text that begins on a line of a file; 0: the file has no lines.

    `label` is the heading over the text, which tells what the text is. For `open_draft`, `header`
    and `title` see `detect`.
    """
    lead = f"{label}：" if label else ""
    look = _detect_short if len(text) < _SHORT else detect
    for found in look(lead + text, header if not lead else 0, open_draft, title):
        at = line + text.count("\n", 0, max(0, found.start - len(lead))) if line else 0
        yield _finding(path, at, where, found.kind, found.value)


_CHINESE = re.compile("[\u4e00-\u9fff]")


def identities_in_code(path: str, line: int, text: str, *, where: str, label: str, years: Collection[str]) -> Iterator[Finding]:
    """Yield the identity numbers in a cell of codes, such as the number of a licence, whatever its `label` is.

    Prose is none: in it the words before a number tell what it is, as everywhere. A code may be a serial number with a date in it, and then be an identity number by chance. It is one of those where
    the year in it is one of `years`, those of its own row: whoever is born in that year has no such code.
    """
    if _CHINESE.search(text) and not personal_numbers.names_a_thing(label):
        return
    passage = Passage.read(Tables(text), 0, len(text))
    for reading in filter(None, (passage, passage.with_look_alikes())):
        for number in personal_numbers.identity_numbers(reading):
            if number[6:10] not in years:
                yield _finding(path, line, where, "id", number)


def distinct(findings: Iterator[Finding]) -> list[Finding]:
    """Return the first finding of each value, at most `MOST_FINDINGS`."""
    return list({one.code: one for one in reversed(list(findings))}.values())[::-1][:MOST_FINDINGS]


def examine_file(path: str, data: bytes) -> Examination:
    """Examine an attachment: its name and its content. This never fails: a file that cannot be read is a finding."""
    return _with_its_name(_examined(path, data))


def _with_its_name(seen: Examination) -> Examination:
    """Add what the name of a file tells: readers see it."""
    seen.findings = [*findings_in_name(seen.path), *seen.findings]
    return seen


_NUMBERED = re.compile(r"^(?:附[件表录]?[ \t]*\d{0,2}|\d{1,2}(?=[.、：:\-—]))[.、：:\-— \t]*")
"""How the name of an attachment begins that has a number."""


def findings_in_name(path: str) -> list[Finding]:
    """Return the findings in the name of a file."""
    name = path.rpartition("/")[2]
    stem = _NUMBERED.sub("", name[: name.rfind(".")].replace("_", " "))
    return distinct(one for one in findings_in_text(path, 0, stem, where="文件名") if one.kind != "draft")


def _examined(path: str, data: bytes) -> Examination:
    ending = path[path.rfind(".") :].lower()
    if fault := file_kind.mismatch(ending, data):
        return unusable(path, fault)
    if ending not in READERS:
        return Examination(path, findings=[_unread(path, f"“{ending}”文件看不进去")])
    try:
        if ending == ".pdf":
            from . import pdf  # noqa: F401  the processes of all PDFs share what is loaded here
        if ending in QUICK and len(data) <= QUICK_BYTES:
            return _examination(path, read_file(ending, data))
        return isolated.call(_examine_alone, path, ending, data)
    except Unreadable as error:
        return Examination(path, findings=[_unread(path, f"看不进去：{error}")])
    except isolated.TooMuch:
        return Examination(path, findings=[_unread(path, "看不进去：太大，或者结构异常，读它用的时间或内存超过限度")])
    except Exception:  # libraries may raise anything for a broken file, and the other files must still be read
        return Examination(path, findings=[_unread(path, "看不进去：文件坏了，或者加了密码")])


def unusable(path: str, message: str) -> Examination:
    """Return the examination of a file that cannot be published, and why not."""
    return Examination(path, findings=[_finding(path, 0, "", UNUSABLE, message)])


def too_large(path: str) -> Examination:
    """Return the examination of a file of more than `LARGEST_FILE` bytes. It is not read into memory."""
    return _with_its_name(Examination(path, findings=[_unread(path, f"看不进去：文件太大，超过 {LARGEST_FILE // 1_000_000} MB")]))


def _unread(path: str, message: str, line: int = 0) -> Finding:
    return _finding(path, line, "", "unreadable", message)


def _examine_alone(path: str, ending: str, data: bytes) -> Examination:
    if fault := file_kind.wrong_part(ending, data):
        return unusable(path, fault)
    try:
        return _examination(path, read_file(ending, data))
    except Unreadable as error:
        return Examination(path, findings=[_unread(path, f"看不进去：{error}")])


def _examination(path: str, extract: Extract) -> Examination:
    findings = distinct(_findings(path, extract))
    text = "\n".join(seen for piece in extract.pieces if (seen := piece.seen.strip("\n")).strip())
    if extract.shape.title and distinct(findings_in_text(path, 0, extract.shape.title)):
        extract.shape.title = ""  # what the check finds in it is no name for readers
    return Examination(path, text[:MOST_INDEXED], findings, extract.shape)


def _findings(path: str, extract: Extract) -> Iterator[Finding]:
    layout = Layout.of(extract.pieces)
    for number, piece in enumerate(extract.pieces):
        for text in dict.fromkeys((piece.text, piece.seen)):  # a deletion may stand within a number that is shown whole
            if text:
                yield from findings_in_text(path, piece.line, text, where=piece.where, label=layout.labels.get(number, ""), header=0)
    for piece, kind, value in detect_across(layout, path.rpartition("/")[2]):
        yield _finding(path, piece.line, piece.where, kind, value)
    for name in dict.fromkeys(extract.people):
        if not _is_program(name):
            yield _finding(path, 0, "", "metadata", name)
    for where in extract.located:
        yield _finding(path, 0, where, "location", where)
    for line, message in extract.missing:
        yield _unread(path, message, line)


def _is_program(name: str) -> bool:
    """Return whether a name in a file's properties is that of a program or a role, not of a person."""
    folded = name.casefold()
    return any(word in folded for word in _NOBODY)


_NOBODY = (
    "局", "办公", "处", "科", "委", "政府", "中心", "街道", "公司", "用户", "管理员", "office", "wps", "openpyxl", "python", "microsoft",
    "admin", "user", "kingsoft", "apache", "poi", "un-named", "unknown", "author", "system", "pc", "lenovo", "windows", "writer",
)
