"""Faulty files, one for each kind of problem, with the message that each must get. `test_problems` builds them."""

from __future__ import annotations

from typing import NamedTuple

from .project import item

AGENCIES = "code,name\n014500858,区政府办公室\n014500863,区财政局\n"
PNG = b"\x89PNG\r\n\x1a\n"
FUTURE = "2999-01-01"


class Case(NamedTuple):
    """One faulty file: its text, and line, message and remedy of the problem that it must get."""

    text: str | bytes
    line: int | None
    said: str
    mend: str


def numbered(name: str, **changes: str | None) -> str:
    """Return an item with an Index of its own, made from the name of its case."""
    return item(**{"Index": f"9/2014-{name.replace('_', '-')}"} | changes)


def header(name: str, *lines: str) -> str:
    """Return an item whose header ends with further lines; the first of them is line 9."""
    return numbered(name, body="").rstrip("\n") + "\n" + "\n".join(lines) + "\n\n正文。\n"


def linking(name: str, link: str) -> str:
    """Return an item with a link in the third line of its body, which is line 12 of the file."""
    return numbered(name, body=f"第一行。\n\n见{link}。\n")


def _headers() -> dict[str, Case]:
    """Return faults in the header of one file."""
    required = {
        "Title": "名称", "Index": "索引号", "Category": "信息分类", "Agency": "发布机构",
        "Created": "生成日期", "Date": "公开日期", "Review": "保密审查",
    }
    cases = {}
    for key, label in required.items():
        name = f"missing_{key.lower()}"
        cases[name] = Case(numbered(name, **{key: None}), 1, f"缺少 {key}（{label}）", f"加一行“{key}: …”")
        name = f"empty_{key.lower()}"
        cases[name] = Case(numbered(name, **{key: ""}), list(required).index(key) + 1 if key != "Review" else 8, f"{key}（{label}）是空的", "填上内容")
    misspelt = {"Agancy": "Agency", "Titel": "Title", "Document-Numbre": "Document-Number", "Repalces": "Replaces"}
    for wrong, right in misspelt.items():
        name = f"misspelt_{wrong.lower()}"
        cases[name] = Case(header(name, f"{wrong}: 某"), 9, f"表头里不认识“{wrong}”", f"是不是“{right}”？")
    for wrong, right in {"标题": "Title", "索引号": "Index", "文号": "Document-Number", "发布机构": "Agency"}.items():
        name = f"chinese_{right.lower()}"
        cases[name] = Case(header(name, f"{wrong}: 某"), 9, f"表头里不认识“{wrong}”", f"改成“{right}: 某”")
    return cases | {
        "unknown_key": Case(header("unknown_key", "Zzzzzz: 某"), 9, "表头里不认识“Zzzzzz”", "可以写的有：Title、Index"),
        "twice": Case(header("twice", "Title: 又一个名称"), 9, "Title 写了两次（第 1 行已有）", "只留一行"),
        "wide_colon": Case(header("wide_colon", "Genre：通知"), 9, "“Genre”后面是全角冒号", "改成半角冒号（英文的冒号），后面空一格：“Genre: 通知”"),
        "no_key": Case(header("no_key", "这一行没有键"), 9, "“这一行没有键”不像表头的一行", "表头每一行写成“Title: 标题”这样；是正文的，在它前面空一行"),
        "no_header": Case("\n关于某事的通知\n", 1, "文件开头没有表头：第一行起要写“Title: 标题”“Index: 索引号”这样的几行，现在开头是“关于某事的通知”", "照 make new 写出的文件的样子补上"),
        "empty_file": Case("", 1, "文件是空的", "用 make new 新建一条"),
        "control": Case(numbered("control", Title="防汛\x08通知"), 1, "有看不见的控制字符 U+0008", "删去这个字符"),
    }


