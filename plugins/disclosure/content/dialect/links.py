"""Links and pictures: `[words](address "title")`, `![what it shows](address)`, `[words][label]`, `[label]`.

What stands in the round brackets must be an address: `发〔2014〕12号[草案](见下)` is text. A label
must have a definition.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..source import ATTACHMENT_SUFFIXES
from .addresses import is_address
from .record import Record
from .references import fold

_TARGET = re.compile(
    r"\([ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^()<>\"\n]*?(?:\([^()<>\"\n]*\)[^()<>\"\n]*?)*?))"
    r"[ \t\n]*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')?[ \t]*\)"
)
_LABEL = re.compile(r"[ ]?\[([^\[\]]*)\]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>-])")


class Target(NamedTuple):
    """Where a link leads; `end` is where its notation ends in the text."""

    address: str
    title: str
    end: int


def target(text: str, words_start: int, words_end: int, record: Record) -> Target | None:
    """Return the target of a link whose words stand in `text[words_start:words_end]`, before a `]`; None when it is text."""
    after = words_end + 1
    if text.startswith("(", after) and (match := _TARGET.match(text, after)):
        address = match["angled"] if match["angled"] is not None else match["plain"]
        address = _ESCAPED.sub(r"\1", address.strip())
        if is_address(address):
            return Target(address, match["double"] or match["single"] or "", match.end())
        return None
    if not record.references:
        return None
    label = _LABEL.match(text, after)
    written = fold(label[1] if label and label[1] else text[words_start:words_end])
    if written in record.references:
        return Target(*record.references[written], label.end() if label else after)
    return None


_NO_WORDS = re.compile(r"(?<!!)\[\s*\]\(([^()\n]+)\)")
_NO_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\n]+)\)")


_FILE = r"[ ]*(?P<file>[^()（）\s]{1,80}\.(?:" + "|".join(ending[1:] for ending in ATTACHMENT_SUFFIXES) + r"))[ ]*"
CLOSED = re.compile(r"[\]］】][ 　]*[(（]")
"""What every link has in it, and all that looks like one."""
_LOOKS_LIKE_LINK = re.compile(
    r"(?P<mark>[!！]?)(?:\[(?P<a>[^\[\]\n]{1,60})\](?:[ 　]+\(|[ 　]*（)|[［【](?P<b>[^\[\]［］【】\n]{1,60})[］】][ 　]*[(（])" + _FILE + "[)）]", re.IGNORECASE
)
"""A link to a file with brackets of full width, or with a blank between them."""
_LOOKS_LIKE_PICTURE = re.compile(r"！\[(?P<words>[^\[\]\n]*)\]\(" + _FILE + r"\)", re.IGNORECASE)
"""A picture with an exclamation mark of full width: it is a link."""


def tell(text: str, record: Record) -> None:
    """Tell of links whose address is none, and of those without words."""
    for match in _NO_WORDS.finditer(text):
        if is_address(match[1].strip(" <>")):
            record.tell(text, match.start(), f"指到“{match[1][:40]}”的链接没有文字，页面上看不见", "在方括号里写上链接的文字")
    for match in _NO_LINK.finditer(text):
        if not is_address(match[2].strip(" <>")):
            record.tell(text, match.start(), f"“{match[0][:40]}”不是链接，按原样显示：括号里不是地址", "要链接的写上文件名（连同扩展名）或网址；不是链接的，不必改")


def tell_of_likenesses(text: str, record: Record) -> None:
    """Tell of what looks like a link or a picture and is none: brackets of full width, blanks between them."""
    for match in _LOOKS_LIKE_LINK.finditer(text):
        right = f"{'!' if match['mark'] else ''}[{(match['a'] or match['b'])[:20]}]({match['file']})"
        record.tell(text, match.start(), f"“{match[0][:40]}”像链接，按原样显示：括号要用英文的，中间不空格", f"要链接的，改成“{right}”")
    for match in _LOOKS_LIKE_PICTURE.finditer(text):
        record.tell(text, match.start(), f"“{match[0][:40]}”成了链接，不是图片：叹号是中文的", f"要显示图片的，改成英文的叹号“![{match['words'][:20]}]({match['file']})”")
