"""A removable stick: the release as one archive, and what installs it on a terminal.

A stick has large clusters and no links, and is slow with small files, so 80,000 files travel as one. The archive is tar
with gzip, which Linux terminals and Windows 10 and later can open with what they have. ``newest.txt`` names the release
that the installers install. It is written last, once the archive was read again.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import tarfile
import time
import zlib
from collections.abc import Callable, Set
from datetime import UTC, datetime, tzinfo
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from . import clock, durable, manifest, modes, names, purges
from .delivery import Delivery
from .failures import Damaged, DamagedSource, Failed
from .portable import CLUSTERS, space

NEWEST = "newest.txt"
OLDEST = "oldest.txt"
"""Names the first release after a take-down: an installer leaves none on a terminal that is older."""
README = "说明.txt"
SCRIPTS = ("install.sh", "check.sh", "install.desktop", "install.cmd", "messages.txt")
FOR_WINDOWS = ("install.cmd", "messages.txt")
"""Their lines end as Windows ends them: its command interpreter does not find labels otherwise."""
EXECUTABLE = ("install.sh", "check.sh", "install.desktop")
KEPT = 2
"""Archives that stay on a stick: the newest, and one to return to."""
_TEXT = """政府信息公开网站，版本 {name}，发布于 {date}

Linux 终端，下面的办法任选一种。网站装到主文件夹的 reading-room，打开其中的 current/index.html。
　　一、双击 install.desktop。有的系统会先问一次，选“信任并运行”“允许启动”或“运行”。
　　二、右键点 install.sh，选“作为程序运行”；或者双击它，选“在终端中运行”。
　　三、打开终端窗口，输入 sh 和一个空格，把 install.sh 拖进窗口，按回车。
　　　　要装到别的文件夹，先输入一个空格和那个文件夹，再按回车。

Windows 10（1803）和以后的版本：双击 install.cmd，等它说已经安装好，打开它最后写的文件。
　　网站装到 C:\\reading-room。每一步只用系统自带的程序，做不成时也可以自己一步一步做：
　　1. 按住 Shift 键，在U盘窗口的空白处点右键，选“在此处打开 PowerShell 窗口”。
　　2. 输入 certutil -hashfile {name}.tar.gz SHA256 ，与 {name}.sha256 里的一串字比较，要完全相同。
　　3. 输入 mkdir C:\\reading-room\\{name} 。
　　4. 输入 tar -xf {name}.tar.gz -C C:\\reading-room\\{name} ，等它做完。
　　5. 输入 cmd /c "rmdir C:\\reading-room\\current & mklink /J C:\\reading-room\\current C:\\reading-room\\{name}" 。
　　　　第一次安装时会说找不到文件，没有关系。
　　6. 打开 C:\\reading-room\\current\\index.html。旧的版本在旁边的文件夹里，不要了可以删去。

