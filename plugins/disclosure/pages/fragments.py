"""Fragments of pages that are the same on many pages: each is rendered once.

Menu and footer take a third of the time that an item page takes to render. They depend on
little more than the page's depth and its menu entry.
"""

from __future__ import annotations

from typing import Any

MOST = 1000
"""Fragments that are kept. A theme may make a new one for each page, and that must not fill the memory."""

_PLAIN = (str, int, float, bool, type(None))


class Fragments:
    """``{{ fragment(macro, root, menu) }}`` is ``{{ macro(root, menu) }}``, remembered by macro and arguments.

    Plain values are compared by value and type, all others by identity: a fragment with a list
    that is made anew for each page is rendered for each page.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple, tuple[Any, tuple]] = {}
        """Each fragment with its arguments. Python reuses the id of an object that is gone, so the arguments must stay."""

    def __call__(self, macro: Any, *arguments: Any) -> Any:
        key = (macro.name, *((type(one), one if isinstance(one, _PLAIN) else id(one)) for one in arguments))
        if key not in self._rendered:
            if len(self._rendered) >= MOST:
                del self._rendered[next(iter(self._rendered))]
            self._rendered[key] = macro(*arguments), arguments
        return self._rendered[key][0]
