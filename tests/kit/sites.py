"""Three sites, each built once for all tests, and their kinds of pages.

Together they have every kind of page. `own` is content/ as it is published. `archive` has nothing
but items, so many that a year is shown by months and a month on two pages. `edge` has a single
item, with everything that an item can have.
"""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from .browsers import ARGUMENTS, find
from .project import ROOT, item
from .quick_builds import Quick, Searched

WIDE = {"width": 1920, "height": 1080}
NARROW = {"width": 390, "height": 844}

ITEMS = "items/*/*.html"
KINDS: dict[str, tuple[str, str, str]] = {
    # name: site, path, what the page must hold (a pattern; the first such page is taken)
    "home": ("own", "index.html", ""),
    "home without registers": ("archive", "index.html", ""),
    "categories": ("own", "categories/index.html", ""),
    "category": ("own", "categories/documents/index.html", "<tbody>"),
    "category without items": ("archive", "categories/plans/index.html", ""),
    "leaf": ("own", "categories/documents/normative/index.html", "<tbody>"),
    "agency": ("own", "agencies/*/index.html", "<tbody>"),
    "key area": ("own", "key-areas/*/index.html", "<tbody>"),
    "key area with charts": ("own", "key-areas/budget/index.html", "<svg"),
    "key area with many columns": ("own", "key-areas/tenders/index.html", "<tbody>"),
    "key area without items": ("archive", "key-areas/housing/index.html", ""),
    "year": ("own", "categories/documents/2014.html", "<tbody>"),
    "year of an agency": ("own", "agencies/*/2014.html", "<tbody>"),
    "year by months": ("archive", "categories/news/2014.html", ""),
    "month": ("archive", "categories/news/2014-03.html", "<tbody>"),
    "month, second page": ("archive", "categories/news/2014-03-2.html", "<tbody>"),
    "item": ("own", ITEMS, '<div class="rr-prose'),
    "item with attachments": ("own", ITEMS, r'<h2[^>]*>附件</h2>\s*<ul'),
    "item with a table": ("own", ITEMS, "<table>"),
    "item with footnotes": ("own", ITEMS, 'class="footnote"'),
    "item with an image": ("own", ITEMS, "<img (?!class)"),
    "expired item": ("own", ITEMS, "已经失效，不再适用"),
    "abolished item": ("own", ITEMS, "已经废止，不再适用"),
    "replaced item": ("own", ITEMS, "新文件：<a"),
    "replacing item": ("own", ITEMS, "取代文件</dt>"),
    "comparison": ("own", "comparisons/*/*.html", "rr-compare__new"),
    "tombstone": ("own", ITEMS, "撤下，正文不再公布"),
    "item with everything": ("edge", "items/2014/014500858-2014-00001.html", "<table>"),
    "counts": ("own", "counts/index.html", "<svg"),
    "counts of a year": ("own", "counts/2014.html", "<svg"),
    "counts of one item": ("edge", "counts/2014.html", "<svg"),
    "data": ("own", "data/index.html", ""),
    "search": ("own", "search.html", ""),
    "agencies": ("own", "agencies/index.html", "<tbody>"),
    "article 20": ("own", "article-20/index.html", "<tbody>"),
    "list of article 20": ("own", "article-20/13/index.html", "<tbody>"),
    "site map": ("own", "site-map/index.html", "rr-tiles"),
    "basket": ("own", "basket.html", ""),
    "mistakes": ("own", "corrections.html", "rr-form"),
    "library of normative documents": ("own", "normative/index.html", "<tbody>"),
    "library by validity": ("own", "normative/in-force.html", "<tbody>"),
    "library on a day": ("own", "normative/on-2014-12-31.html", "<tbody>"),
    "library on any day": ("own", "normative/day.html", ""),
    "clearances": ("own", "registers/clearances.html", "<tbody>"),
    "interpretations": ("own", "interpretations.html", "<tbody>"),
    "key areas": ("own", "key-areas/index.html", ""),
    "services": ("own", "services/index.html", "rr-tiles"),
    "services for citizens": ("own", "services/citizens.html", "<tbody>"),
    "changes of services": ("own", "services/changes.html", "<tbody>"),
    "forms": ("own", "services/forms.html", "<tbody>"),
    "reading points": ("own", "reading-points.html", ""),
    "ledger of reviews": ("own", "ledger/index.html", "<tbody>"),
    "ledger of a year": ("own", "ledger/2014.html", "<tbody>"),
    "ledger of a unit's year": ("own", "ledger/014500858/2014.html", "<tbody>"),
    "pages of a unit's year": ("archive", "ledger/*/2014.html", "审查记录"),
    "ledger of a unit": ("own", "ledger/014500858/index.html", "<tbody>"),
    "supervision": ("own", "supervision/index.html", "rr-chart"),
    "supervision of a year": ("own", "supervision/2011.html", "逾期公开的信息"),
    "registers": ("own", "registers/index.html", ""),
    "requests": ("own", "registers/requests.html", "<svg"),
    "disputes": ("own", "registers/disputes.html", "<tbody>"),
    "empty register": ("own", "registers/complaints.html", "没有接到举报和投诉"),
    "letters": ("own", "registers/letters.html", "rr-letter"),
    "consultations": ("own", "registers/consultations.html", "参加方式"),
    "decisions": ("own", "registers/decisions.html", "<tbody>"),
    "approvals": ("own", "registers/approvals.html", "<tbody>"),
    "training": ("own", "registers/training.html", "<tbody>"),
    "reports": ("own", "reports/index.html", ""),
    "report": ("own", "reports/2014.html", "<table>"),
    "report of a unit": ("own", "reports/2021-014500863.html", "rr-statutory--requests"),
    "report in the format of 2019": ("own", "reports/2020-014500875.html", "rr-statutory--actions"),
    "index of a unit's report": ("own", "reports/2021-014500863/index.html", "<tbody>"),
    "table that units add up to": ("own", "reports/2021/requests.html", 'id="units"'),
    "report index": ("own", "reports/2014/index.html", "<tbody>"),
    "report figure": ("own", "reports/2014/f-*.html", "<h1"),
    "report table": ("own", "reports/2014/categories.html", "<tbody>"),
    "guide": ("own", "guide.html", ""),
    "rules": ("own", "rules.html", ""),
    "request": ("own", "request.html", ""),
    "request form": ("own", "request-form-citizen.html", ""),
    "request form of an organisation": ("own", "request-form-organisation.html", ""),
    "help": ("own", "help.html", ""),
    "verify": ("own", "verify.html", ""),
    "terminals": ("own", "terminals.html", ""),
    "catalogue note": ("own", "catalogue-note.html", ""),
    "removed item": ("edge", "items/2012/014500858-2012-00002.html", "移除，不再公布"),
    "moved item": ("edge", "items/2013/014500858-2013-00003.html", 'http-equiv="refresh"'),
    "list of old addresses": ("edge", "withdrawn.html", "移除和移动的地址"),
    "withdrawn list": ("own", "withdrawn.html", "<tbody>"),
    "empty withdrawn list": ("archive", "withdrawn.html", ""),
}

