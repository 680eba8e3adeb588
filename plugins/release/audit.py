"""Proof of a purge: every file of every release of a target is read, and what should be gone is named."""

from __future__ import annotations

from . import bundles, targets
from .failures import reason
from .purges import LOCAL, Purges


def audit(record: Purges, name: str, target: targets.Target, releases: list[str]) -> tuple[list[str], str]:
    """Return in words what of a target, given its releases, should be gone by the last purge; and what was read to find that.

    Without a purge both are empty.
    """
    if record.last is None:
        return [], ""
    if record.pending(name) and releases:
        faults = [f"还没有清除，更早的版本还在：{release}；下次发布到这里时清除" for release in releases]
    else:
        faults = [f"清除以前的版本还在：{release}" for release in record.too_old(name, releases)]
    paths, files = target.forbidden(record.forbidden)
    faults += [f"已清除的内容还在：{path}" for path in paths]
    read = f"清除（{record.last.moment}）以后：读了 {len(releases)} 个版本的 {files:,} 个不同的文件"
    return faults, read if faults else f"{read}，没有清除以前的版本，没有已清除的内容"


def audit_bundles(record: Purges) -> tuple[list[str], list[str]]:
    """Return the same for the folders of archives of the local folder: all faults, and what was read of each."""
    faults, read = [], []
    for folder in bundles.folders(record.local) if record.last is not None else ():
        target = targets.Stick(folder)
        try:
            found, said = audit(record, bundles.name(folder), target, target.status().releases)
        except Exception as error:  # one that is away must not hide the others
            found, said = [f"看不到：{reason(error)}"], ""
        faults += [f"{folder}：{sentence}" for sentence in found]
        read += [f"{folder}：{said}"] if said else []
    return faults, read


def waiting(record: Purges, names: list[str]) -> list[str]:
    """Return in words which of some targets still have to be purged, by the record alone."""
    return [f"目标 {name} 还没有清除；下次发布到这里时清除" for name in names if name != LOCAL and record.pending(name)]
