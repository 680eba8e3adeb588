"""HTML in a text: which `<…>` is markup, and which is text.

`<name …>` is markup when `name` is an element of HTML, and the text also closes it (`<b>…</b>`)
or it needs no end (`<br>`). All else is text: `<XX区>`, `<2014>`, `a<b`, `<A>` alone. Comments are
markup when they end. So are elements with contents that no page can have (`<script>…</script>`).
A table, a list, a `div` and the like are markup where they begin a line, up to their end. No
Markdown is looked for in them. Inside a paragraph their tags are text.
"""

from __future__ import annotations

import html
import re

from markdown.util import HtmlStash

from .record import Record

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
    "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "u", "ul", "var",
}
"""Elements that stay."""

DROPPED_WITH_CONTENT = {
    "script", "style", "iframe", "object", "embed", "noscript", "noembed", "noframes",
    "template", "svg", "math", "textarea", "select", "title", "xmp", "plaintext",
}
"""Elements of which nothing stays."""

_DROPPED = {
    "acronym", "address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bdi", "bdo", "big", "blink",
    "body", "button", "canvas", "center", "data", "datalist", "dialog", "dir", "fieldset", "font", "footer", "form", "frame",
    "frameset", "head", "header", "hgroup", "html", "input", "label", "legend", "link", "main", "map", "marquee", "menu", "meta",
    "meter", "nav", "nobr", "optgroup", "option", "output", "param", "picture", "progress", "rp", "rt", "ruby", "samp", "search",
    "section", "slot", "source", "strike", "track", "tt", "video", "wbr",
}
"""Elements of which only the contents stay."""

_VOID = {"br", "hr", "img", "col", "area", "base", "input", "link", "meta", "param", "source", "track", "wbr"}
_BLOCKS = {
    "blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul",
    "address", "article", "aside", "center", "dialog", "fieldset", "footer", "form", "header", "main", "nav", "section",
}
_PHRASES = {
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "hr", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", *_DROPPED,
}
_KNOWN = TAGS | DROPPED_WITH_CONTENT | _DROPPED

TAG = r"""</?(?P<name>[A-Za-z][A-Za-z0-9]*)(?:[\s/](?:[^<>"'\x02]|"[^"<\x02]*"|'[^'<\x02]*')*)?>"""
_TAG = re.compile(TAG)
_TAG_OR_ANGLE = re.compile(TAG + "|<")
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")
_UNSEEN = re.compile(r"`[^`\n]*`|<!--|<(" + "|".join(sorted(DROPPED_WITH_CONTENT)) + r")\b[^<>]*>", re.IGNORECASE)
_BLOCK_START = re.compile(r"^[ \t]{0,3}<(" + "|".join(sorted(_BLOCKS, key=len, reverse=True)) + r")(?=[\s/>])", re.IGNORECASE | re.MULTILINE)


def prepare(text: str, record: Record, stash: HtmlStash) -> str:
    """Take comments and scripts out of the text, and put blocks of HTML into the stash. Lines stay where they are."""
    text = _without_unseen(text, record, stash)
    tags = [(match["name"].lower(), match[0][1] == "/") for match in _TAG.finditer(text)]
    if tags:
        record.pairs = frozenset({name for name, closing in tags if not closing} & {name for name, closing in tags if closing} & (TAGS | _DROPPED))
        _tell_of_dropped(text, record)
        text = _stash_blocks(text, record, stash)
    return text


def is_markup(name: str, record: Record) -> bool:
    """Return whether a tag of this name is markup in the text at hand."""
    name = name.lower()
    return name in record.pairs or name in _VOID


def is_inline_markup(name: str, record: Record) -> bool:
    """Return whether a tag of this name is markup inside a paragraph."""
    return name.lower() in _PHRASES and is_markup(name, record)


def as_markup(raw: str, record: Record) -> str:
    """Return HTML in which each `<` that begins no markup is text, and note its tags."""
    def angle(match: re.Match) -> str:
        if match["name"] and is_markup(match["name"], record):
            record.take(match[0])
            return match[0]
        return "&lt;" + match[0][1:]

    return _TAG_OR_ANGLE.sub(angle, raw)


def _without_unseen(text: str, record: Record, stash: HtmlStash) -> str:
    """Return the text without comments, and without scripts and the like, but with their line breaks."""
    kept, start, missing = [], 0, set()
    lowered = ""
    search = _UNSEEN.search
    match = search(text)
    while match:
        end_mark = "-->" if match[0] == "<!--" else match[1] and f"</{match[1].lower()}"
        if not end_mark or end_mark in missing:
            match = search(text, match.end())
            continue
        lowered = lowered or text.lower()
        end = (lowered if len(lowered) == len(text) else text).find(end_mark, match.end())
        if end >= 0 and end_mark != "-->":
            end = text.find(">", end)
        if end < 0:
            missing.add(end_mark)
            what = "注释没有结束" if end_mark == "-->" else f"“{match[0][:20]}”没有结束"
            record.tell(text, match.start(), f"{what}，按原样显示", "注释以“-->”结束；不是注释的，写成“&lt;”" if end_mark == "-->" else "删去这个标记")
            match = search(text, match.end())
            continue
        end += 3 if end_mark == "-->" else 1
        unseen = text[match.start() : end]
        record.take(_STASHED.sub(lambda match: html.unescape(str(stash.rawHtmlBlocks[int(match[1])])), unseen))
        kept += [text[start : match.start()], "\n" * unseen.count("\n")]
        start = end
        match = search(text, end)
    return "".join([*kept, text[start:]])


def _tell_of_dropped(text: str, record: Record) -> None:
    """Tell of tags that the page will not have, once for each name."""
    told = set()
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if name not in TAGS and name not in told and name in _KNOWN and is_markup(name, record):
            told.add(name)
            record.tell(text, match.start(), f"网页标记“<{name}>”不能用，只留下了其中的文字", "删去标记，或改用 Markdown 写法")


def _stash_blocks(text: str, record: Record, stash: HtmlStash) -> str:
    """Put each block of HTML into the stash, with a placeholder and its line breaks in its place."""
    kept, start, unbalanced = [], 0, set()
    match = _BLOCK_START.search(text)
    while match:
        name = match[1].lower()
        end = 0
        start_of_tag = match.start(1) - 1
        if name in record.pairs and name not in unbalanced and _TAG.match(text, start_of_tag):
            end = _end_of(text, start_of_tag, name)
            if not end:
                unbalanced.add(name)
                record.tell(text, match.start(), f"网页标记“<{name}>”没有结束", f"补上“</{name}>”")
        if end:
            raw = text[match.start() : end]
            whole = _STASHED.sub(lambda code: str(stash.rawHtmlBlocks[int(code[1])]), as_markup(raw, record))
            kept += [text[start : match.start()], "\n", stash.store(whole), "\n" * max(0, raw.count("\n") - 1), "\n"]
            start = end
        match = _BLOCK_START.search(text, end or match.end())
    return "".join([*kept, text[start:]])


def _end_of(text: str, start: int, name: str) -> int:
    """Return the end of the element that begins at `start`; 0 when it has none."""
    depth = 0
    for match in _TAG.finditer(text, start):
        if match["name"].lower() == name:
            depth += -1 if match[0][1] == "/" else 1
            if depth <= 0:
                return match.end()
    return 0
