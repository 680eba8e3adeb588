"""The search index of a site: removed with all that belongs to it, made anew where its files are damaged."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from disclosure.catalogue.file import catalogue_path
from disclosure.catalogue.sync import Changes
from disclosure.site_build import search_documents
from disclosure.site_build.search_index import search_index
from offline_search import index as offline_index
from offline_search.document import Document
from offline_search.index import Index
from offline_search.pending import confirm_changes

from tests.kit.project import item
from tests.kit.quick_builds import Quick, Searched
from tests.kit.search_traces import traces

WORDING = "鱻麤龘靐"


@pytest.fixture
def site(tmp_path: Path) -> Quick:
    """A built site of two items."""
    site = Searched(tmp_path)
    site.write({"items/a.md": item(), "items/b.md": item(Index="1/2", Title=f"第二条{WORDING}", Date="2014-05-06", body=f"正文有{WORDING}。")})
    site.good()
    return site


def settings_of(site: Quick, search: bool = True) -> dict[str, Any]:
    """Return the settings that an index needs."""
    return {
        "PATH": str(site.content), "OUTPUT_PATH": str(site.output), "CACHE_PATH": str(site.base / "cache"), "DISCLOSURE_SEARCH": search,
        "SEARCH_ALIASES": (),
    }


def state_files(site: Quick) -> list[str]:
    """Return the names of the files of the index's state."""
    return sorted(path.name for path in Path(catalogue_path(settings_of(site))).parent.iterdir() if path.name.startswith("search"))


@pytest.mark.parametrize("search", [True, False])
def test_an_index_is_removed_with_its_state(site: Quick, search: bool) -> None:
    assert {"search.sqlite", "search.sqlite.sha256", "search-merges"} <= {*state_files(site)}
    before = site.tree()
    search_index(settings_of(site, search)).remove()
    assert state_files(site) == [] and not (site.output / "search").exists()
    site.good()
    assert site.tree() == before


def test_a_removed_item_is_in_no_file_of_an_index_that_was_removed(site: Quick) -> None:
    state = Path(catalogue_path(settings_of(site))).parent / "search-merges"
    assert traces([site.output / "search"], WORDING)
    (site.content / "items/b.md").unlink()
    search_index(settings_of(site)).remove()
    site.build()
    assert traces([site.output / "search", state], WORDING) == set()
    assert (site.output / "search/manifest.js").exists()


def test_a_site_without_search_keeps_no_state_of_an_index(site: Quick) -> None:
    site.build(DISCLOSURE_SEARCH=False)
    assert state_files(site) == [] and not (site.output / "search").exists()


def test_damaged_files_of_a_large_index_are_made_anew_in_the_same_build(site: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_index, "SMALL", 0)
    monkeypatch.setattr(offline_index, "OPEN_DOCUMENTS", 0)
    settings = settings_of(site)
    root, state = tmp_path / "index", str(tmp_path / "state/search.sqlite")
    with contextlib.closing(sqlite3.connect(catalogue_path(settings))) as connection:
        connection.row_factory = sqlite3.Row
        documents = list(search_documents.documents(connection))
        with contextlib.closing(Index(str(root), state, search_documents.options(settings))) as index:
            index.rebuild([*documents, *(Document(f"0/{number}", "x.html", "题", "文") for number in range(9))])
        confirm_changes(state)
        [whole] = {path.parent.name for path in root.glob("*/directory.js")}
        for path in root.glob("*/t/0/*.js"):
            path.write_bytes(b"")
        with contextlib.closing(Index(str(root), state, search_documents.options(settings))) as index:
            assert not index.fresh
            index.unconfirmed = {documents[0].key}
            search_documents.update_index(index, connection, Changes())
            assert not index.fresh and index.manifest["documents"] == len(documents)
    assert not (root / whole).exists()
