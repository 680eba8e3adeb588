"""The documents tell the truth, both ways: what there is stands in them, and what stands in them is there."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from tests.bench.__main__ import TABLES
from tests.kit.makefile import TARGETS, variables
from tests.kit.markdown_pages import anchors, code, links, pages, rows, section, words
from tests.kit.project import ROOT

PAGES = [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in pages()]
MODULE_SUFFIXES = (".py", ".sql", ".toml", ".lock")
"""Endings of files that a page names where they stand; others are names of what people or builds write."""
LONGEST = {"README.md": 200, "README.zh.md": 200, "CHANGELOG.md": 120}


def text_of(path: Path | str) -> str:
    """Return the text of a page; a string is its path from the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z]+) ", listed, re.MULTILINE)) == TARGETS
    wanted = {"publish", "html", "serve", "devserver", "check", "test", "bench", "new", "report", "verify", "status", "rollback", "demo", "clean", "help"}
    assert wanted <= TARGETS


@pytest.mark.parametrize("path", ["README.md", "README.zh.md"])
def test_a_readme_names_every_target(path: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)", code(text_of(path)))) == TARGETS


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_target_or_variable_of_make_that_is_not_there(path: Path) -> None:
    commands = re.findall(r"^make .*", code(text_of(path)), re.MULTILINE)
    assert {word for command in commands for word in re.findall(r"\bmake ([a-z]+)", command)} <= TARGETS
    assert {word for command in commands for word in re.findall(r"\b([A-Z][A-Z0-9]+)=", command)} <= variables()


@pytest.mark.parametrize(("path", "most"), LONGEST.items())
def test_a_page_for_strangers_is_short(path: str, most: int) -> None:
    assert len(text_of(path).splitlines()) <= most


def test_the_readme_leads_to_every_page() -> None:
    """Of the handbook, it leads to the list of its pages."""
    lists = [ROOT / "README.md", ROOT / "plugins/disclosure/docs/handbook/README.md"]
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in lists for link in links(text_of(page))}
    assert {*pages()} - linked == {ROOT / "README.md"}


@pytest.mark.parametrize("plugin", ["offline_search", "release"])
def test_a_plugin_that_is_useful_by_itself_has_a_readme(plugin: str) -> None:
    assert (ROOT / "plugins" / plugin / "README.md").is_file()


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_to_files_and_headings_that_exist(path: Path) -> None:
    for link in links(text_of(path)):
        place, _, fragment = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.exists() and target.is_relative_to(ROOT), link
        assert not fragment or fragment in anchors(text_of(target)), link


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_file_or_module_that_does_not_exist(path: Path) -> None:
    folders = (ROOT, path.parent, ROOT / "plugins" / "disclosure")
    for word in words(text_of(path)):
        named = re.fullmatch(r"[\w./-]+", word) and (word.endswith(MODULE_SUFFIXES) or word.startswith(("plugins/", "tests/")))
        assert not named or any((folder / word).exists() for folder in folders), word
    for name in re.findall(r"-m ([a-z_.]+)", code(text_of(path))):
        assert importlib.util.find_spec(name), name


def test_the_numbers_say_which_tables_can_be_measured() -> None:
    assert rows(section(text_of("tests/bench/NUMBERS.md"), "How to measure")) == [[f"`{name}`", what] for name, what in TABLES.items()]