def _pasted() -> dict[str, Case]:
    """Return headers as people write or paste them who know Word, Excel or other programs; each gets the line that is right."""
    good = numbered
    def changed(name: str, old: str, new: str) -> str:
        text = numbered(name)
        assert old in text
        return text.replace(old, new, 1)

    def dated(name: str, day: str) -> str:
        return good(name, Date=day)

    cases = {
        "first_blank": Case("\n" + good("first_blank"), 1, "第 1 行是空的，表头就不算数", "删去开头的空行"),
        "first_blanks": Case(" \n　\n" + good("first_blanks"), 1, "前 2 行是空的", "删去开头的空行"),
        "first_mark": Case(b"\xef\xbb\xbf\xef\xbb\xbf" + good("first_mark").encode(), 1, "第一行的前面有看不见的字符或空格", "按几次退格键"),
        "first_tab": Case("\t" + good("first_tab"), 1, "第一行的前面有看不见的字符或空格", "按几次退格键"),
        "first_title": Case("关于防汛的通知\n" + good("first_title"), 1, "第一行是“关于防汛的通知”，不是表头", "是标题的，写成“Title: 关于防汛的通知”"),
        "first_heading": Case("# 关于防汛的通知\n\n" + good("first_heading"), 1, "表头的前面有别的文字“# 关于防汛的通知”", "把它移到表头后面的正文里"),
        "first_salutation": Case("各街道办事处：\n\n正文。\n", 1, "文件开头没有表头", "照 make new 写出的文件的样子补上"),
        "blank_inside": Case(changed("blank_inside", "Category", "\nCategory"), 3, "表头中间有空行，后面的几行会当作正文", "删去空行"),
        "body_close": Case(changed("body_close", "可以公开\n\n各街道", "可以公开\n各街道"), 9, "像是正文，和表头连在了一起", "在它前面空一行"),
        "wide_key": Case(changed("wide_key", "Title:", "Ｔｉｔｌｅ："), 1, "表头里不认识“Ｔｉｔｌｅ”", "改成“Title: 关于做好防汛工作的通知”"),
        "wide_chinese": Case(changed("wide_chinese", "Title:", "标题："), 1, "表头里不认识“标题”", "改成“Title: 关于做好防汛工作的通知”"),
        "chinese_date": Case(header("chinese_date", "修改时间: 2014年3月18日"), 9, "表头里不认识“修改时间”", "改成“Modified: 2014-03-18”"),
        "long_value": Case(header("long_value", f"关键词: {'长' * 31}"), 9, "表头里不认识“关键词”", f"改成“Tags: {'长' * 30}……（后面照旧）”"),
        "foreign_key": Case(header("foreign_key", "keywords: 防汛"), 9, "表头里不认识“keywords”", "改成“Tags: 防汛”"),
        "foreign_draft": Case(header("foreign_draft", "draft: true"), 9, "表头里不认识“draft”", "改成“Status: draft”"),
        "key_blank": Case(header("key_blank", "Document Number: 某"), 9, "表头里不认识“Document Number”", "改成“Document-Number: 某”"),
        "indented": Case(changed("indented", "Index:", "    Index:"), 2, "“Index”前面有空格，会接到上一行的后面", "改成“Index: 9/2014-indented”"),
        "tabbed": Case(changed("tabbed", "Index:", "\tIndex:"), 2, "“Index”前面有空格，会接到上一行的后面", "删去行首的空格"),
        "wide_indent": Case(changed("wide_indent", "Index:", "　　Index:"), 2, "“Index”前面有空格", "删去行首的空格"),
        "fence_open": Case("---\n" + good("fence_open"), 1, "这里是“---”，表头的后面却没有另一个“---”", "删去这一行"),
        "fence_late": Case(header("fence_late", "---"), 9, "“---”不是表头的内容", "删去这一行"),
        "fence_long": Case("———\n" + good("fence_long"), 1, "“———”不是表头的内容", "表头前后不用画线"),
        "remark": Case(header("remark", "# 说明"), 9, "“# 说明”不能写在表头里", "是说明的，删去"),
        "list_below": Case(header("list_below", "Tags:", "- 防汛"), 10, "“- 防汛”另起了一行", "如“Tags: 甲;乙”"),
        "list_brackets": Case(header("list_brackets", "Tags: [防汛, 通知]"), 9, "Tags（主题词）不用方括号", "改成“Tags: 防汛;通知”"),
        "block": Case(changed("block", "Summary: 部署", "Summary: > 部署"), 7, "Summary（内容概述）前面的“>”是别的软件的写法", "改成“Summary: 部署"),
        "quoted_index": Case(good("quoted_index", Index="'9/2014-quoted-index'"), 2, "Index（索引号）两头的引号不要写", "改成“Index: 9/2014-quoted-index”"),
        "quoted_class": Case(good("quoted_class", Category="“法规文件/规范性文件”"), 3, "Category（信息分类）两头的引号不要写", "改成“Category: 法规文件/规范性文件”"),
        "quoted_day": Case(dated("quoted_day", '"2014-03-18"'), 6, "Date（公开日期）两头的引号不要写", "改成“Date: 2014-03-18”"),
        "agency_as_class": Case(good("agency_as_class", Category="区政府办公室"), 3, "“区政府办公室”是机构的名称，写在了 Category（信息分类）里", "机构写在 Agency 那一行"),
        "class_as_agency": Case(good("class_as_agency", Agency="法规文件/规范性文件"), 4, "“法规文件/规范性文件”是信息分类，写在了 Agency（发布机构）里", "分类写在 Category 那一行"),
        "number_as_index": Case(good("number_as_index", Index="青府发〔2014〕12号"), 2, "“青府发〔2014〕12号”是文号，写在了 Index（索引号）里", "文号写在 Document-Number 那一行"),
        "number_replaced": Case(header("number_replaced", "Replaces: 青府发〔2013〕1号"), 9, "Replaces 写的“青府发〔2013〕1号”是文号", "这里写索引号"),
        "status_chinese": Case(header("status_chinese", "Status: 已发布"), 9, "“已发布”不是允许的值", "改为“published”"),
        "validity_stop": Case(header("validity_stop", "Validity: 有效。"), 9, "“有效。”不是允许的值", "改为“有效”"),
        "word_file": Case(b"PK\x03\x04\x14\x00 word", None, "这是Word、Excel 文档或压缩包，只是名字改成了 .md", "用 make import"),
        "old_word_file": Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "这是Word 或 Excel 文档（旧格式）", "用 make import"),
        "web_page": Case("<html><body>某</body></html>", None, "这是网页，只是名字改成了 .md", "用 make import"),
        "brackets_missing": Case(linking("brackets_missing", "[那份](青府发/草案)"), 12, "附件“items/青府发/草案”不在那里", "不是附件的，在“]”和“(”之间空一格"),
    }
    for name, mark in {"equals": " =", "semicolon": ";", "wide_semicolon": "；", "ratio": "∶", "vertical": "︰", "small": "﹕"}.items():
        case = f"colon_{name}"
        cases[case] = Case(changed(case, "Title:", f"Title{mark}"), 1, f"“Title”后面的“{mark.strip()}”不是冒号", "改成“Title: 关于做好防汛工作的通知”（英文的冒号，后面空一格）")
    days = {
        "dots": "2014.3.18", "run": "20140318", "numerals": "二〇一四年三月十八日", "circle": "二○一四年三月十八日", "dashes": "2014—03—18", "wide_dashes": "2014－03－18",
        "instant": "2014-03-18T09:30:00", "remark": "2014-03-18 # 公开", "week": "2014年3月18日（星期二）", "stop": "2014-03-18。", "american": "3/18/2014", "short": "2014-3-18",
    }
    for name, day in days.items():
        cases[f"day_{name}"] = Case(dated(f"day_{name}", day), 6, f"日期“{day}”的写法不对", "改为 2014-03-18")
    return cases | {
        "day_serial": Case(dated("day_serial", "41716"), 6, "日期“41716”的写法不对", "这像是表格软件里日期的序号；是 2014-03-18 的话"),
        "day_month": Case(dated("day_month", "2014年3月"), 6, "日期“2014年3月”看不懂", "只有年和月，还要写上日"),
        "day_two_digits": Case(dated("day_two_digits", "14-3-18"), 6, "日期“14-3-18”看不懂", "年份写四位"),
        "day_either": Case(dated("day_either", "3/4/2014"), 6, "日期“3/4/2014”看不懂", "按“年-月-日”写"),
    }


