"""The commands of `make` without make, as on Windows: ``python -m disclosure new TITLE="…" CATEGORY="…" AGENCY="…"``.

The Makefile is the one table of verbs. This reads a verb's recipe there and runs its commands, without a shell: the same modules, with
the same arguments, after the same look at folders and settings. What people give comes as NAME=value, as with make.
A folder with a `software.txt` is the site of a district: its files are used, and paths are taken from there.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath

from ..model.folders import PROJECT
from ..model.problems import did_you_mean
from . import environment

VERBS = (
    "init", "new", "amend", "replace", "withdraw", "move", "renumber", "check", "html", "serve", "devserver", "desk", "snippets", "import", "report", "figures", "due",
)
"""Verbs that run without make. Delivery to terminals needs rsync, links and make: a webmaster does it on Linux."""
PATHS = ("INPUTDIR", "OUTPUTDIR", "RELEASEDIR", "BUNDLEDIR", "CONFFILE", "PUBLISHCONF", "DEMODIR", "FILE", "FROM", "MAP", "SITE")
"""Names whose values are paths; those of a site are taken from its folder."""
SOFTWARE = "software.txt"
_VARIABLE = re.compile(r"(?P<name>[A-Z][A-Z0-9]*)\s*=\s*(?P<value>.*)")
_RECIPE = re.compile(r"(?P<verb>[a-z]+):[^#\n]*## (?P<help>.*)")
_IF = re.compile(r'if \[ -n "\$\$(?P<name>\w+)" \]; then (?P<then>.*?); (?:\\\n\s*)?else (?P<other>.*); fi', re.DOTALL)


def main(words: list[str], run: Callable[..., int] | None = None) -> int:
    """Run a verb; return its exit code."""
    be_readable()
    table = recipes((PROJECT / "Makefile").read_text(encoding="utf-8"))
    verb, *rest = words or ["help"]
    if verb in ("help", "-h", "--help"):
        print("用法：python -m disclosure 命令 名称=值 ……\n", *(f"  {name:10} {table[name][0]}" for name in VERBS), sep="\n")
        return 0
    if verb not in VERBS:
        why = "这个命令要用 make，在 Linux 上运行" if verb in table else did_you_mean(verb, VERBS) or f"可以用的有：{'、'.join(VERBS)}"
        print(f"没有命令“{verb}”；{why}", file=sys.stderr)
        return 1
    given, fault = _given(rest)
    if fault:
        print(fault, file=sys.stderr)
        return 1
    values = defaults((PROJECT / "Makefile").read_text(encoding="utf-8")) | site_values(Path.cwd(), given) | given
    for command in commands(table[verb][1], values):
        if code := (run or _run)(command, values):
            return code
    return 0


def be_readable() -> None:
    """Have what a console cannot show (a Chinese one has GBK) printed as its number: a message must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def recipes(makefile: str) -> dict[str, tuple[str, str]]:
    """Return help and recipe of each verb of a Makefile."""
    found: dict[str, tuple[str, str]] = {}
    verb = ""
    for line in makefile.split("\n"):
        if match := _RECIPE.fullmatch(line):
            verb = match["verb"]
            found[verb] = (match["help"], "")
        elif verb and (line.startswith("\t") or found[verb][1].endswith("\\\n")):
            found[verb] = (found[verb][0], f"{found[verb][1]}{line}\n")
        else:
            verb = ""
    return found


def defaults(makefile: str) -> dict[str, str]:
    """Return the variables of a Makefile with their values."""
    return {match["name"]: match["value"].strip() for line in makefile.split("\n") if (match := _VARIABLE.fullmatch(line))}


def site_values(folder: PurePath, given: Mapping[str, str], is_file: Callable[[PurePath], bool] = os.path.isfile) -> dict[str, str]:
    """Return the values of a district's own site, if a folder is one: its files, by whole paths."""
    if not is_file(folder / SOFTWARE):
        return {}
    names = {"INPUTDIR": "content", "OUTPUTDIR": "output", "RELEASEDIR": "release", "BUNDLEDIR": "bundle", "CONFFILE": "pelicanconf.py", "PUBLISHCONF": "publishconf.py"}
    return {name: str(folder / place) for name, place in names.items() if name not in given}


def _given(words: list[str]) -> tuple[dict[str, str], str]:
    """Return what was given as NAME=value, paths made whole; and what is wrong with it."""
    given = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not re.fullmatch("[A-Z]+", name):
            return {}, f"看不懂“{word}”；写成 名称=值，如 TITLE=\"标题\"（名称用大写字母，等号两边不空格）"
        given[name] = os.path.abspath(value) if name in PATHS and value else value
    return given, ""


def commands(recipe: str, values: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the commands of a recipe as lists of arguments; the first is the name of a module."""
    recipe = _IF.sub(lambda match: match["then"] if values.get(match["name"]) else match["other"], recipe)
    for line in recipe.replace("\\\n", " ").split("\n"):
        if line := line.strip().lstrip("@"):
            yield _arguments(line, values)


def _arguments(line: str, values: Mapping[str, str]) -> list[str]:
    """Return a line of a recipe as arguments. A value stays one argument, whatever is in it."""
    while match := re.search(r"\$\(([A-Z]+)\)", line):
        line = line.replace(match[0], values.get(match[1], ""))
    words = shlex.split(line)
    while words and (re.match(r"[A-Z]+=", words[0]) or words[0] == "-m" or words[0].endswith("bin/python")):
        words.pop(0)
    words = [re.sub(r"\$\$(\w+)", lambda match: values.get(match[1], ""), word) for word in words]
    if "--" in words:  # another Python follows, as a command
        at = words.index("--") + 1
        words[at:] = [sys.executable, *words[at + 1 :]]
    return words


def _run(command: list[str], values: Mapping[str, str]) -> int:
    """Run a module with arguments in this Python."""
    own = {"PYTHONPATH": str(PROJECT / "plugins"), "PYTHONUTF8": "1", "PYTHONIOENCODING": ":backslashreplace", "DISCLOSURE_LAST_RELEASE": os.path.join(values["RELEASEDIR"], "current")}
    return subprocess.run([sys.executable, "-m", *command], cwd=PROJECT, env={**os.environ, **values, **own}, check=False).returncode


def prepare() -> int:
    """Set up the environment, if need be; return the exit code."""
    os.chdir(PROJECT)
    return environment.prepare() if not environment.PYTHON.exists() else 0
