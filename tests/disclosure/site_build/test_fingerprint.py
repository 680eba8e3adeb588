"""What makes pages out of date: the templates that they are made of, what a configuration hands to them, and libraries."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.site_build import fingerprint
from jinja2 import DictLoader, Environment, FileSystemLoader, meta

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick


@pytest.mark.parametrize("statement", [
    "{% include 'part.html' %}", '{%- include "part.html" ignore missing with context -%}', "{% include ['none.html', 'part.html'] %}",
    "{% include ['none.html', 'part.html'] ignore missing %}", "{% include 'part.html' if site else 'none.html' %}", "{% import 'part.html' as part %}{{ part.x }}",
    "{% from 'part.html' import x with context %}", "{% set name = 'part.html' %}{% include name %}", "{% extends 'part.html' %}",
])
def test_a_page_depends_on_every_template_that_it_names(statement: str) -> None:
    templates = {"page.html": statement, "part.html": "{% set x = 1 %}", "none.html": ""}
    before = fingerprint._closure(Environment(loader=DictLoader(templates)), "page.html", {})
    after = fingerprint._closure(Environment(loader=DictLoader(templates | {"part.html": "{% set x = 2 %}"})), "page.html", {})
    assert before != after


def test_other_delimiters_are_understood() -> None:
    templates = {"page.html": "<% include 'part.html' %>", "part.html": "1"}
    environment = Environment(loader=DictLoader(templates), block_start_string="<%", block_end_string="%>")
    assert fingerprint._closure(environment, "page.html", {}) == [templates["page.html"], "1"]


def test_the_short_way_finds_what_jinja_finds_in_the_project_s_own_theme() -> None:
    folder = ROOT / "theme/templates"
    environment = Environment(loader=FileSystemLoader(folder))
    for path in sorted(folder.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        assert set(fingerprint._references(environment, source)) == set(meta.find_referenced_templates(environment.parse(source))), path


@pytest.mark.parametrize("library", ["pypdfium2", "openpyxl", "pillow", "defusedxml", "feedgenerator", "nh3", "markdown", "chinesecalendar"])
def test_a_newer_library_makes_what_it_made_out_of_date(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    before, version = fingerprint.code(), fingerprint.version
    monkeypatch.setattr(fingerprint, "version", lambda name: "999" if name == library else version(name))
    assert fingerprint.code() != before


def test_pages_follow_what_a_configuration_hands_to_templates(project: Quick, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.symlink_to(ROOT / "theme")
    project.write({"items/a.md": item()})
    own = tmp_path / "own"
    (own / "templates").mkdir(parents=True)
    (own / "templates/home.html").write_text("{{ WORD }} {{ shout('a') }}", encoding="utf-8")
    conf = tmp_path / "conf.py"
    text = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nTHEME_TEMPLATES_OVERRIDES = [{str(own / 'templates')!r}]\n"

    def home(word: str, shouted: str) -> str:
        conf.write_text(f"{text}JINJA_GLOBALS = {{'WORD': {word!r}, 'shout': lambda x: {shouted}}}\n", encoding="utf-8")
        project.build(conf=str(conf))
        return (project.output / "index.html").read_text(encoding="utf-8")

    # Python keeps compiled files by size and second: each text here has a size of its own.
    assert home("一", "x.upper()") == "一 A"
    assert home("二二", "x.upper()") == "二二 A"
    assert home("二二", "x * 3") == "二二 aaa"


def test_what_cannot_be_compared_counts_as_changed() -> None:
    thing = object()
    assert fingerprint._of_value(thing) != fingerprint._of_value(thing)
    assert fingerprint._of_value({"a": [1, "b", None, len]}) == fingerprint._of_value({"a": [1, "b", None, len]})
