"""HTML of Word documents and web pages → the text of an item, in the dialect of `docs/dialect.md`.

markdownify walks the elements; this class says how each is written. What Markdown cannot say (merged cells, bold
within a sentence) is written in HTML, which the dialect shows as it is. Signs that would be markup get a backslash.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from markdownify import ATX, MarkdownConverter

from ..content.dialect import html_tags
from ..content.dialect.addresses import is_address
from . import html_tables
from .footnotes import MARK

_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_LINE_END = re.compile(r"[ \t\f\v]*[\r\n]+[ \t\r\n\f\v]*")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[ \t\f\v]*[\r\n]+[ \t\r\n\f\v]*(?=[{_HAN}])")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_AT_START = re.compile(r"(?P<mark>#{1,6}(?= )|[-+>](?= )|>>|-{3,}$|\*(?= ))")
_STARS = re.compile(r"(?<!\*)\*{1,2}(?!\*)")
"""Three stars and more hide something and are never markup."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=!--|/?(?P<name>[A-Za-z][A-Za-z0-9:]*))")
_LINKED = re.compile(r"\](?=\((?P<address>[^()\n]*)\))")
_INDENT = re.compile(r"^[ \t\u3000\u00a0]+", re.MULTILINE)
_BLOCKS = ["p", "div", "section", "article", "main", "center", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "figure"]
_SQUARE = re.compile(r"(?<!\\)([\[\]])")
_ODD = re.compile(r"[ ()]")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_GAPS = re.compile(r"\n{3,}")
_LETTERS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def to_dialect(soup: BeautifulSoup | Tag) -> str:
    """Return the text of what a reader sees of a document."""
    _join_lines(soup)
    _wrap_loose(soup)
    top = min((int(heading.name[1]) for heading in soup.find_all(re.compile("^h[1-6]$"))), default=1)
    text = DialectWriter(top).convert_soup(soup)
    return _GAPS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n") + "\n"


def _join_lines(soup: BeautifulSoup | Tag) -> None:
    """Take the line ends out of the source of a page: they are no line breaks of its text."""
    for text in list(soup.find_all(string=True)):
        if "\n" in text or "\r" in text or "\u00a0" in text:
            if isinstance(text, PreformattedString) or text.find_parent("pre"):
                continue
            text.replace_with(NavigableString(_LINE_END.sub(" ", _BETWEEN_HAN.sub("", text)).replace("\u00a0", " ")))


def _wrap_loose(soup: BeautifulSoup | Tag) -> None:
    """Make paragraphs of words that stand between the blocks of a page without one of their own."""
    for holder in [soup, *soup.find_all(["div", "section", "article", "main", "center", "body", "blockquote"])]:
        if holder.name == "p" or not holder.find(_BLOCKS, recursive=False):
            continue
        run: list = []
        for child in [*holder.contents, None]:
            if child is not None and not (isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS))):
                run.append(child)
                continue
            if any(str(part).strip() if isinstance(part, NavigableString) else part.get_text(strip=True) or part.find("img") or part.name == "img" for part in run):
                paragraph = Tag(name="p")
                run[0].insert_before(paragraph)
                for part in run:
                    paragraph.append(part.extract())
            run = []


