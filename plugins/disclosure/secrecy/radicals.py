"""Characters that look the same as those in use: radicals and compatibility forms, which PDF programs write for them."""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = dict(zip(
    "⺀⺁⺃⺅⺇⺉⺋⺌⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺨⺩⺫⺬⺭⺮⺯⺰⺱⺳⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "冫厂乚亻几刂㔾小兀尣尢巳幺彑忄小扌攵旡月母民氵氺灬爫爫犭王目示礻竹糸纟罓罒羊羊羊耂肀月臼艹艹艹虎衤襾西见角角讠贝足车辶辶辶阝長長长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
    strict=True,
))
"""Radicals that Unicode gives no plain form."""
_PLAIN = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))},
    **{ord(radical): plain for radical, plain in _SUPPLEMENT.items()},
}
_ANY = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def plain_characters(text: str) -> str:
    """Return a text with characters in use in place of their radicals and compatibility forms, which look the same."""
    return text.translate(_PLAIN) if not text.isascii() and _ANY.search(text) else text
