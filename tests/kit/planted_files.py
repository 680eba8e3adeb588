"""Files with a text in a place where a reviewer would not look: headers, comments, properties, packed files and so on."""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.sax.saxutils import escape

from .planted_leaks import archive, docx, pdf, xlsx

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="urn:mc" xmlns:v="urn:v"'
_CORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'


def _pdf(page: str = "", catalogue: str = "", objects: tuple[str, ...] = (), info: str = "") -> bytes:
    """Return a PDF of one page with words; further entries of page, catalogue and properties, further objects from 6 on."""
    stream = "BT /F1 12 Tf 72 720 Td (Notice) Tj ET"
    body = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {page} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", *objects,
        f"<< {info} >>",
    ]
    out, places = "%PDF-1.7\n", []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    return (out + table + f"trailer << /Size {len(body) + 1} /Root 1 0 R /Info {len(body)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n").encode("latin-1")


def _note(text: str) -> bytes:
    return _pdf("/Annots [6 0 R]", objects=(f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ({text}) >>",))


def _field(text: str) -> bytes:
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V ({text}) /Rect [10 10 200 30] /P 3 0 R >>"
    return _pdf("/Annots [6 0 R]", "/AcroForm << /Fields [6 0 R] >>", (field,))


def _field_of_parent(text: str) -> bytes:
    parent = f"<< /FT /Tx /T (name) /V ({text}) /Kids [7 0 R] >>"
    widget = "<< /Type /Annot /Subtype /Widget /Parent 6 0 R /Rect [10 10 200 30] /P 3 0 R >>"
    return _pdf("/Annots [7 0 R]", "/AcroForm << /Fields [6 0 R] >>", (parent, widget))


def _packed(name: str, data: bytes) -> bytes:
    text = data.decode("latin-1")
    return _pdf(
        catalogue=f"/Names << /EmbeddedFiles << /Names [({name}) 6 0 R] >> >>",
        objects=(
            f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F 7 0 R >> >>",
            f"<< /Type /EmbeddedFile /Length {len(text)} >>\nstream\n{text}\nendstream",
        ),
    )


def word_document(body: str, **parts: str | bytes) -> bytes:
    """Return a document of Word with the XML of its body; `parts` are further parts of the archive."""
    return archive({"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"} | parts)


def _run(text: str, properties: str = "", tag: str = "t") -> str:
    return f"<w:r>{properties}<w:{tag}>{escape(text)}</w:{tag}></w:r>"


def _box(text: str) -> bytes:
    inner = f"<w:pict><w:txbxContent><w:p>{_run('框')}</w:p></w:txbxContent></w:pict>"
    return word_document(f"<w:p>{_run(text[:9])}<w:r>{inner}</w:r>{_run(text[9:])}</w:p>")


def _hidden(text: str, state: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx([["甲"]])))
    sheet = book.create_sheet("底稿")
    sheet["C7"] = text
    if state == "row":
        sheet.row_dimensions[7].hidden = True
    else:
        sheet.sheet_state = state
    return _saved(book)


def workbook(change: Callable[[object], None]) -> bytes:
    """Return a workbook of openpyxl's after a change."""
    from openpyxl import Workbook

    book = Workbook()
    change(book)
    return _saved(book)


def _saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _edge(text: str, part: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx([["甲"]])))
    getattr(book.active, part).center.text = text
    return _saved(book)


def _titled(text: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx([["甲"]])))
    book.properties.title = text
    return _saved(book)


def _with_part(data: bytes, name: str, text: str) -> bytes:
    import zipfile

    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as target:
        target.writestr(name, text)
    return buffer.getvalue()


def _rels(target: str, kind: str = "hyperlink") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}"><Relationship Id="rId9" Type="urn:{kind}" Target="{target}" TargetMode="External"/></Relationships>'


def _sheet(change: Callable[[object, object], None]) -> bytes:
    def changed(book: object) -> None:
        book.active["A1"] = "甲"
        change(book, book.active)

    return workbook(changed)


