"""Workbooks (XLSX): the cells of all sheets as a reader sees them, and everything else in the file for the secrecy check.

A reader sees numbers by their formats, and no hidden sheets, rows or columns. The check also sees the numbers
themselves, formulas, names, comments, validation lists, caches of charts and links, and texts that no cell uses.
"""

from __future__ import annotations

import re
import zipfile

from .extract import Columns, Extract, natural_key, open_archive
from .markup import Events, is_telling, read_part
from .number_formats import built_in, displayed, whole_digits
from .packages import read_beside, sweep_rest
from .shape import Shape

_SHEET = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml\Z")
_DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml\Z")
_COMMENTS = re.compile(r"comments?\d*\.xml\Z|threadedComment|persons/")


def read_workbook(data: bytes) -> Extract:
    """Read a workbook."""
    result = Extract()
    with open_archive(data) as parts:
        names = set(parts.namelist())
        book = _Book()
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
            if name in names:
                read_part(parts, name, book)
        strings = _Strings()
        if "xl/sharedStrings.xml" in names:
            read_part(parts, "xl/sharedStrings.xml", strings)
        sheets = book.sheets()
        shown = [part for part, (_, is_hidden) in sheets.items() if part in names and not is_hidden and "/worksheets/" in part]
        result.shape.sheets = len(shown)
        for part, (title, is_hidden) in sheets.items():
            if part in names:
                read_part(parts, part, _Cells(title, is_hidden, book, strings, result, shape=result.shape if part in shown[:1] else None))
            else:
                result.unread(f"工作表“{title[:40]}”不在文件里，没有看")
        for name in sorted(names, key=natural_key):
            _read_other(parts, name, sheets, result)
        strings.add_unused(result)
    return result


def _read_other(parts: zipfile.ZipFile, name: str, sheets: dict[str, tuple[str, bool]], result: Extract) -> None:
    """Add a part that has no cells of a sheet that the workbook names."""
    if name in sheets or name == "xl/sharedStrings.xml":
        return
    if name == "xl/styles.xml":
        read_part(parts, name, _Formats(result))
    elif _COMMENTS.search(name):
        read_part(parts, name, _Comments(result))
    elif _DRAWING.search(name):
        read_part(parts, name, _Boxes(result))
    elif _SHEET.search(name):
        sweep_rest(parts, name, "没有列出的工作表", result)
    elif not read_beside(parts, name, result):
        places = (("pivot", "数据透视表的缓存"), ("charts/", "图表"), ("externalLink", "外部链接的缓存"), ("workbook.xml", "名称和工作表"), ("tables/", "表格"))
        sweep_rest(parts, name, next((where for part, where in places if part in name), name.rpartition("/")[2]), result)


class _Book(Events):
    """The sheets of a workbook, how it counts days, and the formats of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.since_1904 = False
        self._listed: list[tuple[str, str, bool]] = []
        self._targets: dict[str, str] = {}
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._in_cells = False

    def opened(self, tag: str, values: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.since_1904 = values.get("date1904", "0") in ("1", "true")
        elif tag == "sheet" and "name" in values:
            self._listed.append((values.get("id", ""), values["name"], values.get("state", "visible") != "visible"))
        elif tag == "Relationship":
            target = values.get("Target", "")
            self._targets[values.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        elif tag == "numFmt" and values.get("numFmtId", "").isdigit():
            self._codes[int(values["numFmtId"])] = values.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            written = values.get("numFmtId", "0")
            self._formats.append(int(written) if written.isdigit() else 0)

    def closed(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def sheets(self) -> dict[str, tuple[str, bool]]:
        """Return title of each sheet and whether it is hidden, by part, in the order of the workbook."""
        return {self._targets[key]: (title, is_hidden) for key, title, is_hidden in self._listed if key in self._targets}

    def format(self, style: str) -> str:
        """Return the format of a cell's style."""
        number = self._formats[int(style)] if style.isdigit() and int(style) < len(self._formats) else 0
        return self._codes.get(number) or built_in(number)


