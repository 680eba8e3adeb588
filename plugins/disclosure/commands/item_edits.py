"""What the verbs that change an item share: settings, the item's file, what is told, and writing whole files or none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..content.find_item import NoSuchItem, find_item
from ..content.header_lines import Edit, FaultyHeader, read_header, value_fault, values_of, with_value
from ..model.problems import sentence, shown_path
from ..model.settings import add_defaults, check_settings
from ..model.taxonomy import InvalidSettings
from ..released.register_file import replace_whole
from ..secrecy.examine import distinct, findings_in_text
from .undo_log import recover


class Refused(Exception):
    """What was asked for cannot be done; nothing was done. The arguments say why, one sentence each."""


@dataclass
class Change:
    """A file that changes: its bytes before and now, and the lines that differ."""

    path: str
    """Relative to the content folder."""
    before: bytes
    now: bytes
    edits: list[Edit]

    def set(self, key: str, value: str) -> None:
        """Give a key of the header a value."""
        self.now, edits = with_value(self.path, self.now, key, value)
        shift = sum(bool(not edit.before) - bool(not edit.after) for edit in edits)
        if shift:  # lines below have moved
            at = edits[0].line
            self.edits = [Edit(edit.line + shift, edit.before, edit.after) if edit.line >= at else edit for edit in self.edits]
        self.edits += edits

    @property
    def values(self) -> dict[str, str]:
        """The header as it is now, by key."""
        return values_of(read_header(self.path, self.now))


@dataclass(frozen=True)
class Editor:
    """The content folder that a verb works on."""

    content: Path
    settings: dict[str, Any]

    def item(self, index: str) -> Change:
        """Return the item with an Index, unchanged as yet. Raises `NoSuchItem` and `FaultyHeader`."""
        path = find_item(self.content, self.settings["IGNORE_FILES"], index)
        data = (self.content / path).read_bytes()
        read_header(path, data)
        return Change(path, data, data, [])

    def shown(self, path: str) -> str:
        """Return a path of the content folder as people see it."""
        return shown_path(self.content / path)

    def save(self, *changes: Change, write: Callable[[str, bytes], None] | None = None) -> bool:
        """Write files, each whole, and say what changed at which line. Return whether anything did."""
        for change in changes:
            if change.now != change.before:
                write(change.path, change.now) if write else replace_whole(self.content / change.path, change.now)
        return self.tell(*changes)

    def tell(self, *changes: Change) -> bool:
        """Say what changed at which line. Return whether anything did."""
        moved = [change for change in changes if change.now != change.before]
        for change in moved:
            for edit in sorted(change.edits, key=lambda one: one.line):
                print(f"{self.shown(change.path)}:{edit.line}: {told(edit)}")
        return bool(moved)


def told(edit: Edit) -> str:
    """Return a changed line in words."""
    if not edit.before:
        return f"加了一行“{edit.after}”"
    return f"“{edit.before}”改成“{edit.after}”" if edit.after else f"删了一行“{edit.before}”"


def run(prog: str, doc: str, given: tuple[str, ...], work: Callable[[Editor, argparse.Namespace], None], arguments: list[str] | None) -> int:
    """Run a verb on a content folder; return the exit code. `given` are its options, which reach it as they are typed."""
    parser = argparse.ArgumentParser(prog=f"make {prog}", description=doc)
    parser.add_argument("content", type=Path)
    for name in given:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--conf", default="pelicanconf.py")
    options = parser.parse_args(arguments)
    for name in given:
        setattr(options, name, getattr(options, name).strip())
    try:
        if faults := [fault for name in given if (fault := value_fault(name.upper(), getattr(options, name)))]:
            raise Refused(*faults)
        if not options.content.is_dir():
            raise Refused(f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明")
        if undone := recover(options.content):
            print("上一次的命令没有做完就停了，先恢复原样：", *undone, sep="\n")
        work(Editor(options.content, read(options.conf, options.content)), options)
    except (Refused, NoSuchItem, FaultyHeader, InvalidSettings) as refused:
        print(*(sentence(fault) for fault in getattr(refused, "faults", refused.args)), "什么也没有改。", sep="\n", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"没有做完：{error.strerror}（{error.filename}）。改好以后，再运行一次同样的命令。", file=sys.stderr)
        return 1
    return 0


def read(conf: str, content: Path) -> dict[str, Any]:
    """Return checked settings. Raises `InvalidSettings`."""
    settings = read_settings(conf, override={"PATH": str(content)})
    add_defaults(settings)
    check_settings(settings)
    return settings


def must_be_public(name: str, words: str) -> None:
    """Raise `Refused` where words that will be published have private values."""
    if seen := distinct(findings_in_text(name, 0, words, header=0)):
        raise Refused(f"{name} 里有" + "、".join(one.named for one in seen) + "，它会公开；换一个不带个人信息的说法")
