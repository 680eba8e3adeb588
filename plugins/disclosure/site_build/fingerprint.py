"""Fingerprints of everything but items on which a catalogue or a page depends.

A catalogue depends on the code and on the settings by which items are read. A kind of page also
depends on its template with all that this extends and imports, on the settings that templates
see, on the menu, on registers, and on what `Kind.also` returns. Nothing else counts, above all no clock.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateNotFound, meta

from ..model.settings import template_settings

if TYPE_CHECKING:  # a check of a few files needs the fingerprint, and not all that pages need
    from ..pages.site import Site
    from .kinds import Kind

_STATEMENT = re.compile(r"{%[-+]?\s*(?:extends|include|from|import)\b")
_PLAIN_STATEMENT = re.compile(
    _STATEMENT.pattern + r"""\s*(?:"([^"]+)"|'([^']+)')(?:\s+(?:import|as|with|without|ignore)\b[^%"']*)?\s*[-+]?%}"""
)
LIBRARIES = (
    "pelican", "markdown", "nh3", "jinja2", "markupsafe", "chinesecalendar",
    "pypdfium2", "openpyxl", "python-docx", "lxml", "pillow", "defusedxml", "feedgenerator",
)
"""Libraries whose output the catalogue or the output folder keeps. Another version may have another output."""


def code() -> str:
    """Return the fingerprint of this plugin's code and of the libraries that shape its output."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.suffix in (".py", ".sql", ".json", ".toml", ".ttf"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()


@cache
def version(name: str) -> str:
    """Return the version of an installed library. No process sees two: its metadata are read once."""
    return importlib.metadata.version(name)


def rules(settings: dict[str, Any]) -> str:
    """Return the fingerprint of the settings by which items are read. Registers are not among them: `catalogue.sync` knows which items they concern."""
    names = ("DISCLOSURE_CATEGORIES", "DISCLOSURE_KEY_AREAS", "DISCLOSURE_SCENES", "DISCLOSURE_INDEX_PATTERN", "DISCLOSURE_INDEX_TEMPLATE", "DISCLOSURE_GUIDES", "IGNORE_FILES", "TIMEZONE")
    return _digest([*(settings.get(name) for name in names), _markdown(settings["MARKDOWN"])])


def _markdown(given: dict[str, Any]) -> dict[str, Any]:
    """Return Markdown's settings without what Pelican's own reader adds to them, so that all commands see the same."""
    named = dict.fromkeys([*given.get("extensions", ()), *given.get("extension_configs", ())])
    return given | {"extensions": [name for name in named if name != "markdown.extensions.meta"]}


def kinds(table: Mapping[str, Kind], site: Site, environment: Environment) -> dict[str, str]:
    """Return the fingerprint of each kind of page, by the kind's name."""
    from ..pages.frame import site_frame

    given = [{name: _of_value(value) for name, value in site.settings.get(kind, {}).items()} for kind in ("JINJA_GLOBALS", "JINJA_FILTERS", "JINJA_TESTS")]
    common = _digest([template_settings(site.settings), site_frame(site), site.pages, site.public_address, given])
    sources: dict[str, str] = {}
    result = {}
    for name, kind in table.items():
        templates = [_closure(environment, f"{template}.html", sources) for template in kind.templates]
        result[name] = _digest([common, templates, site.registers.digest(*kind.registers), kind.also(site)])
    return result


def _closure(environment: Environment, template: str, sources: dict[str, str]) -> list[str]:
    """Return the sources of a template and of all that it extends, includes and imports."""
    found: dict[str, str] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        if name not in sources:
            try:
                sources[name] = environment.loader.get_source(environment, name)[0]
            except TemplateNotFound:
                sources[name] = ""
        found[name] = sources[name]
        waiting += _references(environment, sources[name])
    return [found[name] for name in sorted(found)]


def _references(environment: Environment, source: str) -> list[str]:
    """Return the templates that a template extends, includes and imports; all templates where a name is computed."""
    plain = [match[1] or match[2] for match in _PLAIN_STATEMENT.finditer(source)]
    if environment.block_start_string == "{%" and len(plain) == len(_STATEMENT.findall(source)):
        return plain  # to parse would take a hundred times as long
    named = list(meta.find_referenced_templates(environment.parse(source)))
    return environment.list_templates() if None in named else named


def _of_value(value: Any) -> Any:
    """Return a value that differs when something that a configuration gives to templates differs.

    For a function it is its name and a hash of the file that defines it. Other objects cannot be
    compared: for them it is random, so that each build renders anew.
    """
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_of_value(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _of_value(one) for name, one in value.items()}
    if getattr(value, "__module__", "") == "builtins" and hasattr(value, "__qualname__"):
        return value.__qualname__
    try:
        return [value.__module__, value.__qualname__, hashlib.sha256(Path(inspect.getfile(value)).read_bytes()).hexdigest()]
    except (AttributeError, TypeError, OSError):
        return os.urandom(16).hex()


def _digest(thing: Any) -> str:
    return hashlib.sha256(json.dumps(thing, sort_keys=True, default=str).encode()).hexdigest()
