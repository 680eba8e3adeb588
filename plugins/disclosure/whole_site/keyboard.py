"""The keyboard on the page, for touch terminals without one: files of simple-keyboard, and what can be typed with it in pinyin.

Candidates of a syllable are those of the library's Chinese layout. Words come from the names and phrases that search boxes
suggest: what stands on a site is what its readers want to type.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = "keyboard"
LONGEST_WORD = 4
"""Characters of a word."""
FEWEST = 2
"""Names and phrases that must have a word."""
MOST_WORDS = 3000
MOST_CANDIDATES = 30
"""Words for the same syllables."""

_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LAYOUT = re.compile(r"^\s*\"?([a-z]+)\"?: \"([^\"]+)\"", re.MULTILINE)
_KEYBOARD, _LAYOUTS = "simple-keyboard", "simple-keyboard-layouts"


def library_folder() -> Path:
    """Return the folder in which the libraries are installed, in the environment of this Python."""
    return Path(sys.prefix) / "keyboard"


def files(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of the keyboard; `names` are those of places and phrases."""
    packages = library_folder() / "node_modules"
    licence = "".join(f"/*\n{(packages / name / 'LICENSE').read_text(encoding='utf-8').strip()}\n*/\n" for name in (_KEYBOARD, _LAYOUTS))
    build = packages / _KEYBOARD / "build"
    yield f"{FOLDER}/library.js", licence + (build / "index.modern.js").read_text(encoding="utf-8")
    yield f"{FOLDER}/library.css", licence + (build / "css/index.css").read_text(encoding="utf-8")
    layout = (packages / _LAYOUTS / "build/layouts/chinese.js").read_text(encoding="utf-8")
    candidates = _with_words(dict(_LAYOUT.findall(layout)), list(names))
    yield f"{FOLDER}/pinyin.js", f"{licence}window.pinyinCandidates = {json.dumps(candidates, ensure_ascii=False, separators=(',', ':'))};\n"


def _with_words(syllables: dict[str, str], names: list[str]) -> dict[str, str]:
    """Return candidates by pinyin: words, the commonest first, before the characters of a syllable."""
    from pypinyin import lazy_pinyin

    counts: Counter[str] = Counter()
    for name in names:
        runs = _HAN.findall(name)
        counts.update({run[at : at + size] for run in runs for size in range(2, LONGEST_WORD + 1) for at in range(len(run) - size + 1)})
    common = sorted(((word, count) for word, count in counts.items() if count >= FEWEST), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    words: dict[str, list[str]] = {}
    for word, _ in common:
        words.setdefault("".join(lazy_pinyin(word, v_to_u=False)), []).append(word)
    found = {pinyin: " ".join(listed[:MOST_CANDIDATES]) for pinyin, listed in words.items()}
    return {pinyin: f"{found[pinyin]} {syllables[pinyin]}" if pinyin in found and pinyin in syllables else found.get(pinyin) or syllables[pinyin]
            for pinyin in sorted(found.keys() | syllables.keys())}
