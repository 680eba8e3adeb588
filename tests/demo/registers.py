"""The registers of a demo folder, with made-up rows.

There are as many rows as the report's figures say. A few further rows are of other years and
must not be counted.
"""

import csv
from datetime import date, timedelta
from random import Random

from . import report, workdays
from .agencies import AGENCIES, BY_NAME, STREETS
from .statistics import CHANNELS
from .vocabulary import TOPICS

YEAR = report.LAST_YEAR
FIGURES = {  # what the report says of 2014, besides items
    "interactions": 1172, "kept": 285, "received": 45, "cancelled": 2, "assessments": 17, "acceptances": 4,
    "guides": 153, "forms": 174,
}
REQUESTS, DISPUTES = 4, 1
"""Figures that are the same at any scale."""


def figures(scale):
    """The figures at a scale. None becomes zero, and no part is more than its whole."""
    found = {name: max(1, round(number * scale)) for name, number in FIGURES.items()}
    found["received"] = min(found["received"], found["kept"])
    found["participants"] = found["interactions"] // 3
    found["letters"] = found["interactions"] - found["participants"]
    return found


def write(folder, scale, seed, guides):
    """Write every register; `guides` are index numbers of items that are service guides."""
    numbers = figures(scale)
    for name, header, rows in (
        *_interaction(numbers, seed), *_on_request(), _approvals(numbers, seed), _environment(numbers, seed),
        *_services(numbers, seed, guides), *_offices(), *_key_areas(),
    ):
        _save(folder / f"{name}.csv", header.split(), rows)


