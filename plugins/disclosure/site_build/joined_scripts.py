"""Scripts of the theme that a page loads as one file, as its `scripts/joined.toml` lists them.

A theme without that file has none, and its pages load the files that they name.
"""

from __future__ import annotations

import importlib.metadata
import os
import tomllib
from collections.abc import Iterator
from typing import Any

import rjsmin

from ..model.taxonomy import InvalidSettings

FOLDER = "scripts"
"""Folder of the theme with the sources. Pelican does not copy it."""
LIST = "joined.toml"


def joined_scripts(settings: dict[str, Any]) -> dict[str, str]:
    """Return the joined scripts without comments, by their paths in the site.

    Raises `InvalidSettings` where the list cannot be read, or names a file that is not there.
    """
    folder = os.path.join(settings["THEME"], FOLDER)
    place = f"主题的 {FOLDER}/{LIST}"
    try:
        with open(os.path.join(folder, LIST), "rb") as file:
            listed = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings([f"{place} 读不懂（{error}）；每行写成 \"js/名称.js\" = [\"文件.js\", …]"]) from error
    faults = list(_faults(folder, listed, place))
    if faults:
        raise InvalidSettings(faults)
    return {f"{settings['THEME_STATIC_DIR']}/{name}": _joined(folder, parts) for name, parts in listed.items()}


def _faults(folder: str, listed: dict[str, Any], place: str) -> Iterator[str]:
    for name, parts in listed.items():
        if not (isinstance(parts, list) and all(isinstance(part, str) for part in parts)):
            yield f"{place} 里 {name} 的值不是文件名的列表；写成 \"{name}\" = [\"文件.js\", …]"
            continue
        for part in parts:
            if not os.path.isfile(os.path.join(folder, part)):
                yield f"{place} 里 {name} 要用的 {part} 不在主题的 {FOLDER} 文件夹里；补上这个文件，或者从列表里去掉"


def _joined(folder: str, parts: list[str]) -> str:
    texts = []
    for part in parts:
        with open(os.path.join(folder, part), encoding="utf-8") as file:
            texts.append(file.read())
    return rjsmin.jsmin("\n".join(texts)) + "\n"


def depends_on(settings: dict[str, Any]) -> list[Any]:
    """Return what the files depend on: their texts, and the library that takes out comments."""
    return [joined_scripts(settings), importlib.metadata.version("rjsmin")]
