"""The parts that all archives of documents have beside their texts: pictures, packed files, properties, links, custom data."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

from .decoding import decoded
from .extract import MOST_PARTS, Extract, natural_key
from .images import read_image
from .markup import is_telling, read_properties, sweep, sweep_styles
from .shape import title_in
from .stray import add_loose, add_stray

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp")
_DRAWINGS = (".emf", ".wmf", ".wdp", ".svg", ".jp2", ".jb2", ".eps", ".pict", ".heic")
"""Pictures whose metadata are not looked into."""
_PROPERTIES = re.compile(r"docProps/[\w-]+\.xml\Z|\A(?:core|meta)\.xml\Z|OFD\.xml\Z|/props?\.xml\Z")
_PACKED = re.compile(r"(?:^|/)embeddings/|^ObjectReplacements/|^Object [^/]*/?\Z|(?:^|/)Attach(?:s|ments?)?/[^/]+\Z", re.IGNORECASE)
_DULL = re.compile(r"styles(?:WithEffects)?\.xml\Z|theme|fontTable|Content_Types|viewProps|presProps|tableStyles|webSettings|manifest\.xml\Z|manifest\.rdf\Z|calcChain|printerSettings|PublicRes|DocumentRes", re.IGNORECASE)
"""Parts that define how a document looks."""
WORDS_IN_PICTURES = "文件里有图片，图片里的字没有看"


def read_beside(parts: zipfile.ZipFile, name: str, result: Extract) -> bool:
    """Read a part that is no text of the document; return whether it was such a part.

    The thumbnail of a document does not count as a picture: it shows again what the document has.
    """
    lower = name.lower()
    if lower.endswith(PICTURES) or lower.endswith(_DRAWINGS):
        if "thumbnail" not in lower:
            result.unread(WORDS_IN_PICTURES)
        if lower.endswith(PICTURES):
            read_image(parts.read(name), result, f"图片 {name.rpartition('/')[2]}")
    elif _PACKED.search(name) and not name.endswith("/"):
        if not name.endswith((".xml", ".rels")) or "embeddings/" in name or "ttach" in name:
            result.packed.append((name.rpartition("/")[2], parts.read(name)))
        else:
            sweep(parts, name, "嵌入的对象", result)
    elif _PROPERTIES.search(name):
        read_properties(parts, name, result)
        if name == "docProps/core.xml":
            result.shape.call(title_in(parts.read(name)))
    elif lower.endswith(".rels"):
        sweep(parts, name, "链接", result, texts=False)
    elif re.search(r"customXml/.*\.xml\Z", name):
        sweep(parts, name, "附带的数据", result)
    elif lower.endswith(".xml") and _DULL.search(name):
        sweep_styles(parts, name, "样式", result)
    else:
        return False
    return True


def sweep_rest(parts: zipfile.ZipFile, name: str, where: str, result: Extract) -> None:
    """Add everything of a part that no reader knows. One that is no XML is told, unless it has only settings of a printer or letters."""
    lower = name.lower()
    if name.endswith("/") or _SIGNATURES.search(name):
        return
    if lower.endswith(".vml"):
        _read_loosely(parts.read(name), where, result)
        return
    if lower.endswith((".xml", ".rdf")):
        sweep(parts, name, where, result)
    elif lower.endswith(_SILENT):
        _read_silent(parts.read(name), where, result)
    elif lower != "mimetype":
        result.packed.append((name.rpartition("/")[2], parts.read(name)))


def _read_silent(data: bytes, where: str, result: Extract) -> None:
    """Add what stands as text in a part that should have no words. A document under such a name is packed."""
    if data.startswith((b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")):
        result.packed.append((f"{where}.{'pdf' if data[:1] == b'%' else 'bin' if data[:1] != b'P' else 'zip'}", data))
    else:
        add_loose(data, where, result)


def add_outside(data: bytes, result: Extract) -> None:
    """Add what an archive holds beside its parts: telling names of parts, remarks, bytes before it; tell of parts that hide each other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries, remark = parts.infolist()[:MOST_PARTS], parts.comment
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return
    names = [entry.filename for entry in entries]
    for name in names:
        if _TELLING_NAME.search(name):
            result.add("部件的名字", name.replace("/", " "), shown="")
    if len(set(names)) < len(names):
        result.unread("文件里有同名的部件，只看了其中一个")
    add_stray(remark, "压缩包的说明", result)
    add_stray(b"\n".join(entry.comment for entry in entries if entry.comment), "部件的说明", result)
    if entries:
        add_stray(data[: min(entry.header_offset for entry in entries)], "文件开头以前", result)


def _read_loosely(data: bytes, where: str, result: Extract) -> None:
    """Add a drawing in VML, which office programs do not write as well-formed XML."""
    for match in re.finditer(r'>([^<>]+)<|([\w:-]+)="([^"<>]+)"', decoded(data).text):
        text = unescape(match[1] or match[3]).strip()
        if match[1] or is_telling(match[2].rpartition(":")[2], text):
            result.add(where, text, shown="")


_TELLING_NAME = re.compile(r"[0-9]{7}|[\u3400-\u9fff]|@")
_SIGNATURES = re.compile(r"_xmlsignatures/|META-INF/[^/]*signatures|printerSettings")
"""Signatures, and settings of a printer."""
_SILENT = (".odttf", ".fntdata", ".ttf", ".otf", ".ttc", ".sig", ".sigs", ".dat", ".esl", ".xsd", ".dtd", ".properties")
"""Fonts, seals and signatures: they have no words of their own, and only what stands in them as text is looked at."""


def in_reading_order(parts: zipfile.ZipFile, first: str) -> list[str]:
    """Return the names of an archive's parts, that of the main text first."""
    return sorted(parts.namelist(), key=lambda name: (name != first, natural_key(name)))
