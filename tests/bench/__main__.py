"""``python -m tests.bench --scale 1.0``: write a synthetic folder, build it, read it; print all tables."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

from .builds import build, run
from .queries import draw
from .reading import report


def main() -> None:
    """Print every table, each as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1.0")
    parser.add_argument("--keep", help="use and keep this folder instead of a temporary one")
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--throttled", type=int, default=40, help="how many of the queries to ask at a sixth of the speed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(options.keep or temporary)
        content = base / "content"
        if not content.exists():
            run(sys.executable, "-m", "tests.demo", "--scale", options.scale, "--out", str(content))
        built = build(base, content)
        digest = hashlib.sha256((built.output / "counts" / "index.html").read_bytes()).hexdigest()[:12]
        print(f"\n{built.table()}\n\ncounts/index.html {digest}\n", flush=True)
        for part in report(built.output, draw(built.output, options.queries), options.throttled):
            print(part, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