def _values() -> dict[str, Case]:
    """Return values that do not fit their field, or each other."""
    made = numbered
    return {
        "date_chinese": Case(made("date_chinese", Date="2014年3月18日"), 6, "日期“2014年3月18日”的写法不对", "改为 2014-03-18"),
        "date_slashes": Case(made("date_slashes", Created="2014/3/8"), 5, "日期“2014/3/8”的写法不对", "改为 2014-03-08"),
        "date_time": Case(made("date_time", Date="2014-03-18 09:30"), 6, "的写法不对", "改为 2014-03-18"),
        "date_unreal": Case(made("date_unreal", Date="2014-02-30"), 6, "日历上没有“2014-02-30”这一天", "改成真实的日期"),
        "date_words": Case(made("date_words", Date="近日"), 6, "日期“近日”看不懂", "如 2014-03-18"),
        "date_wide": Case(made("date_wide", Date="２０１４-０３-１８"), 6, "日期“２０１４-０３-１８”的写法不对", "改为 2014-03-18"),
        "date_early": Case(made("date_early", Date="2014-03-02"), 6, "公开日期 2014-03-02 早于生成日期 2014-03-03", "核对 Date 与 Created"),
        "date_future": Case(made("date_future", Date=FUTURE), 6, f"公开日期 {FUTURE} 还没有到", "核对日期"),
        "created_future": Case(made("created_future", Created=FUTURE, Date=FUTURE), 5, f"生成日期 {FUTURE} 还没有到", "核对日期"),
        "modified_future": Case(header("modified_future", f"Modified: {FUTURE}"), 9, f"修改日期 {FUTURE} 还没有到", "核对日期"),
        "category": Case(made("category", Category="法规文件/规范文件"), 3, "信息分类“法规文件/规范文件”不在分类表上", "是不是“法规文件/规范性文件”？"),
        "category_leaf": Case(made("category_leaf", Category="规范性文件"), 3, "信息分类“规范性文件”不在分类表上", "是不是“法规文件/规范性文件”？"),
        "category_first": Case(made("category_first", Category="财政信息"), 3, "信息分类“财政信息”不在分类表上", "是不是“财经信息”？"),
        "category_crossed": Case(made("category_crossed", Category="财经信息/规范性文件"), 3, "不在分类表上", "是不是“法规文件/规范性文件”？"),
        "agency": Case(made("agency", Agency="区政府办公厅"), 4, "发布机构“区政府办公厅”不在机构名册上", "是不是“区政府办公室”？"),
        "agency_far": Case(made("agency_far", Agency="中央气象台"), 4, "发布机构“中央气象台”不在机构名册上", "registers/agencies.csv"),
        "key_area": Case(header("key_area", "Key-Area: 行政审批；食品安全工作"), 9, "重点领域“食品安全工作”不在名单上", "是不是“食品安全”？"),
        "validity": Case(header("validity", "Validity: 现行"), 9, "“现行”不是允许的值", "可以写：有效、失效、废止、修改"),
        "status": Case(header("status", "Status: hidden"), 9, "“hidden”不是允许的值", "可以写：published、draft"),
        "index": Case(made("index", Index="青云/2014"), 2, "索引号“青云/2014”不合规则", "014500858/2024-00123"),
        "index_dots": Case(made("index_dots", Index="../../2014"), 2, "索引号“../../2014”不合规则", "014500858/2024-00123"),
        "index_long": Case(made("index_long", Index="1" * 81), 2, "不合规则", "014500858/2024-00123"),
        "review_short": Case(made("review_short", Review="2014-03-17 可以公开"), 8, "审查记录不全", "2014-03-17 保密审查员 可以公开"),
        "review_failed": Case(made("review_failed", Review="2014-03-17 保密审查员 不予公开"), 8, "审查结论是“不予公开”，不能发布", "移出条目目录"),
        "withdrawn_short": Case(header("withdrawn_short", "Withdrawn: 2014-06-01"), 9, "撤下记录不全", "日期 原因"),
        "withdrawn_early": Case(header("withdrawn_early", "Withdrawn: 2014-03-17 有误"), 9, "撤下日期 2014-03-17 早于公开日期 2014-03-18", "核对 Withdrawn 与 Date"),
    }


