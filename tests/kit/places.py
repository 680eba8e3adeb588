"""The places of a site's pages as its search index has them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .index_reader import Reader


class Found(NamedTuple):
    """A place in the index."""

    kind: str
    title: str
    text: str
    page: str


def places_in(output: Path) -> dict[str, Found]:
    """Return the places that the index of a site has, by address."""
    found = {}
    for segment in Reader(output / "search/places").segments:
        for text, (values, _) in zip(segment.texts, segment.facets, strict=True):
            if text is not None:
                assert text["meta"]["kind"] == values["kind"] and text["key"] == text["url"]
                found[text["key"]] = Found(values["kind"], text["title"], text["text"], text["meta"].get("page", ""))
    return found
