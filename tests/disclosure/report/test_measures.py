"""Units of stated numbers: the figure's own, converted exactly, or told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from disclosure.report.measures import measured

from tests.kit.quick_builds import Quick
from tests.kit.reports import REQUESTS, entries, report, request, said

pytestmark = pytest.mark.xdist_group("report")


@pytest.mark.parametrize(("text", "unit", "behind", "value"), [
    ("4件", "件", "", "4"), ("4", "件", "件，", "4"), ("4", "件", "", "4"), ("4份", "件", "", "4"), ("3期", "次", "", "3"), ("4（件）", "件", "", "4"), ("4", "件", "年内", "4"),
    ("4百件", "件", "", "400"), ("4", "件", "百件", "400"), ("4百", "件", "件", "400"), ("11,693万条", "条", "", "116930000"), ("1.2万条", "条", "", "12000"),
    ("1亿2,000万条", "条", "", "120000000"), ("一亿二千万条", "条", "", "120000000"), ("四百件", "件", "", "400"),
    ("18.6万元", "万元", "", "18.6"), ("18.6", "万元", "万元", "18.6"), ("29.5元", "万元", "", "0.00295"), ("3千元", "万元", "", "0.3"), ("2亿元", "万元", "", "20000"), ("十八万元", "万元", "", "18"),
    ("83人", "人次", "次", "83"), ("百分之五", "%", "", "5"), ("5‰", "%", "", "0.5"), ("24万元", "", "", "24"), ("24元", "", "", "0.0024"),
])
def test_a_number_is_read_in_the_unit_of_its_figure(text: str, unit: str, behind: str, value: str) -> None:
    found = measured(text, unit, behind)
    assert (found.stated.value, found.fault) == (Decimal(value), "")


@pytest.mark.parametrize(("text", "unit", "behind", "fault"), [
    ("4人", "件", "", "人"), ("4", "件", "人", "人"), ("4天", "件", "", "天"), ("4平方米", "件", "", "平方米"), ("83人次", "人", "", "人次"), ("83人", "人次", "", "人"),
    ("18.6件", "万元", "", "件"), ("18.6%", "万元", "", "%"), ("4万元", "件", "", "元"), ("99.2条", "%", "", "条"), ("4次", "件", "", "次"), ("4申请", "件", "", "申请"), ("九成", "%", "", "成"),
])
def test_another_unit_is_told(text: str, unit: str, behind: str, fault: str) -> None:
    assert measured(text, unit, behind).fault == fault


@pytest.mark.parametrize(("text", "least", "beyond"), [("4百余件", 400, 500), ("1.2万余件", 12000, 13000), ("20余万件", 200000, 300000), ("150余件", 150, 160)])
def test_more_than_a_multiple_has_its_span(text: str, least: int, beyond: int) -> None:
    stated = measured(text, "件").stated
    assert stated.agrees(least) and stated.agrees(beyond - 1) and not stated.agrees(beyond) and not stated.agrees(least - 1)


def test_multipliers_in_no_order_are_no_number() -> None:
    assert measured("1万2亿条", "条") is None


def test_units_of_a_report_are_compared_in_marks_cells_and_headings(quick: Quick) -> None:
    rows = REQUESTS + "".join(request(str(number), "2021-03-01", "2021-03-10") for number in range(4))
    declared = "year,figure,value,carried,source\n2021,行政事业性收费金额,1627.17,,区财政局\n2021,政府集中采购金额,0.00295,,区财政局\n"
    files = {"registers/requests.csv": rows, "registers/declared.csv": declared}
    right = "[4件](figure:收到申请数)，[4](figure:收到申请数)件，[29.5元](figure:政府集中采购金额)，[1,627.17万元](figure:行政事业性收费金额)。\n"
    assert said(quick, files | {"reports/2021.md": report(right, 2021)}) == []
    assert entries(quick, 2021)["政府集中采购金额"][2].startswith("申报数")
    wrong = "[4百件](figure:收到申请数)。\n[4](figure:收到申请数)人。\n[1,627.17元](figure:行政事业性收费金额)。\n[4千](figure:收到申请数)件。\n"
    found = [line.partition("；")[0] for line in said(quick, {"reports/2021.md": report(wrong, 2021)})]
    assert found == [
        "reports/2021.md:5: “收到申请数”文中是 400件，算出来是 4件，文中多 396件",
        "reports/2021.md:6: “收到申请数”的单位是“件”，文中的“4”写的是“人”",
        "reports/2021.md:7: “行政事业性收费金额”文中是 0.162717万元，申报是 1,627.17万元，文中少 1,627.007283万元",
        "reports/2021.md:8: “收到申请数”文中是 4,000件，算出来是 4件，文中多 3,996件",
    ]


def test_units_in_a_table_are_compared(quick: Quick) -> None:
    declared = "year,figure,value,carried,source\n2021,行政事业性收费金额,863,,区财政局\n2021,行政许可决定数,30,,区财政局\n"
    head = "[表](table:表2)\n\n| 信息内容 | 制发 | 废止 | 现行有效 | 处理决定 | 本年收费金额（万元） |\n| --- | --- | --- | --- | --- | --- |\n"
    rows = {"第二十条第（一）项：规章": "| — | — | — | — | — |", "第二十条第（一）项：行政规范性文件": "| — | — | — | — | — |",
            "第二十条第（五）项：行政许可": "| — | — | — | 30件 | — |", "第二十条第（六）项：行政处罚": "| — | — | — | — | — |",
            "第二十条第（六）项：行政强制": "| — | — | — | — | — |", "第二十条第（八）项：行政事业性收费": "| — | — | — | — | 863万元 |"}
    text = head + "".join(f"| {label} {cells}\n" for label, cells in rows.items())

    def of_units(changed: str) -> list[str]:
        found = said(quick, {"registers/declared.csv": declared, "reports/2021.md": report(changed, 2021)})
        return [line.partition("；")[0] for line in found if "规范性文件" not in line]

    assert of_units(text) == []
    assert of_units(text.replace("30件", "30人")) == ["reports/2021.md:11: “第二十条第（五）项：行政许可”（本年处理决定数量）的单位是“件”，格里的“30人”写的是“人”"]
    assert any("文中是 863元，算出来是 863万元，文中少 862.9137万元" in line for line in of_units(text.replace("863万元", "863元")))
    assert of_units(text.replace("金额（万元）", "金额（元）")) == ["reports/2021.md:5: “表”的列名“本年收费金额（元）”写的单位是“元”，金额的单位是“万元”"]
