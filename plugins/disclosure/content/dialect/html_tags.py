"""HTML in a text: which `<…>` is markup, and which is text.

`<name …>` is markup when `name` is an element of HTML, and the same paragraph also closes it (`<b>…</b>`)
or it needs no end (`<br>`). All else is text: `<XX区>`, `<2014>`, `a<b`, `<A>` alone. Comments are
markup when they end. So are elements with contents that no page can have (`<script>…</script>`).
A table, a list, a `div` and the like are markup where they begin a line or follow another on it: `html_blocks`.
Inside a paragraph their tags are text. An element of HTML that stays text is told.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

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

VOID = {"br", "hr", "img", "col", "area", "base", "input", "link", "meta", "param", "source", "track", "wbr"}
BLOCKS = {
    "blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul",
    "address", "article", "aside", "center", "dialog", "fieldset", "footer", "form", "header", "main", "nav", "section",
}
"""Elements that stand by themselves, not inside a paragraph."""
_PHRASES = {
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "hr", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", *_DROPPED,
}
_KNOWN = TAGS | DROPPED_WITH_CONTENT | _DROPPED

OPTIONAL_END = {"p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup"}
"""Elements that end where the next begins, inside a block that ends."""

TAG = r"""</?(?P<name>[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?)(?:[\s/](?:[^<>"'\x02]|"[^"<\x02]*"|'[^'<\x02]*')*)?>"""
_TAG = re.compile(TAG)
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")
_UNSEEN = re.compile(r"`[^`\n]*`|<!--|<(" + "|".join(sorted(DROPPED_WITH_CONTENT)) + r")\b[^<>]*>", re.IGNORECASE)
_OFFICE = re.compile(r"<(o:p|(?:st1|w|v|m):[A-Za-z0-9]+)(?:\s[^<>]*)?(?:/>|>(?:[^\S\n]|&nbsp;)*</\1>)|<\?xml:[^<>]*>", re.IGNORECASE)
_TAG_OR_CODE = re.compile(r"`[^`\n]*`|\\<|" + TAG)
_BLANKS = re.compile(r"<[^<>]*>|\s+")


class Tag(NamedTuple):
    """One tag in a text."""

    start: int
    end: int
    name: str
    is_closing: bool


def tags_of(text: str) -> list[Tag]:
    """Return all that have the form of a tag, in their order."""
    return list(each_tag(text, 0))


def each_tag(text: str, start: int) -> Iterator[Tag]:
    """Yield what has the form of a tag, from a position on."""
    return (Tag(match.start(), match.end(), match["name"].lower(), match[0][1] == "/") for match in _TAG.finditer(text, start))


def tag_at(text: str, position: int) -> bool:
    """Return whether a tag begins at a position."""
    return _TAG.match(text, position) is not None


def paired(tags: Iterable[Tag]) -> set[int]:
    """Return where the tags begin that are markup by themselves or with a partner among `tags`."""
    found: set[int] = set()
    opened: dict[str, list[int]] = {}
    for tag in tags:
        if tag.name in VOID and not tag.is_closing:
            found.add(tag.start)
        elif tag.name not in TAGS and tag.name not in _DROPPED:
            continue
        elif not tag.is_closing:
            opened.setdefault(tag.name, []).append(tag.start)
        elif opened.get(tag.name):
            found |= {opened[tag.name].pop(), tag.start}
    return found


def is_phrase(name: str) -> bool:
    """Return whether an element may stand inside a paragraph."""
    return name.lower() in _PHRASES


def is_known(name: str) -> bool:
    """Return whether this is an element of HTML, or of an office program."""
    return name.lower() in _KNOWN or ":" in name


def without_office(text: str, record: Record) -> str:
    """Return the text without the empty marks of office programs, which is told."""
    found = _OFFICE.search(text) if ":" in text else None
    if not found:
        return text
    record.tell(text, found.start(), "从 Word 带来的空标记（如“<o:p></o:p>”）已去掉，页面上没有", "粘贴时选“只保留文本”")

    def drop(match: re.Match) -> str:
        record.take(match[0])
        return ""

    return _OFFICE.sub(drop, text)


def tell_of_dropped(text: str, tags: list[Tag], record: Record) -> None:
    """Tell of tags that the page will not have, once for each name."""
    told, markup = set(), paired(tags)
    for tag in tags:
        if tag.start in markup and tag.name not in TAGS and tag.name not in told:
            told.add(tag.name)
            record.tell(text, tag.start, f"网页标记“<{tag.name}>”不能用，只留下了其中的文字", "删去尖括号里的标记；要粗体的，写成 **文字**")


def tell_of_all_shown(text: str, record: Record) -> None:
    """Tell of tags that a reader will see because they stand inside a paragraph, once for each line."""
    end = -1
    for match in _TAG_OR_CODE.finditer(text):
        if match["name"] and match.start() >= end and is_known(match["name"]) and not is_phrase(match["name"]) and match["name"].lower() not in record.unended:
            end = text.find("\n", match.start()) % (len(text) + 1)
            tell_of_shown(text, match.start(), match[0], record)


def tell_of_shown(text: str, position: int, tag: str, record: Record) -> None:
    """Tell of a tag that a reader will see."""
    record.tell(text, position, f"网页标记“{tag[:20]}”按原样显示在页面上", "删去标记；要用的，让它起行、成对")


def without_unseen(text: str, record: Record, stash: HtmlStash) -> str:
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
        if match[1] and match[1].lower() not in ("script", "style") and (words := _BLANKS.sub(" ", unseen).strip()):
            record.tell(text, match.start(), f"“{match[0][:20]}”里的文字“{words[:20]}”不会显示", "要显示的，把文字写在这个标记外面")
        record.take(_STASHED.sub(lambda match: html.unescape(str(stash.rawHtmlBlocks[int(match[1])])), unseen))
        kept += [text[start : match.start()], "\n" * unseen.count("\n")]
        start = end
        match = search(text, end)
    return "".join([*kept, text[start:]])
