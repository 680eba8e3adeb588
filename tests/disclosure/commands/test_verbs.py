"""The daily verbs: amend, replace, withdraw and move change the right lines of items, say which, and refuse what cannot be right."""

from __future__ import annotations

import importlib
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disclosure.content.frontmatter import split
from disclosure.content.header_lines import values_of
from disclosure.model.settings import today

from tests.kit.project import ROOT, Project, item

INDEX = "014500858/2014-00001"
TODAY = today({"TIMEZONE": "Asia/Shanghai"})


class Desk:
    """A content folder, and the verbs."""

    def __init__(self, project: Project, capsys: pytest.CaptureFixture) -> None:
        self.project, self._capsys = project, capsys

    def run(self, verb: str, **given: str) -> tuple[int, str, str]:
        """Run a verb; return its exit code and what it printed."""
        words = [str(self.project.content), "--conf", str(ROOT / "pelicanconf.py"), *(f"--{name}={value}" for name, value in given.items())]
        code = importlib.import_module(f"disclosure.commands.{verb}").main(words)
        out, err = self._capsys.readouterr()
        return code, out, err

    def good(self, verb: str, **given: str) -> str:
        """Run a verb that must succeed; return what it printed."""
        code, out, err = self.run(verb, **given)
        assert (code, err) == (0, ""), out + err
        return out

    def refused(self, verb: str, **given: str) -> str:
        """Run a verb that must refuse, and change nothing; return what it said."""
        before = self.files()
        code, out, err = self.run(verb, **given)
        assert code == 1 and err.endswith("什么也没有改。\n") and self.files() == before, out + err
        return err

    def files(self) -> dict[str, bytes]:
        """Return every file of the content folder."""
        return {str(path.relative_to(self.project.content)): path.read_bytes() for path in self.project.content.rglob("*") if path.is_file()}

    def values(self, path: str) -> dict[str, str]:
        """Return the header of an item."""
        return values_of(split(path, (self.project.content / path).read_bytes()))


@pytest.fixture
def desk(project: Project, capsys: pytest.CaptureFixture) -> Desk:
    project.write({"items/a.md": item()})
    return Desk(project, capsys)


def shown(desk: Desk, path: str) -> str:
    return os.path.relpath(desk.project.content / path)


# Amend.

def test_amend_writes_day_and_note_and_says_where(desk: Desk) -> None:
    before = (desk.project.content / "items/a.md").read_text(encoding="utf-8")
    said = desk.good("amend", index=INDEX, note="更正联系电话")
    place = shown(desk, "items/a.md")
    assert said.splitlines() == [f"{place}:9: 加了一行“Modified: {TODAY}”", f"{place}:10: 加了一行“Revisions: {TODAY} 更正联系电话”"]
    assert (desk.project.content / "items/a.md").read_text(encoding="utf-8") == before.replace("\n\n", f"\nModified: {TODAY}\nRevisions: {TODAY} 更正联系电话\n\n", 1)
    assert "没有改动" in desk.good("amend", index=INDEX, note="更正联系电话")
    desk.good("amend", index=INDEX, note="补充附件")
    assert desk.values("items/a.md")["Revisions"] == f"{TODAY} 更正联系电话; {TODAY} 补充附件"
    desk.project.good()


def test_amend_without_a_note_sets_the_day_and_says_what_readers_see(desk: Desk) -> None:
    assert "没有写修改说明" in desk.good("amend", index=INDEX)
    assert desk.values("items/a.md")["Modified"] == TODAY and "Revisions" not in desk.values("items/a.md")
    desk.project.write({"items/a.md": item(Modified="2014-06-01", Revisions="2014-06-01 更正")})
    assert "这一次也要写" in desk.refused("amend", index=INDEX)


