"""Automatic numbers of Word → words of the text: 一、, （二）, 第三条, 1. are part of an official document, and must not change.

Word keeps only the form of a number; this counts as Word does (ECMA-376 Part 1, 17.9) and writes each number before its
paragraph. Bullets stay lists.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_COUNTING = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_PLACE = re.compile(r"%(\d)")


class Numbers:
    """Counts the paragraphs of one document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], Any] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._of_style: dict[str, tuple[str, int]] = {}
        self.unknown: set[str] = set()
        """Forms of numbers that are not known; they are written in digits."""
        self._read_styles(document.styles.element)
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is not None and hasattr(part, "element"):
            self._read(part.element)

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                self._levels[f"a{abstract.get(qn('w:abstractNumId'))}", int(level.get(qn("w:ilvl")))] = level
                if (style := level.find(qn("w:pStyle"))) is not None:
                    self._of_style.setdefault(style.get(qn("w:val")), ("", int(level.get(qn("w:ilvl")))))
        for number in numbering.findall(qn("w:num")):
            name = number.get(qn("w:numId"))
            self._abstract[name] = number.find(qn("w:abstractNumId")).get(qn("w:val"))
            for override in number.findall(qn("w:lvlOverride")):
                level = int(override.get(qn("w:ilvl")))
                if (start := override.find(qn("w:startOverride"))) is not None:
                    self._starts[name, level] = int(start.get(qn("w:val")))
                if (own := override.find(qn("w:lvl"))) is not None:
                    self._levels[name, level] = own

    def _read_styles(self, styles: Any) -> None:
        known = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
        for name, first in known.items():
            style, steps, level = first, 0, None
            while style is not None and steps < 20:
                properties = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
                if properties is not None:
                    level = _value(properties, "w:ilvl") if level is None else level
                    if (number := _value(properties, "w:numId")) is not None:
                        self._of_style[name] = (number, int(level or 0))
                        break
                based = style.find(qn("w:basedOn"))
                style, steps = known.get(based.get(qn("w:val"))) if based is not None else None, steps + 1

    def write(self, paragraph: Any) -> None:
        """Write the number of a paragraph into its text, and take its automatic number away. A bullet stays."""
        number, level = self._of(paragraph)
        definition = self._level(number, level) if number else None
        if definition is None:
            return
        form = _value(definition, "w:numFmt") or "decimal"
        if form == "bullet":
            return
        counts = self._count(number, level)
        pattern = "" if form == "none" else _value(definition, "w:lvlText") or ""
        legal = definition.find(qn("w:isLgl")) is not None
        text = _PLACE.sub(lambda match: self._shown(number, int(match[1]) - 1, counts, legal), pattern)
        suffix = "" if (_value(definition, "w:suff") == "nothing" or not text or (text[-1] in "、）)．。：:" and not text.endswith((")", ".")))) else " "
        _put(paragraph, f"{text}{suffix}")

    def _of(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        number, level = self._of_style.get(style.get(qn("w:val")), ("", 0)) if style is not None else ("", 0)
        if own is not None:
            number = _value(own, "w:numId") or number
            said = _value(own, "w:ilvl")
            level = int(said) if said is not None else level
        return ("", 0) if number == "0" else (number, level)

    def _level(self, number: str, level: int) -> Any:
        return self._levels.get((number, level), self._levels.get((f"a{self._abstract.get(number)}", level)))

    def _start(self, number: str, level: int) -> int:
        definition = self._level(number, level)
        return int(_value(definition, "w:start") or 1) if definition is not None else 1

    def _count(self, number: str, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(self._abstract.get(number, number), {})
        if (number, level) in self._starts and (number, level) not in self._begun:
            counts[level] = self._starts[number, level]
        else:
            counts[level] = counts[level] + 1 if level in counts else self._start(number, level)
        self._begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for higher in range(level):
            counts.setdefault(higher, self._start(number, higher))
        return counts

    def _shown(self, number: str, level: int, counts: dict[int, int], legal: bool) -> str:
        definition = self._level(number, level)
        form = (_value(definition, "w:numFmt") if definition is not None else "") or "decimal"
        return self._written(counts.get(level, 1), "decimal" if legal else form)

    def _written(self, number: int, form: str) -> str:
        """Return a number in a form of ECMA-376 Part 1, 17.18.59."""
        text = written(number, form)
        if text is None:
            self.unknown.add(form)
        return text or str(number)


def written(number: int, form: str) -> str | None:
    """Return a number in a form; None where the form is not known or has no such number."""
    simple = {
        "decimal": str(number), "decimalZero": f"{number:02d}", "decimalFullWidth": str(number).translate(_WIDE), "decimalFullWidth2": str(number).translate(_WIDE),
        "upperRoman": _roman(number), "lowerRoman": _roman(number).lower(), "upperLetter": _letters(number), "lowerLetter": _letters(number).lower(),
    }
    if form in simple:
        return simple[form]
    if form in _COUNTING:
        return _counted(number, _DIGITS, "十百千")
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counted(number, _LEGAL, "拾佰仟")
    runs = {
        "decimalEnclosedCircle": (0x2460, 20), "decimalEnclosedCircleChinese": (0x2460, 20), "decimalEnclosedParen": (0x2474, 20), "decimalEnclosedFullstop": (0x2488, 20),
        "ideographEnclosedCircle": (0x3280, 10),
    }
    if form in runs and 0 < number <= runs[form][1]:
        return chr(runs[form][0] + number - 1)
    names = {"ideographTraditional": _STEMS, "ideographZodiac": _BRANCHES}.get(form, "")
    return names[number - 1] if 0 < number <= len(names) else None


def _counted(number: int, digits: str, units: str) -> str:
    """Return a number below 10,000 in numerals: 十一, 二十, 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    zero, text = digits[0] if digits[0] != "〇" else "零", ""
    places = [int(sign) for sign in str(number)]
    for place, digit in enumerate(places):
        power = len(places) - place - 1
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(zero) and any(places[place:]):
            text += zero
    return text[1:] if text.startswith(f"{digits[1]}{units[0]}") and units[0] == "十" else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _value(element: Any, name: str) -> str | None:
    found = element.find(qn(name))
    return found.get(qn("w:val")) if found is not None else None


def _put(paragraph: Any, text: str) -> None:
    """Write a text before the first run, and say that the paragraph has no automatic number."""
    properties = paragraph.get_or_add_pPr()
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    none = OxmlElement("w:numPr")
    for name in ("w:ilvl", "w:numId"):
        child = OxmlElement(name)
        child.set(qn("w:val"), "0")
        none.append(child)
    properties.append(none)
    if text.strip():
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        properties.addnext(run)
