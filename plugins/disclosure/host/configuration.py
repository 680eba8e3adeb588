"""A configuration before Pelican uses it: what is wrong with it, all at once and in Chinese, without a traceback of Python.

The settings of a site end with `check(globals())`: so a fault is told before Pelican reads them. What comes later, by `-e` or by a
configuration without that line, is looked at when Pelican has started.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment

from ..model.folders import theme_faults
from ..model.problems import sentence, shown_path
from ..model.settings import add_defaults, setting_problems
from . import missing_plugins
from .own_templates import template_faults
from .setting_places import located

OVERRIDES = "THEME_TEMPLATES_OVERRIDES"


class Unusable(SystemExit):
    """Ends the program: the settings cannot be used. Python prints the reasons, one a line."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join((*map(sentence, faults), "什么都没有做。")))


def faults(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the settings among some names. Relative paths are those from the folder BASE, else from the working directory."""
    given = {name: value for name, value in values.items() if name.isupper()}
    add_defaults(given)
    found = setting_problems(given) + missing_plugins.plugin_faults(given, os.path.dirname(values.get("__file__") or "") or _base(given))
    wrong = _jinja_faults(given.get("JINJA_ENVIRONMENT"))
    theme, overrides = given.get("THEME"), given.get(OVERRIDES, [])
    if isinstance(theme, str) and isinstance(overrides, (list, tuple)) and all(isinstance(place, str) for place in overrides):
        theme, overrides = os.path.join(_base(given), theme), absolute(given, overrides)
        lacking = theme_faults(theme, overrides)
        found += lacking
        if not lacking and not wrong:
            found += template_faults(theme, overrides, given.get("JINJA_ENVIRONMENT") or {}, _page_folders(given))
    return [*found, *wrong]


def _page_folders(settings: Mapping[str, Any]) -> list[str]:
    """Return the folders with pages, which may name templates: those of the configuration, and of the content folder that make was given."""
    named = settings.get("PAGE_PATHS", ["pages"])
    contents = [place for place in (settings.get("PATH"), os.environ.get("INPUTDIR")) if isinstance(place, str)]
    return [os.path.join(_base(settings), content, place) for content in contents for place in (named if isinstance(named, (list, tuple)) else ()) if isinstance(place, str)]


def absolute(settings: Mapping[str, Any], places: list[str]) -> list[str]:
    """Return folders with templates as whole paths, wherever Pelican is started."""
    return [os.path.join(_base(settings), place) for place in places]


def check(values: Mapping[str, Any]) -> None:
    """Raise `Unusable` for settings that cannot be used. A configuration calls it last, with its `globals()`."""
    if found := faults(values):
        raise Unusable(located(found, values["__file__"]) if values.get("__file__") else found)


def check_started(pelican: Any) -> None:
    """Receiver of `initialized`: looks at the settings as Pelican has them, and has folders with templates found wherever it was started."""
    settings = pelican.settings
    if found := [*faults(settings), *missing_plugins.unloaded()]:
        if (conf := _configuration(settings)) is not None:
            found = located(found, *conf)
        print(*map(sentence, found), "什么都没有做。", sep="\n")
        if any(re.fullmatch(r"--autoreload|-[a-z]*r[a-z]*", word) for word in sys.argv[1:]):
            raise RuntimeError("; ".join(found))  # Pelican goes on after it, and builds again once the file is mended
        raise SystemExit(1)
    settings[OVERRIDES] = absolute(settings, settings[OVERRIDES])


def _configuration(settings: Mapping[str, Any]) -> tuple[str, Callable[[str], bool]] | None:
    """Return the file from which Pelican read its settings, and a test whether a setting has the value of that file; None where there is none.

    Pelican runs a configuration as a module, and keeps it. It makes paths whole, and has put names of plugins for what was given.
    """
    for module in [*sys.modules.values()]:
        values, path = getattr(module, "__dict__", {}), getattr(module, "__file__", None)
        if path and "PLUGIN_PATHS" in values and "SITENAME" in values and module.__name__.partition(".")[0] not in ("disclosure", "pelican"):
            return path, partial(_is_given, values, settings)
    return None


def _is_given(values: Mapping[str, Any], settings: Mapping[str, Any], name: str) -> bool:
    """Return whether a setting has the value that a configuration gives it."""
    return name == "PLUGINS" or name not in settings or (name in values and str(settings[name]).endswith(str(values[name])))


class _InWords(logging.Filter):
    """Tells in Chinese, without a traceback, why Pelican could not take a configuration."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record of an error in settings; all others pass as they are."""
        error = record.exc_info[1] if record.levelno >= logging.CRITICAL and record.exc_info else None
        if error is not None and (found := _told(error)):
            record.msg, record.args, record.exc_info = "\n".join(map(sentence, found)), (), None
        return True


def tell_in_words() -> None:
    """Have what Pelican says of a configuration or of a plugin that it cannot take said in Chinese. The second call does nothing."""
    missing_plugins.watch()
    logger = logging.getLogger("pelican")
    if not any(isinstance(one, _InWords) for one in logger.filters):
        logger.addFilter(_InWords())


def _told(error: BaseException) -> list[str]:
    """Return what is wrong with the configuration that Pelican was reading; nothing for any other error."""
    steps = list(traceback.walk_tb(error.__traceback__))
    reading = {frame.f_code.co_name: frame for frame, _ in steps if frame.f_globals.get("__name__") == "pelican.settings"}
    if not reading:
        return []
    if "load_source" in reading:
        own = [(frame, line) for frame, line in steps if frame.f_globals.get("__name__") != "pelican.settings" and "importlib" not in frame.f_code.co_filename]
        path, line = (own[-1][0].f_code.co_filename, own[-1][1]) if own and own[-1][0].f_code.co_name == "<module>" else ("", 0)
        place = f"{shown_path(path)}:{line}: " if path else ""
        return [f"{place}配置读不下去（{type(error).__name__}：{error}）；改正这一行"]
    settings = reading["read_settings"].f_locals.get("settings") if "read_settings" in reading else None
    found = located(faults(settings), reading["read_settings"].f_locals.get("path") or "") if isinstance(settings, dict) else []
    return found or [f"有一项设置用不了（{type(error).__name__}：{error}）；照软件的 plugins/disclosure/host/pelican_settings.py 里的样子改"]


def _base(settings: Mapping[str, Any]) -> str:
    base = settings.get("BASE")
    return base if isinstance(base, str) else os.getcwd()


def _jinja_faults(given: Any) -> list[str]:
    if not isinstance(given, dict):
        return []  # told with the types of settings
    try:
        Environment(**given)
    except Exception as error:  # a configuration may have anything there
        return [f"设置 JINJA_ENVIRONMENT 的内容用不了（{error}）；照软件的 plugins/disclosure/host/pelican_settings.py 里的样子写，或者删去"]
    return []
