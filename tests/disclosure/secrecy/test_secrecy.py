"""The secrecy check: every planted leak is found and masked, nothing harmless is, and attachments cannot harm a build."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from disclosure.content.body import BodyRenderer
from disclosure.content.frontmatter import split
from disclosure.secrecy import isolated
from disclosure.secrecy.detect import detect
from disclosure.secrecy.examine import examine_file
from disclosure.secrecy.item_files import findings
from hypothesis import given, settings
from hypothesis import strategies as st

from pelicanconf import MARKDOWN
from tests.kit.planted_files import CONTAINERS
from tests.kit.planted_leaks import HARMLESS, PLANTED, archive, card, docx, identity, mobile, pdf, photograph, xlsx
from tests.kit.project import Project, item
from tests.kit.quick_builds import Quick

SECRET = identity(1)


def test_more_than_two_hundred_planted_leaks_are_found_and_masked() -> None:
    assert len(PLANTED) >= 200
    missed = []
    for kind, text in PLANTED:
        found = detect(text)
        digits = "".join(c for c in text if c.isdigit())
        if kind not in {one.kind for one in found} or any(len(digits) > 9 and one.masked == digits for one in found):
            missed.append((kind, text, found))
    assert not missed


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_person_would_not_call_a_leak_is_not_told(text: str) -> None:
    assert detect(text) == []


@given(st.integers(0, 10**6), st.text(alphabet="某人，。（）年月 \n", max_size=60), st.lists(st.sampled_from(["", "", " ", "-", "\n", "\u3000", "\u200b"]), min_size=17, max_size=17))
@settings(max_examples=150, deadline=None)
def test_an_identity_number_is_found_whatever_stands_around_it_and_between_its_digits(seed: int, around: str, gaps: list[str]) -> None:
    number = identity(seed)
    written = "".join(map("".join, zip(number, [*gaps, ""], strict=True)))
    assert [one.value for one in detect(f"{around}{written}{around}") if one.kind == "id"] == [number]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_detector(text: str) -> None:
    for one in detect(text):
        assert 0 <= one.start < one.end <= len(text)


FILES = {
    "页.pdf": (pdf(["Name", SECRET]), "第 1 页"), "文.docx": (docx(["甲", f"乙{SECRET}"]), "第 2 段"),
    "页眉.docx": (docx(["甲"], parts={"word/header1.xml": SECRET}), "页眉 第 1 段"),
    "批注.docx": (docx(["甲"], parts={"word/comments.xml": SECRET}), "批注 第 1 段"),
    "表.xlsx": (xlsx([["姓名", "证件号码"], ["某人", SECRET]]), "名册!B2"),
    "注.xlsx": (xlsx([["姓名"]], comment=SECRET), "批注 A1"), "表.csv": (f"姓名,证件\n某人,{SECRET}\n".encode("gb18030"), "第 2 列"),
    "文.txt": (f"一\n二{SECRET}\n".encode(), ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_number_inside_an_attachment_is_found_with_its_place(name: str) -> None:
    data, where = FILES[name]
    seen = examine_file(f"items/{name}", data)
    assert [(one.kind, one.where) for one in seen.findings] == [("id", where)]
    assert SECRET not in repr(seen.findings)


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_is_planted_in_any_corner_of_a_file_is_found_and_masked(name: str) -> None:
    for kind, value in (("id", identity(21)), ("mobile", f"Tel.{mobile(22)}"), ("card", card(23))):
        seen = examine_file(f"items/{name}", CONTAINERS[name](value))
        assert [one.kind for one in seen.findings] == [kind], (kind, seen.findings)
        assert value.removeprefix("Tel.") not in repr(seen.findings)


def test_more_than_a_hundred_leaks_are_planted_in_attachments() -> None:
    assert len(CONTAINERS) * 3 > 100


def test_who_commented_and_changed_a_document_is_told() -> None:
    space = 'xmlns:w="urn:w"'
    changed = archive({"word/document.xml": f'<w:d {space}><w:p><w:ins w:author="张某某"><w:r><w:t>甲</w:t></w:r></w:ins></w:p></w:d>'})
    commented = archive({"word/document.xml": f"<w:d {space}/>", "word/comments.xml": f'<w:c {space}><w:comment w:author="李某"><w:p/></w:comment></w:c>'})
    for data, name in ((changed, "张"), (commented, "李")):
        assert [(one.kind, one.masked[:1]) for one in examine_file("a.docx", data).findings] == [("metadata", name)]


def test_a_packed_file_that_cannot_be_looked_into_is_told() -> None:
    for name in ("oleObject1.bin", "list.xlsx"):
        seen = examine_file("a.docx", archive({"word/document.xml": "<a/>", f"word/embeddings/{name}": b"nothing"}))
        assert [one.kind for one in seen.findings] == ["unreadable"] and name in seen.findings[0].masked


def test_rows_and_pages_may_have_exceptions_of_their_own(tmp_path: Path) -> None:
    """Each lets one value pass in one place, with its reason; the column is not published."""
    project = Quick(tmp_path)
    phone = mobile(6)
    header = "number,mailbox,topic,received,answered,agency,question,answer"
    rows = [f"{number},区长信箱,道路,2014-03-03,2014-03-05,区政府办公室,我叫某人，身份证{SECRET}。,已经转办。" for number in (1, 2)]
    page = f"Title: 指南\nSlug: guide\n{{}}\n找王某，{phone}。\n"
    project.write({"items/a.md": item(), "registers/letters.csv": "\n".join([header, *rows]) + "\n", "pages/guide.md": page.format("")})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1
    number = re.search("这一行的“审查例外”一列写“([0-9a-f]{8}) 理由”", done.stdout)[1]
    other = re.search("在页面的表头写“Review-Exception: ([0-9a-f]{8}) 理由”", done.stdout)[1]
    register = "\n".join([f"{header},审查例外", f"{rows[0]},{number} 本人要求公布", f"{rows[1]},00000000 没有用处"]) + "\n"
    project.write({"registers/letters.csv": register, "pages/guide.md": page.format(f"Review-Exception: {other} 值班电话\n")})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1
    assert [line.partition("；")[0].rpartition("/")[2][:30] for line in done.stdout.splitlines() if ".csv:" in line or "guide.md:" in line] == [
        f"letters.csv:3: “来信摘要”一格：身份证号 {SECRET[:4]}*"[:30], "letters.csv:3: 提醒：审查例外“00000000”没有对应的内容"[:30],
    ]
    project.write({"registers/letters.csv": register.replace("00000000", number)})
    project.good(conf="publishconf.py")
    published = (project.output / "data/letters.csv").read_text(encoding="utf-8-sig")
    assert number not in published and "本人要求公布" not in published
    hidden, ledger = f"“来信摘要”一格：身份证号 {SECRET[:4]}************{SECRET[-2:]}", "[aria-labelledby=ledger-elsewhere] tbody tr"
    told = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in project.soup("ledger/index.html").select(ledger)]
    assert told == [
        ["来信和答复", hidden, "本人要求公布"], ["来信和答复", hidden, "没有用处"], ["指南", f"手机号码 {phone[:3]}****{phone[-4:]}", "值班电话"],
    ]
    project.write({"pages/guide.md": page.format("").replace(phone, "值班室")})
    project.good()
    assert len(project.soup("ledger/index.html").select(ledger)) == 2  # the ledger follows what changed beside items


def test_the_head_of_a_column_tells_what_stands_below_it() -> None:
    seen = examine_file("items/a.xlsx", xlsx([["序号", "准考证号"], [1, 20140312345], [2, 20140312346]]))
    assert [(one.kind, one.where) for one in seen.findings] == [("exam", "名册!B2"), ("exam", "名册!B3")]


def test_properties_and_places_of_pictures_are_told() -> None:
    assert [one.kind for one in examine_file("a.docx", docx(["甲"], author="张某某")).findings] == ["metadata"]
    assert [one.kind for one in examine_file("a.pdf", pdf(["A"], author="Zhang San")).findings] == ["metadata"]
    assert [one.kind for one in examine_file("a.xlsx", xlsx([["甲"]], author="李某")).findings] == ["metadata"]
    assert [one.kind for one in examine_file("a.jpg", photograph(True)).findings] == ["location"]
    assert examine_file("a.jpg", photograph(False)).findings == []
    packed = archive({"word/media/i.jpg": photograph(True), "word/document.xml": "<a/>"})
    assert [one.kind for one in examine_file("a.docx", packed).findings] == ["location", "unreadable"]


BROKEN = {
    "bomb.docx": archive({"word/document.xml": b"<a>" + b" " * 350_000_000 + b"</a>"}),
    "laughs.docx": archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>'}),
    "cut.pdf": pdf(["A"])[:90], "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no.jpg": b"\xff\xd8\xff",
    "deep.docx": archive({"word/document.xml": "<a>" * 200_000}), "pack.zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_looked_into_is_told_and_harms_nothing(name: str) -> None:
    seen = examine_file(f"items/{name}", BROKEN[name])
    assert [one.kind for one in seen.findings] == ["unreadable"], seen.findings
    assert "看不进去" in seen.findings[0].masked


def _endless() -> None:
    while True:
        pass


def _greedy() -> int:
    return len(bytearray(4_000_000_000))


def test_reading_ends_in_its_limits_of_time_and_memory() -> None:
    began = time.monotonic()
    with pytest.raises(isolated.TooMuch):
        isolated.call(_endless, seconds=0.3)
    with pytest.raises(isolated.TooMuch):
        isolated.call(_greedy)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("hide", ["{}&#8203;{}", "{}<b>{}</b>", "<b>{}</b>&nbsp;{}", "{}`{}`", "<i>{}</i>{}"])
def test_markup_between_the_parts_of_a_number_does_not_hide_it(hide: str) -> None:
    body = f"身份证 {hide.format(SECRET[:10], SECRET[10:])} 的人。\n"
    document = split("items/a.md", f"Title: 甲\n\n{body}".encode())
    rendered = BodyRenderer(MARKDOWN).render("items/a.md", body, 3, "1").html
    assert [(one.kind, one.line) for one in findings("items/a.md", document.body, document.body_line, {}, {}, rendered=rendered)] == [("id", 3)]


def told(done, name: str) -> list[str]:
    """Return the lines about one file."""
    return [line for line in done.stdout.splitlines() if f"/{name}:" in line and "；" in line]


def test_a_leak_stops_publication_until_it_is_mended_or_let_pass(project: Project) -> None:
    phone = mobile(3)
    project.write({
        "items/a.md": item(Title="泄露的一条", body=f"第一行。\n\n联系人手机{phone}。\n"),
        "items/b.md": item(Index="014500858/2014-00002", body="见附件[名册](名册.docx)。\n"),
        "items/名册.docx": docx(["甲", f"身份证{SECRET}"]),
    })
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1
    assert phone not in done.stdout
    assert SECRET not in done.stdout
    (one,), (other,) = told(done, "a.md"), told(done, "名册.docx")
    assert "a.md:12: 手机号码 1" in one
    assert "第 2 段：身份证号 " in other
    assert not (project.output / "items/2014/014500858-2014-00002").exists()
    numbers = [re.search("Review-Exception: ([0-9a-f]{8})", line)[1] for line in (one, other)]
    project.write({
        "items/a.md": item(Title="泄露的一条", body=f"第一行。\n\n联系人手机{phone}。\n", Review_Exception=f"{numbers[0]} 负责人同意公布"),
        "items/b.md": item(Index="014500858/2014-00002", body="见附件[名册](名册.docx)。\n", Review_Exception=f"{numbers[1]} 当事人要求；00000000 没有用处"),
    })
    done = project.build(conf="publishconf.py")
    assert done.returncode == 0, done.stdout
    assert ["提醒：Review-Exception 的“00000000”没有对应的内容" in line for line in told(done, "b.md")] == [True]
    assert (project.output / "items/2014/014500858-2014-00002/名册.docx").exists()


def test_registers_and_pages_are_looked_at_and_official_contacts_let_pass(project: Project) -> None:
    phone = mobile(5)
    project.write({
        "items/a.md": item(),
        "registers/agencies.csv": f"code,name,phone,email\n014500858,区政府办公室,{phone},ban@example.com\n",
        "registers/letters.csv": "number,mailbox,topic,received,answered,agency,question,answer\n"
        f"1,区长信箱,道路,2014-03-03,2014-03-05,区政府办公室,我叫某人，身份证{SECRET}。,已经转办。\n",
        "pages/guide.md": f"Title: 指南\nSlug: guide\n\n找王某，{mobile(6)}。\n",
    })
    done = project.build()
    assert [line.partition("；")[0].rpartition("/")[2] for line in done.stdout.splitlines() if "****" in line] == [
        f"guide.md:4: 手机号码 {mobile(6)[:3]}****{mobile(6)[-4:]}",
        f"letters.csv:2: “来信摘要”一格：身份证号 {SECRET[:4]}************{SECRET[-2:]}",
    ]


def test_the_ledger_names_every_review_and_what_was_let_pass(project: Project) -> None:
    phone = mobile(3)
    leaking = {"Title": "有例外的一条", "body": f"联系人手机{phone}。\n"}
    project.write({"items/a.md": item(**leaking)})
    number = re.search("Review-Exception: ([0-9a-f]{8})", project.build().stdout)[1]
    project.write({
        "items/a.md": item(**leaking, Review_Exception=f"{number} 负责人同意公布"),
        "items/b.md": item(Index="014500858/2013-00002", Date="2013-11-05", Created="2013-11-04", Review="2013-11-04 李审查 可以公开", Agency="区财政局",
                           body="**一览**\n\n| 序号 | 单价 | 金额 |\n|---|---|---|\n| 1 | 367 | 73695 |\n| 2 | 138 | 12345678 |\n"),
    })
    project.good()
    first = project.soup("ledger/index.html")
    assert [row.get_text(" ", strip=True) for row in first.select("[aria-labelledby=ledger-years] tbody tr")] == ["2014年 1", "2013年 1"]
    assert [row.get_text(" ", strip=True) for row in first.select("[aria-labelledby=ledger-exceptions] tbody tr")] == [
        f"有例外的一条 手机号码 {phone[:3]}****{phone[-4:]} 负责人同意公布 2014-03-17 保密审查员",
    ]
    (unit,) = [link["href"] for link in first.select("[aria-labelledby=ledger-units] a") if link.get_text() == "区财政局"]
    folder = unit.removeprefix("../").removesuffix("/index.html")
    assert [link["href"] for link in project.soup(f"{folder}/index.html").select("tbody a")] == ["../../" + folder + "/2013.html"]
    assert [link["href"] for link in project.soup("ledger/2013.html").select("tbody a")] == ["../" + folder + "/2013.html"]
    record = project.soup(f"{folder}/2013.html").select_one("tbody tr").get_text(" ", strip=True)
    assert record == "关于做好防汛工作的通知 2013-11-04 李审查 可以公开 2013-11-05 014500858/2013-00002"
    assert not (project.output / "ledger/2012.html").exists()
