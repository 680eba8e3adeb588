"""Values of a form ↔ bytes of an item's file. Only lines whose value differs are written; every other byte stays.

A value that is still a bracket (〔在这里写：…〕) is empty in the form, and stays a bracket as long as nobody fills it in.
"""

from __future__ import annotations

import re
from typing import Any

from ..content import frontmatter
from ..content.header_lines import FaultyHeader, read_header, value_fault, values_of, with_value, without_key
from ..content.placeholders import MARK, placeholder
from ..model.item import FIELDS, STATUSES, parse_names
from .form import BODY

PUBLISHED, DRAFT = STATUSES
_LISTS = ("Key-Area",)
"""Keys of which the form holds a list."""
_OF_THE_ORIGINAL = ("Review", "Review-Exception", "Withdrawn", "Modified", "Revisions", "Status")
"""Keys that a copy of an item does not take over: nobody has reviewed it."""
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
REVIEW = placeholder("审查日期 审查人 结论")


def values_of_file(path: str, data: bytes) -> dict[str, Any]:
    """Return what the form shows of an item's file, by key. Raises `FaultyHeader` where the header has errors."""
    document = read_header(path, data)
    said = values_of(document)
    shown: dict[str, Any] = {field.key: "" if said.get(field.key, "").startswith(MARK) else said.get(field.key, "") for field in FIELDS}
    for key in _LISTS:
        shown[key] = [*parse_names(shown[key])]
    return shown | {"Status": shown["Status"] or PUBLISHED, BODY: document.body}


def changed_file(path: str, data: bytes, values: dict[str, Any]) -> bytes:
    """Return the bytes of a file with the values of a form; a key that the form does not have stays as it is.

    Raises `FaultyHeader` where the header has errors, or a value cannot stand in a line.
    """
    before = values_of_file(path, data)
    for field in FIELDS:
        new = values.get(field.key)
        if new is None or field.key == "Index" or _same(new, before[field.key]):
            continue
        if field.key == "Status" and new == PUBLISHED:
            data, _ = without_key(path, data, "Status")
        elif value := one_line(field.label, new):
            data, _ = with_value(path, data, field.key, value)
        elif field.key == "Review":
            data, _ = with_value(path, data, "Review", REVIEW)
        else:
            data, _ = without_key(path, data, field.key)
    body = values.get(BODY)
    return data if body is None else with_body(path, data, body)


def new_file(values: dict[str, Any], index: str) -> bytes:
    """Return the bytes of the file of a new item. It is a draft, and has no review that no person wrote."""
    copied = bool(values.get("Index"))
    said = {field.key: "" if copied and field.key in _OF_THE_ORIGINAL else one_line(field.label, values.get(field.key) or "") for field in FIELDS}
    said |= {"Index": index, "Review": said["Review"] or REVIEW, "Status": DRAFT if said["Status"] in ("", DRAFT) else ""}
    header = "".join(f"{key}: {value}\n" for key, value in said.items() if value)
    body = _lines(values.get(BODY) or "").strip("\n")
    return f"{header}\n{body or placeholder('正文')}\n".encode()


def one_line(label: str, value: Any) -> str:
    """Return a value of the form as one line of the header. Raises `FaultyHeader` where characters in it cannot be seen."""
    text = "; ".join(value) if isinstance(value, list) else " ".join(_lines(str(value)).split("\n")).strip()
    if fault := value_fault(label, text):
        raise FaultyHeader(fault)
    return text


def with_body(path: str, data: bytes, body: str) -> bytes:
    """Return a file with another text below its header. Lines at its beginning and end that stay are the same bytes."""
    document = frontmatter.split(path, data)
    body = _lines(body).lstrip("\n")
    if body == document.body:
        return data
    lines = _LINE.findall(data)
    head, old = lines[: document.body_line - 1], lines[document.body_line - 1 :]
    ending = next((line[len(line.rstrip(b"\r\n")) :] for line in lines if line.endswith((b"\r", b"\n"))), b"\n")
    if not document.body:
        head = [b"".join(head).rstrip(b"\r\n"), ending, ending]
    was, now = document.body.split("\n"), body.split("\n")
    old += [b""] * (len(was) - len(old))
    same = _common(was, now)
    tail = _common(was[same:][::-1], now[same:][::-1])
    changed = b"".join(head)
    for place, text in enumerate(now):
        is_last = place == len(now) - 1
        source = old[place] if place < same else old[place - len(now)] if place >= len(now) - tail else None
        fits = source is not None and source.endswith((b"\r", b"\n")) != is_last
        changed += source if fits else text.encode() + (b"" if is_last else ending)
    after = frontmatter.split(path, changed)
    if [(entry.key, entry.value) for entry in after.entries] != [(entry.key, entry.value) for entry in document.entries] or after.body.rstrip("\n") != body.rstrip("\n"):
        raise FaultyHeader(f"{path}: 正文写不进去，会读成别的意思；换一个写法")
    return changed


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _common(one: list[str], other: list[str]) -> int:
    """Return how many lines are the same at the beginning of two texts."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _same(new: Any, old: Any) -> bool:
    if isinstance(old, list):
        return [*new] == old if isinstance(new, list) else parse_names(str(new)) == tuple(old)
    return new == old

