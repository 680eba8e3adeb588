"""Footnotes of Word documents and of pages that Word saved: a mark in the text and a note at the end → `[^1]`; endnotes → `[^e1]`."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag

MARK = "\ue0f0"
"""Stands on both sides of a label, until the text is written: no escape touches it."""
NOTES = re.compile(MARK + r"(\w+)" + MARK)
_REFERENCE = re.compile(r"#_?(?P<kind>footnote|endnote|ftn|edn)-?(?P<number>\d+)\Z")
_BACK = re.compile(r"#_?(?:footnote-ref|endnote-ref|ftnref|ednref)-?\d+\Z")


def take_notes(soup: BeautifulSoup | Tag) -> list[tuple[str, Tag]]:
    """Replace marks of footnotes by labels. Return each label with its note, which is taken out of the document."""
    notes: list[tuple[str, Tag]] = []
    label_of: dict[str, str] = {}
    for link in soup.find_all("a", href=_REFERENCE):
        match = _REFERENCE.match(link["href"])
        found = _note(soup, link["href"][1:])
        if found is None:
            continue
        kind = "" if match["kind"] in ("footnote", "ftn") else "e"
        if link["href"] not in label_of:  # readers know notes by their order, not by the number in the file
            label_of[link["href"]] = f"{kind}{sum(1 for known in label_of.values() if known.startswith('e') == bool(kind)) + 1}"
            notes.append((label_of[link["href"]], found))
        label = label_of[link["href"]]
        outer = link.parent if link.parent and link.parent.name == "sup" and link.parent.get_text(strip=True) == link.get_text(strip=True) else link
        outer.replace_with(NavigableString(f"{MARK}{label}{MARK}"))
    for _, note in notes:
        for back in note.find_all("a", href=_BACK):
            back.decompose()
        note.extract().name = "div"
    for empty in soup.find_all(["ol", "ul"]):
        if not empty.get_text(strip=True) and not empty.find("img"):
            empty.decompose()
    return notes


def _note(soup: BeautifulSoup | Tag, name: str) -> Tag | None:
    """Return the element of a note: what has its name, or stands around an anchor of its name."""
    found = soup.find(id=name) or soup.find("a", attrs={"name": name})
    if not isinstance(found, Tag):
        return None
    if found.name == "a":
        return found.find_parent(["p", "li", "div"])
    return found


def written(text: str, notes: list[tuple[str, str]]) -> str:
    """Return a body with its footnotes at the end. Labels in a table of HTML are words already: their notes are paragraphs."""
    used = set(NOTES.findall(text))
    text = NOTES.sub(r"[^\1]", text)
    for label, note in notes:
        first, *rest = note.strip("\n").split("\n") or [""]
        lines = [f"[^{label}]: {first}" if label in used else f"\\[{label}] {first}", *(f"    {line}" if line else "" for line in rest)]
        text = text.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    return text
