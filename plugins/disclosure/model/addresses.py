"""Addresses: where each page stands, for ever.

Site paths are relative to the site root and always name a file, since ``file://``
has no directory index. An item's address depends only on the year of its Date and
on its Index: titles, categories and agencies may change, addresses do not.
"""

from __future__ import annotations

import os
import re
import unicodedata
from urllib.parse import quote

HOME = "index.html"
SEARCH = "search.html"
SEARCH_FOLDER = "search"
PLACES_FOLDER = "search/places"
SUGGEST_FOLDER = "suggest"
CATEGORIES = "categories/index.html"
KEY_AREAS = "key-areas/index.html"
AGENCIES = "agencies/index.html"
COUNTS = "counts/index.html"
REPORTS = "reports/index.html"
READING_POINTS = "reading-points.html"
COMPARISON_FOLDER = "comparisons"
FIRST_PAGES_FOLDER = "first-pages"
REGISTERS = "registers/index.html"
STANDARDS = "standards/index.html"
SUPERVISION = "supervision/index.html"
LEDGER_FOLDER = "ledger"
LEDGER = "ledger/index.html"
SERVICES = "services/index.html"
SERVICE_CHANGES = "services/changes.html"
FORMS = "services/forms.html"
WITHDRAWN = "withdrawn.html"
SITE_MAP = "site-map/index.html"
ARTICLE_20_FOLDER = "article-20"
ARTICLE_20 = "article-20/index.html"
ADDRESS_CODE, VERIFY_CODE = "codes/address.svg", "codes/verify.svg"
CORRECTIONS = "corrections.html"
BASKET = "basket.html"
NORMATIVE = "normative/index.html"
NORMATIVE_DAY = "normative/day.html"
NORMATIVE_DOCUMENTS = "normative/documents.js"
INTERPRETATIONS = "interpretations.html"
DATA = "data/index.html"
DATAPACKAGE = "datapackage.json"
FEED = "feeds/all.atom.xml"
SITEMAP = "sitemap.xml"

INDEX_PATTERN = r"[0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)*"
"""Cities number in different ways. Letters, digits, - and / are enough for every scheme that we know."""

LONGEST_INDEX = 80
"""Characters of an Index. It is part of a file name, and file systems limit those."""


def item_stem(index: str) -> str:
    """Return the file name of an item without its extension."""
    return index.replace("/", "-")


def item(date: str, index: str) -> str:
    """Return an item's address: ``items/<year>/<Index with / as ->.html``."""
    return f"items/{date[:4]}/{item_stem(index)}.html"


def attachment(date: str, index: str, name: str) -> str:
    """Return where an attachment is copied: beside its item, under its own name."""
    return f"items/{date[:4]}/{item_stem(index)}/{name}"


def first_page(date: str, index: str, sha256: str) -> str:
    """Return the address of the picture of the first page of an attachment, which the SHA-256 of the attachment names."""
    return f"{FIRST_PAGES_FOLDER}/{date[:4]}/{item_stem(index)}/{sha256[:16]}.webp"


def comparison(item: str) -> str:
    """Return the address of the comparison of an item with the one that it replaces; `item` is the item's address."""
    return f"{COMPARISON_FOLDER}/{item.removeprefix('items/')}"


def counts_year(year: int | str) -> str:
    """Return the address of one year's count page."""
    return f"counts/{year}.html"


def feed(folder: str = "") -> str:
    """Return the address of the feed of a series, by the folder of its pages; of all items where it is ''."""
    return f"feeds/{folder.removeprefix('categories/')}.atom.xml" if folder else FEED


def catalogue_csv(year: int | str) -> str:
    """Return the address of one year's catalogue as a CSV file."""
    return f"data/catalogue-{year}.csv"


def report(name: int | str) -> str:
    """Return the address of an annual report. Its name is its year, and for a unit's report the unit's code after it: ``2021-014500863``."""
    return f"reports/{name}.html"


def report_index(name: int | str) -> str:
    """Return the address of the page that lists every figure of a report."""
    return f"reports/{name}/index.html"


def report_figure(name: int | str, anchor: str, page: int = 1) -> str:
    """Return the address of the evidence for a figure of a report; `page` counts from 1 where there are several."""
    return _further(f"reports/{name}/{anchor}.html", page)


def report_table(name: int | str, slug: str, page: int = 1) -> str:
    """Return the address of a table of a report, as computed; `page` counts from 1 where the rows behind it fill several."""
    return _further(f"reports/{name}/{slug}.html", page)


def report_file(name: int | str, ending: str) -> str:
    """Return the address of the file with the tables of a report, by its ending: ``xlsx`` or ``docx``."""
    return f"reports/{name}/form.{ending}"


