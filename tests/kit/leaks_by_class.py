"""Planted leaks by class: made-up private values and marks of secrecy in every way that people write or disguise them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from disclosure.secrecy.numbers import check_digit

from .planted_leaks import card, grouped, identity, mobile, old_identity

Leaks = list[tuple[str, str]]
"""Kind and text of each."""

SCRIPTS = {
    "٠١٢٣٤٥٦٧٨٩": "Arabic", "۰۱۲۳۴۵۶۷۸۹": "Persian", "०१२३४५६७८९": "Devanagari", "๐๑๒๓๔๕๖๗๘๙": "Thai", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗": "bold", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡": "double-struck",
    "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿": "monospace", "⓪①②③④⑤⑥⑦⑧⑨": "in circles", "⓿❶❷❸❹❺❻❼❽❾": "in black circles", "⁰¹²³⁴⁵⁶⁷⁸⁹": "high", "₀₁₂₃₄₅₆₇₈₉": "low", "０１２３４５６７８９": "wide",
}
NUMERALS = ("〇一二三四五六七八九", "零一二三四五六七八九", "○一二三四五六七八九", "◯一二三四五六七八九", "●一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖", "〇㈠㈡㈢㈣㈤㈥㈦㈧㈨")
THIN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c\u2066\u2069\u180e\ufe0f\u034f"
SIGNS = (" ", "-", "—", "–", "_", ".", "·", "•", "/", "／", "、", "，", ",", ":", "：", ";", "；", "|", "｜", "~", "～", "+", "…", "。", " - ", " / ", "\t", "\n", "\n\n", "\u3000", "\u00a0", "\u2009", "'", "\\")


def written(number: str, digits: str) -> str:
    """Return a number in other digits."""
    return number.translate({48 + value: sign for value, sign in enumerate(digits)})


def _scripts() -> Iterator[tuple[str, str]]:
    for seed, digits in enumerate((*SCRIPTS, *NUMERALS), 100):
        yield "id", f"申请人张某某，身份证号{written(identity(seed), digits)}，现予公示。"
        yield "mobile", f"联系人李某，手机：{written(mobile(seed), digits)}。"
    yield "id", f"王某{written(identity(7)[:6], NUMERALS[0])}{identity(7)[6:]}男"
    yield "mobile", f"刘某，{written(mobile(7)[:3], NUMERALS[0])}{mobile(7)[3:]}"
    yield "mobile", f"刘某，{mobile(8)[:7]}{written(mobile(8)[7:], NUMERALS[5])}"
    yield "card", f"卡号{written(card(8), NUMERALS[0])}"
    yield "exam", f"准考证号：{written('20140312345', NUMERALS[0])}"


def _look_alikes() -> Iterator[tuple[str, str]]:
    number = next(number for seed in range(1000) if (number := identity(seed)).endswith("X"))
    for sign in "xXＸｘХхΧχ×✕":
        yield "id", f"李某，{number[:17]}{sign}，男"
    round_one = "".join(("360104", "19800101", "101"))
    with_zeros = round_one + check_digit(round_one)
    for sign in "OoОоΟο○◯●":
        yield "id", f"李某，{with_zeros.replace('0', sign)}，男"
        yield "mobile", f"电话：{'13800010203'.replace('0', sign)}"
    for sign in "lIІΙ":
        yield "id", f"李某，{with_zeros.replace('1', sign)}，男"
        yield "mobile", f"手机{'13811112203'.replace('1', sign)}"
    yield "mobile", "手机l38OOl23456"
    yield "mobile", "手机：幺三八〇〇幺二三四五六"


def _invisible() -> Iterator[tuple[str, str]]:
    for seed, sign in enumerate(THIN, 130):
        yield "id", f"赵某{sign.join(identity(seed))}，女"
        yield "mobile", f"赵某{sign.join(mobile(seed))}，女"
    yield "mobile", "手机" + "".join(f"{digit}\ufe0f\u20e3" for digit in mobile(9))
    yield "home", "家庭\u200b住址：青云谱区某某路3号"
    yield "mark", "机\u200b密★"


def _separators() -> Iterator[tuple[str, str]]:
    for seed, sign in enumerate(SIGNS, 160):
        yield "id", f"钱某某，身份证{grouped(identity(seed), (6, 8), sign)}，已核"
        yield "mobile", f"钱某某，手机：{grouped(mobile(seed), (3, 4), sign)}，已核"
        yield "id", f"钱某某{sign.join(identity(seed))}，已核"
    for seed in (201, 202, 203):
        yield "id", f"身份证号（{identity(seed)[:6]}）（{identity(seed)[6:14]}）（{identity(seed)[14:]}）"
        yield "card", f"卡号：{'/'.join(card(seed)[at : at + 4] for at in range(0, len(card(seed)), 4))}"


def _prefixes() -> Iterator[tuple[str, str]]:
    for seed, before in enumerate(("+86", "+86 ", "+86-", "0086", "0086-", "0086 ", "86-", "(+86)", "（+86）", "＋８６", "＋86 ", "0"), 210):
        yield "mobile", f"李某，手机{before}{mobile(seed)}。"
        yield "mobile", f"李某 {before}{mobile(seed)}"
    yield "mobile", f"李某 +86 {grouped(mobile(5), (3, 4), ' ')}"
    yield "mobile", f"①{mobile(6)}②{mobile(7)}"
    yield "mobile", f"办公电话{mobile(6)}¹"


def _cells() -> Iterator[tuple[str, str]]:
    for seed in range(220, 226):
        number, phone = identity(seed), mobile(seed)
        yield "id", f"| 姓名 | 一 | 二 | 三 |\n|---|---|---|---|\n| 某人 | {number[:6]} | {number[6:14]} | {number[14:]} |\n"
        yield "id", f"| 姓名 | 前 | 后 |\n|---|---|---|\n| 某人 | {number[:10]} | {number[10:]} |\n"
        yield "id", "|" + "|".join(number) + "|\n"
        yield "mobile", f"| 姓名 | 手机 | | |\n|---|---|---|---|\n| 某人 | {phone[:3]} | {phone[3:7]} | {phone[7:]} |\n"
        yield "mobile", f"| 手机号码前段 | 手机号码后段 |\n|---|---|\n| {phone[:7]} | {phone[7:]} |\n"
        yield "id", f"身份证号{number[:9]}\n{number[9:]}"
        yield "id", f"身份证号{number[:9]}\n\n{number[9:]}"
        yield "mobile", f"请打{phone[:7]}\n\n{phone[7:]}。"
        yield "id", f"{number[:6]}\n{number[6:14]}\n{number[14:]}"
        yield "card", f"| 姓名 | 卡号 | |\n|---|---|---|\n| 某人 | {card(seed)[:8]} | {card(seed)[8:]} |\n"


def _documents() -> Iterator[tuple[str, str]]:
    chance = random.Random(5)
    for label, start in (
        ("护照号", "E"), ("护照", "G"), ("护照号码：", "D"), ("护照：", "EA"), ("因公护照", "SE"), ("港澳通行证", "C"), ("往来港澳通行证号码：", "W"), ("港澳居民来往内地通行证：", "H"),
        ("回乡证", "M"), ("台胞证", ""), ("大陆居民往来台湾通行证：", "T"), ("台湾居民来往大陆通行证号", ""),
    ):
        yield "certificate", f"某人，{label}{start}{chance.randint(1, 9)}{chance.randint(0, 10**7 - 1):07d}"[:40]
    for start in ("E", "G", "D", "P", "S"):
        yield "certificate", f"某人，{start}4{chance.randint(0, 10**7 - 1):07d}，出国"
        yield "certificate", f"| 姓名 | 护照 |\n|---|---|\n| 某人 | {start}5{chance.randint(0, 10**7 - 1):07d} |\n"
    for text in (
        "军官证：政字第01234567号", "军官证 南字第0123456号", "警官证号：012345", "士兵证：士字第20140123号", "文职干部证：文字第0123456号", "某人（军官证政字第01234567号）", "驾驶证号：360104012345", "驾驶证档案编号360100123456",
        "社保卡号：A12345678", "社会保障号码：3601234567", "医保卡号 0123456789", "残疾军人证：赣军A012345", "工作证号：20140123", "病历号：0012345", "住院号：2014012345", "门诊号0012345678", "结婚证号：J360104-2014-001234",
        "出生医学证明编号：O360123456", "公积金账号：100123456789", "优待证号：3601234567", "外国人永久居留身份证：USA110079031234", "居留证号：FRA310085061234",
    ):
        yield "certificate", text
    for start in ("81000019790307", "82000019850612", "83000019900101"):
        yield "id", f"某人，居住证号{start}001{check_digit(start + '001')}"
    for start in ("91184019790131001", "93615619850612003"):
        yield "id", f"某人，永久居留身份证{start}{check_digit(start)}"
    for seed, kind in enumerate(("11", "42", "73", "24"), 230):
        yield "id", f"残疾人证号：{identity(seed)}{kind}"
        yield "id", f"某人{identity(seed)}{kind}B1"
    for label in ("学号", "学籍号：", "学籍号：G", "学籍辅号：", "考生号：", "座位号：", "准考证："):
        yield "exam", f"某人，{label}2014036012{chance.randint(10, 99)}"
    for text in ("QQ：12345678", "QQ号:1234567890", "qq：87654321", "QQ 12345678", "微信：zhang_san88", "微信号：lisi-2014", "微信号是wangwu123", "微信（本人）：a1234567", "| 姓名 | QQ：87654321 |"):
        yield "chat", text
    for plate in ("赣A12345", "赣A·1B234", "京AD12345", "粤B·F12345", "沪A 12345", "赣Ａ１２３４５", "赣A1234学", "赣A-12345", "云A12B45", "赣M9999警"):
        yield "plate", f"某人，车牌{plate}，罚款"


def _exponents() -> Iterator[tuple[str, str]]:
    for text in ("身份证号：3.60104E+17", "身份证：3.60104E+17", "| 姓名 | 身份证号 |\n|---|---|\n| 某人 | 3.60104E+17 |\n", "手机：1.38E+10", "卡号：6.22202E+18", "银行卡号：6.222E+15", "证件号码：4.40305e+17", "学号：2.01E+11"):
        yield "exponent", text


def _marks() -> Iterator[tuple[str, str]]:
    for level in ("绝密", "机密", "秘密"):
        for text in (f"{level}★", f"{level}★10年", f"{level}★长期", f"{level}☆", f"{level}⭐5年", f"{level}★启用前", f"{level}级★", f"{level}*", f"{level}＊", f"{level}*10年", f"{level}※", f"{level}", f"{level} 10年", f"{level}级", f"特急 {level}", f"特急{level}",
                     f"{level} 特急", f"加急 {level}", f"密级：{level}", f"密级:{level}★5年", f"【{level}】", f"（{level}）", f"[{level}]", f"{level[0]}　{level[1]}", f"**{level}**", f"特急{level}★1年", f"{level}文件", f"{level}件"):
            yield "mark", f"{text}\n\n关于某事的报告"
        yield "mark", f"【{level}】关于某事的报告\n\n正文"
        yield "mark", f"关于某事的报告（{level}）\n\n正文"
        yield "mark", f"正文说明。\n\n第一段。\n\n第二段。\n\n第三段。\n\n第四段。{level}★3年"
    for word in ("内部资料", "内部文件", "内部使用", "仅供内部使用", "仅供内部参考", "仅供内部", "内部刊物", "内部材料", "内部参考", "内部发行", "内部情况", "内部传阅", "工作秘密", "不得外传", "严禁外传", "请勿外传", "禁止外传", "严禁复制", "不得复制",
                 "严禁翻印", "不得翻印", "请勿扩散", "不得公开", "不予公开", "不宜公开", "注意保密", "阅后收回", "阅后销毁", "仅限内部使用", "供领导参阅", "密件", "敏感信息"):
        yield "internal", f"{word}\n\n关于某事的报告"
        yield "internal", f"【{word}】\n\n关于某事的报告"
        yield "internal", f"关于某事的报告\n\n（{word}）\n\n正文"
    for text in ("内部资料 注意保存", "内部文件　不得外传", "内部资料，严禁复制", "工作秘密 不得外传 阅后收回", "公开属性：不予公开", "内 部 文 件", "内部资料★", "仅供领导参阅", "此件不公开", "（此件不予公开）", "内部文件，注意保密", "（内部使用，不得外传）"):
        yield "internal", f"{text}\n\n关于某事的报告"


NAMES = ("张三丰", "李四", "王小明", "赵建国", "欧阳明", "刘 丽")


def _lists() -> Iterator[tuple[str, str]]:
    for kind, text in (
        ("name-list", "低保户名单：张三 李四 王五"), ("name-list", "| 户主姓名 | 低保金 |\n|---|---|\n| 张三 | 300 |"), ("name-list", "| 学生姓名 | 班级 |\n|---|---|\n| 张三 | 一班 |"), ("health-list", "| 患者姓名 | 年龄 |\n|---|---|\n| 张三 | 30 |"),
        ("name-list", "困难残疾人生活补贴发放名单\n\n1、张三\n2、李四\n3、王五"), ("health-list", "重性精神疾病患者管理名册\n\n张三 男 45岁\n李四 女 30岁"), ("health-list", "精神障碍患者：张三、李四、王五。"), ("health-list", "| 姓名 | 备注 |\n|---|---|\n| 张三 | 肺癌 |"),
    ):
        yield kind, text
    rows = "".join(f"| {number} | {name} | {{}} |\n" for number, name in enumerate(NAMES, 1))
    for head, cell in (("病种", "高血压"), ("病名", "某病"), ("诊断", "某病"), ("疾病名称", "某病"), ("病情", "重"), ("是否感染", "是")):
        kind = "health-list"
        if head != "是否感染":
            yield kind, f"| 序号 | 姓名 | {head} |\n|---|---|---|\n{rows.format(*[cell] * len(NAMES))}"
    for head in ("残疾类别", "残疾等级", "低保金", "救助金额", "致贫原因", "班级", "信访事项", "拆迁补偿", "学籍号"):
        yield "name-list", f"| 序号 | 姓名 | {head} |\n|---|---|---|\n{rows.format(*['甲'] * len(NAMES))}"
    for caption in ("精神障碍患者名单", "艾滋病感染者名册", "2014年大病救助对象名单", "肺结核病人登记表", "严重精神障碍患者花名册", "确诊病例情况表", "社区矫正人员名单", "尘肺病人名单"):
        yield "health-list", f"## {caption}\n\n| 序号 | 姓名 | 住处 |\n|---|---|---|\n{rows.format(*['甲'] * len(NAMES))}"
        yield "health-list", f"{caption}\n\n{'、'.join(NAMES[:4])}\n"
    for caption in ("低保对象名单", "2014年第三季度农村低保户名单公示", "残疾人名册", "贫困户名单", "建档立卡贫困户花名册", "临时救助人员名单", "孤儿名单", "留守儿童登记表", "中小学生名单", "新生名单", "信访人名单", "被拆迁户名单", "被征收人情况表",
                    "失独家庭名单", "特困人员名单", "未成年人名单", "资助学生名单"):
        yield "name-list", f"## {caption}\n\n| 序号 | 姓名 | 住处 |\n|---|---|---|\n{rows.format(*['甲'] * len(NAMES))}"
        yield "name-list", f"{caption}\n\n{'　'.join(NAMES[:3])}\n"
        yield "name-list", f"{caption}：\n\n1. 张三丰\n2. 李四\n3. 王小明\n"


def _own_labels() -> Iterator[tuple[str, str]]:
    """Labels in which a word for persons stands beside words for things and figures."""
    for seed, label in enumerate(("身份证编号：", "公民身份编号", "当事人身份证号或统一社会信用代码：", "身份证号/统一社会信用代码：", "证件登记号：", "居民身份证条码", "身份证号第", "税号（个人填身份证号）：", "编号（身份证号）："), 400):
        yield "id", f"张某某，{label}{identity(seed)}"
        yield "id", f"| 当事人 | {label.rstrip('：')} |\n|---|---|\n| 张某某 | {identity(seed)} |\n"
    yield "id", f"001.{identity(410)} 张某某"
    yield "id", f"张某某身份证{identity(411)}{mobile(411)}"
    for seed, text in enumerate((
        "手机编号：{}", "联系人及电话编号：{}", "订单号（手机号）：{}", "编号{}（手机）", "补助资金领取人电话：{}", "余额查询手机：{}", "邮寄费：{}（张某某）", "转账缴费：{}", "联系电话：{} 万建国", "张某 {} 个体户", "业主{}平方某", "张某，{}元宝社区", "电话：86{}", "86{}",
        "001.{} 张某", "见 https://example.cn/u?phone={}", "见 https://example.cn/shouji/{}",
    ), 420):
        yield "mobile", text.format(mobile(seed))
    yield "mobile", f"手机：{mobile(440)[:2]},{mobile(440)[2:5]},{mobile(440)[5:8]},{mobile(440)[8:]}"
    yield "mobile", f"手机：{grouped(mobile(441), (3, 4), '#')}"
    yield "mobile", f"手机：{mobile(442)[:3]}【{mobile(442)[3:7]}】{mobile(442)[7:]}"
    yield "account", "惠农一卡通账号：103010120034567890"


def _more_documents() -> Iterator[tuple[str, str]]:
    for text in (
        "证件号码：H12345678", "证件类型：港澳居民来往内地通行证；证件号码：H12345678", "香港身份证号码：A123456(3)", "澳门居民身份证1234567(8)", "台湾身份证字号A123456789", "Passport: AB1234567", "Passport No. K12345678", "回乡证（号码）：H12345678",
        "海员证号：A12345678", "旅行证 L1234567", "警号012345", "优待证号：赣1234567890", "| 姓名 | 病 历 号 |\n|---|---|\n| 某人 | 20140012345 |\n",
    ):
        yield "certificate", text
    for text in ("考生编号：104034012345678", "学生编号：2014001234", "报名编号：2014001234", "学籍编码：G3601042005"):
        yield "exam", text
    for text in ("VX：zhangsan88", "V信 zhangsan88", "wx:zhangsan_88", "微信号码：zhangsan88", "微信ID：zhangsan88", "WeChat: zhangsan88", "扣扣：123456789", "钉钉号：zhangsan88", "加我微信zhangsan88", "| 姓名 | 微信号 |\n|---|---|\n| 某人 | zhangsan88 |\n"):
        yield "chat", text
    for text in ("肇事号牌 赣MF3K28", "车牌：赣 A 12345", "号牌号码：赣A-8K1B2", "军车 南A12345", "WJ京12345", "| 车主 | 车牌号 |\n|---|---|\n| 某人 | 赣A8K12B |\n"):
        yield "plate", text
    for lead in ("", "各有关单位：\n\n", "各街道办事处，区政府各部门：\n\n", "现予公开。\n\n"):
        for text in ("张某的邮箱：zhangsan@163.com", "zhangsan【at】qq.com", "zhangsan at qq.com", "zhangsan(at)qq(dot)com", "zhangsan @ qq . com"):
            yield "email", lead + text
    for text in ("家庭住址：岱山村 3 组 12 号", "家庭住址\n岱山村3组12号", "常住地址：岱山村3组12号", "暂住地：岱山村3组12号", "户口登记地 岱山村3组12号", "张某，男，汉族，住青云谱区岱山村3组12号", "家庭详细住址：岱山村叁组拾贰号", "| 姓名 | 现居住地 |\n|---|---|\n| 某人 | 岱山村3组12号 |\n", "家住岱山村3组12号的张建国"):
        yield "home", text
    for text in ("手机：1.38123E10", "身份证号：3.60104E+017", "考生编号：1.04034E+14"):
        yield "exponent", text


_BODY = "各街道办事处：\n\n现将有关事项通知如下，请遵照执行。\n\n" + "一、各部门要按照职责分工，各负其责，密切配合，形成合力。\n\n" * 12 + "某某区政府办公室\n2014年3月18日\n\n"


def _edges() -> Iterator[tuple[str, str]]:
    """Marks that share their line, and marks at the end of a document."""
    for text in (
        "份号：000123　密级：机密", "密级:机密 编号:001", "秘密●10年", "机密✦1年", "定密：机密", "文件密级 机密", "机密！", "“机密”", "机密  请妥善保管", "密　级：秘密", "密级：秘密　期限：10年", "密级 机密 期限 10年", "青府发〔2014〕1号　　　　机密", "机密　　　青府发〔2014〕1号",
        "秘密\\*10年", "秘密**10年", "机密（一级）", "密级（秘密）", "# 关于防汛的通知（秘密）", "# （机密）关于防汛的通知", "# 机密", "| 密级 | 秘密 |\n|---|---|",
    ):
        yield "mark", f"{text}\n\n{_BODY}"
    for text in ("机关内部使用", "仅限机关内部使用", "内部工作文件", "内部明电", "涉密文件", "不得上网", "内部資料", "仅供工作人员内部使用", "警务工作秘密"):
        yield "internal", f"{text}\n\n{_BODY}"
    for text in ("（此件不予公开）", "（此件不公开）", "（此件不公开发布）", "公开属性：不予公开", "信息公开选项：不予公开", "（本件属工作秘密，不得外传）", "抄送：区委办。\n\n【内部资料 注意保存】"):
        yield "internal", _BODY + text
    for text in ("密级：机密", "机密", "（机密）"):
        yield "mark", _BODY + text
    yield "mark", f"某某区政府办公室\n\n某府办发〔2014〕12号\n\n关于某事的通知\n\n各街道办事处：\n\n机密\n\n{_BODY}"


def _titled_lists() -> Iterator[tuple[str, str]]:
    rows = "| 序号 | 姓名 | 村组 |\n|---|---|---|\n| 1 | 张建国 | 甲村 |\n| 2 | 李爱民 | 乙村 |\n"
    in_table = "| {} | | |\n|---|---|---|\n| 序号 | 姓名 | 村组 |\n| 1 | 张建国 | 甲村 |\n| 2 | 李爱民 | 乙村 |\n"
    names = "张建国、李爱民、王志强\n"
    for kind, titles in (
        ("health-list", ("艾滋病患者救助名单", "尿毒症透析人员名单", "HIV抗体阳性人员", "癌症患者", "血友病患者", "涉毒人员", "新冠阳性人员名单", "白内障手术名单", "社区矫正对象", "精神障碍患者", "智障人员", "强制隔离人员名单", "糖尿病管理名单")),
        ("name-list", ("低保对象", "残疾人", "五保老人", "低保金发放表", "三年级二班花名册", "六年级（3）班成绩单", "空巢老人花名册", "失能老人补贴发放表", "计生特扶对象名单", "退役士兵安置名单", "公租房保障对象名单", "盲人", "聋哑人", "服刑人员", "流浪乞讨人员")),
    ):
        for title in titles:
            yield kind, f"## {title}\n\n{rows}"
            yield kind, in_table.format(title)
            yield kind, f"附件2：{title}\n\n{rows}"
            yield kind, f"{title}：\n\n{names}"
            yield kind, f"**{title}**\n\n张建国（甲村）\n李爱民（乙村）\n"
    yield "health-list", "1. 张建国 男 45岁 精神分裂症\n2. 李爱民 女 50岁 抑郁症\n"
    yield "health-list", "患者：张建国（肺结核）、李爱民（尿毒症）\n"
    yield "health-list", "| 姓　名 | 病　种 |\n|---|---|\n| 张　三 | 肺结核 |\n"
    yield "health-list", "| 序号 | 姓名 | 检测结果 |\n|---|---|---|\n| 1 | 张建国 | 阳性 |\n"


CLASSES: dict[str, Leaks] = {
    "digits of other scripts and Chinese numerals": list(_scripts()),
    "characters that look like digits": list(_look_alikes()),
    "what nobody sees between digits": list(_invisible()),
    "signs between digits": list(_separators()),
    "prefixes of mobiles": list(_prefixes()),
    "split over cells, lines and paragraphs": list(_cells()),
    "certificates, chat, number plates": list(_documents()),
    "cut short by a spreadsheet": list(_exponents()),
    "marks of secrecy and of internal documents": list(_marks()),
    "lists of names": list(_lists()),
    "labels with several words": list(_own_labels()),
    "more certificates, homes and mail": list(_more_documents()),
    "marks beside other words and at the end": list(_edges()),
    "titles of lists": list(_titled_lists()),
    "old identity numbers": [("old-id", f"身份证号：{old_identity(seed)}") for seed in range(300, 306)],
}
