"""The search indexes of a site in the output folder, one of items and one of other places, or none where a setting says so."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
from typing import Any, Protocol

from ..catalogue.file import catalogue_path
from ..catalogue.sync import Changes
from ..model import addresses
from ..pages.site import Site
from ..registers import synonyms


class SearchIndex(Protocol):
    """What a build needs of the search."""

    folder: str
    """Their folder in the output folder. All files in it belong to the indexes."""
    scripts: tuple[str, ...]
    """Paths of the scripts that the search page loads."""

    def update(self, site: Site, changes: Changes) -> None:
        """Update the indexes from the catalogue and the pages, which are written."""

    def catalogue_committed(self) -> None:
        """Learn that the catalogue has committed what the last update indexed."""

    def remove(self) -> None:
        """Remove the indexes and their states. The next build makes them anew, of what is public then.

        So nothing else stays: no text, posting or position, in an index or on its way to it.
        """


def search_index(settings: dict[str, Any]) -> SearchIndex:
    """Return the search of a site."""
    return _Index(settings) if settings["DISCLOSURE_SEARCH"] else _NoIndex(settings)


class _Index:
    """The indexes of `offline_search`. It is imported only here, so that a site without search does not need it."""

    folder = addresses.SEARCH_FOLDER

    def __init__(self, settings: dict[str, Any]) -> None:
        from offline_search.index import AHEAD, CLIENT, MANIFEST

        self.scripts = tuple(f"{self.folder}/{name}" for name in (CLIENT, AHEAD, MANIFEST))
        self._settings = settings
        self._items, self._places = _where(settings)

    def update(self, site: Site, changes: Changes) -> None:
        from offline_search.index import Index

        from . import search_documents, search_places

        with contextlib.closing(Index(*self._items, search_documents.options(self._settings))) as index:
            index.install_client()
            index.install_synonyms(synonyms.groups(site.registers))
            search_documents.update_index(index, site.connection, changes)
        os.makedirs(self._places[0], exist_ok=True)
        with contextlib.closing(Index(*self._places, search_places.options(self._settings["SEARCH_ALIASES"]))) as index:
            places = search_places.Places(site, self._settings["OUTPUT_PATH"])
            index.install_synonyms(synonyms.groups(site.registers))
            search_places.update_places(index, places, site.connection, changes)

    def catalogue_committed(self) -> None:
        from offline_search.pending import confirm_changes

        for _, state in (self._items, self._places):
            confirm_changes(state)

    def remove(self) -> None:
        from offline_search.removal import remove_index

        for folder, state in (self._items, self._places):
            remove_index(folder, state)


class _NoIndex:
    """No index: indexes that an earlier build has made are removed, with their states."""

    folder = addresses.SEARCH_FOLDER
    scripts: tuple[str, ...] = ()

    def __init__(self, settings: dict[str, Any]) -> None:
        self._indexes = _where(settings)

    def update(self, site: Site, changes: Changes) -> None:
        self.remove()

    def catalogue_committed(self) -> None:
        """Do nothing."""

    def remove(self) -> None:
        """Remove the folders of the indexes, and all files of their states by their names: `offline_search` may not be there."""
        for folder, state in self._indexes:
            for path in (folder, *glob.glob(f"{glob.escape(os.path.splitext(state)[0])}[.-]*")):
                if os.path.isdir(path) and not os.path.islink(path):
                    shutil.rmtree(path)
                elif os.path.lexists(path):
                    os.unlink(path)


def _where(settings: dict[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return folder and state of the index of items, and of that of places."""
    root, cache = settings["OUTPUT_PATH"], os.path.dirname(catalogue_path(settings))
    return (
        (os.path.join(root, addresses.SEARCH_FOLDER), os.path.join(cache, "search.sqlite")),
        (os.path.join(root, addresses.PLACES_FOLDER), os.path.join(cache, "places.sqlite")),
    )
