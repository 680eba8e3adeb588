"""Small tables whose columns add up, as Markdown and as spreadsheets save them."""


def _by_place(voice):
    """A row for each place, a column for each of two indicators, and a sum."""
    (first, unit, low, high), (second, other, least, most) = _two(voice)
    rows, sums = [], [0, 0]
    for place in voice.several("com", voice.number(4, 9)):
        values = voice.number(max(1, low // 9), max(2, high // 9)), \
            voice.number(max(1, least // 9), max(2, most // 9))
        sums = [total + value for total, value in zip(sums, values, strict=True)]
        rows.append((place, *map(str, values)))
    rows.append(("合计", *map(str, sums)))
    return ("单位", f"{first}（{unit}）", f"{second}（{other}）"), rows


def _two(voice):
    """Two different indicators of the topic."""
    indicators = voice.topic.indicators
    first = voice.number(0, len(indicators) - 1)
    return indicators[first], indicators[(first + 1) % len(indicators)]


def _by_indicator(voice):
    """Every indicator of the topic with this year's and last year's figure."""
    rows = []
    for name, unit, low, high in voice.topic.indicators:
        last = voice.number(low, high)
        change = voice.number(-90, 260)
        value = last + last * change // 1000
        tenths = (value - last) * 1000 // last if last else 0
        sign = "-" if tenths < 0 else ""
        rows.append((name, unit, str(value), str(last), sign + _tenths(abs(tenths))))
    return ("指标", "单位", "本期", "上年同期", "增减（%）"), rows


def _by_goods(voice):
    """Goods with number, price and amount, and the sum."""
    rows, total = [], 0
    for number, good in enumerate(voice.several("gt", voice.number(3, 8)), 1):
        count, price = voice.number(2, 160), voice.number(3, 980)
        total += count * price
        rows.append((str(number), good, str(count), str(price), str(count * price)))
    rows.append(("", "合计", "", "", str(total)))
    return ("序号", "品名", "数量", "单价（元）", "金额（元）"), rows


def _by_money(voice):
    """Objects of expense with the amounts planned and spent, in 万元."""
    rows, sums = [], [0, 0]
    for name in voice.several("o", voice.number(4, 8)):
        planned = voice.number(20, 9000)
        spent = planned * voice.number(700, 1000) // 1000
        sums = [sums[0] + planned, sums[1] + spent]
        rows.append((name, _tenths(planned), _tenths(spent)))
    rows.append(("合计", *map(_tenths, sums)))
    return ("项目", "预算数（万元）", "执行数（万元）"), rows


def _tenths(number):
    """Tenths as a decimal number."""
    return f"{number // 10}.{number % 10}"


def _by_unit(voice):
    """Businesses with their addresses and the findings."""
    rows = [(str(number), firm, voice.say("road"), voice.say("g"), voice.say("r3"))
            for number, firm in enumerate(voice.several("firm", voice.number(4, 10)), 1)]
    return ("序号", "单位名称", "所在地段", "品种", "结果"), rows


def _by_task(voice):
    """Tasks with the body in charge and the date."""
    rows = [(str(number), act, voice.say("dp") + "部门", voice.say("dl"))
            for number, act in enumerate(voice.several("act", voice.number(4, 8)), 1)]
    return ("序号", "事项", "责任单位", "时限"), rows


def _by_post(voice):
    """Posts with their number and the papers required."""
    rows, total = [], 0
    for post in voice.several("pos", voice.number(3, 6)):
        count = voice.number(1, 12)
        total += count
        rows.append((post, str(count), voice.say("pl"), voice.say("material")))
    rows.append(("合计", str(total), "", ""))
    return ("岗位", "人数", "工作地点", "须交材料"), rows


_FORMS = {
    "statistics": (_by_place, _by_indicator), "budget": (_by_money,), "funds": (_by_place, _by_money),
    "tender": (_by_goods, _by_unit), "notice": (_by_unit, _by_place, _by_goods, _by_task),
    "recruitment": (_by_post,), "document": (_by_task, _by_money), "fees": (_by_goods,),
}
_ANY = (_by_place, _by_indicator, _by_goods, _by_unit, _by_task)


def _make(voice, forms):
    """One of the forms, filled in: head and rows."""
    return forms[voice.number(0, len(forms) - 1)](voice)


def table(voice, kind):
    """A caption and a Markdown table."""
    head, rows = _make(voice, _FORMS.get(kind, _ANY))
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines.extend("| " + " | ".join(row) + " |" for row in rows)
    return [f"**{voice.say('T')}：{voice.say('o')}一览**", "\n".join(lines)]


def spreadsheet(voice):
    """A table as CSV with a byte order mark."""
    head, rows = _make(voice, _ANY)
    return "\ufeff" + "".join(",".join(row) + "\r\n" for row in [head, *rows])
