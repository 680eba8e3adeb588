"""Texts of the search: the index (Python) and the browser (JavaScript) fold, part, pack and unpack alike."""

from __future__ import annotations

import base64
import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from offline_search import varint
from offline_search.files import binary_script, gb18030_json, script_bytes
from offline_search.fold import BREAKS, fold, fold_map, is_break, tokens, words
from offline_search.fold_table import fold_points, points
from offline_search.index import Index, Options

from tests.kit import index_reader
from tests.kit.project import ROOT
from tests.kit.search_corpus import damaged_scripts
from tests.kit.search_node import Client, running

CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/offline_search/cases.json").read_text(encoding="utf-8"))
every_case = pytest.mark.parametrize("case", CASES, ids=[f"{place} {case['why']}" for place, case in enumerate(CASES)])
PROPERTY = settings(derandomize=True, deadline=None, database=None, max_examples=200, suppress_health_check=list(HealthCheck))
BREAK_POINTS = [point for first, last in BREAKS for point in range(first, last + 1)]
AWKWARD = st.sampled_from("國发髮〔］“’ＡｶﾞİΣσςßẞ\u200b\u00ad\ufe0f\u0301\u0323\u0307\u3099\u3000\u00a0\u2028\ufff9\x00\x7f´ﷻ①㎡…𠮷㑮豈👍🏽葛\U000e0100\u1112\u1161\u11abk-—")
CHARACTERS = st.characters(exclude_categories=("Cs", "Cn"))
"""Those that this Python knows; a newer browser may know how to fold more."""
TEXTS = st.text(st.one_of(AWKWARD, AWKWARD, CHARACTERS), max_size=30)
JOINED = st.text("aejJIİΣΑι國（\u200b\u00ad\u0301\u0323\u0307\u0308\u030c\u1112\u1161\u11ab\ufff9 ", max_size=6)
"""Letters, marks that join them, and what stands between."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of nothing: its fold map is that of all."""
    base = tmp_path_factory.mktemp("search")
    index = Index(str(base / "search"), str(base / "state/search.sqlite"), Options())
    index.rebuild([])
    index.close()
    return base / "search"


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[Client]:
    """The client, with the fold map of the index."""
    with running() as found:
        found.describe([], root)
        yield found


@pytest.fixture(scope="module")
def described(client: Client) -> list[dict[str, Any]]:
    """What the client makes of the cases, all at once."""
    return client.describe([case["text"] for case in CASES])


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)


@every_case
def test_python_folds_and_parts_as_the_cases_say(case: dict[str, Any]) -> None:
    assert fold(case["text"]) == case["folded"]
    assert words(case["folded"]) == case["words"]
    assert tokens(case["text"]) == case["tokens"]


@every_case
def test_the_browser_folds_and_parts_as_the_cases_say(described: list[dict[str, Any]], case: dict[str, Any]) -> None:
    found = described[CASES.index(case)]
    assert {name: found[name] for name in ("folded", "words", "tokens")} == {name: case[name] for name in ("folded", "words", "tokens")}
    assert found["hasBreak"] == (case["words"] != ([case["folded"]] if case["folded"] else []))


@every_case
def test_a_word_is_scored_by_pairs_of_its_first_twelve_characters(described: list[dict[str, Any]], case: dict[str, Any]) -> None:
    expected = [[word] if len(word) == 1 else [word[at : at + 2] for at in range(min(len(word), 12) - 1)] for word in case["words"]]
    assert described[CASES.index(case)]["scored"] == expected


def test_the_pairs_of_a_long_word_cover_all_of_it(client: Client) -> None:
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
    for size, found in zip(range(1, 61), client.describe([long[:size] for size in range(1, 61)]), strict=True):
        offsets = [*range(len(found["scored"][0])), *found["further"][0]]
        assert {offset + step for offset in offsets for step in (0, 1)} >= set(range(size))
        assert max(offsets) <= max(0, size - 2)


