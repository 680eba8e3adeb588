"""Which modules are changed, and which tests are meant to notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A module and its tests."""

    name: str
    files: tuple[str, ...]
    """Paths of the modules from the project's root."""
    tests: tuple[str, ...]
    """What pytest runs: files, or what is chosen out of them."""
    functions: tuple[str, ...] = ()
    """Only these functions are changed; all of the module where none is named."""


_DISCLOSURE = "plugins/disclosure"
TARGETS = (
    Target("counts", (f"{_DISCLOSURE}/pages/counts.py",), ("tests/disclosure/pages/test_count_figures.py",)),
    Target(
        "deadlines", (f"{_DISCLOSURE}/model/deadlines.py", f"{_DISCLOSURE}/model/workdays.py"),
        ("tests/disclosure/model",),
    ),
    Target(
        "privacy", tuple(f"{_DISCLOSURE}/secrecy/{name}.py" for name in ("numbers", "characters", "headings", "passage", "personal_numbers", "named_numbers", "contacts", "marks", "name_lists", "detect", "across")),
        tuple(f"tests/disclosure/secrecy/test_{name}.py" for name in ("numbers", "detect", "homes", "leaks", "named_numbers", "marks", "name_lists", "across", "passage")),
    ),
    Target(
        "switch", ("plugins/release/folder.py", "plugins/release/spares.py"), ("tests/release/test_switch.py",),
        ("current", "releases", "switch", "prune", "rollback", "_clear", "put", "take"),
    ),
    Target("folding", ("plugins/offline_search/fold.py", "plugins/offline_search/fold_table.py"), ("tests/offline_search/test_fold.py",)),
    Target("scoring", ("plugins/offline_search/static/scoring.js",), ("tests/offline_search/test_scoring.py",)),
)
