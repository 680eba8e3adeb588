"""What items and registers say against each other: an agency before it was founded, a document number of somebody else.

What cannot be is an error, what is likely wrong a reminder. Each check is one query with the faulty rows as its answer, so
its cost is that of a scan at most. Where the register of agencies does not say a thing, nothing is compared with it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from ..model.problems import ERROR, WARNING, Problem
from ..registers import Registers, schema
from ..registers.act_limits import lines_text
from ..registers.agencies import PENDING_UNTIL, Tenure, tenures
from ..registers.synonyms import words_of

_DAY = {"requests": "received", "disputes": "received", "complaints": "received", "letters": "received"}
"""The day on which an agency of a register's row did something."""
_ACTS = {
    "licences": ("decided", "decided"), "penalties": ("decided", "decided"), "decisions": ("started", "decided"), "meetings": ("date", "date"),
    "proposals": ("assigned", "replied"), "consultations": ("opened", "answered"), "allocations": ("date", "date"), "audits": ("published", "published"),
    "environment": ("date", "date"), "food_inspections": ("date", "date"), "violations": ("date", "date"), "training": ("date", "date"),
    "tenders": ("announced", "opened"), "expropriations": ("announced", "approved"), "accidents": ("date", "closed"),
}
"""First and last day of what an agency of a register's row did. A successor may end what its predecessor began: it exists on one of the days between."""
_STANDING = {"services": "changed", "charges": "since", "approvals": "received", "housing": "started"}
"""The day since which something holds for an agency. It may be older than the agency, which has it from a predecessor, but never younger than its end."""
_YEAR = ("report_figures", "budgets")
"""Registers in which an agency speaks of its own year."""


_GUIDES = ("services",)
"""Registers whose items are the agency's own."""


def problems(connection: sqlite3.Connection, registers: Registers) -> Iterator[Problem]:
    """Yield every contradiction between items and registers."""
    known = tenures(registers)
    yield from problems_of_items(connection, registers)
    yield from _rows_of_no_agency(registers, known)
    yield from _left_open(registers, known)
    yield from _acts_of_no_agency(registers, known)
    yield from _rows_beside_items(connection, registers, known)


def problems_of_items(connection: sqlite3.Connection, registers: Registers) -> Iterator[Problem]:
    """Yield what items say against the register of agencies."""
    known = tenures(registers)
    yield from _items_of_no_agency(connection, known)
    yield from _foreign_numbers(connection, registers)
    yield from _years_of_numbers(connection)
    yield from _index_numbers(connection, registers, known)


def _line(row: sqlite3.Row, attribute: str) -> int:
    return json.loads(row["lines"]).get(attribute, 1)


def _items_of_no_agency(connection: sqlite3.Connection, known: dict[str, Tenure]) -> Iterator[Problem]:
    """An agency makes and publishes nothing before its first day, and makes nothing after its last one.

    What it made while it existed may be published later: by whom, a person decides.
    """
    for name, tenure in known.items():
        if not (tenure.since or tenure.until):
            continue
        rows = connection.execute(
            """SELECT path, created, date, lines FROM item WHERE agency = ?1 AND state IN ('public', 'withdrawn')
               AND ((?2 <> '' AND (date < ?2 OR (created <> '' AND created < ?2))) OR (?3 <> '' AND date > ?3)) ORDER BY path""",
            (name, tenure.since, tenure.until),
        )
        before, after = "、".join(tenure.predecessors), "、".join(tenure.successors)
        for row in rows:
            line = _line(row, "agency")
            if tenure.since and row["date"] < tenure.since:
                yield Problem(
                    row["path"], line, f"公开日期 {row['date']} 的时候还没有“{name}”（机构名册：{tenure.since} 起）",
                    f"发布机构写当时的名称，如{before}" if before else "写当时的机构；或者改正名册上的起始日期",
                )
            elif tenure.until and row["created"] > tenure.until:
                yield Problem(
                    row["path"], line, f"生成日期 {row['created']} 的时候已经没有“{name}”（机构名册：{tenure.until} 止）",
                    f"发布机构写后来的名称，如{after}" if after else "写承接职责的机构；或者改正名册上的终止日期",
                )
            elif tenure.since and row["created"] and row["created"] < tenure.since:
                yield Problem(row["path"], line, f"生成日期 {row['created']} 早于“{name}”的起始日期 {tenure.since}", "是前身的文件的，发布机构写前身的名称", WARNING)
            else:
                yield Problem(row["path"], line, f"公开日期 {row['date']} 晚于“{name}”的终止日期 {tenure.until}", "由后继机构公开的，发布机构写后继的名称", WARNING)


