"""The README tells the truth: targets, settings, header keys and registers are all in it."""

from __future__ import annotations

import re

import pytest
from disclosure import registers
from disclosure.model.item import FIELDS
from disclosure.model.settings import SETTINGS
from release.settings import SETTINGS as RELEASE_SETTINGS

from tests.kit.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(("name", "help"), [(name, help) for name, _, help in (*SETTINGS, *RELEASE_SETTINGS)])
def test_every_setting_is_explained_in_the_same_words(name: str, help: str) -> None:
    assert f"| `{name}` | {help} |" in README


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_mentioned(target: str) -> None:
    assert f"make {target}" in README


def test_no_target_is_mentioned_that_is_not_there() -> None:
    assert set(re.findall(r"`make ([a-z]+)", README)) <= set(TARGETS)


@pytest.mark.parametrize("key", [field.key for field in FIELDS])
def test_every_header_key_is_explained(key: str) -> None:
    assert f"`{key}`" in README


@pytest.mark.parametrize("name", registers.names())
def test_every_register_is_named(name: str) -> None:
    assert f"`{name}.csv`" in README


def test_the_fixed_targets_that_stand_here_are_listed_by_make_help() -> None:
    wanted = {"publish", "html", "serve", "devserver", "check", "test", "bench", "new", "report", "verify", "status", "rollback", "demo", "clean", "help"}
    assert wanted <= set(TARGETS)
