"""`make report YEAR=2014 [AGENCY=…]`: write a draft of a year's annual report, of the district or of a unit, into content/reports/."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from ..catalogue import sync
from ..catalogue.file import Catalogue
from ..content.rules import Rules
from ..model.problems import did_you_mean, sentence, shown_path
from ..model.settings import add_defaults, check_settings
from ..model.taxonomy import InvalidSettings, Taxonomy
from ..pages.site import Site, report_name
from ..registers import Registers
from ..report import draft, unit_reports
from ..site_build.build import open_catalogue


def main(arguments: list[str] | None = None) -> int:
    """Write the draft; return the exit code."""
    parser = argparse.ArgumentParser(prog="make report", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--year", default="")
    parser.add_argument("--agency", default="")
    parser.add_argument("--conf", default="pelicanconf.py")
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[12]\d{3}", options.year):
        print("用法：make report YEAR=2014，单位的年报再加 AGENCY=单位全称", file=sys.stderr)
        return 1
    if not options.content.is_dir():
        print(f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明", file=sys.stderr)
        return 1
    settings = read_settings(options.conf, override={"PATH": str(options.content), "OUTPUT_PATH": str(options.output)})
    add_defaults(settings)
    year = int(options.year)
    try:
        check_settings(settings)
    except InvalidSettings as invalid:
        print(*(sentence(fault) for fault in invalid.faults), sep="\n", file=sys.stderr)
        return 1
    catalogue = open_catalogue(settings, lambda: print("另一次生成正在进行，等它结束……"))
    try:
        site = read_site(settings, catalogue)
        if options.agency and options.agency not in site.agencies:
            guess = did_you_mean(options.agency, site.agencies) or "写发布机构名册（registers/agencies.csv）上的全称"
            print(f"没有“{options.agency}”这个单位；{guess}", file=sys.stderr)
            return 1
        if fault := _not_of(site, options.agency, year):
            print(fault, file=sys.stderr)
            return 1
        name = report_name(site, year, options.agency)
        path = draft.free_path(options.content, name)
        text = draft.text(site, year, path.stem, options.agency)
    finally:
        catalogue.close(keep=False)  # kept, it would have the next build believe that pages show what was read here
    path.parent.mkdir(exist_ok=True)
    with open(path, "x", encoding="utf-8") as file:
        file.write(text)
    own = options.content / "reports" / f"{name}.md"
    beside = "" if path == own else f"{shown_path(own)} 已经有了，没有动它。"
    print(f"{beside}已写好 {shown_path(path)}，是草稿，不会发布。写好方头括号里的各段，删去 Status 一行，再运行 make check。")
    return 0


def _not_of(site: Site, agency: str, year: int) -> str:
    """Return why a unit has no report of a year, or ''."""
    tenure = site.tenures.get(agency)
    if tenure is None or tenure.exists_in(year):
        return ""
    return f"{year}年没有“{agency}”{unit_reports.tenure_text(tenure)}；{unit_reports.others(tenure, year)}"


def read_site(settings: dict[str, Any], catalogue: Catalogue) -> Site:
    """Return the site with the present content and registers, read as a build reads them."""
    registers = Registers(settings["PATH"])
    sync.synchronise(catalogue, settings["PATH"], Rules.of(settings, registers), settings["IGNORE_FILES"], lambda *_: None)
    return Site(catalogue.connection, Taxonomy.of(settings), registers, settings, settings["PATH"], [])


if __name__ == "__main__":
    sys.exit(main())
