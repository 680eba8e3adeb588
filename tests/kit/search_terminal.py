"""A reader who searches at a terminal, and the items that a search must find.

These are computed from content/ by simple code of their own, so that the engine does not judge itself.
"""

from __future__ import annotations

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import link
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pypdfium2
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from .browsers import ARGUMENTS, find
from .project import ROOT
from .published_files import header
from .sites import WIDE

KEYS = "elements => elements.map(element => element.dataset.index)"
TYPE = """units => {
  const input = document.querySelector(".rr-search__input");
  input.value = String.fromCharCode(...units);
  input.form.requestSubmit();
}"""
ASK = """async ([queries, count]) => {
  const index = await OfflineSearch.open("search/"), found = [];
  for (const query of queries) {
    const answer = await OfflineSearch.ask(index, query);
    found.push((await answer.documents(0, count)).rows.map(row => row.key));
  }
  return found;
}"""
FOCUS = """() => {
  const {name, tagName, dataset} = document.activeElement, row = document.activeElement.closest("[data-index]");
  return row?.dataset.index || name || dataset.search || tagName;
}"""
SEARCHED = ("Title", "Summary", "Index", "Document-Number", "Agency", "Category")
"""Keys of a header that a search covers. The others are for officials, or are filters."""

Items = dict[str, dict[str, str]]


class Tab:
    """One tab in a browser context of its own, with its messages (`said`) and its requests (`asked`)."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.root, self.page = root, context.new_page()
        self.page.set_default_timeout(15_000)
        self.said: list[str] = []
        self.asked: list[str] = []
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def rows(self, words: str = "") -> list[str]:
        """Wait for the whole answer, to `words` if given; return the Indexes of its rows, in order."""
        self.page.wait_for_selector('[data-exact="true"]' + (f":has-text('“{words}”')" if words else ""))
        return self.page.eval_on_selector_all("[data-index]", KEYS)

    def search(self, words: str, more: str = "") -> list[str]:
        """Open the search page's address with some words; return the rows."""
        self.page.goto(f"{self.root}/search.html?q={quote(words)}{more}")
        return self.rows()

    def everything(self, words: str) -> list[str]:
        """Return as many rows as an address can show at once."""
        return self.search(words, "&n=1000")

    def to_the_end(self) -> list[str]:
        """Press the button for more until there are no more rows; return all."""
        button = self.page.locator("[data-search=more]")
        while button.is_visible():
            shown = len(self.rows())
            button.click()
            self.page.wait_for_function("shown => document.querySelectorAll('[data-index]').length > shown", arg=shown)
        return self.rows()

    def desk(self) -> None:
        """Open the search page unless the tab shows it, with or without an answer."""
        if not re.fullmatch(re.escape(self.root) + r"/search\.html(\?q=[^&]*)?", self.page.url):
            self.page.goto(f"{self.root}/search.html")

    def find(self, words: str) -> list[str]:
        """Search for words without loading the page again, as a reader does; return the rows."""
        self.desk()
        return self.type(words)

    def type(self, words: str) -> list[str]:
        """Type words into the box and press Enter; return the rows."""
        self.page.locator("input[name=q]").fill(words)
        self.page.keyboard.press("Enter")
        return self.rows()

    def ask(self, queries: list[str], count: int = 20) -> list[list[str]]:
        """Return the first results of many queries, from the engine that the page has loaded."""
        self.desk()
        return self.page.evaluate(ASK, [queries, count])

    def assert_quiet(self) -> None:
        """Assert that there were no messages, and no requests outside the site; forget both."""
        far = [url for url in self.asked if not url.startswith((f"{self.root}/", "about:blank"))]
        said, self.said, self.asked = self.said, [], []
        assert not said, said
        assert not far, far

    @property
    def total(self) -> int:
        """The number of results that the page states."""
        return int(self.page.get_attribute("[data-total]", "data-total"))

    @property
    def notes(self) -> str:
        """The notes that the page shows above the results."""
        return self.page.inner_text("[data-search=notes]")

    @property
    def focus(self) -> str:
        """What has the focus: the Index of a row, or the name of a field, part or tag."""
        return self.page.evaluate(FOCUS)


@contextmanager
def terminal(browser: Browser, root: str, **options: object) -> Iterator[Tab]:
    """Open a tab for a site; assert at the end that it was quiet."""
    context = browser.new_context(**({"viewport": WIDE} | options))
    tab = Tab(context, root)
    yield tab
    context.close()
    tab.assert_quiet()


@contextmanager
def remembering(browser: Browser, root: str) -> Iterator[Tab]:
    """Open a tab in a browser with a back-forward cache; a page from it has `data-kept`."""
    other = browser.browser_type.launch(executable_path=find(), args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"])
    with terminal(other, root) as tab:
        tab.page.add_init_script("addEventListener('pageshow', event => { document.documentElement.dataset.kept = event.persisted; })")
        yield tab
    other.close()


def copied(site: Path, place: Path) -> Path:
    """Copy a site by hard links: files of the copy may be deleted, but not written to."""
    return Path(shutil.copytree(site, place, copy_function=link))


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # a browser asks a server for it, whatever the page
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder over HTTP; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def attached(path: Path) -> list[tuple[str, str]]:
    """Return names and texts of the files beside an item that begin with its name."""
    return [(file.name, _plain(file)) for file in sorted(path.parent.glob(f"{path.stem}*")) if file.suffix != ".md"]


def _plain(file: Path) -> str:
    if file.suffix == ".csv":
        return file.read_text(encoding="utf-8-sig")
    if file.suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    if file.suffix == ".docx":
        xml = ZipFile(file).read("word/document.xml").decode()
        return "\n".join(re.sub(r"<[^>]*>", "", paragraph) for paragraph in xml.split("</w:p>"))
    if file.suffix == ".xlsx":
        return "\n".join(str(cell) for sheet in load_workbook(file) for row in sheet.values for cell in row if cell is not None)
    return ""


def own_items() -> tuple[Items, Items]:
    """Return the headers of the project's public items and of its withdrawn items, by Index. `Text` is all that a search covers."""
    public, withdrawn = {}, {}
    for path in sorted((ROOT / "content/items").rglob("*.md")):
        entry, body = header(path), path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        texts = [entry[key] for key in SEARCHED if key in entry] + [text for _, text in attached(path)]
        (withdrawn if "Withdrawn" in entry else public)[entry["Index"]] = entry | {"Text": "\n".join([*texts, body]), "Body": body}
    return public, withdrawn


def holding(items: Items, *words: str, key: str = "Text") -> set[str]:
    """Return the Indexes of the items that contain all words."""
    return {index for index, entry in items.items() if all(word in entry[key] for word in words)}


def facet(entry: dict[str, str], name: str) -> str:
    """Return the value of an item for one of the filters of the search page."""
    return {
        "category": entry["Category"].split("/")[0], "agency": entry["Agency"],
        "year": entry["Date"][:4], "validity": entry.get("Validity", ""),
    }[name]
