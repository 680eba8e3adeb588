"""The only reader of items: the bytes of a file → a typed `Item` and its problems.

All problems of a file by itself are found here, all at once. `catalogue.crosscheck` finds
those that need other items: duplicates, replacements, links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..model import addresses
from ..model.item import ENDED, FIELD_BY_KEY, FIELDS, NO_REVIEW, FieldError, Item, Validity
from ..model.problems import WARNING, Problem, did_you_mean
from ..secrecy.item_files import apply_exceptions, findings
from . import guide_parts, header_slips, placeholders, value_slips
from .body import BodyRenderer
from .frontmatter import WIDE_COLON, Document, Entry, split
from .rules import Rules

_LOOKED_AT = 30
"""Lines in which a header is looked for that does not begin with the first line."""
GUIDE_ONLY = ("time_limit", "fee", "office", "life_events")
"""Attributes of the header that only guides have."""

_UNREAD = {
    "title": "", "index": "", "filing": ("", ""), "agency": "", "created": "", "date": "",
    "review": NO_REVIEW,
}
"""Values of an item for required keys that its file does not give."""


@dataclass(slots=True)
class Reading:
    """The outcome of reading one file: the item as far as it could be read, and its problems."""

    path: str
    item: Item | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the file by itself may be published."""
        return self.item is not None and not any(problem.is_error for problem in self.problems)


