"""What only the pieces of a file together show: numbers split over cells or paragraphs, lists of names, marks on top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from . import characters, name_lists
from .detect import detect
from .extract import Piece
from .kinds import Detection

_CELL = re.compile(r"(?P<row>.*第 \d+ 行)第 (?P<cell>\d+) 格\Z|(?P<sheet>.*!)(?P<letters>[A-Z]+)(?P<number>\d+)\Z|第 (?P<column>\d+) 列\Z")
_EDGE = re.compile(r"页眉|页脚")
_LEVEL = re.compile("[绝机秘]密")
_TOP = 300
"""Characters at the beginning of a file in which marks of internal documents stand."""
_MOST_PARTS = 24
"""Cells or paragraphs over which a number may be split: each digit of an identity number in a cell, and some more."""
_TAIL, _HEAD = 60, 30
"""Characters of the first and last part that are looked at."""

Found = tuple[Piece, str, str]
"""Where something was found, its kind and its value."""


def _cell(piece: Piece) -> tuple[object, int] | None:
    """Return the row and the column of a piece that is a cell."""
    match = _CELL.match(piece.where)
    if not match:
        return None
    if match["column"]:
        return piece.line, int(match["column"])
    if match["row"]:
        return match["row"], int(match["cell"])
    column = 0
    for letter in match["letters"]:
        column = column * 26 + ord(letter) - 64
    return match["sheet"] + match["number"], column


def detect_across(pieces: Sequence[Piece], title: str) -> Iterator[Found]:
    """Yield what is found in the pieces of a file together, but in none by itself. `title` is the name of the file."""
    yield from _on_top(pieces)
    yield from _split_numbers(pieces)
    yield from _lists(pieces, title)


def _on_top(pieces: Sequence[Piece]) -> Iterator[Found]:
    """Yield the marks at the beginning of a file and on the edges of its pages."""
    text = "\n".join(_first_lines(pieces))
    for one in _marks(text):
        yield pieces[0], one.kind, one.value
    for piece in pieces:
        if _EDGE.match(piece.where):
            for one in _marks(piece.text):
                yield piece, one.kind, one.value


def _first_lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the texts at the beginning of a file: what stands before a table, and the cells of a first row that is not a table of levels."""
    cells = [_cell(piece) for piece in pieces[:_TOP]]
    for number, (row, places) in enumerate(groupby(range(len(cells)), key=lambda place: cells[place] and cells[place][0])):
        texts = [pieces[place].text for place in places]
        if row is not None and len(texts) > 1 and (number or sum(bool(_LEVEL.search(text)) for text in texts) > 1):
            return
        yield from texts


def _marks(text: str) -> Iterator[Detection]:
    return (one for one in detect(text[:_TOP], _TOP) if one.kind in ("mark", "internal", "draft"))


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9" or ord(sign) in characters.LOOKING_LIKE_DIGITS


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield neighbouring pieces of which each ends with a digit and the next begins with one. Cells are of one row."""
    chain: list[Piece] = []
    row: object = None
    for piece in pieces:
        bare = piece.text.strip()
        if not bare:
            continue
        cell = _cell(piece)
        here = cell[0] if cell else None
        if chain and (here != row or len(chain) == _MOST_PARTS or not _is_digit(bare[0]) or not _is_digit(chain[-1].text.strip()[-1])):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(piece)
        row = here
    if len(chain) > 1:
        yield chain


def _split_numbers(pieces: Iterable[Piece]) -> Iterator[Found]:
    for chain in _chains(pieces):
        sign = "|" if _cell(chain[0]) else "\n"
        label = next((piece.label for piece in chain if piece.label), "")
        parts = [chain[0].text.rstrip()[-_TAIL:], *(piece.text.strip() for piece in chain[1:-1]), chain[-1].text.lstrip()[:_HEAD]]
        if label:
            parts[0] = f"{label}：{parts[0]}"
        starts, at = [], 0
        for part in parts:
            starts.append(at)
            at += len(part) + 1
        for one in detect(sign.join(parts), 0):
            first = max(place for place, start in enumerate(starts) if start <= one.start)
            if one.end > starts[first] + len(parts[first]):
                yield chain[first], one.kind, one.value


def _lists(pieces: Sequence[Piece], title: str) -> Iterator[Found]:
    for kind, place, value in name_lists.lists(_rows(pieces), title):
        yield pieces[place], kind, value


def _rows(pieces: Sequence[Piece]) -> Iterator[name_lists.Row]:
    cells = [_cell(piece) for piece in pieces]
    sheet = ""
    for row, places in groupby(range(len(pieces)), key=lambda place: cells[place] and cells[place][0]):
        if row is None:
            for place in places:
                for line in pieces[place].text.split("\n"):
                    yield name_lists.Row({0: line}, place, is_table=False)
        else:
            found = list(places)
            name, mark, _ = pieces[found[0]].where.partition("!")
            if mark and name != sheet:
                sheet = name
                yield name_lists.Row({0: sheet}, found[0], is_table=False)
            yield name_lists.Row({cells[place][1]: pieces[place].text for place in reversed(found)}, found[0], is_table=True)
