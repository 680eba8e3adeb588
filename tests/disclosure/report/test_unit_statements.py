"""What some units state is never the district's number without a word: declared numbers stay, and who stated nothing is told."""

from __future__ import annotations

import re

import pytest

from tests.disclosure.report.test_unit_reports import draft, finished
from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS, report, request, said
from tests.kit.unit_totals import HEAD, totals

pytestmark = pytest.mark.xdist_group("report")

REGISTER, DECLARED = "registers/report_figures.csv", "registers/declared.csv"
LICENCES, DOCUMENTS, FEES = "第二十条第（五）项：行政许可", "第二十条第（一）项：行政规范性文件", "第二十条第（八）项：行政事业性收费"
COLUMNS = "code,name,office,leader,responsible,address,hours,phone,email,since,until\n"
NAMES = {"A1": "区财政局,{},,", "B2": "区民政局,{},,", "C3": "区审计局,{},,", "D4": "区旧局,{},,2019-05-31", "E5": "区新局,{},2022-02-01,", "014500858": "区政府办公室,{},,"}
AGENCIES = COLUMNS + "".join(f"{code},{row.format('科,甲,乙,某路,工作日,0791-0100 0858,')}\n" for code, row in NAMES.items())
"""Six units, of which four exist in 2021."""


@pytest.fixture
def units(quick: Quick) -> Quick:
    quick.write({"registers/agencies.csv": AGENCIES})
    return quick


def of_registers(found: list[str]) -> list[str]:
    return [line for line in found if line.startswith("registers/")]


def stated(*numbers: tuple[str, dict]) -> str:
    return HEAD + "".join(totals(agency, 2021, "表2", rows) for agency, rows in numbers)


def declared(*rows: tuple[str, object]) -> str:
    return "year,figure,value,carried,source\n" + "".join(f"2021,{name},{value},区政府\n" for name, value in rows)


def cells(project: Quick, label: str) -> list[str]:
    page = project.soup("reports/2021/actions.html")
    return next([cell.get_text() for cell in row.find_all("td")] for row in page.select("tbody tr") if row.th.get_text() == label)


def test_a_declared_number_stays_and_what_units_state_stands_beside_it(units: Quick) -> None:
    files = {
        DECLARED: declared(("行政许可决定数", "1286,"), ("现行有效规范性文件数", "35,35")),
        REGISTER: stated(("区财政局", {LICENCES: (22,), DOCUMENTS: (0, 0, 47)}), ("区民政局", {LICENCES: (8,)})),
        "reports/2021.md": report("许可[1,286件](figure:行政许可决定数)，文件[36件](figure:现行有效规范性文件数 \"草\")。\n", 2021),
    }
    found = of_registers(said(units, files))
    said_of = [line for line in found if "行政许可" in line]
    assert said_of == [
        f"{DECLARED}:2: 提醒：2021年的“行政许可决定数”公布的是 1,286，2 个单位报的合计是 30，另有 2 个单位没有报（区审计局、区政府办公室）；全区的数是 1,286；核对两边的数；公布的数不用了的，删去这一行"
    ]
    assert any(line.startswith(f"{DECLARED}:3: 提醒：2021年的“现行有效规范性文件数”公布的是 35，2 个单位报的合计是 47") for line in found)
    assert cells(units, LICENCES)[3] == "1,286" and cells(units, DOCUMENTS)[2] == "37"
    page = next(path.read_text() for path in (units.output / "reports/2021").glob("f-*.html") if "<h1" in path.read_text() and "行政许可决定数" in path.read_text()[:1500])
    assert "2 个单位报的合计是 30件，另有 2 个单位没有报；全区公布过的数不因此改动。" in page
    assert "2 个单位报的合计是 30件" in units.soup("reports/2021/index.html").get_text()


def test_a_declared_number_that_all_units_together_state_is_quiet(units: Quick) -> None:
    every = [(name.partition(",")[0], {LICENCES: (10,), DOCUMENTS: (0, 0, 2 * (code == "014500858"))}) for code, name in NAMES.items() if code not in ("D4", "E5")]
    found = of_registers(said(units, {DECLARED: declared(("行政许可决定数", "40,")), REGISTER: stated(*every), "reports/2021.md": report("许可[40件](figure:行政许可决定数)。\n", 2021)}))
    assert found == []


