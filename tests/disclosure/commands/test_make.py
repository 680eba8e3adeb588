"""What people give to `make` arrives letter for letter or is refused; nothing is touched before that, and no shell reads it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from disclosure.commands import run_pelican

from tests.kit.project import ROOT, item

PARTS = ("Makefile", "pelicanconf.py", "publishconf.py", "requirements.lock", "plugins", "theme")
ODD = "内容 a'b\"c;#&$(id)`ls`$HOME [x]%20?"
TITLE = "关于“x”…`touch pwned`…\"x\" 'y' $HOME $(shell touch pwned) $$(touch pwned) # ; & | \\ % 完"


class Place:
    """A copy of the project in which `make` runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        for name in PARTS:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, folder)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        self.write("content", {"items/a.md": item()})

    def write(self, content: str, files: dict[str, str]) -> None:
        """Write files into a content folder."""
        for path, text in files.items():
            target = self.folder / content / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def make(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        """Run make."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
        return subprocess.run(["make", *words], cwd=self.folder, capture_output=True, text=True, check=False, env=clean | environment)

    def files(self) -> dict[str, bytes]:
        """Return every file, but for those that Python keeps for itself."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*")
            if path.is_file() and not {"__pycache__", ".venv"}.intersection(path.parts) and path.name != ".venv.lock"
        }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A project in a folder with an odd name."""
    return Place(tmp_path_factory.mktemp("make") / ODD)


def test_a_project_in_a_folder_with_an_odd_name_publishes_odd_folders(place: Place) -> None:
    for words in ((), tuple(f"{name}={folder}/{ODD}" for name, folder in (("INPUTDIR", "in"), ("OUTPUTDIR", "out"), ("RELEASEDIR", "rel")))):
        folders = dict(word.split("=", 1) for word in words)
        place.write(folders.get("INPUTDIR", "content"), {"items/a.md": item()})
        done = place.make("publish", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (place.folder / folders.get("RELEASEDIR", "release") / "current/items/2014/014500858-2014-00001.html").is_file()
        assert place.make("verify", *words[2:]).returncode == 0
    assert not (place.folder / "pwned").exists()


def test_a_title_is_written_as_it_is_typed(place: Place) -> None:
    done = place.make("new", f"TITLE={TITLE}", "CATEGORY=法规文件/规范性文件", "AGENCY=区政府`touch pwned`$(touch pwned)办\"公\"室")
    assert done.returncode == 0, done.stderr
    [path] = [path for path in (place.folder / "content").rglob("*.md") if path.name != "a.md"]
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert text.startswith(f"Title: {TITLE}\n") and "Agency: 区政府`touch pwned`$(touch pwned)办\"公\"室\n" in text
    assert not (place.folder / "pwned").exists()


EVIL = "$(shell touch pwned)`touch pwned`$(touch pwned)\";touch pwned;'touch pwned' & touch pwned #"


@pytest.mark.parametrize(("target", "name"), [
    ("html", "OUTPUTDIR"), ("html", "INPUTDIR"), ("html", "CONFFILE"), ("html", "PELICANOPTS"), ("publish", "RELEASEDIR"), ("publish", "PUBLISHCONF"),
    ("publish", "TO"), ("serve", "PORT"), ("devserver", "PORT"), ("report", "YEAR"), ("bundle", "BUNDLEDIR"), ("verify", "TO"), ("status", "RELEASEDIR"),
    ("rollback", "TO"), ("new", "CATEGORY"), ("clean", "PYTHON3"), ("clean", "OUTPUTDIR"),
])
def test_no_value_is_code(place: Place, target: str, name: str) -> None:
    place.make(target, f"{name}={EVIL}", *([] if name in ("PORT", "CATEGORY") or target != "new" else ["TITLE=x"]))
    assert not [path for path in place.folder.rglob("pwned*") if path.name == "pwned"]
    for folder in place.folder.glob("$(shell*"):
        shutil.rmtree(folder)


def test_every_variable_that_people_may_set_is_given_by_the_environment() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    given = next(line for line in text.splitlines() if line.startswith("GIVEN = ")).split()[2:]
    recipes = "\n".join(line for line in text.splitlines() if ": export " not in line)  # what make exports no shell reads
    for name in given:
        assert f"$({name})" not in recipes, name


FOREIGN = {
    "content": "在本软件的 content 里面", "content/items": "在本软件的 content 里面", "./content/items/x/": "在本软件的 content 里面", "in/items/new": "在 INPUTDIR（in） 里面",
    "in": "是同一个地方", "in/..": "是本软件的文件夹", ".": "是本软件的文件夹", "/": "或者包含它", "..": "是本软件的文件夹", "theme/x": "在本软件的 theme 里面", "plugins": "在本软件的 plugins 里面",
    ".git": "在本软件的 .git 里面", ".venv/x": "在本软件的 .venv 里面", "/usr/local/x": "是系统的文件夹", "/dev/x": "是系统的文件夹", "link": "是同一个地方", "link/items/y": "在 INPUTDIR（in） 里面",
    "": "是空的", "-x": "以“-”开头", "a\nb": "看不见的字符", "~/x": "以“~”开头", "Makefile": "就是文件", "Makefile/x": "就是文件", "papers": "里有别的文件",
    ".cache/x": "在 CACHE_PATH", ".cache": "是同一个地方", "in/": "是同一个地方",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A project with content elsewhere and somebody's papers."""
    place = Place(tmp_path_factory.mktemp("guarded") / "project")
    place.write("in", {"items/a.md": item()})
    place.write("papers", {"thesis.doc": "x"})
    (place.folder / "link").symlink_to("in")
    (place.folder / ".git").mkdir()
    return place


