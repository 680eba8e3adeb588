"""The editor's tools: a new item, the server that reloads, progress on a terminal."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from disclosure.due import page
from disclosure.model.settings import today

from tests.kit.editor_server import ENVIRONMENT, fetch, serving, wait_for_reload
from tests.kit.project import ROOT, Project, item


def new(project: Project, *options: str) -> subprocess.CompletedProcess:
    """Run `make new`'s command."""
    command = [sys.executable, "-m", "disclosure.commands.new", str(project.content), *options]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def test_a_new_item_takes_the_next_index_and_is_a_valid_draft(project: Project) -> None:
    options = ("--title", "试写一条", "--category", "工作动态/公告公示", "--agency", "区政府办公室")
    project.write({"registers/agencies.csv": "code,name\n014500858,区政府办公室\n"})
    first, second = new(project, *options), new(project, *options)
    numbers = [re.search(r"014500858/\d{4}-(\d{5})", done.stdout)[1] for done in (first, second)]
    assert numbers == ["00001", "00002"]
    project.good()
    assert not list(project.output.glob("items/*/*.html"))


def test_a_new_item_has_no_review_and_is_published_only_when_a_person_has_filled_in_everything(project: Project) -> None:
    done = new(project, "--title", "试写一条", "--category", "工作动态/公告公示", "--agency", "区政府办公室")
    path = next((project.content / "items").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    assert "可以公开" not in text and "在 Review 写上“日期 审查人 结论”" in done.stdout
    path.write_text(text := text.replace("Status: draft\n", ""), encoding="utf-8")
    said = [line.partition(f"{path.name}:")[2] for line in project.build().stdout.splitlines()]
    for place in ("8: Review（保密审查）：还没有审查记录；审查以后由审查的人写上“日期 审查人 结论”", "10: 还留着样稿里的话“〔在这里写：正文〕”；写上真正的内容"):
        assert any(line.startswith(place) for line in said), said
    path.write_text(text := re.sub("Review: .*", f"Review: {today({'TIMEZONE': 'Asia/Shanghai'})} 王科长 可以公开", text), encoding="utf-8")
    assert "10: 还留着样稿里的话" in project.build().stdout and not list(project.output.glob("items/*/*.html"))
    path.write_text(text.replace("〔在这里写：正文〕", "正文写好了。"), encoding="utf-8")
    project.good()
    assert list(project.output.glob("items/*/*.html"))


@pytest.mark.parametrize(("changes", "said"), [
    ({"body": "在这里写正文。写好后改好 Summary。\n"}, ":10: 还留着样稿里的话"), ({"Summary": "〔在这里写：概述〕"}, ":7: 还留着样稿里的话"),
    ({"Review": "2014-03-17 审查人 可以公开"}, ":8: Review（保密审查）：还没有审查记录"), ({"Review": "〔在这里写：审查日期 审查人 结论〕"}, ":8: Review（保密审查）：还没有审查记录"),
])
def test_sample_text_of_any_version_is_an_error_at_its_line(project: Project, changes: dict[str, str], said: str) -> None:
    project.write({"items/a.md": item(**changes)})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1 and done.stdout.count("a.md:") == 1 and said in done.stdout, done.stdout


def test_a_new_guide_has_the_keys_and_headings_of_a_guide(project: Project) -> None:
    done = new(project, "--title", "收养登记", "--category", "公共服务/面向公民", "--agency", "区民政局")
    path = next((project.content / "items").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    assert done.returncode == 0 and "Genre: 办事指南\n" in text and "## 材料\n" in text and "Life-Event（办事场景）可以写：生育收养、" in text
    path.write_text(text.replace("Office: ", "Office: 一号窗口").replace("Fee: ", "Fee: 不收费").replace("Time-Limit: ", "Time-Limit: 当场"), encoding="utf-8")
    assert "没有说明" not in project.build().stdout


@pytest.mark.parametrize(("value", "said"), [
    ("一行\nWithdrawn: 2014-06-01 伪造", "里有换行（U+000A）"), ("一行\r二行", "里有换行（U+000D）"), ("一\u2028二", "里有换行（U+2028）"), ("一\x1b[2J", "里有看不见的字符（U+001B）"),
    ("\ufeff", "里有看不见的字符（U+FEFF）"), ("通知\u202e", "里有看不见的字符（U+202E）"), ("\u2067甲", "里有看不见的字符（U+2067）"), ("\u3164\u2800", "里没有看得见的字"), ("\u3000", "里没有看得见的字"),
])
@pytest.mark.parametrize("name", ["title", "category", "agency"])
def test_what_is_not_one_line_of_visible_characters_is_refused(project: Project, name: str, value: str, said: str) -> None:
    given = {"title": "试", "category": "工作动态/公告公示", "agency": "区政府办公室"} | {name: value}
    done = new(project, *(f"--{key}={one}" for key, one in given.items()))
    assert done.returncode == 1 and done.stderr == f"{name.upper()} {said}；写成一行，只用看得见的字\n"
    assert not list(project.content.glob("items/**/*.md"))


def test_a_new_item_with_a_misspelt_agency_is_refused_with_a_suggestion(project: Project) -> None:
    project.write({"registers/agencies.csv": "code,name\n014500858,区政府办公室\n"})
    done = new(project, "--title", "试", "--category", "工作动态/公告公示", "--agency", "区政府办公")
    assert done.returncode == 1
    assert "是不是“区政府办公室”" in done.stderr
    assert not list(project.content.glob("items/**/*.md"))


@pytest.fixture
def served(project: Project):
    """The address of a running development server."""
    project.write({"items/a.md": item(Title="旧的标题")})
    with serving(project) as address:
        yield address


def test_the_development_server_rebuilds_on_save_and_tells_the_browser(project: Project, served: str) -> None:
    page = fetch(f"{served}/items/2014/014500858-2014-00001.html")
    assert "旧的标题" in page
    time.sleep(0.5)
    project.write({"items/a.md": item(Title="新的标题")})
    wait_for_reload(served, page)
    assert "新的标题" in fetch(f"{served}/items/2014/014500858-2014-00001.html")
    assert "reload.js" not in (project.output / "index.html").read_text(encoding="utf-8")


SECRET = "只有办公室知道的申请"


def test_the_development_server_shows_what_is_due_and_no_file_of_the_site_holds_it(project: Project, served: str) -> None:
    received = (date.fromisoformat(today({"TIMEZONE": "Asia/Shanghai"})) - timedelta(days=60)).isoformat()
    project.write({
        "registers/agencies.csv": "code,name\n014500858,区政府办公室\n",
        "items/draft.md": item(Index="014500858/2014-00002", Created=received, Date=None, Status="draft", Title=SECRET, Review=None),
    })
    shown = fetch(f"{served}/.due/")
    assert SECRET in shown and "已经过期（" in shown and "items/draft.md" in shown and "内部使用" in shown
    assert fetch(f"{served}/.due").count(SECRET) == 1
    time.sleep(3)
    files = [path for path in project.output.rglob("*") if path.is_file()]
    assert files and not [path for path in files if SECRET.encode() in path.read_bytes() or "待办事项".encode() in path.read_bytes()]
    assert not list(project.output.rglob("*due*"))


def test_what_is_due_is_told_to_browsers_of_this_machine_only(served: str) -> None:
    request = urllib.request.Request(f"{served}/.due/", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    with refused.value:
        assert refused.value.code == 403
    assert "待办事项" not in fetch(f"{served}/index.html")


def test_a_list_that_cannot_be_made_says_why(project: Project, served: str) -> None:
    (project.base / "conf.py").write_text("TIMEZONE = 'Nowhere'\n", encoding="utf-8")
    shown = fetch(f"{served}/.due/")
    assert "待办事项没有列出来" in shown and "TIMEZONE" in shown


def test_a_page_of_matters_escapes_what_it_shows_and_tells_of_what_is_unread() -> None:
    one = {"urgency": "今天到期", "day": "2021-03-26", "kind": "答复申请", "subject": "<b>申请</b>", "agency": "区财政局", "note": "某", "path": "a.csv", "line": 3}
    soup = BeautifulSoup(page.page({"today": "2021-03-26", "unread": ["a.csv:9: 写错了"], "matters": [one]}), "html.parser")
    assert [entry.get_text("|") for entry in soup.select("li")] == ["a.csv:9: 写错了", "2021-03-26| 答复申请：<b>申请</b>（区财政局）|某|a.csv:3"]
    assert "没有待办的事项" not in soup.get_text()
    assert "没有待办的事项" in page.page({"today": "2021-03-26", "unread": [], "matters": []})


def test_a_terminal_gets_a_progress_bar_and_a_pipe_plain_lines(project: Project) -> None:
    project.write({f"items/{n}.md": item(Index=f"014500858/2014-{n:05d}") for n in range(1, 620)})
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "pelican", str(project.content), "-o", str(project.output), "-s", "pelicanconf.py"]
    settings = ["-e", f'CACHE_PATH="{project.base / "cache"}"']
    process = subprocess.Popen(
        [*command, *settings], cwd=ROOT, env=ENVIRONMENT | {"TERM": "xterm"}, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    assert "━".encode() in shown
    assert b"619/619" in shown
    shutil.rmtree(project.base / "cache")
    piped = project.good()
    assert "\x1b" not in piped
    assert "读取条目：619 / 619" in piped


@pytest.mark.parametrize(("name", "header"), [
    ("a.markdown", "Title: 有了\nIndex: 014500858/{year}-00007\n"),
    ("a.md", "\ufeffIndex: 014500858/{year}-00007\nTitle: 有了\n"),
    ("a.md", "---\nTitle: 有了\n\nIndex: 014500858/{year}-00007\n---\n"),
    ("a.md", "Title: 有了\nIndex:\n    014500858/{year}-00007\n"),
    ("a.md", "Title: " + "长" * 3000 + "\nINDEX: 014500858/{year}-00007\n"),
    ("a.md", "Title: 地址相同\nIndex: 014500858-{year}/00007\n"),
])
def test_a_new_item_takes_no_index_that_an_item_has(project: Project, name: str, header: str) -> None:
    year = today({"TIMEZONE": "Asia/Shanghai"})[:4]
    project.write({
        "registers/agencies.csv": "code,name\n014500858,区政府办公室\n",
        f"items/{name}": header.format(year=year) + "\n正文提到 Index: 014500858/" + year + "-00041\n",
        f"items/{year}/014500858-{year}-00008.md": "Title: 别的索引号\nIndex: 9/2014-00001\n\n正文。\n",
    })
    done = new(project, "--title", "试写一条", "--category", "工作动态/公告公示", "--agency", "区政府办公室")
    assert done.returncode == 0 and f"索引号 014500858/{year}-00009。" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["new", "report"])
def test_settings_that_lack_something_are_told_by_name(project: Project, module: str) -> None:
    conf = project.base / "conf.py"
    conf.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nDISCLOSURE_CATEGORIES = [{{'name': '法规文件'}}]\nDISCLOSURE_KEY_AREAS = [('甲', 'a')]\nTIMEZONE = '../etc'\n",
        encoding="utf-8",
    )
    project.write({"items/a.md": item()})
    options = {"new": ["--title", "甲", "--category", "乙", "--agency", "丙"], "report": [str(project.output), "--year", "2014"]}[module]
    command = [sys.executable, "-m", f"disclosure.commands.{module}", str(project.content), *options, "--conf", str(conf)]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    built = project.build(conf=str(conf))
    for code, told, place, end in ((done.returncode, done.stderr, "", []), (built.returncode, built.stdout, str(conf), ["什么都没有做。"])):
        assert code == 1
        assert told.splitlines() == [
            f"{place and f'{place}:4: '}设置 DISCLOSURE_CATEGORIES 的第 1 项没有写 slug；照说明文件 settings.md 里的样子补上。",
            f"{place and f'{place}:5: '}设置 DISCLOSURE_KEY_AREAS 的第 1 项不是四个部分；写成（名称、slug、标题、说明）。",
            f"{place and f'{place}:6: '}设置 TIMEZONE 写的“../etc”不是时区；写成 Asia/Shanghai 这样的名称。",
            *end,
        ]


def test_a_new_item_is_written_into_no_folder_that_is_not_there(project: Project) -> None:
    command = [sys.executable, "-m", "disclosure.commands.new", str(project.base / "没有"), "--title", "甲", "--category", "法规文件", "--agency", "丙"]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "没有内容文件夹" in done.stderr
    assert not (project.base / "没有").exists()
