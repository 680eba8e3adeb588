"""The text of an item by its kind: title, summary and Markdown body."""

from random import Random

from . import tables
from .agencies import AGENCIES
from .grammar import Voice
from .vocabulary import TOPICS

# Body lengths in characters at equal steps of probability: roughly lognormal. A body ends with
# a whole sentence, so goals are a fifth lower, and the mean is 780, as in real archives.
_LENGTHS = (200, 210, 240, 270, 300, 325, 350, 375, 400, 425, 455, 485, 515, 550, 585, 620,
            660, 700, 745, 795, 850, 910, 980, 1060, 1155, 1270, 1420, 1620, 1920, 2450, 3300, 6000)
_CHINESE = "一二三四五六七八九十"
_TABLED = {"news": .015, "notice": .3, "statistics": .7, "budget": .9, "tender": .5, "fees": .8,
           "funds": .8, "recruitment": .8, "document": .12, "award": .3, "guide": .2}


class Text:
    """Title, summary, genre, body and attachment (name ending, content) of one item."""

    __slots__ = ("attachment", "body", "genre", "summary", "title")


def voice_of(item, seed):
    """The voice of one item. It depends only on the seed and on the item's own Index."""
    created = item.created
    year, month = created.year, created.month
    name = AGENCIES[item.agency].name
    before = month - 1 or 12
    facts = {
        "AG": name, "ag": name, "Y": str(year), "LY": str(year - 1), "NY": str(year + 1),
        "M": str(month), "D": str(created.day), "PM": str(before), "NM": str(month % 12 + 1),
        "PERIOD": _period(year, month),
    }
    return Voice(Random(f"{seed}/{item.index}").random, TOPICS[item.topic], facts)


def _period(year, month):
    """The last period before a month that has statistics."""
    if month == 1:
        return f"{year - 1}年"
    if month == 4:
        return f"{year}年一季度"
    if month == 7:
        return f"{year}年上半年"
    if month == 10:
        return f"{year}年前三季度"
    return f"{year}年1月" if month == 2 else f"{year}年1至{month - 1}月"


def compose(item, seed):
    """Make the text of an item."""
    voice = voice_of(item, seed)
    kind = "document" if item.document_number and item.leaf.kind in ("news", "notice") \
        else item.leaf.kind
    text = Text()
    text.title = voice.say(f"title-{kind}")
    text.genre = _genre(kind, text.title)
    text.summary = _summary(voice, text.title)
    blocks = _OPENERS.get(kind, _open)(voice, kind)
    size = sum(map(len, blocks))
    goal = _length(voice.random()) * 0.8
    if voice.random() < _TABLED.get(kind, 0):
        table = tables.table(voice, kind)
        blocks.extend(table)
        size += sum(map(len, table)) * 2 // 3
    _GROWERS.get(kind, _prose)(voice, blocks, goal - size)
    text.attachment = _attach(voice, item, blocks) if item.attachment else None
    _close(voice, kind, item, blocks)
    text.body = "\n\n".join(blocks)
    return text


def _length(chance):
    """The body length at a point of the distribution, interpolated linearly between the listed lengths."""
    place = chance * (len(_LENGTHS) - 1)
    step = int(place)
    return _LENGTHS[step] + int((_LENGTHS[step + 1] - _LENGTHS[step]) * (place - step))


def _genre(kind, title):
    """The genre (体裁) of a document or notice: the word with which its title ends."""
    if kind in ("document", "notice", "appointment", "award"):
        for genre in ("通知", "意见", "通报", "批复", "公告", "通告", "决定", "报告", "函"):
            if title.endswith(genre):
                return genre
    return ""


def _summary(voice, title):
    """A summary of 20 to 100 characters that is not the title."""
    summary = voice.say("summary")
    while len(summary) < 20:
        summary += voice.say("s_res")
    if len(summary) > 100:
        summary = summary[:98].rstrip("，。、；：“《（") + "等。"
    return summary


def _open(voice, kind):
    """The opening paragraphs, by the rule that has the name of the kind."""
    return [line if line.endswith("。") else line + "。" for line in voice.several(kind, 2)]


def _open_news(voice, _):
    """The lead of a news item."""
    return [voice.say("lead") + voice.say("s")]


def _open_document(voice, _):
    """Salutation and preamble."""
    return [voice.say("salute") + "：", voice.say("preamble")]


def _open_duties(voice, kind):
    """The sentence that introduces a list of duties."""
    return [f"{voice.say('ag')}在{voice.say('T')}方面承担下列工作。"]


