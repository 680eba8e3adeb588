"""Punctuation as people use it, in a real browser."""

from __future__ import annotations

import pytest

from tests.kit.search_terminal import Items, Tab, holding, own_items

pytestmark = pytest.mark.xdist_group("search page")

SECRET = "014500858/2014-00401"


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


@pytest.mark.parametrize("mark", "，、；,;。 ")
def test_marks_between_words_are_spaces(tab: Tab, items: Items, mark: str) -> None:
    found = tab.search(f"收费{mark}教育")
    assert tab.total == len(found)
    assert set(found) >= holding(items, "收费", "教育") != set()


@pytest.mark.parametrize("typed", ["三公经费", "“三公”经费", "\"三公\"经费", "《三公》经费", "＂三公＂经费", "「三公」经费"])
def test_quotation_marks_change_nothing(tab: Tab, items: Items, typed: str) -> None:
    found = tab.everything(typed)
    assert set(found) == holding(items, "“三公”经费") | holding(items, "三公经费") != set()
    assert tab.page.locator("[data-search=results] mark").count() > 0


@pytest.mark.parametrize("dash", ["-", "–", "—", "－", "~", "～", "至", "−", "‐"])
def test_every_dash_between_years_is_alike(tab: Tab, items: Items, dash: str) -> None:
    found = set(tab.everything(f"2014{dash}2018"))
    assert holding(items, "2014—2018") <= found != set()


@pytest.mark.parametrize("typed", ["青府办发2014年12号", "青府办发〔2014〕12号", "青府办发（2014）12号"])
def test_a_document_number_is_found_without_its_brackets(tab: Tab, typed: str) -> None:
    assert SECRET in tab.everything(typed)
    assert tab.total >= 1
