"""What `make` looks at before anything is read, written or removed: ``python -m disclosure.commands.preflight [--build] [--problems] INPUTDIR …``.

The arguments are names of variables of `make`; their values come by the environment. So no value
is ever a part of a shell's command. `--build` says that a build will fill OUTPUTDIR.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import sys
import traceback
from typing import Any

from ..host import configuration
from ..host.problem_list import unchecked
from ..host.setting_places import located
from ..model.folders import Folder, faults
from ..model.problems import sentence, shown_path
from ..site_build.output import is_free

READ = ("INPUTDIR",)
WRITTEN = ("OUTPUTDIR", "RELEASEDIR", "BUNDLEDIR", "DEMODIR")
BUILD = "--build"
AS_JSON = "--problems"
"""Says that a check follows, which prints problems: where FORMAT is json, what is wrong is printed in this form, too."""
CONFIGURATIONS = ("CONFFILE", "PUBLISHCONF")


def main(words: list[str]) -> int:
    """Print what is wrong with the named variables; return 1 if anything is, else 0."""
    given = {name: os.environ.get(name, "") for name in words if name not in (BUILD, AS_JSON)}
    found = [*_values(given)]
    if not found and BUILD in words and not is_free(given["OUTPUTDIR"]):
        found.append(f"输出文件夹 {given['OUTPUTDIR']} 里有别的文件，不是生成程序自己建立的，没有动它们；换一个空文件夹（OUTPUTDIR=…）")
    if not found:
        for name in given.keys() & {*CONFIGURATIONS}:
            settings, fault = run_configuration(given[name])
            found += fault.splitlines() if fault else located([*_folders_of(settings, given, given[name]), *configuration.faults(settings)], given[name])
    if found and AS_JSON in words and os.environ.get("FORMAT") == "json":
        print(unchecked(dict.fromkeys(found), "files" if os.environ.get("FILES") else "site"))
    for fault in dict.fromkeys(found):
        print(sentence(fault), file=sys.stderr)
    if found:
        print("什么都没有做。", file=sys.stderr)
    return 1 if found else 0


def _values(given: dict[str, str]) -> list[str]:
    """Return what is wrong with the values themselves: folders, files, a port, options."""
    found = faults(_folders(given))
    for name, value in given.items():
        if name in READ and value and not os.path.isdir(value):
            found.append(f"没有内容文件夹 {value!r}；用 {name}=… 指明")
        if name in CONFIGURATIONS and value and not os.path.isfile(value):
            found.append(f"没有配置文件 {value!r}；用 {name}=… 指明")
        if name == "PORT" and not re.fullmatch(r"[1-9]\d{0,4}", value):
            found.append(f"PORT（{value!r}）不是端口；写一个数，如 PORT=8001")
        if name == "PELICANOPTS":
            try:
                shlex.split(value)
            except ValueError:
                found.append(f"PELICANOPTS（{value!r}）的引号不成对；补上引号")
    return found


def _folders(given: dict[str, str]) -> list[Folder]:
    return [Folder(name, value, name in WRITTEN) for name, value in given.items() if name in (*READ, *WRITTEN, *CONFIGURATIONS)]


def _folders_of(settings: dict[str, Any], given: dict[str, str], conf: str) -> list[str]:
    """Return what is wrong between the given folders and those that a configuration names."""
    base = os.path.dirname(os.path.abspath(conf))
    named = [(name, settings.get(name), name == "CACHE_PATH") for name in ("CACHE_PATH", "THEME")]
    more = [Folder(name, os.path.join(base, value), written) for name, value, written in named if isinstance(value, str) and os.sep in value]
    return faults([*_folders(given), *more])


def run_configuration(path: str) -> tuple[dict[str, Any], str]:
    """Run a configuration file, which is Python; return its names, and what is wrong with it in Chinese or ''."""
    try:
        settings = runpy.run_path(path)
        settings.setdefault("BASE", os.path.dirname(os.path.abspath(path)))
        return settings, ""
    except configuration.Unusable as unusable:
        return {}, "\n".join(unusable.faults)
    except SyntaxError as error:
        return {}, f"{shown_path(error.filename or path)}:{error.lineno or 0}: 配置的写法不对（{error.msg}）；改正这一行"
    except (Exception, SystemExit) as error:
        return {}, f"{_line_of(error, path)}: 配置读不下去（{type(error).__name__}：{error}）；改正这一行"


def _line_of(error: BaseException, path: str) -> str:
    """Return file and line of the last step that a configuration took itself: that of the file, or of one beside it."""
    base = os.path.dirname(os.path.abspath(path))
    steps = [step for step in traceback.extract_tb(error.__traceback__) if os.path.dirname(os.path.abspath(step.filename)) == base]
    return f"{shown_path(steps[-1].filename)}:{steps[-1].lineno}" if steps else path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
