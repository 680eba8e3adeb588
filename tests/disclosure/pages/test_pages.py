"""Every page of the project's own site, read as HTML: links, names, header tables, rows, meta tags."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.kit.project import ROOT, Project, item
from tests.kit.sites import ITEMS, KINDS, Sites, every_kind, spoilt_theme

pytestmark = pytest.mark.xdist_group("pages")

MENU = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
"""The names that 国办公开办函〔2019〕61号 fixes, in its order."""
STATUTORY = {"索引号", "主题分类", "发布机构", "生成日期", "名称", "文号", "公开日期", "有效性"}
SITE_META = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN_META = {"ColumnName", "ColumnType", "ColumnKeywords", "ColumnDescription"}
ARTICLE_META = {"ArticleTitle", "PubDate", "ContentSource"}


@dataclass
class Facts:
    """What a test wants to know of a page, without keeping the page."""

    title: str = ""
    language: str = ""
    h1: int = 0
    size: int = 0
    menu: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read(page: Path) -> Facts:
    """Read one page."""
    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    facts = Facts(soup.title.get_text(strip=True), soup.html.get("lang", ""), size=page.stat().st_size)
    for tag in soup.find_all(True):
        facts.h1 += tag.name == "h1"
        if tag.name == "meta" and tag.has_attr("name"):
            facts.meta[tag["name"]] = tag["content"]
        if tag.has_attr("id"):
            facts.ids.append(tag["id"])
        facts.links += [tag[name] for name in ("href", "src", "action") if tag.has_attr(name)]
    facts.menu = [link.get_text(strip=True) for link in soup.select("header nav a")]
    return facts


@pytest.fixture(scope="module")
def pages(own: Path) -> dict[str, Facts]:
    """Every page of content/ as it is published, by site path."""
    return {path.relative_to(own).as_posix(): read(path) for path in sorted(own.rglob("*.html"))}


@pytest.fixture(scope="module")
def headers() -> dict[str, dict[str, str]]:
    """The front matter of every item of content/, by Index, read without the project's reader."""
    found = {}
    for path in (ROOT / "content/items").rglob("*.md"):
        head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
        header = dict(line.split(": ", 1) for line in head.splitlines())
        found[header["Index"]] = header
    return found


def targets(pages: dict[str, Facts]) -> dict[tuple[str, str], list[str]]:
    """Return the file and the fragment that links name, with the pages that hold them."""
    found = defaultdict(list)
    for page, facts in pages.items():
        for link in facts.links:
            parts = urlsplit(link)
            if parts.scheme == "tel" and not parts.path.strip("0123456789-"):
                continue  # a telephone calls, it asks no server
            assert not parts.scheme and not parts.netloc, f"{page} leaves the site: {link}"
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
            found[path, unquote(parts.fragment)].append(page)
    return found


def test_every_link_names_a_file_that_is_there(own: Path, pages: dict[str, Facts]) -> None:
    missing = {path: holders[:3] for (path, _), holders in targets(pages).items() if not (own / path).is_file()}
    assert missing == {}


def test_every_fragment_names_an_id_that_is_there(pages: dict[str, Facts]) -> None:
    missing = {
        f"{path}#{fragment}": holders[:3] for (path, fragment), holders in targets(pages).items()
        if fragment and path in pages and fragment not in pages[path].ids
    }
    assert missing == {}


def test_every_page_can_be_reached_from_home(pages: dict[str, Facts]) -> None:
    leads = defaultdict(set)
    for (path, _), holders in targets(pages).items():
        for holder in holders:
            leads[holder].add(path)
    reached, fresh = set(), {"index.html"}
    while fresh:
        reached |= fresh
        fresh = {path for page in fresh for path in leads[page] if path in pages} - reached
    assert pages.keys() - reached == set()


def test_no_id_stands_twice_on_a_page(pages: dict[str, Facts]) -> None:
    assert [path for path, facts in pages.items() if len(facts.ids) != len(set(facts.ids))] == []


def test_no_page_is_over_a_megabyte(pages: dict[str, Facts]) -> None:
    assert {path: facts.size for path, facts in pages.items() if facts.size > 1_000_000} == {}


def test_every_page_says_that_it_is_in_simplified_chinese(pages: dict[str, Facts]) -> None:
    assert {facts.language for facts in pages.values()} == {"zh-Hans"}


def test_every_page_has_exactly_one_main_heading(pages: dict[str, Facts]) -> None:
    assert {path: facts.h1 for path, facts in pages.items() if facts.h1 != 1} == {}


def test_no_two_pages_but_items_have_the_same_title(pages: dict[str, Facts]) -> None:
    named = defaultdict(list)
    for path, facts in pages.items():
        if not path.startswith("items/"):
            named[facts.title].append(path)
    assert {title: paths for title, paths in named.items() if len(paths) > 1 or not title} == {}


def test_the_menu_has_the_names_that_the_rules_fix_on_every_page(pages: dict[str, Facts]) -> None:
    wrong = {path: facts.menu for path, facts in pages.items() if [name for name in facts.menu if name in MENU] != MENU}
    assert wrong == {}


