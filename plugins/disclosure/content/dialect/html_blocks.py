"""Blocks of HTML: tables, lists, `div` and the like, as they are pasted from web pages and office programs.

A block begins a line, or follows another block on its line, and goes to its own end tag. A `<p>` needs none: it
ends where the next block or an empty line begins. Inside a block the elements need no end that need none in HTML
(`<td>`, `<tr>`, `<li>`). No Markdown is looked for in a block; what looks like it is told.
"""

from __future__ import annotations

import re

from markdown.util import HtmlStash

from . import html_tags
from .record import Record

_START = r"[ \t\u3000]*<({})(?=[\s/>])"
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")
_MARKDOWN = re.compile(r"\*\*[^*\n]+\*\*|^ {0,3}#{1,6} \S|\]\([^()\s]+\)|^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_ANGLE = re.compile("<")


def _starts() -> tuple[re.Pattern, re.Pattern]:
    names = "|".join(sorted(html_tags.BLOCKS, key=len, reverse=True))
    start = _START.format(names)
    return re.compile("^" + start, re.IGNORECASE | re.MULTILINE), re.compile(start, re.IGNORECASE)


def prepare(text: str, record: Record, stash: HtmlStash) -> str:
    """Take comments and scripts out of the text, and put blocks of HTML into the stash. Lines stay where they are."""
    text = html_tags.without_office(html_tags.without_unseen(text, record, stash), record)
    tags = html_tags.tags_of(text)
    if tags:
        html_tags.tell_of_dropped(text, tags, record)
        text = _stash_blocks(text, record, stash)
        html_tags.tell_of_all_shown(text, record)
    return text


def _stash_blocks(text: str, record: Record, stash: HtmlStash) -> str:
    """Put each run of blocks into the stash, with a placeholder and its line breaks in its place."""
    at_line, here = _starts()
    kept, start = [], 0
    match = at_line.search(text)
    while match:
        begin, end = match.start(), 0
        following: re.Match | None = match
        while following and (found := _end_of(text, following, record)):
            end = found
            following = here.match(text, end)
        if end:
            raw = text[begin:end]
            blanks = raw[: len(raw) - len(raw.lstrip(" \t"))]
            whole = _STASHED.sub(lambda code: str(stash.rawHtmlBlocks[int(code[1])]), _as_markup(text, begin, end, record))
            kept += [text[start:begin], blanks, stash.store(whole), "\n" * raw.count("\n")]
            start = end
        match = at_line.search(text, end or match.end())
    return "".join([*kept, text[start:]])


def _end_of(text: str, start: re.Match, record: Record) -> int:
    """Return the end of the block that begins here; 0 when it has none, which is told."""
    name, begin = start[1].lower(), start.start(1) - 1
    if name in record.unended or not html_tags.tag_at(text, begin):
        return 0
    end = _end_of_paragraph(text, begin) if name == "p" else _end_of_element(text, begin, name)
    if not end:
        record.unended.add(name)
        record.tell(text, begin, f"网页标记“<{name}>”没有结束，标记按原样显示", f"补上“</{name}>”；不用的，删去它")
    return end


def _end_of_element(text: str, start: int, name: str) -> int:
    depth = 0
    for tag in html_tags.each_tag(text, start):
        if tag.name == name:
            depth += -1 if tag.is_closing else 1
            if depth <= 0:
                return tag.end
    return 0


def _end_of_paragraph(text: str, start: int) -> int:
    """Return where a `<p>` ends: at its end tag, before the next block, or before an empty line."""
    end, is_first = len(text), True
    for tag in html_tags.each_tag(text, start):
        if not is_first and tag.name in html_tags.BLOCKS:
            end = tag.end if tag.name == "p" and tag.is_closing else tag.start
            break
        is_first = False
    gap = text.find("\n\n", start, end)
    end = gap if gap >= 0 else end
    return start + len(text[start:end].rstrip())


def _as_markup(text: str, begin: int, end: int, record: Record) -> str:
    """Return a run of blocks in which each `<` that begins no markup is text, and note its tags."""
    raw = text[begin:end]
    tags = {tag.start: tag for tag in html_tags.tags_of(raw)}
    markup = html_tags.paired(tags.values())
    markup |= {tag.start for tag in tags.values() if ":" in tag.name or (tag.name in html_tags.OPTIONAL_END and not tag.is_closing)}
    told = False

    def angle(match: re.Match) -> str:
        nonlocal told
        tag = tags.get(match.start())
        if tag and tag.start in markup:
            record.take(raw[tag.start : tag.end])
            return "<"
        if tag and html_tags.is_known(tag.name) and not told:
            told = True
            html_tags.tell_of_shown(text, begin + tag.start, raw[tag.start : tag.end], record)
        return "&lt;"

    if found := _MARKDOWN.search(raw):
        record.tell(text, begin + found.start(), f"“{found[0].strip()[:20]}”在网页标记里面，Markdown 写法不起作用，按原样显示", "改用网页标记的写法，或把它移到标记外面")
    return _ANGLE.sub(angle, raw)
