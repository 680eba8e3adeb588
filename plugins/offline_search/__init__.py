"""Offline search: a term-sharded index that a browser searches from ``file://``, as a Pelican plugin.

Documents → fold → invert → merge → files; `segment` makes one piece of an index of them,
`index` keeps the pieces. FORMAT.md says what each file holds. With nothing else, the
plugin indexes Pelican's articles and pages; another plugin can hand over documents of its
own to `index.Index` instead, and says with `pending.settle` that it has remembered which.
"""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    from . import pelican_site

    signals.all_generators_finalized.connect(pelican_site.collect)
    signals.finalized.connect(pelican_site.write)
