"""Disclosure: government information disclosure (政府信息公开) as a Pelican plugin.

One way through the house, nothing flows back:

    source → frontmatter, body → reader → store → crosscheck     (sync: content → catalogue)
    secrecy                                                      (texts and files → findings; used by reader, sync, crosscheck)
    counts, registers → report                                   (figures, tables, reconciliation)
    site → counts, series, item_pages, … → pages → output        (build: catalogue → files)
    registers → areas, services, register_pages                  (CSV and items → tables, guides, forms)
    regulations, workdays → deadlines → supervision              (time limits, who kept them)
    sitecheck, problems, console                                 (what is told to people)

`generator` and `writer` are where Pelican meets it.
"""

from __future__ import annotations

import sys
from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    beside = str(Path(__file__).parent.parent)
    if beside not in sys.path:  # Pelican finds plugins by itself, not what they import from each other
        sys.path.append(beside)
    from .host import generator

    signals.generator_init.connect(generator.give_filters)
    signals.get_generators.connect(generator.get_generators)
    signals.get_writer.connect(generator.get_writer)
    signals.content_object_init.connect(generator.sanitise_page)
    signals.finalized.connect(generator.finalized)
