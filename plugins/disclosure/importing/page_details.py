"""What a web page says of its document: in meta elements, in lines such as 发布时间：…　来源：…, in a table of 索引号 and the like."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from ..model.written_dates import days_in
from . import details
from .main_text import BLOCKS, lines_of

_METAS = {
    "articletitle": "Title", "pubdate": "Date", "contentsource": "Agency", "keywords": "Tags", "description": "Summary", "columnname": "Category", "publishdate": "Date", "author": "",
}
_LABELS = {
    "索引号": "Index", "信息索引号": "Index", "索引": "Index", "信息索引": "Index", "文号": "Document-Number", "发文字号": "Document-Number", "文件编号": "Document-Number", "发文文号": "Document-Number",
    "发文机关": "Agency", "发文单位": "Agency", "发布机构": "Agency", "发布单位": "Agency", "公开机构": "Agency", "公开主体": "Agency", "信息来源": "Agency", "文章来源": "Agency", "来源": "Agency", "发文机构": "Agency", "制发机关": "Agency",
    "成文日期": "Created", "成文时间": "Created", "生成日期": "Created", "生成时间": "Created", "发文日期": "Created", "发文时间": "Created", "印发日期": "Created", "制发日期": "Created",
    "发布日期": "Date", "发布时间": "Date", "公开日期": "Date", "公开时间": "Date", "公布日期": "Date", "日期": "Date", "时间": "Date", "更新时间": "Modified", "修改日期": "Modified",
    "主题分类": "Subject", "主题词": "Tags", "关键词": "Tags", "关键字": "Tags", "体裁分类": "Genre", "体裁": "Genre", "有效性": "Validity", "效力状态": "Validity", "信息分类": "Category", "分类": "Category", "栏目": "Category", "所属栏目": "Category",
    "内容概述": "Summary", "摘要": "Summary", "名称": "Title", "信息名称": "Title", "标题": "Title", "公开方式": "Channel", "公开形式": "Channel",
    "浏览次数": "", "点击": "", "浏览": "", "阅读": "", "访问": "", "阅读量": "", "点击数": "", "点击次数": "", "阅读次数": "", "浏览量": "", "作者": "", "编辑": "", "责任编辑": "", "字号": "", "字体": "", "公开范围": "", "公开时限": "", "信息格式": "", "语种": "", "有效期": "", "公开责任部门": "", "服务对象": "",
}
_LABEL = "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True))
_PAIR = re.compile(rf"[\[【(（]?\s*(?P<label>{_LABEL})\s*[:：][\]】]?\s*(?P<value>.*?)\s*[\]】)）]?\s*(?=[\[【(（|]?\s*(?:{_LABEL})\s*[:：]|[|]|\Z)")
_ONLY_LABEL = re.compile(rf"[\[【]?\s*(?P<label>{_LABEL})\s*[\]】]?\s*[:：]?\s*")
_WITHIN = 14
"""Lines at the beginning of a main text in which it may speak of itself."""
_DAYS = ("Created", "Date", "Modified")


def read(soup: BeautifulSoup, main: Tag, outside: list[str]) -> dict[str, str]:
    """Return header values of a page. Lines and tables within the main text that say nothing else are removed from it."""
    values: dict[str, str] = {}
    for meta in soup.find_all("meta", attrs={"name": True, "content": True}):
        key = _METAS.get(str(meta["name"]).casefold(), "")
        if key and str(meta["content"]).strip() and (key not in ("Tags", "Summary") or soup.find("meta", attrs={"name": re.compile("^articletitle$", re.IGNORECASE)})):
            _put(values, key, str(meta["content"]))
    _from_tables(main, values)
    _from_lines(main, values)
    place = 0
    while place < len(outside):
        only = _ONLY_LABEL.fullmatch(outside[place])
        if only and place + 1 < len(outside) and not _ONLY_LABEL.fullmatch(outside[place + 1]):
            _put(values, _key(only["label"]), outside[place + 1])
            place += 1
        elif len(outside[place]) < 200:
            _pairs(outside[place], values)
        place += 1
    return values


def _key(label: str) -> str:
    return _LABELS["".join(label.split())]


def _put(values: dict[str, str], key: str, text: str) -> None:
    text = " ".join(text.split()).strip(" |　")
    if key in _DAYS:
        text = next(iter(days_in(text)), "") or text
    if key and text and text not in ("无", "-", "—", "暂无"):
        values.setdefault(key, text)


def _pairs(line: str, values: dict[str, str]) -> bool:
    """Read pairs of label and value; return whether a line is nothing but such pairs."""
    end, found = 0, False
    for match in _PAIR.finditer(line):
        if line[end : match.start()].strip(" |　"):
            if not found and end == 0 and days_in(line[: match.start()]):
                _put(values, "Date", line[: match.start()])
            else:
                return found and False
        found, end = True, match.end()
        _put(values, _key(match["label"]), match["value"])
    return found and not line[end:].strip(" |　】])）")


def _from_tables(main: Tag, values: dict[str, str]) -> None:
    """Read tables at the beginning whose cells are labels and values by turns, and remove them."""
    for table in main.find_all("table")[:2]:
        cells = [" ".join(cell.get_text(" ").split()) for cell in table.find_all(["td", "th"]) if not cell.find(["td", "th"])]
        labels = [place for place, cell in enumerate(cells) if _ONLY_LABEL.fullmatch(cell) and (place == 0 or not _ONLY_LABEL.fullmatch(cells[place - 1]))]
        whole = [cell for cell in cells if _PAIR.fullmatch(cell)]
        if len(labels) + len(whole) < 2 or 2 * len(labels) + len(whole) < 0.7 * len([cell for cell in cells if cell]):
            continue
        for place in labels:
            if place + 1 < len(cells):
                _put(values, _key(_ONLY_LABEL.fullmatch(cells[place])["label"]), cells[place + 1])
        for cell in whole:
            _pairs(cell, values)
        table.decompose()


def _from_lines(main: Tag, values: dict[str, str]) -> None:
    """Read lines at the beginning that are pairs of label and value, and remove them."""
    for tag in [tag for tag in main.find_all(list(BLOCKS)) if not tag.find(list(BLOCKS))][:_WITHIN]:
        lines = lines_of(tag)
        if tag.decomposed or not lines or len(" ".join(lines)) > 200 or tag.find_parent("table"):
            continue
        if all(_pairs(line, values) for line in lines):
            tag.decompose()


def title(soup: BeautifulSoup, main: Tag, values: dict[str, str]) -> tuple[str, str]:
    """Return the title of a page and in Chinese from where it was guessed; '' where it is said."""
    if values.get("Title"):
        _remove_title(main, values["Title"])
        return details.joined([values["Title"]]), ""
    window = " ".join(soup.title.get_text().split()) if soup.title else ""
    headings = [*main.find_all(["h1", "h2"]), *soup.find_all(["h1", "h2"]), *soup.find_all(class_=re.compile(r"(?:^|[-_])(?:title|tit|bt|biaoti)$", re.IGNORECASE)), *soup.find_all(id=re.compile(r"title$|^bt$", re.IGNORECASE))]
    for heading in headings:
        text = details.joined([heading.get_text(" ")])
        if 4 <= len(text) <= 150 and (text in details.joined([window]) or details.is_title(text) or heading.name == "h1"):
            _remove_title(main, text)
            return text, ""
    for line in lines_of(main)[:4]:
        if details.is_title(line):
            _remove_title(main, line)
            return details.joined([line]), "正文的开头"
    parts = [part.strip() for part in re.split(r"\s*[-_|—–]{1,2}\s*|\s*[>›]\s*", window) if part.strip()]
    return (details.joined([max(parts, key=len)]), "窗口标题") if parts else ("", "")


def _remove_title(main: Tag, text: str) -> None:
    """Remove the title from the beginning of a main text: the page shows it above."""
    bare = "".join(text.split())
    for tag in main.find_all(["h1", "h2", "h3", "p", "div", "center", "strong", "b", "td", "span", "font"])[:20]:
        if not tag.decomposed and "".join(tag.get_text().split()) == bare and not tag.find("img"):
            tag.decompose()
            return


