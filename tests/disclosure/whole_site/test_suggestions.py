"""What search boxes suggest follows the content: an incremental build has the suggestions of a clean one, and makes them anew only where one changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick, Searched
from tests.kit.search_traces import traces
from tests.kit.suggestion_reader import other_names, suggested

INDEX = "suggest/index.js"


def numbered(number: int, title: str) -> str:
    """Return an item with a number and a title."""
    return item(Index=f"014500858/2014-{number:05d}", Title=title)


@pytest.fixture
def site(tmp_path: Path) -> Quick:
    """A built site of three items."""
    site = Searched(tmp_path)
    site.write({
        "items/a.md": numbered(1, "关于印发老旧小区改造方案的通知"), "items/b.md": numbered(2, "老旧小区改造方案（试行）"), "items/c.md": numbered(3, "无人知晓的一件事"),
    })
    site.good()
    return site


def test_phrases_of_titles_are_suggested(site: Quick) -> None:
    assert suggested(site.output)["老旧小区改造方案"] == ("", "")
    assert "无人知晓" in "".join(suggested(site.output))


def test_a_phrase_goes_with_its_titles(site: Quick) -> None:
    for name in ("a", "b"):
        (site.content / f"items/{name}.md").unlink()
    site.good()
    assert "老旧小区改造方案" not in suggested(site.output)
    assert site.tree() == site.clean().tree()


def test_words_of_the_same_meaning_are_suggested_where_one_of_them_stands_in_a_title(site: Quick) -> None:
    assert "旧改" not in suggested(site.output)
    site.write({"registers/synonyms.csv": "words,note\n旧改、老旧小区改造,\n高铁、高速铁路,\n"})
    site.good()
    found = suggested(site.output)
    assert found["旧改"] == ("", "") and "老旧小区改造" in found
    assert "高铁" not in found and "高速铁路" not in found
    site.write({"items/d.md": numbered(4, "又一件事") + "\n高铁站今天开放。\n"})
    site.good()
    assert "高铁" in suggested(site.output), "a text has it"
    assert site.tree() == site.clean().tree()


def test_nothing_of_an_item_that_is_taken_away_stays(site: Quick) -> None:
    site.write({"items/d.md": numbered(4, "鱻麤龘靐鱻麤龘靐"), "items/e.md": numbered(5, "鱻麤龘靐鱻麤龘靐")})
    site.good()
    assert "鱻麤龘靐鱻麤龘靐" in suggested(site.output)
    for name in ("d", "e"):
        (site.content / f"items/{name}.md").unlink()
    site.good()
    assert "鱻麤龘靐鱻麤龘靐" not in suggested(site.output)
    assert traces([site.output / "suggest"], "鱻麤龘靐") == set()


def test_an_item_that_changes_no_suggestion_leaves_their_file_alone(site: Quick) -> None:
    before = (site.output / INDEX).stat()
    site.write({"items/d.md": numbered(4, "老旧小区改造方案")})
    site.good()
    after = (site.output / INDEX).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    site.write({"items/e.md": numbered(5, "又一件谁也不知道的事")})
    site.good()
    assert (site.output / INDEX).stat().st_ino != before.st_ino
    assert site.tree() == site.clean().tree()


def test_a_lost_file_is_made_again(site: Quick) -> None:
    before = site.tree()
    (site.output / INDEX).unlink()
    site.good()
    assert site.tree() == before


def test_a_new_agency_in_the_register_is_suggested(site: Quick) -> None:
    site.write({"registers/agencies.csv": "code,name,short\n014500858,区政府办公室,\n014500999,区河湖管理局,河湖局、区水管局\n"})
    site.build()
    kind, address = suggested(site.output)["区河湖管理局"]
    assert kind == "机构" and (site.output / address).is_file()
    assert other_names(site.output)["区河湖管理局"] == ["河湖局", "区水管局"]


def test_a_site_without_search_suggests_nothing(site: Quick) -> None:
    site.good(DISCLOSURE_SEARCH=False)
    assert not (site.output / "suggest").exists()
    assert "data-suggest" not in (site.output / "index.html").read_text(encoding="utf-8")
    site.good()
    assert "data-suggest" in (site.output / "index.html").read_text(encoding="utf-8")
    assert (site.output / INDEX).is_file()
