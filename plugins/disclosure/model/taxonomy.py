"""The classification: eight categories with their leaves, the key areas, and the scenes of services.

The default categories are those of 江西省政府信息公开分类规范表; the district's report counts
by its first level. The nine key areas (重点领域) are those of the 2014 report. Scenes (场景)
lead to guides by audience and life event. All three are settings, since districts differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import ready_classifications
from .article_20 import BY_NUMBER, NOT_LISTED
from .problems import did_you_mean

DEFAULT_CATEGORIES = [
    {
        "name": "概况信息", "slug": "overview", "description": "各单位的基本情况、职能和领导分工。",
        "leaves": [("单位介绍", "units"), ("机构职能", "functions"), ("领导信息", "leaders")],
    },
    {
        "name": "法规文件", "slug": "documents", "description": "法规、规范性文件和其他文件的全文与效力。",
        "leaves": [("法规", "laws"), ("规范性文件", "normative"), ("其他有关文件", "other")],
    },
    {
        "name": "发展规划", "slug": "plans", "description": "经济和社会发展规划、年度工作计划。",
        "leaves": [("发展规划", "planning"), ("工作计划", "annual")],
    },
    {
        "name": "工作动态", "slug": "news", "description": "政务活动、突发事件、公告公示和统计数据。",
        "leaves": [
            ("政务动态", "affairs"), ("突发事件", "emergencies"),
            ("公告公示", "notices"), ("统计数据", "statistics"),
        ],
    },
    {
        "name": "人事信息", "slug": "personnel", "description": "人事任免、考录招聘和表彰奖励。",
        "leaves": [("人事任免", "appointments"), ("考录招聘", "recruitment"), ("表彰奖励", "awards")],
    },
    {
        "name": "财经信息", "slug": "finance", "description": "预算决算、采购招标、收费、税收和政府投资。",
        "leaves": [
            ("财政预决算", "budgets"), ("政府采购与招投标", "procurement"),
            ("行政事业性收费", "fees"), ("专项经费", "funds"), ("税收", "taxation"),
            ("金融", "banking"), ("政府投资项目", "projects"), ("招商项目", "investment"),
        ],
    },
    {
        "name": "行政执法", "slug": "enforcement", "description": "执法依据和执法检查的情况。",
        "leaves": [("执法依据", "basis"), ("执法动态", "actions")],
    },
    {
        "name": "公共服务", "slug": "services", "description": "面向公民、法人和涉外的办事指南。",
        "leaves": [
            ("面向公民", "citizens"), ("面向法人或其他组织", "organisations"), ("涉外服务", "foreign"),
        ],
    },
]

DEFAULT_KEY_AREAS = [
    ("财政预算决算", "budget", "财政预算决算、“三公”经费和审计", "部门预算、决算、“三公”经费和审计结果。"),
    ("行政审批", "approvals", "行政审批", "保留、承接和取消的审批事项。"),
    ("保障性住房", "housing", "保障性住房", "建设计划、开工竣工和分配结果。"),
    ("食品安全", "food", "食品安全", "监督检查和抽检的结果。"),
    ("环境保护", "environment", "环境保护", "环评审批、竣工验收和环境质量。"),
    ("招投标", "tenders", "招投标", "招标公告、中标结果和违规处理。"),
    ("生产安全事故", "safety", "生产安全事故", "安全检查、专项整治和事故处理。"),
    ("征地拆迁", "expropriation", "征地拆迁", "补偿方案、标准和结果。"),
    ("价格和收费", "prices", "价格和收费", "收费目录、标准和价格监督。"),
]


DEFAULT_SCENES = [
    {
        "audience": "公民", "slug": "citizens", "leaf": "面向公民",
        "events": [
            ("生育收养", "birth"), ("教育", "education"), ("就业创业", "work"), ("户籍证件", "papers"), ("婚姻", "marriage"),
            ("住房", "housing"), ("社会保障", "security"), ("医疗卫生", "health"), ("养老", "age"), ("优抚", "veterans"),
            ("残疾人", "disability"), ("法律援助", "law"), ("文化体育", "culture"), ("身后事", "funeral"),
        ],
    },
    {
        "audience": "法人和其他组织", "slug": "organisations", "leaf": "面向法人或其他组织",
        "events": [
            ("设立变更", "founding"), ("经营许可", "licences"), ("建设项目", "building"), ("环境保护", "environment"), ("安全生产", "safety"),
            ("劳动用工", "employment"), ("税费", "taxes"), ("资金扶持", "grants"), ("社会组织", "associations"), ("文教卫生机构", "institutions"),
        ],
    },
    {
        "audience": "涉外", "slug": "foreign", "leaf": "涉外服务",
        "events": [("投资经营", "investment"), ("就业", "employment"), ("居住生活", "residence"), ("公证", "notary")],
    },
]


STANDARD_AREAS = [
    ("国土空间规划", "planning"), ("重大建设项目", "projects"), ("公共资源交易", "trading"), ("财政预决算", "budgets"), ("安全生产", "safety"),
    ("税收管理", "taxation"), ("征地补偿", "land"), ("国有土地上房屋征收与补偿", "expropriation"), ("保障性住房", "housing"),
    ("农村危房改造", "dilapidated-houses"), ("生态环境", "environment"), ("义务教育", "education"), ("户籍管理", "households"), ("社会救助", "relief"),
    ("养老服务", "age"), ("就业创业", "work"), ("社会保险", "insurance"), ("城市综合执法", "enforcement"), ("涉农补贴", "farming"),
    ("公共文化服务", "culture"), ("公共法律服务", "law"), ("扶贫", "poverty"), ("救灾", "disasters"), ("食品药品监管", "food"), ("卫生健康", "health"),
    ("市政服务", "utilities"),
]
"""The 26 areas of the basic-level standards of disclosure (基层政务公开标准, 国办发〔2019〕54号), as recalled: the setting mends them."""


DEFAULT_NORMATIVE = ["规范性文件", "行政规范性文件"]
"""Classes with normative documents: a first-level class, a leaf, or 一级/二级."""
DEFAULT_GUIDES = ["公共服务"]
"""Classes with guides (办事指南)."""
DEFAULT_RULES = ["法规文件"]
"""Classes whose items the page of a key area lists as 有关文件."""

CLASSES_WITH_A_USE: dict[str, tuple[list[str], str]] = {
    "DISCLOSURE_NORMATIVE": (DEFAULT_NORMATIVE, "规范性文件"),
    "DISCLOSURE_GUIDES": (DEFAULT_GUIDES, "办事指南"),
    "DISCLOSURE_RULES": (DEFAULT_RULES, "重点领域的有关文件"),
}
"""Settings that say what stands in some classes: default, and what that is."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A second-level class (二级分类)."""

    name: str
    slug: str


