"""`make due`: list what the office must do by when. The list is private: it is printed, or written outside the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pelican.settings import read_settings

from ..catalogue import queries
from ..due import calendar_file, listing
from ..due.every_matter import by_urgency
from ..model import settings as settings_of_site
from ..model.folders import is_inside
from ..model.item import FieldError, parse_date
from ..model.problems import ERROR, sentence
from ..model.taxonomy import InvalidSettings
from ..pages.site import Site
from ..site_build.build import open_catalogue
from .preflight import run_configuration
from .report import read_site

FORMATS = ("text", "json", "ics")
READ = ("agencies", "requests", "workdays")
"""Registers from which the list is drawn."""


def main(arguments: list[str] | None = None) -> int:
    """Print or write the list. Return 0 when it is complete, however much is overdue; 1 when there is none, or something could not be read."""
    parser = argparse.ArgumentParser(prog="make due", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--release", default="release")
    parser.add_argument("--conf", default="pelicanconf.py")
    parser.add_argument("--publishconf", default="")
    parser.add_argument("--today", default="")
    parser.add_argument("--format", default="")
    parser.add_argument("--file", default="")
    options = parser.parse_args(arguments)
    if faults := [*_faults(options), *_public(options)]:
        print(*(sentence(fault) for fault in faults), "什么都没有做。", sep="\n", file=sys.stderr)
        return 1
    settings = read_settings(options.conf, override={"PATH": str(options.content), "OUTPUT_PATH": str(options.output)})
    settings_of_site.add_defaults(settings)
    try:
        settings_of_site.check_settings(settings)
    except InvalidSettings as invalid:
        print(*(sentence(fault) for fault in invalid.faults), sep="\n", file=sys.stderr)
        return 1
    today = options.today or settings_of_site.today(settings)
    catalogue = open_catalogue(settings, lambda: print("另一次生成正在进行，等它结束……", file=sys.stderr))
    try:
        site = read_site(settings, catalogue)
        grouped, unread = by_urgency(site, today), list(_unread(site, options.content))
    finally:
        catalogue.close(keep=False)  # kept, it would have the next build believe that pages show what was read here
    data = _made(options.format or "text", grouped, today, f"{options.content}/", unread)
    if options.file:
        _write(options.file, data)
        print(f"已写好 {options.file}，共 {sum(map(len, grouped.values())):,} 件。内部使用，不要放进网站。")
    else:
        sys.stdout.buffer.write(data)
    if unread and (options.file or options.format in ("json", "ics")):
        print("名单不全，下面的写法读不出来：", *unread, sep="\n", file=sys.stderr)
    return 1 if unread else 0


def _made(form: str, grouped: listing.Grouped, today: str, base: str, unread: list[str]) -> bytes:
    if form == "ics":
        return calendar_file.calendar(grouped, today, unread)
    if form == "json":
        return listing.as_json(grouped, today, unread).encode()
    return listing.text(grouped, today, base, unread).encode()


def _faults(options: argparse.Namespace) -> Iterator[str]:
    """Yield what is wrong with the arguments."""
    if options.format not in ("", *FORMATS):
        yield f"FORMAT（{options.format!r}）不是能写的格式；可以写：{'、'.join(FORMATS)}"
    if options.today:
        try:
            parse_date(options.today)
        except FieldError as fault:
            yield f"TODAY：{fault.message}；{fault.remedy}"
    if not options.content.is_dir():
        yield f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明"
    is_other = os.path.lexists(options.file) and not os.path.isfile(options.file)  # a folder, a pipe, a device: the list would take its place
    if options.file and (is_other or not os.path.isdir(os.path.dirname(os.path.abspath(options.file)))):
        yield f"FILE（{options.file!r}）写不了：它是文件夹、设备一类的东西，或者要放的文件夹不在；写一个文件名，如 FILE=/私人文件夹/due.ics"


def _public(options: argparse.Namespace) -> Iterator[str]:
    """Yield why the list must not be written where it would go: below what is published, or what a build reads."""
    settings, fault = run_configuration(options.publishconf) if options.publishconf else ({}, "")
    if fault:
        yield fault
    named = [("OUTPUTDIR", str(options.output)), ("RELEASEDIR", options.release), ("INPUTDIR", str(options.content))]
    named += [(f"投放处 {name}", target["path"]) for name, target in settings.get("RELEASE_TARGETS", {}).items() if target.get("kind") in ("mount", "stick")]
    for what, place in (("FILE", options.file), ("标准输出", _redirected_to())):
        for name, folder in named:
            if place and folder and is_inside(place, folder):
                yield f"{what}（{place}）在 {name}（{folder}）里面，会随网站公开；待办名单是内部的，写到别处"


def _redirected_to() -> str:
    """Return the file to which the standard output goes; '' for a terminal, a pipe, or where the system does not tell."""
    try:
        target = os.readlink("/proc/self/fd/1")
    except OSError:
        return ""
    return target if os.path.isfile(target) else ""


def _unread(site: Site, content: Path) -> Iterator[str]:
    """Yield what is wrong with the rows and items from which the list is drawn: what they say is not in it."""
    problems = [problem for name in READ for problem in site.registers[name].problems]
    known = {row[0] for row in site.connection.execute("SELECT path FROM item WHERE created <> ''")}
    problems += [problem for problem in queries.problems(site.connection) if problem.severity == ERROR and problem.path.endswith(".md") and problem.path not in known]
    for problem in problems:
        yield f"{content}/{problem.path}:{problem.line}: {problem.message}；{problem.remedy}"


def _write(path: str, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    temporary = f"{path}.new"
    Path(temporary).unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    os.replace(temporary, path)


if __name__ == "__main__":
    sys.exit(main())
