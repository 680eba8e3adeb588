"""The catalogue's file: opened where it can be trusted, else made anew.

A stamp beside the file says its size, inode and times as the last build left them. Whatever
else touches the file (a crash during a build, a person) changes these, and then
the stamp does not fit. A catalogue without a fitting stamp is made anew; so is one that turns out
to be damaged though its stamp fits (a disk error): at once where that shows on opening, else by the
next build. So a damaged catalogue costs one cold build, and never makes a wrong page.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from ..model import locks

CONTENT_NOTE = ".content"
"""Ending of the name of the note that says of which content folder a catalogue is."""
SCHEMA = Path(__file__).with_name("schema.sql")


def catalogue_path(settings: dict[str, Any]) -> str:
    """Return the path of the catalogue in the cache folder. Each pair of content folder and output folder has its own."""
    pair = f"{os.path.abspath(settings['PATH'])}\n{os.path.abspath(settings['OUTPUT_PATH'])}"
    name = hashlib.sha256(pair.encode()).hexdigest()[:12]
    return os.path.join(settings["CACHE_PATH"], name, "catalogue.sqlite")


class Catalogue:
    """An open catalogue, for a `with` block. `fresh` is true when it was made anew.

    A block without an exception commits and stamps the file. An exception rolls back to the last
    commit. The file then gets a stamp only if it holds just what the build before has left.
    """

    def __init__(
        self, path: str, identity: str, on_wait: Callable[[], None] = lambda: None, distrust: bool = False, content_dir: str = ""
    ) -> None:
        """Open the catalogue at `path`, or make it.

        `identity` is a fingerprint of the code and the settings that decide what is in it: with
        another identity the catalogue is made anew. With `distrust` it is made anew in any case.
        With a `content_dir` a note beside the catalogue says of which content folder it is.
        One build at a time holds a catalogue. `on_wait` is called once before waiting for another build.
        """
        self.path = path
        self._identity = identity
        self._stamp_path = path + ".stamp"
        folder = os.path.dirname(path)
        if os.path.lexists(folder) and not os.path.isdir(folder):
            discard(folder)
        os.makedirs(folder, exist_ok=True)
        self._lock = _lock_file(path + ".lock")
        try:
            locks.take(self._lock, wait=False)
        except BlockingIOError:
            on_wait()
            locks.take(self._lock, wait=True)
        try:
            if content_dir:
                discard(path + CONTENT_NOTE)
                Path(path + CONTENT_NOTE).write_bytes(os.fsencode(os.path.realpath(content_dir)))
            self.fresh = distrust or not self._is_trusted() or not self._is_readable()
            if self.fresh:
                for leftover in (path, path + "-journal", self._stamp_path, self._stamp_path + ".new"):
                    discard(leftover)
            self.connection = self._connect()
            if self.fresh:
                self.connection.executescript(SCHEMA.read_text(encoding="utf-8"))
            self.connection.execute("BEGIN")
        except BaseException:
            self._lock.close()
            raise
        self._clean = not self.fresh  # whether the file is as the stamp says

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")  # a lost catalogue is only rebuilt
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    def _facts(self) -> dict:
        """Return what the stamp says."""
        state = os.stat(self.path)
        return {
            "identity": self._identity,
            "file": [state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns],
        }

    def _is_trusted(self) -> bool:
        try:
            return json.loads(Path(self._stamp_path).read_text()) == self._facts()
        except (OSError, ValueError):
            return False

    def _is_readable(self) -> bool:
        """Return whether the file is a catalogue at first sight. Damage further in shows when it is read."""
        try:
            with contextlib.closing(read_only(self.path)) as connection:
                connection.execute("SELECT count(*) FROM setting").fetchone()
        except sqlite3.Error:
            return False
        return True

    def checkpoint(self) -> None:
        """Commit, so that other processes can read what was written. Until `close` the file has no stamp.

        Further changes stay in memory until they are committed. SQLite would else write them to the
        file when its cache is full, and lock out the processes that read.
        """
        self._clean = False
        Path(self._stamp_path).unlink(missing_ok=True)
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA cache_spill = OFF")
        self.connection.execute("BEGIN")

    def close(self, keep: bool = True, trust: bool = True) -> None:
        """Commit, or roll back without `keep`; stamp the file, and let other builds have it. A second call does nothing.

        Without `trust` the stamp goes: the next build makes the catalogue anew.
        """
        if self._lock.closed:
            return
        try:
            if not trust:
                discard(self._stamp_path)
            if keep:
                changed = self.connection.total_changes
                self.connection.execute("COMMIT" if changed else "ROLLBACK")
            else:
                self.connection.execute("ROLLBACK")
            self.connection.close()
            if keep or (self._clean and trust):
                temporary = self._stamp_path + ".new"
                Path(temporary).write_text(json.dumps(self._facts()))
                os.replace(temporary, self._stamp_path)
        finally:
            self._lock.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: Any) -> None:
        if kind is None:
            self.close()
            return
        with contextlib.suppress(sqlite3.Error, OSError):  # on a full disk this may fail too; the first exception is the one to tell
            self.close(keep=False, trust=not _may_be_damage(details[0]))

    def setting(self, name: str, default: str = "") -> str:
        """Return the stored value of a name, or `default`."""
        row = self.connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else default

    def set(self, name: str, value: str) -> None:
        """Store a value under a name. The same value writes nothing, so that the file stays as it is."""
        if self.setting(name, "\0") != value:
            self.connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_DAMAGE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: BaseException) -> bool:
    """Return whether an error says that a database file is damaged."""
    return isinstance(error, sqlite3.DatabaseError) and _code(error) in _DAMAGE


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's number of an error, 0 where there is none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _may_be_damage(error: BaseException) -> bool:
    """Return whether values of a damaged catalogue may have raised an error. Whether they have, nobody knows: it is not trusted again."""
    if isinstance(error, sqlite3.Error):
        return _code(error) not in _NO_DAMAGE
    return isinstance(error, (ValueError, TypeError, LookupError, AttributeError)) and not isinstance(error, OSError)


def discard(path: str | Path) -> None:
    """Remove whatever stands at a path of the cache folder: a file, a folder, a link, or nothing."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        Path(path).unlink(missing_ok=True)


def _lock_file(path: str) -> TextIO:
    """Open a lock file. Where something else stands in its place, or it may not be opened, it is made anew."""
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666), "w")
    except OSError as error:
        if error.errno not in (errno.EISDIR, errno.ELOOP, errno.ENXIO, errno.EACCES):
            raise
        discard(path)
        return open(path, "w")


def read_only(path: str) -> sqlite3.Connection:
    """Open a catalogue for reading only, while a build holds it."""
    connection = sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA cache_size = -16000")
    return connection
