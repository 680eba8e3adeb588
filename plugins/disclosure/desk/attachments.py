"""The files of an item: they stand in the folder that has the name of its file, as `docs/front-matter.md` says.

What Decap keeps in the folder of an entry is kept there, under the same names.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path, PurePosixPath
from typing import Any

from ..content.source import ATTACHMENT_SUFFIXES, LARGEST_ATTACHMENT, is_item, suffix
from ..model import addresses
from ..released.register_file import replace_whole
from .refusal import Refusal

LARGEST_SHOWN = 5_000_000
"""Bytes. The content of a larger file is not sent to the browser, which only lists it."""


def folder_of_item(item: Path) -> Path:
    """Return the folder of an item's files."""
    return item.with_suffix("")


def names(item: Path) -> list[str]:
    """Return the names of an item's files that can be published."""
    folder = folder_of_item(item)
    if not folder.is_dir() or folder.is_symlink():
        return []
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    if any(map(is_item, files)):  # a folder of other items, too
        return []
    return sorted(name for name in files if suffix(name) in ATTACHMENT_SUFFIXES)


def as_media(item: Path, prefix: str) -> list[dict[str, Any]]:
    """Return an item's files as Decap lists them, below a folder."""
    found = []
    for name in names(item):
        path = folder_of_item(item) / name
        content = path.read_bytes() if path.stat().st_size <= LARGEST_SHOWN else b""
        found.append({"id": f"{prefix}/{name}", "name": name, "path": f"{prefix}/{name}", "encoding": "base64", "content": base64.b64encode(content).decode()})
    return found


def decoded(asset: dict[str, Any]) -> tuple[str, bytes]:
    """Return name and content of an uploaded file. Raises `Refusal` where it cannot be an attachment."""
    name = PurePosixPath(str(asset.get("path", ""))).name
    try:
        data = base64.b64decode(asset.get("content", ""), validate=True)
    except ValueError:
        raise Refusal(f"附件“{name}”没有传完整；再传一次") from None
    if fault := addresses.portable_name(name):
        raise Refusal(f"附件“{name}”的文件名{fault}；改一个名字再传")
    if suffix(name) not in ATTACHMENT_SUFFIXES:
        raise Refusal(f"附件“{name}”的类型不能公开；转成 PDF、表格或图片再传")
    if not data or len(data) > LARGEST_ATTACHMENT:
        raise Refusal(f"附件“{name}”{'是空的' if not data else '太大'}；换一个文件再传")
    return name, data


def keep(item: Path, wanted: list[str], uploaded: dict[str, bytes]) -> None:
    """Write uploaded files that the form names, and remove files that it names no more.

    Raises `Refusal`, with nothing done, where a named file is neither there nor uploaded.
    """
    there, folder = names(item), folder_of_item(item)
    for name in wanted:
        if name not in uploaded and name not in there:
            raise Refusal(f"附件“{name}”不在那里；再传一次，或者从单子上删去")
    for name in wanted:
        if name in uploaded:
            folder.mkdir(parents=True, exist_ok=True)
            replace_whole(folder / name, uploaded[name])
    for name in {*there} - {*wanted}:
        (folder / name).unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