Windows 上检查每个文件是不是与发布时相同：在 C:\\reading-room\\current 里打开 PowerShell 窗口，输入下面一行。
　　什么也没有显示，就是都相同；有不同或缺少的，会写出文件名。
Get-Content -Encoding UTF8 SHA256SUMS | ForEach-Object {{ $sum, $path = $_ -split '  ', 2; if ((Get-FileHash -LiteralPath $path).Hash -ne $sum) {{ "不同：$path" }} }}
"""


def script(name: str) -> bytes:
    """Return a file that installs or checks, as it stands on a stick."""
    data = (resources.files(__package__) / "scripts" / name).read_bytes()
    return data.replace(b"\n", b"\r\n") if name in FOR_WINDOWS else data


def space_unpacked(place: str) -> list[int]:
    """Return the bytes that the files of a release take on a stick, one by one, for each size of `CLUSTERS`."""
    with open(os.path.join(place, manifest.SIZES), encoding="utf-8") as listed:
        sizes = [int(line.partition(" ")[0]) for line in listed]
    return [space(sizes, cluster) for cluster in CLUSTERS]


def bundle(place: str, folder: str, zone: tzinfo = UTC) -> Delivery:
    """Write the release of a local folder as one archive into another folder, with what installs it.

    `zone` is that in which the stick says when the release was made. Raises OSError, or Failed where the stick does not hold
    what was written; it goes on naming the release before then.
    """
    started = time.monotonic()
    name, said = os.path.basename(place), manifest.summary(place)
    date = clock.shown(datetime.fromisoformat(said["date"]), zone)
    archive = os.path.join(folder, f"{name}.tar.gz")
    _refuse_foreign(folder)
    digests = manifest.trusted(place)
    for path in manifest.own_faults(place) if digests else [manifest.MANIFEST]:
        raise DamagedSource(path)
    if oldest := purges.load(os.path.dirname(place)).first(purges.LOCAL):
        _put(folder, OLDEST, f"{oldest}\n".encode())
    if newest(folder) == name and not faults(folder):
        for sentence in manifest.compare(place).sentences:
            raise DamagedSource(sentence.split("：", 1)[-1])
        return Delivery(said["id"], archive, said["files"], 0, 0, said["files"], time.monotonic() - started, False)
    _remove_parts(folder)
    partial = os.path.join(folder, f".{name}.part")
    try:
        _pack(place, partial, digests)
        with contextlib.suppress(OSError):
            os.chmod(partial, modes.FILE)
        digest = manifest.file_sha256(partial)
        os.replace(partial, archive)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    _put(folder, f"{name}.sha256", f"{digest}  {name}.tar.gz\n".encode())
    for each in SCRIPTS:
        _put(folder, each, script(each), executable=each in EXECUTABLE)
    _put(folder, README, _TEXT.format(name=name, date=date).replace("\n", "\r\n").encode("utf-8-sig"))
    if found := faults(folder, name):
        raise Failed(f"写到U盘上的压缩包读出来不一样（{found[0]}）；换一个U盘")
    _point(folder, name)
    for old in archives(folder)[:-KEPT]:
        for ending in (".tar.gz", ".sha256"):
            Path(folder, old + ending).unlink(missing_ok=True)
    return Delivery(said["id"], archive, said["files"], 1, os.path.getsize(archive), said["files"], time.monotonic() - started, True)


def _pack(place: str, path: str, digests: dict[str, str]) -> None:
    """Write an archive; the same release gives the same bytes. Raises DamagedSource where a file is not as its digest says."""
    own = {*manifest.OWN, manifest.stamp_of(place)}
    for name in digests:
        if not os.path.lexists(f"{place}/{name}"):
            raise DamagedSource(name)
    paths = sorted([*manifest.walk(place, hidden=True), *(name for name in manifest.OWN if os.path.exists(f"{place}/{name}"))])
    with open(path, "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as packed, tarfile.open(
            fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT
        ) as archive:
            for name in paths:
                entry = archive.gettarinfo(f"{place}/{name}", name)
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mode, entry.mtime = 0o644, int(entry.mtime)
                if entry.islnk():  # another name of a file that is in the archive already
                    entry.type, entry.linkname = tarfile.REGTYPE, ""
                entry.size = os.path.getsize(f"{place}/{name}")
                if not entry.isfile() or not (name in own or name in digests):
                    raise DamagedSource(name)
                with open(f"{place}/{name}", "rb") as content:
                    read = _Read(content)
                    archive.addfile(entry, read)
                if digests.get(name, read.digest) != read.digest:
                    raise DamagedSource(name)
        file.flush()
        os.fsync(file.fileno())


class _Read:
    """A file that is read once, and the SHA-256 of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _put(folder: str, name: str, data: bytes, executable: bool = False) -> None:
    """Write a file, whole or not at all."""
    partial = os.path.join(folder, f".{name}.part")
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):  # a stick's file system knows no such thing, and lets everything run
        os.chmod(partial, modes.PROGRAM if executable else modes.FILE)
    os.replace(partial, os.path.join(folder, name))


def _point(folder: str, name: str) -> None:
    """Name the release that the stick installs; all that was written before is flushed first, and the name after."""
    durable.flush([folder])
    _put(folder, NEWEST, f"{name}\n".encode())
    durable.flush([folder])


def newest(folder: str) -> str:
    """Return the name of the release that a stick installs; the empty string where there is none."""
    try:
        name = Path(folder, NEWEST).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    return name if names.is_name(name) else ""


def archives(folder: str) -> list[str]:
    """Return the names of the releases on a stick, oldest first."""
    return sorted(path.name[:-7] for path in Path(folder).glob("*.tar.gz") if names.is_name(path.name[:-7]))


