"""The handbook tells the truth: commands, messages, registers, labels, examples and pictures are those of today."""

from __future__ import annotations

import json
import re
import urllib.parse
from pathlib import Path

import pypdfium2
import pytest
from disclosure.content.rules import Rules
from disclosure.desk.form import Shelf, configuration
from disclosure.handbook import pages
from disclosure.model.item import parse_date, parse_review, parse_validity
from disclosure.registers import Registers
from disclosure.registers.schema import schema
from playwright.sync_api import Browser, Route

from tests.kit import editor_server, handbook_pictures
from tests.kit.desks import settings_for
from tests.kit.handbook_pictures import LARGEST, PICTURES, differs, taken
from tests.kit.makefile import TARGETS, variables
from tests.kit.markdown_pages import code, rows
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick
from tests.kit.sayings import is_said

NAMES = pages.names()
LONGEST = 1200
"""Characters of a page: it is read in some minutes."""
A4 = (595, 842)
"""Points."""
every_page = pytest.mark.parametrize("name", NAMES)


def labels() -> set[str]:
    """Return every label that the desk shows: of its form, its lists, and its own words."""
    settings = settings_for(ROOT / "content")
    made = configuration(Rules.of(settings, Registers(str(ROOT / "content"))), [Shelf("drafts", "草稿（还没有公开）", new=True)], "")
    wording = (ROOT / "plugins/disclosure/desk/page/wording.js").read_text(encoding="utf-8")
    return {*re.findall(r'"label(?:_singular)?": "([^"]+)"', json.dumps(made, ensure_ascii=False)), *re.findall(r': "([^"]+)"', wording), "＋ 信息"}


def test_there_are_ten_short_pages_in_order() -> None:
    assert len(NAMES) == 10
    assert [pages.title(name)[0] for name in NAMES] == [*"一二三四五六七八九十"]
    assert {name: len(pages.text(name)) for name in NAMES if len(pages.text(name)) > LONGEST} == {}


@every_page
def test_each_command_is_one_of_make_with_its_variables(name: str) -> None:
    said = pages.text(name)
    assert {*re.findall(r"\bmake ([a-z]+)", said)} <= TARGETS
    assert {*re.findall(r"\b([A-Z]{2,})=", said)} <= variables()


@every_page
def test_each_message_is_one_that_a_program_says(name: str) -> None:
    for message in re.findall(r"^> (.+)$", pages.text(name), re.MULTILINE):
        assert is_said(message), message


def test_a_message_that_no_program_says_is_noticed() -> None:
    assert is_said("公开日期 …… 早于生成日期 ……")
    assert not is_said("公开日期 …… 早于成立日期 ……")
    assert not is_said("没有发布：网站没有生成；请联系管理员")


@every_page
def test_each_label_is_one_that_the_desk_shows(name: str) -> None:
    assert {*re.findall("【([^】]+)】", pages.text(name))} <= labels()


@every_page
def test_each_register_and_file_is_one_that_is_there(name: str) -> None:
    said = pages.text(name)
    for register in re.findall(r"`([a-z_0-9]+)\.csv`", said):
        assert schema(register)["fields"]
    for title, file in [row for row in rows(said) if row[1].endswith(".csv`")]:
        assert schema(file.strip("`").removesuffix(".csv"))["title"] == title
    for place in re.findall(r"`((?:content|release)/[^`]*)`", said):
        assert (ROOT / place).exists() or place.startswith("release/current/"), place


def test_examples_of_values_are_read_as_they_stand() -> None:
    said = "\n".join(map(pages.text, NAMES))
    [review] = {line.strip() for line in re.findall(r"^    (\d{4}-.+)$", said, re.MULTILINE)}
    assert parse_review(review).result == "可以公开"
    for written in re.findall(r"`((?:废止|失效) [^`]+)`", said):
        assert parse_validity(written).ended
    for day in re.findall(r"`(\d{4}-\d\d-\d\d)`", said):
        assert parse_date(day) == day
    assert "INDEX=014500858/2014-00123" in code(said)


def test_each_picture_is_shown_once_and_small() -> None:
    shown = re.findall(r"!\[.+\]\(pictures/(.+)\)", "\n".join(map(pages.text, NAMES)))
    assert sorted(shown) == sorted(path.name for path in PICTURES.iterdir())
    assert {path.name: path.stat().st_size for path in PICTURES.iterdir() if path.stat().st_size > LARGEST} == {}


def test_pictures_show_the_desk_and_the_site_of_today(tmp_path: Path) -> None:
    now = taken(tmp_path)
    assert sorted(now) == sorted(path.stem for path in PICTURES.iterdir())
    told = {name: said for name, picture in now.items() if (said := differs((PICTURES / f"{name}.png").read_bytes(), picture))}
    assert told == {}, "make pictures takes them anew"


def test_a_picture_of_another_state_is_noticed() -> None:
    one, other = ((PICTURES / f"{name}.png").read_bytes() for name in ("desk-draft", "desk-new"))
    assert differs(one, other)
    assert differs(one, one) == ""
    assert handbook_pictures.SIZE["width"] % handbook_pictures._BLOCK == 0


def sheet(browser: Browser, place: str) -> bytes:
    """Return a page of the handbook as it is printed."""
    def answer(route: Route) -> None:
        address = urllib.parse.urlsplit(route.request.url).path
        if address == "/theme/css/site.css":
            route.fulfill(body="".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "theme/styles").glob("*.css"))), content_type="text/css")
        else:
            body, kind = pages.answer(address)
            route.fulfill(body=body, content_type=kind)

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(f"http://127.0.0.1/{pages.ADDRESS.strip('/')}/{place}")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    return printed


def test_each_card_is_one_sheet_of_a4(browser: Browser) -> None:
    printed = pypdfium2.PdfDocument(sheet(browser, pages.CARDS))
    wanted = [title for name in NAMES for title, _ in pages.cards(name)]
    texts = [page.get_textpage().get_text_bounded().replace("\r\n", "").replace(" ", "") for page in printed]
    for title, text in zip(wanted, texts, strict=True):
        assert title.replace(" ", "") in text
    assert {tuple(round(side) for side in page.get_size()) for page in printed} <= {A4, (596, 842), (595, 843)}


@every_page
def test_each_page_has_a_card_of_few_steps_and_no_broken_picture(name: str, browser: Browser) -> None:
    assert pages.cards(name)
    for title, body in pages.cards(name):
        assert 3 <= len(re.findall(r"^\d+\. ", body, re.MULTILINE)) <= 8, title
    assert len(pypdfium2.PdfDocument(sheet(browser, f"{name}.html"))) >= 2


@pytest.mark.parametrize("place", ["../disclosure/__init__.py", "pictures/../01-start.md", "none.html", "pictures/", "..%2f", "01-start.md"])
def test_nothing_but_the_handbook_is_shown(place: str) -> None:
    assert pages.answer(f"{pages.ADDRESS}{place}") is None


def test_the_editors_server_shows_it_to_this_machine_only(project: Quick) -> None:
    project.write({"items/a.md": item()})
    with editor_server.serving(project) as served:
        for place in ("/.handbook", "/.handbook/", "/.handbook/cards.html", f"/.handbook/{NAMES[0]}.html", "/.handbook/handbook.css"):
            assert editor_server.ask(f"{served}{place}")[0] == 200, place
            assert editor_server.ask(f"{served}{place}", host="evil.example")[0] == 403, place
        assert pages.title(NAMES[1]) in editor_server.fetch(f"{served}/.handbook/")
        assert editor_server.ask(f"{served}/.handbook/none.html")[0] == 404
    assert not list(project.output.rglob("*handbook*"))
