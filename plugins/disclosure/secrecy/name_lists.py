"""Lists of names under a heading that tells something private of all of them: illness, relief, school, petitions.

A list is a table with a column of names, or lines of names. What it is about stands in the heading
of a column or in the lines above it. Names of which a part is hidden (张某某, 李*) are none. Lists of
staff and of the honoured are meant to be public.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .kinds import Detection

_ILLNESS = re.compile(
    "精神障碍|精神病|精神疾病|精神分裂|精神残疾|智力残疾|智障|抑郁|自闭症|孤独症|艾滋|HIV|感染者|携带者|阳性|新冠|确诊|病例|密切接触者|密接|隔离|患者|患儿|病人|病种|病名|病情|病史|疾病|大病|重病|慢性病|特殊病|罕见病|结核|尘肺|职业病|麻风|癌|肿瘤|传染病|乙肝|梅毒|性病|诊断"
    "|尿毒症|透析|血透|白内障|白血病|血友病|高血压|糖尿病|手术|吸毒|涉毒|戒毒|社区矫正|矫正对象|怀孕|流产|孕产妇|产妇|婚检|性侵|[\u4e00-\u9fff](?:病|症|癌|瘤|炎)(?=人|患|救助|补助|名|对象)"
)
_PRIVATE = re.compile(
    "低保|最低生活保障|低收入|特困|五保|贫困|困难(?:群众|家庭|职工|户|学生|党员|儿童|人员|老人)|建档立卡|脱贫|致贫|救助|救济|受助|资助|助学|残疾|伤残|聋哑|盲人|孤儿|留守|困境儿童|未成年|学生|幼儿|儿童|新生|学籍|班级|[一二三四五六七八九1-9]年级|(?:[大中小]|[一二三四五六七八九\\d][)）]?)班(?!子|次|组|列|车)"
    "|录取|中考|高考|成绩(?:公布|单|册|表)|空巢|失能|高龄|津贴|特扶|计划生育|计生|独生子女|退役士兵|公租房|廉租|住房保障|保障对象|危房|流浪|乞讨|参保人员|接种"
    "|信访|上访|举报人|投诉人|拆迁|被征收|征收补偿|被征地|征地补偿|失独|刑满释放|服刑|刑期|罪名|优抚|抚恤|受害人|被害人|失业|弃婴|家暴"
)
_MEANT_TO_BE_PUBLIC = re.compile(
    "工作人员|领导|班子|医生|医师|护士|专家|志愿|干部|成员|负责人|联系人|先进|表彰|优秀|代表|委员|教师|评委|评审|工作队|服务队|机构|定点|单位名单|企业|学校名单|残联|残疾人联合会|巡视员|督导|承办|职务|职称|岗位|工作单位|经办"
    "|招聘|录用|聘用|拟聘|应聘|报考|入围|笔试|面试|考察|竞赛|比赛|大赛|运动会|获奖|捐款|捐赠|献血|培训|讲座|主讲|讲师|值班|应急(?:人员|队)|作者|稿件|科研|主持人|社会工作者|社工|从业|执业|团队|队员|标兵|模范|任前|任免|候选|当选|教练|主任|签发"
)
_OF_WORK = re.compile(
    "疾病预防控制(?:中心|局)?|疾控中心|(?:精神病|传染病|肿瘤|儿童|胸科|职业病|皮肤病|眼病?|残疾人?康复)(?:专科)?(?:医院|科室?|研究所|防治[院所])|戒毒(?:所|康复所|局)|残疾人(?:服务|就业|康复)(?:中心|机构)|救助(?:管理)?站|救助管理|(?:低保|信访|社区矫正)(?:中心|办公?室?|局|机构|工作)"
    "|病媒生物|大病保险|[\u4e00-\u9fff]{0,4}(?:病|疫情|艾滋|癌症|肿瘤|尘肺)(?:疫情)?(?:处置|防治|防控|预防|控制|鉴定|应急|救治|监测|报告|知识|宣传)"
)
"""Names of organisations and of kinds of work. Who belongs to them is not ill."""
_LIST = re.compile("名单|名册|一览|登记表|情况表|统计表|发放表|明细|公示|公布|汇总|人员表|信息表|台账|如下|下列|以下|人员|花名|[\u4e00-\u9fff]表$|成绩单|册$")
_OF_PERSONS = re.compile("(?:患者|患儿|病人|感染者|携带者|病例|接触者|对象|人员|[户人者]|家庭|儿童|学生|新生|老人|孤儿|职工|士兵|救助|补[助贴]|津贴|结果|成绩|录取)(?:姓名)?[:：]?$")
"""How a heading ends that names persons, or what they got."""
_NUMBERED = re.compile("^(?:附[件表录图]?[ \\t]*[\\d一二三四五六七八九十]{0,3}|表[ \\t]*[\\d一二三四五六七八九十]{1,3}|[（(]?[\\d一二三四五六七八九十]{1,3}[）)]?)[:：.．、 \\t]+(?=.)")
_TAGS = re.compile("<[^>]*>")
_NAMED_KIND = re.compile(r"\.[A-Za-z]{2,5}$")
_SENTENCE = re.compile("。.|[^单册下]。$")
"""Prose: a full stop, but for one behind a word for a list."""
_BEFORE_COLON = re.compile("^[^，。；]{2,24}[：:]")
_ILL = re.compile("(?:病|癌|瘤|症|炎|障碍|艾滋|阳性|结核|吸毒|瘫痪|分裂)$")
_POOR = re.compile("^(?:低保户?|特困(?:人员)?|五保户?|贫困户|孤儿|残疾|.{1,4}级残疾?|(?:肢体|视力|听力|言语|智力|精神|多重)残疾.{0,3})$")
_HEADS_NAMES = re.compile(
    "姓名|名字|^(?:学生|患者|病人|户主|家长|监护人|当事人|申请人|信访人|上访人|持证人|受助人|被拆迁人|被征收人|产权人|残疾人|被拆迁户|(?:救助|低保|保障|补助|受助|服务|帮扶|资助|安置)(?:对象|人员|户))(?:名称|名)?$"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
_TWO_CHARACTERS = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "南宫")
_MAY_BE_NAMES = {
    sign: re.compile(
        f"{re.escape(sign)}[ \\t\u3000\\d.．、)）*>（(\\-]{{0,12}}+((?:[{''.join(sorted(_SURNAMES))}]|{'|'.join(_TWO_CHARACTERS)})[ \u3000]?[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,6}}·[\u4e00-\u9fff]{{2,8}})[ \\t]*(?=[、，,;；\\s（(：:|。]|$)"
    ) for sign in "\n：:|"
}
"""What may be the first of some names, by the sign before it: a cell, or the beginning of a line. One literal sign is found fastest."""
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}")
_NO_NAME = re.compile(r"[某等省市区县乡镇村组户人男女月日年元号级局委办校班科室项表额计位]|小计|合计|安全|江西|黄山|高安|万安|安徽|文件|方案|时间|程序|管理|任务|成立|常用|温度|白天|金融|严格|包括|关于|关系|解决|强化|成都|华东|向上|文化|安排|安置|申请|方式|房屋|华侨|查询|项目|余额|单独|成果|施工|施行|石油|马上|高中|田地|金属|常见|时[期限]")
_MARKER = re.compile(r"[\s>#*+\-]*(?:[（(]?\d{1,4}[)）.．、]?|[一二三四五六七八九十]{1,3}[、.．])?[\s*]*")
_BETWEEN_NAMES = re.compile(r"[、，,;；\s|。：:/()（）]+")
_GOODS = re.compile("(?:共|合计|等)?[\\d,.]+(?:多|余)?(?:件|台|套|箱|只|支|瓶|袋|包|盒|吨|公斤|千克|斤|辆|把|张|批|种|份|盏|块|棵|株|米|头|尾)")
"""How many goods were listed: persons are counted otherwise."""
_STREET = re.compile("[路巷街弄道段]$")
"""How names of streets end. Those of some persons end so too, but not those of most of a list."""
_RULES = re.compile(r"[\s|:\-]*")
_NEAREST = 4
"""Lines above a list that may tell what it is about."""


_LONGEST_HEADING, _LONGEST_NOTE = 120, 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a text, or a row of a table: its cells by column, and its place."""

    cells: Mapping[int, str]
    place: int
    is_table: bool


