"""Folding: the normal form in which texts and queries are compared (FORMAT.md, "Text").

Text and query are folded alike. So traditional characters find simplified ones, full-width
letters find half-width ones, capitals find small letters, and a bracket finds its other forms.
"""

from __future__ import annotations

import re
from functools import cache

import unicodedata2

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"
"""All but those that part lines and words. They come with texts from elsewhere; nobody sees them, so they part no word."""
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_QUOTES = "\"'\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2329\u232a\u3008-\u300f\u301d-\u301f\ufe3d-\ufe44\uff02\uff07\uff62\uff63"
"""Readers leave them out, or type others: 三公经费 stands as “三公”经费."""
_IGNORED = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_QUOTES}]")
BREAKS = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F),
    (0x3000, 0x3000), (0xD800, 0xDFFF), (0xFFF9, 0xFFFB),
)
"""Code points that end a word: first and last of each range."""

_SMALL_LETTERS_AFTER_14 = re.compile("([\u1c89\ua7cb-\ua7dc\U00010d50-\U00010d65\U00016ea0-\U00016eb8]+)")
"""Letters that got small letters after Unicode 14, the version of the oldest Python here. They are left, so that all Pythons fold alike."""
_BREAK = re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in BREAKS) + "]+")
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
_MARKS = (
    ("(", "〔[【﹝"), (")", "〕]】﹞"), ("-", "~\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u223c\u301c\u2043"), ("·", "\u2022\u2027\u2219\u22c5\u30fb"),
)
"""Signs that readers can hardly type as printed, above all in 青府发〔2014〕12号 and 2011—2015年. The first of a pair replaces all of the second."""
_RADICALS = dict(zip(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王疋目示礻竹糸纟罓罒羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅长镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀",
    strict=True,
))
"""Radicals that stand in texts in place of characters, above all in those from PDF. NFKC leaves them (Unicode, EquivalentUnifiedIdeograph.txt)."""

_SPACED_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
SPACED = re.compile(f"(?<=[{_SPACED_HAN}])(?<![{_SPACED_HAN}]{{2}}) {{1,2}}(?=[{_SPACED_HAN}](?![{_SPACED_HAN}]))")
"""Spaces between Han characters that stand alone, as in 李　明 and 会 议 纪 要: they only widen a word."""

_OVERRIDES = {"瞭": "了"}
"""Characters that OpenCC converts within phrases (瞭解) and not alone."""


@cache
def fold_map() -> dict[int, int]:
    """Return the fold map: code points, and the one that each becomes.

    Han characters are converted by OpenCC (t2s) one at a time, not by phrase: a query may hold only
    a part of a phrase of the text, and must be folded like it. Conversion by phrase differs in
    0.01 % of characters.
    """
    import opencc

    convert = opencc.OpenCC("t2s").convert
    found: dict[int, int] = {}
    for first, last in _HAN:
        characters = [chr(point) for point in range(first, last + 1)]
        folded = convert("\n".join(characters)).split("\n")
        for character, converted in zip(characters, folded, strict=True):
            simple = _OVERRIDES.get(character, converted)
            if len(simple) == 1 and simple != character:
                found[ord(character)] = ord(simple)
    for mark, others in _MARKS:
        found |= {ord(other): ord(mark) for other in others}
    found |= {ord(radical): ord(character) for radical, character in _RADICALS.items()}
    return _without_chains(found)


def _without_chains(found: dict[int, int]) -> dict[int, int]:
    """Map each code point to the end of its chain (a → b → c), so that folding twice changes nothing."""
    result = {}
    for start in found:
        end, seen = start, set()
        while end in found and end not in seen:
            seen.add(end)
            end = found[end]
        if start != end:
            result[start] = end
    return result


def composed(text: str) -> str:
    """Return a text without ignorable code points, in NFKC and lower case: ready for the fold map."""
    return unicodedata2.normalize("NFKC", _small(unicodedata2.normalize("NFKC", _IGNORED.sub("", text))))


def _small(text: str) -> str:
    if not _SMALL_LETTERS_AFTER_14.search(text):
        return text.lower()
    return "".join(part if place % 2 else part.lower() for place, part in enumerate(_SMALL_LETTERS_AFTER_14.split(text)))


def fold(text: str) -> str:
    """Return the folded text."""
    return SPACED.sub("", composed(text).translate(fold_map()))


def is_break(point: int) -> bool:
    """Return whether a code point ends a word."""
    return any(first <= point <= last for first, last in BREAKS)


def words(folded: str) -> list[str]:
    """Return the runs of characters between breaks of a folded text."""
    return [run for run in _BREAK.split(folded) if run]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: for each word its characters, then its pairs of neighbours.

    The index is made by `invert`, which works on arrays. This function states the same rule plainly,
    and the tests compare the two.
    """
    found: list[str] = []
    for run in words(fold(text)):
        found += run
        found += [run[place : place + 2] for place in range(len(run) - 1)]
    return found
