"""The main text of a web page: which element holds it, and what around and in it belongs to the site only.

Sites of governments name the element in a few ways. Where none is known, the element is taken in which most words stand
that are no links. A page on which most words are links is a list, and no document.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

_NAMES = (
    "zoom", "ucap-content", "trs_editor", "trs_uedit", "view", "vsb_content", "v_news_content", "articlecontent", "article-content", "article_content", "articlebody", "article-body",
    "contenttext", "content-text", "content_text", "maincontent", "main-content", "main_content", "newscontent", "news-content", "news_content", "detail-content", "detail_content", "detailcontent",
    "pages_content", "xxgk_content", "gkcontent", "bt-content", "con_text", "context", "infocontent", "info-content", "textcontent", "zhengwen", "artcon", "art_con", "nr", "neirong", "article", "content", "con", "text",
)
_UNSEEN = ("script", "style", "noscript", "iframe", "form", "template", "svg", "button", "select", "input", "textarea", "object", "embed", "link", "meta")
_AROUND = ("nav", "header", "footer", "aside")
_SITE_WORDS = frozenset(
    ["nav", "navbar", "menu", "header", "head", "footer", "foot", "top", "bottom", "crumb", "crumbs", "breadcrumb", "breadcrumbs", "position", "location", "sidebar", "side", "aside", "copyright", "share", "related", "banner", "search", "login", "toolbar", "print", "friendlink", "bdsharebuttonbox", "weizhi", "dqwz", "daohang", "dibu", "fenxiang"]
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SITE_LINE = re.compile(
    r"[【\[(（「]?\s*(?:打印(?:本页|此页|文章)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|加入收藏|我要纠错|推荐|分享(?:到)?[:：]?.{0,40}|字[体号][:：]?.{0,20}|[\[【（(]?\s*大\s*中\s*小\s*[\]】）)]?|扫一扫.{0,30}"
    r"|[上下]一[篇条][:：]?.{0,80}|相关(?:链接|文章|新闻|信息|阅读)[:：]?|(?:您)?(?:的)?(?:当前|现在|所在)(?:的)?位置[:：]?.{0,100}|您现在.{0,8}位置.{0,100}|首页\s*[>›»/].{0,100}|视力保护色.{0,20}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[:：]?\s*\d*\s*次?|责任编辑[:：].{0,20}|编辑[:：].{0,20}|\||/)\s*[】\])）」]?"
)
_TOOLS = re.compile(rf"(?:\s*(?:{_SITE_LINE.pattern})\s*)+")
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|txt|csv|pptx?|jpe?g|png|gif|tiff?)(?:[?#]|\Z)", re.IGNORECASE)
_DAY = re.compile(r"[\[（(]?\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?[\])）]?")
BLOCKS = frozenset(["p", "div", "section", "article", "main", "td", "th", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "center", "body", "figure", "address"])


class Found(NamedTuple):
    """What was found on a page."""

    main: Tag | None
    reason: str
    """In Chinese why there is no document, where `main` is None."""
    left_out: list[str]
    """Words of the page that are not part of the main text, block by block."""


def find(soup: BeautifulSoup) -> Found:
    """Return the main text of a page. It is taken out of the page; whatever else belongs to the site only is removed."""
    body = soup.body or soup
    if soup.find("frameset") or (soup.find("meta", attrs={"http-equiv": re.compile("refresh", re.IGNORECASE)}) and len(body.get_text(strip=True)) < 100):
        return Found(None, "这是框架页或跳转页", [])
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in body.find_all(_UNSEEN):
        tag.decompose()
    main = _named(body)
    if main is None:
        left_out = _without_site(body)
        main = _densest(body)
    else:
        left_out = []
    words, _ = _lengths(main)
    if number := _links_of_list(main):
        return Found(None, f"这是列表页（{number} 个链接），不是一条信息", [])
    _unwrap_layout(main)
    if words < 15 and not main.find(["img", "a", "table"]):
        return Found(None, "没有找到正文", [])
    if main is not body:
        main.extract()
        left_out += list(_blocks(body))
    return Found(main, "", left_out)


def _unwrap_layout(main: Tag) -> None:
    """Make plain parts of tables that only lay out a page: those of one column, and those with tables and much text in them."""
    inside = [main, *main.find_all("table")] if main.name == "table" else main.find_all("table")
    for table in inside:
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        is_column = bool(rows) and all(len(row) <= 1 for row in cells)
        is_frame = table.find("table") is not None and any(len(cell.get_text(strip=True)) > 150 for row in cells for cell in row)
        if is_column or is_frame:
            for part in [*table.find_all(["tbody", "thead"], recursive=False), *rows, *(cell for row in cells for cell in row), table]:
                part.name, part.attrs = "div", {name: value for name, value in part.attrs.items() if name in ("id", "class")}
    if main.name in ("td", "tr", "tbody", "th"):
        main.name = "div"


def _links_of_list(main: Tag) -> int:
    """Return how many links a list of documents has; 0 where there are other words than links and days, or the links lead to files."""
    links = [link for link in main.find_all("a", href=True) if link.get_text(strip=True)]
    pages = [link for link in links if not _FILE.search(str(link["href"]))]
    others = _DAY.sub("", "".join(main.get_text().split()))
    linked = len("".join("".join(link.get_text().split()) for link in links))
    is_list = len(pages) >= 4 and len(pages) > 0.6 * len(links) and linked > 0.6 * max(1, len(others)) and len(others) - linked < 200
    return len(links) if is_list and not main.find("img") else 0


def without_tools(main: Tag) -> list[str]:
    """Remove lines such as 打印本页 and 上一篇 from a main text; return them."""
    removed = []
    for tag in [*main.find_all(["p", "div", "span", "li", "td", "center", "a", "font"]), main]:
        if tag.decomposed or (tag is not main and tag.find(["img", "table"])):
            continue
        text = " ".join(tag.get_text(" ").split())
        if tag is not main and text and len(text) < 120 and _TOOLS.fullmatch(text) and _stands_alone(tag):
            removed.append(text)
            tag.decompose()
    for text in list(main.find_all(string=True)):
        line = text.strip()
        if line and len(line) < 60 and _SITE_LINE.fullmatch(line) and len(line) > 1 and isinstance(text.next_sibling, (Tag, type(None))) and (text.parent is main or text.parent.name in BLOCKS):
            removed.append(line)
            text.extract()
    return removed


def _stands_alone(tag: Tag) -> bool:
    """Return whether an element is a line by itself, or one of several links in such a line."""
    if tag.name in BLOCKS:
        return True
    line = " ".join(tag.parent.get_text(" ").split()) if tag.parent else ""
    return bool(_TOOLS.fullmatch(line))


def _named(body: Tag) -> Tag | None:
    """Return the element with a known name that has most words, those inside links not counted."""
    for name in _NAMES:
        wanted = [tag for tag in body.find_all(["div", "td", "article", "section", "main", "ucapcontent", "span"]) if name in {part.casefold() for part in [str(tag.get("id", "")), *tag.get("class", [])]}]
        best = max(wanted, key=_own_words, default=None)
        if best is not None and (_own_words(best) >= 30 or best.find(["img", "table"])):
            return best
    best = max(body.find_all(["article", "main"]), key=_own_words, default=None)
    return best if best is not None and _own_words(best) >= 30 else None


def _without_site(body: Tag) -> list[str]:
    """Remove what frames a page, by element or by name; return its words."""
    removed = []
    for tag in body.find_all(True):
        if tag.decomposed or tag.name in ("html", "body"):
            continue
        parts = {part.casefold() for name in [str(tag.get("id", "")), *tag.get("class", [])] for part in _PARTS.findall(name)}
        if tag.name in _AROUND or (parts & _SITE_WORDS and tag.name in BLOCKS and _own_words(tag) < 200):
            removed += list(_blocks(tag))
            tag.decompose()
    return removed


def _densest(body: Tag) -> Tag:
    """Return the smallest element that holds nearly all words of the page that are no links."""
    here = body
    while True:
        whole = _own_words(here)
        child = max((child for child in here.find_all(True, recursive=False)), key=_own_words, default=None)
        if child is None or child.name in ("p", "ul", "ol", "span", "font", "pre", "h1", "h2", "h3") or _own_words(child) < 0.75 * whole:
            return here
        if child.name == "table" and not child.find(["p", "div", "table"]) and len(child.find_all("tr")) > 2:
            return here
        here = child


def _lengths(tag: Tag) -> tuple[int, int]:
    """Return how many characters an element has, and how many of them stand in links."""
    return len("".join(tag.get_text().split())), sum(len("".join(link.get_text().split())) for link in tag.find_all("a"))


def _own_words(tag: Tag) -> int:
    words, linked = _lengths(tag)
    return words - linked


def _blocks(tag: Tag) -> list[str]:
    """Return the words of an element, line by line."""
    lines = [" ".join(line.split()) for line in lines_of(tag)]
    return [line for line in lines if line]


def lines_of(tag: Tag) -> list[str]:
    """Return the lines of an element as a reader sees them: a block or a break begins a new one."""
    lines = [""]

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                lines[-1] += " " + " ".join(child.split()) if child.strip() and lines[-1] and child[:1].isspace() else " ".join(child.split())
                if child[-1:].isspace() and child.strip():
                    lines[-1] += " "
            elif child.name == "br":
                lines.append("")
            elif child.name in BLOCKS:
                lines.append("")
                walk(child)
                lines.append("")
            else:
                walk(child)

    walk(tag)
    return [line.strip() for line in lines if line.strip()]
