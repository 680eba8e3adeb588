"""Delivery to a terminal over SSH: rsync into a new folder, a check there, one atomic switch.

1. A shell on the terminal takes the lock of the target folder.
2. The new folder begins as links to the files of the current release.
3. rsync brings what differs and takes away what is gone; it never writes into a file, it replaces it.
4. sha256sum on the terminal reads every byte; what is wrong is sent once more and read again.
5. The link ``current`` is replaced by one that points to the new folder.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib import resources

from . import manifest, names
from .folder import Delivery, current
from .shell import Shell, Unreachable, command, explain

CHECK = (resources.files(__package__) / "check.sh").read_text(encoding="utf-8")
BUSY = 75

TAKE = r"""
{ mkdir -p -- "$root" && cd -- "$root" && ( : >> .lock ) && exec 9> .lock && flock -w "$patience" 9; } 2>&1
"""
LOOK = r"""
if [ -L current ]; then readlink current; else echo; fi
ls -1 | grep -E "^$pattern\$"
:
"""
BEGIN = r"""
flush
rm -rf .partial-* .current-new .old-*
if [ -n "$now" ]; then cp -al -- "$now" "$partial" 2>/dev/null || { rm -rf "$partial" && cp -a -- "$now" "$partial"; }
else mkdir "$partial"; fi
"""
FLUSH = "flush() { sync -f . 2> /dev/null || sync; }"
"""Has the disk keep what was written; older terminals know no `-f`."""
NAME = r"""
find "$partial" -mindepth 1 -type d -empty -delete && flush && mv -T -- "$partial" "$name"
"""
SWITCH = r"""
rm -f .current-new && ln -s -- "$name" .current-new && flush && mv -T -- .current-new current && flush
"""
PRUNE = r"""
ls -1 | grep -E "^$pattern\$" | sort | head -n "-$keep" | while read -r old; do
  [ "$old" = "$(readlink current)" ] || { mv -- "$old" ".old-$old" && flush && rm -rf ".old-$old"; }
