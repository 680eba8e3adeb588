"""Texts that changed since the last release: each item says so in `Modified`, else it is a reminder that shows the change.

The yearly catalogue files of both folders are compared first. They have a digest of each item's words and attachments.
So an archive in which nothing changed costs the reading of a few files, after a cold cache too. Only of the items whose
digest differs the two pages are read. What is compared there are the words, so a new template changes nothing.
"""

from __future__ import annotations

import difflib
import filecmp
import json
import os
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from ..model import addresses
from ..model.problems import WARNING, Problem
from .last_release import LastRelease, catalogue_years, rows_that_differ

SHOWN = 200
"""Of more changed items than this the words are not looked for."""
_LINES = 60
"""Lines of a page that differ, of which one is shown."""
_AROUND, _LONGEST = 6, 24
"""Characters that are shown around a change and of it."""
_ALIKE = 0.3
"""Two texts with a smaller share of common pairs of characters are about different things."""
_KEPT = 0.2
"""A text of which no larger share stays may be another one, though it ends with the same formula."""
_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "tr", "caption", "figcaption", "blockquote", "pre", "section", "article", "table", "ul", "ol", "dl", "br", "hr", "main"])
_PASSED_OVER = frozenset(("nav", "script", "style"))


def problems(connection: sqlite3.Connection, last: LastRelease, output: str, content_dir: str, today: str) -> Iterator[Problem]:
    """Yield a reminder for each published item whose words or attachments changed without a new `Modified`."""
    shown = 0
    for old, new in _changed(last, output):
        item = connection.execute(
            "SELECT item.*, body.text FROM item JOIN body ON item_id = id WHERE index_number = ? AND address = ?",
            (new["index_number"], new["address"]),
        ).fetchone()
        if item is None:
            continue
        shown += 1
        change = _Change(last.folder, output, content_dir, item) if shown <= SHOWN else None
        if change and change.is_other_content(old["title"]):
            yield change.reuse(old["title"])
        elif not _is_announced(old["modified"], new["modified"], today):
            if change is None:
                yield Problem(item["path"], 0, "发布过的内容变了，Modified（修改日期）没有跟着变", _REMEDY.format(today), WARNING)
            elif problem := change.reminder(old["title"], today):
                yield problem


_REMEDY = "改对了的，写上“Modified: {}”；不是有意改的，改回去"


def _is_announced(before: str, now: str, today: str) -> bool:
    """Return whether `Modified` says that the text changed since. On the same day it cannot say so twice."""
    return bool(now) and (now > before or now == before == today)


