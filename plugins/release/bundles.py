"""Folders to which archives were written: a purge has to reach them too.

Their list ``bundles.json`` stands in the local folder. A folder on another disk may be away when it is looked for, as a
stick is; one that was on this disk and is not there any more has been removed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from . import stick
from .durable import write_whole
from .failures import Failed, Misconfigured
from .purges import Purges

FILE = "bundles.json"


def remember(local: str, folder: str) -> None:
    """Write down that an archive of the local folder was written to a folder, which is there."""
    known = _load(local)
    path = os.path.realpath(folder)
    known[path] = os.stat(path).st_dev != os.stat(local).st_dev
    write_whole(os.path.join(local, FILE), (json.dumps(known, indent=1, ensure_ascii=False) + "\n").encode())


def folders(local: str) -> list[str]:
    """Return the folders that have archives, or may have them once their disk is there again."""
    return [path for path, elsewhere in sorted(_load(local).items()) if elsewhere or os.path.isdir(path)]


def name(folder: str) -> str:
    """Return the name by which the record of purges knows a folder of archives."""
    return f"bundle {folder}"


def purge(record: Purges, folder: str, release: str) -> None:
    """Remove from a folder every archive but that of a release, if it still has to be purged; raises Failed where it is away."""
    if not record.pending(name(folder)):
        return
    if not os.path.isdir(folder):
        raise Failed(f"压缩包文件夹 {folder} 不在，里面更早的版本没有清除；插上以后再运行 make publish，不再用的从 {FILE} 里删去")
    stick.purge(folder, release)
    record.done(name(folder), release)


def _load(local: str) -> dict[str, bool]:
    path = os.path.join(local, FILE)
    try:
        found = json.loads(Path(path).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found):
        raise Misconfigured(f"{path} 坏了，不知道压缩包写到过哪里；从备份里拿回这个文件，或者删去它并检查每个U盘")
    return found
