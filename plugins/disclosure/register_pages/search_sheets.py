"""Words of the same meaning that a search takes for one another (检索用的同义词)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import Column, Line, Sheet
from ..pages.site import Site
from ..registers.synonyms import words_of


def synonyms(site: Site) -> Iterator[Sheet]:
    """Yield all groups in the order of the register."""
    rows = site.registers["synonyms"].rows
    if not rows:
        return
    yield Sheet(
        "synonyms-list", "意思相同的词", [Column("词"), Column("说明")], [Line(["、".join(words_of(row["words"])), row["note"]]) for row in rows],
        text=f"一共 {len(rows)} 组。检索其中一个词，检索页另外列出写着同组别的词的信息，并写明是哪个词；可以关掉。",
        csv=addresses.register_csv("synonyms"),
    )
