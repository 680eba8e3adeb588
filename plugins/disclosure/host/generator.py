"""The plugin as Pelican sees it: a generator for items and lists beside Pelican's own.

Pelican keeps its pages, static files, themes and other plugins. Items do not go
through `ArticlesGenerator`, which holds every article in memory and searches lists
in quadratic time; `Build` does the work, and this class tells it when.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.contents import Page
from pelican.generators import Generator

from ..model.problems import Problem
from ..model.settings import complete
from ..pages import application_form
from ..pages.fragments import Once
from ..report import charts, marks, report_page
from ..report.book import Source
from ..secrecy import registers_and_pages
from ..site_build.build import Build
from ..site_build.output import ForeignFolder
from ..site_build.output import complete as complete_output
from .console import Reporter
from .page_body import PageBody
from .writer import QuietWriter

_REPORT = re.compile(r"reports/(\d{4})\.html")


class Refused(SystemExit):
    """The build ends here with an exit code of 1; the reasons have been printed."""

    def __init__(self) -> None:
        super().__init__(1)


class DisclosureGenerator(Generator):
    """Reads items into the catalogue, then writes the pages that changed."""

    current: DisclosureGenerator | None = None
    """The generator of the build under way, for the signal receivers below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        complete(self.settings)
        self.reporter = Reporter()
        try:
            self.build = Build(self.settings, self.reporter.progress, self._waiting)
        except ForeignFolder as foreign:
            self.reporter.say(f"输出文件夹 {foreign} 里有别的文件，没有动它们；请换一个空文件夹（OUTPUTDIR=…）。")
            raise Refused from None
        except (OSError, sqlite3.Error) as error:
            if not (reason := _trouble(error)):
                raise
            self.reporter.say(f"没有生成成功：{reason}。已经发布的版本不受影响。")
            raise Refused from None
        DisclosureGenerator.current = self

    def _waiting(self) -> None:
        self.reporter.say("另一次生成正在进行，等它结束……")

    def generate_context(self) -> None:
        """Synchronise the catalogue; give Pelican's pages what the theme's frame needs."""
        with self._guard():
            self.build.read()
            self.reporter.rest()
            site = self.build.site(self._pages())
            self.context.update(site.chrome(), once=Once(), application_forms=application_form.pages(site))
            self._reconcile_reports()

    def _reconcile_reports(self) -> None:
        """Give each annual report the figures computed beside those of its text."""
        reports = {
            _relative(page.source_path, self.path): page
            for name in ("pages", "draft_pages") for page in self.context.get(name, ()) if hasattr(page, "report_year")
        }
        if not reports:
            return
        sources = [
            Source(page.report_year, path, Path(page.source_path).read_text(encoding="utf-8-sig"), page.status == "draft")
            for path, page in reports.items()
        ]
        book = self.build.book(self._pages(), sources)
        for path, report in book.reports.items():
            page = reports[path]
            page.charts = charts.sheets(self.build.site(self._pages()), book, report.year)
            page._content = report_page.finish(page._content, report, book.figures(report.year))
            page.reconciliation = report_page.view(report)
            page.template = page.metadata.get("template", "report")

    def _pages(self) -> list[dict[str, str]]:
        """Pelican's own pages, which its `PagesGenerator` has read before us."""
        found = []
        for page in self.context.get("pages", ()):
            summary = Markup(page.metadata.get("summary", "")).striptags()
            source = _relative(page.source_path, self.path)
            found.append({"slug": page.slug, "title": str(page.title), "path": page.save_as, "summary": summary, "source": source})
        return sorted(found, key=lambda page: page["path"])

    def generate_output(self, writer: Any) -> None:
        """Write items and lists."""
        self.writer = writer
        with self._guard():
            self.build.extra_problems += self._unread_pages()
            self.build.extra_problems += registers_and_pages.in_pages(self.path, self._page_sources())
            self.build.write(self.env, self._pages())
            self.reporter.rest()

    def _unread_pages(self) -> list[Problem]:
        """Pelican logs a page that it cannot read and goes on; here it is an error."""
        problems = []
        for path, content in self.context["generated_content"].items():
            if content is None and os.path.splitext(path)[1] in (".md", ".markdown"):
                relative = os.path.relpath(path, self.path).replace(os.sep, "/")
                problems.append(Problem(relative, 0, "这个页面读不出来", "检查表头（Title、Slug）和编码，看上面 Pelican 的说明"))
        return problems

    def _page_sources(self) -> list[str]:
        return [_relative(page.source_path, self.path) for page in self.context.get("pages", ())]

    def _guard(self) -> Any:
        return _Guard(self.build, self.reporter.say)

    def _made_by_pelican(self) -> set[str]:
        """Return what Pelican's own generators and other plugins put into the output folder."""
        copies = dict(self._copied_by_pelican())
        for place, source in copies.items():  # so that a copy of an unchanged file keeps its time
            target = os.path.join(self.output_path, place)
            if os.path.isfile(source) and os.path.isfile(target):
                moved = os.stat(source).st_mtime_ns
                os.utime(target, ns=(moved, moved))
        return copies.keys() | {_relative(path, self.output_path) for path in self.writer._written_files}

    def _copied_by_pelican(self) -> Iterator[tuple[str, str]]:
        """Yield place and source of the files that Pelican copies on each build."""
        for static in self.context.get("staticfiles", ()):
            yield static.save_as, os.path.join(self.path, static.source_path)
        for folder in self.settings["THEME_STATIC_PATHS"]:
            top = os.path.join(self.theme, folder)
            for base, _, names in os.walk(top):
                place = os.path.join(self.settings["THEME_STATIC_DIR"], os.path.relpath(base, top))
                for name in names:
                    yield os.path.normpath(os.path.join(place, name)).replace(os.sep, "/"), os.path.join(base, name)

    def finish(self) -> None:
        """Check what was written, report, and close the catalogue."""
        build = self.build
        DisclosureGenerator.current = None
        with self._guard():
            if isinstance(self.writer, QuietWriter):
                build.written.add(self.writer.written)
                build.links.add(self.writer.links)
            build.keep(self._made_by_pelican())
            build.check()
            problems = build.problems
            figures, files = build.summary(), build.files
            build.close()
        self.reporter.problems(problems, self.path)
        self._summary(figures, files)
        if self.settings["DISCLOSURE_STRICT"] and any(problem.is_error for problem in problems):
            self.reporter.say("有错误，没有通过检查，不会发布；已经发布的版本不受影响。")
            raise Refused
        complete_output(self.output_path)

    def _summary(self, figures: dict[str, int], files: int) -> None:
        """Say what the build did; where to open it is said last, by whoever acts last."""
        written = self.build.written
        seconds = time.monotonic() - self.build.started
        year = figures["year"]
        items = f"条目 {figures['total']:,} 条，{year}年新增 {figures['new']:,} 条。" if year else "没有可以发布的条目。"
        self.reporter.say(
            f"{items}写出文件 {written.new + written.changed:,} 个（新 {written.new:,}，改 {written.changed:,}），"
            f"未变 {max(0, files - written.new - written.changed):,} 个，删去 {written.removed:,} 个，用时 {seconds:.1f} 秒。"
        )
        if not self.settings["DISCLOSURE_STRICT"]:
            self.reporter.say(f"打开 {os.path.join(os.path.abspath(self.output_path), 'index.html')}")


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _trouble(error: BaseException) -> str:
    """Return what is wrong with the machine and what to do, or the empty string where that is not it."""
    if isinstance(error, BrokenProcessPool):
        return "一个进程被系统强行结束了，多半是内存不够；关掉别的程序再运行"
    if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
        return "磁盘满了；清出空间再运行"
    if not isinstance(error, OSError):
        return ""
    said = {
        errno.ENOSPC: "磁盘满了；清出空间再运行", errno.EDQUOT: "磁盘配额用完了；清出空间再运行",
        errno.EROFS: "磁盘是只读的；检查磁盘有没有坏", errno.EIO: "磁盘读写出错；换一个磁盘再运行",
    }.get(error.errno or 0, "")
    place = error.filename2 or error.filename
    return f"{said}（{place}）" if said and place else said


