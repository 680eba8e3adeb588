"""A register's file and its rows: encoding, header, cells, keys."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.item import FieldError, Ruling, parse_rulings
from ..model.problems import Problem, did_you_mean
from . import cells, unknown_files
from .schema import is_required, names, primary_key, schema

FOLDER = "registers"
EXCEPTION, EXCEPTION_TITLE = "review_exception", "审查例外"
"""A column that every register may have though no schema lists it: a reviewer's exceptions for the row. It is never published."""


@dataclass
class Register:
    """One register as read. A row is a dict by column name; see `cells` for the values. Without a file there are no rows."""

    name: str
    exists: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    """Rows whose required cells all have a value, and whose keys no earlier row has."""
    lines: list[int] = field(default_factory=list)
    """Line of each row in the file."""
    faulty: list[dict[str, Any]] = field(default_factory=list)
    """The other rows, with what could be read of them."""
    exceptions: dict[int, tuple[Ruling, ...]] = field(default_factory=dict)
    """A reviewer's exceptions to the secrecy check, by the line of the row."""
    problems: list[Problem] = field(default_factory=list)
    digest: str = ""
    """SHA-256 of the file; empty where there is none."""

    @property
    def path(self) -> str:
        """The register's file, relative to the content folder."""
        return f"{FOLDER}/{self.name}.csv"

    def values(self, column: str) -> frozenset:
        """Return the values of a column, those of faulty rows too. Other registers look up in them what they name."""
        return frozenset(row[column] for row in (*self.rows, *self.faulty) if row[column] != "")

    def numbered_rows(self) -> Iterator[tuple[dict[str, Any], int]]:
        """Return each row with its line."""
        return zip(self.rows, self.lines, strict=True)


class Registers:
    """All registers of a content folder."""

    def __init__(self, content_dir: str) -> None:
        self._registers = {name: read(content_dir, name) for name in names()}
        self._unknown = list(unknown_files.problems(content_dir, FOLDER))

    def __getitem__(self, name: str) -> Register:
        return self._registers[name]

    def __iter__(self) -> Iterator[Register]:
        return iter(self._registers.values())

    @property
    def problems(self) -> list[Problem]:
        """The problems of all registers, each taken by itself, and of files beside them that are none."""
        return [*self._unknown, *(problem for register in self._registers.values() for problem in register.problems)]

    def digest(self, *wanted: str) -> str:
        """Return a fingerprint of the named registers."""
        return " ".join(self._registers[name].digest for name in wanted)


class RegistersAsNeeded(Registers):
    """The same registers, each read when it is first asked for: for commands that need few of them."""

    def __init__(self, content_dir: str) -> None:
        self._content_dir = content_dir
        self._registers: dict[str, Register] = {}
        self._unknown = []

    def __getitem__(self, name: str) -> Register:
        if name not in self._registers:
            self._registers[name] = read(self._content_dir, name)
        return self._registers[name]

    def __iter__(self) -> Iterator[Register]:
        return iter([self[name] for name in names()])


def read(content_dir: str, name: str) -> Register:
    """Read one register from the content folder, with its problems."""
    register = Register(name)
    if os.path.islink(os.path.join(content_dir, FOLDER)):
        return register  # told once for the folder
    if problem := unknown_files.refusal(register.path, os.path.join(content_dir, register.path)):
        register.problems.append(problem)
        return register
    try:
        data = Path(os.path.join(content_dir, register.path)).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return register
    except OSError as error:
        register.problems.append(Problem(register.path, 0, f"文件读不出来（{error.strerror}）", "看这个文件能不能打开；打不开的，从备份里拷一份，或者请管电脑的人看权限和磁盘"))
        return register
    register.exists = True
    register.digest = hashlib.sha256(data).hexdigest()
    text = _decoded(data)
    if text is None:
        register.problems.append(Problem(register.path, 0, "这个表格读出来是乱码，认不出是怎样存的", "用 Excel 或 WPS 打开，选“另存为”，文件类型选“CSV UTF-8（逗号分隔）”"))
        return register
    _Parser(register, schema(name)).parse(text)
    return register


