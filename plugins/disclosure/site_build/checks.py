"""All checks of the content, from every room that has some."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date
from typing import Any

from ..areas import checks as area_checks
from ..catalogue import contradictions, crosscheck, queries
from ..catalogue.file import Catalogue
from ..content.source import ITEMS
from ..model.problems import WARNING, Problem
from ..model.settings import today
from ..model.taxonomy import Taxonomy
from ..registers import Registers
from ..registers import agencies as register_agencies
from ..registers import checks as register_checks
from ..registers import links as register_links
from ..secrecy import registers_and_pages
from ..services import checks as service_checks


def problems(catalogue: Catalogue, registers: Registers, taxonomy: Taxonomy, settings: dict[str, Any]) -> set[Problem]:
    """Return the problems of items and registers, by themselves and together."""
    connection, day = catalogue.connection, today(settings)
    return {
        *queries.problems(connection),
        *_no_items(catalogue, registers),
        *_no_normative(taxonomy, settings),
        *registers.problems,
        *register_links.problems(registers, connection, taxonomy.category),
        *register_checks.problems(registers, day, settings),
        *register_agencies.problems(registers),
        *contradictions.problems(connection, registers),
        *service_checks.telephones(registers, taxonomy, connection, settings["PATH"]),
        *area_checks.problems(registers, taxonomy),
        *service_checks.problems(registers, taxonomy, connection),
        *_private_in_registers(catalogue, registers),
        *crosscheck.late_publications(connection, day),
        *crosscheck.unexplained(connection, day, settings["DISCLOSURE_INTERPRET_AFTER"], taxonomy.normative),
    }


def _private_in_registers(catalogue: Catalogue, registers: Registers) -> list[Problem]:
    """Return the problems of the secrecy check of registers. The catalogue keeps those of each file until its bytes or the day are others.

    The day counts, since a number is that of a person only if its date of birth has come.
    """
    known, now, found = json.loads(catalogue.setting("private_in_registers", "{}")), {}, []
    for register in registers:
        if not register.rows:
            continue
        state = f"{register.digest} {date.today()}"
        kept, problems = known.get(register.name, ("", []))
        if kept != state:
            problems = [astuple(problem) for problem in registers_and_pages.problems_in_registers([register])]
        now[register.name] = state, problems
        found += [Problem(*values) for values in problems]
    catalogue.set("private_in_registers", json.dumps(now, ensure_ascii=False))
    return found


def _no_normative(taxonomy: Taxonomy, settings: dict[str, Any]) -> list[Problem]:
    """Return a reminder where no class has normative documents: their library and the figures of reports would be empty without a word."""
    if taxonomy.normative or not settings["DISCLOSURE_NORMATIVE"]:
        return []
    message = "分类表里看不出哪一类放规范性文件，规范性文件库和年报里规范性文件的数都是空的"
    return [Problem("", 0, message, f"在设置里写 DISCLOSURE_NORMATIVE = [\"{taxonomy.first_filing or '一级/二级'}\"] 这样的类；没有的写 []", WARNING)]


def _no_items(catalogue: Catalogue, registers: Registers) -> list[Problem]:
    """Return a problem where there are no items: most likely a path is wrong, and an empty site must not replace a good one.

    Where items were removed there may be none left: the last one must be able to go, too.
    """
    if registers["removed"].rows or catalogue.connection.execute("SELECT 1 FROM source LIMIT 1").fetchone():
        return []
    return [Problem(ITEMS, 0, "这个文件夹里没有条目", "检查 INPUTDIR，条目放在它下面的 items 里")]
