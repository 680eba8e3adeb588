r"""Inside a paragraph: escapes, code, links, pictures, footnotes, HTML, emphasis, line breaks.

One pass finds the marks, one pairs the stars, one builds the elements. Each is linear in the
length of the text. A mark that has no partner is text.

- `\` before `* _ # [ ] { } ( ) < > | & ! ~ . + -` or a backtick makes it text. In a path (`C:\new\_data`,
  `\\server\(1)`) it stays.
- Code stands between backticks (the same number before and after).
- `<https://…>` and `<name@host>` are links.
- `&amp;` and the like are the characters that HTML means by them.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from . import emphasis
from .attributes import AFTER
from .footnotes import Footnotes
from .headings import give_ids
from .html_tags import TAG, Tag, is_phrase, paired
from .links import target
from .record import Record

_SPECIAL = re.compile(r"[`\\\[<*\n]")
_MARKS = re.compile(
    r"(?<![:\\])\\(?P<escaped>[*_#\[\]{}()<>|&!~.+`-])"
    r"|(?P<ticks>(?<!`)`+(?!`))"
    r"|<(?P<address>(?:https?|ftp|mailto|tel|index):[^<>\s]+)>"
    r"|<(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>"
    rf"|(?P<tag>{TAG})"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|(?P<open>!?\[)|(?P<close>\])|(?P<stars>\*+)|(?P<break>\n)",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?:[A-Za-z]:|\\)\\[^\s，。；、“”]*\Z")
"""The beginning of a path of Windows or of a network, up to the end of what is searched."""
_LONGEST_PATH = 260
_ELEMENTS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}


class _Mark:
    """One mark in a text: what it stands for, and where. Kind `""` is text."""

    __slots__ = ("data", "end", "kind", "start")

    def __init__(self, kind: str, start: int, end: int, data: object = None) -> None:
        self.kind, self.start, self.end, self.data = kind, start, end, data


class InlineMarks(InlineProcessor):
    """Turns the marks inside texts into elements. Patterns of other extensions are looked for after that."""

    def __init__(self, md: Markdown, record: Record, footnotes: Footnotes) -> None:
        super().__init__(md)
        self.record = record
        self.footnotes = footnotes

    def run(self, tree: Element, ancestors: list | None = None) -> Element:
        """Turn the marks in all texts of the tree into elements, and add the footnotes."""
        self._all(tree)
        notes = self.footnotes.add(tree)
        if notes is not None:
            self._all(notes)
            self.footnotes.link_back(notes)
        give_ids(self.record.headings)
        if len(self.md.inlinePatterns):
            super().run(tree, ancestors)
        return tree

    def _all(self, tree: Element) -> None:
        """Turn the marks in the texts of all elements into elements. Blocks have no text after them."""
        search = _SPECIAL.search
        for element in [element for element in tree.iter() if element.text and search(element.text)]:
            text, element.text = element.text, None
            self._fill(element, text)

    def _fill(self, parent: Element, text: str) -> None:
        """Put a text with its marks into an element, before the elements that it has."""
        following = list(parent)
        del parent[:]
        marks = _Finder(text, self).find()
        _pair_stars(text, marks, self.record)
        self._pair_tags(text, [mark for mark in marks if mark.kind == "tag"])
        _build(parent, text, marks)
        parent.extend(following)

    def _pair_tags(self, text: str, marks: list[_Mark]) -> None:
        """Make HTML of tags that belong together or need no partner. One that has none is text, and is told if it was meant as HTML."""
        markup = paired(mark.data for mark in marks) if marks else set()
        is_told = False
        for mark in marks:
            written, tag = text[mark.start : mark.end], mark.data
            if mark.start in markup:
                self.record.take(written)
                mark.kind, mark.data = "literal", self.md.htmlStash.store(written)
                continue
            mark.kind = ""
            if not is_told and (tag.is_closing or len(tag.name) > 1 or len(written) > len(tag.name) + 2):  # <A> may be a blank to fill in
                is_told = True
                self.record.tell_where(written, f"网页标记“{written[:20]}”在这一段里不成对，按原样显示", f"在同一段里写上“<{tag.name}>”和“</{tag.name}>”，或删去它")


class _Finder:
    """Finds the marks of one text. Links are paired then, stars are not yet."""

    def __init__(self, text: str, context: InlineMarks) -> None:
        self.text, self.context = text, context
        self.marks: list[_Mark] = []
        self._brackets: list[_Mark] = []
        self._backticks: dict[int, list[int]] | None = None

    def find(self) -> list[_Mark]:
        """Return the marks in their order."""
        text, search, position = self.text, _MARKS.search, 0
        while match := search(text, position):
            start, position = match.span()
            kind = match.lastgroup if match.lastgroup != "name" else "tag"
            if kind == "ticks":
                position = self._code(start, position) or position
            elif kind == "open":
                self._brackets.append(_Mark("", start, position))
                self.marks.append(self._brackets[-1])
            elif kind == "close":
                position = (self._brackets and self._close(self._brackets.pop(), start)) or position
            elif (mark := _simple(kind, match, self.context)) is not None:
                self.marks.append(mark)
        return self.marks

    def _code(self, start: int, inside: int) -> int:
        """Make code of what follows backticks. Return where it ends; 0 when they are text."""
        if self._backticks is None:
            self._backticks = _runs_of_backticks(self.text)
        length = inside - start
        end = _next_run(self._backticks, length, inside)
        if end:
            self.marks.append(_Mark("code", start, end, self.text[inside : end - length].strip()))
            self.context.record.take("`" * 2 * length)
        return end

    def _close(self, opened: _Mark, start: int) -> int:
        """Make a link or a picture of a bracket that closes at `start`. Return where its notation ends; 0 when it is text."""
        text, record = self.text, self.context.record
        is_picture = opened.end - opened.start == 2
        if opened.data == "holds a link" and not is_picture:
            return 0
        found = target(text, opened.end, start, record)
        if found is None:
            return 0
        end = found.end
        attributes = {"title": found.title} if found.title else {}
        if named := AFTER.match(text, end):
            attributes["id"], end = named["id"], named.end()
            record.give_name(named["id"], text[found.end - 1 : end])
        if is_picture:
            while self.marks[-1] is not opened:
                self.marks.pop()
            words = re.sub(r"\\(\W)", r"\1", text[opened.end : start])
            opened.kind, opened.data = "element", Element("img", {"alt": words, "src": found.address, **attributes})
            record.take(text[opened.start : end])
            opened.end = end
            return end
        opened.kind, opened.data = "begin", Element("a", {"href": found.address, **attributes})
        self.marks.append(_Mark("finish", start, end))
        record.taken += ["[", text[start:end]]
        for outer in self._brackets:
            outer.data = "holds a link"
        self._brackets = [outer for outer in self._brackets if outer.end - outer.start == 2]
        return end


def _simple(kind: str, match: re.Match, context: InlineMarks) -> _Mark | None:
    """Return a mark that needs no partner; None when it is text."""
    record, (start, end) = context.record, match.span()
    if kind == "escaped":
        if _PATH.search(match.string, max(0, start - _LONGEST_PATH), start):
            return None
        record.take("\\")
        return _Mark("literal", start, end, match["escaped"])
    if kind in ("address", "mail"):
        record.take("<>")
        link = Element("a", {"href": ("mailto:" if kind == "mail" else "") + match[kind]})
        link.text = match[kind]
        return _Mark("element", start, end, link)
    if kind == "tag":
        name = match["name"].lower()
        return _Mark("tag", start, end, Tag(start, end, name, match[0][1] == "/")) if is_phrase(name) else None
    if kind == "note":
        mark = context.footnotes.mark(match["note"])
        if mark is None:
            return None
        record.take(match[0])
        return _Mark("element", start, end, mark)
    return _Mark(kind, start, end)


def _runs_of_backticks(text: str) -> dict[int, list[int]]:
    """Return where runs of backticks end, by their length, the last first."""
    found: dict[int, list[int]] = {}
    for match in re.finditer(r"`+", text):
        found.setdefault(len(match[0]), []).append(match.end())
    for ends in found.values():
        ends.reverse()
    return found


def _next_run(runs: dict[int, list[int]], length: int, after: int) -> int:
    """Return the end of the next run of this length; 0 when there is none. Runs before `after` are forgotten."""
    ends = runs.get(length, [])
    while ends and ends[-1] <= after:
        ends.pop()
    return ends.pop() if ends else 0


def _pair_stars(text: str, marks: list[_Mark], record: Record) -> None:
    """Make emphasis of stars that belong together: they stand on one line, and both inside the same link or outside all."""
    lines: list[tuple[emphasis.Line, int, int]] = []
    levels: list[list[_Mark]] = [[]]
    start = 0
    for mark in [*marks, _Mark("break", len(text), len(text))]:
        if mark.kind == "begin":
            levels.append([])
        elif mark.kind == "finish":
            _pair_line(text, levels.pop(), (start, mark.start), lines, record)
        elif mark.kind == "stars":
            levels[-1].append(mark)
        elif mark.kind == "break":
            for level in levels:
                _pair_line(text, level, (start, mark.start), lines, record)
            levels = [[] for _ in levels]
            start = mark.end
    emphasis.end_lines(text, lines, record)


def _pair_line(text: str, stars: list[_Mark], place: tuple[int, int], lines: list, record: Record) -> None:
    """Pair the stars of one line that stand in the same link or outside all."""
    if not stars:
        return
    for mark in stars:
        mark.kind = ""
    line = emphasis.Line(text, stars, record)
    line.pair()
    lines.append((line, *place))


def _build(parent: Element, text: str, marks: list[_Mark]) -> None:
    """Put a text and the elements of its marks into an element."""
    inside, position = [parent], 0
    for mark in marks:
        if not mark.kind:
            continue
        _append(inside[-1], text[position : mark.start])
        position = mark.end
        if mark.kind == "literal":
            _append(inside[-1], mark.data)
        elif mark.kind == "code":
            code = Element("code")
            code.text = mark.data
            inside[-1].append(code)
        elif mark.kind == "break":
            inside[-1].append(Element("br"))
        elif mark.kind == "element":
            inside[-1].append(mark.data)
        elif mark.kind == "begin":
            for element in [mark.data] if isinstance(mark.data, Element) else map(Element, _ELEMENTS[mark.data]):
                inside[-1].append(element)
                inside.append(element)
        else:
            del inside[-len(_ELEMENTS.get(mark.data, ("a",))) :]
    _append(parent, text[position:])


def _append(parent: Element, text: str) -> None:
    """Put a text at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
