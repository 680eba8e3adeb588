"""What only several texts of a file together show, and what stands in headers, names of files and registers."""

from __future__ import annotations

import pytest
from disclosure.model.item import FIELD_BY_KEY, FIELDS, Ruling
from disclosure.registers import Register, names, schema
from disclosure.secrecy.across import detect_across
from disclosure.secrecy.cells import Layout
from disclosure.secrecy.examine import examine_file, too_large, unusable
from disclosure.secrecy.extract import Piece
from disclosure.secrecy.item_files import findings, shown_text
from disclosure.secrecy.numbers import check_digit, is_credit_code, is_id
from disclosure.secrecy.registers_and_pages import problems_in_registers

from tests.kit.planted_leaks import card, docx, identity, mobile, xlsx

ID, MOBILE, CARD = identity(401), mobile(402), card(403)


def told(name: str, data: bytes) -> list[tuple[str, str]]:
    """Return kind and place of what is found in an attachment."""
    return [(one.kind, one.where) for one in examine_file(f"items/{name}", data).findings]


def across(*pieces: tuple[str, str], title: str = "") -> list[tuple[str, str, str]]:
    """Return what is found in texts with their places: place, kind and value."""
    return [(piece.where, kind, value) for piece, kind, value in detect_across(Layout.of([Piece(where, text) for where, text in pieces]), title)]


def test_numbers_split_over_the_cells_of_a_row_are_found() -> None:
    assert told("a.csv", f"姓名,一,二,三\n张三,{ID[:6]},{ID[6:14]},{ID[14:]}\n".encode()) == [("id", "第 2 列")]
    assert told("a.csv", f"姓名,手机前段,手机后段\n张三,{MOBILE[:7]},{MOBILE[7:]}\n".encode()) == [("mobile", "第 2 列")]
    assert told("a.xlsx", xlsx([["姓名", "卡号", ""], ["张三", CARD[:8], CARD[8:]]])) == [("card", "名册!B2")]
    assert told("a.xlsx", xlsx([["张三", *ID]])) == [("id", "名册!B1")]


def test_cells_of_other_rows_and_figures_without_a_label_are_no_number() -> None:
    assert told("a.csv", f"姓名,一\n张三,{ID[:9]}\n{ID[9:]},李四\n".encode()) == []
    assert told("a.csv", "甲,138,1234,5678\n乙,139,2345,6789\n".encode()) == []
    assert across(("表 1 第 1 行第 1 格", ID[:9]), ("表 1 第 2 行第 1 格", ID[9:])) == []
    assert across(("表 1 第 1 行第 1 格", ID[:9]), ("表 1 第 1 行第 2 格", ID[9:])) == [("表 1 第 1 行第 1 格", "id", ID)]
    assert across(("册!A1", ID[:9]), ("册!B1", ID[9:])) == [("册!A1", "id", ID)]
    assert across(("册!A1", ID[:9]), ("册!A2", ID[9:])) == []
    assert across(("册!A1", ID[:9]), ("页!A1", ID[9:])) == []


def test_numbers_split_over_paragraphs_are_found() -> None:
    assert told("a.docx", docx([f"身份证号{ID[:9]}", f"{ID[9:]}，男"])) == [("id", "第 1 段")]
    assert told("a.docx", docx([f"请打{MOBILE[:7]}", "", MOBILE[7:]])) == [("mobile", "第 1 段")]
    assert told("a.docx", docx([ID[:9], "和", ID[9:]])) == []
    assert across(("第 1 段", f"{'甲' * 70}手机{MOBILE[:5]}"), ("第 2 段", f"{MOBILE[5:]}{'乙' * 70}")) == [("第 1 段", "mobile", MOBILE)]


def test_what_one_text_shows_by_itself_is_told_once() -> None:
    assert told("a.docx", docx([f"甲{ID}", f"{MOBILE}乙"])) == [("id", "第 1 段"), ("mobile", "第 2 段")]


def test_how_many_parts_a_number_may_have() -> None:
    digits = [(f"第 {place} 段", digit) for place, digit in enumerate("9" * 5 + ID, 1)]
    assert [kind for _, kind, _ in across(*digits[5:])] == ["id"]
    assert across(*[(f"第 {place} 段", digit) for place, digit in enumerate("0" * 10 + ID, 1)]) == []


