"""Settings of a release, as data: name, default, help. The README's table is tested against it."""

from __future__ import annotations

import difflib
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from . import clock
from .delivery import KEPT
from .failures import Misconfigured

SETTINGS: tuple[tuple[str, Any, str], ...] = (
    ("RELEASE_TARGETS", {}, "Where a release goes besides the local folder: name, and kind, path and host of each."),
    ("RELEASE_KEEP", KEPT, "Releases that each target keeps, the current one included."),
    ("RELEASE_STAMP", "", "A script of the site that a release replaces by its id and date, for the footer."),
    ("RELEASE_LOCK_FILE", "", "The lock file of the software, of which the bill of materials is made."),
    ("RELEASE_SIGNING_KEY", "", "Path of the SSH key that signs releases; none signs none."),
    ("RELEASE_SIGNER", "", "The name under which that key is known to those who check."),
    ("TIMEZONE", "UTC", "The zone of every time that is shown or written, as for Pelican: a name such as Asia/Shanghai."),
)


@dataclass(frozen=True)
class Settings:
    """What a configuration says of releases."""

    targets: dict[str, dict[str, Any]]
    keep: int = KEPT
    stamp: str = ""
    lock_file: str = ""
    signing_key: str = ""
    signer: str = ""
    zone: tzinfo = UTC


def load(path: str) -> Settings:
    """Run a configuration file (Python, as Pelican's are) and return its settings of releases; '' has the defaults.

    Raises OSError where it cannot be read, and Misconfigured where TIMEZONE is no zone, or with every name and value that is wrong.
    """
    given = runpy.run_path(path) if path else {}
    if faults := list(_faults(given)):
        raise Misconfigured("；".join(faults))
    found = {name: given.get(name, default) for name, default, _ in SETTINGS}
    return Settings(
        targets=found["RELEASE_TARGETS"], keep=found["RELEASE_KEEP"], stamp=found["RELEASE_STAMP"],
        lock_file=found["RELEASE_LOCK_FILE"], signing_key=found["RELEASE_SIGNING_KEY"], signer=found["RELEASE_SIGNER"],
        zone=clock.zone(found["TIMEZONE"]),
    )


_TYPES = {"RELEASE_TARGETS": (dict, "{…}"), "RELEASE_KEEP": (int, "一个整数")}
"""Types of settings that are no text, and how to say so. `clock.zone` looks at TIMEZONE."""


def _faults(given: dict[str, Any]) -> Iterator[str]:
    """Yield each name that begins like ours and is none, and each value of another type."""
    known = [name for name, _, _ in SETTINGS]
    for name, value in given.items():
        if name.startswith("RELEASE_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            yield f"不认识设置 {name}，它不起作用" + (f"，是不是 {near[0]}" if near else "")
        elif name in known and name != "TIMEZONE":
            wanted, shown = _TYPES.get(name, (str, "一段文字"))
            if not isinstance(value, wanted) or isinstance(value, bool):
                yield f"设置 {name} 写的 {value!r:.60} 不对，要写{shown}"
    targets = given.get("RELEASE_TARGETS")
    for name, entry in targets.items() if isinstance(targets, dict) else ():
        if not isinstance(entry, dict):
            yield f"设置 RELEASE_TARGETS 的 {name} 写的 {entry!r:.60} 不对，要写 {{\"kind\": …, \"path\": …}}"
