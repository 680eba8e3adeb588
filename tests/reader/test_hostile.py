"""Hostile content: nothing of it runs, loads or leads outside, in a real browser, with and without the pages' own policy."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import markdown
import pytest
from offline_search.index import AHEAD, CLIENT, MANIFEST
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.kit import browsers
from tests.kit.disguises import ADDRESSES, DISGUISES, EVENTS, FIELD, FIELDS, FILE_NAMES, FRAMES, MARKDOWN, REFUSED_NAMES
from tests.kit.project import Project, item
from tests.kit.quick_builds import Searched

pytestmark = pytest.mark.xdist_group("hostile")

NAMES = {name: f"h{number}" for number, name in enumerate(DISGUISES)}
FRAMES_A_PAGE = 40

# Runs in every document before its own scripts: what a disguise would call, and a look at what came of the page.
WATCH = """
(() => {
  window.pwn = () => { console.log("PWNED " + location.href); };
  const prose = new Set(("a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    + "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead "
    + "time tr u ul var").split(" "));
  const loading = ["href", "src", "action", "data", "poster", "cite", "xlink:href"];
  const never = ["style", "srcdoc", "srcset", "formaction", "ping", "background", "data-hostile", "autofocus", "is", "target"];
  function look() {
    const faults = [];
    for (const element of document.querySelectorAll("*")) {
      for (const {name, value} of element.attributes) {
        if (name.startsWith("on") || never.includes(name)) faults.push(element.tagName + " " + name);
        if (loading.includes(name) && new URL(value, document.baseURI).protocol !== "file:") faults.push(name + "=" + value);
      }
    }
    for (const element of document.querySelectorAll("main .rr-prose *")) {
      if (!prose.has(element.localName) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") faults.push("<" + element.localName + ">");
      if (element.hasAttribute("name")) faults.push("name=" + element.name);
      if (element.id && !element.id.startsWith("b-")) faults.push("id=" + element.id);
      if (element.className && !/^(rr-[a-z_-]+|footnote[a-z-]*)$/.test(element.className)) faults.push("class=" + element.className);
    }
    if (!document.querySelector("body > .rr-foot:last-child > footer") || document.querySelectorAll("main, footer").length !== 2) faults.push("torn");
    const store = location.pathname.endsWith("/output/basket.html") ? "main > iframe[src$='/output/theme/basket/store.xhtml']" : "unknown";
    const frame = [...document.querySelectorAll("script, base, iframe")].filter(e => !e.matches(store));
    const engine = Object.entries(MORE).filter(([page]) => location.pathname.endsWith("/output/" + page)).flatMap(([, scripts]) => scripts);
    const own = frame.filter(e => e.matches("head > script:is([defer], [async]):empty") && engine.includes(e.getAttribute("src")));
    if (own.length !== engine.length || frame.length !== 3 + engine.length) faults.push("frame");
    if (document.baseURI !== document.URL) faults.push("base");
    console.log("LOOKED " + JSON.stringify([location.href, faults]));
  }
  if (location.protocol === "file:" && !location.pathname.includes("/frames-") && !location.pathname.endsWith("/theme/basket/store.xhtml")) addEventListener("load", () => setTimeout(look));
})();
""".replace("MORE", json.dumps({
    "search.html": [f"search/{CLIENT}", f"search/{AHEAD}", f"search/{MANIFEST}", "theme/js/search.js"],
    "corrections.html": ["theme/js/form.js", "theme/js/corrections.js"],
    "basket.html": ["theme/js/basket.js", "theme/js/basket-page.js"],
    "normative/day.html": ["../normative/documents.js", "../theme/js/normative.js"],
}))
"""Scripts that a page has besides those of every page stand in `MORE`."""


class Site(NamedTuple):
    """The hostile content as built."""

    project: Project
    printed: str
    attached: list[str]


def table(*rows: list[str]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def registers() -> dict[str, str]:
    """Return registers with the hostile text in every field that takes text."""
    return {
        "registers/agencies.csv": table(
            ["code", "name", "office", "leader", "responsible", "address", "hours", "phone", "email"],
            ["014500858", "区政府办公室", *[FIELD] * 7], ["014500859", FIELD, *[FIELD] * 7],
        ),
        "registers/reading_points.csv": table(
            ["name", "kind", "address", "hours", "phone", "equipment", "directions"], [FIELD] * 7,
        ),
        "registers/carried_forward.csv": table(["category", "year", "total", "new", "source"], ["法规文件", "2014", "9", "1", FIELD]),
        "registers/declared.csv": table(["year", "figure", "value", "source"], ["2014", FIELD, "9", FIELD]),
    }


def pages_of_pelican() -> dict[str, str]:
    """Return every disguise as the body of a page of Pelican's: those about addresses alone, the others some to a page."""
    alone = {f"page-{name}": source for name, source in (ADDRESSES | MARKDOWN).items()}
    others = [source for name, source in DISGUISES.items() if f"page-{name}" not in alone]
    together = {f"pages-{start}": "\n\n文\n\n".join(others[start:start + 6]) for start in range(0, len(others), 6)}
    return {slug: f"正文开始。\n\n{source}\n\n正文结束。\n" for slug, source in (alone | together).items()}


def beginning(name: str) -> bytes:
    """Return how a file begins that is what its name says."""
    return b"" if name.endswith(".csv") else b"%PDF-1.4 "


def write_files(project: Project) -> list[str]:
    """Put oddly named files beside an item; return the names that this file system could take."""
    for name in (*FILE_NAMES, *REFUSED_NAMES):
        project.write({f"items/files/{name}": beginning(name) + name.encode()})
    return [name for name in FILE_NAMES if (project.content / "items/files" / name).exists()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every disguise as an item and as a page of Pelican's, every field hostile, every odd file name, in one build."""
    project = Searched(tmp_path_factory.mktemp("hostile"))
    bodies = {name: f"正文开始。\n\n{source}\n\n正文结束。\n" for name, source in DISGUISES.items()}
    project.write(registers() | {
        f"items/{name}.md": item(Index=f"9/2014-{NAMES[name]}", Title=name, body=body) for name, body in bodies.items()
    } | {
        f"pages/{slug}.md": f"Title: {slug}\nSlug: {slug}\n\n{body}" for slug, body in pages_of_pelican().items()
    } | {
        f"items/field-{key}.md": item(**{"Index": f"9/2014-{key}", key: value}) for key, value in FIELDS.items()
    } | {
        "pages/fields.md": f"Title: {FIELD}\nSummary: {FIELD}\nSlug: fields\nUrl: javascript:pwn()\nTemplate: page\n\n正文。\n",
        "pages/html.html": f"<html><head><title>x</title><meta name=slug content=html></head><body>{FIELD}</body></html>",
        "items/files/files.md": item(Index="9/2014-files", Title="附件"),
    })
    attached = write_files(project)
    done = project.build(SITEURL="https://example.com")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return Site(project, done.stdout, attached)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browsers.find(), args=[*browsers.ARGUMENTS, "--host-resolver-rules=MAP * ~NOTFOUND"])
        yield running
        running.close()


class Watched:
    """A browser context that notes what pages say, ask for and open."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.said: list[str] = []
        self.asked: set[str] = set()
        self.missing: set[str] = set()
        self.opened = 0
        context.add_init_script(WATCH)
        context.on("request", lambda request: self.asked.add(request.url))
        context.on("page", self._watch)
        self.page = context.new_page()

    def _watch(self, page: Page) -> None:
        self.opened += 1
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"ERROR {error}"))
        page.on("dialog", lambda dialog: (self.said.append("DIALOG"), dialog.dismiss()))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.endswith("net::ERR_FILE_NOT_FOUND"):
            self.missing.add(message.location["url"])
        else:
            where = message.location["url"]
            self.said.append(message.text if message.text.startswith(("LOOKED", "PWNED")) else f"{message.text} {where}")

    def settle(self, looked: int) -> None:
        """Wait until so many pages have been looked at."""
        for _ in range(200):
            if sum(text.startswith("LOOKED ") for text in self.said) >= looked:
                return
            self.page.wait_for_timeout(20)

    @property
    def looks(self) -> dict[str, list[str]]:
        """Faults of each page that was looked at, by address."""
        return dict(json.loads(text.removeprefix("LOOKED ")) for text in self.said if text.startswith("LOOKED "))

    @property
    def noise(self) -> list[str]:
        """Whatever pages said: a disguise that ran, an error, a breach of the policy."""
        return [text for text in self.said if not text.startswith("LOOKED ")]


def frames(folder: Path, pages: list[Path]) -> Iterator[str]:
    """Yield addresses of documents that show the pages in frames, some at a time."""
    for start in range(0, len(pages), FRAMES_A_PAGE):
        sheet = folder / f"frames-{start}.html"
        rows = "".join(f'<iframe src="{page.as_uri()}"></iframe>' for page in pages[start:start + FRAMES_A_PAGE])
        sheet.write_text(f"<!DOCTYPE html>{rows}", encoding="utf-8")
        yield sheet.as_uri()


def visit(watched: Watched, folder: Path, alone: list[Path], framed: list[Path]) -> Watched:
    """Open pages, each alone or many in frames, and wait until all were looked at."""
    for number, page in enumerate(alone):
        watched.page.goto(page.as_uri())
        watched.settle(number + 1)
    for number, address in enumerate(frames(folder, framed)):
        watched.page.goto(address)
        watched.settle(len(alone) + min(len(framed), (number + 1) * FRAMES_A_PAGE))
    return watched


@pytest.fixture(scope="module")
def unprotected(site: Site, chromium: Browser) -> Watched:
    """Every page seen without its Content-Security-Policy: only the sanitiser stands in the way.

    Where focus or navigation matters, a page is opened by itself; the others many at once, which takes a third of the time.
    """
    pages = sorted(site.project.output.rglob("*.html"))
    focused = {f"9-2014-{NAMES[name]}.html" for name in EVENTS | FRAMES}
    alone = [page for page in pages if page.name in focused]
    watched = Watched(chromium.new_context(bypass_csp=True))
    return visit(watched, site.project.base, alone, [page for page in pages if page not in alone])


@pytest.fixture(scope="module")
def protected(site: Site, chromium: Browser) -> Watched:
    """Every page seen as a reader sees it, under its own policy."""
    return visit(Watched(chromium.new_context()), site.project.base, [], sorted(site.project.output.rglob("*.html")))


BOTH = pytest.mark.parametrize("view", ["unprotected", "protected"])


@pytest.fixture
def seen(view: str, request: pytest.FixtureRequest) -> Watched:
    return request.getfixturevalue(view)


def test_the_list_is_long_enough_and_every_disguise_is_published_or_refused(site: Site) -> None:
    assert len(DISGUISES) >= 70
    for name, short in NAMES.items():
        refused = f"{site.project.content}/items/{name}.md:" in site.printed
        assert (site.project.output / f"items/2014/9-2014-{short}.html").exists() or refused, name
    for slug in pages_of_pelican():
        assert (site.project.output / f"{slug}.html").exists()


def test_the_browser_notices_disguises_that_nobody_took_off(chromium: Browser, tmp_path: Path) -> None:
    """Were this to fail, the tests below would prove nothing."""
    pages = []
    for short, source in zip(NAMES.values(), DISGUISES.values(), strict=True):
        page = tmp_path / f"{short}.html"
        body = markdown.markdown(source, extensions=["tables", "footnotes", "def_list", "attr_list"])
        page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body><main><div class=rr-prose>{body}", encoding="utf-8")
        pages.append(page)
    watched = Watched(chromium.new_context(bypass_csp=True))
    for address in frames(tmp_path, pages):
        watched.page.goto(address)
        watched.page.wait_for_timeout(300)
    ran = {text for text in watched.noise if text.startswith("PWNED")}
    far = {url for url in watched.asked if "evil.test" in url}
    assert len(ran) >= 60 and len(far) >= 25, (len(ran), sorted(far))
    assert sum(bool(faults) for faults in watched.looks.values()) >= 100


@BOTH
def test_every_page_was_looked_at(site: Site, seen: Watched) -> None:
    pages = {page.as_uri() for page in site.project.output.rglob("*.html")}
    assert len(pages) > 200
    assert pages == {address.split("#")[0] for address in seen.looks}


@BOTH
def test_no_disguise_ran_and_the_console_is_empty(seen: Watched) -> None:
    assert seen.noise == []


@BOTH
def test_no_item_page_misses_a_file(seen: Watched) -> None:
    assert [url for url in seen.missing if "/output/items/" in url] == []


@BOTH
def test_no_page_asked_for_anything_but_files_of_the_site(site: Site, seen: Watched) -> None:
    allowed = (site.project.output.as_uri() + "/", f"{site.project.base.as_uri()}/frames-")
    assert [url for url in seen.asked if not url.startswith(allowed)] == []


@BOTH
def test_no_page_opened_another(seen: Watched) -> None:
    assert seen.opened == 1 and len(seen.context.pages) == 1


@BOTH
def test_no_page_holds_an_element_attribute_or_scheme_that_could_act(seen: Watched) -> None:
    assert {address: faults for address, faults in seen.looks.items() if faults} == {}


def test_a_query_in_the_address_is_only_text(site: Site, chromium: Browser) -> None:
    watched = Watched(chromium.new_context(bypass_csp=True))
    page = watched.page
    page.goto((site.project.output / "search.html").as_uri() + "?q=%3Cimg%20src%3Dx%20onerror%3Dpwn()%3E#%3Cscript%3Epwn()%3C/script%3E")
    watched.settle(1)
    page.wait_for_selector("[data-exact=true]")
    assert page.locator("[data-index]").count() > 1, "items whose titles and texts hold the same"
    assert page.input_value("#q") == "<img src=x onerror=pwn()>"
    assert page.locator("main img, main script").count() == 0
    assert watched.noise == []


def test_the_text_before_a_disguise_is_kept(site: Site) -> None:
    pages = list((site.project.output / "items/2014").glob("9-2014-h*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if "<p>正文开始。</p>" not in page.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("key", FIELDS)
def test_a_field_shows_markup_as_text(site: Site, key: str) -> None:
    page = site.project.soup(f"items/2014/9-2014-{key}.html")
    assert FIELD.replace(";", "" if key == "Tags" else ";") in page.main.get_text()


def test_braces_are_no_template(site: Site) -> None:
    page = site.project.soup(f"items/2014/9-2014-{NAMES['md-template']}.html")
    assert "{{ 7*7 }} {% include '/etc/passwd' %}" in page.select_one(".rr-prose").get_text()


def test_feeds_and_sitemaps_are_well_formed_with_hostile_titles(site: Site) -> None:
    files = list(site.project.output.rglob("*.xml"))
    assert files
    for path in files:
        tree = ElementTree.fromstring(path.read_bytes())
        assert not [element.tag for element in tree.iter() if element.tag.endswith(("script", "img"))]


def test_odd_file_names_are_listed_linked_and_copied_as_they_are(site: Site) -> None:
    page = site.project.soup("items/2014/9-2014-files.html")
    links = page.select(".rr-files__link")
    targets = [(site.project.output / "items/2014" / unquote(urlsplit(link["href"]).path)).resolve() for link in links]
    assert sorted(target.name for target in targets) == sorted(site.attached) and len(links) > 15
    assert len({link.get_text() for link in links}) == len(links) and all(link.get_text().strip() for link in links)
    for target in targets:
        assert target.read_bytes() == beginning(target.name) + target.name.encode()


def of_the_index(site: Site, path: Path) -> bool:
    """Whether a file is one of the search index, of which some are called `x.js`: it stands there and hands over data."""
    calls = "OfflineSearch.receive(", "(self.OfflineSearchQueue="
    handing = tuple(data for call in calls for data in (call.encode(), b"\xff\xfe" + call.encode("utf-16-le")))
    return path.is_relative_to(site.project.output / "search") and path.read_bytes().startswith(handing)


def test_names_and_types_that_no_site_may_carry_are_refused(site: Site) -> None:
    carried = {path for path in site.project.output.rglob("*") if path.is_file() and not of_the_index(site, path)}
    assert not {path.name for path in carried}.intersection(REFUSED_NAMES)
    for name in REFUSED_NAMES:
        visible = re.split(r"[\n\x1b]", name)[0]
        assert f"{site.project.content}/items/files/{visible}" in site.printed, name


def test_what_is_printed_cannot_forge_lines_or_steer_the_terminal(site: Site) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", site.printed)
    assert not [line for line in site.printed.splitlines() if line.startswith("b.pdf")]
