"""Say that a published item was changed: ``make amend INDEX=… NOTE="改了什么"``.

The text itself an editor changes in the file. This command sets `Modified` to today, and adds what was changed to
`Revisions`; without a note it asks for none.
"""

from __future__ import annotations

import argparse
import sys

from ..model.settings import today
from . import item_edits
from .item_edits import Editor, Refused


def main(arguments: list[str] | None = None) -> int:
    """Change the lines; return the exit code."""
    return item_edits.run("amend", __doc__, ("index", "note"), _amend, arguments)


def _amend(editor: Editor, options: argparse.Namespace) -> None:
    if not options.index:
        raise Refused('用法：make amend INDEX=索引号 NOTE="改了什么"')
    if mark := next((sign for sign in ";；" if sign in options.note), ""):
        raise Refused(f"NOTE 里有分号“{mark}”，几次说明之间才用它；改成逗号或者句号")
    item_edits.must_be_public("NOTE", options.note)
    change, day = editor.item(options.index), today(editor.settings)
    values = change.values
    if withdrawn := values.get("Withdrawn"):
        raise Refused(f"{editor.shown(change.path)} 已经撤下（{withdrawn}），正文不再公布，不用写修改")
    if values.get("Status") == "draft":
        raise Refused(f"{editor.shown(change.path)} 还是草稿，没有公开过，直接改就行，不用写修改")
    if (modified := values.get("Modified", "")) > day or values.get("Date", "") > day:
        raise Refused(f"{editor.shown(change.path)} 里的修改日期或公开日期晚于今天（{day}），先改正")
    revisions = values.get("Revisions", "")
    said = f"{day} {options.note}"
    if options.note and said not in [part.strip() for part in revisions.replace("；", ";").split(";")]:
        revisions = f"{revisions.rstrip('；; ')}; {said}" if revisions else said
        change.set("Revisions", revisions)
    elif revisions and not options.note and modified != day:
        raise Refused('这一条写过修改说明，这一次也要写；加上 NOTE="改了什么"')
    change.set("Modified", day)
    if not editor.save(change):
        print(f"{editor.shown(change.path)} 已经是这样，没有改动。")
    elif not options.note:
        print('没有写修改说明；读者看到的只有日期。要写的，再运行一次，加上 NOTE="改了什么"。')


if __name__ == "__main__":
    sys.exit(main())
