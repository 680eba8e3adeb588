"""A take-down leaves nothing: no wording, position, shard, older release or bundle keeps what was taken down."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from disclosure.model.problems import shown_path
from disclosure.released.last_release import LastRelease

from tests.kit.index_reader import Reader
from tests.kit.planted_leaks import pdf
from tests.kit.project import ROOT, item
from tests.kit.published_sites import Published

INDEX = "014500858/2014-00002"
STEM = INDEX.replace("/", "-")
PHRASE = "龘靐齉爩麤灪"
"""Characters that nothing else has. A single pair of them would give the words back."""
REASON = "含有个人隐私"
LONG = f"## {PHRASE}\n\n{'甲乙丙丁。' * 200}\n\n## 第二部分\n\n完。\n"
"""Makes an item long, so that its headings are places that the search finds."""
INDEXES = ("search", "search/places")
"""Folders of the two indexes."""


class Taken(Published):
    """A site that `make` publishes to a local folder, a mounted folder and a stick."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.conf = base / "conf.py"
        for name in ("hall", "stick"):
            (base / name).mkdir(exist_ok=True)
        self.conf.write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\nCACHE_PATH = {str(base / 'cache')!r}\n"
            f"RELEASE_TARGETS = {{'hall': {{'kind': 'mount', 'path': {str(base / 'hall')!r}}}, 'stick': {{'kind': 'stick', 'path': {str(base / 'stick')!r}}}}}\n",
            encoding="utf-8",
        )

    def make(self, target: str, *more: str) -> subprocess.CompletedProcess:
        """Run a target of make."""
        command = [
            "make", "--no-print-directory", target, f"INPUTDIR={self.content}", f"OUTPUTDIR={self.output}", f"RELEASEDIR={self.releases}",
            f"PUBLISHCONF={self.conf}", f"BUNDLEDIR={self.base / 'bundle'}", *more,
        ]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    def good_make(self, target: str, *more: str) -> str:
        """Run a target of make that must succeed; return what it printed."""
        done = self.make(target, *more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def takedown(self, index: str = INDEX, reason: str = REASON) -> subprocess.CompletedProcess:
        """Run `make takedown`."""
        return self.make("takedown", f"INDEX={index}", f"REASON={reason}")

    def private(self) -> None:
        """Write the item that will be taken down, with an attachment."""
        self.put(2, Title=f"{PHRASE}的公示", Summary=f"概述提到{PHRASE}。", body=f"正文写着{PHRASE}。\n\n见[名单](2-名单.csv)。\n\n{LONG}")
        self.write({"items/2-名单.csv": f"姓名,住处\n{PHRASE},某处\n"})


def published_thrice(base: Path) -> Taken:
    """Publish three times, the item in each of the releases, and make a bundle."""
    site = Taken(base)
    site.private()
    for number in (1, 3, 4):
        site.put(number, body=f"第一段在前，见[公示](index:{INDEX})和[那一条](2.md)。\n" if number == 4 else "一段。\n")
        site.good_make("publish")
    site.good_make("bundle")
    assert len(list(site.releases.glob("0*"))) == 3
    return site


def traces(folder: Path) -> list[str]:
    """Return the files of a folder that have a pair of the phrase's characters, packed files unpacked."""
    return sorted(f"{path.relative_to(folder)}{name}" for path in folder.rglob("*") if path.is_file() and not path.is_symlink() for name, data in _contents(path) if _tells(data))


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    yield "", data
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            for member in filter(tarfile.TarInfo.isfile, archive):
                yield f"!{member.name}", archive.extractfile(member).read()
    elif data[:2] == b"\x1f\x8b":
        yield "!", gzip.decompress(data)
    for blob in re.findall(rb"\x78[\x01\x5e\x9c\xda].{8,}", data, re.DOTALL)[:3]:
        try:
            yield "!", zlib.decompressobj().decompress(blob)
        except zlib.error:
            continue


def _tells(data: bytes) -> bool:
    pairs = [PHRASE[place : place + 2] for place in range(len(PHRASE) - 1)]
    return any(pair.encode(code) in data for pair in pairs for code in ("utf-8", "utf-16-le", "gb18030"))


def searched(search: Path) -> list[str]:
    """Return the terms and texts of a search index that have a character of the phrase."""
    found = []
    for segment in Reader(search).segments:
        found += [term for term in segment.terms() if set(term) & set(PHRASE)]
        found += [str(text) for text in segment.texts if text and set(str(text)) & set(PHRASE)]
    return found


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Taken, str]:
    """A site of which an item was taken down, and what was printed."""
    site = published_thrice(tmp_path_factory.mktemp("taken"))
    (site.base / ".git").mkdir()
    assert len(traces(site.base)) > 20 and all(searched(place / index) for place in (site.output, site.releases / "current") for index in INDEXES)
    done = site.takedown()
    assert done.returncode == 0, done.stdout + done.stderr
    return site, done.stdout


