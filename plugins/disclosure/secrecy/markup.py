"""XML of documents: events for a reader of one format, and a sweep over whatever no reader knows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from xml.sax import SAXException
from xml.sax.handler import (  # only the types: defusedxml does all parsing
    ContentHandler,
    ErrorHandler,
    LexicalHandler,
    property_lexical_handler,
)

from defusedxml import DefusedXmlException, sax

from .extract import Extract, Unreadable
from .number_formats import whole_digits


class Events(ContentHandler):
    """Gets what stands in a part of a document, in order. Names come without their namespaces: `p` for `w:p`."""

    _result: Extract | None = None

    def comment(self, content: str) -> None:
        """Take a comment of XML, which no program shows."""
        if self._result is not None:
            self._result.add("XML 注释", content, shown="")

    def processingInstruction(self, target: str, data: str) -> None:  # the name that SAX calls
        self.comment(f"{target} {data}")

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # the name that SAX calls
        self.opened(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.closed(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        self.text(content)

    def opened(self, tag: str, values: dict[str, str]) -> None:
        """Begin an element; `values` are its attributes."""

    def closed(self, tag: str) -> None:
        """End an element."""

    def text(self, content: str) -> None:
        """Take characters. Those of one element may come in several pieces."""


class _Remarks(LexicalHandler):
    """Passes comments on, which SAX gives to a handler of their own."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def comment(self, content: str) -> None:
        self._events.comment(content)


def read_part(parts: zipfile.ZipFile, name: str, events: Events) -> None:
    """Read a part of an archive. Raises `Unreadable` for one that is not well-formed or that defines entities."""
    try:
        parser = sax.make_parser()
        parser.setContentHandler(events)
        parser.setErrorHandler(ErrorHandler())
        parser.setProperty(property_lexical_handler, _Remarks(events))
        with parts.open(name) as file:
            parser.parse(file)
    except (SAXException, DefusedXmlException, UnicodeError, zipfile.BadZipFile):
        raise Unreadable(f"里面的 {name} 坏了") from None


