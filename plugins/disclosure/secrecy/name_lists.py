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
    "精神障碍|精神病|精神残疾|智力残疾|艾滋|HIV|感染者|确诊|病例|密切接触者|密接|患者|病人|病种|病名|病情|病史|疾病|大病|重病|慢性病|特殊病|肺结核|尘肺|癌|肿瘤|传染病|乙肝|梅毒|性病|诊断|吸毒|戒毒|社区矫正|怀孕|流产|孕产妇"
)
_PRIVATE = re.compile(
    "低保|最低生活保障|特困|五保|贫困|困难(?:群众|家庭|职工|户|学生|党员|儿童|人员)|建档立卡|脱贫|致贫|救助|救济|受助|资助|助学|残疾|孤儿|留守|困境儿童|未成年|学生|幼儿|儿童|新生|学籍|班级"
    "|信访|上访|举报人|投诉人|拆迁|被征收|征收补偿|被征地|征地补偿|失独|刑满释放|服刑|优抚|受害人|被害人|失业|弃婴|家暴"
)
_MEANT_TO_BE_PUBLIC = re.compile(
    "工作人员|领导|班子|医生|医师|护士|专家|志愿者|干部|成员|负责人|联系人|先进|表彰|优秀|代表|委员|教师|评委|评审|工作队|服务队|机构|定点|单位名单|企业|学校名单|残联|残疾人联合会|巡视员|督导|承办|职务|职称|岗位|工作单位|经办"
)
_LIST = re.compile("名单|名册|一览|登记表|情况表|统计表|明细|公示|汇总|人员表|信息表|台账|如下|下列|以下|人员|花名")
CAPTIONS = frozenset((
    "名单", "名册", "花名", "公示", "一览", "登记表", "情况表", "统计表", "明细", "汇总", "台账", "信息表", "如下：", "如下:", "患者：", "患者:", "病人：", "病人:",
))
"""Of which one stands in each line that tells what a list below is about."""
_SENTENCE = re.compile("。.|[^单册下]。$")
"""Prose: a full stop, but for one behind a word for a list."""
_BEFORE_COLON = re.compile("^[^，。；]{2,24}[：:]")
_ILL = re.compile("(?:病|癌|瘤|症|炎|障碍|艾滋|HIV阳性|吸毒)$")
_POOR = re.compile("^(?:低保户?|特困(?:人员)?|五保户?|贫困户|孤儿|残疾|.{1,4}级残疾?|(?:肢体|视力|听力|言语|智力|精神|多重)残疾.{0,3})$")
_HEADS_NAMES = re.compile(
    "姓名|名字|^(?:学生|患者|病人|户主|家长|监护人|当事人|申请人|信访人|上访人|持证人|受助人|被拆迁人|被征收人|产权人|残疾人|被拆迁户|(?:救助|低保|保障|补助|受助|服务|帮扶|资助|安置)(?:对象|人员|户))(?:名称|名)?$"
)
_HEAD_ROW = re.compile(r"\|[^|\n]{0,8}(?:名|生|者|人|主|长|象|户)[ \t]*\|")
"""A cell that may be the heading of names."""
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
_TWO_CHARACTERS = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "南宫")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}")
_NO_NAME = re.compile(r"[某等省市区县乡镇村组户人男女月日年元号级局委办校班科室项表额计位]|小计|合计|安全|江西|黄山|高安|万安|安徽|文件|方案|时间|程序|管理|任务|成立|常用|温度|白天|金融|严格|包括|关于|关系|解决|强化|成都|华东|向上|文化|安排|安置|申请|方式|房屋|华侨|查询|项目|余额|单独|成果|施工|施行|石油|马上|高中|田地|金属|常见|时[期限]")
_MARKER = re.compile(r"[\s>#*+\-]*(?:[（(]?\d{1,4}[)）.．、]?|[一二三四五六七八九十]{1,3}[、.．])?[\s*]*")
_BETWEEN_NAMES = re.compile(r"[、，,;；\s|。：:/]+")
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

    def add(self, names: list[str], place: int) -> None:
        self.place = place if self.place < 0 else self.place
        self.names += names

    def look_at(self, cells: Mapping[int, str]) -> None:
        """Let the cells of a row say what the list is about, where nothing else did."""
        for cell in () if self.kind == "health-list" else map(str.strip, cells.values()):
            for kind, words in (("health-list", _ILL), ("name-list", _POOR)):
                if len(cell) < 14 and words.search(cell) and (not self.kind or kind == "health-list"):
                    self.kind, self.word = kind, (_ILLNESS.search(cell) or _PRIVATE.search(cell) or words.search(cell))[0]


