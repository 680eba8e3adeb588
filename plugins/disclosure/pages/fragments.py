"""Fragments of pages that are the same on page after page: each is rendered once.

Menu and footer are a third of an item page's rendering time, and depend on little more
than the page's depth and menu entry.
"""

from __future__ import annotations

from typing import Any

MOST = 1000
"""Fragments kept; a theme that makes a new one for each page must not fill the memory."""

_PLAIN = (str, int, float, bool, type(None))


class Fragments:
    """``{{ fragment(macro, root, menu) }}`` is ``{{ macro(root, menu) }}``, remembered by macro and arguments.

    Plain values are the same when they are equal. Anything else is the same when it is the same
    object: a list that is made anew for each page is rendered for each page.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple, tuple[Any, tuple]] = {}
        """Each fragment with its arguments: as long as they are kept, no other object has their identity."""

    def __call__(self, macro: Any, *arguments: Any) -> Any:
        key = (macro.name, *((type(one), one if isinstance(one, _PLAIN) else id(one)) for one in arguments))
        if key not in self._rendered:
            if len(self._rendered) >= MOST:
                del self._rendered[next(iter(self._rendered))]
            self._rendered[key] = macro(*arguments), arguments
        return self._rendered[key][0]
