"""The kiosk profiles say what browsers take: a Chromium that was given another form of path blocked the site itself."""

from __future__ import annotations

import json
import re

from tests.kit.project import ROOT

KIOSK = ROOT / "theme/static/kiosk"
PLACE = "file:///srv/reading-room/"


def test_chromium_blocks_everything_but_the_folder_of_the_site() -> None:
    """A path in Chromium's lists is the beginning of an address; an asterisk in one stands for itself."""
    policy = json.loads((KIOSK / "chromium/reading-room.json").read_text(encoding="utf-8"))
    assert policy["URLBlocklist"] == ["*"] and policy["URLAllowlist"] == [PLACE]


def test_firefox_blocks_everything_but_the_folder_of_the_site() -> None:
    """Firefox takes match patterns, which end in an asterisk."""
    policy = json.loads((KIOSK / "firefox/policies.json").read_text(encoding="utf-8"))["policies"]
    assert policy["WebsiteFilter"] == {"Block": ["<all_urls>"], "Exceptions": [f"{PLACE}*"]}


def test_both_begin_at_the_home_page_of_the_current_release_as_a_shared_terminal() -> None:
    start = f"{PLACE}current/index.html#kiosk"
    assert json.loads((KIOSK / "firefox/policies.json").read_text(encoding="utf-8"))["policies"]["Homepage"]["URL"] == start
    for script in KIOSK.rglob("*.sh"):
        assert re.search(r"^start=\$\{1:-(.+)\}$", script.read_text(encoding="utf-8"), re.MULTILINE)[1] == start
