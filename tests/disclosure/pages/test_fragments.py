"""Fragments of pages: rendered once for the same arguments, and again for any other."""

from __future__ import annotations

from disclosure.pages.fragments import MOST, Fragments
from jinja2 import Environment

TEMPLATE = "{% macro menu(root, entries, current=none) %}{{ root }}{{ entries | join(',') }}{{ current }}{% endmacro %}{{ fragment(menu, root, entries, current) }}"


def rendered(fragment: Fragments, **values: object) -> str:
    return Environment().from_string(TEMPLATE).render(fragment=fragment, **({"root": "", "entries": [], "current": None} | values))


def test_a_fragment_is_that_of_its_own_arguments_whatever_they_are() -> None:
    fragment = Fragments()
    one, other = ["甲"], ["乙"]
    for values in (
        {"entries": one}, {"entries": other}, {"entries": one, "current": 1}, {"entries": one, "current": 2}, {"entries": one, "current": True},
        {"entries": one, "current": "1"}, {"root": "../", "entries": other}, {"entries": one},
    ):
        assert rendered(fragment, **values) == rendered(Fragments(), **values), values


def test_the_same_arguments_are_rendered_once() -> None:
    class Macro:
        name = "menu"
        calls = 0

        def __call__(self, *arguments: object) -> int:
            self.calls += 1
            return self.calls

    fragment, macro, entries = Fragments(), Macro(), ["甲"]
    assert [fragment(macro, "../", entries) for _ in range(3)] == [1, 1, 1]
    assert fragment(macro, "", entries) == 2


def test_lists_made_anew_for_each_page_neither_mix_nor_fill_the_memory() -> None:
    class Macro:
        name = "menu"

        def __call__(self, entries: list[int]) -> int:
            return entries[0]

    fragment, macro = Fragments(), Macro()
    assert [fragment(macro, [number]) for number in range(3 * MOST)] == [*range(3 * MOST)]
    assert len(fragment._rendered) <= MOST
