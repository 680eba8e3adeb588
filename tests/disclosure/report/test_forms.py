"""The printed forms: the words of the statutory tables, and the same numbers on the page, in the workbook and in the document."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from bs4 import Tag
from disclosure.report import form_document, form_files, form_workbook, forms
from disclosure.report.editions import EDITIONS, edition_of
from docx import Document
from openpyxl import load_workbook

from tests.kit.quick_builds import Quick
from tests.kit.reports import said

pytestmark = pytest.mark.xdist_group("report")

ALL = [(edition, form) for edition in EDITIONS for form in forms.forms_of(edition)]
NAMED = pytest.mark.parametrize(("edition", "form"), ALL, ids=lambda one: getattr(one, "key", None) or one.name)

TOP = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
DENIED = [
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷",
    "8.属于行政查询事项",
]
REST = [
    "（四）无法提供", "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确", "（五）不予处理", "1.信访举报投诉类申请", "2.重复申请",
    "3.要求提供公开出版物", "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息",
]
PARTS = [
    "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果", "（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（三）不予公开",
    *DENIED, *REST, "（六）其他处理",
]
OTHER = ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他"]
END = ["（七）总计", "四、结转下年度继续办理"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
WORDS = {
    ("2021", "表2"): [
        "第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "行政规范性文件", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可",
        "第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "行政强制", "第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费",
    ],
    ("2021", "表3"): [*TOP, *PARTS, *OTHER, *END],
    ("2021", "表4"): ["行政复议", "行政诉讼", *OUTCOMES, "未经复议直接起诉", "复议后起诉", *OUTCOMES, *OUTCOMES],
    ("2019", "表2"): [
        "第二十条第（一）项", "信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章", "规范性文件",
        "第二十条第（五）项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量", "行政许可", "其他对外管理服务事项",
        "第二十条第（六）项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量", "行政处罚", "行政强制",
        "第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购",
    ],
    ("2008", "统计表"): [cell for line in """统计指标|单位|统计数
一、主动公开情况|——|——
（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条
其中：主动公开规范性文件数|条
制发规范性文件总数|件
（二）通过不同渠道和方式公开政府信息的情况|——|——
1. 政府公报公开政府信息数|条
2. 政府网站公开政府信息数|条
3. 政务微博公开政府信息数|条
4. 政务微信公开政府信息数|条
5. 其他方式公开政府信息数|条
二、回应解读情况|——|——
（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次
（二）通过不同渠道和方式回应解读的情况|——|——
1. 参加或举办新闻发布会总次数|次
其中：主要负责同志参加新闻发布会次数|次
2. 政府网站在线访谈次数|次
其中：主要负责同志参加政府网站在线访谈次数|次
3. 政策解读稿件发布数|篇
4. 微博微信回应事件数|次
5. 其他方式回应事件数|次
三、依申请公开情况|——|——
（一）收到申请数|件
1. 当面申请数|件
2. 传真申请数|件
3. 网络申请数|件
4. 信函申请数|件
（二）申请办结数|件
1. 按时办结数|件
2. 延期办结数|件
（三）申请答复数|件
1. 属于已主动公开范围数|件
2. 同意公开答复数|件
3. 同意部分公开答复数|件
4. 不同意公开答复数|件
其中：涉及国家秘密|件
涉及商业秘密|件
涉及个人隐私|件
危及国家安全、公共安全、经济安全和社会稳定|件
不是《条例》所指政府信息|件
法律法规规定的其他情形|件
5. 不属于本行政机关公开数|件
6. 申请信息不存在数|件
7. 告知作出更改补充数|件
8. 告知通过其他途径办理数|件
四、行政复议数量|件
（一）维持具体行政行为数|件
（二）被依法纠错数|件
（三）其他情形数|件
五、行政诉讼数量|件
（一）维持具体行政行为或者驳回原告诉讼请求数|件
（二）被依法纠错数|件
（三）其他情形数|件
六、举报投诉数量|件
七、依申请公开信息收取的费用|万元
八、机构建设和保障经费情况|——|——
（一）政府信息公开工作专门机构数|个
（二）设置政府信息公开查阅点数|个
（三）从事政府信息公开工作人员数|人
1. 专职人员数（不包括政府公报及政府网站工作人员数）|人
2. 兼职人员数|人
（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元
九、政府信息公开会议和培训情况|——|——
（一）召开政府信息公开工作会议或专题会议数|次
（二）举办各类培训班数|次
（三）接受培训人员数|人次""".splitlines() for cell in line.split("|")],
    ("2019", "表3"): [*TOP, *PARTS, *END],
    ("2019", "表4"): ["行政复议", "行政诉讼", *OUTCOMES, "未经复议直接起诉", "复议后起诉", *OUTCOMES, *OUTCOMES],
}
"""What is printed on the forms, row by row."""

SPANS = {
    ("2021", "表2"): """4|1 1 1 1|1 # # #|1 # # #|4|1 3|1 #3|4|1 3|1 #3|1 #3|4|1 3|1 #3""",
    ("2019", "表2"): """7|1 2 2 2|1 #2 #2 #2|1 #2 #2 #2|7|1 2 2 2|1 #2 #2 #2|1 #2 #2 #2|7|1 2 2 2|1 #2 #2 #2|1 #2 #2 #2|7|1 3 3|1 #3 #3|7|1 3 3|1 #3 #3""",
    ("2021", "表3"): "3v3 7|1v2 5 1v2|1 1 1 1 1|3 N|3 N|1v22 2 N|2 N|1v8 1 N" + "|1 N" * 7 + "|1v3 1 N|1 N|1 N|1v5 1 N" + "|1 N" * 4 + "|1v3 1 N|1 N|1 N|2 N|3 N",
    ("2019", "表3"): "3v3 7|1v2 5 1v2|1 1 1 1 1|3 N|3 N|1v20 2 N|2 N|1v8 1 N" + "|1 N" * 7 + "|1v3 1 N|1 N|1 N|1v5 1 N" + "|1 N" * 4 + "|2 N|2 N|3 N",
    ("2021", "表4"): "5 10|1v2 1v2 1v2 1v2 1v2 5 5|1 1 1 1 1 1 1 1 1 1|" + " ".join("#" * 15),
    ("2008", "统计表"): "|".join(["1 1 1", "1 1 1", *["1 1 #"] * 3, "1 1 1", *["1 1 #"] * 5, "1 1 1", "1 1 #", "1 1 1", *["1 1 #"] * 7, "1 1 1", *["1 1 #"] * 33, "1 1 1", *["1 1 #"] * 6, "1 1 1", *["1 1 #"] * 3]),
}
"""The grid of the forms: rows, each with the columns that its cells span, `v` the rows, `#` a number, N seven numbers."""


