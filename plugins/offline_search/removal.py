"""Removing a whole index. The next build makes it anew, of the documents that there are then."""

from __future__ import annotations

from .files import remove_whatever
from .merging import Staging
from .pending import confirm_changes
from .state import remove_state


def remove_index(root: str, state: str) -> None:
    """Remove the folder of an index, its state, its note of changes and the segments that were being merged.

    After that there is no text, posting or position of any document. `root` and `state` are those of
    `Index`, which must not be open. Raises OSError when something cannot be removed. When the process is
    killed before it comes to its end, the next build still makes the index anew.
    """
    remove_state(state)  # first: without it an index is fresh
    confirm_changes(state)
    Staging.beside(state).remove()
    remove_whatever(root)
