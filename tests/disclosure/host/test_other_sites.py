"""Sites with a theme, templates, plugins and settings of their own: they work, or say in Chinese what they lack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.project import ROOT, item

OWN = f"import os, sys\nBASE = os.path.dirname(os.path.abspath(__file__))\nsys.path.insert(0, {str(ROOT / 'plugins')!r})\nfrom disclosure.host.pelican_settings import *\n"
NAMED = 'SITENAME = "某县"\nPATH = "content"\nOUTPUT_PATH = "output"\nCACHE_PATH = "cache"\n'
WRITES = """
import os
from pelican import signals

class Second:
    def __init__(self, *arguments, **more):
        self.path = more["output_path"]

    def generate_output(self, writer):
        place = os.path.join(self.path, "{path}")
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w") as file:
            file.write("theirs")

def late(pelican):
    Second(output_path=pelican.output_path).generate_output(None)

def register():
    signals.{signal}.connect({receiver})
"""


def site(base: Path, *lines: str, last: str = "") -> Path:
    """Write a site into a folder; return its configuration."""
    (base / "content/items").mkdir(parents=True)
    (base / "content/items/a.md").write_text(item(Title="某县的一条"), encoding="utf-8")
    conf = base / "pelicanconf.py"
    conf.write_text(OWN + NAMED + "\n".join(lines) + f"\n{last}\n", encoding="utf-8")
    return conf


def pelican(conf: Path, cwd: Path) -> subprocess.CompletedProcess:
    """Run plain Pelican from some folder, with nothing set up for it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"COLUMNS": "500"}
    return subprocess.run([sys.executable, "-m", "pelican", "-s", str(conf)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("written", ["THEME_TEMPLATES_OVERRIDES = ['mine']", "THEME_TEMPLATES_OVERRIDES = [os.path.join(BASE, 'mine')]"])
def test_templates_of_ones_own_are_found_wherever_pelican_is_started(tmp_path: Path, written: str) -> None:
    conf = site(tmp_path / "there", written)
    (tmp_path / "there/mine").mkdir()
    text = (ROOT / "theme/templates/item.html").read_text(encoding="utf-8")
    (tmp_path / "there/mine/item.html").write_text(text.replace("{% block main %}", "{% block main %}<p>本县自己的模板</p>"), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = pelican(conf, elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "本县自己的模板" in (tmp_path / "there/output/items/2014/014500858-2014-00001.html").read_text(encoding="utf-8")
    assert list(elsewhere.iterdir()) == []


BROKEN = {
    'THEME = "nowhere"': "设置 THEME 写的“", "THEME = 3": "设置 THEME 写的 '3' 不对", 'THEME_TEMPLATES_OVERRIDES = ["nowhere"]': "设置 THEME_TEMPLATES_OVERRIDES 写的“",
    "LOCALE = 3": "设置 LOCALE 写的 '3' 不对", "DEFAULT_LANG = None": "设置 DEFAULT_LANG", "SITEURL = 3": "设置 SITEURL 写的 '3' 不对", "CACHE_PATH = 3": "设置 CACHE_PATH",
    'JINJA_ENVIRONMENT = "x"': "设置 JINJA_ENVIRONMENT", 'JINJA_ENVIRONMENT = {"nonsense": 1}': "设置 JINJA_ENVIRONMENT 的内容用不了", 'MARKDOWN = "x"': "设置 MARKDOWN",
    "1 / 0": "pelicanconf.py:9: 配置读不下去（ZeroDivisionError", 'TIMEZONE = "Nowhere"': "不是时区", 'DISCLOSURE_SERCH = True': "不认识设置 DISCLOSURE_SERCH",
}


@pytest.mark.parametrize("last", ["", "from disclosure.host.configuration import check\ncheck(globals())"], ids=["unchecked", "checked"])
@pytest.mark.parametrize("broken", BROKEN)
def test_broken_settings_are_told_in_chinese_without_a_traceback(tmp_path: Path, broken: str, last: str) -> None:
    done = pelican(site(tmp_path / "there", broken, last=last), tmp_path)
    said = "".join((done.stdout + done.stderr).split())
    assert done.returncode == 1 and "".join(BROKEN[broken].split()) in said
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "there/output").exists() or not any((tmp_path / "there/output").rglob("*.html"))


@pytest.mark.parametrize(("signal", "receiver"), [("get_generators", "lambda pelican: Second"), ("finalized", "late")])
@pytest.mark.parametrize("path", ["sitemap.xml", "data/index.html"])
@pytest.mark.parametrize("order", ['["disclosure", "second"]', '["second", "disclosure"]'])
def test_a_file_that_another_plugin_writes_too_is_told_by_name_and_plugin(tmp_path: Path, signal: str, receiver: str, path: str, order: str) -> None:
    there = tmp_path / "there"
    conf = site(there, 'SITEURL = "https://example.com"', f"PLUGINS = {order}", "PLUGIN_PATHS = [*PLUGIN_PATHS, os.path.join(BASE, 'more')]", "DISCLOSURE_STRICT = True")
    (there / "more").mkdir()
    receiver = receiver.replace("lambda pelican: Second", "give")
    code = WRITES.format(path=path, signal=signal, receiver=receiver) + "\n\ndef give(pelican):\n    return Second\n"
    (there / "more/second.py").write_text(code, encoding="utf-8")
    for _ in range(2):  # a cold build, and one that finds what the last one left
        done = pelican(conf, tmp_path)
        assert f"“{path}”写了两次：网站写了一次，插件“second”又写了一次；网站自己会写这个文件" in done.stdout
        assert done.returncode == 1


def test_a_plugin_that_writes_files_of_its_own_is_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "there"
    conf = site(there, "PLUGINS = ['disclosure', 'second']", "PLUGIN_PATHS = [*PLUGIN_PATHS, os.path.join(BASE, 'more')]")
    (there / "more").mkdir()
    (there / "more/second.py").write_text(WRITES.format(path="theirs/own.txt", signal="finalized", receiver="late"), encoding="utf-8")
    for _ in range(2):
        done = pelican(conf, tmp_path)
        assert done.returncode == 0 and "写了两次" not in done.stdout, done.stdout + done.stderr
        assert (there / "output/theirs/own.txt").read_text() == "theirs"
