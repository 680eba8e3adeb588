"""The form of an item: Decap's configuration, drawn from the table of fields, the classification and the register of agencies.

A key of the header that is new in the table of fields is in the form at once, among those that are seldom used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..content.rules import Rules
from ..model.item import FIELDS, STATUSES, Field, parse_date, parse_names

BODY, FILES, MORE = "body", "attachments", "more"
SEEN, TAB = "seen", "tab"
"""Hidden values: the digest of the file as it was opened, and a mark of the browser tab that opened it."""
MAIN = ("Title", "Category", "Agency", "Created", "Date", "Document-Number", "Summary", BODY, FILES, "Review", "Status", "Index")
"""What the form shows first, in this order. All other keys follow below, folded."""
ENTRY = "item"
"""The name that the file of every item has for Decap."""
_HINTS = {
    "Title": "文件的全称，不加书名号",
    "Category": "选最下一级的分类",
    "Created": "文件落款的日期",
    "Date": "向社会公开的日期，不早于生成日期，不晚于今天",
    "Document-Number": "照文件写，如 某府办发〔2014〕12号；没有文号就空着",
    "Summary": "一两句话说明内容，不照抄名称",
    "Review": "由审查的人填写，写成“日期 审查人 结论”，如 2014-03-17 保密审查员 可以公开；没有审查以前空着",
    "Status": "草稿不会发布；审查以后改成“公开”",
    "Replaces": "这份文件取代的那一条的索引号",
    "Tags": "几个主题词之间用“;”隔开",
    BODY: "可以从 Word 里粘贴。空一行是另一段；一行开头写“## ”是小标题",
    FILES: "文件会放在这一条自己的文件夹里",
}
_STATUS_LABELS = dict(zip(STATUSES, ("公开", "草稿（不发布）"), strict=True))


@dataclass(frozen=True)
class Shelf:
    """One list of items for Decap: the name of its folder, its title, and whether new items begin here."""

    name: str
    label: str
    new: bool = False


def configuration(rules: Rules, shelves: Iterable[Shelf], sitename: str) -> dict[str, Any]:
    """Return Decap's configuration."""
    fields = list(_fields(rules))
    return {
        "backend": {"name": "proxy", "proxy_url": "/api/v1", "branch": "content"},
        "load_config_file": False, "locale": "zh_Hans", "publish_mode": "simple", "app_title": f"{sitename} 信息公开工作台",
        "media_folder": "uploads", "public_folder": "", "show_preview_links": False,
        "slug": {"encoding": "unicode", "clean_accents": False},
        "collections": [_collection(shelf, fields) for shelf in shelves],
    }


def to_form(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an item, by key, as the form holds them: keys that are seldom used stand one level below."""
    shown = {name: value for name, value in values.items() if name in {*MAIN, SEEN, TAB}}
    return shown | {MORE: {name: value for name, value in values.items() if name not in shown}}


def from_form(data: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a form by key."""
    return {name: value for name, value in data.items() if name != MORE} | (data.get(MORE) or {})


def _collection(shelf: Shelf, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": shelf.name, "label": shelf.label, "label_singular": "信息", "folder": shelf.name, "create": shelf.new, "delete": shelf.new,
        "extension": "json", "format": "json", "identifier_field": "Title", "summary": "{{Title}}　{{Date}}　{{Agency}}　{{Index}}",
        "slug": "new-{{year}}{{month}}{{day}}-{{hour}}{{minute}}{{second}}", "path": "{{slug}}/" + ENTRY, "media_folder": "", "public_folder": "",
        "sortable_fields": [{"field": "Date", "label": "公开日期"}, {"field": "Title", "label": "名称"}, {"field": "Index", "label": "索引号"}],
        "view_groups": [{"label": "信息分类", "field": "Category"}, {"label": "发布机构", "field": "Agency"}],
        "fields": fields,
    }


def _fields(rules: Rules) -> Iterator[dict[str, Any]]:
    by_key = {field.key: field for field in FIELDS}
    for name in MAIN:
        if name == BODY:
            yield {"name": BODY, "label": "正文", "widget": "text", "required": False, "hint": _HINTS[BODY]}
        elif name == FILES:
            yield {
                "name": FILES, "label": "附件", "widget": "file", "required": False, "hint": _HINTS[FILES], "choose_url": False,
                "media_library": {"allow_multiple": True, "config": {"multiple": True}},
            }
        else:
            yield _field(by_key[name], rules)
    rest = [_field(field, rules) for field in FIELDS if field.key not in MAIN]
    yield {"name": MORE, "label": "其他项目（不常用）", "widget": "object", "collapsed": True, "required": False, "fields": rest}
    yield from ({"name": name, "label": name, "widget": "hidden", "required": False} for name in (SEEN, TAB))


def _field(field: Field, rules: Rules) -> dict[str, Any]:
    """Return the control of one key. Its kind follows from how the key is read."""
    control = {"name": field.key, "label": field.label, "required": field.required and field.key not in ("Index", "Review")}
    if field.key in _HINTS:
        control["hint"] = _HINTS[field.key]
    if field.key == "Index":
        return control | {"widget": "fixed"}
    if field.key == "Status":
        return control | {"widget": "select", "required": True, "default": "draft", "options": [{"label": label, "value": value} for value, label in _STATUS_LABELS.items()]}
    if field.key == "Category":
        return control | {"widget": "select", "options": [*rules.taxonomy.filings]}
    if field.key == "Agency" and rules.agencies is not None:
        return control | {"widget": "select", "options": sorted(rules.agencies)}
    if field.key == "Key-Area" and field.parse is parse_names and rules.taxonomy.key_areas:
        return control | {"widget": "select", "multiple": True, "options": [*rules.taxonomy.key_area]}
    if field.parse is parse_date:
        return control | {"widget": "day"} | ({"default": rules.today} if field.required else {})
    return control | {"widget": "text" if field.key == "Summary" else "string"}
