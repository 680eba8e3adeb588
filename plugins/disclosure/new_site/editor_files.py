"""Help for editors of text: a JSON Schema of the header, and snippets that write one. All of it is made of the table of fields.

The schema describes a header as an object: each key with the text of its value. Editors complete and check keys by it, and
other programs can read it. The snippets are for Visual Studio Code, and as plain text for any other editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..content.placeholders import placeholder
from ..model.index_numbers import Scheme
from ..model.item import ENDED, FIELDS, REVIEW_PASSED, STATUSES, VALIDITIES, Field
from ..model.taxonomy import Taxonomy

SCHEMA = "editor/header.schema.json"
SNIPPETS = ".vscode/reading-room.code-snippets"
PLAIN = "editor/header.txt"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def files(taxonomy: Taxonomy, agencies: list[str], index_pattern: str, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file, by the lists of a site."""
    yield SCHEMA, header_schema(taxonomy, agencies, index_pattern)
    yield SNIPPETS, snippets(taxonomy, agencies, scheme)
    yield PLAIN, plain()


def header_schema(taxonomy: Taxonomy, agencies: list[str], index_pattern: str) -> str:
    """Return the JSON Schema of a header, by the lists of a site. Without agencies any name may stand there."""
    allowed = {
        "index": {"pattern": "^(?:" + index_pattern.replace(r"\-", "-") + ")$"},
        "filing": {"enum": [*taxonomy.filings]},
        "agency": {"enum": agencies} if agencies else {},
        "created": {"pattern": DATE}, "date": {"pattern": DATE}, "modified": {"pattern": DATE}, "valid_until": {"pattern": DATE},
        "review": {"pattern": rf"^(?:{_DAY}\s+\S+\s+{REVIEW_PASSED}|〔)"},
        "withdrawn": {"pattern": rf"^{_DAY}\s+\S"},
        "validity": {"pattern": f"^(?:{'|'.join(VALIDITIES)}|(?:{'|'.join(ENDED)})\\s+{_DAY})$"},
        "validity_history": {"pattern": _several(rf"{_DAY}\s+(?:{'|'.join(VALIDITIES)})\s+[^;；]+")},
        "revisions": {"pattern": _several(rf"{_DAY}\s[^;；]+")},
        "rulings": {"pattern": _several(r"[0-9a-f]{8}\s+[^;；]+")},
        "status": {"enum": [*STATUSES]},
        "key_areas": {"pattern": _several("(?:" + "|".join(re.escape(name).replace(r"\-", "-") for name in taxonomy.key_area) + r")\s*")} if taxonomy.key_area else {},
    }
    properties: dict[str, Any] = {}
    for field in FIELDS:
        least = {"minLength": 1} if field.required else {}
        properties[field.key] = {"type": "string", "title": field.label, **least, **allowed.get(field.attribute, {})}
    return _text({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "信息的表头", "type": "object",
        "properties": properties, "required": [field.key for field in FIELDS if field.required], "additionalProperties": False,
    })


def _several(one: str) -> str:
    """Return the pattern of one or more values with semicolons between them."""
    return f"^\\s*{one}(?:[;；]\\s*{one})*[;；]?\\s*$"


def snippets(taxonomy: Taxonomy, agencies: list[str], scheme: Scheme) -> str:
    """Return the snippets for Visual Studio Code: a whole header, and each key by itself."""
    code = "000000000"
    body = [f"{field.key}: {_place(number, field, taxonomy, agencies, scheme.example(code))}" for number, field in enumerate(_template(), 1)]
    found = {"信息的表头": {"scope": "markdown", "prefix": ["信息", "header"], "description": "新写一条信息的表头；索引号最好用 make new 编", "body": [*body, "", "$0"]}}
    for field in FIELDS:
        found[f"{field.label}（{field.key}）"] = {
            "scope": "markdown", "prefix": [field.label, field.key], "description": f"表头：{field.label}",
            "body": f"{field.key}: {_place(1, field, taxonomy, agencies, '')}$0",
        }
    return _text(found)


def plain() -> str:
    """Return a header as plain text, to copy: each key with what stands behind it."""
    lines = [f"{field.key}: {'' if field.required else '（可以不写）'}{field.label}" for field in FIELDS]
    return "\n".join(["把要用的行拷到文件开头，冒号后面换成内容，其余的行删去；表头后面空一行，再写正文。", "", *lines, ""])


def _template() -> list[Field]:
    wanted = {"summary", "document_number"}
    return [field for field in FIELDS if field.required or field.attribute in wanted] + [field for field in FIELDS if field.attribute == "status"]


def _place(number: int, field: Field, taxonomy: Taxonomy, agencies: list[str], index: str) -> str:
    """Return what stands behind a key in a snippet: a choice, today, or a place to write."""
    choices = {"filing": [*taxonomy.filings], "agency": agencies, "status": ["draft", "published"], "validity": [*VALIDITIES], "key_areas": [*taxonomy.key_area]}.get(field.attribute)
    if choices:
        return f"${{{number}|{','.join(_escaped(choice) for choice in choices)}|}}"
    if field.attribute in ("created", "date", "modified"):
        return "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
    shown = index if field.attribute == "index" and index else placeholder("审查日期 审查人 结论") if field.attribute == "review" else field.label
    return f"${{{number}:{shown}}}"


def _escaped(choice: str) -> str:
    return re.sub(r"([,|\\$}])", r"\\\1", choice)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
