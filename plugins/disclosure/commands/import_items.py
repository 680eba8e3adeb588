"""Import what a district had before: ``python -m disclosure.commands.import_items`` writes drafts of items, never over a file that is there."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from pelican.settings import read_settings

from ..content.rules import Rules
from ..host.console import Reporter
from ..importing import ledger as ledgers
from ..importing import mapping as maps
from ..importing.document import Telling
from ..importing.ledger import Ledger
from ..importing.run import Import, Outcome, draft_map
from ..importing.sources import Sources, gather, set_aside, tell_of_unused
from ..importing.tables import is_catalogue
from ..model import locks
from ..model.problems import format_problem, shown_path
from ..model.settings import add_defaults, check_settings
from ..model.taxonomy import InvalidSettings
from ..registers import Registers

MAP, TOLD = "map.csv", "told.txt"
"""Files of the content folder's `import`: the map where none is named, and what the last import that wrote items had to tell."""


def main(arguments: list[str] | None = None) -> int:
    """Import; return the exit code: 0 when everything was imported, or a map was drafted; 1 when something was not imported."""
    parser = argparse.ArgumentParser(prog="make import", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--from", dest="source", default="")
    parser.add_argument("--map", default="")
    parser.add_argument("--conf", default="pelicanconf.py")
    options = parser.parse_args(arguments)
    if fault := _fault(options.source, options.content):
        print(fault, file=sys.stderr)
        return 1
    settings = read_settings(options.conf)
    add_defaults(settings)
    try:
        check_settings(settings)
    except InvalidSettings as invalid:
        print(*(f"{fault}。" for fault in invalid.faults), sep="\n", file=sys.stderr)
        return 1
    registers = Registers(str(options.content))
    folder = options.content / ledgers.FOLDER
    folder.mkdir(exist_ok=True)
    lock = locks.open_folder(folder)
    try:
        locks.take(lock, wait=False)
        return _import(options, Rules.of(settings, registers), registers)
    except BlockingIOError:
        print("另一次 make import 还没有结束；等它结束以后再运行。", file=sys.stderr)
        return 1
    finally:
        os.close(lock)


def _fault(source: str, content: Path) -> str:
    """Return in Chinese what is wrong with the names that were given; '' where nothing is."""
    if not source:
        return "用法：make import FROM=旧目录或文件 [MAP=对照表.csv]"
    if not content.is_dir():
        return f"没有内容文件夹 {content}；用 INPUTDIR=… 指明"
    if not os.path.exists(source):
        return f"没有“{source}”；FROM=… 写上要导入的文件或文件夹"
    given, inside = Path(source).resolve(), content.resolve()
    if given == inside or inside.is_relative_to(given) or given.is_relative_to(inside / "items"):
        return f"“{source}”是内容文件夹，或者包含它，或者是里面的条目，不能从这里导入；把要导入的放在别处"
    return ""


def _import(options: argparse.Namespace, rules: Rules, registers: Registers) -> int:
    """Draft a map where one is needed, else import."""
    reporter, telling = Reporter(), Telling()
    sources = gather(Path(options.source), telling)
    set_aside(sources, lambda source: is_catalogue(sources.folder / source, source))
    reporter.say(f"来源 {options.source}：{sources.said()}。")
    path = Path(options.map) if options.map else options.content / ledgers.FOLDER / MAP
    mapping = maps.read(path, telling) if path.is_file() else maps.Mapping()
    if telling.errors and mapping is not None and any(Path(problem.path).is_absolute() for problem in telling.problems()):
        _tell(reporter, telling, sources)
        reporter.say("对照表有错，什么都没有导入；改好以后再运行一次。")
        return 1
    draft = draft_map(sources, mapping, rules, telling)
    if draft.lines:
        _tell_of_draft(reporter, telling, draft, path, sources)
        return 0
    with Ledger(options.content) as ledger:
        outcome = Import(options.content, sources, ledger, telling, mapping=mapping, rules=rules, registers=registers).run(reporter.progress)
    reporter.rest()
    tell_of_unused(sources, outcome.used, telling)
    _tell(reporter, telling, sources)
    if outcome.written and (telling.errors or telling.warnings):
        _keep(options.content / ledgers.FOLDER / TOLD, telling, sources)
        reporter.say(f"上面的话，连同每一行的行号，也写在 {shown_path(options.content / ledgers.FOLDER / TOLD)}。")
    _sum_up(reporter, outcome, telling)
    return 1 if telling.errors else 0


def _tell(reporter: Reporter, telling: Telling, sources: Sources) -> None:
    for problem in telling.problems():
        reporter.say(format_problem(problem, str(sources.folder)))


def _keep(path: Path, telling: Telling, sources: Sources) -> None:
    """Write all that was told into a file, every row by its number. A run that writes no item leaves the file as it is."""
    with open(path, "w", encoding="utf-8") as file:
        for problem in telling.problems(most=sys.maxsize):
            file.write(format_problem(problem, str(sources.folder)) + "\n")


def _tell_of_draft(reporter: Reporter, telling: Telling, draft: maps.Draft, path: Path, sources: Sources) -> None:
    for kind, table, old, new, why in draft.lines:
        if kind == maps.COLUMN:
            reporter.say(f"  {table}：列“{old}”→ {new}（{why}）")
        elif kind == maps.WORD:
            reporter.say(f"  {table}“{old}”→ {new or '……'}（{why}）")
    existed = path.exists()
    draft.write(path)
    _tell(reporter, telling, sources)
    counts = Counter(line[0] for line in draft.lines)
    said = f"{'在对照表里补了' if existed else '对照表拟好了：'}{shown_path(path)}（{counts[maps.COLUMN]} 列、{counts[maps.WORD]} 个要换的词）"
    reporter.say(f"{said}。这次什么都没有导入：用表格软件打开它，核对“写入”一栏，存好，再运行一次同样的 make import。")


def _sum_up(reporter: Reporter, outcome: Outcome, telling: Telling) -> None:
    reporter.say(f"写了 {outcome.written:,} 条，以前导入过 {outcome.known:,} 条，没有写 {outcome.refused:,} 条；{telling.errors:,} 处错误、{telling.warnings:,} 处提醒。")
    if outcome.without_text:
        reporter.say(f"其中 {outcome.without_text:,} 条在旧目录里没有正文：正文用了内容概述；没有概述的，写着“旧目录里只有这一条的目录信息，没有全文”。有全文的，请补上。")
    if outcome.written:
        reporter.say("它们都是草稿，没有审查记录，不会发布。改好方头括号里的各处；审查以后由审查的人在 Review 写上“日期 审查人 结论”，删去 Status 一行，再运行 make check。")


if __name__ == "__main__":
    sys.exit(main())
