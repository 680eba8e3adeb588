"""Bodies by themselves: Markdown → what a reader sees and what an editor is told, without a build."""

from __future__ import annotations

from functools import cache

from bs4 import BeautifulSoup, Tag
from disclosure.content.body import Body, BodyRenderer

PATH = "items/x.md"


@cache
def renderer() -> BodyRenderer:
    """Return one renderer with the dialect alone."""
    return BodyRenderer({})


def body(source: str) -> Body:
    """Return the body that a source becomes. Its first line is line 1."""
    return renderer().render(PATH, source, 1, "9/2014-1")


def soup(source: str) -> Tag:
    """Return the HTML of a body, parsed."""
    return BeautifulSoup(body(source).html, "html.parser")


def shown(source: str) -> str:
    """Return what a reader sees, with blanks as a browser has them and line breaks where blocks and lines end."""
    return "\n".join(" ".join(line.split()) for line in body(source).text.split("\n") if line.strip())


def told(source: str) -> list[tuple[int, str]]:
    """Return line and message of each thing told."""
    return [(problem.line, problem.message) for problem in body(source).problems]


def paragraphs(source: str) -> list[str]:
    """Return the texts of the paragraphs."""
    return [paragraph.get_text() for paragraph in soup(source).find_all("p")]


def markup(source: str) -> set[str]:
    """Return the names of the elements other than paragraphs and line breaks."""
    return {element.name for element in soup(source).find_all(True)} - {"p", "br"}
