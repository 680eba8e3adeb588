"""Whole builds: from Markdown files to pages, with real Pelican runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


def test_settings_for_publication_are_found_wherever_pelican_is_started(project: Project, tmp_path: Path) -> None:
    project.write({"items/a.md": item()})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pelicanconf.py").write_text("SITENAME = BASE = 'another site'\n", encoding="utf-8")
    command = [sys.executable, "-m", "pelican", str(project.content), "-o", str(project.output), "-s", str(ROOT / "publishconf.py"), "-e", f'CACHE_PATH="{tmp_path / "cache"}"']
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "another site" not in (project.output / "index.html").read_text(encoding="utf-8")


AGAIN = """
import sys, pelican
from pelican.settings import read_settings
settings = lambda: read_settings(sys.argv[1], override={"PATH": sys.argv[2], "OUTPUT_PATH": sys.argv[3], "CACHE_PATH": sys.argv[4], "THEME": sys.argv[5]})
page = sys.argv[5] + "/templates/page.html"
good = open(page, encoding="utf-8").read()
open(page, "w", encoding="utf-8").write("{% if %}")
try:
    pelican.Pelican(settings()).run()
except Exception as error:
    print("broken off:", error)
open(page, "w", encoding="utf-8").write(good)
pelican.Pelican(settings()).run()
print("built again")
"""


def test_a_build_that_pelican_broke_off_does_not_hold_up_the_next_one_of_its_process(project: Project, tmp_path: Path) -> None:
    """So `pelican --autoreload` goes on after a mistake in a template was mended."""
    project.write({"items/a.md": item(), "pages/guide.md": "Title: 指南\nSlug: guide\n\n正文。\n"})
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    arguments = [ROOT / "pelicanconf.py", project.content, project.output, tmp_path / "cache", theme]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, *map(str, arguments), "--autoreload"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")},
    )
    assert "broken off:" in done.stdout and "built again" in done.stdout, done.stdout + done.stderr
    assert (project.output / "guide.html").exists()


def test_an_output_folder_that_is_a_file_is_left_alone(project: Project) -> None:
    project.write({"items/a.md": item()})
    project.output.write_text("别的东西", encoding="utf-8")
    done = project.build()
    assert done.returncode == 1 and "自己就是文件" in done.stdout
    assert project.output.read_text(encoding="utf-8") == "别的东西"
