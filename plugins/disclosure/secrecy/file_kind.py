"""What a file really is, by its first bytes: an attachment must be what its name says.

Libraries that guess kinds of files do not know OFD, take a DOCX for any archive, and guess at plain text. So each
kind that may be attached names the bytes by which software recognises it, as its specification gives them.
"""

from __future__ import annotations

import io
import re
import zipfile

from .decoding import recognised
from .garbled import is_everyday

HEAD = 4096
"""Bytes by which a file is recognised."""

_OLD_OFFICE, _ARCHIVE, _ACTIVE = "旧格式的 Office 或 WPS 文件", "压缩包（或 DOCX、XLSX 一类的文件）", "网页，或者能带脚本的图片"
_KINDS: tuple[tuple[str, bytes, tuple[str, ...]], ...] = (
    ("PDF 文件", rb"[\s\S]{0,1019}?%PDF-", (".pdf",)),
    (_OLD_OFFICE, rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (".doc", ".xls", ".ppt", ".wps", ".et")),
    (_ARCHIVE, rb"PK(?:\x03\x04|\x05\x06)", (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".ofd", ".wps", ".et")),
    ("RTF 文档", rb"\{\\rtf", (".rtf",)),
    ("RAR 压缩包", rb"Rar!\x1a\x07", (".rar",)),
    ("7z 压缩包", rb"7z\xbc\xaf\x27\x1c", (".7z",)),
    ("JPEG 图片", rb"\xff\xd8\xff", (".jpg", ".jpeg")),
    ("PNG 图片", rb"\x89PNG\r\n\x1a\n", (".png",)),
    ("GIF 图片", rb"GIF8[79]a", (".gif",)),
    ("WebP 图片", rb"RIFF[\s\S]{4}WEBP", (".webp",)),
    ("BMP 图片", rb"BM[\s\S]{4}\x00\x00\x00\x00", (".bmp",)),
    ("TIFF 图片", rb"II[*+]\x00|MM\x00[*+]", (".tif", ".tiff")),
    ("图标", rb"\x00\x00\x01\x00", (".ico",)),
    ("MP3 音频", rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", (".mp3",)),
    ("WAV 音频", rb"RIFF[\s\S]{4}WAVE", (".wav",)),
    ("MP4 视频", rb"[\s\S]{4}ftyp", (".mp4",)),
    ("WebM 视频", rb"\x1a\x45\xdf\xa3", (".webm",)),
    (_ACTIVE, rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype|html|svg|script|head|body|meta)(?=[\s>/])", ()),
    ("程序", rb"MZ[\s\S]{58}|\x7fELF|#!/", ()),
)
"""Name of each kind, the pattern of its first bytes, and the endings that a file of it may have."""
_PATTERNS = [(name, re.compile(pattern, re.IGNORECASE if name == _ACTIVE else 0), endings) for name, pattern, endings in _KINDS]
_RECOGNISED = {ending for _, _, endings in _KINDS for ending in endings}
_PARTS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".ofd": ("OFD.xml", "Doc_")}
"""The part that an archive of a kind has, or the folder of such parts."""
_OPEN_DOCUMENTS = {".odt": b"text", ".ods": b"spreadsheet", ".odp": b"presentation"}
_ENCRYPTED = re.compile("EncryptedPackage".encode("utf-16-le"))
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, in which plain text may have NUL bytes."""
_WIDE_ENCODINGS = frozenset(("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
_USUAL_SIGNS = frozenset("　、。〈〉《》「」『』【】〔〕，；：？！（）—…“”‘’·×０１２３４５６７８９％￥～．／＊★☆①②③④⑤⑥⑦⑧⑨⑩─│┌┐└┘├┤┬┴┼")


def mismatch(ending: str, data: bytes) -> str:
    """Return in Chinese why the content of a file is not what its ending (`.pdf`) says; '' where it is.

    `data` is the whole file, of which the beginning is looked at. `wrong_part` looks into archives.
    """
    if not data:
        return "文件是空的"
    head = data[:HEAD]
    found = [(name, endings) for name, pattern, endings in _PATTERNS if pattern.match(head)]
    if any(ending in endings for _, endings in found):
        return ""
    if found:
        if found[0][0] == _OLD_OFFICE and ending in _PARTS and _ENCRYPTED.search(data):
            return "文件加了密码"
        return f"内容其实是{found[0][0]}"
    if ending in _RECOGNISED:
        return f"内容不是 {ending[1:].upper()} 文件，或者已经坏了"
    if b"\0" in head and not head.startswith(_WIDE) and not _is_wide_text(head[: len(head) // 4 * 4] if len(head) == HEAD else head):
        return "内容不是文字"
    return ""


def wrong_part(ending: str, data: bytes) -> str:
    """Return in Chinese why an archive is not of the kind that its ending says; '' where it is, or is no archive.

    An archive may be hostile: call this in a process of its own.
    """
    if ending not in _PARTS and ending not in _OPEN_DOCUMENTS:
        return ""
    wrong = f"内容不是 {ending[1:].upper()} 文件，或者已经坏了"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if ending in _PARTS:
                return "" if any(name.startswith(_PARTS[ending]) for name in archive.namelist()) else wrong
            with archive.open("mimetype") as file:
                return "" if _OPEN_DOCUMENTS[ending] in file.read(100) else wrong
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return wrong


def _is_wide_text(head: bytes) -> bool:
    """Return whether bytes with NUL bytes and without a mark are UTF-16 or UTF-32: they come out as characters that people write."""
    encoding = recognised(head)
    if encoding not in _WIDE_ENCODINGS:
        return False
    text = head.decode(encoding, "replace")
    unlikely = sum(not (one.isascii() or is_everyday(one) or one in _USUAL_SIGNS) for one in text)
    return "\0" not in text and unlikely * 5 <= len(text)
