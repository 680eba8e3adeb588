"""The markup: an HTML validator finds nothing.

All rules of html-validate's recommended and standard presets hold but two. `long-title`: a page is called
what its document is called, and official documents have long names. `tel-non-breaking`: numbers keep their
hyphens, so that they are found and copied as people write them; the stylesheet keeps them on one line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.project import ROOT
from tests.kit.sites import KINDS, Sites, every_kind

pytestmark = pytest.mark.xdist_group("pages")

TESTS = ROOT / "tests"


def validate(base: Path, *pages: Path) -> dict[str, list[str]]:
    """Run html-validate once over all pages; return what it says, by file.

    Its answer goes through a file, since node may end before a pipe is empty.
    """
    node = Path(sys.executable).parent / "node"
    tool = TESTS / "node_modules/html-validate/bin/html-validate.mjs"
    command = [node, tool, "--config", TESTS / "reader/htmlvalidate.json", "--formatter", "json", *pages]
    with open(base / "validated.json", "w+", encoding="utf-8") as answer:
        done = subprocess.run(command, cwd=TESTS, stdout=answer, stderr=subprocess.PIPE, text=True, check=False)
        answer.seek(0)
        text = answer.read()
    assert text, done.stderr
    return {
        entry["filePath"]: [f"{m['ruleId']} {m['line']}:{m['column']} {m['message']}" for m in entry["messages"]]
        for entry in json.loads(text)
    }


@pytest.fixture(scope="module")
def messages(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the validator says of one page of every kind."""
    pages = {kind: sites.page(kind) for kind in KINDS}
    said = validate(tmp_path_factory.mktemp("validated"), *pages.values())
    return {kind: said.get(str(page), []) for kind, page in pages.items()}


@every_kind
def test_the_validator_finds_nothing(messages: dict[str, list[str]], kind: str) -> None:
    assert messages[kind] == []


def test_the_validator_would_notice_a_fault(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html>\n<html lang=\"zh\"><head><title>x</title></head><body><p><div></div></p></body></html>")
    assert any("element-permitted-content" in message or "close-order" in message for message in validate(tmp_path, page)[str(page)])
