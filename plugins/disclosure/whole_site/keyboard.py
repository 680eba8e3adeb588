"""The keyboard on the page, for touch terminals without one: files of simple-keyboard, and what can be typed with it in pinyin.

Candidates of a syllable are those of the library's Chinese layout. Words come from the names and phrases that search boxes
suggest, and from the register of synonyms: what stands on a site, and what readers call it, is what they want to type.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

FOLDER = "keyboard"
LONGEST_WORD = 4
"""Characters of a word."""
MOST_WORDS = 5000
"""Words, besides those of the register of synonyms."""
MOST_CANDIDATES = 30
"""Words for the same syllables."""

_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LAYOUT = re.compile(r"^\s*\"?([a-z]+)\"?: \"([^\"]+)\"", re.MULTILINE)
_KEYBOARD, _LAYOUTS = "simple-keyboard", "simple-keyboard-layouts"


def library_folder() -> Path:
    """Return the folder in which the libraries are installed, in the environment of this Python."""
    return Path(sys.prefix) / "keyboard"


def files(names: Iterable[str], known: Iterable[str], words_of: Callable[[str], Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of the keyboard.

    `names` are those of places and phrases, `known` are words of the register of synonyms, whatever their length. `words_of`
    returns the words, and words that follow each other, of a text of Han characters.
    """
    packages = library_folder() / "node_modules"
    licence = "".join(f"/*\n{(packages / name / 'LICENSE').read_text(encoding='utf-8').strip()}\n*/\n" for name in (_KEYBOARD, _LAYOUTS))
    build = packages / _KEYBOARD / "build"
    yield f"{FOLDER}/library.js", licence + (build / "index.modern.js").read_text(encoding="utf-8")
    yield f"{FOLDER}/library.css", licence + (build / "css/index.css").read_text(encoding="utf-8")
    layout = (packages / _LAYOUTS / "build/layouts/chinese.js").read_text(encoding="utf-8")
    candidates = _with_words(dict(_LAYOUT.findall(layout)), _words(names, known, words_of))
    yield f"{FOLDER}/pinyin.js", f"{licence}window.pinyinCandidates = {json.dumps(candidates, ensure_ascii=False, separators=(',', ':'))};\n"


def _words(names: Iterable[str], known: Iterable[str], words_of: Callable[[str], Iterable[str]]) -> list[str]:
    """Return the words to choose from, the commonest first. No word is cut out of a longer one."""
    counts: Counter[str] = Counter()
    for name in names:
        for run in _HAN.findall(name):
            counts.update({word for word in (*words_of(run), run) if len(word) <= LONGEST_WORD})
    always = {word for word in known if _HAN.fullmatch(word)}
    counts.update(always)
    common = sorted(counts, key=lambda word: (-counts[word], word))
    return [word for place, word in enumerate(common) if place < MOST_WORDS or word in always]


def _with_words(syllables: dict[str, str], common: list[str]) -> dict[str, str]:
    """Return candidates by pinyin: words, as they come, before the characters of a syllable."""
    from pypinyin import lazy_pinyin

    words: dict[str, list[str]] = {}
    for word in common:
        words.setdefault("".join(lazy_pinyin(word, v_to_u=False)), []).append(word)
    found = {pinyin: " ".join(listed[:MOST_CANDIDATES]) for pinyin, listed in words.items()}
    return {pinyin: f"{found[pinyin]} {syllables[pinyin]}" if pinyin in found and pinyin in syllables else found.get(pinyin) or syllables[pinyin]
            for pinyin in sorted(found.keys() | syllables.keys())}