@pytest.mark.parametrize("place", SPANS, ids="-".join)
def test_a_form_has_the_grouped_rows_of_the_statutory_table(place: tuple[str, str]) -> None:
    edition = next(edition for edition in EDITIONS if edition.name == place[0])
    form = next(form for form in forms.forms_of(edition) if form.key == place[1])

    def drawn(cell: forms.FormCell) -> str:
        number = cell.kind == forms.NUMBER
        return ("#" if number else "") + ("" if number and cell.across == 1 else str(cell.across)) + (f"v{cell.down}" if cell.down > 1 else "")

    assert [" ".join(map(drawn, line)) for line in form.lines] == SPANS[place].replace("N", "# # # # # # #").split("|")


@pytest.mark.parametrize("form", forms.forms_of(EDITIONS[0]), ids=lambda form: form.key)
def test_the_form_of_2014_says_who_fills_it_in_and_who_signs(own_project: Quick, form: forms.Form) -> None:
    assert form.above == "填报单位（盖章）：" and "".join(form.below).replace("\u3000", "") == "单位负责人：审核人：填报人：联系电话：填报日期："
    folder = own_project.output / "reports/2014"
    sheet = load_workbook(folder / "form.xlsx").worksheets[0]
    texts = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert texts[2] == form.above and texts[-2:] == list(form.below) and len(texts) == 2 + 1 + len(form.lines) + 2
    paragraphs = [paragraph.text for paragraph in Document(folder / "form.docx").paragraphs if paragraph.text]
    assert paragraphs[2:] == [form.above, *form.below]
    region = own_project.soup("reports/2014.html").select_one("table.rr-statutory").parent
    assert [line.get_text() for line in region.select(".rr-statutory-line")] == [form.above, *form.below]


@pytest.mark.parametrize("place", WORDS, ids="-".join)
def test_a_form_has_the_words_of_the_statutory_table_in_their_order(place: tuple[str, str]) -> None:
    edition = next(edition for edition in EDITIONS if edition.name == place[0])
    form = next(form for form in forms.forms_of(edition) if form.key == place[1])
    assert [cell.text for line in form.lines for cell in line if cell.kind != forms.NUMBER] == WORDS[place]


