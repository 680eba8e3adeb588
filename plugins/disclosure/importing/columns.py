"""Names of columns: which header value a column of an old catalogue holds, by what it is called."""

from __future__ import annotations

import re
import unicodedata

from ..model.item import FIELDS
from ..released.columns import COLUMNS

CATEGORY, LEAF, BODY, FILES, NOTHING = "一级分类", "二级分类", "正文", "附件", "不导入"
"""What a column may be besides a value of the header. `NOTHING` is a column that nobody wants."""
KEY_OF = {field.label: field.key for field in FIELDS if field.attribute not in ("status", "rulings")}
TARGETS = (*KEY_OF, CATEGORY, LEAF, BODY, FILES, NOTHING)
OWN = tuple(label for label, _, _ in COLUMNS)
"""The columns of the site's own catalogue files."""
_OWN_COMPUTED = ("地址", "内容校验")
"""Columns of these files that each build makes anew."""
_SYNONYMS = {
    "名称": "标题 题目 信息名称 信息标题 文件名称 文件标题 公文标题 公文名称 文件名 title",
    "索引号": "索引 信息索引号 信息索引 索引编号 索引码 目录编号 信息编号 index",
    "信息分类": "分类 类别 栏目 所属栏目 栏目名称 信息类别 信息类型 分类名称 目录分类 category",
    CATEGORY: "一级类目 一级栏目 一级目录 大类", LEAF: "二级类目 二级栏目 二级目录 小类",
    "发布机构": "发文机关 发文单位 发布单位 公开单位 责任单位 发文机构 公开机关 公开机构 公开主体 制发机关 制作单位 信息来源 来源 机构 单位 部门 agency",
    "生成日期": "成文日期 成文时间 生成时间 制发日期 制作日期 发文日期 发文时间 印发日期 印发时间 形成日期 形成时间 签发日期 created",
    "公开日期": "发布日期 发布时间 公开时间 公布日期 上网日期 上网时间 上传日期 发布日 日期 时间 date",
    "文号": "发文字号 发文文号 文件编号 文件字号 公文文号 字号 文件号",
    "内容概述": "摘要 概述 内容摘要 内容简介 信息摘要 简介 内容概要 summary",
    "重点领域": "公开领域", "主题分类": "主题 主题类别", "体裁分类": "体裁 文种 公文种类 体裁类别", "有效性": "效力 效力状态 时效性 是否有效 有效状态",
    "有效期至": "有效期 有效期截止", "公开形式": "公开方式 公开渠道", "主题词": "关键词 关键字 标签 tags", "修改日期": "修改时间 更新日期 更新时间",
    "保密审查": "审查记录 保密审查记录", BODY: "内容 信息内容 全文 正文内容", FILES: "附件名称 附件路径 附件文件 文件路径 文件地址",
}
_TARGET_OF = {name: target for target, names in _SYNONYMS.items() for name in [target, *names.split()]} | {label: label for label in TARGETS}
_NOTE = re.compile(r"[（(\[【].*?[）)\]】]")
_BLANK = re.compile(r"[\s\u3000*:：_]+")


def bare(name: str) -> str:
    """Return a column's name without blanks, notes in brackets, stars and colons."""
    return _BLANK.sub("", _NOTE.sub("", unicodedata.normalize("NFKC", name))).casefold()


def guess(name: str) -> tuple[str, str]:
    """Return what a column holds, by its name, and in Chinese how sure that is; (`NOTHING`, …) where it is not known."""
    word = bare(name)
    if word in _TARGET_OF:
        target = _TARGET_OF[word]
        return target, "列名一样" if word == target else "按列名猜的"
    if word in _OWN_COMPUTED:
        return NOTHING, "网站自己会算"
    near = [known for known in _TARGET_OF if len(known) > 1 and known in word]
    if near:
        return _TARGET_OF[max(near, key=len)], "按列名里的词猜的，请核对"
    return NOTHING, "没有认出这一列；要导入的，把“写入”改成它的意思"


def is_own(header: list[str]) -> bool:
    """Return whether a table is a catalogue file of this software, so that nothing has to be guessed."""
    return tuple(header) == OWN


def known_names(cells: list[str]) -> int:
    """Return how many cells of a row are names of columns that are known for sure."""
    return len({_TARGET_OF[word] for cell in cells if (word := bare(cell)) in _TARGET_OF})
