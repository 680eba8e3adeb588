"""Link definitions: a line `[label]: address "title"` whose label the text uses as `[words][label]` or `[label]`.

A line whose rest is no address is text (`[注]: 以上数据为初步统计数`). So is one that no link uses.
"""

from __future__ import annotations

import re

from .addresses import is_definition
from .record import Record

_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*<?([^\s<>]+)>?[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|\(([^()\n]*)\))?[ \t]*$", re.MULTILINE
)
_LABEL = re.compile(r"(^ {0,3})?\[([^\[\]\n]+)\](:?)", re.MULTILINE)


def fold(label: str) -> str:
    """Return a label as it is compared: case and number of blanks do not count."""
    return " ".join(label.split()).lower()


def prepare(text: str, record: Record) -> str:
    """Take the definitions that links use out of the text."""
    used = {fold(label) for _, label, colon in _LABEL.findall(text) if not colon}
    used |= {fold(match[2]) for match in _LABEL.finditer(text) if match[3] and match[1] is None}

    def define(match: re.Match) -> str:
        label = fold(match[1])
        if label not in used or label in record.references or not is_definition(match[2]):
            return match[0]
        record.references[label] = (match[2], match[3] or match[4] or match[5] or "")
        record.take(match[0])
        return ""

    return _DEFINITION.sub(define, text)
