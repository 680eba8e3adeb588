"""The switch from one release to the next: what `current` shows, what is kept, what is cleared away."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from release import folder, spares

NAMES = [f"{number:06d}-20140318T000000Z-{letter * 12}" for number, letter in enumerate("abcdef", 1)]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A target to which nothing was delivered yet."""
    place = tmp_path / "release"
    place.mkdir()
    return place


def release(target: Path, *names: str) -> None:
    """Make releases, each with a page that says which it is."""
    for name in names:
        (target / name).mkdir()
        (target / name / "index.html").write_text(name, encoding="utf-8")


def names(target: Path) -> list[str]:
    """Return what is in a target, the lock excepted."""
    return sorted(name for name in os.listdir(target) if name != ".lock")


def test_nothing_is_current_before_the_first_switch(target: Path) -> None:
    assert folder.current(str(target)) is None
    release(target, NAMES[0])
    assert folder.current(str(target)) is None
    folder.switch(str(target), NAMES[0])
    assert folder.current(str(target)) == str((target / NAMES[0]).resolve())


def test_a_link_that_leads_nowhere_is_no_current_release(target: Path) -> None:
    (target / "current").symlink_to(NAMES[0])
    assert folder.current(str(target)) is None


def test_the_link_names_the_release_and_nothing_beyond_the_target(target: Path) -> None:
    """So that a target can be moved or mounted elsewhere."""
    release(target, *NAMES[:2])
    folder.switch(str(target), NAMES[0])
    folder.switch(str(target), NAMES[1])
    assert os.readlink(target / "current") == NAMES[1]
    assert (target / "current/index.html").read_text(encoding="utf-8") == NAMES[1]
    assert names(target) == [*NAMES[:2], "current"]


@pytest.mark.parametrize("left", ["a link that leads nowhere", "a link", "a file"])
def test_what_a_broken_off_switch_left_is_in_nobodys_way(target: Path, left: str) -> None:
    release(target, NAMES[0])
    place = target / ".current-new"
    if left == "a file":
        place.write_text("", encoding="utf-8")
    else:
        place.symlink_to(NAMES[0] if left == "a link" else "missing")
    folder.switch(str(target), NAMES[0])
    assert names(target) == [NAMES[0], "current"]