def test_marks_stand_on_the_first_lines_and_on_the_edges_of_pages() -> None:
    assert across(("第 1 段", "某某区政府"), ("第 2 段", "内部资料")) == [("第 2 段", "internal", "内部资料")]
    assert across(*[(f"第 {place} 段", "甲") for place in range(1, 6)], ("第 6 段", "内部资料"), ("第 7 段", "乙")) == []
    assert across(*[(f"第 {place} 段", "甲") for place in range(1, 6)], ("第 6 段", "内部资料")) == [("第 6 段", "internal", "内部资料")]
    assert across(("第 1 段", "甲" * 300), ("第 2 段", "内部资料")) == []
    assert across(*[("第 1 段", "甲")] * 6, ("页眉 第 1 段", "机密")) == [("页眉 第 1 段", "mark", "机密")]
    assert across(*[("第 1 段", "甲")] * 6, ("页脚 第 1 段", "内部文件")) == [("页脚 第 1 段", "internal", "内部文件")]
    assert across(("册!A1", "机密"), ("册!A2", "甲")) == [("册!A1", "mark", "机密")]


def test_a_table_of_levels_is_no_mark() -> None:
    assert told("a.csv", "级别,期限\n绝密,30年\n机密,20年\n".encode()) == []
    assert told("a.csv", "绝密,机密,秘密\n1,2,3\n".encode()) == []
    assert told("a.csv", "密级：机密,编号\n1,2\n".encode()) == [("mark", "第 1 列")]


def test_lists_of_names_in_tables_sheets_and_files() -> None:
    rows = "姓名,{}\n张三,甲\n李四,乙\n"
    assert told("a.csv", rows.format("病种").encode()) == [("health-list", "第 1 列")]
    assert told("a.csv", rows.format("住处").encode()) == []
    assert told("低保户名单.csv", rows.format("住处").encode()) == [("name-list", "第 1 列")]
    assert told("a.docx", docx(["2014年低保对象名单", "张三、李四"])) == [("name-list", "第 2 段")]
    assert across(("低保户名单!A1", "姓名"), ("低保户名单!A2", "张三")) == [("低保户名单!A2", "name-list", "“低保”名单|张三")]
    assert across(("甲!A1", "姓名"), ("甲!A2", "张三")) == []


def test_columns_are_those_of_the_sheet_where_cells_are_empty() -> None:
    cells = (("册!A1", "序号"), ("册!B1", "姓名"), ("册!AA1", "病种"), ("册!A2", "1"), ("册!AA2", "甲"), ("册!B3", "李四"))
    assert across(*cells) == [("册!B3", "health-list", "“病种”名单|李四")]


def test_a_number_that_a_spreadsheet_has_cut_short_is_told() -> None:
    assert told("a.csv", "姓名,证件号码\n张三,3.60104E+17\n".encode()) == [("exponent", "第 2 列")]
    assert told("a.csv", "项目,金额\n甲,3.60104E+17\n".encode()) == []


def test_the_name_of_a_file_is_looked_at() -> None:
    assert told(f"张某某_身份证_{ID}.txt", b"a") == [("id", "文件名")]
    assert told(f"{ID}.mp3", b"ID3") == [("id", "文件名"), ("unreadable", "")]
    assert told(f"{MOBILE[:3]}_{MOBILE[3:7]}_{MOBILE[7:]}.txt", b"a") == [("mobile", "文件名")]
    assert [one.kind for one in too_large(f"items/{ID}.pdf").findings] == ["id", "unreadable"]
    assert [one.kind for one in unusable("items/a.pdf", "坏了").findings] == ["unusable"]


HEADER = (
    ("Review", f"2014-03-17 某某{MOBILE} 可以公开", "mobile"), ("Review", f"2014-03-17 某某 可以公开，问{MOBILE}", "mobile"), ("Agency", f"某局{MOBILE}", "mobile"), ("Category", f"法规文件/{MOBILE}", "mobile"),
    ("Review-Exception", f"0123abcd 本人{MOBILE}同意", "mobile"), ("Key-Area", f"甲;{MOBILE}", "mobile"), ("Life-Event", MOBILE, "mobile"), ("Tags", f"甲,{MOBILE}", "mobile"), ("Subject", ID, "id"), ("Genre", ID, "id"), ("Channel", ID, "id"),
    ("Fee", ID, "id"), ("Office", ID, "id"), ("Time-Limit", ID, "id"), ("Document-Number", ID, "id"), ("Summary", ID, "id"), ("Withdrawn", f"2014-06-01 {ID}", "id"), ("Title", "某报告（机密）", "mark"),
    ("Validity-History", f"2014-06-01 废止 区政府，电话{MOBILE}", "mobile"), ("Revisions", f"2014-06-01 更正电话{MOBILE}", "mobile"),
)


@pytest.mark.parametrize(("key", "value", "kind"), HEADER)
def test_every_value_of_the_header_that_is_printed_is_looked_at(key: str, value: str, kind: str) -> None:
    field = FIELD_BY_KEY[key.casefold()]
    values, lines = {field.attribute: field.parse(value)}, {field.attribute: 2}
    assert [(one.kind, one.line) for one in findings("a.md", "", 4, values, lines, rendered="")] == [(kind, 2)]


