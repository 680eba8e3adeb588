"""Hooks of Git for the content: ``make hooks`` writes them, and they call this module.

Before a commit what is staged is checked: the staged bytes, whatever the working tree has. Before a push the whole site
is checked as it is in the commit that is pushed. A hook that somebody else wrote is never touched.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from ..model.folders import PROJECT
from ..model.problems import sentence
from ..model.taxonomy import InvalidSettings

HOOKS = {"pre-commit": "提交以前检查要提交的文件", "pre-push": "推送以前检查全部内容"}
MARK = "# Reading Room: make hooks"
"""The line by which a hook of this software is known."""
_ZEROS = frozenset("0")


class Refused(Exception):
    """Nothing can be installed or checked. The arguments say why."""


def main(arguments: list[str] | None = None) -> int:
    """Install the hooks, or run one; return the exit code."""
    parser = argparse.ArgumentParser(prog="make hooks", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--conf", default="pelicanconf.py")
    parser.add_argument("--release", default="")
    parser.add_argument("--run", choices=[*HOOKS], help="run a hook; Git calls it so")
    options = parser.parse_args(arguments)
    try:
        if options.run == "pre-commit":
            return _before_commit(options)
        if options.run == "pre-push":
            return _before_push(options, sys.stdin.read())
        return _install(options)
    except (Refused, InvalidSettings) as refused:
        print(*(sentence(fault) for fault in getattr(refused, "faults", refused.args)), sep="\n", file=sys.stderr)
        return 1


def git(*words: str, data: bytes | None = None, place: Path | None = None, **environment: str) -> bytes:
    """Return what a command of Git prints. Raises `Refused` where it fails."""
    try:
        done = subprocess.run(["git", *words], input=data, capture_output=True, check=False, cwd=place, env=os.environ | {"LC_ALL": "C"} | environment)
    except FileNotFoundError:
        raise Refused("这台电脑上没有 git；先装上它") from None
    if done.returncode:
        raise Refused(f"git {words[0]} 没有成功：{done.stderr.decode(errors='replace').strip()}")
    return done.stdout


# Installing.

def _install(options: argparse.Namespace) -> int:
    """Write the hooks into the repository of the content; return 1 if one could not be written."""
    content = options.content.resolve()
    try:
        top = Path(os.fsdecode(git("rev-parse", "--show-toplevel", place=content)[:-1]))
        folder = Path(os.path.normpath(content / os.fsdecode(git("rev-parse", "--git-path", "hooks", place=content)[:-1])))
        common = Path(os.path.normpath(content / os.fsdecode(git("rev-parse", "--git-common-dir", place=content)[:-1])))
    except Refused:
        raise Refused(f"内容文件夹 {options.content} 不在 Git 的管理下，没有装；先在放它的文件夹里运行 git init") from None
    if not (folder.resolve().is_relative_to(common.resolve()) or folder.resolve().is_relative_to(top.resolve())):
        raise Refused(f"Git 的设置 core.hooksPath 指到 {folder}，是几个仓库公用的，没有往那里写；只给这个仓库用的话，运行 git config --local core.hooksPath .git/hooks")
    folder.mkdir(parents=True, exist_ok=True)
    refused = False
    for name, what in HOOKS.items():
        path, text = folder / name, _script(name, top, content, options)
        if os.path.lexists(path) and MARK not in _text(path):
            refused = True
            print(f"{path} 已经有了，不是本软件写的，没有动它。要一起用，在它里面加上这些行：\n{_call(name, top, content, options)}", file=sys.stderr)
            continue
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        print(f"已写好 {path}：{what}。")
    print("有错误就不能提交或推送；确实要先放过的，加上 --no-verify。")
    return 1 if refused else 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _script(name: str, top: Path, content: Path, options: argparse.Namespace) -> str:
    """Return the text of a hook."""
    return f"#!/bin/sh\n{MARK}\n# {HOOKS[name]}。软件或内容的文件夹换了地方，再运行一次 make hooks。\n{_call(name, top, content, options)}\n"


def _call(name: str, top: Path, content: Path, options: argparse.Namespace) -> str:
    """Return the lines of a shell that run a hook. What lies in the repository is named from its top on: each work tree has its own."""

    def place(path: str | Path) -> str:
        absolute = Path(os.path.abspath(path))
        inside = Path(os.path.realpath(absolute))
        return f'"$top"/{shlex.quote(inside.relative_to(top.resolve()).as_posix())}' if inside.is_relative_to(top.resolve()) else shlex.quote(str(absolute))

    python = shlex.quote(str(PROJECT / ".venv/bin/python"))
    words = [place(content), place(options.output), "--conf", place(options.conf), "--release", place(options.release) if options.release else "''", "--run", name]
    return (
        "top=$(git rev-parse --show-toplevel) || exit 1\n"
        f"[ -x {python} ] || {{ echo {shlex.quote(f'没有检查：{PROJECT} 里没有可以运行的软件。再运行一次 make hooks；要先放过的，加上 --no-verify。')} >&2; exit 1; }}\n"
        f"PYTHONPATH={shlex.quote(str(PROJECT / 'plugins'))} {python} -m disclosure.commands.hooks {' '.join(words)} || exit 1"
    )


# Running. Git sets the folder to the top of the work tree, and names the index by the environment.

def _before_commit(options: argparse.Namespace) -> int:
    """Check what is staged."""
    from . import check_files
    from .check_files import Files

    base = _inside(options.content)
    changed, gone = _staged(base)
    if not changed and not gone:
        return 0
    _tell_of_settings(Path(options.conf))
    with tempfile.TemporaryDirectory(prefix="reading-room-") as folder:
        registers = [path for path in _listed(f"{base}registers") if path.endswith(".csv")]
        _write_out(folder, [*(f"{base}{path}" for path in changed), *registers])
        there = {path.removeprefix(base) for path in _listed(base)}
        files = Files(Path(folder, base), options.content, changed, gone, there.__contains__)
        outcome = check_files.check(files, check_files.settings_of(options.conf, options.content, str(options.output)))
        code = check_files.tell(outcome, files, "text")
    if code:
        print("没有提交。改好以后先 git add，再提交；确实要先放过的，加上 --no-verify。", file=sys.stderr)
    return code


def _tell_of_settings(conf: Path) -> None:
    """Say which files with settings are used as they lie in the work tree, and are not what the index has.

    Settings name folders beside them, so they are run where they are. A file beside the configuration is looked at where it is Python.
    """
    top = Path(os.fsdecode(git("rev-parse", "--show-toplevel")[:-1])).resolve()
    if not conf.resolve().is_relative_to(top):
        return
    place = f":(top,literal){conf.resolve().relative_to(top).as_posix()}"
    beside = ":(top,glob)" + (conf.resolve().parent.relative_to(top).as_posix() + "/*.py").removeprefix("./")
    differ = [os.fsdecode(path) for path in git("diff", "--name-only", "--no-ext-diff", "-z", "--", place, beside).split(b"\0") if path]
    differ += [] if git("ls-files", "--", place) else [conf.name]
    if differ:
        print(f"设置照 {'、'.join(dict.fromkeys(differ))} 现在的样子检查，与要提交的不同；设置也改了的，一起 git add。", file=sys.stderr)


def _inside(content: Path) -> str:
    """Return the path of the content folder from the top of the work tree on, with a slash behind it; '' for the top itself."""
    top = Path(os.fsdecode(git("rev-parse", "--show-toplevel")[:-1])).resolve()
    if not content.resolve().is_relative_to(top):
        raise Refused(f"内容文件夹 {content} 不在这个仓库里；再运行一次 make hooks")
    relative = content.resolve().relative_to(top).as_posix()
    return "" if relative == "." else f"{relative}/"


def _staged(base: str) -> tuple[list[str], list[str]]:
    """Return the files of the content that are staged, and those whose deletion is; a renamed file is both."""
    said = git("diff", "--cached", "--name-status", "--no-renames", "--no-ext-diff", "-z", "--", f":(top,literal){base}" if base else ":(top)")
    words = [os.fsdecode(word) for word in said.split(b"\0") if word]
    pairs = list(zip(words[::2], words[1::2], strict=True))
    changed = [path.removeprefix(base) for state, path in pairs if state[0] in "AMTCR"]
    return changed, [path.removeprefix(base) for state, path in pairs if state[0] == "D"]


def _listed(folder: str) -> list[str]:
    """Return the files of a folder that the index has."""
    said = git("ls-files", "--full-name", "-z", "--", f":(top,literal){folder}" if folder else ":(top)")
    return [os.fsdecode(path) for path in said.split(b"\0") if path]


def _write_out(folder: str, paths: list[str], **environment: str) -> None:
    """Write files as the index has them into a folder."""
    data = b"".join(os.fsencode(path) + b"\0" for path in dict.fromkeys(paths))
    git("-c", "core.autocrlf=false", "checkout-index", "--force", "-z", "--stdin", f"--prefix={folder}/", data=data, **environment)


def _before_push(options: argparse.Namespace, said: str) -> int:
    """Check the whole site as it is in each commit that is pushed."""
    commits = dict.fromkeys(line.split()[1] for line in said.splitlines() if len(line.split()) == 4)
    code = 0
    for commit in commits:
        if set(commit) <= _ZEROS:
            continue  # a branch is deleted
        base = _inside(options.content)
        code |= _check(options, options.content, options.output) if _is_in_work_tree(commit, base) else _check_commit(options, commit, base)
    if code:
        print("没有推送。改好、提交以后再推送；确实要先放过的，加上 --no-verify。", file=sys.stderr)
    return code


def _is_in_work_tree(commit: str, base: str) -> bool:
    """Return whether the work tree has the content as the commit has it, and nothing more: a file that Git ignores would be read, too."""
    place = f":(top,literal){base}" if base else ":(top)"
    differs = subprocess.run(["git", "diff", "--quiet", commit, "--", place], check=False).returncode
    return not differs and not git("ls-files", "--others", "-z", "--", place)


def _check_commit(options: argparse.Namespace, commit: str, base: str) -> int:
    """Write a commit out and check it: the work tree has something else."""
    print(f"工作区里的内容与要推送的（{commit[:10]}）不同；取出要推送的来检查……", flush=True)
    with tempfile.TemporaryDirectory(prefix="reading-room-") as folder:
        index = str(Path(folder, "index"))
        git("read-tree", commit, GIT_INDEX_FILE=index)
        listed = git("ls-files", "--full-name", "-z", "--", f":(top,literal){base}" if base else ":(top)", GIT_INDEX_FILE=index)
        _write_out(f"{folder}/tree", [os.fsdecode(path) for path in listed.split(b"\0") if path], GIT_INDEX_FILE=index)
        content = Path(folder, "tree", base)
        if not content.is_dir():
            print(f"要推送的（{commit[:10]}）没有内容文件夹，没有要检查的。")
            return 0
        return _check(options, content, Path(folder, "output"))


def _check(options: argparse.Namespace, content: Path, output: Path) -> int:
    """Run `make check`; return 1 where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE")) and name != "MFLAGS"}
    given = {"INPUTDIR": content, "OUTPUTDIR": output, "CONFFILE": options.conf} | ({"RELEASEDIR": options.release} if options.release else {})
    words = [f"{name}={os.path.abspath(value)}" for name, value in given.items()]
    return 1 if subprocess.run(["make", "--no-print-directory", "-C", str(PROJECT), "check", *words], check=False, env=environment, stdin=subprocess.DEVNULL).returncode else 0


if __name__ == "__main__":
    sys.exit(main())
