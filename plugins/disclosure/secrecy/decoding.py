"""Bytes of a plain text → its characters, with what could not be read by line.

Files of text do not say how they are encoded. UTF-8 and UTF-16 prove themselves; GB18030 and Big5, which share most
of their bytes, are told apart by which characters come out. A few bad bytes do not change the verdict over all others.
Bytes of a Japanese or Korean encoding are Chinese characters too, but no text: they are told as unread. A line may
have another encoding than the file, where somebody put two files together.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from .garbled import EVERYDAY_SIMPLIFIED, EVERYDAY_TRADITIONAL, fault, is_everyday

_SAMPLE = 20_000
"""Bytes by which two encodings are compared, from the first that is not ASCII."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
"""Names of encodings, as an editor knows them."""
_FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道说出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同"
    "政府公开信息区市县局办关通知年度目录单位金额项目管理工作部门文件规定意见办法服务建设经济社会第号元万表序姓名地址电话数值备注合计其他"
    "這個來時說對國們會後裡過為與從電話開資訊關號單額項理門規辦務經濟總計備註檢測試錄區縣處機構請預決算報"
    "\t\r\n·×÷°±²³§µ—…，。、：；（）《》“”「」０１２３４５６７８９"
)
"""Characters that are frequent in official texts, simplified and traditional."""
_ODD = re.compile("[\ue000-\uf8ff\ufffd\u3040-\u30ff\uff61-\uff9f\u0080-\u009f\x00-\x08\x0e-\x1f\u0400-\u04ff\u2500-\u257f]")
"""Characters that come out where the encoding is another one."""
_USUAL = 0.15
"""What speaks for GB18030 before any character is looked at: it is what spreadsheets in China save."""
_CLEARLY = 0.4
"""By how much another encoding must fit a line better than that of its file."""
_KANA = re.compile("[\u3041-\u30fa\u30fc]")
_FOREIGN = (
    ("cp932", "Shift-JIS（日文）", _KANA, 0.25, 6), ("euc_jp", "EUC-JP（日文）", _KANA, 0.25, 6),
    ("euc_kr", "EUC-KR（韩文）", re.compile("[\uac00-\ud7a3]"), 0.85, 12),
)
"""Encodings whose bytes are Chinese characters too: name of each, the letters of its language, their least share, and the fewest characters that say so."""
_OTHER = {"gb18030": ("utf-8", "big5hkscs"), "big5hkscs": ("utf-8", "gb18030"), "utf-8": ("gb18030",)}
"""Encodings without a mark, and those that a line of a file in them may have."""
_PRIVATE = re.compile("[\ufffd\ue000-\uf8ff]")
_IRREGULAR = 0.25
"""Share of rare characters from which on a line may be of another encoding than its file."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_TWICE = re.compile("[\x80-\xff]{6}")
"""What UTF-8 is that was taken for Latin letters and saved as UTF-8 again."""
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_END_OF_LINE = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Decoded(NamedTuple):
    """A text, its encoding as Python names it, and what is wrong in it: lines and messages in Chinese."""

    text: str
    encoding: str
    faults: list[tuple[int, str]]


def decoded(data: bytes) -> Decoded:
    """Return the text of bytes. What is no character becomes U+FFFD, and its line is told, as a line is of another encoding."""
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    encoding = marked[1] if marked else recognised(data)
    data = data[len(marked[0]) if marked else 0 :]
    if not marked and encoding in _OTHER and (foreign := _foreign(data)):
        return Decoded(data.decode(encoding, "replace"), encoding, [(0, f"文字像是用 {foreign} 编码的，读出来的不是原文")])
    if encoding not in _OTHER:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, list(_faults(text, NAMES[encoding])))
    text, mixed = _by_lines(data, encoding)
    return Decoded(text, encoding, sorted([*mixed, *((line, message) for line, message in _faults(text, NAMES[encoding]) if line not in dict(mixed))]))


def _foreign(data: bytes) -> str:
    """Return the encoding of another language that bytes without a mark have; '' where they have none."""
    first = _BEYOND_ASCII.search(data)
    sample = data[first.start() : first.start() + _SAMPLE] if first else b""
    for encoding, name, letters, share, fewest in _FOREIGN:
        text = sample.decode(encoding, "ignore")
        beyond = [one for one in text if one > "\x7f"]
        if len(beyond) >= fewest and len(letters.findall(text)) > share * len(beyond) and len(text.encode(encoding, "ignore")) > 0.98 * len(sample):
            return name
    return ""


def _by_lines(data: bytes, encoding: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text of bytes, each line by the encoding that fits it, and which lines have another one than the file."""
    text = data.decode(encoding, "replace")
    if encoding == "utf-8" and "\ufffd" not in text:
        return text, []
    lines, mixed = [], []
    for number, line in enumerate(_LINES.findall(data), 1):
        written = line.decode(encoding, "replace")
        if other := _other_encoding(line, written, encoding):
            written = line.decode(other)
            mixed.append((number, f"这一行是 {NAMES[other]} 编码的，与全文的 {NAMES[encoding]} 不同"))
        lines.append(written)
    return "".join(lines) if mixed else text, mixed


