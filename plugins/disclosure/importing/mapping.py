"""The map of columns: a small CSV file that says what each column of an old catalogue is, drafted by guesses.

Its lines have five cells. `列` names a column of a table and the value that it holds. `固定值` is the value of all
that say none. `换词` replaces a word of the old catalogue by ours. An editor looks at it in a spreadsheet and runs the
import again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..model.problems import did_you_mean
from . import columns
from .csv_rows import decoded
from .document import Place, Telling

HEADER = ("种类", "表", "原来的", "写入", "说明")
COLUMN, DEFAULT, WORD = "列", "固定值", "换词"
MOST_WORDS = 300
"""Different words of one value that a draft lists. More are told as they come."""


@dataclass
class Mapping:
    """What the map says."""

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each table, what each of its columns holds."""
    defaults: dict[str, str] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    """New words by value and old word."""

    def replaced(self, target: str, word: str) -> str:
        """Return our word for one of the old catalogue."""
        return self.words.get((target, word), word)


def read(path: Path, telling: Telling) -> Mapping:
    """Read a map. Each line that says nothing, or what cannot be, is told as an error."""
    found = Mapping()
    shown = str(path.absolute())
    reader = csv.reader(io.StringIO(decoded(path.read_bytes(), shown, telling)))
    for cells in reader:
        place = Place(shown, reader.line_num)
        kind, table, old, new, *_ = [*(cell.strip() for cell in cells), "", "", "", ""]
        if not any(cells) or kind == HEADER[0] or kind.startswith("#"):
            continue
        if kind not in (COLUMN, DEFAULT, WORD):
            telling.error(place, f"种类“{kind}”看不懂", f"写 {COLUMN}、{DEFAULT} 或 {WORD}；{did_you_mean(kind, (COLUMN, DEFAULT, WORD))}")
        elif kind == COLUMN:
            if (new or columns.NOTHING) not in columns.TARGETS:
                telling.error(place, f"“写入”里的“{new}”不是条目里有的", did_you_mean(new, columns.TARGETS) or "可以写：" + "、".join(columns.TARGETS))
            elif new and new not in (columns.NOTHING, columns.FILES, columns.BODY) and new in found.columns.get(table, {}).values():
                telling.error(place, f"表“{table}”有两列都写入“{new}”", f"只留一列，另一列写“{columns.NOTHING}”")
            else:
                found.columns.setdefault(table, {})[old] = new or columns.NOTHING
        elif (target := old if kind == DEFAULT else table) not in columns.KEY_OF:
            telling.error(place, f"“{target}”不是条目里有的", did_you_mean(target, columns.KEY_OF) or "可以写：" + "、".join(columns.KEY_OF))
        elif kind == DEFAULT and new:
            found.defaults[old] = new
        elif new:
            found.words[table, old] = new
    return found


@dataclass
class Draft:
    """A map in the making."""

    lines: list[tuple[str, ...]] = field(default_factory=list)

    def table(self, name: str, header: Iterable[str]) -> dict[str, str]:
        """Add the columns of a table; return what was guessed. Of two columns for one value the surer one holds it."""
        guessed = [(column, *columns.guess(column)) for column in header if column]
        surest: dict[str, str] = {}
        for column, target, _ in sorted(guessed, key=lambda entry: entry[2] != "列名一样"):
            if target != columns.NOTHING:
                surest.setdefault(target, column)
        for column, target, why in guessed:
            taken = target not in (columns.NOTHING, columns.FILES) and surest[target] != column
            said = f"“{surest[target]}”一列更像{target}" if taken else why
            self.lines.append((COLUMN, name, column, columns.NOTHING if taken else target, said))
        return {column: target for target, column in surest.items()}

    def default(self, target: str, why: str) -> None:
        """Add a line for the value of all that say none."""
        self.lines.append((DEFAULT, "", target, "", why))

    def word(self, target: str, old: str, new: str, why: str) -> None:
        """Add a line that replaces a word."""
        self.lines.append((WORD, target, old, new, why))

    def write(self, path: Path) -> None:
        """Write the file, or add the lines to the one that is there: none of its lines is changed."""
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        if not path.exists():
            buffer.write("\ufeff")
            writer.writerow(HEADER)
        elif not path.read_bytes().endswith((b"\n", b"\r")):
            buffer.write("\r\n")
        writer.writerows(self.lines)
        with open(path, "a", encoding="utf-8", newline="") as file:
            file.write(buffer.getvalue())
