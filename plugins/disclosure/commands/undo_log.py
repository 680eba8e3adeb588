"""Changes of several files that are made all or not at all, also when the computer stops in the middle.

Before each step a line about it is written into a hidden file of the content folder, and reaches the disk first. When all is
done the file goes. What fails is undone at once; what was killed is undone by the next command that edits content.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from types import TracebackType

from ..model.problems import shown_path
from ..released.register_file import replace_whole, temporary_name

NAME = ".unfinished.jsonl"


class UndoLog:
    """Steps in a content folder, kept until all are done. Paths are relative to the folder."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._path = content / NAME

    def __enter__(self) -> UndoLog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._path.unlink(missing_ok=True)
        else:
            recover(self._content)

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole."""
        place = self._content / path
        before = place.read_bytes() if place.exists() else None
        self._note({"path": path, "before": None if before is None else _packed(before), "after": _packed(data)})
        replace_whole(place, data)

    def rename(self, old: str, new: str) -> None:
        """Move a file. Nothing is at its new place."""
        self._note({"old": old, "new": new})
        (self._content / new).parent.mkdir(parents=True, exist_ok=True)
        os.rename(self._content / old, self._content / new)

    def _note(self, step: dict[str, str | None]) -> None:
        with open(self._path, "ab") as file:
            file.write(json.dumps(step).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def recover(content: Path) -> list[str]:
    """Undo what a command did not finish; return in Chinese what was put back, and what was not. A file that changed since stays as it is."""
    path = content / NAME
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    told = [line for step in reversed(lines[:-1]) for line in _undone(content, json.loads(step))]  # behind the last line end a step was not begun
    path.unlink(missing_ok=True)
    return told


def _undone(content: Path, step: dict[str, str | None]) -> list[str]:
    if "old" in step:
        old, new = content / step["old"], content / step["new"]
        if os.path.lexists(old) or not os.path.lexists(new):
            return []
        old.parent.mkdir(parents=True, exist_ok=True)
        os.rename(new, old)
        return [f"{shown_path(new)} 移回 {shown_path(old)}"]
    place, before = content / step["path"], step["before"]
    temporary_name(place).unlink(missing_ok=True)
    now = place.read_bytes() if place.exists() else None
    if now == (None if before is None else _unpacked(before)):
        return []
    if now != _unpacked(step["after"]):
        return [f"{shown_path(place)} 后来又改过，没有动它；自己核对"]
    if before is None:
        place.unlink()
    else:
        replace_whole(place, _unpacked(before))
    return [f"{shown_path(place)} 恢复原样"]


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text)
