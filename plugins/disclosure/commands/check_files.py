"""Check some files of the content: ``make check FILES="…"``, or what is staged, for the hook of Git.

Each file is checked as a build checks it. What needs other items is compared with the catalogue of the last build, of which
only what concerns these files is read: so it takes a moment in an archive of any size. What is not looked at is said.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shlex
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..catalogue import crosscheck, sync
from ..catalogue.excerpt import Excerpt
from ..catalogue.file import catalogue_path, read_only
from ..content.find_item import item_paths
from ..content.frontmatter import decode
from ..content.reader import ItemReader, Reading
from ..content.rules import Rules
from ..content.source import ITEM_SUFFIXES, ITEMS, is_item, misplaced
from ..host.problem_list import as_json, unchecked
from ..model import workdays
from ..model.problems import Problem, format_problem, sentence
from ..model.settings import add_defaults, check_settings, today
from ..model.taxonomy import InvalidSettings, Taxonomy
from ..registers import FOLDER as REGISTERS
from ..registers.table import Register, RegistersAsNeeded
from ..secrecy import registers_and_pages
from ..secrecy.registers_and_pages import CheckedPage
from ..site_build import fingerprint

PAGES = ("pages", "reports")
SMALL = 3000
"""Items of an archive whose catalogue a check brings up to date by itself: a moment, and some seconds the first time."""
LEFT = "网页之间的链接、与上一个版本的比较、年报的数字"
"""What only a build of the whole site can check."""


@dataclass
class Files:
    """The files to check. Paths are relative to the content folder."""

    folder: Path
    """Where their bytes lie: the content folder, or a folder with what is staged."""
    content: Path
    """The content folder, as messages name it."""
    there: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """Files that are deleted or renamed."""
    is_there: Callable[[str], bool] = lambda path: False
    """Tells whether the content has a file."""


@dataclass
class Outcome:
    """What a check found."""

    problems: list[Problem]
    numbers: Counter
    not_checked: list[str]
    compared: str


class Refused(Exception):
    """Nothing can be checked. The argument says why."""


def main(arguments: list[str] | None = None) -> int:
    """Check the files; return 1 if one has an error or cannot be checked, else 0."""
    parser = argparse.ArgumentParser(prog="make check", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output")
    parser.add_argument("--conf", default="pelicanconf.py")
    parser.add_argument("--files", default="", help="names, separated by blanks; quotation marks hold one together")
    parser.add_argument("--format", default="text")
    options = parser.parse_args(arguments)
    try:
        if options.format not in ("", "text", "json"):
            raise Refused(f"FORMAT（{options.format}）只能写 text 或 json")
        files = named_files(options.content, options.files)
        outcome = check(files, settings_of(options.conf, options.content, options.output))
        outcome.not_checked[:0] = [f"{path}（不在那里，当作删去的；没有删过它的，核对 FILES 里的名称）" for path in files.gone]
    except (Refused, InvalidSettings) as refused:
        faults = [sentence(fault) for fault in getattr(refused, "faults", refused.args)]
        if options.format == "json":
            print(unchecked(faults))
        print(*faults, "没有检查。", sep="\n", file=sys.stderr)
        return 1
    return tell(outcome, files, options.format)


def settings_of(conf: str, content: Path, output: str) -> dict[str, Any]:
    """Return checked settings. Raises `InvalidSettings`."""
    settings = read_settings(conf, override={"PATH": str(content), "OUTPUT_PATH": output})
    add_defaults(settings)
    check_settings(settings)
    return settings


def named_files(content: Path, names: str) -> Files:
    """Return the named files of the content folder. A name is taken from where the command runs, or from the content folder on, or from beside it."""
    try:
        words = [line.strip() for line in names.splitlines() if line.strip()] if "\n" in names else shlex.split(names)
    except ValueError:
        raise Refused(f"FILES（{names}）的引号不成对；名称里有空格的，用引号括起来") from None
    root = content.resolve()
    files = Files(content, content, is_there=lambda path: (content / path).is_file())
    for word in dict.fromkeys(words):
        places = [Path(os.path.abspath(base / word)) for base in (Path(), content, content.parent)]
        real = [Path(os.path.realpath(place.parent)) / place.name for place in places]
        named = [one for one in real if one.is_relative_to(root)]
        from_content = word.replace("\\", "/").startswith(f"{root.name}/")  # content/registers/…: the folder is named, wherever the command runs
        there = [one for one in (*named, *(() if from_content else real)) if os.path.lexists(one)]
        inside = next(iter((*there, *(named[::-1] if from_content else named), real[0])))
        if not inside.is_relative_to(root):
            raise Refused(f"{word} 不在内容文件夹 {content} 里；核对 FILES")
        path = inside.relative_to(root).as_posix()
        if inside.is_dir() and not inside.is_symlink():
            files.there += sorted(found.relative_to(root).as_posix() for found in inside.rglob("*") if not found.is_dir())
        else:
            (files.there if os.path.lexists(inside) else files.gone).append(path)
    files.there, files.gone = [*dict.fromkeys(files.there)], [*dict.fromkeys(files.gone)]  # two names may be of one file
    return files


def check(files: Files, settings: dict[str, Any]) -> Outcome:
    """Check files; return what was found and what was not looked at."""
    folder = str(files.folder)
    registers = RegistersAsNeeded(folder)
    rules = Rules.of(settings, registers)
    workdays.observe(rules.stated_days)
    base, compared = _base(files.content, settings)
    numbers: Counter = Counter()
    not_checked: list[str] = []
    problems: set[Problem] = set()
    readings, examined = [], []
    reader = ItemReader(rules)
    for path in files.there:
        top = path.partition("/")[0]
        if _is_ignored(path, settings["IGNORE_FILES"]):
            not_checked.append(f"{path}（不会读它）")
        elif top == ITEMS:
            if problem := misplaced(folder, path):
                problems.add(problem)
                numbers["信息" if is_item(path) else "附件"] += 1
                continue
            _, _, seen = sync.read_one(reader, folder, path)
            (readings if isinstance(seen, Reading) else examined).append(seen)
            numbers["信息" if is_item(path) else "附件"] += 1
        elif top == REGISTERS and path.endswith(".csv") and path.count("/") == 1:
            numbers["登记簿"] += 1
        elif top in PAGES and path.endswith(ITEM_SUFFIXES):
            problems |= set(_page(folder, path))
            numbers["页面"] += 1
        else:
            not_checked.append(f"{path}（不是条目、附件、登记簿或页面）")
    excerpt = Excerpt(base, registers)
    problems |= set(excerpt.problems(readings, examined, files.gone, files.is_there))
    problems |= set(crosscheck.late_publications(excerpt.connection, rules.today))
    problems |= {problem for problem in _registers(files, registers, settings, base) if problem.path in files.there}
    if numbers["页面"]:
        not_checked.append("页面的排版和地址")
    return Outcome(sorted(problems), numbers + Counter({"删去的": len(files.gone)}), [*not_checked, LEFT], compared)


def _is_ignored(path: str, patterns: list[str]) -> bool:
    """Return whether a build passes a file over: its name or a folder's begins with a dot, or has an ignored form."""
    return any(part.startswith(".") or any(fnmatch(part, pattern) for pattern in patterns) for part in path.split("/"))


