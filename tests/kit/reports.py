"""Annual reports to be judged: their files, what is said of them, and the reconciliation that their page shows."""

from __future__ import annotations

from .published_files import number
from .quick_builds import Quick

HEAD = "Title: 年报\nSlug: {year}\nSave_As: reports/{year}.html\n"
REQUESTS = "number,agency,received,channel,applicant,subject,closed,decision\n"


def report(body: str, year: int = 2014, *more: str) -> str:
    """Return a report's file; its body begins on line 5, further header lines push it down."""
    return HEAD.format(year=year) + "".join(f"{line}\n" for line in more) + "\n" + body


def request(name: str, received: str, closed: str, decision: str = "予以公开", applicant: str = "自然人") -> str:
    """Return a row of the register of requests."""
    return f"{name},区政府办公室,{received},网络,{applicant},某项信息,{closed},{decision if closed else ''}\n"


def entries(project: Quick, year: int = 2014) -> dict[str, list]:
    """Return the reconciliation: name → what the text says, what was computed, the result, the page behind it."""
    table = project.soup(f"reports/{year}.html").select_one(".rr-figures--check")
    found: dict[str, list] = {}
    for row in table.select("tbody tr"):
        text, computed, state, basis = row.find_all("td")
        found.setdefault(row.th.contents[0].strip(), [text.get_text(), number(computed.contents[0]), state.get_text(), basis.a["href"]])
    return found


def said(project: Quick, files: dict[str, str]) -> list[str]:
    """Build with these files; return what is said of reports and registers, without the folder."""
    project.write(files)
    done = project.build()
    lines = [line.partition("/content/")[2] for line in done.stdout.splitlines()]
    return [line for line in lines if line.startswith(("reports/", "registers/"))]


def spoilt(project: Quick, path: str, old: str, new: str) -> list[str]:
    """Change a text that stands once in a file; return what is said then, without the mends."""
    text = (project.content / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return [line.partition("；改正")[0].partition("；核对")[0] for line in said(project, {path: text.replace(old, new)})]


def line_of(project: Quick, path: str, start: str) -> int:
    """Return the number of the line that starts so."""
    lines = (project.content / path).read_text(encoding="utf-8").splitlines()
    return next(position for position, line in enumerate(lines, 1) if line.startswith(start))
