"""Web pages of a mirrored site → documents: the main text, what the page says of it, its pictures, files and links."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from ..content.source import ATTACHMENT_SUFFIXES, SHOWABLE
from ..model.taxonomy import Taxonomy
from . import csv_rows, details, footnotes, main_text, page_details
from .dialect_writer import to_dialect
from .document import Document, Place, Telling
from .site_links import SiteLinks
from .sources import MARKDOWN, PAGES, Sources

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_DATA = re.compile(r"data:image/(png|jpeg|jpg|gif|webp|bmp);base64,(.+)\Z", re.IGNORECASE | re.DOTALL)
_LONGEST_LEFT_OUT = 60
"""Characters. What a single page has more than this outside its main text is told."""


class PageReader:
    """Reads the pages of one mirror."""

    def __init__(self, sources: Sources) -> None:
        self._links = SiteLinks(sources)
        self._folder = sources.folder
        self._left_out: dict[bytes, tuple[int, str, str]] = {}

    def read(self, path: Path, source: str, taxonomy: Taxonomy, telling: Telling) -> Document | None:
        """Return the document of a page; None where it has none, which is told."""
        place = Place(source)
        data = path.read_bytes()
        declared = _CHARSET.search(data[:4000])
        text = csv_rows.decoded(data, source, telling, declared[1].decode() if declared else "")
        soup = BeautifulSoup(text, "lxml")
        found = main_text.find(soup)
        if found.main is None:
            telling.warning(place, f"{found.reason}，没有导入", "是一条信息的，用 make new 另写")
            return None
        main = found.main
        document = Document(place, f"文件 {source}", hashlib.sha256(data).hexdigest())
        values = document.values = page_details.read(soup, main, found.left_out)
        for line in main_text.without_tools(main):
            self._leave_out(line, source)
        title, guessed = page_details.title(soup, main, values)
        if not title:
            title = details.joined([os.path.splitext(os.path.basename(source))[0]])
            guessed = "文件名"
        if guessed:
            telling.warning(place, f"标题“{title[:40]}”是从{guessed}里取的", "看看对不对，在条目里改")
        values["Title"] = title
        for line in found.left_out:
            if title not in line and not any(value and value in line for value in values.values()):
                self._leave_out(line, source)
        self._more_details(document, main, taxonomy, telling)
        self._take_links(document, main, telling)
        document.source_text = "\n".join(main_text.lines_of(main))
        notes = footnotes.take_notes(main)
        document.body = footnotes.written(details.with_signature(to_dialect(main)), [(label, to_dialect(note)) for label, note in notes])
        return document

    def _leave_out(self, line: str, source: str) -> None:
        key = hashlib.md5(line.encode(), usedforsecurity=False).digest()
        number, first, _ = self._left_out.get(key, (0, source, ""))
        self._left_out[key] = (number + 1, first, line[:_LONGEST_LEFT_OUT * 2])

    def tell_of_left_out(self, telling: Telling) -> None:
        """Tell what of the pages was not imported: what many pages have, as a sum; long words of a single page, at that page."""
        common = sorted((entry for entry in self._left_out.values()), reverse=True)
        for number, source, line in common:
            if number == 1 and len(line) > _LONGEST_LEFT_OUT:
                telling.warning(Place(source), f"正文以外的文字没有导入：“{line}”", "是正文的，补进条目")
        if common:
            shown = "、".join(f"“{line[:20]}”（{number}）" for number, _, line in common[:20])
            telling.warning(Place(""), f"网页上正文以外的文字（页眉、导航、页脚、打印一类）{len(common)} 种没有导入，如 {shown}", "不用管它；里面有要公开的，补进条目")

    def _more_details(self, document: Document, main: Tag, taxonomy: Taxonomy, telling: Telling) -> None:
        """Read number, agency and day from the text itself, where the page does not say them; the class from the folders."""
        values, lines = document.values, main_text.lines_of(main)
        for line in lines[:6]:
            if "Document-Number" not in values and (number := details.document_number(line)):
                values["Document-Number"] = number
        agency, day = details.signature(lines)
        for key, label, said in (("Agency", "发布机构", agency), ("Created", "生成日期", day)):
            if said and key not in values:
                values[key] = said
                telling.warning(document.place, f"{label}“{said}”是从落款里读的", "看看对不对")
        if "Created" not in values and "Date" in values:
            values["Created"] = values["Date"]
            telling.warning(document.place, f"网页没有写生成日期，用了公开日期 {values['Date']}", "有成文日期的，在条目里改")
        if values.get("Category") not in taxonomy.filings:
            filing = taxonomy.nearest(values.get("Category", "")) or details.filing_of_path(document.place.source, taxonomy)
            if filing:
                values["Category"] = filing

    def _take_links(self, document: Document, main: Tag, telling: Telling) -> None:
        """Replace addresses by marks: files and pictures go beside the item, pages of the mirror become links to items."""
        source = document.place.source
        for link in main.find_all("a", href=True):
            address = link["href"].strip()
            if address.startswith("#") or not address:
                continue
            target = self._links.find(source, address.partition("#")[0])
            if target is None:
                self._tell_of_dead(document, link, address, telling)
            elif os.path.splitext(target)[1].lower() in ATTACHMENT_SUFFIXES:
                link["href"] = document.attach(os.path.basename(target), self._folder / target)
            elif target.partition("?")[0].lower().endswith((*PAGES, *MARKDOWN)):
                fragment = address.partition("#")[2]
                link["href"] = document.link(target + (f"#{fragment}" if fragment else ""))
            else:
                telling.error(document.place, f"附件“{target}”的类型不能发布，没有导入", "转成 PDF、表格或图片，放到条目旁边，写上链接")
                del link["href"]
        for picture in main.find_all("img"):
            self._take_picture(document, picture, telling)

    @staticmethod
    def _tell_of_dead(document: Document, link: Tag, address: str, telling: Telling) -> None:
        """Leave links to other sites; of a link of the mirror that leads nowhere, leave the words, and tell."""
        if re.match(r"(?:https?|ftp|mailto|tel):", address, re.IGNORECASE):
            return
        if not address.lower().startswith(("javascript:", "vbscript:", "about:")):
            telling.error(document.place, f"链接“{address[:80]}”指的文件不在来源里，只留下了文字“{link.get_text(' ', strip=True)[:30]}”", "找到这个文件，放到条目旁边，写上链接")
        elif link.get_text(strip=True):
            telling.warning(document.place, f"链接“{link.get_text(' ', strip=True)[:30]}”是脚本，只留下了文字", "知道它指到哪里的，写上链接")
        del link["href"]

    def _take_picture(self, document: Document, picture: Tag, telling: Telling) -> None:
        link = picture.find_parent("a")
        if link and link.get("href") and link.get_text(strip=True) and not picture.get("alt"):
            picture.decompose()  # the sign beside an attachment says nothing
            return
        address = (picture.get("src") or picture.get("data-src") or picture.get("data-original") or "").strip()
        if match := _DATA.match(address):
            try:
                picture["src"] = document.attach(f"图{len(document.files) + 1}.{match[1].lower().replace('jpeg', 'jpg')}", base64.b64decode(match[2]))
                return
            except binascii.Error:
                address = "data:…"
        target = self._links.find(document.place.source, address) if address else None
        if target and os.path.splitext(target)[1].lower() in SHOWABLE:
            picture["src"] = document.attach(os.path.basename(target), self._folder / target)
            return
        telling.error(document.place, f"图片“{address[:80]}”不在来源里，没有导入", "找到这幅图，放到条目旁边，写上 ![图上有什么](文件名)")
        picture.decompose()
