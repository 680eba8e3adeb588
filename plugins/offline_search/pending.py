"""Changes that the index has taken in and that the owner of the documents has not confirmed yet.

A process may be killed after it has written the index and before the owner has stored its own
record of the documents. The documents may then be edited back to what they were. The owner would
see no change, and the index would keep the edited text. So every update first lists its documents
in a note beside the state. The owner confirms the changes when its record is stored, and the note
goes. The documents of a note that is left are part of the next update.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from .files import put, remove_whatever

EVERYTHING = None
"""Stands for all keys: any document may have changed."""


def _note(state: str) -> Path:
    return Path(f"{state}.pending")


def announce_changes(state: str, keys: Collection[str] | None) -> None:
    """Note which documents are about to change in the index; `state` is the path of its state."""
    put(str(_note(state)), json.dumps(keys if keys is EVERYTHING else sorted(keys), ensure_ascii=False).encode())


def unconfirmed_changes(state: str) -> set[str] | None:
    """Return the keys of documents that changed without being confirmed, or `EVERYTHING` when the note cannot be read."""
    try:
        keys = json.loads(_note(state).read_bytes())
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, RecursionError):
        return EVERYTHING
    return set(keys) if isinstance(keys, list) and all(isinstance(key, str) for key in keys) else EVERYTHING


def confirm_changes(state: str) -> None:
    """Say that the owner's own record of the documents is stored."""
    remove_whatever(str(_note(state)))
