"""Offline search: a term-sharded index that a browser searches from ``file://``, as a Pelican plugin.

Documents → fold → invert → merge → files; `segment` makes one piece of an index of them,
`index` keeps the pieces. FORMAT.md says what each file holds. With nothing else, the
plugin indexes Pelican's articles and pages; another plugin can hand over documents of its
own to `index.Index` instead, and says with `pending.settle` that it has remembered which.
"""

from __future__ import annotations

import sys
from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    beside = str(Path(__file__).parent.parent)
    if beside not in sys.path:  # Pelican finds a plugin by itself, not the module `parallel` beside it
        sys.path.append(beside)
    from . import pelican_site

    signals.all_generators_finalized.connect(pelican_site.collect)
    signals.finalized.connect(pelican_site.write)
