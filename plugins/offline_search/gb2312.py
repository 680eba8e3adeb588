"""The Han characters of GB 2312: those of everyday writing in simplified characters."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


def characters() -> Iterator[str]:
    """Yield them in the order of the standard: the common ones by their sounds, then the others by their radicals."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            with contextlib.suppress(UnicodeDecodeError):  # five places at the end of the common ones are empty
                yield bytes((row, cell)).decode("gb2312")
