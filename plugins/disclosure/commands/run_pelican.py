"""Run Pelican on what `make` was given: ``python -m disclosure.commands.run_pelican CONFFILE [--strict | --serve]``.

Folders, configuration and further options come by the environment, under the names that they have
in `make`. No shell sees them.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable

from ..host.console import keep_problems
from ..host.problem_list import as_json
from ..model.problems import Problem


def arguments(conf: str, *, strict: bool, serve: bool) -> list[str]:
    """Return Pelican's command line. `conf` is the variable that names the configuration.

    Pelican takes the last `-e` only. So those of PELICANOPTS and ours are made one.
    """
    given = os.environ
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-e", "--extra-settings", nargs="*", action="extend", default=[])
    known, others = parser.parse_known_args(shlex.split(given.get("PELICANOPTS", "")))
    extra = [*known.extra_settings, *(["DISCLOSURE_STRICT=true"] if strict else [])]
    line = [given["INPUTDIR"], "-o", given["OUTPUTDIR"], "-s", given[conf], *others]
    line += ["-l", "-b", "127.0.0.1", "-p", given["PORT"]] if serve else []
    return [*line, "-e", *extra] if extra else line


def main(words: list[str] | None = None) -> None:
    """Run Pelican; it ends the program."""
    parser = argparse.ArgumentParser(prog="run_pelican", description=__doc__)
    parser.add_argument("conf", choices=("CONFFILE", "PUBLISHCONF"))
    parser.add_argument("--strict", action="store_true", help="any error in the content is one of the build")
    parser.add_argument("--serve", action="store_true", help="serve the output folder as it is")
    parser.add_argument("--format", default="", help="json: problems as one object; all else that is printed goes to standard error")
    options = parser.parse_args(words)
    if options.format not in ("", "text", "json"):
        sys.exit(f"FORMAT（{options.format}）只能写 text 或 json。没有检查。")
    from pelican import main as pelican

    line = arguments(options.conf, strict=options.strict, serve=options.serve)
    if options.format == "json":
        _in_json(pelican, line)
    else:
        pelican(line)


def _in_json(pelican: Callable[[list[str]], None], line: list[str]) -> None:
    """Run Pelican, and print the problems of the build as one JSON object. What ends Pelican ends the program, after that."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        told: list[Problem] = []
        keep_problems(told)
        try:
            pelican(line)
        except SystemExit as ended:
            if ended.code and not any(problem.is_error for problem in told):
                told.append(Problem("", 0, "没有检查完，原因在标准错误输出里", "照那里说的改好，再运行一次"))
            raise
        finally:
            out.write(as_json(told, os.environ["INPUTDIR"]) + "\n")


if __name__ == "__main__":
    main()
