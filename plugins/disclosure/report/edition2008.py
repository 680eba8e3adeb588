"""The statistics table of reports under the 2008 edition of the Regulations (政府信息公开情况统计表, 2014).

`ROWS` has the order of the form: level, label, unit, figure ('' for a heading). Where the form
uses a label twice, it is lengthened here so that each row has a label of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..pages.site import Site
from .catalogue_figures import NEW, TOTAL, category_name
from .figures import Figure
from .tables import Table, TableRow, figure_cell

STATISTICS = "统计表"
CATEGORIES = "分类"

ROWS: tuple[tuple[int, str, str, str], ...] = (
    (0, "一、主动公开情况", "", ""),
    (1, "（一）主动公开政府信息数", "条", NEW),
    (2, "其中：主动公开规范性文件数", "条", "主动公开规范性文件数"),
    (2, "制发规范性文件总数", "件", "制发规范性文件数"),
    (1, "（二）通过不同渠道和方式公开政府信息的情况", "", ""),
    (2, "1. 政府公报公开政府信息数", "条", "政府公报公开数"),
    (2, "2. 政府网站公开政府信息数", "条", "政府网站公开数"),
    (2, "3. 政务微博公开政府信息数", "条", "政务微博公开数"),
    (2, "4. 政务微信公开政府信息数", "条", "政务微信公开数"),
    (2, "5. 其他方式公开政府信息数", "条", "其他公开数"),
    (0, "二、回应解读情况", "", ""),
    (1, "（一）回应公众关注热点或重大舆情数", "次", "回应热点数"),
    (1, "（二）通过不同渠道和方式回应解读的情况", "", ""),
    (2, "1. 参加或举办新闻发布会总次数", "次", "新闻发布会次数"),
    (2, "2. 政府网站在线访谈次数", "次", "在线访谈次数"),
    (2, "3. 政策解读稿件发布数", "篇", "政策解读稿件数"),
    (2, "4. 微博微信回应事件数", "次", "微博微信回应数"),
    (2, "5. 其他方式回应事件数", "次", "其他方式回应数"),
    (0, "三、依申请公开情况", "", ""),
    (1, "（一）收到申请数", "件", "收到申请数"),
    (2, "1. 当面申请数", "件", "当面申请数"),
    (2, "2. 传真申请数", "件", "传真申请数"),
    (2, "3. 网络申请数", "件", "网络申请数"),
    (2, "4. 信函申请数", "件", "信函申请数"),
    (1, "（二）申请办结数", "件", "申请办结数"),
    (2, "1. 按时办结数", "件", "按时办结数"),
    (2, "2. 延期办结数", "件", "延期办结数"),
    (1, "（三）申请答复数", "件", "申请答复数"),
    (2, "1. 属于已主动公开范围数", "件", "答复/已主动公开"),
    (2, "2. 同意公开答复数", "件", "答复/同意公开"),
    (2, "3. 同意部分公开答复数", "件", "答复/同意部分公开"),
    (2, "4. 不同意公开答复数", "件", "答复/不同意公开"),
    (3, "其中：涉及国家秘密", "件", "答复/不同意公开/涉及国家秘密"),
    (3, "涉及商业秘密", "件", "答复/不同意公开/涉及商业秘密"),
    (3, "涉及个人隐私", "件", "答复/不同意公开/涉及个人隐私"),
    (3, "危及国家安全、公共安全、经济安全和社会稳定", "件", "答复/不同意公开/危及国家安全、公共安全、经济安全和社会稳定"),
    (3, "不是条例所指政府信息", "件", "答复/不同意公开/不是条例所指政府信息"),
    (3, "法律法规规定的其他情形", "件", "答复/不同意公开/法律法规规定的其他情形"),
    (2, "5. 不属于本行政机关公开数", "件", "答复/不属于本行政机关公开"),
    (2, "6. 申请信息不存在数", "件", "答复/申请信息不存在"),
    (2, "7. 告知作出更改补充数", "件", "答复/告知作出更改补充"),
    (2, "8. 告知通过其他途径办理数", "件", "答复/告知通过其他途径办理"),
    (0, "四、行政复议数量", "件", "行政复议数"),
    (1, "（一）复议维持具体行政行为数", "件", "行政复议/结果维持"),
    (1, "（二）复议被依法纠错数", "件", "行政复议/结果纠正"),
    (1, "（三）复议其他情形数", "件", "行政复议/其他情形"),
    (0, "五、行政诉讼数量", "件", "行政诉讼数"),
    (1, "（一）诉讼维持具体行政行为或者驳回原告诉讼请求数", "件", "行政诉讼/结果维持"),
    (1, "（二）诉讼被依法纠错数", "件", "行政诉讼/结果纠正"),
    (1, "（三）诉讼其他情形数", "件", "行政诉讼/其他情形"),
    (0, "六、举报投诉数量", "件", "举报投诉数"),
    (0, "七、依申请公开信息收取的费用", "万元", "收取费用"),
    (0, "八、机构建设和保障经费情况", "", ""),
    (1, "（一）政府信息公开工作专门机构数", "个", "专门机构数"),
    (1, "（二）设置政府信息公开查阅点数", "个", "查阅点数"),
    (1, "（三）从事政府信息公开工作人员数", "人", "工作人员数"),
    (2, "1. 专职人员数", "人", "专职人员数"),
    (2, "2. 兼职人员数", "人", "兼职人员数"),
    (1, "（四）政府信息公开专项经费", "万元", "专项经费"),
    (0, "九、政府信息公开会议和培训情况", "", ""),
    (1, "（一）召开政府信息公开工作会议或专题会议数", "次", "会议数"),
    (1, "（二）举办各类培训班数", "次", "培训班数"),
    (1, "（三）接受培训人员数", "人次", "培训人次"),
)


def tables(site: Site, known: Mapping[str, Figure], year: int) -> Iterator[Table]:
    """Yield the tables of a report under the 2008 edition."""
    yield by_category(site, known, year)
    yield Table(
        STATISTICS, "statistics", f"政府信息公开情况统计表（{year}年度）", ("统计数",),
        tuple(
            TableRow(label, (figure_cell(known.get(figure)),) if figure else (), level, unit) for level, label, unit, figure in ROWS
        ),
        "按2014年统计表的指标列出，每个数由目录和登记表得出；横线表示没有登记。", "统计指标", units=True,
    )


def by_category(site: Site, known: Mapping[str, Figure], year: int) -> Table:
    """Return the table by category that every report has: total and new items of each category."""
    rows = [
        TableRow(category.name, tuple(figure_cell(known[category_name(category.name, what)]) for what in ("总数", "新增")))
        for category in site.taxonomy.categories
    ]
    rows.append(TableRow("合计", (figure_cell(known[TOTAL]), figure_cell(known[NEW]))))
    return Table(
        CATEGORIES, "categories", f"各类信息的总数和新增数（{year}年）", (f"{year}年底总数", f"{year}年新增"), tuple(rows),
        "总数是到当年年底已经公开、没有撤下的信息的条数，新增是公开日期在当年的信息的条数。", "类别",
    )