class _Strings(Events):
    """The texts that cells share, and which of them cells use."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []
        self._buffer: list[str] = []
        self._in_text = self._in_phonetic = False
        self._used: set[int] = set()

    def opened(self, tag: str, values: dict[str, str]) -> None:
        if tag == "si":
            self._buffer.clear()
        elif tag == "rPh":
            self._in_phonetic = True
        self._in_text = tag == "t" and not self._in_phonetic

    def text(self, content: str) -> None:
        if self._in_text:
            self._buffer.append(content)

    def closed(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._in_phonetic = False
        elif tag == "si":
            self._texts.append("".join(self._buffer))

    def use(self, number: str) -> str:
        """Return a text by its number."""
        place = int(number) if number.strip().isdigit() else -1
        if not 0 <= place < len(self._texts):
            return ""
        self._used.add(place)
        return self._texts[place]

    def add_unused(self, result: Extract) -> None:
        """Add the texts that no cell uses: a program that deletes a cell may leave its text in the file."""
        for place, text in enumerate(self._texts):
            if place not in self._used:
                result.add("没有单元格使用的文字", text, shown="")


class _Cells(Events):
    """Adds the cells of a sheet, and what else a sheet holds: headers and footers, links, validation lists, conditions."""

    def __init__(self, title: str, is_hidden: bool, book: _Book, strings: _Strings, result: Extract, *, shape: Shape | None) -> None:
        """`shape` gets the cells that a reader sees; None for all sheets but the first."""
        super().__init__()
        self._shape = shape
        self._title, self._is_hidden, self._book, self._strings, self._result = title, is_hidden, book, strings, result
        self._heads = Columns()
        self._hidden_columns: set[int] = set()
        self._row_hidden = False
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._buffer: list[str] = []
        self._tag = ""

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._tag = tag
        if tag == "c":
            self._cell, self._value, self._formula = values, [], []
            self._column = _column(values.get("r", "")) or self._column + 1
        elif tag == "row":
            self._row = int(values["r"]) if values.get("r", "").isdigit() else self._row + 1
            self._column = 0
            self._row_hidden = values.get("hidden", "0") in ("1", "true") or values.get("ht") in ("0", "0.0")
        elif tag == "col" and (values.get("hidden", "0") in ("1", "true") or values.get("width") in ("0", "0.0")):
            first, last = (int(values[key]) if values.get(key, "").isdigit() else 0 for key in ("min", "max"))
            self._hidden_columns.update(range(first, min(last, 16384) + 1))
            if self._shape:
                self._shape.hidden_columns = self._hidden_columns
        elif self._cell is None:
            self._buffer.clear()
            for key, value in values.items():
                if is_telling(key, value):
                    self._result.add(f"{self._title} 属性", value, shown="")

    def text(self, content: str) -> None:
        if self._cell is None:
            self._buffer.append(content)
        elif self._tag in ("v", "t"):
            self._value.append(content)
        elif self._tag == "f":
            self._formula.append(content)

    def closed(self, tag: str) -> None:
        if tag == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag == "rPh":
            self._value.clear()
        elif self._cell is None and tag != "row":
            written = "".join(self._buffer).strip()
            self._buffer.clear()
            if written:
                is_edge = tag.endswith(("Header", "Footer"))
                self._result.add("页眉页脚" if is_edge else f"{self._title} 设置", written, shown="")
                if is_edge and (bare := _CODES.sub("", written)) != written:
                    self._result.add("页眉页脚", bare, shown="")
        self._tag = ""

    def _end_cell(self, values: dict[str, str]) -> None:
        raw = "".join(self._value)
        where = f"{self._title}!{_letters(self._column)}{self._row}"
        if formula := "".join(self._formula):
            self._result.add(f"{where} 公式", formula, shown="")
            if joins := _joined_by(formula):
                self._result.add(f"{where} 公式", joins, shown="")
        if raw == "":
            return
        kind = values.get("t", "n")
        text = shown = raw
        if kind == "s":
            text = shown = self._strings.use(raw)
        elif kind == "b":
            text = shown = "TRUE" if raw == "1" else "FALSE"
        elif kind == "n":
            text, shown = whole_digits(raw), displayed(raw, self._book.format(values.get("s", "0")), since_1904=self._book.since_1904)
        elif kind == "d":
            shown = raw.removesuffix("T00:00:00").replace("T", " ")
        if self._is_hidden or self._row_hidden or self._column in self._hidden_columns:
            if shown != text:
                self._result.add(f"{where} 显示为", shown, shown="")
            shown = ""
        if self._shape:
            self._shape.cell(self._row, self._column, shown)
        self._result.add(where, text, label=self._heads.label(self._column, text), shown=None if shown == text else shown)


_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f+\-]{5,6}|[0-9]{2}(?=[0-9])|[0-9]{1,3}|[LCRPNDTFAZGBIUSEXY])')
"""What sets the type and the place of a header: fonts, sizes, colours, sides."""
_OPERANDS = re.compile(r'"((?:[^"]|"")*)"|(?<![A-Za-z0-9_.$])([0-9]+)(?![0-9A-Za-z_.(!])|([&,(])')


def _joined_by(formula: str) -> str:
    """Return the text that a formula joins from texts and numbers that stand in it; '' where it joins none."""
    if "&" not in formula and not re.search("CONCAT|TEXTJOIN", formula, re.IGNORECASE):
        return ""
    parts = [match[1] if match[1] is not None else match[2] for match in _OPERANDS.finditer(formula) if not match[3]]
    return "".join(parts).replace('""', '"') if len(parts) > 1 else ""


def _column(reference: str) -> int:
    """Return the number of a cell's column: 28 for AB7."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    """Return the letters of a column: AB for 28."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Comments(Events):
    """Adds comments with their cells and authors."""

    def __init__(self, result: Extract) -> None:
        super().__init__()
        self._result = result
        self._place = ""
        self._buffer: list[str] = []
        self._tag = ""

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._tag = tag
        if tag in ("comment", "threadedComment"):
            self._place = values.get("ref", "")
        elif tag == "person":
            self._result.person(values.get("displayName", ""))
        if tag == "author":
            self._buffer.clear()

    def text(self, content: str) -> None:
        if self._tag in ("t", "text", "author"):
            self._buffer.append(content)

    def closed(self, tag: str) -> None:
        self._tag = ""
        if tag == "author":
            self._result.person("".join(self._buffer))
            self._buffer.clear()
        elif tag in ("comment", "threadedComment"):
            self._result.add(f"批注 {self._place}".strip(), "".join(self._buffer), shown="")
            self._buffer.clear()


class _Boxes(Events):
    """Adds the paragraphs of text boxes, and the alternative texts of drawings."""

    def __init__(self, result: Extract) -> None:
        super().__init__()
        self._result = result
        self._buffer: list[str] = []
        self._in_text = False

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._in_text = tag == "t"
        if tag == "br":
            self._buffer.append("\n")
        for key, value in values.items():
            if is_telling(key, value):
                self._result.add("图片说明" if key in ("descr", "title") else "文本框 属性", value, shown="")

    def text(self, content: str) -> None:
        if self._in_text:
            self._buffer.append(content)

    def closed(self, tag: str) -> None:
        self._in_text = False
        if tag in ("txBody", "txBodyPr"):
            self._result.add("文本框", "".join(self._buffer))
            self._buffer.clear()
        elif tag == "p":
            self._buffer.append("\n")


class _Formats(Events):
    """Adds the texts in formats of numbers: a format may display words that stand in no cell."""

    def __init__(self, result: Extract) -> None:
        super().__init__()
        self._result = result

    def opened(self, tag: str, values: dict[str, str]) -> None:
        code = values.get("formatCode", "")
        if len(code) > 20 or is_telling("formatCode", code):
            self._result.add("数字格式", code, shown="")
