"""A template helper: what is the same on page after page is rendered once.

Menu and footer are a third of an item page's rendering time and depend on nothing but
the page's depth and menu entry.
"""

from __future__ import annotations

from typing import Any


class Once:
    """``{{ once(macro, root, menu) }}`` is ``{{ macro(root, menu) }}``, remembered by its plain arguments.

    Lists and dicts among the arguments must be the same on every page of a build.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple, Any] = {}

    def __call__(self, macro: Any, *arguments: Any) -> Any:
        key = (macro.name, *(argument for argument in arguments if isinstance(argument, str)))
        if key not in self._rendered:
            self._rendered[key] = macro(*arguments)
        return self._rendered[key]