every_kind = pytest.mark.parametrize("kind", KINDS)


def _own() -> dict[str, str | bytes]:
    folder = ROOT / "content"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _archive() -> dict[str, str | bytes]:
    """Return 270 items of one category: 230 in one month, 40 in another year."""
    files: dict[str, str | bytes] = {}
    for number in range(1, 271):
        date = f"2014-03-{number % 28 + 1:02d}" if number <= 230 else f"2013-11-{number % 28 + 1:02d}"
        files[f"items/{number}.md"] = item(
            Title=f"政务动态第{number}号", Index=f"014500858/{date[:4]}-{number:05d}", Created=date, Date=date,
            Category="工作动态/政务动态", Agency="区政府办公室" if number % 2 else "某某机关",
            Review=f"{date} 保密审查员 可以公开",
        )
    return files


def _edge() -> dict[str, str | bytes]:
    """Return one item with everything that an item can have, and with texts that are too wide for a page."""
    cells = " | ".join(f"很长的栏目名称第{number}" for number in range(1, 13))
    body = (
        "各街道办事处：\n\n## 一、总则\n\n### （一）范围\n\n#### 1．依据\n\n"
        f"{'A' * 120}\n\n见[外面的网站](http://www.example.com/{'long' * 30})，另见[附件](表.csv)。[^1]\n\n[^1]: 注释的内容。\n\n"
        f"| {cells} |\n|{'---|' * 12}\n| {cells} |\n\n| 没有栏目名的表{' |' * 12}\n|{'---|' * 12}\n| {cells} |\n\n表一之后是表二。\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n\n"
        "术语\n:   说明。\n\n> 引文一段。\n\n1. 其一\n2. 其二\n\n- 甲\n- 乙\n\n`代码`\n\n    一段很长的代码 " + "x" * 150 + "\n"
    )
    header = {
        "Title": "关于" + "进一步加强和改进政府信息公开工作的实施意见及" * 6 + "的通知", "Document-Number": "青府办发〔2014〕12号",
        "Subject": "综合政务\\政务公开", "Genre": "通知", "Validity": "废止 2015-06-30", "Key-Area": "行政审批；食品安全", "Tags": "甲, 乙",
        "Channel": "政府网站", "Modified": "2014-04-01", "Agency": "一个名称很长的非常设议事协调机构领导小组办公室",
    }
    changes = {key.replace("-", "_"): value for key, value in header.items()}
    removed = "index,date,reason\n014500858/2012-00002,2014-05-01,重复发布\n014500858/2013-00003,2014-05-02,编号更正\n"
    changes["Replaces"] = "014500858/2013-00003"
    return {"items/a.md": item(body=body, **changes), "items/表.csv": "甲,乙\n1,2\n", "registers/removed.csv": removed}


