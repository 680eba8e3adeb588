"""The statutory tables of the 2021 format (国办公开办函〔2021〕30号): tables 2, 3 and 4. Reports of 2021 and later have them.

Table 3 counts requests by applicant and decision. In each of its columns, new + carried over =
dealt with + carried to next year.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.regulations import EDITIONS, Group, in_latest_terms
from ..model.reporting_year import Year
from .definitions import OUTCOMES, REVIEW, SUITS
from .tables import Layout, Line

ACTIONS, REQUESTS, DISPUTES = "表2", "表3", "表4"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
WHOLE = "总计"
NEW, OVER, DONE, NEXT = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（七）总计", "四、结转下年度继续办理"
HEAD = "三、本年度办理结果"
FIGURES_OF_REQUESTS = {NEW: "收到申请数", OVER: "上年结转申请数", DONE: "申请办结数", NEXT: "结转下年度申请数"}
"""The figure that is the sum of a row of table 3."""

_NUMERALS = "一二三四五六"
_WORDINGS = {
    "部分公开": "部分公开（区分处理的，只计这一情形，不计其他情形）",
    "要求确认或重新出具已获取信息": "要求行政机关确认或重新出具已获取信息",
    "申请人无正当理由逾期不补正": "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用": "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
}
"""How the form words decisions that the register of requests writes shorter."""


def results(groups: tuple[Group, ...]) -> Iterator[Line]:
    """Yield the rows of part three of table 3: one for each group of decisions, with a row below for each ground."""
    for numeral, group in zip(_NUMERALS, groups, strict=True):
        label = f"（{numeral}）{group.name}"
        wording = f"（{numeral}）{_WORDINGS.get(group.name, group.name)}"
        if not group.grounds:
            yield Line(label, level=1, wording=wording, counts=_decided(group.name))
            continue
        yield Line(label, level=1, wording=wording)
        for number, ground in enumerate(group.grounds, 1):
            yield Line(
                f"{group.name}：{number}. {ground}", level=2, wording=f"{number}.{_WORDINGS.get(ground, ground)}",
                counts=_decided(f"{group.name}/{ground}"),
            )


def _decided(decision: str):
    """Return which requests closed in a year count under a decision, or a group of decisions."""
    def counts(year: Year, row) -> bool:
        if not year.closed(row):
            return False
        said = in_latest_terms(row["decision"])
        return said == decision or said.startswith(decision + "/")

    return counts


def requests_layout(groups: tuple[Group, ...], more: str = "") -> Layout:
    """Return table 3 with these groups of decisions. `more` is a sentence that its definition ends with."""
    return Layout(
        REQUESTS, "requests", "收到和处理政府信息公开申请情况", (*APPLICANTS, WHOLE), (
            Line(NEW, counts=Year.received), Line(OVER, counts=Year.carried_over), Line(HEAD), *results(groups),
            Line(DONE, level=1, counts=Year.closed), Line(NEXT, counts=Year.left_open),
        ),
        f"由依申请公开登记簿按申请人类别和答复数出，加上只报合计的单位的数；每一列的第一项加第二项，等于第三项的总计加第四项。{more}", "申请和办理", unit="件",
    )


DISPUTES_LAYOUT = Layout(
    DISPUTES, "disputes", "政府信息公开行政复议、行政诉讼情况", (*OUTCOMES, WHOLE),
    tuple(Line(kind, tuple(f"{kind}/{column}" for column in (*OUTCOMES, WHOLE))) for kind in (REVIEW, *SUITS)),
    "由行政复议和行政诉讼登记簿按类型和结果数出，加上只报合计的单位的数：当年审结的按结果算，不论何时收到；到年底没有审结的算尚未审结。", "类型",
)
"""Table 4. The form has its fifteen numbers in one row; here each kind has a row."""

LAYOUTS = (
    Layout(
        ACTIONS, "actions", "主动公开政府信息情况", ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额（万元）"), (
            Line("第二十条第（一）项：规章", ("制发规章数", "废止规章数", "现行有效规章数", "", "")),
            Line("第二十条第（一）项：行政规范性文件", ("制发规范性文件数", "废止规范性文件数", "现行有效规范性文件数", "", "")),
            Line("第二十条第（五）项：行政许可", ("", "", "", "行政许可决定数", "")),
            Line("第二十条第（六）项：行政处罚", ("", "", "", "行政处罚决定数", "")),
            Line("第二十条第（六）项：行政强制", ("", "", "", "行政强制决定数", "")),
            Line("第二十条第（八）项：行政事业性收费", ("", "", "", "", "行政事业性收费金额")),
        ),
        "规范性文件由公开目录得出，其余照登记的数列出；横线表示这一格不填。", "信息内容",
    ),
    requests_layout(EDITIONS[-1].groups),
    DISPUTES_LAYOUT,
)