@dataclass(frozen=True)
class Category:
    """A first-level class (一级分类)."""

    name: str
    slug: str
    description: str
    leaves: tuple[Leaf, ...]
    article_20: str = ""
    """Number of the item of Article 20 to which it belongs, 不属于, or '' where the classification does not say."""


@dataclass(frozen=True, slots=True)
class KeyArea:
    """A key area (重点领域); `name` is what items write, `title` what readers see."""

    name: str
    slug: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The scenes of services (办事场景) for one audience. The guides for it are filed under `leaf`."""

    audience: str
    slug: str
    leaf: str
    events: tuple[tuple[str, str], ...]
    """Name and fragment of each life event."""


class InvalidSettings(ValueError):
    """Settings from which no site can be built. Each of `faults` says what is wrong and how to mend it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


_KEYS = {"DISCLOSURE_CATEGORIES": ("name", "slug"), "DISCLOSURE_SCENES": ("audience", "slug", "leaf", "events")}
"""What each entry of these settings must have."""
_FURTHER_KEYS = {"DISCLOSURE_CATEGORIES": ("description", "leaves", "article_20"), "DISCLOSURE_SCENES": ()}
"""What it may have besides."""
_PAIRS = {"leaves": "二级分类", "events": "办事场景"}
"""Keys whose value is a list of names, each with its slug."""