@pytest.mark.parametrize(("changes", "given", "said"), [
    ({}, {"index": "014500858/2014-0001"}, "没有哪一条信息的索引号是“014500858/2014-0001”；是不是“014500858/2014-00001”？"),
    ({"Index": "A1/2014-1"}, {"index": "a1/2014-1"}, "是不是“A1/2014-1”？"), ({}, {}, "用法：make amend"), ({"Withdrawn": "2014-06-01 有误"}, {"index": INDEX}, "已经撤下（2014-06-01 有误）"),
    ({"Status": "draft"}, {"index": INDEX}, "还是草稿"), ({"Modified": "2999-01-01"}, {"index": INDEX}, "晚于今天"), ({}, {"index": INDEX, "note": "甲；乙"}, "分号"),
    ({}, {"index": INDEX, "note": "电话13912345678"}, "手机号码 139****5678"), ({}, {"index": INDEX, "note": "一\nStatus: draft"}, "里有换行"), ({"Title": "甲\nTitle: 乙"}, {"index": INDEX}, "写了两次"),
])
def test_amend_refuses_what_cannot_be_right(desk: Desk, changes: dict[str, str], given: dict[str, str], said: str) -> None:
    desk.project.write({"items/a.md": item(**changes)})
    assert said in desk.refused("amend", **given)


def test_an_index_of_two_files_is_refused_with_both(desk: Desk) -> None:
    desk.project.write({"items/b.md": item()})
    assert "items/a.md、items/b.md；先运行 make renumber" in desk.refused("amend", index=INDEX)


# Withdraw.

def test_withdraw_writes_its_line_once(desk: Desk) -> None:
    assert f":9: 加了一行“Withdrawn: {TODAY} 内容有误”" in desk.good("withdraw", index=INDEX, reason="内容有误")
    assert "没有改动" in desk.good("withdraw", index=INDEX, reason="内容有误")
    assert f"已经撤下（{TODAY} 内容有误）" in desk.refused("withdraw", index=INDEX, reason="另一个原因")
    assert "内容有误" in desk.project.good() + desk.project.soup("items/2014/014500858-2014-00001.html").get_text()


@pytest.mark.parametrize(("changes", "reason", "said"), [
    ({}, "", "用法：make withdraw"), ({"Status": "draft"}, "有误", "还是草稿"), ({"Date": "2999-01-01"}, "有误", "还没有到"), ({}, "含有13912345678", "手机号码"),
])
def test_withdraw_refuses_what_cannot_be_right(desk: Desk, changes: dict[str, str], reason: str, said: str) -> None:
    desk.project.write({"items/a.md": item(**changes)})
    assert said in desk.refused("withdraw", index=INDEX, reason=reason)


# Replace.

def test_replace_drafts_a_new_item_and_ends_the_old_one(desk: Desk) -> None:
    desk.project.write({"items/a.md": item(Validity="有效", Validity_History="2014-05-01 有效 清理", Key_Area="行政审批")})
    before = desk.files()
    said = desk.good("replace", index=INDEX, title="新的通知")
    [path] = desk.files().keys() - before.keys()
    new = desk.values(path)
    assert {key: new[key] for key in ("Title", "Replaces", "Category", "Agency", "Key-Area", "Status")} == {
        "Title": "新的通知", "Replaces": INDEX, "Category": "法规文件/规范性文件", "Agency": "区政府办公室", "Key-Area": "行政审批", "Status": "draft",
    }
    assert "可以公开" not in (desk.project.content / path).read_text(encoding="utf-8") and f"索引号 {new['Index']}，替代 {INDEX}" in said
    assert before["items/a.md"].decode().replace("Validity: 有效", f"Validity: 废止 {TODAY}").replace("有效 清理", f"有效 清理; {TODAY} 废止 由《新的通知》替代") == desk.files()["items/a.md"].decode()
    assert "没有改动" in desk.good("replace", index=INDEX, title="新的通知")
    assert "（新的通知）已经替代它" in desk.refused("replace", index=INDEX, title="更新的通知")
    desk.project.good()


