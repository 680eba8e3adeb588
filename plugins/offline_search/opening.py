"""Files by which a page opens an index sooner: `ahead.js` and `opening.js` (FORMAT.md)."""

from __future__ import annotations

from typing import Any

from . import manifest as manifests
from .files import joined_scripts, json_script, queued, read_script
from .merging import living


def ahead_file(root: str, manifest: dict[str, Any]) -> bytes:
    """Return the file `ahead.js`: the directory of the largest segment, for which a page would wait longest."""
    largest = _largest(manifest)
    return queued(read_script(root, f"{largest}/directory") if largest else json_script("ahead", None))


def opening_file(root: str, manifest: dict[str, Any]) -> bytes:
    """Return the file `opening.js`: the manifest, with the directory and the facets of the largest segment."""
    largest = _largest(manifest)
    names = [f"{largest}/directory", f"{largest}/f/0"] if largest else []
    return joined_scripts("opening", manifests.stored(manifest), {name: read_script(root, name) for name in names})


def _largest(manifest: dict[str, Any]) -> str:
    """Return the name of the segment with the most living documents; empty when there is none."""
    return max(manifest["segments"], key=living)["name"] if manifest["segments"] else ""
