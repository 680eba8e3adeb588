"""`make demo`: the report's own table, valid files, the same bytes again, and no harm to others."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.demo import registers, report, workdays  # noqa: E402
from tests.demo.agencies import AGENCIES  # noqa: E402
from tests.demo.plan import LEAVES, SLUGS, plan  # noqa: E402
from tests.demo.vocabulary import RULES, TOPICS  # noqa: E402
from tests.demo.write import MARKER, Refused, write  # noqa: E402
from tests.kit.quick_builds import Quick  # noqa: E402

TABLE = {"概况信息": (586, 29), "法规文件": (146, 21), "发展规划": (15, 2), "工作动态": (57493, 11601),
         "人事信息": (127, 6), "财经信息": (222, 29), "行政执法": (46, 1), "公共服务": (25, 4)}
REQUIRED = ("Title", "Index", "Category", "Agency", "Created", "Date", "Review", "Summary")
KEYS = {*REQUIRED, "Document-Number", "Key-Area", "Subject", "Genre", "Validity", "Replaces", "Channel"}
AREAS = {"财政预算决算", "行政审批", "保障性住房", "食品安全", "环境保护", "招投标", "生产安全事故",
         "征地拆迁", "价格和收费"}


@pytest.fixture(scope="module")
def whole():
    """The plan at the report's own size."""
    return list(plan(1.0, 2014))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A written folder of a hundredth of the size."""
    folder = tmp_path_factory.mktemp("demo") / "content"
    write(folder, 0.01, 2014)
    return folder


def read(path):
    """Header and body of an item, parsed without the project's reader."""
    raw = path.read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n")
    head, _, body = raw.decode("utf-8").partition("\n\n")
    pairs = [line.split(": ", 1) for line in head.split("\n")]
    assert len(pairs) == len(dict(pairs))
    return dict(pairs), body


def run(folder, *more, **environment):
    """Call the program as `make demo` does."""
    command = [sys.executable, "-m", "tests.demo", "--out", str(folder), *more]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, text=True,
                          encoding="utf-8", capture_output=True, check=False)


def test_the_plan_has_the_reports_table_exactly(whole):
    totals = Counter(item.category for item in whole)
    new = Counter(item.category for item in whole if item.date.year == 2014)
    assert {name: (totals[name], new[name]) for name in totals} == TABLE
    assert len(whole) == 58660 and sum(new.values()) == 11693


def test_the_years_before_grow(whole):
    years = Counter(item.date.year for item in whole)
    assert sorted(years) == list(range(2008, 2015))
    assert [years[year] for year in sorted(years)] == sorted(years.values())


def test_the_plan_uses_every_leaf_agency_and_topic(whole):
    leaves = {(item.category, item.leaf.name) for item in whole}
    assert leaves == {(name, leaf.name) for name, group in LEAVES.items() for leaf in group}
    assert {item.topic for item in whole} == set(range(len(TOPICS)))
    assert {item.agency for item in whole} == set(range(len(AGENCIES)))


def test_the_plan_is_valid(whole):
    seen, revoked = {}, {}
    for item in whole:
        assert re.fullmatch(r"0145008\d\d/20\d\d-\d{5}", item.index)
        assert item.index.startswith(f"{AGENCIES[item.agency].code}/{item.date.year}-")
        assert item.index not in seen
        assert workdays.FIRST <= item.created <= item.review <= item.date <= date(2014, 12, 31)
        assert (item.date - item.created).days <= 27
        if item.replaces:
            assert seen[item.replaces] == (item.leaf, "废止")
            assert item.replaces not in revoked.values()
            revoked[item.index] = item.replaces
        seen[item.index] = (item.leaf, item.validity)
    numbers = [item.document_number for item in whole if item.document_number]
    assert len(set(numbers)) == len(numbers) > 1000
    assert len(revoked) > 50


def test_shares_are_plausible(whole):
    size = len(whole)
    assert .006 < sum(item.validity in ("失效", "废止") for item in whole) / size < .014
    assert .06 < sum(item.key_area for item in whole) / size < .1
    assert 240 < sum(item.attachment for item in whole) < 360
    assert .95 < sum(item.date.weekday() < 5 for item in whole) / size < 1
    assert max(Counter(item.folder for item in whole).values()) <= 3000


