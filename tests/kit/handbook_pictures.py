"""The pictures of the handbook, taken of the desk and of a site as they are: ``python -m tests.kit.handbook_pictures`` renews all of them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from disclosure.handbook.pages import FOLDER
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from .desks import Desk, at_desk, served
from .project import ROOT, item
from .quick_builds import Quick
from .sites import chromium, opened

PICTURES = FOLDER / "pictures"
LARGEST = 60_000
"""Bytes of a picture."""
SIZE = {"width": 1200, "height": 750}
_COLOURS = 64
_BLOCK = 12
"""Pixels: places are compared as means of squares of this side, so that another version of a font is no difference."""
_FAR = 24
"""Steps of grey, of 255, by which a square must differ to count."""
_MOST = 0.02
"""The share of squares that may differ."""
_FILES = {
    "registers/agencies.csv": (ROOT / "content/registers/agencies.csv").read_bytes(),
    "items/2014/014500858-2014-00001.md": item(),
    "items/2014/014500858-2014-00002.md": item(
        Title="关于开展食品安全检查的通知", Index="014500858/2014-00002", Review="〔在这里写：审查日期 审查人 结论〕", Status="draft", Summary="部署夏季的食品安全检查。",
        Date="2014-06-18", Created="2014-06-16", body="各街道办事处：\n\n## 一、检查的范围\n\n学校食堂、农贸市场和小餐饮店。\n",
    ),
    "items/2014/014500858-2014-00002/检查分工表.csv": "街道,单位\n洪都街道,12\n",
}


def _shot(page: Page) -> bytes:
    """Return a picture of what a tab shows, with few colours."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)  # until what fades in or out has done so
    picture = Image.open(BytesIO(page.screenshot(caret="hide"))).convert("RGB")
    small = BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def _at_the_desk(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the desk, in the order in which an editor sees it."""
    page, beside = desk.page, desk.page.frame_locator("#preview-pane")
    expect(page.get_by_text("关于开展食品安全检查的通知")).to_be_visible()
    yield "desk-list", _shot(page)
    desk.begin()
    for label in ("生成日期", "公开日期"):
        desk.field(label).fill("2014-03-18")
    desk.field("名称").focus()
    expect(beside.get_by_text("还没有填")).to_be_visible()
    yield "desk-new", _shot(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    desk.open()
    page.get_by_text("关于开展食品安全检查的通知").click()
    expect(beside.get_by_text("一、检查的范围")).to_be_visible()
    yield "desk-draft", _shot(page)
    page.get_by_role("button", name="再添加附件").click()
    expect(page.get_by_text("检查分工表.csv").last).to_be_visible()
    yield "desk-files", _shot(page)
    page.keyboard.press("Escape")
    desk.choose("状态", "公开")
    desk.press_save()
    expect(page.get_by_text("还不能公开，先改好").first).to_be_visible()
    desk.field("保密审查").evaluate("field => field.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(1000)  # until the message has come in
    yield "desk-refused", _shot(page)


def taken(base: Path) -> dict[str, bytes]:
    """Return every picture of the handbook by name, taken anew."""
    project = Quick(base)
    project.write(_FILES)
    with chromium() as browser:
        with served(project.content) as address, at_desk(browser, address, viewport=SIZE) as desk:
            found = dict(_at_the_desk(desk))
        project.good()
        with opened(browser, (project.output / "items/2014/014500858-2014-00001.html").as_uri(), viewport=SIZE) as page:
            found["site-item"] = _shot(page)
    return found


def differs(one: bytes, other: bytes) -> str:
    """Return in which way two pictures show something else; '' where they show the same."""
    before, now = (Image.open(BytesIO(picture)).convert("L") for picture in (one, other))
    if before.size != now.size:
        return f"{before.size} and {now.size} pixels"
    squares = (before.width // _BLOCK, before.height // _BLOCK)
    difference = ImageChops.difference(before.resize(squares, Image.Resampling.BOX), now.resize(squares, Image.Resampling.BOX))
    share = sum(difference.histogram()[_FAR:]) / (squares[0] * squares[1])
    return f"{share:.1%} of the squares differ" if share > _MOST else ""


def main() -> int:
    """Write all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as base:
        for name, picture in taken(Path(base)).items():
            (PICTURES / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture):,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
