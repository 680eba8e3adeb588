"""Kinds of files that may be packed in a document: web pages (HTML, MHT), and the objects of old office programs."""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser

from .decoding import decoded
from .extract import Extract, Unreadable
from .tables import Tables


def read_html(data: bytes) -> Extract:
    """Read a web page: its text, the cells of its tables, its comments, and the values of its attributes."""
    result = Extract()
    page = _Page(result)
    page.feed(decoded(data).text)
    page.close()
    page.end_block()
    for value in page.beside:
        result.add("属性和注释", value, shown="")
    return result


class _Page(HTMLParser):
    """Adds the blocks of a page, and each cell of a table with its place."""

    def __init__(self, result: Extract) -> None:
        super().__init__()
        self._result = result
        self._out: list[str] = []
        self._table = Tables()
        self.beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TABLES:
            self.end_block()
            self._table.open(_TABLES[tag])
        elif tag not in _WITHIN:
            self._out.append("\n")
        self.beside += [value for name, value in attrs if value and name in ("alt", "title", "href", "value", "content", "placeholder")]

    def handle_endtag(self, tag: str) -> None:
        if tag in _TABLES:
            self.end_block()
            self._table.close(_TABLES[tag])
        elif tag not in _WITHIN:
            self._out.append("\n")

    def handle_data(self, data: str) -> None:
        self._out.append(data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)

    def end_block(self) -> None:
        """Add the text so far, one block a line."""
        text = re.sub(r"\s*\n\s*", "\n", "".join(self._out)).strip()
        self._out.clear()
        self._result.add(self._table.place, text, label=self._table.label(text))


_TABLES = {"table": "table", "tr": "tr", "td": "tc", "th": "tc"}
_WITHIN = frozenset(("span", "b", "i", "em", "strong", "font", "a", "u", "sub", "sup", "o:p"))


def read_mht(data: bytes) -> Extract:
    """Read a web page that was saved as one file (MHT), as Word packs it in a document."""
    result = Extract()
    message = email.message_from_bytes(data, policy=email.policy.default)
    found = False
    for part in message.walk():
        if part.get_content_maintype() == "text":
            found = True
            body = part.get_payload(decode=True) or b""
            for piece in (read_html(body) if part.get_content_subtype() in ("html", "xml") else _plain(body)).pieces:
                result.add(piece.where, piece.text, shown=piece.shown)
    if not found:
        raise Unreadable("里面没有网页")
    return result


def _plain(data: bytes) -> Extract:
    result = Extract()
    result.add("", decoded(data).text)
    return result


_LEAST = 8


def read_object(data: bytes) -> Extract:
    """Read an object of OLE: a file packed in a container of old office programs.

    The container is not taken apart. What stands in it as text is looked at, and the object is told as unread.
    """
    result = Extract()
    result.unread("只看了其中的零散文字")
    for name in ("utf-16-le", "gb18030"):
        text = data.decode(name, "ignore")
        for match in re.finditer(rf"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e]{{{_LEAST},}}", text):
            if re.search(r"\d{6}|[\u4e00-\u9fff]{2}|@", match[0]):
                result.add("零散文字", match[0], shown="")
    return result


def is_text(data: bytes) -> bool:
    """Return whether bytes of an unknown kind are text."""
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", data[:4000]) and decoded(data[:4000]).text.count("\ufffd") < 3


def read_unnamed(data: bytes) -> Extract:
    """Read a packed file whose name does not say what it is: a web page, a saved one, or text. Raises `Unreadable` for anything else."""
    head = data[:1000].lstrip().lower()
    if head.startswith(b"{\\rtf") or not is_text(data):
        raise Unreadable("不知道是什么文件")
    if re.search(rb"<(?:html|body|p|div|table|!doctype)\b", head):
        return read_mht(data) if b"mime-version" in head else read_html(data)
    return read_mht(data) if head.startswith(b"mime-version") else _plain(data)