def test_all_keys_but_dates_and_fixed_words_are_tried() -> None:
    assert {field.key for field in FIELDS} - {key for key, _, _ in HEADER} == {"Index", "Replaces", "Interprets", "Valid-Until", "Created", "Date", "Modified", "Status", "Validity"}


def test_cells_of_registers_and_the_reasons_of_their_exceptions_are_looked_at() -> None:
    """The ledger prints the reason. The title of a column tells figures from numbers of persons."""
    register = Register("letters", rows=[{"number": "1", "question": f"我叫某人，{ID}", "agency": "某局"}], lines=[2], exceptions={2: (Ruling("0123abcd", f"问{MOBILE}"),)})
    told = [problem.message for problem in problems_in_registers([register])]
    assert [message.partition(" ")[0] for message in told[:2]] == ["“来信摘要”一格：身份证号", "“审查例外”一格：手机号码"]
    figures = Register("budgets", rows=[{"income": 13812345678, "vehicles_run": 13812345678, "other": MOBILE}], lines=[2])
    found = [problem.message for problem in problems_in_registers([figures])]
    assert [message.partition("：")[0] for message in found] == ["“other”一格"]


_TEXTS = [(name, field["name"]) for name in names() for field in schema(name)["fields"] if field["type"] == "string" and "enum" not in field.get("constraints", {})]


@pytest.mark.parametrize(("name", "column"), _TEXTS)
def test_an_identity_number_is_found_in_every_column_of_a_register(name: str, column: str) -> None:
    """Whatever the column is called: 编号, 文号, 统一社会信用代码."""
    days = {field["name"]: "2021-03-01" for field in schema(name)["fields"] if field["type"] == "date"}
    told = [problem.message for problem in problems_in_registers([Register(name, rows=[days | {column: ID}], lines=[2])])]
    assert len(told) == 1 and "一格：身份证号" in told[0]


@pytest.mark.parametrize(("column", "value"), [
    ("party_code", "91360104014500858X"), ("party_code", "12360104014500858X"), ("number", "360104201403070059"), ("number", "青府办发〔2014〕12号"),
    ("number", "2014-360104-78-01-012345"), ("number", "014500858/2014-00123"), ("number", ID[:-1] + ("1" if ID[-1] != "1" else "2")), ("number", "360104199/2021-00113"), ("number", CARD),
])
def test_codes_and_numbers_of_a_register_are_no_identity_numbers(column: str, value: str) -> None:
    """A number with the date of its own row is a serial number, though its last digit fits."""
    register = Register("licences", rows=[{column: value, "decided": "2014-03-07", "published": "2014-03-12"}], lines=[2])
    assert not [problem.message for problem in problems_in_registers([register])]


def test_a_company_from_a_county_of_which_the_code_looks_like_a_number_of_birth_keeps_its_code() -> None:
    """Of codes that begin with 9 the sign of GB 32100 decides; one that is an identity number and no code of a company is told."""
    both = [body + check_digit(body) for tail in range(1000) for body in [f"91110119800101{tail:03d}"]]
    codes = [number for number in both if is_credit_code(number)]
    assert all(map(is_id, both)) and codes and len(codes) < len(both)
    for number in (codes[0], next(one for one in both if one not in codes)):
        told = [*problems_in_registers([Register("licences", rows=[{"party_code": number}], lines=[2])])]
        assert bool(told) is (number not in codes)


def test_an_index_is_no_personal_number() -> None:
    assert findings("a.md", "", 4, {"index": MOBILE, "replaces": MOBILE}, {"index": 1, "replaces": 2}, rendered="") == []


def test_the_title_says_what_a_list_in_the_text_is_about() -> None:
    body = "| 姓名 | 住处 |\n|---|---|\n| 张三 | 甲村 |\n"
    assert [one.kind for one in findings("a.md", body, 4, {"title": "低保户名单"}, {"title": 1}, rendered="")] == ["name-list"]
    assert findings("a.md", body, 4, {"title": "住处"}, {"title": 1}, rendered="") == []


def test_the_name_of_an_items_file_is_looked_at() -> None:
    assert [(one.kind, one.where) for one in findings(f"items/{ID}.md", "", 4, {}, {}, rendered="")] == [("id", "文件名")]


def test_rows_of_a_shown_table_are_lines() -> None:
    table = "<table>\n<thead>\n<tr>\n<th>金额</th>\n<th>人</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>13812345678</td>\n<td>甲</td>\n</tr>\n<tr>\n<td>1</td></tr>\n</tbody>\n</table>"
    assert [line for line in shown_text(table).split("\n") if line] == ["金额|人|", "13812345678|甲|", "1|"]
