"""One shell on a terminal, over SSH, that holds the target's lock while it is open.

What is sent to it is written to its standard input: nothing but the host's name and
options ever stands on a command line, and every value is quoted. When this process dies
the shell reads its end, ends, and the lock is free.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
import uuid

OPTIONS = (
    "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=10",
    "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "ClearAllForwardings=yes", "-o", "Compression=yes",
)
"""Never ask, never trust a host key that is not known, notice a dead line within 15 seconds."""

_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.:-]*")


class Unreachable(RuntimeError):
    """The terminal does not answer; the message says what to do."""


def valid_host(host: str) -> bool:
    """Return whether this is the name of a host and nothing that SSH could take for an option."""
    return _HOST.fullmatch(host) is not None


def command(extra: tuple[str, ...] = ()) -> list[str]:
    """Return the SSH command without its host."""
    return ["ssh", *OPTIONS, *extra]


class Shell:
    """A shell on a terminal."""

    def __init__(self, host: str, extra: tuple[str, ...] = ()) -> None:
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._mark = f"--{uuid.uuid4().hex}--"
        self._process = subprocess.Popen(
            [*command(extra), "--", host, "exec sh -s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors, text=True, encoding="utf-8", errors="replace",
        )

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        with_input = self._process.stdin
        try:
            if with_input:
                with_input.close()
        except BrokenPipeError:
            pass
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._errors.close()

    def run(self, script: str, **values: str) -> tuple[int, list[str]]:
        """Run a script with shell variables set; return its exit code and what it printed.

        The script sees no input. A script that is a single ``exec`` of a lock changes the shell itself.
        """
        setting = "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
        text = f"{setting}{script}\nprintf '\\n%s %s\\n' '{self._mark}' \"$?\"\n"
        lines: list[str] = []
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Unreachable(self.reason()) from None
        for line in self._process.stdout:
            if line.startswith(self._mark):
                if lines and not lines[-1]:
                    lines.pop()
                return int(line.split()[1]), lines
            lines.append(line.rstrip("\n"))
        raise Unreachable(self.reason())

    def reason(self) -> str:
        """Return in words why the line is down; nothing that SSH said beside is repeated."""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return explain(self.said())

    def said(self) -> str:
        """Return what the other side wrote to its standard error."""
        self._errors.seek(0)
        return self._errors.read()


def explain(text: str) -> str:
    """Return what an error message of SSH, rsync or the system means, and what to do."""
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return meaning
    return "连接断了；检查网络和终端的电源，再运行一次 make publish"


_MEANINGS = (
    (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "终端的主机密钥变了，可能不是原来那台；到现场核对以后，用 ssh-keygen -R 删去旧的再登记"),
    (r"Host key verification failed|No .* host key is known", "不认识终端的主机密钥；核对以后用 ssh-keyscan 登记到 known_hosts"),
    (r"Permission denied \((?:publickey|password|keyboard)", "终端不让登录；检查钥匙有没有登记到终端的 authorized_keys"),
    (r"Could not resolve", "找不到这个主机名；检查 publishconf.py 里的 host"),
    (r"Connection refused|No route to host|timed out|Network is unreachable", "连不上终端；检查它有没有开机、网线有没有插好"),
    (r"No space left|disk full|Disk quota exceeded", "终端的磁盘满了；清出空间再发布"),
    (r"Read-only file system", "终端的磁盘是只读的；检查磁盘有没有坏、有没有按只读挂载"),
    (r"Permission denied", "终端上没有写这个文件夹的权限；检查文件夹的主人"),
    (r"rsync: (?:command )?not found|rsync: No such", "终端没有 rsync；在终端上安装 rsync"),
)