@pytest.mark.parametrize(("year", "name"), [(2008, "2008"), (2018, "2008"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")])
def test_each_year_has_its_edition(year: int, name: str) -> None:
    assert edition_of(year).name == name


@NAMED
def test_the_cells_of_a_form_fill_its_grid_and_overlap_nowhere(edition: object, form: forms.Form) -> None:
    taken = [(row + down, column + across) for row, column, cell in form.positions() for down in range(cell.down) for across in range(cell.across)]
    assert sorted(taken) == [(row, column) for row in range(len(form.lines)) for column in range(len(form.widths))]


@NAMED
def test_every_number_of_a_table_stands_in_one_cell_of_its_form(edition: object, form: forms.Form) -> None:
    layout = edition.layout(form.key)
    wanted = [
        (line.label, column) for line in layout.lines if not line.is_heading
        for position, column in enumerate(layout.columns) if line.counts or line.figures[position]
    ]
    assert sorted(cell.place for line in form.lines for cell in line if cell.place) == sorted(wanted)


def grid(table: Tag) -> dict[tuple[int, int], str]:
    """Return the texts of a table by row and column; a cell that spans others is at its upper left."""
    found, taken = {}, set()
    for row, line in enumerate(table.find_all("tr")):
        column = 0
        for cell in line.find_all(["th", "td"]):
            while (row, column) in taken:
                column += 1
            across, down = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            taken |= {(row + one, column + other) for one in range(down) for other in range(across)}
            found[row, column] = cell.get_text()
    return found


def workbook(data: bytes) -> list[dict[tuple[int, int], str]]:
    """Return the cells of each sheet, without the two titles above."""
    found = []
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        signed = str(sheet.cell(3, 1).value).startswith("填报单位")
        first, last = 3 + signed, sheet.max_row - 2 * signed
        found.append({
            (cell.row - first, cell.column - 1): f"{cell.value:,}" if isinstance(cell.value, (int, float)) else cell.value or ""
            for line in sheet.iter_rows(min_row=first, max_row=last) for cell in line if type(cell).__name__ == "Cell"
        })
    return found


def document(data: bytes) -> list[dict[tuple[int, int], str]]:
    """Return the cells of each table of a document."""
    result = []
    for table in Document(io.BytesIO(data)).tables:
        seen, found = set(), {}
        for row, line in enumerate(table.rows):
            for column, cell in enumerate(line.cells):
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    found[row, column] = cell.text
        result.append(found)
    return result


@pytest.mark.parametrize(("name", "tables"), [("2014", 1), ("2021", 3), ("2020-014500875", 3), ("2021-014500863", 3)])
def test_page_workbook_and_document_have_the_same_cells(own_project: Quick, name: str, tables: int) -> None:
    page = [grid(table) for table in own_project.soup(f"reports/{name}.html").select("table.rr-statutory")]
    folder = own_project.output / "reports" / name
    assert len(page) == tables and sum(map(len, page)) > 100
    assert workbook((folder / "form.xlsx").read_bytes()) == page
    assert document((folder / "form.docx").read_bytes()) == page


@pytest.mark.parametrize("name", ["2014", "2021", "2020-014500875"])
def test_the_files_stand_beside_each_table_and_are_set_up_for_a4(own_project: Quick, name: str) -> None:
    page = own_project.soup(f"reports/{name}.html")
    for table in page.select("table.rr-statutory"):
        links = [link["href"] for link in table.find_parent("section").find_previous_sibling("p", class_="rr-statutory-files").select("a")]
        assert [(own_project.output / "reports" / link).resolve().name for link in links] == ["form.xlsx", "form.docx"]
        assert all((own_project.output / "reports" / link).resolve().is_file() for link in links)
    book = load_workbook(own_project.output / f"reports/{name}/form.xlsx")
    assert {(int(sheet.page_setup.paperSize), sheet.sheet_properties.pageSetUpPr.fitToPage) for sheet in book} == {(9, True)}
    section = Document(own_project.output / f"reports/{name}/form.docx").sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_file_says_nothing_of_when_and_where_it_was_made(own_project: Quick, ending: str) -> None:
    with zipfile.ZipFile(own_project.output / f"reports/2021/form.{ending}") as package:
        assert {(part.date_time, part.compress_type, part.create_system) for part in package.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0)}
        about = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) <= {"1980-01-01", "2021-12-31"} and "青云谱区" in about and "python" not in about.lower()


def test_the_same_content_at_another_time_makes_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    form = forms.forms_of(EDITIONS[-1])[0]
    filled = [(form, {cell.place: "1" for line in form.lines for cell in line if cell.place})]
    makers = (form_workbook.workbook, form_document.document)
    first = [form_files._archive(make(filled, "年报", "某区", 2021)) for make in makers]
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: __import__("time").gmtime(2_000_000_000))
    assert [form_files._archive(make(filled, "年报", "某区", 2021)) for make in makers] == first


def test_the_files_have_what_the_report_states_not_what_is_computed(copy: Quick) -> None:
    path = copy.content / "reports/2021.md"
    text = re.sub("Issued:.*\n", "", path.read_text(encoding="utf-8"))
    text = text.replace("| 行政复议 | 1 | 1 | 0 | 1 | 3 |", '| 行政复议 | [2](cell: "口径不同") | 1 | 0 | [0](cell: "已撤回") | 3 |')
    assert said(copy, {"reports/2021.md": text}) == []
    shown = document((copy.output / "reports/2021/form.docx").read_bytes())[2]
    assert [shown[3, column] for column in range(5)] == ["2", "1", "0", "0", "3"]
    page = copy.soup("reports/2021.html").select("table.rr-statutory")[2]
    assert [cell.get_text() for cell in page.select("td")][:5] == ["2", "1", "0", "0", "3"]
    assert page.select_one("td a.rr-figure--differs").get_text() == "2"