def _validated(text: str, part: str) -> bytes:
    from openpyxl.worksheet.datavalidation import DataValidation

    def change(book: object, sheet: object) -> None:
        rule = DataValidation(type="list", formula1=f'"甲,{text}"' if part == "formula1" else '"甲,乙"')
        if part != "formula1":
            setattr(rule, part, text)
        sheet.add_data_validation(rule)
        rule.add("B1")

    return _sheet(change)


def _named(text: str) -> bytes:
    from openpyxl.workbook.defined_name import DefinedName

    return _sheet(lambda book, sheet: book.defined_names.add(DefinedName("list", attr_text=f'"{text}"')))


def _linked(text: str, part: str) -> bytes:
    from openpyxl.worksheet.hyperlink import Hyperlink

    def change(book: object, sheet: object) -> None:
        sheet["A1"].hyperlink = Hyperlink(ref="A1", target=f"http://example.com/{text}" if part == "target" else "http://example.com", tooltip=text if part == "tooltip" else None)

    return _sheet(change)


def _titled_sheet(text: str) -> bytes:
    def change(book: object, sheet: object) -> None:
        sheet.title = text

    return _sheet(change)


def _formula(text: str) -> bytes:
    def change(book: object, sheet: object) -> None:
        sheet["B2"] = f'=IF(A1="","{text}","")'

    return _sheet(change)


CHART = '<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><c:cat><c:strCache><c:pt idx="0"><c:v>{}</c:v></c:pt></c:strCache></c:cat></c:chartSpace>'
STRINGS = '<sst xmlns="urn:s"><si><t>甲</t></si><si><r><t>{}</t></r></si></sst>'
LINK_CACHE = '<externalLink xmlns="urn:s"><externalBook><sheetDataSet><sheetData><row r="1"><cell r="A1" t="str"><v>{}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'
SLIDE = '<s xmlns:a="urn:a" xmlns:p="urn:p">{}</s>'
MHT = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>{}</p></body></html>"


def _xlsx_part(name: str, content: str) -> Callable[[str], bytes]:
    return lambda text: _with_part(xlsx([["甲"]]), name, content.format(text))


ODT = "application/vnd.oasis.opendocument.text"