def test_every_break_parts_words_and_nothing_else_does(client: Client) -> None:
    points = [point for point in range(0x110000) if point < 0x3100 or 0xD7F0 <= point <= 0x101FF or point % 61 == 0]
    expected = [point in set(BREAK_POINTS) for point in points]
    assert [is_break(point) for point in points] == expected
    assert [len(words(f"a{chr(point)}b")) == 2 for point in points] == expected
    folded = [(point, text) for point in points if (text := fold(f"a{chr(point)}b"))[1:-1] == chr(point)]
    for (point, _), found in zip(folded, client.describe([text for _, text in folded]), strict=True):
        assert (len(found["words"]) == 2) == is_break(point), hex(point)


def test_the_file_of_the_fold_map_holds_the_fold_map(root: Path) -> None:
    assert index_reader.Reader(root).fold_map() == fold_map()


@pytest.mark.parametrize("marks", ["(（〔[［【﹝", ")）〕]］】﹞", "-－–—―−‐‑〜～~", "·•‧・･"])
def test_forms_of_one_mark_are_one(marks: str) -> None:
    assert {fold(mark) for mark in marks} == {marks[0]}


@pytest.mark.parametrize("mark", "\"“”＂'‘’＇《》〈〉「」『』«»｢｣")
def test_quotation_marks_are_dropped(mark: str) -> None:
    assert fold(f"{mark}三公{mark}经费") == "三公经费"


def folded_alike(text: str) -> bool:
    """Whether the table makes of a text what the fold map makes of it."""
    return fold_points(text).tolist() == points(fold(text)).tolist()


@PROPERTY
@given(st.one_of(TEXTS, JOINED))
@example("\u1112\u1161\u11ab")
@example("\uffa1\uffc2")
@example("하\u11ab")
@example("ΟΔΟΣ ΣΑΣ")
@example("x\u0301e\u0301")
@example("ｶﾞ")
@example("甲\udfff\ud842\udfb7乙")
@example("ﷺ乙")
def test_the_table_folds_any_text_as_the_map_does(text: str) -> None:
    assert folded_alike(text)


def test_the_table_folds_every_character_beside_any_other_as_the_map_does() -> None:
    alone = [character for character in map(chr, range(0x10000)) if unicodedata.category(character)[0] != "M" and not 0x1160 <= ord(character) <= 0x11FF]
    assert folded_alike("".join(map(chr, range(0x10000))))
    for seed in range(3):
        random.Random(seed).shuffle(alone)
        assert folded_alike("".join(character for character in alone if character not in "Σ" and not "\ud800" <= character <= "\udfff"))


@PROPERTY
@given(st.one_of(TEXTS, JOINED))
@example("e\u200b\u0301")
@example("J\u030c")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_character_twice_changes_nothing() -> None:
    assert [hex(point) for point in range(0x110000) if fold(fold(chr(point))) != fold(chr(point))] == []


@PROPERTY
@given(TEXTS, st.sampled_from([point for point in BREAK_POINTS if not 0xD800 <= point < 0xFFF9 and fold(chr(point)) != " "]), TEXTS)
def test_words_do_not_depend_on_what_stands_beyond_a_break(left: str, gap: int, right: str) -> None:
    assert words(fold(left + chr(gap) + right)) == words(fold(left)) + words(fold(right))
    assert tokens(left + chr(gap) + right) == tokens(left) + tokens(right)


@PROPERTY
@given(st.lists(st.one_of(TEXTS, JOINED), max_size=30))
def test_python_and_the_browser_agree_on_any_text(client: Client, texts: list[str]) -> None:
    for text, found in zip(texts, client.describe(texts), strict=True):
        assert (found["folded"], found["words"], found["tokens"]) == (fold(text), words(fold(text)), tokens(text))


def test_python_and_the_browser_agree_on_every_character(client: Client) -> None:
    characters = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) not in ("Cn", "Co")]
    found = client.describe([f"a{character}" for character in characters])
    assert [character for character, one in zip(characters, found, strict=True) if one["folded"] != fold(f"a{character}")] == []


