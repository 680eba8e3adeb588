"""`make init` writes a site that publishes at once, has nothing of the sample's, and is left alone by the software."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from disclosure import registers
from disclosure.commands import init
from disclosure.model import index_numbers
from disclosure.new_site import answers, folder, register_files
from openpyxl import load_workbook

from tests.kit.project import ROOT, item

WORDS = re.compile("青云谱|南昌|江西|0791|014500|区政府办公室|区长信箱|区档案|区图书馆|三家店|八类")
"""Words of the project's own content."""
CLASSES = "政策文件/行政规范性文件;政策文件/其他文件;政务公开/要闻;政务公开/通知公告;办事服务/面向公民"


def make(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    """Run make without a terminal."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    return subprocess.run(["make", *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=clean | environment)


def answered(**given: str) -> answers.Answers:
    """Return answers, defaults for what is not given."""
    understood, wrong = answers.understand(answers.ask({"DISTRICT": "澄江县", **given}, None, lambda line: None))
    assert understood is not None, wrong
    return understood


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a folder with an odd name, written by `make init`, with items of 2021 to 2025, published."""
    folder = tmp_path_factory.mktemp("init") / "澄江 $HOME 'x'"
    done = make(ROOT, "init", f"SITE={folder}", "DISTRICT=澄江县", "AGENCIES=01515001-5 县政府办公室;01515002-3 县财政局", f"CLASSIFICATION={CLASSES}", "SCHEME={code}-{year}{month}-{serial:04d}", "ADDRESS=澄江县揽秀路1号")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有给 HOST（主办单位），用 澄江县人民政府办公室" in done.stdout and "没有给 PHONE" in done.stdout and "没有给 ADDRESS" not in done.stdout
    for year in range(2021, 2026):
        text = item(
            Title=f"关于{year}年工作的通知", Index=f"01515001-5-{year}03-0001", Category="政策文件/行政规范性文件", Agency="县政府办公室",
            Created=f"{year}-03-03", Date=f"{year}-03-18", Review=f"{year}-03-17 保密审查员 可以公开", Validity="有效", body="各乡镇人民政府：\n\n现通知如下。\n",
        )
        target = folder / "content/items" / f"{year}.md"
        target.write_text(text, encoding="utf-8")
    published = make(folder.parent, "-C", str(folder), "publish")
    assert published.returncode == 0, published.stdout + published.stderr
    return folder


def test_it_publishes_with_its_own_classes_and_nothing_of_the_sample(site: Path) -> None:
    current = site / "release/current"
    texts = {path.relative_to(current): path.read_text(encoding="utf-8") for path in current.rglob("*.html")}
    assert (current / "items/2025/01515001-5-202503-0001.html").is_file()
    assert "澄江县人民政府办公室" in texts[Path("guide.html")] and "澄江县揽秀路1号" in texts[Path("guide.html")]
    assert {f"{slug}.html" for slug in ("guide", "rules", "request", "help", "verify", "terminals")} <= {str(path) for path in texts}
    assert {str(path): found[0] for path, text in texts.items() if (found := WORDS.search(text))} == {}
    data = [path for ending in ("csv", "json", "xml") for path in current.rglob(f"*.{ending}") if path.name != "sbom.cdx.json"]
    assert data and [path for path in data if WORDS.search(path.read_text(encoding="utf-8-sig"))] == []
    shards = [path.read_bytes().decode("utf-16" if path.read_bytes().startswith(b"\xff\xfe") else "utf-8") for path in current.rglob("*.js") if "theme" not in path.parts]
    assert shards and [text for text in shards if re.search("青云谱|南昌|区政府办公室|区长信箱", text)] == []
    assert "2008年版" not in texts[Path("request.html")] and "20个工作日" in texts[Path("request.html")]


def test_normative_documents_are_found_under_their_own_name(site: Path) -> None:
    library = (site / "release/current/normative/index.html").read_text(encoding="utf-8")
    assert all(f"关于{year}年工作的通知" in library for year in range(2021, 2026))


def test_new_numbers_by_the_scheme_of_the_site(site: Path) -> None:
    title = "关于“x”的通知 $(shell touch pwned) `touch pwned` $HOME 'y' # 完"
    done = make(site, "new", f"TITLE={title}", "CATEGORY=政务公开/通知公告", "AGENCY=县财政局")
    assert done.returncode == 0, done.stdout + done.stderr
    [index] = re.findall("索引号 (.+?)。", done.stdout)
    assert re.fullmatch("01515002-3-[0-9]{6}-0001", index)
    [written] = (site / "content/items").rglob(f"{index}.md")
    assert written.read_text(encoding="utf-8").startswith(f"Title: {title}\n")
    assert not [*site.rglob("pwned")] and not (ROOT / "pwned").exists()
    written.unlink()


def test_what_a_person_must_still_write_is_told_and_stops_nothing(site: Path) -> None:
    done = make(site, "check")
    assert done.returncode == 0
    marked = sum(path.read_text(encoding="utf-8").count("〔待填写") > 0 for path in (site / "content/pages").iterdir())
    told = {line.split(":")[0].rpartition("/")[2] for line in done.stdout.splitlines() if "还没有填写" in line}
    assert marked == len(told) > 3
    assert "content/pages/guide.md:" in done.stdout and "还没有填写“传真号码”" in done.stdout and "登记在 reading_points.csv 以后" in done.stdout


def test_variables_and_relative_folders_are_those_of_the_site(site: Path) -> None:
    assert make(site, "html", "OUTPUTDIR=预览").returncode == 0
    assert (site / "预览/index.html").is_file() and not (ROOT / "预览").exists()


def test_pelican_builds_it_from_any_folder(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pelican", "-s", str(site / "publishconf.py"), "-o", str(tmp_path / "output")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and (tmp_path / "output/guide.html").is_file(), done.stdout + done.stderr


def test_errors_of_python_in_its_settings_are_told_at_their_line(site: Path) -> None:
    path = site / "pelicanconf.py"
    before = path.read_text(encoding="utf-8")
    for text, told in (("x = 1 / 0\n", "配置读不下去（ZeroDivisionError"), ("x = (\n", "配置的写法不对"), ("THEME = 'nosuch'\n", "不是一个文件夹")):
        path.write_text(before + text, encoding="utf-8")
        done = make(site, "check")
        assert done.returncode != 0 and told in done.stderr and "Traceback" not in done.stdout + done.stderr
    path.write_text(before, encoding="utf-8")


def test_a_software_folder_that_is_gone_is_told(site: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    (twin / "Makefile").write_bytes((site / "Makefile").read_bytes())
    (twin / "software.txt").write_text("/nowhere\n")
    done = make(twin, "publish")
    assert done.returncode != 0 and "software.txt 里写的“/nowhere”没有本站用的软件" in done.stdout


def test_a_site_without_items_publishes_and_says_so(tmp_path: Path) -> None:
    assert make(ROOT, "init", f"SITE={tmp_path / 'x'}", "DISTRICT=澄江县", "AGENCIES=1 县政府办公室").returncode == 0
    done = make(tmp_path, "-C", "x", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    home = (tmp_path / "x/release/current/index.html").read_text(encoding="utf-8")
    assert "还没有公开的信息" in home and "无记录" not in home and "0年" not in home
    assert not [*(tmp_path / "x/release/current/items").rglob("*.html")]  # the sample is a draft: nobody has reviewed it


def test_a_folder_with_anything_in_it_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "我的文件.txt").write_text("x")
    assert init.main({"SITE": str(tmp_path), "DISTRICT": "澄江县"}) == 1
    assert "我的文件.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["我的文件.txt"]
    for place, told in ((str(tmp_path / "我的文件.txt"), "要建在一个文件里面，或者自己就是文件"), (str(ROOT / "新网站"), "在本软件的文件夹里"), ("", "没有写网站放在哪里")):
        assert init.main({"SITE": place, "DISTRICT": "澄江县"}) == 1
        assert told in capsys.readouterr().err
    assert not (ROOT / "新网站").exists()


def test_all_wrong_answers_are_told_at_once_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    given = {"SITE": str(tmp_path / "x"), "AGENCIES": "1 甲;1 乙", "CLASSIFICATION": "八类", "SCHEME": "{code}/{yaer}", "LAW": "2015"}
    assert init.main(given) == 1
    told = capsys.readouterr().err
    for wanted in ("没有写区县的名称", "机构代码“1”有两个", "“八类”不是分类", "是不是“year”？", "要有一个流水号", "“2015”不对"):
        assert wanted in told
    assert not (tmp_path / "x").exists()


def test_on_a_terminal_it_asks_what_is_not_given_and_asks_again_when_something_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    asked: list[str] = []
    said = iter(["", "1 县政府办公室", "江西八类", "", "2015", "", "", "", "", "", "", "", "2008", "", ""])

    def line(prompt: str) -> str:
        asked.append(prompt)
        return next(said)

    monkeypatch.setattr("builtins.input", line)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    assert init.main({"SITE": str(tmp_path / "x"), "DISTRICT": "澄江县"}) == 0
    assert len(asked) == 7 + 8 and not any("区县的名称" in prompt for prompt in asked[:7])
    assert "“2015”不对" in capsys.readouterr().err and "［1 县政府办公室］" in asked[9]
    assert "县政府办公室" in (tmp_path / "x/content/registers/agencies.csv").read_text(encoding="utf-8")
    assert "15个工作日" in (tmp_path / "x/content/pages/request.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", registers.names())
def test_a_register_is_empty_and_its_workbook_comes_back_as_csv(name: str, tmp_path: Path) -> None:
    known = answered()
    assert register_files.header(name).strip().split(",") == [spec["name"] for spec in registers.schema(name)["fields"]]
    book = load_workbook(io.BytesIO(register_files.workbook(name, known, register_files.datetime(2024, 1, 1))))
    titles = [cell.value for cell in book.worksheets[0][1]]
    (tmp_path / "registers").mkdir()
    with open(tmp_path / "registers" / f"{name}.csv", "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(titles)
    read = registers.read(str(tmp_path), name)
    assert read.exists and read.problems == []


@pytest.mark.parametrize("given", ["TH09 县水利局", "TH09=县水利局", "县水利局 TH09", "县水利局：TH09", "县水利局=TH09"])
def test_an_agency_is_given_with_its_code_in_either_order(given: str) -> None:
    (row,) = answered(AGENCIES=given).agencies
    assert (row["code"], row["name"]) == ("TH09", "县水利局")


def test_an_agency_without_a_code_is_told_how_to_give_it() -> None:
    known = answered(AGENCIES="县水利局 OA")
    assert known.agencies[0]["name"] == "县水利局 OA" and "（写成“代码 名称”）" in "".join(known.told)


def test_a_class_named_guides_holds_the_guides() -> None:
    known = answered(CLASSIFICATION="政策/规范性文件;办事/办事指南;办事/表格")
    assert known.classification.guides == ["办事/办事指南"] and not [line for line in known.told if "办事指南" in line]


def test_a_workbook_offers_the_values_that_are_allowed() -> None:
    known = answered(AGENCIES="1 县政府办公室;2 县财政局", LAW="2019")
    book = load_workbook(io.BytesIO(register_files.workbook("requests", known, register_files.datetime(2024, 1, 1))))
    sheet, lists = book.worksheets
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        letter, rows = re.search(r"!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$", rule.formula1).groups()
        offered[str(rule.sqref).split(":")[0].rstrip("0123456789")] = [lists[f"{letter}{row}"].value for row in range(2, int(rows) + 1)]
    assert offered[columns["受理机关"]] == ["县政府办公室", "县财政局"]
    assert offered[columns["申请渠道"]] == ["当面", "信函", "网络", "传真"]
    assert "予以公开" in offered[columns["答复"]] and "同意公开" not in offered[columns["答复"]]
    assert offered[columns["是否减免"]] == ["是", "否"]
    assert sheet[f"{columns['编号']}2"].number_format == "@" and lists.sheet_state == "hidden"


@pytest.mark.parametrize(("law", "has", "lacks"), [("2019", ["20个工作日"], ["15个工作日", "2008年版"]), ("2008", ["15个工作日"], ["20个工作日", "2019年"]), ("2008和2019", ["15个工作日", "20个工作日"], [])])
def test_pages_explain_the_editions_that_were_chosen(law: str, has: list[str], lacks: list[str], tmp_path: Path) -> None:
    assert init.main({"SITE": str(tmp_path / "x"), "DISTRICT": "澄江县", "LAW": law, "AGENCIES": "1 县政府办公室"}) == 0
    text = (tmp_path / "x/content/pages/request.md").read_text(encoding="utf-8")
    assert all(word in text for word in has) and not any(word in text for word in lacks)


@pytest.mark.parametrize("text", [*answers.SCHEMES.values(), "{code}-{category}-{leaf}-{year}{month}{day}-{serial}"])
def test_a_scheme_gives_numbers_of_its_own_pattern(text: str) -> None:
    scheme = index_numbers.Scheme(text)
    assert index_numbers.faults(text) == [] and re.fullmatch(scheme.pattern, scheme.example("01515001-5"))
    before, after = scheme.around_serial(code="1", year="2024", month="03", day="18", category="a", leaf="b")
    assert scheme.number(7, code="1", year="2024", month="03", day="18", category="a", leaf="b").startswith(before) and after == ""


@pytest.mark.parametrize("district", ['"""县', "a\\x县", "a\\N{县", "县\\", "县\"'"])
def test_a_name_of_any_characters_leaves_settings_that_python_reads(district: str, tmp_path: Path) -> None:
    assert init.main({"SITE": str(tmp_path / "site's"), "DISTRICT": district}) == 0
    for name in ("pelicanconf.py", "publishconf.py"):
        compile((tmp_path / "site's" / name).read_text(encoding="utf-8"), name, "exec")


def test_the_command_to_publish_can_be_copied_into_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert init.main({"SITE": str(tmp_path / "a $HOME's"), "DISTRICT": "澄江县"}) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    assert shlex.split(line.removeprefix("发布：")) == ["make", "-C", str(tmp_path / "a $HOME's"), "publish"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_sample_has_the_day_of_the_site_not_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)  # at any moment one of the two has another day than China
    time.tzset()
    try:
        before = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        folder.write(tmp_path / "site", answered())
    finally:
        monkeypatch.undo()
        time.tzset()
    sample = next((tmp_path / "site/content/items").rglob("*.md")).read_text(encoding="utf-8")
    assert f"Date: {before}" in sample or datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat() != before
