"""Full-text search for static sites, as a Pelican plugin: an inverted index that a browser reads over ``file://``.

Documents are folded, inverted, merged into shards and written as scripts. `segment` makes one
segment of some documents, and `index` manages the segments. FORMAT.md describes every file, and
README.md says how to use the plugin. By itself it indexes Pelican's articles and pages. Another
plugin can give its own documents to `index.Index` instead.
"""

from __future__ import annotations

import sys
from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican import signals

    plugins = str(Path(__file__).parent.parent)
    if plugins not in sys.path:  # Pelican loads a plugin without this folder, and `parallel` is in it
        sys.path.append(plugins)
    from . import pelican_site

    signals.all_generators_finalized.connect(pelican_site.collect)
    signals.finalized.connect(pelican_site.write)
