"""Markdown files → documents: their header in our keys, in Chinese, or in YAML as other generators write it; their text as it is."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from ..content.frontmatter import split
from ..model.item import FIELD_BY_KEY
from ..model.taxonomy import Taxonomy
from . import cells, columns, csv_rows, details
from .document import Document, Place, Telling
from .site_links import SiteLinks
from .sources import MARKDOWN, PAGES, Sources

_YAML = {"title": "名称", "date": "公开日期", "lastmod": "修改日期", "modified": "修改日期", "updated": "修改日期", "categories": "信息分类", "category": "信息分类", "tags": "主题词", "keywords": "主题词", "author": "发布机构", "authors": "发布机构", "description": "内容概述", "summary": "内容概述", "excerpt": "内容概述"}
_HEADING = re.compile(r"\A\s*#\s+(?P<title>.+?)\s*#*\s*(?:\n|\Z)")
_LINK = re.compile(r"(?P<start>!?\[[^\[\]\n]*\]\()(?P<address><[^<>\n]+>|[^()\s<>]+)(?P<end>(?:\s+\"[^\"\n]*\")?\))")
_FENCED = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<header>.*?)^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_LISTED = re.compile(r"^[ \t]*-[ \t]+", re.MULTILINE)
_EQUALS = re.compile(r"^(\w+)[ \t]*=[ \t]*", re.MULTILINE)
_NEVER = ("status", "review-exception")
"""Keys that an import writes itself, or that belong to the check of the site."""


class FileReader:
    """Reads Markdown files."""

    def __init__(self, sources: Sources) -> None:
        self._links, self._folder = SiteLinks(sources), sources.folder

    def read(self, path: Path, source: str, taxonomy: Taxonomy, telling: Telling) -> Document | None:
        """Return the document of a file. A header line that is not known is told at its line."""
        data = path.read_bytes()
        text = csv_rows.decoded(data, source, telling)
        document = Document(Place(source), f"文件 {source}", hashlib.sha256(data).hexdigest())
        text = _plain_header(text)
        header = split(source, text.encode("utf-8", "replace"))
        is_header = text.lstrip("\ufeff").startswith("---") or any(self._target(entry.key) for entry in header.entries)
        body, first = (header.body, header.body_line) if is_header else (text, 1)
        for entry in header.entries if is_header else ():
            self._put(document, entry.key, entry.value, Place(source, entry.line), telling)
        for problem in header.problems if is_header else ():
            telling.warning(Place(source, problem.line), problem.message, "看看导入的条目对不对")
        if "Title" not in document.values:
            heading = _HEADING.match(body)
            document.values["Title"] = heading["title"] if heading else os.path.splitext(os.path.basename(source))[0]
            body = body[heading.end() :] if heading else body
            telling.warning(document.place, f"没有写名称，用了{'第一个标题' if heading else '文件名'}“{document.values['Title'][:40]}”", "在条目里改")
        if "Category" not in document.values and (filing := details.filing_of_path(source, taxonomy)):
            document.values["Category"] = filing
        document.body = self._with_links(document, body, first, telling)
        return document

    @staticmethod
    def _target(key: str) -> str:
        """Return our key for one of a file; '' where it is not known."""
        known = FIELD_BY_KEY.get(key.casefold().replace("_", "-"))
        if known:
            return known.key
        return columns.KEY_OF.get(_YAML.get(key.casefold(), ""), "") or columns.KEY_OF.get(columns.guess(key)[0], "")

    def _put(self, document: Document, key: str, text: str, place: Place, telling: Telling) -> None:
        target = self._target(key)
        if text.startswith(("[", ";")):
            text = ";".join(part.strip(" \"'") for part in re.split("[,;]", text.strip("[]; ")))
        text = text.strip("\"'")
        if target.casefold() in _NEVER:
            telling.warning(place, f"{key}: {text[:40]} 没有导入：导入的都是草稿", "审查以后在条目里写")
        elif not target:
            telling.warning(place, f"不认识的键“{key[:40]}”，没有导入（{text[:40]}）", "要的，在条目里用别的键写")
        elif text:
            label = next(label for label, known in columns.KEY_OF.items() if known == target)
            document.values.setdefault(target, cells.value(target, label, cells.one_line(text, label, place, telling), place, telling))

    def _with_links(self, document: Document, body: str, first: int, telling: Telling) -> str:
        """Return a body in which links to files of the source are marks."""

        def replaced(match: re.Match) -> str:
            address = match["address"].strip("<>")
            if re.match(r"[a-z][a-z0-9+.-]*:|#|/?/", address, re.IGNORECASE) and not address.startswith("/"):
                return match[0]
            target = self._links.find(document.place.source, address.partition("#")[0])
            if target is None:
                line = first + body.count("\n", 0, match.start())
                telling.error(Place(document.place.source, line), f"链接“{address[:80]}”指的文件不在来源里", "找到这个文件，放到条目旁边，或改好条目里的链接")
                return match[0]
            is_page = target.partition("?")[0].lower().endswith((*PAGES, *MARKDOWN))
            mark = document.link(target) if is_page else document.attach(os.path.basename(target), self._folder / target)
            return f"{match['start']}{mark}{match['end']}"

        return _LINK.sub(replaced, body)


def _plain_header(text: str) -> str:
    """Return a text whose header has a line `key: value` for each key; YAML's lists and TOML's `=` are written so. Lines stay where they are."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = _FENCED.match(text)
    if not match:
        return text
    header = _LISTED.sub("    ;", match["header"])
    if match["fence"] == "+++":
        header = _EQUALS.sub(r"\1: ", header)
    return f"---\n{header}---{text[match.end():]}"
