"""From an empty folder to a published site, by the commands that a webmaster and an editor type, one after the other.

The district has what districts have: catalogues in three spreadsheets, twelve Word documents, a mirrored site. With `pytest -s` it says how long
each command took.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import time
from pathlib import Path

from tests.kit import old_documents
from tests.kit.project import ROOT

OFFICE, FINANCE = "澄江县人民政府办公室", "澄江县财政局"
WORDS = re.compile("青云谱|南昌|江西|0791|区政府办公室|区长信箱|区档案|区图书馆|三家店|八类")
"""Words of the project's own content."""
CLASSES = "政策文件/行政规范性文件;政策文件/其他文件;政务公开/要闻;政务公开/通知公告;办事服务/面向公民"


class Session:
    """A terminal in the folder of a site: commands of make, and how long each took."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.took = folder, []

    def make(self, *words: str, code: int = 0, at: Path | None = None) -> str:
        """Run a command, and assert its exit code; return what it said."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
        begun = time.monotonic()
        done = subprocess.run(["make", *words], cwd=at or self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=clean)
        self.took.append((words[0], time.monotonic() - begun))
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def items(self) -> dict[str, Path]:
        """Return the file of each item by its title."""
        return {re.search("^Title: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]: path for path in (self.folder / "content/items").rglob("*.md")}


def spreadsheets() -> dict[str, bytes]:
    """Return three catalogues, each as another clerk kept it: merged cells, written days, GB18030."""
    header = ["标题", "发文单位", "成文日期", "发布时间", "类别", "内容概述"]
    rows = [[f"关于{year}年财政预算的公告", FINANCE, f"{year}年1月20日", f"{year}/1/28", "通知公告", f"公布{year}年的预算。"] for year in range(2021, 2026)]
    written = [["关于公布权责清单的通知", OFFICE, "二〇二一年三月三日", "2021.3.18", "行政规范性文件", "公布权责清单。"], ["关于节假日值班的通知", OFFICE, "2022年4月1日", "2022-04-02", "其他文件", "安排值班。"]]
    text = io.StringIO()
    csv.writer(text).writerows([header, ["乡村道路通车", OFFICE, "2023-05-04", "20230505", "要闻", "道路通车。"], ["城区供水通知", OFFICE, "2023-06-01", "2023-06-02", "通知公告", "安排检修。"]])
    merged = [[row[0], FINANCE if place == 0 else None, *row[2:]] for place, row in enumerate(rows)]
    return {
        "预算.xlsx": old_documents.workbook(header, *merged, merged=("B2:B6",)), "文件.xlsx": old_documents.workbook(header, *written),
        "要闻.csv": text.getvalue().encode("gb18030"),
    }


def documents() -> dict[str, bytes]:
    """Return twelve Word documents: one with all that a document can have, eleven short ones with numbers by hand, wide blanks and written days."""
    found = {"公文/01.docx": old_documents.notice().data()}
    for number in range(2, 13):
        word = old_documents.Word()
        word.line("澄江县人民政府办公室文件", centred=True)
        word.line(f"澄政办发〔2024〕{number}号", centred=True)
        word.line(f"关于第{number}项工作的通知", centred=True)
        word.line("各乡镇人民政府：")
        word.line("　　一、加强领导。请遵照执行。")
        word.numbered("分级负责")
        word.merged_table()
        word.line("澄江县人民政府办公室")
        word.line(f"二〇二四年{'一二三四五六七八九'[number % 9]}月十八日")
        found[f"公文/{number:02d}.docx"] = word.data()
    return found


def review(path: Path) -> None:
    """Do what an editor and a reviewer do with an imported draft: fill in what is in brackets, review it, make it public."""
    text = path.read_text(encoding="utf-8")
    for key, value in (("Agency", OFFICE), ("Category", "政策文件/其他文件"), ("Created", "2024-10-18"), ("Date", "2024-10-28"), ("Summary", "见正文。")):
        text = re.sub(f"^{key}: 〔.*〕$", f"{key}: {value}", text, flags=re.MULTILINE)
    day = re.search("^Date: (.*)$", text, re.MULTILINE)[1]
    text = re.sub("^Review: 〔.*〕$", f"Review: {day} 保密审查员 可以公开", text, flags=re.MULTILINE).replace("〔在这里写：正文〕", "各乡镇人民政府：\n\n现通知如下。")
    text = re.sub(f"^Agency: (?!{OFFICE}|{FINANCE}).*$", f"Agency: {OFFICE}", text, flags=re.MULTILINE)
    path.write_text(text.replace("Status: draft\n", ""), encoding="utf-8")


def index_of(path: Path) -> str:
    """Return the Index of an item's file."""
    return re.search("^Index: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]


def address_of(path: Path) -> str:
    """Return the address of an item's page."""
    year = re.search(r"^Date: (\d{4})", path.read_text(encoding="utf-8"), re.MULTILINE)[1]
    return f"items/{year}/{index_of(path).replace('/', '-')}.html"


def test_from_an_empty_folder_to_a_published_site(tmp_path: Path) -> None:
    site, old = tmp_path / "澄江", tmp_path / "旧资料"
    for name, data in (spreadsheets() | documents() | {f"旧网站/{name}": data for name, data in old_documents.mirror().items()} | {"旧/扫描.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}).items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_bytes(data)
    session = Session(site)
    session.make("init", f"SITE={site}", "DISTRICT=澄江县", f"AGENCIES=01515001-5 {OFFICE};01515002-3 {FINANCE}", f"CLASSIFICATION={CLASSES}", "LAW=2019", "ADDRESS=澄江县揽秀路1号", at=ROOT)

    drafted = session.make("import", f"FROM={old}")
    assert "什么都没有导入" in drafted
    sample = session.items()
    said = session.make("import", f"FROM={old}", code=2)
    assert "扫描.doc: 这是旧式 Word 文档" in said and "1 处错误" in said  # told, and all else is imported
    items = session.items()
    assert {f"关于{year}年财政预算的公告" for year in range(2021, 2026)} | {"关于公布权责清单的通知", "乡村道路通车", "关于抗旱的通知"} <= items.keys()
    assert len([title for title in items if re.fullmatch(r"关于第\d+项工作的通知", title)]) == 11
    assert FINANCE in items["关于2023年财政预算的公告"].read_text(encoding="utf-8")  # from a merged cell
    assert "写了 0 条" in session.make("import", f"FROM={old}", code=2)

    for path in {*items.values()} - {*sample.values()}:
        review(path)
    for title, verb in (("关于做好防汛工作的通知（再次部署）", "new"), ("关于公布权责清单的通知（2022年版）", "replace")):
        words = ["CATEGORY=政务公开/通知公告", f"AGENCY={OFFICE}"] if verb == "new" else [f"INDEX={index_of(items['关于公布权责清单的通知'])}"]
        assert "这是草稿，不会发布" in session.make(verb, f"TITLE={title}", *words)
        review(session.items()[title])
    session.make("amend", f"INDEX={index_of(items['城区供水通知'])}", "NOTE=更正检修的日期")
    session.make("withdraw", f"INDEX={index_of(items['乡村道路通车'])}", "REASON=内容有误，另行发布")
    session.make("move", f"INDEX={index_of(items['关于节假日值班的通知'])}", "CATEGORY=政务公开/通知公告")
    assert "共 0 处错误" in session.make("check")
    assert "已换成新版本" in session.make("publish")

    current = site / "release/current"
    pages = {title: (current / address_of(path)).read_text(encoding="utf-8") for title, path in session.items().items() if path not in sample.values()}
    assert len(pages) == 25
    assert "更正检修的日期" in pages["城区供水通知"]
    assert "内容有误，另行发布" in pages["乡村道路通车"] and "撤下，正文不再公布" in pages["乡村道路通车"]
    assert pages["关于公布权责清单的通知"].count("关于公布权责清单的通知（2022年版）") and "取代文件" in pages["关于公布权责清单的通知（2022年版）"]
    assert "138****5678" in pages["关于做好防汛工作有关事项的通知"] and "格02" in pages["关于做好防汛工作有关事项的通知"]
    assert f'{address_of(items["关于抗旱的通知"]).rpartition("/")[2]}">' in pages["关于做好防汛工作的通知"]  # a link between pages of the old site
    assert not [title for title, page in pages.items() if re.search("页眉里的话|页脚里的话|打印本页】", page)]
    assert {str(path.relative_to(current)): found[0] for path in current.rglob("*.html") if (found := WORDS.search(path.read_text(encoding="utf-8")))} == {}
    print("\n" + "\n".join(f"make {verb:10} {seconds:5.1f} s" for verb, seconds in session.took))
