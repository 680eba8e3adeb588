"""The list of changes that change nothing stays true: each names a line that stands there, and says why."""

from __future__ import annotations

import pytest

from tests.kit.project import ROOT
from tests.mutants import equivalent
from tests.mutants.equivalent import Entry
from tests.mutants.targets import TARGETS


@pytest.mark.parametrize("entry", equivalent.entries(), ids=lambda entry: f"{entry.file} {entry.after[0]}"[:100])
def test_an_entry_names_a_line_of_a_module_that_is_changed(entry: Entry) -> None:
    assert entry.file in {file for target in TARGETS for file in target.files}
    lines = {line.strip() for line in (ROOT / entry.file).read_text(encoding="utf-8").splitlines()}
    assert entry.before in lines
    assert entry.after and entry.before not in entry.after
    assert entry.why.endswith(".")


def test_no_change_is_listed_twice() -> None:
    keys = [key for entry in equivalent.entries() for key in sorted(entry.keys)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_target_names_files_that_are_there() -> None:
    for target in TARGETS:
        for path in (*target.files, *target.tests):
            assert (ROOT / path).exists(), path
