"""What is extracted from a file: texts with their places, and people and places that its properties name.

There are two views of a file. **Everything** is for the secrecy check: deletions, hidden sheets, comments,
properties and whatever else the file carries. **What is shown** is for the search: what a reader of the document sees,
with numbers as they are displayed. A piece has both.

This module has the model (`Extract`) and what all readers share. `files` chooses the reader. Whatever cannot be
read is noted in `Extract.missing`: nothing is passed over in silence.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from .radicals import plain_characters
from .shape import Shape

LARGEST_FILE = 100_000_000
"""Bytes. A larger file is not read."""
LARGEST_CONTENT = 300_000_000
"""Bytes that an archive may unpack to."""
MOST_PARTS = 5_000
"""Files in an archive."""
MOST_TEXT = 5_000_000
"""Characters extracted from one file."""


class Unreadable(ValueError):
    """A file, or a part of it, cannot be read. The message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and its place in the file; `label` is the heading of its column, where there is one."""

    where: str
    text: str
    label: str = ""
    line: int = 0
    starts: bool = False
    """Whether it is the first text of the file."""
    shown: str | None = None
    """What a reader sees of it; None where that is all of it, '' where it is nothing."""

    @property
    def seen(self) -> str:
        """What a reader of the document sees of the text."""
        return self.text if self.shown is None else self.shown


@dataclass
class Extract:
    """What a file holds."""

    pieces: list[Piece] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    """Names in its properties: authors, last editors."""
    located: list[str] = field(default_factory=list)
    """Images whose EXIF data say where they were taken."""
    missing: list[tuple[int, str]] = field(default_factory=list)
    """What could not be read: line of the file (0: it has none), and what and why, in Chinese."""
    packed: list[tuple[str, bytes]] = field(default_factory=list)
    """Files within it: name and bytes."""
    shape: Shape = field(default_factory=Shape)
    """How much it holds, and how it begins."""

    def add(self, where: str, text: str, *, label: str = "", line: int = 0, shown: str | None = None) -> None:
        """Add a text, if there is one."""
        if text and not text.isspace():
            seen = shown and plain_characters(shown)
            self.pieces.append(Piece(where, plain_characters(text), label, line, not self.pieces, seen))

    def unread(self, message: str, line: int = 0) -> None:
        """Note once what could not be read and why, in Chinese."""
        if (line, message) not in self.missing:
            self.missing.append((line, message))

    def person(self, name: str) -> None:
        """Add the name of a person, if there is one."""
        if name.strip():
            self.people.append(name.strip()[:60])
            if _MORE_THAN_A_NAME.search(name):
                self.add("文件属性", name, shown="")


COLUMN = re.compile(
    r"身份证|证件号|手机|移动电话|联系电话|联系方式|电话|准考证|考号|考生号|报名号|学号|学籍号|住址|家庭地址|户籍地|卡号|账号|帐号|邮箱|护照|通行证|军官证|驾驶证|残疾人?证|社保卡|社会保障号|医保卡|QQ|微信"
    r"|信用代码|机构代码|纳税人识别号|税号|登记号|注册号|编号|编码|条码|流水号|金额|总额|余额|资金|收入|支出|面积|数量"
)
"""Headings of columns that hold private values, or numbers that look like them and are none."""


class Columns:
    """The headings of a table's columns, by number, as its cells go by."""

    def __init__(self) -> None:
        self._heads: dict[int, str] = {}

    def label(self, column: int, text: str) -> str:
        """Return the heading of a cell's column. A cell that is a heading is remembered, and has none itself."""
        if len(text) < 16 and (match := COLUMN.search(text)):
            self._heads[column] = match[0]
            return ""
        return self._heads.get(column, "")


_MORE_THAN_A_NAME = re.compile(r"\d{4}|@|[一二三四五六七八九〇零]{7}")
"""What a name in a file's properties has where somebody wrote a number or an address there, too."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive. Raises `Unreadable` for one that is broken, encrypted or too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("文件坏了，或者加了密码") from None
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise Unreadable("解开以后太大")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("加了密码")
    return archive


def natural_key(name: str) -> list:
    """Return a sort key by which slide2 comes before slide10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
