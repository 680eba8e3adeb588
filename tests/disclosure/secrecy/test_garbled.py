"""Texts that came out as something else than their author wrote are told; encodings without a mark are read."""

from __future__ import annotations

import base64

import pytest
from disclosure.secrecy.examine import Examination, examine_file
from disclosure.secrecy.garbled import fault

from tests.kit.planted_files import word_document
from tests.kit.planted_leaks import mobile

TEXT = "关于做好防汛工作的通知，各单位要高度重视。\r\n一、加强值班；\r\n"
KOREAN = "안녕하세요 관련 통지 입니다\n"
JAPANESE = "防水作業に関するお知らせ、各部署は注意してください。\n"


def told(seen: Examination) -> list[tuple[int, str]]:
    """Return what is told as unread, with its line."""
    return [(one.line, one.masked) for one in seen.findings if one.kind in ("unreadable", "unusable")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("times", [1, 2, 5, 300])
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_chinese_without_a_mark_is_text(encoding: str, times: int, name: str) -> None:
    seen = examine_file(name, (TEXT * times).encode(encoding))
    assert told(seen) == [] and "防汛工作" in seen.text
    leaking = examine_file(name, (TEXT + mobile(3)).encode(encoding))
    assert [one.kind for one in leaking.findings] == ["mobile"]


@pytest.mark.parametrize("data", [b"a\0b\0\0c", "正文\0\x01".encode(), bytes(range(256)) * 4, b"\x01\x02" * 50 + b"\0" * 51])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    assert told(examine_file("a.txt", data)) == [(0, "内容不是文字")]


@pytest.mark.parametrize(("text", "encoding", "name"), [
    (KOREAN, "euc_kr", "EUC-KR（韩文）"), (JAPANESE, "euc_jp", "EUC-JP（日文）"), (JAPANESE, "cp932", "Shift-JIS（日文）"),
])
def test_an_encoding_of_another_language_is_told(text: str, encoding: str, name: str) -> None:
    assert told(examine_file("a.txt", (text * 3).encode(encoding))) == [(0, f"文字像是用 {name} 编码的，读出来的不是原文")]


MIXED = [("gb18030", "utf-8", "UTF-8"), ("utf-8", "gb18030", "GB18030"), ("gb18030", "big5", "Big5")]


@pytest.mark.parametrize(("whole", "one", "name"), MIXED)
def test_a_line_of_another_encoding_is_told_and_read(whole: str, one: str, name: str) -> None:
    line = f"聯繫電話及地址請見附錄{mobile(5)}\n"
    seen = examine_file("a.txt", TEXT.encode(whole) * 10 + line.encode(one) + TEXT.encode(whole))
    ((number, message),) = told(seen)
    assert number == 21 and message.startswith(f"这一行是 {name} 编码的")
    assert "聯繫電話" in seen.text and "mobile" in {found.kind for found in seen.findings}


GARBAGE = {
    "UTF-8 taken for GBK": TEXT.encode().decode("gb18030", "ignore"), "GBK taken for Latin": TEXT.encode("gb18030").decode("latin-1"),
    "UTF-8 taken for Latin": TEXT.encode().decode("latin-1"), "lost": "锟斤拷锟斤拷", "not set": "烫烫烫烫", "question marks": "单???,??", "private": "\ue123\ue124号",
    "hz": TEXT[:8].encode("hz").decode(), "utf-7": TEXT[:8].encode("utf-7").decode(), "escapes": "\\u5f20\\u4e09\\u7684", "entities": "&#24352;&#19977;",
    "quoted": "=E5=BC=A0=E4=B8=89=E4=B8=80", "base64": base64.b64encode(TEXT.encode()).decode(),
}


@pytest.mark.parametrize("case", GARBAGE)
def test_garbage_is_told(case: str) -> None:
    assert fault(GARBAGE[case])
    ((line, _), *_) = told(examine_file("a.txt", f"第一行\n{GARBAGE[case]}\n".encode()))
    assert line >= 2


def test_garbage_in_a_document_is_told_at_its_place() -> None:
    body = f"<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:p><w:r><w:t>电话{''.join(chr(0xE000 + digit) for digit in range(9))}</w:t></w:r></w:p>"
    ((_, message),) = told(examine_file("a.docx", word_document(body)))
    assert message.startswith("第 2 段有 9 个没有含义的字符")


@pytest.mark.parametrize("text", [
    TEXT, "張三豐、李堃、王燚、趙喆", "10 × 20 ÷ 3 ± 5°，25㎡", "Café déjà vu", "（？？）真的吗？？？？", "what??", "a=b&c=d https://example.com/?a=1&b=2",
    "SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "联通", "①②③Ⅳ、㈠—…", "政府資訊公開目錄：檢索測試", "鄱阳湖畔、赣江、婺源、弋阳、铅山",
    "C:\\users\\u1", "+86 0791 88888888", "~{}",
])
def test_what_people_write_is_no_garbage(text: str) -> None:
    assert fault(text) == ""
