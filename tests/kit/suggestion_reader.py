"""Reads the file of the suggestions of a site, as browsers do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from offline_search.files import script_bytes


def suggestion_index(site: Path) -> dict[str, Any]:
    """Return the content of the file of a site's suggestions."""
    script = (site / "suggest/index.js").read_bytes().decode("utf-16")
    assert script.startswith("OfflineSuggest.receive(")
    named = script.replace("OfflineSuggest.receive(", 'OfflineSearch.receive("suggestions",', 1)
    return json.loads(script_bytes("suggestions", "\ufeff".encode("utf-16-le") + named.encode("utf-16-le")))


def suggested(site: Path) -> dict[str, tuple[str, str]]:
    """Return kind and address of each suggestion of a site, by its text; a phrase has neither."""
    index = suggestion_index(site)
    return {text: (index["kinds"][kind], "".join(rest[:1])) for text, kind, *rest in index["shown"]}


def other_names(site: Path) -> dict[str, list[str]]:
    """Return the other names of each suggestion of a site, by its text."""
    return {text: also for text, _, _, *also in (entry for entry in suggestion_index(site)["shown"] if len(entry) > 3)}
