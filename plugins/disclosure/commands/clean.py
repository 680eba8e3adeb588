"""Remove what builds made: ``python -m disclosure.commands.clean``, without the environment.

The output folder is removed if a build has marked it itself; the folder's path comes by the
environment (OUTPUTDIR). Of the project, caches are removed. Releases stay.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from ..catalogue.file import discard
from ..model import locks
from ..model.folders import PROJECT, Folder, faults
from ..site_build import output

CACHES = (".cache", ".pytest_cache", ".ruff_cache", ".hypothesis")


def main() -> int:
    """Remove them; return the exit code."""
    named = [Folder("OUTPUTDIR", os.environ.get("OUTPUTDIR", "")), Folder("INPUTDIR", os.environ.get("INPUTDIR", ""), False)]
    cache = Folder("CACHE_PATH", str(PROJECT / CACHES[0]))
    found = faults([*(folder for folder in named if folder.path or folder.written), cache])
    root = named[0].path
    if not found and not output.is_free(root):
        found = [f"{named[0].shown} 不是生成程序自己建立的文件夹；确认里面没有要留的文件以后，自己删去它"]
    if found:
        print(*(f"{fault}。" for fault in found), "什么都没有删。", sep="\n", file=sys.stderr)
        return 1
    try:
        if output.is_own(root) and not _remove_output(root):
            print("正在生成网站，什么都没有删；等它结束再运行。", file=sys.stderr)
            return 1
        for name in CACHES:
            discard(PROJECT / name)
    except OSError as error:
        print(f"没有删完：{error.strerror}（{error.filename}）；检查文件夹的主人和权限。", file=sys.stderr)
        return 1
    return 0


def _remove_output(root: str) -> bool:
    """Remove the output folder; return whether no build was under way. Of a link to a folder the link stays."""
    with contextlib.ExitStack() as held:
        marker = held.enter_context(open(Path(root, output.MARKER), "r+"))
        try:
            locks.take(marker, wait=False)
        except BlockingIOError:
            return False
        output.empty(root)
        os.unlink(Path(root, output.MARKER))
        if not os.path.islink(root.rstrip("/")):
            os.rmdir(root)
    return True


if __name__ == "__main__":
    sys.exit(main())
