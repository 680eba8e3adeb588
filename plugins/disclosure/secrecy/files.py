"""The reader of each kind of file. Files packed in a file are read as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import garbled, images, media, ofd, open_document, packages, packed_text, plain, slides, word, workbook
from .extract import LARGEST_FILE, MOST_TEXT, Extract, Piece, Unreadable
from .stray import add_loose

DEEPEST = 2
"""Levels of files in files that are read."""


def _pdf(data: bytes) -> Extract:
    from . import pdf  # its library is large, and most builds read no PDF

    return pdf.read_pdf(data)


IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp")
"""Kinds of which only the metadata are read."""
READERS: dict[str, Callable[[bytes], Extract]] = {
    ".docx": word.read_word, ".pptx": slides.read_slides, ".xlsx": workbook.read_workbook, ".ofd": ofd.read_ofd, ".csv": plain.read_csv,
    ".txt": plain.read_text, ".pdf": _pdf,
} | dict.fromkeys((".odt", ".ods", ".odp"), open_document.read_open_document) | dict.fromkeys(IMAGES, images.read_image) | dict.fromkeys(media.ENDINGS, media.read_media)
_PACKED_ONLY: dict[str, Callable[[bytes], Extract]] = {
    ".htm": packed_text.read_html, ".html": packed_text.read_html, ".xhtml": packed_text.read_html, ".mht": packed_text.read_mht, ".xml": packed_text.read_html,
    ".docm": word.read_word, ".xlsm": workbook.read_workbook, ".pptm": slides.read_slides, ".dotx": word.read_word, ".sldx": slides.read_slides,
    ".json": plain.read_text, ".js": plain.read_text, ".md": plain.read_text, ".bin": packed_text.read_object, ".dat": packed_text.read_unnamed,
}
"""Kinds that may be packed in a file, though they may not be attached."""
QUICK = (".csv", ".txt")
"""Kinds that are safe to read in this process: they need no library and no unpacking, and take time as their length."""
QUICK_BYTES = 2_000_000
"""Larger files of these kinds are read in a process of their own, too."""
def read_file(ending: str, data: bytes) -> Extract:
    """Read a file by its ending (`.pdf`). Raises `Unreadable` where that cannot be done."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大")
    extract = _read_with_packed(READERS[ending], data, 0)
    if ending not in _JUDGED:
        _tell_garbage(extract)
    return _bounded(extract)


_JUDGED = (".pdf", ".txt", ".csv")
"""Kinds whose readers tell themselves which texts are garbage."""
_PLACES = 10


def _tell_garbage(extract: Extract) -> None:
    """Tell which of the texts that a reader sees are not what their author wrote."""
    places: dict[str, list[str]] = {}
    for piece in extract.pieces:
        if not piece.text.isascii() and piece.seen and (said := garbled.fault(piece.text)):
            places.setdefault(said, []).append(piece.where)
    for said, where in places.items():
        extract.unread(f"{'、'.join(dict.fromkeys(where[:_PLACES]))}{'等处' if len(where) > _PLACES else ''}{said}")


def _read_with_packed(reader: Callable[[bytes], Extract], data: bytes, depth: int) -> Extract:
    result = reader(data)
    if data[:2] == b"PK":
        packages.add_outside(data, result)
    for name, inner in result.packed:
        _unpack(name, inner, result, depth + 1)
    return result


def _unpack(name: str, data: bytes, result: Extract, depth: int) -> None:
    """Add the content of a packed file to `result`, or note why it cannot be read. A reader of the document does not see it."""
    ending = name[name.rfind(".") :].lower()
    place = f"嵌入的文件“{name[:60]}”"
    if not data:
        return
    reader = READERS.get(ending) or _PACKED_ONLY.get(ending)
    if ending in media.ENDINGS and packed_text.is_text(data):
        reader = packed_text.read_unnamed
    if reader is None or depth > DEEPEST:
        result.unread(f"{place}看不进去")
        add_loose(data, place, result)
        return
    try:
        inner = _read_with_packed(reader, data, depth)
    except Unreadable as error:
        result.unread(f"{place}看不进去：{error}")
        return
    except (ValueError, KeyError, OSError, SyntaxError, EOFError, IndexError, RuntimeError):
        result.unread(f"{place}看不进去：文件坏了，或者加了密码")
        return
    for piece in inner.pieces:
        result.add(f"{place} {piece.where}".strip(), piece.text, label=piece.label, shown="")
        if piece.shown and piece.shown != piece.text:
            result.add(f"{place} {piece.where}".strip(), piece.shown, label=piece.label, shown="")
    result.people += inner.people
    result.located += [f"{place} {where}".strip() for where in inner.located]
    for _, message in inner.missing:
        result.unread(f"{place}{message}")


def _bounded(extract: Extract) -> Extract:
    """Cut an extract off at `MOST_TEXT` characters, and note that."""
    kept = list(_first(extract.pieces))
    if len(kept) < len(extract.pieces):
        extract.unread(f"太长，只看了前 {MOST_TEXT // 10_000} 万字")
        extract.pieces = kept
    return extract


def _first(pieces: list[Piece]) -> Iterator[Piece]:
    total = 0
    for piece in pieces:
        total += len(piece.text)
        if total > MOST_TEXT:
            return
        yield piece
