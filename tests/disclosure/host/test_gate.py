"""The gate: no page and no file reaches the output folder, or a place outside it, without having been checked."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from tests.kit.planted_leaks import identity, photograph
from tests.kit.planted_leaks import picture as png
from tests.kit.project import item
from tests.kit.quick_builds import Quick, told

SECRET = identity(4)
PAGE = "Title: 说明\nSlug: about\n{header}\n{body}\n"


def page(body: str = "正文。", **header: str) -> str:
    """Return a page of Pelican's."""
    lines = "".join(f"{key.replace('_', '-') if key != 'Save_As' else key}: {value}\n" for key, value in header.items())
    return PAGE.format(header=lines, body=body)


def outputs(project: Quick) -> set[str]:
    """Return the paths of the output, without those of the theme and of the index of the site's pages, which are named after their contents."""
    return {path for path in project.tree() if not path.startswith(("theme/", "search/places/"))}


DRAFT = item(Index="9/2014-2", Status="draft", body="草稿里的话。")
WITHDRAWN = item(Index="9/2014-3", Withdrawn="2014-06-01 内容有误")


def refused(project: Quick, files: dict[str, str | bytes], place: str, message: str) -> None:
    """Assert that the files stop publication with a message at a place, and that nothing of theirs is in the output."""
    project.write({"items/a.md": item(), **{name: text for name, text in files.items() if text is WITHDRAWN}})
    project.good()
    before = outputs(project)
    project.write(files)
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1, done.stdout
    assert any(line.startswith(f"/content/{place}") and message in line and "提醒：" not in line for line in told(done.stdout, project.base)), done.stdout
    assert "Traceback" not in done.stdout
    assert {path for path in outputs(project) - before if path != "about.html"} == set()


