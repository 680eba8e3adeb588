"""Characters that nobody sees, and those that a page shows as boxes. They are told, once a kind, and stay in the text.

They come from web pages, old encodings and PDF files, and they part words for the search.
"""

from __future__ import annotations

from .. import characters
from .record import Record


def tell(text: str, record: Record) -> None:
    """Tell where each kind of doubtful character stands first."""
    for doubt in characters.doubtful(text):
        record.tell(text, doubt.position, doubt.message, doubt.remedy)
