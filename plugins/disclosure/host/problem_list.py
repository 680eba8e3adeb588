"""Problems for programs: one JSON object, the same for a check of the whole site and of some files.

    {"version": 1, "scope": "site", "checked": [], "not_checked": [], "errors": 1, "warnings": 0,
     "problems": [{"file": "/there/content/items/a.md", "line": 3, "severity": "error",
                   "message": "…", "remedy": "…", "rule": "content.reader.check_filing"}]}

`scope` is `site` or `files`. `checked` are the named files that were looked at. `not_checked` says in Chinese what was not.
`file` is an absolute path, '' for the site as a whole. `line` counts from 1; 0 is the file as a whole. `severity` is `error`,
which stops a publication, or `warning`. `rule` names the check that found it. Further keys may come; these stay.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence

from ..model.problems import Problem

VERSION = 1


def as_json(problems: Iterable[Problem], content_dir: str, *, scope: str = "site", checked: Sequence[str] = (), not_checked: Sequence[str] = ()) -> str:
    """Return the object as text."""
    listed = [_entry(problem, content_dir) for problem in problems]
    errors = sum(entry["severity"] == "error" for entry in listed)
    said = {"version": VERSION, "scope": scope, "checked": [*checked], "not_checked": [*not_checked], "errors": errors, "warnings": len(listed) - errors, "problems": listed}
    return json.dumps(said, ensure_ascii=False, indent=1)


def unchecked(faults: Iterable[str], scope: str = "files") -> str:
    """Return the object as text where nothing was checked: each fault that kept from it is a problem of the site as a whole."""
    return as_json([_refusal(fault) for fault in faults], "", scope=scope)


def _refusal(fault: str) -> Problem:
    message, _, remedy = fault.rstrip("。").partition("；")
    return Problem("", 0, message, f"{remedy}；没有检查" if remedy else "没有检查")


def _entry(problem: Problem, content_dir: str) -> dict[str, str | int]:
    file = os.path.abspath(os.path.join(content_dir, problem.path)) if problem.path else ""
    return {
        "file": file.encode("utf-8", "replace").decode(), "line": problem.line, "severity": problem.severity,
        "message": problem.message, "remedy": problem.remedy, "rule": problem.rule,
    }