@dataclass(slots=True)
class _Topic:
    kind: str
    """Empty: nothing tells yet what the list is about."""
    word: str
    column: int = -1
    """Column of the names; -1: lines of names."""
    least: int = 1
    """Names that make a list: one under a heading that names them, else two."""
    names: list[str] = field(default_factory=list)
    place: int = -1
    age: int = 0
    """Lines since it was named."""
    is_by_content: bool = False
    """Whether the column is the one in which a name stood first: no head says where names are."""
    others: int = 0
    """Rows of such a table without a name in it. Most rows of a list of persons have one; 陈皮 and 田鸡腿 among many goods make none."""

    def add(self, names: list[str], place: int) -> None:
        self.place = place if self.place < 0 else self.place
        self.names += names

    def take(self, row: Row) -> None:
        """Take the name that stands in the column of names."""
        name = row.cells.get(self.column, "")
        if is_name(name):
            self.add(["".join(name.split())], row.place)
            self.look_at(row.cells.values())
        else:
            self.others += 1

    def begin_by_content(self, row: Row) -> None:
        """Take the column in which a name stands for that of names, where one does."""
        column = _column_by_content(row)
        if column is None:
            self.others += 1
        else:
            self.column, self.least, self.is_by_content = column, 2, True
            self.add(["".join(row.cells[column].split())], row.place)

    def look_at(self, cells: Iterable[str]) -> None:
        """Let the cells of a row say what the list is about, where nothing else did."""
        for cell in () if self.kind == "health-list" else map(str.strip, cells):
            for kind, words in (("health-list", _ILL), ("name-list", _POOR)):
                if len(cell) < 14 and words.search(cell) and (not self.kind or kind == "health-list"):
                    self.kind, self.word = kind, (_ILLNESS.search(cell) or _PRIVATE.search(cell) or words.search(cell))[0]


