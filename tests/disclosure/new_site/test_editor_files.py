"""Schema and snippets for editors of text are made of the table of fields, and agree with the reader of headers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from disclosure.content.frontmatter import split
from disclosure.content.header_lines import values_of
from disclosure.model.index_numbers import DEFAULT, Scheme
from disclosure.model.item import FIELDS, FieldError
from disclosure.model.settings import add_defaults
from disclosure.model.taxonomy import Taxonomy
from disclosure.new_site import editor_files

from tests.kit.project import ROOT, Project, item

SETTINGS: dict[str, Any] = {"SITENAME": "x", "SITEURL": "", "TIMEZONE": "Asia/Shanghai"}
add_defaults(SETTINGS)
TAXONOMY = Taxonomy.of(SETTINGS)
AGENCIES = ["区政府办公室", "区财政局, 一局"]
SCHEMA = json.loads(editor_files.header_schema(TAXONOMY, [], SETTINGS["DISCLOSURE_INDEX_PATTERN"]))
SNIPPETS = json.loads(editor_files.snippets(TAXONOMY, AGENCIES, Scheme(DEFAULT)))


def fits(key: str, value: str) -> bool:
    """Return whether a schema's property allows a value: by the words of JSON Schema that ours uses."""
    rule = SCHEMA["properties"][key]
    assert {*rule} <= {"type", "title", "minLength", "pattern", "enum"}
    return (
        len(value) >= rule.get("minLength", 0) and re.search(rule.get("pattern", ""), value) is not None and value in rule.get("enum", [value])
    )


def test_the_schema_has_every_key_with_its_label_and_no_other() -> None:
    assert [(key, rule["title"]) for key, rule in SCHEMA["properties"].items()] == [(field.key, field.label) for field in FIELDS]
    assert SCHEMA["required"] == [field.key for field in FIELDS if field.required] and SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("path", sorted((ROOT / "content/items").rglob("*.md")), ids=lambda path: path.stem)
def test_every_header_of_the_content_fits_the_schema(path: Any) -> None:
    values = values_of(split(path.name, path.read_bytes()))
    assert values.keys() >= {*SCHEMA["required"]}
    assert [key for key, value in values.items() if value and not fits(key, value)] == []


@pytest.mark.parametrize(("key", "value"), [
    ("Created", "2014年3月3日"), ("Date", "2014/3/3"), ("Review", "2014-03-17 保密审查员 不可以公开"), ("Withdrawn", "2014-06-01"), ("Validity", "有效 2014-01-01"), ("Validity", "没有"),
    ("Validity-History", "2014-06-01 有效"), ("Revisions", "2014-06-01"), ("Revisions", "更正"), ("Status", "done"), ("Review-Exception", "x 理由"), ("Modified", "昨天"),
])
def test_what_the_reader_refuses_by_its_form_the_schema_refuses(key: str, value: str) -> None:
    field = next(field for field in FIELDS if field.key == key)
    with pytest.raises(FieldError):
        field.parse(value)
    assert not fits(key, value)


def test_a_snippet_writes_a_header_that_is_right_but_for_what_a_person_must_write() -> None:
    body = "\n".join(SNIPPETS["信息的表头"]["body"])
    written = re.sub(r"\$\{\d+\|((?:\\.|[^,|])*)(?:,(?:\\.|[^|])*)?\|\}|\$\{\d+:([^}]*)\}", lambda found: re.sub(r"\\(.)", r"\1", found[1] or found[2] or ""), body)
    written = written.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2014-03-18").replace("$0", "正文")
    values = values_of(split("a.md", written.encode()))
    assert values.keys() >= {*SCHEMA["required"]} and "可以公开" not in values["Review"] and values["Status"] == "draft"
    assert [key for key, value in values.items() if not fits(key, value)] == []
    assert "区财政局\\, 一局" in body and {name.partition("（")[0] for name in SNIPPETS} == {"信息的表头", *(field.label for field in FIELDS)}


def test_the_plain_header_has_every_key() -> None:
    assert re.findall(r"^([A-Z][\w-]*): ", editor_files.plain(), re.MULTILINE) == [field.key for field in FIELDS]


# Names of files.

@pytest.mark.parametrize(("name", "said"), [
    ("x.MD", "把扩展名改成 .md"), ("x.Markdown", "把扩展名改成 .markdown"), ("a?.md", "Windows 不允许的字符"), ("CON.md", "Windows 保留的名字"), ("x .md.", "首尾有空格或以句点结尾"), ("甲" * 61 + ".md", "太长"),
    ("a\u202eb.md", "看不见的字符"), ("x.md~", "备份或临时文件"), ("noending", "不能发布"),
])
def test_an_unusual_name_is_told_with_what_to_do(project: Project, name: str, said: str) -> None:
    project.write({"items/good.md": item(), f"items/{name}": item(Index="1/2")})
    assert said in project.build(DISCLOSURE_SEARCH=False).stdout


def test_names_with_blanks_and_both_endings_are_items_and_hidden_ones_are_not_read(project: Project) -> None:
    project.write({
        "items/甲 乙（附）1.md": item(), "items/x.md": item(Index="1/2"), "items/x.markdown": item(Index="1/3", body="见[一](甲%20乙（附）1.md)和[一](<甲 乙（附）1.md>)。\n"), "items/.x.md": "broken", "items/.git/y.md": "broken",
    })
    project.good()
    assert sorted(path.name for path in project.output.glob("items/2014/*.html")) == ["014500858-2014-00001.html", "1-2.html", "1-3.html"]
    assert len(project.soup("items/2014/1-3.html").select('.rr-prose a[href="../../items/2014/014500858-2014-00001.html"]')) == 2
