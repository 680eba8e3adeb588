"""Documents: what the index takes in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One document, of any length."""

    key: str
    """Identifies the document for as long as it exists; contains no line break."""
    url: str
    """Address relative to the site's root."""
    title: str
    body: str
    """Plain text by which the document is found, without its title."""
    date: str = ""
    """ISO 8601, or empty."""
    facets: dict[str, str] = field(default_factory=dict)
    """Values that results can be filtered by; an empty value counts as none."""
    meta: dict[str, str] = field(default_factory=dict)
    """Further texts that a result shows; they are not searched."""
    days: tuple[str, ...] = ()
    """Days (ISO 8601) by which a query for a date finds the document, whatever its text says."""
