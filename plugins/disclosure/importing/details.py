"""What official documents say of themselves: title, number, agency and day, by their form (党政机关公文格式)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from ..model.item import FieldError
from ..model.taxonomy import Taxonomy
from ..model.written_dates import day_of

_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,15}[〔\[（(【〈]\s*\d{4}\s*[〕\]）)】〉]\s*第?\s*\d{1,5}\s*号")
_GENRES = "通知 意见 决定 决议 办法 规定 公告 通告 通报 报告 请示 批复 函 议案 纪要 方案 细则 规划 计划 总结 公示 预案 条例 规则 命令 令 公报 指南 目录 清单 名单 说明 讲话 要点 标准 安排"
_TITLE = re.compile(r"(?:.{3,}(?:" + "|".join(_GENRES.split()) + r")|关于.{3,})(?:[（(][^（）()]{1,12}[）)])?\Z")
_NO_TITLE = re.compile(r"[。；，,;：:]\Z|附件\s*\d*[:：]?\Z|第?\d+页")
_LONGEST_TITLE, _LONGEST_AGENCY = 120, 40
_BLANKS = re.compile(r"[\s\u3000]+")
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_APART = re.compile(rf"(?<=[{_HAN}])[\s\u3000]+(?=[{_HAN}])")


def document_number(line: str) -> str:
    """Return a document number that is all of a line; '' for any other line."""
    plain = _BLANKS.sub("", line)
    return plain if _NUMBER.fullmatch(unicodedata.normalize("NFC", plain)) else ""


def is_title(line: str) -> bool:
    """Return whether a line has the form of a title: it names a kind of document, and is no sentence."""
    plain = _BLANKS.sub("", line)
    return len(plain) <= _LONGEST_TITLE and _TITLE.fullmatch(plain) is not None and not _NO_TITLE.search(plain)


def joined(lines: list[str]) -> str:
    """Return a title that stands on several lines, or is spaced out, as one line."""
    return _APART.sub("", " ".join(" ".join(line.split()) for line in lines)).strip()


def date_line(line: str) -> str:
    """Return the day that is all of a line, ISO 8601, also in brackets or behind 发布日期; '' for any other line."""
    plain = _BLANKS.sub("", line).strip("（）()【】[]")
    try:
        return day_of(plain) if len(plain) <= 16 else ""
    except FieldError:
        return ""


def signature(lines: list[str]) -> tuple[str, str]:
    """Return agency and day of the signature at the end (落款); '' for what is not there. An attachment may follow it."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        if day := date_line(lines[place]):
            above = _BLANKS.sub("", lines[place - 1]) if place else ""
            is_name = above and len(above) <= _LONGEST_AGENCY and not re.search(r"[，。；：:、（）\d]", above) and not is_title(above)
            return above if is_name else "", day
        if match := re.fullmatch(r"(?P<name>[\u4e00-\u9fff]{3,30}?)(?P<day>[〇零○Ｏ一二三四五六七八九\d]{4}年.{2,8}日)", _BLANKS.sub("", lines[place])):
            return match["name"], date_line(match["day"])
    return "", ""


def with_signature(body: str) -> str:
    """Return a text in which name and day of the last signature are lines of one paragraph: so the dialect sets them as one, whatever follows."""
    parts = body.split("\n\n")
    for place in range(len(parts) - 1, 0, -1):
        name = parts[place - 1].strip("\n")
        if date_line(parts[place].strip("\n")):
            if 0 < len(name) <= _LONGEST_AGENCY and not re.search(r"[\n，。；：:、|<>#\[\]]", name) and not date_line(name):
                parts[place - 1 : place + 1] = [f"{name}\n{parts[place].lstrip()}"]
            break
    return "\n\n".join(parts)


def filing_of_path(path: str, taxonomy: Taxonomy) -> str:
    """Return the class that the folders of a path name; '' where they name none."""
    parts = [part.strip() for part in PurePosixPath(path).parts[:-1]]
    for part in reversed(parts):
        if part in taxonomy.filings and "/" not in part:
            return part
        if near := [filing for filing in taxonomy.filings if filing.endswith(f"/{part}")]:
            return next((filing for filing in near if filing.split("/")[0] in parts), near[0])
    return ""
