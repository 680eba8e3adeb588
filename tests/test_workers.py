"""Work spread over processes ends when something goes wrong: it neither hangs nor goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from .conftest import ROOT

CODE = {
    "the builder's": "from disclosure.workers import spread; results = lambda f, work: spread(lambda: f, work)",
    "the index's": "from offline_search.pool import spread; results = spread",
}
FAILING = """
import sys, time
from contextlib import closing
sys.path.insert(0, 'plugins')
{spread}
def large(task):
    if task == {bad}:
        raise OSError(28, 'no space left')
    return bytes(8_000_000)
for _ in range(3):
    try:
        with closing(results(large, list(range(60)))) as found:
            for number, _ in enumerate(found):
                if number == {stop}:
                    raise OSError(28, 'no space left')
    except OSError:
        continue
    sys.exit('nothing was raised')
"""


@pytest.fixture(params=CODE)
def spread(request: pytest.FixtureRequest) -> Iterator[str]:
    return CODE[request.param]


@pytest.mark.parametrize(("bad", "stop"), [(7, -1), (-1, 2)])
def test_an_error_among_large_results_ends_the_work_at_once(spread: str, bad: int, stop: int) -> None:
    """A pool that is ended while a process hands over its result waits for the rest for ever."""
    code = FAILING.format(spread=spread, bad=bad, stop=stop)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
