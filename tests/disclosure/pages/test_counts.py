"""Every number on the site, against plain counting of the files."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.project import Project, item
from tests.kit.published_files import CATEGORIES, headers, number, sheet, table
from tests.kit.quick_builds import Quick, few

REPORT = {
    "概况信息": (586, 29), "法规文件": (146, 21), "发展规划": (15, 2), "工作动态": (57493, 11601),
    "人事信息": (127, 6), "财经信息": (222, 29), "行政执法": (46, 1), "公共服务": (25, 4),
}
"""The report's own table: total at the end of 2014, and new in 2014."""


FILINGS = ("法规文件/规范性文件", "法规文件/法规", "法规文件", "工作动态/政务动态")
DAYS = ("2012-02-29", "2012-12-31", "2013-01-01", "2013-06-15", "2014-12-31")
AGENCIES = ("区政府办公室", "区财政局", "区民政局")
ITEMS = st.lists(st.tuples(
    st.sampled_from(FILINGS), st.sampled_from(AGENCIES), st.sampled_from(DAYS),
    st.sampled_from((None, None, "2013-01-01", "2014-07-01", "2014-12-31")), st.sampled_from((None, None, None, "draft")),
).filter(lambda drawn: drawn[3] is None or drawn[3] >= drawn[2]), min_size=1, max_size=14)


class Naive:
    """Counts by going through everything each time."""

    def __init__(self, drawn: list[tuple]) -> None:
        self.items = [(*filing.partition("/")[::2], agency, date, gone) for filing, agency, date, gone, status in drawn if status is None]
        self.years = sorted({int(day[:4]) for *_, date, gone in self.items for day in (date, gone) if day})

    def figures(self, year: int, **part: str) -> list[int]:
        """Return total, new and withdrawn of a part in a year."""
        mine = [
            (date, gone) for category, leaf, agency, date, gone in self.items
            if part.items() <= {"category": category, "leaf": leaf, "agency": agency}.items()
        ]
        total = sum(date <= f"{year}-12-31" and not (gone and gone <= f"{year}-12-31") for date, gone in mine)
        return [total, sum(date[:4] == str(year) for date, _ in mine), sum((gone or "")[:4] == str(year) for _, gone in mine)]