def is_name(text: str) -> bool:
    """Return whether a text is the whole name of a person."""
    name = re.sub(r"\s", "", text)
    return bool(_NAME.fullmatch(name)) and (name[0] in _SURNAMES or name.startswith(_TWO_CHARACTERS) or "·" in name) and not _NO_NAME.search(name)


_ONLY_NAMES = re.compile(r".{0,4}(?:姓\s*名|名字)")
"""The heading of a table with no other column."""


def lists(rows: Iterable[Row], title: str = "") -> Iterator[tuple[str, int, str]]:
    """Yield kind, place and value of each list of names. The value holds what it is about, then the names.

    `title` is that of the whole text.
    """
    title = _NAMED_KIND.sub("", title)
    above: list[str] = []
    topic: _Topic | None = _topic_of(title, needs_list=True, is_heading=True)
    for row in rows:
        cells = [bare for cell in row.cells.values() if (bare := cell.strip())]
        text = "|".join(cells)
        if not cells or (row.is_table and _RULES.fullmatch(text)):
            continue
        is_title = row.is_table and len(set(cells)) == 1 and not is_name(cells[0]) and not _ONLY_NAMES.fullmatch(cells[0])
        is_table = row.is_table and not is_title
        if is_table and (column := _column_of_names(row)) is not None:
            yield from _told(topic)
            topic = _topic_of_table(row.cells, column, [title, *above])
        elif topic and topic.column >= 0 and row.is_table:
            if is_table:
                topic.take(row)
            elif is_title and (heading := _topic_of(cells[0], needs_list=True, is_heading=True)):
                yield from _told(topic)
                topic, above = heading, [*above, cells[0]][-_NEAREST:]
        elif topic and is_table and not topic.names and (_column_by_content(row) is not None or not _names_in(text)):
            topic.begin_by_content(row)
        elif topic and topic.column < 0 and (names := _names_in(text)):
            topic.add(names, row.place)
        elif not is_table:
            line = cells[0] if is_title else row.cells[0]
            yield from _told(topic)
            topic = _topic_of(line, needs_list=True, is_heading=is_title) or _of_ill(line) or _still(topic, line)
            above = [*above, line][-_NEAREST:]
            if topic and not topic.names and topic.word != _EACH_ILL and (names := _names_in(re.split("[：:]", line, maxsplit=1)[-1])) and len(names) > 1 and re.search("[：:]", line):
                topic.add(names, row.place)
            elif topic and topic.word == _EACH_ILL and not topic.names:
                topic.add(_names_in(line), row.place)
    yield from _told(topic)


_EACH_ILL = "病情"
"""What a list is about in which an illness stands behind each name."""


def _of_ill(line: str) -> _Topic | None:
    """Return the topic of a line in which a name comes first and an illness stands behind it."""
    if len(line) > _LONGEST_NOTE or not _names_in(line):
        return None
    parts = _BETWEEN_NAMES.split(line)
    return _Topic("health-list", _EACH_ILL, least=2) if any(_ILL.search(part) and len(part) < 10 and not is_name(part) for part in parts) else None


def _told(topic: _Topic | None) -> Iterator[tuple[str, int, str]]:
    if not topic or not topic.kind or len(topic.names) < max(topic.least, topic.others * topic.is_by_content):
        return
    if not topic.is_by_content or sum(map(bool, map(_STREET.search, topic.names))) * 2 <= len(topic.names):
        yield topic.kind, topic.place, "|".join([f"“{topic.word}”名单", *topic.names])


