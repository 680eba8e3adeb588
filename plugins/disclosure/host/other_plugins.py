"""Files that another plugin writes, too: told by name and by plugin, so that neither overwrites the other in silence.

What Pelican's writer writes twice is refused by the writer. This is about plugins that open files by themselves. What they wrote before
the build's end is seen on the disk. What they write when Pelican has ended its work is seen in their code: by then no check can follow.
"""

from __future__ import annotations

import ast
import inspect
import os
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType

from pelican import signals

from ..catalogue.file import Catalogue
from ..model.problems import Problem

_OWN = ("pelican.generators", "pelican.writers", "pelican.readers", "disclosure", "offline_search")
"""Modules that are no other plugin."""
REMEDY = "网站自己会写这个文件：在 PLUGINS 里删去那个插件，或者让它写到别的名字"


def problems(catalogue: Catalogue, root: str, touched: Iterable[str]) -> Iterator[Problem]:
    """Yield each file of the build that another plugin writes, too. `touched` are files that somebody wrote in this build before it did."""
    ours = {row["path"] for row in catalogue.connection.execute("SELECT path FROM output WHERE kind <> 'item'")}
    modules = list(_others())
    seen = {path: _writer_of(path, modules) for path in {*touched, *_changed(catalogue, root)} & ours}
    for path, module in _named(ours, modules):
        seen.setdefault(path, module.__name__)
    for path, plugin in sorted(seen.items()):
        yield Problem("", 0, f"“{path}”写了两次：网站写了一次，{f'插件“{plugin}”' if plugin else '另一个插件'}又写了一次", REMEDY)


def touched_since(catalogue: Catalogue, root: str, began: float) -> list[str]:
    """Return files, no pages of items, that somebody wrote since a moment (seconds since the epoch). Call it before the build writes."""
    if catalogue.fresh:
        return [os.path.relpath(os.path.join(base, name), root).replace(os.sep, "/") for base, _, names in os.walk(root) for name in names]
    rows = catalogue.connection.execute("SELECT path FROM output WHERE kind <> 'item'")
    return [row["path"] for row in rows if _time(root, row["path"]) >= began]


def _time(root: str, path: str) -> float:
    try:
        return os.stat(os.path.join(root, path)).st_mtime
    except OSError:
        return 0


def _changed(catalogue: Catalogue, root: str) -> Iterator[str]:
    """Yield files of the build, no pages of items, that have other bytes or times than it gave them."""
    for row in catalogue.connection.execute("SELECT path, size, mtime_ns FROM output WHERE kind <> 'item'"):
        try:
            state = os.stat(os.path.join(root, row["path"]))
        except OSError:
            continue
        if (state.st_size, state.st_mtime_ns) != (row["size"], row["mtime_ns"]):
            yield row["path"]


def _others() -> Iterator[ModuleType]:
    """Yield the modules of other plugins: those that wait for a signal of Pelican."""
    found = set()
    for name in ("finalized", "all_generators_finalized", "get_generators", "content_written", "article_writer_finalized", "initialized"):
        for receiver in getattr(signals, name).receivers_for(None):
            found.add(getattr(inspect.unwrap(receiver), "__module__", ""))
    for name in sorted(filter(None, found)):
        if not name.startswith(_OWN) and name in sys.modules and name != "pelican":
            yield sys.modules[name]


def _texts(module: ModuleType) -> set[str]:
    """Return the texts in the code of a plugin."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError, SyntaxError):
        return set()
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _named(ours: set[str], modules: list[ModuleType]) -> Iterator[tuple[str, ModuleType]]:
    """Yield files of ours whose names stand in the code of another plugin: whole, or up to the ending."""
    at_root = {path for path in ours if "/" not in path and not path.endswith(".html")}
    for module in modules:
        for text in _texts(module):
            plain = text.strip("/")
            yield from ((path, module) for path in ours & {plain})
            if plain.endswith(".") and len(plain) > 3:
                yield from ((path, module) for path in at_root if path.startswith(plain))


def _writer_of(path: str, modules: list[ModuleType]) -> str:
    """Return the plugin that wrote a file, as far as its code or the choice shows it; else ''."""
    name = os.path.basename(path)
    for module in modules:
        if any(text and (name in text or (len(text) > 3 and name.startswith(text.strip("/")))) for text in _texts(module)):
            return module.__name__
    return modules[0].__name__ if len(modules) == 1 else ""
