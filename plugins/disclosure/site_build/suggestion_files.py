"""The files of the suggestions of a site: names and phrases that its search boxes suggest."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages.site import Site, remembered
from ..whole_site import suggestions


@remembered
def suggestion_entries(site: Site) -> list[suggestions.Entry]:
    """Return what the search boxes of a site suggest; nothing where it has no search."""
    if not site.search_scripts:
        return []
    from offline_search.phrases import frequent_phrases

    return suggestions.entries(site, frequent_phrases)


def suggestion_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the suggestions of a site that has a search."""
    from offline_search.suggest import Suggestion, files

    yield from files(Suggestion(*entry) for entry in suggestion_entries(site)).items()


def suggestions_depend_on(site: Site) -> str:
    """Return what the files of the suggestions depend on besides the suggestions themselves: code and libraries."""
    if not site.search_scripts:
        return ""
    from offline_search.suggest import identity

    return identity()
