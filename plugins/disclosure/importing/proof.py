"""The proof that nothing is lost: an imported item is rendered as the site renders it, and compared with its source.

Each character of the source that a reader sees must stand on the page, in a header value or be told. What the reader of
items says of the text (stars that may be emphasis, tags that stay text) is told too.
"""

from __future__ import annotations

import re
from collections import Counter

from ..content.body import BodyRenderer
from ..content.rules import Rules
from .document import Document, Telling
from .rows import NO_TEXT

_LETTER = re.compile(r"[^\W_]")
_LONGEST_QUOTE = 40
_FEWEST = 15
"""Letters. A document with files and fewer than these is a scan."""
_ABOUT_FILES = ("链接", "附件", "图片", "索引号")


class Proof:
    """Looks at items one after another."""

    def __init__(self, rules: Rules, telling: Telling) -> None:
        self._bodies, self.telling = BodyRenderer(rules.markdown), telling
        self.looked_at = 0
        """Documents whose words were compared."""

    def look(self, document: Document, path: str, text: str) -> None:
        """Tell of words of the source that the item lacks, and of what its text does not show as meant."""
        if document.body in ("", NO_TEXT) and not document.source_text:
            return
        line = text.count("\n", 0, text.find("\n\n") + 2) + 1
        body = self._bodies.render(path, document.body.strip("\n") + "\n", line, document.values.get("Index", ""))
        for problem in body.problems:
            if not problem.message.startswith(_ABOUT_FILES):
                self.telling.warning(document.place, f"{path}:{problem.line}: {problem.message}", problem.remedy)
        if document.source_text is None:
            return
        self.looked_at += 1
        if document.files and len(_LETTER.findall(document.source_text)) < _FEWEST:
            self.telling.warning(document.place, "正文里几乎没有文字，只有图片或附件（多半是扫描件）", "把文字打出来，或写一两句话说明内容：图片里的字读者搜不到")
        lost = self._lost(document.source_text, body.text + "".join(document.values.values()))
        if lost:
            self.telling.error(document.place, f"{path} 里少了 {sum(lost.values())} 个字：“{_words(document.source_text, lost)}”", "对照原件，在条目里补上")

    @staticmethod
    def _lost(source: str, shown: str) -> Counter:
        return Counter(_LETTER.findall(source)) - Counter(_LETTER.findall(shown))


def _words(source: str, lost: Counter) -> str:
    """Return the words around the first run of lost characters, about."""
    best = max(source.split("\n"), key=lambda line: sum(1 for letter in line if letter in lost) / (len(line) + 8))
    return best.strip()[:_LONGEST_QUOTE]
