"""PDF files with lines, pictures and fonts as a test needs them. Their texts are made up."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

CHINESE = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType0"
    " /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor"
    " /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)
"""A Chinese font that the file names and does not hold: its map from bytes to characters is a standard one."""


def chinese_font(encoding: str) -> str:
    """Return the same font with another standard map, such as `GBK-EUC-H`."""
    return CHINESE.replace("UniGB-UCS2-H", encoding)


UNMAPPED = CHINESE.replace("/UniGB-UCS2-H", "/Identity-H").replace("(GB1)", "(Identity)")
"""A font whose glyphs have numbers only. Nothing says which characters they are."""


def written(lines: Iterable[str], *, x: float = 72, y: float = 720, size: float = 12, pitch: float = 20, codec: str = "utf-16-be") -> str:
    """Return the drawing of lines that stand under each other; the first stands at x, y."""
    return "".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y - place * pitch} Tm <{line.encode(codec).hex()}> Tj ET\n" for place, line in enumerate(lines))


def picture(x: float, y: float, width: float, height: float) -> str:
    """Return the drawing of a picture."""
    return f"q {width} 0 0 {height} {x} {y} cm /I1 Do Q\n"


def pdf_of(pages: list[str], *, font: str = CHINESE, catalogue: str = "", objects: tuple[str, ...] = (), page_entries: str = "") -> bytes:
    """Return a PDF of pages, each given as its drawing. Further `objects` have numbers from 5 on."""
    image = zlib.compress(b"\x80" * 64)
    body: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(), b"", font.encode(),
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length "
        + str(len(image)).encode() + b" >>\nstream\n" + image + b"\nendstream", *(one.encode("latin-1") for one in objects),
    ]
    kids = []
    for drawing in pages:
        packed = zlib.compress(drawing.encode("latin-1"))
        body.append(b"<< /Filter /FlateDecode /Length " + str(len(packed)).encode() + b" >>\nstream\n" + packed + b"\nendstream")
        body.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(body)} 0 R {page_entries}"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>".encode()
        )
        kids.append(f"{len(body)} 0 R")
    body[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    return out + f"{table}trailer << /Size {len(body) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def changed_pdf(before: bytes, number: int, content: str) -> bytes:
    """Return a PDF with one object replaced, as programs do it: the change stands behind the old file."""
    start = int(before.rpartition(b"startxref\n")[2].split()[0])
    size = before.rpartition(b"/Size ")[2].split()[0].decode()
    place = len(before)
    out = before + f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = f"xref\n{number} 1\n{place:010d} 00000 n \n"
    return out + f"{table}trailer << /Size {size} /Root 1 0 R /Prev {start} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