@pytest.mark.parametrize("scale", [0, 0.0001, 0.00014, 0.001, 0.01, 0.333, 1, 2.5, 10])
def test_other_scales_add_up(scale):
    table = report.counts(scale)
    assert min(table.values()) >= 0
    size = round(58660 * scale)
    assert sum(table.values()) == size
    if size >= 8:
        assert all(table[name, 2014] >= 1 for name in TABLE)
    if size >= 100:
        for name, (total, new) in TABLE.items():
            mine = sum(table[name, year] for year in range(2008, 2015))
            assert abs(mine - total * scale) <= (1 if total < 50000 else 8)
            assert abs(table[name, 2014] - new * scale) <= 2


def test_apportion_by_largest_remainder():
    assert report.apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert report.apportion(10, [53, 24, 23]) == [5, 3, 2]
    assert report.apportion(5, [98, 1, 1], [1, 1, 1]) == [3, 1, 1]
    assert report.apportion(2, [98, 1, 1], [1, 1, 1]) == [1, 1, 0]


def test_large_scales_use_six_digits_and_split_folders():
    items = list(islice(plan(40), 4000))
    assert all(re.fullmatch(r"\d{9}/2008-\d{6}", item.index) for item in items)
    assert any(re.search(r"/2008/05/\d\d$", item.folder) for item in items)


def test_workdays():
    assert workdays.back(date(2014, 2, 10), 2) == date(2014, 1, 30)  # over the spring festival
    assert workdays.back(date(2008, 5, 6), 9) == workdays.FIRST
    assert workdays.back(date(2013, 6, 17), 1) == date(2013, 6, 14)
    assert all(day.month == 10 and day.day > 7 for day in workdays.publication_days(2013, 10))


def test_every_rule_and_slot_exists():
    topic_words = {"o", "a", "p", "r", "i", "w", "T"}
    facts = {"AG", "ag", "Y", "LY", "NY", "M", "D", "PM", "NM", "PERIOD"}
    for name, rule in RULES.items():
        assert rule.choices, name
        for choice in rule.choices:
            for slot in choice[1::2] if isinstance(choice, tuple) else ():
                assert isinstance(slot, tuple) or slot in facts or slot in topic_words \
                    or slot in RULES or slot.lower() in RULES, (name, slot)
    for topic in TOPICS:
        assert topic_words <= set(topic.rules), topic.name
        assert len(topic.indicators) >= 5 and (not topic.key_area or topic.key_area in AREAS)
        assert all(name in {agency.name for agency in AGENCIES} for name in topic.agencies)


def test_written_items_are_valid(small):
    names = {row.name: row.code for row in AGENCIES}
    files = sorted((small / "items").rglob("*.md"))
    assert len(files) == round(58660 * .01)
    seen = set()
    for path in files:
        head, body = read(path)
        assert set(head) <= KEYS and all(head.get(key, "").strip() for key in REQUIRED)
        assert head["Index"] not in seen
        seen.add(head["Index"])
        category, leaf = head["Category"].split("/")
        slug = next(one.slug for one in LEAVES[category] if one.name == leaf)
        assert path.relative_to(small / "items").parts[:3] == (SLUGS[category], slug, head["Date"][:4])
        assert head["Index"].startswith(names[head["Agency"]])
        assert head["Created"] <= head["Review"][:10] <= head["Date"]
        assert head["Review"][10:] == " 保密审查员 可以公开"
        assert 20 <= len(head["Summary"]) <= 100 and head["Summary"] != head["Title"]
        assert head.get("Key-Area", "招投标") in AREAS
        assert len(body) > 120 and not re.search(r"^# |[{}]", body, re.M)
        for link in re.findall(r"\]\(([^)]+)\)", body):
            assert (path.parent / link).is_file()


def test_written_items_name_no_number_of_a_person(small):
    for path in (small / "items").rglob("*.*"):
        text = path.read_text(encoding="utf-8-sig").replace("0145008", "")
        assert not re.search(r"1[3-9]\d{9}|\d{15}", text), path


