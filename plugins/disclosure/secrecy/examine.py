"""Texts and files → findings: what was found, where, and its number for a reviewer's exception."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.problems import Problem
from . import isolated
from .detect import KINDS, detect, mask
from .extract import Extract, Piece, Unreadable
from .files import HARMLESS, QUICK, READERS, drawn

MOST_INDEXED = 100_000
"""Characters of one attachment that are kept for the search."""
MOST_FINDINGS = 500
"""Findings of one file that are told one by one; the first of each value is enough."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a file of the content folder."""

    path: str
    line: int
    where: str
    kind: str
    masked: str
    code: str
    """Names this value in this file, without saying it: what a reviewed exception refers to."""

    @property
    def named(self) -> str:
        """What it is and its masked value, in words."""
        return self.masked if self.kind == "unreadable" else f"{KINDS[self.kind].label} {self.masked}"

    def problem(self, how: str = "在条目里写“Review-Exception: {code} 理由”") -> Problem:
        """Return it as it is told to the editor; `how` says where an exception is written."""
        kind = KINDS[self.kind]
        place = f"{self.where}：" if self.where else ""
        rest = f"；审查后可以公开的，{how.format(code=self.code)}"
        return Problem(self.path, self.line, f"{place}{self.named}", kind.remedy + rest, kind.severity)


@dataclass(slots=True)
class Examination:
    """What came out of one attachment: its text for the search, and what was found in it."""

    path: str
    text: str = ""
    findings: list[Finding] = field(default_factory=list)


def code(path: str, kind: str, value: str) -> str:
    """Return the number under which a reviewer lets a value in a file pass."""
    name = path.rpartition("/")[2]
    return hashlib.sha256(f"{name}\n{kind}\n{value}".encode()).hexdigest()[:8]


def _finding(path: str, line: int, where: str, kind: str, value: str) -> Finding:
    return Finding(path, line, where, kind, mask(kind, value), code(path, kind, value))


def of_text(path: str, line: int, text: str, *, where: str = "", label: str = "", open_draft: bool = False, header: int = 300) -> Iterator[Finding]:
    """Yield what is found in a text that begins on a line of a file."""
    lead = f"{label}：" if label else ""
    for found in detect(lead + text, header if not lead else 0, open_draft):
        at = line + text.count("\n", 0, max(0, found.start - len(lead))) if line else 0
        yield _finding(path, at, where, found.kind, found.value)


def distinct(findings: Iterator[Finding]) -> list[Finding]:
    """Return each value of a file once, where it stands first."""
    return list({one.code: one for one in reversed(list(findings))}.values())[::-1][:MOST_FINDINGS]


def of_file(path: str, data: bytes) -> Examination:
    """Look into an attachment. Never fails: what cannot be looked into is a finding."""
    ending = path[path.rfind(".") :].lower()
    if ending in HARMLESS:
        return Examination(path)
    if ending not in READERS:
        return Examination(path, findings=[_unread(path, f"“{ending}”文件看不进去")])
    try:
        if ending in QUICK:
            return _judged(path, drawn(ending, data))
        return isolated.call(_judge, path, ending, data)
    except Unreadable as error:
        return Examination(path, findings=[_unread(path, f"看不进去：{error}")])
    except isolated.TooMuch:
        return Examination(path, findings=[_unread(path, "看不进去：太大，或者结构异常，读它用的时间或内存超过限度")])
    except Exception:  # whatever a file does to a library, other files must not suffer
        return Examination(path, findings=[_unread(path, "看不进去：文件坏了，或者加了密码")])


def _unread(path: str, message: str) -> Finding:
    return _finding(path, 0, "", "unreadable", message)


def _judge(path: str, ending: str, data: bytes) -> Examination:
    try:
        return _judged(path, drawn(ending, data))
    except Unreadable as error:
        return Examination(path, findings=[_unread(path, f"看不进去：{error}")])


def _judged(path: str, extract: Extract) -> Examination:
    findings = distinct(_all(path, extract))
    text = "\n".join(piece.text for piece in extract.pieces)
    return Examination(path, text[:MOST_INDEXED], findings)


def _all(path: str, extract: Extract) -> Iterator[Finding]:
    for piece in extract.pieces:
        yield from _of_piece(path, piece)
    for name in dict.fromkeys(extract.people):
        if not _is_program(name):
            yield _finding(path, 0, "", "metadata", name)
    for where in extract.located:
        yield _finding(path, 0, where, "location", where)
    for message in extract.missing:
        yield _unread(path, message)


def _of_piece(path: str, piece: Piece) -> Iterator[Finding]:
    yield from of_text(path, piece.line, piece.text, where=piece.where, label=piece.label, header=300 if piece.starts else 0)


def _is_program(name: str) -> bool:
    """Whether a name in a file's properties is a program's or a role's, no person's."""
    folded = name.casefold()
    return any(word in folded for word in _NOBODY)


_NOBODY = (
    "局", "办公", "处", "科", "委", "政府", "中心", "街道", "公司", "用户", "管理员", "office", "wps", "openpyxl", "python", "microsoft",
    "admin", "user", "kingsoft", "apache", "poi", "un-named", "unknown", "author", "system", "pc", "lenovo", "windows", "writer",
)
