"""Plugins of Pelican that a configuration names and that are not there, in Chinese. Pelican itself says so in English, and goes on without them."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import logging
import os
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pelican.plugins

from ..model.problems import did_you_mean

OURS = "disclosure"
"""The plugin without which a site has neither items nor lists."""
_NAMESPACE = "pelican.plugins."
_LOADER = "pelican.plugins._utils"
"""Pelican's logger that tells of a plugin that cannot be loaded."""


def plugin_faults(settings: Mapping[str, Any], base: str) -> list[str]:
    """Return each named plugin that cannot be found. Relative folders are those from `base`."""
    named, folders = settings.get("PLUGINS"), settings.get("PLUGIN_PATHS", [])
    if not isinstance(named, (list, tuple)) or not isinstance(folders, (list, tuple)) or not all(isinstance(folder, str) for folder in folders):
        return []  # told with the types of settings
    folders = [os.path.join(base, folder) for folder in folders]
    found = [_missing(name, folders) for name in named if isinstance(name, str) and not _is_there(name, folders)]
    if not any((name if isinstance(name, str) else getattr(name, "__name__", "")) == OURS for name in named):
        found.append(f"设置 PLUGINS 里没有“{OURS}”，信息和目录都不会生成；写上 PLUGINS = [\"{OURS}\", …]")
    return found


def _is_there(name: str, folders: list[str]) -> bool:
    """Return whether Pelican would find a plugin. Of a dotted name only the package is looked for."""
    if {name, f"{_NAMESPACE}{name}"} & {*_namespace()}:
        return True
    top = name.partition(".")[0]
    try:
        return importlib.machinery.PathFinder.find_spec(top, folders) is not None or importlib.util.find_spec(top) is not None
    except (ImportError, ValueError):
        return False


def _namespace() -> Iterator[str]:
    """Yield the plugins that are installed in Pelican's namespace."""
    return (module.name for module in pkgutil.iter_modules(pelican.plugins.__path__, _NAMESPACE) if module.ispkg)


def _missing(name: str, folders: list[str]) -> str:
    """Return that a plugin cannot be found, and the nearest name of those in some folders."""
    known = [*(one.removeprefix(_NAMESPACE) for one in _namespace()), *(module.name for module in pkgutil.iter_modules(folders))]
    return f"设置 PLUGINS 写的插件“{name}”找不到；{did_you_mean(name, known)}{_remedy(name)}"


def _remedy(name: str) -> str:
    return f"要用它，照它的说明装上（{sys.executable} -m pip install 软件包的名字；只是一个文件的，放进 PLUGIN_PATHS 写的文件夹）；不用它，在 PLUGINS 里删去“{name}”"


class Unloaded(logging.Filter):
    """Keeps what Pelican says of plugins that it cannot load, in Chinese, instead of its own words."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what a record says of a plugin; let all other records pass."""
        if not (record.levelno >= logging.ERROR and "Cannot load plugin" in str(record.msg) and isinstance(record.args, tuple) and len(record.args) == 2):
            return True
        name, error = record.args
        lacking = error.name if isinstance(error, ModuleNotFoundError) else None
        if lacking and lacking.partition(".")[0] != str(name).partition(".")[0]:
            self.faults.append(f"设置 PLUGINS 写的插件“{name}”要用 Python 的软件包“{lacking}”，这里没有装；装上（{sys.executable} -m pip install {lacking}），或者在 PLUGINS 里删去“{name}”")
        elif isinstance(error, ModuleNotFoundError) or "Cannot import plugin" in str(error):
            self.faults.append(_missing(str(name), [str(Path(__file__).parents[2])]))
        else:
            self.faults.append(f"设置 PLUGINS 写的插件“{name}”读不进来（{error}）；换一个合用的版本，或者在 PLUGINS 里删去“{name}”")
        return False


def watch() -> None:
    """Begin to keep what Pelican says of plugins that it cannot load. The second call does nothing."""
    logger = logging.getLogger(_LOADER)
    if not any(isinstance(one, Unloaded) for one in logger.filters):
        logger.addFilter(Unloaded())


def unloaded() -> list[str]:
    """Return what was kept, and forget it."""
    found: list[str] = []
    for one in logging.getLogger(_LOADER).filters:
        if isinstance(one, Unloaded):
            found += one.faults
            one.faults = []
    return found
