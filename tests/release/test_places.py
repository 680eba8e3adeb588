"""Folders are safe: what could remove others' files is refused before anything is built, and what others made is left alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from release import folder, names, spares

from tests.kit.publishing import ENVIRONMENT, Configured, contents, shown
from tests.kit.ssh_server import Server


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


def everything(place: Path) -> dict[str, str]:
    """Return what is in a folder by path: the text of a file, where a link leads."""
    return {
        path.relative_to(place).as_posix(): os.readlink(path) if path.is_symlink() else path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in sorted(place.rglob("*")) if path.is_symlink() or path.is_file()
    }


def refused(publisher: Configured, *words: str, **more: object) -> str:
    """Run a command that has to be refused before its build starts; return what it said."""
    built = publisher.base / "built"
    build = ["--", "touch", str(built)] if words[0] in ("publish", "hold") else []
    done = publisher.run(*words, *build, **more)
    said = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in said and "没有料到" not in said, said
    assert not built.exists(), "the build was started"
    return said


COMMANDS = ("publish", "hold", "deliver")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("way", ["as it is", "by a link", "not there yet"])
def test_releases_inside_the_built_folder_are_refused(publisher: Configured, command: str, way: str) -> None:
    """The next build would remove the release that is shown."""
    inside = publisher.source / "release"
    publisher.target = inside
    if way == "by a link":
        inside.mkdir()
        publisher.target = publisher.base / "elsewhere"
        publisher.target.symlink_to(inside)
    elif way == "not there yet":
        publisher.target = publisher.source / "a/b/release"
    before = everything(publisher.base)
    assert "里面" in refused(publisher, command, str(publisher.source))
    assert {path for path in everything(publisher.base) if not path.startswith(("conf.py", ".output"))} == before.keys()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("source", ["release", "release/output", "RELEASE/output", "release/current"])
def test_a_built_folder_inside_the_releases_is_refused(publisher: Configured, command: str, source: str) -> None:
    publisher.deliver()
    before = everything(publisher.target)
    said = refused(publisher, command, str(publisher.base / source))
    assert "里面" in said or "同一个文件夹" in said
    assert everything(publisher.target) == before


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("which", ["source", "releases"])
@pytest.mark.parametrize("place", ["root", "home", "above home", "a file"])
def test_the_root_a_home_folder_and_a_file_are_refused(publisher: Configured, tmp_path: Path, command: str, which: str, place: str) -> None:
    home = tmp_path / "homes/me"
    home.mkdir(parents=True)
    (tmp_path / "file").write_text("x")
    path = {"root": Path("/"), "home": home, "above home": home.parent, "a file": tmp_path / "file"}[place]
    source = publisher.source
    if which == "source":
        source = path
    else:
        publisher.target = path
    said = refused(publisher, command, str(source), env=ENVIRONMENT | {"HOME": str(home)})
    assert any(words in said for words in ("根目录", "主文件夹", "不是文件夹"))
    assert not everything(home)


@pytest.mark.parametrize("place", ["output/bundle", "release/bundle", "release", "release/current/bundle"])
def test_archives_inside_the_releases_or_a_target_are_refused(publisher: Configured, place: str) -> None:
    publisher.deliver()
    if place.startswith("output"):
        publisher.targets["hall"] = {"kind": "folder", "path": str(publisher.source)}
    before = everything(publisher.target)
    said = refused(publisher, "bundle", str(publisher.base / place))
    assert "里面" in said or "同一个文件夹" in said
    assert everything(publisher.target) == before and not (publisher.base / place / "newest.txt").exists()


@pytest.mark.parametrize(("one", "other"), [("output/hall", "b"), ("release/hall", "b"), ("a", "a/b"), ("a", "a"), ("a/../a/b", "a"), ("a", "A/b")])
@pytest.mark.parametrize("command", COMMANDS)
def test_targets_inside_the_built_folder_the_releases_or_each_other_are_refused(publisher: Configured, command: str, one: str, other: str) -> None:
    (publisher.base / "a").mkdir()
    paths = [os.path.abspath(publisher.base / each) for each in (one, other)]
    publisher.targets = {"one": {"kind": "folder", "path": paths[0]}, "other": {"kind": "stick", "path": paths[1]}}
    said = refused(publisher, command, str(publisher.source))
    assert "里面" in said or "同一个文件夹" in said


def test_targets_on_one_terminal_that_share_a_folder_are_refused(publisher: Configured) -> None:
    publisher.targets = {name: {"kind": "ssh", "host": f"{name}@library", "path": path} for name, path in (("one", "/srv/a"), ("two", "/srv/a/b"))}
    assert "里面" in refused(publisher, "publish", str(publisher.source))
    publisher.targets["two"]["path"] = "/srv/b"
    assert "里面" not in publisher.run("publish", str(publisher.source)).stderr


def put_foreign(place: Path, what: str) -> None:
    """Put something of others into a folder of releases under a name of ours."""
    place.mkdir(exist_ok=True)
    if what == "a link that leads elsewhere":
        (place.parent / "mine").mkdir()
        (place.parent / "mine/photo").write_text("mine")
        (place / "current").symlink_to(place.parent / "mine")
    elif what == "a link that leads into the folder":
        (place / "2014").mkdir()
        (place / "current").symlink_to("2014")
    elif what.endswith("file"):
        (place / what.split(maxsplit=1)[0]).write_text("mine")
    else:
        (place / what).mkdir()
        (place / what / "photo").write_text("mine")


FOREIGN = (
    "current", "current file", "a link that leads elsewhere", "a link that leads into the folder", ".partial-1-2", ".partial-mine",
    ".partial-file file", ".old-photos", f".partial-{10**18}-{'0' * 12}", ".current-new", ".current-new file",
)


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("command", ["publish", "deliver"])
def test_what_others_made_under_our_names_is_refused_and_left_alone(publisher: Configured, command: str, what: str) -> None:
    put_foreign(publisher.target, what)
    before = everything(publisher.base)
    if command == "publish":
        assert "不是发布程序做的" in refused(publisher, command, str(publisher.source))
    else:
        assert "不是发布程序做的" in publisher.deliver().stderr
    assert {path: text for path, text in everything(publisher.base).items() if path != "conf.py" and not path.endswith(".lock")} == before
    for other in ("verify", "status", "rollback"):
        said = publisher.run(other)
        assert "Traceback" not in said.stderr
    assert {path: text for path, text in everything(publisher.base).items() if path != "conf.py" and not path.endswith(".lock")} == before


@pytest.mark.parametrize("what", [each for each in FOREIGN if each != ".current-new file"])
@pytest.mark.parametrize("kind", ["mount", "ssh"])
def test_nor_is_it_touched_on_a_target(publisher: Configured, server: Server, tmp_path: Path, kind: str, what: str) -> None:
    place = tmp_path / "there/hall"
    place.parent.mkdir()
    put_foreign(place, what)
    publisher.targets["hall"] = {"kind": kind, "path": str(place)}
    if kind == "ssh":
        publisher.targets["hall"] |= {"host": server.host, "options": server.options}
    before = everything(place.parent)
    done = publisher.publish()
    assert done.returncode == 1 and "不是发布程序做的" in done.stdout
    assert {path: text for path, text in everything(place.parent).items() if not path.endswith(".lock")} == before


@pytest.mark.parametrize("what", ["current", "a link that leads elsewhere", ".partial-mine", ".partial-1-2", ".current-new"])
def test_nor_by_the_installer_of_a_stick(publisher: Configured, tmp_path: Path, what: str) -> None:
    publisher.deliver()
    publisher.run("bundle", str(tmp_path / "stick"))
    home = tmp_path / "there/home"
    home.parent.mkdir()
    put_foreign(home, what)
    before = everything(home.parent)
    done = subprocess.run(["sh", tmp_path / "stick/install.sh", home], capture_output=True, text=True, check=False)
    if not what.startswith(".partial"):
        assert done.returncode == 1 and "不是安装程序做的" in done.stderr
    assert before.items() <= everything(home.parent).items()


@pytest.mark.parametrize("what", ["install.sh", "说明.txt", "newest.txt", "check.sh"])
def test_files_of_others_beside_an_archive_are_not_written_over(publisher: Configured, tmp_path: Path, what: str) -> None:
    publisher.deliver()
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / what).write_text("mine")
    (tmp_path / "stick/.mine.part").write_text("mine")
    assert "不是发布程序写的" in refused(publisher, "bundle", str(tmp_path / "stick"))
    assert everything(tmp_path / "stick") == {what: "mine", ".mine.part": "mine"}
    (tmp_path / "stick" / what).unlink()
    assert publisher.run("bundle", str(tmp_path / "stick")).returncode == 0
    assert (tmp_path / "stick/.mine.part").read_text() == "mine"


def test_names_of_our_unfinished_folders_prove_themselves() -> None:
    name = spares.partial_name()
    assert spares.is_own(name) and spares.is_own(name.replace(spares.PARTIAL, spares.PREFIX))
    assert spares.is_own(f"{spares.PREFIX}{names.following([], '0' * 64)}")
    digit = "1" if name[-1] != "1" else "2"
    assert not spares.is_own(name[:-1] + digit) and not spares.is_own(f"{spares.PREFIX}photos") and not spares.is_own(name[1:])


# ---- Whoever publishes, everybody can read ----


def modes(place: Path) -> set[str]:
    """Return the modes of a release: its folders and files."""
    return {f"{'d' if path.is_dir() else 'f'}{path.stat().st_mode & 0o777:o}" for path in (place, *place.rglob("*"))}


@pytest.mark.parametrize("kind", ["local", "folder", "ssh", "stick"])
def test_everybody_can_read_what_was_delivered_under_a_strict_umask(publisher: Configured, server: Server, tmp_path: Path, kind: str) -> None:
    place = publisher.target if kind == "local" else tmp_path / "parent/there"
    if kind != "local":
        publisher.targets["there"] = {"kind": kind, "path": str(place)}
    if kind == "ssh":
        publisher.targets["there"] |= {"host": server.host, "options": server.options}
    if kind == "stick":
        place.mkdir(parents=True)
    publisher.more = "RELEASE_STAMP = 'theme/release.js'\n"
    for number, mode in enumerate((0o600, 0o755, 0o400, 0o644)):
        publisher.write({"index.html": str(number), f"new/{number}/page.html": "x"})
        for path in publisher.source.rglob("*"):
            path.chmod(0o700 if path.is_dir() else mode)
        done = publisher.publish(umask=0o077)
        assert done.returncode == 0, done.stdout
        home = place
        if kind == "stick":
            assert {path.stat().st_mode & 0o044 for path in place.iterdir()} == {0o044}
            home = tmp_path / "installed"
            subprocess.run(["sh", place / "install.sh", home], check=True, stdout=subprocess.DEVNULL, umask=0o077)
        assert modes((home / "current").resolve()) == {"d755", "f644"}
        assert home.stat().st_mode & 0o777 == 0o755
        for path in publisher.source.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_release_that_somebody_closed_is_opened_by_the_next_publication(publisher: Configured) -> None:
    publisher.publish()
    for path in (publisher.current / "index.html", publisher.current / "release.json"):
        path.chmod(0o600)
    (publisher.current / "items").chmod(0o700)
    assert publisher.publish().returncode == 0
    assert modes(publisher.current) == {"d755", "f644"}


# ---- Names ----

ODD = ("with space", "it's", '"quoted"', "$(touch hacked)", "`touch hacked`", "中文 文件夹", "-rf", "a;touch hacked", "new\nline", "a:b", "*")


@pytest.mark.parametrize("name", ODD)
def test_folders_of_any_name_work_and_reach_no_shell(tmp_path: Path, server: Server, name: str) -> None:
    publisher = Configured(tmp_path / name)
    paths = {"mount": tmp_path / "m" / name, "stick": tmp_path / "s" / name, "ssh": tmp_path / "t" / name}
    for kind, path in paths.items():
        path.mkdir(parents=True)
        if "\n" not in name:  # which a configuration refuses
            publisher.targets[kind] = {"kind": kind, "path": str(path)} | ({"host": server.host, "options": server.options} if kind == "ssh" else {})
    done = publisher.publish(cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert publisher.run("bundle", str(tmp_path / "b" / name), cwd=tmp_path).returncode == 0
    home = tmp_path / "h" / name
    subprocess.run(["sh", tmp_path / "b" / name / "install.sh", home], check=True, stdout=subprocess.DEVNULL)
    for place in (publisher.target, home, *(paths[kind] for kind in publisher.targets if kind != "stick")):
        assert shown(place) == contents(publisher.source)
    assert publisher.run("verify", "--all").returncode == 0
    assert not [*tmp_path.rglob("hacked"), *Path.home().glob("hacked"), *Path.cwd().glob("hacked")]


@pytest.mark.parametrize("name", ["-home", "-"])
def test_an_installer_takes_a_folder_whose_name_begins_as_an_option(publisher: Configured, tmp_path: Path, name: str) -> None:
    publisher.deliver()
    publisher.run("bundle", str(tmp_path / "stick"))
    (tmp_path / "work").mkdir()
    subprocess.run(["sh", tmp_path / "stick/install.sh", name], check=True, stdout=subprocess.DEVNULL, cwd=tmp_path / "work")
    assert shown(tmp_path / "work" / name) == contents(publisher.source)
    check = ["sh", tmp_path / "stick/check.sh", f"{name}/current"]
    assert subprocess.run(check, check=False, stdout=subprocess.DEVNULL, cwd=tmp_path / "work").returncode == 0


@pytest.mark.parametrize("name", [b"new\nline.html", b"\xff\xfe.html", b"back\\slash.html", b"return\r.html"])
@pytest.mark.parametrize("command", ["publish", "deliver"])
def test_files_whose_names_no_manifest_can_list_are_refused(publisher: Configured, command: str, name: bytes) -> None:
    with open(os.path.join(os.fsencode(publisher.source), name), "w") as file:
        file.write("x")
    done = publisher.run(command, str(publisher.source))
    assert done.returncode == 1 and "改了名字再发布" in done.stderr and "Traceback" not in done.stderr
    assert folder.current(str(publisher.target)) is None


@pytest.mark.parametrize("command", ["publish", "deliver"])
@pytest.mark.parametrize("known", [False, True], ids=["new", "where a file was"])
def test_links_and_pipes_are_refused_and_never_opened(publisher: Configured, command: str, known: bool) -> None:
    if known:
        publisher.deliver()
    (publisher.source / "index.html").unlink()
    os.mkfifo(publisher.source / "index.html")
    (publisher.source / "items/2014/1.html").unlink()
    (publisher.source / "items/2014/1.html").symlink_to("/etc/hostname")
    done = publisher.run(command, str(publisher.source), timeout=60)
    assert done.returncode == 1 and "index.html：不是普通文件" in done.stderr and "1.html：是符号链接" in done.stderr