def test_nothing_anywhere_keeps_a_pair_of_its_characters(taken: tuple[Taken, str]) -> None:
    site, _ = taken
    assert traces(site.base) == []
    for place in (site.output, site.releases / "current", site.base / "hall/current"):
        assert [searched(place / index) for index in INDEXES] == [[], []]
    assert not list((site.base / "bundle").glob("*.tar.gz"))
    assert len(list(site.releases.glob("0*"))) == len(list((site.base / "hall").glob("0*"))) == len(list((site.base / "stick").glob("*.tar.gz"))) == 1


def test_a_tombstone_stands_at_the_address_and_every_target_is_as_released(taken: tuple[Taken, str]) -> None:
    site, _ = taken
    for place in (site.output, site.releases / "current", site.base / "hall/current"):
        page = (place / f"items/2014/{STEM}.html").read_text(encoding="utf-8")
        assert INDEX in page and REASON in page
        assert not (place / f"items/2014/{STEM}").exists()
    for name in ("local", "hall", "stick"):
        site.good_make("verify", f"TO={name}")


def test_what_is_deleted_and_what_links_to_it_is_told_with_its_line(taken: tuple[Taken, str]) -> None:
    site, said = taken
    shown = lambda path: shown_path(site.content / path)  # noqa: E731
    for line in (f"删去 {shown('items/2.md')}", f"删去 {shown('items/2-名单.csv')}"):
        assert line in said.splitlines()
    assert f"{shown('items/4.md')}:10: 链接到要移除的条目，已经改成索引号，网页上只留文字" in said
    assert "git filter-repo --invert-paths" in said
    assert (site.content / "items/4.md").read_text(encoding="utf-8").count(f"(index:{INDEX})") == 2
    assert (site.content / "registers/removed.csv").read_bytes().startswith(b"\xef\xbb\xbfindex,date,reason\r\n" + INDEX.encode())


def test_the_next_publication_and_the_same_take_down_again_change_nothing(taken: tuple[Taken, str]) -> None:
    site, _ = taken
    assert "原来就是这个版本" in site.good_make("publish")
    assert site.takedown().returncode == 0
    assert traces(site.base) == []
    assert (site.content / "registers/removed.csv").read_text(encoding="utf-8").count(INDEX) == 1


def test_what_was_broken_off_or_failed_is_done_by_the_same_command(tmp_path: Path) -> None:
    site = published_thrice(tmp_path)
    site.write({"items/9.md": item(Index="014500858/2014-00009", Category="没有的分类")})
    other = site.base / "cache/0123456789ab"  # that of another output folder
    other.mkdir()
    for name in ("catalogue.sqlite.lock", "search.sqlite"):
        (other / name).write_text("" if name.endswith("lock") else PHRASE, encoding="utf-8")
    failed = site.takedown()
    assert failed.returncode != 0 and "还没有撤完：内容里已经删去，有的版本里还在" in failed.stdout
    assert traces(site.content) == traces(site.output) == traces(site.base / "cache") == []
    ids = [sorted(path.name.rpartition("-")[2] for path in place.glob("0*")) for place in (site.releases, site.base / "hall")]
    assert ids[0] == ids[1] and len(ids[0]) == 3  # nothing is half published
    (site.content / "items/9.md").unlink()
    site.private()
    (site.content / "items/2-名单.csv").unlink()  # as if it had been killed between two files
    assert site.takedown().returncode == 0
    assert traces(site.base) == []


def test_only_caches_of_this_content_are_waited_for_and_emptied_and_nothing_is_touched_before(tmp_path: Path) -> None:
    site = Taken(tmp_path)
    site.put(2)
    caches = {name: site.base / "cache" / (name * 12) for name in "abc"}
    notes = {"a": site.content, "b": tmp_path, "c": tmp_path / "gone"}  # of this content, of another, of one that is no more
    for name, folder in caches.items():
        folder.mkdir(parents=True)
        for file, text in (("catalogue.sqlite.lock", ""), ("catalogue.sqlite.content", str(notes[name])), ("search.sqlite", "话")):
            (folder / file).write_text(text, encoding="utf-8")
    command = [
        sys.executable, "-m", "disclosure.commands.takedown", str(site.content), str(site.output), f"--index={INDEX}", f"--reason={REASON}", "--conf", str(site.conf),
        "--forbid", str(tmp_path / "list"),
    ]
    with open(caches["a"] / "catalogue.sqlite.lock") as own, open(caches["b"] / "catalogue.sqlite.lock") as other:
        for lock in (own, other):
            fcntl.flock(lock, fcntl.LOCK_EX)
        with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert any(line == "另一次生成正在进行，等它结束……\n" for line in running.stdout)
            assert (site.content / "items/2.md").exists() and not (site.content / "registers/removed.csv").exists()
            fcntl.flock(own, fcntl.LOCK_UN)
            running.stdout.read()
    assert running.returncode == 0 and not (site.content / "items/2.md").exists()
    assert [name for name, folder in caches.items() if (folder / "search.sqlite").exists()] == ["b"]