def _relations() -> dict[str, Case]:
    """Return faults between files: replacements, duplicates and links."""
    return {
        "replaces_nothing": Case(header("replaces_nothing", "Replaces: 9/1999-00001"), 9, "Replaces 指向的“9/1999-00001”不存在", "核对索引号"),
        "replaces_itself": Case(header("replaces_itself", "Replaces: 9/2014-replaces-itself"), 9, "Replaces 写的是条目自己", "被替代的那一条"),
        "circle_a": Case(header("circle_a", "Replaces: 9/2014-circle-b"), 9, "绕成了圈：9/2014-circle-a → 9/2014-circle-b → 9/2014-circle-c → 9/2014-circle-a", "删去其中指错的一行"),
        "circle_b": Case(header("circle_b", "Replaces: 9/2014-circle-c"), 9, "绕成了圈：9/2014-circle-b → 9/2014-circle-c", "新的替代旧的"),
        "circle_c": Case(header("circle_c", "Replaces: 9/2014-circle-a"), 9, "绕成了圈：9/2014-circle-c → 9/2014-circle-a", "新的替代旧的"),
        "twin_b": Case(numbered("twin_b", Index="9/2014-twin"), 2, "索引号“9/2014-twin”重复，另一处在 items/twin_a.md:2", "换一个没有用过的索引号"),
        "twin_address": Case(numbered("twin_address", Index="9-2014/TWIN"), 2, "重复（与“9/2014-twin”写成地址后相同），另一处在 items/twin_a.md:2", "换一个"),
        "link_nowhere": Case(linking("link_nowhere", "[那一条](none.md)"), 12, "链接到的条目“items/none.md”不存在", "删去这个链接"),
        "link_index": Case(linking("link_index", "[那一条](index:9/1999-1)"), 12, "链接到的条目“9/1999-1”不存在", "删去这个链接"),
        "link_filename": Case(linking("link_filename", "[那一条]({filename}none.md)"), 12, "链接到的条目“items/none.md”不存在", "删去这个链接"),
        "link_draft": Case(linking("link_draft", "[草稿](draft.md)"), 12, "链接到的条目“items/draft.md”还是草稿", "先发布那一条"),
    }


