"""Registers: CSV files that officials keep in a spreadsheet, each with a Table Schema.

The schemas (`schemas/*.json`, frictionlessdata.io's convention) say what columns a
register has and what may stand in them. Every register is optional. Problems come
all at once, as ``path:line``, in Chinese, like those of items.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .problems import Problem, did_you_mean

SCHEMAS = Path(__file__).with_name("schemas")
FOLDER = "registers"


@dataclass
class Register:
    """One register as read: rows as dicts by column name, or nothing where there is no file."""

    name: str
    exists: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """Line of each row in the file."""
    problems: list[Problem] = field(default_factory=list)
    digest: str = ""


def unlisted(register: Register, column: str, names: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield the rows whose value in a column is not one of `names`."""
    for row, line in zip(register.rows, register.lines, strict=True):
        if row[column] and row[column] not in names:
            guess = did_you_mean(row[column], names)
            yield Problem(f"{FOLDER}/{register.name}.csv", line, f"{what}“{row[column]}”不在名单上", guess or "可以写：" + "、".join(names))


def schema(name: str) -> dict:
    """Return the Table Schema of a register."""
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """Return the names of all registers that this software knows."""
    return sorted(path.stem for path in SCHEMAS.glob("*.json"))


class Registers:
    """All registers of a content folder."""

    def __init__(self, content_dir: str) -> None:
        self._registers = {name: read(content_dir, name) for name in names()}

    def __getitem__(self, name: str) -> Register:
        return self._registers[name]

    @property
    def problems(self) -> list[Problem]:
        return [problem for register in self._registers.values() for problem in register.problems]

    def digest(self, *wanted: str) -> str:
        """Return a fingerprint of the named registers."""
        return " ".join(self._registers[name].digest for name in wanted)


def read(content_dir: str, name: str) -> Register:
    """Read and check one register."""
    path = f"{FOLDER}/{name}.csv"
    register = Register(name)
    try:
        data = Path(os.path.join(content_dir, path)).read_bytes()
    except FileNotFoundError:
        return register
    register.exists = True
    register.digest = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")  # what spreadsheets save in China
        except UnicodeDecodeError:
            register.problems.append(Problem(path, 0, "认不出文件的编码", "用表格软件另存为“CSV UTF-8”"))
            return register
    _parse(register, path, text, schema(name))
    return register


def _parse(register: Register, path: str, text: str, table: dict) -> None:
    fields = {f["name"]: f for f in table["fields"]}
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    register.problems += _judge_header(path, header, fields)
    unique = {f["name"]: {} for f in table["fields"] if f.get("constraints", {}).get("unique")}
    key = table.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    keys: dict[tuple, int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            register.problems.append(Problem(path, line, f"这一行有 {len(cells)} 格，表头只有 {len(header)} 格", "检查是否多了逗号"))
        row: dict[str, Any] = dict.fromkeys(fields, "")
        for name, cell in zip(header, cells, strict=False):
            if name in fields:
                row[name], fault = _value(cell.strip(), fields[name])
                if fault:
                    register.problems.append(Problem(path, line, f"“{fields[name]['title']}”（{name}）：{fault[0]}", fault[1]))
        for name, spec in fields.items():
            if name in header[len(cells) :] and spec.get("constraints", {}).get("required"):
                register.problems.append(Problem(path, line, f"“{spec['title']}”（{name}）没有填", "填上内容"))
        for name, seen in unique.items():
            if row[name] != "" and seen.setdefault(row[name], line) != line:
                register.problems.append(Problem(path, line, f"“{row[name]}”重复，第 {seen[row[name]]} 行已有", "删去其中一行"))
        identity = tuple(row[name] for name in key)
        if len(key) > 1 and keys.setdefault(identity, line) != line:
            register.problems.append(Problem(path, line, f"与第 {keys[identity]} 行重复（{'、'.join(map(str, identity))}）", "删去其中一行"))
        register.rows.append(row)
        register.lines.append(line)


def _judge_header(path: str, header: list[str], fields: dict) -> Iterator[Problem]:
    for name in header:
        if name and name not in fields:
            guess = did_you_mean(name, fields)
            yield Problem(path, 1, f"不认识的列“{name}”", guess or "可用的列：" + "、".join(fields))
    for name in {name for name in header if name and header.count(name) > 1}:
        yield Problem(path, 1, f"列“{name}”有两个", "删去一个")
    for name, spec in fields.items():
        if spec.get("constraints", {}).get("required") and name not in header:
            yield Problem(path, 1, f"缺少列“{name}”（{spec['title']}）", "在表头加上这一列")


def _value(cell: str, spec: dict) -> tuple[Any, tuple[str, str] | None]:
    """Return a cell's value by its field's type, and what is wrong with it."""
    limits = spec.get("constraints", {})
    if not cell:
        return "", (("没有填", "填上内容") if limits.get("required") else None)
    if spec["type"] == "integer":
        if not re.fullmatch(r"-?\d{1,12}", cell.replace(",", "")):
            return "", (f"“{cell[:20]}”不是整数", "只写数字")
        number = int(cell.replace(",", ""))
        if number < limits.get("minimum", number) or number > limits.get("maximum", number):
            return "", (f"{number} 超出范围", "核对这个数")
        return number, None
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return "", (f"“{cell[:20]}”的写法不对", "照说明改正")
    return cell, None
