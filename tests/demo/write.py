"""Writes a planned demo folder: items, attachments and registers, over both cores."""

import os
import shutil
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from pathlib import Path

from . import annual, registers, report
from .agencies import AGENCIES, write_register
from .compose import compose
from .plan import plan
from .vocabulary import TOPICS

MARKER = ".demo"
_CHUNK = 400
_DECLARED = "year,figure,value,source\n2014,举报投诉数,0,2014年度政府信息公开工作年度报告\n"
_DECLARED_IN_ALL = "2014,主动公开政府信息数,23462,2014年度政府信息公开工作年度报告\n"


class Refused(Exception):
    """The folder holds something that this package did not write."""


def prepare(folder):
    """Take an empty folder, or one that an earlier run wrote, and empty it. Raises `Refused` for any other."""
    folder = Path(folder)
    if folder.exists():
        if not folder.is_dir():
            raise Refused(f"“{folder}”不是文件夹")
        if any(folder.iterdir()) and not (folder / MARKER).is_file():
            raise Refused(f"“{folder}”不是空文件夹，也不是本程序生成的，未作任何改动")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("由 python -m tests.demo 生成，可以删除\n", encoding="utf-8")
    for name in ("items", "registers", "reports"):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
    return folder


def write(folder, scale=1.0, seed=2014):
    """Write everything; return the number of items by category, and of attachments under `attachments`."""
    folder = prepare(folder)
    lists = folder / "registers"
    lists.mkdir()
    write_register(lists / "agencies.csv")
    (lists / "declared.csv").write_text(_DECLARED + (_DECLARED_IN_ALL if scale == 1 else ""), encoding="utf-8", newline="")
    guides, normative = [], [0, 0]
    items = _noting(plan(scale, seed), guides, normative)
    workers = min(2, os.cpu_count() or 1)
    if workers == 1 or report.TOTAL * scale < 5 * _CHUNK:
        written = sum((_write_chunk(folder, chunk, seed) for chunk in _chunks(items)), Counter())
    else:
        written = _write_parallel(folder, items, seed, workers)
    registers.write(lists, scale, seed, guides)
    (folder / "reports").mkdir()
    (folder / "reports" / "2014.md").write_text(annual.text(scale, report.counts(scale), normative), encoding="utf-8", newline="")
    return written


def _noting(items, guides, normative):
    """Yield items unchanged. Collect those that are guides, and count the normative documents published and made in the last year."""
    for item in items:
        if item.leaf.kind == "guide":
            guides.append(item.index)
        if item.leaf.slug == "normative":
            normative[0] += item.date.year == report.LAST_YEAR
            normative[1] += item.created.year == report.LAST_YEAR
        yield item


def _chunks(items):
    """Cut items into lists for the processes."""
    items = iter(items)
    while chunk := list(islice(items, _CHUNK)):
        yield chunk


def _write_parallel(folder, items, seed, workers):
    """Write items in several processes, with only a few chunks in memory."""
    written = Counter()
    with ProcessPoolExecutor(workers) as pool:
        running = set()
        for chunk in _chunks(items):
            if len(running) > 2 * workers:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                written.update(_sum(done))
            running.add(pool.submit(_write_chunk, folder, chunk, seed))
        written.update(_sum(running))
    return written


def _sum(futures):
    """The sum of the counts of finished chunks."""
    return sum((future.result() for future in futures), Counter())


def _write_chunk(folder, chunk, seed):
    """Write some items, and count them by category."""
    written = Counter()
    items = os.path.join(folder, "items")
    made = set()
    for item in chunk:
        place = os.path.join(items, item.folder)
        if place not in made:
            os.makedirs(place, exist_ok=True)
            made.add(place)
        stem = item.index[6:9] + "-" + item.index.rpartition("-")[2]
        text = compose(item, seed)
        _save(os.path.join(place, stem + ".md"), render(item, text))
        written[item.category] += 1
        if text.attachment:
            ending, content = text.attachment
            _save(os.path.join(place, stem + ending), content)
            written["attachments"] += 1
    return written


def _save(path, content):
    """Write a text in UTF-8, with the same bytes on every system."""
    with open(path, "wb") as file:
        file.write(content.encode("utf-8"))


def render(item, text):
    """The file of an item: header, blank line, body."""
    topic = TOPICS[item.topic]
    document = item.leaf.kind in ("document", "notice") or item.document_number
    sample = sum(map(ord, item.index))  # a number that depends on the Index only; it decides which optional keys the item has
    keys = (
        ("Title", text.title),
        ("Index", item.index),
        ("Category", f"{item.category}/{item.leaf.name}"),
        ("Agency", AGENCIES[item.agency].name),
        ("Created", item.created.isoformat()),
        ("Date", item.date.isoformat()),
        ("Document-Number", item.document_number),
        ("Summary", text.summary),
        ("Key-Area", topic.key_area if item.key_area else ""),
        ("Subject", topic.subject if document or sample % 3 == 0 else ""),
        ("Genre", text.genre),
        ("Validity", f"{item.validity} {item.date.year}-12-31" if item.validity in ("失效", "废止") else item.validity),
        ("Replaces", item.replaces),
        ("Channel", "政府网站" if sample % 11 == 0 else ""),
        ("Review", f"{item.review.isoformat()} 保密审查员 可以公开"),
    )
    header = "".join(f"{key}: {value}\n" for key, value in keys if value)
    return f"{header}\n{text.body}\n"
