"""What a configuration asks for and does not get is told, with file and line: templates, blocks, plugins, settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from disclosure.host import own_templates
from disclosure.host.pelican_settings import JINJA_ENVIRONMENT

from tests.disclosure.host.test_other_sites import pelican, site
from tests.kit.project import ROOT

CHECKED = "from disclosure.host.configuration import check\ncheck(globals())"
FIRST = 9
"""The line on which a setting stands that `site` is given."""

TEMPLATES = {
    "misspelt": ({"itme.html": "x"}, "mine/itme.html: 没有网页会用模板“itme.html”，它不起作用；是不是“item.html”？"),
    "in a folder too deep": ({"templates/item.html": "x"}, "没有网页会用模板“templates/item.html”，它不起作用；是不是“item.html”？"),
    "with a second ending": ({"item.html.txt": "x"}, "没有网页会用模板“item.html.txt”"),
    "in capitals": ({"ITEM.HTML": "x"}, "没有网页会用模板“ITEM.HTML”，它不起作用；是不是“item.html”？"),
    "macro misspelt": ({"macros/list.htm": "x"}, "没有网页会用模板“macros/list.htm”"),
    "far from all": ({"qq.html": "x"}, "没有网页会用模板“qq.html”，它不起作用；改成软件的"),
    "block misspelt": ({"item.html": "{% extends '!theme/item.html' %}\n\n{% block mian %}x{% endblock %}"}, "mine/item.html:3: 底下的模板“!theme/item.html”没有 block“mian”，里面写的不会显示；是不是“main”？"),
    "block below is gone": ({"base.html": "<html>{% block other %}{% endblock %}</html>"}, "没有 block“main”，里面写的不会显示"),
    "words outside": ({"item.html": "{% extends '!theme/item.html' %}\n\n<p>本县</p>\n{% block main %}x{% endblock %}"}, "mine/item.html:3: 写在 block 外面的不会显示；移到一个 block 里面"),
    "unknown base": ({"item.html": "{% extends 'bsae.html' %}"}, "mine/item.html:1: 没有模板“bsae.html”；是不是“base.html”？"),
    "unknown base of the theme": ({"item.html": "{% extends '!theme/itme.html' %}"}, "mine/item.html:1: 没有模板“!theme/itme.html”；是不是“!theme/item.html”？"),
    "itself": ({"item.html": "{% extends 'item.html' %}"}, '写成 {% extends "!theme/item.html" %}'),
    "unclosed": ({"item.html": "a\n{% block main %}"}, "mine/item.html:2: 模板的写法不对"),
    "GBK": ({"item.html": "{% extends '!theme/item.html' %}{% block main %}县{% endblock %}".encode("gb18030")}, "mine/item.html: 模板不是 UTF-8 编码；另存为 UTF-8"),
}
RIGHT = {
    "whole": {"item.html": "<p>x</p>"},
    "one block": {"item.html": "{% extends '!theme/item.html' %}{# 说明 #}\n{% set a = 1 %}\n{% block main %}{{ super() }}{% block ours %}x{% endblock %}{% endblock %}"},
    "with a part of its own": {"item.html": "{% extends '!theme/item.html' %}{% block main %}{% include 'parts/foot.html' %}{% endblock %}", "parts/foot.html": "x"},
    "optional part": {"item.html": "{% extends '!theme/item.html' %}{% block main %}{% include 'perhaps.html' ignore missing %}{% endblock %}"},
    "no template": {"README.md": "x", ".item.html.swp": "x"},
    "new blocks": {"base.html": (ROOT / "theme/templates/base.html").read_text(encoding="utf-8") + "{% block ours %}{% endblock %}", "item.html": "{% extends 'base.html' %}{% block ours %}x{% endblock %}"},
}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def faults(folder: Path, pages: list[str] | None = None) -> list[str]:
    return own_templates.template_faults(str(ROOT / "theme"), [str(folder)], JINJA_ENVIRONMENT, pages or [])


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_no_page_shows_of_a_template_is_told(tmp_path: Path, name: str) -> None:
    files, said = TEMPLATES[name]
    write(tmp_path / "mine", files)
    assert any(said in fault for fault in faults(tmp_path / "mine")), faults(tmp_path / "mine")


@pytest.mark.parametrize("name", RIGHT)
def test_templates_that_are_right_are_not_told(tmp_path: Path, name: str) -> None:
    write(tmp_path / "mine", RIGHT[name])
    assert faults(tmp_path / "mine") == []


def test_a_template_that_a_page_names_is_used(tmp_path: Path) -> None:
    write(tmp_path, {"mine/landing.html": "x", "pages/a.md": "Title: 页\nTemplate: landing\n\n正文\n"})
    assert faults(tmp_path / "mine", [str(tmp_path / "pages")]) == []
    assert len(faults(tmp_path / "mine")) == 1


def test_the_softwares_own_templates_say_nothing_that_no_page_shows() -> None:
    assert [*own_templates.Templates(str(ROOT / "theme/templates"), [], JINJA_ENVIRONMENT).unshown()] == []


@pytest.mark.parametrize(("plugin", "said", "last"), [
    ("sitmap", "设置 PLUGINS 写的插件“sitmap”找不到；", CHECKED), ("disclosrue", "是不是“disclosure”？", CHECKED), ("disclosrue", "是不是“disclosure”？", ""),
    ("no.such", "设置 PLUGINS 写的插件“no.such”找不到", ""),
])
def test_a_plugin_that_is_not_there_is_told_in_chinese_at_its_line(tmp_path: Path, plugin: str, said: str, last: str) -> None:
    done = pelican(site(tmp_path / "there", f'PLUGINS = ["disclosure",\n "{plugin}"]', last=last), tmp_path)
    text = done.stdout + done.stderr
    assert done.returncode == 1 and said in text and f"there/pelicanconf.py:{FIRST + 1}: " in text and f"在 PLUGINS 里删去“{plugin}”" in text, text
    assert "Cannot load" not in text and "Traceback" not in text


@pytest.mark.parametrize(("code", "said"), [
    ("import nowhere_to_be_had", "要用 Python 的软件包“nowhere_to_be_had”，这里没有装；装上"), ("from os import no_such_name", "读不进来（cannot import name"),
])
def test_a_plugin_that_cannot_be_read_is_told_in_chinese(tmp_path: Path, code: str, said: str) -> None:
    conf = site(tmp_path / "there", "PLUGINS = ['disclosure', 'second']", "PLUGIN_PATHS = [*PLUGIN_PATHS, os.path.join(BASE, 'more')]")
    write(tmp_path / "there/more", {"second.py": f"{code}\ndef register(): pass\n"})
    done = pelican(conf, tmp_path)
    text = done.stdout + done.stderr
    assert done.returncode == 1 and said in text and f"there/pelicanconf.py:{FIRST}: " in text and "Cannot load" not in text, text


def test_a_configuration_without_this_plugin_is_told(tmp_path: Path) -> None:
    done = pelican(site(tmp_path / "there", "PLUGINS = []", last=CHECKED), tmp_path)
    assert f"there/pelicanconf.py:{FIRST}: 设置 PLUGINS 里没有“disclosure”" in done.stdout + done.stderr and done.returncode == 1


PLACES = {
    'DISCLOSURE_SERCH = True': f"pelicanconf.py:{FIRST}: 不认识设置 DISCLOSURE_SERCH",
    'A = 1\nif A:\n    TIMEZONE = "Nowhere"': f"pelicanconf.py:{FIRST + 2}: 设置 TIMEZONE",
    'DISCLOSURE_SITE = {\n    "district": "某县",\n    "hots": "某办"}': f"pelicanconf.py:{FIRST + 2}: 设置 DISCLOSURE_SITE 里不认识“hots”",
    'DISCLOSURE_SITE = {}\nDISCLOSURE_SITE["hots"] = "某办"': f"pelicanconf.py:{FIRST + 1}: 设置 DISCLOSURE_SITE 里不认识“hots”",
    'SITEURL = ""\nSITEURL = 3': f"pelicanconf.py:{FIRST + 1}: 设置 SITEURL",
    'from beside import *\nSITEURL = ""': "beside.py:2: 设置 DISCLOSURE_KEYBOARD",
    'from beside import DISCLOSURE_KEYBOARD': "beside.py:2: 设置 DISCLOSURE_KEYBOARD",
    'globals()["DISCLOSURE_STRICT"] = 3': "pelicanconf.py: 设置 DISCLOSURE_STRICT",
    'THEME_TEMPLATES_OVERRIDES = [\n os.path.join(BASE, "no")]': f"pelicanconf.py:{FIRST}: 设置 THEME_TEMPLATES_OVERRIDES",
}


WAYS = [*((lines, "checked") for lines in PLACES), *((lines, how) for lines in [*PLACES][:1] + [*PLACES][-4:-2] for how in ("unchecked", "publishconf", "make"))]


@pytest.mark.parametrize(("lines", "how"), WAYS)
def test_a_fault_of_a_setting_names_file_and_line(tmp_path: Path, lines: str, how: str) -> None:
    there = tmp_path / "there"
    conf = site(there, lines, last=CHECKED if how == "checked" else "")
    conf.write_text(f"import sys\nsys.path.insert(0, {str(there)!r})\n".replace("import sys\n", "import sys; ").replace("\n", "; ") + conf.read_text(encoding="utf-8"), encoding="utf-8")
    (there / "beside.py").write_text("#\nDISCLOSURE_KEYBOARD = 3\n", encoding="utf-8")
    if how == "publishconf":
        (there / "publishconf.py").write_text(f"import sys\nsys.path.insert(0, {str(there)!r})\nfrom pelicanconf import *\nDISCLOSURE_INTERPRET_AFTER = 1\n", encoding="utf-8")
        conf = there / "publishconf.py"
    if how == "make":
        environment = os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "CONFFILE": str(conf)}
        done = subprocess.run([sys.executable, "-m", "disclosure.commands.preflight", "CONFFILE"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    else:
        done = pelican(conf, tmp_path)
    text = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in text, text
    said = PLACES[lines].replace("pelicanconf.py: ", "publishconf.py: ") if how == "publishconf" else PLACES[lines]
    assert f"there/{said}" in text, text


def test_a_fault_of_the_command_line_names_no_file(tmp_path: Path) -> None:
    conf = site(tmp_path / "there", "DISCLOSURE_IDLE_SECONDS = 5")
    done = subprocess.run([sys.executable, "-m", "pelican", "-s", str(conf), "-e", "DISCLOSURE_IDLE_SECONDS=-1"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "\n设置 DISCLOSURE_IDLE_SECONDS 写的" in "\n" + done.stdout, done.stdout + done.stderr
