"""`make import`: what a district had becomes drafts, whole or with a word about each loss; again and after a kill."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from disclosure.content.frontmatter import split

from tests.kit import old_documents
from tests.kit.project import ROOT, Project

AGENCIES = "code,name\n014500858,县政府办公室\n014500859,县教育局\n"
HEADER = ["标题", "索引号", "发文单位", "成文日期", "发布时间", "类别", "备注"]


class Place:
    """A content folder, and a folder with what there was before."""

    def __init__(self, base: Path) -> None:
        self.project = Project(base)
        self.content = self.project.content
        self.old = base / "old"
        self.old.mkdir()
        self.project.write({"registers/agencies.csv": AGENCIES})

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write old files."""
        for path, data in files.items():
            target = self.old / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())

    def command(self, *more: str) -> list[str]:
        """Return the command of `make import`."""
        return [sys.executable, "-m", "disclosure.commands.import_items", str(self.content), "--from", str(self.old), *more]

    def run(self, *more: str) -> subprocess.CompletedProcess:
        """Import."""
        return subprocess.run(self.command(*more), cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True, check=False)

    def good(self, *more: str) -> str:
        """Import, and assert that all of it was possible; return what was printed."""
        done = self.run(*more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def items(self) -> dict[str, dict[str, str]]:
        """Return the header of each item by its title, with the body under `body` and the path under `path`."""
        found = {}
        for path in sorted((self.content / "items").rglob("*.md")):
            document = split(path.name, path.read_bytes())
            values = {entry.key: entry.value for entry in document.entries}
            assert values["Title"] not in found
            found[values["Title"]] = values | {"body": document.body, "path": path.relative_to(self.content).as_posix()}
        return found

    def tree(self) -> dict[str, tuple[str, int]]:
        """Return digest and time of every file of the content folder."""
        return {str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in self.content.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A district that has nothing but its register of agencies."""
    return Place(tmp_path)


def table(*rows: list[str], header: list[str] = HEADER) -> str:
    """Return a CSV file."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue()


ROW = ["关于防汛的通知", "014500858/2014-00001", "县政府办公室", "二〇一四年三月三日", "2014/3/18 10:20", "规范性文件", "内部用"]


def test_a_map_is_drafted_first_and_the_next_run_imports_by_it(place: Place) -> None:
    place.write({"old.csv": table(ROW, ["第二条", "", "县教育局", "2014年3月4日", "2014.3.19", "政策文件", ""])})
    said = place.good()
    assert "列“发文单位”→ 发布机构（按列名猜的）" in said and "列“备注”→ 不导入" in said and "什么都没有导入" in said
    assert not place.items()
    path = place.content / "import/map.csv"
    drafted = path.read_text(encoding="utf-8-sig")
    assert "换词,信息分类,规范性文件,法规文件/规范性文件," in drafted
    path.write_text(drafted.replace("换词,信息分类,政策文件,,", "换词,信息分类,政策文件,法规文件/其他有关文件,"), encoding="gb18030")  # as a spreadsheet saves it
    place.good()
    first, second = place.items()["关于防汛的通知"], place.items()["第二条"]
    assert {key: first[key] for key in ("Index", "Agency", "Created", "Date", "Category", "Status")} == {
        "Index": "014500858/2014-00001", "Agency": "县政府办公室", "Created": "2014-03-03", "Date": "2014-03-18", "Category": "法规文件/规范性文件", "Status": "draft",
    }
    assert first["path"] == "items/2014/014500858-2014-00001.md" and "可以公开" not in first["Review"]
    assert (second["Index"], second["Category"], second["Date"]) == ("014500859/2014-00001", "法规文件/其他有关文件", "2014-03-19")
    assert "没有用到这个文件夹" not in place.project.build().stdout


def test_a_second_run_writes_nothing_and_touches_no_file(place: Place) -> None:
    place.write({"old.csv": table(ROW, ["同", "", "县教育局", "2014-3-4", "2014-3-19", "政务动态", ""], ["同", "", "县教育局", "2014-3-4", "2014-3-19", "政务动态", ""]), "a.docx": old_documents.notice().data(), **old_documents.mirror()})
    place.good()
    first = place.run().stdout
    assert "写了 6 条" in first
    before = place.tree()
    again = place.run().stdout
    assert "写了 0 条，以前导入过 6 条" in again and place.tree() == before


def test_what_a_person_wrote_is_never_overwritten(place: Place) -> None:
    place.project.write({"items/2014/x.md": "Title: 别的\nIndex: 014500858/2014-00001\n\n正文\n", "items/2014/014500858-2014-00002.md": "我写的"})
    place.write({"old.csv": table(ROW, ["第二条", "014500858/2014-00002", *ROW[2:]])})
    place.good()
    done = place.run()
    assert done.returncode == 1
    assert "old.csv:2: 索引号 014500858/2014-00001 已经有了（items/2014/x.md），没有写" in done.stdout
    assert "old.csv:3: 索引号 014500858/2014-00002 已经有了（items/2014/014500858-2014-00002.md），没有写" in done.stdout
    assert (place.content / "items/2014/014500858-2014-00002.md").read_text() == "我写的" and len(list((place.content / "items").rglob("*.md"))) == 2


def test_an_edited_or_deleted_item_stays_so_and_a_changed_source_is_told(place: Place) -> None:
    place.write({"old.csv": table(ROW, ["第二条", "014500858/2014-00002", *ROW[2:]])})
    place.good()
    place.good()
    items = place.content / "items/2014"
    (items / "014500858-2014-00001.md").write_text("改过了")
    (items / "014500858-2014-00002.md").unlink()
    place.write({"old.csv": table(["改了标题", *ROW[1:]], ["第二条", "014500858/2014-00002", *ROW[2:]])})
    said = place.good()
    assert "old.csv:2: 提醒：导入以后来源变了；已有的 items/2014/014500858-2014-00001.md 没有动" in said
    assert "old.csv:3: 提醒：导入过，后来 items/2014/014500858-2014-00002.md 移走或删去了，没有再写" in said
    assert [path.name for path in items.iterdir()] == ["014500858-2014-00001.md"]


def test_every_problem_is_told_at_its_row_all_at_once(place: Place) -> None:
    rows = [
        ["月份", "014500858/2014-00001", "县政府办公室", "2014年3月", "2014-03-18", "规范性文件"], ["没有的日子", "014500858/2014-00002", "县政府办公室", "2014年2月30日", "2014-03-18", "规范性文件"],
        ["序号", "014500858/2014-00003", "县政府办公室", "41716", "2014-03-18", "规范性文件"], ["坏号", "青〔2014〕3", "县政府办公室", "2014-03-04", "2014-03-18", "规范性文件"],
        ["　全角　空格　", "０１４５００８５８/2014-00005", "县　教育　局", "2014-03-04", "2014-03-18", "规范性文件"], ["", "x", "县政府办公室", "", "", ""], ["合计", "", "", "", "", ""],
        ["不在名单", "014500858/2014-00006", "县气象局", "2014-03-19", "2014-03-18", "规范性文件"], ["多了", "014500858/2014-00007", "县政府办公室", "2014-03-04", "2014-03-18", "规范性文件", "注", "多出来的"],
    ]
    place.write({"old.csv": "某某县目录,,,\n" + table(*rows)})
    place.good()
    done = place.run()
    for words in (
        ":1: 提醒：表头以上的一行，没有导入：“某某县目录”", ":3: 提醒：生成日期：日期“2014年3月”看不懂", ":4: 提醒：生成日期：日历上没有“2014年2月30日”这一天", ":5: 提醒：生成日期：日期“41716”像是表格软件里日期的序号",
        ":6: 提醒：索引号“青〔2014〕3”不合本站的规则，另编了号", ":7: 提醒：名称里有全角空格", ":7: 提醒：索引号“０１４５００８５８/2014-00005”里有空格或全角字符", ":8: 没有名称，这一行没有导入",
        ":9: 这一行只有一格有字，没有导入：“合计”", ":10: 提醒：发布机构“县气象局”不在机构名册上", ":10: 提醒：公开日期 2014-03-18 早于生成日期 2014-03-19", ":11: 这一行比表头多出“多出来的”",
    ):
        assert words in done.stdout, words
    assert done.returncode == 1 and place.items()["全角 空格"]["Agency"] == "县教育局"
    assert place.items()["坏号"]["Index"].startswith("014500858/2014-") and place.items()["月份"]["Created"] == "2014年3月"
    assert ":8: 没有名称" in (place.content / "import/told.txt").read_text(encoding="utf-8")


def test_a_number_in_place_of_a_date_is_no_year(place: Place) -> None:
    place.write({"old.csv": table(["一条", "", "县政府办公室", "41716", "41717", "规范性文件"])})
    place.good()
    assert ":2: 提醒：没有日期，编不了索引号" in place.run().stdout
    assert [path.parent.name for path in place.content.glob("items/*/*.md")] == ["undated"]
    assert place.items()["一条"]["Date"] == "41717" and not place.items()["一条"]["Index"].startswith("0145")


def test_a_damaged_workbook_is_told_and_the_others_are_imported(place: Place) -> None:
    good = old_documents.workbook(HEADER, ROW)
    parts = zipfile.ZipFile(io.BytesIO(good))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as damaged:
        for name in parts.namelist():
            data = parts.read(name)
            damaged.writestr(name, data[: len(data) * 3 // 4] if "sheet1" in name else data)
    place.write({"a.xlsx": buffer.getvalue(), "b.xlsx": old_documents.workbook(HEADER, ["好的", "014500858/2014-00002", *ROW[2:]]), "c.xlsx": b"no workbook"})
    place.run()
    done = place.run()
    assert "a.xlsx" in done.stdout and "读不下去" in done.stdout and "c.xlsx: 打不开这个工作簿" in done.stdout and "Traceback" not in done.stderr, done.stdout + done.stderr
    assert "好的" in place.items() and done.returncode == 1


def test_short_names_of_agencies_are_understood(place: Place) -> None:
    place.project.write({"registers/agencies.csv": "code,name,short\n014500858,县政府办公室,县府办、政府办\n014500859,县教育局,教育局\n"})
    place.write({"old.csv": table([*ROW[:2], "县府办", *ROW[3:]])})
    place.good()
    assert "发布机构“县府办”写成了“县政府办公室”" in place.good() and place.items()["关于防汛的通知"]["Agency"] == "县政府办公室"


@pytest.mark.parametrize(("encode", "said"), [
    (lambda text: text.encode("gb18030"), "按 GB18030（GBK）编码读的"), (lambda text: text.encode("utf-16"), ""), (lambda text: b"\xef\xbb\xbf" + text.encode(), ""),
    (lambda text: b"".join(line.encode("gb18030" if number == 2 else "utf-8") for number, line in enumerate(text.splitlines(keepends=True))), ":3: 提醒：这一行是 GB18030 编码，别的行是 UTF-8"),
])
def test_encodings_are_read_and_told(place: Place, encode, said: str) -> None:
    place.write({"old.csv": encode(table(ROW, ["第二条", "014500858/2014-00002", *ROW[2:]]))})
    place.good()
    assert said in place.good()
    assert set(place.items()) == {"关于防汛的通知", "第二条"}


def test_broken_characters_and_an_open_quotation_mark_are_errors_at_their_line(place: Place) -> None:
    lines = table(ROW, ["坏字", *ROW[1:]]).replace("\r\n", "\n").encode().replace("坏字".encode(), b"\xff\xff")
    place.write({"old.csv": lines, "more.csv": table([ROW[0], "014500858/2014-00009", *ROW[2:]]) + '"没有结束,1,2\n后面的行\n'})
    place.run()
    done = place.run()
    assert "old.csv:3: 这一行既不是 UTF-8 也不是 GB18030" in done.stdout and "more.csv:3: 从这一行起读不下去（引号没有结束）" in done.stdout
    assert done.returncode == 1


def test_a_workbook_with_merged_cells_dates_zeros_and_hidden_rows(place: Place) -> None:
    from datetime import date

    rows = [HEADER[:6], ["甲", "014500858/2014-00001", "县教育局", date(2014, 3, 3), "2014-03-18", "政务动态"], ["乙", "014500858/2014-00002", None, date(2014, 3, 4), "2014-03-18", "政务动态"], ["丙", "014500858/2014-00003", None, "=A1", "2014-03-18", "政务动态"]]
    place.write({"old.xlsx": old_documents.workbook(*rows, merged=("C2:C4",), hidden=(3,), title="2014年")})
    assert "old.xlsx[2014年]：列“标题”→ 名称" in place.good()
    done = place.run()
    assert "old.xlsx:3: 提醒：工作表“2014年”第 3 行：这一行在表格里是隐藏的" in done.stdout.replace("：工作表“2014年”：", "：工作表“2014年”第 3 行：")
    assert "old.xlsx:4" in done.stdout and "有公式还没有算出结果" in done.stdout
    assert [place.items()[title]["Agency"] for title in "甲乙丙"] == ["县教育局"] * 3 and place.items()["甲"]["Created"] == "2014-03-03"


def test_a_word_document_keeps_all_that_it_has(place: Place) -> None:
    place.write({"法规文件/规范性文件/通知.docx": old_documents.notice().data()})
    said = place.good()
    values = place.items()["关于做好防汛工作有关事项的通知"]
    assert (values["Document-Number"], values["Created"], values["Agency"], values["Category"]) == ("某政办发〔2014〕12号", "2014-03-18", "某某县人民政府办公室", "法规文件/规范性文件")
    body = values["body"]
    for words in (
        "# 总则", "\n一、加强领导\n", "\n（一）分级负责\n", "\n1. 具体事项\n", "\n①细则\n", "\n（二）落实责任\n", "\n二、严肃纪律\n", "\n1．手写的一\n", "\n2. 手写的二\n", "\n- 圆点\n", "这是<b>重点</b>",
        '<td colspan="2">格00</td>', '<td rowspan="2">格12</td>', "有注释的话[^1]", "[^1]: 注释的内容", "某某县人民政府办公室\n二〇一四年三月十八日\n",
    ):
        assert words in body, (words, body)
    name = re.search(r"!\[\]\((.+?\.png)\)", body)[1]
    assert (place.content / values["path"]).with_name(name).read_bytes() == old_documents.picture()
    assert "里少了" not in said and "生成日期“2014-03-18”是从落款里读的" in said
    text = (place.content / values["path"]).read_text(encoding="utf-8")
    published = re.sub("Review: .*", "Review: 2014-03-18 王科长 可以公开", text).replace("Status: draft\n", "").replace("〔在这里写：公开日期〕", "2014-03-19")
    place.project.write({values["path"]: published, "registers/agencies.csv": AGENCIES + "014500860,某某县人民政府办公室\n"})
    assert "共 0 处错误" in place.project.build().stdout
    page = place.project.soup(f"items/2014/{Path(values['path']).stem}.html").get_text()
    for words in ("李**与王**系夫妻，138****5678，1*2*3，<XX县> a<b，见[2014](12)号。", "①细则", "注释的内容"):
        assert words in page, words


def test_what_word_hides_or_keeps_beside_the_text_is_told(place: Place) -> None:
    word = old_documents.notice()
    word.document.sections[0].header.paragraphs[0].text = "内部资料"
    word.line("").add_run("看不见的话").font.hidden = True
    place.write({"a.docx": word.data(), "坏.docx": b"PK\x03\x04broken", "旧.doc": b"\xd0\xcf\x11\xe0", "扫描.pdf": b"%PDF-1.4", "~$a.docx": b"x"})
    done = place.run()
    for words in (
        "a.docx: 提醒：页眉里的“内部资料”没有导入", "a.docx: 提醒：隐藏的文字没有导入：“看不见的话”", "坏.docx: 这个 Word 文档打不开", "旧.doc: 这是旧式 Word 文档，读不出排版，没有导入；用 Word 或 WPS 打开，另存为 .docx 再导入",
        "扫描.pdf: 这是PDF 文件，没有文档链接到它", "~$a.docx: 提醒：这是系统或办公软件留下的文件",
    ):
        assert words in done.stdout, (words, done.stdout)
    assert done.returncode == 1 and len(place.items()) == 1 and "看不见" not in next(iter(place.items().values()))["body"]


def test_a_word_document_that_unpacks_to_any_size_is_told_and_the_others_are_imported(place: Place) -> None:
    packed = io.BytesIO(old_documents.notice().data())
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/footnotes2.xml", b" " * 60_000_000)
    place.write({"大.docx": packed.getvalue(), "a.docx": old_documents.notice().data()})
    done = place.run()
    assert re.search(r"大.docx: 这个 Word 文档解开以后文字有 60 MB，没有导入", done.stdout + done.stderr) and "写了 1 条" in done.stdout, done.stdout + done.stderr


def test_a_mirrored_site_gives_its_main_texts_and_links_between_items(place: Place) -> None:
    place.write(old_documents.mirror())
    said = place.good()
    items = place.items()
    assert set(items) == {"关于做好防汛工作的通知", "关于抗旱的通知"}
    first, second = items["关于做好防汛工作的通知"], items["关于抗旱的通知"]
    assert (first["Date"], first["Created"], first["Agency"], first["Index"]) == ("2014-03-18", "2014-03-17", "县政府办公室", "014500858/2014-00001")
    assert (second["Index"], second["Created"], second["Date"], second["Document-Number"], second["Agency"]) == ("014500858/2014-00007", "2014-03-01", "2014-03-05", "某水字〔2014〕3号", "县水务局")
    for words in (
        "现将有关事项通知如下，见[《关于抗旱的通知》](index:014500858/2014-00007)、列表和[别的网站](http://other.example/)。", "\n一、加强领导。\n", '<td colspan="2">合并</td>', '<td rowspan="2">纵</td>', "<td>2<br>3</td>",
        "![防汛图](014500858-2014-00001-a.png)", "附件：[防汛表](014500858-2014-00001-表.xls)",
    ):
        assert words in first["body"], (words, first["body"])
    assert "[防汛的通知](index:014500858/2014-00001)" in second["body"] and "索引号" not in second["body"]
    for words in ("打印本页", "页眉里的话", "页脚里的话", "脚本里的话", "浏览次数", "当前的位置"):
        assert words not in first["body"]
    for words in ("list.html: 提醒：这是列表页（9 个链接）", "art/1.html: 提醒：链接指到没有导入的“www.county.example/list.html”，只留下了文字", "打印本页", "页脚里的话", "装饰图一类没有正文用到的网站文件 2 个"):
        assert words in said, (words, said)


def test_markdown_with_headers_of_other_generators(place: Place) -> None:
    place.write({
        "工作动态/政务动态/a.md": '---\ntitle: "一条动态"\ndate: 2014-05-06T10:00:00+08:00\nauthor: 县教育局\ntags:\n  - 甲\n  - 乙\nweight: 3\n---\n\n正文，见[另一条](../../b.md)和[表](c.csv)。\n\n1、甲\n',
        "b.md": "名称: 另一条\n发布机构: 县教育局\n成文日期: 二〇一四年五月七日\n公开日期: 2014-05-08\nReview: 2014-05-08 王科长 可以公开\nStatus: published\n\n正文 138****5678\n", "工作动态/政务动态/c.csv": table(ROW),
    })
    place.run()
    done = place.run()
    first, second = place.items()["一条动态"], place.items()["另一条"]
    assert (first["Date"], first["Agency"], first["Tags"], first["Category"]) == ("2014-05-06", "县教育局", "甲;乙", "工作动态/政务动态")
    assert f"[另一条](index:{second['Index']})" in first["body"] and "-c.csv)" in first["body"] and "1、甲" in first["body"]
    assert second["Status"] == "draft" and second["Review"] == "2014-05-08 王科长 可以公开" and second["Created"] == "2014-05-07"
    assert "a.md:8: 提醒：不认识的键“weight”，没有导入（3）" in done.stdout and "b.md:6: 提醒：Status: published 没有导入" in done.stdout


def test_the_exported_catalogue_imports_to_the_same_catalogue(place: Place, own_project, tmp_path: Path) -> None:
    exported = {path.name: path.read_bytes() for path in (own_project.output / "data").glob("catalogue-*.csv")}
    assert len(exported) > 2
    place.write(exported)
    place.project.write({"registers/agencies.csv": (ROOT / "content/registers/agencies.csv").read_bytes()})
    said = place.good()
    assert "对照表" not in said and "0 处错误" in said
    for path in (place.content / "items").rglob("*.md"):
        text = path.read_text(encoding="utf-8").replace("Status: draft\n", "")
        path.write_text(re.sub("Review: .*", "Review: 2005-01-01 王科长 可以公开", text), encoding="utf-8")
    place.project.build()
    for name, data in exported.items():
        assert catalogue((place.project.output / "data" / name).read_bytes()) == catalogue(data), name


def catalogue(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a catalogue file without what depends on texts, which it does not have."""
    return [{name: cell for name, cell in row.items() if name not in ("内容校验",)} for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


def test_an_import_that_is_killed_goes_on_and_gives_what_one_run_gives(place: Place, tmp_path: Path) -> None:
    rows = [[f"第{number}条", "", "县政府办公室", "2014-03-03", "2014-03-18", "政务动态", ""] for number in range(1500)]
    place.write({"old.csv": table(*rows)})
    place.good()
    whole = Place(tmp_path / "whole")
    whole.write({"old.csv": table(*rows)})
    whole.good()
    whole.good()
    for _ in range(3):
        process = subprocess.Popen(place.command(), cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, stdout=subprocess.DEVNULL)
        known = len(list((place.content / "items").rglob("*.md")))
        while process.poll() is None and len(list((place.content / "items").rglob("*.md"))) < known + 130:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert 0 < len(list((place.content / "items").rglob("*.md"))) < 1500
    place.good()
    assert {title: values["Index"] for title, values in place.items().items()} == {title: values["Index"] for title, values in whole.items().items()}


def test_make_import_runs_the_whole_way(place: Place) -> None:
    place.write({"old.csv": table(ROW)})
    words = ["make", "import", f"FROM={place.old}", f"MAP={place.old.parent / '对照 表.csv'}", f"INPUTDIR={place.content}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    for _ in range(2):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=clean)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (place.old.parent / "对照 表.csv").exists() and list(place.items()) == ["关于防汛的通知"]


AS_WRITTEN = (
    "- 不是列表", "# 不是标题", "> 不是引文", "2014. 年份", "---", "**不是粗**体 `代码` ~~x~~ ==y== a_b_c", "http://x.example/?a=1&copy=2", "&lt; &nbsp;", "<b>x</b> <table>", "C:\\new\\_x", ": 定义", "10*20*30=6000", "1) 甲",
    "[x]: http://a.example/", "[表](a.xlsx)", "===", "姓名：****", "1、甲（一）乙", "* 注", "【附】[1]",
)


def test_signs_of_markup_in_a_document_are_words_on_the_page(place: Place) -> None:
    word = old_documents.Word()
    word.line("关于符号的通知", centred=True)
    for line in AS_WRITTEN:
        word.line(line)
    word.line("姓名").add_run("        ").font.underline = True
    place.write({"a.docx": word.data(), "b.html": old_documents.web_page("关于网页里符号的通知", '<div id="zoom">' + "".join(f"<p>{html.escape(line)}</p>" for line in AS_WRITTEN) + "</div>")})
    assert "里少了" not in place.good()
    for title in ("关于符号的通知", "关于网页里符号的通知"):
        values = place.items()[title]
        filled = {"Category": "法规文件/规范性文件", "Agency": "县教育局", "Created": "2014-03-01", "Date": "2014-03-18", "Review": "2014-03-17 王科长 可以公开", "Index": f"014500859/2014-0000{len(title)}"}
        text = "".join(f"{key}: {value}\n" for key, value in ({"Title": title} | filled).items()) + "\n" + values["body"]
        (place.content / values["path"]).unlink()
        place.project.write({f"items/{title}.md": text})
    place.project.build()
    for page in (place.project.output / "items").rglob("*.html"):
        prose = place.project.soup(page.relative_to(place.project.output).as_posix()).select_one(".rr-prose")
        shown = [" ".join(part.get_text().split()) for part in prose.find_all("p")]
        assert [line for line in AS_WRITTEN if line not in shown] == [], shown
        assert not prose.find(["ul", "ol", "table", "h2", "hr", "code", "strong", "b"])
    assert "姓名________" in (place.content / "items/关于符号的通知.md").read_text(encoding="utf-8")


def test_a_table_brings_files_and_texts_and_a_file_that_cannot_be_published_is_told(place: Place) -> None:
    header = ["标题", "索引号", "发文单位", "成文日期", "发布时间", "类别", "正文", "附件"]
    rows = [["甲", "014500859/2014-00001", "县教育局", "2014-03-03", "2014-03-18", "政务动态", "第一段。\n\n第二段。", "files/表.csv；空.pdf"], ["乙", "014500859/2014-00002", "县教育局", "2014-03-03", "2014-03-18", "政务动态", "", "程序.exe、没有.pdf"]]
    place.write({"old.csv": table(*rows, header=header), "files/表.csv": "甲,乙\n1,2\n", "空.pdf": b"", "程序.exe": b"MZ"})
    assert "files/表.csv：列" not in place.good()
    done = place.run()
    first = place.items()["甲"]
    assert "第一段。\n\n第二段。\n" in first["body"] and "[表.csv](014500859-2014-00001-表.csv)" in first["body"]
    assert (place.content / "items/2014/014500859-2014-00001-表.csv").read_text() == "甲,乙\n1,2\n"
    for words in ("old.csv:2: 附件“空.pdf”是空的", "附件“程序.exe”是“.exe”类型，不能发布", "附件“没有.pdf”不在那里"):
        assert words in done.stdout, (words, done.stdout)
    assert {path.suffix for path in (place.content / "items").rglob("*") if path.is_file()} == {".md", ".csv"}


def test_a_file_beside_items_that_has_the_name_of_an_attachment_stays(place: Place) -> None:
    place.project.write({"items/2014/014500858-2014-00001-a.png": "别人的"})
    place.write(old_documents.mirror())
    done = place.run()
    assert "art/1.html: 附件 014500858-2014-00001-a.png 那里已经有别的文件，没有写" in done.stdout and done.returncode == 1
    assert (place.content / "items/2014/014500858-2014-00001-a.png").read_text() == "别人的"


def test_pages_laid_out_by_tables_linked_files_and_pages_without_an_index(place: Place) -> None:
    layout = (
        "<HTML><BODY><TABLE><TR><TD><A href=i.htm>首页</A></TD></TR><TR><TD><TABLE><TR><TD>2014年3月18日 来源：县教育局 点击：33</TD></TR><TR><TD>根据有关规定，现将预算公布如下。" + "这里有一段文字。" * 20
        + "<TABLE><TR><TD>科目</TD><TD>金额</TD></TR><TR><TD>税收</TD><TD>100</TD></TR></TABLE><P>县教育局<BR>二O一四年三月十七日</P></TD></TR></TABLE></TD></TR></TABLE></BODY></HTML>"
    )
    words = "写得长一些的一段正文，写得长一些的一段正文，写得长一些的一段正文。"
    place.write({
        "a.htm": layout, "show.asp?id=3": f'<title>第一页</title><div class="content"><p>{words}</p><p>见<a href="show.asp?id=4">另一页</a>和<a href="表.docx">表</a></p></div>',
        "show.asp?id=4": f'<title>另一页</title><div class="content"><p>{words}</p></div>', "表.docx": old_documents.notice().data(), "scan.html": '<title>扫描的决定</title><div id="zoom"><img src="s.png" alt="决定"></div>', "s.png": old_documents.picture(),
    })
    said = place.good()
    items = place.items()
    first = next(values for values in items.values() if "科目" in values["body"])
    assert (first["Date"], first["Agency"], first["Created"]) == ("2014-03-18", "县教育局", "2014-03-17") and "| 税收 | 100 |" in first["body"] and "<table>" not in first["body"]
    assert f"[另一页]({Path(items['另一页']['path']).name})" in items["第一页"]["body"] and re.search(r"\[表\]\(\S+-表\.docx\)", items["第一页"]["body"])
    assert "表.docx: 提醒：这是别的文档的附件，没有另写成一条" in said and "scan.html: 提醒：正文里几乎没有文字" in said and len(items) == 4


@pytest.mark.parametrize(("line", "said"), [
    ("列,old.csv,标题,名子,", "“写入”里的“名子”不是条目里有的；是不是“名称”？"), ("列,old.csv,备注,名称,", "有两列都写入“名称”"), ("行,old.csv,备注,名称,", "种类“行”看不懂"), ("固定值,,分类,x,", "“分类”不是条目里有的"),
])
def test_a_map_with_faults_is_told_at_its_line_and_nothing_is_imported(place: Place, line: str, said: str) -> None:
    place.write({"old.csv": table(ROW)})
    place.good()
    path = place.content / "import/map.csv"
    path.write_text(path.read_text(encoding="utf-8-sig") + line + "\n", encoding="utf-8")
    done = place.run()
    assert done.returncode == 1 and said in done.stdout and not place.items()
    assert f"map.csv:{len(path.read_text(encoding='utf-8').splitlines())}: " in done.stdout
