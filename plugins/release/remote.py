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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources

from . import manifest, names, spares
from .delivery import KEPT, Delivery
from .failures import Damaged, DamagedSource, Failed, Unreachable, explain
from .shell import Shell, command

CHECK = (resources.files(__package__) / "scripts/check.sh").read_text(encoding="utf-8")

# What the terminal's shell runs, step by step
FLUSH = "flush() { sync -f . 2> /dev/null || sync; }"
"""Flushes the disk of the target; where `sync` knows no `-f`, all disks."""
LOCK = r"""
umask 022
{ mkdir -p -- "$root" && cd -- "$root" && ( : >> .lock ) && exec 9> .lock && flock -w "$patience" 9; } 2>&1
"""
LIST = r"""
if [ -L current ]; then printf 'link %s\n' "$(readlink current)"; elif [ -e current ]; then echo other; else echo none; fi
if [ -L .current-new ] || [ ! -e .current-new ]; then echo none; else echo other; fi
ls -1Ap
"""
BEGIN = r"""
flush
if [ -n "$now" ]; then cp -al -- "$now" "$partial" 2>/dev/null || { rm -rf "$partial" && cp -a -- "$now" "$partial"; }
else mkdir "$partial"; fi
"""
READABLE = r"""
find "$name" -type d ! -perm 755 -exec chmod 755 {} +
find "$name" -type f ! -perm 644 -exec chmod 644 {} +
:
"""
"""Lets everybody read a release, whatever the terminal's umask."""
OWN = r"""
( cd -- "$name" && sha256sum -- SHA256SUMS SIZES release.json release.json.sig "$stamp" ) < /dev/null 2> /dev/null
"""
FORBIDDEN = r"""
{ printf '%s\n' "$digests" //; find $folders -type f -exec sha256sum {} + 2> /dev/null; } < /dev/null | awk '
  !listed { if ($0 == "//") listed = 1; else forbidden[$0]; next }
  { files++; sub(/^\\/, ""); if (substr($0, 1, 64) in forbidden) print substr($0, 67) }
  END { print files + 0 }'
"""
NAME = r"""
find "$partial" -mindepth 1 -type d -empty -delete && flush && mv -T -- "$partial" "$name"
"""
SWITCH = r"""
rm -f .current-new && ln -s -- "$name" .current-new && flush && mv -T -- .current-new current && flush
"""
PRUNE = r"""
for old in $olds; do mv -- "$old" ".old-$old" && flush && rm -rf ".old-$old"; done
:
"""


