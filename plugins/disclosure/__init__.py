"""Disclosure: government information disclosure (政府信息公开) as a Pelican plugin.

The folders are rooms, in the order in which content becomes a site. A room imports only rooms above it:

    model             the words of the field, typed: item, classification, law, problems
    registers         CSV files → typed rows
    secrecy           texts and files → findings of private or secret values
    content           Markdown files → typed items
    catalogue         items → one SQLite file; every number and list is a query on it
    released          the last release beside the catalogue: tombstones, addresses that are gone, texts that changed
    pages             catalogue and registers → what templates show
    areas, services, register_pages, standards, supervision, report    pages of one subject each
    due               what an office must do by when: a private list, no page
    whole_site        pages about the whole site: front pages, ledger, open data
    site_build        the build: which pages to render, rendering, writing, checks
    new_site          a folder for another district's site
    host              the link between Pelican and the build
    handbook          the handbook for editors, as pages and cards
    preview           the editor's preview: drafts, errors at their lines, wrong addresses; in memory only
    importing         what a district had before → drafts of items
    commands          further commands for editors
    desk              items as forms in a browser, for those who write no headers

`docs/` describes settings, front matter, registers and marks of reports.
"""

from __future__ import annotations

import sys
from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    beside = str(Path(__file__).parent.parent)
    if beside not in sys.path:  # Pelican finds plugins, but not the modules beside them that they import
        sys.path.append(beside)
    from .host import configuration, generator, page_reader, template_cache

    signals.initialized.connect(configuration.check_started)
    signals.initialized.connect(template_cache.give_template_cache)
    signals.readers_init.connect(page_reader.use_page_reader)
    signals.generator_init.connect(generator.give_filters)
    signals.readers_init.connect(generator.read_only_markdown)
    signals.page_generator_finalized.connect(generator.check_pages)
    signals.article_generator_finalized.connect(generator.check_pages)
    signals.get_generators.connect(generator.get_generators)
    signals.get_writer.connect(generator.get_writer)
    signals.content_object_init.connect(generator.sanitise_page)
    signals.finalized.connect(generator.finalized)
