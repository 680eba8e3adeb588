"""A workbook's number and its format → what the cell displays: `3.5%`, `2014年3月18日`, `007910`, `1,234,567.50`.

Formats are as ECMA-376 Part 1, 18.8.30 and 18.8.31 defines them. What is rare in tables (widths of blanks, colours)
is displayed without it. A format that is not understood leaves the number as it is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

_GENERAL = frozenset(("", "general", "g/通用格式"))
_TOKENS = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]|AM/PM|上午/下午|A/P|E[+-]0+|General|G/通用格式|\.0+|aaaa?|[ymdhseg]+|[0#?]|.', re.IGNORECASE | re.DOTALL)
_DATES = re.compile(r"[ymdhs]|aaa|\[[hms]+\]", re.IGNORECASE)
_BUILT_IN = {
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm",
}
"""Formats that Chinese versions of spreadsheets have by number, without writing them into the file."""
_MINOR = "〇一二三四五六七八九"
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_LAST_DATE = 2958465
"""31 December 9999, as a number."""


def built_in(number: int) -> str:
    """Return the format of a number below 164, which files do not write."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    return _BUILT_IN.get(number) or BUILTIN_FORMATS.get(number, "General")


def displayed(written: str, pattern: str, *, since_1904: bool = False) -> str:
    """Return what a cell displays for a number as the file has it (`0.035`, `1.2E+15`) and a format. `since_1904`: the file counts days as old Macs did."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite():
        return written
    sections, dates = _sections(pattern)
    section = _fitting(sections, number)
    if section is None:
        return _general(number)
    if not section.strip():
        return ""
    if dates and _is_date(section):
        return _date(number, section, since_1904) or _general(number)
    return _number(number, section, negative_has_own=len(sections) > 1 and number < 0 and section != sections[0])


def whole_digits(raw: str) -> str:
    """Return a number with all digits of its whole part, and two decimals: files may write a long one with an exponent.

    Further decimals name nobody, and their many digits would look like a long number.
    """
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return raw
    whole = number.to_integral_value()
    return f"{whole:f}" if whole == number else f"{number.quantize(Decimal('0.01')):f}"


@lru_cache(maxsize=1000)
def _sections(pattern: str) -> tuple[tuple[str, ...], bool]:
    """Return the sections of a format (positive; negative; zero; text), and whether one is a date."""
    sections = [""]
    for token in _TOKENS.findall(pattern):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return tuple(sections), any(map(_is_date, sections))


def _is_date(section: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|!.|_.|\*.|\[(?![hms]+\])[^\]]*\]|General|G/通用格式|E[+-]0', "", section, flags=re.IGNORECASE)
    return bool(_DATES.search(bare))


def _fitting(sections: tuple[str, ...], number: Decimal) -> str | None:
    """Return the section for a number; None where it is displayed as it is."""
    for section in sections:
        if condition := re.search(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]", section):
            limit = Decimal(condition[2])
            if {"<": number < limit, ">": number > limit, "=": number == limit, "<=": number <= limit, ">=": number >= limit, "<>": number != limit}[condition[1]]:
                return section
    plain = [section for section in sections if not re.search(r"\[[<>=]", section)]
    if len(plain) != len(sections):
        return plain[0] if plain else None
    usable = [section for section in sections if section.replace('"', "").strip() != "@"] or [""]
    if usable == [""] and len(sections) == 1:
        return None
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:
        return sections[2]
    if len(sections) > 1 and not sections[0]:
        return ""
    return None if sections[0].strip().lower() in _GENERAL or "@" in sections[0] else sections[0]


def _general(number: Decimal) -> str:
    """Return a number as cells without a format display it: 11 digits at most, larger ones with an exponent."""
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 11:
        return str(number.to_integral_value().quantize(Decimal(1)))
    if abs(number) >= Decimal(10) ** 11 or (number and abs(number) < Decimal("1E-9")):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"
    whole = len(str(abs(int(number))))
    places = max(0, 10 - whole)
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def _literal(token: str) -> str | None:
    """Return the text of a token that stands for itself; None for any other."""
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith(("\\", "!")) and len(token) > 1:
        return token[1:]
    if token.startswith("_"):
        return " "
    if token.startswith("*"):
        return ""
    if token.startswith("["):
        currency = re.match(r"\[\$([^\-\]]*)", token)
        return currency[1] if currency else ""
    return None


def _number(number: Decimal, section: str, *, negative_has_own: bool) -> str:
    tokens = _TOKENS.findall(section)
    chinese = re.search(r"\[DBNum([12])\]", section, re.IGNORECASE)
    if chinese and abs(number) < Decimal(10) ** 16:
        if any(token.lower() in _GENERAL and token for token in tokens):
            spoken = _in_chinese(abs(number) if negative_has_own else number, _MINOR if chinese[1] == "1" else _CAPITAL)
            return "".join(spoken if token.lower() in _GENERAL else _literal(token) or "" for token in tokens)
        plain = _number(number, section.replace(chinese[0], ""), negative_has_own=negative_has_own)
        return re.sub("[0-9]", lambda match: (_MINOR if chinese[1] == "1" else _CAPITAL)[int(match[0])], plain)
    if any(token.lower() in _GENERAL and token for token in tokens):
        return "".join(_general(abs(number) if negative_has_own else number) if token.lower() in _GENERAL else _literal(token) or "" for token in tokens)
    bare = re.sub(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]', "", section)
    if any(re.fullmatch(r"E[+-]0+", token, re.IGNORECASE) for token in tokens):
        return _with_exponent(abs(number) if negative_has_own else number, tokens, bare)
    if "/" in bare:
        return _with_fraction(abs(number) if negative_has_own else number, tokens, bare)
    code = re.sub(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]', "", section)
    places = re.search(r"[0#?][0#?, ]*(?:\.([0#?]*))?", code) or re.search(r"\.([0#?]+)", code)
    if not places:
        return "".join(filter(None, map(_literal, tokens)))
    number = number.scaleb(2 * code.count("%"))
    whole, _, decimals = code[places.start() :].partition(".")
    scaled = re.match(r"[0#?]*(,*)", decimals)[1] if decimals else re.search(r"(,*)[^0#?,]*\Z", whole)[1]
    number = number.scaleb(-3 * len(scaled))
    decimals = re.match(r"[0#?]*", decimals)[0]
    rounded = abs(number).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits, _, fraction = f"{rounded:f}".partition(".")
    while fraction and len(fraction) > len(decimals.rstrip("#?")) and fraction.endswith("0"):
        fraction = fraction[:-1]
    slots = [token for token in _TOKENS.findall(re.match(r"[^.]*", section[_start(section) :])[0]) if token in "0#?"]
    digits = ("" if digits == "0" and slots and "0" not in slots else digits).zfill(slots.count("0") if slots else 1)
    if "," in whole.rstrip(",") and digits:
        digits = f"{int(digits):,}".rjust(len(digits)) if len(digits) == len(str(int(digits))) else re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", ",", digits)
    sign = "-" if number < 0 and not negative_has_own and rounded else ""
    return sign + _laid_out(section, digits, fraction)


def _with_exponent(number: Decimal, tokens: list[str], bare: str) -> str:
    """Return a number with an exponent: `1.38E+10` for `0.00E+00`. Several places before the point make the exponent a multiple of their number."""
    mark = next(token for token in tokens if re.fullmatch(r"E[+-]0+", token, re.IGNORECASE))
    mantissa = bare[: bare.upper().index("E")]
    whole, _, decimals = mantissa.partition(".")
    step = max(1, len(re.sub(r"[^0#?]", "", whole)))
    places = len(re.sub(r"[^0#?]", "", decimals))
    exponent = (number.adjusted() // step * step if step > 1 else number.adjusted()) if number else 0
    value = abs(number).scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if value >= Decimal(10) ** step:
        value, exponent = value.scaleb(-step).quantize(Decimal(1).scaleb(-places)), exponent + step
    sign = "-" if exponent < 0 else "+" if mark[1] == "+" else ""
    digits = f"{'-' if number < 0 else ''}{value:f}E{sign}{abs(exponent):0{len(mark) - 2}d}"
    return _around_digits(tokens, digits)


def _with_fraction(number: Decimal, tokens: list[str], bare: str) -> str:
    """Return a number with a fraction: `2 1/3` for `# ?/?`, `7/3` for `?/?`."""
    above, _, below = bare.partition("/")
    above = above.strip()
    has_whole = " " in above
    fixed = re.match(r"\s*([0-9]+)", below)
    size = abs(number)
    whole = int(size) if has_whole else 0
    if fixed and int(fixed[1]):
        under = int(fixed[1])
        over = int(((size - whole) * under).to_integral_value(ROUND_HALF_UP))
    else:
        most = 10 ** min(max(1, len(re.match(r"\s*([#?0]*)", below)[1])), 4) - 1
        nearest = Fraction(size - whole).limit_denominator(most)
        over, under = nearest.numerator, nearest.denominator
    if has_whole and over == under:
        whole, over = whole + 1, 0
    parts = [str(whole)] if has_whole and (whole or not over) else []
    parts += [f"{over}/{under}"] if over or not has_whole else []
    return _around_digits(tokens, ("-" if number < 0 else "") + " ".join(parts))


def _around_digits(tokens: list[str], digits: str) -> str:
    """Return digits with the texts that a format has before and behind them."""
    places = [at for at, token in enumerate(tokens) if token in ("0", "#", "?") or re.fullmatch(r"\.0+|E[+-]0+|[0-9]", token, re.IGNORECASE)]
    before, behind = tokens[: places[0]], tokens[places[-1] + 1 :]
    return "".join(_literal(token) or "" for token in before) + digits + "".join(_literal(token) or "" for token in behind)


def _in_chinese(number: Decimal, digits: str) -> str:
    """Return a number in Chinese numerals, common or capital: 一千二百三十四, 壹仟贰佰叁拾肆."""
    units = ("", "十", "百", "千") if digits is _MINOR else ("", "拾", "佰", "仟")
    zero = "〇" if digits is _MINOR else "零"
    whole, _, decimals = f"{abs(number):f}".partition(".")
    groups = [whole[max(0, end - 4) : end] for end in range(len(whole), 0, -4)][::-1]
    out, owes_zero = "", False
    for place, group in enumerate(groups):
        text = ""
        for at, digit in enumerate(group):
            if digit == "0":
                owes_zero = bool(out or text)
                continue
            text += (zero if owes_zero else "") + digits[int(digit)] + units[len(group) - 1 - at]
            owes_zero = False
        out += text + (_LARGE[len(groups) - 1 - place] if text else "")
    out = out or zero
    decimals = decimals.rstrip("0")
    return ("-" if number < 0 else "") + out + (f".{''.join(digits[int(digit)] for digit in decimals)}" if decimals else "")


_LARGE = ("", "万", "亿", "万亿", "亿亿")


def _start(section: str) -> int:
    """Return where the first place for a digit stands in a section."""
    place = 0
    for token in _TOKENS.findall(section):
        if token in ("0", "#", "?") or re.fullmatch(r"\.0+", token):
            return place
        place += len(token)
    return place


def _laid_out(section: str, digits: str, fraction: str) -> str:
    """Return digits among the texts of a section. Texts between places for digits, as in `000\\-0000`, part the digits there."""
    before: list[str] = []
    places: list[tuple[str, str]] = []
    behind: list[str] = []
    in_fraction = False
    for token in _TOKENS.findall(section):
        if token == "." or re.fullmatch(r"\.0+", token):
            in_fraction = True
        elif token in ("0", "#", "?"):
            if not in_fraction:
                places.append((token, ""))
        elif token == ",":
            continue
        else:
            text = _literal(token)
            text = token if text is None else text
            if in_fraction:
                behind.append(text)
            elif places:
                places[-1] = (places[-1][0], places[-1][1] + text)
            else:
                before.append(text)
    out = ""
    rest = digits
    trailing = places[-1][1] if places else ""
    for position, (_, text) in enumerate(reversed(places)):
        own = text if position else ""
        take = rest[-1:] if position < len(places) - 1 or not rest else rest
        if "," in digits:
            take, rest = rest, ""
        else:
            rest = rest[: len(rest) - len(take)]
        out = take + own + out
    out += f".{fraction}" if fraction else ""
    return "".join(before) + out + trailing + "".join(behind)


def _date(number: Decimal, section: str, since_1904: bool) -> str:
    """Return a date or a time; '' where the number is none."""
    if number < 0 or number > _LAST_DATE:
        return ""
    days = number + (1462 if since_1904 else 0)
    seconds = int((days * 86400).quantize(Decimal(1), ROUND_HALF_UP))
    shift = 1 if seconds < 60 * 86400 else 0  # the day 29 February 1900, which there was not, has the number 60
    moment = datetime(1899, 12, 30) + timedelta(days=shift, seconds=seconds)
    tokens = _TOKENS.findall(section)
    half = any(token.upper() in ("AM/PM", "A/P", "上午/下午") for token in tokens)
    chinese = _MINOR if "[DBNum1]" in section else _CAPITAL if "[DBNum2]" in section else ""
    out, last_was_hour = [], False
    for place, token in enumerate(tokens):
        lower = token.lower()
        following = next((one.lower() for one in tokens[place + 1 :] if re.fullmatch(r"[ymdhs]+", one.lower())), "")
        if re.fullmatch(r"\[[hms]+\]", lower):
            out.append(str({"h": seconds // 3600, "m": seconds // 60, "s": seconds}[lower[1]]))
            last_was_hour = lower[1] == "h"
        elif lower in ("am/pm", "a/p", "上午/下午"):
            out.append(("上午" if moment.hour < 12 else "下午") if "上" in token else ("AM" if moment.hour < 12 else "PM"))
        elif re.fullmatch(r"[ymdhs]+", lower):
            minutes = lower[0] == "m" and len(lower) < 3 and (last_was_hour or following.startswith("s"))
            out.append(_of_date(moment, lower, minutes, half, chinese))
            last_was_hour = lower[0] == "h"
        elif re.fullmatch(r"\.0+", token):
            out.append("." + "0" * (len(token) - 1))
        elif lower in ("aaaa", "aaa"):
            out.append(("星期" if len(lower) == 4 else "") + _WEEKDAYS[moment.weekday()])
        else:
            text = _literal(token)
            out.append(token if text is None else text)
    return "".join(out).strip()


def _of_date(moment: datetime, code: str, minutes: bool, half: bool, chinese: str) -> str:
    """Return one part of a date: `yyyy` the year, `mm` the month or the minutes, and so on."""
    kind, length = code[0], len(code)
    if kind == "y":
        text = f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
        return "".join(chinese[int(digit)] for digit in text) if chinese else text
    if kind == "m" and not minutes and length > 2:
        return _MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(length)]
    if kind == "d" and length > 2:
        return f"星期{_WEEKDAYS[moment.weekday()]}"
    value = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": (moment.hour - 1) % 12 + 1 if half else moment.hour, "s": moment.second}[kind]
    if chinese:
        return _spoken(value, chinese)
    return f"{value:02d}" if length > 1 else str(value)


def _spoken(value: int, digits: str) -> str:
    """Return a number below 100 in Chinese."""
    ten = "十" if digits is _MINOR else "拾"
    tens, ones = divmod(value, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 and digits is _MINOR else digits[tens]) + ten + (digits[ones] if ones else "")
