"""Documents → files of items. Every item is a draft, and none has a review that no person made. No file is overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

from ..content.placeholders import placeholder
from ..content.source import ATTACHMENT_SUFFIXES, ITEMS, LARGEST_ATTACHMENT
from ..model import addresses
from ..model.item import FIELDS
from .document import Attached, Document

UNDATED = "undated"
"""The folder of items whose day of publication is not known."""
_WANTED = {"Review": "审查日期 审查人 结论"}
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_UNFIT = re.compile(r'[<>:"|?*\\/\x00-\x1f\s()\[\]#%&]+')


def item_path(document: Document) -> str:
    """Return the path of an item's file, relative to the content folder."""
    return f"{ITEMS}/{year_of(document.values.get('Date', '')) or UNDATED}/{_stem(document)}.md"


def year_of(date: str) -> str:
    """Return the year that a date begins with, also one that could not be read whole; "" of what begins otherwise, as 45000."""
    found = _YEAR.match(date)
    return found[0] if found else ""


def _stem(document: Document) -> str:
    """Return the name of an item's file: its Index, else the name of its source."""
    if document.values.get("Index"):
        return addresses.item_stem(document.values["Index"])
    name = _UNFIT.sub("-", os.path.splitext(document.place.source.partition("?")[0])[0])[-50:].strip("-. ")
    return f"{name}-{hashlib.sha256(document.key.encode()).hexdigest()[:6]}"  # so that no two sources have one name


def item_text(document: Document) -> str:
    """Return the text of an item's file. What a person must still write stands in brackets."""
    lines = []
    for field in FIELDS:
        if field.key == "Status":
            continue
        said = document.values.get(field.key, "")
        if said:
            lines.append(f"{field.key}: {said}")
        elif field.required:
            lines.append(f"{field.key}: {placeholder(_WANTED.get(field.key, field.label))}")
    body = document.body.strip("\n")
    return "\n".join([*lines, "Status: draft"]) + "\n" + (f"\n{body}\n" if body.strip() else "")


def file_names(document: Document) -> dict[str, tuple[str, Attached]]:
    """Return the name of each attached file beside the item, by its mark. Names begin with that of the item, and no two are the same."""
    stem = _stem(document)
    taken: set[str] = set()
    named = {}
    for mark, attached in document.files.items():
        base, ending = os.path.splitext(attached.name)
        base = _UNFIT.sub("-", "".join(letter for letter in base if unicodedata.category(letter)[0] != "C")).strip("-. ")[:40] or "附件"
        ending, number = ending.lower(), 1
        name = f"{stem}-{base}{ending}"
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{base}-{number}{ending}"
        taken.add(name.casefold())
        named[mark] = (name, attached)
    return named


def unfit(attached: Attached) -> str:
    """Return in Chinese why a file must not stand beside an item, where it would stop the publication of all; '' where it may."""
    size = attached.data.stat().st_size if isinstance(attached.data, Path) else len(attached.data)
    ending = os.path.splitext(attached.name)[1].lower()
    if ending not in ATTACHMENT_SUFFIXES:
        return f"是“{ending or '无扩展名'}”类型，不能发布"
    return "是空的" if not size else "太大" if size > LARGEST_ATTACHMENT else ""


def write(path: Path, data: bytes | Path) -> bool:
    """Write a file that is not there yet; return whether that was possible. What a killed import left of it is completed."""
    data = data.read_bytes() if isinstance(data, Path) else data
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "xb") as file:
            file.write(data)
        return True
    except FileExistsError:
        there = path.read_bytes() if path.is_file() else None
        if there is None or not data.startswith(there):
            return False
        if there != data:
            path.write_bytes(data)
        return True
