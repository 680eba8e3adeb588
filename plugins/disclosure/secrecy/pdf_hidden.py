"""What a PDF holds beside its pages: drawings that no page shows, packed files, scripts, comments, and bytes outside of it.

A drawing is read as if it were a page: a file is made in memory whose pages are the appearances, patterns, forms and drawings of the
first file that its own pages may not show. So PDFium reads their characters by the fonts of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2

from .decoding import decoded
from .extract import Extract
from .pdf_file import Body, Damaged, PdfFile, filters, is_picture, references, value, written_file
from .pdf_page import page_words, pictures

_MOST_DRAWINGS = 1_000
_MOST_DRAWN_BYTES = 10_000_000
"""Drawings beside the pages that are read, and the bytes of all of them."""
_MOST_TEXT = 20_000_000
"""Bytes of scripts and the like that are read."""
_PICTURE = 0.04
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_DRAWING = re.compile(rb"/Subtype\s*/Form\b|/PatternType\s+1\b")
_SHOWS_TEXT = re.compile(rb"[>)\]]\s*(?:T[jJ]|['\"])\s")
_REMARK = re.compile(rb"(?:^|[\s>\])])%([^\r\n]{6,400})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
_WORDS = re.compile(r"[0-9]{5}|[\u3400-\u9fff]|@")


def add_hidden(file: PdfFile, pages: list[int], result: Extract) -> None:
    """Add to `result` what the objects of a file hold that its pages do not show. `pages` are the numbers of the pages' objects."""
    drawing = {number for page in pages for number in file.contents(page)}
    _packed_files(file, result)
    _texts(file, drawing, result)
    _drawings(file, pages, drawing, result)
    if any(b"/XFA" in body.head for body in file.objects.values()):
        result.unread("是 XFA 表单，阅读器里看到的内容可能没有全部读到")


def damaged_pages(file: PdfFile, pages: list[int]) -> list[int]:
    """Return the pages (from 1) whose drawing is missing, broken, or packed in a way that is not known."""
    found = []
    for number, page in enumerate(pages, 1):
        for stream in file.contents(page):
            body = file.objects.get(stream)
            if body is None or (body.packed is None and body.head.strip() != b"null"):
                found.append(number)
                break
            try:
                if "LZWDecode" not in filters(body.head):  # PDFium knows it
                    body.unpacked()
            except Damaged:
                found.append(number)
                break
    return found


def fonts_without_map(file: PdfFile) -> frozenset[str]:
    """Return the names of fonts whose numbers of glyphs stand for no characters: a subset with its own numbering and no map."""
    return frozenset(
        value(body.head, b"BaseFont").lstrip(b"/").decode("latin-1")
        for body in file.objects.values()
        if b"/TrueType" in body.head and re.search(rb"/BaseFont\s*/[A-Z]{6}\+", body.head)
        and not value(body.head, b"ToUnicode") and not value(body.head, b"Encoding") and _is_symbolic(file, body)
    )


def _is_symbolic(file: PdfFile, font: Body) -> bool:
    flags = value(file.resolved(value(font.head, b"FontDescriptor")).head, b"Flags")
    return flags.isdigit() and bool(int(flags) & 4)


def _packed_files(file: PdfFile, result: Extract) -> None:
    """Add the files that annotations and other objects hold, beside those that the file's own list names."""
    names: dict[int, str] = {}
    for body in file.objects.values():
        for match in re.finditer(rb"/EF(?=[\s<])", body.head):
            specification = body.head[max(0, match.start() - 600) : match.end() + 600]
            name = value(specification, b"UF") or value(specification, b"F")
            called = _name(name) if name[:1] in (b"(", b"<") else ""
            for number in references(file.resolved(value(body.head[match.start() :], b"EF")).head):
                names.setdefault(number, called)
    known = {data for _, data in result.packed}
    for number, body in file.objects.items():
        if body.packed is None or not (number in names or re.search(rb"/Type\s*/EmbeddedFile\b", body.head)):
            continue
        try:
            data = body.unpacked(300_000_000)
        except Damaged:
            result.unread("嵌入的文件看不进去")
            continue
        if data and data not in known:
            known.add(data)
            result.packed.append((names.get(number) or "没有名字", data))


def _name(written: bytes) -> str:
    if written.startswith(b"<"):
        written = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", written).decode()[: len(written) // 2 * 2 - 2])
    else:
        written = written[1:-1]
    return written.decode("utf-16", "replace") if written[:2] in (b"\xfe\xff", b"\xff\xfe") else decoded(written).text


