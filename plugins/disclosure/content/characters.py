"""Characters that a reader does not see, or sees as a box: what they are and what is usual in their place.

Characters for private use come from three sources. GB 18030-2000 and GBK keep some Chinese characters there
that Unicode has by now (GB 18030-2022, appendix D). Word keeps the signs of the fonts Wingdings and Symbol
at U+F020 to U+F0FF. All others are an office's own (造字).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_EMOJI = re.compile("[\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_JOINER = "\u200d"
DOUBTFUL = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Characters to tell of, but for the joiner within an emoji. `frontmatter.decode` tells of control characters."""

_GB = "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
"""What GBK has at U+E815 to U+E864."""
_USUAL = {
    **dict(enumerate(_GB, 0xE815)),
    0xE7C7: "ḿ", 0xE7C8: "ǹ", 0xE5E5: "　",
    **dict(zip(range(0xE78D, 0xE794), "︐︒︑︓︔︕︖", strict=True)), **dict(zip(range(0xE7E7, 0xE7F4), "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻", strict=True)),
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF075: "◆", 0xF076: "❖", 0xF0A7: "▪", 0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "➢", 0xF0E0: "→", 0xF0E8: "➔",
    0xF0FC: "√", 0xF0FB: "×", 0xF0FE: "☑", 0xF052: "☑", 0xF0A3: "□", 0xF0B4: "×", 0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥",
}


class Doubt(NamedTuple):
    """One character to tell of: where it stands, and what to say."""

    position: int
    message: str
    remedy: str


def doubtful(text: str) -> Iterator[Doubt]:
    """Yield where each kind of doubtful character stands first in a text."""
    told = set()
    for match in DOUBTFUL.finditer(text):
        if match[0] in told or (match[0] == _JOINER and _EMOJI.match(text, match.start() - 1) and _EMOJI.match(text, match.end())):
            continue
        told.add(match[0])
        code = ord(match[0])
        before = text[max(0, match.start() - 8) : match.start()].rpartition("\n")[2]
        if code == 0xFFFD:
            what, remedy = "认不出的字符", "核对原文，补上这个字"
        elif code >= 0xE000 and chr(code) not in "\ufeff\ufff9\ufffa\ufffb\ufffc":
            usual = _USUAL.get(code)
            what, remedy = "自造字符（页面上是方框或空白）", f"改成通用的“{usual}”" if usual else "核对原文，改成通用的字；没有通用字的，用图片或说明"
        else:
            what, remedy = "看不见的字符", "删去这个字符"
        yield Doubt(match.start(), f"“{before}”后面有{what} U+{code:04X}", remedy)
