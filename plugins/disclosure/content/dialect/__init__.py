"""The Markdown of official texts, as an extension of Python-Markdown.

What the editor wrote is what the reader sees: only the forms that `docs/dialect.md` lists are
markup, all else is text. One module a rule:

    blocks            what begins a block
    headings, lines_across, lists, tables, tab_tables, quotes, definition_lists, footnotes, signatures, paragraphs
    inline            marks inside a paragraph; emphasis, links, attributes are its parts
    html_tags         which `<…>` is markup; html_blocks are its blocks
    masks             what stars hide in names and numbers
    fences            code
    references        link definitions; addresses says what is one
    invisible         characters that nobody sees
    record            what was taken for markup, and what is to be told
    plain             a short way for bodies without any markup

Use it by name in the setting MARKDOWN (`disclosure.content.dialect`). It takes the place of the
stock processors and of the extensions tables, footnotes, def_list, attr_list, nl2br and meta.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import Registry

from . import fences, footnotes, headings, html_blocks, invisible, lines_across, links, references, tab_tables, tables
from .blocks import DialectParser
from .definition_lists import DefinitionListProcessor
from .footnotes import Footnotes, NoteProcessor
from .headings import HeadingProcessor
from .inline import InlineMarks
from .lines_across import LineAcrossProcessor
from .lists import ListProcessor
from .paragraphs import ParagraphProcessor, ProseProcessor
from .quotes import QuoteProcessor
from .record import Record
from .signatures import SignatureProcessor
from .tab_tables import TabTableProcessor
from .tables import TableProcessor

NAME = "disclosure.content.dialect"
REPLACED = {f"markdown.extensions.{name}" for name in ("tables", "footnotes", "def_list", "attr_list", "nl2br", "meta", "extra", "fenced_code", "codehilite", "sane_lists")}
"""Extensions whose work the dialect does."""

_STOCK_PREPROCESSORS = ("normalize_whitespace", "html_block")
_STOCK_BLOCKS = ("empty", "indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference", "paragraph")
_STOCK_INLINE = (
    "backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref", "autolink",
    "automail", "linebreak", "html", "entity", "not_strong", "em_strong", "em_strong2",
)
_EMPTY_LINES = re.compile(r"^[ \t\u3000\u00a0]+$", re.MULTILINE)
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_STASHED = re.compile(r"<p>\s*\x02wzxhzdk:(\d+)\x03\s*</p>|\x02wzxhzdk:(\d+)\x03")


class Dialect(Extension):
    """Registers the rules. `record` is that of the last conversion."""

    def __init__(self, **configs: Any) -> None:
        super().__init__(**configs)
        self.record = Record()

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the stock processors away and register those of the dialect; Markdown calls this."""
        md.registerExtension(self)
        for registry, names in (
            (md.preprocessors, _STOCK_PREPROCESSORS), (md.inlinePatterns, _STOCK_INLINE),
            (md.treeprocessors, ("inline", "unescape")), (md.postprocessors, ("raw_html", "amp_substitute")),
        ):
            for name in names:
                registry.deregister(name, strict=False)
        stock, md.parser = md.parser, DialectParser(md)
        md.parser.blockprocessors = _without(stock.blockprocessors, _STOCK_BLOCKS)
        parser, record = md.parser, self.record
        self.footnotes = Footnotes(parser, record)
        md.preprocessors.register(_Prepare(md, record), "dialect", 30)
        for place, (name, processor) in enumerate(_block_processors(parser, record)):
            parser.blockprocessors.register(processor, name, 120 - place)
        md.treeprocessors.register(InlineMarks(md, record, self.footnotes), "inline", 20)
        md.postprocessors.register(_Unstash(md), "raw_html", 30)

    def reset(self) -> None:
        """Forget the last conversion."""
        self.record.reset()
        self.footnotes.reset()


def _without(registry: Registry, names: tuple[str, ...]) -> Registry:
    for name in names:
        registry.deregister(name, strict=False)
    return registry


def _block_processors(parser: DialectParser, record: Record) -> Iterator[tuple[str, Any]]:
    """Yield the processors of blocks, the first to be asked first."""
    yield "prose", ProseProcessor(parser)
    yield "heading", HeadingProcessor(parser, record)
    yield "across", LineAcrossProcessor(parser, record)
    yield "table", TableProcessor(parser, record)
    yield "note", NoteProcessor(parser, record)
    yield "signature", SignatureProcessor(parser)
    yield "list", ListProcessor(parser, record)
    yield "quote", QuoteProcessor(parser, record)
    yield "definitions", DefinitionListProcessor(parser, record)
    yield "tabs", TabTableProcessor(parser, record)
    yield "paragraph", ParagraphProcessor(parser, record)


class _Prepare(Preprocessor):
    """Takes code, HTML and definitions out of the text, and tells what the editor should know. Lines stay where they are."""

    def __init__(self, md: Markdown, record: Record) -> None:
        super().__init__(md)
        self.record = record

    def run(self, lines: list[str]) -> list[str]:
        """Return the text as the block parser needs it."""
        record, stash = self.record, self.md.htmlStash
        text = "\n".join(lines)
        if "\x02" in text or "\x03" in text or "\r" in text:
            text = text.replace("\x02", "").replace("\x03", "").replace("\r", "\n")
        if "```" in text:
            text = fences.prepare(text, record, stash)
        if "&" in text:
            text = _ENTITY.sub(_as_entity, text)
        if "<" in text:
            text = html_blocks.prepare(text, record, stash)
        _tell(text, record)
        if "]:" in text:
            text = references.prepare(text, record)
        record.text = _EMPTY_LINES.sub("", text)
        return [record.text]


def _as_entity(match: re.Match) -> str:
    """Return an entity of HTML; what has the form of one and is none is text (`&#0;`, `&unknown;`)."""
    written = match[0]
    meant = html.unescape(written)
    is_known = meant not in ("", "\ufffd", written) and (not meant.endswith(";") or meant == ";")
    return written if is_known else "&amp;" + written[1:]


def _tell(text: str, record: Record) -> None:
    """Let each rule tell what the editor should know of the text."""
    if "[^" in text:
        footnotes.tell(text, record)
    if "****" in text:
        lines_across.tell(text, record)
    if "](" in text:
        links.tell(text, record)
    if links.CLOSED.search(text):
        links.tell_of_likenesses(text, record)
    if "##" in text or "\n==" in text:
        headings.tell(text, record)
    if "|" in text or "｜" in text:
        tables.tell(text, record)
    if "\t" in text:
        tab_tables.tell(text, record)
    invisible.tell(text, record)


class _Unstash(Postprocessor):
    """Puts what stands in the stash in the place of its placeholders. A block needs no paragraph around it."""

    def run(self, text: str) -> str:
        """Return the HTML without placeholders."""
        if "\x02" not in text:
            return text
        stashed = self.md.htmlStash.rawHtmlBlocks

        def block(match: re.Match) -> str:
            number = int(match[1] or match[2])
            raw = str(stashed[number]) if number < len(stashed) else ""
            is_block = match[1] is not None and not _INLINE.match(raw)
            return raw if match[2] is not None or is_block else f"<p>{raw}</p>"

        return _STASHED.sub(block, text)


_INLINE = re.compile(r"</?(?:a|abbr|b|br|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var)\b", re.IGNORECASE)


def makeExtension(**configs: Any) -> Dialect:
    """Return the extension; Markdown calls this for its name in the setting MARKDOWN."""
    return Dialect(**configs)
