"""The reason of a take-down: published for ever, so it has no words of what is taken down.

General words of such reasons are taken out first: an item about 个人隐私 may be taken down for 个人隐私. Of what is left,
nothing may stand in the item. One Han character says nothing; two may be a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

GENERAL = (
    "含有 含 涉及 包含 存在 个人 隐私 商业秘密 国家秘密 工作秘密 秘密 敏感 保密 信息 数据 资料 材料 内容 正文 标题 附件 文件 文字 有误 错误 "
    "重复 公开 发布 公布 发表 公示 当事人 本人 第三方 权利人 申请人 公民 法人 其他组织 申请 要求 请求 投诉 举报 反映 同意 身份证 证件 号码 编号 "
    "电话 手机 住址 住所 地址 照片 图片 姓名 账号 银行卡 未成年人 泄露 泄漏 侵犯 损害 合法权益 权益 不当 不宜 不应 不得 不再 应当 需要 可能 法院 "
    "判决 裁定 复议 诉讼 决定 依据 根据 按照 依法 法律 法规 条例 规定 政府 机关 行政 审查 核实 经审查 有关 相关 部分 属于 导致 造成 已经 另行 更正 "
    "修改 移除 撤下 撤回 撤销 删除 处理 原因 由于 因为 的 等 误 条 款 项"
)
"""Words that say nothing about an item. Words of one character are few: names have such characters."""
_ARTICLE = r"第[0-9一二三四五六七八九十百零〇]+[条款项]"
_GENERAL = re.compile("|".join([_ARTICLE, *sorted(GENERAL.split(), key=len, reverse=True), "第"]))
_RUN = re.compile(r"[^\W0-9A-Za-z_]{2,}|[0-9A-Za-z]{4,}")
_SHORTEST = {True: 4, False: 2}
"""Characters of a run that tell: of ASCII letters and digits, and of others."""


def words_of(reason: str, texts: Iterable[str]) -> list[str]:
    """Return the words of a reason that stand in one of the texts, each as long as can be, in the order of the reason."""
    bare = [_bare(text) for text in texts]
    left = _GENERAL.sub(" ", _bare(reason))
    return list(dict.fromkeys(word for run in _RUN.findall(left) for word in _common(run, bare)))


def _bare(text: str) -> str:
    """Return the letters and digits of a text: no mark or space parts a name, and width and case do not count."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _common(run: str, texts: list[str]) -> Iterator[str]:
    """Yield the longest parts of a run that stand in a text, from left to right."""
    shortest = _SHORTEST[run.isascii()]
    start = 0
    while start + shortest <= len(run):
        end = start
        while end < len(run) and any(run[start : max(end + 1, start + shortest)] in text for text in texts):
            end = max(end + 1, start + shortest)
        if end > start:
            yield run[start:end]
        start = max(end, start + 1)
