"""The browser's search client in Node: one process answers many requests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from offline_search.client import SCRIPTS, STATIC

NODE = Path(sys.executable).parent / "node"


class Client:
    """A running client. What it throws is raised here as `RuntimeError`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, operation: str, **request: Any) -> Any:
        """Return the answer to one request (see search_client.js)."""
        self._process.stdin.write(json.dumps({"operation": operation, **request}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def describe(self, texts: list[str], base: Path | None = None) -> list[dict[str, Any]]:
        """Return how the client folds and splits texts. `base` is the index whose fold map it uses from now on."""
        return self.ask("describe", texts=texts, base=base and str(base))

    def unpack(self, base: Path, names: list[str], json: bool = False) -> list[Any]:
        """Return the content of binary files, as the client reads them."""
        return self.ask("unpack", base=str(base), names=names, json=json)

    def search(self, base: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the client's answers to questions about an index. All its directories must be there."""
        found = self.ask("search", base=str(base), questions=questions)
        assert found["missing"] == []
        return found["answers"]


CHECKS: dict[str, dict[str, str]] = {
    "as it is": {}, "by positions": {"const READ_AT_MOST = 40;": "const READ_AT_MOST = 0;", "const READ_AT_MOST = 60;": "const READ_AT_MOST = 0;"},
    "by texts": {"const READ_AT_MOST = 40;": "const READ_AT_MOST = 1e9;", "const TEXTS_COST = 1;": "const TEXTS_COST = 0;", "const READ_AT_MOST = 60;": "const READ_AT_MOST = 1e9;", "const SAMPLE = 0.25;": "const SAMPLE = 1e9;"},
}
"""Replacements in the client's source by which it verifies words always by positions or always by texts, not by the cheaper way."""


@contextmanager
def checking(how: str, place: Path) -> Iterator[Client]:
    """Run a copy of the client that verifies words in one way (see `CHECKS`)."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
    for old, new in CHECKS[how].items():
        assert any(old in source for source in sources.values()), old
        sources = {name: source.replace(old, new) for name, source in sources.items()}
    for name, source in sources.items():
        (place / name).write_text(source, encoding="utf-8")
    with running(place) as found:
        yield found


@contextmanager
def running(static: Path = STATIC) -> Iterator[Client]:
    """Run the client, by default the plugin's own."""
    command = [NODE, Path(__file__).with_name("search_client.js"), static, *SCRIPTS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Client(process)
