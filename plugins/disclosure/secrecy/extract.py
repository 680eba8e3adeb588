"""What is extracted from a file: texts with their places, and people and places that its properties name.

This module has the model (`Extract`), what all readers share, and the readers of plain kinds: CSV,
text, images. `documents`, `workbook` and `pdf` read the others; `files` chooses the reader. Whatever
cannot be read is noted in `Extract.missing`. Only a broken image within another file is passed over.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

from defusedxml.ElementTree import iterparse

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


@dataclass
class Extract:
    """What a file holds."""

    pieces: list[Piece] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    """Names in its properties: authors, last editors."""
    located: list[str] = field(default_factory=list)
    """Images whose EXIF data say where they were taken."""
    missing: list[str] = field(default_factory=list)
    """What could not be read, and why, in Chinese."""
    packed: list[tuple[str, bytes]] = field(default_factory=list)
    """Files within it: name and bytes."""

    def add(self, where: str, text: str, **more: object) -> None:
        """Add a text, if there is one."""
        if text and not text.isspace():
            self.pieces.append(Piece(where, text, starts=not self.pieces, **more))


_PERSON = re.compile(r"creator|lastModifiedBy|initial-creator|Manager")
_NOTED = {"title", "subject", "keywords", "keyword", "description", "category", "Company", "user-defined", "lpwstr", "lpstr", "bstr"}
"""Names of properties that are texts."""
COLUMN = re.compile(
    r"身份证|证件号|手机|移动电话|联系电话|联系方式|电话|准考证|考号|考生号|报名号|学号|学籍号|住址|家庭地址|户籍地|卡号|账号|帐号|邮箱|护照|通行证|军官证|驾驶证|残疾人?证|社保卡|社会保障号|医保卡|QQ|微信"
    r"|信用代码|机构代码|纳税人识别号|税号|登记号|注册号|编号|编码|条码|流水号|金额|总额|余额|资金|收入|支出|面积|数量"
)
"""Headings of columns that hold private values, or numbers that look like them and are none."""
PROPERTIES = r"docProps/\w+\.xml\Z|(?:core|meta)\.xml\Z|DocInfo|OFD\.xml\Z"
"""Parts of an archive that hold its properties."""
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic")


def local_name(tag: object) -> str:
    """Return the name of an XML element without its namespace."""
    return str(tag).rpartition("}")[2]


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


def read_properties(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    """Add the people and texts that a part with properties names."""
    with parts.open(name) as file:
        for _, element in iterparse(file):
            tag, written = local_name(element.tag), (element.text or "").strip()
            if written and _PERSON.search(tag):
                result.people.append(written[:60])
            elif written and tag in _NOTED:
                result.add("文件属性", written)


def read_csv(data: bytes) -> Extract:
    """Read a CSV file, cell by cell."""
    result = Extract()
    heads: dict[int, str] = {}
    csv.field_size_limit(MOST_TEXT)
    reader = csv.reader(io.StringIO(_decoded(data), newline=""))
    try:
        for row in reader:
            for column, cell in enumerate(row):
                if len(cell) < 16 and (match := COLUMN.search(cell)):
                    heads[column] = match[0]
                    label = ""
                else:
                    label = heads.get(column, "")
                result.add(f"第 {column + 1} 列", cell, label=label, line=reader.line_num)
    except csv.Error:
        result.missing.append(f"从第 {reader.line_num} 行起不是 CSV 的写法")
    return result


def read_text(data: bytes) -> Extract:
    """Read a plain text file."""
    result = Extract()
    result.add("", _decoded(data), line=1)
    return result


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def read_image(data: bytes, result: Extract | None = None, where: str = "") -> Extract:
    """Read the EXIF data of an image: place and people. What the image shows, only a person can judge.

    Within another file (`where` names the image) a broken image is passed over. By itself it raises `Unreadable`.
    """
    from PIL import Image, UnidentifiedImageError

    result = Extract() if result is None else result
    try:
        with Image.open(io.BytesIO(data)) as opened:
            facts = opened.getexif()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        if not where:
            raise Unreadable("图片坏了") from None
        return result
    place = facts.get_ifd(0x8825)
    if any(place.get(tag) for tag in (2, 4)):
        result.located.append(where)
    if name := str(facts.get(0x013B) or "").strip("\0 "):
        result.people.append(name[:60])
    return result
