"""Which reader reads which kind of document."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .document import Document, Telling
from .sources import Sources


def documents_of(sources: Sources, telling: Telling, progress: Callable[[int], None]) -> Iterator[Document]:
    """Yield all documents of the sources that are no tables. What cannot be read is told."""
    yield from ()
