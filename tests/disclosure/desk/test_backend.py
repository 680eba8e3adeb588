"""The desk's backend and server by themselves: what they refuse, and that lists stay small."""

from __future__ import annotations

import base64
import http.client
import json
from pathlib import Path

import pytest
from disclosure.desk import program
from disclosure.desk.backend import Backend
from disclosure.desk.refusal import Refusal
from disclosure.desk.shelves import FULL_YEAR, name_of

from tests.kit.desks import served, settings_for
from tests.kit.project import ROOT, Project, item

AGENCIES = {"registers/agencies.csv": (ROOT / "content/registers/agencies.csv").read_bytes()}
ASSET = {"path": "drafts/a.md/表.csv", "content": base64.b64encode("甲,乙\n".encode()).decode(), "encoding": "base64"}


def backend(project: Project) -> Backend:
    """Return the backend of a content folder."""
    return Backend(project.content, settings_for(project.content))


def opened(desk: Backend, path: str) -> dict:
    """Return the values of an item as Decap gets them."""
    return json.loads(desk.answer("getEntry", {"path": path})["data"])


def save(desk: Backend, path: str, data: dict, *assets: dict, new: bool = False) -> None:
    """Save an item as Decap does."""
    desk.answer("persistEntry", {"dataFiles": [{"path": path, "raw": json.dumps(data)}], "assets": list(assets), "options": {"newEntry": new}})