def _rows_of_no_agency(registers: Registers, known: dict[str, Tenure]) -> Iterator[Problem]:
    """A request, a dispute, a letter reaches an agency that exists; and an agency states figures of its own years."""
    for name, column in _DAY.items():
        register = registers[name]
        for row, line in register.numbered_rows() if "agency" in _columns(name) else ():
            tenure = known.get(row["agency"], Tenure())
            if row[column] and not tenure.exists_on(row[column]) and not _took_over(known, row, name, column):
                said = f"{tenure.since} 起" if row[column] < tenure.since else f"{tenure.until} 止"
                yield Problem(register.path, line, f"{row[column]} 的时候没有“{row['agency']}”（机构名册：{said}）", "写当时的机构，或者改正日期")
    for name in _YEAR:
        register = registers[name]
        for row, line in register.numbered_rows():
            tenure = known.get(row["agency"], Tenure())
            if f"{row['year']}-12-31" < tenure.since or (tenure.until and f"{row['year']}-01-01" > tenure.until):
                yield Problem(register.path, line, f"{row['year']}年没有“{row['agency']}”（机构名册：{tenure.since or '……'} 至 {tenure.until or '今'}）", "写当年的机构，或者改正年份")


def _took_over(known: dict[str, Tenure], row: dict, name: str, column: str) -> bool:
    """Return whether an agency of a row took the matter over: one of several successors of the agency that received it and left it open."""
    tenure, end = known.get(row["agency"], Tenure()), row[PENDING_UNTIL[name]]
    former = [known[one] for one in tenure.predecessors if one in known]
    return row[column] < tenure.since <= (end or "9999") and any(one.exists_on(row[column]) and len(one.successors) > 1 for one in former)


def _left_open(registers: Registers, known: dict[str, Tenure]) -> Iterator[Problem]:
    """Tell who deals with what an agency left open when it ended; a matter that nobody took over is told, too."""
    for name, end in PENDING_UNTIL.items():
        register = registers[name]
        found: dict[str, list[int]] = defaultdict(list)
        for row, line in register.numbered_rows():
            tenure = known.get(row["agency"], Tenure())
            if tenure.until and row["received"] <= tenure.until and (not row[end] or row[end] > tenure.until):
                found[row["agency"]].append(line)
        for agency, lines in found.items():
            after = known[agency].successors
            said = f"“{agency}”到 {known[agency].until} 止，第 {lines_text(lines)} 行的 {len(lines):,} 件到那时没有办结"
            if len(after) == 1:
                yield Problem(register.path, lines[0], f"{said}，年报和监督考核里算它的后继“{after[0]}”的", "核对后继；不是的，改机构名册里的前身", WARNING)
            elif after:
                yield Problem(register.path, lines[0], f"{said}，后继有几个（{'、'.join(after)}），不知道是哪一个承接的", "机构改成承接的那一个", WARNING)
            else:
                yield Problem(register.path, lines[0], f"{said}，名册上没有它的后继", "在机构名册里给承接职责的机构写上前身", WARNING)


def _acts_of_no_agency(registers: Registers, known: dict[str, Tenure]) -> Iterator[Problem]:
    """An agency decides, meets and answers while it exists, and nothing begins to hold for one that is gone."""
    for name, (first, last) in (_ACTS | {name: (column, "") for name, column in _STANDING.items()}).items():
        register = registers[name]
        titles = {field["name"]: field["title"] for field in schema(name)["fields"]}
        for row, line in register.numbered_rows():
            tenure = known.get(row["agency"], Tenure())
            column, said = "", ""
            if tenure.until and row[first] > tenure.until:
                column, said = first, f"{tenure.until} 止"
            elif last and row[last] and row[last] < tenure.since:
                column, said = last, f"{tenure.since} 起"
            if column:
                yield Problem(register.path, line, f"{titles[column]} {row[column]} 的时候没有“{row['agency']}”（机构名册：{said}）", "写当时的机构，或者改正日期")


def _columns(name: str) -> set[str]:
    return {field["name"] for field in schema(name)["fields"]}


