"""Take an item down for privacy: ``make takedown INDEX=… REASON=…``.

This command does what comes before the publication: it names the Index in the register of removals, takes the item's
file and its attachments out of the content folder, and throws away every cache and the output folder, since all of these
keep words. `make` then builds anew, publishes, and has every older release purged.

Each step can be broken off. The command is then run again with the same words, and does what is left.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..catalogue import sync
from ..catalogue.file import CONTENT_NOTE
from ..content.rules import Rules
from ..model import addresses
from ..model.problems import did_you_mean, sentence, shown_path
from ..model.settings import add_defaults, check_settings, today
from ..model.taxonomy import InvalidSettings
from ..registers import Registers
from ..released import register_file
from ..released.last_release import LastRelease, folded_stem, last_release
from ..released.removals import indexes_like
from ..secrecy.examine import distinct, findings_in_text
from ..site_build import output
from ..site_build.build import open_catalogue
from ..site_build.output import ForeignFolder
from . import link_edits
from .published_reason import words_of

_CACHE = re.compile(r"[0-9a-f]{12}")
_BUNDLE = re.compile(r"[0-9]{6}-[0-9TZ]+-[0-9a-f]{12}\.(?:tar\.gz|sha256)|newest\.txt|\..*\.part")
"""Files of `make bundle` that hold a release or lead to one."""


class Refused(Exception):
    """What was asked for cannot be done; nothing was done. The message says why."""


@dataclass
class Found:
    """What there is of an Index."""

    index: str
    items: list[str] = field(default_factory=list)
    """Files of items with this Index."""
    attachments: list[str] = field(default_factory=list)
    """Files that only this item publishes."""
    shared: list[tuple[str, str]] = field(default_factory=list)
    """Files that other items publish too, each with one of these items."""
    copies: list[str] = field(default_factory=list)
    """Files elsewhere with the same bytes as an attachment."""
    links: list[link_edits.Edit] = field(default_factory=list)
    """Places of the content that point to what goes."""
    words: list[str] = field(default_factory=list)
    """Title, summary, text and tags, the same of releases, names of files and texts of attachments."""
    published: list[str] = field(default_factory=list)
    """Its pages and attachments in releases, as paths in a release."""


def main(arguments: list[str] | None = None) -> int:
    """Do all that comes before the publication; return the exit code."""
    parser = argparse.ArgumentParser(prog="make takedown", description=__doc__)
    for name in ("content", "output"):
        parser.add_argument(name, type=Path)
    for name in ("index", "reason"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--conf", default="publishconf.py")
    parser.add_argument("--forbid", type=Path, required=True, help="the file that gets the published paths, one a line")
    parser.add_argument("--bundles", type=Path, default=None, help="the folder of bundles")
    options = parser.parse_args(arguments)
    index, reason = options.index.strip(), " ".join(options.reason.split())
    try:
        if not (index and reason):
            raise Refused('用法：make takedown INDEX=索引号 REASON="含有个人隐私"')
        if not options.content.is_dir():
            raise Refused(f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明")
        settings = _settings(options)
        print("正在核对内容……", flush=True)
        last = last_release(settings["DISCLOSURE_LAST_RELEASE"])
        found = _found(settings, last, index)
        _check_reason(reason, found)
        _tell(found, options.content)
        options.forbid.write_text("".join(f"{path}\n" for path in found.published), encoding="utf-8")
        with _held(settings) as locks:  # nothing of the content is touched while a build reads it
            _take_out(options.content, found, reason, today(settings))
            _forget(settings, locks, options.bundles)
    except (Refused, InvalidSettings) as refused:
        print(*(sentence(fault) for fault in getattr(refused, "faults", refused.args)), "什么也没有动。", sep="\n", file=sys.stderr)
        return 1
    except (ForeignFolder, OSError, sqlite3.Error) as error:
        print(f"没有做完：{error}。改好以后，再运行一次同样的命令，它会接着做完。", file=sys.stderr)
        return 1
    print("内容、缓存和输出文件夹里已经没有它了。下面重新生成，发布，并清除旧的版本。", flush=True)
    return 0


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    settings = read_settings(options.conf, override={"PATH": str(options.content), "OUTPUT_PATH": str(options.output)})
    add_defaults(settings)
    check_settings(settings)
    return settings


def _found(settings: dict[str, Any], last: LastRelease | None, index: str) -> Found:
    """Return what there is of an Index. Raises `Refused` where nothing was published under it and no item has it."""
    registers = Registers(settings["PATH"])
    catalogue = open_catalogue(settings, _waiting)
    try:
        sync.synchronise(catalogue, settings["PATH"], Rules.of(settings, registers), settings["IGNORE_FILES"], lambda *_: None)
        found = _in_catalogue(catalogue.connection, settings["PATH"], index)
        if last:
            found.words += [said[column] for said in last.rows_of(index) for column in ("title", "summary") if column in said]
            found.published = last.purgeable(addresses.item_stem(index), lambda digest: _is_used(catalogue.connection, digest, found.attachments))
        like = indexes_like(catalogue.connection, last, [index]).get(folded_stem(index), set())
        known = [row["index_number"] for row in catalogue.connection.execute("SELECT index_number FROM item WHERE index_number <> ''")]
    finally:
        catalogue.close(keep=False)  # kept, it would have the next build believe that pages show what was read here
    # A page at the address is not enough: an Index with - for / has the same address.
    if index not in like and (like or not (index in registers["removed"].values("index") or (last and last.states(index)))):
        guess = f"是不是“{min(like)}”？" if like else did_you_mean(index, known)
        raise Refused(f"没有哪一条信息的索引号是“{index}”，也没有这样发布过；{guess or '核对索引号'}")
    if len(found.items) > 1:
        raise Refused(f"有 {len(found.items)} 个文件都用索引号“{index}”：{'、'.join(found.items)}；先给要留下的改一个，再运行")
    return found


def _is_used(connection: sqlite3.Connection, digest: str, going: list[str]) -> bool:
    """Return whether a file of the content that stays, or the picture of the first page of one, has this SHA-256."""
    rows = connection.execute("SELECT path FROM source WHERE sha256 = ?1 UNION SELECT path FROM first_page WHERE sha256 = ?1", (digest,))
    return any(row["path"] not in going for row in rows)


def _in_catalogue(connection: sqlite3.Connection, content_dir: str, index: str) -> Found:
    found = Found(index)
    rows = connection.execute("SELECT id, path, title, summary, text, tags, address FROM item JOIN body ON item_id = id WHERE index_number = ? ORDER BY path", (index,))
    for row in rows.fetchall():
        found.items.append(row["path"])
        found.words += [row["title"], row["summary"], row["text"], *row["tags"].splitlines(), Path(row["path"]).stem]
        owned = connection.execute(
            """SELECT attachment.source, sha256, name, (SELECT text FROM attachment_text WHERE path = attachment.source) AS text, (SELECT path FROM item JOIN attachment AS other ON other.item_id = item.id
                   WHERE other.source = attachment.source AND item.id <> ?1 LIMIT 1) AS other
               FROM attachment JOIN source ON source.path = attachment.source WHERE item_id = ?1""", (row["id"],)
        ).fetchall()
        found.shared += [(each["source"], each["other"]) for each in owned if each["other"]]
        found.attachments += [each["source"] for each in owned if not each["other"]]
        for each in owned:
            found.words += [Path(each["name"]).stem, Path(each["source"]).stem, each["text"] or ""]
            same = connection.execute("SELECT path FROM source WHERE sha256 = ? AND path <> ?", (each["sha256"], each["source"]))
            found.copies += [copy["path"] for copy in same]
        found.copies = sorted({*found.copies} - {*found.attachments})
        linking = connection.execute(
            """SELECT DISTINCT item.path FROM reference JOIN item ON item.id = item_id WHERE item.id <> ? AND
               (target IN (?, ?) OR (kind = 'page' AND target LIKE ?))""",
            (row["id"], row["path"], index, row["address"].removesuffix(".html") + "/%"),
        )
        targets = link_edits.Targets(index, row["path"], row["address"], tuple(found.attachments))
        found.links += link_edits.edits(content_dir, [one["path"] for one in linking], targets)
    return found


def _check_reason(reason: str, found: Found) -> None:
    """Raise `Refused` where the reason has private values, or words of the item: it stands at the address for ever."""
    seen = distinct(findings_in_text("REASON", 0, reason, header=0))
    if seen:
        raise Refused("REASON 里有" + "、".join(f"{one.named}" for one in seen) + "，它会一直公开；换一个不带个人信息的说法")
    if words := words_of(reason, found.words):
        raise Refused(f"REASON 里的{'、'.join(f'“{word}”' for word in words)}是这条信息里的话，它会一直公开；换一个说法，如“含有个人隐私”")


def _tell(found: Found, content: Path) -> None:
    """Say what is going to happen, before anything does."""
    shown = lambda path: shown_path(content / path)  # noqa: E731
    for path in (*found.items, *found.attachments):
        print(f"删去 {shown(path)}")
    for path, other in found.shared:
        print(f"没有删 {shown(path)}：{shown(other)} 也用它。要一起删去的，先改那一条")
    for path in found.copies:
        print(f"注意：{shown(path)} 与要删去的附件内容相同，没有动它")
    for edit in found.links:
        print(f"{shown(edit.path)}:{edit.line}: {edit.said}")
    if found.items and any((above / ".git").exists() for above in (content.resolve(), *content.resolve().parents)):
        print(
            "版本管理（git）的历史里还有这些文件。要从历史里去掉，用 git filter-repo --invert-paths --path 文件，再请每个有副本的人重新取一份；"
            f"查看：git log --oneline -- {' '.join(shown(path) for path in (*found.items, *found.attachments))}"
        )
    sys.stdout.flush()


def _take_out(content: Path, found: Found, reason: str, day: str) -> None:
    """Take an item out of the content folder. The item's own file goes last, so that a second run finds what is left."""
    register_file.add(content, found.index, day, reason)
    link_edits.apply(content, found.links)
    for path in (*found.attachments, *found.items):
        (content / path).unlink(missing_ok=True)
        folder = (content / path).parent
        if folder != content / "items" and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


