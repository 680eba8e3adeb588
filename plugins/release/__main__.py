"""Command line: ``python -m release publish|deliver|verify|status|rollback|bundle|hold …``. Messages are for webmasters."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime, tzinfo

from . import clock, folder, lock, manifest, names, publish, signature, stick, targets
from .settings import Settings, load


def deliver(options: argparse.Namespace) -> int:
    """Deliver a built folder to the local folder and say what was done."""
    source, target = options.source, options.to
    try:
        done = folder.deliver(source, target, publish.making(_settings(options)))
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


def _settings(options: argparse.Namespace) -> Settings:
    return load(options.conf) if options.conf else Settings({})


def _came(release: str, zone: tzinfo) -> str:
    """Return when a release was delivered, by its name, in the zone of the site."""
    try:
        return clock.shown(names.moment(release), zone)
    except ValueError:
        return "时间不明"


def _days(release: str) -> float:
    """Return how many days ago a release was delivered, by its name; 0 where the clocks disagree or the name says nothing."""
    try:
        return max(0.0, (datetime.now(UTC) - names.moment(release)).total_seconds() / 86_400)
    except ValueError:
        return 0.0


def _places(options: argparse.Namespace) -> tuple[Settings, list[tuple[str, targets.Target]]]:
    """Return the settings, and by name the targets that a command is about.

    That is the one of --target; else, with --all, the local one and those of the configuration; else the local one.
    """
    settings = _settings(options)
    name = options.target or ("" if options.all else targets.LOCAL)
    local = [(targets.LOCAL, targets.Folder(options.to, settings.keep))] if name in ("", targets.LOCAL) else []
    return settings, [*local, *publish.chosen(settings, name)]


def verify(options: argparse.Namespace) -> int:
    """Compare every byte of the current release of a target with its manifest."""
    settings, places = _places(options)
    name, target = places[0]
    standing = target.standing()
    if not standing.release:
        print(f"{options.to if name == targets.LOCAL else name} 里还没有发布过的版本；先运行 make publish。", file=sys.stderr)
        return 1
    differences = list(standing.differences)
    if settings.signing_key and name == targets.LOCAL:
        place = os.path.join(options.to, folder.CURRENT, manifest.SUMMARY)
        key = os.path.expanduser(settings.signing_key)
        if not signature.verified(place, signature.allowed(key, settings.signer), settings.signer):
            differences.append(f"签名不对：{manifest.SUMMARY}")
    for line in differences:
        print(line)
    print("与发布时不一致。" if differences else f"{standing.release}（{_came(standing.release, settings.zone)}）：每个文件都与发布时相同。")
    return 1 if differences else 0


def status(options: argparse.Namespace) -> int:
    """List the releases of each target and when they came; of the current one, marked, whether it is intact."""
    settings, places = _places(options)
    code = 0
    for name, target in places:
        if len(places) > 1:
            print(f"{name}：")
        try:
            standing = target.standing()
        except Exception as error:  # one that does not answer must not hide the others
            print(f"  看不到：{targets.reason(error)}。")
            code = 1
            continue
        if not standing.release:
            print(f"{options.to if name == targets.LOCAL else name} 里还没有发布过的版本。")
        for release in standing.releases:
            line = f"{release}  {_came(release, settings.zone)}"
            if release != standing.release:
                print(f"  {line}")
                continue
            count = len(standing.differences)
            print(f"* {line}  {_days(release):.0f} 天前  {f'有 {count} 个文件与发布时不一致' if count else '完好'}")
            code = 1 if count else code
    return code


def rollback(options: argparse.Namespace) -> int:
    """Return to the release before."""
    settings, [(_, target)] = _places(options)
    name = target.rollback()
    if name is None:
        print("没有更早的版本可以退回。", file=sys.stderr)
        return 1
    print(f"已退回 {name}（{_came(name, settings.zone)}）。")
    return 0


def bundle(options: argparse.Namespace) -> int:
    """Write the current local release as one archive, with what installs it."""
    place = folder.current(options.to)
    if place is None:
        print(f"{options.to} 里还没有发布过的版本；先运行 make publish。", file=sys.stderr)
        return 1
    os.makedirs(options.folder, exist_ok=True)
    done = stick.bundle(place, options.folder, _settings(options).zone)
    print(f"已写好 {done.path}（{os.path.getsize(done.path) / 1e6:.1f} MB），用时 {done.seconds:.1f} 秒。")
    print(f"把 {options.folder} 里的文件都拷到U盘；安装办法见其中的 {stick.README}。")
    return 0


def hold(options: argparse.Namespace) -> int:
    """Run a command while nobody delivers or builds the folder."""
    with lock.held(lock.of_folder(options.source), lambda: print("另一次发布或生成正在进行，等它结束……", flush=True)):
        before = publish.marked(options.source, options.mark)
        return publish.built(subprocess.Popen(options.build), options.source, options.mark, before)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("deliver", "publish", "hold"):
        commands.add_parser(name).add_argument("source")
    for name in ("verify", "status", "rollback"):
        commands.add_parser(name)
    commands.add_parser("bundle").add_argument("folder")
    for name, command in commands.choices.items():
        command.add_argument("--to", default="release", metavar="FOLDER", help="the local folder")
        command.add_argument("--conf", default="", help="the configuration that names further targets")
        command.add_argument("--target", default="", help="one of them")
        command.set_defaults(all=False)
        if name == "status":
            command.add_argument("--all", action="store_true", help="the local folder and all of them")
        if name in ("publish", "hold"):
            command.add_argument("build", nargs="*", help="the command that builds the folder")
            command.add_argument("--mark", default="", help="the file of the folder that a build writes when it has come to its end")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "publish":
            return publish.publish(options.source, options.to, options.conf, options.target, options.build, mark=options.mark)
        commands = {"deliver": deliver, "verify": verify, "status": status, "rollback": rollback, "bundle": bundle, "hold": hold}
        return commands[options.command](options)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"没有做成：{targets.reason(error)}。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("停下了。已经发布的版本没有动。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
