"""The text code: any text survives it, in Python and in the browser, and common characters have one byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offline_search import textcode
from offline_search.document import Document
from offline_search.textcode import Census, TextCode

from tests.kit.index_reader import decoded
from tests.kit.search_archive import Archive
from tests.kit.search_node import Client, running

ANY = st.text(st.characters(exclude_categories=()))


def code_of(*texts: str) -> TextCode:
    """Return the code of some texts."""
    census = Census()
    for text in texts:
        census.add(text)
    return census.code()


@settings(max_examples=200, deadline=None)
@given(ANY, ANY)
def test_any_text_survives_a_code_of_any_other(text: str, other: str) -> None:
    code = code_of(other)
    assert code.decode(code.encode(text)) == text
    assert decoded(code.encode(text), code.rows) == text


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_a_code_survives_its_table(text: str) -> None:
    code = code_of(text)
    assert TextCode.read(code.table() + b"\x01\x80").rows == code.rows


def test_the_commonest_characters_have_one_byte() -> None:
    text = "".join(chr(0x4E00 + place) * (600 - place) for place in range(600))
    code = code_of(text)
    sizes = Counter(len(code.encode(chr(0x4E00 + place))) for place in range(600))
    assert sizes == {1: textcode.SINGLES, 2: 600 - textcode.SINGLES}
    assert all(len(code.encode(chr(0x4E00 + place))) == 1 for place in range(textcode.SINGLES))


def test_a_text_counted_in_parts_has_the_code_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["信息公开指南", "公开", "𠀀𠀀 abc", ""] * 3
    whole = code_of(*texts).rows
    monkeypatch.setattr(textcode, "COUNT_BATCH", 4)
    assert code_of(*texts).rows == whole


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The client as it is."""
    with running() as found:
        yield found


def test_the_browser_shows_texts_of_more_characters_than_have_a_code(client: Client, tmp_path: Path) -> None:
    every = [chr(point) for point in [*range(0x4E00, 0x4E00 + textcode.CODED + 40), *range(0x20000, 0x20040), 0x1F600]]
    text = "常用" * 50 + "".join(every)
    archive = Archive(tmp_path, [Document("a", "a.html", "标题𠀀", text), Document("b", "b.html", "另一个", "常用")])
    [answer] = client.search(archive.root, [{"query": "常用", "rows": True}])
    assert {row["key"]: (row["title"], row["text"]) for row in answer["rows"]} == {"a": ("标题𠀀", text), "b": ("另一个", "常用")}
