"""Content folder → catalogue: read what moved, record it, judge the whole.

`synchronise` is the first half of every build. It returns what changed, so that the
second half can render just the pages that show it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from parallel import SMALL, chunks, parallel_map

from ..content import source
from ..content.reader import ItemReader, Reading, Rules
from ..model.problems import Problem
from ..secrecy.examine import Examination, of_file
from . import crosscheck, records
from .file import Catalogue
from .records import Facts

READ_CHUNK = 200
Progress = Callable[[str, int, int], None]


@dataclass
class Changes:
    """What a synchronisation changed.

    `everything` stands in place of the list when it would be long: rendering all
    pages is then no dearer than finding out which.
    """

    items: list[tuple[Facts | None, Facts | None]] = field(default_factory=list)
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.items or self.everything)


MANY = 400
"""More changed items than this are no longer tracked one by one."""


def _read_chunk(reader: ItemReader, content_dir: str, paths: list[str]) -> list[tuple[str, str, Reading | Examination]]:
    """Read files; return path, SHA-256 and what was read, or seen in an attachment."""
    results = []
    for path in paths:
        try:
            with open(os.path.join(content_dir, path), "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            reading = Reading(path, None, [Problem(path, 0, f"文件读不出来（{error.strerror}）", "检查文件权限和磁盘")])
            results.append((path, "", reading))
            continue
        digest = hashlib.sha256(data).hexdigest()
        results.append((path, digest, reader.read(path, data) if source.is_item(path) else of_file(path, data)))
    return results


def _reader(rules: Rules, content_dir: str) -> Callable[[list[str]], list]:
    return partial(_read_chunk, ItemReader(rules), content_dir)


def _scan(
    connection: sqlite3.Connection, content_dir: str, ignored: list[str], suspects: set[str], racy_ns: int
) -> source.Scan:
    """Look at the content folder; folders of suspects are looked into in any case."""
    remembered = {row["path"]: row["stamps"] for row in connection.execute("SELECT path, stamps FROM folder")}
    remembered |= dict.fromkeys(map(source.folder_of, suspects), b"")

    def known_in(folder: str) -> dict[str, source.Stamp]:
        rows = connection.execute("SELECT path, size, mtime_ns, ctime_ns FROM source WHERE folder = ?", (folder,))
        return {row[0]: tuple(row)[1:] for row in rows}

    return source.scan(content_dir, ignored, remembered, racy_ns, known_in)


def _suspects(connection: sqlite3.Connection, rules: Rules) -> set[str]:
    """Files to read again although they did not move: what is wrong may depend on the day or the lists."""
    rows = connection.execute(
        "SELECT path FROM problem WHERE origin = 'file' AND severity = 'error' UNION SELECT path FROM item WHERE draft = 1"
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
    """Bring the catalogue up to the content folder; return what changed."""
    connection = catalogue.connection
    started_ns = time.time_ns()
    suspects = _suspects(connection, rules)
    racy_ns = source.racy_since(int(catalogue.setting("read_at_ns", "0")))
    scan = _scan(connection, content_dir, ignored, suspects, racy_ns)
    todo = sorted({*scan.moved(racy_ns), *(suspects & scan.found.keys())})
    removed = sorted(scan.known.keys() - scan.found.keys())
    records.put_folders(connection, scan.folders, scan.gone)
    stored = _problems_outside_files(connection)
    if not (todo or removed or stored != set(scan.problems)):
        return Changes()

    changes = Changes(everything=len(todo) + len(removed) > MANY)
    before: dict[str, Facts | None] = {}
    touched_files: set[str] = set()
    for path in removed:
        _remember(connection, path, before, touched_files)
        records.drop(connection, path)
    digests = {
        row["path"]: row["sha256"] for row in connection.execute("SELECT path, sha256 FROM source")
    } if len(todo) > MANY else {}
    done = 0
    work = list(chunks(todo, READ_CHUNK))
    with contextlib.closing(parallel_map(partial(_reader, rules, content_dir), work, SMALL)) as outcomes:
        for results in outcomes:
            for path, digest, reading in results:
                old = digests.get(path) or _digest(connection, path)
                if digest != old or path in suspects:
                    _remember(connection, path, before, touched_files, track=not changes.everything)
                    _record(connection, path, reading)
                records.put_source(connection, path, scan.found[path], digest)
            done += len(results)
            progress("读取条目", done, len(todo))
    catalogue.set("read_at_ns", str(started_ns))
    flipped = _judge(connection, scan.problems, before, touched_files)
    changes.everything = changes.everything or flipped > MANY
    if not changes.everything:
        changes.items = [(old, records.facts(connection, path)) for path, old in sorted(before.items())]
        changes.items = [pair for pair in changes.items if pair != (None, None)]
    return changes


def _digest(connection: sqlite3.Connection, path: str) -> str | None:
    row = connection.execute("SELECT sha256 FROM source WHERE path = ?", (path,)).fetchone()
    return row["sha256"] if row else None


def _remember(connection, path: str, before: dict, touched_files: set[str], track: bool = True) -> None:
    """Keep what the catalogue said of a file before it changes."""
    if not source.is_item(path):
        touched_files.add(path)
    elif track:
        before.setdefault(path, records.facts(connection, path))


def _record(connection: sqlite3.Connection, path: str, reading: Reading | Examination) -> None:
    if isinstance(reading, Examination):
        records.put_examination(connection, reading)
        return
    connection.execute("DELETE FROM problem WHERE path = ? AND origin = 'file'", (path,))
    crosscheck.record(connection, reading.problems, "file")
    if reading.item is None:
        connection.execute("DELETE FROM item WHERE path = ?", (path,))
    else:
        records.put_item(connection, reading.item, reading.is_sound)


def _judge(connection, misplaced: list[Problem], before: dict, touched_files: set[str]) -> int:
    """Adopt loose files, run the cross-checks, settle states; add to `before` what they changed.

    Returns how many items changed their state.
    """
    connection.execute("DELETE FROM problem WHERE origin = 'place'")
    crosscheck.record(connection, misplaced, "place")
    by_attachment: set[int] = crosscheck.adopt(connection)
    for path in touched_files:
        rows = connection.execute("SELECT item_id FROM attachment WHERE source = ?", (path,))
        by_attachment |= {row["item_id"] for row in rows}
    for item_id in by_attachment:
        row = connection.execute("SELECT path FROM item WHERE id = ?", (item_id,)).fetchone()
        if row:
            before.setdefault(row["path"], records.facts(connection, row["path"]))
    crosscheck.judge(connection)
    flipped = crosscheck.settle(connection)
    for path in flipped[:MANY]:
        before.setdefault(path, records.facts(connection, path))
    return len(flipped)


def _problems_outside_files(connection: sqlite3.Connection) -> set[Problem]:
    rows = connection.execute("SELECT path, line, message, remedy, severity FROM problem WHERE origin = 'place'")
    return {Problem(*row) for row in rows}


def problems(connection: sqlite3.Connection) -> Iterable[Problem]:
    """Return every problem on record, by file and line."""
    rows = connection.execute(
        "SELECT DISTINCT path, line, message, remedy, severity FROM problem ORDER BY path, line, message"
    )
    return [Problem(*row) for row in rows]