_CONTENT = {"own": _own, "archive": _archive, "edge": _edge}


class Sites:
    """The sites, built when a test first asks for one. All test processes share them: nobody writes into them."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._built: dict[str, Quick] = {}

    def project(self, name: str) -> Quick:
        """Return a site with its content folder, published."""
        if name not in self._built:
            base = self._base / f"site-{name}"
            base.mkdir(parents=True, exist_ok=True)
            with open(base / "lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # another test process may be building it
                if (base / "published").exists():
                    self._built[name] = Searched(base)
                else:
                    shutil.rmtree(base / "content", ignore_errors=True)
                    self._built[name] = Searched(base)
                    self._built[name].write(_CONTENT[name]())
                    self._built[name].good(conf="publishconf.py")
                    (base / "published").touch()
        return self._built[name]

    def folder(self, name: str) -> Path:
        """Return the output folder of a site."""
        return self.project(name).output

    def page(self, kind: str) -> Path:
        """Return the file of a page of this kind."""
        name, path, pattern = KINDS[kind]
        for found in sorted(self.folder(name).glob(path)):
            if re.search(pattern, found.read_text(encoding="utf-8")):
                return found
        raise AssertionError(f"site {name} has no page of the kind “{kind}”")

    def address(self, kind: str) -> str:
        """Return the ``file://`` address of a page of this kind."""
        return self.page(kind).as_uri()


def spoilt_theme(base: Path, old: str, new: str) -> str:
    """Return the path of a copy of the theme with `old` replaced by `new` in base.html."""
    theme = shutil.copytree(ROOT / "theme", base / "theme")
    frame = theme / "templates/base.html"
    text = frame.read_text(encoding="utf-8")
    assert old in text
    frame.write_text(text.replace(old, new), encoding="utf-8")
    return str(theme)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Run a Chromium with further command line arguments."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


def keep_still(page: Page) -> Page:
    """Have a tab stay on the page that leads on to another at once, so that it can be looked at; return the tab."""
    def without_refresh(route: Route) -> None:
        text = Path(unquote(urlsplit(route.request.url).path)).read_text(encoding="utf-8")
        route.fulfill(body=re.sub(r'<meta http-equiv="refresh"[^>]*>', "", text), content_type="text/html; charset=utf-8")

    page.route(f"**/{KINDS['moved item'][1]}", without_refresh)
    return page


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """Open a page in a browser context of its own; options are Playwright's."""
    context: BrowserContext = browser.new_context(**({"viewport": WIDE} | options))
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()