def is_name(text: str) -> bool:
    """Return whether a text is the whole name of a person."""
    name = re.sub(r"\s", "", text)
    return bool(_NAME.fullmatch(name)) and (name[0] in _SURNAMES or name.startswith(_TWO_CHARACTERS) or "·" in name) and not _NO_NAME.search(name)


def lists(rows: Iterable[Row], title: str = "") -> Iterator[tuple[str, int, str]]:
    """Yield kind, place and value of each list of names. The value holds what it is about, then the names.

    `title` is that of the whole text.
    """
    above: list[str] = []
    topic: _Topic | None = None
    heading: Mapping[int, str] = {}
    for row in rows:
        text = "|".join(row.cells.values())
        if not text.strip() or (row.is_table and _RULES.fullmatch(text)):
            continue
        if row.is_table and (column := _column_of_names(row)) is not None:
            yield from _told(topic)
            heading = row.cells
            topic = _topic_of_table(heading, column, [title, *above])
        elif topic and topic.column >= 0 and row.is_table:
            name = row.cells.get(topic.column, "")
            if is_name(name):
                topic.add(["".join(name.split())], row.place)
                topic.look_at(row.cells)
        elif topic and topic.column < 0 and row.is_table and not topic.names and (column := _column_by_content(row)) is not None:
            topic.column, topic.least = column, 2
            topic.add(["".join(row.cells[column].split())], row.place)
        elif topic and topic.column < 0 and (names := _names_in(text)):
            topic.add(names, row.place)
        elif not row.is_table:
            yield from _told(topic)
            topic = _topic_of(text, needs_list=True) or _still(topic, text)
            above = [*above, text][-_NEAREST:]
            if topic and (names := _names_in(re.split("[：:]", text, maxsplit=1)[-1])) and len(names) > 1 and re.search("[：:]", text):
                topic.add(names, row.place)
    yield from _told(topic)


def _told(topic: _Topic | None) -> Iterator[tuple[str, int, str]]:
    if topic and topic.kind and len(topic.names) >= topic.least:
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
    heads = " ".join(cell.strip() for cell in heading.values())
    if _MEANT_TO_BE_PUBLIC.search(heads) or _MEANT_TO_BE_PUBLIC.search("".join(above[-1:])):
        return None
    found = _topic_of(heads, needs_list=False)
    for line in () if found and found.kind == "health-list" else reversed(above):
        if nearer := _topic_of(line, needs_list=True):
            found = nearer if not found or nearer.kind == "health-list" else found
            break
    found = found or _Topic("", "")
    found.column, found.least = column, 1
    return found


def _topic_of(text: str, *, needs_list: bool) -> _Topic | None:
    """Return what a line says that a list is about."""
    if needs_list:
        lead = _BEFORE_COLON.search(text)
        text = lead[0] if lead else text
        if len(text) > _LONGEST_HEADING or _SENTENCE.search(text) or not (lead or _LIST.search(text)):
            return None
    if _MEANT_TO_BE_PUBLIC.search(text):
        return None
    for kind, words in (("health-list", _ILLNESS), ("name-list", _PRIVATE)):
        if match := words.search(text):
            return _Topic(kind, match[0], least=2)
    return None


def _names_in(line: str) -> list[str]:
    """Return the names of a line that is one of names: it begins with a name, and all others of two or three characters are names too."""
    parts = [part for part in _BETWEEN_NAMES.split(_MARKER.sub("", line, count=1)) if part]
    if not parts or not is_name(parts[0]):
        return []
    names = [part for part in parts if is_name(part)]
    return names if len(names) * 2 >= len(parts) or (len(names) == 1 and len(line) < 40) else []


def detect(text: str, title: str, captions: Iterable[int]) -> Iterator[Detection]:
    """Yield the lists of names in a text, tables as in Markdown. `captions` are the places of `CAPTIONS` in it."""
    if ("|" in text and _HEAD_ROW.search(text)) or any(_tells_of_a_list(text, at) for at in captions) or _topic_of(title, needs_list=True):
        for kind, place, value in lists(_rows(text), title):
            yield Detection(kind, place, place + 1, value)


def _tells_of_a_list(text: str, at: int) -> bool:
    """Return whether the line at a place says what a list below is about."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return _topic_of(text[start : end if end >= 0 else len(text)], needs_list=True) is not None


def _rows(text: str) -> Iterator[Row]:
    start = 0
    for line in text.split("\n"):
        is_table = "|" in line
        yield Row(dict(enumerate(line.split("|"))) if is_table else {0: line}, start, is_table)
        start += len(line) + 1