def missing_meta(pages: dict[str, Facts], wanted: set[str]) -> dict[str, set[str]]:
    """Return the meta tags that pages lack."""
    return {path: wanted - facts.meta.keys() for path, facts in pages.items() if wanted - facts.meta.keys()}


def test_every_page_has_the_meta_tags_of_the_site(pages: dict[str, Facts]) -> None:
    assert missing_meta(pages, SITE_META - {"SiteDomain"}) == {}
    assert not any("SiteDomain" in facts.meta for facts in pages.values())  # pelicanconf.py names no public address
    assert {facts.meta["SiteName"] for facts in pages.values()} == {"青云谱区政府信息公开"}
    assert {facts.meta["SiteIDCode"] for facts in pages.values()} == {"3601040000"}


def test_every_page_but_the_home_page_has_the_meta_tags_of_its_column(pages: dict[str, Facts]) -> None:
    columns = {path: facts for path, facts in pages.items() if path != "index.html"}
    assert {"guide.html", "reports/2014.html", "request-form-citizen.html", "registers/index.html", "ledger/index.html"} <= columns.keys()
    assert missing_meta(columns, COLUMN_META) == {}
    assert [(path, name) for path, facts in columns.items() for name in sorted(COLUMN_META) if not facts.meta[name].strip()] == []


def test_a_guide_says_what_it_is_and_a_report_who_made_it_and_when(pages: dict[str, Facts]) -> None:
    guide = pages["guide.html"].meta
    assert (guide["ColumnName"], guide["ColumnDescription"]) == ("政府信息公开指南", "说明本区公开哪些政府信息、怎样分类编排、到哪里查阅、怎样申请和投诉。")
    report, unit = pages["reports/2014.html"].meta, pages["reports/2021-014500863.html"].meta
    assert (report["ColumnName"], report["ArticleTitle"], report["PubDate"]) == ("政府信息公开年报", "青云谱区2014年政府信息公开工作年度报告", "2015-03-20")
    assert unit["ContentSource"] == "区财政局" and "PubDate" not in unit  # nobody has said yet when it was issued


@every_kind
def test_a_page_of_every_kind_has_its_meta_tags_and_no_hour_that_nobody_wrote(sites: Sites, kind: str) -> None:
    meta = read(sites.page(kind)).meta
    wanted = {"SiteName"} | (COLUMN_META if KINDS[kind][1] != "index.html" else set()) | (ARTICLE_META if KINDS[kind][1].startswith("items/") else set())
    assert wanted - meta.keys() == set() and "" not in {meta.get(name) for name in SITE_META}
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}|", meta.get("PubDate", ""))


def test_every_item_page_has_the_meta_tags_of_its_article(
    own: Path, pages: dict[str, Facts], headers: dict[str, dict[str, str]]
) -> None:
    articles = {path: facts for path, facts in pages.items() if path.startswith("items/")}
    assert missing_meta(articles, ARTICLE_META) == {}
    assert articles
    for index, header in headers.items():
        meta = articles[f"items/{header['Date'][:4]}/{index.replace('/', '-')}.html"].meta
        assert (meta["ArticleTitle"], meta["ContentSource"]) == (header["Title"], header["Agency"])
        assert meta["PubDate"] == header["Date"]


META_LOOP = "{% for name, content in meta %}"


def complaints(printed: str) -> dict[str, str]:
    """Return what a build says about meta tags, by site path."""
    found: dict[str, str] = {}
    for path, line in re.findall(r"output/(\S+\.html)\S*\s(.*缺少 meta 标签.*)", printed):
        found[path] = found.get(path, "") + line
    return found


def test_a_theme_without_meta_tags_is_noticed_on_every_page(project: Project) -> None:
    theme = spoilt_theme(project.base, META_LOOP, "{% for name, content in [] %}")
    project.write({"items/a.md": item()})
    done = project.build("-t", theme, conf="publishconf.py")
    assert done.returncode == 1
    told = complaints(done.stdout)
    assert told.keys() == {path.relative_to(project.output).as_posix() for path in project.output.rglob("*.html")}
    assert all("SiteName" in line for line in told.values())


def test_each_single_meta_tag_that_is_missing_is_noticed(project: Project) -> None:
    """The spoilt theme leaves out of an item's page the meta tag that the item has as its Tags."""
    guarded = META_LOOP.replace(" %}", " if not (item is defined and name in item.tags|default([])) %}")
    theme = spoilt_theme(project.base, META_LOOP, guarded)
    names = sorted(SITE_META | COLUMN_META | ARTICLE_META)
    project.write({f"items/{name}.md": item(Index=f"014500858/2014-{name}", Tags=name) for name in names})
    told = complaints(project.build("-t", theme, SITEURL="https://example.gov.cn", DISCLOSURE_SITE={"host": "区政府办公室", "code": "3601040000"}).stdout)
    assert {path: line.count(name) for name in names for path, line in told.items() if f"2014-{name}." in path} == {
        f"items/2014/014500858-2014-{name}.html": 1 for name in names
    }