def test_tables_add_up(tmp_path):
    write(tmp_path / "content", 0.03, 7)
    checked = 0
    for path in (tmp_path / "content" / "items").rglob("*.md"):
        rows = [line.strip("| ").split(" | ") for line in read(path)[1].split("\n") if line.startswith("| ")]
        if rows and rows[0][0] == "单位" and rows[-1][0] == "合计":
            for column in (1, 2):
                assert sum(int(row[column]) for row in rows[2:-1]) == int(rows[-1][column]), path
            checked += 1
    assert checked > 10


def test_attachments_are_spreadsheet_files(tmp_path):
    write(tmp_path / "content", 0.03, 7)
    sheets = list((tmp_path / "content" / "items").rglob("*-fubiao.csv"))
    assert sheets
    for path in sheets:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with open(path, encoding="utf-8-sig", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) == 1
        assert path.with_name(path.name.replace("-fubiao.csv", ".md")).is_file()


def test_registers(small, tmp_path):
    with open(small / "registers" / "agencies.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["code", "name", "office", "leader", "responsible", "address", "hours", "phone",
                             "email"]
    assert len(rows) == len(AGENCIES) and all(row["phone"].startswith("0791-0100 ") for row in rows)
    assert "23462" not in (small / "registers" / "declared.csv").read_text(encoding="utf-8")


def test_the_report_agrees_with_items_and_registers(small, tmp_path):
    """Built as a site: each figure of the text is what is counted."""
    project = Quick(tmp_path)
    shutil.copytree(small, project.content, dirs_exist_ok=True)
    project.good(conf="publishconf.py")
    check = project.soup("reports/2014.html").select_one(".rr-check")
    rows = [row.find_all("td") for row in check.select(".rr-figures--check tbody tr")]
    states = [cells[2].get_text()[:2] for cells in rows]
    assert (states.count("一致"), states.count("申报")) == (20, 1)  # that there were no complaints is declared
    text = check.get_text()
    assert "表里有数的 18 格，全部与算出的一致" in text and "表里有数的 56 格，全部与算出的一致" in text and "不成立" not in text


@pytest.mark.parametrize("scale", [0.0001, 0.01, 0.5, 1, 3])
def test_figures_of_registers_are_scaled_and_none_vanishes(scale):
    found = registers.figures(scale)
    assert min(found[name] for name in registers.FIGURES) >= 1 and found["received"] <= found["kept"]
    assert found["letters"] + found["participants"] == found["interactions"]
    if scale == 1:
        assert {name: found[name] for name in registers.FIGURES} == registers.FIGURES
        assert (found["interactions"], found["kept"], found["received"], found["cancelled"], found["forms"]) == (1172, 285, 45, 2, 174)


def tree(folder):
    """Every file and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_bytes_with_any_hash_seed(tmp_path):
    for name in ("0", "12345"):
        done = run(tmp_path / name, "--scale", "0.005", PYTHONHASHSEED=name)
        assert done.returncode == 0 and done.stdout.count("\n") == 1 and "293 条" in done.stdout
    assert tree(tmp_path / "0") == tree(tmp_path / "12345")
    run(tmp_path / "other", "--scale", "0.005", "--seed", "9")
    assert tree(tmp_path / "0") != tree(tmp_path / "other")


def test_two_processes_write_what_one_does(tmp_path, monkeypatch):
    write(tmp_path / "two", 0.05)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    write(tmp_path / "one", 0.05)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_refuses_a_folder_of_others(tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    done = run(tmp_path, "--scale", "0.001", PYTHONUTF8="1")
    assert done.returncode == 2 and "拒绝写入" in done.stderr and not done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_replaces_its_own_folder(tmp_path):
    write(tmp_path, 0.002)
    stale = tmp_path / "items" / "stale.md"
    stale.write_text("x", encoding="utf-8")
    write(tmp_path, 0.001)
    assert not stale.exists() and (tmp_path / MARKER).is_file()
    assert len(list((tmp_path / "items").rglob("*.md"))) == 59


def test_refuses_a_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(Refused):
        write(path, 0.001)


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "many"])
def test_refuses_a_scale_that_is_none(tmp_path, scale):
    assert run(tmp_path / "x", "--scale", scale).returncode == 2
    assert not (tmp_path / "x").exists()
