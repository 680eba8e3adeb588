"""The annual report: figures of the text beside those computed, tables, identities, the draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import item
from .forge import Quick, own_content
from .reading import number

pytestmark = pytest.mark.xdist_group("report")

HEAD = "Title: 年报\nSlug: {year}\nSave_As: reports/{year}.html\n"


def report(body: str, year: int = 2014, *more: str) -> str:
    """Return a report's file; its body begins on line 5, further header lines push it down."""
    return HEAD.format(year=year) + "".join(f"{line}\n" for line in more) + "\n" + body


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The project's own content, published."""
    return own_content(tmp_path_factory.mktemp("own"))


@pytest.fixture
def quick(tmp_path: Path) -> Quick:
    project = Quick(tmp_path)
    project.write({"items/a.md": item(), "items/b.md": item(Index="1/2", Date="2013-05-02", Created="2013-05-01", Review="2013-05-01 甲 可以公开")})
    return project


def entries(project: Quick, year: int = 2014) -> dict[str, list]:
    """Return the reconciliation: name → what the text says, what was computed, the result, the page behind it."""
    table = project.soup(f"reports/{year}.html").select_one(".rr-figures--check")
    found = {}
    for row in table.select("tbody tr"):
        name = row.th.contents[0].strip()
        text, computed, state, basis = row.find_all("td")
        found.setdefault(name, [text.get_text(), number(computed.contents[0]), state.get_text(), basis.a["href"]])
    return found


def test_the_number_that_does_not_add_up_stands_beside_the_counted_one(own: Quick) -> None:
    text, computed, state, basis = entries(own)["主动公开政府信息数"]
    assert (text, computed) == ("23,462条", 11693)
    assert "不一致" in state and "多 11,769" in state and "说明：" in state
    assert (own.output / "reports" / basis).resolve().is_file()


def said(project: Quick, body: str, **more: str) -> list[str]:
    """Build a folder with this report; return what is said of it."""
    project.write({"reports/2014.md": report(body)} | more)
    done = project.build()
    return [re.sub(r"^.*?/content/", "", line) for line in done.stdout.splitlines() if "/content/" in line and ".md:" in line + ":"]


def test_a_figure_off_by_one_is_named_with_line_and_difference(quick: Quick) -> None:
    assert said(quick, "公开[1条](figure:主动公开政府信息数)，共[3条](figure:年末信息总数)。\n") == [
        "reports/2014.md:5: “年末信息总数”文中是 3，算出来是 2，文中多 1；改正数字，或写明原因：[3条](figure:年末信息总数 \"原因\")",
    ]
    done = quick.build(conf="publishconf.py")
    assert done.returncode == 1 and "不会发布" in done.stdout


def test_an_explained_difference_is_shown_and_published(quick: Quick) -> None:
    assert said(quick, "共[3条](figure:年末信息总数 \"另有一条在报纸上\")。\n") == []
    quick.good(conf="publishconf.py")
    text, computed, state, _ = entries(quick)["年末信息总数"]
    assert (text, computed) == ("3条", 2)
    assert "文中多 1" in state and "说明：另有一条在报纸上" in state
