"""Lines of a header that are none, in words for a person who knows Word and Excel: what is wrong, and what to write.

Stock tools read headers letter for letter, so nothing is mended in silence: each slip is told with the line that is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..model import written_dates
from ..model.item import FIELD_BY_KEY, FIELDS, parse_date

MEANT = {f.label: f.key for f in FIELDS} | {
    "标题": "Title", "题目": "Title", "文件名称": "Title", "信息名称": "Title", "索引": "Index", "编号": "Index", "分类": "Category", "类别": "Category",
    "信息类别": "Category", "栏目": "Category", "机构": "Agency", "发文机关": "Agency", "发文单位": "Agency", "单位": "Agency", "发布单位": "Agency", "来源": "Agency",
    "责任部门": "Agency", "成文日期": "Created", "生成时间": "Created", "成文时间": "Created", "发文日期": "Created", "发布日期": "Date", "发布时间": "Date", "公开时间": "Date",
    "日期": "Date", "时间": "Date", "审查": "Review", "保密审查记录": "Review", "概述": "Summary", "摘要": "Summary", "简介": "Summary", "内容摘要": "Summary",
    "发文字号": "Document-Number", "文件编号": "Document-Number", "关键词": "Tags", "关键字": "Tags", "标签": "Tags", "主题": "Subject", "体裁": "Genre",
    "有效期": "Valid-Until", "修改记录": "Revisions", "替换": "Replaces", "解读文件": "Interprets", "撤销": "Withdrawn", "修改时间": "Modified", "更新日期": "Modified",
    "description": "Summary", "abstract": "Summary", "keywords": "Tags", "keyword": "Tags", "author": "Agency", "authors": "Agency", "department": "Agency",
    "name": "Title", "number": "Index", "draft": "Status", "published": "Date", "publish-date": "Date", "lastmod": "Modified", "updated": "Modified", "categories": "Category",
    "type": "Genre", "expires": "Valid-Until",
}
"""The key that a person meant who wrote a name in Chinese, or as other programs have it."""
_MISSING_COLON = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]*|[\u4e00-\u9fff]{2,8})(?P<mark>[∶︰﹕꞉;；=＝]|\s+)\s*(?P<value>\S.*)")
_RULE = re.compile(r"[-—–―－_=*.]{2,}\s*")
_ADVISED = re.compile(r"改为 (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")
_LONG = 12
"""Characters from which on a line without a colon is text and no slip of a header."""
REQUIRED = frozenset(field.key for field in FIELDS if field.required)
NO_HEADER = "文件开头没有表头：第一行起要写“Title: 标题”“Index: 索引号”这样的几行"
HEADER_FIRST = "照 make new 写出的文件的样子补上，表头写完空一行，再写正文"


def key_of(name: str) -> str:
    """Return the key that a written name means, '' where that cannot be told."""
    plain = unicodedata.normalize("NFKC", name).strip(" \t\ufeff　\"'“”*#-【】[]")
    folded = re.sub(r"[_\s]+", "-", plain.casefold())
    if folded in FIELD_BY_KEY:
        return FIELD_BY_KEY[folded].key
    bare = {key.replace("-", ""): field.key for key, field in FIELD_BY_KEY.items()}
    return bare.get(folded) or MEANT.get("".join(plain.split())) or MEANT.get(folded, "")


def meant_entry(line: str) -> tuple[str, str] | None:
    """Return key and value of a line in which something else stands in place of the colon; None where that is not so."""
    match = _MISSING_COLON.fullmatch(line.strip())
    key = key_of(match["key"]) if match else ""
    return (key, match["value"].strip()) if key else None


def line_of(key: str, value: str) -> str:
    """Return a line of a header, shortened for a message: who copies it must see that there is more. A date stands as it is written here."""
    value = value.strip()
    field = FIELD_BY_KEY.get(key.casefold())
    if field and field.parse is parse_date and (right := _ADVISED.fullmatch(written_dates.advice(value))):
        value = right["day"]
    return f"{key}: {value[:30]}{'……（后面照旧）' if len(value) > 30 else ''}"


def no_entry(line: str, first: bool, key_before: str = "") -> tuple[str, str]:
    """Return what is wrong with a line of a header that is no `Key: value`, and how to mend it.

    `first` is said of the first line of a file, `key_before` is the key of the line before.
    """
    text = line.strip()
    shown = text[:30] + ("…" if len(text) > 30 else "")
    if _RULE.fullmatch(text):
        return f"“{shown}”不是表头的内容", "删去这一行；表头前后不用画线，和正文之间空一行"
    if text.startswith(("- ", "* ", "• ", "·")) and not first:
        before = key_before or "Tags"
        return f"“{shown}”另起了一行", f"都写在“{before}:”那一行，用分号隔开，如“{before}: 甲;乙”；删去这一行"
    if meant := meant_entry(text):
        match = _MISSING_COLON.fullmatch(text)
        what = f"“{match['key'].strip()}”后面的“{match['mark']}”不是冒号" if match["mark"].strip() else f"“{match['key'].strip()}”后面少了冒号"
        return what, f"改成“{line_of(*meant)}”（英文的冒号，后面空一格）"
    if text.startswith("#"):
        bare = text.lstrip("# ")
        return f"“{shown}”不能写在表头里", f"是标题的，写成“{line_of('Title', bare)}”；是说明的，删去" if bare else "删去这一行"
    if text.startswith("|"):
        return f"“{shown}”是表格的一行，不能写在表头里", "表头每一行写成“Title: 标题”这样；表格写在正文里"
    if first:
        return f"第一行是“{shown}”，不是表头", f"是标题的，写成“{line_of('Title', text)}”；不是的，移到表头后面的正文里"
    if len(text) >= _LONG or text.endswith(("。", "；", "：", "，", "、")):
        return f"“{shown}”像是正文，和表头连在了一起", "在它前面空一行"
    return f"“{shown}”不像表头的一行", "表头每一行写成“Title: 标题”这样；是正文的，在它前面空一行"


def foreign_file(data: bytes) -> str:
    """Return what kind of file it is that only has the name of a Markdown file; '' where that does not show."""
    return next((kind for begin, kind in _FOREIGN if data.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(begin)].lower() == begin), "")


_FOREIGN: Iterable[tuple[bytes, str]] = (
    (b"pk\x03\x04", "Word、Excel 文档或压缩包"), (b"\xd0\xcf\x11\xe0", "Word 或 Excel 文档（旧格式）"), (b"{\\rtf", "RTF 文档"), (b"%pdf-", "PDF 文件"),
    (b"<html", "网页"), (b"<!doctype html", "网页"), (b"\x89png", "图片"), (b"\xff\xd8\xff", "图片"),
)
"""How files of other kinds begin, in lower case."""
