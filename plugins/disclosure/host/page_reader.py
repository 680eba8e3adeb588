"""Pelican's reader of Markdown files: pages and reports go through the same door as items.

Pelican's own reader adds Markdown's extension `meta` to the setting MARKDOWN in place, and so
takes a first line like `9:30，…` for a header. This one splits header and body as items have them, and
makes HTML by the dialect. What is wrong with a page becomes its attribute `body_problems`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader

from ..content.frontmatter import Document, split
from .page_body import PageBody


class PageReader(BaseReader):
    """Reads a page: its header as Pelican wants it, its body by the dialect."""

    file_extensions = ["md", "markdown", "mkd", "mdown"]  # noqa: RUF012 - Pelican reads this list

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and header of a page. Raises ValueError for a file that cannot be decoded; Pelican logs that."""
        path = os.path.relpath(source_path, self.settings["PATH"]).replace(os.sep, "/")
        document = split(path, Path(source_path).read_bytes())
        if document.problems and not document.entries and not document.body:
            raise ValueError(document.problems[0].message)
        body = PageBody(self.settings["MARKDOWN"])
        rendered, problems = body.convert_page(path, document.body, document.body_line)
        return rendered, self._header(document, body) | {"body_problems": [*document.problems, *problems]}

    def _header(self, document: Document, body: PageBody) -> dict[str, Any]:
        """Return the header's values by their names in lower case, as Pelican processes them."""
        values: dict[str, Any] = {}
        for entry in document.entries:
            name = entry.key.strip().lower()
            value = body.convert(entry.value) if name in self.settings["FORMATTED_FIELDS"] else entry.value
            values.setdefault(name, self.process_metadata(name, value))
        return values


def use_page_reader(readers: Any) -> None:
    """Receiver of `readers_init`: gives Pelican this reader for Markdown."""
    for ending in PageReader.file_extensions:
        readers.reader_classes[ending] = PageReader