def _texts(file: PdfFile, drawing: set[int], result: Extract) -> None:
    """Add scripts and other streams that are texts, and the remarks in drawings, which no program shows."""
    left = _MOST_TEXT
    scripts = {number for body in file.objects.values() for key in (b"JS", b"RC", b"V", b"Contents") for number in references(value(body.head, key))}
    known = {piece.text.strip() for piece in result.pieces}
    for number, body in file.objects.items():
        if body.packed is None or left <= 0 or b"/ObjStm" in body.head or is_picture(body.head) or re.search(rb"/EmbeddedFile\b|/Metadata\b|/XML\b|/CMapName\b", body.head):
            continue
        try:
            content = body.unpacked(left)
        except Damaged:
            continue
        left -= len(content)
        if number in drawing or _DRAWING.search(body.head) or _SHOWS_TEXT.search(content):
            texts = [match[1] for match in _REMARK.finditer(content)]
        else:
            texts = [content] if number in scripts or _is_text(content) else []
        for text in texts:
            shown = decoded(text).text.strip()
            if shown not in known and _WORDS.search(shown) and not _CONTROL.search(shown):
                known.add(shown)
                result.add("文件内部的文字", shown, shown="")


def _is_text(content: bytes) -> bool:
    """Return whether a stream is text: a script, a table, a note."""
    head = content[:2000]
    return bool(head) and not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", head) and not head.lstrip().startswith((b"/CIDInit", b"%!"))


def _drawings(file: PdfFile, pages: list[int], drawing: set[int], result: Extract) -> None:
    """Add the words of drawings that the pages do not show, and tell of pictures in patterns."""
    chosen, are_all = _chosen(file, pages, drawing)
    if not are_all:
        result.unread(f"页面以外有很多图形，只看了前 {len(chosen)} 个")
    if not chosen:
        return
    try:
        document = pypdfium2.PdfDocument(b"".join(_as_pages(file, pages, chosen)))
    except pypdfium2.PdfiumError:
        result.unread("页面以外的内容看不进去")
        return
    shown = _bare("".join(piece.text for piece in result.pieces))
    for place, number in enumerate(chosen):
        try:
            page = document[place]
            text = page_words(page).text
            has_picture = b"/PatternType" in file.objects[number].head and pictures(page).covered >= _PICTURE
        except pypdfium2.PdfiumError:
            continue
        if has_picture:
            result.unread("文件里有用图案画的图片，图片里的字没有看")
        if (bare := _bare(text)) and bare not in shown:
            shown += bare
            result.add("页面以外的内容", text, shown="")


def _bare(text: str) -> str:
    return "".join(text.split())


def _chosen(file: PdfFile, pages: list[int], drawing: set[int]) -> tuple[list[int], bool]:
    """Return the numbers of the drawings that are read, and whether these are all."""
    in_tree = set(pages)
    size, chosen = 0, []
    for number, body in file.objects.items():
        if body.packed is None:
            if number in in_tree or not _PAGE.search(body.head):
                continue
        elif number in drawing or not (_DRAWING.search(body.head) or _is_loose_drawing(body)):
            continue
        size += len(body.packed or b"")
        if len(chosen) == _MOST_DRAWINGS or size > _MOST_DRAWN_BYTES:
            return chosen, False
        chosen.append(number)
    return chosen, True


def _is_loose_drawing(body: Body) -> bool:
    """Return whether a stream without a kind shows text, as the drawing of a page does that is no longer in the file's tree."""
    if b"/Type" in body.head or b"/Subtype" in body.head or is_picture(body.head):
        return False
    try:
        return bool(_SHOWS_TEXT.search(body.unpacked(1_000_000)))
    except Damaged:
        return False


def _as_pages(file: PdfFile, pages: list[int], chosen: list[int]) -> Iterator[bytes]:
    """Yield a file with the objects of the first one, whose pages are the chosen drawings."""
    free = max(file.objects) + 1
    resources = next(filter(None, map(file.resources, pages)), b"<< >>")
    objects = {number: _copied(body) for number, body in file.objects.items() if b"/ObjStm" not in body.head and b"/XRef" not in body.head}
    kids = []
    for place, number in enumerate(chosen):
        body = file.objects[number]
        own = value(body.head, b"Resources") or resources
        box = value(body.head, b"BBox") or value(body.head, b"MediaBox") or b"[0 0 5000 5000]"
        content = b" ".join(b"%d 0 R" % one for one in (file.contents(number) if body.packed is None else [number]))
        objects[free + 2 + place] = b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources %b /Contents [%b] >>" % (free + 1, box, own, content)
        kids.append(b"%d 0 R" % (free + 2 + place))
    objects[free] = b"<< /Type /Catalog /Pages %d 0 R >>" % (free + 1)
    objects[free + 1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    return written_file(objects, free)


def _copied(body: Body) -> bytes:
    """Return an object as it is written. Pictures lose their content, which nobody looks at."""
    if body.packed is None:
        return body.head
    content = b"" if b"/Image" in body.head else body.packed
    head = re.sub(rb"/Length\s+(?:\d+\s+\d+\s+R|\d+)", b"/Length %d" % len(content), body.head, count=1)
    return b"%bstream\n%b\nendstream" % (head, content)
