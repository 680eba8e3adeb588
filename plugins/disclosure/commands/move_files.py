"""An item's file and its attachments go to another folder; links to them and from them are changed so that they lead where they led.

The catalogue knows who links to what. A link that this module cannot change with certainty stops the move before anything
is touched: the changed texts are read again, and must refer to just what they referred to.
"""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from ..catalogue import attachments, sync
from ..catalogue.file import Catalogue
from ..content.body import BodyRenderer
from ..content.frontmatter import split
from ..content.rules import Rules
from ..content.source import ITEMS
from ..model.addresses import portable_name
from ..model.problems import shown_path
from ..registers import Registers
from ..site_build.build import open_catalogue
from . import link_edits
from .item_edits import Editor, Refused
from .undo_log import UndoLog

_LINK = re.compile(
    rb"""(?P<before>\](?:\(\s*|:\s*)<)(?P<apart>[^<>\r\n]+)|(?P<lead>\](?:\(\s*|:[ \t]+)|(?:href|src)\s*=\s*["'])(?P<link>[^\s()<>"']+(?:\([^\s()]*\)[^\s()<>"']*)*)"""
)
"""A link, a definition of one, or an attribute of HTML. Between < and > it may have blanks."""
_PELICAN = re.compile(r"\A([{|](?:filename|attach|static)[}|])")


@dataclass
class Plan:
    """What moves where, and the texts that change."""

    moves: dict[str, str] = field(default_factory=dict)
    """Files of the content folder before and after; the item's own file is the last."""
    shared: list[tuple[str, str]] = field(default_factory=list)
    """Attachments that stay, each with another item that uses it."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Changed texts by their file before the move."""
    lines: list[tuple[str, int, str, str]] = field(default_factory=list)
    """File, line, link before and now."""

    @classmethod
    def of(cls, editor: Editor, path: str, to: str, output: str) -> Plan:
        """Return the plan for an item's file. Raises `Refused` where the move would harm anything."""
        folder = _folder(editor, to)
        plan = cls()
        if posixpath.dirname(path) == folder:
            return plan
        print("正在核对谁链接到它……", flush=True)
        registers = Registers(str(editor.content))
        catalogue = open_catalogue(editor.settings | {"OUTPUT_PATH": output}, _waiting)
        try:
            sync.synchronise(catalogue, str(editor.content), Rules.of(editor.settings, registers), editor.settings["IGNORE_FILES"], lambda *_: None)
            plan._choose(editor, catalogue, path, folder)
            plan._check_adoptions(catalogue)
            plan._relink(editor, catalogue, path)
        finally:
            catalogue.close(keep=False)  # kept, it would have the next build believe that pages show what was read here
        return plan

    def _choose(self, editor: Editor, catalogue: Catalogue, path: str, folder: str) -> None:
        """Choose the files that move: the item's own, and attachments below its folder that no other item uses."""
        connection, before = catalogue.connection, posixpath.dirname(path)
        item_id = connection.execute("SELECT id FROM item WHERE path = ?", (path,)).fetchone()["id"]
        for (source,) in connection.execute("SELECT DISTINCT source FROM attachment WHERE item_id = ? ORDER BY source", (item_id,)).fetchall():
            other = connection.execute("SELECT path FROM item JOIN attachment ON item_id = id WHERE source = ? AND id <> ?", (source, item_id)).fetchone()
            if other:
                self.shared.append((source, other["path"]))
            elif source.startswith(f"{before}/") and (editor.content / source).is_file():
                self.moves[source] = folder + source[len(before) :]
        self.moves[path] = f"{folder}/{posixpath.basename(path)}"
        there = [editor.shown(new) for new in self.moves.values() if os.path.lexists(editor.content / new)]
        if there:
            raise Refused(f"{'、'.join(there)} 已经有了，没有动；换一个文件夹，或者先给其中一个改名")

    def _check_adoptions(self, catalogue: Catalogue) -> None:
        """Raise `Refused` where a file without a link would belong to another item than before."""
        connection = catalogue.connection
        before = attachments.adoptions(connection)
        for old, new in self.moves.items():
            connection.execute("UPDATE item SET path = ? WHERE path = ?", (new, old))
            connection.execute("UPDATE source SET path = ?, folder = ? WHERE path = ?", (new, posixpath.dirname(new), old))
            connection.execute("UPDATE attachment SET source = ? WHERE source = ?", (new, old))
        after = attachments.adoptions(connection)
        wanted = {(owner, self.moves.get(source, source)) for owner, source in before}
        for old, new in self.moves.items():  # as it was, for what follows
            connection.execute("UPDATE item SET path = ? WHERE path = ?", (old, new))
        if other := sorted(source for _, source in wanted ^ after):
            raise Refused(f"移动以后，没有链接的文件 {'、'.join(dict.fromkeys(other))} 会算到别的条目下；先在正文里链接它，或者把文件名的开头改成条目的文件名")

    def _relink(self, editor: Editor, catalogue: Catalogue, path: str) -> None:
        """Change the links of all items that refer to what moves, and of the moved item itself."""
        marks = ", ".join("?" * len(self.moves))
        rows = catalogue.connection.execute(f"SELECT DISTINCT item.path FROM item JOIN reference ON item_id = id WHERE target IN ({marks}) OR item.path = ?", (*self.moves, path))
        renderer = BodyRenderer(editor.settings["MARKDOWN"])
        for name in sorted({row["path"] for row in rows}):
            data = (editor.content / name).read_bytes()
            changed = b"\n".join(self._line(name, number, line) for number, line in enumerate(data.split(b"\n"), 1))
            if changed != data:
                self.texts[name] = changed
            before, now = _references(renderer, name, data), _references(renderer, self.moves.get(name, name), changed)
            if [(kind, self.moves.get(target, target)) for kind, target, _ in before] != [(kind, target) for kind, target, _ in now]:
                line = next((one[2] for one, two in zip(before, now, strict=False) if self.moves.get(one[1], one[1]) != two[1]), 1)
                raise Refused(f"{editor.shown(name)}:{line}: 这里的链接写法不寻常，不能放心地改；改成 [文字](文件名) 的写法，再运行一次")

    def _line(self, path: str, number: int, line: bytes) -> bytes:
        """Return a line with its links as they must be after the move."""

        def changed(match: re.Match[bytes]) -> bytes:
            word = match["apart"] or match["link"]
            new = self._link(path, word)
            if new != word:
                self.lines.append((self.moves.get(path, path), number, word.decode("utf-8", "replace"), new.decode("utf-8", "replace")))
            return (match["before"] or match["lead"]) + new

        return _LINK.sub(changed, line)

    def _link(self, path: str, word: bytes) -> bytes:
        """Return what a word becomes: a relative link that leads to a file of the content leads there from the new place, too."""
        try:
            text = word.decode()
        except UnicodeDecodeError:
            return word
        mark = match[1] if (match := _PELICAN.match(text)) else ""
        bare, sign, rest = re.match(r"([^#?]*)([#?]?)(.*)\Z", text[len(mark) :], re.DOTALL).groups()
        link = unquote(bare.replace("\\", "/"))
        if not link or (link.startswith("/") and not mark) or re.match(r"[A-Za-z][\w+.-]*:", link):
            return word
        rooted = link.startswith("/")
        target = posixpath.normpath(link[1:] if rooted else posixpath.join(posixpath.dirname(path), link))
        if target not in self.moves and path not in self.moves:
            return word
        if not target.startswith(f"{ITEMS}/") or "." not in posixpath.basename(target):
            return word
        now, base = self.moves.get(target, target), posixpath.dirname(self.moves.get(path, path))
        if (rooted and now == target) or (not rooted and posixpath.normpath(posixpath.join(base, link)) == now):
            return word
        new = f"/{now}" if rooted else posixpath.relpath(now, base)
        return f"{mark}{quote(new, safe='/-._~!$&,;=:@+') if '%' in bare else new}{sign}{rest}".encode()

    def carry_out(self, editor: Editor, log: UndoLog) -> bool:
        """Change the texts and move the files; return whether there was anything to do."""
        forms = self._forms(editor)
        for name, data in self.texts.items():
            log.write(name, data)
        link_edits.apply(editor.content, forms, log.write)
        for old, new in self.moves.items():
            log.rename(old, new)
        for path, line, before, now in self.lines:
            print(f"{editor.shown(path)}:{line}: 链接“{before}”改成“{now}”")
        for edit in forms:
            print(f"{editor.shown(edit.path)}:{edit.line}: “{edit.old.decode('utf-8', 'replace')}”改成“{edit.new.decode('utf-8', 'replace')}”")
        for old, new in self.moves.items():
            print(f"移动 {editor.shown(old)} → {editor.shown(new)}")
            _remove_empty((editor.content / old).parent, editor.content / ITEMS)
        for path, other in self.shared:
            print(f"没有移 {editor.shown(path)}：{editor.shown(other)} 也用它")
        return bool(self.moves)

    def _forms(self, editor: Editor) -> list[link_edits.Edit]:
        """Return the changes of the register of forms, which names files."""
        found = []
        path = editor.content / link_edits.FORMS
        for number, line in enumerate(path.read_bytes().split(b"\n") if path.is_file() else (), 1):
            for old, new in self.moves.items():
                for encoding in ("utf-8", "gb18030"):
                    if (name := old.encode(encoding)) in line and not any(one.line == number and one.old == name for one in found):
                        found.append(link_edits.Edit(link_edits.FORMS, number, name, new.encode(encoding), ""))
        return found