@few(12)
@given(ITEMS)
def test_every_table_says_what_plain_counting_says(drawn: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as place:
        project, naive = Quick(Path(place)), Naive(drawn)
        for position, (filing, agency, date, gone, status) in enumerate(drawn):
            project.write({f"items/{position}.md": item(
                Index=f"1/{position}", Category=filing, Agency=agency, Date=date, Created="2012-01-01", Review="2012-01-02 甲 可以公开",
                Withdrawn=gone and f"{gone} 有误", Status=status,
            )})
        project.good()
        assert sorted(int(path.stem) for path in (project.output / "counts").glob("2*.html")) == naive.years
        for year in naive.years:
            compare(project, naive, year)
        assert_lists_agree(project, naive)


NAMES = ("年末总数", "当年新增", "当年撤下")


def agree(shown: dict[str, dict], name: str, figures: list[int]) -> None:
    """A row states these figures, as far as the table has columns for them; a row that is not there states zeros."""
    whole = shown["合计"]
    assert {"年末总数", "当年新增"} <= whole.keys() <= {*NAMES}
    assert shown.get(name, dict.fromkeys(whole, 0)) == {column: figure for column, figure in zip(NAMES, figures, strict=True) if column in whole}


def compare(project: Project, naive: Naive, year: int) -> None:
    """Compare each table of a year's page with plain counting."""
    path = f"counts/{year}.html"
    by_category, by_leaf, by_agency = (table(project, path, name) for name in ("by-category", "by-leaf", "by-agency"))
    for name in CATEGORIES:
        agree(by_category, name, naive.figures(year, category=name))
        agree(by_leaf, name, naive.figures(year, category=name))
    for shown in (by_category, by_leaf, by_agency):
        agree(shown, "合计", naive.figures(year))
    for filing in FILINGS:
        category, leaf = filing.partition("/")[::2]
        agree(by_leaf, leaf or "（未分细类）", naive.figures(year, category=category, leaf=leaf))
    for agency in AGENCIES:
        agree(by_agency, agency, naive.figures(year, agency=agency))
    rows = [row for row in sheet(project, "counts/agencies.csv") if row["年份"] == str(year)]
    assert [sum(int(row[column]) for row in rows) for column in ("年末本站条目", "新增本站条目", "当年撤下")] == naive.figures(year)
    months = Counter(int(date[5:7]) for *_, date, _ in naive.items if date[:4] == str(year))
    by_month = table(project, path, "by-month")
    assert [by_month[f"{month}月"]["新增"] for month in range(1, 13)] == [months[month] for month in range(1, 13)]
    assert by_month["合计"]["新增"] == months.total()


def assert_lists_agree(project: Project, naive: Naive) -> None:
    """The lists, the home page and the table of years count the same items."""
    standing = [entry for entry in naive.items if entry[4] is None]
    text = project.soup("categories/documents/index.html").main.get_text(" ", strip=True)
    number_shown = sum(entry[0] == "法规文件" for entry in standing)
    assert re.search(rf"共 {number_shown} 条" if number_shown else "目前没有信息", text)
    hero = project.soup("index.html").select_one(".rr-hero__text").get_text(" ", strip=True)
    last = naive.years[-1] if naive.years else 0
    assert [number(n) for n in re.findall(r"\d[\d,]*", hero)] == [naive.figures(last)[0], last, naive.figures(last)[1]]
    if naive.years:
        by_year = table(project, "counts/index.html", "by-year")
        for year in naive.years:
            total, new, gone = naive.figures(year)
            row = by_year[f"{year}年"]
            assert (row["年末总数"], row["年末总数其中本站"], row["当年新增"], row["当年新增其中本站"]) == (total, total, new, new)
            assert row.get("当年撤下", 0) == gone


def test_an_agency_whose_only_item_was_withdrawn_keeps_its_page(tmp_path: Path) -> None:
    """The item's tombstone and the counts lead there."""
    project = Quick(tmp_path)
    project.write({"items/a.md": item(), "items/b.md": item(Index="1/2", Agency="区财政局", Withdrawn="2014-06-01 有误")})
    project.good()
    for page, name in (("items/2014/1-2.html", "agency"), ("counts/2014.html", "counts")):
        place = (project.output / page).parent / project.soup(page).main.find("a", string="区财政局")["href"]
        assert place.resolve().is_file(), name


OWN = pytest.mark.xdist_group("own")


@OWN
@pytest.mark.parametrize("path", ["counts/2014.html", "counts/index.html"])
def test_the_projects_own_content_shows_the_reports_own_table(own_project: Quick, path: str) -> None:
    shown = table(own_project, path, "by-category")
    assert {name: (row["年末总数"], row["当年新增"]) for name, row in shown.items()} == REPORT | {"合计": (58660, 11693)}


@OWN
def test_the_home_page_shows_the_reports_own_numbers(own_project: Quick) -> None:
    home = own_project.soup("index.html")
    rows = {row.th.a.get_text(): tuple(number(cell.get_text()) for cell in row.find_all("td")) for row in home.select(".rr-index tbody tr")}
    assert rows == REPORT
    assert [number(cell.get_text()) for cell in home.select(".rr-index tfoot td")] == [58660, 11693]
    assert "58,660" in home.select_one(".rr-hero__text").get_text()


@OWN
def test_the_declared_number_stands_beside_the_counted_one_with_the_difference(own_project: Quick) -> None:
    declared = own_project.soup("counts/2014.html").find("section", attrs={"aria-labelledby": "declared-title"})
    row = [number(cell.get_text()) for cell in declared.select("tbody tr")[0].find_all(["th", "td"])]
    assert row[:4] == ["主动公开政府信息数", 23462, 11693, 11769]
    assert "2014年度政府信息公开工作年度报告" in row[4]


@OWN
def test_each_row_says_which_part_stands_here_as_items(own_project: Quick) -> None:
    shown = table(own_project, "counts/2014.html", "by-category")
    published = headers(own_project)
    for name in CATEGORIES:
        mine = [entry for entry in published if entry["Category"].split("/")[0] == name and entry["Date"] <= "2014-12-31"]
        row = shown[name]
        assert row["年末总数其中本站"] == sum(entry.get("Withdrawn", "9999")[:10] > "2014-12-31" for entry in mine)
        assert row["当年新增其中本站"] == sum(entry["Date"][:4] == "2014" for entry in mine)
        for whole in ("年末总数", "当年新增"):
            assert row[f"{whole}其中本站"] + row[f"{whole}其中结转"] == row[whole]
    for column, total in shown["合计"].items():
        assert sum(shown[name][column] for name in CATEGORIES) == total


@OWN
def test_a_year_without_carried_figures_says_so(own_project: Quick) -> None:
    shown = table(own_project, "counts/2010.html", "by-category")
    assert shown.keys() >= {*CATEGORIES} and not any("其中结转" in column for row in shown.values() for column in row)
    assert "2010年没有结转记载：这里只有本站条目" in own_project.soup("counts/2010.html").main.get_text()


@OWN
def test_a_year_known_in_part_is_never_shown_as_a_total(own_project: Quick) -> None:
    """Page, chart, file and report: 115 items of 2013 do not stand beside the 58,660 of 2014."""
    by_year = table(own_project, "counts/index.html", "by-year")
    assert by_year["2014年"]["年末总数"] == 58660
    assert {by_year[f"{year}年"][name] for year in range(2008, 2014) for name in ("年末总数", "当年新增")} == {"无记录（没有结转数）"}
    for section in own_project.soup("reports/2014.html").select("[aria-labelledby=chart-totals]"):
        cells = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in section.select("tbody tr")}
        assert cells["2013年"] == ["无记录（没有结转数）", "115", "无记录（没有结转数）"]
    rows = sheet(own_project, "counts/categories.csv")
    for row in rows:
        told = {"2014": "结转数不分细类" if row["二级分类"] else ""}.get(row["年份"], "没有结转数")
        assert row["说明"] == told, row
        assert bool(row["年末总数"] and row["当年新增"]) == (not told), row


