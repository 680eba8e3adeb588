"""The gate: what Pelican's own pages and copied files may put into the output folder.

Pelican writes a page wherever its header says, and copies whatever a page links to. Here each of them is looked at
before it is written. A page that must not be written leaves Pelican's lists, a file leaves `staticfiles`, and both are told.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican.contents import Page, Static

from ..catalogue.file import Catalogue
from ..content import placeholders
from ..content.beside_items import Beside, look_through, unused
from ..content.frontmatter import page_texts
from ..content.source import ITEM_SUFFIXES
from ..model import addresses
from ..model.problems import WARNING, Problem, did_you_mean
from ..secrecy import registers_and_pages
from ..secrecy.examine import Finding
from ..secrecy.registers_and_pages import CheckedPage
from .copied_files import CopiedFiles

_LISTS = ("pages", "translations", "hidden_pages", "hidden_translations", "articles", "hidden_articles")
"""Lists of Pelican's generators whose pages are written for readers."""
_DRAFTS = ("draft_pages", "draft_translations", "drafts", "drafts_translations")
_KEYS = (
    "title", "slug", "status", "summary", "date", "modified", "category", "tags", "author", "authors", "lang", "translation",
    "template", "save_as", "url", "review-exception",
)
"""Keys of the header of a page that Pelican or this plugin knows."""
_PLAIN_SLUG = "Slug 只用小写字母、数字和“-”，不写 Save_As"


class Gate:
    """Watches what one build of Pelican is about to write."""

    def __init__(self, settings: dict[str, Any], content_dir: str) -> None:
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}
        """Pages and files by the path that they take in the output folder."""
        self.refused: set[str] = set()
        """Paths in the output folder of pages and files that were refused."""
        self._settings = settings
        self._content_dir = content_dir
        self._written: list[Page] = []
        self._beside: Beside | None = None
        self._copied: CopiedFiles | None = None
        self._paths: dict[str, list[str]] = {}
        self._findings: dict[str, list[Finding]] = {}
        self._unlinked: list[Finding] = []

    def before_reading(self) -> None:
        """Look through the folders that Pelican will read, and have it read only files that are fit to be opened."""
        settings = self._settings
        self._beside = look_through(self._content_dir, settings["PAGE_PATHS"], settings["STATIC_PATHS"], settings["IGNORE_FILES"])
        self.problems += self._beside.problems
        if settings["OUTPUT_SOURCES"]:
            self.problems.append(Problem("", 0, "设置 OUTPUT_SOURCES 会把页面的源文件原样公开，没有检查过", "改成 False"))
        if self._beside.has_unfit:
            for name in ("PAGE_PATHS", "STATIC_PATHS"):
                self._paths[name] = settings[name]
                settings[name] = [path for place in settings[name] for path in self._beside.fit[place]]

    def after_reading(self) -> None:
        """Give Pelican its settings back: it reads no more."""
        self._settings.update(self._paths)

    def check_pages(self, generator: Any, templates: set[str]) -> None:
        """Take the pages that must not be written out of the lists of a generator. Drafts are not written.

        `templates` are those that a page may have.
        """
        for name in _DRAFTS:
            for page in getattr(generator, name, ()):
                page.override_save_as = ""
        for name in _LISTS:
            pages = getattr(generator, name, [])
            pages[:] = [page for page in pages if self._is_fit(page, templates)]

    def _is_fit(self, page: Page, templates: set[str]) -> bool:
        """Return whether a page may be written; if not, tell why."""
        source = self._relative(page.source_path)
        text = self._text(source)
        self.problems += _slips(source, text)
        if not (found := _fault(page, source, templates, {other.save_as.casefold(): other for other in self._written})):
            self._written.append(page)
            self.sources[page.save_as] = source
            return True
        key, message, remedy = found
        self.problems.append(Problem(source, _line_of(text, key), message, remedy))
        self.refused.add(page.save_as)
        return False

    def check_files(self, files: list[Static], catalogue: Catalogue) -> None:
        """Take the files that must not be copied out of Pelican's list. Call it when the pages are written: they decide where files go."""
        self._copied = copied = CopiedFiles(self._content_dir, catalogue)
        links = self._links()
        sources = [self._relative(file.source_path) for file in files]  # those that only drafts link to are used, too
        self.problems += unused(self._content_dir, [*self._setting("PAGE_PATHS"), *self._setting("STATIC_PATHS"), *sources, self._relative(self._settings["OUTPUT_PATH"])])
        for path in sorted(self._beside.beside_pages - {*sources}):
            self.problems.append(Problem(path, 0, "没有页面用到这个文件，不会发布", "在页面里链接它（{attach}文件名），或者移走", WARNING))
        allowed = {path: self._allowed(pages) for path, pages in links.items()}
        for file in list(files):
            source = self._relative(file.source_path)
            if source not in links and not self._is_static(source):
                files.remove(file)  # only a draft links to it
            elif not (fault := copied.fault(source, file.save_as, allowed.get(source, set()))):
                self.sources[os.path.normpath(file.save_as)] = source
            else:
                files.remove(file)
                self.refused.add(os.path.normpath(file.save_as))
                self.problems += [
                    Problem(page, _line_of_link(self._text(page), source), f"链接的文件“{source}”{fault.message}", fault.remedy)
                    for page in sorted(links.get(source, ()))
                ]
                if source not in links and not copied.findings(source):
                    self.problems.append(Problem(source, 0, f"这个文件{fault.message}", fault.remedy))
        self._findings = {path: copied.findings(path) for path in links}
        self._unlinked = [one for path in copied.looked_at if path not in links for one in copied.findings(path)]

    def check_copies(self, files: list[Static], output_path: str) -> None:
        """Remove copies whose source changed after it was checked."""
        for file in files:
            source, target = self._relative(file.source_path), os.path.join(output_path, file.save_as)
            if os.path.isfile(target) and not self._copied.has_checked_bytes(source, target):
                os.unlink(target)
                self.refused.add(os.path.normpath(file.save_as))
                self.problems.append(Problem(source, 0, "检查以后这个文件又变了，没有发布", "等文件写完以后再运行一次"))
        self._copied.remember()

    def problems_of_pages(self) -> Iterator[Problem]:
        """Yield what is wrong with pages and files; call it when the files were checked."""
        yield from self.problems
        links = self._links()
        files = defaultdict(list)
        for path, pages in links.items():
            for page in pages:
                files[page] += self._findings.get(path, ())
        checked = {self._relative(page.source_path): page._content for page in self._written}
        texts = page_texts(self._content_dir, checked)
        for path in checked:
            yield from placeholders.reminders(path, texts[path])
        yield from registers_and_pages.problems_in_pages(CheckedPage(path, texts[path], html, tuple(files[path])) for path, html in checked.items())
        for one in self._unlinked:
            yield one.problem("从页面链接这个文件，在那个页面的表头写“Review-Exception: {code} 理由”")

    def _links(self) -> dict[str, set[str]]:
        """Return the files that written pages link to, and the pages that do."""
        found = defaultdict(set)
        for page in self._written:
            for path in page.get_static_links():
                found[os.path.normpath(path).replace(os.sep, "/")].add(self._relative(page.source_path))
        return dict(found)

    def _allowed(self, pages: set[str]) -> set[str]:
        """Return the codes that every page of a set allows."""
        return set.intersection(*(registers_and_pages.allowed_in_page(path, self._text(path)) for path in pages))

    def _is_static(self, source: str) -> bool:
        return any(source == place or source.startswith(f"{place.rstrip('/')}/") for place in self._setting("STATIC_PATHS"))

    def _setting(self, name: str) -> list[str]:
        """Return a setting as the configuration has it."""
        return list(self._paths.get(name, self._settings[name]))

    def _text(self, path: str) -> str:
        return page_texts(self._content_dir, [path])[path]

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self._content_dir).replace(os.sep, "/")


