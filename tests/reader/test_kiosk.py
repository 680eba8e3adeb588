"""The kiosk profiles say what browsers take: a Chromium that was given another form of path blocked the site itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.kit import browsers
from tests.kit.firefox import Firefox, firefox
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


LATER = "const now = Date.now; window.Date.now = () => now() + 200000"
"""Lets the time of a page go on by more than its idle seconds."""


def arrived(window: Firefox, part: str) -> None:
    """Wait until a page whose address has a part is there."""
    window.wait("location.href.includes(arguments[0]) && document.readyState === 'complete'", part)


def test_firefox_counts_as_a_shared_terminal_on_each_page_that_is_reached(own: Path) -> None:
    """Each file has a storage of its own there, each folder a session of its own."""
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    with firefox() as window:
        window.driver.navigate((own / "index.html").as_uri() + "#kiosk")
        window.run("document.querySelector('input[name=q]').value = '公共租赁住房申请指南'; document.querySelector('form[role=search]').requestSubmit()")
        arrived(window, "search.html?")
        window.wait("document.querySelector('[data-index] a')")
        window.wait("document.documentElement.hasAttribute('data-kiosk') && !location.hash")  # the script comes after the results
        window.run("document.querySelector('[data-index] a').click()")
        arrived(window, "items/2014/")
        window.wait("document.querySelector('.rr-back')")
        assert window.run("const link = document.querySelector('.rr-back'); link.click(); return link.textContent") == "← 返回上一页"
        arrived(window, "search.html?")
        window.run("history.forward()")
        arrived(window, "items/2014/")
        window.run("document.querySelector('a[href$=\"request.html\"]').click()")
        arrived(window, "request.html")
        window.run("const link = document.createElement('a'); link.href = 'help.html#main'; document.body.append(link); link.click()")
        arrived(window, "help.html")
        window.wait("location.hash === '#main' && document.documentElement.hasAttribute('data-kiosk')")
        window.run(LATER)
        arrived(window, "index.html")


def test_firefox_carries_nothing_where_it_is_no_shared_terminal(own: Path) -> None:
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    with firefox() as window:
        window.driver.navigate((own / "index.html").as_uri())
        window.run("document.querySelector('a[href$=\"request.html\"]').click()")
        arrived(window, "request.html")
        assert window.run("return [location.hash, document.documentElement.hasAttribute('data-kiosk'), document.querySelectorAll('.rr-back').length]") == ["", False, 0]
