"""How much the detectors find, and how often they are wrong: planted leaks and innocents, class by class."""

from __future__ import annotations

import pytest
from disclosure.model.problems import ERROR
from disclosure.secrecy.detect import KINDS, detect

from tests.kit import innocents, leaks_by_class


@pytest.mark.parametrize("name", leaks_by_class.CLASSES)
def test_every_planted_leak_of_a_class_is_found_and_masked(name: str) -> None:
    """All of what a machine can know. `docs/front-matter.md` says what it cannot."""
    missed = []
    for kind, text in leaks_by_class.CLASSES[name]:
        found = [one for one in detect(text) if one.kind == kind]
        if not found or any(one.masked == one.value for one in found if kind in ("id", "card", "old-id", "mobile", "certificate", "exam", "chat", "plate")):
            missed.append((kind, text))
    assert missed == []


@pytest.mark.parametrize("name", innocents.CLASSES)
def test_no_innocent_of_a_class_is_told(name: str) -> None:
    assert [(text, found) for text in innocents.CLASSES[name] if (found := detect(text))] == []


def test_the_lists_are_long_enough_to_say_something() -> None:
    assert sum(map(len, leaks_by_class.CLASSES.values())) >= 600
    assert sum(map(len, innocents.CLASSES.values())) >= 350
    assert all(len(texts) == len(set(texts)) for texts in innocents.CLASSES.values())
    assert {kind for leaks in leaks_by_class.CLASSES.values() for kind, _ in leaks if KINDS[kind].severity == ERROR} >= {"id", "card", "old-id", "mobile", "mark", "internal", "health-list"}
