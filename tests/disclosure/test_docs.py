"""The reference pages of `disclosure` say all that there is and nothing else: settings, header keys, registers, marks of a report.

Tables that list what the code has are compared with it row by row. A test that fails shows the rows that the page should have.
"""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from disclosure import registers
from disclosure.areas import AREAS
from disclosure.areas.checks import CHECKS as AREA_CHECKS
from disclosure.catalogue.file import SCHEMA
from disclosure.content import guide_parts
from disclosure.content.body import TAGS
from disclosure.content.reader import ItemReader
from disclosure.content.rules import Rules
from disclosure.content.source import ATTACHMENT_SUFFIXES, OPENED_WITH
from disclosure.model.item import FIELDS, REVIEW_PASSED, STATUSES, VALIDITIES
from disclosure.model.problems import ERROR
from disclosure.model.regulations import EDITIONS, SUCCESSORS
from disclosure.model.settings import SEARCH_ALIASES, SETTINGS, SHOWN, STALE_AFTER, add_defaults
from disclosure.model.taxonomy import DEFAULT_CATEGORIES, DEFAULT_KEY_AREAS, DEFAULT_SCENES, STANDARD_AREAS, Taxonomy
from disclosure.pages.site import Site
from disclosure.registers.checks import ROW_CHECKS, YEARLY
from disclosure.registers.descriptions import PENALTY_KINDS
from disclosure.registers.schema import is_required, primary_key
from disclosure.report import collect, definitions, figures, form_figures, identities, marks, report_tables
from disclosure.report.editions import EDITIONS as EDITIONS_OF_REPORTS
from disclosure.report.report_page import STATES
from disclosure.secrecy.detect import KINDS
from disclosure.secrecy.files import IMAGES, READERS
from disclosure.secrecy.media import ENDINGS as MEDIA
from disclosure.site_build.kinds import KINDS as KINDS_OF_PAGES
from disclosure.standards import places
from release.settings import SETTINGS as RELEASE_SETTINGS

from tests.kit import bodies
from tests.kit.makefile import variables
from tests.kit.markdown_pages import blocks, rows, section, words
from tests.kit.project import ROOT

DOCS = ROOT / "plugins" / "disclosure" / "docs"
SETTINGS_OF_SITE: dict[str, Any] = {"SITENAME": "政府信息公开", "SITEURL": "", "TIMEZONE": "Asia/Shanghai"}
add_defaults(SETTINGS_OF_SITE)
TAXONOMY = Taxonomy.of(SETTINGS_OF_SITE)
LONGEST_DEFAULT = 60
"""Characters of a default that stands in the table of settings itself; a longer one has a table of its own."""


def page(name: str) -> str:
    """Return the text of a reference page."""
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def first(name: str, heading: str, columns: int = 1) -> list[list[str]]:
    """Return the first cells of the rows of the tables under a heading."""
    return [row[:columns] for row in rows(section(page(name), heading))]


# Settings.

OURS = "Settings of the site"
RELEASES = "Settings of releases"
PELICAN = "Settings of Pelican that matter here"