_TELLING = frozenset((
    "descr", "title", "alt", "tooltip", "screentip", "Target", "href", "string", "instr", "displayText", "prompt", "promptTitle", "error", "errorTitle",
    "statusText", "helpText", "macro", "linkedCell", "author", "initials", "lastClr", "formula", "value-type", "label", "caption", "display", "location",
))
"""Attributes that hold words, whatever they look like."""
_NOTABLE = re.compile(r"[\u3400-\u9fff\uff10-\uff19\U00020000-\U0003ffff]|[0-9]{11}|[0-9]{3}[ .·-][0-9]{4}[ .·-][0-9]{4}|@[\w-]+\.|[0-9]\.[0-9]{5,}E\+?[0-9]|(?<![0-9A-Za-z])[A-Z](?:[A-Z][0-9]{7}|[0-9]{8})(?![0-9A-Za-z])")
"""What makes the value of any other attribute worth a look: Chinese, a long number, the number of a passport, an address of electronic mail."""
_NO_WORDS = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-|(?:https?://(?:schemas\.|www\.w3\.org|purl\.|ns\.))|urn:|[#/]?[\w./-]{0,60}\.xml\Z")
_FONTS = frozenset(("typeface", "ascii", "hAnsi", "eastAsia", "cs", "panose", "font-family", "font-family-asian", "font-name", "font-name-asian", "FontName", "FamilyName"))
_CHEAP = re.compile(rb"[0-9]{11}|@[\w-]+\.|[0-9]{3}[ .-][0-9]{4}[ .-][0-9]{4}|<!--|(?:\xe4\xb8[\x80-\x89]|\xe5\x85[\xab\xad]|\xe5\x9b\x9b|\xe4\xba[\x8c\x94]|\xe4\xb9\x9d|\xe3\x80\x87|\xe9\x9b\xb6){7}|\xe6\x9c\xba\xe5\xaf\x86|\xe7\xa7\x98\xe5\xaf\x86|\xe8\xba\xab\xe4\xbb\xbd\xe8\xaf\x81|\xe6\x8a\xa4\xe7\x85\xa7")
"""What makes a part that has only styles worth a look: long numbers, in Chinese numerals too, addresses, words for secrecy and passports."""


class Sweep(Events):
    """Adds every text and every telling attribute of a part to an extract, for the secrecy check only.

    Texts with no blank between them in the file stand in one line where `breaks` does not name the element between them.
    """

    def __init__(self, where: str, result: Extract, *, texts: bool = True, attributes: bool = True) -> None:
        super().__init__()
        self._where, self._result = where, result
        self._texts, self._attributes = texts, attributes
        self._buffer: list[str] = []

    def opened(self, tag: str, values: dict[str, str]) -> None:
        if self._attributes:
            for key, value in values.items():
                if is_telling(key, value) or (tag == "docVar" and len(value) > 3):
                    self._result.add(self._where, re.sub("%[1-9]", "", value) if tag == "lvlText" else _whole(value), shown="")
        if self._texts and tag not in _WITHIN:
            self._flush()

    def closed(self, tag: str) -> None:
        if self._texts and tag not in _WITHIN:
            self._flush()

    def text(self, content: str) -> None:
        if self._texts:
            self._buffer.append(content)

    def _flush(self) -> None:
        written = "".join(self._buffer).strip()
        self._buffer.clear()
        if written:
            self._result.add(self._where, _whole(written), shown="")


def _whole(written: str) -> str:
    """Return a number of a cache with all its digits: files may write it with an exponent."""
    return whole_digits(written) if _EXPONENT.fullmatch(written) else written


_EXPONENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}|[0-9]{8,}\.[0-9]+")
_WITHIN = frozenset(("r", "t", "rPr", "span", "delText", "instrText", "s", "fld", "b", "i"))
"""Elements that do not end a text."""


def is_telling(key: str, value: str) -> bool:
    """Return whether an attribute may hold words or numbers that matter."""
    if len(value) < 2 or key in _FONTS or _NO_WORDS.match(value):
        return False
    return key in _TELLING or bool(_NOTABLE.search(value))


def sweep(parts: zipfile.ZipFile, name: str, where: str, result: Extract, *, texts: bool = True) -> None:
    """Add everything that a part of an archive holds, for the secrecy check only. A part that is broken is told by its name."""
    try:
        read_part(parts, name, Sweep(where, result, texts=texts))
    except Unreadable as error:
        result.unread(f"{where}看不进去：{error}")


def sweep_styles(parts: zipfile.ZipFile, name: str, where: str, result: Extract) -> None:
    """Do the same for a part with styles, if it has a number or an address at all."""
    if _CHEAP.search(parts.read(name)):
        sweep(parts, name, where, result)


def read_properties(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    """Add the people and texts that a part with properties names."""
    read_part(parts, name, _Properties(result))


_PERSON = re.compile(r"creator|lastModifiedBy|initial-creator|Manager|Author")
_PROGRAM = frozenset(("Application", "AppVersion", "generator", "DocSecurity", "Creator", "CreatorVersion"))
"""Properties that name software."""


class _Properties(Events):
    def __init__(self, result: Extract) -> None:
        super().__init__()
        self._result = result
        self._buffer: list[str] = []

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._buffer.clear()
        for key, value in values.items():
            if is_telling(key, value):
                self._result.add("文件属性", value, shown="")

    def text(self, content: str) -> None:
        self._buffer.append(content)

    def closed(self, tag: str) -> None:
        written = "".join(self._buffer).strip()
        self._buffer.clear()
        if not written or tag in _PROGRAM:
            return
        if _PERSON.fullmatch(tag):
            self._result.person(written)
        elif len(written) > 1:
            self._result.add("文件属性", written, shown="")
