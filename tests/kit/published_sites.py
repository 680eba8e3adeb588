"""A project and its releases: its output is copied, as a release is, and later builds are compared with the copy."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .project import item
from .quick_builds import Quick, told

TITLES = ("关于防汛工作的通知", "食品抽检结果通告", "公园开放时间公告", "图书馆迁址启事")
TEXTS = ("汛期每天巡查一次河堤。", "本月抽检三十批次，全部合格。", "公园早上六点开门，晚上九点关门。", "新馆在二路，阅览座位二百个。")


class Published(Quick):
    """A project with some items, and its releases in a folder."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.releases = base / "release"

    def put(self, number: int, **changes: str | None) -> None:
        """Write the item of a number, 1 to 4, with these changes of its header."""
        given = {
            "Title": TITLES[number - 1], "Index": f"014500858/2014-{number:05d}", "Summary": f"第{number}号概述。",
            "body": f"第一段在前。\n\n{TEXTS[number - 1]}\n\n第三段在后。\n",
        }
        self.write({f"items/{number}.md": item(**given | changes)})

    def removed(self, *rows: str) -> None:
        """Write the register of removals."""
        self.write({"registers/removed.csv": "\n".join(["index,date,reason", *rows, ""])})

    def check(self, **settings: object) -> list[str]:
        """Build, compare with the last release, and return the problems, each from its path in the content folder on."""
        self.done: subprocess.CompletedProcess = self.build(DISCLOSURE_LAST_RELEASE=str(self.releases / "current"), **settings)
        return [line.partition("content/")[2] for line in told(self.done.stdout, self.base)]

    def release(self) -> None:
        """Make a release of the output."""
        name = f"{len(list(self.releases.glob('0*'))) + 1:06d}"
        shutil.copytree(self.output, self.releases / name, ignore=shutil.ignore_patterns(".*"))
        (self.releases / ".origin").write_text(os.path.realpath(self.content), encoding="utf-8")
        self.switch(name)

    def switch(self, name: str) -> None:
        """Make a release the current one."""
        link = self.releases / "current"
        link.unlink(missing_ok=True)
        os.symlink(name, link)

    def published(self) -> Published:
        """Write items 1 to 4, publish them, and return this project."""
        for number in range(1, 5):
            self.put(number)
        assert self.check() == []
        self.release()
        return self

    def page(self, number: int, year: int = 2014) -> str:
        """Return the page at the address of an item."""
        return (self.output / f"items/{year}/014500858-2014-{number:05d}.html").read_text(encoding="utf-8")
