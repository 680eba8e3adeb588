"""Decap's protocol for a local backend: actions of the browser, each answered from the content folder.

The actions and their parameters are those of decap-server 3.11, `local_fs`. A path is `shelf/name/item.json`, and the files of
an item are `shelf/name/file`. What Decap sends as JSON becomes lines of a header.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ..commands.new import NO_CODE, index_for, item_file
from ..content.header_lines import FaultyHeader
from ..content.source import ITEMS
from ..model.item import FieldError, parse_date
from ..registers import read
from ..released.register_file import replace_whole
from . import attachments, form, form_values
from .preview import Previews
from .refusal import Refusal
from .shelves import Shelves, entry_values


class Backend:
    """The items of a content folder, for one browser of this machine. Actions are done one after another."""

    def __init__(self, content: Path, settings: dict[str, Any]) -> None:
        self._content, self._settings = content, settings
        self._shelves = Shelves(content, settings["IGNORE_FILES"])
        self._previews = Previews(content, settings)
        self._saved: dict[tuple[str, str], str] = {}
        self._named: dict[tuple[str, str], set[str]] = {}
        """The attachments that a form in a tab of the browser has saved, by path and tab."""
        self._lock = threading.Lock()
        self._actions: dict[str, Callable[[dict[str, Any]], Any]] = {
            "info": lambda _: {"repo": "content", "publish_modes": ["simple"], "type": "local_fs"},
            "entriesByFolder": self._list, "entriesByFiles": lambda _: [], "getEntry": self._read, "persistEntry": self._save,
            "getMedia": self._media, "getMediaFile": self._media_file, "persistMedia": self._stray_upload,
            "deleteFile": lambda given: self._delete([given["path"]]), "deleteFiles": lambda given: self._delete(given["paths"]),
            "getDeployPreview": lambda _: None, "getNotes": lambda _: {"notes": []},
        }

    def configuration(self) -> dict[str, Any]:
        """Return Decap's configuration as settings, registers and items are now."""
        with self._lock:
            return form.configuration(self._previews.rules, self._shelves.shelves(), self._settings["SITENAME"])

    def answer(self, action: str, given: dict[str, Any]) -> Any:
        """Do an action, and return what Decap expects. Raises `Refusal` where it is not done."""
        if action not in self._actions:
            raise Refusal(f"工作台不做这件事：{action}")
        with self._lock:
            try:
                return self._actions[action](given)
            except FaultyHeader as fault:
                raise Refusal(str(fault)) from None
            except OSError as error:
                raise Refusal(f"没有存好：{error.strerror}（{error.filename}）；检查文件夹的权限和磁盘，再试一次") from None

    def preview(self, path: str, data: dict[str, Any]) -> str:
        """Return the preview of a form as HTML."""
        values = form.from_form(data)
        with self._lock:
            known = path and (self._content / self._shelves.file(_name(path))).is_file()
            where = self._shelves.file(_name(path)) if known else f"{ITEMS}/new.md"
            return self._previews.page(where, (self._content / where).read_bytes() if known else None, values, self._previews.rules.scheme.example(self._previews.rules.some_code))

    def _list(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        folder = given["folder"]
        return [
            {"data": json.dumps(entry_values(listed), ensure_ascii=False), "file": {"path": f"{folder}/{listed.name}/{form.ENTRY}.json", "id": listed.name}}
            for listed in self._shelves.on_shelf(folder)
        ]

    def _read(self, given: dict[str, Any]) -> dict[str, Any]:
        name = _name(given["path"])
        try:
            path = self._shelves.file(name)
            data = (self._content / path).read_bytes()
        except (Refusal, FileNotFoundError):
            return {"data": None, "file": {"path": given["path"], "id": None}}
        values = form_values.values_of_file(path, data) | {form.FILES: (names := attachments.names(self._content / path)), form.SEEN: "/".join([_digest(data), *names])}
        return {"data": json.dumps(form.to_form(values), ensure_ascii=False), "file": {"path": given["path"], "id": _digest(data)}}

    def _save(self, given: dict[str, Any]) -> dict[str, str]:
        [entry] = given["dataFiles"]
        values = form.from_form(json.loads(entry["raw"]))
        uploaded = dict(map(attachments.decoded, given["assets"]))
        name = _name(entry["path"])
        if given["options"].get("newEntry"):
            path, data = self._begin(values)
        else:
            path = self._shelves.file(name)
            data = self._change(path, values)
        wanted = values.get(form.FILES)
        wanted = [Path(one).name for one in ([wanted] if isinstance(wanted, str) else wanted or []) if one]
        tab = path, str(values.get(form.TAB))
        seen = {*str(values.get(form.SEEN)).split("/")[1:]} | self._named.get(tab, set())
        if unseen := {*attachments.names(self._content / path)} - {*wanted} - seen:
            raise Refusal(f"附件“{'”“'.join(sorted(unseen))}”是这一条打开以后放进来的，没有保存；先把自己写的复制出来，刷新页面，再改")
        attachments.keep(self._content / path, wanted, uploaded)
        self._named[tab] = self._named.get(tab, set()) | {*wanted}
        self._write(path, data, is_new=bool(given["options"].get("newEntry")))
        self._saved[tab] = _digest(data)
        if given["options"].get("newEntry"):
            self._shelves.begin(name, path)
        return {"message": "entry persisted"}

    def _begin(self, values: dict[str, Any]) -> tuple[str, bytes]:
        """Return path and bytes of the file of a new item, with the next free Index."""
        rules = self._previews.rules
        filing, agency = str(values.get("Category") or ""), str(values.get("Agency") or "")
        if filing not in rules.taxonomy.filings:
            raise Refusal("先选信息分类")
        codes = {row["name"]: row["code"] for row in read(str(self._content), "agencies").rows}
        try:
            day = date.fromisoformat(parse_date(str(values.get("Date") or "")))
        except FieldError as fault:
            raise Refusal(f"公开日期：{fault.message}，{fault.remedy}") from None
        claims = [listed.values.get("Index", "") for listed in self._shelves.items()]
        index = index_for(self._content, self._settings, rules.taxonomy, filing, codes.get(agency, NO_CODE), day=day, claims=claims)
        path = item_file(self._content, day.year, index).relative_to(self._content).as_posix()
        data = form_values.new_file(values, index)
        self._may_be_public(path, b"", data)
        return path, data

    def _change(self, path: str, values: dict[str, Any]) -> bytes:
        """Return the new bytes of an item's file. Raises `Refusal` where somebody else has changed it since it was opened."""
        before = (self._content / path).read_bytes()
        if form.SEEN not in values:
            raise Refusal("这一页没有读完整；回到列表，再打开一次")
        if _digest(before) not in (str(values[form.SEEN]).partition("/")[0], self._saved.get((path, str(values.get(form.TAB))))):
            raise Refusal("这一条打开以后，在别处改过，没有保存；先把自己写的复制出来，刷新页面，再改")
        data = form_values.changed_file(path, before, values)
        self._may_be_public(path, before, data)
        return data

    def _may_be_public(self, path: str, before: bytes, data: bytes) -> None:
        """Raise `Refusal` where a draft becomes public that has errors: it would stop the next publication."""
        def is_public(file: bytes) -> bool:
            return bool(file) and form_values.values_of_file(path, file)["Status"] == form_values.PUBLISHED

        if is_public(data) and not is_public(before) and (errors := [problem for problem in self._previews.problems(path, data)[0] if problem.is_error]):
            raise Refusal("还不能公开，先改好：" + "。".join(f"{problem.message}；{problem.remedy}" for problem in errors))

    def _write(self, path: str, data: bytes, *, is_new: bool) -> None:
        whole = self._content / path
        if is_new:
            whole.parent.mkdir(parents=True, exist_ok=True)
            with open(whole, "xb") as file:
                file.write(data)
        elif whole.read_bytes() != data:
            replace_whole(whole, data)

    def _media(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        folder = str(given.get("mediaFolder", ""))
        if folder.count("/") != 1:
            return []
        return attachments.as_media(self._content / self._shelves.file(folder.split("/")[1]), folder)

    def _media_file(self, given: dict[str, Any]) -> dict[str, Any]:
        folder, _, name = str(given["path"]).rpartition("/")
        found = [media for media in self._media({"mediaFolder": folder}) if media["name"] == name]
        if not found:
            raise Refusal(f"没有这个附件：{name}")
        return found[0]

    def _stray_upload(self, given: dict[str, Any]) -> Any:
        raise Refusal("附件要在一条信息的表单里上传")

    def _delete(self, paths: list[str]) -> dict[str, str]:
        """Remove drafts with their files, or single files of an item. What is public stays: its address is a promise."""
        for given in paths:
            whole = self._content / self._shelves.file(_name(given))
            if not given.endswith(f"/{form.ENTRY}.json"):
                attachments.keep(whole, [name for name in attachments.names(whole) if name != Path(given).name], {})
            elif form_values.values_of_file(given, whole.read_bytes())["Status"] == form_values.PUBLISHED:
                raise Refusal("已经公开的不能删去；要撤下，用 make withdraw")
            else:
                attachments.keep(whole, [], {})
                whole.unlink()
        return {"message": "deleted"}


def _name(path: str) -> str:
    """Return the name of the item to which a path of Decap belongs."""
    parts = path.split("/")
    if len(parts) != 3:
        raise Refusal(f"没有这一条信息：{path}")
    return parts[1]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
