"""Ready classifications that a site may choose by name. Each is a file in `classifications`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from .article_20 import BY_NUMBER

_FOLDER = Path(__file__).with_name("classifications")


def names() -> list[str]:
    """Return the names of all ready classifications."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def classification(name: str) -> list[dict[str, Any]]:
    """Return a ready classification as the setting DISCLOSURE_CATEGORIES has it. Raises `FileNotFoundError` for an unknown name."""
    read = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return [
        {
            "name": entry["name"], "slug": entry["slug"], "description": entry.get("description") or BY_NUMBER[entry["item"]].text + "。",
            "leaves": [tuple(leaf) for leaf in entry["leaves"]], "article_20": entry["item"],
        }
        for entry in read["categories"]
    ]
