"""Bodies: Markdown → safe HTML, plain text, and what the body points to.

Three steps: Python-Markdown renders, nh3 (ammonia) keeps only what `TAGS` and
`ATTRIBUTES` allow, and the remaining links are sorted into files beside the item, other
items, pages of this site, and other sites. nh3 writes canonical HTML (double-quoted
attributes, escaped angle brackets). That makes the replacements after it safe.
"""

from __future__ import annotations

import html
import itertools
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

import markdown
import nh3

from ..model import addresses
from ..model.item import Reference
from ..model.problems import ERROR, WARNING, Problem
from . import fidelity, structure
from .dialect import NAME, REPLACED, Dialect, signatures
from .dialect.html_tags import DROPPED_WITH_CONTENT, TAGS
from .dialect.plain import html_of_plain

ATTRIBUTES = {
    "*": {"id", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"src", "alt"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
}
CLASSES = {"a": {"footnote-ref", "footnote-backref"}, "div": {"footnote"}, "p": {signatures.CLASS}}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "index"}
ID_PREFIX = "b-"
"""Begins every id of a body, so that it cannot be one of the page's own."""

LONG, LONGEST = 1_000_000, 3_000_000
"""Bytes of HTML. A longer body is told; the longest that a page may have, for old computers. 300,000 characters are 0.9 million."""

ROOT = "../../"
"""The way from an item's page to the site root: items stand two folders deep."""

