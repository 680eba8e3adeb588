"""What a file really is: each kind passes under its own endings, and under no others."""

from __future__ import annotations

import pytest
from disclosure.content.source import ATTACHMENT_SUFFIXES
from disclosure.secrecy.examine import examine_file
from disclosure.secrecy.file_kind import mismatch

from tests.kit.planted_files import archive

OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = OFFICE_97 + "EncryptedPackage".encode("utf-16-le")
ZIP = archive({"a.txt": "a"})
TRUE = {
    ".pdf": [b"%PDF-1.7\n", b"\n\n%PDF-1.4"], ".ofd": [archive({"OFD.xml": "<a/>"})], ".doc": [OFFICE_97], ".docx": [archive({"word/document.xml": "<a/>"})],
    ".wps": [OFFICE_97, ZIP], ".rtf": [b"{\\rtf1}"], ".odt": [archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})], ".xls": [OFFICE_97],
    ".xlsx": [archive({"xl/workbook.xml": "<a/>"})], ".et": [OFFICE_97, ZIP],
    ".ods": [archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"})],
    ".csv": ["甲,乙\n".encode(), "甲,乙\n".encode("gb18030"), "甲,乙".encode("utf-16"), "a,b,c,d\n".encode("utf-16-le"), b"\xef\xbb\xbfa", b"<5,>3"], ".ppt": [OFFICE_97],
    ".pptx": [archive({"ppt/presentation.xml": "<a/>"})], ".odp": [archive({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"})],
    ".txt": ["一、二".encode(), "甲".encode("big5"), b"<html-free>", b"BM is no picture", b"MZ", b"II. two"], ".zip": [ZIP], ".rar": [b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"],
    ".7z": [b"7z\xbc\xaf\x27\x1c\x00\x04"], ".jpg": [b"\xff\xd8\xff\xe0"], ".jpeg": [b"\xff\xd8\xff\xe1"], ".png": [b"\x89PNG\r\n\x1a\n"], ".gif": [b"GIF87a", b"GIF89a"],
    ".webp": [b"RIFF\x00\x00\x00\x00WEBPVP8 "], ".bmp": [b"BM\x10\x00\x00\x00\x00\x00\x00\x00"], ".tif": [b"II*\x00", b"MM\x00*"], ".tiff": [b"II+\x00"],
    ".mp3": [b"ID3\x03", b"\xff\xfb\x90"], ".wav": [b"RIFF\x00\x00\x00\x00WAVEfmt "], ".mp4": [b"\x00\x00\x00\x18ftypmp42"], ".webm": [b"\x1a\x45\xdf\xa3"],
}


def fault(ending: str, data: bytes) -> str:
    """Return why a file is not what its name says, as the check of attachments finds it."""
    return next((one.masked for one in examine_file(f"a{ending}", data).findings if one.kind == "unusable"), "")


def test_each_kind_that_may_be_attached_has_an_example() -> None:
    assert TRUE.keys() == ATTACHMENT_SUFFIXES.keys()


@pytest.mark.parametrize("ending", TRUE)
def test_a_kind_is_itself(ending: str) -> None:
    assert [fault(ending, data) for data in TRUE[ending]] == [""] * len(TRUE[ending])


@pytest.mark.parametrize("ending", TRUE)
def test_a_kind_passes_for_no_other(ending: str) -> None:
    mistaken = {other for other in TRUE for data in TRUE[ending] if not fault(other, data)}
    alike = [{".jpg", ".jpeg"}, {".tif", ".tiff"}, {".csv", ".txt"}, {".doc", ".xls", ".ppt", ".wps", ".et"}, {".zip", ".wps", ".et"}]
    archives = {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".ofd"}
    allowed = {ending}.union(*(group for group in alike if ending in group), {".zip", ".wps", ".et"} if ending in archives else set())
    assert mistaken <= allowed


@pytest.mark.parametrize(("ending", "data", "told"), [
    (".pdf", b"", "文件是空的"), (".pdf", b"\x89PNG\r\n\x1a\n", "内容其实是PNG 图片"), (".xls", b"<html><table>", "内容其实是网页"), (".txt", b"\n<!-- a --><svg>", "内容其实是网页"),
    (".csv", b"\xef\xbb\xbf<!DOCTYPE html>", "内容其实是网页"), (".jpg", b'<?xml version="1.0"?><svg>', "内容其实是网页"), (".pdf", b"MZ" + bytes(60), "内容其实是程序"),
    (".txt", b"\x7fELF\x02", "内容其实是程序"), (".docx", ENCRYPTED, "文件加了密码"), (".docx", OFFICE_97, "内容其实是旧格式的 Office"), (".doc", b"{\\rtf1}", "内容其实是RTF"),
    (".docx", ZIP, "内容不是 DOCX 文件"), (".docx", b"PK\x03\x04 cut", "内容不是 DOCX 文件"), (".pdf", b"text", "内容不是 PDF 文件"), (".txt", b"a\0b\0\0c", "内容不是文字"),
])
def test_what_is_wrong_is_said(ending: str, data: bytes, told: str) -> None:
    assert fault(ending, data).startswith(told)


def test_only_the_beginning_counts() -> None:
    assert mismatch(".pdf", bytes(2000) + b"%PDF-") == "内容不是 PDF 文件，或者已经坏了"
    assert mismatch(".txt", b"a" * 5000 + b"\0") == ""
