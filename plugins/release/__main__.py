"""Command line: ``python -m release publish|deliver|verify|status|rollback|bundle|hold …``.

It speaks to webmasters. An exit code other than 0 says that something was not done, or is not as it should be.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from . import bundles, clock, folder, known, lock, manifest, modes, names, publish, purges, signature, stick, targets
from .audit import audit, audit_bundles, waiting
from .build import Build
from .failures import DamagedSource, Failed, reason
from .places import Place
from .reach import BAD, look
from .settings import Settings, load
from .table import Row


def build_and_publish(arguments: argparse.Namespace) -> int:
    """Build a folder, make a release of it, deliver that to every target."""
    return publish.publish(
        arguments.source, arguments.to, arguments.conf, arguments.target, arguments.build,
        mark=arguments.mark, purge=arguments.purge, forbid=arguments.forbid, origin=arguments.origin,
    )


def deliver(arguments: argparse.Namespace) -> int:
    """Make a release of a built folder in the local folder, and say what was done."""
    source, target = arguments.source, arguments.to
    settings = load(arguments.conf)
    publish.require_apart(settings, source, target)
    purging = publish.Purging(target)
    row = Row(targets.LOCAL)
    try:
        row.delivery = done = folder.deliver(source, target, replace(publish.checked_options(settings), approve=purging.approve))
        purging.after(row, targets.Folder(target, settings.keep))
    except folder.NothingToDeliver:
        print(f"没有可以发布的网站：{source} 不在或是空的；先运行 make html。", file=sys.stderr)
        return 1
    except publish.Unportable as faults:
        print(f"这些文件在终端上打不开，没有发布，原来的版本没有动：\n{faults}", file=sys.stderr)
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
    if row.not_purged:
        print(f"更早的版本没有清除：{row.not_purged}。", file=sys.stderr)
    return 1 if row.not_purged else 0


def _when(release: str, zone: tzinfo) -> str:
    """Return for people when a release was delivered, by its name."""
    try:
        return clock.shown(names.moment(release), zone)
    except ValueError:
        return "时间不明"


def _days(release: str) -> float:
    """Return how many days ago a release was delivered, by its name; 0 where the name says nothing or a moment to come."""
    try:
        return max(0.0, (datetime.now(UTC) - names.moment(release)).total_seconds() / 86_400)
    except ValueError:
        return 0.0


def _places(arguments: argparse.Namespace) -> tuple[Settings, list[tuple[str, targets.Target]]]:
    """Return the settings, and by name the targets that a command is about.

    With --target that is the target of this name. Else it is the local one, with --all those of the configuration too.
    """
    settings = load(arguments.conf)
    name = arguments.target or ("" if arguments.all else targets.LOCAL)
    local = [(targets.LOCAL, targets.Folder(arguments.to, settings.keep))] if name in ("", targets.LOCAL) else []
    return settings, [*local, *targets.chosen(settings, name)]


_UNFINISHED = "有一次撤下没有做完，更早的版本里还有要撤下的内容：再运行一次 make takedown 或 make publish"


def verify(arguments: argparse.Namespace) -> int:
    """Compare every byte of the current release of a target with its manifest; say what was read, and what is left of a purge."""
    settings, places = _places(arguments)
    record = purges.load(arguments.to)
    code = 0
    for name, target in places:
        if len(places) > 1:
            print(f"{name}：")
        try:
            code |= _verify(name, target, settings, arguments.to, record)
        except Exception as error:
            if len(places) == 1:
                raise
            print(f"  看不到：{reason(error)}。")  # one that does not answer must not hide the others
            code = 1
    if purges.unfinished(arguments.to):
        print(f"{_UNFINISHED}。")
        code = 1
    if not arguments.target:
        left, read = audit_bundles(record)
        left += waiting(record, [] if arguments.all else [*settings.targets])
        for line in (*read, *left):
            print(f"{line}。")
        code |= bool(left)
    return code


def _none_current(place: str, releases: list[str]) -> str:
    """Return the beginning of the message that a place shows no release, though it may have some."""
    return f"{place} 里有 {len(releases)} 个版本，但是没有指明现在用哪一个（current 不在）；" if releases else f"{place} 里还没有发布过的版本；"


def _verify(name: str, target: targets.Target, settings: Settings, local: str, record: purges.Purges) -> int:
    """Compare the current release of one target with its manifest; of the local one check the signature too."""
    now = target.status()
    if not now.current:
        print(f"{_none_current(local if name == targets.LOCAL else name, now.releases)}先运行 make publish。", file=sys.stderr)
        return 1
    differences = list(now.differences)
    if settings.signing_key and name == targets.LOCAL:
        place = os.path.join(local, folder.CURRENT, manifest.SUMMARY)
        if not signature.is_by(place, os.path.expanduser(settings.signing_key), settings.signer):
            differences.append(f"签名不对：{manifest.SUMMARY}")
    left, read = audit(record, name, target, now.releases)
    for line in [*differences, *left]:
        print(line)
    shown = f"{now.current}（{_when(now.current, settings.zone)}）"
    print("与发布时不一致；再运行一次 make publish，会重新写好。" if differences else f"{shown}：{now.read}，每个文件都与发布时相同。")
    if read:
        print(f"{read}。")
    return 1 if differences or left else 0


def status(arguments: argparse.Namespace) -> int:
    """List the releases of each target and when they came. The current one is marked, and whether it is intact is said."""
    settings, places = _places(arguments)
    record = purges.load(arguments.to)
    code = 0
    for name, target in places:
        if len(places) > 1:
            print(f"{name}：")
        try:
            now = target.status()
            left, read = audit(record, name, target, now.releases)
        except Exception as error:  # one that does not answer must not hide the others
            print(f"  看不到：{reason(error)}。")
            code = 1
            continue
        if not now.current:
            print(f"{_none_current(arguments.to if name == targets.LOCAL else name, now.releases)}运行 make publish。")
            code = 1 if now.releases else code
        for release in now.releases:
            line = f"{release}  {_when(release, settings.zone)}"
            if release != now.current:
                print(f"  {line}")
                continue
            count = len(now.differences)
            print(f"* {line}  {_days(release):.0f} 天前  {f'有 {count} 个文件与发布时不一致' if count else '完好'}")
            code = 1 if count else code
        for line in (*left, *filter(None, [read])):
            print(f"  {line}。")
        code = 1 if left else code
    if not arguments.target:
        left, read = audit_bundles(record)
        for line in (*read, *left):
            print(f"{line}。")
        code = 1 if left else code
    if purges.unfinished(arguments.to):
        print(f"{_UNFINISHED}。")
        code = 1
    return code


def rollback(arguments: argparse.Namespace) -> int:
    """Return to the release before the current one."""
    settings, [(place, target)] = _places(arguments)
    record = purges.load(arguments.to)
    if purges.unfinished(arguments.to):
        raise Failed(f"{_UNFINISHED}；在这以前不能退回")

    def check(name: str) -> None:
        if record.too_old(place, [name]):
            raise Failed(f"版本 {name} 是清除以前的，里面有已清除的内容，不能退回")

    name = target.rollback(check)
    if name is None:
        print("没有更早的版本可以退回。", file=sys.stderr)
        return 1
    print(f"已退回 {name}（{_when(name, settings.zone)}）。")
    return 0


def bundle(arguments: argparse.Namespace) -> int:
    """Write the current local release as one archive, with what installs it."""
    if arguments.target not in ("", targets.LOCAL):
        print("压缩包里是本机的当前版本，不能指定别的目标；去掉 TO 再运行。", file=sys.stderr)
        return 1
    place = folder.current(arguments.to)
    if place is None:
        print(f"{arguments.to} 里还没有发布过的版本；先运行 make publish。", file=sys.stderr)
        return 1
    settings, record = load(arguments.conf), purges.load(arguments.to)
    publish.require_apart(settings, "", arguments.to, Place("压缩包的文件夹", arguments.folder))
    if record.pending(targets.LOCAL):
        print("清除还没有做完，当前版本里还有要清除的内容；先运行 make publish。", file=sys.stderr)
        return 1
    modes.make_open(arguments.folder)
    try:
        done = stick.bundle(place, arguments.folder, settings.zone)
    except DamagedSource as error:
        known.note_damage(arguments.to, [str(error)])
        raise
    bundles.remember(arguments.to, arguments.folder)
    bundles.purge(record, os.path.realpath(arguments.folder), os.path.basename(place))
    print(f"已写好 {done.path}（{os.path.getsize(done.path) / 1e6:.1f} MB），用时 {done.seconds:.1f} 秒。")
    print(f"把 {arguments.folder} 里的文件都拷到U盘；安装办法见其中的 {stick.README}。")
    return 0


def reach(arguments: argparse.Namespace) -> int:
    """Say whether every target answers and the key signs, without reading a release."""
    found = list(look(load(arguments.conf)))
    for mark, words in found:
        print(f"{mark}  {words}。")
    return 1 if any(mark == BAD for mark, _ in found) else 0


def hold(arguments: argparse.Namespace) -> int:
    """Run the command that builds a folder while nobody else builds or delivers it."""
    publish.require_apart(load(arguments.conf), arguments.source, arguments.to)
    with lock.held(lock.of_folder(arguments.source), lambda: print("另一次发布或生成正在进行，等它结束……", flush=True)):
        return Build(arguments.build, arguments.source, arguments.mark).wait()


COMMANDS = {
    "publish": build_and_publish, "deliver": deliver, "verify": verify, "status": status, "rollback": rollback, "bundle": bundle, "reach": reach, "hold": hold,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, description=command.__doc__)
    for name in ("publish", "deliver", "hold"):
        commands.choices[name].add_argument("source", help="the folder that a build made")
    commands.choices["bundle"].add_argument("folder", help="where the archive is written")
    for name, command in commands.choices.items():
        command.add_argument("--to", default="release", metavar="FOLDER", help="the local folder, where releases are made")
        command.add_argument("--conf", default="", metavar="FILE", help="the configuration, a Python file")
        command.add_argument("--target", default="", metavar="NAME", help="a target of the configuration")
        command.set_defaults(all=False)
        if name in ("status", "verify"):
            command.add_argument("--all", action="store_true", help="the local folder and all targets of the configuration")
        if name == "publish":
            command.add_argument("--purge", action="store_true", help="let no older release stay anywhere, for a take-down")
            command.add_argument(
                "--forbid", default="", metavar="FILE", help="paths of older releases, one a line, that no release may have again; with --purge"
            )
            command.add_argument("--origin", default="", metavar="FOLDER", help="the folder that the site is built of; its path is kept beside the releases")
        if name in ("publish", "hold"):
            command.epilog = "What builds the folder is a command that follows --; nothing is built without it."
            command.add_argument("--mark", default="", metavar="FILE", help="the file of the folder that a complete build writes last")
    return parser


def main(words: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    words = sys.argv[1:] if words is None else words
    end = words.index("--") if "--" in words else len(words)
    arguments = _parser().parse_args(words[:end])  # options may stand before the folder or behind it
    arguments.build = words[end + 1 :]
    if arguments.build and arguments.command not in ("publish", "hold"):
        print(f"{arguments.command} 不生成网站；去掉 -- 和它后面的命令。", file=sys.stderr)
        return 2
    gc.set_threshold(100_000, 20, 20)  # there are a hundred thousand small tuples without cycles: collecting finds nothing
    try:
        return COMMANDS[arguments.command](arguments)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"没有做成：{reason(error)}。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("停下了。已经发布的版本没有动。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
