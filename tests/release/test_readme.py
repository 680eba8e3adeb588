"""The README of the release package tells the truth, and the package is the house that its docstring draws."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import release
from release import __main__ as commands
from release import bundles, known, manifest, purges, sbom, settings, stick, targets

from tests.kit.project import ROOT
from tests.kit.publishing import ENVIRONMENT, Publisher

HOUSE = ROOT / "plugins/release"
README = (HOUSE / "README.md").read_text(encoding="utf-8")
SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted(HOUSE.rglob("*")) if path.suffix in (".py", ".sh", ".cmd", ".txt"))


def rows(head: str) -> dict[str, list[str]]:
    """Return the rows of the table that has a heading, by their first cell."""
    body = README.partition(f"\n| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [re.split(r" \| ", line.strip("| ")) for line in body]
    assert cells, head
    return {first.strip("`"): rest for first, *rest in cells}


def test_the_settings_are_those_that_there_are_in_the_same_words() -> None:
    assert rows("setting") == {name: [help] for name, _, help in settings.SETTINGS}
    names = {name for name, _, _ in settings.SETTINGS}
    assert set(re.findall(r"\bRELEASE_[A-Z_]+", README + SOURCES)) | {"TIMEZONE"} == names


def test_every_setting_is_read(tmp_path: Path) -> None:
    given = {
        "RELEASE_TARGETS": {"hall": {"kind": "mount", "path": "/hall"}}, "RELEASE_KEEP": 7, "RELEASE_STAMP": "stamp.js",
        "RELEASE_LOCK_FILE": "pins", "RELEASE_SIGNING_KEY": "key", "RELEASE_SIGNER": "who", "TIMEZONE": "Asia/Kathmandu",
    }
    assert given.keys() == {name for name, _, _ in settings.SETTINGS}
    (tmp_path / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in given.items()))
    found = settings.load(str(tmp_path / "conf.py"))
    assert [found.targets, found.keep, found.stamp, found.lock_file, found.signing_key, found.signer] == list(given.values())[:6]
    assert found.zone.key == "Asia/Kathmandu"
    assert settings.load("").zone.utcoffset(None) == timedelta(0)


def test_the_commands_and_their_options_are_those_that_there_are() -> None:
    assert rows("command").keys() == commands.COMMANDS.keys()
    assert set(re.findall(r"python -m release (\w+)", README)) <= commands.COMMANDS.keys()
    there = {word for parser in commands._parser()._subparsers._group_actions[0].choices.values() for word in parser._option_string_actions}
    told = set(re.findall(r"(?<![\w-])--[a-z]+", re.sub(r"    sha256sum .*", "", README)))
    assert told == {word for word in there if word.startswith("--")} - {"--help"}


def test_the_kinds_of_targets_and_their_keys_are_those_that_there_are() -> None:
    told = {kind: set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", cells[-1]))) for kind, cells in rows("kind").items()}
    assert told == targets.KINDS


def test_the_files_of_a_release_and_of_a_stick_are_named() -> None:
    assert {name for name in (*manifest.OWN, sbom.FILE, stick.NEWEST, stick.OLDEST, stick.README, known.FILE, known.DAMAGED, purges.FILE, bundles.FILE, *stick.SCRIPTS) if f"`{name}`" not in README} == set()
    assert set(stick.SCRIPTS) == {path.name for path in (HOUSE / "scripts").iterdir()}


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_its_first_example_works_as_it_is_written(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.source.rename(tmp_path / "site")
    lines = re.findall(r"^    (python -m release (?:deliver|status|verify|bundle|rollback) .*)$", README, re.MULTILINE)
    assert [line.split()[3] for line in lines] == ["deliver", "status", "verify", "bundle", "rollback"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    run = partial(subprocess.run, cwd=tmp_path, env=ENVIRONMENT | {"PATH": path}, shell=True, check=True, stdout=subprocess.DEVNULL)
    for line in lines[:-1]:
        run(line)
    first = (tmp_path / "released/current").resolve()
    assert (first / "index.html").read_text(encoding="utf-8") == "首页" and (tmp_path / "archive" / f"{first.name}.tar.gz").exists()
    (tmp_path / "site/index.html").write_text("二")
    for line in (lines[0], lines[-1]):
        run(line)
    assert (tmp_path / "released/current").resolve() == first


def test_its_way_of_checking_works_as_it_is_written(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.deliver()
    check, show = re.findall(r"^    (sha256sum .*)$", README, re.MULTILINE)
    shown = subprocess.run(f"{check} && {show}", shell=True, cwd=publisher.current, capture_output=True, text=True, check=True).stdout
    assert shown.split() == [manifest.summary(str(publisher.current))["id"], "SHA256SUMS"]
    (publisher.current / "index.html").write_text("x")
    assert subprocess.run(check, shell=True, cwd=publisher.current, capture_output=True, check=False).returncode == 1


def imports(module: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse((HOUSE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {name.name for name in node.names}
    return found


def test_a_module_imports_none_that_the_house_names_later() -> None:
    order = [name for name in re.findall(r"`(\w+)`", release.__doc__) if (HOUSE / f"{name}.py").exists()]
    assert sorted(order) == sorted(path.stem for path in HOUSE.glob("*.py") if path.stem != "__init__")
    for number, module in enumerate(order):
        assert imports(module) <= set(order[:number]), module


@pytest.mark.parametrize("word", ["pelican", "disclosure", "offline_search"])
def test_the_package_knows_no_other(word: str) -> None:
    assert not re.search(rf"^\s*(?:import|from) {word}", SOURCES, re.MULTILINE)
