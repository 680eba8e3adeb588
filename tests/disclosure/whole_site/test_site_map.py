"""The site map: it leads to every column, register, report and kind of page, its numbers are those of the site, and it stays small."""

from __future__ import annotations

import contextlib
import posixpath
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from disclosure.site_build.kinds import KINDS
from disclosure.site_build.render import task_named
from disclosure.site_build.sitecheck import LARGEST_PAGE
from disclosure.whole_site.site_map import KIND_TITLES

from tests.kit.project import item
from tests.kit.quick_builds import Quick

MAP = "site-map/index.html"


def entries(project: Quick, path: str = MAP) -> dict[str, dict[str, tuple[str, str]]]:
    """Return title, path and number of each entry of a page of the map, by section."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for section in project.soup(path).select("main section"):
        links = {}
        for link in section.select("li a"):
            number = link.select_one(".rr-tiles__total")
            target = posixpath.normpath(posixpath.join("site-map", link["href"]))
            links[link.select_one(".rr-tiles__name").get_text()] = (target, number.find(string=True).strip() if number else "")
        found[section.h2.get_text()] = links
    return found


def built_tasks(project: Quick) -> list[tuple[str, str]]:
    """Return kind and task of everything that was built into pages."""
    (file,) = (project.base / "cache").glob("*/catalogue.sqlite")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT DISTINCT kind, task FROM output WHERE path LIKE '%.html'").fetchall()


@pytest.fixture(scope="module")
def own_map(own_project: Quick) -> dict[str, dict[str, tuple[str, str]]]:
    return entries(own_project)


def test_the_map_leads_to_every_column_register_report_and_page_of_the_site(own_map: dict, own: Path) -> None:
    linked = {target for links in own_map.values() for target, _ in links.values()}
    first = {
        path.relative_to(own).as_posix() for pattern in (
            "*.html", "*/index.html", "categories/*/index.html", "categories/*/*/index.html", "agencies/*/index.html", "key-areas/*/index.html",
            "registers/*.html", "reports/*.html", "counts/*.html", "supervision/*.html", "ledger/*.html", "services/*.html",
        ) for path in own.glob(pattern)
    }
    there = {path for path in first if not re.search(r"-\d+\.html$", path) or path.startswith("reports/")} - {MAP}
    assert there - linked == set()
    assert {path for path in linked if not (own / path).is_file()} == set()


def test_the_numbers_of_the_map_are_those_of_the_site(own_map: dict, own_project: Quick) -> None:
    for name, (target, number) in {**own_map["信息分类"], **own_map["发布机构"], **own_map["重点领域"]}.items():
        shown = re.search(r"共 (\S+) 条", own_project.soup(target).main.get_text())
        assert int(number) == (int(shown[1].replace(",", "")) if shown else 0), name
    titles = {title: kind for kind, (title, _) in KIND_TITLES.items()}
    built = Counter(kind for kind, _ in built_tasks(own_project))
    assert {titles[title]: int(number.replace(",", "")) for title, (_, number) in own_map["网页的种类"].items()} == {
        kind: number for kind, number in built.items() if kind in KIND_TITLES
    }


def test_every_kind_of_page_with_several_lists_has_its_title_on_the_map(own_project: Quick) -> None:
    several = {kind for kind, task in built_tasks(own_project) if len(task_named(task)) > 1}
    assert several <= KIND_TITLES.keys() <= KINDS.keys()


def test_a_map_of_many_agencies_is_divided_into_small_pages(project: Quick) -> None:
    names = [f"第{number}号机关" for number in range(1000)]
    project.write({"items/a.md": item(Agency=names[0]), "registers/agencies.csv": "code,name\n" + "".join(f"A{number},{name}\n" for number, name in enumerate(names))})
    project.good(DISCLOSURE_SEARCH=False)
    pages = sorted((project.output / "site-map").glob("*.html"))
    assert len(pages) > 1 and all(page.stat().st_size < LARGEST_PAGE for page in pages)
    listed = [name for page in pages for name in entries(project, f"site-map/{page.name}").get("发布机构", {})]
    assert sorted(listed) == sorted(names)
    assert BeautifulSoup(pages[0].read_text(), "html.parser").select(".rr-pager a")


def test_the_map_follows_the_items_and_leads_nowhere_else(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good()
    before = entries(project)
    project.write({"items/b.md": item(Index="1/2", Agency="区财政局", Category="工作动态/政务动态")})
    project.good()
    after = entries(project)
    assert "登记簿和名册" not in after and "政府信息公开年报" not in after
    assert (before["信息分类"]["工作动态／政务动态"][1], after["信息分类"]["工作动态／政务动态"][1]) == ("0", "1")
    assert "区财政局" in after["发布机构"] and "区财政局" not in before["发布机构"]
    project.assert_clean()


def test_the_numbers_of_columns_are_those_that_their_pages_show(own_map: dict, own_project: Quick) -> None:
    columns = {title: number for title, (_, number) in own_map["主要栏目"].items()}
    services = own_project.soup("services/index.html").select_one(".rr-tally strong").get_text()
    assert columns["办事服务"] == f"{services} 项现行"
    totals = {row.th.get_text(strip=True): row.td.get_text(strip=True) for row in own_project.soup("article-20/index.html").select("#article-20-items ~ section tfoot tr")}
    assert columns["条例第二十条所列信息"] == f"{totals['十五项合计']} 条" and columns["法定主动公开内容"] == f"{totals['全部公开的信息']} 条"
    for title, (target, number) in own_map["办事服务"].items():
        assert own_project.soup(target).select_one(".rr-tally strong").get_text() == number, title


def test_a_year_with_withdrawals_only_has_its_counts_on_the_map(project: Quick) -> None:
    project.write({"items/a.md": item(Withdrawn="2016-05-05 内容有误")})
    project.build()
    years = entries(project)["按年份"]
    counted = {path.name for path in (project.output / "counts").glob("20*.html")}
    assert counted == {"2014.html", "2016.html"} and counted == {target.rpartition("/")[2] for target, _ in years.values() if target.startswith("counts/")}
    assert years["2016年信息公开统计"] == ("counts/2016.html", "0")
