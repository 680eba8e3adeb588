"""How each kind of page looks, and what a screen reader finds on some: small pictures and texts that are kept, and a comparison of
pictures that overlooks the shapes of letters.

``python -m tests.kit.looks`` takes all of them anew (`make looks`). A picture shows a page on a wide screen at an eighth of its
size, beside it the same page on a phone at a quarter. Pages are compared in bands: a band may lie some pixels higher or lower
than it did, since another version of a font breaks lines elsewhere.
"""

from __future__ import annotations

import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page

from .project import ROOT
from .sites import KINDS, Sites, chromium, keep_still, opened

PICTURES = ROOT / "tests/reader/looks"
TREES = ROOT / "tests/reader/trees"
READ = ("home", "search", "item with everything", "report of a unit")
"""The kinds of pages whose accessibility trees are kept as texts."""
LARGEST = 1_500_000
"""Bytes of all pictures together."""
HEIGHT = 2400
"""Pixels of a page that a picture shows."""
SCREENS = {"wide": (1920, 8), "phone": (390, 4)}
"""Width of a screen, and how many of its pixels are one of a picture."""
_SCALE = 0.25
_GAP = 8
_BAND = 8
"""Rows of a picture that are compared at once."""
_BLOCK = 24
"""Columns of a band that are judged at once."""
_STEP, _DRIFT = 2, 8
"""Rows by which a band may lie higher or lower than the band above it did, and than in the picture that is kept."""
_FAR = 22
"""Steps of grey, of 255, by which a place must differ to count."""
_MOST, _BLOCKS = 0.2, 2
"""The share of a block that may differ, and how many blocks may differ more."""
_QUALITY = 35


def file_of(kind: str) -> Path:
    """Return the file of the picture of a kind of page."""
    return PICTURES / f"{re.sub('[^a-z0-9]+', '-', kind)}.webp"


def tree_of(kind: str) -> Path:
    """Return the file of the accessibility tree of a kind of page."""
    return TREES / f"{file_of(kind).stem}.yaml"


def tree(browser: Browser, address: str) -> str:
    """Return the accessibility tree of a page as text: roles, names, states and addresses, in the order in which they are read."""
    with opened(browser, address) as page:
        return page.locator("body").aria_snapshot() + "\n"


def tab(browser: Browser) -> Page:
    """Return a tab that draws pages small."""
    return keep_still(browser.new_page(device_scale_factor=_SCALE))


def look(page: Page, address: str, spoil: str = "") -> dict[str, Image.Image]:
    """Return how the page at an address looks on each screen; `spoil` is a script that runs before."""
    found = {}
    for name, (width, pixels) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if not found:
            page.goto(address)
        elif page.locator("[data-contents]").count():
            page.reload()  # whether they lie open is decided when a page opens
        if spoil:
            page.evaluate(spoil)
        picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("L")
        found[name] = picture.resize((width // pixels, HEIGHT // pixels), Image.Resampling.BOX)
    return found


def keep(kind: str, pictures: dict[str, Image.Image]) -> None:
    """Write the picture of a kind of page."""
    sheet = Image.new("L", (sum(one.width for one in pictures.values()) + _GAP, max(one.height for one in pictures.values())), 255)
    left = 0
    for one in pictures.values():
        sheet.paste(one, (left, 0))
        left += one.width + _GAP
    PICTURES.mkdir(exist_ok=True)
    sheet.save(file_of(kind), "WEBP", quality=_QUALITY, method=6)


def kept(kind: str) -> dict[str, Image.Image]:
    """Return the pictures of a kind of page that are kept."""
    sheet, found, left = Image.open(file_of(kind)).convert("L"), {}, 0
    for name, (width, pixels) in SCREENS.items():
        found[name] = sheet.crop((left, 0, left + width // pixels, HEIGHT // pixels))
        left += width // pixels + _GAP
    return found


def differences(before: Image.Image, now: Image.Image) -> list[tuple[int, int, float]]:
    """Return the places that look otherwise, where there are more than a few: row and column of each in the picture, and the share of it that differs."""
    old, new = _ink(before), np.pad(_ink(now), ((_DRIFT, _DRIFT), (0, 0)), mode="edge")
    found, drift = [], 0
    for row in range(0, old.shape[0] - _BAND + 1, _BAND):
        steps = [step for step in sorted(range(drift - _STEP, drift + _STEP + 1), key=lambda step: abs(step - drift)) if abs(step) <= _DRIFT]
        apart = {step: np.abs(old[row : row + _BAND] - new[row + _DRIFT + step :][:_BAND]) for step in steps}
        drift = min(steps, key=lambda step: apart[step].mean() + abs(step - drift) * 0.2)
        for column in range(0, old.shape[1], _BLOCK):
            share = float(np.mean(apart[drift][:, column : column + _BLOCK] > _FAR))
            if share > _MOST:
                found.append((row, column, round(share, 2)))
    return found if len(found) > _BLOCKS else []


def _ink(picture: Image.Image) -> np.ndarray:
    """Return how dark each place is, blurred so that letters are grey lines."""
    dark = 255 - np.asarray(picture, dtype=np.float32)
    for axis, width in ((1, 7), (0, 3)):
        dark = sum(np.roll(dark, step, axis) for step in range(-(width // 2), width // 2 + 1)) / width
    return dark


def main() -> int:
    """Take all pictures anew; remove those of kinds that are no more."""
    with tempfile.TemporaryDirectory() as base, chromium() as browser:
        sites, page = Sites(Path(base)), tab(browser)
        for old in PICTURES.glob("*"):
            if old not in {file_of(kind) for kind in KINDS}:
                old.unlink()
        for kind in KINDS:
            keep(kind, look(page, sites.address(kind)))
        TREES.mkdir(exist_ok=True)
        for kind in READ:
            tree_of(kind).write_text(tree(browser, sites.address(kind)), encoding="utf-8")
    print(f"{len(KINDS)} pictures, {sum(one.stat().st_size for one in PICTURES.glob('*')):,} bytes: {PICTURES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