_NUMBERS = {"colspan", "rowspan", "span", "start", "value"}
OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_PELICAN_LINK = re.compile(r"[{|](?:filename|attach|static)[|}](?P<rest>.*)\Z")
_OUTSIDE_ANCHOR = re.compile(r'<a (?:[a-z]+="[^"]*" )*href="outside:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TABLE_CELL = re.compile(r'<(t[hd])((?: [a-z]+="[^"]*")*?) style="text-align: ?(left|center|right);?"')
_STYLE_LEFT = re.compile(r'(<t[hd](?: [a-z]+="[^"]*")*?) style="[^"]*"')
_BOTTOMLESS = re.compile(r"^[ \t]*(?:>[ \t]*){16}|^(?: {4}|\t){16}[ \t]*(?:[-*+>]|\d+\.)", re.MULTILINE)
_LISTS = re.compile(r'<(/?)(ol|ul|li)(?: [^<>]*?(?:start|value)="(\d+)")?[^<>]*>')
_GENERATED = re.compile(r'<span class="rr-outlink__address">[^<]*</span>')
_ANCHORS = re.compile(r' (id|href)="#?b-([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_SALUTATION = re.compile(r"\A<p>([^<]{2,120}：)</p>")
_SIGNATURE = re.compile(rf"<p>([^<。]{{2,60}})<br>\n?({signatures.DATE})</p>")
_SIGNATURE_AT_END = re.compile(rf"<p>([^<。，：；:]{{2,40}})</p>\n<p>({signatures.DATE})</p>\Z")
_SUSPICIOUS = re.compile(
    r"<\s*/?\s*(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|video|audio)\b"
    r"|<[^<>]*\son\w+\s*=",
    re.IGNORECASE,
)
_FOREIGN_SCHEME = re.compile(
    r"(?:\]\(\s*<?|^\s*\[(?!\^)[^\]]+\]:\s*<?|(?:href|src)\s*=\s*[\"']?\s*)"
    r"((?!(?:" + "|".join(sorted(SCHEMES)) + r")\s*:)[a-z][a-z0-9+.-]*\s*:[^\s)>\"']*)",
    re.IGNORECASE | re.MULTILINE,
)


class Body:
    """One rendered body: HTML, plain text, what it points to, and its problems."""

    __slots__ = ("html", "problems", "references", "text")

    def __init__(self) -> None:
        self.html = ""
        self.text = ""
        self.references: list[Reference] = []
        self.problems: list[Problem] = []


_CELL_GAP = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)")
_FOOTNOTE_MARK = re.compile(r"""<sup id="[^"]*fnref[^"]*">.*?</sup>|<a class="[^"]*footnote-backref[^"]*".*?</a>""", re.DOTALL)


class BodyRenderer:
    """Renders bodies one after another with one Markdown instance and one sanitiser.

    To make a Markdown instance takes 0.4 ms and it can be reset, so each process makes one.
    A renderer must not be shared between threads.
    """

    def __init__(self, markdown_settings: dict) -> None:
        settings = dict(markdown_settings)
        configs = settings.get("extension_configs", {})
        extensions = list(settings.get("extensions", ()))
        extensions += [name for name in configs if name not in extensions]
        self._dialect = Dialect()
        others = [name for name in extensions if name not in (*REPLACED, NAME)]
        settings["extensions"] = [self._dialect, *others]
        settings["extension_configs"] = {name: config for name, config in configs.items() if name in others}
        settings.setdefault("output_format", "html")
        self._markdown = markdown.Markdown(**settings)
        self._has_other_extensions = bool(others)
        self._cleaner = nh3.Cleaner(
            tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES,
            clean_content_tags=DROPPED_WITH_CONTENT, url_schemes=SCHEMES, link_rel=None,
            id_prefix=ID_PREFIX, filter_style_properties={"text-align"},
            attribute_filter=self._attribute,
        )
        self._path = ""
        self._source = ""
        self._first_line = 1
        self._folder = ""
        self._result = Body()

    def render(self, path: str, source: str, first_line: int, index: str) -> Body:
        """Render the body of the file `path`. This never fails: what cannot be rendered is a problem.

        `first_line` is the line of the file on which the body begins. `index` is the item's
        Index, which names the folder of its attachments.
        """
        self._folder = addresses.item_stem(index)
        self._begin(path, source, first_line)
        result = self._result
        if not source.strip():
            result.problems.append(Problem(path, first_line, "正文是空的", "写上正文；只有附件的，也请写一句说明"))
            return result
        cleaned = self._plain() or self._cleaned()
        if cleaned is None:
            return result
        result.html = structure.with_places(_set_as_document(cleaned))
        result.text = self.text_of(result.html)
        if not result.text and "<img" not in result.html:
            result.problems.append(Problem(path, first_line, "正文里没有可以显示的内容", "检查正文是否只有注释或不允许的标记"))
        self._compare(result.html, result.text)
        if "fnref" in result.html:
            result.text = self.text_of(structure.without_marks(result.html))
        result.html = structure.finished(result.html)
        self._measure(result.html)
        return result

    def _begin(self, path: str, source: str, first_line: int) -> None:
        """Turn to the next body."""
        self._path, self._source, self._first_line = path, source, first_line
        self._result = Body()

    def _plain(self) -> str | None:
        """Return the HTML of a body without any markup; None for others, and where further extensions may see markup in it."""
        self._dialect.reset()
        return None if self._has_other_extensions else html_of_plain(self._source)

    def _cleaned(self) -> str | None:
        """Return the sanitised HTML of any body, and keep what is to be told; None when it cannot be converted."""
        self._tell_of_addresses()
        rendered = self._converted()
        return None if rendered is None else self.clean(rendered)

    def _converted(self) -> str | None:
        """Return the HTML that the dialect makes of the body, and keep what it tells; None when it cannot be converted."""
        self._tell_of_scripts()
        if deep := _BOTTOMLESS.search(self._source):
            line = self._first_line + self._source.count("\n", 0, deep.start())
            self._result.problems.append(Problem(self._path, line, "列表或引用套了太多层", "减少层次；是误入的符号就删去"))
            return None
        try:
            rendered = self._markdown.reset().convert(self._source)
        except Exception as error:  # extensions may raise anything, and the other items must still be read
            self._complain("", f"正文转换不了（{type(error).__name__}）", "检查正文里层层相套的列表、引用和标记，简化后再试")
            return None
        self._result.problems += [
            Problem(self._path, self._first_line + told.line - 1, told.message, told.remedy, told.severity)
            for told in sorted(self._dialect.record.told, key=lambda told: told.line)
        ]
        return rendered

    def _compare(self, cleaned: str, text: str) -> None:
        """Keep a problem when characters of the source are not on the page, and one for each link within the page that leads nowhere."""
        shown = self.text_of(_GENERATED.sub("", cleaned)) if "rr-outlink__address" in cleaned else text
        if not fidelity.is_same(self._source, shown, self._dialect.record.taken):
            self._tell_of_differences(shown)
        if 'href="#b-' in cleaned:
            self._result.problems += self._dead_anchors(cleaned)

    def _tell_of_differences(self, shown: str) -> None:
        """Keep a problem when characters of the source are not on the page, else one when they stand there in another order."""
        taken = self._dialect.record.taken
        if found := fidelity.loss(self._source, shown, taken):
            message = f"“{found.words}”里有字符没有显示在页面上"
        elif found := fidelity.moved(self._source, shown, taken):
            message = f"从“{found.words}”起，页面上的次序和原文不一样"
        else:
            return
        self._result.problems.append(Problem(
            self._path, self._first_line + found.line - 1, message, "换一种写法；能用的写法在编辑手册里（make devserver 的 /.handbook/）",
            WARNING if self._has_other_extensions else ERROR,  # their markup is not known here
        ))

    def _measure(self, cleaned: str, long: int = LONG, longest: int = LONGEST) -> None:
        """Keep a problem when the HTML is so long that old computers open it slowly."""
        if len(cleaned) * 3 <= long or (size := len(cleaned.encode())) <= long:
            return
        is_error = size > longest
        self._result.problems.append(Problem(
            self._path, self._first_line, f"正文的网页有 {size / 1_000_000:.1f} MB，" + (f"超过 {longest / 1_000_000:g} MB，不能发布" if is_error else "旧电脑打开很慢"),
            "分成几条信息，或把长的表格和文件做成附件", ERROR if is_error else WARNING,
        ))

    def _dead_anchors(self, cleaned: str) -> Iterator[Problem]:
        """Yield a problem for each link within the page that leads nowhere."""
        anchors = _ANCHORS.findall(cleaned)
        there = {html.unescape(name) for kind, name in anchors if kind == "id"}
        for name in dict.fromkeys(unquote(html.unescape(name)) for kind, name in anchors if kind == "href"):
            if name not in there:
                yield Problem(self._path, self._line_of(f"#{name}"), f"链接“#{name}”指到的地方不在这一页上", "核对标题的文字，或在那里写上“{#" + name + "}”")

    def clean(self, rendered: str) -> str:
        """Sanitise HTML, and bring tables, headings and links to other sites into the form of this site."""
        cleaned = self._cleaner.clean(rendered)
        if "outside:" in cleaned:
            cleaned = _OUTSIDE_ANCHOR.sub(_outside_link, cleaned)
        if "<h1" in cleaned:
            cleaned = cleaned.replace("<h1", "<h2").replace("</h1>", "</h2>")
        if "<table" in cleaned:
            cleaned = _TABLE_CELL.sub(r'<\1\2 class="rr-\3"', cleaned)
            cleaned = _STYLE_LEFT.sub(r"\1", cleaned)
            cleaned = _in_scrolling_regions(cleaned)
        return cleaned

    def text_of(self, cleaned: str) -> str:
        """Return the plain text of sanitised HTML, as a reader sees it: numbers of lists too."""
        return plain_text(cleaned)

    def _line_of(self, needle: str) -> int:
        position = self._source.find(needle)
        return self._first_line + self._source.count("\n", 0, position) if position >= 0 else self._first_line

    def _tell_of_scripts(self) -> None:
        """Tell of HTML that the sanitiser will remove: nothing may vanish in silence."""
        if "<" in self._source and (trap := _SUSPICIOUS.search(self._source)):
            line = self._first_line + self._source.count("\n", 0, trap.start())
            self._result.problems.append(
                Problem(self._path, line, "正文里有不允许的 HTML，发布时已经去掉", "删去尖括号里的标记，只留文字", WARNING)
            )

    def _tell_of_addresses(self) -> None:
        """Tell of addresses in links that no page may have."""
        if not any(mark in self._source for mark in ("<", "](", "]:")):
            return
        for trap in _FOREIGN_SCHEME.finditer(self._source):
            line = self._first_line + self._source.count("\n", 0, trap.start(1))
            self._result.problems.append(
                Problem(self._path, line, f"地址“{trap[1][:40]}”不能出现在网站上", "把文件放在条目旁边，用文件名链接")
            )

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """Return the value of an attribute, or None to remove it. nh3 calls this for each attribute that it would keep."""
        if name == "href":
            return self._link(value)
        if name == "src":
            return self._image(value)
        if name == "id":
            return None if re.search(r"\s", value) else value
        if name in _NUMBERS:
            return value if re.fullmatch(r"[1-9]\d{0,3}", value) else None
        if name == "scope":
            return value if value in ("row", "col", "rowgroup", "colgroup") else None
        return value

    def _link(self, value: str) -> str | None:
        """Return the address of a link as the page has it; `outside:` and `item:` are replaced later."""
        address = value.strip().replace("\\", "/")
        if address.startswith("#"):
            return "#" + ID_PREFIX + address[1:] if len(address) > 1 else "#"
        if address.lower().startswith("index:"):
            index, hash_mark, fragment = unquote(address[6:]).partition("#")
            self._refer("index", index, value)
            return "item:" + addresses.url(index) + (hash_mark + ID_PREFIX + fragment if fragment else "")
        if OUTSIDE.match(address):
            return "outside:" + value.strip()
        return self._inside(address, value, "file")

    def _image(self, value: str) -> str | None:
        address = value.strip().replace("\\", "/")
        if OUTSIDE.match(address):
            self._complain(value, f"图片“{value[:60]}”不在本站", "把图片文件放在条目旁边，用文件名引用")
            return None
        return self._inside(address, value, "image")

    def _inside(self, address: str, value: str, kind: str) -> str | None:
        """Return the address of a link or an image on this site, and record what it refers to."""
        pelican = _PELICAN_LINK.match(unquote(address))
        path, fragment, _ = re.match(r"([^#?]*)([#?].*)?()", pelican["rest"] if pelican else address).groups()
        path, fragment = unquote(path), (fragment or "")
        if not path:
            return None
        if pelican and path.startswith("/"):
            target = posixpath.normpath(path[1:])
        elif path.startswith("/"):
            target = posixpath.normpath(path[1:])
            if target.startswith(".."):
                return self._outside_of_site(value)
            self._refer("page", target, value)
            return ROOT + addresses.url(target) + fragment
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), path))
        if not target.startswith("items/"):
            return self._outside_of_site(value)
        if target.endswith((".md", ".markdown")) and kind == "file":
            self._refer("item", target, value)
            return "item:" + addresses.url(target) + (f"#{ID_PREFIX}{fragment[1:]}" if fragment.startswith("#") else "")
        self._refer(kind, target, value)
        return addresses.url(f"{self._folder}/{posixpath.basename(target)}")

    def _refer(self, kind: str, target: str, value: str) -> None:
        plain = unquote(value)
        line = self._line_of(plain if plain in self._source else value)
        self._result.references.append(Reference(kind, target, line))

    def _outside_of_site(self, value: str) -> None:
        self._complain(value, f"“{value[:60]}”指到条目目录以外", "把文件放在条目旁边；链接到本站页面的，从根写起，如 /counts/index.html")

    def _complain(self, value: str, message: str, remedy: str) -> None:
        self._result.problems.append(Problem(self._path, self._line_of(value), message, remedy))