CONTAINERS: dict[str, Callable[[str], bytes]] = {
    "page.pdf": lambda text: pdf([text]),
    "note.pdf": _note,
    "field.pdf": _field,
    "parent-field.pdf": _field_of_parent,
    "packed-text.pdf": lambda text: _packed("list.txt", text.encode()),
    "packed-table.pdf": lambda text: _packed("list.csv", f"name,number\nsomebody,{text}\n".encode()),
    "packed-pdf.pdf": lambda text: _packed("inner.pdf", _note(text)),
    "title.pdf": lambda text: _pdf(info=f"/Title ({text})"),
    "subject.pdf": lambda text: _pdf(info=f"/Subject ({text})"),
    "keywords.pdf": lambda text: _pdf(info=f"/Keywords ({text})"),
    "body.docx": lambda text: docx(["甲", text]),
    "split.docx": lambda text: word_document(f"<w:p>{_run(text[:5])}{_run(text[5:8], '<w:rPr><w:b/></w:rPr>')}{_run(text[8:])}</w:p>"),
    "vanished.docx": lambda text: word_document(f"<w:p>{_run(text, '<w:rPr><w:vanish/></w:rPr>')}</w:p>"),
    "cell.docx": lambda text: word_document(f"<w:tbl><w:tr><w:tc><w:p>{_run('甲')}</w:p></w:tc><w:tc><w:p>{_run(text)}</w:p></w:tc></w:tr></w:tbl>"),
    "deleted.docx": lambda text: word_document(f'<w:p><w:del w:author="办公室">{_run(text, tag="delText")}</w:del>{_run("乙")}</w:p>'),
    "inserted.docx": lambda text: word_document(f'<w:p><w:ins w:author="办公室">{_run(text)}</w:ins></w:p>'),
    "around-a-box.docx": _box,
    "box.docx": lambda text: word_document(f"<w:p>{_run('外')}<w:r><w:pict><w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent></w:pict></w:r></w:p>"),
    "field-code.docx": lambda text: word_document(f"<w:p>{_run(f'HYPERLINK {text}', tag='instrText')}</w:p>"),
    "picture-words.docx": lambda text: word_document(f'<w:p><w:r><wp:docPr id="1" name="a" descr="{text}"/></w:r></w:p>'),
    "header.docx": lambda text: docx(["甲"], parts={"word/header1.xml": text}),
    "footer.docx": lambda text: docx(["甲"], parts={"word/footer2.xml": text}),
    "footnote.docx": lambda text: docx(["甲"], parts={"word/footnotes.xml": text}),
    "endnote.docx": lambda text: docx(["甲"], parts={"word/endnotes.xml": text}),
    "comment.docx": lambda text: docx(["甲"], parts={"word/comments.xml": text}),
    "title.docx": lambda text: word_document("", **{"docProps/core.xml": f"<cp:p {_CORE}><dc:title>{text}</dc:title></cp:p>"}),
    "keywords.docx": lambda text: word_document("", **{"docProps/core.xml": f"<cp:p {_CORE}><cp:keywords>{text}</cp:keywords></cp:p>"}),
    "own-property.docx": lambda text: word_document("", **{"docProps/custom.xml": f'<p xmlns:vt="urn:vt"><q name="a"><vt:lpwstr>{text}</vt:lpwstr></q></p>'}),
    "data.docx": lambda text: word_document("", **{"customXml/item1.xml": f"<person><number>{text}</number></person>"}),
    "packed-workbook.docx": lambda text: word_document("", **{"word/embeddings/list.xlsx": xlsx([["甲", text]])}),
    "cell.xlsx": lambda text: xlsx([["甲", text]]),
    "hidden-sheet.xlsx": lambda text: _hidden(text, "hidden"),
    "very-hidden-sheet.xlsx": lambda text: _hidden(text, "veryHidden"),
    "hidden-row.xlsx": lambda text: _hidden(text, "row"),
    "comment.xlsx": lambda text: xlsx([["甲"]], comment=text),
    "header.xlsx": lambda text: _edge(text, "oddHeader"),
    "footer.xlsx": lambda text: _edge(text, "oddFooter"),
    "title.xlsx": _titled,
    "pivot.xlsx": lambda text: _with_part(
        xlsx([["甲"]]), "xl/pivotCache/pivotCacheDefinition1.xml", f'<c xmlns="urn:s"><sharedItems><s v="{text}"/></sharedItems></c>'
    ),
    "box.xlsx": lambda text: _with_part(
        xlsx([["甲"]]), "xl/drawings/drawing9.xml", f'<d xmlns:a="urn:a"><txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></txBody></d>'
    ),
    "slide.pptx": lambda text: archive({"ppt/slides/slide1.xml": f'<s xmlns:a="urn:a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'}),
    "notes.pptx": lambda text: archive({"ppt/notesSlides/notesSlide1.xml": f'<s xmlns:a="urn:a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'}),
    "text.odt": lambda text: archive({"mimetype": ODT, "content.xml": f'<o xmlns:text="urn:t"><text:p>甲<text:span>{text}</text:span></text:p></o>'}),
    "title.odt": lambda text: archive({"mimetype": ODT, "content.xml": "<o/>", "meta.xml": f'<m xmlns:dc="urn:d"><dc:title>{text}</dc:title></m>'}),
    "vml-picture.docx": lambda text: word_document(f'<w:p><w:r><w:pict><v:shape alt="{text}"/></w:pict></w:r></w:p>'),
    "word-art.docx": lambda text: word_document(f'<w:p><w:r><w:pict><v:shape><v:textpath string="{text}"/></v:shape></w:pict></w:r></w:p>'),
    "simple-field.docx": lambda text: word_document(f'<w:p><w:fldSimple w:instr="DOCPROPERTY {text}">{_run("甲")}</w:fldSimple></w:p>'),
    "link.docx": lambda text: word_document("", **{"word/_rels/document.xml.rels": _rels(f"http://example.com/{text}")}),
    "tooltip.docx": lambda text: word_document(f'<w:p><w:hyperlink w:tooltip="{text}">{_run("甲")}</w:hyperlink></w:p>'),
    "bookmark.docx": lambda text: word_document(f'<w:p><w:bookmarkStart w:id="1" w:name="{text}"/></w:p>'),
    "variable.docx": lambda text: word_document("", **{"word/settings.xml": f'<w:settings {_WORD}><w:docVars><w:docVar w:name="a" w:val="{text}"/></w:docVars></w:settings>'}),
    "chart.docx": lambda text: word_document("", **{"word/charts/chart1.xml": CHART.format(text)}),
    "web-chunk.docx": lambda text: word_document("", **{"word/afchunk1.htm": f"<html><body><p>{text}</p></body></html>"}),
    "saved-web-chunk.docx": lambda text: word_document("", **{"word/afchunk1.mht": MHT.format(text)}),
    "document-chunk.docx": lambda text: word_document("", **{"word/afchunk1.docx": docx(["甲", text])}),
    "placeholder.docx": lambda text: word_document(f'<w:p><w:sdt><w:sdtPr><w:alias w:val="{text}"/></w:sdtPr></w:sdt></w:p>'),
    "choice.docx": lambda text: word_document(f'<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{text}" w:value="a"/></w:dropDownList></w:sdtPr></w:sdt></w:p>'),
    "building-block.docx": lambda text: docx(["甲"], parts={"word/glossary/document.xml": text}),
    "style.docx": lambda text: word_document("", **{"word/styles.xml": f'<w:styles {_WORD}><w:style><w:name w:val="{text}"/></w:style></w:styles>'}),
    "company.docx": lambda text: word_document("", **{"docProps/app.xml": f"<Properties><Company>{text}</Company></Properties>"}),
    "base-of-link.docx": lambda text: word_document("", **{"docProps/app.xml": f"<Properties><HyperlinkBase>{text}</HyperlinkBase></Properties>"}),
    "name.xlsx": _named, "sheet-name.xlsx": _titled_sheet, "formula.xlsx": _formula,
    "choices.xlsx": lambda text: _validated(text, "formula1"), "prompt.xlsx": lambda text: _validated(text, "prompt"), "refusal.xlsx": lambda text: _validated(text, "error"),
    "link.xlsx": lambda text: _linked(text, "target"), "tooltip.xlsx": lambda text: _linked(text, "tooltip"),
    "chart.xlsx": _xlsx_part("xl/charts/chart1.xml", CHART), "link-cache.xlsx": _xlsx_part("xl/externalLinks/externalLink1.xml", LINK_CACHE),
    "unused-text.xlsx": lambda text: archive({"xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": STRINGS.format(text)}),
    "unlisted-sheet.xlsx": _xlsx_part("xl/worksheets/sheet9.xml", '<worksheet xmlns="urn:s"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'),
    "thread.xlsx": _xlsx_part("xl/threadedComments/threadedComment1.xml", '<c xmlns="urn:s"><threadedComment ref="A1"><text>{}</text></threadedComment></c>'),
    "picture-words.xlsx": _xlsx_part("xl/drawings/drawing9.xml", '<d xmlns:x="urn:x"><x:cNvPr id="1" name="a" descr="{}"/></d>'),
    "table.xlsx": _xlsx_part("xl/tables/table1.xml", '<table xmlns="urn:s"><tableColumns><tableColumn id="1" name="{}"/></tableColumns></table>'),
    "connection.xlsx": _xlsx_part("xl/connections.xml", '<connections xmlns="urn:s"><connection id="1" description="{}"/></connections>'),
    "data.xlsx": _xlsx_part("customXml/item1.xml", "<person><number>{}</number></person>"),
    "control.xlsx": _xlsx_part("xl/ctrlProps/ctrlProp1.xml", '<formControlPr xmlns="urn:s"><itemLst><item val="{}"/></itemLst></formControlPr>'),
    "own-property.xlsx": _xlsx_part("docProps/custom.xml", '<p xmlns:vt="urn:vt"><q name="a"><vt:lpwstr>{}</vt:lpwstr></q></p>'),
    "number-format.xlsx": lambda text: archive({"xl/styles.xml": f'<styleSheet xmlns="urn:s"><numFmts><numFmt numFmtId="164" formatCode="&quot;{text}&quot;"/></numFmts></styleSheet>'}),
    "comment.pptx": lambda text: archive({"ppt/comments/comment1.xml": SLIDE.format(f"<p:cm><p:text>{text}</p:text></p:cm>")}),
    "master.pptx": lambda text: archive({"ppt/slideMasters/slideMaster1.xml": SLIDE.format(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")}),
    "layout.pptx": lambda text: archive({"ppt/slideLayouts/slideLayout1.xml": SLIDE.format(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")}),
    "picture-words.pptx": lambda text: archive({"ppt/slides/slide1.xml": SLIDE.format(f'<p:cNvPr id="1" descr="{text}"/>')}),
    "diagram.pptx": lambda text: archive({"ppt/diagrams/data1.xml": SLIDE.format(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")}),
    "chart.pptx": lambda text: archive({"ppt/slides/slide1.xml": SLIDE.format(""), "ppt/charts/chart1.xml": CHART.format(text)}),
    "tag.pptx": lambda text: archive({"ppt/tags/tag1.xml": SLIDE.format(f'<p:tag name="a" val="{text}"/>')}),
    "link.pptx": lambda text: archive({"ppt/slides/_rels/slide1.xml.rels": _rels(f"http://example.com/{text}")}),
    "deleted.odt": lambda text: archive({"mimetype": ODT, "content.xml": f'<o xmlns:text="urn:t"><text:deletion><text:p>{text}</text:p></text:deletion></o>'}),
    "header.odt": lambda text: archive({"mimetype": ODT, "content.xml": "<o/>", "styles.xml": f'<o xmlns:text="urn:t" xmlns:style="urn:s"><style:header><text:p>{text}</text:p></style:header></o>'}),
    "link.odt": lambda text: archive({"mimetype": ODT, "content.xml": f'<o xmlns:text="urn:t" xmlns:x="urn:x"><text:p><text:a x:href="http://example.com/{text}">甲</text:a></text:p></o>'}),
    "own-property.odt": lambda text: archive({"mimetype": ODT, "content.xml": "<o/>", "meta.xml": f'<m xmlns:meta="urn:m"><meta:user-defined>{text}</meta:user-defined></m>'}),
    "stamp.ofd": lambda text: archive({"OFD.xml": "<a/>", "Doc_0/Annots/Page_0/Annotation.xml": f"<a><Annot><TextObject><TextCode>{text}</TextCode></TextObject></Annot></a>"}),
    "template.ofd": lambda text: archive({"OFD.xml": "<a/>", "Doc_0/Tpls/Tpl_0/Content.xml": f"<a><TextObject><TextCode>{text}</TextCode></TextObject></a>"}),
    "own-data.ofd": lambda text: archive({"OFD.xml": f'<a><CustomDatas><CustomData Name="n">{text}</CustomData></CustomDatas></a>'}),
    "packed-text.ofd": lambda text: archive({"OFD.xml": "<a/>", "Doc_0/Attachs/list.txt": text.encode()}),
    "link.pdf": lambda text: _pdf(f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://example.com/{text}) >> >>]"),
    "script.pdf": lambda text: _pdf(catalogue=f"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); // {text}) >>"),
    "own-property.pdf": lambda text: _pdf(info=f"/Remark ({text})"),
    "packed-note.pdf": lambda text: _packed("list.html", f"<p>{text}</p>".encode()),
    "cell.csv": lambda text: f"姓名,号码\n某人,{text}\n".encode(),
    "cell-gb18030.csv": lambda text: f"姓名,号码\n某人,{text}\n".encode("gb18030"),
    "line.txt": lambda text: f"一\n二{text}\n".encode("utf-16"),
}
"""A file's name, and how it is made of a text (ASCII)."""
