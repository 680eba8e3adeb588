"""Withdraw a published item: ``make withdraw INDEX=… REASON="原因"`` writes its line `Withdrawn`.

The page stays at its address with title, day and reason; text and attachments go. For privacy there is `make takedown`.
"""

from __future__ import annotations

import argparse
import sys

from ..model.settings import today
from . import item_edits
from .item_edits import Editor, Refused


def main(arguments: list[str] | None = None) -> int:
    """Write the line; return the exit code."""
    return item_edits.run("withdraw", __doc__, ("index", "reason"), _withdraw, arguments)


def _withdraw(editor: Editor, options: argparse.Namespace) -> None:
    if not (options.index and options.reason):
        raise Refused('用法：make withdraw INDEX=索引号 REASON="内容有误，另行发布"')
    item_edits.must_be_public("REASON", options.reason)
    change, day = editor.item(options.index), today(editor.settings)
    values, place = change.values, editor.shown(change.path)
    if withdrawn := values.get("Withdrawn"):
        if withdrawn == f"{day} {options.reason}":
            print(f"{place} 已经是这样，没有改动。")
            return
        raise Refused(f"{place} 已经撤下（{withdrawn}）；原因要改的，在文件里改 Withdrawn 一行")
    if values.get("Status") == "draft":
        raise Refused(f"{place} 还是草稿，没有公开过；不要了的，直接删去文件")
    if values.get("Date", "") > day:
        raise Refused(f"{place} 的公开日期 {values['Date']} 还没有到；不公开了的，加一行“Status: draft”")
    change.set("Withdrawn", f"{day} {options.reason}")
    editor.save(change)
    print("网页留在原来的地址，写明撤下的日期和原因；正文和附件下次发布以后不再公布。涉及个人隐私、要彻底清除的，用 make takedown。")


if __name__ == "__main__":
    sys.exit(main())