@pytest.mark.parametrize("output", FOREIGN)
def test_an_output_folder_that_must_not_be_written_is_refused_before_anything_is_touched(guarded: Place, output: str) -> None:
    before = guarded.files()
    for words in (("html",), ("clean",)):
        done = guarded.make(*words, "INPUTDIR=in", f"OUTPUTDIR={output}")
        assert done.returncode != 0 and "OUTPUTDIR" in done.stderr and "Traceback" not in done.stderr
        if words == ("html",):
            assert FOREIGN[output] in done.stderr and "什么都没有做" in done.stderr
        assert guarded.files() == before


@pytest.mark.parametrize(("target", "words", "said"), [
    ("publish", ["RELEASEDIR=output/release"], "RELEASEDIR（output/release） 在 OUTPUTDIR（output） 里面"), ("publish", ["RELEASEDIR=output"], "是同一个地方"),
    ("publish", ["OUTPUTDIR=release/out"], "OUTPUTDIR（release/out） 在 RELEASEDIR（release） 里面"), ("publish", ["RELEASEDIR=in/items/x"], "在 INPUTDIR（in） 里面"),
    ("publish", ["RELEASEDIR=/"], "或者包含它"), ("publish", ["RELEASEDIR=Same/x", "OUTPUTDIR=same"], "在 OUTPUTDIR（same） 里面"),
    ("html", ["INPUTDIR=new/in", "OUTPUTDIR=new"], "没有内容文件夹"), ("html", ["OUTPUTDIR=out", "INPUTDIR=nowhere"], "没有内容文件夹"),
    ("bundle", ["BUNDLEDIR=release"], "是同一个地方"), ("bundle", ["BUNDLEDIR=."], "是本软件的文件夹"), ("demo", ["DEMODIR=theme"], "在本软件的 theme 里面"),
    ("status", ["RELEASEDIR="], "RELEASEDIR 是空的"), ("html", ["CONFFILE=nowhere.py"], "没有配置文件"), ("html", ["PELICANOPTS=-e 'x"], "引号不成对"), ("serve", ["PORT=http"], "不是端口"),
])
def test_other_folders_and_values_are_refused_too(guarded: Place, target: str, words: list[str], said: str) -> None:
    before = guarded.files()
    done = guarded.make(target, "INPUTDIR=in", *words)
    assert done.returncode != 0 and said in done.stderr, done.stderr
    assert guarded.files() == before


