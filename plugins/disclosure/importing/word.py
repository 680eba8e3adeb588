"""Word documents (.docx) → documents. mammoth reads them; what it passes over in silence is looked for here, and told.

Before mammoth reads, automatic numbers become words, hidden words are taken out, and title and document number move to
the header.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import mammoth
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from ..model.taxonomy import Taxonomy
from . import details, footnotes
from .dialect_writer import to_dialect
from .document import Document, Place, Telling
from .word_numbers import Numbers

_STYLES = "u => u\nstrike => s\np[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_IGNORED = re.compile(r"An unrecognised element was ignored: (\S+)")
_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp", "image/tiff": ".tif", "image/webp": ".webp"}
_HEAD = 14
"""Paragraphs at the beginning among which title and number are looked for."""


LARGEST_TEXT = 50_000_000
"""Bytes of XML in a document when it is unpacked. A small file can unpack to any size, and parsing it would take all memory."""


def _unpacked(data: bytes) -> int:
    """Return how many bytes of XML an archive says that it holds, and so the most that is read of it; 0 where it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return 0


def read(path: Path, source: str, taxonomy: Taxonomy, telling: Telling) -> Document | None:
    """Return a Word document; None where it cannot be opened, which is told."""
    place = Place(source)
    data = path.read_bytes()
    if (size := _unpacked(data)) > LARGEST_TEXT:
        telling.error(place, f"这个 Word 文档解开以后文字有 {size // 1_000_000} MB，没有导入", "用 Word 或 WPS 打开看看，分成几份，另存为 .docx 再导入")
        return None
    try:
        word = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises whatever the damage leads to
        what = "有密码，或者其实是旧式的 .doc" if data.startswith(b"\xd0\xcf\x11\xe0") else f"打不开（{type(error).__name__}）"
        telling.error(place, f"这个 Word 文档{what}，没有导入", "用 Word 或 WPS 打开（去掉密码、修复），另存为 .docx 再导入")
        return None
    document = Document(place, f"文件 {source}", hashlib.sha256(data).hexdigest())
    _tell_of_rest(word, data, place, telling)
    _make_readable(word.element.body, place, telling)
    numbers = Numbers(word)
    for paragraph in word.element.body.iter(qn("w:p")):
        numbers.write(paragraph)
    for form in sorted(numbers.unknown):
        telling.warning(place, f"自动编号的样式 {form} 不认识，写成了数字", "对照原件改")
    document.source_text = _seen(word)
    _details(word, document, taxonomy, telling)
    buffer = io.BytesIO()
    word.save(buffer)
    buffer.seek(0)
    result = mammoth.convert_to_html(buffer, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: _picture(image, document, telling)))
    for message in sorted({match[1] for message in result.messages if (match := _IGNORED.match(message.message))}):
        telling.warning(place, f"文档里的 {message} 没有导入", "对照原件看看少了什么")
    for message in sorted({message.message for message in result.messages if "w:sym" in message.message}):
        telling.warning(place, f"特殊符号没有导入（{message.partition(':')[2].strip()}）", "对照原件补上这个符号")
    document.body = _body(result.value)
    _attach_embedded(data, document)
    return document


def _make_readable(body: Any, place: Place, telling: Telling) -> None:
    """Write what mammoth does not read so that it does: words under a reading aid, and underlined blanks, which are to be filled in."""
    for ruby in list(body.iter(qn("w:ruby"))):
        run, aid = ruby.getparent(), "".join(text.text or "" for text in ruby.findall(f".//{qn('w:rt')}//{qn('w:t')}"))
        for base in ruby.findall(f"{qn('w:rubyBase')}/{qn('w:r')}"):
            run.addprevious(base)
        run.remove(ruby)
        telling.warning(place, f"注音“{aid[:20]}”没有导入，只留下了正文", "要的，写在括号里")
    for run in body.iter(qn("w:r")):
        properties, texts = run.find(qn("w:rPr")), run.findall(qn("w:t"))
        line = properties.find(qn("w:u")) if properties is not None else None
        words = "".join(text.text or "" for text in texts)
        if line is not None and line.get(qn("w:val")) not in ("none", "0") and len(words) > 1 and not words.strip():
            properties.remove(line)
            texts[0].text = "_" * len(words)
            for text in texts[1:]:
                run.remove(text)