def test_a_sum_of_some_units_says_how_many_stated_nothing_in_check_draft_and_page(units: Quick) -> None:
    rows = stated(("区财政局", {LICENCES: (22,), FEES: ("1.5",)}))
    note = "1 个单位报了这张表的合计；2021年的机构里，另有 3 个既没有报，也没有逐件登记：区民政局、区审计局、区政府办公室"
    found = of_registers(said(units, {REGISTER: rows, "reports/2021.md": report("许可[22件](figure:行政许可决定数)。\n", 2021)}))
    assert found == [f"{REGISTER}:2: 提醒：2021年的表2：{note}；补登这些单位的数；全区另有统计数的，在 declared.csv 登记"]
    assert cells(units, LICENCES)[3] == "22" and note in units.soup("reports/2021/actions.html").get_text()
    (units.content / "reports/2021.md").unlink()
    assert draft(units, "--year=2021").returncode == 0
    text = (units.content / "reports/2021.md").read_text(encoding="utf-8")
    assert f"〔看完删去：{note}。〕" in text
    assert any(f"2021年的表2：{note}" in line for line in of_registers(said(units, {})))


def test_rows_of_a_unit_are_not_added_to_what_it_states(units: Quick) -> None:
    licence = "number,document,party,party_kind,kind,content,decided,valid_from,valid_until,agency,status,published\n"
    one = "许{},决定书,某某有限公司,法人及非法人组织,普通,某事,2021-03-01,2021-03-01,2036-02-28,{},有效,2021-03-03\n"
    said(units, {
        "registers/licences.csv": licence + one.format(1, "区财政局") + one.format(2, "区民政局"), REGISTER: stated(("区财政局", {LICENCES: (22,)})),
        "reports/2021.md": report("许可[23件](figure:行政许可决定数)。\n", 2021),
    })
    assert cells(units, LICENCES)[3] == "23"


def test_documents_of_units_are_summed_whether_the_catalogue_has_one_of_the_year_or_not(units: Quick) -> None:
    files = {REGISTER: stated(("区财政局", {DOCUMENTS: (25, 20, 5)}), ("区民政局", {DOCUMENTS: (5, 2, 3)})), "reports/2021.md": report("制发[30件](figure:制发规范性文件数)。\n", 2021)}
    found = said(units, files)
    assert not [line for line in found if "不加" in line or "制发" in line]
    assert cells(units, DOCUMENTS)[:2] == ["30", "22"]
    filed = units.content / "items/a.md"
    filed.write_text(filed.read_text(encoding="utf-8").replace("2014-", "2021-"), encoding="utf-8")
    said(units, {})
    assert cells(units, DOCUMENTS)[:2] == ["31", "22"]


def test_a_unit_of_which_nothing_is_known_a_year_earlier_is_not_compared_with_zero(units: Quick) -> None:
    numbers = {"一、本年新收政府信息公开申请数量": (1, 0, 0, 0, 0, 0), "二、上年结转政府信息公开申请数量": (6, 0, 0, 0, 0, 0), "（一）予以公开": (7, 0, 0, 0, 0, 0)}
    left = request("1", "2020-12-20", "2021-01-12").replace("区政府办公室", "区民政局")
    units.write({"registers/requests.csv": REQUESTS + left, REGISTER: HEAD + totals("区财政局", 2021, "表3", numbers)})
    texts = {"reports/2021-A1.md": finished(units, "区财政局", "A1")}
    assert draft(units, "--year=2021").returncode == 0
    path = units.content / "reports/2021.md"
    texts["reports/2021.md"] = re.sub("〔[^〕]*〕", "已写", path.read_text(encoding="utf-8").replace("Status: draft\n", ""))
    assert not [line for line in said(units, texts) if "结转" in line]
    wrong = texts["reports/2021.md"].replace("| 二、上年结转政府信息公开申请数量 | 7 | 0 |", "| 二、上年结转政府信息公开申请数量 | 8 | 0 |")
    assert wrong != texts["reports/2021.md"]
    assert any("上年结转是 8，上年的结转下年度是 7" in line for line in said(units, {"reports/2021.md": wrong}))


def test_zeros_of_a_unit_without_a_row_are_told_in_its_draft(units: Quick) -> None:
    units.write({"registers/requests.csv": REQUESTS + request("1", "2021-03-01", "2021-03-10")})
    assert draft(units, "--year=2021", "--agency=区财政局").returncode == 0
    text = (units.content / "reports/2021-A1.md").read_text(encoding="utf-8")
    assert "〔看完删去：登记簿里没有区财政局2021年的记录，它也没有报合计：各格照 0 列，没有核对过。〕" in text
