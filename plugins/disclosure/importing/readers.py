"""Which reader reads which kind of document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..model.taxonomy import Taxonomy
from . import markdown_files, word
from .document import Document, Place, Telling
from .sources import Sources
from .web_pages import PageReader


def documents_of(sources: Sources, taxonomy: Taxonomy, telling: Telling, progress: Callable[[int], None]) -> Iterator[Document]:
    """Yield all documents of the sources that are no tables. What cannot be read is told, and the others go on."""
    done, pages = 0, PageReader(sources)
    files = markdown_files.FileReader(sources)
    attached: set[Path] = set()
    for paths, read in ((sources.pages, pages.read), (sources.markdown, files.read), (sources.word, word.read)):
        for source in paths:
            done += 1
            progress(done)
            if sources.folder / source in attached:
                telling.warning(Place(source), "这是别的文档的附件，没有另写成一条", "也是一条信息的，单独导入它：FROM= 写上这个文件")
                continue
            try:
                document = read(sources.folder / source, source, taxonomy, telling)
            except Exception as error:  # one broken document must not stop the others
                telling.error(Place(source), f"读不了（{type(error).__name__}：{str(error)[:80]}），没有导入", "用相应的软件打开，另存一份再导入")
                document = None
            if document:
                attached |= {file.data for file in document.files.values() if isinstance(file.data, Path)}
                yield document
    pages.tell_of_left_out(telling)