def _decoded(data: bytes) -> str | None:
    """Return the text of a file: UTF-8, or GB18030, which spreadsheets save in China; None for another encoding.

    A few bad bytes do not make UTF-8 another encoding. They become U+FFFD, which is told at its cell.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        if text.count("\ufffd") < len(_CHINESE.findall(text)):
            return text
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
        return text if text.count("\ufffd") * 20 < len(_CHINESE.findall(text)) and b"\0" not in data else None


_CHINESE = re.compile("[\u3400-\u9fff]")
LONGEST_CELL = 100_000
"""Characters. A longer cell comes from a missing quotation mark: it holds the rest of the file."""
csv.field_size_limit(1 << 30)  # beyond its own limit the library raises the same error as for unbalanced quotation marks


class _Parser:
    """Fills a register from the text of its file."""

    def __init__(self, register: Register, table: dict) -> None:
        self._register = register
        self._fields = {f["name"]: f for f in table["fields"]}
        self._key = primary_key(table)
        self._unique = [[name] for name, f in self._fields.items() if f.get("constraints", {}).get("unique")]
        if self._key and self._key not in self._unique:
            self._unique.append(self._key)
        self._seen: dict[tuple[str, ...], dict[tuple, int]] = {tuple(columns): {} for columns in self._unique}

    def _complain(self, line: int, message: str, remedy: str) -> None:
        self._register.problems.append(Problem(self._register.path, line, message, remedy))

    def parse(self, text: str) -> None:
        """Read all rows. The line of a row is the one on which it begins; a cell may have several."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header: list[str] = []
        begins = 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error:
                self._complain(begins, "引号不成对，这一行（和后面连着它的行）读不出来", "用表格软件打开，另存为“CSV UTF-8”")
                row = []
            if row is None:
                break
            if any(cell.strip() for cell in row):
                if header:
                    self._row(begins, header, row)
                else:
                    header = self._header(begins, row)
            begins = reader.line_num + 1
        if not header:
            self._complain(1, "没有表头", "第一行写列名：" + "、".join(self._fields))

    def _header(self, line: int, row: list[str]) -> list[str]:
        """Return the names of the columns. The file may use their Chinese titles instead."""
        by_title = {f["title"]: name for name, f in self._fields.items()}
        header = [by_title.get(cell.strip(), cell.strip()) for cell in row]
        header = [EXCEPTION if name == EXCEPTION_TITLE else name for name in header]
        for name in header:
            if name and name not in self._fields and name != EXCEPTION:
                guess = did_you_mean(name, self._fields)
                self._complain(line, f"不认识的列“{name}”", guess or "可用的列：" + "、".join(self._fields))
        for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
            self._complain(line, f"列“{name}”有两个", "删去一个")
        for name, spec in self._fields.items():
            if is_required(spec) and name not in header:
                self._complain(line, f"缺少列“{name}”（{spec['title']}）", "在表头加上这一列")
        return header

    def _row(self, line: int, header: list[str], row: list[str]) -> None:
        if any(cell.strip() for cell in row[len(header) :]):
            self._complain(line, f"这一行有 {len(row)} 格，表头只有 {len(header)} 格", "检查是否多了逗号")
        if (longest := max(map(len, row))) > LONGEST_CELL:
            self._complain(line, f"有一格长达 {longest:,} 个字", "多半是前面的引号没有成对，用表格软件打开核对")
        values: dict[str, Any] = dict.fromkeys(self._fields, "")
        for name, cell in zip(header, [*row, *[""] * len(header)], strict=False):
            if spec := self._fields.get(name):
                try:
                    values[name] = self._value(cell.strip(), spec)
                except FieldError as fault:
                    self._complain(line, f"“{spec['title']}”（{name}）：{fault.message}", fault.remedy)
            elif name == EXCEPTION and cell.strip():
                try:
                    self._register.exceptions[line] = parse_rulings(cell)
                except FieldError as fault:
                    self._complain(line, f"“{EXCEPTION_TITLE}”（{EXCEPTION}）：{fault.message}", fault.remedy)
        repeats = self._repeats(line, values)
        if repeats or any(is_required(spec) and values[name] == "" for name, spec in self._fields.items()):
            self._register.faulty.append(values)
        else:
            self._register.rows.append(values)
            self._register.lines.append(line)

    @staticmethod
    def _value(cell: str, spec: dict) -> Any:
        if cell:
            return cells.parse_cell(cell, spec)
        if is_required(spec):
            raise FieldError("没有填", "填上内容")
        return ""

    def _repeats(self, line: int, values: dict[str, Any]) -> bool:
        """Return whether a row has the key of an earlier one; add a problem if so."""
        found = False
        for columns in self._unique:
            identity = tuple(values[name] for name in columns)
            if "" in identity:
                continue
            first = self._seen[tuple(columns)].setdefault(identity, line)
            if first != line:
                shown = "、".join(map(str, identity))
                said = f"“{shown}”重复，第 {first} 行已有" if len(columns) == 1 else f"与第 {first} 行重复（{shown}）"
                self._complain(line, said, "删去其中一行")
                found = True
        return found
