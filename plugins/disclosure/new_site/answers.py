"""What a new site is asked: each question with its default, and the answers."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..model import index_numbers
from ..model.settings import OF_CHINA
from ..model.settings import today as site_day
from ..registers import schema
from .classifications import ARTICLE_20, JIANGXI, Classification, choose

LAWS = {"2019": "只用2019年版（2019年5月15日起的信息）", "2008": "只用2008年版", "2008和2019": "两版都用（有2019年5月14日以前的信息）"}
"""Editions of the Regulations that pages explain, by the answer."""
SCHEMES = {
    "机构代码/年-流水": index_numbers.DEFAULT,
    "机构代码/年月-流水": "{code}/{year}{month}-{serial:05d}",
    "机构代码-分类-年-流水": "{code}-{category}-{year}-{serial:05d}",
}
"""Schemes of index numbers that have a name; any other is written out."""


@dataclass(frozen=True)
class Question:
    """One question."""

    name: str
    """The variable of `make` that answers it."""
    words: str
    default: Callable[[Mapping[str, str]], str]
    """Its default, by the answers before it."""


QUESTIONS = (
    Question("DISTRICT", "区县的名称，如 澄江县", lambda _: ""),
    Question("HOST", "主办单位", lambda known: f"{known['DISTRICT']}人民政府办公室"),
    Question("AGENCIES", "发布机构：“代码 名称”，几个用分号隔开；或者一个 CSV 文件", lambda known: known["HOST"]),
    Question("CLASSIFICATION", f"分类：{JIANGXI}、{ARTICLE_20}，一个 CSV 文件，或者“一级/二级;…”", lambda _: ARTICLE_20),
    Question("SCHEME", "索引号的编法：" + "、".join(SCHEMES) + "，或者自己写，如 {code}/{year}-{serial:05d}", lambda _: next(iter(SCHEMES))),
    Question("LAW", "《政府信息公开条例》的版本：" + "、".join(LAWS), lambda _: "2019"),
    Question("ADDRESS", "办公地址", lambda _: ""),
    Question("PHONE", "联系电话", lambda _: ""),
)


@dataclass
class Answers:
    """The answers, understood."""

    district: str
    host: str
    agencies: list[dict[str, str]]
    """Rows of the register of agencies."""
    classification: Classification
    scheme: index_numbers.Scheme
    law: str
    address: str
    phone: str
    year: int
    told: list[str] = field(default_factory=list)
    """What was guessed or has to be looked at, in Chinese."""

    @property
    def level(self) -> str:
        """The word for the district in sentences: 本县, 本区, 本市 …"""
        last = self.district[-1]
        return f"本{last}" if last in "县区市旗州省镇乡" else "本地"

    @property
    def has_2008(self) -> bool:
        """Whether pages explain the edition of 2008."""
        return "2008" in self.law

    @property
    def has_2019(self) -> bool:
        """Whether pages explain the edition of 2019."""
        return "2019" in self.law


def ask(given: Mapping[str, str], line: Callable[[str], str] | None, say: Callable[[str], None], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an answer to each question: what was given, else what `line` reads from a person, else the default, which is told.

    `before` are the answers of the round before, of which something was wrong. Then everything is asked, and they are the defaults.
    """
    known: dict[str, str] = {}
    for question in QUESTIONS:
        if before is None and (value := given.get(question.name, "").strip()):
            known[question.name] = value
            continue
        default = before[question.name] if before else question.default(known)
        if line is not None:
            known[question.name] = line(f"{question.words}{f'［{default}］' if default else ''}：").strip() or default
        else:
            known[question.name] = default
            if default:
                say(f"没有给 {question.name}（{question.words.partition('：')[0]}），用 {default}")
            elif question.name != "DISTRICT":
                say(f"没有给 {question.name}（{question.words}），页面里留着要填的地方")
    return known


