"""The handbook as a browser gets it: a list of pages, each page with its cards, and all cards by themselves, one a sheet.

The pages are Markdown files of `docs/handbook`. A card is a section of a page whose heading begins with 卡片. Nothing of it is a part of the site.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import markdown

FOLDER = Path(__file__).parents[1] / "docs" / "handbook"
ADDRESS = "/.handbook/"
CARDS = "cards.html"
STYLE = "handbook.css"
_CARD = re.compile(r"^## 卡片：(.+)$", re.MULTILINE)
_HTML = "text/html; charset=utf-8"


def names() -> list[str]:
    """Return the names of the pages, in their order, without an ending."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.md"))


def text(name: str) -> str:
    """Return the Markdown of a page."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def title(name: str) -> str:
    """Return the title of a page."""
    return text(name).partition("\n")[0].removeprefix("# ")


def cards(name: str) -> list[tuple[str, str]]:
    """Return title and Markdown of each card of a page."""
    parts = _CARD.split(text(name))[1:]
    return [(parts[place].strip(), parts[place + 1].strip()) for place in range(0, len(parts), 2)]


def answer(address: str) -> tuple[bytes, str] | None:
    """Return body and kind of what stands at an address below `ADDRESS`; None where nothing does."""
    place = f"{address}/"[len(ADDRESS) :].removesuffix("/")
    if place in ("", "index.html"):
        return _frame("编辑手册", _contents()), _HTML
    if place == CARDS:
        return _frame("卡片", "".join(_card(title, body) for name in names() for title, body in cards(name))), _HTML
    if place == STYLE:
        return (Path(__file__).parent / STYLE).read_bytes(), "text/css; charset=utf-8"
    if (name := place.removesuffix(".html")) in names():
        return _frame(title(name), _page(name)), _HTML
    if place in {f"pictures/{path.name}" for path in (FOLDER / "pictures").glob("*.png")}:
        return (FOLDER / place).read_bytes(), "image/png"
    return None


def _contents() -> str:
    entries = "".join(f'<li><a class="rr-link" href="{name}.html">{escape(title(name))}</a></li>' for name in names())
    return f'<ul>{entries}</ul><p><a class="rr-link" href="{CARDS}">全部卡片</a>：一张一页，可以印出来。</p>'


def _page(name: str) -> str:
    body = _CARD.split(text(name))[0].partition("\n")[2]
    order = names()
    place = order.index(name)
    around = [("上一页", order[place - 1]) if place else None, ("下一页", order[place + 1]) if place + 1 < len(order) else None]
    links = "　".join(f'<a class="rr-link" href="{other}.html">{label}：{escape(title(other))}</a>' for label, other in filter(None, around))
    return _html(body) + "".join(_card(title, card) for title, card in cards(name)) + f'<p class="hb-around">{links}</p><p class="hb-around"><a class="rr-link" href="index.html">目录</a></p>'


def _card(title: str, body: str) -> str:
    return f'<section class="hb-card"><h2>{escape(title)}</h2>{_html(body)}</section>'


def _html(body: str) -> str:
    return markdown.markdown(body, extensions=["tables"])


def _frame(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{escape(title)}</title>\n<link rel="stylesheet" href="/theme/css/site.css">\n'
        f'<link rel="stylesheet" href="{ADDRESS}{STYLE}">\n</head>\n<body class="rr-page">\n'
        f'<main class="rr-main" id="main">\n<article class="rr-article">\n<h1 class="rr-title">{escape(title)}</h1>\n<div class="rr-prose">\n{body}\n</div>\n'
        f'<p class="hb-around"><a class="rr-link" href="/index.html">回到预览</a></p>\n</article>\n</main>\n</body>\n</html>\n'
    ).encode()
