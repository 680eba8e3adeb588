"""Whole builds: from Markdown files to pages, with real Pelican runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.project import ROOT, Project, item


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project built as users build theirs, by a process of its own."""
    return Project(tmp_path)


def test_one_item_becomes_a_site(project: Project) -> None:
    project.write({"items/a.md": item()})
    project.good()
    page = project.soup("items/2014/014500858-2014-00001.html")
    assert page.h1.get_text(strip=True) == "关于做好防汛工作的通知"
    assert page.select_one("[data-index]")["data-index"] == "014500858/2014-00001"
    assert "现将有关事项通知如下" in page.get_text()
    listed = project.soup("categories/documents/normative/index.html")
    assert listed.find("a", string="关于做好防汛工作的通知")["href"] == "../../../items/2014/014500858-2014-00001.html"
    assert project.soup("counts/2014.html").find("th", string="合计").find_next("td").get_text(strip=True) == "1"


def test_a_folder_with_nothing_but_items_publishes(project: Project) -> None:
    project.write({"items/a.md": item(Agency="任何一个机构")})
    project.good(conf="publishconf.py")
    assert (project.output / "index.html").exists()
    assert not (project.output / "guide.html").exists()


def test_an_unchanged_build_writes_nothing(project: Project) -> None:
    project.write({"items/a.md": item()})
    project.good()
    before = {path: path.stat().st_mtime_ns for path in project.output.rglob("*.html")}
    assert "写出文件 0 个" in project.good()
    assert before == {path: path.stat().st_mtime_ns for path in project.output.rglob("*.html")}


def test_a_site_without_search_needs_no_search_engine(project: Project, tmp_path: Path) -> None:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    for name in ("disclosure", "parallel.py"):
        (plugins / name).symlink_to(ROOT / "plugins" / name)
    project.write({"items/a.md": item()})
    done = project.build("-e", f'PLUGIN_PATHS=["{plugins}"]', "DISCLOSURE_SEARCH=false", PYTHONPATH=str(plugins))
    assert done.returncode == 0 and "条目 1 条" in done.stdout, done.stdout + done.stderr
    assert not (project.output / "search").exists()
