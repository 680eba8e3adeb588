"""The kiosk profiles say what browsers take: a Chromium that was given another form of path blocked the site itself."""

from __future__ import annotations

import json
import re

from tests.kit.project import ROOT

KIOSK = ROOT / "theme/static/kiosk"
SCRIPTS = ROOT / "plugins/release/scripts"
PLACE = "file:///srv/reading-room/"


def places() -> list[str]:
    """Return the folders into which the installers of a stick install by themselves, as addresses."""
    linux = re.search(r"^root=(/\S+)$", (SCRIPTS / "install.sh").read_text(encoding="utf-8"), re.MULTILINE)[1]
    windows = re.search(r'set "root=%SystemDrive%(\\[^"]+)"', (SCRIPTS / "install.cmd").read_text(encoding="utf-8"))[1].replace("\\", "/")
    return [f"file://{linux}/", f"file:///C:{windows}/"]


def test_chromium_blocks_everything_but_the_folder_of_the_site() -> None:
    """A path in Chromium's lists is the beginning of an address; an asterisk in one stands for itself."""
    policy = json.loads((KIOSK / "chromium/reading-room.json").read_text(encoding="utf-8"))
    assert policy["URLBlocklist"] == ["*"] and policy["URLAllowlist"] == places()


def test_firefox_blocks_everything_but_the_folder_of_the_site() -> None:
    """Firefox takes match patterns, which end in an asterisk."""
    policy = json.loads((KIOSK / "firefox/policies.json").read_text(encoding="utf-8"))["policies"]
    assert policy["WebsiteFilter"] == {"Block": ["<all_urls>"], "Exceptions": [f"{place}*" for place in places()]}


def test_the_profiles_open_what_a_stick_installs() -> None:
    assert places() == [PLACE, "file:///C:/reading-room/"]


def test_both_begin_at_the_home_page_of_the_current_release_as_a_shared_terminal() -> None:
    start = f"{PLACE}current/index.html#kiosk"
    assert json.loads((KIOSK / "firefox/policies.json").read_text(encoding="utf-8"))["policies"]["Homepage"]["URL"] == start
    for script in KIOSK.rglob("*.sh"):
        assert re.search(r"^start=\$\{1:-(.+)\}$", script.read_text(encoding="utf-8"), re.MULTILINE)[1] == start
