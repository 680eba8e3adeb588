"""What only the pieces of a file together show: numbers split over cells or paragraphs, lists of names, marks on its edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from . import characters, marks, name_lists, numbers
from .cells import Cell, Layout, rows
from .detect import detect
from .extract import Piece
from .kinds import Detection

_BODY = re.compile(r"第 \d+ [段页列]\Z|表 \d+ 第 \d+ 行第 \d+ 格\Z|.*![A-Z]+\d+(?: 公式)?\Z|\Z|零散文字|文件内部的文字|没有单元格使用的文字|数字格式|以前的版本")
"""Places of what a document tells. Marks on all others stand alone: on the edges of pages, in boxes, notes and properties."""
_LEVEL = re.compile("[绝机秘]密")
_TOP = 300
"""Characters at the beginning of a file in which marks of internal documents stand."""
_MOST_ALONE = 60
"""Characters of a text that is nothing but a mark, at most."""
_MOST_PARTS = 24
"""Cells or paragraphs over which a number may be split: each digit of an identity number in a cell, and some more."""
_TAIL, _HEAD = 60, 30
"""Characters of the first and last part that are looked at."""
_LAST = 4
"""Texts at the end of a file in which its notes stand."""

Found = tuple[Piece, str, str]
"""Where something was found, its kind and its value."""


def detect_across(layout: Layout, title: str) -> Iterator[Found]:
    """Yield what is found in the pieces of a file together, but in none by itself. `title` is the name of the file."""
    yield from _on_edges(layout)
    yield from _split_numbers(layout)
    yield from _down_columns(layout)
    yield from _lists(layout, title)


def _on_edges(layout: Layout) -> Iterator[Found]:
    """Yield the marks at the beginning and at the end of a file, on the edges of its pages, in boxes, and in the names of its sheets."""
    pieces = layout.pieces
    for one in _marks("\n".join(_first_lines(layout))):
        yield _bearer(pieces[:_TOP], one.value), one.kind, one.value
    for piece, place in zip(pieces, layout.places, strict=True):
        if place is None and len(piece.text) <= _MOST_ALONE and marks.MAY_STAND.search(piece.text) and not _BODY.match(piece.where):
            for one in _marks(piece.text):
                yield piece, one.kind, one.value
    for table, piece in {place.table: piece for piece, place in zip(reversed(pieces), reversed(layout.places), strict=True) if place}.items():
        if table.endswith("!"):
            for one in _marks(table[:-1]):
                yield piece, one.kind, one.value
    yield from _at_end(layout)


def _at_end(layout: Layout) -> Iterator[Found]:
    ends: list[Piece] = []
    for place, numbers_ in reversed([*rows(layout.places[-_TOP:])][-2 * _LAST :]):
        if numbers_[0] + max(0, len(layout.pieces) - _TOP) < 2 * _LAST:
            break  # the beginning, which is looked at by itself
        texts = [layout.pieces[len(layout.pieces) - min(_TOP, len(layout.pieces)) + number] for number in numbers_]
        if len(ends) == _LAST or (place and len(texts) > 1):
            break
        if place or _BODY.match(texts[0].where):
            ends.append(texts[0])
    if any(marks.MAY_STAND.search(piece.text[-_TOP:]) for piece in ends):
        text = "\n".join(piece.text[-_TOP:] for piece in reversed(ends))
        for one in detect(f"{'　' * _TOP}\n{text}", 1):
            if one.kind in ("mark", "internal"):
                yield _bearer(ends, one.value), one.kind, one.value


def _bearer(pieces: Sequence[Piece], value: str) -> Piece:
    """Return the piece in which a mark stands."""
    return next((piece for piece in pieces if value.rstrip("★") in "".join(piece.text.split())), pieces[0])


def _first_lines(layout: Layout) -> Iterator[str]:
    """Yield the texts at the beginning of a file: what stands before a table, and the first rows as far as they hold titles."""
    places = layout.places[:_TOP]
    for number, (place, found) in enumerate(rows(places)):
        texts = [layout.pieces[piece].text for piece in found]
        if place is None and not _BODY.match(layout.pieces[found[0]].where):
            continue
        if place is None or len(texts) == 1:
            yield from texts
        elif not number and sum(bool(_LEVEL.search(text)) for text in texts) <= 1:
            yield "|".join(texts) if marks.is_row_of_level(texts) else "\n".join(text for text in texts if _LEVEL.search(text) or ":" in text or "：" in text)
            return
        else:
            return


def _marks(text: str) -> Iterator[Detection]:
    return (one for one in detect(text[:_TOP], _TOP) if one.kind in ("mark", "internal", "draft"))


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9" or ord(sign) in characters.LOOKING_LIKE_DIGITS


_JOINTS = "-－–—·.　 "
"""Signs between the parts of a number, which may stand in a cell of their own or at its edge."""


def _part(text: str) -> str:
    return text.strip().strip(_JOINTS).strip()


def _chains(layout: Layout) -> Iterator[list[int]]:
    """Yield neighbouring pieces of which each ends with a digit and the next begins with one. Cells are of one row."""
    chain: list[int] = []
    last: Cell | None = None
    for number, (piece, place) in enumerate(zip(layout.pieces, layout.places, strict=True)):
        bare = _part(piece.text[:_TAIL]) if len(piece.text) > 4 * _TAIL else _part(piece.text)
        if not bare:
            continue
        here = place[:2] if place else None
        joins = bool(chain) and here == (last[:2] if last else None) and len(chain) < _MOST_PARTS and _is_digit(_part(layout.pieces[chain[-1]].text[-_TAIL:])[-1:])
        if not joins or not (_is_digit(bare[0]) or (bare in ("X", "x", "Ｘ") and len(chain) > 1)):
            if len(chain) > 1:
                yield chain
            chain = []
        if not (place and name_lists.is_name(bare)):  # 张三 ends with what looks like a digit
            chain.append(number)
        last = place
    if len(chain) > 1:
        yield chain


def _split_numbers(layout: Layout) -> Iterator[Found]:
    seen: Counter[tuple[str, int]] = Counter()
    found: list[tuple[Found, tuple[str, int], bool]] = []
    for chain in _chains(layout):
        table = layout.places[chain[0]].table if layout.places[chain[0]] else ""
        row = [layout.pieces[number].text for number in chain]
        digits = sum(sum(map(_is_digit, text)) for text in row if len(text) < _TAIL)
        seen[table, digits] += 1
        for number, kind, value in _in_chain(layout, chain):
            if layout.places[number] is None or kind not in ("id", "mobile") or _is_sound(layout, chain, number, kind):
                found.append(((layout.pieces[number], kind, value), (table, digits), bool(layout.places[number])))
    told = Counter(key for _, key, _ in found)
    yield from (one for one, key, is_cell in found if not is_cell or 2 * told[key] >= seen[key])


def _in_chain(layout: Layout, chain: list[int]) -> Iterator[tuple[int, str, str]]:
    """Yield the numbers that begin in one piece of a chain and end in another."""
    is_row = layout.places[chain[0]] is not None
    texts = [layout.pieces[number].text for number in chain]
    called = [label for number in chain if (label := layout.labels.get(number))]
    label = next(filter(_CALLED.search, called), called[0] if called else "")
    if is_row and not _CALLED.search(label) and _has_name_beside(layout, chain) and [len(_part(text)) for text in texts if text.strip(_JOINTS)] in _PHONE_PARTS:
        label = "" if _FIGURES.search("|".join(layout.labels.get(number, "") for number in chain)) else "手机"
    parts = [_part(texts[0][-_TAIL:]), *map(_part, texts[1:-1]), _part(texts[-1][:_HEAD])] if is_row else [texts[0].rstrip()[-_TAIL:], *(text.strip() for text in texts[1:-1]), texts[-1].lstrip()[:_HEAD]]
    parts[0] = f"{label}：{parts[0]}" if label else parts[0]
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part) + 1
    for one in detect(("|" if is_row else "\n").join(parts), 0):
        first = max(place for place, start in enumerate(starts) if start <= one.start)
        if one.end > starts[first] + len(parts[first]):
            yield chain[first], one.kind, one.value


_CALLED = re.compile("身份|证件|公民|手机|电话|联系|号码|账号|帐号|卡号")
_FIGURES = re.compile("[年月日时期站区]|代码|[数量额值价分]|小计|合计|户|面积|人口")
"""What the headings of columns with figures and dates say."""
_PHONE_PARTS = ([3, 4, 4], [7, 4], [3, 8], [4, 7])


def _is_sound(layout: Layout, chain: list[int], number: int, kind: str) -> bool:
    """Return whether digits in several cells are one number and not figures of a table.

    The heading says so, or each cell holds a digit, or no column is one of figures and a name stands beside
    it; an identity number proves itself where nothing speaks against it.
    """
    labels = [layout.labels.get(place, "") for place in chain]
    if any(map(_CALLED.search, labels)) or (all(len(_part(layout.pieces[place].text)) == 1 for place in chain[1:-1]) and len(chain) > 10):
        return True
    return not any(map(_FIGURES.search, labels)) and (kind == "id" or _has_name_beside(layout, chain))


def _has_name_beside(layout: Layout, chain: list[int]) -> bool:
    """Return whether a cell of the row before the chain is that of a person."""
    row = layout.places[chain[0]][:2]
    for number in range(chain[0] - 1, max(-1, chain[0] - _MOST_PARTS), -1):
        place = layout.places[number]
        if place is None or place[:2] != row:
            return False
        if layout.labels.get(number, "").endswith(_PERSONS) or name_lists.is_name(layout.pieces[number].text):
            return True
    return False


_PERSONS = ("姓名", "名字", "联系人", "负责人", "户主", "当事人", "申请人", "监护人")


def _down_columns(layout: Layout) -> Iterator[Found]:
    """Yield identity numbers of which each digit stands in a cell, one below the other."""
    columns: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for number, (piece, place) in enumerate(zip(layout.pieces, layout.places, strict=True)):
        if place and len(text := piece.text.strip()) == 1 and (_is_digit(text) or text in "XxＸ"):
            columns.setdefault((place.table, place.column), []).append((place.row, number))
    for found in columns.values():
        for at in range(len(found) - 17):
            run = found[at : at + 18]
            if run[-1][0] - run[0][0] == 17:
                number = characters.with_look_alikes(characters.plain("".join(layout.pieces[one].text.strip() for _, one in run))[0]).upper()
                if number[:17].isdigit() and numbers.is_id(number):
                    yield layout.pieces[run[0][1]], "id", number


def _lists(layout: Layout, title: str) -> Iterator[Found]:
    for kind, place, value in name_lists.lists(_rows(layout), title):
        yield layout.pieces[place], kind, value


def _rows(layout: Layout) -> Iterator[name_lists.Row]:
    sheet = ""
    for place, found in rows(layout.places):
        if place is None:
            for line in layout.pieces[found[0]].text.split("\n"):
                yield name_lists.Row({0: line}, found[0], is_table=False)
            continue
        if place.table.endswith("!") and place.table != sheet:
            sheet = place.table
            yield name_lists.Row({0: f"## {sheet[:-1]}"}, found[0], is_table=False)
        yield name_lists.Row({layout.places[number].column: layout.pieces[number].text for number in reversed(found)}, found[0], is_table=True)
