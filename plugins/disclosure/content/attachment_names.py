"""What an attachment is called, and where a text lists its attachments.

An attachment has one name on its page, in the search and in its preview. It is, in this order, what the text calls it: the
words of a link to it, or a numbered line 附件：1．… that fits; then the words of its file name; then the title in the file's
properties. Words that name nothing (下载, 附件, 表一) are passed over.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

_LINK = re.compile(r'<a (?:[a-z]+="[^"]*" )*href="([^"#]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_VOID = {"br", "img", "hr", "col", "wbr"}
_BREAK = re.compile(r"<br>|</p>|</li>|</div>|</h[1-6]>|</t[dh]>")
_DIGITS = {number: str(place) for place, number in enumerate("一二三四五六七八九十", 1)}
_LEAD = re.compile(r"附\s*件\s*(\d{1,2}|[一二三四五六七八九十])?\s*[:：.．、]?\s*")
_NUMBER = re.compile(r"(\d{1,2})\s*[.．、:：]\s*(?!\d{1,3}(?!\d))")
"""A number before a name, but not 1.5亿. A year may follow it: 1.2014年预算表."""
_DULL = re.compile(
    r"(?:请)?(?:点击|点此|单击)?(?:这里|此处|此)?(?:附件|文件|下载|查看|阅读|全文|原文|正文|表格|附表|链接|打开|详见|见|这里|此处|pdf|word|excel|文档|版|格式|浏览|新建|文本|工作表|工作簿|未命名|无标题|扫描件?|复件|副本|表|docx?|xlsx?|sheet|book|scan|img|[()（）\[\]【】:：。.\s\d一二三四五六七八九十_-])*",
    re.IGNORECASE,
)
"""Words that name nothing."""
_HAN = re.compile("[\u4e00-\u9fff]")
_PROGRAM = re.compile(r"^(?:microsoft (?:office )?(?:word|excel|powerpoint)|wps)[^-]*-\s*|\.(?:docx?|xlsx?|pptx?|wps|et|pdf)$", re.IGNORECASE)
"""What programs write around a title: `Microsoft Word - 预算表.doc`."""
_FORMAT = re.compile(r"[（(【\[]?\s*(?:pdf|docx?|xlsx?|csv|word|excel|wps|ofd|zip|txt)\s*(?:格式|版|文件)?\s*[)）】\]]?", re.IGNORECASE)
_SIGNS = re.compile(r"[\s\u3000.．、:：;；,，。()（）\d一二三四五六七八九十]*")


class Part(NamedTuple):
    """A block of a text that only lists attachments: where it begins and ends, and whether a heading stands before it."""

    start: int
    end: int
    has_heading: bool


def names(shown: str, item_path: str, files: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return what each attachment is called, by its file name.

    `shown` is the HTML of the text, `item_path` the path of the item's file, `files` are the file name of each
    attachment and the title in its own properties ('' where it has none).
    """
    found: dict[str, str] = {}
    lines = dict(_lines(shown))
    own = {name for name, _ in files}
    for name, words, number in _links(shown, own):
        known = found.get(name, "")
        if not _is_dull(words):
            called = words if not number or _LEAD.match(words) or _NUMBER.match(words) else f"附件{number}：{words}"
            if not known or known.startswith("\0"):
                found[name] = called
        elif not known and (number or _number_of(words)):
            found[name] = f"\0{number or _number_of(words)}"
    left = [name for name in own if name not in found]
    for name, title in files:
        called = found.get(name, "")
        if called and not called.startswith("\0"):
            continue
        number = called[1:] or _number_of(name)
        line = lines.get(number) or (lines.get("") if len(lines) == len(left) == 1 else "")
        if not line and not number:
            line = next((words for words in lines.values() if _stem(name, item_path) and _stem(name, item_path) in words), "")
        words = line or _readable(name, item_path, title)
        found[name] = f"附件{number}：{words}" if number and not words.startswith("附件") else words
    often = Counter(found.values())
    return {name: called if often[called] == 1 else f"{called}（{name}）" for name, called in found.items()}


