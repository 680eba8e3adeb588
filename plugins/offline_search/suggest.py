"""Suggestions while a reader types: a small lunr index of names, made by lunr.py and read by lunr.js in the browser.

A suggestion is the name of a place of the site, or a phrase. lunr finds whole tokens and beginnings
of tokens. So the tokens of a name are what is left of it from each of its characters on: 信息公开,
息公开, 公开, 开. A beginning of one of them is any part of the name. The field `pinyin` has the
syllables and their first letters. Tokens are made here, by `fold`: lunr's own tokenizer and
pipeline, which know words between spaces, have no part in it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rjsmin
import unicodedata2

from .files import binary_script
from .fold import composed, fold, fold_map

LONGEST, LONGEST_PINYIN = 6, 24
"""Characters of a token, and letters of one in pinyin. What a reader types is cut likewise, and then compared with the whole name."""
FIELDS = ("name", "pinyin")
"""Fields of lunr's index."""
BOX, INDEX, LUNR = "box.js", "index.js", "lunr.js"
"""The files: what makes a box suggest; the index; lunr.js."""
STATIC = Path(__file__).with_name("static")
SCRIPTS = ("unpack.js", "suggest.js", "combobox.js")
"""The files of `BOX`, in the order in which they run."""
LIBRARY = ("mkdocs", "mkdocs/contrib/search/templates/search/lunr.js")
"""The distribution that ships lunr.js, and where. No smaller one does."""
CODE = ("suggest.py", "phrases.py", "fold.py", "files.py")
"""Modules that make the suggestions and their files."""
NEEDED = ("lunr", "mkdocs")
"""Distributions without which there are no suggestions."""
SOUGHT_VERSION = "2.3.9"
"""The version of lunr.js. lunr.py writes its format."""


@dataclass(frozen=True)
class Suggestion:
    """A name that a reader may be about to type."""

    text: str
    kind: str = ""
    """What it is, as the reader is told."""
    address: str = ""
    """Where it is, relative to the site's root; '' for a phrase, which is searched for."""
    boost: int = 1
    """lunr's weight of the whole entry."""
    also: tuple[str, ...] = ()
    """Other names of it: typed, they lead to it."""


def missing_libraries() -> list[str]:
    """Return the distributions without which there are no suggestions, and which are not installed."""
    return [name for name in NEEDED if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def files(suggestions: Iterable[Suggestion]) -> dict[str, bytes]:
    """Return the files of the suggestions, by name. The same suggestions give the same bytes."""
    return {BOX: box().encode(), LUNR: library().encode(), INDEX: index_file(list(suggestions))}


def identity() -> str:
    """Return what the files depend on besides the suggestions: code, the versions of the libraries."""
    code = hashlib.sha256()
    folder = Path(__file__).parent
    for path in (*(folder / name for name in CODE), *(STATIC / name for name in SCRIPTS)):
        code.update(path.read_bytes())
    versions = [f"{name} {importlib.metadata.version(name)}" for name in (*NEEDED, "pypinyin", "opencc", "rjieba", "rjsmin", "unicodedata2")]
    return f"{code.hexdigest()} {versions}"


def box() -> str:
    """Return the script that makes a box suggest, without comments."""
    return rjsmin.jsmin("\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)) + "\n"


def library() -> str:
    """Return lunr.js without comments, its licence excepted."""
    distribution, path = LIBRARY
    source = Path(str(importlib.metadata.distribution(distribution).locate_file(path))).read_text(encoding="utf-8")
    licence = source[: source.index("*/") + 2]
    if SOUGHT_VERSION not in licence:
        raise ValueError(f"{path}: lunr.js is not {SOUGHT_VERSION}")
    return f"{licence}\n{rjsmin.jsmin(source)}\n"


def index_file(suggestions: list[Suggestion]) -> bytes:
    """Return the script with the index, the suggestions that it finds, and the characters that are folded to theirs."""
    kinds = sorted({one.kind for one in suggestions})
    shown = [[one.text, kinds.index(one.kind), *([one.address] if one.address or one.also else []), *one.also] for one in suggestions]
    value = {"lunr": _lunr_index(suggestions), "kinds": kinds, "shown": shown, "fold": _folded(suggestions), "longest": [LONGEST, LONGEST_PINYIN]}
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    script = binary_script("suggestions", raw)
    return _CALL.sub("OfflineSuggest.receive(".encode("utf-16-le"), script, count=1)


_CALL = re.compile(re.escape("OfflineSearch.receive(\"suggestions\",".encode("utf-16-le")))


def _lunr_index(suggestions: list[Suggestion]) -> dict[str, Any]:
    from lunr.builder import Builder

    builder = Builder()
    builder.ref("id")
    builder.b(0)  # a long name weighs what a short one does
    for field in FIELDS:
        builder.field(field)
    for number, one in enumerate(suggestions or [Suggestion("")]):  # lunr.py cannot build an index of nothing
        builder.add({"id": str(number)} | _tokens(one), {"boost": one.boost})
    made = builder.build().serialize()
    made["invertedIndex"].sort(key=lambda entry: entry[0].encode("utf-16-be"))  # as JavaScript compares
    return made


def _tokens(one: Suggestion) -> dict[str, list[str]]:
    """Return the tokens of a suggestion, by field."""
    names: dict[str, None] = {}
    pinyin: dict[str, None] = {}
    for name in (one.text, *one.also):
        plain = letters(fold(name))
        names.update(dict.fromkeys(plain[at : at + LONGEST] for at in range(len(plain))))
        pinyin.update(dict.fromkeys(_pinyin(plain, len(plain) if one.address else 1)))
    return {"name": [*names], "pinyin": [*pinyin]}


def letters(folded: str) -> str:
    """Return the letters and digits of a folded text: what readers leave out or write in many ways is not compared."""
    return "".join(character for character in folded if unicodedata2.category(character)[0] in "LN")


_SOUND = re.compile("[a-z]+")


def _pinyin(plain: str, starts: int) -> Iterator[str]:
    """Yield the syllables of a name and their first letters, from each of its first Han characters on.

    A phrase is typed from its beginning, a place from anywhere in its name: `starts` is 1 or the length of the name.
    """
    from pypinyin import lazy_pinyin  # its dictionaries take 60 MB

    syllables = lazy_pinyin(plain, v_to_u=False)
    heads = [syllable[0] if _SOUND.fullmatch(syllable) else syllable for syllable in syllables]
    for at, syllable in enumerate(syllables[:starts]):
        if _SOUND.fullmatch(syllable):
            yield "".join(syllables[at:])[:LONGEST_PINYIN]
            yield "".join(heads[at:])[:LONGEST_PINYIN]


def _folded(suggestions: list[Suggestion]) -> str:
    """Return the characters that are folded to one of the suggestions, each followed by that one."""
    used = {character for one in suggestions for name in (one.text, *one.also) for character in fold(name)}
    pairs = ((chr(point), chr(to)) for point, to in sorted(fold_map().items()) if chr(to) in used)
    return "".join(f"{one}{other}" for one, other in pairs if composed(one) == one and len((one + other).encode("utf-16-le")) == 4)
