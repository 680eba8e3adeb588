"""The client: its scripts, and the one that is made of them."""

from __future__ import annotations

from pathlib import Path

import rjsmin

STATIC = Path(__file__).with_name("static")
SCRIPTS = (
    "loader.js", "unpack.js", "reader.js", "textcode.js", "gb2312.js", "codec.js", "query.js", "writings.js", "parse.js", "postings.js", "segment.js", "sets.js", "occurrence.js", "conditions.js", "matching.js",
    "scoring.js", "early.js", "highlight.js", "answer.js", "confirming.js", "searching.js", "engine.js", "near.js", "ruling.js", "synonyms.js", "spellingtable.js", "spelling.js", "living.js", "further.js", "expand.js",
)
"""Its files, in the order in which they run."""


def client_script() -> str:
    """Return the client as one script without comments."""
    return rjsmin.jsmin("\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)) + "\n"
