"""Random documents for tests of the search: the same for the same seed, with every awkward kind of text among them."""

from __future__ import annotations

import random
from dataclasses import replace

from offline_search.document import Document
from offline_search.files import binary_script

PHRASES = (
    "信息公开", "政府信息公开条例", "防汛工作", "区政府办公室", "行政审批", "食品安全", "青府发〔2014〕12号", "【通知】", "（试行）", "“三公”经费",
    "關於開展檔案檢查的通知", "臺灣同胞", "頭髮", "乾淨整潔", "资金管理办法", "公开", "通知", "的", "了", "为进一步加强", "各街道办事处，区政府各部门：",
    "中华人民共和国政府信息公开条例实施办法", "公公公开开", "一二三四五六七八九十甲乙丙丁",
)
LATIN = ("GDP", "Word", "PM2.5", "ＡＢＣ１２３", "STRASSE straße", "İstanbul", "ﬁn", "ΟΔΟΣ", "a", "B", "http://example.com/?a=1&b=2", "co\u00adop", "ab", "aba")
NUMBERS = ("2014", "７７", "12.5%", "①②", "0791-1234567", "㎡", "½", "1", "11", "2014年3月18日")
MARKS = ("，", "。", "、", "；", "：", "（", "）", "—", "…", "!", "-", "<b>", "&amp;", "\"", "\\", "'", "/")
GAPS = (" ", "\n", "\u3000", "\u00a0", "\t", "\n\n", "\u2028", "\x00", "\x7f", "\ufff9", "\u1680", "  ")
RARE = (
    "\u3402", "\u3473\u346f", "\U00020bb7野", "\U0002a6a5", "\U0002010c", "\U00010ffd", "👍🏽", "👨\u200d👩\u200d👧", "e\u0301", "x\u0301\u0323", "\u1112\u1161\u11ab",
    "\u200b", "\ufeff", "葛\U000e0100", "☎\ufe0f", "\ud800", "甲\udfff", "豈", "ｶﾞ", "\ufdfa", "\ufffd", "\u0085", "\ufffc",
)
AGENCIES = ("", "区政府办公室", "区财政局", "區民政局", "</script>", "\u2028\"\\")
CATEGORIES = ("法规文件", "工作动态", "", "财经信息")
DATES = ("", "1900-01-01", "1999-12-31", "2012-02-29", "2014-01-01", "2014-03-18", "2014-03-18", "2014-12-31", "2099-07-07")
FACETS = ("category", "agency", "validity")


class Writer:
    """Makes random documents."""

    def __init__(self, seed: int, rare: bool = True) -> None:
        self._random = random.Random(seed)
        self._rare = rare
        self._number = 1000 * seed  # keys of two writers differ

    def _piece(self) -> str:
        draw = self._random.random()
        if draw < 0.45:
            return self._random.choice(PHRASES)
        if draw < 0.7:  # characters of very different frequency
            return "".join(chr(0x4E00 + int(self._random.random() ** 4 * 3000)) for _ in range(self._random.randint(1, 8)))
        if draw < 0.78:
            return self._random.choice(LATIN)
        if draw < 0.84:
            return self._random.choice(NUMBERS)
        if draw < 0.92 or not self._rare:
            return self._random.choice(MARKS)
        return self._random.choice(GAPS if draw < 0.97 else RARE)

    def text(self, pieces: int) -> str:
        """Return a text of so many random pieces, a few of them followed by a blank."""
        parts = [self._piece() + (" " if self._random.random() < 0.05 else "") for _ in range(pieces)]
        return "".join(parts)

    def document(self, pieces: int | None = None) -> Document:
        """Return a new document with so many pieces in its body, or with a random number of them."""
        self._number += 1
        draw = self._random.random()
        if pieces is None:
            pieces = 0 if draw < 0.04 else 1 if draw < 0.1 else self._random.randint(2, 60) if draw < 0.97 else self._random.randint(300, 900)
        title = "" if self._random.random() < 0.05 else self.text(self._random.randint(1, 5))
        number = self._number
        key = f"{self._random.choice('甲乙丙')}{number}/\uff21" if number % 7 else f"甲\U00020000{number}"
        return Document(
            key, f"items/{number}.html", title, self.text(pieces), self._random.choice(DATES),
            {"agency": self._random.choice(AGENCIES), "category": self._random.choice(CATEGORIES), "unlisted": "甲"},
            {"number": f"第{number}号", "empty": "", "agency": self._random.choice(AGENCIES)},
        )

    def documents(self, count: int, pieces: int | None = None) -> list[Document]:
        """Return so many documents; one in ten has the title and body of another."""
        found: list[Document] = []
        while len(found) < count:
            fresh = self.document(pieces)
            if found and self._random.random() < 0.1:
                twin = self._random.choice(found)
                fresh = replace(fresh, title=twin.title, body=twin.body, date=self._random.choice((twin.date, fresh.date)))
            found.append(fresh)
        return found

    def edited(self, document: Document) -> Document:
        """Return a document with the same key and something else changed."""
        change = self._random.randrange(4)
        if change == 0:
            return replace(document, title=self.text(2))
        if change == 1:
            return replace(document, date=self._random.choice(DATES), facets={"agency": self._random.choice(AGENCIES)})
        if change == 2:
            return replace(document, body="")
        return replace(document, body=self.text(self._random.randint(1, 40)))


def damaged_scripts() -> dict[str, str]:
    """Return a binary script, damaged in ways that its checksum or its end gives away; `whole` is not damaged."""
    script = binary_script("x", bytes(range(200)) * 3).decode("utf-16")
    at = script.index(',"') + 40
    return {
        "whole": script, "cut": script[:at] + script[at + 40 :], "flipped": script[:at] + "\u4e00" * 60 + script[at + 60 :],
        "foreign": script[:at] + "a" + script[at + 1 :], "longer": script.replace('");', "\u4e00\u4e01\u4e02\");"),
    }
