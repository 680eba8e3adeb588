"""One content folder with every error that officials make most: each is found in a real build, named, and stops it."""

from __future__ import annotations

from pathlib import Path

from tests.kit.project import item
from tests.kit.quick_builds import Quick

REQUESTS = (
    "number,agency,received,channel,applicant,subject,closed,decision\n"
    "1,区政府办公室,2021-03-01,网络,自然人,某项信息,2021-02-26,予以公开\n"
    "2,区政府办公室,2021-03-01,网络,自然人,某项信息,2021-03-12,予以公布\n"
    "3,区政府办公室,2021-03-01,网络,自然人,某项信息,2021-03-12,予以公开\n"
)
APPROVALS = (
    "code,name,agency,kind,basis,origin,status,cancelled,document,online\n"
    "1,票据领购,区财政局,行政许可,办法,保留,取消,2014-05-01,文件,否\n"
    "2,票据领购,区财政局,行政许可,办法,保留,取消,2014-06-01,文件,否\n"
)
REPORT = (
    "Title: 年报\nSlug: 2014\nSave_As: reports/2014.html\n\n"
    "公开[3条](figure:主动公开政府信息数)，总数[2条](figure:年末信息总数)。\n"
)


def test_each_planted_error_is_found_and_named_in_one_build(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write({
        "items/a.md": item(Title="第二十一个工作日", Created="2014-01-20", Date="2014-02-21", Review="2014-01-21 甲 可以公开"),
        "items/b.md": item(Title="第二十个工作日", Index="1/2", Created="2014-01-20", Date="2014-02-20", Review="2014-01-21 甲 可以公开"),
        "registers/requests.csv": REQUESTS, "registers/approvals.csv": APPROVALS, "reports/2014.md": REPORT,
    })
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1 and "没有通过检查，不会发布" in done.stdout
    told = [line.partition("/content/")[2] for line in done.stdout.splitlines() if "/content/" in line]
    for start in (
        "registers/requests.csv:2: 办结日期 2021-02-26 早于收到日期 2021-03-01",
        "registers/requests.csv:3: 答复“予以公布”不在2019年条例所列的答复里；是不是“予以公开”？",
        "registers/approvals.csv:3: “票据领购”（区财政局）第 2 行已经取消，不能取消两次",
        "reports/2014.md:5: “主动公开政府信息数”文中是 3条，算出来是 2条，文中多 1条",
    ):
        assert sum(line.startswith(start) for line in told) == 1, (start, told)
    late = project.soup("supervision/2014.html").find(id="late").find_parent("section")
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in late.select("tbody tr")]
    assert [(row[0], row[-1]) for row in rows] == [("第二十一个工作日", "21")]
