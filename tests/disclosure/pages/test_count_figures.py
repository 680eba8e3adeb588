"""Counts, figure by figure, of a catalogue and registers made on the spot."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace
from typing import Any

import pytest
from disclosure.model.taxonomy import Taxonomy
from disclosure.pages.counts import Counts, Figures, counts_of
from disclosure.pages.site import Site

CATEGORIES = [
    {"name": "法规文件", "slug": "documents", "leaves": [("法规", "laws"), ("规范性文件", "normative")]}, {"name": "工作动态", "slug": "news"},
    {"name": "人事信息", "slug": "personnel"},
]
Published = tuple[str, str, str, str, str]
"""Date, category, leaf, agency, day of withdrawal."""


def site(*items: Published, agencies: tuple[str, ...] = (), carried: list[dict[str, Any]] = (), declared: list[dict[str, Any]] = ()) -> Site:
    """Return a site with such items, agencies in the order of their register, and rows of the registers of figures."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("CREATE TABLE item (date, category, leaf, agency, withdrawn_date, state)")
    connection.execute("CREATE TABLE tally (month, category, leaf, agency, state, number, timed, late, days)")
    for date, category, leaf, agency, gone in items:
        state = "withdrawn" if gone else "public"
        connection.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", (date, category, leaf, agency, gone, state))
    connection.execute(
        "INSERT INTO tally SELECT substr(date, 1, 7), category, leaf, agency, state, count(*), 0, 0, 0 FROM item GROUP BY 1, category, leaf, agency, state"
    )
    registers = {
        "agencies": [{"name": name, "code": str(place)} for place, name in enumerate(agencies)], "carried_forward": list(carried), "declared": list(declared),
    }
    return Site(connection, Taxonomy(CATEGORIES, [], []), {name: SimpleNamespace(rows=rows) for name, rows in registers.items()}, {}, "", [])


def forward(category: str, year: int | str, total: int | str, new: int | str = "") -> dict[str, Any]:
    """Return a row of the register of what is carried forward."""
    return {"category": category, "year": year, "total": total, "new": new}


def said(year: int | str, figure: str, value: int | str) -> dict[str, Any]:
    """Return a row of the register of declared figures."""
    return {"year": year, "figure": figure, "value": value, "source": "某年报"}


ITEMS: tuple[Published, ...] = (
    ("2012-12-31", "法规文件", "规范性文件", "区政府办公室", ""), ("2013-01-01", "法规文件", "规范性文件", "区政府办公室", "2014-12-31"),
    ("2013-01-20", "法规文件", "规范性文件", "区政府办公室", "2014-02-01"), ("2014-02-03", "法规文件", "", "区财政局", ""),
    ("2014-12-31", "工作动态", "", "区财政局", "2015-01-01"), ("2014-12-01", "法规文件", "规范性文件", "区政府办公室", ""),
)


def of(figures: Figures) -> tuple[int, int, int]:
    """Return what is counted in items."""
    return figures.total, figures.new, figures.withdrawn


@pytest.mark.parametrize(("year", "all_of_it", "category", "leaf", "agency"), [
    (2011, (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)), (2012, (1, 1, 0), (1, 1, 0), (1, 1, 0), (1, 1, 0)), (2013, (3, 2, 0), (3, 2, 0), (3, 2, 0), (3, 2, 0)),
    (2014, (4, 3, 2), (3, 2, 2), (2, 1, 2), (2, 1, 2)), (2015, (3, 0, 1), (3, 0, 0), (2, 0, 0), (2, 0, 0)), (2016, (3, 0, 0), (3, 0, 0), (2, 0, 0), (2, 0, 0)),
])
def test_a_total_is_the_one_before_and_what_is_new_less_what_was_withdrawn(
    year: int, all_of_it: tuple, category: tuple, leaf: tuple, agency: tuple,
) -> None:
    counts = Counts(site(*ITEMS))
    assert of(counts.everything(year)) == all_of_it
    assert of(counts.category(year, "法规文件")) == category
    assert of(counts.leaf(year, "法规文件", "规范性文件")) == leaf
    assert of(counts.agency(year, "区政府办公室")) == agency


def test_what_stands_in_the_category_itself_is_a_leaf_without_a_name() -> None:
    counts = Counts(site(*ITEMS))
    assert of(counts.leaf(2014, "法规文件", "")) == (1, 1, 0)
    assert of(counts.leaf(2014, "工作动态", "")) == (1, 1, 0)
    assert of(counts.leaf(2014, "人事信息", "")) == (0, 0, 0)


def test_leaves_and_agencies_carry_nothing_forward() -> None:
    counts = Counts(site(*ITEMS, carried=[forward("法规文件", 2012, 100, 10)]))
    for figures in (counts.leaf(2014, "法规文件", "规范性文件"), counts.agency(2014, "区政府办公室")):
        assert (figures.carried_total, figures.carried_new) == (None, None)
        assert (figures.sum_total, figures.sum_new) == (figures.total, figures.new)


CARRIED = [
    forward("法规文件", 2014, 150), forward("法规文件", 2012, 100, 10), forward("工作动态", 2013, 7, 0), forward("人事信息", 2012, "", 5), forward("法规文件", "", 999, 999),
]


