"""The plugin as Pelican sees it: a generator of items and lists beside Pelican's own generators.

Pelican's pages, static files, themes and other plugins work as always. Items do not go
through `ArticlesGenerator`, which holds every article in memory and searches lists in
quadratic time. `site_build.build` does the work. The generator runs its next step whenever
Pelican calls, and prints the outcome.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from pelican.contents import Page
from pelican.generators import Generator

from ..catalogue.file import Catalogue
from ..content import structure
from ..content.frontmatter import page_texts
from ..model.law_words import edition_of_year
from ..model.problems import Problem, sentence
from ..model.settings import add_defaults
from ..model.taxonomy import InvalidSettings
from ..pages import application_form, law
from ..pages.fragments import Fragments
from ..pages.frame import page_meta, report_meta, site_frame
from ..pages.site import REPORT_PATH, Site
from ..registers.telephones import Telephones
from ..report import charts, marks, report_page
from ..report.collect import figures
from ..report.reconcile import Report, Source
from ..site_build import output
from ..site_build.build import Finished, Result, build
from ..site_build.kinds import KINDS
from ..site_build.output import ForeignFolder, Written
from ..site_build.sitecheck import Links
from . import keyboard_library, other_plugins
from .console import Reporter
from .gate import Gate, why_unread
from .machine import machine_fault
from .page_body import PageBody
from .writer import QuietWriter

SHOWN_STRAYS = 10
"""More names of removed files are not printed."""


class Refused(SystemExit):
    """Ends the program with exit code 1. The reasons have been printed."""

    def __init__(self) -> None:
        super().__init__(1)


class DisclosureGenerator(Generator):
    """Runs the steps of a build when Pelican calls. To the build it is Pelican (`site_build.build.Pelican`)."""

    current: DisclosureGenerator | None = None
    """The generator of the build under way, for the signal receivers below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_defaults(self.settings)
        self.reporter = Reporter()
        self.refused_links: list[Problem] = []
        self.told_of_pages: list[Problem] = []
        self.gate = Gate(self.settings, self.path)
        self._writer: Any = None
        self._touched: list[str] = []
        self._result: Result | None = None
        if (before := DisclosureGenerator.current) is not None:
            before._steps.close()  # of a build that Pelican broke off and begins anew (`pelican -r`): it holds the output folder
        self._steps = build(self.settings, self)
        self._go_on()
        self.gate.before_reading()
        DisclosureGenerator.current = self

    def _go_on(self) -> None:
        """Run the build up to its next `yield`. Raises `Refused` for invalid settings, a foreign folder, or trouble of the machine."""
        try:
            keyboard_library.prepare(self.settings, self.reporter.say)
            self._result = _advance(self._steps)
        except InvalidSettings as invalid:
            for fault in invalid.faults:
                self.reporter.say(sentence(fault))
            raise Refused from None
        except ForeignFolder as foreign:
            self.reporter.say(f"输出文件夹 {foreign} 里有别的文件，没有动它们；请换一个空文件夹（OUTPUTDIR=…）。")
            raise Refused from None
        except (OSError, sqlite3.Error, BrokenProcessPool) as error:
            if not (reason := machine_fault(error)):
                raise
            self.reporter.say(f"没有生成成功：{reason}。已经发布的版本不受影响。")
            raise Refused from None
        finally:
            self.reporter.rest()

    # Called by Pelican.

    def generate_context(self) -> None:
        """Bring the catalogue up to date, and give Pelican's pages what the theme's frame needs."""
        self._go_on()

    def generate_output(self, writer: Any) -> None:
        """Write items and lists."""
        self._writer = writer
        self.gate.after_reading()
        self._go_on()

    def finish(self) -> None:
        """Let the build check what was written, and print problems and summary. Raises `Refused` after errors with DISCLOSURE_STRICT."""
        DisclosureGenerator.current = None
        self._go_on()
        problems = self._result.problems
        self.reporter.problems(problems, self.path)
        self._summary(self._result)
        if self.settings["DISCLOSURE_LAST_RELEASE"] or self.settings["DISCLOSURE_STRICT"]:
            self.reporter.say(self._result.compared)
        if self.settings["DISCLOSURE_STRICT"] and any(problem.is_error for problem in problems):
            self.reporter.say("有错误，没有通过检查，不会发布；已经发布的版本不受影响。")
            raise Refused
        output.mark_complete(self.output_path)

    # Called by the build.

    @property
    def environment(self) -> Environment:
        """Templates of the theme."""
        return self.env

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage of the build is."""
        self.reporter.progress(stage, done, total)

    def waiting(self) -> None:
        """Say that this build waits for another."""
        self.reporter.say("另一次生成正在进行，等它结束……")

    def pages(self) -> list[dict[str, str]]:
        """Return Pelican's own pages. Its `PagesGenerator` has read them before this generator runs."""
        found = []
        for page in self.context.get("pages", ()):
            summary = _plain(page.metadata.get("summary", ""))
            source = _relative(page.source_path, self.path)
            found.append({"slug": page.slug, "title": str(page.title), "path": page.save_as, "summary": summary, "source": source})
        return sorted(found, key=lambda page: page["path"])

    def report_sources(self) -> list[Source]:
        """Return the annual reports, drafts too."""
        return [
            Source(page.report_year, path, Path(page.source_path).read_text(encoding="utf-8-sig"), page.status == "draft", page.report_unit)
            for path, page in self._reports().items()
        ]

    def update_pages(self, site: Site, reports: dict[str, Report]) -> None:
        """Give Pelican's pages the frame of the site, and places, contents and tables as items have them; each report its links, charts and reconciliation."""
        self.context.update(site_frame(site), fragment=Fragments(), application_forms=application_form.form_links(site), application_terms=application_form.terms(site))
        for page in self._own_pages():
            page.meta_tags = page_meta(site, str(page.title), _plain(page.metadata.get("summary", "")))
        pages = self._reports()
        self._judge_words(site)
        for path, report in reports.items():
            page = pages[path]
            page.meta_tags = report_meta(site, str(page.title), report.unit, report.issued)
            page.charts = charts.sheets(site, report.year, report.unit)
            page._content = report_page.link_figures(page._content, report, figures(site, report.year, report.unit))
            page.reconciliation = report_page.reconciliation_view(report)
            page.template = page.metadata.get("template", "report")
        for page in self._own_pages():
            page._content = structure.finished(structure.with_places(page._content or ""))
            page.contents = structure.contents(page._content)

    def _judge_words(self, site: Site) -> None:
        """Give Pelican's pages the words of the edition of the Regulations by which the site speaks; a report has that of its year. Compare telephones."""
        pages = {_relative(page.source_path, self.path): page for name in ("pages", "hidden_pages") for page in self.context.get(name, ())}
        texts, telephones = page_texts(self.path, pages), Telephones(site.registers)
        for source, page in pages.items():
            edition = edition_of_year(page.report_year) if hasattr(page, "report_year") else law.law_of(site)
            self.told_of_pages += law.problems(source, texts[source], edition)
            if not hasattr(page, "report_year"):
                self.told_of_pages += telephones.problems(source, texts[source])
            page._content = law.spoken(page._content, edition)

    def page_problems(self) -> list[Problem]:
        """Return what is wrong with Pelican's own pages."""
        bodies = [problem for page in self._own_pages() for problem in getattr(page, "body_problems", ())]
        return [*self.refused_links, *self.told_of_pages, *self._unread_pages(), *bodies, *self.gate.problems_of_pages()]

    def _own_pages(self) -> Iterator[Page]:
        """Yield every page that Pelican writes by itself, reports and drafts too."""
        for name in ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations"):
            yield from self.context.get(name, ())

    def check_files(self, catalogue: Catalogue) -> None:
        """Have Pelican copy only files that may be published."""
        self.gate.check_files(self.context["staticfiles"], catalogue)

    def before_writing(self, catalogue: Catalogue, began: float) -> None:
        """Note which files somebody else has just written."""
        self._touched = other_plugins.touched_since(catalogue, self.output_path, began)

    def written_twice(self, catalogue: Catalogue) -> Iterator[Problem]:
        """Yield files of the build that another plugin writes, too. What Pelican itself wrote is told by itself."""
        pelicans = {_relative(path, self.output_path) for path in self._writer._written_files} | dict(self._copied_by_pelican()).keys()
        yield from other_plugins.problems(catalogue, self.output_path, [path for path in self._touched if path not in pelicans])

    def finished(self) -> Finished:
        """Return what Pelican's own generators and other plugins have put into the output folder."""
        self.gate.check_copies(self.context["staticfiles"], self.output_path)
        copies = dict(self._copied_by_pelican())
        for place, source in copies.items():  # Pelican copies each time: the copy gets the time of its source
            target = os.path.join(self.output_path, place)
            if os.path.isfile(source) and os.path.isfile(target):
                moved = os.stat(source).st_mtime_ns
                os.utime(target, ns=(moved, moved))
        paths = copies.keys() | {_relative(path, self.output_path) for path in self._writer._written_files}
        if isinstance(self._writer, QuietWriter):
            return Finished(paths, self.gate.sources, self.gate.refused, self._writer.written, self._writer.links)
        return Finished(paths, self.gate.sources, self.gate.refused, Written(), Links())

    def _reports(self) -> dict[str, Page]:
        """Return the pages that are annual reports, by their files."""
        return {
            _relative(page.source_path, self.path): page
            for name in ("pages", "draft_pages") for page in self.context.get(name, ()) if hasattr(page, "report_year")
        }

    def _unread_pages(self) -> list[Problem]:
        """Return a problem for each page that Pelican could not read: it only logs that and goes on."""
        problems = []
        for path, content in self.context["generated_content"].items():
            if content is None and os.path.splitext(path)[1] in (".md", ".markdown"):
                problems.append(why_unread(self.path, os.path.normpath(_relative(os.path.join(self.path, path), self.path))))
        return problems

    def _copied_by_pelican(self) -> Iterator[tuple[str, str]]:
        """Yield path in the output folder and source of each file that Pelican copies in every build."""
        for static in self.context.get("staticfiles", ()):
            yield static.save_as, os.path.join(self.path, static.source_path)
        for folder in self.settings["THEME_STATIC_PATHS"]:
            top = os.path.join(self.theme, folder)
            for base, _, names in os.walk(top):
                place = os.path.join(self.settings["THEME_STATIC_DIR"], os.path.relpath(base, top))
                for name in names:
                    yield os.path.normpath(os.path.join(place, name)).replace(os.sep, "/"), os.path.join(base, name)

    def _summary(self, result: Result) -> None:
        """Print what the build did. With DISCLOSURE_STRICT a release follows, and it prints what to open."""
        written, numbers = result.written, result.figures
        year = numbers["year"]
        items = f"条目 {numbers['total']:,} 条，{year}年新增 {numbers['new']:,} 条。" if year else "没有可以发布的条目。"
        self.reporter.say(
            f"{items}写出文件 {written.new + written.changed:,} 个（新 {written.new:,}，改 {written.changed:,}），"
            f"未变 {max(0, result.files - written.new - written.changed):,} 个，删去 {written.removed:,} 个，用时 {result.seconds:.1f} 秒。"
        )
        if result.strays:
            shown = "、".join(result.strays[:SHOWN_STRAYS]) + ("……" if len(result.strays) > SHOWN_STRAYS else "")
            self.reporter.say(f"输出文件夹里有 {len(result.strays):,} 个不是生成的文件，已经删去：{shown}。别的文件不要放在那里。")
        if not self.settings["DISCLOSURE_STRICT"]:
            self.reporter.say(f"打开 {os.path.join(os.path.abspath(self.output_path), 'index.html')}")


