"""Command line: ``python -m release deliver|verify|status|rollback …``. Messages are for webmasters."""

from __future__ import annotations

import argparse
import os
import sys

from . import folder, manifest


def deliver(source: str, target: str) -> int:
    """Deliver a built folder and say what was done."""
    try:
        done = folder.deliver(source, target)
    except folder.NothingToDeliver:
        print(f"没有可以发布的网站：{source} 不在或是空的；先运行 make html。", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"没有发布成功：{error.strerror}（{error.filename or target}）。原来的版本没有动。", file=sys.stderr)
        return 1
    if done.switched:
        print(
            f"已发布 版本 {done.release[:12]}：共 {done.files:,} 个文件，"
            f"新写入 {done.copied:,} 个（{done.bytes_copied / 1e6:.1f} MB），用时 {done.seconds:.1f} 秒。"
        )
    else:
        print(f"与现有版本 {done.release[:12]} 完全相同，不需要发布。用时 {done.seconds:.1f} 秒。")
    print(f"打开 {os.path.abspath(os.path.join(target, folder.CURRENT, 'index.html'))}")
    return 0


def verify(target: str) -> int:
    """Compare every byte of the current release with its manifest."""
    place = folder.current(target)
    if place is None:
        print(f"{target} 里还没有发布过的版本；先运行 make publish。", file=sys.stderr)
        return 1
    differences = manifest.compare(place)
    for label, paths in (("内容变了", differences.changed), ("缺少", differences.missing), ("多出", differences.added)):
        for path in paths:
            print(f"{label}：{path}")
    print("与发布时不一致。" if differences else f"{os.path.basename(place)}：每个文件都与发布时相同。")
    return 1 if differences else 0


def status(target: str) -> int:
    """List the releases of a target."""
    place = folder.current(target)
    now = os.path.basename(place) if place else ""
    names = folder.releases(target)
    for name in names:
        print(("* " if name == now else "  ") + name)
    if not names:
        print(f"{target} 里还没有发布过的版本。")
    return 0


def rollback(target: str) -> int:
    """Return to the release before."""
    name = folder.rollback(target)
    if name is None:
        print("没有更早的版本可以退回。", file=sys.stderr)
        return 1
    print(f"已退回 {name}。")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("deliver").add_argument("source")
    for name in ("verify", "status", "rollback"):
        commands.add_parser(name)
    for command in commands.choices.values():
        command.add_argument("--to", default="release", metavar="FOLDER")
    options = parser.parse_args(arguments)
    if options.command == "deliver":
        return deliver(options.source, options.to)
    return {"verify": verify, "status": status, "rollback": rollback}[options.command](options.to)


if __name__ == "__main__":
    sys.exit(main())