@pytest.mark.parametrize(("year", "category", "everything"), [
    (2011, (None, None), (None, None)), (2012, (100, 10), (100, 15)), (2013, (100, None), (107, 0)), (2014, (150, None), (157, None)), (2015, (150, None), (157, None)),
])
def test_the_last_carried_total_holds_and_carried_new_is_of_its_own_year(year: int, category: tuple, everything: tuple) -> None:
    """Rows stand in any order; one without a year says nothing."""
    counts = Counts(site(*ITEMS, carried=CARRIED))
    for figures, expected in ((counts.category(year, "法规文件"), category), (counts.everything(year), everything)):
        assert (figures.carried_total, figures.carried_new) == expected
        if figures.comparable:
            assert (figures.sum_total, figures.sum_new) == (figures.total + (expected[0] or 0), figures.new + (expected[1] or 0))


def test_a_year_before_the_first_carried_total_is_not_compared_with_later_ones() -> None:
    """115 items of this site are no total beside 58,660."""
    counts = Counts(site(*ITEMS, carried=CARRIED))
    assert [counts.comparable(year) for year in (2011, 2012, 2013, 2014)] == [False, False, True, True]
    assert (counts.everything(2012).sum_total, counts.everything(2012).sum_new, counts.everything(2012).own_total) == (None, None, 1)
    assert counts.category(2012, "法规文件").sum_total == 101
    assert all(Counts(site(*ITEMS)).comparable(year) for year in (2011, 2014))


def test_a_year_without_items_has_no_data_and_no_zeros() -> None:
    counts = Counts(site(*ITEMS, carried=[forward("法规文件", 2010, 9, 2)]))
    before, after = counts.everything(2011), counts.everything(2016)
    assert (before.own_total, before.own_new, before.own_withdrawn, before.sum_total, before.sum_new) == (None, None, None, 9, None)
    assert (after.own_total, after.own_new, after.own_withdrawn, after.sum_total, after.sum_new) == (3, None, None, 12, None)
    assert counts.everything(2010).sum_new == 2
    assert (counts.leaf(2014, "人事信息", "").own_new, counts.leaf(2013, "工作动态", "").own_new) == (0, 0)


def test_a_sum_is_of_items_and_of_what_is_carried() -> None:
    figures = Counts(site(*ITEMS, carried=CARRIED)).category(2012, "法规文件")
    assert (figures.total, figures.sum_total, figures.new, figures.sum_new) == (1, 101, 1, 11)


def test_nothing_is_known_of_a_figure_without_items_and_rows() -> None:
    assert Figures() == Figures(total=0, new=0, withdrawn=0, carried_total=None, carried_new=None)


def test_every_year_of_which_something_is_known_is_listed() -> None:
    declared = [said(2009, "年末信息总数", 5), said(2017, "主动公开政府信息数", 5), said(2001, "收到申请数", 5), said("", "年末信息总数", 5)]
    counts = Counts(site(*ITEMS, carried=[forward("法规文件", 2010, 1)], declared=declared))
    assert counts.years == [2009, 2010, 2012, 2013, 2014, 2015, 2017]
    assert counts.latest_year == 2017
    assert Counts(site(*ITEMS)).years == [2012, 2013, 2014, 2015]  # in which something was withdrawn, too
    assert (Counts(site()).years, Counts(site()).latest_year) == ([], 0)


def test_months_are_those_of_publication() -> None:
    counts = Counts(site(*ITEMS))
    assert counts.monthly(2014) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert counts.monthly(2013) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert counts.monthly(2011) == [0] * 12


def test_agencies_stand_in_the_order_of_the_register_then_by_name() -> None:
    items = [("2014-01-01", "工作动态", "", name, "") for name in ("丙", "乙", "丁", "甲")]
    assert Counts(site(*items, agencies=("丁", "没有的", "甲"))).agencies == ["丁", "甲", "丙", "乙"]


def test_whether_anything_is_carried_or_withdrawn_is_known() -> None:
    assert Counts(site(*ITEMS, carried=CARRIED)).has_carried
    assert not Counts(site(*ITEMS, carried=[forward("法规文件", "", 1)])).has_carried
    assert Counts(site(*ITEMS)).has_withdrawn
    assert not Counts(site(ITEMS[0])).has_withdrawn


def test_an_item_withdrawn_on_no_known_day_is_counted_as_new_only() -> None:
    place = site(*ITEMS)
    place.connection.execute("UPDATE item SET withdrawn_date = '' WHERE withdrawn_date = '2014-02-01'")
    assert of(Counts(place).everything(2014)) == (5, 3, 1)


def test_a_declared_figure_stands_beside_the_computed_one() -> None:
    declared = [
        said(2013, "年末信息总数", 1), said(2014, "年末信息总数", 300), said(2014, "主动公开政府信息数", 2), said(2014, "别的指标", 5), said(2014, "收到申请数", ""),
        said(2014, "主动公开政府信息数", 3),
    ]
    counts = Counts(site(*ITEMS, carried=[forward("法规文件", 2012, 100, 10)], declared=declared))
    assert [tuple(one.values()) for one in counts.declared(2014)] == [
        ("年末信息总数", 300, 104, 196, "某年报"), ("主动公开政府信息数", 2, 3, -1, "某年报"), ("别的指标", 5, None, None, "某年报"),
        ("主动公开政府信息数", 3, 3, 0, "某年报"),
    ]
    assert [one["label"] for one in counts.declared(2013)] == ["年末信息总数"]
    assert set(counts.declared(2014)[0]) == {"label", "declared", "computed", "difference", "source"}


def test_the_counts_of_a_site_are_made_once() -> None:
    place = site(*ITEMS)
    assert counts_of(place) is counts_of(place)
    assert counts_of(place) is not counts_of(site(*ITEMS))
