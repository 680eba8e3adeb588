"""Registers with a description: rows, numbers, links, downloads and places in search and supervision are those of the file."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

from disclosure.register_pages.described_sheets import TOGETHER
from disclosure.registers import names
from disclosure.registers.descriptions import DESCRIPTIONS
from disclosure.supervision import register_figures

from tests.disclosure.registers.test_act_checks import ALL
from tests.disclosure.registers.test_register_checks import sheet as register
from tests.kit.places import places_in
from tests.kit.project import item
from tests.kit.published_files import sheet, table
from tests.kit.quick_builds import Quick


def built(made: Quick) -> str:
    """Build; assert that there are no errors. Rows past their publicity are reminders."""
    printed = made.build().stdout
    assert "处错误" not in printed or "共 0 处错误" in printed, printed
    return printed


STEPS = ("participated", "argued", "reviewed", "discussed")


def penalties(number: int, first: date = date(2020, 1, 1)) -> list[dict[str, str]]:
    """Return rows of penalties of two years, day by day, from units in turn."""
    kinds = ({"kind": "罚款", "fine": "0.5"}, {"kind": "警告、没收违法所得", "fine": "", "confiscated": "1.25"}, {"kind": "警告", "fine": ""})
    rows = []
    for place in range(number):
        day = first + timedelta(days=place % 700)
        rows.append(ALL["penalties"] | kinds[place % 3] | {
            "number": f"罚{place:05d}", "decided": day.isoformat(), "published": (day + timedelta(days=5 + 20 * (place % 10 == 0))).isoformat(),
            "public_until": (day + timedelta(days=365)).isoformat(), "agency": ("区财政局", "区商务局")[place % 2],
        })
    return rows


def site(folder: Path, **registers: list[dict[str, str]]) -> Quick:
    """Write a content folder with five items and some registers."""
    made = Quick(folder)
    made.write({f"items/{number}.md": item(Title=f"第{number}条", Index=f"1/{number}", Agency="区财政局") for number in range(1, 6)})
    made.write({f"registers/{name}.csv": register(name, *rows) for name, rows in registers.items()})
    return made


def test_every_register_is_shown_counted_and_can_be_downloaded(tmp_path: Path) -> None:
    made = site(tmp_path, **{name: [row] for name, row in ALL.items()})
    built(made)
    package = {one["path"]: one for one in json.loads((made.output / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
    index = {link["href"] for link in made.soup("registers/index.html").select("main a")}
    overview = table(made, "supervision/index.html", "registers")
    assert "supervision/registers.csv" in package and made.soup("data/index.html").find("a", href="../supervision/registers.csv")
    for name, described in DESCRIPTIONS.items():
        page = made.soup(f"registers/{name}.html")
        (row,) = page.select(f"section[aria-labelledby={name}-list] tbody tr")
        assert row.th.get_text() == ALL[name][described.listed[0]] and page.h1.get_text() == described.title
        shown = [cell.get_text() for cell in row.find_all(["th", "td"])]
        filled = [ALL[name][column] for column in described.listed if ALL[name].get(column)]  # empty columns are not shown
        assert all(value in text for value, text in zip(filled, shown, strict=True))
        assert sheet(made, f"data/{name}.csv")[0] | ALL[name] == sheet(made, f"data/{name}.csv")[0]
        assert package[f"data/{name}.csv"]["schema"]["primaryKey"] and {f"../registers/{name}.html", f"../data/{name}.csv"} <= index
        assert overview[described.title]["件数"] == 1 and overview[described.title]["最近一件"] == ALL[name][described.day]


def test_an_empty_register_says_so_and_one_that_is_not_there_has_no_page(tmp_path: Path) -> None:
    made = site(tmp_path, licences=[])
    built(made)
    assert "登记簿里没有记录：没有行政许可决定。" in made.soup("registers/licences.html").get_text()
    assert not (made.output / "registers/penalties.html").exists() and "行政处罚结果" not in made.soup("registers/index.html").get_text()
    assert table(made, "supervision/index.html", "registers")["行政许可结果"]["件数"] == 0


def test_steps_of_a_decision_lead_to_their_items(tmp_path: Path) -> None:
    row = ALL["decisions"] | {f"{step}_item": f"1/{number}" for number, step in enumerate(STEPS, 1)} | {"item": "1/5"}
    made = site(tmp_path, decisions=[row])
    built(made)
    links = [link["href"] for link in made.soup("registers/decisions.html").select("section[aria-labelledby=decisions-list] tbody a")]
    assert links == ["../items/2014/1-5.html", *(f"../items/2014/1-{number}.html" for number in range(1, 5))]
    (made.content / "items/2.md").unlink()  # only the page of the register tells that the item is gone
    done = made.build()
    assert "registers/decisions.csv:2: 索引号“1/2”不在本站" in done.stdout
    assert len(made.soup("registers/decisions.html").select("section[aria-labelledby=decisions-list] tbody a")) == 4
    made.assert_clean()


def test_numbers_by_year_and_unit_are_those_of_the_rows(tmp_path: Path) -> None:
    rows = penalties(TOGETHER)
    made = site(tmp_path, penalties=rows)
    built(made)
    shown = table(made, "registers/penalties.html", "penalties-by-year")
    assert shown == {"2020年": {"件数": 200, "警告": 133, "罚款": 67, "没收违法所得": 67, "罚款金额（万元）": "33.50", "没收违法所得、没收非法财物的金额（万元）": "83.75"}}
    assert table(made, "registers/penalties.html", "penalties-by-unit")["区商务局"] == {"件数": 100, "最近一件": max(row["decided"] for row in rows)}
    first = made.soup("registers/penalties.html").select_one("section[aria-labelledby=penalties-list] tbody th").get_text()
    assert first == f"罚{TOGETHER - 1:05d}" and not (made.output / "registers/penalties").exists()


def test_a_long_register_has_pages_of_years_that_a_new_row_leaves_alone(tmp_path: Path) -> None:
    rows = penalties(1900)
    made = site(tmp_path, penalties=rows)
    built(made)
    of_year = {year: [row["number"] for row in rows if row["decided"].startswith(year)] for year in ("2020", "2021")}
    pages = {path.stem: path for path in (made.output / "registers/penalties").glob("*.html")}
    assert sorted(pages) == ["2020", "2020-2", "2021", "2021-2"]
    found: dict[str, list[str]] = {"2020": [], "2021": []}
    for name in sorted(pages):
        soup = made.soup(f"registers/penalties/{name}.html")
        numbers = [cell.get_text() for cell in soup.select("tbody th")]
        assert 0 < len(numbers) <= 800 and pages[name].stat().st_size < 1_000_000
        found[name[:4]] += numbers
    assert {year: sorted(numbers) for year, numbers in found.items()} == {year: sorted(numbers) for year, numbers in of_year.items()}
    main = made.soup("registers/penalties.html")
    assert [link["href"] for link in main.select("section[aria-labelledby=penalties-by-year] a[href$='.html']")] == ["../registers/penalties/2021.html", "../registers/penalties/2020.html"]
    assert not main.select("section[aria-labelledby=penalties-list]")
    before = made.tree()
    made.write({"registers/penalties.csv": register("penalties", *rows, rows[-1] | {"number": "罚99999", "decided": "2021-12-31", "published": "2021-12-31"})})
    built(made)
    changed = {path for path, digest in made.tree().items() if before.get(path) != digest and path.startswith("registers/penalties")}
    assert changed == {"registers/penalties.html", "registers/penalties/2021-2.html"}
    made.write({"registers/penalties.csv": register("penalties", *rows[:TOGETHER])})
    built(made)
    assert not (made.output / "registers/penalties").exists()
    made.assert_clean()


def test_a_page_of_a_year_follows_the_item_that_its_rows_name(tmp_path: Path) -> None:
    rows = penalties(TOGETHER + 1)
    made = site(tmp_path, penalties=[rows[0] | {"item": "1/3"}, *rows[1:]])
    built(made)
    assert [link["href"] for link in made.soup("registers/penalties/2020.html").select("tbody a")] == ["../../items/2014/1-3.html"]
    made.write({"items/3.md": item(Title="第3条", Index="1/3", Agency="区财政局", Withdrawn="2014-05-01 内容有误")})
    made.build()
    assert not made.soup("registers/penalties/2020.html").select("tbody a")
    made.assert_clean()


def test_the_supervision_counts_rows_and_late_ones_of_each_unit_and_year(tmp_path: Path) -> None:
    rows = penalties(300, date(2020, 3, 1))
    late = {"区财政局": 30, "区商务局": 0}
    made = site(tmp_path, penalties=rows, proposals=[ALL["proposals"] | {"replied": "2022-06-02"}], licences=[ALL["licences"] | {"decided": "2013-12-02", "published": "2014-01-06"}])
    built(made)
    counted = [line for line in sheet(made, "supervision/registers.csv") if line["登记簿"] == "行政处罚结果"]
    assert {line["发布机构"]: int(line["逾期"]) for line in counted} == late and sum(int(line["件数"]) for line in counted) == 300
    shown = table(made, "supervision/2020.html", "units-registers")
    assert shown["区财政局"] == {"行政处罚结果": 150, "行政处罚结果其中逾期": 30} and shown["合计"]["行政处罚结果"] == 300
    overview = table(made, "supervision/index.html", "registers")
    assert (overview["行政处罚结果"]["逾期"], overview["建议提案办理"]["逾期"], overview["行政许可结果"]["逾期"]) == (30, 1, 0)
    header, *lines = csv.reader(io.StringIO((made.output / "supervision/units.csv").read_text(encoding="utf-8-sig")))
    assert [line for line in lines if set(line[2:]) == {"0"}] == [] and header


def late_and_missing(made: Quick) -> tuple[int, ...]:
    """Return how many proposals without an answer are late and missing, in the overview, on the page of their year and in the file."""
    overview = table(made, "supervision/index.html", "registers")["建议提案办理"]
    year = table(made, "supervision/2013.html", "units-registers")["区财政局"]
    (line,) = [line for line in sheet(made, "supervision/registers.csv") if line["登记簿"] == "建议提案办理"]
    return overview["逾期"], overview["还缺"], year["建议提案办理其中逾期"], int(line["逾期"])


def test_what_is_missing_is_counted_up_to_the_newest_day_of_the_site(tmp_path: Path) -> None:
    rows = [ALL["proposals"] | {"number": f"R{month}", "year": "2013", "assigned": f"2013-{month:02d}-02", "replied": "", "outcome": "", "opinion": ""} for month in (11, 12)]
    made = site(tmp_path, proposals=rows)
    made.build()  # the newest item is of 2014-03-18
    assert late_and_missing(made) == (2, 2, 2, 2)
    made.write({f"items/{number}.md": item(Title=f"第{number}条", Index=f"1/{number}", Agency="区财政局", Created="2014-02-01", Date="2014-02-28", Review="2014-02-20 保密审查员 可以公开") for number in range(1, 6)})
    made.build()
    assert late_and_missing(made) == (1, 1, 1, 1)
    made.assert_clean()


def test_the_search_finds_rows_once_on_the_pages_where_they_stand(tmp_path: Path) -> None:
    rows = penalties(TOGETHER + 1)
    matter = {
        "area": "救灾", "matter": "救灾", "sub_matter": "应急预案", "content": "全文", "basis": "条例", "limit": "20日", "agency": "区财政局", "channel": "网站",
        "audience": "全社会", "manner": "主动公开", "place": "单位：区财政局",
    }
    made = site(tmp_path, penalties=rows, meetings=[ALL["meetings"]], standards=[matter])
    made.build(DISCLOSURE_SEARCH=True)
    found = places_in(made.output)
    wanted = {rows[7]["number"]: "registers/penalties/2020.html", ALL["meetings"]["title"]: "registers/meetings.html", "应急预案": "standards/disasters.html"}
    for title, page in wanted.items():
        (address,) = [address for address, place in found.items() if place.title == title and "#row-" in address]
        assert address.startswith(f"{page}#row-") and found[address].kind == "登记簿"
    assert not [address for address, place in found.items() if place.title in ("区财政局", "2020年") and address.startswith("registers/") and "#row-" in address]


def test_identity_numbers_are_refused_in_every_register(tmp_path: Path) -> None:
    number = "11010519491231002X"  # the example of the standard for such numbers
    changes = {"licences": "content", "penalties": "fact", "decisions": "result", "meetings": "topics", "proposals": "title", "consultations": "how"}
    made = site(tmp_path, **{name: [ALL[name] | {column: f"证件号码{number}"}] for name, column in changes.items()})
    printed = made.build().stdout
    for name in changes:
        assert re.search(rf"registers/{name}\.csv:2: (?!提醒).*身份证", printed), name


def test_every_register_of_the_supervision_is_one(tmp_path: Path) -> None:
    assert set(register_figures.REGISTERS) <= set(names())