def ledger_year(year: int | str) -> str:
    """Return the address of one year of the ledger of reviews."""
    return f"{LEDGER_FOLDER}/{year}.html"


def supervision_year(year: int | str) -> str:
    """Return the address of one year's supervision page."""
    return f"supervision/{year}.html"


def register(name: str, page: int = 1) -> str:
    """Return the address of a register's page; `page` counts from 1 where there are several."""
    return _further(f"registers/{name.replace('_', '-')}.html", page)


def register_year(name: str, year: int | str, page: int = 1) -> str:
    """Return the address of one year's rows of a register; `page` counts from 1 where there are several."""
    return _further(f"registers/{name.replace('_', '-')}/{year}.html", page)


def standards_area(slug: str, page: int = 1) -> str:
    """Return the address of an area of the standards; `page` counts from 1 where there are several."""
    return _further(f"standards/{slug}.html", page)


def register_csv(name: str) -> str:
    """Return the address of a register's CSV file."""
    return f"data/{name}.csv"


def normative(name: str, page: int = 1) -> str:
    """Return the address of a list of the library of normative documents; `page` counts from 1 where there are several."""
    return _further(f"normative/{name}.html", page)


def interpretations(page: int = 1) -> str:
    """Return the address of the list of interpretations; `page` counts from 1 where there are several."""
    return _further(INTERPRETATIONS, page)


def site_map(page: int = 1) -> str:
    """Return the address of the site map; `page` counts from 1 where there are several."""
    return _further(SITE_MAP, page)


def _further(path: str, page: int) -> str:
    """Return the address of a page of a list that begins at `path`."""
    return path if page == 1 else f"{path.removesuffix('.html')}-{page}.html"


def year_page(folder: str, year: int | str) -> str:
    """Return the address of a list's year page."""
    return f"{folder}/{year}.html"


def month_page(folder: str, year: int | str, month: int, bucket: int = 1) -> str:
    """Return the address of one page of a month; bucket 1 has the oldest items."""
    suffix = "" if bucket == 1 else f"-{bucket}"
    return f"{folder}/{year}-{month:02d}{suffix}.html"


def application_form(applicant: str) -> str:
    """Return the address of the form for requests by one kind of applicant."""
    return f"request-form-{applicant}.html"


def services_audience(slug: str) -> str:
    """Return the address of the guides for one audience."""
    return f"services/{slug}.html"


def url(path: str) -> str:
    """Return a site path as it is written in a link (percent-encoded)."""
    return quote(path, safe="/-._~()!*,;=@+&'$")


def root(path: str) -> str:
    """Return the relative path from a page to the site root: ``''``, ``'../'``, …"""
    return "../" * path.count("/")


OWN_FOLDERS = (
    "items", "categories", "agencies", "key-areas", "counts", "registers", "ledger", "services", "standards", "supervision", "reports",
    "normative", COMPARISON_FOLDER, FIRST_PAGES_FOLDER, "data", "feeds", "sitemaps", "site-map", ARTICLE_20_FOLDER, SEARCH_FOLDER, SUGGEST_FOLDER, "keyboard", "theme",
)
"""Folders of the site that only builds write. A page of Pelican's stands elsewhere, an annual report excepted."""


def path_fault(path: str) -> str:
    """Return in Chinese why nothing may be written to a path in the output folder; '' where it may."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ".." in parts or os.path.isabs(path):
        return "在网站以外"
    if any(part in ("", ".") or part.startswith(".") for part in parts):
        return "不是一个文件的地址"
    if any(part.casefold().endswith((".html", ".htm")) for part in parts[:-1]):
        return "在一个网页的下面"
    return next(filter(None, map(portable_name, parts)), "")


def page_fault(path: str, *, is_report: bool = False) -> str:
    """Return in Chinese why no page of Pelican's may be written to a path in the output folder; '' where it may."""
    if fault := path_fault(path):
        return fault
    if not path.endswith(".html"):
        return "不是网页的地址（.html）"
    if not is_report and path.split("/", maxsplit=1)[0].casefold() in OWN_FOLDERS:
        return "在网站自己的文件夹里"
    return ""


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's categories of characters that nobody sees. U+202E, for one, shows `gpj.exe` as `exe.jpg`."""
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def portable_name(name: str) -> str:
    """Return why Windows or exFAT refuse a file name, in Chinese; the empty string where they do not."""
    if _FORBIDDEN.search(name):
        return "含有 Windows 不允许的字符"
    if hidden := next((letter for letter in name if unicodedata.category(letter) in _UNSEEN), ""):
        return f"含有看不见的字符 U+{ord(hidden):04X}"
    if _RESERVED.match(name):
        return "是 Windows 保留的名字"
    if name != name.strip() or name.endswith("."):
        return "首尾有空格或以句点结尾"
    if len(name.encode()) > 180:
        return "太长"
    return ""
