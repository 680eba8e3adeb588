"""Single lines of a header, changed in the bytes of a file; every other byte stays as it is.

A file keeps its line ends, its byte order mark, its fences, the order of its keys and its blanks. A key that the header
has gets another value in its own line. A key that it lacks gets a line behind the keys that stand before it in the table
of fields. What was written is read again: if anything else reads differently, nothing is changed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

from ..model.item import FIELD_BY_KEY, FIELDS
from . import frontmatter
from .frontmatter import Document, Entry
from .header_slips import key_of

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BEFORE_VALUE = re.compile(r"\A\ufeff? {0,3}[^:：]+[:：][ \t]*")
_ORDER = {field.key.casefold(): place for place, field in enumerate(FIELDS)}
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
"""Unicode's categories of characters that nobody sees: controls, line ends, direction marks."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs without a shape."""


class FaultyHeader(Exception):
    """A header that cannot be changed safely. The message says in Chinese where and why, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed line: its number from 1 in the new text, and its text before and after. '' before: the line is new; '' after: it is gone."""

    line: int
    before: str
    after: str


def value_fault(name: str, value: str) -> str:
    """Return in Chinese why a value cannot stand in a line of the header; '' where it can. A line end begins another line."""
    unseen = next((letter for letter in value if unicodedata.category(letter) in _UNSEEN), "")
    if unseen:
        what = "换行" if unseen in "\n\r\v\f\x85\u2028\u2029" else "看不见的字符"
        return f"{name} 里有{what}（U+{ord(unseen):04X}）；写成一行，只用看得见的字"
    if value and not any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in value):
        return f"{name} 里没有看得见的字；写成一行，只用看得见的字"
    return ""


def read_header(path: str, data: bytes) -> Document:
    """Return the parts of an item's file. Raises `FaultyHeader` where its header has errors, so that no edit meets the wrong line."""
    document = frontmatter.split(path, data)
    errors = [problem for problem in document.problems if problem.is_error]
    if errors:
        raise FaultyHeader("；".join(f"{path}:{problem.line}: {problem.message}，{problem.remedy}" for problem in errors))
    if not document.entries:
        raise FaultyHeader(f"{path}:1: 文件没有表头，先补上")
    seen: dict[str, int] = {}
    for entry in document.entries:
        if (first := seen.setdefault(_folded(entry.key), entry.line)) != entry.line:
            raise FaultyHeader(f"{path}:{entry.line}: {entry.key} 写了两次（第 {first} 行已有），只留一行")
    return document


def values_of(document: Document) -> dict[str, str]:
    """Return the values of a header by key, as the table of fields writes the keys."""
    found = {_folded(entry.key): entry.value for entry in document.entries}
    return {field.key: found[field.key.casefold()] for field in FIELDS if field.key.casefold() in found}


def with_value(path: str, data: bytes, key: str, value: str) -> tuple[bytes, list[Edit]]:
    """Return a file with another value of a key, and the lines that changed; no lines where it had this value.

    Raises `FaultyHeader` where the header has errors, or the value would not read back as it is given.
    """
    document = read_header(path, data)
    lines = _LINE.findall(data)
    present = next((entry for entry in document.entries if _folded(entry.key) == key.casefold()), None)
    if present is not None and present.value == value:
        return data, []
    if present is None:
        _refuse_meant(path, document, key)
    edits = _replace(lines, present, value) if present is not None else [_insert(lines, document, key, value)]
    changed = b"".join(lines)
    _prove(path, document, changed, key, value)
    return changed, edits


def _refuse_meant(path: str, document: Document, key: str) -> None:
    """Raise `FaultyHeader` where a header has a key under a name that nobody reads: a line beside it would say it twice."""
    for entry in document.entries:
        if _folded(entry.key) not in _ORDER and (key_of(entry.key) or _near(entry.key)).casefold() == key.casefold():
            raise FaultyHeader(f"{path}:{entry.line}: 表头不认识“{entry.key}”，看来是 {key}；把这一行改成“{key}: {entry.value}”，再运行一次")


