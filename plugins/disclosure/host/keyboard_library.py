"""The libraries of the keyboard on the page, installed where the setting DISCLOSURE_KEYBOARD asks for it.

They are npm packages, pinned in `keyboard/package-lock.json`. A site without the setting needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..model.taxonomy import InvalidSettings
from ..whole_site.keyboard import library_folder
from . import npm_packages

PINNED = Path(__file__).parents[1] / "keyboard"
"""The folder with both lock files."""


def prepare(settings: dict[str, Any], say: Callable[[str], None]) -> None:
    """Install the pinned libraries unless they are there, or the setting is off. Raises `InvalidSettings` where that fails."""
    if not settings["DISCLOSURE_KEYBOARD"] or npm_packages.is_installed(PINNED, library_folder()):
        return
    say("设置 DISCLOSURE_KEYBOARD 要用拼音键盘：安装 simple-keyboard ……")
    if not npm_packages.install(PINNED, library_folder()):
        raise InvalidSettings(["设置 DISCLOSURE_KEYBOARD 要用拼音键盘，它的程序没有装上（要用 npm，多半是连不上网络）；连上以后再运行一次，或者去掉这个设置"])