@dataclass(frozen=True)
class Found:
    """What the folder of a terminal has."""

    now: str
    """Name of the current release; empty where there is none."""
    releases: list[str]
    """Names of all releases, oldest first."""
    left: list[str]
    """Names of what deliveries that were cut off left."""


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
            found = self._look(shell)
            if found.now.endswith(identifier[:12]) and self._is_whole(shell, found.now, place):
                shell.run(READABLE, name=found.now)
                files = len(manifest.read(place))
                return Delivery(identifier, found.now, files, 0, 0, files, time.monotonic() - started, False)
            self._remove(shell, [*found.left, ".current-new"])
            partial = spares.partial_name()
            self._step(shell, BEGIN, now=found.now, partial=partial)
            copied, sent = self._fill(shell, found.now, place, partial)
            name = names.following(found.releases, identifier)
            shell.run(READABLE, name=partial)
            self._step(shell, NAME, partial=partial, name=name)
            self._step(shell, SWITCH, name=name)
            olds = [*found.releases, name][: -self.keep]
            shell.run(f"{FLUSH}\n{PRUNE}", olds=" ".join(olds))
        files = len(manifest.read(place))
        return Delivery(identifier, name, files, copied, sent, files, time.monotonic() - started, True)

    def _fill(self, shell: Shell, now: str, place: str, partial: str) -> tuple[int, int]:
        """Bring what differs from the current release into the new folder; return how many files and bytes went over the line.

        Raises Failed where the terminal does not hold what was sent, or where what stands here was damaged.
        """
        wanted = _differences(place, self._digests_there(shell, now, place)) if now else sorted(manifest.read(place))
        self._remove(shell, [f"{partial}/{path}" for path in _inside(wanted)])
        copied, sent = self._send(place, partial, wanted)
        if found := self._check(shell, partial):
            again = _inside(line.split("：", 1)[-1] for line in found)
            self._remove(shell, [f"{partial}/{path}" for path in again])
            more, further = self._send(place, partial, again)
            copied, sent = copied + more, sent + further
            found = self._check(shell, partial)
        if found or not self._has_own(shell, partial, place):
            for path in manifest.compare(place).sentences:
                raise DamagedSource(path.split("：", 1)[-1])
            shown = f"{found[0]} 等 {len(found)} 处" if found else manifest.MANIFEST
            raise Failed(f"写到终端的文件读出来不一样（{shown}）；检查终端的磁盘")
        return copied, sent

    def verify(self) -> tuple[str, list[str], int]:
        """Have the terminal read every byte of its current release.

        Return its name, or '', the differences in words, and the number of its files.
        """
        with self.locked() as shell:
            now = self._look(shell).now
            if not now:
                return "", [], 0
            _, lines = shell.run('wc -l < "$name/SHA256SUMS" 2> /dev/null', name=now)
            return now, self._check(shell, now), int(lines[0]) if lines and lines[0].strip().isdigit() else 0

    def releases(self) -> tuple[str, list[str]]:
        """Return the name of the current release, or '', and the names of all, oldest first."""
        with self.locked() as shell:
            found = self._look(shell)
            return found.now, found.releases

    def rollback(self, check: Callable[[str], None] = lambda _: None) -> str | None:
        """Switch to the release before the current one; return its name, or None where there is none.

        `check` is given its name first. Raises Failed where that release is damaged.
        """
        with self.locked() as shell:
            found = self._look(shell)
            earlier = [name for name in found.releases if name < found.now]
            if not earlier:
                return None
            check(earlier[-1])
            if differences := self._check(shell, earlier[-1]):
                raise Damaged(earlier[-1], differences)
            self._step(shell, SWITCH, name=earlier[-1])
            return earlier[-1]

    def purge(self) -> list[str]:
        """Remove every release but the current one, and what is left of others; return the names of what was removed."""
        with self.locked() as shell:
            found = self._look(shell)
            gone = [*(name for name in found.releases if name != found.now), *found.left]
            self._remove(shell, gone)
            return gone

    def forbidden(self, digests: Iterable[str]) -> tuple[list[str], int]:
        """Have every file of every release read; return the paths of those with one of these digests, and how many were read."""
        with self.locked() as shell:
            found = self._look(shell)
            folders = [*found.releases, *found.left]
            if not folders:
                return [], 0
            _, (*paths, files) = shell.run(FORBIDDEN, digests="\n".join(digests), folders=" ".join(folders))
            return paths, int(files)

    def _look(self, shell: Shell) -> Found:
        """Return what the folder has; raises Failed where something has a name of ours and no delivery made it."""
        _, (current, link, *entries) = shell.run(LIST)
        folders = [entry.removesuffix("/") for entry in entries if entry.endswith("/")]
        foreign = [entry for entry in entries if entry.startswith((spares.PARTIAL, spares.PREFIX)) and not spares.is_own(entry[:-1])]
        foreign += [".current-new"] * (link == "other")
        now = current.removeprefix("link ").rpartition("/")[2] if current.startswith("link ") else ""
        if current != "none" and (not names.is_name(now) or current not in (f"link {now}", f"link {self.path}/{now}")):
            foreign.insert(0, "current")
        if foreign:
            raise Failed(f"终端上的 {self.path}/{foreign[0].rstrip('/')} 不是发布程序做的；到终端上把它移走或改名，再运行一次")
        releases = sorted(name for name in folders if names.is_name(name))
        return Found(now if now in releases else "", releases, [name for name in folders if spares.is_own(name)])

    def _is_whole(self, shell: Shell, name: str, place: str) -> bool:
        """Return whether a release of the terminal is the one that stands here, and every byte of it is right."""
        return not self._check(shell, name) and self._has_own(shell, name, place)

    def _has_own(self, shell: Shell, name: str, place: str) -> bool:
        """Return whether a folder of the terminal says the same of itself as the release that stands here."""
        stamp = manifest.stamp_of(place)
        _, lines = shell.run(OWN, name=name, stamp=stamp or manifest.MANIFEST)
        here = {path for path in (*manifest.OWN, stamp) if path and os.path.exists(f"{place}/{path}")}
        return {*lines} == {f"{manifest.file_sha256(f'{place}/{path}')}  {path}" for path in here}

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
        """Return the digests of the terminal's current release; they are read here where that release is still at hand."""
        around = os.path.dirname(place)
        for name in os.listdir(around):
            if names.is_name(name) and name.endswith(now[-12:]) and (known := manifest.trusted(os.path.join(around, name))) is not None:
                return known
        _, lines = shell.run('cat -- "$now/SHA256SUMS" < /dev/null', now=now)
        text = "".join(f"{line}\n" for line in lines)
        if not now.endswith(manifest.release_id(text)[:12]):  # it was damaged, so that only the check tells what differs
            return manifest.read(place)
        return {line[66:]: line[:64] for line in lines}

    def _remove(self, shell: Shell, paths: list[str]) -> None:
        """Remove files and folders, given from the target's folder on."""
        for part in (paths[start : start + 200] for start in range(0, len(paths), 200)):
            self._step(shell, "rm -rf -- " + " ".join(map(shlex.quote, part)))

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


def _inside(paths: Iterable[str]) -> list[str]:
    """Return those of some paths that lead out of no folder: they may come from a manifest or a disk of the terminal."""
    return [path for path in paths if path and not path.startswith("/") and ".." not in path.split("/")]


def _differences(place: str, there: dict[str, str]) -> list[str]:
    """Return the paths at which the release of a folder and another, given its digests, differ."""
    here = manifest.read(place)
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))