def faults(folder: str, name: str = "") -> list[str]:
    """Return in words what of a stick is not as it was written: the archive of a release, or else of the newest; the scripts."""
    name = name or newest(folder)
    try:
        expected = Path(folder, f"{name}.sha256").read_text(encoding="utf-8")[:64]
        if manifest.file_sha256(os.path.join(folder, f"{name}.tar.gz")) != expected:
            return [f"内容变了：{name}.tar.gz"]
    except OSError as error:
        return [f"缺少：{os.path.basename(error.filename or name)}"]
    return [
        f"内容变了：{each}" for each in SCRIPTS if not Path(folder, each).exists() or Path(folder, each).read_bytes() != script(each)
    ]


def rollback(folder: str, check: Callable[[str], None] = lambda _: None) -> str | None:
    """Have a stick install the release before; return its name, or None where there is none.

    `check` is given its name first. Raises Damaged where its archive has changed.
    """
    earlier = [name for name in archives(folder) if name < newest(folder)]
    if not earlier:
        return None
    check(earlier[-1])
    if found := faults(folder, earlier[-1]):
        raise Damaged(earlier[-1], found)
    _point(folder, earlier[-1])
    return earlier[-1]



def purge(folder: str, keep: str) -> list[str]:
    """Remove every archive but that of one release, and what killed deliveries left; return the names of the releases removed.

    Where the removed ones include the one to install, the folder names none afterwards.
    """
    gone = [name for name in archives(folder) if name != keep]
    if newest(folder) not in ("", keep):
        os.unlink(os.path.join(folder, NEWEST))
    for name in gone:
        for ending in (".sha256", ".tar.gz"):
            Path(folder, name + ending).unlink(missing_ok=True)
    _remove_parts(folder)
    for each in () if archives(folder) else (*SCRIPTS, README):  # what installs has nothing to install
        if (path := Path(folder, each)).is_file() and path.read_bytes().startswith(_beginning(each)):
            path.unlink()
    durable.flush([folder])
    return gone


def forbidden(folder: str, digests: Set[str]) -> tuple[list[str], int]:
    """Read every file of every archive; return the paths of those with one of these SHA-256, and how many files were read.

    An archive that cannot be read to its end is among the paths, since nobody knows what it holds.
    """
    found, files = [], 0
    for name in archives(folder):
        try:
            with tarfile.open(os.path.join(folder, f"{name}.tar.gz"), "r|gz") as archive:
                for entry in archive:
                    if content := archive.extractfile(entry):
                        files += 1
                        if hashlib.file_digest(content, "sha256").hexdigest() in digests:
                            found.append(f"{name}.tar.gz/{entry.name}")
        except (OSError, EOFError, zlib.error, tarfile.TarError):
            found.append(f"{name}.tar.gz（读不出来）")
    return found, files


def _refuse_foreign(folder: str) -> None:
    """Raise Failed where a folder has something under a name of ours that is not ours: it would be written over."""
    for each in (*SCRIPTS, README, NEWEST, OLDEST):
        path = Path(folder, each)
        if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
            raise Failed(f"{path} 不是发布程序写的；把它移走或改名，再运行一次")
    if newest(folder) or archives(folder):
        return
    for each in (*SCRIPTS, README, NEWEST, OLDEST):
        path = Path(folder, each)
        if path.exists() and not (each not in (NEWEST, OLDEST) and path.read_bytes().startswith(_beginning(each))):
            raise Failed(f"{path} 不是发布程序写的；把它移走或改名，或者换一个文件夹，再运行一次")


def _beginning(name: str) -> bytes:
    """Return how a file on a stick begins."""
    return _TEXT[:10].encode("utf-8-sig") if name == README else script(name)


def _remove_parts(folder: str) -> None:
    """Remove what a killed delivery left of a file that it was writing."""
    for left in os.listdir(folder):
        name = left.removeprefix(".").removesuffix(".part").removesuffix(".sha256")
        if left.startswith(".") and left.endswith(".part") and (names.is_name(name) or name in (*SCRIPTS, README, NEWEST, OLDEST)):
            os.unlink(os.path.join(folder, left))