def _base(content: Path, settings: dict[str, Any]) -> tuple[str, str]:
    """Return a catalogue of the content folder that can be read, or ''; and in words what is compared.

    Of a small archive it is made here, and is as new as the files. Of a large one it is that of the last build.
    """
    if len(list(itertools.islice(item_paths(content, settings["IGNORE_FILES"]), SMALL + 1))) <= SMALL:
        return _own(content, settings)
    path = catalogue_path(settings)
    why = "还没有生成过网站，没有与别的信息核对（重复的索引号、替代和链接）；先运行一次 make check 或 make html"
    try:
        stamp = json.loads(Path(path + ".stamp").read_text())
        state = os.stat(path)
        if stamp["file"] != [state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns]:
            return "", "另一次生成正在进行，没有与别的信息核对；等它结束再查"
        if stamp["identity"] != fingerprint.code() + fingerprint.rules(settings):
            return "", "软件或设置在上次生成以后变了，没有与别的信息核对；先运行一次 make check 或 make html"
        connection = read_only(path)
        number = connection.execute("SELECT count(*) FROM item").fetchone()[0]
        connection.close()
    except (OSError, ValueError, KeyError):
        return "", why
    return path, f"已与上次生成时的 {number:,} 条信息核对"


def _own(content: Path, settings: dict[str, Any]) -> tuple[str, str]:
    """Return a catalogue of a small archive that no build uses: a build would believe that its pages show what was read here."""
    apart = settings | {"PATH": str(content), "OUTPUT_PATH": os.path.join(settings["OUTPUT_PATH"], ".checked")}
    try:
        from ..site_build.build import open_catalogue  # takes time, which a check in a large archive has not

        with open_catalogue(apart, lambda: print("另一次检查正在进行，等它结束……", file=sys.stderr)) as catalogue:
            sync.synchronise(catalogue, str(content), Rules.of(settings, RegistersAsNeeded(str(content))), settings["IGNORE_FILES"], lambda *_: None)
            number = catalogue.connection.execute("SELECT count(*) FROM item").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        return "", f"缓存用不了（{error}），没有与别的信息核对"
    return catalogue_path(apart), f"已与全部 {number:,} 条信息核对"