@OWN
def test_parts_of_a_year_are_not_labelled_as_totals(own_project: Quick) -> None:
    for name in ("by-leaf", "by-agency"):
        assert {label for row in table(own_project, "counts/2014.html", name).values() for label in row} <= {"年末本站条目", "新增本站条目", "当年撤下"}


def shown_by(project: Quick, page: str) -> int | str:
    """Return how many items or rows a page says that it has."""
    return number(project.soup(page).select_one(".rr-tally strong, .rr-sum__value").get_text())


@OWN
@pytest.mark.parametrize(("page", "links"), [
    ("counts/index.html", ".rr-figures td a"), ("counts/2014.html", ".rr-figures td a"), ("counts/2011.html", ".rr-figures td a"),
    ("index.html", "td:has(> .rr-index__figure) a"), ("reports/2014/categories.html", ".rr-figures td a"),
])
def test_a_linked_figure_leads_to_exactly_what_it_counts(own_project: Quick, page: str, links: str) -> None:
    found = own_project.soup(page).main.select(links)
    assert found
    for link in found:
        place, _, row = posixpath.normpath(posixpath.join(posixpath.dirname(page), link["href"])).partition("#")
        if row.startswith("category-"):
            assert number(link.get_text()) in {number(cell.get_text()) for cell in own_project.soup(place).find(id=row).find_all("td")}, link
        elif not row:
            assert shown_by(own_project, place) == number(link.get_text()), link


@OWN
def test_the_evidence_of_a_figure_tells_its_part_that_is_only_a_sum(own_project: Quick) -> None:
    [cell] = [cell for cell in own_project.soup("reports/2014/categories.html").select("td a") if cell.get_text() == "11,601"]
    page = own_project.soup(posixpath.normpath(posixpath.join("reports/2014", cell["href"])))
    assert "其中本站登记 12 条，结转 11,589 条" in page.main.get_text()
    assert page.main.find("a", string="12 条")["href"] == "../../categories/news/2014.html"


@OWN
def test_every_number_is_defined_in_one_sentence_on_the_page(own_project: Quick) -> None:
    for section in own_project.soup("counts/2014.html").select("section.rr-count:has(.rr-count__figures)"):
        terms = {dt.get_text(): dd.get_text() for dt, dd in zip(section.find_all("dt"), section.find_all("dd"), strict=True)}
        assert terms, section["aria-labelledby"]
        assert all(sentence.endswith("。") and sentence.count("。") == 1 for sentence in terms.values())
    terms = own_project.soup("counts/2014.html").find("section", attrs={"aria-labelledby": "by-category"}).dl.get_text(" ")
    for label in ("年末总数", "当年新增", "本站条目", "结转"):
        assert label in terms