def _folder(editor: Editor, to: str) -> str:
    """Return the folder of the content to which TO points. It is read from `items` on, from the content folder, or from where the command runs."""
    plain = to.replace("\\", "/").rstrip("/")
    base = shown_path(editor.content).replace(os.sep, "/")
    for before in (f"{base}/", f"{editor.content.as_posix().rstrip('/')}/", *([f"{editor.content.name}/"] if plain.startswith(f"{editor.content.name}/{ITEMS}") else [])):
        plain = plain.removeprefix(before)
    folder = posixpath.normpath(plain if plain == ITEMS or plain.startswith(f"{ITEMS}/") else posixpath.join(ITEMS, plain))
    if plain.startswith("/") or not (folder == ITEMS or folder.startswith(f"{ITEMS}/")):
        raise Refused(f"TO（{to}）不在 {editor.shown(ITEMS)} 里面；写那里面的一个文件夹，如 TO=2014")
    for name in folder.split("/"):
        if fault := portable_name(name) or ("以点开头，不会读" if name.startswith(".") else ""):
            raise Refused(f"TO（{to}）里的文件夹名“{name}”{fault}；换一个名字")
    place = editor.content
    for name in folder.split("/"):
        place /= name
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            raise Refused(f"{shown_path(place)} 不是文件夹；换一个名字")
    return folder


def _references(renderer: BodyRenderer, path: str, data: bytes) -> list[tuple[str, str, int]]:
    """Return what a text refers to: kind, target and line."""
    document = split(path, data)
    return [(one.kind, one.target, one.line) for one in renderer.render(path, document.body, document.body_line, "").references]


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _waiting() -> None:
    print("另一次生成正在进行，等它结束……", flush=True)