def test_replace_leaves_an_old_item_alone_that_never_said_that_it_was_in_force(desk: Desk) -> None:
    desk.project.write({"items/a.md": item(Category="工作动态/公告公示")})
    before = desk.files()["items/a.md"]
    assert "旧文件没有改" in desk.good("replace", index=INDEX, title="新的公告", category="工作动态/政务动态")
    assert desk.files()["items/a.md"] == before
    [path] = [path for path in desk.files() if path != "items/a.md"]
    assert desk.values(path)["Category"] == "工作动态/政务动态"


@pytest.mark.parametrize(("changes", "given", "said"), [
    ({}, {"title": "新"}, "用法：make replace"), ({"Status": "draft"}, {"index": INDEX, "title": "新"}, "还是草稿"), ({"Withdrawn": "2014-06-01 有误"}, {"index": INDEX, "title": "新"}, "已经撤下"),
    ({}, {"index": INDEX, "title": "新", "category": "法规文件/规范文件"}, "是不是“法规文件/规范性文件”"), ({}, {"index": INDEX, "title": "新\x1b"}, "看不见的字符"),
])
def test_replace_refuses_what_cannot_be_right(desk: Desk, changes: dict[str, str], given: dict[str, str], said: str) -> None:
    desk.project.write({"items/a.md": item(**changes)})
    assert said in desk.refused("replace", **given)


def test_replace_asks_for_an_agency_where_that_of_the_old_item_has_ended(desk: Desk) -> None:
    desk.project.write({"registers/agencies.csv": "code,name,until\n014500858,区政府办公室,2018-12-31\n014500859,区府办,\n"})
    assert "“区政府办公室”已经不在" in desk.refused("replace", index=INDEX, title="新")
    desk.good("replace", index=INDEX, title="新", agency="区府办")


# Move.

def test_move_changes_the_lines_that_file_an_item_and_its_address_stays(desk: Desk) -> None:
    desk.good("move", index=INDEX, category="法规文件/法规", agency="区财政局", keyarea="行政审批；食品安全")
    values = desk.values("items/a.md")
    assert (values["Category"], values["Agency"], values["Key-Area"]) == ("法规文件/法规", "区财政局", "行政审批; 食品安全")
    assert "没有改动" in desk.good("move", index=INDEX, category="法规文件/法规")
    desk.good("move", index=INDEX, keyarea="无")
    assert "Key-Area" not in desk.values("items/a.md")
    desk.project.good()
    assert (desk.project.output / "items/2014/014500858-2014-00001.html").is_file()


@pytest.mark.parametrize(("given", "said"), [
    ({}, "用法：make move"), ({"category": "法规文件/规范文件"}, "是不是“法规文件/规范性文件”"), ({"keyarea": "行政审判"}, "是不是“行政审批”"), ({"to": "../elsewhere"}, "不在"), ({"to": "/etc"}, "不在"),
    ({"to": "a:b"}, "Windows 不允许的字符"), ({"to": ".hidden"}, "以点开头"), ({"to": "CON"}, "Windows 保留的名字"), ({"to": "b.md"}, "不是文件夹"),
])
def test_move_refuses_what_cannot_be_right(desk: Desk, given: dict[str, str], said: str) -> None:
    desk.project.write({"items/b.md": item(Index="1/2")})
    assert said in desk.refused("move", index=INDEX, output=str(desk.project.output), **given)


LINKS = "见[二](b.md)、[表](a-表.csv)、[共](共.csv)、[自](a.md)、![图](图/i.png)、[页](/counts/index.html)和 b.md。\n"


