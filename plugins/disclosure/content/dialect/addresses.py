"""What looks like an address: only that makes a link of `[…](…)` and a definition of `[…]: …`.

An address has a scheme of this site or of the web, begins with `/`, `#`, `.` or Pelican's braces,
or is the name of a file with an ending.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*[:：]|//?|\\|#|\.|[{|](?:filename|attach|static)[|}]|.*\.[A-Za-z0-9]{1,9}(?:[#?].*)?\Z|.*[/%])", re.DOTALL
)
_NUMBERS = re.compile(r"[\d\s./%,，、\-–—~～:：年月日号第至〔〕]+")
_DEFINED = re.compile(
    r"(?:https?://|ftp://|mailto:|tel:|index:|//?|#|\.{1,2}/|[{|](?:filename|attach|static)[|}]|(?:javascript|vbscript|data|file):"
    r"|[^\s:，。；]*[^\s:，。；.]\.[A-Za-z][A-Za-z0-9]{1,8}(?:[#?]\S*)?\Z)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[\s，。；！？]")


def is_address(text: str) -> bool:
    """Return whether what stands in the round brackets of a link is an address. Numbers and days with their marks are none."""
    return not _NUMBERS.fullmatch(text) and _ADDRESS.match(text) is not None


def is_definition(text: str) -> bool:
    """Return whether what stands after `[…]:` is an address. It has no blanks and no marks of a sentence."""
    return not _SENTENCE.search(text) and _DEFINED.match(text) is not None