def _bodies() -> dict[str, Case]:
    """Return faults of bodies: empty ones, missing files, links that leave the site."""
    return {
        "body_empty": Case(numbered("body_empty", body=""), None, "正文是空的", "写上正文"),
        "body_hidden": Case(numbered("body_hidden", body="<!-- 以后再写 -->\n"), 10, "没有可以显示的内容", "检查正文"),
        "file_missing": Case(linking("file_missing", "[附件](预算报表.pdf)"), 12, "附件“items/预算报表.pdf”不在那里", "是不是“预算表.pdf”？"),
        "file_missing_far": Case(linking("file_missing_far", "[附件](qqqq.zip)"), 12, "附件“items/qqqq.zip”不在那里", "把文件放进去"),
        "file_case": Case(linking("file_case", "[附件](预算表.PDF)"), 12, "附件“items/预算表.PDF”不在那里", "是不是“预算表.pdf”？"),
        "image_missing": Case(linking("image_missing", "![照片](zhaopian.png)"), 12, "图片“items/zhaopian.png”不在那里", "把文件放进去"),
        "image_kind": Case(linking("image_kind", "![表](预算表.pdf)"), 12, "“items/预算表.pdf”不是网页能显示的图片", "转成 PNG"),
        "image_outside": Case(linking("image_outside", "![图](http://example.com/a.png)"), 12, "图片“http://example.com/a.png”不在本站", "放在条目旁边"),
        "image_data": Case(linking("image_data", "![图](data:image/png;base64,AAAA)"), 12, "地址“data:image/png;base64,AAAA”不能出现", "放在条目旁边"),
        "image_share": Case(linking("image_share", "![图](//server/a.png)"), 12, "图片“//server/a.png”不在本站", "放在条目旁边"),
        "path_up": Case(linking("path_up", "[附件](../../secret.pdf)"), 12, "“../../secret.pdf”指到条目目录以外", "把文件放在条目旁边"),
        "path_encoded": Case(linking("path_encoded", "[附件](%2e%2e/secret.pdf)"), 12, "指到条目目录以外", "把文件放在条目旁边"),
        "path_pages": Case(linking("path_pages", "[页面]({filename}/pages/guide.md)"), 12, "指到条目目录以外", "从根写起"),
        "path_root": Case(linking("path_root", "[页面](/../index.html)"), 12, "“/../index.html”指到条目目录以外", "从根写起"),
        "path_drive": Case(linking("path_drive", "[附件](C:/文件/报表.doc)"), 12, "地址“C:/文件/报表.doc”不能出现在网站上", "用文件名链接"),
        "address_foreign": Case(linking("address_foreign", "[下载](thunder://QUFodHRw)"), 12, "地址“thunder://QUFodHRw”不能出现在网站上", "用文件名链接"),
        "address_file": Case(linking("address_file", "[附件](file:///C:/a.doc)"), 12, "地址“file:///C:/a.doc”不能出现在网站上", "用文件名链接"),
        "address_script": Case(linking("address_script", "[点](javascript:alert)"), 12, "地址“javascript:alert”不能出现在网站上", "用文件名链接"),
    }


