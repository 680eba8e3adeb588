"""Errors of the machine that end a build, in words for the person who runs it."""

from __future__ import annotations

import errno
import sqlite3
from concurrent.futures.process import BrokenProcessPool

from ..catalogue.file import is_damage

_MEANINGS = {
    errno.ENOSPC: "磁盘满了；清出空间再运行", errno.EDQUOT: "磁盘配额用完了；清出空间再运行",
    errno.EACCES: "没有读写的权限；检查文件和文件夹的主人和权限", errno.EPERM: "没有读写的权限；检查文件和文件夹的主人和权限",
    errno.EROFS: "磁盘是只读的；检查磁盘有没有坏", errno.EIO: "磁盘读写出错；换一个磁盘再运行",
}


def machine_fault(error: BaseException) -> str:
    """Return what is wrong with the machine and what to do, in Chinese; '' for an error of another kind."""
    if isinstance(error, BrokenProcessPool):
        return "一个进程被系统强行结束了，多半是内存不够；关掉别的程序再运行"
    if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
        return "磁盘满了；清出空间再运行"
    if is_damage(error):
        return "缓存（CACHE_PATH）坏了，已经作废；再运行一次，会从头生成"
    if isinstance(error, sqlite3.OperationalError) and any(said in str(error) for said in ("readonly database", "unable to open database")):
        return "缓存（CACHE_PATH）不能读写；检查文件夹的主人和权限"
    if not isinstance(error, OSError):
        return ""
    said = _MEANINGS.get(error.errno or 0, "")
    place = error.filename2 or error.filename
    return f"{said}（{place}）" if said and place else said
