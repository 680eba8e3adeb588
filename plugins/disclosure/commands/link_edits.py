"""Links of other texts to an item that is taken down: changed, so that no error holds the publication up.

A link to the item's file becomes one to its Index. The words of the text stay as they are, and the page shows them
without the link. A link to a published attachment becomes one to the page, at which a tombstone stands. In the register
of forms the name of a file that goes is emptied.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ..released.register_file import replace_whole

FORMS = "registers/forms.csv"
_WORD = re.compile(rb"""[^\s()<>"'\[\]]+""")


@dataclass(frozen=True, slots=True)
class Targets:
    """What goes: Index, file and address of an item, and the files of its attachments."""

    index: str
    path: str
    address: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one place: `old` becomes `new` in a line of a file. Where they are the same, it is only told."""

    path: str
    line: int
    old: bytes
    new: bytes
    said: str


def edits(content_dir: str, items: list[str], targets: Targets) -> list[Edit]:
    """Return the changes of items that link to what goes, and of pages, reports and the register of forms."""
    found = [edit for path in items for edit in _in_text(content_dir, path, targets)]
    for folder in ("pages", "reports"):
        for base, _, names in os.walk(os.path.join(content_dir, folder)):
            paths = (os.path.relpath(os.path.join(base, name), content_dir) for name in sorted(names) if name.endswith((".md", ".markdown")))
            found += [edit for path in paths for edit in _in_text(content_dir, path.replace(os.sep, "/"), targets)]
    return [*found, *_in_forms(content_dir, targets)]


def apply(content: Path, found: list[Edit], write: Callable[[str, bytes], None] | None = None) -> None:
    """Make changes. Each file is replaced whole, by `write` where it is given; all its other bytes stay."""
    for path in dict.fromkeys(edit.path for edit in found if edit.old != edit.new):
        lines = (content / path).read_bytes().split(b"\n")
        for edit in found:
            if edit.path == path:
                lines[edit.line - 1] = lines[edit.line - 1].replace(edit.old, edit.new)
        data = b"\n".join(lines)
        write(path, data) if write else replace_whole(content / path, data)


def _in_text(content_dir: str, path: str, targets: Targets) -> Iterator[Edit]:
    data = Path(content_dir, path).read_bytes()
    for number, line in enumerate(data.split(b"\n"), 1):
        for word in dict.fromkeys(_WORD.findall(line)):
            if new := _changed(path, word, targets):
                yield Edit(path, number, word, new, "链接到要移除的条目，" + ("已经改成索引号，网页上只留文字" if new != word else "网页上只留文字"))


def _changed(path: str, word: bytes, targets: Targets) -> bytes:
    """Return what a link becomes; b'' for a word that is no link to what goes."""
    text = word.decode("utf-8", "replace")
    link = unquote(text.partition("#")[0]).replace("\\", "/")
    if link == f"index:{targets.index}":
        return word
    bare = re.sub(r"\A[{|](?:filename|attach|static)[}|]", "", link)
    target = bare.lstrip("/") if bare.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
    if target == targets.path:
        return f"index:{targets.index}".encode() if path.startswith("items/") else f"/{targets.address}".encode()
    if target.startswith(targets.address.removesuffix(".html") + "/") or (target in targets.attachments and not path.startswith("items/")):
        return f"/{targets.address}".encode()
    return b""


def _in_forms(content_dir: str, targets: Targets) -> Iterator[Edit]:
    """Yield the rows of the register of forms that name a file that goes."""
    try:
        data = Path(content_dir, FORMS).read_bytes()
    except OSError:
        return
    encoding = "utf-8" if _is_utf8(data) else "gb18030"
    for number, line in enumerate(data.split(b"\n"), 1):
        for attachment in targets.attachments:
            if (name := attachment.encode(encoding)) in line:
                yield Edit(FORMS, number, name, b"", f"文件“{attachment}”要删去，这一格已经清空")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
