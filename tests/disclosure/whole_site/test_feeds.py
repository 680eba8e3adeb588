"""Feeds: of all items, and of each class, agency and key area; only where the site has a public address."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://example.gov.cn/open"
SITE = {"SITEURL": ADDRESS}


def entry(number: int, **changes: str) -> str:
    """Return an item of a day of 2014."""
    day = f"2014-03-{number:02d}"
    return item(**{"Index": f"1/2014-{number}", "Title": f"题 {number}", "Created": day, "Date": day, "Review": f"{day} 保密审查员 可以公开"} | changes)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """Items of two classes, two agencies and a key area, one of them modified, one a draft, one withdrawn."""
    made = Quick(tmp_path_factory.mktemp("feeds"))
    made.write({
        "items/1.md": entry(1, Category="法规文件/规范性文件", Agency="甲局", Modified="2014-05-01"), "items/2.md": entry(2, Category="工作动态/政务动态", Agency="乙局", Key_Area="食品安全"),
        "items/3.md": entry(3, Category="法规文件/其他有关文件", Agency="甲局", Status="draft"), "items/4.md": entry(4, Category="工作动态/政务动态", Agency="甲局", Withdrawn="2014-04-01 内容有误"),
        "registers/agencies.csv": "code,name\n01,甲局\n02,乙局\n",
    })
    made.good(**SITE)
    return made


def titles(site: Quick, path: str) -> list[str]:
    """Return the titles of the entries of a feed."""
    return [title.text for title in ElementTree.parse(site.output / path).iterfind(f"{ATOM}entry/{ATOM}title")]


def test_each_class_agency_and_key_area_has_the_items_that_stand_in_it(site: Quick) -> None:
    assert titles(site, "feeds/all.atom.xml") == ["题 2", "题 1"]
    assert {path: titles(site, f"feeds/{path}.atom.xml") for path in ("documents", "documents/normative", "documents/other", "news", "agencies/01", "agencies/02", "key-areas/food")} == {
        "documents": ["题 1"], "documents/normative": ["题 1"], "documents/other": [], "news": ["题 2"], "agencies/01": ["题 1"], "agencies/02": ["题 2"], "key-areas/food": ["题 2"],
    }


def test_a_feed_is_what_the_standard_asks_for(site: Quick) -> None:
    """RFC 4287, 4.1: each feed has an id of its own, a title, a date and a link to itself; each entry an author, a title, an id and a date."""
    ids = []
    for path in sorted((site.output / "feeds").rglob("*.xml")):
        feed = ElementTree.parse(path).getroot()
        own = f"{ADDRESS}/{path.relative_to(site.output).as_posix()}"
        assert feed.findtext(f"{ATOM}id") == own and feed.find(f"{ATOM}link[@rel='self']").get("href") == own
        assert feed.findtext(f"{ATOM}title").startswith(feed.findtext(f"{ATOM}title").partition("：")[0]) and feed.findtext(f"{ATOM}updated")
        page = feed.find(f"{ATOM}link[@rel='alternate']").get("href").removeprefix(f"{ADDRESS}/")
        assert (site.output / (page or "index.html")).is_file()
        ids.append(own)
        for one in feed.iterfind(f"{ATOM}entry"):
            assert one.findtext(f"{ATOM}author/{ATOM}name") and one.findtext(f"{ATOM}title") and one.findtext(f"{ATOM}updated")
            assert (site.output / one.findtext(f"{ATOM}id").removeprefix(f"{ADDRESS}/")).is_file()
    assert len(ids) == len(set(ids)) > 20


def test_a_feed_and_an_entry_are_updated_when_an_item_is_modified(site: Quick) -> None:
    feed = ElementTree.parse(site.output / "feeds/documents.atom.xml").getroot()
    assert [feed.findtext(f"{ATOM}updated"), feed.findtext(f"{ATOM}entry/{ATOM}updated"), feed.findtext(f"{ATOM}entry/{ATOM}published")] == [
        "2014-05-01T00:00:00+08:00", "2014-05-01T00:00:00+08:00", "2014-03-01T00:00:00+08:00",
    ]


@pytest.mark.parametrize(("page", "feed", "title"), [
    ("categories/documents/index.html", "feeds/documents.atom.xml", "法规文件"), ("categories/documents/normative/2014.html", "feeds/documents/normative.atom.xml", "规范性文件"),
    ("agencies/01/index.html", "feeds/agencies/01.atom.xml", "甲局"), ("key-areas/food/index.html", "feeds/key-areas/food.atom.xml", "食品安全"), ("index.html", "feeds/all.atom.xml", ""),
])
def test_a_page_names_its_feed(site: Quick, page: str, feed: str, title: str) -> None:
    found = site.soup(page)
    link = found.select_one("link[rel=alternate]")
    assert ((site.output / page).parent / link["href"]).resolve() == (site.output / feed).resolve() and link["title"].endswith(title) and (not title or "：" in link["title"])
    shown = [((site.output / page).parent / one["href"]).resolve() for one in found.select(".rr-feed a")]
    assert shown == ([(site.output / feed).resolve()] if page.endswith("/index.html") else [])


def test_one_more_item_writes_the_feeds_in_which_it_stands_and_no_other(tmp_path: Path) -> None:
    site = Quick(tmp_path)
    site.write({"items/1.md": entry(1, Category="法规文件/规范性文件", Agency="甲局"), "items/2.md": entry(2, Category="工作动态/政务动态", Agency="乙局", Key_Area="食品安全")})
    site.good(**SITE)
    before = {path: digest for path, digest in site.tree().items() if path.startswith("feeds/")}
    site.write({"items/5.md": entry(5, Category="工作动态/政务动态", Agency="乙局", Key_Area="食品安全")})
    site.good(**SITE)
    after = {path: digest for path, digest in site.tree().items() if path.startswith("feeds/")}
    changed = {path.removeprefix("feeds/").removesuffix(".atom.xml") for path in after if after[path] != before.get(path)}
    assert {path for path in changed if not path.startswith("agencies/")} == {"all", "news", "news/affairs", "key-areas/food"} and len(changed) == 5
    site.assert_clean(**SITE)
    site.write({"items/5.md": entry(5, Category="法规文件/规范性文件", Agency="甲局")})
    site.good(**SITE)
    site.assert_clean(**SITE)


def test_pelicans_settings_of_feeds_are_followed(tmp_path: Path) -> None:
    site = Quick(tmp_path)
    site.write({f"items/{number}.md": entry(number) for number in range(1, 5)})
    site.good(**SITE)
    site.good(**SITE, FEED_MAX_ITEMS=2, FEED_DOMAIN="https://feeds.example.gov.cn")
    assert titles(site, "feeds/all.atom.xml") == ["题 4", "题 3"]
    assert ElementTree.parse(site.output / "feeds/all.atom.xml").getroot().findtext(f"{ATOM}id") == "https://feeds.example.gov.cn/feeds/all.atom.xml"


def test_without_a_public_address_there_is_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    site = Quick(tmp_path)
    site.write({"items/1.md": entry(1)})
    site.good()
    assert not (site.output / "feeds").exists()
    assert not [path for path in site.output.rglob("*.html") if "atom" in path.read_text(encoding="utf-8").lower()]