def _still(topic: _Topic | None, text: str) -> _Topic | None:
    """Return what the lines above a list said, where a line below them changes nothing: it is short, and no heading."""
    if not topic or topic.names or topic.column >= 0 or len(text) > _LONGEST_NOTE or text.lstrip().startswith("#") or topic.age == _NEAREST:
        return None
    topic.age += 1
    return topic


def _column_of_names(row: Row) -> int | None:
    if any(map(is_name, row.cells.values())):
        return None
    return next((column for column, cell in row.cells.items() if len(cell) < 14 and _HEADS_NAMES.search("".join(cell.split()))), None)


def _column_by_content(row: Row) -> int | None:
    return next((column for column, cell in row.cells.items() if is_name(cell)), None)


def _topic_of_table(heading: Mapping[int, str], column: int, above: list[str]) -> _Topic | None:
    heads = " ".join("".join(cell.split()) for cell in heading.values())
    if _MEANT_TO_BE_PUBLIC.search(heads) or _MEANT_TO_BE_PUBLIC.search("".join(above[-1:])):
        return None
    found = _topic_of(heads, needs_list=False)
    for line in () if found and found.kind == "health-list" else reversed(above):
        if _MEANT_TO_BE_PUBLIC.search(line) and _LIST.search(line):
            break
        if nearer := _topic_of(line, needs_list=True, is_heading=line is above[0]):
            found = nearer if not found or nearer.kind == "health-list" else found
            break
    found = found or _Topic("", "")
    found.column, found.least = column, 1
    return found


def _topic_of(text: str, *, needs_list: bool, is_heading: bool = False) -> _Topic | None:
    """Return what a line says that a list is about. `is_heading`: the line is a title, of a table, a sheet or a file."""
    if needs_list:
        if len(text) > 2 * _LONGEST_HEADING:
            return None
        bare = _TAGS.sub("", text).strip()
        is_heading = is_heading or bare.startswith(("#", "**"))
        bare = "".join(_NUMBERED.sub("", bare.strip("#* \t\u3000")).split()) if is_heading or _NUMBERED.match(bare) else bare
        lead = _BEFORE_COLON.search(bare)
        bare = lead[0] if lead else bare
        named = _LIST.search(bare) or (len(bare) <= _LONGEST_BARE and not re.search("[，,；;。、]", bare) and _OF_PERSONS.search(bare))
        if len(bare) > _LONGEST_HEADING or _SENTENCE.search(bare) or not (lead or named):
            return None
        text = bare
    if _MEANT_TO_BE_PUBLIC.search(text):
        return None
    text = _OF_WORK.sub("", text)
    for kind, words in (("health-list", _ILLNESS), ("name-list", _PRIVATE)):
        if match := words.search(text):
            return _Topic(kind, match[0], least=2)
    return None


_LONGEST_BARE = 24
"""Characters of a heading that has no word for a list."""


def _names_in(line: str) -> list[str]:
    """Return the names of a line that is one of names: it begins with a name, and all others of two or three characters are names too."""
    parts = [part for part in _BETWEEN_NAMES.split(_MARKER.sub("", line, count=1)) if part]
    if not parts or not is_name(parts[0]) or any(map(_GOODS.fullmatch, parts)):
        return []
    names = [part for part in parts if is_name(part)]
    return names if len(names) * 2 >= len(parts) or (len(names) == 1 and len(line) < 40) else []


def detect(text: str, title: str) -> Iterator[Detection]:
    """Yield the lists of names in a text, tables as in Markdown."""
    within = f"\n{text}"
    names = [match.start() for sign, pattern in _MAY_BE_NAMES.items() if sign in text or sign == "\n" for match in pattern.finditer(within) if is_name(match[1])]
    if names:
        start, end = (0, len(text)) if "|" in text else _part_with_names(text, min(names), max(names) + 1)
        for kind, place, value in lists(_rows(text[start:end]), title):
            yield Detection(kind, start + place, start + place + 1, value)


def _part_with_names(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the part of a text in which its names stand, with the lines above that may tell what their list is about."""
    start = first
    for _ in range(2 * _NEAREST + 2):
        start = text.rfind("\n", 0, max(0, start))
        if start < 0:
            break
    end = text.find("\n", last)
    return start + 1, end if end >= 0 else len(text)


def _rows(text: str) -> Iterator[Row]:
    start = 0
    for line in text.split("\n"):
        is_table = "|" in line
        yield Row(dict(enumerate(line.split("|"))) if is_table else {0: line}, start, is_table)
        start += len(line) + 1
