"""Words of the site that depend on the law: what each edition of the Regulations calls a matter, and what it asks for.

This table is the only place of such words. The form for requests takes its fields from it, pages name its entries
(`[…](law:答复期限)`), and checks find in a text the words that only another edition has. Time limits are those of `regulations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .regulations import EDITIONS, Edition, edition

_WORDS: dict[str, tuple[str, str]] = {
    "条例版本": ("2008年版", "2019年版"),
    "施行时间": ("2008年5月1日至2019年5月14日", "2019年5月15日起"),
    "指南条款": ("第十九条", "第十二条"),
    "保密审查条款": ("第十四条", "第十七条"),
    "保密部门": ("同级保密工作部门", "保密行政管理部门"),
    "公开主体条款": ("第十七条", "第十条"),
    "联合制作的公开主体": ("文号所属的单位", "牵头制作的单位"),
    "公开期限条款": ("第十八条", "第二十六条"),
    "查阅场所": ("国家档案馆、公共图书馆", "国家档案馆、公共图书馆、政务服务场所"),
    "查阅场所条款": ("第十六条", "第二十五条"),
    "申请条款": ("第二十条", "第二十九条"),
    "申请用途": ("根据自身生产、生活、科研等特殊需要", ""),
    "身份证明": ("", "身份证明"),
    "补正": ("告知怎样更改、补充", f"自收到之日起{EDITIONS[1].clarify_within}个工作日内一次性告知怎样补正"),
    "补正条款": ("第二十一条", "第三十条"),
    "更正条款": ("第二十五条", "第四十一条"),
    "不能按形式提供": (
        "无法按要求的形式提供的，安排查阅、提供复制件或者采用其他适当形式",
        "可能危及载体安全或者公开成本过高的，提供电子数据或者其他适当形式，或者安排查阅、抄录",
    ),
    "提供形式条款": ("第二十六条", "第四十条"),
    "答复期限": (f"{EDITIONS[0].reply_within}个工作日", f"{EDITIONS[1].reply_within}个工作日"),
    "延长期限": (f"{EDITIONS[0].extension}个工作日", f"{EDITIONS[1].extension}个工作日"),
    "答复条款": (EDITIONS[0].reply_article, EDITIONS[1].reply_article),
    "第三方期限": ("没有规定天数", f"{EDITIONS[1].third_party_within}个工作日"),
    "第三方条款": ("第二十三条", "第三十二条"),
    "费用": (
        "只收检索、复制、邮寄等成本费用；经济确有困难的，可以申请减免",
        "不收取费用；申请公开的数量、频次明显超过合理范围的，可以收取信息处理费",
    ),
    "费用条款": ("第二十七条、第二十八条", "第四十二条"),
    "阅读协助条款": ("第二十八条", "第四十三条"),
    "举报机关": ("上级行政机关、监察机关或者政府信息公开工作主管部门", "上一级行政机关或者政府信息公开工作主管部门"),
    "举报条款": ("第三十三条", "第五十一条"),
    "责令改正的机关": ("监察机关、上一级行政机关", "上一级行政机关"),
    "责任条款": ("第三十四条、第三十五条", "第五十二条、第五十三条"),
    "应当建立的制度": ("政府信息发布保密审查机制", "政府信息公开有关制度、机制"),
    "制度责任人": ("行政机关主要负责人", "负有责任的领导人员和直接责任人员"),
    "制度责任条款": ("第三十四条", "第五十二条"),
    "责任人": ("直接负责的主管人员和其他直接责任人员", "负有责任的领导人员和直接责任人员"),
    "行为责任条款": ("第三十五条", "第五十三条"),
    "应当履行的": ("义务", "职能"),
    "其他违反": ("行为", "情形"),
    "单位年报期限": ("3月31日", "1月31日"),
    "年报期限": ("3月31日", "3月31日"),
    "年报条款": ("第三十一条、第三十二条", "第四十九条、第五十条"),
    "申请用途栏": ("用途", ""),
    "减免栏": ("是否申请减免费用", ""),
    "机构代码栏": ("组织机构代码", "统一社会信用代码"),
    "代表人栏": ("法人代表", "法定代表人"),
    "特征栏": ("索取号", "名称、文号或者其他特征"),
}
"""By name: the words of the edition of 2008 and of that of 2019. Empty words: the edition does not have the matter."""

_FOREIGN: tuple[tuple[str, str, str], ...] = (
    ("2008年条例", r"三需要|生产、生活、科研等?(?:自身)?(?:的)?特殊需要", "2019年条例没有申请用途的要求"),
    ("2008年条例", r"监察(?:局|机关|部门)", "2019年条例的投诉、举报由上一级行政机关或者政府信息公开工作主管部门受理"),
    ("2008年条例", r"(?:检索|复制|邮寄)(?:费|、[^。；|]{0,12}(?:成本费|费用))|减免(?:收)?费|费用减免|减免费用", "2019年条例不收检索、复制、邮寄费，也就没有减免"),
    ("2008年条例", r"15个?工作日(?:以?内|之内)?(?:予以|作出)?答复", "2019年条例的答复期限是20个工作日"),
    ("2008年条例", r"有偿服务", "2019年条例第五十三条没有这一项"),
    ("2008年条例", r"违反规定收(?:取)?费", "2019年条例第五十三条没有这一项"),
    ("2008年条例", r"公开了?不应当公开的", "2019年条例第五十三条没有这一项"),
    ("2008年条例", r"(?:纳税|税费缴纳|社会保障|医疗卫生)[^。|]{0,30}(?:出示|证件)", "2019年条例第四十一条只规定更正；身份证明是每份申请都要的（第二十九条）"),
    ("2008年条例", r"同级保密(?:工作|行政管理)部门", "2019年条例第十七条写“保密行政管理部门”"),
    ("2019年条例", r"信息处理费", "2008年条例没有信息处理费"),
    ("2019年条例", r"20个?工作日(?:以?内|之内)?(?:予以|作出)?答复", "2008年条例的答复期限是15个工作日"),
)
"""Edition, pattern of words that only it has, and what the other edition says instead."""

_NAMES_A_LAW = re.compile(r"(?:2008|2019)年(?:版|条例)|[（(]law:|条例（(?:2008|2019)|原条例|旧条例|修订前|修订后")


def names() -> tuple[str, ...]:
    """Return the names of all entries."""
    return tuple(_WORDS)


def words(name: str, law: Edition) -> str:
    """Return how an edition words an entry; '' where it has no such matter. Raises KeyError for an unknown name."""
    return _WORDS[name][EDITIONS.index(law)]


def edition_of_year(year: int) -> Edition:
    """Return the edition by which the report of a year is judged: that in force at the end of the year; the first one before it was."""
    return edition(f"{year}-12-31") or EDITIONS[0]


def names_a_law(line: str) -> bool:
    """Return whether a line of a text names an edition, and so says itself by which one it speaks."""
    return bool(_NAMES_A_LAW.search(line))


def foreign_words(line: str, law: Edition) -> Iterator[tuple[str, str]]:
    """Yield the words of a line that only another edition has, and what this edition has instead."""
    if not names_a_law(line):
        for name, pattern, instead in _FOREIGN:
            if name != law.name and (match := re.search(pattern, line)):
                yield match[0], instead