def _near(name: str) -> str:
    """Return the key that a name misspells, or ''."""
    near = difflib.get_close_matches(_folded(name), _ORDER, 1, 0.8)
    return FIELD_BY_KEY[near[0]].key if near else ""


def without_key(path: str, data: bytes, key: str) -> tuple[bytes, list[Edit]]:
    """Return a file without the line of a key, and the lines that went. Raises `FaultyHeader` as `with_value` does."""
    document = read_header(path, data)
    lines = _LINE.findall(data)
    present = next((entry for entry in document.entries if _folded(entry.key) == key.casefold()), None)
    if present is None:
        return data, []
    begin, end = present.line - 1, _end(lines, present)
    mark = lines[begin][:3] if lines[begin].startswith(b"\xef\xbb\xbf") else b""
    edits = [Edit(begin + 1, _text(line), "") for line in lines[begin:end]]
    lines[begin:end] = [mark] if mark else []
    changed = b"".join(lines)
    _prove(path, document, changed, key, None)
    return changed, edits


def _folded(key: str) -> str:
    return key.casefold().replace("_", "-")


def _text(line: bytes) -> str:
    return line.decode("utf-8-sig").rstrip("\r\n")


def _end(lines: list[bytes], entry: Entry) -> int:
    """Return the place behind the last line of a value: long values go on in further lines."""
    place = entry.line
    while place < len(lines) and frontmatter.is_continuation(_text(lines[place])):
        place += 1
    return place


def _line_end(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]


def _replace(lines: list[bytes], entry: Entry, value: str) -> list[Edit]:
    """Give an entry another value in its first line; take further lines of the old value away."""
    begin, end = entry.line - 1, _end(lines, entry)
    old, ending = lines[begin], _line_end(lines[begin])
    start = _BEFORE_VALUE.match(old.decode("utf-8").rstrip("\r\n"))[0]
    if start[-1] not in " \t":
        start += " "
    lines[begin] = (start + value).encode() + ending
    edits = [Edit(entry.line, _text(old), _text(lines[begin]))]
    edits += [Edit(entry.line + 1, _text(line), "") for line in lines[begin + 1 : end]]
    if not _line_end(lines[end - 1]):  # the file ended with the value
        lines[begin] = lines[begin].removesuffix(ending) if end > begin + 1 else lines[begin]
    del lines[begin + 1 : end]
    return edits


def _insert(lines: list[bytes], document: Document, key: str, value: str) -> Edit:
    """Put a line for a key behind the last of the keys that stand before it in the table of fields."""
    order = _ORDER[key.casefold()]
    before = [entry for entry in document.entries if _ORDER.get(_folded(entry.key), len(FIELDS)) < order] or document.entries
    place = _end(lines, before[-1])
    ending = _line_end(lines[place - 1])
    text = f"{key}: {value}".encode()
    if ending:
        lines.insert(place, text + ending)
    else:  # the file ended with this line
        lines[place - 1] += _line_end(lines[0]) or b"\n"
        lines.insert(place, text)
    return Edit(place + 1, "", text.decode())


def _prove(path: str, before: Document, changed: bytes, key: str, value: str | None) -> None:
    """Raise `FaultyHeader` unless a changed file reads as before but for the value of a key."""
    after = frontmatter.split(path, changed)
    others = [(entry.key, entry.value) for entry in before.entries if _folded(entry.key) != key.casefold()]
    now = [(entry.key, entry.value) for entry in after.entries if _folded(entry.key) != key.casefold()]
    own = [entry.value for entry in after.entries if _folded(entry.key) == key.casefold()]
    if others != now or own != ([] if value is None else [value]) or after.body != before.body or any(problem.is_error for problem in after.problems):
        raise FaultyHeader(f"{path}: {FIELD_BY_KEY[key.casefold()].key} 写不成“{value}”，表头会读成别的意思；换一个说法，或者自己改")
