"""Say what is wrong with machine and site, and how to mend it: ``python -m disclosure.commands.doctor``, which is `make doctor`.

Folders and configurations come by the environment. Where the environment `.venv` is missing, only the machine is looked at.
The plugin `release` looks at keys and targets afterwards.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from . import environment, machine_checks
from .machine_checks import BAD, GOOD, REMINDER, Finding


def main(given: Mapping[str, str] = os.environ) -> int:
    """Print every finding; return 1 where something is wrong, else 0."""
    found = []
    for finding in (*_machine(given), *_site(given)):
        print(f"{finding.mark}  {finding.words}。".replace("？。", "？"), flush=True)
        found.append(finding.mark)
    print(f"电脑和网站：看了 {len(found)} 处，{found.count(BAD)} 处不行，{found.count(REMINDER)} 处提醒。", flush=True)
    return 1 if BAD in found else 0


def _machine(given: Mapping[str, str]) -> Iterator[Finding]:
    yield machine_checks.python()
    yield machine_checks.packages()
    yield machine_checks.letters()
    yield machine_checks.fonts()
    yield from machine_checks.git(given.get("INPUTDIR", "content"))
    for name in ("OUTPUTDIR", "RELEASEDIR"):
        if given.get(name):
            yield machine_checks.space(name, given[name])
    if (finding := machine_checks.memory()) is not None:
        yield finding
    yield machine_checks.browser()
    yield machine_checks.clock(given.get("RELEASEDIR", "release"))


def _site(given: Mapping[str, str]) -> Iterator[Finding]:
    """Look at content folder and configurations."""
    content = given.get("INPUTDIR", "content")
    items = os.path.join(content, "items")
    if not os.path.isdir(items):
        yield Finding(BAD, f"没有内容文件夹 {items}；用 INPUTDIR=… 指明，或者用 make init SITE=… 新建一个网站")
    else:
        yield Finding(GOOD, f"内容文件夹 {content}；内容对不对，用 make check 看")
    if not environment.PYTHON.exists():
        return
    from ..host import configuration  # these need the environment
    from . import preflight

    for name in ("CONFFILE", "PUBLISHCONF"):
        path = given.get(name, "")
        if not os.path.isfile(path):
            yield Finding(BAD, f"没有配置文件 {path!r}；用 {name}=… 指明")
            continue
        settings, fault = preflight.run_configuration(path)
        faults = fault.splitlines() if fault else configuration.faults(settings)
        yield from (Finding(BAD, f"{path}：{fault}") for fault in faults)
        if not faults:
            yield Finding(GOOD, f"设置 {path}")
            if name == "PUBLISHCONF":
                yield from _deliveries(settings)
    yield from _calendar(content)


def _deliveries(settings: Mapping[str, Any]) -> Iterator[Finding]:
    given = settings.get("RELEASE_TARGETS", {})
    kinds = {target.get("kind", "") for target in given.values() if isinstance(target, dict)} if isinstance(given, dict) else set()
    yield from machine_checks.programs(kinds, bool(settings.get("RELEASE_SIGNING_KEY")))
    if not settings.get("RELEASE_SIGNING_KEY"):
        yield Finding(REMINDER, "没有签名用的钥匙，读者不能证实版本是谁发布的；要签名的，运行 ssh-keygen -t ed25519，再设 RELEASE_SIGNING_KEY")


def _calendar(content: str) -> Iterator[Finding]:
    """Look whether working days of this year are known."""
    from ..model import workdays
    from ..registers import read

    year = date.today().year
    rows = read(content, "workdays").rows
    stated = workdays.StatedDays(tuple((row["date"], row["kind"] == "上班", row["reason"]) for row in rows))
    workdays.observe(stated)
    if workdays.covers(year):
        yield Finding(GOOD, f"{year} 年的工作日历")
    else:
        yield Finding(BAD, f"没有 {year} 年的工作日历，期限算不了；更新软件，或者照国务院的放假通知填 registers/workdays.csv")


if __name__ == "__main__":
    sys.exit(main())
