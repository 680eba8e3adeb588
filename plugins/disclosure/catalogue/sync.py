"""Content folder → catalogue: read what moved, record it, check all items together.

`synchronise` is the first half of every build. It returns what changed, so that the
second half renders only the pages that show it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from parallel import SMALL, chunks, parallel_map

from ..content import source
from ..content.first_page import FirstPage, first_page
from ..content.reader import ItemReader, Reading
from ..content.rules import Rules
from ..model import workdays
from ..model.problems import Problem
from ..secrecy.examine import Examination, examine_file, too_large, unusable
from ..secrecy.extract import LARGEST_FILE
from . import attachments, crosscheck, queries, records
from .file import Catalogue
from .queries import Facts

READ_CHUNK = 200
"""Files that a process reads at a time."""
Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


@dataclass
class Changes:
    """What a synchronisation changed.

    `everything` replaces the list when it would be long: it then takes as long to find
    the pages that changed as to render all of them.
    """

    items: list[tuple[Facts | None, Facts | None]] = field(default_factory=list)
    """Each changed item before and after; None where there was or is none."""
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.items or self.everything)


MANY = 400
"""More changed items than this are not listed one by one."""


Outcome = tuple[str, str, Reading | Examination]
"""Path of a file, its SHA-256, and the item read from it or the examination of an attachment."""
Drawn = tuple[str, str, Reading | Examination, FirstPage | None]
"""An outcome, and the picture of the first page of a PDF."""


def _read_chunk(reader: ItemReader, content_dir: str, paths: list[str]) -> list[Drawn]:
    """Read files, one after another."""
    return [_with_picture(content_dir, *read_one(reader, content_dir, path)) for path in paths]


def _with_picture(content_dir: str, path: str, digest: str, reading: Reading | Examination) -> Drawn:
    """Return the outcome of a file with the picture of its first page: that of a PDF which the check could read."""
    if isinstance(reading, Reading) or not reading.shape.pages:
        return path, digest, reading, None
    try:
        data = Path(content_dir, path).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:  # it changed in between: the next build reads it again
        return path, digest, reading, None
    return path, digest, reading, first_page(data)


def read_one(reader: ItemReader, content_dir: str, path: str) -> Outcome:
    """Read a file. One that is too large, or that cannot be read, has a problem, and takes no other with it."""
    is_item = source.is_item(path)
    try:
        with open(os.path.join(content_dir, path), "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size <= (source.LARGEST_ITEM if is_item else LARGEST_FILE):
                data = file.read()
                return path, hashlib.sha256(data).hexdigest(), reader.read(path, data) if is_item else examine_file(path, data)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"文件读不出来（{error.strerror}）"
        return path, "", Reading(path, None, [Problem(path, 0, message, "看这个文件能不能打开；打不开的，从备份里拷一份，或者请管电脑的人看权限和磁盘")]) if is_item else unusable(path, message)
    if is_item:
        message, remedy = f"文件超过 {source.LARGEST_ITEM // 1_000_000} MB，不像是一条信息", "长的表格和文件做成附件"
        return path, digest, Reading(path, None, [Problem(path, 0, message, remedy)])
    return path, digest, too_large(path)


def _reader(rules: Rules, content_dir: str) -> Callable[[list[str]], list]:
    return partial(_read_chunk, ItemReader(rules), content_dir)


def _scan(
    connection: sqlite3.Connection, content_dir: str, ignored: list[str], suspects: set[str], racy_ns: int
) -> source.Scan:
    """Scan the content folder; list the files of folders with `suspects` in any case."""
    remembered = {row["path"]: row["stamps"] for row in connection.execute("SELECT path, stamps FROM folder")}
    remembered |= dict.fromkeys(map(source.folder_of, suspects), b"")

    def known_in(folder: str) -> dict[str, source.Stamp]:
        rows = connection.execute("SELECT path, size, mtime_ns, ctime_ns FROM source WHERE folder = ?", (folder,))
        return {row[0]: tuple(row)[1:] for row in rows}

    return source.scan(content_dir, ignored, remembered, racy_ns, known_in)


def _suspects(connection: sqlite3.Connection, rules: Rules) -> set[str]:
    """Return files to read again though they did not move: their problems may depend on the day or on the registers."""
    rows = connection.execute(
        "SELECT path FROM problem WHERE origin = 'file' AND severity = 'error' UNION SELECT path FROM item WHERE draft = 1"
        " UNION SELECT path FROM source WHERE sha256 = ''"  # could not be read
    )
    paths = {row["path"] for row in rows}
    if rules.agencies is not None:
        named = connection.execute("SELECT DISTINCT agency FROM item WHERE agency <> ''")
        for agency in [row["agency"] for row in named if row["agency"] not in rules.agencies]:
            paths |= {row["path"] for row in connection.execute("SELECT path FROM item WHERE agency = ?", (agency,))}
    return paths


def synchronise(
    catalogue: Catalogue, content_dir: str, rules: Rules, ignored: list[str], progress: Progress
) -> Changes:
    """Make the catalogue say what the content folder says now; return what changed.

    `ignored` are patterns of file names that do not count. `progress` is called after each chunk.
    From here on this process counts working days by the days that the rules state.
    """
    connection = catalogue.connection
    workdays.observe(rules.stated_days)
    other_calendar = _calendar_changed(catalogue, rules.stated_days)
    started_ns = time.time_ns()
    suspects = _suspects(connection, rules)
    racy_ns = source.racy_since(int(catalogue.setting("read_at_ns", "0")))
    scan = _scan(connection, content_dir, ignored, suspects, racy_ns)
    todo = sorted({*scan.moved(racy_ns), *(suspects & scan.found.keys())})
    removed = sorted(scan.known.keys() - scan.found.keys())
    records.put_folders(connection, scan.folders, scan.gone)
    others_removed = records.replace_removals(connection, rules.removed)
    if not (todo or removed or others_removed or _misplaced(connection) != set(scan.problems)):
        return Changes(everything=other_calendar)

    before = _Before(connection, other_calendar or len(todo) + len(removed) > MANY)
    for path in removed:
        before.remember(path)
        records.drop(connection, path)
    with contextlib.closing(_read(partial(_reader, rules, content_dir), todo, partial(progress, "读取条目"))) as outcomes:
        for path, digest, reading, picture in outcomes:
            if path in suspects or digest != _digest(connection, path):
                before.remember(path)
                _record(connection, path, reading)
                if picture:
                    records.put_first_page(connection, path, picture)
            records.put_source(connection, path, scan.found[path], digest)
    catalogue.set("read_at_ns", str(started_ns))
    records.replace_problems(connection, scan.problems, records.PLACE)
    before.remember_owners(records.replace_adoptions(connection, attachments.adoptions(connection)))
    records.replace_problems(connection, crosscheck.problems(connection), records.CROSS)
    records.soften_drafts(connection)
    moved = records.update_states(connection)
    before.remember_items(moved)
    return before.changes(len(moved) > MANY)


def _calendar_changed(catalogue: Catalogue, stated: workdays.StatedDays) -> bool:
    """Return whether the days that the site states are others than before; if so, count the working days of all items anew."""
    now = json.dumps(stated.rows, ensure_ascii=False)
    if catalogue.setting("stated_days", "[]") == now:
        return False
    records.count_work_days(catalogue.connection)
    catalogue.set("stated_days", now)
    return True


def _read(make_reader: Callable[[], Callable[[list[str]], list]], paths: list[str], progress: Callable[[int, int], None]) -> Iterator[Drawn]:
    """Read files on all cores; yield the outcome of each."""
    done = 0
    work = list(chunks(paths, READ_CHUNK))
    with contextlib.closing(parallel_map(make_reader, work, SMALL)) as outcomes:
        for results in outcomes:
            yield from results
            done += len(results)
            progress(done, len(paths))


def _digest(connection: sqlite3.Connection, path: str) -> str | None:
    row = connection.execute("SELECT sha256 FROM source WHERE path = ?", (path,)).fetchone()
    return row["sha256"] if row else None


def _record(connection: sqlite3.Connection, path: str, reading: Reading | Examination) -> None:
    if isinstance(reading, Examination):
        records.put_examination(connection, reading)
        return
    records.replace_problems(connection, reading.problems, records.FILE, path)
    if reading.item is None:
        records.drop_item(connection, path)
    else:
        records.put_item(connection, reading.item, reading.is_sound)


class _Before:
    """The facts of items before they changed. With `everything` they are not kept item by item."""

    def __init__(self, connection: sqlite3.Connection, everything: bool) -> None:
        self._connection = connection
        self._everything = everything
        self._facts: dict[str, Facts | None] = {}
        self._touched: set[str] = set()

    def remember(self, path: str) -> None:
        """Keep the facts of the item in a file that is about to change; of an attachment, note that it changes."""
        if not source.is_item(path):
            self._touched.add(path)
        elif not self._everything:
            self._facts.setdefault(path, queries.facts(self._connection, path))

    def remember_owners(self, adopters: set[int]) -> None:
        """Keep the facts of the items `adopters` (ids) and of those whose attachments changed."""
        owners = set(adopters)
        for path in self._touched:
            rows = self._connection.execute("SELECT item_id FROM attachment WHERE source = ?", (path,))
            owners |= {row["item_id"] for row in rows}
        for item_id in owners:
            row = self._connection.execute("SELECT path FROM item WHERE id = ?", (item_id,)).fetchone()
            if row:
                self._facts.setdefault(row["path"], queries.facts(self._connection, row["path"]))

    def remember_items(self, paths: list[str]) -> None:
        """Keep the facts of items (by file) whose state has just changed; at most `MANY`."""
        for path in paths[:MANY]:
            self._facts.setdefault(path, queries.facts(self._connection, path))

    def changes(self, many: bool) -> Changes:
        """Return the facts of each item before and now. `many`: there are too many to list them."""
        if self._everything or many:
            return Changes(everything=True)
        pairs = [(old, queries.facts(self._connection, path)) for path, old in sorted(self._facts.items())]
        return Changes([pair for pair in pairs if pair != (None, None)])


def _misplaced(connection: sqlite3.Connection) -> set[Problem]:
    """Return the problems on record of files that must not be there."""
    rows = connection.execute("SELECT path, line, message, remedy, severity, rule FROM problem WHERE origin = 'place'")
    return {Problem(*row) for row in rows}
