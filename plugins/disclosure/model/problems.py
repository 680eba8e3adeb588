"""Problems found in content: data first, words for a person in one place.

A problem says where it is, what is wrong and how to mend it. Checks yield problems;
`format_problem` alone decides how a line about one looks.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

ERROR = "error"
WARNING = "warning"

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters with which a file name could forge lines of output or control a terminal."""


def _rule() -> str:
    """Return the name of the check that makes a problem: its module and its function, such as `content.reader.check_dates`."""
    frame = sys._getframe(2)  # this function, the problem's __init__, the check
    while frame.f_back and ("<" in frame.f_code.co_qualname.rpartition(".")[2] or "<locals>" in frame.f_code.co_qualname):
        frame = frame.f_back  # a helper within the check
    module = frame.f_globals.get("__name__", "").removeprefix("disclosure.")
    return f"{module}.{frame.f_code.co_name.strip('_')}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that an editor should mend.

    `path` is relative to the content folder. `line` counts from 1; 0 is the file as a whole.
    Errors stop a publication, warnings do not.
    """

    path: str
    line: int
    message: str
    remedy: str
    severity: str = ERROR
    rule: str = field(default_factory=_rule, compare=False)
    """The check that found it, for programs that read problems. It says nothing of the problem itself."""

    @property
    def is_error(self) -> bool:
        """Whether it stops a publication."""
        return self.severity == ERROR


def format_problem(problem: Problem, content_dir: str) -> str:
    """Return ``path:line: what is wrong；how to mend it``; the path is that of `shown_path`."""
    shown = shown_path(os.path.join(content_dir, problem.path))
    place = f"{shown}:{problem.line}" if problem.line else shown
    mark = "" if problem.is_error else "提醒："
    return _UNPRINTABLE.sub("\ufffd", f"{place}: {mark}{problem.message}；{problem.remedy}")


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a path as people can use it: relative below the working directory, else absolute.

    The site of a district stands outside the software's folder, where commands run; on Windows often on another drive, which no
    relative path reaches.
    """
    absolute = os.path.abspath(path)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:
        return absolute
    return absolute if relative.split(os.sep, 1)[0] == os.pardir else relative


def sentence(fault: str) -> str:
    """Return a fault as a sentence: with a full stop, unless it ends in a question."""
    return fault if fault.endswith(("？", "。")) else f"{fault}。"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “是不是…？” naming the nearest known word, or the empty string."""
    known = list(known)
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.5)
    return f"是不是“{by_folded[near[0]]}”？" if near else ""
