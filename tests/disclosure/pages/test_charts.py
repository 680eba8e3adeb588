"""Charts: time to scale, labels apart, no drawing that says nothing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from disclosure.supervision.supervision_pages import _folded
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.kit.project import ROOT

ENVIRONMENT = Environment(loader=FileSystemLoader(ROOT / "theme/templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
ENVIRONMENT.filters["number"] = lambda value: f"{value:,}"
CHART = ENVIRONMENT.get_template("macros/chart.html").module.chart


def drawn(kind: str, data: list[tuple[str, float]], unit: str = "条") -> BeautifulSoup:
    return BeautifulSoup(CHART("x", {"title": "图", "description": "说明", "kind": kind, "unit": unit, "data": data}), "html.parser")


def middles(soup: BeautifulSoup) -> list[float]:
    bars = soup.select(".rr-chart__bar")
    return [float(bar["cx"]) if bar.name == "circle" else float(bar["x"]) + float(bar["width"]) / 2 for bar in bars]


@pytest.mark.parametrize("kind", ["columns", "line"])
def test_years_stand_at_their_distance_in_time(kind: str) -> None:
    first, second, third = middles(drawn(kind, [("2013", 3), ("2014", 5), ("2020", 9)]))
    assert (third - second) == pytest.approx(6 * (second - first), abs=0.5)


def test_a_line_breaks_where_years_are_missing() -> None:
    runs = drawn("line", [("2012", 1), ("2013", 3), ("2014", 5), ("2019", 9), ("2020", 9)]).select("polyline")
    assert [len(run["points"].split()) for run in runs] == [3, 2]


@given(st.lists(st.tuples(st.integers(1990, 2030), st.integers(0, 10**6)), min_size=1, max_size=30, unique_by=lambda pair: pair[0]), st.sampled_from(["columns", "line"]))
def test_no_two_labels_and_no_two_values_collide(found: list[tuple[int, int]], kind: str) -> None:
    soup = drawn(kind, [(str(year), value) for year, value in sorted(found)])
    for name, wide in (("label", 8.5), ("value", 8.5)):
        spans = sorted((float(text["x"]) - len(text.get_text()) * wide / 2, float(text["x"]) + len(text.get_text()) * wide / 2) for text in soup.select(f".rr-chart__{name}"))
        assert all(left >= end for (_, end), (left, _) in pairwise(spans)), (name, spans)
        assert all(left >= -1 and right <= 401 for left, right in spans), (name, spans)


def test_months_keep_their_order_and_places() -> None:
    found = middles(drawn("columns", [(f"{month}月", month) for month in range(1, 13)]))
    gaps = {round(b - a) for a, b in pairwise(found)}
    assert len(found) == 12 and gaps <= {33, 34}


def test_bars_that_are_all_the_same_are_a_sentence() -> None:
    soup = drawn("bars", [(f"单位{n}", 100) for n in range(20)], "%")
    assert soup.svg is None and "20 项都是 100%" in soup.get_text()
    assert drawn("bars", [("甲", 100), ("乙", 90)] * 3, "%").svg


def test_many_units_of_one_rate_are_one_bar() -> None:
    same = [(f"单位{n}", 100) for n in range(18)]
    assert _folded([("甲", 80), *same, ("乙", 99.5)]) == [("甲", 80), ("乙", 99.5), ("另外18个单位", 100)]
    assert _folded([("甲", 80), *same[:5]]) == [("甲", 80), *same[:5]]
    assert _folded(same) == same and _folded([]) == []


def test_colours_that_a_reader_forces_reach_every_part_of_a_chart() -> None:
    forced = (ROOT / "theme/styles/forced-colors.css").read_text(encoding="utf-8")
    drawing = (ROOT / "theme/styles/charts.css").read_text(encoding="utf-8")
    for part in re.findall(r"\.(rr-chart__\w+) \{[^}]*(?:fill: var|stroke: var)", drawing):
        assert re.search(rf"\.{part}\b", forced), part