class ItemReader:
    """Reads files one after another under one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._bodies = BodyRenderer(rules.markdown)
        self._index = re.compile(rules.index_pattern)

    def read(self, path: str, data: bytes) -> Reading:
        """Read one file; `path` is relative to the content folder. This never fails: what is wrong is a problem."""
        reading = Reading(path)
        document = split(path, data)
        reading.problems += document.problems
        if not any(header_slips.key_of(entry.key) for entry in document.entries):
            if not any(problem.line == 0 for problem in reading.problems) and not (reading.problems and not document.body):
                reading.problems = [Problem(path, 1, *_no_header(document))]
            return reading
        values, lines = self._header(path, document, reading.problems)
        self._check(path, values, lines, reading.problems)
        if values.get("status") != "draft":  # a draft is known to be unfinished
            reading.problems += placeholders.problems(path, document)
            if values.get("review") == NO_REVIEW:
                remedy = "审查以后由审查的人写上“日期 审查人 结论”，如 2014-03-17 保密审查员 可以公开"
                reading.problems.append(Problem(path, lines["review"], "Review（保密审查）：还没有审查记录", remedy))
        reading.problems += self._check_guide(path, document.body, values, lines)
        body = self._bodies.render(path, document.body, document.body_line, values.get("index", ""))
        reading.problems += body.problems
        seen = findings(path, document.body, document.body_line, values, lines, rendered=body.html)
        values["rulings"], leaks = apply_exceptions(values.get("rulings", ()), seen)
        reading.problems += leaks
        if values.get("status") == "draft":  # unfinished work must not stop others' publication
            reading.problems = [replace(problem, severity=WARNING) for problem in reading.problems]
        reading.item = Item(
            path=path, html=body.html, text=body.text, references=body.references, lines=lines,
            **(_UNREAD | values),
        )
        return reading

    def _header(self, path: str, document: Document, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, int]]:
        """Parse header entries into attribute values; collect every problem."""
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for entry in document.entries:
            spec = FIELD_BY_KEY.get(entry.key.casefold().replace("_", "-"))
            if spec is None:
                problems[:] = [problem for problem in problems if problem.line != entry.line or WIDE_COLON not in problem.message]  # one message a line
                problems.append(_unknown_key(path, entry))
                continue
            if spec.attribute in lines:
                problems.append(Problem(path, entry.line, f"{spec.key} 写了两次（第 {lines[spec.attribute]} 行已有）", "只留一行"))
                continue
            lines[spec.attribute] = entry.line
            if not entry.value:
                if spec.required:
                    problems.append(Problem(path, entry.line, f"{spec.key}（{spec.label}）是空的", "填上内容"))
                continue
            value, slips = value_slips.cleared(path, spec, entry)
            problems += slips
            if not value:
                continue
            try:
                values[spec.attribute] = spec.parse(value)
            except FieldError as error:
                problems.append(Problem(path, entry.line, f"{spec.key}（{spec.label}）：{error.message}", error.remedy))
        meant = {header_slips.key_of(entry.key) for entry in document.entries}
        for spec in FIELDS:
            if spec.required and spec.key not in meant:
                problems.append(Problem(path, 1, f"缺少 {spec.key}（{spec.label}）", f"在表头加一行“{spec.key}: …”"))
        return values, lines

    def _check(self, path: str, values: dict, lines: dict[str, int], problems: list[Problem]) -> None:
        """Check parsed values against the lists and against each other."""

        def complain(attribute: str, message: str, remedy: str, **more: str) -> None:
            problems.append(Problem(path, lines.get(attribute, 1), message, remedy, **more))

        misplaced = list(value_slips.misplaced(path, values, lines, self.rules.taxonomy.filings, self.rules.agencies))
        problems += misplaced
        told = {problem.line for problem in misplaced if problem.is_error}
        index = values.get("index", "")
        if index and lines["index"] in told:
            del values["index"]
        elif index and (not self._index.fullmatch(index) or len(index) > addresses.LONGEST_INDEX):
            complain("index", f"索引号“{index[:60]}”不合规则", self.rules.index_remedy)
            del values["index"]
        if "filing" in values and lines["filing"] not in told:
            self._check_filing(values["filing"], complain)
        agency = values.get("agency")
        if agency and lines["agency"] not in told and self.rules.agencies is not None and agency not in self.rules.agencies:
            guess = did_you_mean(agency, self.rules.agencies)
            complain("agency", f"发布机构“{agency}”不在机构名册上", guess or "照 registers/agencies.csv 里的名称写，或先把机构登记进去")
        for name in values.get("key_areas", ()):
            if name not in self.rules.taxonomy.key_area:
                guess = did_you_mean(name, self.rules.taxonomy.key_area)
                complain("key_areas", f"重点领域“{name}”不在名单上", guess or "可以写：" + "、".join(self.rules.taxonomy.key_area))
        self._check_dates(values, complain)
        if "summary" not in values and "title" in values:
            complain("summary", "没有内容概述（Summary）", "加一行“Summary: …”，用一两句话说明内容", severity=WARNING)
        if index and index in values.get("interprets", ()):
            complain("interprets", "Interprets 写的是条目自己", "改成被解读的那一条的索引号")
        self._check_validity(values, complain)
        self._check_revisions(values, complain)
        if values.get("replaces") and values.get("replaces") == index:
            complain("replaces", "Replaces 写的是条目自己", "改成被替代的那一条的索引号")

    def _check_revisions(self, values: dict, complain) -> None:
        """What was changed is said of days between publication and today; the last of them is the day in `Modified`."""
        if not (revisions := values.get("revisions")):
            return
        first, last = revisions[0].date, revisions[-1].date
        if last > self.rules.today:
            complain("revisions", f"{last} 还没有到（今天是 {self.rules.today}）", "核对日期")
        if (published := values.get("date")) and first < published:
            complain("revisions", f"修改说明里的 {first} 早于公开日期 {published}", "公开以前的修改不用写；核对日期")
        if (modified := values.get("modified", "")) != last:
            complain("modified" if modified else "revisions", f"修改日期（Modified）是“{modified}”，修改说明的最后一次是 {last}", f"写成 Modified: {max(modified, last)}，修改说明（Revisions）里也要有这一天")

    def _check_validity(self, values: dict, complain) -> None:
        """The history of validity ends with what `Validity` says, lies between formation and today, and agrees with its day."""
        created, validity, until = values.get("created"), values.get("validity"), values.get("valid_until")
        if created and until and until < created:
            complain("valid_until", f"有效期至 {until} 早于生成日期 {created}", "核对 Valid-Until 与 Created")
        if until and until < self.rules.today and (validity is None or validity.word not in ENDED):
            complain("valid_until", f"有效期 {until} 已经过去，有效性还没有写失效", "不再适用的，写“Validity: 失效”和从哪天起；延长的，改 Valid-Until", severity=WARNING)
        if not (history := values.get("validity_history")):
            return
        last = history[-1]
        if last.date > self.rules.today:
            complain("validity_history", f"{last.date} 还没有到（今天是 {self.rules.today}）", "核对日期")
        if created and history[0].date < created:
            complain("validity_history", f"{history[0].date} 早于生成日期 {created}", "核对日期")
        if validity is None or validity.word != last.word:
            complain("validity_history", f"沿革的最后一次是“{last.word}”，有效性（Validity）写的是“{validity.word if validity else ''}”", f"写成 Validity: {last.word}，或者改正沿革")
        elif validity.ended and validity.ended != last.date:
            complain("validity_history", f"沿革里{last.word}的日期是 {last.date}，Validity 写的是 {validity.ended}", "看原件，改正写错的那一个")
        elif last.word in ENDED:
            values["validity"] = Validity(last.word, last.date)

    def _check_guide(self, path: str, body: str, values: dict, lines: dict[str, int]) -> Iterator[Problem]:
        """Yield the problems of a guide; of any other item, the keys that only guides may have."""
        filing = values.get("filing", ("", ""))
        if not guide_parts.is_guide(filing, values.get("genre", ""), self.rules.taxonomy.guides):
            for spec in FIELDS:
                if spec.attribute in GUIDE_ONLY and spec.attribute in values:
                    yield Problem(
                        path, lines[spec.attribute], f"{spec.key}（{spec.label}）只用于办事指南",
                        self._guide_remedy(),
                    )
            return
        absent = list(guide_parts.missing_parts(body, values))
        if absent:
            yield Problem(
                path, lines["genre"], f"办事指南里没有说明{'、'.join(absent)}",
                "正文里加上这样的小标题（如“## 办理条件”）；时限、费用、地点也可以写在表头 Time-Limit、Fee、Office", WARNING,
            )
        events = self.rules.taxonomy.life_events(filing[1])
        for name in values.get("life_events", ()):
            if name not in events:
                guess = did_you_mean(name, events)
                yield Problem(path, lines["life_events"], f"办事场景“{name}”不在名单上", guess or "可以写：" + "、".join(events))

    def _guide_remedy(self) -> str:
        classes = "、".join(dict.fromkeys(category for category, _ in self.rules.taxonomy.guides))
        if not classes:
            return "分类表里没有放办事指南的类（DISCLOSURE_GUIDES）；删去这一行"
        return f"办事指南归入“{classes}”并写“Genre: {guide_parts.GENRE}”；不是的，删去这一行"

    def _check_filing(self, filing: tuple[str, str], complain) -> None:
        category, leaf = filing
        taxonomy = self.rules.taxonomy
        written = f"{category}/{leaf}" if leaf else category
        if written in taxonomy.filings:
            return
        near = taxonomy.nearest(written)
        guess = f"是不是“{near}”？" if near else did_you_mean(written, taxonomy.filings)
        complain("filing", f"信息分类“{written}”不在分类表上", guess or f"按分类表写，如 {taxonomy.first_filing}")

    def _check_dates(self, values: dict, complain) -> None:
        published, created = values.get("date"), values.get("created")
        if published and created and published < created:
            complain("date", f"公开日期 {published} 早于生成日期 {created}", "核对 Date 与 Created")
        withdrawn, review = values.get("withdrawn"), values.get("review")
        dated = [
            ("date", "公开日期", published), ("created", "生成日期", created),
            ("modified", "修改日期", values.get("modified")),
            ("withdrawn", "撤下日期", withdrawn and withdrawn.date),
            ("review", "审查日期", review and review.date),
        ]
        for attribute, label, day in dated:
            if day and day > self.rules.today:
                complain(attribute, f"{label} {day} 还没有到（今天是 {self.rules.today}）", "核对日期；还没到公开日的，加一行“Status: draft”")
        if published and review and review.date > published:
            complain("review", f"审查日期 {review.date} 晚于公开日期 {published}", "先审查、后公开，请核对两个日期", severity=WARNING)
        if published and withdrawn and withdrawn.date < published:
            complain("withdrawn", f"撤下日期 {withdrawn.date} 早于公开日期 {published}", "核对 Withdrawn 与 Date")


def _unknown_key(path: str, entry: Entry) -> Problem:
    known = [f.key for f in FIELDS]
    if meant := header_slips.key_of(entry.key):
        value = "draft" if meant == "Status" and entry.value.casefold() in ("true", "yes", "是") else entry.value
        return Problem(path, entry.line, f"表头里不认识“{entry.key[:40]}”", f"改成“{header_slips.line_of(meant, value)}”")
    guess = did_you_mean(entry.key, known)
    if not guess and re.search("[\u4e00-\u9fff]", entry.key):
        return Problem(path, entry.line, f"表头里不认识“{entry.key[:40]}”", "是正文的，在它前面空一行；不是的，照 make new 写出的表头改")
    return Problem(path, entry.line, f"表头里不认识“{entry.key[:40]}”", guess or "可以写的有：" + "、".join(known))


def _no_header(document: Document) -> tuple[str, str]:
    """Return what is wrong with a file without any line of a header, and how to mend it."""
    first = next((line.strip() for line in [*(f"{entry.key}：{entry.value}" for entry in document.entries), *document.body.split("\n")] if line.strip()), "")
    if not first:
        return "文件是空的" if not document.problems else header_slips.NO_HEADER, "用 make new 新建一条，再写；不要的文件删去"
    later = (line.partition(":")[0].partition("：")[0] for line in document.body.split("\n")[:_LOOKED_AT])
    if sum(header_slips.key_of(word) in header_slips.REQUIRED for word in later) > 1:
        return f"表头的前面有别的文字“{first[:20]}”", "把它移到表头后面的正文里，或者删去；让“Title: …”从第一行开始"
    return f"{header_slips.NO_HEADER}，现在开头是“{first[:20]}”", header_slips.HEADER_FIRST