def names_read() -> Iterator[str]:
    """Yield the names of the settings that the plugins read. The search has settings of its own without the others: its README lists them."""
    for path in (path for name in ("disclosure", "release") for path in (ROOT / "plugins" / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                place, name = node.value, node.slice.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args and isinstance(node.args[0], ast.Constant):
                place, name = node.func.value, node.args[0].value
            else:
                continue
            said = getattr(place, "attr", getattr(place, "id", ""))
            if said.endswith("settings") and isinstance(name, str) and name.isupper():
                yield name


def shown_default(value: Any) -> str:
    """Return a default as the page writes it."""
    text = f"`{value!r}`".replace("'", '"')
    return text if len(text) <= LONGEST_DEFAULT else "below"


SETTING_ROWS = [[f"`{name}`", shown_default(default), help] for name, default, help in (*SETTINGS, *RELEASE_SETTINGS)]


@pytest.mark.parametrize("row", SETTING_ROWS, ids=lambda row: row[0].strip("`"))
def test_a_setting_stands_with_default_and_meaning(row: list[str]) -> None:
    assert row in [*first("settings", OURS, 3), *first("settings", RELEASES, 3)]


def test_every_setting_that_is_read_stands_there_and_no_other() -> None:
    listed = [cells[0].strip("`") for heading in (OURS, RELEASES, PELICAN) for cells in first("settings", heading)]
    assert len(listed) == len(set(listed))
    assert {*listed} == {*names_read(), *SHOWN} | {name for name, _, _ in (*SETTINGS, *RELEASE_SETTINGS)}


def test_the_default_classification_stands_there() -> None:
    assert rows(section(page("settings"), "Categories")) == [
        [category["name"], f"`{category['slug']}`", "、".join(f"{name} `{slug}`" for name, slug in category["leaves"]), category["description"]]
        for category in DEFAULT_CATEGORIES
    ]
    assert rows(section(page("settings"), "Key areas")) == [[name, f"`{slug}`", title, about] for name, slug, title, about in DEFAULT_KEY_AREAS]
    assert rows(section(page("settings"), "Scenes")) == [
        [scene["audience"], f"`{scene['slug']}`", scene["leaf"], "、".join(f"{name} `{slug}`" for name, slug in scene["events"])] for scene in DEFAULT_SCENES
    ]


def test_other_long_defaults_stand_there() -> None:
    assert rows(section(page("settings"), "Days of rest")) == [[name, str(days)] for name, days in STALE_AFTER.items()]
    assert rows(section(page("settings"), "Words taken for one another")) == [["、".join(group)] for group in SEARCH_ALIASES]


def test_every_variable_of_make_stands_there_and_no_other() -> None:
    assert {cells[0].strip("`") for cells in first("settings", "Variables of make")} == variables()


# Header keys.

def test_every_header_key_stands_there_and_no_other() -> None:
    wanted = [[f"`{field.key}`", field.label, "yes" if field.required else ""] for field in FIELDS]
    assert first("front-matter", "Keys", 3) == wanted


def test_words_that_a_key_may_have_stand_beside_it() -> None:
    meaning = {cells[0]: cells[3] for cells in rows(section(page("front-matter"), "Keys"))}
    for key, allowed in (("`Validity`", VALIDITIES), ("`Status`", STATUSES), ("`Review`", [REVIEW_PASSED])):
        assert set(re.findall(r"`([^`]+)`", meaning[key])) >= set(allowed)


def test_parts_of_a_guide_stand_there() -> None:
    keys = {field.attribute: f"`{field.key}`" for field in FIELDS} | {"": ""}
    wanted = [[name, "、".join(words), keys[attribute]] for name, words, attribute in guide_parts.PARTS]
    assert rows(section(page("front-matter"), "Guides")) == wanted


def test_kinds_of_attachments_stand_there() -> None:
    def looked(ending: str) -> str:
        return "properties" if ending in (*IMAGES, *MEDIA) else "text" if ending in READERS else "no: a reminder"

    kinds: dict[tuple[str, str, str], list[str]] = {}
    for ending, name in ATTACHMENT_SUFFIXES.items():
        kinds.setdefault((name, OPENED_WITH.get(ending, ""), looked(ending)), []).append(f"`{ending}`")
    assert rows(section(page("front-matter"), "Kinds of files")) == [[name, " ".join(endings), *more] for (name, *more), endings in kinds.items()]


def test_elements_of_html_that_stay_stand_there() -> None:
    assert set(words(section(page("front-matter"), "HTML"))) == TAGS


def test_kinds_of_findings_stand_there() -> None:
    wanted = [[kind.label, "error" if kind.severity == ERROR else "reminder"] for kind in KINDS.values()]
    assert first("front-matter", "What is looked for", 2) == wanted


def test_pages_that_the_menu_knows_stand_there() -> None:
    known = {path.stem for path in (ROOT / "content" / "pages").glob("*.md")}
    assert {cells[0].strip("`") for cells in first("front-matter", "Pages")} == known


@pytest.mark.parametrize("path", ["README.md", "README.zh.md", "plugins/disclosure/docs/front-matter.md"])
def test_an_example_of_an_item_is_one_without_fault(path: str) -> None:
    examples = [block for block in blocks((ROOT / path).read_text(encoding="utf-8")) if block.startswith("Title:")]
    reader = ItemReader(Rules(TAXONOMY, None, "2026-01-01", SETTINGS_OF_SITE["DISCLOSURE_INDEX_PATTERN"], {}))
    assert examples
    for number, example in enumerate(examples):
        assert reader.read(f"items/{number}.md", example.encode()).problems == []


# The dialect of bodies.

def examples(heading: str) -> list[list[str]]:
    """Return the rows of a table of examples, the first cell as the editor writes it."""
    found = []
    for line in section(page("dialect"), heading).splitlines()[1:]:
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if cells[0].startswith("`"):
            written = re.fullmatch(r"(`+) ?(.*?) ?\1", cells[0])[2]
            found.append([written.replace("↵", "\n").replace("␣", " "), *(cell.strip("`") for cell in cells[1:])])
    return found


@pytest.mark.parametrize(("written", "element", "rule"), examples("Markup"))
def test_a_form_of_markup_is_that_markup(written: str, element: str, rule: str) -> None:
    assert element in bodies.markup(written) and rule


@pytest.mark.parametrize(("written", "why"), examples("Text"))
def test_what_is_called_text_is_shown_as_written(written: str, why: str) -> None:
    assert bodies.shown(written) == written and why


def stars_of_the_page() -> list[tuple[str, str]]:
    """Return each example of the table of stars with what it becomes."""
    rows = [line.strip("|").split("|") for line in section(page("dialect"), "Emphasis").splitlines() if line.startswith("| `")]
    return [(written, row[1].strip()) for row in rows for written in re.findall(r"`([^`]+)`", row[0])]


@pytest.mark.parametrize(("written", "becomes"), stars_of_the_page())
def test_stars_become_what_the_page_says(written: str, becomes: str) -> None:
    element = {"bold": {"strong"}, "italics": {"em"}}.get(becomes, set())
    assert bodies.markup(written) == element
    assert bool(bodies.told(written)) == (becomes == "text, told")


def test_every_kind_of_element_that_the_dialect_makes_stands_there() -> None:
    made = {name for path in (ROOT / "plugins/disclosure/content/dialect").glob("*.py") for name in re.findall(r'Element\((?:\w+, )?"(\w+)"', path.read_text(encoding="utf-8"))}
    said = {element for _, element, _ in examples("Markup")}
    parts = {"p", "br", "div", "li", "dt", "dd", "tr", "thead", "tbody"}
    assert made - parts - said == set()
    assert {"hr", "a", "img", "sup", "table", "dl", "code", "blockquote"} <= made


# Registers.

CODE = "[0-9A-Za-z][0-9A-Za-z-]{0,39}"
"""The pattern that the page calls a code."""


def bounds(limits: dict[str, Any]) -> str:
    """Return what numbers a column takes, in words."""
    if "maximum" in limits:
        return f"{limits['minimum']} to {limits['maximum']}"
    return f"{limits['minimum']} or more" if "minimum" in limits else ""


def column_row(field: dict[str, Any], named: dict[str, str]) -> list[str]:
    """Return the row of a column: name, title, type, whether it must be filled, what may stand in it."""
    limits = field.get("constraints", {})
    pattern = limits.get("pattern", "")
    notes = [
        "unique" if limits.get("unique") else "",
        "a code" if pattern == CODE else pattern and f"`{pattern}`",
        bounds(limits),
        "、".join([*limits.get("enum", ()), *field.get("trueValues", ()), *field.get("falseValues", ())]),
        named.get(field["name"], ""),
        field.get("description", ""),
    ]
    return [f"`{field['name']}`", field["title"], field["type"], "yes" if is_required(field) else "", "; ".join(filter(None, notes))]


def column_rows(name: str) -> list[list[str]]:
    """Return the rows of the columns of a register."""
    schema = registers.schema(name)
    named = {
        key["fields"]: "Index of an item" if key["reference"]["resource"] == registers.ITEMS
        else f"as `{key['reference']['fields']}` in `{key['reference']['resource']}.csv`"
        for key in schema.get("foreignKeys", ())
    }
    return [column_row(field, named) for field in schema["fields"]]


def register_heading(name: str) -> str:
    """Return the heading of a register's section."""
    return f"`{name}.csv` {registers.schema(name)['title']}"


def test_every_register_has_a_section_and_no_other() -> None:
    said = re.findall(r"^### (`\w+\.csv` .*)$", page("registers"), re.MULTILINE)
    assert sorted(said) == sorted(register_heading(name) for name in registers.names())


@pytest.mark.parametrize("name", registers.names())
def test_every_column_of_a_register_stands_there_and_no_other(name: str) -> None:
    said = section(page("registers"), register_heading(name))
    assert rows(said) == column_rows(name)
    assert registers.schema(name)["description"] in said
    keys = [f"`{column}`" for column in primary_key(registers.schema(name))]
    assert (f"No two rows have the same {' and '.join((', '.join(keys[:-1]), *keys[-1:]))}." in said) == (len(keys) > 1)


def test_conditions_of_places_stand_there() -> None:
    listed = rows(section(page("registers"), "Places of the standards"))
    assert [cells[0] for cells in listed] == [*places.RULE, *places.ALONE]
    assert f"{places.SCANNED:,}" in dict(listed)[places.TITLE]


def test_kinds_of_penalties_stand_there() -> None:
    (line,) = re.findall(r"^Kinds \(处罚类别\): (.+)\.$", page("registers"), re.MULTILINE)
    assert tuple(line.split("、")) == PENALTY_KINDS


def test_the_areas_of_the_standards_stand_there() -> None:
    assert rows(section(page("settings"), "Areas of the standards")) == [[name, f"`{slug}`"] for name, slug in STANDARD_AREAS]
    assert len(STANDARD_AREAS) == len(dict(STANDARD_AREAS)) == len({slug for _, slug in STANDARD_AREAS}) == 26


def test_decisions_of_each_edition_of_the_law_stand_there() -> None:
    wanted = [[edition.name, edition.since, group.name, "、".join(group.grounds)] for edition in EDITIONS for group in edition.groups]
    assert rows(section(page("registers"), "Decisions")) == wanted


def test_registers_of_each_key_area_stand_there() -> None:
    wanted = [
        [f"`{slug}`", " ".join(f"`{name}.csv`" for name in area.registers), "yes" if area.has_violations else ""] for slug, area in AREAS.items()
    ]
    assert rows(section(page("registers"), "Key areas")) == wanted


def test_types_of_cells_stand_there() -> None:
    used = {field["type"] for name in registers.names() for field in registers.schema(name)["fields"]}
    assert {cells[0].strip("`") for cells in first("registers", "Cells")} == used


def test_registers_whose_rows_are_judged_say_by_which_rules_and_no_other() -> None:
    judged = {*ROW_CHECKS, *YEARLY, *AREA_CHECKS, "violations", "services", "forms", "agencies", "article_20", "clearances", "standards"}
    assert {name for name in registers.names() if "Rules: " in section(page("registers"), register_heading(name))} == judged


# Marks of an annual report.

@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site without items and registers: its figures have no values, but all have their names."""
    folder = str(tmp_path_factory.mktemp("empty"))
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return Site(connection, TAXONOMY, registers.Registers(folder), SETTINGS_OF_SITE, folder, [])


def figure_rows(site: Site) -> list[list[str]]:
    """Return the rows of all figures but those of single categories: name, unit, where it comes from, what it counts."""
    origin = {counting.name: f"`{counting.register}.csv`" for counting in definitions.COUNTINGS}
    origin |= {name: "＋".join(parts) for name, _, _, parts in definitions.SUMS}
    origin[form_figures.DOWNLOADABLE] = "`forms.csv` and items"
    origin |= {ratio.name: f"{ratio.part}÷{ratio.whole}" for ratio in definitions.RATIOS}
    single = {f"{category.name}/{what}" for category in TAXONOMY.categories for what in PER_CATEGORY}
    known = collect.figures(site, 2014)
    assert known.keys() >= single
    return [[name, one.unit, origin.get(name, "items"), one.definition] for name, one in known.items() if name not in single]


PER_CATEGORY = ("总数", "新增", "撤下")


def test_every_figure_stands_there_and_no_other(site: Site) -> None:
    assert rows(section(page("report-marks"), "Figures")) == figure_rows(site)
    assert {cells[0].strip("`") for cells in first("report-marks", "Figures of each category")} == {f"一级分类/{what}" for what in PER_CATEGORY}


def test_figures_that_only_registers_of_stated_numbers_can_give_stand_there(site: Site) -> None:
    asked = {name for edition in EDITIONS_OF_REPORTS for layout in edition.layouts for line in layout.lines for name in line.figures} - {""}
    assert {cells[0] for cells in first("report-marks", "Figures that only `declared.csv` or units give")} == asked - collect.figures(site, 2021).keys()


def test_every_kind_of_mark_stands_there_and_no_other() -> None:
    kinds = set(re.findall(r"[a-z]{4,}", marks.MARK.pattern))
    assert {cells[0].strip("`") for cells in first("report-marks", "Kinds of marks")} == {f"{kind}:" for kind in kinds}
    assert {cells[0].strip("`") for cells in first("report-marks", "Figures out of others")} == {*figures.OPERATORS, figures.DECLARED}


def table_rows(site: Site) -> list[list[str]]:
    """Return the rows of all tables: key, edition, title, columns; a year is written 某年."""
    found = []
    for edition in EDITIONS_OF_REPORTS:
        year = max(edition.since, 2014)
        for table in report_tables.tables(site, year).values():
            cells = [f"`{table.key}`", edition.name, table.title, "、".join([table.first, *(["单位"] if table.units else []), *table.columns])]
            found.append([cell.replace(f"{year}年", "某年") for cell in cells])
    return found


def test_every_edition_of_the_format_stands_there() -> None:
    ends = [*(edition.since - 1 for edition in EDITIONS_OF_REPORTS[1:]), None]
    wanted = [
        [edition.name, "to " * (not edition.since) + (f"{edition.since}–{end}" if edition.since and end else f"{edition.since}–" if edition.since else str(end)), edition.basis,
         "、".join(f"`{layout.key}`" for layout in edition.layouts)]
        for edition, end in zip(EDITIONS_OF_REPORTS, ends, strict=True)
    ]
    assert rows(section(page("report-marks"), "Formats")) == wanted


def test_decisions_of_the_old_edition_stand_beside_those_of_the_new() -> None:
    assert rows(section(page("registers"), "Decisions over the change of the Regulations")) == [[old, new] for old, new in SUCCESSORS.items()]


def test_every_table_stands_there_and_no_other(site: Site) -> None:
    assert rows(section(page("report-marks"), "Tables")) == table_rows(site)


def test_every_identity_of_a_table_stands_there_and_no_other() -> None:
    wanted = [
        [f"`{key}`", "＋".join(equation.left), "＋".join((*equation.right, *equation.figures))] for key, equations in identities.EQUATIONS.items() for equation in equations
    ]
    assert rows(section(page("report-marks"), "Sums within a table")) == wanted


def test_every_state_of_a_mark_stands_there_and_no_other() -> None:
    assert {cells[0] for cells in first("report-marks", "What comes of a mark")} == {*STATES.values()}


def test_examples_of_marks_are_such() -> None:
    examples = "\n".join(blocks(page("report-marks")))
    found = marks.read(examples)
    assert found.unreadable == ()
    assert {mark.name for mark in found.figures} and found.sources and found.tables and found.unwritten


# Kinds of pages.

def test_every_kind_of_page_stands_there_with_its_templates() -> None:
    wanted = [[f"`{name}`", " ".join(f"`{template}`" for template in kind.templates)] for name, kind in KINDS_OF_PAGES.items()]
    assert rows(section(page("extending"), "Kinds")) == wanted
