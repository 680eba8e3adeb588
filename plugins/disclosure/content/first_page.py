"""The first page of a PDF as a small picture, for readers who want to know what they are about to open.

The picture is made of the bytes of the file by pinned libraries, with no font of the machine: the same bytes give the same
picture everywhere. A page whose characters need a font that is not in the file has none: a machine could only guess them.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from ..secrecy import isolated

WIDTH, HEIGHT = 600, 850
"""Pixels. The picture fits into these."""
COLOURS = 16
SECONDS, MEMORY = 10, 512 * 1024 * 1024
"""Time and bytes that one picture may take."""
LARGEST_PICTURE = 200_000
"""Bytes. A larger picture is not shown: it would cost more than it tells."""
_MOST_OBJECTS = 20_000
_DEEPEST = 6


class FirstPage(NamedTuple):
    """A picture of a first page: a WebP file, its width and height in pixels; or why there is none, in Chinese."""

    data: bytes = b""
    width: int = 0
    height: int = 0
    fault: str = ""


def first_page(data: bytes) -> FirstPage:
    """Return the picture of the first page of a PDF. This never fails: a file that cannot be drawn has a fault."""
    try:
        from PIL import Image

        from ..secrecy import pdf  # noqa: F401  the processes of all PDFs share what is loaded here

        Image.preinit()

        return isolated.call(_drawn, data, seconds=SECONDS, memory=MEMORY)
    except isolated.TooMuch:
        return FirstPage(fault="画它用的时间或内存超过限度")
    except Exception:  # the library may raise anything for a broken file, and the other files must still be read
        return FirstPage(fault="第一页画不出来")


def _drawn(data: bytes) -> FirstPage:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        return FirstPage(fault="第一页的大小不像一页纸")
    if _needs_a_font(page):
        return FirstPage(fault="第一页的字体不在文件里，各台电脑画出来不一样")
    picture = page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil().convert("RGB")
    small = picture.quantize(COLOURS, method=2, dither=0).convert("RGB")
    file = io.BytesIO()
    small.save(file, "WEBP", lossless=True, quality=20, method=4)
    if file.tell() > LARGEST_PICTURE:
        return FirstPage(fault=f"图有 {file.tell() // 1000} KB，太大")
    return FirstPage(file.getvalue(), *small.size)


def _needs_a_font(page: object) -> bool:
    """Return whether a page has characters beyond Latin ones whose font is not in the file."""
    import ctypes

    from pypdfium2 import raw

    text = page.get_textpage()
    buffer = ctypes.create_string_buffer(8)
    looked = 0

    def strange(one: object) -> bool:
        font = raw.FPDFTextObj_GetFont(one)
        if not font or raw.FPDFFont_GetIsEmbedded(font) == 1:
            return False
        length = raw.FPDFTextObj_GetText(one, text.raw, None, 0)
        words = ctypes.create_string_buffer(max(length, len(buffer)))
        raw.FPDFTextObj_GetText(one, text.raw, ctypes.cast(words, ctypes.POINTER(raw.FPDF_WCHAR)), length)
        return any(ord(letter) > 0x24F and not 0x2000 <= ord(letter) < 0x2070 for letter in words.raw[: max(length - 2, 0)].decode("utf-16-le", "replace"))

    def among(count: int, get: object, depth: int) -> bool:
        nonlocal looked
        for place in range(count):
            looked += 1
            if looked > _MOST_OBJECTS:
                return False
            one = get(place)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_TEXT and strange(one):
                return True
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST and among(raw.FPDFFormObj_CountObjects(one), lambda n, form=one: raw.FPDFFormObj_GetObject(form, n), depth + 1):
                return True
        return False

    return among(raw.FPDFPage_CountObjects(page.raw), lambda n: raw.FPDFPage_GetObject(page.raw, n), 0)
