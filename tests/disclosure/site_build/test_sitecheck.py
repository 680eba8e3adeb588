"""The link check looks at everything by which a page asks for a file."""

from __future__ import annotations

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.sites import spoilt_theme


@pytest.mark.parametrize("tag", [
    '<a href="{{ root }}missing.file">甲</a>', '<img src="{{ root }}missing.file" alt="">', '<script src="{{ root }}missing.file"></script>',
    '<link rel="icon" href="{{ root }}missing.file">', '<form action="{{ root }}missing.file"></form>',
])
def test_a_file_that_a_page_asks_for_and_that_is_not_there_stops_publication(project: Quick, tag: str) -> None:
    project.write({"items/a.md": item()})
    theme = spoilt_theme(project.base, "</main>", f"</main>{tag}")
    done = project.build(conf="publishconf.py", THEME=theme)
    assert done.returncode == 1
    assert "链接指向“missing.file”，没有这个文件" in done.stdout


def test_nothing_is_told_of_a_theme_whose_files_are_all_there(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good(conf="publishconf.py", THEME=spoilt_theme(project.base, "</main>", '</main><img src="{{ root }}theme/css/site.css" alt="">'))
