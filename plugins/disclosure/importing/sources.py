"""What lies under FROM: tables, documents, web pages, files that others link to, and what is none of these."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..content.source import ATTACHMENT_SUFFIXES
from .document import Place, Telling

TABLES = (".csv", ".xlsx", ".xlsm")
WORD = (".docx", ".docm")
PAGES = (".html", ".htm", ".shtml", ".xhtml", ".aspx", ".asp", ".jsp", ".php", ".do", ".action")
MARKDOWN = (".md", ".markdown")
_OLD = {
    ".doc": "旧式 Word 文档，读不出排版", ".wps": "WPS 文档，读不出排版", ".rtf": "RTF 文档，读不出排版", ".odt": "OpenDocument 文档", ".dot": "旧式 Word 模板",
    ".xls": "旧式 Excel 表格", ".et": "WPS 表格", ".ods": "OpenDocument 表格", ".mht": "单个文件的网页", ".mhtml": "单个文件的网页", ".txt": "文本文件",
    ".zip": "压缩包", ".rar": "压缩包", ".7z": "压缩包", ".tar": "压缩包", ".gz": "压缩包",
}
_REMEDIES = {
    ".doc": "用 Word 或 WPS 打开，另存为 .docx 再导入", ".wps": "用 WPS 打开，另存为 .docx 再导入", ".rtf": "用 Word 或 WPS 打开，另存为 .docx 再导入",
    ".odt": "另存为 .docx 再导入", ".dot": "另存为 .docx 再导入", ".xls": "用 Excel 或 WPS 打开，另存为 .xlsx 再导入", ".et": "另存为 .xlsx 再导入", ".ods": "另存为 .xlsx 再导入",
    ".mht": "用浏览器打开，另存为网页再导入", ".mhtml": "用浏览器打开，另存为网页再导入", ".txt": "改名为 .md 再导入", **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz"), "先解开，再导入文件夹"),
}
_SCANS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_SITE_PARTS = (".css", ".js", ".ico", ".woff", ".woff2", ".ttf", ".eot", ".svg", ".map", ".swf", ".xml", ".json")


@dataclass
class Sources:
    """The files under FROM by kind, as paths relative to `folder`."""

    folder: Path
    tables: list[str] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Files that a document may link to. What none links to is told at the end."""

    def said(self) -> str:
        """Return in Chinese how many there are of each kind."""
        kinds = (("表格", self.tables), ("Word 文档", self.word), ("网页", self.pages), ("Markdown 文件", self.markdown), ("其他文件", self.others))
        return "、".join(f"{name} {len(paths)} 个" for name, paths in kinds if paths) or "没有文件"


def gather(given: Path, telling: Telling) -> Sources:
    """Return the files of a folder, or a single file. Leftovers of programs, links and what cannot be read are told."""
    if given.is_file():
        found = Sources(given.parent)
        _sort(given.name, found)
        return found
    found = Sources(given)
    for path in _walk(given, given, telling):
        _sort(path, found)
    return found


def _walk(top: Path, folder: Path, telling: Telling) -> Iterator[str]:
    """Yield the paths of all files in a fixed order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        telling.error(Place(folder.relative_to(top).as_posix()), f"文件夹读不出来（{error.strerror}）", "检查权限和磁盘")
        return
    for entry in entries:
        path = Path(entry.path)
        place = Place(path.relative_to(top).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        if entry.is_symlink():
            telling.warning(place, "这是符号链接，没有导入", "把文件本身放到这里")
        elif entry.name.startswith((".", "~$", ".~")) or entry.name.casefold() in ("thumbs.db", "desktop.ini", "__macosx"):
            telling.warning(place, "这是系统或办公软件留下的文件，没有导入", "不用管它，或删去它")
        elif entry.is_dir():
            yield from _walk(top, path, telling)
        elif not entry.is_file():
            telling.warning(place, "这不是普通文件，没有打开它", "删去它")
        elif "\ufffd" in place.source:
            telling.error(place, "文件名不是 UTF-8 编码，没有导入", "改一个名字（多半是从旧的压缩包里解出来的）")
        else:
            yield place.source


def _sort(path: str, found: Sources) -> None:
    """Put a file under its kind. The address of a web page may go on after its ending: `show.asp?id=3`."""
    ending = os.path.splitext(path.partition("?")[0])[1].lower()
    for endings, paths in ((TABLES, found.tables), (WORD, found.word), (PAGES, found.pages), (MARKDOWN, found.markdown)):
        if ending in endings:
            paths.append(path)
            return
    found.others.append(path)


def set_aside(sources: Sources, is_catalogue: Callable[[str], bool]) -> None:
    """Take tables that are no catalogues for files to which pages or catalogues may link. A table alone is a catalogue."""
    if len(sources.tables) + len(sources.pages) < 2:
        return
    catalogues = [path for path in sources.tables if is_catalogue(path)]
    if sources.pages or catalogues:
        sources.others += [path for path in sources.tables if path not in set(catalogues)]
        sources.tables = catalogues


def tell_of_unused(sources: Sources, used: set[str], telling: Telling) -> None:
    """Tell of each file that no document links to. Parts of a mirrored site (style sheets, scripts, pictures around the text) are told as a number."""
    parts = 0
    for path in sources.others:
        ending = os.path.splitext(path)[1].lower()
        if path in used:
            continue
        if ending in (*_SITE_PARTS, *_SCANS) and sources.pages:
            parts += 1
        elif ending in TABLES:
            telling.error(Place(path), "没有认出这张表是目录，也没有文档链接到它，没有导入", "是目录的，单独导入它：FROM= 写上这个文件；是附件的，放到它那一条旁边，写上链接")
        elif ending in _OLD:
            telling.error(Place(path), f"这是{_OLD[ending]}，没有导入", _REMEDIES[ending])
        elif ending == ".pdf" or ending in _SCANS:
            what = "PDF 文件" if ending == ".pdf" else "图片或扫描件，里面没有文字"
            telling.error(Place(path), f"这是{what}，没有文档链接到它，没有导入", "用 make new 写一条，把它放在旁边作附件；有原文的，导入原文")
        elif ending in ATTACHMENT_SUFFIXES:
            telling.error(Place(path), "没有文档链接到这个文件，没有导入", "它是哪一条的附件，就放到那一条旁边，写上链接")
        else:
            telling.error(Place(path), f"“{ending or '无扩展名'}”类型的文件不能导入", "转成 .docx、.xlsx、.csv、.html 或 .md 再导入；用不着的不用管")
    if parts:
        telling.warning(Place(""), f"样式、脚本、图标、装饰图一类没有正文用到的网站文件 {parts} 个，没有导入", "不用管它们")
