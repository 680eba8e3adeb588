"""One shell on a terminal, over SSH.

Scripts are written to its standard input, and every value in them is quoted: only the host's name and the options ever
stand on a command line. When this process dies, the shell reads the end of its input and ends; a lock that it held is
free.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import subprocess
import tempfile
import uuid

from .failures import Unreachable, explain

OPTIONS = (
    "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=10",
    "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "ClearAllForwardings=yes", "-o", "Compression=yes",
)
"""SSH asks nobody, trusts no host key that it does not know, and notices a dead line within 15 seconds."""

_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.:-]*")


def valid_host(host: str) -> bool:
    """Return whether this is the name of a host and nothing that SSH could take for an option."""
    return _HOST.fullmatch(host) is not None


def command(extra: tuple[str, ...] = ()) -> list[str]:
    """Return the SSH command without its host; `extra` are further options."""
    return ["ssh", *OPTIONS, *extra]


class Shell:
    """A shell on a terminal; whoever opens it closes it."""

    def __init__(self, host: str, extra: tuple[str, ...] = ()) -> None:
        """Open a shell on a host; `extra` are further options of SSH."""
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._mark = f"--{uuid.uuid4().hex}--"
        self._process = subprocess.Popen(
            [*command(extra), "--", host, "exec sh -s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors, text=True, encoding="utf-8", errors="replace",
        )

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the shell, in 20 seconds at most."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def run(self, script: str, **values: str) -> tuple[int, list[str]]:
        """Run a script with these shell variables; return its exit code and the lines that it printed.

        The script runs in the shell itself, so it must not read the input. Raises Unreachable where the line is down.
        """
        setting = "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
        text = f"{setting}{script}\nprintf '\\n%s %s\\n' '{self._mark}' \"$?\"\n"
        lines: list[str] = []
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Unreachable(self._why_down()) from None
        for line in self._process.stdout:
            if line.startswith(self._mark):
                if lines and not lines[-1]:
                    lines.pop()
                return int(line.split()[1]), lines
            lines.append(line.rstrip("\n"))
        raise Unreachable(self._why_down())

    def _why_down(self) -> str:
        """Return in words why the line is down."""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._errors.seek(0)
        return explain(self._errors.read())
