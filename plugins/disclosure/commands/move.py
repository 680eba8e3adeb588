"""File an item elsewhere: ``make move INDEX=… CATEGORY=…``, or `AGENCY=…`, `KEYAREA=…`, `TO=folder`.

Class, agency and key areas are lines of its header. With a folder its file goes there, with the attachments that only it
uses. Its address stays in any case: that depends on Index and year alone.
"""

from __future__ import annotations

import argparse
import sys

from ..content.header_lines import without_key
from ..model.item import parse_names
from ..model.problems import did_you_mean
from ..model.taxonomy import Taxonomy
from ..registers import read
from . import item_edits
from .item_edits import Change, Editor, Refused
from .move_files import Plan
from .undo_log import UndoLog

NONE = "无"
"""What KEYAREA says to take the line away."""


def main(arguments: list[str] | None = None) -> int:
    """Change the lines, or move the files; return the exit code."""
    return item_edits.run("move", __doc__, ("index", "category", "agency", "keyarea", "to", "output"), _move, arguments)


def _move(editor: Editor, options: argparse.Namespace) -> None:
    if not (options.index and (options.category or options.agency or options.keyarea or options.to)):
        raise Refused(f"用法：make move INDEX=索引号 CATEGORY=一级分类/二级分类，或者 AGENCY=发布机构、KEYAREA=重点领域（写“{NONE}”就删去）、TO=items 下的文件夹")
    change = editor.item(options.index)
    _file_elsewhere(editor, options, change)
    with UndoLog(editor.content) as log:
        if change.now != change.before:
            log.write(change.path, change.now)
        plan = Plan.of(editor, change.path, options.to, options.output) if options.to else None  # reads the item as it is now
        moved = editor.tell(change)
        if plan:
            moved |= plan.carry_out(editor, log)
    if not moved:
        print(f"{editor.shown(change.path)} 已经是这样，没有改动。")
        return
    print("网页的地址没有变。")


def _file_elsewhere(editor: Editor, options: argparse.Namespace, change: Change) -> None:
    """Change the lines of the header that say where an item belongs. Raises `Refused` with all that is on no list."""
    taxonomy = Taxonomy.of(editor.settings)
    agencies = [str(row["name"]) for row in read(str(editor.content), "agencies").rows]
    areas = parse_names(options.keyarea) if options.keyarea != NONE else ()
    faults = []
    if options.category and options.category not in taxonomy.filings:
        faults.append(f"信息分类“{options.category}”不在分类表上；{did_you_mean(options.category, taxonomy.filings) or f'按分类表写，如 {taxonomy.first_filing}'}")
    if options.agency and agencies and options.agency not in agencies:
        faults.append(f"发布机构“{options.agency}”不在机构名册上；{did_you_mean(options.agency, agencies) or '照 registers/agencies.csv 里的名称写'}")
    for name in areas:
        if name not in taxonomy.key_area:
            faults.append(f"重点领域“{name}”不在名单上；{did_you_mean(name, taxonomy.key_area) or '可以写：' + '、'.join(taxonomy.key_area)}")
    if faults:
        raise Refused(*faults)
    for key, value in (("Category", options.category), ("Agency", options.agency), ("Key-Area", "; ".join(areas))):
        if value:
            change.set(key, value)
    if options.keyarea == NONE:
        change.now, edits = without_key(change.path, change.now, "Key-Area")
        change.edits += edits


if __name__ == "__main__":
    sys.exit(main())
