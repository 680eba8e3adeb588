"""Bytes that do not belong to a file, before it or behind it, and binary data that no reader knows: their words are checked."""

from __future__ import annotations

import re

from .decoding import decoded
from .extract import Extract

_PADDING = b"\0 \t\r\n\x1a\xff"
_FEWEST = 16
"""Bytes without text that are told: fewer hold nothing."""
_MOST = 3_000_000
"""Bytes of binary data that are looked at."""
_ASCII = re.compile(rb"[\x20-\x7e]{8,}")
_UTF8 = re.compile(rb"(?:[\x20-\x7e]|[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){8,}")
_WIDE_LE, _WIDE_BE = re.compile(rb"(?:[\x20-\x7e]\0|[\x00-\xff][\x4e-\x9f]){6,}"), re.compile(rb"(?:\0[\x20-\x7e]|[\x4e-\x9f][\x00-\xff]){6,}")
_GBK = re.compile(rb"(?:[\x20-\x7e]|[\xb0-\xd7][\xa1-\xfe]){8,}")
_NOTABLE = re.compile(r"[0-9]{7}|[0-9][0-9. -]{9}|@|[\u4e00-\u9fff]{2}")


def add_stray(data: bytes, where: str, result: Extract) -> None:
    """Add the words of bytes that do not belong to a file. What is no text is told."""
    data = data.strip(_PADDING)
    if not data:
        return
    text = decoded(data).text if not re.search(rb"[\x00-\x08\x0e-\x1f]", data) else ""
    if text and text.count("\ufffd") * 20 < len(text):
        result.add(where, text, shown="")
        return
    if len(data) >= _FEWEST:
        result.unread(f"{where}有 {len(data)} 字节不属于文件的内容，看不进去")
    add_loose(data, where, result)


def add_loose(data: bytes, where: str, result: Extract) -> None:
    """Add what stands in binary data as text and may be words or a long number."""
    seen: set[str] = set()
    data = data[:_MOST]
    for pattern, encoding in ((_UTF8, "utf-8"), (_GBK, "gb18030"), (_WIDE_LE, "utf-16-le"), (_WIDE_BE, "utf-16-be"), (_ASCII, "ascii")):
        for match in pattern.finditer(data):
            text = match[0].decode(encoding, "ignore").strip()
            if text not in seen and _NOTABLE.search(text):
                seen.add(text)
                result.add(where, text, shown="")
