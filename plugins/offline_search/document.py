"""Documents: all that the index wants to know of what it indexes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as whoever has it hands it over."""

    key: str
    """Unique and lasting; never contains a line break."""
    url: str
    """Address relative to the site's root."""
    title: str
    body: str
    """Plain text: everything besides the title by which it is to be found."""
    date: str = ""
    """ISO 8601, or empty."""
    facets: dict[str, str] = field(default_factory=dict)
    """What results can be narrowed by; empty values are none."""
    meta: dict[str, str] = field(default_factory=dict)
    """What a result shows besides, in words."""
