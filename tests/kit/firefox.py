"""Firefox with the same rules for ``file://`` as a reader's, driven by its built-in protocol Marionette.

Tools that drive Firefox by WebDriver BiDi set `security.fileuri.strict_origin_policy` to false
without telling. Pages may then read files that a reader's browser would refuse to them.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from marionette_driver.marionette import Marionette
from marionette_driver.wait import Wait

from .browsers import find_firefox

PREFERENCES = {
    "security.fileuri.strict_origin_policy": True,
    "remote.prefs.recommended": False,
    "privacy.reduceTimerPrecision": False,  # so that times can be measured
}

WATCH = """
  window.watched = [];
  Services.obs.addObserver(subject => {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    if (channel.loadInfo.browsingContextID) { watched.push(channel.URI.spec); }
  }, "http-on-modify-request");
"""
COMPLAINTS = """
  const found = Services.console.getMessageArray().filter(message =>
    message instanceof Ci.nsIScriptError && /^(file|http):/.test(message.sourceName));
  Services.console.reset();
  return found.map(message => message.category + ": " + message.errorMessage);
"""
SAID = """
  const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage), found = storage.getEvents();
  storage.clearEvents();
  return found.map(event => event.level + ": " + event.arguments.join(" "));
"""


class Firefox:
    """One window of Firefox: its page, its console, and its requests to the network."""

    def __init__(self, driver: Marionette) -> None:
        self.driver = driver
        with driver.using_context("chrome"):
            driver.execute_script(WATCH, sandbox=None)

    @property
    def version(self) -> str:
        """The version of this Firefox."""
        return self.driver.session_capabilities["browserVersion"]

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page; return what it returns."""
        return self.driver.execute_script(script, list(arguments), sandbox=None)

    def wait(self, condition: str, *arguments: Any, seconds: float = 15) -> Any:
        """Wait until an expression is true in the page; return it."""
        return Wait(self.driver, timeout=seconds, interval=0.02).until(lambda _: self.run(f"return {condition}", *arguments), message=condition)

    def said(self) -> list[str]:
        """Return what pages wrote to the console since the last call, and Firefox's errors and warnings about them."""
        said = self.driver.execute_script(SAID, sandbox="system")
        with self.driver.using_context("chrome"):
            complaints = self.driver.execute_script(COMPLAINTS, sandbox="system")
        return said + [line for line in complaints if not _is_broken_off(line)]

    def asked(self) -> list[str]:
        """Return the addresses on the network that pages have requested since the last call."""
        with self.driver.using_context("chrome"):
            return self.driver.execute_script("return window.watched.splice(0)", sandbox=None)


def _is_broken_off(line: str) -> bool:
    """Return whether a page was left while a script of it was still on its way: Firefox calls that a failure, though the file is there."""
    found = re.search("Loading failed for the <script> with source “file://(.+)”", line)
    return found is not None and Path(unquote(found[1])).is_file()


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Run a Firefox without a screen, in a profile of its own.

    Its log is a file of its own. The driver removes the file that it is given as a log, if it may: of root, it removes the null device.
    """
    with tempfile.TemporaryDirectory() as logs:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the driver leaves sockets open while it tries to connect
            driver = Marionette(app="fxdesktop", port=0, bin=find_firefox(), headless=True, prefs=PREFERENCES, gecko_log=logs)
        try:
            driver.start_session()
            yield Firefox(driver)
        finally:
            used = driver.instance.profile
            driver.cleanup()
            for profile in (used, driver.instance.profile):  # cleanup() removes one profile and makes another
                profile.cleanup()
                profile.restore = False  # else it would clean up once more, too late, when Python ends
