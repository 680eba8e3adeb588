"""Begin a document that replaces another: ``make replace INDEX=旧的索引号 TITLE="新的标题"``.

The new item is a draft that names the old one in `Replaces`. It is filed as the old one is, unless something else is
given. A normative document, or one whose header says that it is in force, gets the word 废止 and the day: else its header
would say the contrary of its page. On the page of any other old document the replacement shows by itself.
"""

from __future__ import annotations

import argparse
import sys

from ..content.find_item import claimed, item_paths
from ..content.guide_parts import is_guide
from ..content.header_lines import FaultyHeader, read_header, values_of
from ..model.item import ENDED
from ..model.problems import shown_path
from ..model.settings import today
from ..model.taxonomy import Taxonomy
from . import item_edits, new
from .item_edits import Change, Editor, Refused

ENDED_BY = "废止"
"""What becomes of a document that another one replaces."""
_ALIKE = ("Key-Area", "Subject", "Genre")
"""Keys that a new document has from the old one, if they have a value."""


def main(arguments: list[str] | None = None) -> int:
    """Write the draft and change the old item; return the exit code."""
    return item_edits.run("replace", __doc__, ("index", "title", "category", "agency"), _replace, arguments)


def _replace(editor: Editor, options: argparse.Namespace) -> None:
    if not (options.index and options.title):
        raise Refused('用法：make replace INDEX=旧文件的索引号 TITLE="新文件的标题"；分类和机构不写，就与旧文件相同')
    old = editor.item(options.index)
    values, place = old.values, editor.shown(old.path)
    if values.get("Status") == "draft":
        raise Refused(f"{place} 还是草稿，没有公开过，没有什么可替代的；直接改它")
    if withdrawn := values.get("Withdrawn"):
        raise Refused(f"{place} 已经撤下（{withdrawn}），不用再替代；新文件用 make new")
    if (there := _replacing(editor, options.index)) is not None:
        path, title = there
        if title == options.title:
            _mark(editor, old, title)
            if not editor.save(old):
                print(f"{editor.shown(path)} 已经替代它，没有改动。")
            return
        raise Refused(f"{editor.shown(path)}（{title}）已经替代它；要替代的是后来的那一条的，INDEX 写那一条")
    filing = new.Filing(options.title, options.category or values["Category"].replace("／", "/"), options.agency or values["Agency"])
    _, agencies = new.lists(editor.content, editor.settings)
    if not options.agency and agencies and filing.agency not in agencies:
        raise Refused(f"旧文件的发布机构“{filing.agency}”已经不在（机构名册）；用 AGENCY=… 写现在的机构")
    _mark(editor, old, options.title)
    try:
        path, index = new.start(editor.content, editor.settings, filing, _header(editor, values, filing, options.index))
    except new.Unfit as unfit:
        raise Refused(*unfit.args) from None
    print(f"已写好 {shown_path(path)}，索引号 {index}，替代 {options.index}。")
    if editor.save(old):
        print("旧文件已经写明废止。新文件还是草稿：两个文件一起提交，新文件可以公开以前，不要先发布旧文件的这个改动。")
    else:
        print("旧文件没有改：新文件公开以后，它的网页会自己写明“已被取代”。")
    print(new.NEXT)


def _header(editor: Editor, values: dict[str, str], filing: new.Filing, index: str) -> str:
    """Return the further lines of the new header."""
    place = tuple(f"{filing.category}/".split("/")[:2])
    guide = place in Taxonomy.of(editor.settings).guides
    lines = [(key, values[key]) for key in _ALIKE if values.get(key) and not (key == "Genre" and (guide or is_guide(place, values[key], [place])))]
    return "".join(f"{key}: {value}\n" for key, value in [*lines, ("Replaces", index)])


def _replacing(editor: Editor, index: str) -> tuple[str, str] | None:
    """Return file and title of the item that replaces one, or None."""
    for path in item_paths(editor.content, editor.settings["IGNORE_FILES"]):
        if claimed(editor.content / path, index) not in ("", index):
            try:
                values = values_of(read_header(path, (editor.content / path).read_bytes()))
            except FaultyHeader:
                continue
            if values.get("Replaces") == index:
                return path, values.get("Title", "")
    return None


def _mark(editor: Editor, old: Change, title: str) -> None:
    """Say in an old document's header that it is not in force any more, where the header or the class says that it was."""
    values, day = old.values, today(editor.settings)
    filing = tuple(part.strip() for part in f"{values['Category'].replace('／', '/')}/".split("/")[:2])
    word = values.get("Validity", "").split(" ")[0]
    if word in ENDED or not (word or filing in Taxonomy.of(editor.settings).normative):
        return
    if history := values.get("Validity-History", ""):
        basis = f"由《{title.replace(';', '，').replace('；', '，')}》替代"
        old.set("Validity-History", f"{history.rstrip('；; ')}; {day} {ENDED_BY} {basis}")
    old.set("Validity", f"{ENDED_BY} {day}")


if __name__ == "__main__":
    sys.exit(main())
