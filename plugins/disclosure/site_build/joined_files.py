"""Scripts and stylesheets of the theme that a page loads as one file each.

A list `joined.toml` in the theme's folder `scripts`, and another in `styles`, name the files and their parts. A theme
without lists has none, and its pages load the files that they name.
"""

from __future__ import annotations

import importlib.metadata
import os
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import rjsmin

from ..model.taxonomy import InvalidSettings

LIST = "joined.toml"


def _script(parts: list[str]) -> str:
    return rjsmin.jsmin("\n".join(parts)) + "\n"


FOLDERS: dict[str, tuple[str, Callable[[list[str]], str]]] = {"scripts": (".js", _script), "styles": (".css", "\n".join)}
"""Folders of the theme with the parts, which Pelican does not copy; the ending of their files; and how parts become one text. A script loses its comments."""


def joined_files(settings: dict[str, Any]) -> dict[str, str]:
    """Return the texts of the joined files, by their paths in the site.

    Raises `InvalidSettings` where a list cannot be read, names a file that is not there, or a file that `static` has too.
    """
    found: dict[str, str] = {}
    faults: list[str] = []
    for folder, (_, join) in FOLDERS.items():
        listed = _listed(settings["THEME"], folder)
        wrong = list(_faults(settings["THEME"], folder, listed))
        faults += wrong
        if not wrong:
            found |= {f"{settings['THEME_STATIC_DIR']}/{name}": join(_texts(os.path.join(settings["THEME"], folder), parts)) for name, parts in listed.items()}
    if faults:
        raise InvalidSettings(faults)
    return found


def _listed(theme: str, folder: str) -> dict[str, Any]:
    try:
        with open(os.path.join(theme, folder, LIST), "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings([f"主题的 {folder}/{LIST} 读不懂（{error}）；每行写成 {_example(folder, '名称')}"]) from error


def _example(folder: str, name: str) -> str:
    ending = FOLDERS[folder][0]
    return f"\"{name if name.endswith(ending) else f'{ending[1:]}/{name}{ending}'}\" = [\"文件{ending}\", …]"


def _faults(theme: str, folder: str, listed: dict[str, Any]) -> Iterator[str]:
    place = f"主题的 {folder}/{LIST}"
    for name, parts in listed.items():
        if not (isinstance(parts, list) and all(isinstance(part, str) for part in parts)):
            yield f"{place} 里 {name} 的值不是文件名的列表；写成 {_example(folder, name)}"
            continue
        for part in parts:
            if not os.path.isfile(os.path.join(theme, folder, part)):
                yield f"{place} 里 {name} 要用的 {part} 不在主题的 {folder} 文件夹里；补上这个文件，或者从列表里去掉"
        if os.path.isfile(os.path.join(theme, "static", name)):
            yield f"{place} 里的 {name}，主题的 static 文件夹里也有，两个会写到同一处；去掉一个"


def _texts(folder: str, parts: list[str]) -> list[str]:
    texts = []
    for part in parts:
        with open(os.path.join(folder, part), encoding="utf-8") as file:
            texts.append(file.read())
    return texts


def depends_on(settings: dict[str, Any]) -> list[Any]:
    """Return what the files depend on: their texts, and the library that takes out comments."""
    return [joined_files(settings), importlib.metadata.version("rjsmin")]
