"""The spelling table: phrases of titles and names, and the sounds of characters. A client recognises by it what a slip of the pen was meant to be.

公记金 is near 公积金, which stands in titles. A phrase is made of whole words, so that nobody is
offered 偿标准 for 补偿标准. The table is one file, whose size does not grow with the archive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from . import gb2312, varint
from .textcode import Census, TextCode

SHORTEST, LONGEST = 2, 8
"""Characters in a phrase."""
LONGEST_NAME = 16
"""Characters in a name. The table has four bits for what is not shared with the phrase before."""
MOST_WORDS = 4
"""Words in a phrase."""
MOST_PHRASES = 12_000
"""Phrases in the table, at most: the commonest."""
TITLES_PER_PHRASE = 5000
"""A phrase needs one title in so many, of all titles, to be listed."""

_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LOOSE = frozenset(
    ["的", "地", "得", "了", "和", "与", "及", "以及", "或", "等", "之", "其", "各", "该", "本", "这", "那", "对", "对于", "在", "于", "为", "为了", "将", "把", "被", "给", "由", "从", "自", "至", "到", "向", "以", "并", "而", "且", "但", "是", "有", "不", "也", "都", "就", "关于", "有关", "根据", "按照", "因", "因为", "所", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "第", "个", "号", "年", "月", "日", "若干", "进行", "做好", "我", "我区", "全", "上", "下", "中", "后", "前", "内", "外"]
)
"""Words with which no phrase begins or ends: they join others."""
_FIRST = frozenset("区市县省乡镇村新老大小中高低总副")
_LAST = frozenset("区市县省乡镇村路街巷里局委办所站院厅处室队会费税证书法案权率款金员者师生厂园馆店场库桥河湖水电气车房表册榜网卡号奖户楼社户点线量期件令函")
"""Single characters with which phrases of several words begin or end. Other single ones are mostly pieces of words that no dictionary has."""
_SOUND = re.compile("[a-z]+")


def count_phrases(titles: Iterable[str]) -> dict[str, int]:
    """Return the phrases of folded titles, and in how many titles each stands; rare ones of many titles are left out."""
    counts: Counter[str] = Counter()
    number = 0
    for title in titles:
        counts.update({phrase for run in _HAN.findall(title) for phrase in phrases_of(run)})
        number += 1
    least = max(1, number // TITLES_PER_PHRASE)
    return {phrase: count for phrase, count in counts.items() if count >= least}


def phrases_of(run: str) -> Iterable[str]:
    """Yield the phrases of a run of Han characters: one word or several that follow each other, none of them cut."""
    import rjieba  # its dictionary takes 50 MB

    words = rjieba.cut(run, hmm=False)
    for first, word in enumerate(words):
        if word in _LOOSE or (len(word) == 1 and word not in _FIRST):
            continue
        phrase = ""
        for last in words[first : first + MOST_WORDS]:
            phrase += last
            if len(phrase) > LONGEST:
                break
            if len(phrase) >= SHORTEST and last not in _LOOSE and (len(last) > 1 or last in _LAST):
                yield phrase


def select_phrases(counts: dict[str, int], names: dict[str, int]) -> dict[str, int]:
    """Return the phrases of the table: those of names, and the commonest of titles; of equally common ones the longer."""
    found = dict(sorted(counts.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))[:MOST_PHRASES])
    for name, count in names.items():
        for run in _HAN.findall(name):
            if len(run) <= LONGEST_NAME:
                found[run] = max(found.get(run, 0), count)
    return found


@cache
def sounds() -> list[list[str]]:
    """Return the syllables of Mandarin, without tones, each with the characters of GB 2312 that are read so."""
    from pypinyin import Style, pinyin  # its dictionaries take 60 MB

    found: dict[str, list[str]] = {}
    for character in gb2312.characters():
        for syllable in pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]:
            if _SOUND.fullmatch(syllable):
                found.setdefault(syllable, []).append(character)
    return [[syllable, "".join(characters)] for syllable, characters in sorted(found.items())]


def spelling_table(titles: Iterable[str], names: dict[str, int]) -> bytes:
    """Return the table of some folded titles and names."""
    return encode(select_phrases(count_phrases(titles), names))


def encode(phrases: dict[str, int]) -> bytes:
    """Return the table as the client reads it: phrases, how many titles have them, rounded down to a power of two, and sounds."""
    census, ordered = Census(), sorted(phrases)
    shared = [_shared(*pair) for pair in pairwise(["", *ordered])]
    rest = "".join(phrase[kept:] for phrase, kept in zip(ordered, shared, strict=True))
    census.add(rest)
    code = census.code()
    text = code.encode(rest)
    sizes = bytes(kept << 4 | len(phrase) - kept - 1 for phrase, kept in zip(ordered, shared, strict=True))
    powers = bytes(phrases[phrase].bit_length() - 1 for phrase in ordered)
    return b"".join([code.table(), varint.encode(len(ordered)), sizes, powers, varint.encode(len(text)), text, _encoded_sounds()])


def _shared(one: str, other: str) -> int:
    """Return with how many characters both texts begin."""
    return next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def decode(table: bytes) -> dict[str, int]:
    """Return the phrases of a table, and how many titles have them, rounded down to a power of two."""
    code = TextCode.read(table)
    at = len(code.table())
    number, at = varint.decode_at(table, at)
    sizes, powers = (table[at + place * number : at + (place + 1) * number] for place in range(2))
    size, at = varint.decode_at(table, at + 2 * number)
    rest, start, phrase = code.decode(table[at : at + size]), 0, ""
    found = {}
    for sized, power in zip(sizes, powers, strict=True):
        end = start + sized % 16 + 1
        phrase, start = phrase[: sized >> 4] + rest[start:end], end
        found[phrase] = 1 << power
    return found


@cache
def _encoded_sounds() -> bytes:
    """Return the sounds as the client reads them (FORMAT.md): the syllables, then those of each character of GB 2312 by their numbers.

    Of several readings the one next to that of the character before comes first: the common characters of
    GB 2312 are in order of their sounds, so this makes the numbers small to compress.
    """
    table = sounds()
    readings: dict[str, list[int]] = {character: [] for character in gb2312.characters()}
    for number, (_, characters) in enumerate(table):
        for character in characters:
            readings[character].append(number)
    before, firsts, others = 0, [], []
    for numbers in readings.values():
        first = min(numbers, key=lambda number: (number < before, abs(number - before)))
        firsts.append(first)
        others += [number for number in numbers if number != first]
        before = first
    syllables = " ".join(syllable for syllable, _ in table).encode()
    planes = [bytes(number >> shift & 0xFF for number in numbers) for numbers in (firsts, others) for shift in (0, 8)]
    return b"".join([varint.encode(len(syllables)), syllables, bytes(map(len, readings.values())), *planes])
