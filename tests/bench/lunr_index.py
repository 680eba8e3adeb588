"""An index of lunr, made and searched in a process of its own, so that it can be measured.

    python -m tests.bench.lunr_index build TASK INDEX
    python -m tests.bench.lunr_index ask TASK INDEX ANSWERS

TASK is JSON: documents, queries, and the kind of tokens.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from lunr.builder import Builder
from lunr.index import Index
from lunr.query import QueryPresence
from offline_search.fold import fold, tokens
from pypinyin.seg.mmseg import seg


def words(text: str) -> list[str]:
    """Return the words of a text, segmented by a dictionary."""
    return [word for run in re.findall(r"\w+", fold(text)) for word in seg.cut(run)]


KINDS: dict[str, Callable[[str], list[str]]] = {"words": words, "pairs": tokens}


def build(task: dict, path: Path) -> None:
    """Make the index and write it in the form that lunr.js loads."""
    cut = KINDS[task["kind"]]
    builder = Builder()
    builder.ref("key")
    builder.field("title", boost=5, extractor=lambda document: cut(document["title"]))
    builder.field("body", extractor=lambda document: cut(document["body"]))
    for document in task["documents"]:
        builder.add(document)
    path.write_text(json.dumps(builder.build().serialize(), ensure_ascii=False), encoding="utf-8")


def ask(task: dict, path: Path) -> list[list[str]]:
    """Return for each query the keys of the documents that have all its tokens."""
    index, found = Index.load(path.read_text(encoding="utf-8")), []
    for text in task["queries"]:
        query = index.create_query()
        for term in KINDS[task["kind"]](text):
            query.clause(term, use_pipeline=False, presence=QueryPresence.REQUIRED)
        found.append([result["ref"] for result in index.query(query)])
    return found


def main(action: str, task: str, index: str, answers: str = "") -> None:
    """Run one of the two actions."""
    read = json.loads(Path(task).read_text())
    if action == "build":
        build(read, Path(index))
    else:
        Path(answers).write_text(json.dumps(ask(read, Path(index))))


if __name__ == "__main__":
    main(*sys.argv[1:])
