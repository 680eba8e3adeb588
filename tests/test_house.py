"""The house: imports point one way, and each room says what is in it."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.project import ROOT

PLUGINS = ROOT / "plugins"
ROOMS = (
    "model", "registers", "secrecy", "content", "catalogue", "released", "pages", "areas", "services", "register_pages", "standards",
    "supervision", "report", "due", "whole_site", "site_build", "new_site", "host", "handbook", "preview", "importing", "commands", "desk",
)
"""Rooms of `disclosure`, as its docstring lists them."""
BESIDE = {"disclosure": {"parallel", "offline_search"}, "offline_search": set(), "release": set(), "parallel": set()}
"""What each plugin may import of what stands beside it."""


def modules() -> dict[str, Path]:
    """Return every module of the plugins by its dotted name; a package is called as its folder."""
    found = {}
    for path in PLUGINS.rglob("*.py"):
        parts = path.relative_to(PLUGINS).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """Yield the dotted names of the project's modules that a module imports."""
    path = MODULES[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield from {f"{source}.{alias.name}", source} & MODULES.keys()
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & MODULES.keys()


def room(name: str) -> str:
    """Return the room of `disclosure` in which a module stands, or nothing for the plugin's own module."""
    return name.split(".")[1] if name.count(".") and name != "disclosure.__main__" else ""


def test_every_folder_is_a_room_with_a_place_in_the_order() -> None:
    folders = {path.parent.name for path in (PLUGINS / "disclosure").glob("*/__init__.py")}
    assert folders == set(ROOMS)
    said = ast.get_docstring(ast.parse(MODULES["disclosure"].read_text(encoding="utf-8")))
    listed = re.findall(r"^    (.+?)  +\S", said, re.MULTILINE)
    assert [name for line in listed for name in line.split(", ")] == [*ROOMS]


@pytest.mark.parametrize("name", sorted(name for name in MODULES if room(name) and name.startswith("disclosure.")))
def test_a_room_imports_only_rooms_that_stand_before_it(name: str) -> None:
    allowed = ROOMS[: ROOMS.index(room(name)) + 1]
    assert [other for other in imports(name) if other.startswith("disclosure.") and room(other) not in allowed] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_plugin_is_useful_without_the_others(name: str) -> None:
    plugin = name.split(".", maxsplit=1)[0]
    assert {other.split(".")[0] for other in imports(name)} - {plugin} <= BESIDE[plugin]


def test_both_copies_of_the_work_on_all_cores_are_the_same() -> None:
    assert (PLUGINS / "parallel.py").read_bytes() == (PLUGINS / "offline_search/parallel.py").read_bytes()


def test_only_the_search_of_a_site_needs_the_search_engine() -> None:
    needing = {name for name in MODULES if name.startswith("disclosure") for other in imports(name) if other.startswith("offline_search")}
    assert needing == {"disclosure.site_build.search_index", "disclosure.site_build.search_documents", "disclosure.site_build.search_places", "disclosure.site_build.suggestion_files"}


def test_modules_import_each_other_in_no_circle() -> None:
    waiting = {name: {other for other in imports(name) if other != name and not name.startswith(other + ".")} for name in MODULES}
    while free := {name for name, others in waiting.items() if not others & waiting.keys()}:
        for name in free:
            del waiting[name]
    assert waiting == {}


@pytest.mark.parametrize("folder", [*ROOMS])
def test_a_room_says_which_modules_it_has(folder: str) -> None:
    said = ast.get_docstring(ast.parse((PLUGINS / "disclosure" / folder / "__init__.py").read_text(encoding="utf-8")))
    there = {path.stem for path in (PLUGINS / "disclosure" / folder).glob("*.py")} - {"__init__"}
    assert {name for name in there if not re.search(rf"\b{name}\b", said)} == set()


@pytest.mark.parametrize("path", [path for path in (ROOT / "tests").rglob("test_*.py") if "node_modules" not in path.parts], ids=lambda path: path.stem)
def test_no_folder_of_tests_has_a_name_that_test_runners_or_linters_leave_out(path: Path) -> None:
    assert not {"build", "dist", "venv"} & set(path.relative_to(ROOT).parts)


def test_the_product_depends_on_what_it_imports_and_on_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = [*MODULES.values(), ROOT / "pelicanconf.py", ROOT / "publishconf.py"]
    imported = {
        name.split(".")[0]
        for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([node.module] if isinstance(node, ast.ImportFrom) and not node.level else [a.name for a in node.names] if isinstance(node, ast.Import) else [])
    }
    foreign = imported - sys.stdlib_module_names - {name.split(".")[0] for name in MODULES} - {"pelicanconf"}
    owners = importlib.metadata.packages_distributions()
    needed = {owner.lower() for name in foreign for owner in owners[name]}
    unimported = {"tzdata", "mkdocs"}  # zoneinfo looks for the one by itself, where a system has no time zones; the other ships lunr.js
    assert needed == set(project["dependencies"]) - unimported


def test_the_bill_of_materials_is_made_of_what_the_product_installs() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["dependencies"]) <= locked
    assert not {re.match(r"[a-z0-9-]+", name)[0] for name in project["dependency-groups"]["test"]} & locked
