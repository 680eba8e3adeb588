"""The site as data: CSV files, their description, feeds and sitemaps."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.kit.project import Project, item
from tests.kit.published_files import columns_of, headers, number, sheet, table
from tests.kit.quick_builds import Quick

OWN = pytest.mark.xdist_group("own-data")


TOTALS = {"年末总数": "年末总数", "年末总数其中本站": "其中本站条目", "年末总数其中结转": "其中结转", "当年新增": "当年新增",
          "当年新增其中本站": "其中本站条目新增", "当年新增其中结转": "其中结转新增", "当年撤下": "当年撤下"}
"""Columns of the table by category, and of its CSV file."""


def years(project: Project) -> list[int]:
    return sorted(int(path.stem) for path in (project.output / "counts").glob("2*.html"))


@OWN
def test_the_csv_file_by_category_says_what_the_tables_say(own_project: Quick) -> None:
    rows = sheet(own_project, "counts/categories.csv")
    assert sorted({int(row["年份"]) for row in rows}) == years(own_project)
    for year in years(own_project):
        mine = [row for row in rows if row["年份"] == str(year)]
        shown = table(own_project, f"counts/{year}.html", "by-category")
        found = {row["一级分类"]: row for row in mine if not row["二级分类"]}
        assert shown.keys() == found.keys()
        for name, cells in shown.items():
            read = {column: number(found[name][TOTALS[column]] or ("—" if "结转" in column else f"无记录（{found[name]['说明']}）")) for column in cells}
            assert cells == read
        section = own_project.soup(f"counts/{year}.html").find("section", attrs={"aria-labelledby": "by-leaf"})
        lines = [[number(cell.get_text(strip=True)) for cell in line.find_all(["th", "td"])][:3] for line in section.table.tbody.find_all("tr")]
        leaves = [row for row in mine if row["一级分类"] != "合计"]
        assert lines == [[row["二级分类"] or row["一级分类"], int(row["其中本站条目"] or row["年末总数"]), int(row["其中本站条目新增"] or row["当年新增"])] for row in leaves]


@OWN
def test_the_csv_files_by_agency_and_month_say_what_the_tables_say(own_project: Quick) -> None:
    agencies, months = sheet(own_project, "counts/agencies.csv"), sheet(own_project, "counts/months.csv")
    for year in years(own_project):
        shown = table(own_project, f"counts/{year}.html", "by-agency")
        found = {row["发布机构"]: (int(row["年末本站条目"]), int(row["新增本站条目"])) for row in agencies if row["年份"] == str(year)}
        assert {name: (row["年末本站条目"], row["新增本站条目"]) for name, row in shown.items() if name != "合计"} == found
        shown = table(own_project, f"counts/{year}.html", "by-month")
        found = {f"{row['月份']}月": int(row["新增本站条目"]) for row in months if row["年份"] == str(year)}
        assert {name: row["新增"] for name, row in shown.items() if name != "合计"} == found


@OWN
def test_the_yearly_catalogues_list_exactly_the_public_items(own_project: Quick) -> None:
    rows = [row for path in sorted((own_project.output / "data").glob("catalogue-*.csv")) for row in sheet(own_project, f"data/{path.name}")]
    standing = {entry["Index"]: entry for entry in headers(own_project) if "Withdrawn" not in entry}
    assert sorted(row["索引号"] for row in rows) == sorted(standing)
    for row in rows:
        entry = standing[row["索引号"]]
        assert (row["名称"], row["发布机构"], row["公开日期"], row["生成日期"]) == (entry["Title"], entry["Agency"], entry["Date"], entry["Created"])
        assert f"{row['一级分类']}/{row['二级分类']}".rstrip("/") == entry["Category"]
        assert row["文号"] == entry.get("Document-Number", "")
        assert (own_project.output / row["地址"]).exists()


def described(project: Project) -> dict[str, list[dict]]:
    """Return the fields that the data package gives for each of its files."""
    package = json.loads((project.output / "datapackage.json").read_text(encoding="utf-8"))
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names)) and all(re.fullmatch(r"[a-z0-9._-]+", name) for name in names)
    return {resource["path"]: resource["schema"]["fields"] for resource in package["resources"]}


@OWN
def test_the_data_package_describes_each_file_column_by_column(own_project: Quick) -> None:
    fields = described(own_project)
    assert {path.relative_to(own_project.output).as_posix() for path in own_project.output.glob("*/*.csv")} == fields.keys()
    kinds = {
        "date": r"\d{4}-\d\d-\d\d", "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "boolean": "是|否", "string": r"(?s).*",
    }
    for path, columns in fields.items():
        assert columns_of(own_project, path) == [column["name"] for column in columns], path
        for row in sheet(own_project, path):
            for column in columns:
                assert row[column["name"]] == "" or re.fullmatch(kinds[column["type"]], row[column["name"]]), (path, column, row)


@OWN
def test_every_csv_file_that_the_open_data_page_offers_is_described(own_project: Quick) -> None:
    offered = {link["href"].rpartition("/")[2] for link in own_project.soup("data/index.html").main.find_all("a", href=re.compile(r"\.csv$"))}
    assert len(offered) >= 8
    assert offered <= {path.rpartition("/")[2] for path in described(own_project)}


ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PLACE = "https://example.gov.cn/open"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """A site with a public address."""
    project = Quick(tmp_path_factory.mktemp("public"))
    project.write({f"items/{n}.md": item(Index=f"1/2014-{n:05d}", Title=f"第{n}条 <甲> & 乙", Date=f"2014-{n % 12 + 1:02d}-01", Created="2013-01-01",
                                         Review="2013-02-01 甲 可以公开") for n in range(60)})
    project.write({
        "items/old.md": item(Index="1/1", Date="2013-05-01", Created="2013-01-01", Category="工作动态/政务动态", Review="2013-02-01 甲 可以公开"),
        "items/gone.md": item(Index="1/2", Withdrawn="2014-06-01 有误"), "items/draft.md": item(Index="1/3", Status="draft"),
    })
    project.good(SITEURL=PLACE + "/")
    return project


def local(project: Project, address: str) -> Path:
    """Return the file that a public address leads to."""
    assert address.startswith(PLACE + "/")
    return project.output / address.removeprefix(PLACE + "/")


PUBLIC = pytest.mark.xdist_group("public")


@PUBLIC
@pytest.mark.parametrize(("path", "length"), [("feeds/all.atom.xml", 50), ("feeds/documents.atom.xml", 50), ("feeds/news.atom.xml", 1), ("feeds/plans.atom.xml", 0)])
def test_a_feed_lists_the_newest_items_at_their_public_addresses(public: Quick, path: str, length: int) -> None:
    feed = ElementTree.parse(public.output / path).getroot()
    assert feed.tag == ATOM + "feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(ATOM + name), name
    assert PLACE + "/" + path in {link.get("href") for link in feed.findall(ATOM + "link")}
    entries = feed.findall(ATOM + "entry")
    assert len(entries) == length
    for entry in entries:
        page = local(public, entry.find(ATOM + "link").get("href"))
        assert entry.findtext(ATOM + "title") in page.read_text(encoding="utf-8").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert re.fullmatch(r"201[34]-\d\d-\d\dT00:00:00\+08:00", entry.findtext(ATOM + "updated"))
    updated = [entry.findtext(ATOM + "updated") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert not entries or feed.findtext(ATOM + "updated") == updated[0]


@PUBLIC
def test_the_sitemap_leads_to_every_public_item_and_only_to_files_that_are_there(public: Quick) -> None:
    index = ElementTree.parse(public.output / "sitemap.xml").getroot()
    assert index.tag == MAP + "sitemapindex"
    places = [loc.text for part in index.iter(MAP + "loc") for loc in ElementTree.parse(local(public, part.text)).iter(MAP + "loc")]
    assert len(places) == len(set(places))
    assert all(local(public, place).is_file() for place in places)
    items = {place for place in places if "/items/" in place}
    assert items == {f"{PLACE}/items/2014/1-2014-{n:05d}.html" for n in range(60)} | {f"{PLACE}/items/2013/1-1.html"}
    assert {f"{PLACE}/{path}" for path in ("index.html", "categories/documents/index.html", "supervision/index.html", "key-areas/housing/index.html")} <= set(places)


def test_the_sitemap_leads_to_the_pages_of_registers_services_and_key_areas(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    header = "number,agency,received,channel,applicant,subject,closed,decision\n"
    project.write({"items/a.md": item(), "registers/requests.csv": header, "registers/services.csv": "code,name,agency,audience,life_event,status\n"})
    project.good(SITEURL=PLACE)

    def lists() -> set[str]:
        places = ElementTree.parse(project.output / "sitemaps/lists.xml").getroot()
        return {loc.text.removeprefix(PLACE + "/") for loc in places.iter(MAP + "loc")}

    assert {"registers/index.html", "registers/requests.html", "services/index.html", "services/changes.html", "ledger/index.html"} <= lists()
    assert all((project.output / path).is_file() for path in lists())
    (project.content / "registers/requests.csv").unlink()
    project.good(SITEURL=PLACE)
    assert "registers/requests.html" not in lists() and "registers/index.html" in lists()


@PUBLIC
def test_pages_point_to_the_feed_where_there_is_one(public: Quick) -> None:
    link = public.soup("items/2013/1-1.html").find("link", type="application/atom+xml")
    assert link["href"] == "../../feeds/all.atom.xml"
    assert public.soup("index.html").find("meta", attrs={"name": "SiteDomain"})["content"] == "example.gov.cn"


@OWN
def test_without_a_public_address_there_is_neither_feed_nor_sitemap(own_project: Quick) -> None:
    assert not list(own_project.output.rglob("*.xml"))
    assert "atom" not in (own_project.output / "index.html").read_text(encoding="utf-8")
