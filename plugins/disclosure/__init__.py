"""Disclosure: government information disclosure (政府信息公开) as a Pelican plugin.

One way through the house, nothing flows back:

    source → frontmatter, body → reader → store → crosscheck     (sync: content → catalogue)
    site → counts, series, item_pages, … → pages → output        (build: catalogue → files)
    sitecheck, problems, console                                 (what is told to people)

`generator` and `writer` are where Pelican meets it.
"""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    from . import generator

    signals.get_generators.connect(generator.get_generators)
    signals.get_writer.connect(generator.get_writer)
    signals.content_object_init.connect(generator.sanitise_page)
    signals.finalized.connect(generator.finalized)