def understand(known: Mapping[str, str]) -> tuple[Answers | None, list[str]]:
    """Return the answers understood, or None with everything that is wrong with them, in Chinese."""
    faults = [f"{name} 里有看不见的字符或者换行；写成一行" for name, value in known.items() if not value.isprintable()]
    if not known["DISTRICT"]:
        faults.append("没有写区县的名称；写 DISTRICT=澄江县")
    scheme = SCHEMES.get(known["SCHEME"], known["SCHEME"])
    faults += [f"SCHEME（索引号的编法）{fault}" for fault in index_numbers.faults(scheme)]
    law = known["LAW"].replace("年", "").replace("版", "").replace("、", "和")
    if law not in LAWS:
        faults.append(f"LAW（条例的版本）“{known['LAW']}”不对；写{'、'.join(LAWS)}")
    told: list[str] = []
    agencies: list[dict[str, str]] = []
    classification = None
    try:
        agencies = _agencies(known["AGENCIES"], told)
    except ValueError as error:
        faults.append(f"AGENCIES（发布机构）：{error}")
    try:
        classification = choose(known["CLASSIFICATION"])
    except ValueError as error:
        faults.append(f"CLASSIFICATION（分类）：{error}")
    if faults or classification is None:
        return None, faults
    told += classification.told
    return Answers(
        known["DISTRICT"], known["HOST"], agencies, classification, index_numbers.Scheme(scheme), law, known["ADDRESS"], known["PHONE"], int(site_day({"TIMEZONE": OF_CHINA})[:4]), told,
    ), []


_CODE = r"(?P<code>[0-9A-Za-z][0-9A-Za-z-]*)"
_WITH_CODE = (re.compile(rf"{_CODE}[\s=:：]+(?P<name>.+)"), re.compile(rf"(?P<name>.+?)[\s=:：]+(?=\S*[0-9]){_CODE}"))
"""Code and name of an agency; also the other way about, where the code has a digit."""


def _agencies(text: str, told: list[str]) -> list[dict[str, str]]:
    """Return rows of the register of agencies: of a CSV file, or of a list. Raises ValueError, in Chinese."""
    columns = [spec["name"] for spec in schema("agencies")["fields"]]
    if text.endswith(".csv") or Path(text).is_file():
        return _agencies_of_file(text, columns)
    rows = []
    for number, part in enumerate(filter(None, map(str.strip, re.split("[;；]", text))), 1):
        found = next((match for pattern in _WITH_CODE if (match := pattern.fullmatch(part))), None)
        rows.append(dict.fromkeys(columns, "") | {"code": found["code"] if found else f"{number:03d}", "name": found["name"] if found else part})
        if not found:
            told.append(f"“{part}”没有写机构代码（写成“代码 名称”），先用 {number:03d}。代码是索引号的一部分，发布以后不能再改：请先在 content/registers/agencies.csv 里改成真的")
    _check_rows(rows)
    return rows


def _agencies_of_file(path: str, columns: list[str]) -> list[dict[str, str]]:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"文件 {path} 读不出来（{error.strerror}）；检查路径") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    titles = {spec["title"]: spec["name"] for spec in schema("agencies")["fields"]}
    lines = [line for line in csv.reader(text.splitlines()) if any(cell.strip() for cell in line)]
    header = [titles.get(cell.strip(), cell.strip()) for cell in lines[0]] if lines else []
    if not {"code", "name"} <= {*header}:
        raise ValueError(f"{path}:1: 第一行要有列 code（机构代码）和 name（名称）")
    if unknown := [name for name in header if name and name not in columns]:
        raise ValueError(f"{path}:1: 不认识的列 {'、'.join(unknown)}；可用的列：{'、'.join(columns)}")
    rows = [dict.fromkeys(columns, "") | dict(zip(header, map(str.strip, line), strict=False)) for line in lines[1:]]
    if empty := [number for number, row in enumerate(rows, 2) if not (row["code"] and row["name"])]:
        raise ValueError(f"{path}:{empty[0]}: 没有机构代码或者名称；补上")
    _check_rows(rows)
    return rows


def _check_rows(rows: list[dict[str, str]]) -> None:
    if not rows:
        raise ValueError("一个发布机构也没有；至少写一个")
    allowed = next(spec["constraints"]["pattern"] for spec in schema("agencies")["fields"] if spec["name"] == "code")
    if wrong := [row["code"] for row in rows if not re.fullmatch(allowed, row["code"])]:
        raise ValueError(f"机构代码“{wrong[0][:30]}”的写法不对；只写数字、字母和中间的“-”，最多18个，“-”不算")
    for key, what in (("code", "机构代码"), ("name", "名称")):
        values = [row[key] for row in rows]
        if again := [value for value in dict.fromkeys(values) if values.count(value) > 1]:
            raise ValueError(f"{what}“{again[0]}”有两个；改正一个")