def test_clean_removes_what_builds_made_and_nothing_else(guarded: Place) -> None:
    assert guarded.make("html", "INPUTDIR=in", "OUTPUTDIR=out put").returncode == 0
    (guarded.folder / ".cache/x").write_text("x")
    before = guarded.files()
    assert guarded.make("clean", "OUTPUTDIR=out put", "PYTHON3=/usr/bin/env").returncode != 0
    assert guarded.files() == before
    done = guarded.make("clean", "OUTPUTDIR=out put")
    assert done.returncode == 0, done.stderr
    assert not (guarded.folder / "out put").exists() and not (guarded.folder / ".cache").exists()
    assert {path: data for path, data in before.items() if not path.startswith(("out put/", ".cache/"))} == guarded.files()
    assert guarded.make("clean", "OUTPUTDIR=out put").returncode == 0


def test_clean_needs_no_environment(tmp_path: Path) -> None:
    place = Place(tmp_path / "project")
    (place.folder / ".venv").unlink()
    (place.folder / ".cache").mkdir()
    assert place.make("clean").returncode == 0
    assert not (place.folder / ".cache").exists() and not (place.folder / ".venv").exists()


@pytest.mark.parametrize(("options", "extra"), [
    ("", []), ("-e A=1", ["A=1"]), ("-e A=1 B=2 --verbose -e C=3", ["A=1", "B=2", "C=3"]), ("--extra-settings A=1", ["A=1"]), ("""-e 'A="x y"'""", ['A="x y"']),
])
def test_settings_of_pelicanopts_and_of_a_check_do_not_replace_each_other(monkeypatch: pytest.MonkeyPatch, options: str, extra: list[str]) -> None:
    for name, value in (("INPUTDIR", "in"), ("OUTPUTDIR", "out"), ("CONFFILE", "conf.py"), ("PELICANOPTS", options)):
        monkeypatch.setenv(name, value)
    line = run_pelican.arguments("CONFFILE", strict=True, serve=False)
    assert line.count("-e") == 1 and line[line.index("-e") + 1 :] == [*extra, "DISCLOSURE_STRICT=true"]
    assert ("--verbose" in line) == ("--verbose" in options)


def test_a_check_with_options_of_ones_own_fails_on_an_error(guarded: Place) -> None:
    guarded.write("faulty", {"items/a.md": item(Date="二月")})
    done = guarded.make("check", "INPUTDIR=faulty", "OUTPUTDIR=faulty-out", """PELICANOPTS=-e 'SITENAME="别的名称"'""")
    assert done.returncode != 0 and "没有通过检查" in done.stdout
    assert "别的名称" in (guarded.folder / "faulty-out/index.html").read_text(encoding="utf-8")
    shutil.rmtree(guarded.folder / "faulty-out")


@pytest.mark.parametrize(("text", "said"), [
    ("A = 1\nB = C\n", "my conf.py:2: 配置读不下去（NameError"), ("A = 1\nB = (\n", "my conf.py:2: 配置的写法不对"), ("\nimport nothing_of_this_name\n", "my conf.py:2: 配置读不下去（ModuleNotFoundError"),
    ("import sys\nsys.exit(3)\n", "my conf.py:2: "), ("from beside import x\n", "beside.py:3: 配置读不下去（ZeroDivisionError"),
])
@pytest.mark.parametrize("target", ["html", "publish", "status", "new"])
def test_an_error_in_a_configuration_is_told_with_its_line(guarded: Place, text: str, said: str, target: str) -> None:
    (guarded.folder / "my conf.py").write_text(text, encoding="utf-8")
    (guarded.folder / "beside.py").write_text("\n\nx = 1 / 0\n")
    before = guarded.files()
    name = "PUBLISHCONF" if target in ("publish", "status") else "CONFFILE"
    done = guarded.make(target, "INPUTDIR=in", f"{name}=my conf.py")
    told = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0 and said in told[0] and told[1:] == ["什么都没有做。"], done.stderr
    assert guarded.files() == before