def _page(folder: str, path: str) -> Iterator[Problem]:
    try:
        data = Path(folder, path).read_bytes()
    except OSError as error:
        yield Problem(path, 0, f"文件读不出来（{error.strerror}）", "看这个文件能不能打开；打不开的，从备份里拷一份，或者请管电脑的人看权限和磁盘")
        return
    text, problems = decode(path, data)
    yield from problems
    yield from registers_and_pages.problems_in_pages([CheckedPage(path, text, "")])


def _registers(files: Files, registers: RegistersAsNeeded, settings: dict[str, Any], base: str) -> Iterator[Problem]:
    """Yield the problems of registers, if one was named: rows are checked beside those of other registers."""
    named = [path for path in files.there if path.startswith(f"{REGISTERS}/")]
    if not named:
        return
    from ..areas import checks as area_checks  # takes time, which a check of an item has not
    from ..registers import agencies as register_agencies
    from ..registers import checks as register_checks
    from ..registers import links as register_links

    taxonomy, day = Taxonomy.of(settings), today(settings)
    chosen: list[Register] = [register for register in registers if register.path in named]
    yield from (problem for register in chosen for problem in register.problems)
    yield from register_checks.problems(registers, day, settings)
    yield from register_agencies.problems(registers)
    yield from area_checks.problems(registers, taxonomy)
    yield from registers_and_pages.problems_in_registers(chosen)
    if base:
        connection = read_only(base)
        yield from register_links.problems(registers, connection, taxonomy.category)
        connection.close()


def tell(outcome: Outcome, files: Files, how: str) -> int:
    """Print what was found, and what was looked at; return the exit code."""
    content = str(files.content)
    errors = sum(problem.is_error for problem in outcome.problems)
    if how == "json":
        left = [*outcome.not_checked, *([] if outcome.compared.startswith("已") else [outcome.compared])]
        print(as_json(outcome.problems, content, scope="files", checked=[os.path.abspath(files.content / path) for path in files.there], not_checked=left))
        return 1 if errors else 0
    for problem in outcome.problems:
        print(format_problem(problem, content))
    looked = "、".join(f"{what} {number:,} 个" for what, number in outcome.numbers.items() if number)
    print(f"检查了{looked}：{errors} 处错误、{len(outcome.problems) - errors} 处提醒。{outcome.compared}。" if looked else "没有要检查的文件。")
    if looked:
        print(f"没有检查：{'、'.join(outcome.not_checked)}；全部检查用 make check。")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
