"""Small real file systems for tests: they can fill up, turn read-only, and be pulled out.

Root mounts them directly. For other users a process with its own namespaces mounts them, and
their path goes through ``/proc``.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "测试要挂载一个小的文件系统：用管理员身份运行，或者允许普通用户建立命名空间（unshare -rm）。"


class Disk:
    """An empty folder on which a shell can mount a file system."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True)
        self._place = shlex.quote(str(place))
        root = os.geteuid() == 0
        self._shell = subprocess.Popen(
            ["sh"] if root else ["unshare", "-rm", "sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.path = place if root else Path(f"/proc/{self._shell.pid}/root{place}")
        self._image = shlex.quote(f"{place}.image")

    def do(self, script: str) -> bool:
        """Run a script in that shell; return whether it succeeded."""
        self._shell.stdin.write(f"{{ {script}\n}} >&2 2>/dev/null; echo $?\n")
        self._shell.stdin.flush()
        return self._shell.stdout.readline() == "0\n"

    def memory(self, options: str) -> None:
        """Mount a tmpfs with these options."""
        assert self.do(f"mount -t tmpfs -o {options} tmpfs {self._place}"), MISSING

    def change(self, options: str) -> None:
        """Mount the file system again with other options."""
        assert self.do(f"mount -o remount,{options} {self._place}")

    def stick(self, megabytes: int) -> str:
        """Mount a file system like that of a USB stick; return its kind.

        It is exFAT in a file, by the kernel or by FUSE, else ext4 in a file, else memory.
        """
        make = f"rm -f {self._image}; truncate -s {megabytes}M {self._image}"
        loop = f'device=$(losetup -f --show {self._image}) && {{ mount -t exfat "$device" {self._place} || mount.exfat-fuse "$device" {self._place}; }} || {{ losetup -d "$device"; false; }}'
        if self.do(f"{make} && mkfs.exfat {self._image} && {loop}"):
            return "exFAT"
        if self.do(f"{make} && mkfs.ext4 -q {self._image} && mount -o loop {self._image} {self._place}"):
            return "ext4"
        self.memory(f"size={megabytes}m")
        return "memory"

    def pull(self) -> None:
        """Remove the file system while it is in use. The folder stays, and is empty."""
        self.do(f"truncate -s 0 {self._image}")
        assert self.do(f"umount -l {self._place}")

    def close(self) -> None:
        """Unmount the file system and end the shell."""
        self.do(f"umount -l {self._place}; losetup -j {self._image} | cut -d: -f1 | xargs -r losetup -d; rm -f {self._image}")
        self._shell.communicate()


@contextmanager
def disk(place: Path) -> Iterator[Disk]:
    """Yield a folder for a file system; unmount it at the end of the block."""
    opened = Disk(place)
    try:
        yield opened
    finally:
        opened.close()
