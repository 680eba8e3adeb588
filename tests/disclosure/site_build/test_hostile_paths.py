"""Hostile paths, file names and nesting: nothing from outside comes in, nothing is written outside, no build ends for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kit.disguises import PATHS
from tests.kit.project import Project, item
from tests.kit.quick_builds import Quick

pytestmark = pytest.mark.xdist_group("hostile-paths")

SECRET = b"%PDF-1.4 secret of another folder"


class Built(NamedTuple):
    """A content folder that was built, and what was printed."""

    project: Project
    printed: str


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file with its bytes, but for those of output and cache and what the build printed."""
    return {
        str(path): path.read_bytes() for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"output", "cache", "log"}.intersection(path.relative_to(folder).parts)
    }


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Items that try to carry a file from outside, and links of the file system that lead there."""
    project = Quick(tmp_path_factory.mktemp("paths"))
    for place in ("secret.pdf", "content/secret.pdf", "outside/secret.pdf"):
        (project.base / place).parent.mkdir(exist_ok=True)
        (project.base / place).write_bytes(SECRET)
    project.write({"items/good.md": item(Title="好的"), "items/.hidden.pdf": SECRET})
    project.write({
        f"items/path{number}.md": item(Index=f"9/2014-p{number}", body=f"见[附件](<{path}>)和![图](<{path}>)。\n")
        for number, path in enumerate(PATHS)
    })
    project.write({
        f"items/index{number}.md": item(Index=index) for number, index in enumerate(("../../../evil", "..", "/evil", "a/../../evil", "%2e%2e"))
    })
    (project.content / "items/link.pdf").symlink_to(project.base / "secret.pdf")
    (project.content / "items/folder").symlink_to(project.base / "outside", target_is_directory=True)
    (project.content / "items/linked.md").symlink_to("/etc/passwd")
    before = snapshot(project.base)
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert snapshot(project.base) == before
    return Built(project, done.stdout)


def test_no_file_from_outside_is_carried_in(paths: Built) -> None:
    for path in paths.project.output.rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            assert SECRET not in path.read_bytes() and b"root:x:0" not in path.read_bytes(), path


@pytest.mark.parametrize("number", range(len(PATHS)), ids=PATHS)
def test_a_way_outside_is_refused_by_name(paths: Built, number: int) -> None:
    assert f"{paths.project.content}/items/path{number}.md:10: " in paths.printed
    assert not (paths.project.output / f"items/2014/9-2014-p{number}.html").exists()


def test_links_of_the_file_system_are_named_and_not_followed(paths: Built) -> None:
    for name in ("link.pdf", "folder", "linked.md"):
        assert f"{paths.project.content}/items/{name}: 这是符号链接" in paths.printed


def test_only_the_good_item_is_published(paths: Built) -> None:
    assert [path.name for path in (paths.project.output / "items").rglob("*.html")] == ["014500858-2014-00001.html"]


def test_an_absolute_path_is_taken_from_the_root_of_the_site_and_reported(project: Project) -> None:
    project.write({"items/a.md": item(body="见[附件](/etc/passwd)。\n")})
    done = project.build(DISCLOSURE_STRICT=True)
    assert done.returncode == 1
    assert "items/a.md:10: 链接到的页面“/etc/passwd”不存在" in done.stdout
    assert project.soup("items/2014/014500858-2014-00001.html").find("a", string="附件")["href"] == "../../etc/passwd"


@pytest.mark.parametrize("header", ["Save_as: ../evil.html", "Slug: ../../evil", "Save_as: /tmp/evil-reading-room.html"])
def test_a_page_cannot_be_written_outside(project: Project, header: str) -> None:
    project.write({"items/a.md": item(), "pages/evil.md": f"Title: 坏页面\n{header}\n\n正文。\n"})
    before = snapshot(project.base)
    project.build()
    assert snapshot(project.base) == before
    assert not os.path.exists("/tmp/evil-reading-room.html")


def test_a_file_name_in_another_encoding_takes_nothing_with_it(project: Project) -> None:
    """As unpacked from a ZIP file of an old Windows."""
    project.write({"items/a.md": item()})
    with open(os.fsencode(project.content / "items") + b"/\xb1\xed.pdf", "wb") as file:
        file.write(b"%PDF-1.4")
    done = project.build()
    assert done.returncode == 0, done.stderr[-500:]
    assert (project.output / "items/2014/014500858-2014-00001.html").exists()
    assert "文件名" in done.stdout


LISTS = {"lists": "\n".join("    " * depth + "- 项" for depth in range(150)), "dashes": "- " * 1500 + "项"}
DEEP = {
    "quotes": "> " * 1500 + "引", "brackets": "[" * 2000, "images": "![" * 1500 + "](" * 1500, "stars": "*甲 **乙 " * 700,
    "tags": "<div>" * 2000, "spans": "文<b>" * 1500, "footnotes": "[^1]\n\n[^1]: [^1] " + "[^1]" * 500,
    "table": "|" * 1500 + "\n" + "-|" * 1500 + "\n" + "|" * 1500,
}


@pytest.mark.parametrize("bodies", [LISTS, DEEP], ids=["lists", "others"])
def test_bottomless_nesting_takes_nothing_with_it(project: Project, bodies: dict[str, str]) -> None:
    project.write({"items/a.md": item()} | {
        f"items/{name}.md": item(Index=f"9/2014-{name}", body=f"正文。\n\n{body}\n") for name, body in bodies.items()
    })
    done = project.build()
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    assert (project.output / "items/2014/014500858-2014-00001.html").exists()
    for name in bodies:
        refused = f"{project.content}/items/{name}.md:" in done.stdout
        assert refused or (project.output / f"items/2014/9-2014-{name}.html").exists(), name