class _Guard:
    """Gives the catalogue back, unharmed, when something goes wrong under it."""

    def __init__(self, build: Build, say: Callable[[str], None]) -> None:
        self._build, self._say = build, say

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if kind is None:
            return
        with contextlib.suppress(sqlite3.Error, OSError):  # on a full disk this may fail too
            self._build.close(keep=False)
        if reason := _trouble(value):
            self._say(f"没有生成成功：{reason}。已经发布的版本不受影响。")
            raise Refused from None


def give_filters(generator: Generator) -> None:
    """Receiver of `generator_init`: templates of Pelican's own pages, too, may show numbers as ours do."""
    generator.env.filters["number"] = lambda value: f"{value:,}"


def get_generators(pelican: Any) -> type[Generator]:
    """Receiver of `get_generators`: adds ours to Pelican's."""
    return DisclosureGenerator


def get_writer(pelican: Any) -> type[QuietWriter]:
    """Receiver of `get_writer`: files that did not change are left alone."""
    return QuietWriter


def sanitise_page(content: Any) -> None:
    """Receiver of `content_object_init`: pages keep to the same HTML as items."""
    if not (isinstance(content, Page) and content._content):
        return
    body = PageBody(content.settings["MARKDOWN"])
    if match := _REPORT.fullmatch(content.save_as):
        content.report_year = int(match[1])
        content._content = marks.hold(content._content)
    content._content = body.clean_page(content._content, content.save_as)
    if match and content.status == "draft":
        content.override_save_as = ""  # a draft is checked, and stands nowhere
    generator = DisclosureGenerator.current
    for link in body.lost if generator else ():
        path = _relative(content.source_path, generator.path)
        remedy = "页面里链接条目，从根写起，如 /items/2014/014500858-2014-00001.html"
        generator.build.extra_problems.append(Problem(path, 0, f"页面里不能用“{link}”这样的链接", remedy))


def finalized(pelican: Any) -> None:
    """Receiver of `finalized`: the build's last act."""
    if DisclosureGenerator.current is not None:
        DisclosureGenerator.current.finish()
