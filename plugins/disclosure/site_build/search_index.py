"""The search index of a site in the output folder, or none where a setting says so."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import sqlite3
from collections.abc import Iterator
from typing import Any, Protocol

from ..catalogue.file import catalogue_path
from ..catalogue.sync import Changes
from ..model import addresses
from ..pages.site import Site, remembered
from ..whole_site import suggestions


class SearchIndex(Protocol):
    """What a build needs of a search index."""

    folder: str
    """Its folder in the output folder. All files in it belong to the index."""
    scripts: tuple[str, ...]
    """Paths of the scripts that the search page loads."""

    def update(self, connection: sqlite3.Connection, changes: Changes) -> None:
        """Update the index from the catalogue."""

    def catalogue_committed(self) -> None:
        """Learn that the catalogue has committed what the last update indexed."""

    def remove(self) -> None:
        """Remove the index and its state. The next build makes the index anew, of the items that are public then.

        So nothing of another item stays: no text, posting or position, in the index or on its way to it.
        """


def search_index(settings: dict[str, Any]) -> SearchIndex:
    """Return the search index of a site."""
    return _Index(settings) if settings["DISCLOSURE_SEARCH"] else _NoIndex(settings)


class _Index:
    """The index of `offline_search`. It is imported only here, so that a site without search does not need it."""

    folder = addresses.SEARCH_FOLDER

    def __init__(self, settings: dict[str, Any]) -> None:
        from offline_search.index import AHEAD, CLIENT, MANIFEST

        self.scripts = tuple(f"{self.folder}/{name}" for name in (CLIENT, AHEAD, MANIFEST))
        self._settings = settings
        self._folder, self._state = _places(settings)

    def update(self, connection: sqlite3.Connection, changes: Changes) -> None:
        from offline_search.index import Index

        from . import search_documents

        with contextlib.closing(Index(self._folder, self._state, search_documents.options(self._settings))) as index:
            index.install_client()
            search_documents.update_index(index, connection, changes)

    def catalogue_committed(self) -> None:
        from offline_search.pending import confirm_changes

        confirm_changes(self._state)

    def remove(self) -> None:
        from offline_search.removal import remove_index

        remove_index(self._folder, self._state)


class _NoIndex:
    """No index: an index that an earlier build has made is removed, with its state."""

    folder = addresses.SEARCH_FOLDER
    scripts: tuple[str, ...] = ()

    def __init__(self, settings: dict[str, Any]) -> None:
        self._places = _places(settings)

    def update(self, connection: sqlite3.Connection, changes: Changes) -> None:
        self.remove()

    def catalogue_committed(self) -> None:
        """Do nothing."""

    def remove(self) -> None:
        """Remove the folder of the index, and all files of its state by their names: `offline_search` may not be there."""
        folder, state = self._places
        for path in (folder, *glob.glob(f"{glob.escape(os.path.splitext(state)[0])}[.-]*")):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif os.path.lexists(path):
                os.unlink(path)


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


def _places(settings: dict[str, Any]) -> tuple[str, str]:
    """Return the folder of a site's index and the path of its state."""
    return os.path.join(settings["OUTPUT_PATH"], addresses.SEARCH_FOLDER), os.path.join(os.path.dirname(catalogue_path(settings)), "search.sqlite")