def _body(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    notes = footnotes.take_notes(soup)
    return footnotes.written(details.with_signature(to_dialect(soup)), [(label, to_dialect(note)) for label, note in notes])


def _picture(image: Any, document: Document, telling: Telling) -> dict[str, str]:
    """Put a picture beside the item; return the attributes of its element."""
    ending = _PICTURES.get(image.content_type)
    if ending is None:
        telling.error(document.place, f"有一幅 {image.content_type} 格式的图，网页显示不了，没有导入", "在 Word 里另存成 PNG 图片，再加进条目")
        return {"src": ""}
    with image.open() as file:
        data = file.read()
    return {"src": document.attach(f"图{len(document.files) + 1}{ending}", data)}


def _attach_embedded(data: bytes, document: Document) -> None:
    """Put files that are embedded in the document beside the item, with links at its end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            ending = Path(name).suffix.lower()
            if name.startswith("word/embeddings/") and ending in (".xlsx", ".docx", ".pptx", ".pdf"):
                mark = document.attach(Path(name).name, archive.read(name))
                document.body += f"\n[附件：{Path(name).name}]({mark})\n"


def _tell_of_rest(word: Any, data: bytes, place: Place, telling: Telling) -> None:
    """Tell of what is not part of the text, and take out hidden words."""
    body = word.element.body
    hidden = [run for run in body.iter(qn("w:r")) if (properties := run.find(qn("w:rPr"))) is not None and properties.find(qn("w:vanish")) is not None and properties.find(qn("w:vanish")).get(qn("w:val")) not in ("0", "false")]
    words = "".join(text.text or "" for run in hidden for text in run.iter(qn("w:t")))
    for run in hidden:
        run.getparent().remove(run)
    if words:
        telling.warning(place, f"隐藏的文字没有导入：“{words[:40]}”", "要公开的，在 Word 里取消隐藏再导入")
    for name, what in (("w:del", "修订里删去的文字没有导入"), ("w:ins", "修订里插入的文字当作正文导入了")):
        if next(body.iter(qn(name)), None) is not None:
            telling.warning(place, what, "在 Word 里接受或拒绝全部修订以后再导入，最稳妥")
    if next(body.iter("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"), None) is not None:
        telling.error(place, "公式没有导入", "把公式做成图片，或照原样打成文字，加进条目")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    for start, what in (("word/comments.xml", "批注没有导入"), ("word/charts/", "图表没有导入"), ("word/diagrams/", "SmartArt 图没有导入"), ("word/vbaProject", "宏没有导入")):
        if any(name.startswith(start) for name in names):
            telling.warning(place, what, "图表和图要公开的，另存成图片再加进条目" if "图" in what else "不用管它")
    if any(name.startswith("word/embeddings/") and name.endswith((".bin", ".doc", ".xls", ".ppt")) for name in names):
        telling.error(place, "嵌在文档里的旧格式对象没有导入", "在 Word 里打开它，另存成文件，放到条目旁边")
    for section in word.sections:
        for part, what in ((section.header, "页眉"), (section.footer, "页脚")):
            text = " ".join(paragraph.text.strip() for paragraph in part.paragraphs).strip() if not part.is_linked_to_previous else ""
            if re.search(r"[^\W\d_]", text):
                telling.warning(place, f"{what}里的“{text[:40]}”没有导入", "要公开的，写进条目；是密级标志的，先弄清能不能公开")


def _seen(word: Any) -> str:
    """Return the words of the document, in lines, with those of footnotes; without deletions and without what stands twice."""
    lines = [_words(paragraph) for paragraph in word.element.body.iter(qn("w:p"))]
    for relation in word.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            blob = BeautifulSoup(relation.target_part.blob, "xml")
            lines += ["".join(text.get_text() for text in paragraph.find_all("t")) for paragraph in blob.find_all("p")]
    return "\n".join(lines)


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph. Of a text box, which is written in two ways, one counts."""
    out = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"}
    texts = []
    for text in paragraph.iter(qn("w:t")):
        above = list(text.iterancestors())
        if out & {element.tag for element in above} or next(element for element in above if element.tag == qn("w:p")) is not paragraph:
            continue
        texts.append(text.text or "")
    return "".join(texts)


def _details(word: Any, document: Document, taxonomy: Taxonomy, telling: Telling) -> None:
    """Move title and number from the text to the header; read the signature."""
    head = [(paragraph, text) for paragraph in word.paragraphs[: _HEAD * 2] if (text := paragraph.text.strip())][:_HEAD]
    values = document.values
    for paragraph, text in head:
        if number := details.document_number(text):
            values["Document-Number"] = number
            _remove(paragraph)
            break
    title = _title(head)
    if title:
        values["Title"] = details.joined([text for _, text in title])
        for paragraph, _ in title:
            _remove(paragraph)
    else:
        values["Title"] = details.joined([Path(document.place.source).stem])
        telling.warning(document.place, f"没有认出标题，用了文件名“{values['Title'][:40]}”", "在条目里改")
    agency, day = details.signature([text for paragraph in word.paragraphs if (text := paragraph.text.strip())])
    for key, said in (("Agency", agency), ("Created", day), ("Category", details.filing_of_path(document.place.source, taxonomy))):
        if said:
            values[key] = said
    for key, label in (("Created", "生成日期"), ("Agency", "发布机构")):
        if key in values:
            telling.warning(document.place, f"{label}“{values[key]}”是从落款里读的", "看看对不对")


def _title(head: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Return the paragraphs of the title: of the style for titles; else the first line with its form, with centred lines around it."""
    styled = [entry for entry in head if (entry[0].style.name or "") in ("Title", "标题")]
    if styled:
        return styled[:1]
    place = next((place for place, (_, text) in enumerate(head) if details.is_title(text)), None)
    if place is not None:
        first = last = place
        while first and _is_centred(head[first - 1][0]) and not _ends(head[first - 1][1]) and _is_centred(head[place][0]):
            first -= 1
        while last + 1 < len(head) and _is_centred(head[last][0]) and _is_centred(head[last + 1][0]) and not _ends(head[last + 1][1]) and not head[last + 1][1].startswith(("（", "(", "—")):
            last += 1
        return head[first : last + 1]
    centred = [entry for entry in head[:4] if _is_centred(entry[0]) and not _ends(entry[1])]
    return centred[:1]


def _ends(text: str) -> bool:
    """Return whether a line stands above a title and is none: a letterhead, a number, a day."""
    bare = "".join(text.split())
    return bool(bare.endswith("文件") or details.document_number(text) or details.date_line(text) or not re.search(r"[\u4e00-\u9fff]", bare) or re.search(r"[★☆]|特急|加急|平急", bare))


def _is_centred(paragraph: Any) -> bool:
    return str(paragraph.alignment or (paragraph.style.paragraph_format.alignment if paragraph.style else "")).startswith("CENTER")


def _remove(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)
