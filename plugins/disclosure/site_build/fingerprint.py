"""Fingerprints: what makes a catalogue, or a kind of page, out of date.

A catalogue depends on the code that read it and on the rules; a page depends besides
on its template with all that it extends and imports, on the settings that templates
see, on the menu, on registers, and on what its kind names besides. Nothing else, above all no clock.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound

from ..model.settings import shown
from ..pages.frame import site_frame
from ..pages.site import Site
from .kinds import Kind

_REFERENCE = re.compile(r"{%-?\+?\s*(?:extends|include|from|import)\s+(['\"])(.+?)\1")
LIBRARIES = ("pelican", "markdown", "nh3", "jinja2", "chinesecalendar")


def code() -> str:
    """Return the fingerprint of this plugin's code and of the libraries that shape its output."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.suffix in (".py", ".sql", ".json"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {importlib.metadata.version(name)}".encode())
    return digest.hexdigest()


def rules(settings: dict[str, Any]) -> str:
    """Return the fingerprint of the settings by which items are read."""
    names = ("DISCLOSURE_CATEGORIES", "DISCLOSURE_KEY_AREAS", "DISCLOSURE_SCENES", "DISCLOSURE_INDEX_PATTERN", "MARKDOWN", "IGNORE_FILES", "TIMEZONE")
    return _digest([settings.get(name) for name in names])


def kinds(table: Mapping[str, Kind], site: Site, environment: Environment) -> dict[str, str]:
    """Return the fingerprint of each kind of page in a table of kinds."""
    common = _digest([shown(site.settings), site_frame(site), site.pages, site.public_address])
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
        waiting += [match[2] for match in _REFERENCE.finditer(sources[name])]
    return [found[name] for name in sorted(found)]


def _digest(thing: Any) -> str:
    return hashlib.sha256(json.dumps(thing, sort_keys=True, default=str).encode()).hexdigest()