def _encodings() -> dict[str, Case]:
    """Return files that are not UTF-8."""
    text = numbered("gb18030")
    return {
        "gb18030": Case(text.encode("gb18030"), 1, "文件是 GB18030（GBK）编码，不是 UTF-8", "编码选 UTF-8"),
        "gb18030_late": Case((numbered("late", Title="Late", Category="x", Agency="x", Summary="x", Review="2014-03-17 a b", body="") + "正文").encode("gb18030"), 10, "GB18030", "编码选 UTF-8"),
        "utf16": Case(text.encode("utf-16"), None, "文件是 UTF-16 编码", "编码选 UTF-8"),
        "unknown": Case(b"Title: x\n\n\xff\xff\xff\n", 3, "文件不是 UTF-8 编码，也认不出是哪种编码", "以 UTF-8 编码另存"),
    }


PASTED = _pasted()
CASES = _headers() | {name: case for name, case in PASTED.items() if "；" not in case.said} | _values() | _relations() | _bodies() | _encodings()

MANY = """\
Title: 一个文件里的许多错误
Indx: 9/2014-many
Category: 法规文件/规范文件
Agency: 区财政厅
Created: 2014年3月3日
Date: 2014-13-01
Review: 2014-03-17
Validity: 有用

见[附件](many.pdf)。

也见[另一条](nowhere.md)和![图](http://example.com/a.png)。
"""
MANY_FAULTS = [
    (1, "缺少 Index"), (1, "提醒：没有内容概述"), (2, "“Indx”"), (3, "法规文件/规范文件"), (4, "区财政厅"), (5, "2014年3月3日"), (6, "2014-13-01"),
    (7, "审查记录不全"), (8, "“有用”"), (10, "many.pdf"), (12, "nowhere.md"), (12, "example.com/a.png"),
]

PLACES = {
    "items/macro.exe": ("“.exe”类型的文件不能发布", "转成 PDF"),
    "items/page.html": ("“.html”类型的文件不能发布", "转成 PDF"),
    "items/drawing.svg": ("“.svg”类型的文件不能发布", "转成 PDF"),
    "items/README": ("“无扩展名”类型的文件不能发布", "转成 PDF"),
    "items/con.pdf": ("文件名是 Windows 保留的名字", "改一个名字"),
    "items/a?b.pdf": ("文件名含有 Windows 不允许的字符", "改一个名字"),
    "items/ space.pdf": ("文件名首尾有空格", "改一个名字"),
    "items/" + "长" * 65 + ".pdf": ("文件名太长", "改一个名字"),
}

REGISTERS = {
    "registers/agencies.csv": (
        "code,name,ofice,phone\n"
        "014500858,区政府办公室,x,1\n"
        "014_500,区审计局,x,1\n"
        "014500858,区财政局,x,1\n"
        "014500860,区政府办公室,x,1\n"
        "014500861,,x,1\n"
        "014500862,区民政局,x,1,2,3\n",
        [
            (1, "不认识的列“ofice”", "是不是“office”？"), (3, "“机构代码”（code）：“014_500”的写法不对", "只写数字和英文字母"),
            (4, "“014500858”重复，第 2 行已有", "删去其中一行"), (5, "“区政府办公室”重复，第 2 行已有", "删去其中一行"),
            (6, "“名称”（name）：没有填", "填上内容"), (7, "这一行有 6 格，表头只有 4 格", "多了逗号"),
        ],
    ),
    "registers/reading_points.csv": (
        "name,phone\n区档案馆,0791\n",
        [(1, "缺少列“address”（地址）", "在表头加上这一列")],
    ),
    "registers/carried_forward.csv": (
        "category,year,total,new,source\n"
        "法规文件,二〇一三,100,5,年报\n"
        "法规文件,2013,100,5,年报\n"
        "法规文件,2013,101,5,年报\n"
        "概况信息,1900,-1,5,年报\n",
        [
            (2, "“年份”（year）：“二〇一三”不是整数", "只写数字"), (4, "与第 3 行重复", "删去其中一行"),
            (5, "“年份”（year）：1900 超出范围", "照原件改正"), (5, "“年底总数”（total）：-1 超出范围", "照原件改正"),
        ],
    ),
    "registers/declared.csv": (
        "year,figure,value,source\n2014,主动公开政府信息数,两万,年报\n".encode() + b"2014,\xff\xff\xff,1,x\n",
        [(2, "“两万”不是数", "只写数字"), (3, "有读不出来的字", "重新填写这一格")],
    ),
}
"""Faulty registers: text, and the line, fault and mend of each problem."""
