"""Planted leaks: made-up private numbers in every way that people write them, and harmless texts that look like them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from disclosure.secrecy.numbers import check_digit, passes_luhn

WIDE = {48 + digit: 0xFF10 + digit for digit in range(10)}


def identity(seed: int) -> str:
    """Return a made-up identity number with a right check digit."""
    chance = random.Random(seed)
    region = chance.choice(["360104", "110101", "440305", "650102", "820000"])
    born = f"{chance.randint(1930, 2012)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    number = f"{region}{born}{chance.randint(1, 999):03d}"
    return number + check_digit(number)


def old_identity(seed: int) -> str:
    """Return an identity number of 15 digits."""
    chance = random.Random(seed)
    return f"360104{chance.randint(30, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randint(1, 999):03d}"


def mobile(seed: int) -> str:
    """Return a mobile number."""
    chance = random.Random(seed)
    return f"1{chance.choice('3456789')}{chance.randint(0, 10**9 - 1):09d}"


def card(seed: int) -> str:
    """Return the number of a payment card, 16 to 19 digits."""
    chance = random.Random(seed)
    start = chance.choice(["622202", "621700", "436742", "520152"])
    digits = start + "".join(chance.choice("0123456789") for _ in range(chance.choice([9, 9, 11, 12]) if start[0] == "6" else 9))
    return digits + next(check for check in "0123456789" if passes_luhn(digits + check))


def grouped(number: str, sizes: tuple[int, ...], sign: str) -> str:
    """Return a number in groups."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return sign.join(filter(None, [*pieces, number[at:]]))


def _writings(number: str, sizes: tuple[int, ...]) -> Iterator[str]:
    yield number
    yield number.translate(WIDE)
    for sign in (" ", "-", "\u3000", "－", "\n"):
        yield grouped(number, sizes, sign)
    yield " ".join(number)
    yield grouped(number.translate(WIDE), sizes, "\n")


def _planted() -> Iterator[tuple[str, str]]:
    for seed in range(8):
        for text in _writings(identity(seed), (6, 8)):
            yield "id", f"申请人张某某，身份证号{text}，现予公示。"
        for text in _writings(mobile(seed), (3, 4)):
            yield "mobile", f"联系人李某，手机：{text}。"
    for seed in range(8, 14):
        for text in (identity(seed), identity(seed).lower(), identity(seed).translate(WIDE)):
            yield "id", f"王某{text}男"
        yield "mobile", f"王某，男，{mobile(seed)}，户主"
        yield "old-id", f"身份证号码：{old_identity(seed)}"
        yield "old-id?", f"刘某某 {old_identity(seed)} 汉族"
        number = card(seed)
        for text in (number, number.translate(WIDE), " ".join(number[at : at + 4] for at in range(0, len(number), 4)), number[:10] + "\n" + number[10:]):
            yield "card", f"开户人赵某，银行卡{text}，已核对"
        yield "exam", f"准考证号：{20140000000 + seed * 7919}"
        yield "exam", f"考号 {3601140000 + seed * 131}"
        yield "email", f"赵某某，zhao{seed}@qq.com，合格"
        yield "email", f"钱某 qian.mou{seed}＠163.com"
        yield "home", f"家庭住址：青云谱区某某路{seed}号{seed}栋2单元50{seed}室"
        yield "home", f"户籍地址：某某镇某某村{seed}组"
        yield "home?", f"孙某某，某某小区{seed}栋2单元50{seed}室"
    for level in ("绝密", "机密", "秘密"):
        yield "mark", f"{level}★\n\n某某文件"
        yield "mark", f"{level[0]} {level[1]} ★ 10年\n\n某某文件"
        yield "mark", f"正文开始。\n\n{level}☆5年"
    yield "internal", "内部资料\n\n关于某事的报告"
    yield "internal", "【内部资料】\n\n关于某事的报告"
    yield "internal", "公开属性：不予公开\n\n关于某事的报告"
    yield "draft", "关于某事的办法\n\n（征求意见稿）\n\n第一条"
    yield "draft", "关于某事的办法（征求意见稿）\n\n第一条"
    yield "bad-id", "身份证号：360104197503127851"


PLANTED = list(_planted())
"""Kind and text of each planted leak."""

HARMLESS = [
    "办公电话0791-0100 0858", "电话：0791-01000858，传真：0791-01000859", "价格举报电话12358", "政务热线12345",
    "索引号014500858/2014-00123", "索引号91360104MA35TQ2X3L/2014-00123", "统一社会信用代码：91360104014500858X",
    "138****5678", "身份证号360104********7853", "a***@qq.com", "卡号6222************336",
    "涉及国家秘密、商业秘密的信息不公开", "依法不予公开的信息，说明理由", "机密级文件的管理办法", "属于国家秘密的★号项目除外",
    "地址：云政路1号行政中心2号楼305室", "申报地点：广州路88号办公大楼3栋502室", "2013 2014 2015", "1500 2000 3000",
    "85\n867\n73695\n13\n150\n123456\n", "| 138 | 12345678 |", "138\n12345678\n", "4500 3200 1200 5600 4488 3200", "1500\t2000300\t17",
    "总投资13812345678元", "项目代码2014-360104-78-01-012345", "合同编号 13812345678", "3.1415926535897932", "2014-03-18 2014-03-19",
    "监督邮箱：jiandu@example.com", "公开信箱 xxgk@qyp.gov.cn", "有意见的，请发电子邮件至 yijian@example.com",
    "关于征求意见稿起草情况的说明\n\n我们收到了意见。", "- 不予公开\n- 依申请公开", "邮编330001", "第一批120户，第二批135户",
]
"""Harmless texts, which must not be found."""


def docx(paragraphs: list[str], author: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Return a document of Word with paragraphs; `parts` are further parts, each a paragraph."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"}
    for name, text in (parts or {}).items():
        files[name] = f"<w:part {space}><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:part>"
    if author:
        files["docProps/core.xml"] = f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></p>'
    return archive(files)


def archive(files: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return buffer.getvalue()


def xlsx(rows: list[list[object]], author: str = "openpyxl", comment: str = "") -> bytes:
    """Return a workbook with one sheet, 名册."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    for row in rows:
        sheet.append(row)
    if comment:
        sheet["A1"].comment = Comment(comment, "办公室")
    book.properties.creator = author
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(lines: list[str], author: str = "") -> bytes:
    """Return a PDF of one page whose text is ASCII."""
    stream = "BT /F1 12 Tf 72 720 Td " + " ".join(f"({line}) Tj 0 -16 Td" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Author ({author}) >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    info = " /Info 6 0 R" if author else ""
    return (out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{start}\n%%EOF\n").encode("latin-1")


def photograph(located: bool) -> bytes:
    """Return a JPEG whose EXIF data name a place, or do not."""
    from PIL import Image

    picture = Image.new("RGB", (8, 8))
    facts = Image.Exif()
    facts[0x0110] = "Camera"
    if located:
        facts[0x8825] = {1: "N", 2: (28.0, 36.0, 1.0), 3: "E", 4: (115.0, 54.0, 1.0)}
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=facts)
    return buffer.getvalue()


def picture() -> bytes:
    """Return a PNG without properties."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()