@PROPERTY
@given(st.lists(st.one_of(st.integers(0, 300), st.integers(0, 2**35 - 1), st.sampled_from([2**bits + step for bits in (7, 14, 21, 28) for step in (-1, 0)]))))
def test_numbers_survive_being_varints(numbers: list[int]) -> None:
    single = b"".join(map(varint.encode, numbers))
    assert list(varint.decode(single)) == numbers
    assert index_reader.Bytes(single).numbers(len(numbers)) == numbers
    data, starts = varint.encode_array(np.array(numbers, dtype=np.int64))
    assert data == single
    assert starts.tolist() == [sum(len(varint.encode(number)) for number in numbers[:place]) for place in range(len(numbers) + 1)]


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 2**35 - 1), st.booleans()), min_size=1))
def test_numbers_that_are_skipped_leave_nothing(numbers: list[tuple[int, bool]]) -> None:
    skip = np.array([skipped for _, skipped in numbers])
    data, starts = varint.encode_array(np.array([number for number, _ in numbers]), skip)
    assert list(varint.decode(data)) == [number for number, skipped in numbers if not skipped]
    assert (np.diff(starts) == 0).tolist() == skip.tolist() and starts[-1] == len(data)


def test_a_varint_that_is_cut_off_is_an_error() -> None:
    with pytest.raises(ValueError, match="cut off"):
        list(varint.decode(varint.encode(300)[:1]))


def chunks_of_bytes() -> list[bytes]:
    """Return bytes of every kind: none, few, many, compressible or not, of every length modulo fifteen."""
    draw = random.Random(1)
    return [
        *(draw.randbytes(size) for size in range(40)), *(bytes(size) for size in (1, 7, 15, 1000, 300_000)), draw.randbytes(90_000),
        "信息公开".encode() * 5000, bytes(draw.choices(range(256), [1 / (1 + n) ** 2 for n in range(256)], k=50_000)), b"\xff" * 31, bytes(range(256)) * 9,
    ]


@PROPERTY
@given(st.binary(max_size=200))
def test_bytes_survive_packing(raw: bytes) -> None:
    assert script_bytes("a/p/1", binary_script("a/p/1", raw)) == raw


def test_the_browser_reads_what_was_packed(client: Client, tmp_path: Path) -> None:
    chunks = chunks_of_bytes()
    for place, raw in enumerate(chunks):
        (tmp_path / f"{place}.js").write_bytes(binary_script(str(place), raw))
        assert index_reader.unpacked(tmp_path, str(place)) == raw
    assert [base64.b64decode(found) for found in client.unpack(tmp_path, [str(place) for place in range(len(chunks))])] == chunks


@pytest.mark.parametrize("harm", ["cut", "flipped", "foreign", "longer"])
def test_the_client_notices_damage(client: Client, tmp_path: Path, harm: str) -> None:
    (tmp_path / "x.js").write_bytes(b"\xff\xfe" + damaged_scripts()[harm].encode("utf-16-le"))
    with pytest.raises(RuntimeError, match="TypeError"):
        client.unpack(tmp_path, ["x"])


@PROPERTY
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_survives_gb18030(text: str) -> None:
    assert json.loads(gb18030_json([text]).decode("gb18030").encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")) == json.loads(json.dumps([text]))
    assert all(byte >= 0x20 for byte in gb18030_json(text))


def test_only_characters_that_stand_the_same_in_every_edition_are_not_escaped() -> None:
    points = [*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 61), 0x20087, 0x241FE]
    plain = [point for point in points if not gb18030_json(chr(point))[1:-1].isascii()]
    assert [point for point in plain if gb18030_json(chr(point))[1:-1] != chr(point).encode("gbk")] == []
    assert set(range(0x4E00, 0x9FA6)) < set(plain)
    assert not {0x1E3F, *range(0x9FA6, 0x9FC0), *range(0xE000, 0xF900), *range(0xFE10, 0xFE1A), 0x20087, 0x241FE} & set(plain)


def test_the_browser_reads_every_character_of_gb18030(client: Client, tmp_path: Path) -> None:
    blocks = ["".join(chr(point) for point in range(start, min(start + 4096, 0x110000)) if not 0xD800 <= point <= 0xDFFF) for start in range(0, 0x110000, 4096)]
    halves = ["\ud800", "甲\udfff乙", "\udc00\ud800"]
    value = {"texts": blocks + halves, "\"\\\u2028": [None, 1.5, True, {}]}
    (tmp_path / "t.js").write_bytes(binary_script("t", gb18030_json(value)))
    assert client.unpack(tmp_path, ["t"], json=True) == [value]
