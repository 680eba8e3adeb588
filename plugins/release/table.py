"""The table that ends a publication: a row for each target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .delivery import Delivery

COLUMNS = ("目标", "版本", "文件", "字节", "核对", "秒", "结果")


@dataclass
class Row:
    """What came of the delivery to one target."""

    name: str
    delivery: Delivery | None = None
    """None where it failed."""
    failure: str = ""
    """Why it failed, in words."""
    purged: list[str] | None = None
    """What a purge removed there; None where there was nothing to purge."""
    not_purged: str = ""
    """Why the purge failed, in words."""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row."""
        if self.delivery is None:
            return (self.name, "—", "—", "—", "—", "—", f"没有发布成功：{self.failure}。原来的版本没有动。")
        done = self.delivery
        result = "已换成新版本" if done.switched else "原来就是这个版本"
        if self.not_purged:
            result += f"；更早的版本没有清除：{self.not_purged}"
        elif self.purged is not None:
            result += "；更早的版本已清除"
        return (self.name, done.release[:12], f"{done.copied:,}", f"{done.bytes_copied:,}", self.checked(done), f"{done.seconds:.1f}", result)


    @staticmethod
    def checked(done: Delivery) -> str:
        """Return in words how much of the release was read on the target."""
        return f"已读全部 {done.files:,} 个文件" if done.read >= done.files else f"已读 {done.read:,} 个文件"


def table(rows: Iterable[Row]) -> str:
    """Return the rows as text, in columns."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(COLUMNS) - 1)]
    return "\n".join(
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    )


def _width(text: str) -> int:
    """Return how many columns of a terminal window a text takes; a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
