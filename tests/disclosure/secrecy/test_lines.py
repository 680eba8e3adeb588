"""Lines of a page become paragraphs: those of one sentence are joined, others are not."""

from __future__ import annotations

import pytest
from disclosure.secrecy.lines import Line, joined

FULL = "为进一步做好本区政务服务事项的梳理和公开工作办理各类政"


def page(*lines: str, left: float = 50, size: float = 10) -> list[Line]:
    """Return lines under each other. Spaces of full width before a line indent it; a Latin letter is half as wide as a Chinese one."""
    out = []
    for place, text in enumerate(lines):
        bare = text.lstrip("\u3000")
        start = left + size * (len(text) - len(bare))
        width = sum(size if c > "\u2e80" else size / 2 for c in bare)
        out.append(Line(bare, start, start + width, 700 - 16 * place, size))
    return out


@pytest.mark.parametrize(("lines", "expected"), [
    ([FULL, "务服务事项。"], FULL + "务服务事项。"), ([FULL, FULL, "务。"], FULL + FULL + "务。"), ([FULL[:-2], FULL, "务。"], FULL[:-2] + FULL + "务。"),
    (["工作要求", FULL, "务。"], f"工作要求\n{FULL}务。"), ([FULL, "务。", "各单位要抓好落实。"], f"{FULL}务。\n各单位要抓好落实。"),
    (["\u3000\u3000" + FULL[:-2], FULL, "务。"], FULL[:-2] + FULL + "务。"), (["\u3000\u3000" + FULL[:-2], "\u3000\u3000" + FULL[:-2], "务。"], f"{FULL[:-2]}\n{FULL[:-2]}务。"),
    ([FULL[:-1] + "。", "二、" + FULL[2:], "务。"], f"{FULL[:-1]}。\n二、{FULL[2:]}务。"), (["名称", "地址"], "名称\n地址"),
    (["the publication of government infor-", "mation is governed by regulations."], "the publication of government information is governed by regulations."),
    (["the publication of information by all", "agencies is governed by regulations."], "the publication of information by all agencies is governed by regulations."),
    ([FULL[:-4] + "2014", "年的工作。"], FULL[:-4] + "2014年的工作。"),
])
def test_lines_of_a_sentence_are_joined(lines: list[str], expected: str) -> None:
    assert joined(page(*lines)) == expected


def test_columns_sizes_and_rows_part_lines() -> None:
    columns = page(FULL, "务。") + page(FULL, "务。", left=400)
    assert joined(columns) == f"{FULL}务。\n{FULL}务。"
    heading = page(FULL, size=16) + [Line(line.text, line.left, line.right, line.y - 20, line.size) for line in page(FULL, "务。")]
    assert joined(heading) == f"{FULL}\n{FULL}务。"
    rows = [Line(line.text, line.left, line.right, line.y, line.size, True) for line in page(FULL, FULL)]
    assert joined(rows) == f"{FULL}\n{FULL}"
    far = [*page(FULL), Line("务。", 50, 70, 600, 10)]
    assert joined(far) == f"{FULL}\n务。"
