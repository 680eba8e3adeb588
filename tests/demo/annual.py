"""The 2014 report of a demo folder. Its figures come from the writer of the folder: the site must count the same."""

import hashlib
import re

from . import report, statistics
from .agencies import AGENCIES, STREETS
from .registers import DISPUTES, REQUESTS, figures

_REASON = "申报数是各渠道合计，没有分渠道列出，差额来由不明"
_HEAD = """Title: 青云谱区2014年政府信息公开工作年度报告（演示）
Slug: 2014
Save_As: reports/2014.html
URL: reports/2014.html
Issued: 2015-03-20 {code}

本报告是演示内容，统计到2014年12月31日为止。

## 一、概述

全年召开会议[2次](figure:会议数)，举办培训班[2次](figure:培训班数)。

## 二、主动公开政府信息的情况
"""


def text(scale, table, normative):
    """The report as Markdown. `table` has the number of items by (category, year); for `normative` see `statistics.table`."""
    numbers = figures(scale)
    rows = [
        (name, sum(count for (category, _), count in table.items() if category == name), table[name, report.LAST_YEAR])
        for name in report.CATEGORIES
    ]
    rows.append(("合计", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    total, new = rows[-1][1:]
    stated = f'[23,462条](figure:主动公开政府信息数 "{_REASON}")' if scale == 1 else f"[{new:,}条](figure:主动公开政府信息数)"
    guides = "150余" if scale == 1 else numbers["guides"]
    categories = "".join(f"| {name} | {whole:,} | {fresh:,} |\n" for name, whole, fresh in rows)
    whole = _HEAD + f"""
全区申报主动公开政府信息{stated}。八类新增相加是[{new:,}条](figure:主动公开政府信息数)，总数相加是[{total:,}条](figure:年末信息总数)。

[各类信息的总数和新增数](table:分类)

| 类别 | 2014年底总数 | 2014年新增 |
|---|--:|--:|
{categories}
全年互动[{numbers['interactions']:,}人次](figure:互动交流人次)。有办事指南[{guides}件](figure:办事指南数)，供下载的表格[{numbers['forms']}个](figure:表格数)。

## 三、重点领域信息公开的情况

承接审批事项[{numbers['received']}项](figure:承接审批事项数)，取消[{numbers['cancelled']}项](figure:取消审批事项数)，保留[{numbers['kept']}项](figure:保留审批事项数)，全部[{numbers['kept']}项](figure:网上审批事项数)可以网上办理。
环评审批[{numbers['assessments']}个](figure:环评审批数)，竣工验收监测[{numbers['acceptances']}个](figure:竣工验收监测数)，公开率[100%](figure:环评信息公开率)。

## 四、依申请公开政府信息的情况

收到申请[{REQUESTS}件](figure:收到申请数)。收到投诉举报[0件](figure:举报投诉数)。

## 五、收费及减免的情况

[{REQUESTS}件](figure:免收费用申请数)全部免收，全年收费[0万元](figure:收取费用)。

## 六、行政复议和行政诉讼的情况

行政复议[{DISPUTES}件](figure:行政复议数)，行政诉讼[0件](figure:行政诉讼数)。

## 七、主要问题和改进

演示内容从略。

## 八、其他需要报告的事项

没有其他需要报告的事项。

## 附表

{statistics.table(new, normative, len(AGENCIES), 3 + len(STREETS))}
"""
    body = re.sub(r"\[([^\[\]]*)\]\((?:figure|table):[^)]*\)", r"\1", whole.partition("\n\n")[2])
    code = hashlib.sha256(" ".join(re.findall(r"[0-9][0-9,.]*", body)).encode()).hexdigest()[:8]
    return whole.replace("{code}", code)
