"""The table of spelling: what is written is what a client reads, and what a second reader reads by FORMAT.md."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from offline_search import gb2312, spelling
from offline_search.files import binary_script

from tests.kit.index_reader import spelling_phrases
from tests.kit.search_node import Client, running

PHRASES = {"公积": 1, "公积金": 5, "公积金管理": 1, "住房公积金": 9, "区人力资源和社会保障局办公室印": 4096, "龘靐": 3}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


def many() -> dict[str, int]:
    """Return phrases of more characters than have codes of one byte."""
    draw = random.Random(15)
    return {"".join(chr(0x4E00 + int(draw.random() ** 3 * 20000)) for _ in range(draw.randint(2, 16))): draw.randint(1, 70_000) for _ in range(3000)}


def rounded(phrases: dict[str, int]) -> dict[str, int]:
    return {phrase: 1 << count.bit_length() - 1 for phrase, count in phrases.items()}


@pytest.mark.parametrize("phrases", [PHRASES, {}, many()], ids=["few", "none", "many"])
def test_phrases_are_read_as_they_were_written(client: Client, tmp_path: Path, phrases: dict[str, int]) -> None:
    table = spelling.encode(phrases)
    (tmp_path / "t.js").write_bytes(binary_script("t", table))
    assert dict(client.ask("spelling", base=str(tmp_path), name="t")["phrases"]) == rounded(phrases)
    assert spelling.decode(table) == spelling_phrases(table) == rounded(phrases)


def test_sounds_are_read_as_they_were_written(client: Client, tmp_path: Path) -> None:
    (tmp_path / "t.js").write_bytes(binary_script("t", spelling.encode({})))
    expected: dict[str, set[str]] = defaultdict(set)
    for syllable, characters in spelling.sounds():
        for character in characters:
            expected[character].add(syllable)
    read = client.ask("spelling", base=str(tmp_path), name="t")["sounds"]
    assert {character: {*syllables} for character, syllables in read} == expected
    assert [character for character, _ in read] == [character for character in gb2312.characters() if character in expected]


@pytest.mark.parametrize("place", [0, 1, -1])
def test_a_table_that_is_too_short_or_too_long_is_damaged(client: Client, tmp_path: Path, place: int) -> None:
    table = spelling.encode(PHRASES)
    (tmp_path / "t.js").write_bytes(binary_script("t", {0: table + b"\0", 1: table[1:], -1: table[:-1]}[place]))
    with pytest.raises(RuntimeError, match=r"RangeError|Error: index"):
        client.ask("spelling", base=str(tmp_path), name="t")