def _links(shown: str, own: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield file name, words and number of each link to an attachment. The number stands before it: 附件：1．[…], or counts a list."""
    end, listed = 0, 0
    for match in _LINK.finditer(shown):
        before = shown[end : match.start()]
        end = match.end()
        tags = [(close, tag) for close, tag in _TAG.findall(before) if tag in ("ol", "li", "ul")]
        for close, tag in tags:
            listed = 0 if tag in ("ol", "ul") else listed + (not close and listed >= 0)
            if tag == "ul":
                listed = -1
        address, inner = html.unescape(match[1]), match[2]
        name = unquote(address.rpartition("/")[2])
        if name not in own or address.startswith("../"):
            continue
        line = _plain(_BREAK.split(before)[-1])
        lead = re.search(r"(?:附\s*件\s*[:：]?\s*)?(\d{1,2})\s*[.．、:：]?\s*$|附\s*件\s*([一二三四五六七八九十])\s*[:：.．、]\s*$", line)
        is_lead = lead and not re.sub(r"附\s*件|[\s:：.．、\d一二三四五六七八九十]", "", line)
        number = (lead[1] or _DIGITS[lead[2]]) if is_lead else str(listed) if listed > 0 and tags and not line.strip() else ""
        yield name, _plain(inner), number


def _lines(shown: str) -> Iterator[tuple[str, str]]:
    """Yield number ('' for none) and words of each line that names an attachment without a link: 附件：1．2014年预算表."""
    if "附" not in shown:
        return
    is_list = False
    for piece in _BREAK.split(shown):
        line = "" if "<a " in piece else _plain(piece)
        if lead := _LEAD.match(line):
            is_list = bool(lead[0].strip()[-1] in ":：" or lead[1])
            rest, number = line[lead.end() :], lead[1] or ""
        elif is_list:
            rest, number = line, ""
        else:
            continue
        if inner := _NUMBER.match(rest):
            rest, number = rest[inner.end() :], inner[1]
        words = rest.strip(" \u3000；;。，,")
        if not words or len(words) > 80 or (not number and not lead):
            is_list = is_list and bool(lead) and not words
            continue
        if is_list:
            yield _DIGITS.get(number, number), words


def lists(shown: str, own: set[str]) -> Part | None:
    """Return the last part of a text that does nothing but list attachments; None where there is none.

    Its words are links to files of `own`, numbers, signs and 附件. The page shows its list of attachments there instead.
    """
    blocks = list(_top_level(shown))
    place = len(blocks) - 1
    while place >= 0:
        last = place
        while place >= 0 and _only_lists(shown[slice(*blocks[place])], own):
            place -= 1
        if place < last:
            if place >= 0 and _plain(shown[slice(*blocks[place])]).rstrip(":：") == "附件" and shown.startswith("<p>", blocks[place][0]):
                place -= 1
            before = shown[slice(*blocks[place])] if place >= 0 else ""
            has_heading = before.startswith("<h") and _plain(before).rstrip(":：").endswith("附件")
            return Part(blocks[place + 1][0], blocks[last][1], has_heading)
        place -= 1
    return None


def _only_lists(block: str, own: set[str]) -> bool:
    """Return whether a block has nothing but links to attachments."""
    if not block.startswith(("<p>", "<ul>", "<ol>")) or " id=" in block or "<img" in block:
        return False
    links = _LINK.findall(block)
    if not links or any(unquote(html.unescape(address).rpartition("/")[2]) not in own or address.startswith("../") for address, _ in links):
        return False
    rest = _FORMAT.sub("", re.sub(r"附\s*件", "", _plain(_LINK.sub("", block))))
    return _SIGNS.fullmatch(rest) is not None


def _top_level(shown: str) -> Iterator[tuple[int, int]]:
    """Yield where each block of a text begins and ends."""
    depth = start = 0
    for tag in _TAG.finditer(shown):
        if tag[2] in _VOID:
            continue
        if tag[1]:
            depth -= 1
            if depth == 0:
                yield start, tag.end()
        else:
            if depth == 0:
                start = tag.start()
            depth += 1


def _plain(inner: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", inner)).split())


def _is_dull(words: str) -> bool:
    return _DULL.fullmatch(words) is not None


def _number_of(words: str) -> str:
    """Return the number with which a name begins: 附件1, 附件二, 1．; '' for none."""
    lead = _LEAD.match(words)
    if lead and lead[1]:
        return _DIGITS.get(lead[1], lead[1])
    return inner[1] if (inner := _NUMBER.match(words)) and _HAN.search(words) else ""


def _stem(name: str, item_path: str) -> str:
    """Return the words of a file name, without its ending, its number and the name of the item's own file."""
    stem = name.rpartition(".")[0] or name
    own = item_path.rpartition("/")[2].rpartition(".")[0]
    if stem.startswith(own):
        stem = stem[len(own) :]
    stem = stem.replace("_", " ").strip(" -—.")
    lead = _LEAD.match(stem)
    if lead:
        stem = stem[lead.end() :]
    elif number := _NUMBER.match(stem):
        stem = stem[number.end() :]
    return stem.strip(" -—.")


def _readable(name: str, item_path: str, title: str) -> str:
    """Return a name from that of the file or, where this says nothing, from the title in its properties."""
    stem = _stem(name, item_path)
    if _HAN.search(stem) and not _is_dull(stem):
        return stem
    title = _PROGRAM.sub("", _PROGRAM.sub("", title.strip())).strip()
    if _HAN.search(title) and not _is_dull(title):
        return title
    return stem if _HAN.search(stem) else f"附件（{name}）"
