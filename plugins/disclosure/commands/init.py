"""Write another district's site into a folder of its own: ``python -m disclosure.commands.init``, which is `make init`.

What is not given is asked on a terminal. Without a terminal it takes the defaults, and says which. A folder in which
something is already is refused.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from ..model.folders import PROJECT, Folder, faults, is_inside
from ..model.problems import sentence
from ..new_site import answers, folder


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Write the site; return the exit code. Answers come by the environment, under the names that they have in `make`."""
    site = environment.get("SITE", "")
    if found := _place(site):
        print(*(sentence(fault) for fault in found), "什么都没有做。", sep="\n", file=sys.stderr)
        return 1
    try:
        understood = _answers(environment)
    except (EOFError, KeyboardInterrupt):
        print("\n没有回答完，什么都没有做。", file=sys.stderr)
        return 1
    if understood is None:
        print("什么都没有做。", file=sys.stderr)
        return 1
    try:
        written = folder.write(Path(site), understood)
    except OSError as error:
        print(f"没有写完：{error.strerror}（{error.filename}）；删去 {site}，改好以后再运行一次。", file=sys.stderr)
        return 1
    print(*(f"请注意：{told}。" for told in understood.told), sep="\n", end="\n" if understood.told else "")
    print(f"已经写好 {os.path.abspath(site)}，共 {written} 个文件。先看里面的 README.md；页面里还要由人写的地方标着“〔待填写：…〕”。")
    print(f"发布：make -C {shlex.quote(str(site))} publish")
    return 0


def _answers(environment: Mapping[str, str]) -> answers.Answers | None:
    """Return the answers, or None where something is wrong with them, which has been told. On a terminal it asks again until all is right."""
    line = input if sys.stdin.isatty() else None
    known = None
    while True:
        known = answers.ask(environment, line, print, known)
        understood, wrong = answers.understand(known)
        print(*map(sentence, wrong), sep="\n", end="\n" if wrong else "", file=sys.stderr)
        if understood is not None or line is None:
            return understood


def _place(site: str) -> list[str]:
    """Return why no site can be written to a path."""
    if not site:
        return ["没有写网站放在哪里；写 SITE=/路径"]
    if found := faults([Folder("SITE", site)]):
        return found
    if is_inside(site, PROJECT):
        return [f"SITE（{site}）在本软件的文件夹里，软件更新会碰到它；换一个外面的文件夹"]
    if os.path.lexists(site) and not os.path.isdir(site):
        return [f"SITE（{site}）已经有了，不是文件夹；换一个名字"]
    if os.path.isdir(site) and (there := sorted(os.listdir(site))):
        return [f"文件夹 {site} 里已经有东西（{'、'.join(there[:5])}{' 等' if len(there) > 5 else ''}），没有动它们；换一个空的或者没有的文件夹"]
    return []


if __name__ == "__main__":
    sys.exit(main())