def test_a_list_page_without_its_column_meta_tags_is_noticed(project: Project) -> None:
    guarded = META_LOOP.replace(" %}", " if not (series is defined and name[:6] == 'Column') %}")
    theme = spoilt_theme(project.base, META_LOOP, guarded)
    project.write({"items/a.md": item()})
    told = complaints(project.build("-t", theme).stdout)
    for page in ("categories/documents/index.html", "categories/documents/2014.html", "key-areas/food/index.html"):
        assert "ColumnName" in told[page]


def test_an_item_shows_its_statutory_header(sites: Sites) -> None:
    page = BeautifulSoup(sites.page("item with everything").read_bytes(), "html.parser")
    table = {term.get_text(strip=True): term.find_next_sibling("dd").get_text(strip=True) for term in page.select("main dt")}
    assert table.keys() >= STATUTORY
    assert (table["索引号"], table["文号"], table["有效性"]) == ("014500858/2014-00001", "青府办发〔2014〕12号", "废止")
    assert (table["生成日期"], table["公开日期"], table["主题分类"]) == ("2014-03-03", "2014-03-18", "综合政务\\政务公开")
    assert table["废止日期"] == "2015-06-30" and "这份文件从 2015-06-30 起已经废止，不再适用。" in page.select_one(".rr-banner").get_text()


def test_every_item_of_the_content_shows_what_its_header_says(own: Path, headers: dict[str, dict[str, str]]) -> None:
    labels = {
        "Index": "索引号", "Agency": "发布机构", "Created": "生成日期", "Title": "名称", "Date": "公开日期",
        "Document-Number": "文号", "Validity": "有效性", "Subject": "主题分类", "Genre": "体裁分类", "Summary": "内容概述",
    }
    wrong = []
    for header in headers.values():
        page = BeautifulSoup((own / address(header)).read_bytes(), "html.parser")
        shown = {term.get_text(strip=True): term.find_next_sibling("dd").get_text(strip=True) for term in page.select("main article > dl dt")}
        kept = ("Index", "Agency", "Date") if "Withdrawn" in header else labels
        wrong += [(header["Index"], key) for key in kept if shown.get(labels[key], "") != header.get(key, "")]
    assert wrong == []


def address(header: dict[str, str]) -> str:
    """Return where an item stands, by the contract."""
    return f"items/{header['Date'][:4]}/{header['Index'].replace('/', '-')}.html"


def visible(row: Tag) -> str:
    """Return a row's text without what only a screen reader gets."""
    return " ".join(text.strip() for text in row.find_all(string=True) if not text.find_parent(class_="rr-hidden"))


@pytest.mark.parametrize("kind", [
    "category", "leaf", "agency", "key area", "year", "year of an agency",
])
@pytest.mark.parametrize("key", ["Title", "Index", "Document-Number", "Agency", "Date", "Validity"])
def test_each_row_of_a_list_shows(sites: Sites, headers: dict[str, dict[str, str]], kind: str, key: str) -> None:
    """Title, Index, document number, agency (which may stand in the heading), date and validity."""
    page = sites.page(kind)
    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    by_file = {address(header): header for header in headers.values()}
    depth = len(page.relative_to(sites.folder("own")).parts) - 1
    rows = [(link["href"].removeprefix("../" * depth), link.find_parent(["tr", "li"])) for link in soup.select("main table a")]
    assert rows
    heading = soup.h1.get_text() if key == "Agency" else ""
    wanted = [(path, by_file[path].get(key, ""), visible(row) + heading) for path, row in rows]
    assert [(path, value) for path, value, text in wanted if value not in text] == []


def test_month_pages_hold_every_item_of_the_month_once_and_in_order(sites: Sites) -> None:
    dates, paths = [], []
    for kind in ("month", "month, second page"):
        soup = BeautifulSoup(sites.page(kind).read_bytes(), "html.parser")
        paths += [link["href"] for link in soup.select("main table a")]
        dates += [time["datetime"] for time in soup.select("main table time")]
    assert len(paths) == len(set(paths)) == 230
    assert dates == sorted(dates)
    assert {date[:7] for date in dates} == {"2014-03"}


def test_the_pager_of_a_month_names_the_days_of_each_page(sites: Sites) -> None:
    """The last page still grows, so it has a first day only."""
    soup = BeautifulSoup(sites.page("month").read_bytes(), "html.parser")
    links = soup.find("nav", attrs={"aria-label": "分页"}).find_all("a")
    assert [link.get_text(" ", strip=True) for link in links] == ["第 1 页 03-01 至 03-25", "第 2 页 03-25 起"]
    assert [link.has_attr("aria-current") for link in links] == [True, False]


def test_every_kind_of_item_stands_in_the_projects_own_content(sites: Sites) -> None:
    wanted = [kind for kind, (name, path, _) in KINDS.items() if name == "own" and path == ITEMS]
    assert len({sites.page(kind) for kind in wanted}) >= 6