def test_attachments_that_others_use_stay_and_are_not_forbidden(tmp_path: Path) -> None:
    site = Taken(tmp_path)
    site.write({"items/表.csv": "甲,乙\n", "items/2-同.csv": "一,二\n", "items/3-同.csv": "一,二\n", "items/2-图.csv": f"{PHRASE}\n"})
    site.put(2, body="见[表](表.csv)。\n")
    site.put(3, body="见[表](表.csv)。\n")
    site.good_make("publish")
    done = site.takedown()
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in (site.content / "items").iterdir()) == ["3-同.csv", "3.md", "表.csv"]
    assert re.search(r"没有删 \S*表\.csv：\S*3\.md 也用它", done.stdout) and re.search(r"注意：\S*3-同\.csv 与要删去的附件内容相同", done.stdout)
    assert traces(site.base) == []


def test_forms_and_pages_that_name_what_goes_do_not_hold_it_up(tmp_path: Path) -> None:
    site = Taken(tmp_path)
    site.private()
    site.put(3)
    site.write({
        "registers/forms.csv": "code,name,agency,file\n1,名单表,区政府办公室,items/2-名单.csv\n",
        "pages/guide.md": f"Title: 指南\nSlug: guide\n\n见[名单](/items/2014/{STEM}/2-名单.csv)和[公示](/items/2014/{STEM}.html)。\n",
    })
    site.good_make("publish")
    done = site.takedown()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site.content / "registers/forms.csv").read_text(encoding="utf-8").endswith("1,名单表,区政府办公室,\n")
    assert traces(site.base) == []