def _open_leaders(voice, kind):
    """The duties of each leader, by office."""
    lines = [f"- **{office}**：分管{voice.say('o')}、{voice.say('o')}，联系{voice.say('com1')}社区。"
             for office in voice.several("ld", voice.number(3, 6))]
    return ["\n".join(lines)]


def _open_appointment(voice, kind):
    """Salutation, decision and list."""
    decisions = voice.several("appointment", voice.number(2, 6))
    return [voice.say("salute") + "：", "经研究，决定：", *decisions]


def _open_guide(voice, kind):
    """Scope, place, papers and steps."""
    papers = voice.several("material", voice.number(3, 7))
    steps = voice.several("act", voice.number(3, 5))
    return [*voice.several("guide", 2), "## 申请材料",
            "\n".join(f"{n}. {paper}" for n, paper in enumerate(papers, 1)), "## 办理步骤",
            "\n".join(f"{n}. {step}。" for n, step in enumerate(steps, 1)), "## 说明"]


def _open_rules(voice, _):
    """The sentence on the legal basis of rules."""
    return [f"根据{voice.say('law')}整理，供查阅。"]


_OPENERS = {"news": _open_news, "document": _open_document, "duties": _open_duties,
            "leaders": _open_leaders, "appointment": _open_appointment, "guide": _open_guide,
            "rules": _open_rules}


def _prose(voice, blocks, room):
    """Paragraphs with a few lists and headings, until the body has `room` characters."""
    while room > 20:
        chance = voice.random()
        if chance < .1 and room > 160:
            lines = voice.several("li", voice.number(3, 6))
            block = "\n".join(f"- {line}；" for line in lines)
        elif chance < .14 and room > 400:
            block = "## " + voice.say("h2")
        elif room > 260:
            block = voice.say("para")
        else:
            block = voice.say("s")
        blocks.append(block)
        room -= len(block)


def _sections(voice, blocks, room):
    """Sections 一、 with （一） and 1. below, until the body has `room` characters."""
    heads = voice.several("h1", 10)
    for number, head in zip(_CHINESE, heads, strict=False):
        if room < 40:
            break
        blocks.append(f"## {number}、{head}")
        form = voice.random()
        if form < .55:
            lines = [f"（{sub}）{voice.say('h2')}。{voice.say('d')}{voice.say('d')}"
                     for sub in _CHINESE[:voice.number(2, 4)]]
        elif form < .75:
            lines = ["\n".join(f"{n}. {voice.say('d')}" for n in range(1, voice.number(3, 6)))]
        else:
            lines = [voice.say("d") + voice.say("d"), voice.say("s")]
        for line in lines:
            if room > 0:
                blocks.append(line)
                room -= len(line)
    _prose(voice, blocks, room)


def _articles(voice, blocks, room):
    """Rules, numbered."""
    _numbered(voice, blocks, room, "article")


def _duties(voice, blocks, room):
    """Duties, numbered."""
    _numbered(voice, blocks, room, "duty")


def _numbered(voice, blocks, room, rule):
    """Numbered expansions of a rule, until the body has `room` characters."""
    number = 0
    while room > 40:
        number += 1
        line = f"（{_numeral(number)}）{voice.say(rule)}"
        blocks.append(line)
        room -= len(line)


_GROWERS = {"document": _sections, "funds": _sections, "fees": _sections, "rules": _articles,
            "duties": _duties}


def _numeral(number):
    """A whole number below 1,000 in Chinese."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = digits[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def _attach(voice, item, blocks):
    """Link a small table or note beside the item; its name ending and bytes."""
    if voice.random() < .85:
        ending, label = "-fubiao.csv", "附表（CSV）"
        content = tables.spreadsheet(voice)
    else:
        ending, label = "-fubiao.txt", "附件说明（TXT）"
        content = "\n".join(voice.several("li", 8)) + "\n"
    stem = item.index[6:9] + "-" + item.index.rpartition("-")[2]
    blocks.append(f"[{label}：{voice.say('o')}]({stem}{ending})")
    return ending, content


def _close(voice, kind, item, blocks):
    """The end of an item: replaced document, contact, signature and date."""
    if item.replaces:
        blocks.append(f"原文件（索引号：{item.replaces}）同时废止。")
    created = item.created
    signed = f"{voice.say('ag')}\n{created.year}年{created.month}月{created.day}日"
    if kind in ("document", "appointment", "award"):
        blocks.append(voice.say("end-document"))
        blocks.append(signed)
    elif kind in ("notice", "tender", "recruitment", "fees", "funds"):
        blocks.append(voice.say("notice-end"))
        blocks.append(signed)
    elif kind == "news" and voice.random() < .5:
        blocks.append(voice.say("byline"))
