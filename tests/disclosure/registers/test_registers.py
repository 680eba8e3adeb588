"""Registers as read: types, encodings, and every fault said at once with its row."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from disclosure.model.item import FieldError
from disclosure.pages.csv_files import csv_text
from disclosure.registers import Register, Registers, cells, links, names, read, schema
from hypothesis import given
from hypothesis import strategies as st

HEADER = "number,agency,received,channel,applicant,subject,closed,decision,fee,waived,excluded_days"
ROW = "2014-001,区财政局,2014-03-03,当面,自然人,2013年度决算,2014-03-10,同意公开,12.50,是,3"


def request(content: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Register:
    """Write a register of requests and read it."""
    return written(content, "requests", "\n".join([header, *rows, ""]).encode(encoding))


def written(content: Path, name: str, data: bytes) -> Register:
    (content / "registers").mkdir(exist_ok=True)
    (content / f"registers/{name}.csv").write_bytes(data)
    return read(str(content), name)


def said(register: Register) -> list[str]:
    return [f"{problem.line}: {problem.message}；{problem.remedy}" for problem in register.problems]


def test_each_cell_has_the_type_of_its_column(tmp_path: Path) -> None:
    register = request(tmp_path, ROW)
    assert not register.problems and register.lines == [2]
    row = register.rows[0]
    assert (row["received"], row["fee"], row["waived"], row["excluded_days"]) == ("2014-03-03", Decimal("12.50"), True, 3)
    assert row["clarified"] == ""


def test_an_empty_cell_is_the_empty_string_whatever_its_type(tmp_path: Path) -> None:
    row = request(tmp_path, "1,区财政局,2014-03-03,当面,自然人,某,,,,,").rows[0]
    assert [row[name] for name in ("closed", "decision", "fee", "waived", "excluded_days")] == [""] * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_spreadsheets_may_save_as_they_do_in_china(tmp_path: Path, encoding: str) -> None:
    assert request(tmp_path, ROW, encoding=encoding).rows == request(tmp_path, ROW).rows


def test_columns_may_bear_their_chinese_titles(tmp_path: Path) -> None:
    titles = {field["name"]: field["title"] for field in schema("requests")["fields"]}
    header = ",".join(titles[name] for name in HEADER.split(","))
    assert request(tmp_path, ROW, header=header).rows == request(tmp_path, ROW).rows


def test_a_key_of_one_column_is_unique(tmp_path: Path) -> None:
    """Two rows of one year would be added up."""
    register = written(tmp_path, "resources", "year,offices,source\n2014,1,某处\n2015,1,某处\n2014,2,某处\n".encode())
    assert said(register) == ["4: “2014”重复，第 2 行已有；删去其中一行"] and [row["offices"] for row in register.rows] == [1, 1]


def test_dates_may_be_as_spreadsheets_rewrite_them(tmp_path: Path) -> None:
    register = request(tmp_path, ROW.replace("2014-03-03", "2014/3/3").replace("2014-03-10", "2014年3月10日"))
    assert not register.problems
    assert (register.rows[0]["received"], register.rows[0]["closed"]) == ("2014-03-03", "2014-03-10")


FAULTS = {
    "2014-03-03": ("2014-02-30", "“收到日期”（received）：日历上没有“2014-02-30”这一天；改成真实的日期"),
    "当面": ("当场", "“申请渠道”（channel）：“当场”不是允许的值；是不是“当面”？"),
    "自然人": ("农民", "“申请人类别”（applicant）：“农民”不是允许的值；可以写：自然人、商业企业"),
    "12.50": ("十二元", "“收费（元）”（fee）：“十二元”不是数"),
    "是,3": ("免,3", "“是否减免”（waived）：“免”不是允许的值；可以写：是、否"),
    "是,3 ": ("是,-3", "“不计入期限的工作日”（excluded_days）：-3 超出范围"),
    "2013年度决算": ("", "“申请内容”（subject）：没有填；填上内容"),
}


@pytest.mark.parametrize("old", FAULTS)
def test_a_faulty_cell_is_told_by_row_column_and_mend(tmp_path: Path, old: str) -> None:
    new, expected = FAULTS[old]
    found = said(request(tmp_path, "2013-009" + ROW[8:], ROW.replace(old.strip(), new)))
    assert len(found) == 1 and found[0].startswith(f"3: {expected}"), found


LOST = {
    "a decimal comma": ("12.50", '"12,50"', "“12,50”里的逗号不在千位上"), "one comma too many": ("12.50", '"1,2,500"', "“1,2,500”里的逗号不在千位上"),
    "commas in the decimals": ("12.50", '"1.234,50"', "“1.234,50”里的逗号不在千位上"), "a long first group": ("12.50", '"1234,567"', "“1234,567”里的逗号不在千位上"),
    "an exponent": ("12.50", "1.25E+10", "“1.25E+10”是表格软件改写的数"), "an exponent in a text": ("2013年度决算", "7.91E+10", "“7.91E+10”是表格软件改写的数"),
    "a small exponent": ("2013年度决算", "5e-05", "“5e-05”是表格软件改写的数"), "a code": ("2014-001", "2.014E+15", "“2.014E+15”是表格软件改写的数"),
    "a narrow column": ("2014-03-03", "########", "“########”是表格软件显示的错误"), "a formula": ("2013年度决算", "#N/A", "“#N/A”是表格软件显示的错误"),
    "a serial date": ("2014-03-03", "41716", "“41716”是表格软件里日期的序号"), "a serial time": ("2014-03-03", "41716.5", "“41716.5”是表格软件里日期的序号"),
    "a NUL": ("2013年度决算", "2013\0年度决算", "有看不见的控制字符（U+0000）：“2013�年度决算”"), "a bell": ("2013年度决算", "决\a算", "有看不见的控制字符（U+0007）"),
}


@pytest.mark.parametrize("case", LOST)
def test_what_a_spreadsheet_has_lost_is_told_and_never_guessed(tmp_path: Path, case: str) -> None:
    old, new, message = LOST[case]
    register = request(tmp_path, "2013-009" + ROW[8:], ROW.replace(old, new))
    (one,) = said(register)
    assert one.startswith("3: ") and message in one
    assert Decimal(1250) not in {row["fee"] for row in (*register.rows, *register.faulty)}


@pytest.mark.parametrize(("written", "fee"), [('"1,250"', "1250"), ('"12,345,678.90"', "12345678.90"), ("1250", "1250"), ('"-1,250"', None)])
def test_commas_between_groups_of_three_are_let_pass(tmp_path: Path, written: str, fee: str | None) -> None:
    register = request(tmp_path, ROW.replace("12.50", written))
    assert [row["fee"] for row in register.rows] == [Decimal(fee) if fee else ""]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_is_told_at_its_cell_and_changes_no_other(tmp_path: Path, encoding: str) -> None:
    first, second = ROW, ROW.replace("2014-001", "2014-002").replace("决算", "决\x00算")
    rows = "\n".join([HEADER, first, second, ""]).encode(encoding).replace(b"\x00", b"\xff")
    register = written(tmp_path, "requests", rows)
    assert [one.partition("）：")[0] for one in said(register)] == ["3: “申请内容”（subject"]
    assert register.rows[0]["subject"] == "2013年度决算"


def test_all_faults_are_told_at_once_and_take_no_other_row_with_them(tmp_path: Path) -> None:
    bad = ROW
    for old, (new, _) in FAULTS.items():
        bad = bad.replace(old.strip(), new)
    register = request(tmp_path, bad, "2014-002" + ROW[8:])
    assert len(register.problems) == len(FAULTS) - 1  # one of them undoes another
    assert [row["number"] for row in register.rows] == ["2014-002"]


def test_a_row_is_called_by_the_line_it_begins_in(tmp_path: Path) -> None:
    register = request(tmp_path, ROW.replace("2013年度决算", '"两\n行"'), "", "x" + ROW.replace("2014-03-03", "三月"))
    assert [problem.line for problem in register.problems] == [5]


def test_an_unpaired_quote_is_told_and_the_rows_before_it_stand(tmp_path: Path) -> None:
    register = request(tmp_path, ROW, ROW.replace("2014-001", "2014-002").replace("2013年度决算", '"某'))
    assert said(register)[0].startswith("3: 引号不成对")
    assert len(register.rows) == 1


def test_a_file_without_a_header_is_told(tmp_path: Path) -> None:
    assert said(written(tmp_path, "requests", b"\n"))[0].startswith("1: 没有表头")


def test_an_agency_that_is_not_on_the_list_is_told_with_a_suggestion(tmp_path: Path) -> None:
    request(tmp_path, ROW.replace("区财政局", "区财证局"))
    assert not list(links.problems(Registers(str(tmp_path)), sqlite3.connect(":memory:"), []))  # nothing to compare with
    written(tmp_path, "agencies", "code,name\n1,区财政局\n".encode())
    found = list(links.problems(Registers(str(tmp_path)), sqlite3.connect(":memory:"), []))
    assert [(p.path, p.line, p.message, p.remedy) for p in found] == [
        ("registers/requests.csv", 2, "受理机关“区财证局”不在名单上", "是不是“区财政局”？")
    ]


def test_a_dispute_over_an_unknown_request_is_told(tmp_path: Path) -> None:
    request(tmp_path, ROW)
    row = "1,行政复议,区财政局,2014-05-05,2014-06-20,结果维持,{}\n"
    header = "number,kind,agency,received,closed,outcome,request\n"
    written(tmp_path, "disputes", (header + row.format("2014-001") + "2" + row[1:].format("2014-010")).encode())
    found = list(links.problems(Registers(str(tmp_path)), sqlite3.connect(":memory:"), []))
    assert [(p.line, p.message) for p in found] == [(3, "所涉申请“2014-010”不在名单上")]


@pytest.mark.parametrize("name", names())
def test_every_schema_describes_its_columns(name: str) -> None:
    table = schema(name)
    fields = {field["name"]: field for field in table["fields"]}
    assert table["title"] and table["description"] and all(field["title"] for field in fields.values())
    titles = [field["title"] for field in fields.values()]
    assert len(titles) == len(set(titles))  # or the header could not be told by titles
    for key in table.get("foreignKeys", ()):
        assert key["fields"] in fields
        assert key["reference"]["resource"] in (*names(), "items")


def test_a_register_of_a_header_only_exists_and_is_empty(tmp_path: Path) -> None:
    register = request(tmp_path)
    assert register.exists and not register.rows and not register.problems


SIGNS = "=+-@\t\r\n＝＋－＠"


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=4))
def test_no_text_is_handed_out_as_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    text = csv_text(["甲"], rows)
    read_back = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert not [cell for row in read_back for cell in row if cell and cell[0] in SIGNS]
    assert read_back == [["'" + cell if cell and cell[0] in SIGNS else cell for cell in row] for row in rows]


def test_numbers_stay_numbers() -> None:
    assert csv_text(["甲", "乙"], [[-3, Decimal("-1.50")], [None, True]]) == "\ufeff甲,乙\r\n-3,-1.50\r\n,是\r\n"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-bytes"
    folder.mkdir(exist_ok=True)
    register = written(folder, "requests", HEADER.encode() + b"\n" + data)
    assert all(row["number"] and row["received"] for row in register.rows)


def test_a_cell_as_long_as_a_file_is_told_for_what_it_is(tmp_path: Path) -> None:
    register = request(tmp_path, ROW, ROW.replace("2014-001", "2014-002").replace("2013年度决算", '"' + "长" * 140_000 + '"'), ROW.replace("2014-001", "2014-003"))
    assert said(register) == ["3: 有一格长达 140,000 个字；多半是前面的引号没有成对，用表格软件打开核对"]
    assert register.lines == [2, 3, 4]


def test_each_form_of_a_cell_is_explained_with_what_fits_it() -> None:
    patterns = {field["constraints"]["pattern"] for name in names() for field in schema(name)["fields"] if "pattern" in field.get("constraints", {})}
    assert patterns
    for pattern in patterns:
        with pytest.raises(FieldError) as fault:
            cells.parse_cell("县（一）", {"type": "string", "constraints": {"pattern": pattern}})
        example = fault.value.remedy.rpartition("如 ")[2]
        assert "写" in fault.value.remedy and ("如 " not in fault.value.remedy or re.fullmatch(pattern, example)), fault.value.remedy


@pytest.mark.parametrize(("limits", "said"), [({"minimum": 0, "maximum": 100}, "要写 0 到 100 的数"), ({"minimum": 1}, "要写不小于 1 的数"), ({"maximum": -1}, "要写不大于 -1 的数")])
def test_a_number_out_of_range_is_told_with_the_range(limits: dict[str, int], said: str) -> None:
    with pytest.raises(FieldError) as fault:
        cells.parse_cell("-5" if "minimum" in limits else "7", {"type": "integer", "constraints": limits})
    assert said in fault.value.remedy