@pytest.mark.parametrize(("index", "reason", "said"), [
    ("014500858/2014-00020", REASON, "没有哪一条信息的索引号是“014500858/2014-00020”，也没有这样发布过；是不是“014500858/2014-00002”？"),
    (STEM, REASON, f"没有哪一条信息的索引号是“{STEM}”，也没有这样发布过；是不是“{INDEX}”？"),
    (INDEX, "", "用法：make takedown INDEX="), ("", REASON, "用法：make takedown INDEX="),
    (INDEX, "写了身份证号110105194912310021", "REASON 里有"), (INDEX, "原文是正文里写着十二个字的话，应当撤下", "REASON 里的“里写着十二个字”"),
    (INDEX, '"; touch hacked; `ls`', ""),
])
def test_what_cannot_be_done_is_refused_and_nothing_is_touched(tmp_path: Path, index: str, reason: str, said: str) -> None:
    site = Taken(tmp_path)
    site.put(1)
    site.put(2, body="正文里写着十二个字的话。\n")
    before = {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()}
    done = site.takedown(index, reason)
    if said:
        assert done.returncode != 0 and said in done.stderr and "什么也没有动" in done.stderr
        assert {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()} == before
    else:
        assert not (ROOT / "hacked").exists() and "`ls`" in (site.content / "registers/removed.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("named", "has_file"), [(STEM, True), (STEM, False), ("Ab/2014-1", True), ("Ab/2014-1", False)])
def test_an_index_that_is_right_but_for_slashes_or_case_is_refused_whether_the_file_is_there_or_not(tmp_path: Path, named: str, has_file: bool) -> None:
    site = Taken(tmp_path)
    right = INDEX if named == STEM else "ab/2014-1"
    site.put(1)
    site.put(2, Index=right)
    site.good_make("publish")
    if not has_file:
        (site.content / "items/2.md").unlink()
    site.removed(f"{named},2014-06-01,{REASON}")  # an earlier version of the command wrote such rows
    caches = sorted((site.base / "cache").rglob("*"))
    done = site.takedown(named)
    assert done.returncode != 0 and f"是不是“{right}”？\n" in done.stderr.replace("。\n", "\n") and "什么也没有动" in done.stderr
    assert (site.content / "items/2.md").exists() is has_file and sorted((site.base / "cache").rglob("*")) == caches


@pytest.mark.parametrize(("before", "after"), [
    (None, "\ufeffindex,date,reason\r\n1/2,2026-01-02,原因\r\n".encode()),
    (b"index,date,reason\n", "index,date,reason\n1/2,2026-01-02,原因\n".encode()),
    ("\ufeff索引号,原因,移除日期\r\n9/9,旧,2014-01-01".encode(), "\ufeff索引号,原因,移除日期\r\n9/9,旧,2014-01-01\r\n1/2,原因,2026-01-02\r\n".encode()),
    ("index,date,reason\r\n9/9,2014-01-01,旧\r\n".encode("gb18030"), "index,date,reason\r\n9/9,2014-01-01,旧\r\n1/2,2026-01-02,原因\r\n".encode("gb18030")),
    (b"", "index,date,reason\n1/2,2026-01-02,原因\n".encode()),
])
def test_a_row_is_added_as_the_file_is_written(tmp_path: Path, before: bytes | None, after: bytes) -> None:
    from disclosure.released import register_file

    if before is not None:
        (tmp_path / "registers").mkdir()
        (tmp_path / "registers/removed.csv").write_bytes(before)
    assert register_file.add(tmp_path, "1/2", "2026-01-02", "原因")
    assert not register_file.add(tmp_path, "1/2", "2026-01-03", "再一次")
    assert (tmp_path / "registers/removed.csv").read_bytes() == after


def test_a_build_notes_of_which_content_its_cache_is(tmp_path: Path) -> None:
    site = Published(tmp_path)
    site.put(1)
    site.check()
    [note] = (site.base / "cache").glob("*/catalogue.sqlite.content")
    assert note.read_bytes() == os.fsencode(os.path.realpath(site.content))


def test_a_comparison_with_what_is_taken_down_goes_with_it_from_every_release(tmp_path: Path) -> None:
    site = Taken(tmp_path)
    site.private()
    for number in (3, 4):
        site.put(number, **({"Replaces": INDEX} if number == 3 else {}), body="第一条 新的写法。\n")
        site.good_make("publish")
    page = "comparisons/2014/014500858-2014-00003.html"
    places = [site.output, *site.releases.glob("0*"), site.base / "hall/current"]
    assert len(places) == 4 and all(PHRASE in (place / page).read_text(encoding="utf-8") for place in places)
    done = site.takedown()
    assert done.returncode == 0, done.stdout + done.stderr
    assert traces(site.base) == [] and not list(site.base.rglob("comparisons/*/*.html"))
    assert "新旧对照" not in (site.output / "items/2014/014500858-2014-00003.html").read_text(encoding="utf-8")


def test_the_picture_of_a_first_page_goes_with_its_attachment_from_every_release_and_may_never_come_back(tmp_path: Path) -> None:
    site = Taken(tmp_path)
    site.private()
    site.write({"items/2-a.pdf": pdf(["private"]), "items/2-b.pdf": pdf(["shared"])})
    for number in (3, 4):
        site.put(number, body="见[表](3-b.pdf)。\n" if number == 3 else "字。\n")
        site.write({"items/3-b.pdf": pdf(["shared"])})
        site.good_make("publish")
    places = [site.output, *site.releases.glob("0*"), site.base / "hall/current"]
    assert len(places) == 4 and all(len(list((place / f"first-pages/2014/{STEM}").iterdir())) == 2 for place in places)
    picture = hashlib.sha256(next(path for path in (site.output / f"first-pages/2014/{STEM}").iterdir() if path.name.startswith(hashlib.sha256(pdf(["private"])).hexdigest()[:16])).read_bytes()).hexdigest()
    done = site.takedown()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in site.base.rglob("*.webp") if STEM in path.parts] == []
    [stays] = (site.output / "first-pages/2014/014500858-2014-00003").iterdir()  # of the same bytes as one that went
    assert picture in (site.releases / "purges.json").read_text(encoding="utf-8")
    assert hashlib.sha256(stays.read_bytes()).hexdigest() not in (site.releases / "purges.json").read_text(encoding="utf-8")
    assert not [path for path in (site.base / "cache").rglob("*") if path.is_file() and b"2-a.pdf" in path.read_bytes()]


def test_the_pages_that_may_never_be_released_again_include_comparisons(tmp_path: Path) -> None:
    pages = {"comparisons/2014/1-3.html": '<article data-compared="1/2 1/3">', "comparisons/2014/1-4.html": '<article data-compared="1/3 1/4">', "items/2014/1-3.html": "x"}
    for path, text in pages.items():
        (tmp_path / "r" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "r" / path).write_text(text, encoding="utf-8")
    release = LastRelease(str(tmp_path / "r"))
    assert release.purgeable("1-2", lambda _: False) == ["comparisons/2014/1-3.html"]
    assert release.purgeable("1-3", lambda _: False) == [*pages]