@pytest.mark.parametrize("name", ["..~1..~1pyproject.toml", "..~1pages~1guide.md", "~1etc~1passwd", "a.csv", "..~1a.md", "x\\..\\a.md", ""])
def test_nothing_outside_of_the_items_is_read_written_or_removed(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write({"pages/guide.md": "Title: 指南\n\n原文", "a.md": item(), "items/a.csv": "甲"})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    desk, path = backend(project), f"drafts/{name}/item.json"
    assert desk.answer("getEntry", {"path": path})["data"] is None
    with pytest.raises(Refusal):
        save(desk, path, {"Title": "改了", "seen": "x"}, ASSET)
    with pytest.raises(Refusal):
        desk.answer("deleteFile", {"path": path})
    with pytest.raises(Refusal):
        desk.answer("getMedia", {"mediaFolder": f"drafts/{name}"})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_no_link_leads_out_of_the_items(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (tmp_path / "secret.md").write_text(item(), encoding="utf-8")
    (project.content / "items/a.md").symlink_to(tmp_path / "secret.md")
    (project.content / "items/out").symlink_to(tmp_path)
    desk = backend(project)
    assert desk.answer("entriesByFolder", {"folder": "2014"}) == []
    for name in ("a.md", "out~1secret.md"):
        assert desk.answer("getEntry", {"path": f"2014/{name}/item.json"})["data"] is None


@pytest.mark.parametrize(("change", "said"), [
    ({"path": "drafts/a.md/程序.exe"}, "类型不能公开"), ({"path": "drafts/a.md/../../b.md"}, "类型不能公开"),
    ({"path": "drafts/a.md/con.csv"}, "保留的名字"), ({"content": ""}, "是空的"), ({"content": "*"}, "没有传完整"),
])
def test_what_cannot_be_an_attachment_is_refused_and_nothing_is_written(tmp_path: Path, change: dict, said: str) -> None:
    project = Project(tmp_path)
    project.write(AGENCIES | {"items/a.md": item(Status="draft")})
    desk = backend(project)
    data = opened(desk, "drafts/a.md/item.json")
    with pytest.raises(Refusal, match=said):
        save(desk, "drafts/a.md/item.json", data | {"Title": "改了", "attachments": ["表.csv"]}, ASSET | change)
    assert [path.name for path in (project.content / "items").rglob("*")] == ["a.md"]
    assert (project.content / "items/a.md").read_text(encoding="utf-8") == item(Status="draft")


def test_a_file_that_the_form_names_no_more_goes_and_one_that_is_missing_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(AGENCIES | {"items/a.md": item(Status="draft"), "items/a/旧.csv": "甲"})
    desk, path = backend(project), "drafts/a.md/item.json"
    save(desk, path, opened(desk, path) | {"attachments": ["drafts/a.md/表.csv"]}, ASSET)
    assert [file.name for file in (project.content / "items/a").iterdir()] == ["表.csv"]
    with pytest.raises(Refusal, match="不在那里"):
        save(desk, path, opened(desk, path) | {"attachments": ["表.csv", "没有.csv"], "Title": "改了"})
    assert "改了" not in (project.content / "items/a.md").read_text(encoding="utf-8")


def test_a_list_is_too_little_to_be_saved(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({"items/a.md": item(Status="draft")})
    desk = backend(project)
    [listed] = desk.answer("entriesByFolder", {"folder": "drafts"})
    with pytest.raises(Refusal, match="没有读完整"):
        save(desk, listed["file"]["path"], json.loads(listed["data"]))


def test_a_header_that_cannot_be_read_is_listed_and_left_alone(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({"items/a.md": "没有表头\n\n正文"})
    desk = backend(project)
    [listed] = desk.answer("entriesByFolder", {"folder": "undated"})
    assert "表头读不出来" in listed["data"]
    with pytest.raises(Refusal, match=r"a\.md:1"):
        desk.answer("getEntry", {"path": listed["file"]["path"]})


def test_two_new_items_get_two_numbers_and_names_with_any_sign_are_found_again(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(AGENCIES)
    desk = backend(project)
    for number in (1, 2):
        save(desk, f"drafts/new-{number}/item.json", {"Title": "甲", "Category": "法规文件/规范性文件", "Agency": "区政府办公室", "Created": "2014-03-03", "Date": "2014-03-03"}, new=True)
        assert opened(desk, f"drafts/new-{number}/item.json")["Index"] == f"014500858/2014-0000{number}"
    assert name_of("甲~/乙~1.md") == "甲~0~1乙~01.md"


def test_a_full_year_is_shown_by_months(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for number in range(FULL_YEAR + 1):
        project.write({f"items/{number}.md": item(Index=f"014500858/2014-{number:05d}", Date=f"2014-{number % 12 + 1:02d}-28")})
    project.write({"items/b.md": item(Date="2013-01-04")})
    desk = backend(project)
    shown = [(one["name"], one["label"], one["create"]) for one in desk.configuration()["collections"]]
    assert shown[:2] == [("drafts", "草稿（还没有公开）", True), ("2014-12", "2014年12月公开", False)]
    assert shown[-1] == ("2013", "2013年公开", False)
    assert len(shown) == 14
    assert len(desk.answer("entriesByFolder", {"folder": "2014-01"})) == 51


def ask(address: str, headers: dict[str, str], body: str = '{"action": "info"}', method: str = "POST", path: str = "/api/v1") -> int:
    """Return the status of an answer of the desk."""
    connection = http.client.HTTPConnection(address.split("/")[2])
    connection.request(method, path, body if method == "POST" else None, headers)
    return connection.getresponse().status


def test_only_the_own_page_on_this_machine_is_answered(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with served(project.content) as address:
        own = {"Origin": address.rstrip("/"), "Content-Type": "application/json"}
        assert ask(address, own) == 200
        for changed in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}, {"Content-Type": "text/plain"}):
            assert ask(address, own | changed) == 403
        assert ask(address, {"Content-Type": "application/json"}) == 403
        assert ask(address, own, "{") == 422
        assert ask(address, own, '{"action": "persistEntry", "params": {}}') == 422
        assert ask(address, own, '{"action": "toString"}') == 422
        for path in ("/decap/../../../../etc/passwd", "/..%2fserver.py", "/decap/%2e%2e/package.json", "/server.py"):
            assert ask(address, {}, method="GET", path=path) == 404
        assert ask(address, {"Host": "evil.example"}, method="GET", path="/") == 403


def test_decap_is_pinned_without_the_name_of_a_registry() -> None:
    lock = (program.PINNED / "package-lock.json").read_text(encoding="utf-8")
    wanted = json.loads((program.PINNED / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads(lock)["packages"]
    assert "http" not in lock
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


def test_a_file_that_somebody_else_put_beside_an_item_is_not_removed_by_a_form_that_never_saw_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(AGENCIES | {"items/a.md": item(Status="draft")})
    desk, path = backend(project), "drafts/a.md/item.json"
    data = opened(desk, path)
    project.write({"items/a/别人的.csv": "甲,乙\n"})
    with pytest.raises(Refusal, match=r"“别人的\.csv”是这一条打开以后放进来的，没有保存"):
        save(desk, path, data | {"Title": "改了"})
    assert (project.content / "items/a/别人的.csv").exists() and "改了" not in (project.content / "items/a.md").read_text(encoding="utf-8")
    save(desk, path, opened(desk, path) | {"Title": "改了", "attachments": []})
    assert not (project.content / "items/a/别人的.csv").exists()
    data = opened(desk, path) | {"tab": "1"}
    save(desk, path, data | {"attachments": ["表.csv"]}, ASSET)
    save(desk, path, data | {"attachments": []})  # the same tab knows what it saved
    assert not (project.content / "items/a/表.csv").exists()
