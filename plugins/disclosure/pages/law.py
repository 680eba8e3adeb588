"""The edition of the Regulations by which the pages of a site speak, and the marks of pages that depend on it.

    自收到之日起[15个工作日](law:答复期限)以内答复。     the words of the edition in force (`model.law_words`)
    [写明用途。](law:2008)                              words that stand on the page under one edition only
    ## [费用的减免](law:2008)                           a whole section, up to the next heading of its rank

A mark that is the whole of a paragraph, an entry of a list, the first cell of a row or a term takes that along.
"""

from __future__ import annotations

import re
from html import escape, unescape

from ..model import law_words
from ..model.problems import WARNING, Problem, did_you_mean
from ..model.regulations import EDITIONS, Edition, edition
from .site import Site, remembered

MARK = re.compile(r"\[([^\[\]\n]*)\]\(law:([^()\s]*)\)")
_EDITIONS = {law.since[:4]: law for law in EDITIONS}
"""The editions by the years that marks name."""
_LINK = re.compile(r'<a href="law:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_HELD = re.compile(r'<a href="#[^"]*?law-([0-9a-f]+)">(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]")
_OPEN = re.compile(r"<(h[1-6]|p|li|dt|t[hd])(?: [^<>]*)?>\s*\Z")


@remembered
def day(site: Site) -> str:
    """Return the day by whose edition pages speak: the setting, else the newest day of the content; '' where there is none.

    The newest day is that of an item, of a request or a dispute, or the end of the year of a report. No clock is read, so
    that the same content makes the same site on any day.
    """
    if given := site.settings["DISCLOSURE_REGULATIONS_DAY"]:
        return given
    days = [site.connection.execute("SELECT max(date) FROM item WHERE state = ?", (state,)).fetchone()[0] or "" for state in ("public", "withdrawn")]
    for name in ("requests", "disputes"):
        days += [row[column] for row in site.registers[name].rows for column in ("received", "closed")]
    days += [f"{report['year']}-12-31" for report in site.all_reports]
    return max(days)


def law_of(site: Site) -> Edition:
    """Return the edition by which the pages of a site speak. Before the first one it is the first; without a day the latest."""
    newest = day(site)
    return (edition(newest) or EDITIONS[0]) if newest else EDITIONS[-1]


def held(rendered: str) -> str:
    """Return the HTML of a page in which marks are links within the page: the sanitiser would remove their own targets."""
    return _LINK.sub(lambda match: f'<a href="#law-{unescape(match[1]).encode().hex()}">{match[2]}</a>', rendered)


def spoken(html: str, law: Edition) -> str:
    """Return the HTML of a page as an edition has it: marks become words, and what only another edition has is left out."""
    at = 0
    while match := _HELD.search(html, at):
        name = bytes.fromhex(match[1]).decode(errors="replace")
        if (named := _EDITIONS.get(name)) is None:
            said = escape(law_words.words(name, law), quote=False) if name in law_words.names() else match[2]
            html, at = html[: match.start()] + said + html[match.end() :], match.start() + len(said)
        elif named is law:
            html, at = html[: match.start()] + match[2] + html[match.end() :], match.start()
        else:
            start, end = _extent(html, match.start(), match.end())
            html, at = html[:start] + html[end:], start
    return html


def _extent(html: str, start: int, end: int) -> tuple[int, int]:
    """Return from where to where a mark that does not apply takes the page along."""
    opened = _OPEN.search(html, 0, start)
    if not opened or not (closed := re.compile(rf"\s*</{opened[1]}>\n?").match(html, end)):
        return start, end
    tag = opened[1]
    if tag[0] == "h":
        following = re.compile(rf"<h[1-{tag[1]}][ >]").search(html, closed.end())
        return opened.start(), following.start() if following else len(html)
    if tag == "dt":
        following = re.compile(r"<dt[ >]|</dl>").search(html, closed.end())
        return opened.start(), following.start() if following else closed.end()
    if tag in ("td", "th"):
        row = html.rfind("<tr", 0, opened.start())
        if re.fullmatch(r"<tr(?: [^<>]*)?>\s*", html[row : opened.start()]):
            finish = html.find("</tr>", end)
            return row, finish + len("</tr>\n" if html.startswith("</tr>\n", finish) else "</tr>")
        return start, end
    return opened.start(), closed.end()


def problems(path: str, text: str, law: Edition) -> list[Problem]:
    """Return what is wrong with the marks of a page, and reminders of words that only another edition has."""
    return [*_mark_problems(path, text), *foreign(path, text, law)]


def _mark_problems(path: str, text: str) -> list[Problem]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in MARK.finditer(line):
            if match[2] not in _EDITIONS and match[2] not in law_words.names():
                guess = did_you_mean(match[2], [*law_words.names(), *_EDITIONS])
                found.append(Problem(path, number, f"条例用语里没有“{match[2]}”，页面上照方括号里的字显示", guess or "可以写：" + "、".join([*_EDITIONS, *law_words.names()])))
            elif match[2] in law_words.names() and match[1] not in {law_words.words(match[2], law) for law in EDITIONS}:
                said = "；".join(f"{law.name}“{law_words.words(match[2], law)}”" for law in EDITIONS)
                found.append(Problem(path, number, f"“{match[1]}”不是“{match[2]}”在哪一版条例里的写法，页面上会换掉", f"方括号里照一版写：{said}"))
    return found


def foreign(path: str, text: str, law: Edition) -> list[Problem]:
    """Return a reminder for each word of a text that only another edition of the Regulations has.

    Lines that name an edition are left alone, and so are sections and tables whose heading names one.
    """
    found, section, in_table, passes = [], 0, False, False
    for number, line in enumerate(text.split("\n"), 1):
        if (heading := _HEADING.match(line)) and (not section or len(heading[1]) <= section):
            section = len(heading[1]) if law_words.names_a_law(line) else 0
        is_row = line.lstrip().startswith("|")
        passes = is_row and (passes if in_table else law_words.names_a_law(line))
        in_table = is_row
        if section or passes:
            continue
        for said, instead in law_words.foreign_words(line, law):
            message = f"这里按{law.name}说话，“{said}”是另一版条例的用语：{instead}"
            found.append(Problem(path, number, message, "改写，或者写明是哪一版条例；页面可以用标记 (law:2008)、(law:2019)", WARNING))
    return found