def classification_faults(settings: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the form of the classification's settings."""
    if isinstance(named := settings["DISCLOSURE_CATEGORIES"], str):
        yield f"设置 DISCLOSURE_CATEGORIES 写的“{named}”不是现成的分类；可以写：{'、'.join(ready_classifications.names())}"
        return
    lists = [name for name in (*_KEYS, "DISCLOSURE_KEY_AREAS", "DISCLOSURE_STANDARD_AREAS") if not isinstance(settings[name], (list, tuple))]
    yield from (f"设置 {name} 写的 {settings[name]!r:.60} 不是一张表；照说明文件 settings.md 里的样子写，没有的写 []" for name in lists)
    for setting, keys in _KEYS.items():
        for number, entry in enumerate(settings[setting] if setting not in lists else (), 1):
            yield from _entry_faults(setting, number, entry, keys)
    for number, area in enumerate(settings["DISCLOSURE_KEY_AREAS"] if "DISCLOSURE_KEY_AREAS" not in lists else (), 1):
        if not _are_texts(area, 4):
            yield f"设置 DISCLOSURE_KEY_AREAS 的第 {number} 项不是四个部分；写成（名称、slug、标题、说明）"
    for number, area in enumerate(settings["DISCLOSURE_STANDARD_AREAS"] if "DISCLOSURE_STANDARD_AREAS" not in lists else (), 1):
        if not _are_texts(area, 2):
            yield f"设置 DISCLOSURE_STANDARD_AREAS 的第 {number} 项不是两个部分；写成（名称、slug）"


def _entry_faults(setting: str, number: int, entry: Any, keys: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the form of one category or one audience of scenes."""
    if missing := [key for key in keys if not isinstance(entry, dict) or not entry.get(key)]:
        yield f"设置 {setting} 的第 {number} 项没有写 {'、'.join(missing)}；照说明文件 settings.md 里的样子补上"
    if not isinstance(entry, dict):
        return
    name = entry.get(keys[0], "")
    for key in entry:
        if key not in (*keys, *_FURTHER_KEYS[setting]):
            yield f"设置 {setting} 里“{name}”的 {key!r} 不认识；{did_you_mean(str(key), (*keys, *_FURTHER_KEYS[setting])) or '删去它'}"
    for key in (*keys, *_FURTHER_KEYS[setting]):
        if key not in _PAIRS and entry.get(key) and not isinstance(entry[key], str):
            yield f"设置 {setting} 里“{name}”的 {key} 写的 {entry[key]!r:.60} 不是文字；加上引号"
    if (given := entry.get("article_20", "")) not in ("", NOT_LISTED, *BY_NUMBER):
        yield f"设置 {setting} 里“{name}”的 article_20 写的是“{given}”；写“一”到“十五”，或者“{NOT_LISTED}”"
    for key, what in _PAIRS.items():
        pairs = entry.get(key) or ()
        if not isinstance(pairs, (list, tuple)):
            yield f"设置 {setting} 里“{name}”的 {key} 写的 {pairs!r:.60} 不是一张表；写成 [(名称, slug), …]"
            continue
        yield from (f"设置 {setting} 里“{name}”的{what}“{pair}”不是两个部分；写成（名称、slug）" for pair in pairs if not _are_texts(pair, 2))


def _are_texts(value: Any, number: int) -> bool:
    """Return whether a value is a number of texts."""
    return isinstance(value, (tuple, list)) and len(value) == number and all(isinstance(part, str) for part in value)


class Taxonomy:
    """Look-ups over the configured classification, in the order of the settings."""

    def __init__(
        self, categories: list[dict], key_areas: list[tuple], scenes: list[dict], *,
        normative: Sequence[str] = DEFAULT_NORMATIVE, guides: Sequence[str] = DEFAULT_GUIDES, rules: Sequence[str] = DEFAULT_RULES,
    ) -> None:
        self.categories = tuple(
            Category(
                c["name"], c["slug"], c.get("description", ""),
                tuple(Leaf(*leaf) for leaf in c.get("leaves", ())), c.get("article_20", ""),
            )
            for c in categories
        )
        self.key_areas = tuple(KeyArea(*area) for area in key_areas)
        self.scenes = tuple(Scene(s["audience"], s["slug"], s["leaf"], tuple(map(tuple, s["events"]))) for s in scenes)
        self.category = {c.name: c for c in self.categories}
        self.leaf = {(c.name, leaf.name): leaf for c in self.categories for leaf in c.leaves}
        self.key_area = {area.name: area for area in self.key_areas}
        self.normative = self._places(normative)
        """Category and leaf ('' for none) of each class with normative documents."""
        self.guides = self._places(guides)
        self.rules = self._places(rules)

    @cached_property
    def filings(self) -> tuple[str, ...]:
        """Every value that an item's `Category` may take."""
        names = []
        for category in self.categories:
            names.append(category.name)
            names += [f"{category.name}/{leaf.name}" for leaf in category.leaves]
        return tuple(names)

    def _places(self, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return category and leaf of each class that has one of the names, with the leaves below it."""
        places = [tuple(f"{filing}/".split("/")[:2]) for filing in self.filings]
        return tuple(place for place in places if {place[0], place[1], "/".join(place)} & {*names})

    @property
    def first_filing(self) -> str:
        """A filing for examples in messages: one with normative documents where there is one, else the first leaf."""
        if self.normative:
            return "/".join(filter(None, self.normative[-1]))
        return next((filing for filing in self.filings if "/" in filing), self.filings[0] if self.filings else "")

    def life_events(self, leaf: str) -> tuple[str, ...]:
        """Return the life events that a guide filed under a leaf may name."""
        return tuple(name for scene in self.scenes if scene.leaf == leaf for name, _ in scene.events)

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Taxonomy:
        """Return the classification that the settings give. `settings.check_settings` tells whether they are right."""
        return cls(
            settings["DISCLOSURE_CATEGORIES"], settings["DISCLOSURE_KEY_AREAS"], settings["DISCLOSURE_SCENES"],
            normative=settings["DISCLOSURE_NORMATIVE"], guides=settings["DISCLOSURE_GUIDES"], rules=settings["DISCLOSURE_RULES"],
        )

    def nearest(self, value: str) -> str:
        """Return the first filing with the same leaf name, which an editor probably meant; '' where there is none."""
        matches = [filing for filing in self.filings if filing.split("/")[-1] == value.rsplit("/", maxsplit=1)[-1]]
        return matches[0] if matches else ""
