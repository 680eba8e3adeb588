"""The build of a folder, by any command: it is believed only when it has come to its end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

FULL_BELOW = 500_000
"""Bytes. A disk with less room than this is told to be full when a build has failed."""


class Build:
    """A build that runs."""

    def __init__(self, command: list[str], folder: str, mark: str) -> None:
        """Start the command that builds a folder; `mark` is the file of it that a complete build writes last, if there is one."""
        self._folder, self._mark = folder, mark
        self._before = self._marked()
        self._process = subprocess.Popen(command)

    def wait(self) -> int:
        """Wait for the end; return the exit code, or 1 where the command says that all is well and did not come to its end.

        Pelican, for one, goes on without a plugin that it cannot load.
        """
        code = self._process.wait()
        if code < 0:
            print(f"生成被系统中止了（信号 {-code}），多半是内存不够；关掉别的程序再运行一次。已经发布的版本没有动。", file=sys.stderr)
            return 128 - code
        if code > 0 and os.path.isdir(self._folder) and shutil.disk_usage(self._folder).free < FULL_BELOW:
            print(f"磁盘满了（{self._folder}）；清出空间再运行。已经发布的版本没有动。", file=sys.stderr)
        if code == 0 and self._mark and self._marked() == self._before:
            print("没有生成完整的网站：生成程序说成功了，却没有做完；看上面的英文提示，"
                  "多半是插件装不上；删去 .venv 文件夹，再运行一次。已经发布的版本没有动。", file=sys.stderr)
            return 1
        return code

    def _marked(self) -> int:
        """Return when the mark was written, in nanoseconds; 0 where it is not there."""
        try:
            return os.stat(os.path.join(self._folder, self._mark)).st_mtime_ns if self._mark else 0
        except FileNotFoundError:
            return 0
