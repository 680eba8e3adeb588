"""Errors of the machine that end a build, in words for the person who runs it."""

from __future__ import annotations

import errno
import sqlite3
from concurrent.futures.process import BrokenProcessPool

_MEANINGS = {
    errno.ENOSPC: "磁盘满了；清出空间再运行", errno.EDQUOT: "磁盘配额用完了；清出空间再运行",
    errno.EROFS: "磁盘是只读的；检查磁盘有没有坏", errno.EIO: "磁盘读写出错；换一个磁盘再运行",
}


def machine_fault(error: BaseException) -> str:
    """Return what is wrong with the machine and what to do, in Chinese; '' for an error of another kind."""
    if isinstance(error, BrokenProcessPool):
        return "一个进程被系统强行结束了，多半是内存不够；关掉别的程序再运行"
    if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
        return "磁盘满了；清出空间再运行"
    if not isinstance(error, OSError):
        return ""
    said = _MEANINGS.get(error.errno or 0, "")
    place = error.filename2 or error.filename
    return f"{said}（{place}）" if said and place else said
