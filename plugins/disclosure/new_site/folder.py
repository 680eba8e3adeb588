"""The answers → the files of a new site."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from pprint import pformat
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from ..content.placeholders import MARK, placeholder, to_fill
from ..model.addresses import item_stem
from ..model.folders import PROJECT
from ..model.settings import OF_CHINA
from ..model.settings import today as site_day
from ..model.taxonomy import DEFAULT_KEY_AREAS, DEFAULT_SCENES, Taxonomy
from ..registers import names, schema
from . import editor_files, register_files
from .answers import SCHEMES, Answers
from .classifications import ARTICLE_20, JIANGXI

COMMANDS_ON_WINDOWS = "site.cmd"
"""A file of this software that every site has, too: it finds the software by `software.txt`."""
FILES = resources.files(__package__) / "files"
ENDING = ".jinja"
"""Ending of templates among the files; it goes when they are written."""
BOOKS = "登记簿模板"
"""Folder of the workbooks. No build reads it."""


def write(site: Path, answers: Answers) -> int:
    """Write every file of a new site; return how many. Nothing that is there is overwritten. Raises OSError."""
    number = 0
    for name, data in _files(answers):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            file.write(data)
        number += 1
    return number


def _files(answers: Answers) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file."""
    yield "software.txt", f"{PROJECT}\n".encode()
    yield COMMANDS_ON_WINDOWS, (PROJECT / COMMANDS_ON_WINDOWS).read_bytes()
    for name, text in _texts(answers):
        yield name, text.encode()
    classification = answers.classification
    taxonomy = Taxonomy(
        classification.categories, DEFAULT_KEY_AREAS, DEFAULT_SCENES, normative=classification.normative, guides=classification.guides, rules=classification.rules,
    )
    for name, text in editor_files.files(taxonomy, [row["name"] for row in answers.agencies], answers.scheme.pattern, answers.scheme):
        yield name, text.encode()
    day = datetime(answers.year, 1, 1)
    for name in names():
        rows = answers.agencies if name == "agencies" else ()
        yield f"content/registers/{name}.csv", register_files.header(name, rows).encode()
        yield f"{BOOKS}/{schema(name)['title']}（{name}）.xlsx", register_files.workbook(name, answers, day)


def _texts(answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file that is written from `files/`."""
    environment = Environment(loader=FunctionLoader(lambda name: (FILES / name).read_text(encoding="utf-8")), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters |= {"python": _python, "line": _one_line}
    values = _values(answers)
    for source in sorted(_walk("")):
        text = (FILES / source).read_text(encoding="utf-8")
        if source.endswith(ENDING):
            text = environment.get_template(source).render(values)
        yield _name(source.removesuffix(ENDING), values), text


def _walk(folder: str) -> Iterator[str]:
    for entry in (FILES / folder).iterdir() if folder else FILES.iterdir():
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_dir():
            yield from _walk(path)
        else:
            yield path


def _name(source: str, values: dict[str, Any]) -> str:
    """Return where a file goes in the site. A leading `_` stands for a dot."""
    return source.replace("SAMPLE", item_stem(values["sample_index"])).replace("YEAR", str(values["year"])) if "SAMPLE" in source else re.sub(r"^_", ".", source)


def _values(answers: Answers) -> dict[str, Any]:
    """Return what the templates know."""
    classification, first = answers.classification, answers.agencies[0]
    category, _, leaf = classification.first_filing.partition("/")
    found = next(one for one in classification.categories if one["name"] == category)
    slug = next((leaf_slug for name, leaf_slug in found["leaves"] if name == leaf), found["slug"])
    today = date.fromisoformat(site_day({"TIMEZONE": OF_CHINA}))
    number = answers.scheme.number(1, code=first["code"], year=f"{today.year}", month=f"{today.month:02d}", day=f"{today.day:02d}", category=found["slug"], leaf=slug)
    return {
        "a": answers, "level": answers.level, "year": today.year, "today": today.isoformat(), "first": first, "categories": classification.categories,
        "own_classes": classification.name != JIANGXI, "article_20": classification.name == ARTICLE_20,
        "classification": classification, "filing": classification.first_filing, "sample_index": number, "scheme": answers.scheme, "schemes": SCHEMES,
        "placeholder": placeholder, "fill": to_fill, "mark": MARK, "guides": bool(classification.guides), "home": os.path.basename(PROJECT),
    }


def _python(value: Any) -> str:
    """Return a value as Python writes it, one entry a line."""
    return pformat(value, width=140, sort_dicts=False)


def _one_line(value: str) -> str:
    return " ".join(value.split())
