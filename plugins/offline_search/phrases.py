"""Phrases that stand in several titles, for readers who begin to type one.

A phrase is what stands between two ends in a title: ends of the title, punctuation, numbers, names, and the words
that join or introduce, such as 关于, 印发, 的, 和. So a phrase is whole: it is never cut out of a longer word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SHORTEST, LONGEST = 2, 18
"""Characters of a phrase."""
FEWEST = 2
"""Titles that must have a phrase. What a single title says is not suggested."""

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
_AFTER_NUMBER = rf"[0-9.]+[{_HAN}]*"
"""What follows a number without a joint is a unit with more behind it: 12时封堵."""
_NO_EDGE = re.compile("^[为被把给对将由按因就至时在]|[为被把给对将由按因向于在从时等]$")
"""Characters that join a phrase to what stands before it or after it. A phrase with one at its edge is not whole."""


def _ends(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of all that ends a phrase; `names` are taken as a whole, the longest first."""
    known = sorted({name for name in names if len(name) >= SHORTEST}, key=lambda name: (-len(name), name))
    return re.compile("|".join((*map(re.escape, known), *_DATES, _AFTER_NUMBER, *_JOINTS, rf"[^{_HAN}]+?")))


def frequent_phrases(titles: Iterable[str], names: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return the phrases that stand in the most titles, at most `most` of them, each with the number of its titles.

    `names` are those of agencies and the like: 区卫生和计划生育委员会 is not split at its 和, and is no phrase itself.
    """
    ends = _ends(names)
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update({part for part in ends.split(title) if SHORTEST <= len(part) <= LONGEST and not _NO_EDGE.search(part)})
    parts = _parts(counts)
    known = [(phrase, count) for phrase, count in counts.items() if count >= FEWEST and count >= parts[phrase]]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))[:most]


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
