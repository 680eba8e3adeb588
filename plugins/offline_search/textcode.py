"""The text code: a character encoding made for the texts of one segment (FORMAT.md, "Text code").

GB18030 takes two bytes for every Han character. This code takes one for the commonest characters.
Deflate works on bytes, so it also compresses such characters better: files of texts become a sixth
smaller than in GB18030.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from . import varint

SINGLES = 224
"""Bytes below this are a character each. Other bytes begin a code of two or four bytes."""
ESCAPE = 0xFF
"""Begins a character that has no code. Three bytes of its code point follow, the high byte first."""
ROW = 256
"""Characters with the same first byte of two."""
CODED = SINGLES + (ESCAPE - SINGLES) * ROW
"""How many characters have a code, at most."""
COUNT_BATCH = 500_000
"""Characters that are counted together. Each count adds an array of all code points."""

_POINTS = 0x110000


class Census:
    """Counts of characters in the texts that are to be encoded. It can be pickled."""

    def __init__(self, points: Sequence[int] = (), counts: Sequence[int] = ()) -> None:
        """Begin with known counts of some code points."""
        self._counts = np.zeros(_POINTS, dtype=np.int64)
        self._counts[np.asarray(points, dtype=np.int64)] = counts
        self._waiting: list[str] = []
        self._size = 0

    def __reduce__(self) -> tuple[type[Census], tuple[np.ndarray, np.ndarray]]:
        self._count()
        found = np.flatnonzero(self._counts)
        return Census, (found, self._counts[found])

    def add(self, text: str) -> None:
        """Count one text."""
        self._waiting.append(text)
        self._size += len(text)
        if self._size > COUNT_BATCH:
            self._count()

    def _count(self) -> None:
        self._counts += np.bincount(_points("".join(self._waiting)), minlength=_POINTS)
        self._waiting, self._size = [], 0

    def code(self) -> TextCode:
        """Return the code for these texts: the commoner a character, the shorter; equally common ones by code point."""
        self._count()
        found = np.flatnonzero(self._counts)
        ranked = found[np.argsort(-self._counts[found], kind="stable")][:CODED]
        rows = [ranked[:SINGLES], *(ranked[start : start + ROW] for start in range(SINGLES, len(ranked), ROW))]
        return TextCode([sorted(row.tolist()) for row in rows if len(row)])


@dataclass
class TextCode:
    """An encoding. Characters of the first row have one byte, those of further rows two."""

    rows: list[list[int]]
    """Code points, sorted within each row. Only the last row may be shorter than it can be."""
    _codes: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._codes = np.full(_POINTS, -1, dtype=np.int32)
        for number, row in enumerate(self.rows):
            lead = (SINGLES + number - 1) << 8 if number else 0
            self._codes[row] = np.arange(len(row)) + lead

    def __reduce__(self) -> tuple[type[TextCode], tuple[list[list[int]]]]:
        return TextCode, (self.rows,)

    def table(self) -> bytes:
        """Return the code as it is stored in a directory."""
        numbers = [sum(map(len, self.rows))]
        for row in self.rows:
            numbers += [point - before for point, before in zip(row, [0, *row], strict=False)]
        return b"".join(map(varint.encode, numbers))

    @classmethod
    def read(cls, data: bytes) -> TextCode:
        """Return the code that some bytes of a directory begin with."""
        numbers = varint.decode(data)
        left, size = next(numbers), SINGLES
        rows = []
        while left:
            point = 0
            rows.append([point := point + next(numbers) for _ in range(min(size, left))])
            left -= len(rows[-1])
            size = ROW
        return cls(rows)

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text."""
        points = _points(text)
        codes = self._codes[points]
        sizes = np.where(codes < 0, 4, np.where(codes < SINGLES, 1, 2))
        ends = np.cumsum(sizes)
        starts = ends - sizes
        result = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
        one, two, four = sizes == 1, sizes == 2, sizes == 4
        result[starts[one]] = codes[one]
        result[starts[two]], result[starts[two] + 1] = codes[two] >> 8, codes[two] & 0xFF
        result[starts[four]] = ESCAPE
        for place in range(3):
            result[starts[four] + 1 + place] = points[four] >> (16 - 8 * place) & 0xFF
        return result.tobytes()

    def decode(self, data: bytes) -> str:
        """Return the text of some bytes."""
        found, at = [], 0
        while at < len(data):
            byte = data[at]
            if byte < SINGLES:
                found.append(self.rows[0][byte])
                at += 1
            elif byte < ESCAPE:
                found.append(self.rows[byte - SINGLES + 1][data[at + 1]])
                at += 2
            else:
                found.append(int.from_bytes(data[at + 1 : at + 4], "big"))
                at += 4
        return "".join(map(chr, found))


def _points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