def why_unread(content_dir: str, source: str) -> Problem:
    """Return why Pelican could not read a page, as far as that can be seen."""
    try:
        Path(content_dir, source).read_bytes()
    except OSError as error:
        return Problem(source, 0, f"文件读不出来（{error.strerror}）", "看这个文件能不能打开；打不开的，从备份里拷一份，或者请管电脑的人看权限和磁盘")
    text = page_texts(content_dir, [source])[source]
    for key, ending in (("save_as", ""), ("slug", ".html")):
        written = re.search(rf"^{key}\s*:\s*(.*?)\s*$", text.partition("\n\n")[0], re.MULTILINE | re.IGNORECASE)
        if written and (fault := addresses.page_fault(written[1] + ending)):
            return Problem(source, _line_of(text, key), f"页面的地址“{written[1][:80]}”{fault}", _PLAIN_SLUG)
    return Problem(source, 0, "这个页面读不出来", "文件开头要有“Title: 标题”和“Slug: 网址里的名字（小写英文）”两行，空一行再写正文；有的，用编辑器“另存为”，编码选 UTF-8")


def _fault(page: Page, source: str, templates: set[str], others: dict[str, Page]) -> tuple[str, str, str] | None:
    """Return the key of the header, what is wrong and how to mend it, for a page that must not be written."""
    if not source.endswith(ITEM_SUFFIXES):
        return "title", "页面只能是名字以 .md 结尾的文字文件（Markdown）", "新建一个 .md 文件，把文字贴进去；这个文件移走"
    place = page.save_as
    key = "save_as" if "save_as" in page.metadata else "slug"
    shown = place[:80]
    if fault := addresses.page_fault(place, is_report=hasattr(page, "report_year")):
        return key, f"页面的地址“{shown}”{fault}", _PLAIN_SLUG
    if place.casefold() in others:
        return key, f"页面的地址“{shown}”已经有别的页面用了", "换一个 Slug"
    template = page.metadata.get("template")
    if template is not None and template not in templates:
        return "template", f"页面不能用模板“{str(template)[:60]}”", "删去 Template 这一行；可以用的有 " + "、".join(sorted(templates))
    return None


def _slips(source: str, text: str) -> Iterator[Problem]:
    """Yield a reminder for each key of a page's header that looks like a slip of the pen: `Statsu: draft` would be published."""
    for number, line in enumerate(text.partition("\n\n")[0].split("\n"), 1):
        key = line.partition(":")[0].strip().casefold()
        if ":" in line and re.fullmatch(r"[a-z_-]+", key) and key not in _KEYS and (guess := did_you_mean(key, _KEYS)):
            yield Problem(source, number, f"页面的表头不认识“{key}”，这一行不起作用", guess, WARNING)


def _line_of(text: str, key: str) -> int:
    """Return the line of a key in the header of a page; 1 where it is not there."""
    found = re.search(rf"^{re.escape(key)}\s*:", text, re.MULTILINE | re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _line_of_link(text: str, source: str) -> int:
    """Return the first line of a page that names a file; 1 where none does."""
    found = text.find(source.rpartition("/")[2])
    return text.count("\n", 0, found) + 1 if found >= 0 else 1
