"""Open the desk: ``python -m disclosure.desk content --conf pelicanconf.py`` serves it until it is interrupted."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from pelican.settings import read_settings

from ..model.problems import sentence
from ..model.settings import add_defaults, check_settings
from ..model.taxonomy import InvalidSettings
from . import program
from .backend import Backend
from .server import ADDRESS, serve


def main(arguments: list[str] | None = None) -> int:
    """Serve the desk; return the exit code."""
    parser = argparse.ArgumentParser(prog="make desk", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--conf", default="pelicanconf.py")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    if not program.prepare():
        print("没有装好 Decap CMS（要用 npm，多半是连不上网络）；连上以后再运行一次 make desk。", file=sys.stderr)
        return 1
    content = options.content.resolve()
    settings = read_settings(options.conf, override={"PATH": str(content)})
    add_defaults(settings)
    try:
        check_settings(settings)
    except InvalidSettings as invalid:
        print(*(sentence(fault) for fault in invalid.faults), sep="\n", file=sys.stderr)
        return 1
    server = serve(Backend(content, settings), options.port)
    if server is None:
        print(f"端口 {options.port} 和后面几个都用不了；换一个：make desk PORT=9000", file=sys.stderr)
        return 1
    address = f"http://{ADDRESS}:{server.server_address[1]}/"
    print(f"工作台：{address} （只有这台电脑能打开；按 Ctrl+C 结束）", flush=True)
    if sys.stdout.isatty():
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("工作台关了。存下的都在内容文件夹里。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
