"""CSV files as rows, read as a stream: UTF-8 or GB18030, also where the lines of one file differ."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .document import Place, Telling

LONGEST_CELL = 1_000_000
"""Characters. A longer cell means that a quotation mark is not closed."""
_DELIMITERS = (",", "\t", ";", "，")
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef〔〕“”]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a look through a file found out."""

    name: str
    lines: int
    mixed: tuple[int, ...] = ()
    """The first lines that are in the other encoding."""
    broken: tuple[int, ...] = ()
    """The first lines that are in neither."""
    number_of_mixed: int = 0


def look(path: Path) -> Encoding:
    """Read a file once, line by line, and say how it is encoded."""
    with open(path, "rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            with open(path, encoding="utf-16", errors="replace", newline="") as text:
                return Encoding("utf-16", sum(1 for _ in text))
        file.seek(0)
        lines, utf8, other, broken = 0, 0, [], []
        number_of_other = 0
        for line in file:
            lines += 1
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8 += 1
            except UnicodeDecodeError:
                try:
                    line.decode("gb18030")
                    number_of_other += 1
                    other = [*other, lines] if len(other) < 20 else other
                except UnicodeDecodeError:
                    broken = [*broken, lines] if len(broken) < 20 else broken
    if not utf8 and number_of_other:
        return Encoding("gb18030", lines, (), tuple(broken))
    return Encoding("utf-8", lines, tuple(other), tuple(broken), number_of_other)


def rows(path: Path, source: str, encoding: Encoding, telling: Telling) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of each row. A file that cannot be read to its end is told, with the line."""
    tell_of_encoding(source, encoding, telling)
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(path, encoding)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count) if first else ","
    reader = csv.reader(_again(first, lines), delimiter=delimiter, strict=True)
    line = 1
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            telling.error(Place(source, line), f"从这一行起读不下去（{_reason(error)}），后面的行没有导入", "引号要成对，单元格里的引号写成两个；用表格软件打开核对后另存为 CSV")
            return


def _reason(error: csv.Error) -> str:
    return "引号没有结束" if "unexpected end" in str(error) or "field larger" in str(error) else "引号后面还有字" if "expected after" in str(error) else str(error)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(path: Path, encoding: Encoding) -> Iterator[str]:
    """Yield the lines of a file, each decoded by itself where encodings are mixed."""
    if encoding.name == "utf-16":
        with open(path, encoding="utf-16", errors="replace", newline="") as text:
            yield from text
        return
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}[encoding.name]
    with open(path, "rb") as file:
        for number, line in enumerate(file):
            data = line[3:] if not number and line.startswith(codecs.BOM_UTF8) else line
            try:
                yield data.decode(encoding.name)
            except UnicodeDecodeError:
                try:
                    yield data.decode(other)
                except UnicodeDecodeError:
                    yield data.decode(encoding.name, "replace")


def tell_of_encoding(source: str, encoding: Encoding, telling: Telling) -> None:
    """Tell of a file that is not UTF-8 throughout."""
    if encoding.name == "gb18030":
        telling.warning(Place(source), "按 GB18030（GBK）编码读的", "看看导入的文字对不对；不对的，用编辑器另存为 UTF-8 再导入")
    for line in encoding.mixed:
        telling.warning(Place(source, line), "这一行是 GB18030 编码，别的行是 UTF-8；各按各的编码读", "看看这一行的文字对不对")
    if encoding.number_of_mixed > len(encoding.mixed):
        telling.warning(Place(source), f"一共有 {encoding.number_of_mixed} 行是 GB18030 编码", "看看这些行的文字对不对")
    for line in encoding.broken:
        telling.error(Place(source, line), "这一行既不是 UTF-8 也不是 GB18030，读不出的字成了“\ufffd”", "用编辑器打开核对，改正后以 UTF-8 另存")


def decoded(data: bytes, source: str, telling: Telling, declared: str = "") -> str:
    """Return the text of a whole file, decoded line by line where it must be; `declared` is the encoding that it names itself."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    legacy = "big5" if declared.casefold().replace("-", "").startswith("big5") else "gb18030"
    try:
        text = data.decode(legacy)
    except UnicodeDecodeError:
        return _line_by_line(data, source, telling)
    valid = [line for line in data.splitlines() if not line.isascii() and _is_utf8(line)]
    if len(b"".join(valid)) > 12 and any(len(_CHINESE.findall(line.decode())) > 3 for line in valid):
        return _line_by_line(data, source, telling)
    if legacy == "gb18030" and declared and declared.casefold() not in ("gb2312", "gbk", "gb18030"):
        telling.warning(Place(source), f"文件自己说是 {declared[:20]} 编码，实际按 GB18030 才读得通", "看看导入的文字对不对")
    return text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(data: bytes, source: str, telling: Telling) -> str:
    lines = []
    for number, line in enumerate(data.split(b"\n"), 1):
        for encoding in ("utf-8", "gb18030"):
            try:
                lines.append(line.decode(encoding))
                if encoding == "gb18030":
                    telling.warning(Place(source, number), "这一行是 GB18030 编码，别的行是 UTF-8；各按各的编码读", "看看这一行的文字对不对")
                break
            except UnicodeDecodeError:
                continue
        else:
            lines.append(line.decode("utf-8", "replace"))
            telling.error(Place(source, number), "这一行既不是 UTF-8 也不是 GB18030，读不出的字成了“\ufffd”", "用编辑器打开核对，改正后以 UTF-8 另存")
    return "\n".join(lines)
