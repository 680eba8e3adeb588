"""The file of the register of removals: a row is added, and everything else in the file stays as it is."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from ..registers import FOLDER, read, schema

NAME = "removed"


def add(content: Path, index: str, date: str, reason: str) -> bool:
    """Add a row, unless there is one with this Index. Return whether it was added.

    Encoding, byte order mark, line ends and order of columns are those of the file. Where there is none, one with a header
    is made. The file is replaced in one step. Raises `OSError`, and `UnicodeError` where its encoding is unknown.
    """
    register = read(str(content), NAME)
    if index in register.values("index"):
        return False
    path = content / FOLDER / f"{NAME}.csv"
    values = {"index": index, "date": date, "reason": reason}
    if not register.exists:
        path.parent.mkdir(exist_ok=True)
        replace_whole(path, ("\ufeff" + _row(list(values), "\r\n") + _row(list(values.values()), "\r\n")).encode())
        return True
    data = path.read_bytes()
    text, encoding = _decoded(data)
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    header = next((row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) if any(row)), None)
    if header is None:
        text += _row(list(values), end)
        header = list(values)
    titles = {field["title"]: field["name"] for field in schema(NAME)["fields"]}
    names = [titles.get(cell.strip(), cell.strip()) for cell in header]
    added = _row([values.get(name, "") for name in names], end)
    gap = "" if text.endswith(("\n", "\r")) or not text.removeprefix("\ufeff") else end
    replace_whole(path, (text + gap + added).encode(encoding))
    return True


def _decoded(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("gb18030"), "gb18030"


def _row(cells: list[str], end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerow(cells)
    return text.getvalue()


def temporary_name(path: Path) -> Path:
    """Return the file that stands beside another while that is written anew."""
    return path.with_name(f".{path.name}.new")


def replace_whole(path: Path, data: bytes) -> None:
    """Write a file in one step: there is the old one or the new one, whatever happens."""
    temporary = temporary_name(path)
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        os.chmod(temporary, path.stat().st_mode & 0o7777)
    os.replace(temporary, path)
