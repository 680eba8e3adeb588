"""The reader of each kind of file. Files packed in a file are read as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import documents, extract, workbook
from .extract import IMAGES, LARGEST_FILE, MOST_TEXT, Extract, Piece, Unreadable

DEEPEST = 2
"""Levels of files in files that are read."""


def _pdf(data: bytes) -> Extract:
    from . import pdf  # its library is large, and most builds read no PDF

    return pdf.read_pdf(data)


READERS: dict[str, Callable[[bytes], Extract]] = {
    ".docx": documents.read_document, ".pptx": documents.read_document, ".odt": documents.read_document, ".ods": documents.read_document, ".odp": documents.read_document,
    ".ofd": documents.read_document, ".xlsx": workbook.read_workbook, ".csv": extract.read_csv, ".txt": extract.read_text, ".pdf": _pdf,
} | dict.fromkeys(IMAGES[:-1], extract.read_image)
QUICK = (".csv", ".txt")
"""Kinds that are safe to read in this process: they need no library and no unpacking."""
HARMLESS = (".gif", ".bmp", ".mp3", ".wav", ".mp4", ".webm")
"""Kinds without text or properties that matter."""


def read_file(ending: str, data: bytes) -> Extract:
    """Read a file by its ending (`.pdf`). Raises `Unreadable` where that cannot be done."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大")
    return _bounded(_read_with_packed(ending, data, 0))


def _read_with_packed(ending: str, data: bytes, depth: int) -> Extract:
    result = READERS[ending](data)
    for name, inner in result.packed:
        _unpack(name, inner, result, depth + 1)
    return result


def _unpack(name: str, data: bytes, result: Extract, depth: int) -> None:
    """Add the content of a packed file to `result`, or note why it cannot be read."""
    ending = name[name.rfind(".") :].lower()
    place = f"嵌入的文件“{name[:60]}”"
    if ending in HARMLESS:
        return
    if ending not in READERS or depth > DEEPEST:
        result.missing.append(f"{place}看不进去")
        return
    try:
        inner = _read_with_packed(ending, data, depth)
    except (Unreadable, ValueError, KeyError, OSError, SyntaxError):
        result.missing.append(f"{place}看不进去：文件坏了，或者加了密码")
        return
    for piece in inner.pieces:
        result.add(f"{place} {piece.where}".strip(), piece.text, label=piece.label)
    result.people += inner.people
    result.located += [f"{place} {where}".strip() for where in inner.located]
    result.missing += [f"{place}{message}" for message in inner.missing]


def _bounded(extract: Extract) -> Extract:
    """Cut an extract off at `MOST_TEXT` characters, and note that."""
    kept = list(_first(extract.pieces))
    if len(kept) < len(extract.pieces):
        extract.missing.append(f"太长，只看了前 {MOST_TEXT // 10_000} 万字")
        extract.pieces = kept
    return extract


def _first(pieces: list[Piece]) -> Iterator[Piece]:
    total = 0
    for piece in pieces:
        total += len(piece.text)
        if total > MOST_TEXT:
            return
        yield piece
