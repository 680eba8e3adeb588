"""Changes of a script: StrykerJS puts all of them into one file, and a variable of the environment switches one on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .mutant import Mutant

NODE = Path(sys.executable).parent / "node"
SWITCH = "__STRYKER_ACTIVE_MUTANT__"


def instrument(root: Path, file: str) -> list[Mutant]:
    """Put the changes of a script into it, and return them."""
    path = root / file
    code = path.read_text(encoding="utf-8")
    done = subprocess.run([NODE, Path(__file__).with_name("instrument.mjs"), path], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    found = list(_described(file, code.splitlines(), answer["mutants"]))
    path.write_text(answer["source"], encoding="utf-8")
    return found


def _described(file: str, lines: list[str], mutants: list[dict]) -> Iterator[Mutant]:
    for mutant in mutants:
        start, end = mutant["location"]["start"], mutant["location"]["end"]
        line = lines[start["line"]]
        replacement = " ".join(mutant["replacement"].split())
        rest = line[end["column"] :] if end["line"] == start["line"] else " …"
        yield Mutant(file, start["line"] + 1, line.strip(), (line[: start["column"]] + replacement + rest).strip(), environment={SWITCH: mutant["id"]})
