"""The same content gives the same bytes on every machine: whatever fonts, locale, time zone, user and folder there are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.kit.planted_files import workbook
from tests.kit.planted_leaks import docx
from tests.kit.printed_pages import pdf_of, written
from tests.kit.project import ROOT, Project, item
from tests.kit.stand_in_font import stand_in_font

SYSTEM_FONTS = Path("/usr/share/fonts")


def _dated(book: object) -> None:
    book.active["A1"], book.active["A2"] = 41716.5, 0.035
    book.active["A1"].number_format, book.active["A2"].number_format = "mmmm d, yyyy h:mm AM/PM", "0.0%"


def _cells() -> str:
    """Return the drawing of a form: characters that stand alone get lost where a font gives them no size."""
    return "".join(written([text], x=72 + 60 * place) for place, text in enumerate("套张见批")) + written(["办理时限为收到全部材料之日起二十个工作日", "内，需要核查的除外。"], y=600)


CONTENT = {
    "items/a.md": item(body="见[表](a.pdf)、[文](b.docx)、[册](c.xlsx)、[单](d.csv)。\n"), "items/a.pdf": pdf_of([_cells()]), "items/b.docx": docx(["附件正文", "第二段"]),
    "items/c.xlsx": workbook(_dated), "items/d.csv": "单位,数值\n某局,5\n".encode("gb18030"),
}
DEFAULT_FILES = ("plugins", "theme", "pelicanconf.py", "publishconf.py", "pyproject.toml")


def _with_fonts(folder: Path) -> list[str]:
    """Return the beginning of a command that sees other fonts. Where the system forbids that, it sees its own."""
    if not (SYSTEM_FONTS.is_dir() and shutil.which("unshare")):
        return []
    start = ["unshare", "--map-root-user", "--mount", "sh", "-c", f'mount --bind "{folder}" {SYSTEM_FONTS} && exec "$@"', "sh"]
    return start if subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0 else []


def _build(base: Path, clone: Path, fonts: Path, umask: int, **environment: str) -> dict[str, str]:
    """Build the content in a folder with a clone of the project, and return the digests of what came out."""
    project = Project(base)
    project.write(CONTENT)
    command = [
        *_with_fonts(fonts), sys.executable, "-m", "pelican", str(project.content), "-o", str(project.output), "-s", str(clone / "pelicanconf.py"), "-e",
        f'CACHE_PATH="{base / "cache"}"',
    ]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        command, cwd=clone, capture_output=True, text=True, encoding="utf-8", check=False, umask=umask,
        env=kept | {"PYTHONPATH": str(clone / "plugins"), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", "SOURCE_DATE_EPOCH": ""} | environment,
    )
    assert done.returncode == 0 and "共 0 处错误、1 处提醒。" in done.stdout and "各台电脑画出来不一样" in done.stdout, done.stdout + done.stderr
    return {path: digest for path, digest in project.tree().items() if not path.startswith(".")}


def test_fonts_locale_zone_user_and_folder_change_no_byte(tmp_path: Path) -> None:
    empty, full = tmp_path / "no fonts", tmp_path / "fonts"
    empty.mkdir()
    full.mkdir()
    (full / "narrow.ttf").write_bytes(stand_in_font(right=120))
    clone = tmp_path / "别处 clone"
    clone.mkdir()
    for name in DEFAULT_FILES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, clone / name)
    first = _build(tmp_path / "one", ROOT, empty, 0o022, LC_ALL="C", TZ="America/New_York", HOME="/", USER="root", PYTHONHASHSEED="1", FONTCONFIG_FILE=os.devnull)
    second = _build(
        tmp_path / "二", clone, full, 0o077, LC_ALL="C.UTF-8", LANG="zh_CN.UTF-8", TZ="Pacific/Auckland", HOME=str(tmp_path), USER="某人", PYTHONHASHSEED="2",
    )
    assert first and {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)} == set()
