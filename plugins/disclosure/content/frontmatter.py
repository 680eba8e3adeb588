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

from ..model.item import FIELD_BY_KEY
from ..model.problems import WARNING, Problem
from . import characters, header_slips

_ENTRY = re.compile(r" {0,3}(?P<key>[^\s:：][^:：]*?)(?P<space>\s*)(?P<colon>[:：])(?P<value>.*)\Z")
_CONTINUATION = re.compile(r"(?: {4,}|\t)\s*(?P<value>\S.*)\Z")
_FENCE = re.compile(r"(?:-{3}|\.{3})\s*\Z")
_CLOSING_FENCE = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"(?:\A|\n)[ \t]*\n")
_UNSEEN_BEGINNING = re.compile("(?:[ \\t　\ufeff\u200b\u200e]*\\n)*[\\t　\ufeff\u200b\u200e]*")
"""Blank lines, and characters before the first that nobody sees."""
_BROKEN = re.compile(r"\n*(?:[ \t　]*\n)+(?P<line>.*)")
"""Blank lines behind a header, and the line that follows."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")


WIDE_COLON = "全角冒号"
"""What a colon of full width is called."""


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
    if kind := header_slips.foreign_file(data):
        return "", [Problem(path, 0, f"这是{kind}，只是名字改成了 .md", "用 make import FROM=… 导入原来的文件；或者新建一个，把文字贴进去")]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Problem(path, 0, "文件是 UTF-16 编码", "用编辑器“另存为”，编码选 UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            return "", [Problem(path, line, "文件不是 UTF-8 编码，也认不出是哪种编码", "用编辑器打开，核对文字，以 UTF-8 编码另存")]
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
    start = _start(text)
    if start:
        problems.append(_told_of_beginning(path, text[:start]))
    fenced = _opens_fence(text, start)
    end = len(text) if fenced else start + _BLANK_LINE.search(text[start:] + "\n\n").start()
    if fenced and (close := _CLOSING_FENCE.search(text, start + 3)):
        end = close.end()
    elif fenced:
        problems.append(Problem(path, text.count("\n", 0, start) + 1, "这里是“---”，表头的后面却没有另一个“---”", "删去这一行；或者在表头的最后一行后面补一行“---”"))
        end = start + _BLANK_LINE.search(text[start:] + "\n\n").start()
    above = text.count("\n", 0, start)
    header = _Header(path, text[start:end].split("\n"), above, fenced)
    header.read()
    while not fenced and (more := _BROKEN.match(text, end)) and header.belongs(more["line"]):
        end = more.start("line") + (_BLANK_LINE.search(text[more.start("line"):] + "\n\n").start())
        header.go_on(text[start:end].split("\n"))
    problems += header.problems
    problems += _doubtful_values(path, header.entries)
    rest = "\n".join(header.lines[header.position:]) + text[end:]
    body = rest.lstrip("\n")
    return Document(header.entries, body, text.count("\n", 0, len(text) - len(body)) + 1, problems)


def _start(text: str) -> int:
    """Return where the header begins: behind blank lines and invisible characters, if a header follows them; else 0."""
    start = _UNSEEN_BEGINNING.match(text).end()
    if not start:
        return 0
    entry = _ENTRY.match(text[start:].partition("\n")[0])
    return start if _opens_fence(text, start) or (entry and header_slips.key_of(entry["key"])) else 0


def _opens_fence(text: str, start: int) -> bool:
    """Return whether a line at a place of a text opens a header between fences."""
    return text.startswith("---", start) and text[start + 3 : text.find("\n", start)].strip() == ""


def _told_of_beginning(path: str, before: str) -> Problem:
    """Return the problem of a file whose header does not begin with its first character."""
    if lines := before.count("\n"):
        which = "第 1 行是空的" if lines == 1 else f"前 {lines} 行是空的"
        return Problem(path, 1, f"{which}，表头就不算数", "删去开头的空行，让“Title: …”这样的表头从第一行开始")
    return Problem(path, 1, "第一行的前面有看不见的字符或空格", "删去它们：把光标放在第一个字前面，按几次退格键，直到没有变化")


class _Header:
    """Reads the lines of a header. `above` is the number of lines above them."""

    def __init__(self, path: str, lines: list[str], above: int, fenced: bool) -> None:
        self.path, self.lines, self.fenced = path, lines, fenced
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.position = 1 if fenced else 0
        """The line that comes next; in the end the first that is no line of the header."""
        self._above = above + 1

    def read(self) -> None:
        """Read line by line."""
        while self.position < len(self.lines):
            line = self.lines[self.position]
            if self.fenced and _FENCE.match(line):
                self.position += 1
                return
            if not line.strip() and not self.fenced:
                return
            if not line.strip():
                self._tell("表头里有空行", "删去空行；表头已经写完的，在它后面补一行“---”")
            elif not self._take(line):
                return
            self.position += 1

    def belongs(self, line: str) -> bool:
        """Return whether a line behind a blank line is one of the header: it has a key of an item that the header does not have yet."""
        entry = _ENTRY.match(line)
        known = {header_slips.key_of(entry.key) for entry in self.entries}
        return bool(known) and entry is not None and entry["key"].casefold() in FIELD_BY_KEY and header_slips.key_of(entry["key"]) not in known

    def go_on(self, lines: list[str]) -> None:
        """Read on behind blank lines that break the header."""
        self.lines = lines
        self._tell("表头中间有空行，后面的几行会当作正文", "删去空行：表头的各行连着写，写完了才空一行")
        while not lines[self.position].strip():
            self.position += 1
        self.read()

    def _take(self, line: str) -> bool:
        """Read one line; return False when the header ends before it."""
        continuation, entry = _CONTINUATION.match(line), _ENTRY.match(line)
        if swallowed := self._swallowed(line):
            self._tell(f"“{swallowed['key']}”前面有空格，会接到上一行的后面", f"删去行首的空格，改成“{header_slips.line_of(swallowed['key'], swallowed['value'])}”")
            self.entries.append(Entry(swallowed["key"], swallowed["value"].strip(), self._above + self.position))
        elif continuation and self.entries:
            last = self.entries[-1]
            self.entries[-1] = Entry(last.key, f"{last.value} {continuation['value'].strip()}".strip(), last.line)
        elif entry and not (self.entries and entry["colon"] == "：" and self._is_text(entry["key"])):
            self._tell_of_slips(entry)
            self.entries.append(Entry(entry["key"], entry["value"].strip(), self._above + self.position))
        else:
            self._tell(*header_slips.no_entry(line, not self.entries and not self.fenced, self.entries[-1].key if self.entries else ""))
            if meant := header_slips.meant_entry(line):
                self.entries.append(Entry(*meant, self._above + self.position))
                return True
            return self._has_more()
        return True

    def _swallowed(self, line: str) -> re.Match | None:
        """Return the entry in a line that is indented by mistake: its key is one of an item."""
        inner = _ENTRY.match(line.strip(" \t　"))
        return inner if inner and line[:1] in "\t　 " and not _ENTRY.match(line) and inner["key"].casefold() in FIELD_BY_KEY else None

    def _is_text(self, key: str) -> bool:
        """Return whether what stands before a full-width colon is a sentence or a salutation, and no key of a header."""
        return not header_slips.key_of(key) and re.search("[\u4e00-\u9fff]", key) is not None and not self._has_more()

    def _has_more(self) -> bool:
        """Return whether a line with a known key follows in the header."""
        following = (_ENTRY.match(line) for line in self.lines[self.position + 1 :])
        return self.fenced or any(entry and header_slips.key_of(entry["key"]) for entry in following)

    def _tell_of_slips(self, entry: re.Match) -> None:
        """Tell of a colon of full width, and of a blank before it."""
        if entry["colon"] == "：":
            line = header_slips.line_of(header_slips.key_of(entry["key"]) or entry["key"], entry["value"])
            self._tell(f"“{entry['key']}”后面是{WIDE_COLON}（中文的冒号）", f"改成半角冒号（英文的冒号），后面空一格：“{line}”")
        if entry["space"]:
            self._tell(f"“{entry['key']}”与冒号之间有空格", "删去冒号前的空格")

    def _tell(self, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, self._above + self.position, message, remedy))


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
