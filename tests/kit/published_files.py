"""Published pages and CSV files, read back without the project's own code."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from .project import Project

CATEGORIES = ("概况信息", "法规文件", "发展规划", "工作动态", "人事信息", "财经信息", "行政执法", "公共服务")
Row = dict[str, int | str]


def number(text: str) -> int | str:
    """Return a cell as a number where it is one."""
    plain = text.replace(",", "").strip()
    return int(plain) if re.fullmatch(r"-?\d+", plain) else text.strip()


def table(project: Project, path: str, name: str) -> dict[str, Row]:
    """Return a count table of a page: rows by their first cell, then cells by their column.

    A column “其中…” gets the name of the column of which it is a part.
    """
    section = project.soup(path).find("section", attrs={"aria-labelledby": name})
    head, *rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in section.table.find_all("tr")]
    columns, whole = [], ""
    for label in head[1:]:
        whole = whole if label.startswith("其中") else label
        columns.append(whole + label if label.startswith("其中") else label)
    return {row[0]: dict(zip(columns, map(number, row[1:]), strict=True)) for row in rows}


def sheet(project: Project, path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the site, as a spreadsheet would read it."""
    data = (project.output / path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def columns_of(project: Project, path: str) -> list[str]:
    """Return the header of a CSV file of the site."""
    with (project.output / path).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file, strict=True))


def header(path: Path) -> dict[str, str]:
    """Return an item's header, read without the project's own reader."""
    head = path.read_text(encoding="utf-8-sig").split("\n\n")[0]
    return dict(re.findall(r"^([A-Za-z-]+):\s*(.+?)\s*$", head, re.MULTILINE))


def headers(project: Project) -> list[dict[str, str]]:
    """Read the headers of all items but drafts."""
    found = [header(path) for path in sorted((project.content / "items").rglob("*.md"))]
    return [entry for entry in found if entry.get("Status") != "draft"]
