"""What a district has before it has this software: Word documents, workbooks, pages of a mirrored site. All made up."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.parser import parse_xml
from PIL import Image

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (("chineseCounting", "%1、", "nothing"), ("chineseCounting", "（%2）", "nothing"), ("decimal", "%3.", "tab"), ("decimalEnclosedCircle", "%4", "nothing"))
"""Form, pattern and what follows, for each level of automatic numbers."""


def picture() -> bytes:
    """Return a small PNG picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(buffer, "PNG")
    return buffer.getvalue()


class Word:
    """A Word document in the making, in the form of an official document."""

    def __init__(self) -> None:
        self.document = docx.Document()
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
            for level, (form, pattern, suffix) in enumerate(LEVELS)
        )
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {_WORD} w:abstractNumId="77">{levels}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {_WORD} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def line(self, text: str, *, centred: bool = False) -> Any:
        """Add a paragraph."""
        paragraph = self.document.add_paragraph(text)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def numbered(self, text: str, level: int = 0) -> None:
        """Add a paragraph with an automatic number."""
        properties = self.document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {_WORD}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))

    def footnote(self, text: str, note: str) -> None:
        """Add a paragraph with a footnote."""
        paragraph = self.document.add_paragraph(text)
        paragraph._p.append(parse_xml(f'<w:r {_WORD}><w:footnoteReference w:id="2"/></w:r>'))
        part = docx.opc.part.Part(
            docx.opc.packuri.PackURI("/word/footnotes.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            f'<w:footnotes {_WORD}><w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'.encode(), self.document.part.package,
        )
        self.document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")

    def merged_table(self) -> None:
        """Add a table in which cells are merged across and down."""
        table = self.document.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                if (row, column) not in ((0, 1), (2, 2)):
                    table.cell(row, column).text = f"格{row}{column}"
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 2).merge(table.cell(2, 2))

    def data(self) -> bytes:
        """Return the bytes of the file."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


def notice() -> Word:
    """Return a notice with everything that an official document has."""
    word = Word()
    word.line("某某县人民政府办公室文件", centred=True)
    word.line("某政办发〔2014〕12号", centred=True)
    word.line("关于做好防汛工作", centred=True)
    word.line("有关事项的通知", centred=True)
    word.line("各乡镇人民政府：")
    word.line("　　李**与王**系夫妻，138****5678，1*2*3，<XX县> a<b，见[2014](12)号。")
    word.document.add_heading("总则", 1)
    word.numbered("加强领导")
    word.numbered("分级负责", 1)
    word.numbered("具体事项", 2)
    word.numbered("细则", 3)
    word.numbered("落实责任", 1)
    word.numbered("严肃纪律")
    word.line("1．手写的一")
    word.line("2. 手写的二")
    word.document.add_paragraph("圆点", style="List Bullet")
    word.line("这是").add_run("重点").bold = True
    word.merged_table()
    word.footnote("有注释的话", "注释的内容")
    word.document.add_picture(io.BytesIO(picture()))
    word.line("某某县人民政府办公室")
    word.line("二〇一四年三月十八日")
    return word


def workbook(*rows: list[Any], merged: tuple[str, ...] = (), hidden: tuple[int, ...] = (), title: str = "目录") -> bytes:
    """Return a workbook with one sheet, some of its cells merged and some of its rows hidden."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for reference in merged:
        sheet.merge_cells(reference)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def web_page(title: str, inner: str, *, charset: str = "gb2312", metas: str = "") -> bytes:
    """Return a page of an old site: header, navigation, main part, footer."""
    text = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}-某某县人民政府网</title>{metas}'
        '<script>var words = "脚本里的话";</script><style>p { color: red }</style></head><body>'
        '<div class="header"><a href="/index.html">首页</a> 页眉里的话</div><div class="position">您当前的位置：<a href="/index.html">首页</a> &gt; 公告</div>'
        f'<div id="box">{inner}</div><div class="footer">版权所有 某某县人民政府 页脚里的话</div></body></html>'
    )
    return text.encode({"gb2312": "gb18030"}.get(charset, charset))


def mirror() -> dict[str, bytes]:
    """Return the files of a mirrored site: two documents that link to each other, a list, a picture, an attachment, what no one needs."""
    first = web_page(
        "关于做好防汛工作的通知",
        '<h1>关于做好防汛工作的通知</h1><div class="info">发布时间：2014-03-18 10:20&nbsp;&nbsp;来源：县政府办公室&nbsp;&nbsp;浏览次数：<span>123</span> 字号：[大 中 小]</div>'
        '<div id="zoom"><p>　　各乡镇人民政府：</p><p>　　现将有关事项\n通知如下，见<a href="2.html">《关于抗旱的通知》</a>、<a href="http://www.county.example/list.html">列表</a>和<a href="http://other.example/">别的网站</a>。</p>'
        "<p>&nbsp;&nbsp;&nbsp;&nbsp;一、加强领导。</p><table><tr><td colspan=2>合并</td><td>丙</td></tr><tr><td rowspan=2>纵</td><td>1</td><td>2<br>3</td></tr><tr><td>4</td><td>5</td></tr></table>"
        '<p><img src="../img/a.png" alt="防汛图"></p><p>附件：<a href="../files/%E8%A1%A8.xls">防汛表</a></p>'
        '<p>县政府办公室</p><p>二〇一四年三月十七日</p><p><a href="javascript:window.print()">【打印本页】</a> <a href="javascript:window.close()">【关闭窗口】</a></p></div>',
    )
    second = web_page(
        "关于抗旱的通知",
        '<div class="con"><table><tr><td>索引号：</td><td>014500858/2014-00007</td><td>发文机关</td><td>县水务局</td></tr><tr><td>成文日期：</td><td>2014年3月1日</td><td>发布日期：</td><td>2014年3月5日</td></tr>'
        "<tr><td>文号</td><td>某水字〔2014〕3号</td><td>名称</td><td>关于抗旱的通知</td></tr></table>"
        '<p>正文第一段，回到<a href="/art/1.html">防汛的通知</a>。这一段要长一些，才是正文，再写上一些字。</p><p>正文第二段，没有什么特别的话。</p></div>',
    )
    links = "".join(f'<li><a href="art/{number}.html">关于做好某项工作的通知第{number}号</a> 2014-03-1{number}</li>' for number in range(9))
    site = {
        "art/1.html": first, "art/2.html": second, "list.html": web_page("公告列表", f"<ul>{links}</ul>"),
        "img/a.png": picture(), "files/表.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "css/a.css": b"p {}", "img/logo.png": picture(),
    }
    return {f"www.county.example/{path}": data for path, data in site.items()}
