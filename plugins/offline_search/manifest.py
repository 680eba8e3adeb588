"""The manifest: the file that names the segments of an index and their deleted documents (FORMAT.md, "manifest.js")."""

from __future__ import annotations

import itertools
import json
from typing import Any

from .files import json_script, queued


def encode(manifest: dict[str, Any]) -> bytes:
    """Return the file of a manifest."""
    return queued(json_script("manifest", stored(manifest)))


def stored(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest as files have it: the numbers of deleted documents are differences."""
    segments = [entry | {"deleted": [after - before for before, after in itertools.pairwise([0, *entry["deleted"]])]} for entry in manifest["segments"]]
    return manifest | {"segments": segments}


def decode(data: bytes) -> dict[str, Any]:
    """Return the manifest in such a file. Raises ValueError for another file."""
    try:
        manifest = json.loads(data[data.index(b",") + 1 : data.rindex(b"]")])
        for entry in manifest["segments"]:
            entry["deleted"] = list(itertools.accumulate(entry["deleted"]))
    except (LookupError, TypeError) as error:
        raise ValueError("this is no manifest") from error
    return manifest