def _is_regular(text: str) -> bool:
    """Return whether no character of a line speaks for another encoding."""
    if text.isascii():
        return True
    chinese = _CHINESE.findall(text)
    return not _PRIVATE.search(text) and (len(chinese) < 4 or sum(not is_everyday(one) for one in chinese) <= _IRREGULAR * len(chinese))


def _other_encoding(line: bytes, written: str, encoding: str) -> str:
    """Return the encoding of a line that is not that of its file; '' where it is. `written` is what the file's encoding makes of it."""
    if _is_regular(written):
        return ""
    for other in _OTHER[encoding]:
        try:
            text = line.decode(other)
        except UnicodeDecodeError:
            continue
        chinese = len(_CHINESE.findall(text))
        if chinese > 1 and (other == "utf-8" or "\ufffd" in written or _likelihood(line, other) > _likelihood(line, encoding) + _CLEARLY):
            return other
    return ""


def _faults(text: str, name: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_END_OF_LINE.split(text), 1):
        if bad := line.count("\ufffd"):
            yield number, f"有 {bad} 处不是 {name} 文字，读不出来：“{_around(line, line.index('�'))}”"
        elif control := _CONTROL.search(line):
            yield number, f"有看不见的控制字符（U+{ord(control[0]):04X}）：“{_around(line, control.start())}”"
        elif said := fault(line):
            yield number, said


def _around(line: str, place: int) -> str:
    """Return some characters around a place for a message, without digits, which may be private."""
    shown = _CONTROL.sub("�", line[max(0, place - 6) : place + 7])
    return re.sub(r"\d", "*", shown)


def recognised(data: bytes) -> str:
    """Return the encoding of bytes without a mark, as Python names it.

    Some short texts in GB18030 are valid UTF-8 too (“通知”), but then have no character of three bytes, as Chinese has.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    chinese = len(re.findall("[\u0800-\ufffc\U00010000-\U0010ffff]", text))
    is_unicode = not bad or bad < chinese
    if is_unicode and not bad and "\0" not in text and (chinese or text.isascii() or _TWICE.search(text)):
        return "utf-8"
    wide = ["utf-16-le", "utf-16-be"] if len(data) % 2 == 0 else []
    wide += ["utf-32-le", "utf-32-be"] if len(data) % 4 == 0 and data.count(0) * 4 >= len(data) else []
    first = re.search(rb"[\x00\x80-\xff]", data)
    start = first.start() // (4 if len(wide) > 2 else 2) * (4 if len(wide) > 2 else 2) if first else 0
    sample = data[start : start + _SAMPLE]
    return max([*(["utf-8"] if is_unicode else []), "gb18030", "big5hkscs", *wide], key=lambda name: _likelihood(sample, name))


def _likelihood(data: bytes, name: str) -> float:
    """Return how much the characters look like a text that somebody wrote."""
    text = data.decode(name, "replace")
    frequent = sum(" " <= c <= "~" or c in _FREQUENT for c in text)
    everyday = sum(c > "~" and _is_everyday(c, name) for c in text)
    return (frequent + 0.5 * everyday - 3 * len(_ODD.findall(text))) / len(text) + (_USUAL if name == "gb18030" else 0)


def _is_everyday(character: str, name: str) -> bool:
    """Return whether a character is of the first level of the encoding's standard, which has those in daily use."""
    return (name != "big5hkscs" and character in EVERYDAY_SIMPLIFIED) or (name != "gb18030" and character in EVERYDAY_TRADITIONAL)