done
:
"""


class Failed(RuntimeError):
    """A step on the terminal failed; the message says what happened and what to do."""


@dataclass(frozen=True)
class Terminal:
    """A folder on another machine."""

    host: str
    path: str
    ssh: tuple[str, ...] = ()
    """Further options of SSH, such as ``("-p", "2222")``."""
    keep: int = 3
    patience: int = 60
    """Seconds to wait for another publisher."""

    def opened(self) -> Shell:
        """Open a shell in the target folder that holds its lock; the caller closes it."""
        shell = Shell(self.host, self.ssh)
        try:
            code, lines = shell.run(TAKE, root=self.path, patience=str(self.patience))
            if code != 0:
                said = "\n".join(lines)
                raise Failed(explain(said) if said.strip() else "另一个人正在向这台终端发布；等他发完再运行")
        except BaseException:
            shell.__exit__()
            raise
        return shell

    def deliver(self, place: str) -> Delivery:
        """Deliver a release that stands in a local folder."""
        started = time.monotonic()
        identifier = manifest.summary(place)["id"]
        with self.opened() as shell:
            now, there = self._look(shell)
            if now.endswith(identifier[:12]) and not self._check(shell, now):
                files = len(manifest.read(place))
                return Delivery(identifier, now, files, 0, 0, time.monotonic() - started, False)
            partial = f".partial-{os.getpid()}-{time.time_ns()}"
            self._step(shell, BEGIN, now=now, partial=partial)
            wanted = _differences(place, self._manifest(shell, now, place) if now else {})
            self._remove(shell, partial, wanted)
            copied, sent = self._send(place, partial, wanted)
            if found := self._check(shell, partial):
                again = [line.split("：", 1)[-1] for line in found]
                self._remove(shell, partial, again)
                more, further = self._send(place, partial, again)
                copied, sent = copied + more, sent + further
                if found := self._check(shell, partial):
                    raise Failed(f"写到终端的文件读出来不一样（{found[0]} 等 {len(found)} 处）；检查终端的磁盘")
            name = names.following(there, identifier)
            self._step(shell, NAME, partial=partial, name=name)
            self._step(shell, SWITCH, name=name)
            shell.run(f"{FLUSH}\n{PRUNE}", keep=str(self.keep), pattern=names.PATTERN)
        return Delivery(identifier, name, len(manifest.read(place)), copied, sent, time.monotonic() - started, True)

    def verify(self) -> tuple[str, list[str]]:
        """Have the terminal read every byte of its current release; return its name and the differences."""
        with self.opened() as shell:
            now, _ = self._look(shell)
            return now, self._check(shell, now) if now else []

    def releases(self) -> tuple[str, list[str]]:
        """Return the name of the current release and of all, oldest first."""
        with self.opened() as shell:
            return self._look(shell)

    def rollback(self) -> str | None:
        """Switch to the release before the current one; return its name, None where there is none."""
        with self.opened() as shell:
            now, there = self._look(shell)
            earlier = [name for name in there if name < now]
            if not earlier:
                return None
            self._step(shell, SWITCH, name=earlier[-1])
            return earlier[-1]

    def _look(self, shell: Shell) -> tuple[str, list[str]]:
        _, (now, *there) = shell.run(LOOK, pattern=names.PATTERN)
        return now if now in there else "", sorted(there)

    def _step(self, shell: Shell, script: str, **values: str) -> None:
        code, lines = shell.run(f"(\n{FLUSH}\n{script}\n) < /dev/null 2>&1", **values)
        if code != 0:
            raise Failed(explain("\n".join(lines)))

    def _check(self, shell: Shell, name: str) -> list[str]:
        code, lines = shell.run(f'(\n{CHECK}\ncheck "$name"\n) < /dev/null', name=name)
        return lines if code != 0 else []

    def _manifest(self, shell: Shell, now: str, place: str) -> dict[str, str]:
        """Return what the terminal's current release holds; read here if the same release is still at hand."""
        around = os.path.dirname(place)
        for name in os.listdir(around):
            if names.is_name(name) and name.endswith(now[-12:]):
                return manifest.read(os.path.join(around, name))
        _, lines = shell.run('cat -- "$now/SHA256SUMS" < /dev/null', now=now)
        return {line[66:]: line[:64] for line in lines if len(line) > 66}

    def _remove(self, shell: Shell, partial: str, paths: list[str]) -> None:
        """Take files out of the new folder: what is gone, and what will be sent anew but stands there as it should not."""
        paths = [path for path in paths if path and not path.startswith("/") and ".." not in path.split("/")]
        for part in (paths[start : start + 200] for start in range(0, len(paths), 200)):
            self._step(shell, "rm -rf -- " + " ".join(shlex.quote(f"{partial}/{path}") for path in part))

    def _send(self, place: str, partial: str, paths: list[str]) -> tuple[int, int]:
        """Send the files of some paths that are here; return how many files and bytes went over the line."""
        stamp = manifest.stamp_of(place)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as listed:
            wanted = [path for path in dict.fromkeys([*paths, *manifest.OWN, stamp]) if path and os.path.isfile(f"{place}/{path}")]
            listed.write("\0".join(wanted))
            listed.flush()
            remote = " ".join(command(self.ssh))
            arguments = [
                "rsync", "-ltDzI", "--chmod=D755,F644", "-p", "-s", "--from0", f"--files-from={listed.name}",
                "--no-implied-dirs", "--timeout=60", "--stats", "-e", remote, "--", f"{place}/", f"{self.host}:{self.path}/{partial}/",
            ]
            environment = os.environ | {"LC_ALL": "C"}
            try:
                done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=environment)
            except FileNotFoundError:
                raise Failed("这台电脑没有 rsync；安装 rsync") from None
        if done.returncode != 0:
            raise Unreachable(explain(done.stderr))
        figures = {key: int(value.replace(",", "")) for key, value in re.findall(r"^([A-Za-z ]+): ([\d,]+)", done.stdout, re.MULTILINE)}
        return figures.get("Number of regular files transferred", 0), figures.get("Total bytes sent", 0)


def _differences(place: str, there: dict[str, str]) -> list[str]:
    """Return the paths that a release and another do not share."""
    here = manifest.read(place)
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))


def local_release(target: str) -> str:
    """Return the folder of the current local release."""
    place = current(target)
    if place is None:
        raise Failed("还没有本机的版本；先运行 make publish")
    return place
