"""Lines of a header are changed in the bytes of a file, and every other byte stays, however the header is written."""

from __future__ import annotations

import pytest
from disclosure.content.frontmatter import split
from disclosure.content.header_lines import Edit, FaultyHeader, values_of, with_value, without_key
from disclosure.model.item import FIELDS
from hypothesis import given
from hypothesis import strategies as st

KEYS = [field.key for field in FIELDS]
WORDS = st.text("甲乙丙丁abc123，。《》-/", min_size=1, max_size=12).filter(lambda text: not set(text) <= set("-."))
VALUES = WORDS.map(str.strip).filter(bool)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """Draw a file with a header, and the keys of it: any order, line ends, fences, blanks, values over several lines, a body or none."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=9, unique=True))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lines = []
    for key in keys:
        spelled = draw(st.sampled_from([key, key.lower(), key.upper(), key.replace("-", "_")]))
        lines.append(" " * draw(st.integers(0, 3)) + spelled + ":" + draw(st.sampled_from([" ", "", "\t", "   "])) + draw(VALUES) + draw(st.sampled_from(["", " ", "  "])))
        lines += ["    " + draw(VALUES) for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0)]
    if draw(st.booleans()):
        lines = ["---", *lines, "---"]
    body = draw(st.sampled_from(["", end, end + "正文。", end + end + "正文: 一段" + end + "    四格" + end, end + "x" + end * 3]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    text = end.join(lines) + draw(st.sampled_from(["", end])) * (not body) + (end + body if body else "")
    return (mark + text).encode(), keys


def logical_lines(data: bytes) -> list[bytes]:
    """Return the lines of a file without what ends them."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


@given(files(), st.sampled_from(KEYS), VALUES)
def test_one_value_changes_and_nothing_else(file: tuple[bytes, list[str]], key: str, value: str) -> None:
    data, _ = file
    before = split("a.md", data)
    changed, edits = with_value("a.md", data, key, value)
    after = split("a.md", changed)
    assert values_of(after) == values_of(before) | {key: value}
    assert [entry.key for entry in after.entries if entry.key.casefold().replace("_", "-") != key.casefold()] == [entry.key for entry in before.entries if entry.key.casefold().replace("_", "-") != key.casefold()]
    assert after.body == before.body and changed.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    old, new = logical_lines(data), logical_lines(changed)
    touched = {edit.after.encode() for edit in edits} | {edit.before.encode() for edit in edits}
    assert [line for line in old if line.removeprefix(b"\xef\xbb\xbf") not in touched] == [line for line in new if line.removeprefix(b"\xef\xbb\xbf") not in touched]
    for edit in edits:
        if edit.after:
            assert new[edit.line - 1].removeprefix(b"\xef\xbb\xbf") == edit.after.encode()
    ends = {end for end in (b"\r\n", b"\n", b"\r") if end in data.replace(b"\r\n", b"\x00" if end != b"\r\n" else b"\r\n")}
    assert {end for end in (b"\r\n", b"\n", b"\r") if end in changed.replace(b"\r\n", b"\x00" if end != b"\r\n" else b"\r\n")} <= (ends or {b"\n"})
    assert with_value("a.md", changed, key, value) == (changed, [])  # again: nothing to do


@given(files(), st.data())
def test_a_key_that_is_taken_away_and_written_again_leaves_all_other_lines(file: tuple[bytes, list[str]], data: st.DataObject) -> None:
    text, keys = file
    key = data.draw(st.sampled_from(keys))
    if len(keys) == 1:
        return
    before = values_of(split("a.md", text))
    gone, edits = without_key("a.md", text, key)
    assert edits and values_of(split("a.md", gone)) == {name: value for name, value in before.items() if name != key}
    again, _ = with_value("a.md", gone, key, before[key])
    assert values_of(split("a.md", again)) == before and split("a.md", again).body == split("a.md", text).body


def test_a_new_line_stands_behind_the_keys_before_it_with_the_line_end_of_the_file() -> None:
    data = b"\xef\xbb\xbfTitle: a\r\nDate: 2014-03-18\r\n    x\r\nStatus: draft\r\n\r\nbody\r\n"
    changed, edits = with_value("a.md", data, "Modified", "2014-06-01")
    assert changed == b"\xef\xbb\xbfTitle: a\r\nDate: 2014-03-18\r\n    x\r\nModified: 2014-06-01\r\nStatus: draft\r\n\r\nbody\r\n"
    assert edits == [Edit(4, "", "Modified: 2014-06-01")]


def test_a_long_value_becomes_one_line_and_is_told() -> None:
    changed, edits = with_value("a.md", "Title: 一\n    二\n    三\nIndex: 1/1\n\n正文".encode(), "Title", "四")
    assert changed == "Title: 四\nIndex: 1/1\n\n正文".encode()
    assert edits == [Edit(1, "Title: 一", "Title: 四"), Edit(2, "    二", ""), Edit(2, "    三", "")]


@pytest.mark.parametrize(("data", "said"), [
    ("Title：甲\nIndex: 1/1\n".encode(), "a.md:1: “Title”后面是全角冒号"), (b"Title: a\nTITLE: b\n", "TITLE 写了两次（第 1 行已有）"), (b"", "没有表头"),
    ("Title: 甲\n".encode("gb18030"), "GB18030"), (b"Title: a\njust words\n", "a.md:2: "), ("Title: 甲\n".encode("utf-16"), "UTF-16"),
])
def test_a_header_with_errors_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(FaultyHeader, match=said):
        with_value("a.md", data, "Modified", "2014-06-01")


@pytest.mark.parametrize("value", ["一\nStatus: draft", " 前有空格", "一\r二"])
def test_a_value_that_would_read_back_as_another_is_refused(value: str) -> None:
    with pytest.raises(FaultyHeader, match="写不成"):
        with_value("a.md", b"Title: a\nIndex: 1/1\n\nbody\n", "Title", value)