@contextlib.contextmanager
def _held(settings: dict[str, Any]) -> Iterator[list[Path]]:
    """Hold the output folder and every cache of this content; yield the locks of these caches."""
    with contextlib.ExitStack() as held:
        held.enter_context(output.claim(settings["OUTPUT_PATH"], _waiting))
        locks = []
        for lock in sorted(Path(settings["CACHE_PATH"]).glob("*/catalogue.sqlite.lock")):  # other output folders of this content have caches of their own
            if _CACHE.fullmatch(lock.parent.name) and _is_of(lock, settings["PATH"]):
                file = held.enter_context(open(lock, "a"))
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    _waiting()
                    fcntl.flock(file, fcntl.LOCK_EX)
                locks.append(lock)
        yield locks


def _is_of(lock: Path, content_dir: str) -> bool:
    """Return whether a cache is of this content folder, or of none that is there. One without a note may be of this one."""
    try:
        noted = lock.with_name(lock.name.removesuffix(".lock") + CONTENT_NOTE).read_bytes()
    except OSError:
        return True
    return noted == os.fsencode(os.path.realpath(content_dir)) or not os.path.isdir(noted or b".")


def _forget(settings: dict[str, Any], locks: list[Path], bundles: Path | None) -> None:
    """Throw away caches, output and bundles: each of them keeps words of what was there."""
    for lock in locks:
        _empty_cache(lock)
    output.empty(settings["OUTPUT_PATH"])
    for path in _bundled(bundles):
        path.unlink()
        print(f"删去压缩包 {shown_path(path)}，需要的话发布以后再运行 make bundle", flush=True)


def _empty_cache(lock: Path) -> None:
    """Remove everything beside the lock of a catalogue, which is held. The lock stays: a build may be waiting for it."""
    for entry in lock.parent.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != lock:
            entry.unlink()


def _waiting() -> None:
    print("另一次生成正在进行，等它结束……", flush=True)


def _bundled(bundles: Path | None) -> Iterator[Path]:
    if bundles is not None and bundles.is_dir():
        yield from sorted(path for path in bundles.iterdir() if path.is_file() and _BUNDLE.fullmatch(path.name))


if __name__ == "__main__":
    sys.exit(main())
