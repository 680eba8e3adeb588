"""The desk of a temporary content folder, in a real browser: clicks are counted, and no request may leave the machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from disclosure.desk import program
from disclosure.desk.backend import Backend
from disclosure.desk.server import ADDRESS, serve
from disclosure.model.settings import add_defaults
from pelican.settings import read_settings
from playwright.sync_api import Browser, Locator, Page, expect

from .project import ROOT


def settings_for(content: Path, conf: Path = ROOT / "pelicanconf.py") -> dict:
    """Return the settings with which a desk of a content folder works."""
    settings = read_settings(str(conf), override={"PATH": str(content)})
    add_defaults(settings)
    return settings


@contextmanager
def served(content: Path, conf: Path = ROOT / "pelicanconf.py") -> Iterator[str]:
    """Serve a desk; yield its address."""
    assert program.prepare()
    server = serve(Backend(content, settings_for(content, conf)), 18200)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{ADDRESS}:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class Desk:
    """A desk in a browser, and how often somebody clicked on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.clicks = 0

    def click(self, target: Locator) -> None:
        """Click, and count it."""
        target.click()
        self.clicks += 1

    def open(self) -> None:
        """Open the list of drafts."""
        self.page.goto("about:blank")  # so that the lists are drawn anew
        self.page.goto(self.address)
        expect(self.page.get_by_text("草稿（还没有公开）").first).to_be_visible()

    def begin(self) -> None:
        """Begin a new item."""
        self.click(self.page.locator('a[href="#/collections/drafts/new"]'))

    def open_item(self, shelf: str, title: str) -> None:
        """Open an item of a list."""
        self.click(self.page.get_by_role("link", name=shelf, exact=True))
        self.click(self.page.locator("main, #nc-root").get_by_text(re.compile(re.escape(title))).first)
        expect(self.field("名称")).to_have_value(title)

    def field(self, label: str) -> Locator:
        """Return the control with a label."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}( |$)")).first

    def write(self, label: str, text: str) -> None:
        """Click into a field and write."""
        self.click(self.field(label))
        self.field(label).fill(text)

    def choose(self, label: str, value: str) -> None:
        """Open a list of choices, and take one."""
        self.click(self.field(label))
        self.click(self.page.get_by_role("option", name=value, exact=True))

    def attach(self, name: str, data: bytes) -> None:
        """Upload a file and use it."""
        adding = self.page.get_by_role("button", name=re.compile("^(再)?添加附件$"))
        self.click(adding)
        with self.page.expect_file_chooser() as chosen:
            self.click(self.page.locator("label", has_text="上传文件").first)
        chosen.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
        expect(self.page.get_by_text(name.lower().replace(" ", "-")).first).to_be_visible()
        self.click(self.page.get_by_role("button", name="用选中的附件"))

    def press_save(self) -> None:
        """Save, whatever comes of it."""
        self.click(self.page.get_by_role("button", name="保存", exact=True))
        self.click(self.page.get_by_text("保存这一条"))

    def save(self) -> None:
        """Save, and wait until it is done."""
        self.press_save()
        expect(self.page.get_by_text("修改已保存")).to_be_visible()


@contextmanager
def at_desk(browser: Browser, address: str, **options: object) -> Iterator[Desk]:
    """Open a desk in a window of its own; fail where it asks for anything that is not on this machine, or a script breaks."""
    context = browser.new_context(locale="zh-CN", **({"viewport": {"width": 1500, "height": 1000}} | options))
    page = context.new_page()
    page.set_default_timeout(20_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"blocked: {message.text}") if "Content Security Policy" in message.text else None)
    desk = Desk(page, address)
    desk.open()
    yield desk
    own = urlsplit(address).netloc
    assert [url for url in asked if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:", "about:"))] == []
    context.close()