def _foreign_numbers(connection: sqlite3.Connection, registers: Registers) -> Iterator[Problem]:
    """The word of a document number (发文代字) belongs to the agency that publishes it: joint documents, too, go under the body whose number they bear."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in registers["agencies"].rows:
        for word in words_of(row["document_words"]):
            owners[word].add(row["name"])
    if not owners:
        return
    rows = connection.execute(
        """SELECT path, agency, document_number, word, lines FROM
           (SELECT path, agency, document_number, lines, trim(substr(document_number, 1, instr(document_number, '〔') - 1)) AS word
            FROM item WHERE document_number LIKE '%〔%' AND state IN ('public', 'withdrawn'))
           WHERE word IN (SELECT value FROM json_each(?)) ORDER BY path""",
        (json.dumps([*owners]),),
    )
    for row in rows:
        if row["agency"] not in owners[row["word"]]:
            owner = "、".join(sorted(owners[row["word"]]))
            yield Problem(
                row["path"], _line(row, "document_number"), f"文号 {row['document_number']} 的“{row['word']}”是{owner}的发文代字，发布机构却是{row['agency']}",
                f"发布机构写文号所属的{owner}；或者改正文号",
            )


_YEAR_OF_NUMBER = "CAST(substr(document_number, instr(document_number, '〔') + 1, 4) AS INTEGER)"


def _years_of_numbers(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A document is numbered in the year in which it is signed; never in a year after its publication."""
    rows = connection.execute(
        f"""SELECT path, document_number, {_YEAR_OF_NUMBER} AS year, created, date, lines FROM item
            WHERE document_number LIKE '%〔____〕%' AND created <> '' AND state IN ('public', 'withdrawn')
            AND {_YEAR_OF_NUMBER} <> CAST(substr(created, 1, 4) AS INTEGER) ORDER BY path"""
    )
    for row in rows:
        impossible = row["year"] > int(row["date"][:4])
        what = f"公开日期是 {row['date']}" if impossible else f"生成日期是 {row['created']}"
        yield Problem(
            row["path"], _line(row, "document_number"), f"文号 {row['document_number']} 是{row['year']}年的，{what}", "核对文号和生成日期", ERROR if impossible else WARNING,
        )


def _index_numbers(connection: sqlite3.Connection, registers: Registers, known: dict[str, Tenure]) -> Iterator[Problem]:
    """An Index begins with the code of its agency, or of one before or after it, and has the year of making or publication.

    Only the national form with a code of the register is judged. An Index stays when the publisher changes: so this is a reminder.
    """
    names_by_code = {row["code"]: row["name"] for row in registers["agencies"].rows}
    rows = connection.execute(
        """SELECT path, index_number, agency, created, date, code, lines FROM (SELECT *, substr(index_number, 1, instr(index_number, '/') - 1) AS code FROM item)
           WHERE code IN (SELECT value FROM json_each(?1)) AND state IN ('public', 'withdrawn') AND index_number LIKE '%/____-_____'
           AND (agency IS NOT (SELECT json_extract(?2, '$."' || code || '"'))
                OR (substr(index_number, length(code) + 2, 4) NOT IN (substr(created, 1, 4), substr(date, 1, 4)))) ORDER BY path""",
        (json.dumps([*names_by_code]), json.dumps(names_by_code)),
    )
    for row in rows:
        owner, year = names_by_code[row["code"]], row["index_number"][len(row["code"]) + 1 :][:4]
        if owner != row["agency"] and owner not in _kin(row["agency"], known):
            message = f"索引号 {row['index_number']} 的机构代码是{owner}的，发布机构却是{row['agency']}"
            yield Problem(row["path"], _line(row, "index"), message, "核对发布机构；还没有公开过的，换一个本机构的索引号", WARNING)
        if year not in (row["created"][:4], row["date"][:4]) and re.fullmatch(r"\d{4}", year):
            yield Problem(row["path"], _line(row, "index"), f"索引号 {row['index_number']} 是{year}年的，生成日期 {row['created']}、公开日期 {row['date']} 都不在那一年", "核对日期和索引号", WARNING)


def _kin(name: str, known: dict[str, Tenure]) -> set[str]:
    """Return the agencies that came before or after one, however long ago."""
    found, waiting = {name}, [name]
    while waiting:
        tenure = known.get(waiting.pop(), Tenure())
        new = {*tenure.predecessors, *tenure.successors} - found
        found |= new
        waiting += new
    return found


def _rows_beside_items(connection: sqlite3.Connection, registers: Registers, known: dict[str, Tenure]) -> Iterator[Problem]:
    """A guide is published by the office that does the matter, or by one before or after it. Items of other registers may be anybody's."""
    for name in _GUIDES:
        register = registers[name]
        named = {row["item"] for row in register.rows if row["item"]}
        found = dict(connection.execute("SELECT index_number, agency FROM item WHERE index_number IN (SELECT value FROM json_each(?))", (json.dumps(sorted(named)),)).fetchall())
        for row, line in register.numbered_rows():
            other = found.get(row["item"], "")
            if other and row["agency"] and other not in _kin(row["agency"], known):
                yield Problem(register.path, line, f"这一行是{row['agency']}的，条目 {row['item']} 却是{other}发布的", "核对机构和索引号", WARNING)