def test_the_old_release_stays_current_until_the_new_one_takes_its_place(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only step that touches `current` puts the new link over the old one."""
    release(target, *NAMES[:2])
    folder.switch(str(target), NAMES[0])
    seen = []

    def replace(new: str, old: str, really: callable = os.replace) -> None:
        seen.append((os.readlink(old), os.readlink(new)))
        really(new, old)

    monkeypatch.setattr(os, "replace", replace)
    folder.switch(str(target), NAMES[1])
    assert seen == [(NAMES[0], NAMES[1])]


def test_releases_are_folders_with_the_name_of_one_oldest_first(target: Path) -> None:
    release(target, *NAMES[2::-1])
    (target / NAMES[3]).write_text("", encoding="utf-8")
    (target / NAMES[4]).symlink_to(NAMES[0])
    for other in (f".old-{NAMES[0]}", f"{NAMES[0]}x", f"x{NAMES[0]}", "000001-20140318T000000Z-ABCDEFABCDEF", "notes"):
        (target / other).mkdir()
    assert folder.releases(str(target)) == NAMES[:3]
    assert folder.releases(str(target / "missing")) == []


def test_three_releases_are_kept_by_default() -> None:
    assert folder.KEPT == 3


@pytest.mark.parametrize(("there", "keep", "kept"), [(5, 3, [2, 3, 4]), (3, 3, [0, 1, 2]), (2, 3, [0, 1]), (4, 1, [3]), (4, 2, [2, 3])])
def test_the_newest_are_kept_and_the_others_put_away(target: Path, there: int, keep: int, kept: list[int]) -> None:
    release(target, *NAMES[:there])
    folder.switch(str(target), NAMES[there - 1])
    folder.prune(str(target), keep)
    assert folder.releases(str(target)) == [NAMES[place] for place in kept]
    away = [f".old-{name}" for place, name in enumerate(NAMES[:there]) if place not in kept]
    assert names(target) == sorted([*away, *(NAMES[place] for place in kept), "current"])
    for name in away:  # whole, for the next delivery to make use of
        assert (target / name / "index.html").exists()


def test_the_current_release_is_kept_however_old(target: Path) -> None:
    release(target, *NAMES)
    folder.switch(str(target), NAMES[1])
    folder.prune(str(target), 2)
    assert folder.releases(str(target)) == [NAMES[1], *NAMES[4:]]
    assert folder.current(str(target)) == str((target / NAMES[1]).resolve())


def test_where_nothing_is_current_the_newest_are_kept_all_the_same(target: Path) -> None:
    release(target, *NAMES[:4])
    folder.prune(str(target))
    assert folder.releases(str(target)) == NAMES[1:4]


def test_a_return_goes_to_the_release_before_the_current_one(target: Path) -> None:
    release(target, *NAMES[:3])
    folder.switch(str(target), NAMES[2])
    assert folder.rollback(str(target)) == NAMES[1]
    assert os.readlink(target / "current") == NAMES[1]
    assert folder.rollback(str(target)) == NAMES[0]
    assert folder.rollback(str(target)) is None
    assert os.readlink(target / "current") == NAMES[0]
    assert folder.releases(str(target)) == NAMES[:3]


def test_there_is_no_return_where_nothing_is_current(target: Path) -> None:
    release(target, *NAMES[:3])
    assert folder.rollback(str(target)) is None
    assert folder.current(str(target)) is None


def test_a_return_waits_for_a_delivery_that_is_under_way(target: Path) -> None:
    release(target, *NAMES[:2])
    folder.switch(str(target), NAMES[1])
    with folder.held(str(target / ".lock")):
        waiting = threading.Thread(target=folder.rollback, args=[str(target)])
        waiting.start()
        waiting.join(0.2)
        assert os.readlink(target / "current") == NAMES[1]
    waiting.join(10)
    assert os.readlink(target / "current") == NAMES[0]


def put_away(target: Path, *numbers: int) -> list[str]:
    """Make folders that were put away; return their names."""
    made = [f".old-{NAMES[number]}" for number in numbers]
    for name in made:
        (target / name / "items").mkdir(parents=True)
        (target / name / "items/a.html").write_text("", encoding="utf-8")
    return made


def test_what_broken_off_deliveries_left_is_cleared_away_and_nothing_else(target: Path) -> None:
    release(target, *NAMES[:2])
    folder.switch(str(target), NAMES[1])
    outside = target.parent / "elsewhere"
    outside.mkdir()
    (outside / "kept").write_text("", encoding="utf-8")
    partial = target / spares.partial_name()
    (partial / "items").mkdir(parents=True)
    (partial / "items/a.html").write_text("", encoding="utf-8")
    (target / ".current-new").symlink_to(outside)
    (target / "notes.txt").write_text("", encoding="utf-8")
    away = put_away(target, 4)
    folder._clear(str(target), 3)
    assert names(target) == sorted([*away, *NAMES[:2], "current", "notes.txt"])
    assert (outside / "kept").exists()


def test_a_folder_that_cannot_be_removed_hinders_no_delivery(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    partial = target / spares.partial_name()
    partial.mkdir()
    (target / ".current-new").symlink_to("missing")
    monkeypatch.setattr(os, "rmdir", refused)
    folder._clear(str(target), 3)
    assert names(target) == [partial.name]


@pytest.mark.parametrize(("there", "away", "keep", "left"), [
    (3, [3, 4, 5], 3, [5]), (2, [3, 4, 5], 3, [4, 5]), (1, [3, 4, 5], 3, [3, 4, 5]), (0, [2, 3, 4, 5], 3, [2, 3, 4, 5]), (3, [4, 5], 1, [5]), (3, [5], 3, [5]), (3, [], 3, []),
    (1, [3, 4, 5], 2, [4, 5]),
])
def test_of_what_was_put_away_as_much_is_kept_as_deliveries_will_need(target: Path, there: int, away: list[int], keep: int, left: list[int]) -> None:
    """As many folders as releases are kept and one more; one to spare in any case; the newest."""
    release(target, *NAMES[:there])
    put_away(target, *away)
    folder._clear(str(target), keep)
    assert names(target) == sorted([*NAMES[:there], *(f".old-{NAMES[number]}" for number in left)])


def test_a_spare_folder_is_taken_once_nobody_reads_in_it_any_more(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [away] = put_away(target, 0)
    changed = (target / away).stat().st_ctime
    monkeypatch.setattr(time, "time", lambda: changed + spares.READERS_GONE_AFTER)
    assert not spares.take(str(target), str(target / ".partial-1"))
    assert names(target) == [away]  # a page of it may still be loading
    monkeypatch.setattr(time, "time", lambda: changed + spares.READERS_GONE_AFTER + 0.01)
    assert spares.take(str(target), str(target / ".partial-2"))
    assert names(target) == [".partial-2"]
    assert (target / ".partial-2/items/a.html").exists()


def test_one_spare_folder_is_taken_and_no_release(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(target, NAMES[5])
    put_away(target, 0, 1)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert spares.take(str(target), str(target / ".partial-1"))
    assert len([name for name in names(target) if name.startswith(".old-")]) == 1
    assert (target / NAMES[5] / "index.html").exists() and (target / ".partial-1").exists()
    assert spares.take(str(target), str(target / ".partial-2")) and not spares.take(str(target), str(target / ".partial-3"))


def test_what_is_put_away_is_hidden_under_its_own_name(target: Path) -> None:
    release(target, NAMES[0])
    (target / ".partial-7").mkdir()
    spares.put(str(target / NAMES[0]))
    spares.put(str(target / ".partial-7"))
    assert names(target) == sorted([f".old-{NAMES[0]}", ".old-7"])


def test_a_page_may_be_loading_for_a_second() -> None:
    assert spares.READERS_GONE_AFTER == 1.0
