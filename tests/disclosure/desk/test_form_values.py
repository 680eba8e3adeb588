"""Values of a form and the bytes of an item's file: only what differs is written."""

from __future__ import annotations

import pytest
from disclosure.content import frontmatter
from disclosure.content.header_lines import FaultyHeader
from disclosure.desk import form_values
from disclosure.model.item import FIELDS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.kit.project import item

ENDS = st.sampled_from(["\n", "\r\n"])
LINES = st.text(st.sampled_from("甲乙 #|-*>:：a1\t"), max_size=8)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return an item's file with any line ends, fences, blanks and order of keys."""
    ends = lambda: draw(ENDS)  # noqa: E731
    keys = draw(st.permutations(["Title", "Index", "agency", "Created", "Key-Area", "Tags", "Status", "Summary"]))
    values = {"Status": draw(st.sampled_from(["draft", "published"])), "Created": "2014年3月3日", "Key-Area": "行政审批；食品安全"}
    header = "".join(f"{key}:{draw(st.sampled_from([' ', '   ', '']))}{values.get(key, '某个值')}{ends()}" for key in keys)
    if draw(st.booleans()):
        header = f"---{ends()}{header}---{ends()}"
    body = "".join(f"{line}{ends()}" for line in draw(st.lists(LINES, max_size=8))) + draw(LINES)
    return (draw(st.sampled_from(["", "\ufeff"])) + header + ends() + body).encode()


@settings(deadline=None, max_examples=200)
@given(files())
def test_a_file_that_is_opened_and_saved_stays_as_it_is(data: bytes) -> None:
    assert form_values.changed_file("a.md", data, form_values.values_of_file("a.md", data)) == data


@settings(deadline=None, max_examples=200)
@given(files(), st.lists(LINES, min_size=1, max_size=6))
@example(b"Title: a\n\n\xe7\x94\xb2", ["甲", "", "乙"])
def test_another_body_is_read_back_as_it_was_written(data: bytes, lines: list[str]) -> None:
    body = "\n".join(lines)
    try:
        changed = form_values.with_body("a.md", data, body)
    except FaultyHeader:  # a body that would begin as a header does, and a header without a fence
        return
    before, after = frontmatter.split("a.md", data), frontmatter.split("a.md", changed)
    assert [entry.value for entry in after.entries] == [entry.value for entry in before.entries]
    assert after.body.rstrip("\n") == body.lstrip("\n").rstrip("\n")


def test_only_the_changed_line_of_a_body_is_written() -> None:
    data = item(body="一\n\n二\n三").encode().replace("二\n".encode(), "二\r\n".encode())
    assert form_values.with_body("a.md", data, "一\n\n二\n改了") == data.replace("三".encode(), "改了".encode())
    assert form_values.with_body("a.md", data, "零\n一\n\n二\n三") == data.replace("一".encode(), "零\n一".encode(), 1)


@pytest.mark.parametrize("field", [field for field in FIELDS if field.key not in ("Index", "Status", "Key-Area")], ids=lambda field: field.key)
def test_each_key_can_be_written_changed_and_taken_away(field) -> None:
    data = item(Title=None, Summary=None, Review=None, Category=None, Agency=None, Created=None, Date=None).encode()
    written = form_values.changed_file("a.md", data, {field.key: "甲"})
    assert written.count(f"{field.key}: 甲\n".encode()) == 1
    assert written.replace(f"{field.key}: 甲\n".encode(), b"") == data
    taken = form_values.changed_file("a.md", written, {field.key: ""})
    assert taken == (written.replace("甲".encode(), form_values.REVIEW.encode()) if field.key == "Review" else data)


def test_a_copy_of_an_item_takes_over_no_review() -> None:
    values = form_values.values_of_file("a.md", item(Document_Number="青府办发〔2014〕12号").encode())
    text = form_values.new_file(values, "014500858/2014-00002").decode()
    assert "可以公开" not in text
    assert "Status: draft\n" in text
    assert "Index: 014500858/2014-00002\n" in text


@pytest.mark.parametrize("value", ["一\u2028二", "\u202e倒", "\x00"])
def test_a_value_that_would_not_stand_in_a_line_is_refused(value: str) -> None:
    with pytest.raises(FaultyHeader):
        form_values.changed_file("a.md", item().encode(), {"Title": value})


def test_line_ends_in_a_value_become_blanks_and_begin_no_further_key() -> None:
    changed = form_values.changed_file("a.md", item().encode(), {"Summary": "一\r\nStatus: draft"}).decode()
    assert "Summary: 一 Status: draft\n" in changed
    assert "\nStatus:" not in changed