def _advance(steps: Any) -> Any:
    """Run a generator up to its next `yield`. Return None, or the generator's result if it has ended."""
    try:
        next(steps)
    except StopIteration as end:
        return end.value
    return None


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _plain(html: str) -> str:
    """Return the text of a header's value without its markup."""
    return Markup(html).striptags()


def give_filters(generator: Generator) -> None:
    """Receiver of `generator_init`: gives the filter `number` to the templates of all generators."""
    generator.env.filters["number"] = lambda value: f"{value:,}"


def get_generators(pelican: Any) -> type[Generator]:
    """Receiver of `get_generators`: returns the generator of this plugin."""
    return DisclosureGenerator


def get_writer(pelican: Any) -> type[QuietWriter]:
    """Receiver of `get_writer`: returns a writer that leaves unchanged files alone."""
    return QuietWriter


def read_only_markdown(readers: Any) -> None:
    """Receiver of `readers_init`: reStructuredText can include any file of the machine, and HTML brings its own head."""
    for ending in ("rst", "htm", "html"):
        readers.reader_classes.pop(ending, None)


def check_pages(generator: Any) -> None:
    """Receiver of `page_generator_finalized` and `article_generator_finalized`: keeps what must not be written from Pelican."""
    if (current := DisclosureGenerator.current) is not None:
        own = {name for kind in KINDS.values() for name in kind.templates} | {"base", "report"}
        folders = [os.path.join(current.theme, "templates"), *current.settings["THEME_TEMPLATES_OVERRIDES"]]
        names = {path.stem for folder in folders for path in Path(folder).glob("*.html")}
        current.gate.check_pages(generator, names - own)


def sanitise_page(content: Any) -> None:
    """Receiver of `content_object_init`: sanitises the HTML of Pelican's pages, and keeps the marks of reports."""
    if not (isinstance(content, Page) and content._content):
        return
    body = PageBody(content.settings["MARKDOWN"])
    content._content = law.held(content._content)
    if match := REPORT_PATH.fullmatch(content.save_as):
        content.report_year, content.report_unit = int(match["year"]), match["unit"] or ""
        content._content = marks.links_for_marks(content._content)
    content._content = body.clean_page(content._content, content.save_as)
    if match and content.status == "draft":
        content.override_save_as = ""  # a draft of a report is checked, but not published
    generator = DisclosureGenerator.current
    for link in body.refused_links if generator else ():
        path = _relative(content.source_path, generator.path)
        remedy = "页面里链接条目，从根写起，如 /items/年份/索引号.html"
        generator.refused_links.append(Problem(path, 0, f"页面里不能用“{link}”这样的链接", remedy))


def finalized(pelican: Any) -> None:
    """Receiver of `finalized`: runs the last step of the build."""
    if DisclosureGenerator.current is not None:
        DisclosureGenerator.current.finish()
