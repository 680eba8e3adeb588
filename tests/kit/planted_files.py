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
    "cell.csv": lambda text: f"姓名,号码\n某人,{text}\n".encode(),
    "cell-gb18030.csv": lambda text: f"姓名,号码\n某人,{text}\n".encode("gb18030"),
    "line.txt": lambda text: f"一\n二{text}\n".encode("utf-16"),
}
"""A file's name, and how it is made of a text (ASCII)."""
