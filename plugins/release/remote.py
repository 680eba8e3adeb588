"""Delivery to a terminal over SSH: rsync into a new folder, a check there, one atomic switch.

1. A shell on the terminal takes the lock of the target folder.
2. The new folder begins as links to the files of the current release.
3. What is gone is removed, and rsync brings what differs; it never writes into a file, it replaces it.
4. sha256sum on the terminal reads every byte; what is wrong is sent once more and read again.
5. The disk is flushed, then the link ``current`` is replaced by one that points to the new folder.
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
from .delivery import KEPT, Delivery
from .failures import Failed, Unreachable, explain
from .shell import Shell, command

CHECK = (resources.files(__package__) / "scripts/check.sh").read_text(encoding="utf-8")

# What the terminal's shell runs, step by step
FLUSH = "flush() { sync -f . 2> /dev/null || sync; }"
"""Flushes the disk of the target; where `sync` knows no `-f`, all disks."""
LOCK = r"""
{ mkdir -p -- "$root" && cd -- "$root" && ( : >> .lock ) && exec 9> .lock && flock -w "$patience" 9; } 2>&1
"""
LIST = r"""
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


@dataclass(frozen=True)
class Terminal:
    """A folder of releases on another machine."""

    host: str
    path: str
    ssh: tuple[str, ...] = ()
    """Further options of SSH, such as ``("-p", "2222")``."""
    keep: int = KEPT
    patience: int = 60
    """Seconds to wait for another publisher."""

    def locked(self) -> Shell:
        """Return a shell in the target folder that holds its lock; the caller closes it.

        Raises Unreachable where nobody answers, and Failed where the folder or its lock cannot be had.
        """
        shell = Shell(self.host, self.ssh)
        try:
            code, lines = shell.run(LOCK, root=self.path, patience=str(self.patience))
            if code != 0:
                said = "\n".join(lines)
                raise Failed(explain(said) if said.strip() else "另一个人正在向这台终端发布；等他发完再运行")
        except BaseException:
            shell.close()
            raise
        return shell

    def deliver(self, place: str) -> Delivery:
        """Deliver the release of a local folder; raises Unreachable or Failed, and the old release is still shown then."""
        started = time.monotonic()
        identifier = manifest.summary(place)["id"]
        with self.locked() as shell:
            now, there = self._releases(shell)
            if now.endswith(identifier[:12]) and not self._check(shell, now):
                files = len(manifest.read(place))
                return Delivery(identifier, now, files, 0, 0, time.monotonic() - started, False)
            partial = f".partial-{os.getpid()}-{time.time_ns()}"
            self._step(shell, BEGIN, now=now, partial=partial)
            wanted = _differences(place, self._digests_there(shell, now, place) if now else {})
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
        """Have the terminal read every byte of its current release; return its name, or '', and the differences in words."""
        with self.locked() as shell:
            now, _ = self._releases(shell)
            return now, self._check(shell, now) if now else []

    def releases(self) -> tuple[str, list[str]]:
        """Return the name of the current release, or '', and the names of all, oldest first."""
        with self.locked() as shell:
            return self._releases(shell)

    def rollback(self) -> str | None:
        """Switch to the release before the current one; return its name, or None where there is none."""
        with self.locked() as shell:
            now, there = self._releases(shell)
            earlier = [name for name in there if name < now]
            if not earlier:
                return None
            self._step(shell, SWITCH, name=earlier[-1])
            return earlier[-1]

    def purge(self) -> list[str]:
        """Remove every release but the current one, and what is left of others; return the names of what was removed."""
        with self.locked() as shell:
            now, there = self._releases(shell)
            gone = [name for name in there if name != now]
            self._step(shell, "rm -rf -- " + " ".join([*gone, ".partial-*", ".old-*"]))
            return gone

    def _releases(self, shell: Shell) -> tuple[str, list[str]]:
        _, (now, *there) = shell.run(LIST, pattern=names.PATTERN)
        return now if now in there else "", sorted(there)

    def _step(self, shell: Shell, script: str, **values: str) -> None:
        """Run a script of the delivery; raises Failed where it fails."""
        code, lines = shell.run(f"(\n{FLUSH}\n{script}\n) < /dev/null 2>&1", **values)
        if code != 0:
            raise Failed(explain("\n".join(lines)))

    def _check(self, shell: Shell, name: str) -> list[str]:
        """Have every byte of a folder read there; return the differences in words."""
        code, lines = shell.run(f'(\n{CHECK}\ncheck "$name"\n) < /dev/null', name=name)
        return lines if code != 0 else []

    def _digests_there(self, shell: Shell, now: str, place: str) -> dict[str, str]:
        """Return the manifest of the terminal's current release; it is read here where that release is still at hand."""
        around = os.path.dirname(place)
        for name in os.listdir(around):
            if names.is_name(name) and name.endswith(now[-12:]):
                return manifest.read(os.path.join(around, name))
        _, lines = shell.run('cat -- "$now/SHA256SUMS" < /dev/null', now=now)
        return {line[66:]: line[:64] for line in lines if len(line) > 66}

    def _remove(self, shell: Shell, partial: str, paths: list[str]) -> None:
        """Remove files from the new folder: those that are gone, and those that will be sent anew.

        The paths may come from a manifest on the terminal; one that leads out of the folder is left alone.
        """
        paths = [path for path in paths if path and not path.startswith("/") and ".." not in path.split("/")]
        for part in (paths[start : start + 200] for start in range(0, len(paths), 200)):
            self._step(shell, "rm -rf -- " + " ".join(shlex.quote(f"{partial}/{path}") for path in part))

    def _send(self, place: str, partial: str, paths: list[str]) -> tuple[int, int]:
        """Send those files that are here, and the release's own; return how many files and bytes went over the line."""
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
    """Return the paths at which the release of a folder and another, given its digests, differ."""
    here = manifest.read(place)
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))
