"""``python -m tests.mutants``: change the code in one place at a time; print every change that no test noticed."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from . import equivalent, javascript_mutants, python_mutants, trial
from .copy import Copy
from .mutant import Mutant
from .targets import TARGETS, Target

SLOWEST = 5
"""How many times as long as with unchanged code tests may take, before a change counts as noticed."""
AT_LEAST = 20.0
"""Seconds that they may take in any case: other programs use the machine too."""


def mutants_of(target: Target, copy: Copy) -> Iterator[Mutant]:
    """Yield the changes of a target."""
    for file in target.files:
        if file.endswith(".js"):
            yield from javascript_mutants.instrument(copy.root, file)
        else:
            yield from python_mutants.mutants(copy.root, file, target.functions)


def survivors_of(target: Target, copy: Copy) -> Iterator[Mutant]:
    """Yield the changes of a target that its tests do not notice; at the end print how many there were."""
    began = time.monotonic()
    note = copy.root.parent / "libraries"
    first = trial.run(copy.root, target.tests, 600, {}, note)
    if not first.passed:
        raise SystemExit(f"{target.name}: the tests do not pass with unchanged code\n{first.told}")
    trial.have_imported(note)
    changes = list(mutants_of(target, copy))
    usual = trial.run(copy.root, target.tests, 600, {})  # with its switches in a script, and its libraries in hand
    if not usual.passed:
        raise SystemExit(f"{target.name}: the tests do not pass with the switches of changes in the code\n{usual.told}")
    survived, late = 0, 0
    for mutant in changes:
        outcome = _tried(target, copy, mutant, max(AT_LEAST, SLOWEST * usual.seconds))
        late += not outcome.in_time
        if outcome.passed:
            survived += 1
            yield mutant
    seconds = time.monotonic() - began
    noticed = len(changes) - survived
    print(f"{target.name}: {len(changes)} changes, {noticed} noticed ({late} by the time that they took), {survived} not; {seconds:.0f} s", flush=True)


def _tried(target: Target, copy: Copy, mutant: Mutant, seconds: float) -> trial.Outcome:
    if not mutant.source:
        return trial.run(copy.root, target.tests, seconds, mutant.environment)
    unchanged = (copy.root / mutant.file).read_text(encoding="utf-8")
    copy.put(mutant.file, mutant.source)
    try:
        return trial.run(copy.root, target.tests, seconds, mutant.environment)
    finally:
        copy.put(mutant.file, unchanged)


def main() -> None:
    """Print the survivors that are not known to change nothing; exit with 1 when there are any, or when the list names others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=[target.name for target in TARGETS], help="names of targets; all by default")
    chosen = parser.parse_args().targets
    if unknown := set(chosen) - {target.name for target in TARGETS}:
        parser.error(f"no such target: {'、'.join(sorted(unknown))}")
    targets = [target for target in TARGETS if target.name in chosen]
    listed = {key for entry in equivalent.entries() for key in entry.keys if any(entry.file in target.files for target in targets)}
    found: set[tuple[str, str, str]] = set()
    wrong = False
    for target in targets:
        with tempfile.TemporaryDirectory() as base:
            for mutant in survivors_of(target, Copy(Path(base))):
                found.add(mutant.key)
                if mutant.key not in listed:
                    wrong = True
                    print(f"not noticed: {mutant}", flush=True)
    for file, before, after in sorted(listed - found):
        wrong = True
        print(f"{file}: listed as changing nothing, but noticed or not there\n    - {before}\n    + {after}")
    sys.exit(wrong)


if __name__ == "__main__":
    main()
