"""What an index was told, and whoever keeps the documents may not have remembered: noted beside the state until they say so.

A process may be killed when the index is written and its owner's own record is not. When the documents
then are again what they were before, the owner sees no change, and the index would keep what it was told.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from .files import put

EVERYTHING = None
"""In place of keys: any document may be another than its owner thinks."""


def _note(state: str) -> Path:
    return Path(f"{state}.pending")


def announce(state: str, keys: Collection[str] | None) -> None:
    """Note which documents are about to be changed in the index of a state."""
    put(str(_note(state)), json.dumps(keys if keys is EVERYTHING else sorted(keys), ensure_ascii=False).encode())


def unsettled(state: str) -> set[str] | None:
    """Return the keys of documents that were changed, and that nobody said to have remembered; or `EVERYTHING`."""
    try:
        keys = json.loads(_note(state).read_bytes())
    except FileNotFoundError:
        return set()
    except ValueError:
        return EVERYTHING
    return set(keys) if isinstance(keys, list) else EVERYTHING


def settle(state: str) -> None:
    """Say that the owner of the documents has remembered all that the index was told."""
    _note(state).unlink(missing_ok=True)
