"""Phrases of titles, for readers who begin to type one.

A phrase is what stands between two ends in a title: ends of the title, punctuation, numbers, names, and the words
that join or introduce, such as 关于, 印发, 的, 和. So a phrase is whole: it is never cut out of a longer word. Two phrases
that stand only together, joined by 和, are one: 主要职责和内设机构.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

SHORTEST, LONGEST = 2, 18
"""Characters of a phrase."""
FEWEST = 2
"""Titles that must have a phrase. Where too few phrases have as many, those of single titles are taken besides."""

_HAN = "㐀-䶿一-鿿"
_DIGITS = "〇一二三四五六七八九十"
_DATES = (
    r"[0-9]+(?:年度?|月份?|日|季度)(?:[0-9]+(?:月份?|日))*(?:以?前|以?后|内|起|版)?",
    rf"[{_DIGITS}]{{2,}}年度?", rf"第[{_DIGITS}0-9]+[届次批期号季度年]+",
    "[上下]半年", "[今去本]年度?", "[上本]月",
)
_JOINTS = (
    "关于", "有关", "(?:联合)?印发", "转发", "(?:公开)?发布", "做好", "切实", "进一步", "开展", "召开", "举办", "举行", "落实", "贯彻",
    "加强", "推进", "深入", "成立", "调整", "征求", "同意", "批准", "认真", "继续", "全面", "全[区市省国]", "[我本][区市县省]",
    "(?<!目)的(?!士)", "(?<![调缓温])和(?![平谐解睦约尚])", "(?<![普涉顾危波])及(?![格其])", "(?<!参)与(?!会)", "以及", "或者?", "等(?![级候待于])",
)
"""Words between phrases, as patterns: where they are part of a longer word, as 和 in 和平, they are none."""
_JOINS = frozenset(("和", "与", "及", "以及"))
"""Joints of two phrases that may be one."""
_AFTER_NUMBER = rf"[0-9.]+[{_HAN}]*"
"""What follows a number without a joint is a unit with more behind it: 12时封堵."""
_NO_EDGE = re.compile("^[为被把给对将由按因就至时在]|[为被把给对将由按因向于在从时等]$")
"""Characters that join a phrase to what stands before it or after it. A phrase with one at its edge is not whole."""

_CLAUSE = re.compile("可以|可否|应当|不得|能够|必须")
"""Words of a clause. A part with one is said of somebody, and what it says goes on: 老年人可以享受, of 老年人可以享受的待遇."""


def _ends(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of all that ends a phrase; `names` are taken as a whole, the longest first."""
    known = sorted({name for name in names if len(name) >= SHORTEST}, key=lambda name: (-len(name), name))
    return re.compile("|".join((*map(re.escape, known), *_DATES, _AFTER_NUMBER, *_JOINTS, rf"[^{_HAN}]+?")))


def frequent_phrases(titles: Iterable[str], names: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return the phrases that stand in the most titles, at most `most` of them, each with the number of its titles.

    `names` are those of agencies and the like: 区卫生和计划生育委员会 is not split at its 和, and is no phrase itself.
    Of phrases that stand in a single title, the shorter come first, and only those whose ends are ends of words.
    """
    ends = _ends(names)
    counts: Counter[str] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    title_of: dict[str, str] = {}
    for title in titles:
        found = list(_between(title, ends))
        pairs = {(part, pair) for pair, both in _pairs(title, found) for part in both}
        phrases = {part for start, end in found if _is_phrase(part := title[start:end])} | {pair for _, pair in pairs}
        counts.update(phrases)
        joined.update(pairs)
        title_of.update(dict.fromkeys(phrases, title))
    parts = _parts(counts)
    only_joined = {part for (part, _), count in joined.items() if count == counts[part]}
    known = {phrase: count for phrase, count in counts.items() if count >= parts[phrase] and phrase not in only_joined}
    common = sorted(((phrase, count) for phrase, count in known.items() if count >= FEWEST), key=lambda pair: (-pair[1], pair[0]))
    rare = sorted((phrase for phrase, count in known.items() if count < FEWEST), key=lambda phrase: (len(phrase), phrase))
    whole = ((phrase, 1) for phrase in rare if _is_of_whole_words(phrase, title_of[phrase]))
    return [*common, *itertools.islice(whole, max(0, most - len(common)))][:most]


def _is_of_whole_words(phrase: str, title: str) -> bool:
    """Return whether no word of a title is cut where a phrase of it begins or stops."""
    import rjieba  # its dictionary takes 50 MB

    ends = {0, *itertools.accumulate(map(len, rjieba.cut(title, hmm=False)))}
    start = title.index(phrase)
    return start in ends and start + len(phrase) in ends


def _between(title: str, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where each part of a title between two ends begins and stops."""
    start = 0
    for end in ends.finditer(title):
        yield start, end.start()
        start = end.end()
    yield start, len(title)


def _is_phrase(part: str) -> bool:
    return SHORTEST <= len(part) <= LONGEST and not _NO_EDGE.search(part) and not _CLAUSE.search(part)


def _pairs(title: str, found: list[tuple[int, int]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each two phrases of a title that 和 or the like joins, as a whole and by themselves."""
    for (start, end), (behind, stop) in itertools.pairwise(found):
        whole, both = title[start:stop], (title[start:end], title[behind:stop])
        if title[end:behind] in _JOINS and all(map(_is_phrase, (whole, *both))):
            yield whole, both


def _parts(counts: Counter[str]) -> Counter[str]:
    """Return for each phrase in how many titles it is only a part of one longer word: 京山南 of 京山南路.

    That is the number of titles in which one and the same character stands before it or behind it.
    """
    beside: Counter[tuple[str, str]] = Counter()
    for phrase, count in counts.items():
        for size in range(SHORTEST, len(phrase)):
            if (head := phrase[:size]) in counts:
                beside[head, phrase[size]] += count
            if (tail := phrase[-size:]) in counts:
                beside[tail, phrase[-size - 1] + "…"] += count
    most: Counter[str] = Counter()
    for (phrase, _), count in beside.items():
        most[phrase] = max(most[phrase], count)
    return most
