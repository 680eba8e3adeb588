"""Front matter as properties: any bytes are read, valid headers come back whole, stock Python-Markdown agrees."""

from __future__ import annotations

import re
import string
from datetime import date

import markdown
import pytest
from disclosure.content.frontmatter import decode, split
from disclosure.content.header_slips import foreign_file
from disclosure.model.item import FIELDS, FieldError, parse_date, parse_filing, parse_names, parse_review, parse_tags, parse_withdrawal
from disclosure.model.problems import Problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

many = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
HEADER = b"Title: A\nIndex: 1/2014-1\n"
KEYS = [field.key for field in FIELDS]

# What officials type: Han, Latin, punctuation of both widths, digits; no line ends, no control characters.
TEXT = st.text(string.printable[:95] + "政务公开索引号〔2014〕第号，。；：、“”《》（）—…·　é€Ω한😀", max_size=20)
VALUES = TEXT.map(str.strip)
BODIES = st.lists(TEXT, max_size=5).map("\n".join)


@st.composite
def headers(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Different keys of the contract, each with the lines of its value; none is a closing fence."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    return [(key, [draw(VALUES), *draw(st.lists(VALUES.filter(bool), max_size=2))]) for key in keys]


def written(header: list[tuple[str, list[str]]], body: str = "", fence: str = "", indent: str = "    ") -> str:
    """Write a header as an editor would."""
    text = "".join(f"{key}: {lines[0]}\n" + "".join(f"{indent}{line}\n" for line in lines[1:]) for key, lines in header)
    return f"---\n{text}{fence}\n{body}" if fence else f"{text}\n{body}"


def joined(lines: list[str]) -> str:
    """Return what a value of several lines means: its lines with a space between them."""
    return " ".join(line for line in lines if line)


def meta(text: str) -> dict[str, list[str]]:
    """Read a header with Python-Markdown's own extension, as stock Pelican does."""
    reader = markdown.Markdown(extensions=["meta"])
    reader.convert(text)
    return reader.Meta


@many
@given(st.one_of(st.binary(max_size=300), st.tuples(st.just(HEADER), st.binary(max_size=300)).map(b"".join)))
def test_any_bytes_are_taken_apart_without_an_exception(data: bytes) -> None:
    document = split("a.md", data)
    assert all(isinstance(problem, Problem) and problem.is_error for problem in document.problems)
    assert all(entry.line >= 1 and entry.key for entry in document.entries)


@many
@given(st.binary(max_size=200))
def test_bytes_that_are_not_utf_8_give_a_problem_and_no_text(data: bytes) -> None:
    text, problems = decode("a.md", data)
    try:
        expected = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        assert text == "" and len(problems) == 1
    else:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not foreign_file(data):
            assert text == expected.replace("\r\n", "\n").replace("\r", "\n")


@many
@given(st.text(st.sampled_from("政务公开条例办法通知〔〕"), min_size=4, max_size=60))
def test_gb18030_is_recognised_and_named(text: str) -> None:
    read, problems = decode("a.md", text.encode("gb18030"))
    assert read == "" and "GB18030" in problems[0].message


@many
@given(st.binary(max_size=100), st.sampled_from([b"\xff\xfe", b"\xfe\xff"]))
def test_utf_16_is_named_and_never_guessed(data: bytes, mark: bytes) -> None:
    text, problems = decode("a.md", mark + data)
    assert text == "" and "UTF-16" in problems[0].message


@many
@given(TEXT, st.sampled_from([chr(code) for code in (0, 1, 8, 11, 12, 14, 31, 127, 0x2028, 0x2029)]), TEXT)
def test_a_control_character_is_a_problem_with_its_line(before: str, control: str, after: str) -> None:
    _, problems = decode("a.md", f"一\n二\n{before}{control}{after}".encode())
    assert [(problem.line, f"U+{ord(control):04X}" in problem.message) for problem in problems] == [(3, True)]


@many
@given(headers(), BODIES)
def test_a_valid_header_comes_back_whole(header, body: str) -> None:
    document = split("a.md", written(header, body).encode())
    assert not document.problems
    assert [(entry.key, entry.value) for entry in document.entries] == [(key, joined(lines)) for key, lines in header]
    assert document.body.strip("\n") == body.strip("\n")


@many
@given(headers(), BODIES)
def test_lines_are_those_of_the_file(header, body: str) -> None:
    text = written(header, body + "\n正文的末行")
    lines = text.split("\n")
    document = split("a.md", text.encode())
    for entry, (key, values) in zip(document.entries, header, strict=True):
        assert lines[entry.line - 1] == f"{key}: {values[0]}"
    assert document.body.split("\n") == lines[document.body_line - 1:]


@many
@given(headers(), BODIES, st.sampled_from(["---", "..."]))
def test_a_fenced_header_reads_like_a_bare_one(header, body: str, fence: str) -> None:
    bare, fenced = split("a.md", written(header, body).encode()), split("a.md", written(header, body, fence).encode())
    assert not fenced.problems
    assert [(e.key, e.value, e.line + 1) for e in bare.entries] == [(e.key, e.value, e.line) for e in fenced.entries]
    assert fenced.body.strip("\n") == bare.body.strip("\n")


@many
@given(headers(), BODIES, st.sampled_from(["\r\n", "\r"]), st.booleans())
def test_line_ends_and_byte_order_mark_make_no_difference(header, body: str, end: str, mark: bool) -> None:
    text = written(header, body)
    data = (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", end).encode()
    assert split("a.md", data) == split("a.md", text.encode())


@many
@given(headers(), st.integers(4, 9).map(" ".__mul__) | st.just("\t"))
def test_continuation_lines_may_be_indented_more_or_with_a_tab(header, indent: str) -> None:
    document = split("a.md", written(header, indent=indent).encode())
    assert [entry.value for entry in document.entries] == [joined(lines) for _, lines in header]


@many
@given(headers(), BODIES, st.sampled_from(["", "---", "..."]))
def test_python_markdowns_meta_extension_reads_the_same(header, body: str, fence: str) -> None:
    text = written(header, body, fence)
    ours = {entry.key.lower(): entry.value for entry in split("a.md", text.encode()).entries}
    assert ours == {key: joined(lines) for key, lines in meta(text).items()}


LINES = st.one_of(
    st.builds(
        "{0}{1}{2}:{3}{4}".format, st.sampled_from(["", " ", "   ", "    "]), st.sampled_from([*KEYS, "key_area", "TITLE"]),
        st.sampled_from(["", "", " "]), st.sampled_from(["", " ", "  "]), VALUES,
    ),
    st.builds("    {}".format, VALUES), st.sampled_from(["", " ", "---", "...", "--- ", "----", "　"]), TEXT,
)


@settings(many, max_examples=200)
@given(st.lists(LINES, min_size=1, max_size=8), st.sampled_from(["", "---\n"]))
def test_whatever_is_accepted_without_a_problem_stock_tools_read_alike(lines: list[str], fence: str) -> None:
    """A header that Pelican would read otherwise, or not at all, must be called a problem."""
    text = fence + "\n".join(lines) + "\n\n正文\n"
    document = split("a.md", text.encode())
    keys = [entry.key.lower().replace("_", "-") for entry in document.entries]
    known = {key.lower() for key in KEYS}
    if document.problems or len(set(keys)) < len(keys) or not known.issuperset(keys):
        return
    ours = {entry.key.lower(): entry.value for entry in document.entries}
    assert ours == {key: joined(values) for key, values in meta(text).items()}


@pytest.mark.parametrize("line", ["没有冒号的一行", "正文：全角冒号", "    缩进而前面没有键"])
def test_a_line_that_is_no_entry_is_never_dropped_in_silence(line: str) -> None:
    document = split("a.md", f"{line}\nTitle: A\n\n正文\n".encode())
    assert [problem.line for problem in document.problems][:1] == [1]


def test_every_faulty_line_of_a_header_is_named() -> None:
    document = split("a.md", "Title: A\n第一行\nIndex: 1\n第二行\nDate：2014\n\n正文\n".encode())
    assert [problem.line for problem in document.problems] == [2, 4, 5]
    assert [entry.key for entry in document.entries] == ["Title", "Index", "Date"]


def test_an_unclosed_fence_loses_no_line_in_silence() -> None:
    document = split("a.md", "---\nTitle: A\n\n正文第一行\n\n正文第二行\n".encode())
    assert "正文第二行" in document.body or {4, 6} <= {problem.line for problem in document.problems}


@many
@given(st.sampled_from(FIELDS), TEXT)
def test_a_value_is_parsed_or_refused_with_a_mend(field, text: str) -> None:
    try:
        field.parse(text)
    except FieldError as error:
        assert error.message and error.remedy
        assert re.search("[一-鿿]", error.message + error.remedy)


@many
@given(st.dates())
def test_a_real_iso_date_is_kept(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()


@many
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["{}年{}月{}日", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日 9:30"]))
def test_a_date_written_otherwise_is_refused_with_the_right_one(day: date, form: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_date(form.format(day.year, day.month, day.day))
    assert day.isoformat() in caught.value.remedy


@many
@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_a_date_that_is_on_no_calendar_is_refused(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        with pytest.raises(FieldError):
            parse_date(text)
    else:
        assert parse_date(text) == text


NAMES = st.lists(st.text(st.sampled_from("政务公开食品安全 ab1"), min_size=1).map(str.strip).filter(bool), unique=True)


@many
@given(NAMES, st.sampled_from([";", "；", "; ", " ； "]))
def test_lists_come_back_in_their_order(names: list[str], separator: str) -> None:
    assert parse_names(separator.join(names)) == tuple(names)
    assert parse_names(separator.join([*names, *names, ""])) == tuple(names)
    assert parse_tags(separator.replace(";", ",").replace("；", "，").join(names)) == tuple(names)


@many
@given(NAMES.filter(lambda names: len(names) >= 2), st.sampled_from(["/", "／", " / "]))
def test_a_filing_comes_back_with_either_slash(names: list[str], slash: str) -> None:
    assert parse_filing(slash.join(names[:2])) == (names[0], names[1])
    assert parse_filing(names[0]) == (names[0], "")


@many
@given(st.dates(), st.sampled_from(["保密审查员", "张某某", "A.B."]), st.sampled_from(["可以公开", "可以公开（隐去个人信息）"]))
def test_a_passed_review_comes_back(day: date, reviewer: str, result: str) -> None:
    review = parse_review(f"{day.isoformat()}  {reviewer}\u3000{result}")
    assert (review.date, review.reviewer, review.result) == (day.isoformat(), reviewer, result)


@many
@given(st.dates(), TEXT.map(str.strip).filter(bool))
def test_a_withdrawal_comes_back_with_its_reason(day: date, reason: str) -> None:
    withdrawal = parse_withdrawal(f"{day.isoformat()} {reason}")
    assert (withdrawal.date, withdrawal.reason) == (day.isoformat(), reason)