LINKS = {
    "a draft": ("{static}/items/draft.md", {"items/draft.md": DRAFT}),
    "the attachment of a draft": ("{static}/items/draft.pdf", {"items/draft.md": DRAFT, "items/draft.pdf": b"%PDF-1.4"}),
    "the attachment of a draft, attached": ("{attach}/items/draft.pdf", {"items/draft.md": DRAFT, "items/draft.pdf": b"%PDF-1.4"}),
    "the attachment of an item that was withdrawn": ("{static}/items/gone.pdf", {"items/gone.md": WITHDRAWN, "items/gone.pdf": b"%PDF-1.4"}),
    "a file outside": ("{static}/../outside.pdf", {"../outside.pdf": b"%PDF-1.4"}),
    "a file outside, attached": ("{attach}/../outside.pdf", {"../outside.pdf": b"%PDF-1.4"}),
    "a file outside, from the page": ("{attach}../../outside.pdf", {"../outside.pdf": b"%PDF-1.4"}),
    "a register": ("{static}/registers/letters.csv", {}),
    "a picture with scripts": ("{static}/files/a.svg", {"files/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"}),
    "a web page": ("{attach}a.html", {"pages/a.html": "<script>1</script>"}),
    "a program": ("{static}/files/run.exe", {"files/run.exe": b"MZ"}),
    "a web page by another name": ("{static}/files/a.txt", {"files/a.txt": "<!DOCTYPE html><script>1</script>"}),
    "an empty file": ("{static}/files/a.pdf", {"files/a.pdf": b""}),
    "a file with an identity number": ("{static}/files/a.txt", {"files/a.txt": f"证件 {SECRET}"}),
    "a photograph with its place": ("{attach}a.jpg", {"pages/a.jpg": photograph(True)}),
    "a file that is not there": ("{static}/files/none.pdf", {}),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_page_does_not_bring(project: Quick, name: str) -> None:
    link, files = LINKS[name]
    outside = project.base / "outside.pdf"
    refused(project, {"pages/about.md": page(f"第一行。\n\n见[文件]({link})。"), **files}, "pages/about.md:6", "链接的文件")
    assert not outside.exists() or outside.read_bytes() == b"%PDF-1.4"
    (project.content / "pages/about.md").unlink()
    project.build()
    assert not outside.exists() or outside.read_bytes() == b"%PDF-1.4"  # a later build removes nothing there either


def test_a_page_brings_what_passed_the_checks(project: Quick) -> None:
    project.write({
        "items/a.md": item(), "files/表.txt": "一、二、三", "pages/图.png": png(), "images/b.jpg": photograph(False),
        "pages/about.md": page("见[表]({static}/files/表.txt)、![图]({attach}图.png)和![照片]({static}/images/b.jpg)。"),
    })
    project.good(conf="publishconf.py")
    assert {"files/表.txt", "图.png", "images/b.jpg"} <= outputs(project)


def test_an_exception_in_the_page_lets_a_value_in_its_file_pass(project: Quick) -> None:
    project.write({"items/a.md": item(), "files/a.txt": f"证件 {SECRET}", "pages/about.md": page("见[表]({static}/files/a.txt)。")})
    done = project.build(conf="publishconf.py")
    code = re.search("Review-Exception: ([0-9a-f]{8}) ", done.stdout)[1]
    project.write({"pages/about.md": page("见[表]({static}/files/a.txt)。", Review_Exception=f"{code} 已经公开过")})
    project.good(conf="publishconf.py")
    assert "files/a.txt" in outputs(project)


STATIC = {
    "images/leak.txt": f"证件 {SECRET}".encode(), "images/run.exe": b"MZ", "images/photo.jpg": photograph(True), "images/a.html": b"<script>1</script>",
    "images/a.svg": b"<svg/>", "images/picture.png": photograph(False), "images/\u202egpj.png": png(), "images/empty.png": b"",
}


@pytest.mark.parametrize("path", STATIC)
def test_the_folder_of_pictures_is_no_side_door(project: Quick, path: str) -> None:
    refused(project, {path: STATIC[path]}, path.replace("\u202e", "\ufffd"), "")


def test_what_was_found_is_told_again_when_nothing_changed(project: Quick) -> None:
    refused(project, {"images/leak.txt": STATIC["images/leak.txt"]}, "images/leak.txt", "身份证号")
    assert project.build(conf="publishconf.py").returncode == 1
    assert "images/leak.txt" not in outputs(project)


PAGES = {
    "hidden": (page(f"证件 {SECRET}。", Status="hidden"), "pages/about.md:5", "身份证号"),
    "split by tags": (page(f"证件 {SECRET[:6]}<b>{SECRET[6:14]}</b>{SECRET[14:]}。"), "pages/about.md:1", "身份证号"),
    "over an item": (page(Save_As="items/2014/014500858-2014-00001.html"), "pages/about.md:3", "在网站自己的文件夹里"),
    "over an item, in other letters": (page(Save_As="Items/2014/014500858-2014-00001.html"), "pages/about.md:3", "在网站自己的文件夹里"),
    "over the home page": (page(Save_As="index.html"), "pages/about.md", "那里是网站自己的网页"),
    "over the home page, in other letters": (page(Save_As="Index.html"), "pages/about.md", "那里是网站自己的网页"),
    "over the release": (page(Save_As="release.json"), "pages/about.md:3", "不是网页的地址"),
    "over a script": (page(Save_As="theme/js/search.js"), "pages/about.md:3", "不是网页的地址"),
    "outside": (page(Save_As="../evil.html"), "pages/about.md:3", "在网站以外"),
    "at the root of the machine": (page(Save_As="/tmp/reading-room-evil.html"), "pages/about.md:3", "在网站以外"),
    "below a page": (page(Slug="index.html/foo").replace("Slug: about\n", ""), "pages/about.md:2", "在一个网页的下面"),
    "by another template": (page(Template="../../x"), "pages/about.md:3", "不能用模板"),
    "by the template of another kind": (page(Template="home"), "pages/about.md:3", "不能用模板"),
    "by a template of Pelican's own": (page(Template="article"), "pages/about.md:3", "不能用模板"),
    "with markup for a name": ("Title: <script>1</script>\nSlug: <script>\n\n正文。\n", "pages/about.md:2", "Windows 不允许的字符"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_written(project: Quick, name: str) -> None:
    text, place, message = PAGES[name]
    project.write({"items/a.md": item()})
    project.good()
    before = {path: digest for path, digest in project.tree().items() if path != "about.html"}
    project.write({"pages/about.md": text})
    for _ in range(2):  # by a build that knows the site, too
        done = project.build(conf="publishconf.py")
        assert done.returncode == 1, done.stdout
        assert any(re.match(rf"/?content/{re.escape(place)}\b", line) and message in line for line in told(done.stdout, project.base)), done.stdout
        assert "Traceback" not in done.stdout
    assert not Path("/tmp/reading-room-evil.html").exists() and not (project.base / "evil.html").exists()
    (project.content / "pages/about.md").unlink()
    project.good(conf="publishconf.py")
    assert {path: digest for path, digest in project.tree().items() if path in before} == before


def test_two_pages_of_one_address_are_told(project: Quick) -> None:
    refused(project, {"pages/about.md": page(), "pages/b.md": page().replace("about", "About")}, "pages/", "已经有别的页面用了")


def test_a_draft_of_a_page_and_what_it_links_to_are_not_published(project: Quick) -> None:
    project.write({"items/a.md": item(), "files/a.txt": "表", "pages/about.md": page(f"证件 {SECRET}，见[表]({{static}}/files/a.txt)。", Status="draft")})
    project.good(conf="publishconf.py")
    assert not [path for path in outputs(project) if "about" in path or path.startswith(("drafts", "files"))]


def test_a_misspelt_status_is_told(project: Quick) -> None:
    project.write({"items/a.md": item(), "pages/about.md": page(Statsu="draft")})
    assert "pages/about.md:3: 提醒：页面的表头不认识“statsu”，这一行不起作用；是不是“status”？" in project.build(conf="publishconf.py").stdout


@pytest.mark.parametrize("name", ["a.rst", "a.html", "a.htm", "a.docx.url"])
def test_pages_of_other_formats_are_told_and_not_read(project: Quick, name: str) -> None:
    secret = project.base / "secret.txt"
    secret.write_text("不能公开的话", encoding="utf-8")
    text = f"说明\n====\n\n.. include:: {secret}\n\n.. raw:: html\n   :file: {secret}\n"
    refused(project, {f"pages/{name}": text}, f"pages/{name}", "名字以 .md 结尾的文字文件（Markdown），这个文件不会发布")
    assert not [path for path in outputs(project) if "不能公开的话" in (project.output / path).read_text(encoding="utf-8", errors="ignore")]


@pytest.mark.parametrize("path", ["items/a.pdf", "items/b.md", "pages/b.md", "images/b.png", "reports/2015.md"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "link", "folder link", "loop"])
def test_what_is_no_file_is_told_and_never_opened(project: Quick, path: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = project.content / path
    place.parent.mkdir(parents=True, exist_ok=True)
    outside = project.base / "outside"
    outside.mkdir()
    (outside / "b.md").write_text(page("外面的话。"), encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        monkeypatch.chdir(place.parent)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    else:
        place.symlink_to({"link": outside / "b.md", "folder link": outside, "loop": place.parent}[kind])
    project.write({"items/a.md": item(), "pages/about.md": page(), "pages/deep/c.md": page().replace("about", "deep")})
    done = project.build(conf="publishconf.py", kill_after=60)
    assert done.returncode == 1, done.stdout
    assert any(line.startswith(f"/content/{path}: 这是") for line in told(done.stdout, project.base)), done.stdout
    assert {"items/2014/014500858-2014-00001.html", "about.html", "deep.html"} <= outputs(project)
    assert not [name for name in outputs(project) if "外面的话" in (project.output / name).read_text(encoding="utf-8", errors="ignore")]


@pytest.mark.parametrize("path", ["items/b.md", "items/a.pdf", "pages/b.md", "images/b.png", "items/deep/", "pages/deep/", "images/deep/"])
def test_what_cannot_be_read_is_told_and_takes_nothing_with_it(project: Quick, path: str) -> None:
    project.write({"items/a.md": item(), "pages/about.md": page()})
    place = project.content / path
    if path.endswith("/"):
        project.write({f"{path}x.md": item(Index="9/2014-8")})
    else:
        project.write({path: item(Index="9/2014-8") if path.endswith(".md") else b"%PDF-1.4"})
    place.chmod(0)
    done = project.build(conf="publishconf.py", privileges=False)
    place.chmod(0o755)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout
    assert any(line.startswith(f"/content/{path.rstrip('/')}") and "读不出来" in line for line in told(done.stdout, project.base)), done.stdout
    assert "about.html" in outputs(project)
    if path != "items/a.pdf":
        assert "items/2014/014500858-2014-00001.html" in outputs(project)
    project.build(conf="publishconf.py")
    twin = project.clean(conf="publishconf.py")
    assert project.tree() == twin.tree()


LEFTOVERS = ["items/~$a.docx", "items/Thumbs.db", "items/desktop.ini", "items/a.docx.tmp", "items/~WRL0001.tmp", "images/Thumbs.db", "pages/~$b.md"]


@pytest.mark.parametrize("path", LEFTOVERS)
def test_what_software_left_behind_is_left_out_with_a_reminder(project: Quick, path: str) -> None:
    project.write({"items/a.md": item(), path: b"\x05user"})
    said = project.build(conf="publishconf.py")
    assert said.returncode == 0, said.stdout
    assert any(line.startswith(f"/content/{path}: 提醒：这是") for line in told(said.stdout, project.base)), said.stdout
    assert not [name for name in outputs(project) if name.endswith(path.rpartition("/")[2])]


def test_a_folder_that_nothing_reads_is_told(project: Quick) -> None:
    project.write({"items/a.md": item(), "item/b.md": item(Index="9/2014-9")})
    assert "/item: 提醒：没有用到这个文件夹，里面的文件不会发布；是不是“items”？" in project.build(conf="publishconf.py").stdout


def test_a_file_that_changes_after_its_check_is_not_published(project: Quick) -> None:
    """As if somebody saved it in that moment: the check reads one text, the copy would be another."""
    project.write({"items/a.md": item(), "items/a.txt": "干净的话", "pages/about.md": page("见[表]({static}/files/b.txt)。"), "files/b.txt": "干净的话"})
    plugin = project.base / "plugins/changing.py"
    plugin.parent.mkdir()
    plugin.write_text(f"""
from pathlib import Path
from pelican import signals
import disclosure.catalogue.sync as sync, disclosure.host.copied_files as copied
def change(module, name):
    real = module.examine_file
    def examine(path, data):
        seen = real(path, data)
        if path == name:
            Path({str(project.content)!r}, name).write_text("换过的话", encoding="utf-8")
        return seen
    module.examine_file = examine
change(sync, "items/a.txt")
change(copied, "files/b.txt")
def register(): pass
""", encoding="utf-8")
    done = project.build(conf="publishconf.py", PLUGIN_PATHS=["plugins", str(plugin.parent)], PLUGINS=["disclosure", "changing"])
    assert done.returncode == 1, done.stdout
    for path in ("items/a.txt", "files/b.txt"):
        assert f"content/{path}: 检查以后这个文件又变了" in done.stdout, done.stdout
    assert not [path for path in outputs(project) if path.endswith(".txt")]
    assert project.build(conf="publishconf.py").returncode == 0
    assert (project.output / "files/b.txt").read_text(encoding="utf-8") == "换过的话"


@pytest.mark.parametrize(("path", "megabytes"), [("items/a.pdf", 501), ("items/b.md", 31), ("pages/b.md", 31), ("images/b.png", 501), ("registers/letters.csv", 101)])
def test_what_is_too_large_is_told_by_name_and_never_read(project: Quick, path: str, megabytes: int) -> None:
    project.write({"items/a.md": item(), "pages/about.md": page(), path: b""})
    os.truncate(project.content / path, megabytes * 1_000_000)
    done = project.build(conf="publishconf.py", kill_after=20)
    assert done.returncode == 1, done.stdout
    assert any(line.startswith(f"/content/{path}: ") and "太大，没有打开它" in line for line in told(done.stdout, project.base)), done.stdout
    assert {"items/2014/014500858-2014-00001.html", "about.html"} <= outputs(project)


@pytest.mark.parametrize(("path", "message"), [
    ("pages/F5.MD", "扩展名要写成小写"), ("items/F5.MD", "扩展名要写成小写"), ("reports/2013.docx", "没有页面用到这个文件"), ("stray.md", "这里不放信息和附件"), ("stray.txt", "这里不放信息和附件"),
])
def test_a_file_that_nothing_reads_is_told(project: Quick, path: str, message: str) -> None:
    project.write({"items/a.md": item(), path: page()})
    assert any(line.startswith(f"/content/{path}: ") and message in line for line in told(project.build(conf="publishconf.py").stdout, project.base))


def test_what_lies_in_the_content_folder_for_people_is_no_stray(project: Quick) -> None:
    project.write({"items/a.md": item(), "README.md": "给编辑的说明", "publishconf.py": "", "Makefile": ""})
    project.good()


@pytest.mark.parametrize(("settings", "said"), [
    ({"ARTICLE_PATHS": ["items"]}, "设置 ARTICLE_PATHS 要写 []"), ({"PAGE_PATHS": ["pages", "../.."]}, "设置 PAGE_PATHS 里的 ../.. 不是"), ({"STATIC_PATHS": ["."]}, "设置 STATIC_PATHS 里的 . 不是"),
    ({"STATIC_PATHS": ["/etc"]}, "设置 STATIC_PATHS 里的 /etc 不是"),
])
def test_settings_that_would_let_others_in_are_refused(project: Quick, settings: dict, said: str) -> None:
    project.write({"items/a.md": item()})
    done = project.build(**settings)
    assert done.returncode == 1 and said in done.stdout and "Traceback" not in done.stdout
    assert not (project.output / "index.html").exists()


@pytest.mark.parametrize("path", ["images/Thumbs.db", "pages/a.rst"])
def test_a_file_that_is_left_out_takes_nothing_with_it_where_a_link_leads_to_the_content(project: Quick, path: str) -> None:
    project.write({"items/a.md": item(), "pages/about.md": page(), "pages/deep/b.md": page().replace("about", "deep"), "images/b.png": png(), path: "x"})
    (project.base / "link").symlink_to(project.content)
    project.content = project.base / "link"
    project.build()
    assert {"about.html", "deep.html", "images/b.png"} <= outputs(project)
