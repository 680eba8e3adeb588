"""Front matter: bytes of a file → header values with their lines, and the body.

The header is that of Pelican (meta data of Python-Markdown): lines `Key: value` up to the
first blank line, continuation lines indented by four spaces, optionally between ``---``.
Unlike Pelican's reader this one never guesses and never drops a line without a problem.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model.problems import WARNING, Problem
from . import characters

_ENTRY = re.compile(r" {0,3}(?P<key>[^\s:：][^:：]*?)(?P<space>\s*)(?P<colon>[:：])(?P<value>.*)\Z")
_CONTINUATION = re.compile(r"(?: {4,}|\t)\s*(?P<value>\S.*)\Z")
_FENCE = re.compile(r"(?:-{3}|\.{3})\s*\Z")
_CLOSING_FENCE = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"(?:\A|\n)[ \t]*\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One header line: the key as written, its value, its line (from 1)."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a file; `body_line` is the line on which the body begins."""

    entries: list[Entry]
    body: str
    body_line: int
    problems: list[Problem]


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Decode UTF-8 with or without a byte order mark, and normalise line ends.

    Another encoding is a problem that names it. It is not decoded: a wrong guess
    would be published with wrong characters.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Problem(path, 0, "文件是 UTF-16 编码", "用编辑器“另存为”，编码选 UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            return "", [Problem(path, line, "文件不是 UTF-8 编码，也认不出是哪种编码", "用编辑器打开核对后，以 UTF-8 编码另存")]
        return "", [Problem(path, line, "文件是 GB18030（GBK）编码，不是 UTF-8", "用编辑器“另存为”，编码选 UTF-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, list(_control_characters(path, text))


def _control_characters(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each kind of control character, where it stands first."""
    told = set()
    for control in _CONTROL.finditer(text):
        if control[0] not in told:
            told.add(control[0])
            yield Problem(path, text.count("\n", 0, control.start()) + 1, f"有看不见的控制字符 U+{ord(control[0]):04X}", "删去这个字符")


def page_texts(content_dir: str, paths: Iterable[str]) -> dict[str, str]:
    """Return the texts of pages by path. A page that cannot be read has an empty text: Pelican's reader tells of it."""
    texts = {}
    for path in paths:
        try:
            texts[path] = decode(path, Path(content_dir, path).read_bytes())[0]
        except OSError:
            texts[path] = ""
    return texts


def split(path: str, data: bytes) -> Document:
    """Split a file into header entries and body; whatever is wrong with the header is a problem."""
    text, problems = decode(path, data)
    if problems and not text:
        return Document([], "", 0, problems)
    fenced = text.startswith("---") and text[3 : text.find("\n")].strip() == ""
    end = len(text) if fenced else _BLANK_LINE.search(text + "\n\n").start()
    if fenced and (close := _CLOSING_FENCE.search(text, 3)):
        end = close.end()
    lines = text[:end].split("\n")
    entries: list[Entry] = []
    position = 1 if fenced else 0
    while position < len(lines):
        line = lines[position]
        number = position + 1
        if fenced and _FENCE.match(line):
            position += 1
            break
        if not line.strip():
            if fenced:
                problems.append(Problem(path, number, "表头里有空行", "删去空行，或补上结束表头的“---”"))
                position += 1
                continue
            break
        continuation = _CONTINUATION.match(line)
        entry = _ENTRY.match(line)
        if continuation and entries:
            last = entries[-1]
            entries[-1] = Entry(last.key, f"{last.value} {continuation['value'].strip()}".strip(), last.line)
        elif entry:
            if entry["colon"] == "：":
                problems.append(Problem(path, number, f"“{entry['key']}”后面是全角冒号", "改成半角冒号加空格“: ”"))
            if entry["space"]:
                problems.append(Problem(path, number, f"“{entry['key']}”与冒号之间有空格", "删去冒号前的空格"))
            entries.append(Entry(entry["key"], entry["value"].strip(), number))
        else:
            problems.append(
                Problem(path, number, f"表头里有一行不是“键: 值”：“{line.strip()[:30]}”", "改成“键: 值”，表头与正文之间空一行")
            )
            if not entries:
                break
        position += 1
    problems += _doubtful_values(path, entries)
    rest = "\n".join(lines[position:]) + text[end:]
    body = rest.lstrip("\n")
    return Document(entries, body, text.count("\n", 0, len(text) - len(body)) + 1, problems)


def is_continuation(line: str) -> bool:
    """Return whether a line of a header goes on with the value above it."""
    return _CONTINUATION.match(line) is not None


def _doubtful_values(path: str, entries: list[Entry]) -> Iterator[Problem]:
    """Yield a problem for each value with characters that nobody sees, or with a tab inside."""
    for entry in entries:
        for doubt in characters.doubtful(entry.value):
            yield Problem(path, entry.line, f"{entry.key}里{doubt.message}", doubt.remedy, WARNING)
        if "\t" in entry.value:
            yield Problem(path, entry.line, f"{entry.key}里“{entry.value.partition(chr(9))[0][-8:]}”后面有制表符，显示为空格", "改成空格，或删去", WARNING)
