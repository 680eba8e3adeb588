"""Files of the registers' folder that are no registers. Rows in them would be missing without a word."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from ..model.problems import WARNING, Problem, did_you_mean
from .schema import names, schema

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".wps", ".numbers", ".tsv", ".txt", ".csv")
"""Endings of files that hold tables. Only a CSV file is read."""
LARGEST = 100_000_000
"""Bytes. A larger file is not read: a register of twenty thousand rows has ten million."""
_LOCKS = (".~lock.", "~$", ".~")
"""How the names of the files begin that spreadsheets keep while they have a file open."""
_SAVE = "用表格软件另存为“CSV UTF-8”，文件名 {}"


def problems(content_dir: str, folder: str) -> Iterator[Problem]:
    """Yield a problem for each entry of the folder that is no register, and for each that is no plain file.

    What may hold rows of a register is an error, anything else a warning. Hidden files are passed over.
    """
    place = os.path.join(content_dir, folder)
    if os.path.islink(place):
        yield _link(folder)
        return
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Problem(folder, 0, f"登记簿的文件夹读不出来（{error.strerror}）", "检查它是不是文件夹，再检查权限和磁盘")
        return
    there = {entry.name for entry in entries}
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(_LOCKS):
            yield Problem(path, 0, "表格软件正开着登记簿，或者上次没有正常关闭", "存盘并关闭以后再运行；还在的话就删去它", WARNING)
        elif entry.is_symlink() and entry.name not in _files():
            yield _link(path)
        elif entry.is_dir():
            yield from _folder(path, entry.path)
        elif entry.name.startswith(".") or entry.name in _files():
            continue  # where a register is read its own file is looked at
        elif not entry.is_file():
            yield Problem(path, 0, "这不是普通文件，读不了", "删去它")
        else:
            yield _file(path, entry.name, there)


def refusal(path: str, file: str) -> Problem | None:
    """Return why a register's `file` is not opened: only plain files are, a pipe would never end. None where it may be, or is not there."""
    try:
        state = os.lstat(file)
    except OSError:
        return None
    mode = state.st_mode
    if stat.S_ISREG(mode):
        if state.st_size <= LARGEST:
            return None
        return Problem(path, 0, f"登记簿有 {state.st_size // 1_000_000:,} MB，太大，没有打开它", f"按年份分开，每个不超过 {LARGEST // 1_000_000} MB；多半是放错了文件")
    return _link(path) if stat.S_ISLNK(mode) else Problem(path, 0, "这不是普通文件，读不了", "换成 CSV 文件")


def _files() -> set[str]:
    return {f"{name}.csv" for name in names()}


def _link(path: str) -> Problem:
    return Problem(path, 0, "这是符号链接，没有读", "把文件本身放到这里")


def _folder(path: str, place: str) -> Iterator[Problem]:
    """Yield one problem for a folder: an error if it holds tables."""
    if os.path.basename(path) in _files():
        return  # where its register is read this is told
    names_below = [name for _, _, files in os.walk(place) for name in files]
    if any(name.lower().endswith(SPREADSHEETS) for name in names_below):
        yield Problem(path, 0, "文件夹里的表格没有读", "登记簿直接放在 registers 里；别的文件移到别处")
    else:
        yield Problem(path, 0, "登记簿旁边不放文件夹，没有读", "移到别处", WARNING)


def _file(path: str, name: str, there: set[str]) -> Problem:
    """Return the problem of a file that is no register, with the nearest right name."""
    stem, ending = os.path.splitext(name)
    known = {register: register for register in names()} | {schema(register)["title"]: register for register in names()}
    exact = next((register for said, register in known.items() if said.casefold() == stem.strip().casefold()), "")
    if ending.lower() not in SPREADSHEETS:
        return Problem(path, 0, "这不是登记簿，没有读", "登记簿是 CSV 文件；别的文件移到别处", WARNING)
    if exact and f"{exact}.csv" in there and ending.lower() != ".csv":
        return Problem(path, 0, f"没有读这个表格，读的是 {exact}.csv", f"两个都改过的话，{_SAVE.format(f'{exact}.csv')}；这一个移到别处", WARNING)
    if exact:
        return Problem(path, 0, f"没有读这个文件：登记簿的文件名只能是 {exact}.csv", "改文件名" if ending.lower() == ".csv" else _SAVE.format(f"{exact}.csv"))
    guess = did_you_mean(stem, known)
    near = known.get(guess.removeprefix("是不是“").removesuffix("”？"), "") if guess else ""
    if near:
        return Problem(path, 0, f"没有读这个文件：没有叫“{stem}”的登记簿", f"是不是 {near}.csv（{schema(near)['title']}）？改文件名；不是的话移到别处")
    return Problem(path, 0, f"没有读这个文件：没有叫“{stem}”的登记簿", "登记簿有：" + "、".join(f"{one}.csv" for one in names()))
