"""What an item would look like, and what is wrong with it by itself, as if it were published now."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from ..content.header_lines import FaultyHeader
from ..content.reader import ItemReader
from ..content.rules import Rules
from ..model.item import FIELDS
from ..model.problems import Problem
from ..registers import Registers
from .form_values import PUBLISHED, changed_file, new_file

_LATER = ("Index", "Review")
"""Required keys that are not filled in when the text is written."""


class Previews:
    """Reads items under the rules of a content folder; these are read again when a register has changed."""

    def __init__(self, content: Path, settings: dict[str, Any]) -> None:
        self._content, self._settings = content, settings
        self._stamps: dict[str, int] | None = None
        self._rules: Rules | None = None

    @property
    def rules(self) -> Rules:
        """The rules as settings and registers give them now."""
        stamps = {path.name: path.stat().st_mtime_ns for path in (self._content / "registers").glob("*.csv")}
        if self._rules is None or stamps != self._stamps:
            self._rules, self._stamps = Rules.of(self._settings, Registers(str(self._content))), stamps
        return self._rules

    def problems(self, path: str, data: bytes) -> tuple[list[Problem], str]:
        """Return what is wrong with the bytes of an item's file, and its body as HTML."""
        reading = ItemReader(self.rules).read(path, data)
        return reading.problems, reading.item.html if reading.item else ""

    def page(self, path: str, data: bytes | None, values: dict[str, Any], example: str) -> str:
        """Return the preview of a form as HTML. `data` are the bytes of its file, None for a new item, which would get a number like `example`."""
        if lacking := [field.label for field in FIELDS if field.required and field.key not in _LATER and not values.get(field.key)]:
            return _notes("还没有填", lacking)
        try:
            said = values | {"Status": PUBLISHED}
            now = new_file(said, example) if data is None else changed_file(path, data, said)
        except FaultyHeader as fault:
            return _notes("现在存不了", [str(fault)])
        problems, html = self.problems(path, now)
        errors = [_said(problem) for problem in problems if problem.is_error]
        reminders = [_said(problem) for problem in problems if not problem.is_error]
        notes = _notes(f"公开以前要改好的 {len(errors)} 处", errors) + _notes(f"提醒 {len(reminders)} 处", reminders)
        title = f"<h1>{escape(str(values.get('Title') or ''))}</h1>"
        return (notes or '<p class="desk-good">写法没有问题。附件里的内容、同别的信息的关系，由 make check 一并检查。</p>') + title + html


def _said(problem: Problem) -> str:
    return f"{problem.message}；{problem.remedy}"


def _notes(title: str, notes: list[str]) -> str:
    if not notes:
        return ""
    return f'<section class="desk-notes"><h2>{escape(title)}</h2><ul>{"".join(f"<li>{escape(note)}</li>" for note in notes)}</ul></section>'