@OWN
def test_each_table_has_a_named_chart_with_its_numbers(own_project: Quick) -> None:
    soup = own_project.soup("counts/2014.html")
    for name in ("by-category", "by-leaf", "by-agency", "by-month"):
        chart = soup.find("section", attrs={"aria-labelledby": name}).svg
        assert chart["role"] == "img"
        named = [chart.find(id=one).get_text() for one in chart["aria-labelledby"].split()]
        assert len(named) == 2 and all(named)
        cells = {str(cell) for row in table(own_project, "counts/2014.html", name).values() for cell in row.values()}
        assert {text.get_text().replace(",", "") for text in chart.select(".rr-chart__value")} <= cells


def carried(project: Quick, *rows: str) -> None:
    """Write a register of carried figures, and items beside it."""
    project.write({
        "registers/carried_forward.csv": "category,year,total,new,source\n" + "".join(f"{row},某年报\n" for row in rows),
        "items/a.md": item(Date="2013-05-01", Created="2013-01-01", Review="2013-02-01 甲 可以公开"), "items/b.md": item(Index="1/2"),
        "items/c.md": item(Index="1/3", Date="2015-02-01", Category="工作动态/政务动态"),
    })
    project.good()


def test_carried_totals_hold_until_the_next_ones_and_carried_new_only_in_their_year(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    carried(project, "法规文件,2012,100,10", "法规文件,2014,150,", "工作动态,2013,7,7")
    rows = {year: table(project, f"counts/{year}.html", "by-category") for year in (2012, 2013, 2014, 2015)}
    cells = {(year, name): list(row.values()) for year, shown in rows.items() for name, row in shown.items()}
    assert cells[2012, "法规文件"] == [100, "无记录（还没有条目）", 100, 10, "无记录（当年没有条目）", 10]
    assert cells[2013, "法规文件"] == [101, 1, 100, 1, 1, "—"]
    assert cells[2014, "法规文件"] == [152, 2, 150, 1, 1]
    assert cells[2015, "法规文件"] == [152, 2, 150, 0, 0]
    assert cells[2012, "工作动态"] == ["无记录（没有结转数）", "无记录（还没有条目）", "—", "无记录（没有结转数）", "无记录（当年没有条目）", "—"]
    assert cells[2013, "合计"] == [108, 1, 107, 8, 1, 7]
    assert cells[2015, "合计"] == [160, 3, 157, 1, 1]
    assert "某年报" in project.soup("counts/2013.html").main.get_text()


@pytest.mark.parametrize(("value", "difference"), [(2, "0"), (9, "7"), (1, "-1")])
def test_a_declared_difference_is_stated_and_never_forced(tmp_path: Path, value: int, difference: str) -> None:
    project = Quick(tmp_path)
    project.write({
        "items/a.md": item(), "items/b.md": item(Index="1/2"), "registers/declared.csv":
        f"year,figure,value,source\n2014,主动公开政府信息数,{value},某年报\n2014,年末信息总数,2,某年报\n2014,别的指标,5,某年报\n",
    })
    project.good()
    soup = project.soup("counts/2014.html")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])][:4] for row in soup.select("[aria-labelledby=declared-title] tbody tr")]
    assert rows == [["主动公开政府信息数", str(value), "2", difference], ["年末信息总数", "2", "2", "0"], ["别的指标", "5", "—", "—"]]
    assert table(project, "counts/2014.html", "by-category")["合计"] == {"年末总数": 2, "当年新增": 2}


def test_a_register_that_names_an_unknown_category_is_told(tmp_path: Path) -> None:
    """Else its figures would silently be missing from every sum."""
    project = Quick(tmp_path)
    project.write({"items/a.md": item(), "registers/carried_forward.csv": "category,year,total,new,source\n法规文档,2013,100,10,年报\n"})
    assert re.search(r"carried_forward\.csv:2: .*法规文档", project.build().stdout)