def _changed(last: LastRelease, output: str) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield what the catalogue files of both sites say of each item whose words or attachments differ."""
    for year in catalogue_years(last.folder):
        name = addresses.catalogue_csv(year)
        if os.path.isfile(f"{output}/{name}") and not filecmp.cmp(f"{last.folder}/{name}", f"{output}/{name}", shallow=False):
            before, now = rows_that_differ(last.folder, output, year)
            for index, row in now.items():
                old = before.get(index)
                if old and old.get("digest") and old["digest"] != row.get("digest"):
                    yield old, row


class _Change:
    """What changed in one item, by its old page and its new one."""

    def __init__(self, before: str, now: str, content_dir: str, item: sqlite3.Row) -> None:
        address = item["address"]
        self._item = item
        self._source = Path(content_dir, item["path"])
        self._folders = [os.path.join(site, address.removesuffix(".html")) for site in (before, now)]
        own = "".join("".join((item["title"], item["summary"], item["text"])).split())
        old, new = _lines(f"{before}/{address}"), _lines(f"{now}/{address}")
        kept, known = set(new), set(old)
        self.gone = [line for line in old if line not in kept]
        """Lines of the old page that the new one has not."""
        self.come = [line for line in new if line not in known and "".join(line.split()) in own]
        """Lines of the new page that are the item's own and that the old page has not."""
        text = {"".join(line.split()) for line in item["text"].splitlines()} - {""}
        stays = sum(len(line) for line in text & {"".join(line.split()) for line in new if line in known})
        self._stays = stays > _KEPT * sum(map(len, text))

    def is_other_content(self, title: str) -> bool:
        """Return whether title and text are altogether others than before."""
        now = "".join(self.come)
        return not self._stays and _likeness(title, self._item["title"]) < _ALIKE and _likeness("".join(self.gone), now) < _ALIKE

    def reuse(self, title: str) -> Problem:
        """Return the reminder of an Index that seems to be used again."""
        return Problem(
            self._item["path"], self._line_of("index"),
            f"索引号“{self._item['index_number']}”发布时是“{title[:_LONGEST]}”，现在标题和正文都完全不同，像是另一条信息",
            "新的信息用新的索引号；原来的那一条放回去，或者照移除的办法办", WARNING,
        )

    def reminder(self, title: str, today: str) -> Problem | None:
        """Return the reminder that shows the change; None where nothing that a reader sees differs."""
        named = self._new_title(title)
        words = self._new_words() or self._files() or (None if named else self._lost_words())
        found = [each for each in (named, words) if each]
        if not found:
            return None
        line, said = found[0][0], "，".join(each[1] for each in found)
        return Problem(self._item["path"], line, f"发布过的内容变了，Modified（修改日期）没有跟着变：{said}", _REMEDY.format(today), WARNING)

    def _new_title(self, title: str) -> tuple[int, str] | None:
        """Return the change of the title, and leave it out of the other lines."""
        now = self._item["title"]
        if title == now or now not in self.come or title not in self.gone:
            return None
        self.come, self.gone = [line for line in self.come if line != now], [line for line in self.gone if line != title]
        before, after, _ = _difference(title, now)
        return self._line_of("title"), f"标题“{before}”改成了“{after}”"

    def _new_words(self) -> tuple[int, str] | None:
        if not self.come:
            return None
        line = self.come[0]
        near = difflib.get_close_matches(line, self.gone[:_LINES], 1, 0.3)
        if not near:
            lost = f"删去了“{_short(max(self.gone[:_LINES], key=len))}”，" if self.gone else ""
            return self._place(line), f"{lost}加了“{_short(line)}”"
        before, now, differing = _difference(near[0], line)
        return self._place(line, differing), f"“{before}”改成了“{now}”"

    def _lost_words(self) -> tuple[int, str] | None:
        return (1, f"删去了“{_short(max(self.gone[:_LINES], key=len))}”") if self.gone else None

    def _files(self) -> tuple[int, str] | None:
        before, now = (set(os.listdir(folder)) if os.path.isdir(folder) else set() for folder in self._folders)
        for name in sorted(before | now):
            if name not in now:
                return 0, f"附件“{name}”没有了"
            if name not in before:
                return 0, f"加了附件“{name}”"
            if not filecmp.cmp(*(os.path.join(folder, name) for folder in self._folders), shallow=False):
                return 0, f"附件“{name}”换了内容"
        return None

    def _place(self, line: str, differing: str = "") -> int:
        """Return the line of the source with the changed words, or with the beginning of a changed paragraph; else 1."""
        try:
            source = self._source.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, ValueError):
            return 1
        for wanted in (differing, line, line[:_LONGEST], line[:_AROUND]):
            for number, text in enumerate(source, 1):
                if wanted and wanted in text:
                    return number
        return 1

    def _line_of(self, attribute: str) -> int:
        return json.loads(self._item["lines"]).get(attribute, 1)


def _difference(before: str, now: str) -> tuple[str, str, str]:
    """Return the words before and after with a little around them, shortened; and those of the new text in full."""
    begin = _common(before, now)
    end = _common(before[begin:][::-1], now[begin:][::-1])
    start = max(0, begin - _AROUND)
    old, new = (text[start : min(len(text), len(text) - end + _AROUND)] for text in (before, now))
    return _short(old), _short(new), new


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _short(text: str) -> str:
    longest = _LONGEST + 2 * _AROUND
    return text if len(text) <= longest else text[:longest] + "……"


def _likeness(one: str, other: str) -> float:
    """Return the share of pairs of characters that two texts have in common, 0 to 1."""
    first, second = ({text[place : place + 2] for place in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


class _Lines(HTMLParser):
    """The lines of text in the main part of a page, without ways to other pages."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._within, self._over = False, 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._within |= tag == "main"
        self._over += tag in _PASSED_OVER
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._within &= tag != "main"
        self._over -= tag in _PASSED_OVER
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._within and not self._over:
            if not self.lines:
                self.lines.append("")
            self.lines[-1] += data


def _lines(path: str) -> list[str]:
    parser = _Lines()
    try:
        parser.feed(Path(path).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return []
    lines = (" ".join(line.split()) for line in parser.lines)
    return [line for line in lines if line]