def plain_text(cleaned: str) -> str:
    """Return the text of sanitised HTML as a reader sees it, with the numbers of lists."""
    if "<ol" in cleaned:
        cleaned = _with_numbers(cleaned)
    return html.unescape(_TAG.sub("", cleaned)).strip()


def text_for_comparison(cleaned: str) -> str:
    """Return the text of sanitised HTML in which a row of a table is one line, without the marks that lead to footnotes and back."""
    return plain_text(_CELL_GAP.sub("　", _FOOTNOTE_MARK.sub("", cleaned)))


def _with_numbers(cleaned: str) -> str:
    """Return HTML in which each item of a numbered list begins with its number, as a browser shows it."""
    lists: list[int] = []

    def number(match: re.Match) -> str:
        closing, tag, given = match.groups()
        if tag != "li":
            if not closing:
                lists.append(int(given or 1) - 1 if tag == "ol" else -10_000)
            elif lists:
                lists.pop()
        elif not closing and lists and lists[-1] >= 0:
            lists[-1] = int(given) if given else lists[-1] + 1
            return f"{match[0]}{lists[-1]}. "
        return match[0]

    return _LISTS.sub(number, cleaned)


def _in_scrolling_regions(cleaned: str) -> str:
    """Put each table into a region that scrolls by itself, by keyboard too. Its label numbers the tables of a text."""
    numbers = itertools.count(1)

    def region(_: re.Match) -> str:
        return f'<section class="rr-scroll" aria-label="表格{next(numbers)}" tabindex="0"><table'

    return re.sub("<table", region, cleaned).replace("</table>", "</table></section>")


def _set_as_document(cleaned: str) -> str:
    """Mark the salutation and the signature: official documents set them in a form of their own."""
    cleaned = _SALUTATION.sub(r'<p class="rr-salutation">\1</p>', cleaned)
    cleaned = _SIGNATURE_AT_END.sub(rf'<p class="{signatures.CLASS}">\1<br>\2</p>', cleaned)
    return _SIGNATURE.sub(r'<p class="rr-signature">\1<br>\2</p>', cleaned)


def _outside_link(match: re.Match) -> str:
    """Return a link to another site as marked text with its address: a terminal has no network to follow it."""
    address, text = match.groups()
    if re.sub(r"<[^>]*>", "", text).strip() in (address, address.removeprefix("mailto:"), address.removeprefix("tel:")):
        return f'<span class="rr-outlink">{text}</span>'
    return f'<span class="rr-outlink">{text}<span class="rr-outlink__address">（网址：{address}）</span></span>'