def test_move_takes_attachments_along_and_every_link_leads_where_it_led(desk: Desk) -> None:
    png = (ROOT / "content").rglob("*.png")
    desk.project.write({
        "items/2014/a.md": item(body=LINKS), "items/2014/b.md": item(Index="1/2", body="见[一](a.md#x)、[一](<a.md>)、[共](%E5%85%B1.csv)、<a href=\"../2014/a.md\">一</a>和 a.md。\n\n[甲][r]\n\n[r]: a.md\n").replace("\n", "\r\n"),
        "items/2014/a-表.csv": "甲,乙\n", "items/2014/a/附.csv": "丙,丁\n", "items/2014/共.csv": "戊,己\n", "items/2014/图/i.png": next(png).read_bytes(),
        "registers/forms.csv": "name,file\n表,items/2014/a-表.csv\n",
    })
    (desk.project.content / "items/a.md").unlink()
    before = desk.project.build() and desk.project.tree()
    said = desk.good("move", index=INDEX, to="新的/一", output=str(desk.project.output))
    files = desk.files()
    assert {"items/新的/一/a.md", "items/新的/一/a-表.csv", "items/新的/一/a/附.csv", "items/新的/一/图/i.png", "items/2014/共.csv"} <= files.keys()
    assert files["items/新的/一/a.md"].decode().endswith("见[二](../../2014/b.md)、[表](a-表.csv)、[共](../../2014/共.csv)、[自](a.md)、![图](图/i.png)、[页](/counts/index.html)和 b.md。\n")
    text = files["items/2014/b.md"].decode()
    assert text.count("../新的/一/a.md") == 4 and "和 a.md。" in text and "%E5%85%B1.csv" in text and text.count("\r\n") == text.count("\n")
    assert "items/新的/一/a-表.csv" in files["registers/forms.csv"].decode()
    assert f"没有移 {shown(desk, 'items/2014/共.csv')}：{shown(desk, 'items/2014/b.md')} 也用它" in said
    desk.project.build()
    assert {path: digest for path, digest in desk.project.tree().items() if path.startswith("items/")} == {path: digest for path, digest in before.items() if path.startswith("items/")}
    assert "没有改动" in desk.good("move", index=INDEX, to="items/新的/一", output=str(desk.project.output))


def test_move_refuses_where_a_file_is_or_another_item_would_get_a_loose_file(desk: Desk) -> None:
    desk.project.write({"items/x/a.md": item(Index="1/3")})
    assert "已经有了" in desk.refused("move", index=INDEX, to="x", output=str(desk.project.output))
    desk.project.write({"items/y/c.md": item(Index="1/4"), "items/y/loose.csv": "甲\n"})
    assert "loose.csv 会算到别的条目下" in desk.refused("move", index=INDEX, to="y", output=str(desk.project.output))


# New, asked on a terminal.

def test_new_says_what_is_missing_without_a_terminal(project: Project) -> None:
    command = [sys.executable, "-m", "disclosure.commands.new", str(project.content), "--title", "甲"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 1 and done.stderr.startswith("没有写信息分类（CATEGORY）、发布机构（AGENCY）；用法：make new")


def test_new_asks_on_a_terminal_and_lists_what_there_is_to_choose(project: Project) -> None:
    project.write({"registers/agencies.csv": "code,name,until\n014500858,区政府办公室,\n014500859,旧局,2014-01-01\n014500860,区财政局,\n"})
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.environ["PYTHONPATH"] = str(ROOT / "plugins")
        os.execv(sys.executable, [sys.executable, "-m", "disclosure.commands.new", str(project.content)])
    said = b""
    for wanted, answer in (("标题：", ""), ("不能空着", "防汛的通知"), ("名称）：", "法规"), ("没有“法规”", "法规文件/法规"), ("发布机构（", "9"), ("写 1 到 2", "2")):
        while wanted.encode() not in said:
            said += os.read(terminal, 65536)
        said = said[said.rindex(wanted.encode()) + len(wanted.encode()) :]
        time.sleep(0.1)
        os.write(terminal, f"{answer}\n".encode())
    while True:
        try:
            if not (more := os.read(terminal, 65536)):
                break
        except OSError:
            break
        said += more
    os.close(terminal)
    assert os.waitpid(pid, 0)[1] == 0 and "旧局" not in said.decode()
    [path] = (project.content / "items").rglob("*.md")
    assert re.search(r"^Index: 014500860/\d{4}-00001\nCategory: 法规文件/法规\nAgency: 区财政局$", Path(path).read_text(encoding="utf-8"), re.MULTILINE)
