"""Scripts and stylesheets of a theme that a page loads as one file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from disclosure.model.taxonomy import InvalidSettings
from disclosure.site_build.joined_files import depends_on, joined_files

NODE = Path(sys.executable).parent / "node"
FIRST = "/* says one */\nconst said = ['one'];\n"
SECOND = "// no semicolon before this\n(function () { said.push(`two  ${said.length} /* no comment */`); }())\n"
LIST = '"js/both.js" = ["a/first.js", "second.js"]\n'


def settings(theme: Path, listed: str | bytes = LIST) -> dict[str, str]:
    """Write a theme with two scripts and a list; return the settings that name it."""
    (theme / "scripts/a").mkdir(parents=True, exist_ok=True)
    (theme / "scripts/a/first.js").write_text(FIRST, encoding="utf-8")
    (theme / "scripts/second.js").write_text(SECOND, encoding="utf-8")
    (theme / "scripts/joined.toml").write_bytes(listed if isinstance(listed, bytes) else listed.encode())
    return {"THEME": str(theme), "THEME_STATIC_DIR": "theme"}


def faults(tmp_path: Path, listed: str | bytes) -> list[str]:
    """Return what is said of a list."""
    with pytest.raises(InvalidSettings) as raised:
        joined_files(settings(tmp_path, listed))
    return raised.value.faults


def test_the_files_run_in_their_order_and_have_no_comments(tmp_path: Path) -> None:
    found = joined_files(settings(tmp_path))
    assert found.keys() == {"theme/js/both.js"}
    [text] = found.values()
    assert "says one" not in text and "no semicolon" not in text
    run = subprocess.run([NODE, "-e", text + "console.log(said.join())"], capture_output=True, text=True, check=True)
    assert run.stdout == "one,two  1 /* no comment */\n"


def test_a_theme_without_a_list_has_no_joined_files(tmp_path: Path) -> None:
    assert joined_files({"THEME": str(tmp_path), "THEME_STATIC_DIR": "theme"}) == {}


def test_every_file_that_is_not_there_is_named_with_its_script(tmp_path: Path) -> None:
    said = faults(tmp_path, '"js/x.js" = ["a/first.js", "b.js"]\n"js/y.js" = ["c.js"]\n')
    assert len(said) == 2
    assert "js/x.js 要用的 b.js 不在" in said[0] and "js/y.js 要用的 c.js 不在" in said[1]


@pytest.mark.parametrize("listed", ['"js/x.js" = "a/first.js"', '"js/x.js" = [1]', "js/x.js = [", b'"\xff" = []'])
def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, listed: str | bytes) -> None:
    [said] = faults(tmp_path, listed)
    assert said.startswith("主题的 scripts/joined.toml") and "写成" in said


def test_a_changed_file_or_order_makes_the_script_anew(tmp_path: Path) -> None:
    before = depends_on(settings(tmp_path))
    assert depends_on(settings(tmp_path)) == before
    assert depends_on(settings(tmp_path, LIST.replace('"a/first.js", "second.js"', '"second.js", "a/first.js"'))) != before
    given = settings(tmp_path)
    (tmp_path / "scripts/second.js").write_text("said.push('other');", encoding="utf-8")
    assert depends_on(given) != before


def test_comments_alone_change_nothing(tmp_path: Path) -> None:
    before = depends_on(settings(tmp_path))
    (tmp_path / "scripts/a/first.js").write_text("/* other */\n" + FIRST, encoding="utf-8")
    assert depends_on({"THEME": str(tmp_path), "THEME_STATIC_DIR": "theme"}) == before


def test_parts_of_a_stylesheet_stand_in_their_order(tmp_path: Path) -> None:
    given = settings(tmp_path)
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/ink.css").write_text("p { color: black }\n", encoding="utf-8")
    (tmp_path / "styles/blue.css").write_text("p { color: blue }\n", encoding="utf-8")
    (tmp_path / "styles/joined.toml").write_text('"css/all.css" = ["ink.css", "blue.css"]\n', encoding="utf-8")
    assert joined_files(given)["theme/css/all.css"] == "p { color: black }\n\np { color: blue }\n"


@pytest.mark.parametrize(("folder", "name"), [("scripts", "js/both.js"), ("styles", "css/site.css")])
def test_a_file_that_is_both_joined_and_copied_is_told(tmp_path: Path, folder: str, name: str) -> None:
    given = settings(tmp_path, "")
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "joined.toml").write_text(f'"{name}" = []\n', encoding="utf-8")
    assert set(joined_files(given)) == {f"theme/{name}"}
    (tmp_path / "static" / name).parent.mkdir(parents=True)
    (tmp_path / "static" / name).touch()
    with pytest.raises(InvalidSettings, match=f"{folder}/joined.toml 里的 {name}，主题的 static 文件夹里也有"):
        joined_files(given)