class DialectWriter(MarkdownConverter):
    """Writes one document."""

    class Options(MarkdownConverter.DefaultOptions):
        """How markdownify writes what is not said below."""

        heading_style = ATX
        bullets = "-"
        autolinks = False

    def __init__(self, top: int) -> None:
        super().__init__()
        self._top = top

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Put a backslash before signs that would be markup within a line."""
        text = _ENTITY.sub("&amp;", text.replace("`", "\\`"))
        text = _TAG.sub(lambda match: "\\<" if not match["name"] or html_tags.is_known(match["name"]) else "<", text)
        text = _LINKED.sub(lambda match: "\\]" if is_address(match["address"]) else "]", text)
        if len(_STARS.findall(text)) > 1:
            text = _STARS.sub(lambda match: "\\*" * len(match[0]), text)
        return text

    def _lines(self, text: str) -> str:
        """Return the lines of a paragraph without indents, none of which begins with a mark of Markdown."""
        lines = [_BLANKS.sub(" ", line).strip(" \t\u3000\u00a0") for line in text.strip("\n").split("\n")]
        lines = [line.replace(":", "&#58;", 1) if line.startswith(": ") else line for line in lines]  # no backslash hides a colon
        return "\n".join(_AT_START.sub(r"\\\g<mark>", line, count=1) if _AT_START.match(line) else line for line in lines if line)

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph, or lines of one in a cell."""
        text = self._lines(text)
        if not text:
            return ""
        whole = re.fullmatch(r"<b>([^<>*\n]+)</b>", text)
        return f"\n\n**{whole[1]}**\n\n" if whole and "li" not in parent_tags else f"\n\n{text}\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A part of a page: text right in it is a paragraph."""
        if el.find(["p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"]):
            return f"\n\n{text}\n\n"
        return self.convert_p(el, text, parent_tags)

    convert_section = convert_article = convert_main = convert_center = convert_dd = convert_dt = convert_address = convert_figure = convert_figcaption = convert_div

    def convert__document_(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """All of it."""
        return text.strip("\n")

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line break is one on the page."""
        return " " if "_inline" in parent_tags else "\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line across."""
        return "\n\n---\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A heading: the highest of the document has one `#`."""
        text = re.sub(r"</?[bi]>", "", " ".join(_INDENT.sub("", text).split("\n"))).strip()
        if not text or "td" in parent_tags or "th" in parent_tags:
            return text
        return f"\n\n{'#' * min(6, n - self._top + 1)} {text}\n\n"

    def _within(self, name: str, text: str) -> str:
        """Return words in an element of HTML; blanks around them stay outside."""
        bare = text.strip(" \t\n\u3000")
        if not bare or MARK in bare:
            return text
        start = text.index(bare)
        inner = bare if "\n" not in bare else f"</{name}>\n<{name}>".join(line for line in bare.split("\n") if line.strip())
        return f"{text[:start]}<{name}>{inner}</{name}>{text[start + len(bare):]}"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Bold words."""
        is_inside = {"b", "strong"} & set(parent_tags) or el.find(["p", "div", "table"])
        return text if is_inside or "_inline" in parent_tags else self._within("b", text)

    convert_strong = convert_b

    def convert_i(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Words in italics."""
        return text if {"i", "em"} & set(parent_tags) or el.find(["p", "div", "table"]) else self._within("i", text)

    convert_em = convert_i

    def convert_u(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Underlined words. Underlined blanks are places to fill in."""
        if el.find(["p", "div", "table"]):
            return text
        return self._within("u", text) if text.strip(" \u3000\u00a0") else "_" * max(2, len(text))

    def convert_s(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Words that are struck out."""
        return self._within("s", text)

    convert_del = convert_strike = convert_s

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Subscript."""
        return self._within("sub", text)

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Superscript, if it is no footnote."""
        return self._within("sup", text)

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Code is rare in official texts: its words are words."""
        return text

    convert_kbd = convert_samp = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Lines as they are, each a line of a paragraph."""
        return "".join(f"\n\n{self._lines(self.escape(part, parent_tags))}\n\n" for part in re.split(r"\n\s*\n", el.get_text()) if part.strip())

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A quotation."""
        quoted = "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))
        return f"\n\n{quoted}\n\n" if text.strip() else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link. Words without an address that leads somewhere are words."""
        address = (el.get("href") or "").strip()
        words = _PICTURE.sub("", text).strip() or text.strip()
        if not address or address.startswith("#") or address.lower().startswith(("javascript:", "vbscript:", "data:", "file:", "about:")) or not words or words.startswith("!["):
            return text
        if words == address:
            return f"<{address}>"
        words = _SQUARE.sub(r"\\\1", " ".join(words.split("\n")))
        return f"[{words}](<{address}>)" if _ODD.search(address) else f"[{words}]({address})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture."""
        address, shows = el.get("src") or "", " ".join((el.get("alt") or el.get("title") or "").split())
        shows = _SQUARE.sub(r"\\\1", shows)
        return f"![{shows}]({address})" if address else ""

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list. One within an item stands below its words."""
        return f"\n{text.strip(chr(10))}\n" if "li" in parent_tags else f"\n\n{text.strip(chr(10))}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item of a list, with the number that a reader sees."""
        text = _GAPS.sub("\n\n", text.strip("\n ")).strip()
        if not text:
            return ""
        mark = _mark_of(el)
        first, *rest = text.split("\n")
        indent = " " * max(2, len(mark))
        return "\n".join([f"{mark}{first}", *(f"{indent}{line}" if line else "" for line in rest)]) + ("\n" if el.parent and el.parent.name == "ul" else "\n\n")

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table: with bars where it is plain, in HTML where cells are merged or hold more than words."""
        if {"td", "th"} & set(parent_tags):
            return text
        return f"\n\n{html_tables.written(el, self)}\n\n"

    def words_of_cell(self, cell: Tag) -> str:
        """Return the words of a cell of a plain table."""
        text = " ".join(self.process_tag(cell, parent_tags={"table", "_inline"}).split())
        return text.replace("|", "\\|")

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The words of a cell."""
        return f" {text.strip()} "

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Rows are written with their table."""
        return text

    convert_thead = convert_tbody = convert_tfoot = convert_caption = convert_tr


def _mark_of(item: Tag) -> str:
    """Return the mark of an item: `- `, or its number as its list counts."""
    parent = item.parent
    if not parent or parent.name != "ol":
        return "- "
    number = int(parent.get("start") or 1) if str(parent.get("start") or 1).lstrip("-").isdigit() else 1
    for other in parent.find_all("li", recursive=False):
        number = int(other["value"]) if str(other.get("value", "")).isdigit() else number
        if other is item:
            break
        number += 1
    letters = _LETTERS.get(str(parent.get("type", "")), "")
    return f"{letters[number - 1]}. " if 0 < number <= len(letters) else f"{number}. "