def _save(path, header, rows):
    """Write a register in UTF-8 with line ends of one character, like the project's own."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def _spread(count, year=YEAR):
    """`count` working days of a year, in order."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(345)]
    working = [day for day in days if workdays.is_workday(day)]
    return [working[number * len(working) // count] for number in range(count)] if count else []


def _words(seed, name, count):
    """`count` pairs of a topic and a word of it, drawn by `name`."""
    draw = Random(f"{seed}/registers/{name}").random
    for number in range(count):
        topic = TOPICS[number % len(TOPICS)]
        things = topic.rules["o"].choices
        yield topic, things[int(draw() * len(things))]


def _interaction(numbers, seed):
    """Letters, and consultations with as many participants as the declared figure needs besides."""
    rows = []
    pairs = _words(seed, "letters", numbers["letters"])
    for number, (day, (topic, thing)) in enumerate(zip(_spread(numbers["letters"]), pairs, strict=True), 1):
        agency = topic.agencies[0]
        street = AGENCIES[STREETS[number % len(STREETS)]].name
        rows.append([
            f"{YEAR}-X{number:04d}", "区长信箱", topic.name, day, _later(day, number % 9 + 1), agency,
            f"{street}辖区的{thing}怎样办理，找哪个单位？", f"由{agency}办理，可以到便民服务大厅当面咨询。",
        ])
    rows.append([f"{YEAR - 1}-X0001", "区长信箱", "环境卫生", date(YEAR - 1, 5, 6), date(YEAR - 1, 5, 10), "区城市管理委员会",
                 "背街小巷的垃圾多久清运一次？", "每天早晚各一次。"])
    yield "letters", "number mailbox topic received answered agency question answer", rows
    shares = report.apportion(numbers["participants"], [4, 3, 2, 1])
    surveys = [
        [f"{YEAR}-Z{number:02d}", kind, title, agency, day, day + timedelta(days=30), share, share // 3, share // 9, "意见已经汇总，逐条答复。"]
        for number, (kind, title, agency, day, share) in enumerate((
            ("民意征集", "社区公园改造征求意见", "区城市管理委员会", date(YEAR, 4, 14), shares[0]),
            ("网上调查", "政府网站满意度调查", "区信息中心", date(YEAR, 3, 10), shares[1]),
            ("民意征集", "公交站点设置征求意见", "区城市建设局", date(YEAR, 6, 9), shares[2]),
            ("网上调查", "食品安全放心度调查", "区食品药品监督管理局", date(YEAR, 9, 15), shares[3]),
        ), 1)
    ]
    yield "consultations", "number kind title agency opened closed participants opinions adopted result", surveys


def _later(day, workdays_after):
    """The day that is `workdays_after` working days later."""
    while workdays_after:
        day += timedelta(days=1)
        workdays_after -= workdays.is_workday(day)
    return day


def _on_request():
    """Four requests, all fees waived; one reconsideration; no complaint."""
    year = YEAR
    rows = [
        [f"{year - 1}-001", "区财政局", date(year - 1, 11, 4), "网络", "自然人", "2012年度部门决算汇总表", "", date(year - 1, 11, 15), "同意公开", 0, "是"],
        [f"{year}-001", "区财政局", date(year, 3, 12), "当面", "自然人", "2013年度部门决算汇总表", "", date(year, 3, 19), "同意公开", 0, "是"],
        [f"{year}-002", "区征地拆迁办公室", date(year, 4, 28), "信函", "自然人", "某片区征收补偿的评估报告", "", date(year, 5, 9), "同意部分公开", 0, "是"],
        [f"{year}-003", "区环境保护局", date(year, 7, 8), "网络", "商业企业", "餐饮项目环评登记表的审批文件", "", date(year, 7, 16), "同意公开", 0, "是"],
        [f"{year}-004", "区城市管理委员会", date(year, 9, 15), "当面", "自然人", "某农贸市场改造工程的验收记录", "", date(year, 9, 24), "申请信息不存在", 0, "是"],
    ]
    yield "requests", "number agency received channel applicant subject extended closed decision fee waived", rows
    yield "disputes", "number kind agency received closed outcome request", [
        [f"{year}-F1", "行政复议", "区征地拆迁办公室", date(year, 6, 3), date(year, 7, 25), "结果维持", f"{year}-002"],
    ]
    yield "complaints", "number received agency subject closed outcome", []


def _approvals(numbers, seed):
    """Approvals in force, some of them received in the year, and approvals cancelled in the year."""
    rows = []
    total = numbers["kept"] + numbers["cancelled"]
    days = _spread(numbers["received"])
    for number, (topic, thing) in enumerate(_words(seed, "approvals", total), 1):
        taken = number <= numbers["received"]
        gone = number > numbers["kept"]
        agency = AGENCIES[BY_NAME[topic.agencies[0]]]
        rows.append([
            f"{agency.code[-3:]}-{number:04d}", f"{thing}许可（演示第{number}项）", agency.name, "行政许可" if number % 4 else "非行政许可审批",
            f"《{topic.name}管理办法》（演示）", "承接" if taken else "保留", "市级对口部门" if taken else "", days[number - 1] if taken else "",
            "取消" if gone else "保留", date(YEAR, 8, 4) if gone else "", f"青府发〔{YEAR}〕{number}号" if gone else "", "否" if gone else "是",
        ])
    return "approvals", "code name agency kind basis origin from received status cancelled document online", rows


def _environment(numbers, seed):
    """Environmental approvals and acceptance checks of the year, all published, and one of the year before."""
    rows = [["青环审〔2013〕1号", "旧厂房改造", "环评审批", "区环境保护局", date(YEAR - 1, 9, 2), "同意", "否"]]
    for kind, mark, result, count in (
        ("环评审批", "青环审", "同意", numbers["assessments"]), ("竣工验收监测", "青环监验", "合格", numbers["acceptances"]),
    ):
        pairs = _words(seed, mark, count)
        for number, (day, (_, thing)) in enumerate(zip(_spread(count), pairs, strict=True), 1):
            rows.append([f"{mark}〔{YEAR}〕{number}号", f"{thing}项目", kind, "区环境保护局", day, result, "是"])
    return "environment", "number name kind agency date result published", rows


def _services(numbers, seed, guides):
    """Guides in force and a few that were abolished; forms, each of a guide."""
    rows = []
    publishers = {agency.code: agency.name for agency in AGENCIES}
    audiences = ("公民", ("教育", "住房", "社会保障", "医疗卫生", "养老")), ("法人和其他组织", ("设立变更", "经营许可", "建设项目", "税费"))
    for number, (topic, thing) in enumerate(_words(seed, "services", numbers["guides"]), 1):
        audience, events = audiences[number % 2]
        status = ("新增", "修订")[number % 2] if number % 15 == 0 else "现行"
        changed = date(YEAR, number % 12 + 1, 10) if status != "现行" else ""
        index = guides[number - 1] if number <= len(guides) else ""
        agency = publishers[index.partition("/")[0]] if index else topic.agencies[0]
        rows.append([f"BS-{number:04d}", f"{thing}办理", agency, audience, events[number // 2 % len(events)],
                     f"{number % 15 + 1}个工作日", "不收费", status, changed, index])
    rows += [[f"BS-F{number:03d}", f"{thing}办理（已废止）", topic.agencies[0], "公民", "住房", "", "", "废止", date(YEAR, 6, 16), ""]
             for number, (topic, thing) in enumerate(_words(seed, "abolished", 2), 1)]
    yield "services", "code name agency audience life_event limit fee status changed item", rows
    forms = [
        [f"BG-{number:04d}", f"{thing}申请表", f"BS-{(number - 1) % numbers['guides'] + 1:04d}", topic.agencies[0]]
        for number, (topic, thing) in enumerate(_words(seed, "forms", numbers["forms"]), 1)
    ]
    yield "forms", "code name service agency", forms


def _offices():
    """Reading points, staff, meetings and training."""
    places = [("区档案馆", "集中查阅中心"), ("区图书馆", "电子查阅点"), ("区行政服务中心", "受理与查阅窗口")]
    places += [(f"{AGENCIES[position].name}查阅点", "街道（镇）查阅点") for position in STREETS]
    yield "reading_points", "name kind address hours phone", [
        [name, kind, f"青云谱区（演示地址第{number}处）", "工作日 9:00—12:00，13:30—17:00", f"0791-0100 {number:04d}"]
        for number, (name, kind) in enumerate(places, 1)
    ]
    yield "resources", "year offices reading_points full_time part_time budget source", [
        [YEAR, 1, len(places), 5, len(AGENCIES), 18.5, "演示数据"],
    ]
    yield "channels", "year channel number source", [[YEAR, channel, number, "演示数据"] for channel, number in CHANNELS.items()]
    yield "training", "date kind title agency people", [
        [date(YEAR, 3, 28), "会议", "政府信息公开工作会议", "区政府办公室", 76], [date(YEAR, 10, 30), "会议", "信息公开答疑会", "区政府办公室", 68],
        [date(YEAR, 5, 22), "培训班", "信息人员集中培训", "区信息中心", 92], [date(YEAR, 8, 13), "培训班", "信息员上门培训", "区信息中心", 45],
    ]


def _key_areas():
    """A few rows for each of the other key areas."""
    housing, food = "区房产管理局", "区食品药品监督管理局"
    yield "budgets", "year agency kind income expenditure abroad vehicles_bought vehicles_run reception", [
        [year, agency.name, kind, 400 + place * 17 + bonus, 400 + place * 17, 0, 0, place % 9 + 3, place % 7 + 2]
        for year in (YEAR - 1, YEAR) for kind, bonus in (("预算", 0), ("决算", 12)) for place, agency in enumerate(AGENCIES)
        if not (year == YEAR and kind == "决算")
    ]
    yield "housing", "code name kind method address agency plan_year units started completed", [
        [f"BZF-{YEAR}-{number}", f"公共租赁住房{number}期", "公共租赁住房", "新建", f"青云谱区（演示地块第{number}处）", housing, YEAR, 120 * number, date(YEAR, 3, 10), ""]
        for number in (1, 2)
    ]
    yield "food_inspections", "number date agency kind subject checked failed handling published", [
        [f"SP{YEAR}-{month:02d}", date(YEAR, month, 12), food, "监督抽检", "农贸市场食品", 40 + month, month % 4, "下架并立案", "是"] for month in range(1, 13)
    ]
    yield "tenders", "number name kind agency method announced opened budget outcome winner amount", [
        [f"ZB{YEAR}-{number:03d}", f"背街小巷改造工程第{number}标段", "工程", "区城市建设局", "公开招标", date(YEAR, number, 6), date(YEAR, number, 27),
         80 + number, "已中标", f"演示建设公司{number}（虚构）", 78 + number] for number in range(1, 11)
    ]
    yield "charges", "code name kind agency standard basis since", [
        ["SF-01", "婚姻登记工本费", "行政事业性收费", "区民政局", "每对9元", "收费文件（演示）", date(2010, 3, 1)],
        ["SF-02", "公办高中学费", "行政事业性收费", "区教育科技体育局", "每生每学期320元", "收费文件（演示）", date(2010, 9, 1)],
    ]
